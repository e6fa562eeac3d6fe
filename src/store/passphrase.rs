//! Putting a workspace behind a passphrase, changing it, and taking it away.
//!
//! What the workspace holds is copied into a new file beside it, which then takes its place in one step: whatever happens meanwhile, the file opens as
//! before or as it is to open from now on. Its backups come just before, so that once it is done it is done everywhere.

use super::backup::{backup_plan, backups, locked_backups, remove_half_made_backups};
use super::cipher::{self, Key, Unlocked};
use super::copy::folder_of;
use super::definitions::write_json;
use super::{Store, StoreError, WholeCopy};
use crate::domain::{EntryKind, PassphraseChange};
use rusqlite::Connection;
use std::io::ErrorKind;
use std::path::{Path, PathBuf};
use std::sync::Arc;

/// The setting that tells of the latest change; never of the passphrase.
const PASSPHRASE: &str = "passphrase";

impl Store {
    /// Whether it takes a passphrase to open it.
    pub fn has_passphrase(&self) -> bool {
        self.key.is_some()
    }

    /// Sets, changes or removes the passphrase of the workspace and of its backups; which backups could not be brought along. The record tells that it
    /// was done, and nothing done before can be undone after it. A key that is derived is held in memory as long as the workspace is open.
    ///
    /// # Errors
    /// Another present passphrase, or a new one that is too short; a workspace that can only be read, or that somebody else reads; no space for
    /// another copy; a build that cannot protect anything. Then the workspace opens as before.
    pub fn change_passphrase(&mut self, change: &PassphraseChange) -> Result<Vec<PathBuf>, StoreError> {
        self.must_write()?;
        self.check_present(change)?;
        if self.key.is_none() && change.new.is_none() {
            return Err(StoreError::NotProtected(self.path().to_owned()));
        }
        self.must_be_alone()?;
        let key = change.new.as_ref().map(cipher::fresh).transpose()?;
        let path = self.path().to_owned();
        // What a link leads to is replaced, not the link.
        let path = path.canonicalize().map_err(|source| StoreError::File { path, source })?;
        let copy = WholeCopy::with_key(&path, &folder_of(&path), key.as_ref(), &mut |_, _| true)?;
        Store::open(copy.path())?.note_passphrase(said_of(change))?;
        let left = self.change_backups(change, key.as_ref())?;
        self.put_in_place(copy, &path)?;
        Ok(left)
    }

    fn check_present(&self, change: &PassphraseChange) -> Result<(), StoreError> {
        let wrong = || Err(StoreError::WrongPassphrase(self.path().to_owned()));
        match (&self.key, &change.present) {
            (None, _) => Ok(()),
            (Some(key), Some(present)) if key.comes_of(present)? => Ok(()),
            (Some(_), _) => wrong(),
        }
    }

    fn note_passphrase(&self, said: (&str, &str)) -> Result<(), StoreError> {
        let (label, state) = said;
        self.in_transaction(EntryKind::Passphrase, label, || self.set_text(PASSPHRASE, &write_json("state", &state)?))
    }

    /// Gives the backups the key that the workspace is to have; which of them could not get it.
    fn change_backups(&self, change: &PassphraseChange, key: Option<&Arc<Key>>) -> Result<Vec<PathBuf>, StoreError> {
        let (path, plan) = (self.path(), backup_plan());
        remove_half_made_backups(path, &plan);
        let _unlocked = unlocked(&locked_backups(path, &plan), change);
        let mut left = locked_backups(path, &plan);
        for backup in backups(path, &self.backup_identity()?, &plan) {
            let copied = WholeCopy::with_key(&backup.path, &folder_of(&backup.path), key, &mut |_, _| true);
            match copied.and_then(|copy| copy.replace(&backup.path)) {
                Ok(()) => {}
                Err(error) if is_full(&error) => return Err(StoreError::DiskFull),
                Err(_) => left.push(backup.path),
            }
        }
        Ok(left)
    }

    /// Finds out before anything is done whether somebody else reads the file.
    fn must_be_alone(&self) -> Result<(), StoreError> {
        self.fold_up()?;
        super::open::prepare(&self.connection)
    }

    /// Makes the workspace one file, which only who is alone with it can do.
    fn fold_up(&self) -> Result<(), StoreError> {
        let folded = self.connection.pragma_update(None, "journal_mode", "DELETE");
        folded.map_err(|_| StoreError::InUse(self.path().to_owned()))
    }

    fn put_in_place(&mut self, copy: WholeCopy, path: &Path) -> Result<(), StoreError> {
        self.fold_up()?;
        let open = std::mem::replace(&mut self.connection, Connection::open_in_memory()?);
        drop(open);
        let replaced = copy.replace(path);
        self.reopen()?;
        replaced
    }
}

/// An earlier change that was cut short may have left backups with its new passphrase, which is likely to be the one that is given now.
fn unlocked(backups: &[PathBuf], change: &PassphraseChange) -> Vec<Unlocked> {
    let known = || change.present.iter().chain(&change.new);
    let mut open = Vec::new();
    for backup in backups {
        if cipher::is_locked(backup) {
            open.extend(known().find_map(|passphrase| cipher::unlock(backup, passphrase).ok()));
        }
    }
    open
}

/// What the record says of a change.
fn said_of(change: &PassphraseChange) -> (&'static str, &'static str) {
    match (&change.present, &change.new) {
        (_, None) => ("Remove the passphrase", "removed"),
        (None, Some(_)) => ("Set a passphrase", "set"),
        (Some(_), Some(_)) => ("Change the passphrase", "changed"),
    }
}

fn is_full(error: &StoreError) -> bool {
    match error {
        StoreError::DiskFull => true,
        StoreError::File { source, .. } => source.kind() == ErrorKind::StorageFull,
        _ => false,
    }
}
