//! `handshake restore`

use super::passphrase::unlocked;
use super::terminal::{open, say};
use crate::workbench::{Command, Problem, copy_backup};
use std::path::PathBuf;

/// Restore a backup, into a new file or over its workspace, which is backed up first.
#[derive(Debug, clap::Args)]
pub(super) struct Restore {
    /// The backup.
    backup: PathBuf,
    /// The file to make, or the workspace to restore.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

impl Restore {
    pub(super) fn run(&self) -> Result<(), Problem> {
        if self.to.exists() {
            let workbench = open(&self.to)?;
            let _unlocked = unlocked(&self.backup)?;
            say(&workbench.told(Command::Restore(self.backup.clone()))?.said);
        } else {
            let _unlocked = unlocked(&self.backup)?;
            copy_backup(&self.backup, &self.to)?;
        }
        say(&format!("{} holds what the backup held.", self.to.display()));
        Ok(())
    }
}
