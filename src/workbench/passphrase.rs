//! Workspaces behind a passphrase: opening one, and changing what opens it.

use super::Problem;
use super::desk::Desk;
use crate::domain::{Passphrase, PassphraseChange};
use crate::store::{self, StoreError, Unlocked};
use std::path::{Path, PathBuf};

/// Lets a protected workspace and its copies be opened for as long as the answer lives, or as one of them is open. Takes tenths of a second on
/// purpose: never to be called by the thread of a window.
///
/// # Errors
/// Another passphrase; a file that has none or cannot be read; a build that cannot open such files.
pub fn unlock(workspace: &Path, passphrase: &Passphrase) -> Result<Unlocked, Problem> {
    store::unlock(workspace, passphrase).map_err(|error| Problem::of_store("The workspace was not opened", &error))
}

impl Desk {
    /// Sets, changes or removes the passphrase; what is to be said of it.
    pub(super) fn change_passphrase(&mut self, change: &PassphraseChange) -> Result<String, Problem> {
        let what = "The passphrase was not changed";
        let left = self.store.change_passphrase(change).map_err(|error| match error {
            StoreError::WrongPassphrase(_) => {
                let why = "the present passphrase is another";
                Problem::new(what, why, "Try again, and look at capital letters and the language of the keyboard.")
            }
            error => Problem::of_store(what, &error),
        })?;
        let done = match (&change.present, &change.new) {
            (_, None) => "The workspace and its backups open without a passphrase now.",
            (None, Some(_)) => {
                "From now on the workspace and its backups open with this passphrase only. Keep it where you find it again."
            }
            (Some(_), Some(_)) => "From now on the workspace and its backups open with the new passphrase only.",
        };
        let elsewhere = "Copies that you made elsewhere stay as they are.";
        Ok([done, &left_alone(&left), elsewhere].join(" ").replace("  ", " "))
    }
}

fn left_alone(backups: &[PathBuf]) -> String {
    match backups {
        [] => String::new(),
        [one] => format!("One backup could not be brought along and stays as it was: {}.", one.display()),
        [one, ..] => {
            format!(
                "{} backups could not be brought along and stay as they were, such as {}.",
                backups.len(),
                one.display()
            )
        }
    }
}
