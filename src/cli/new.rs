//! `handshake new`

use super::passphrase;
use super::terminal::say;
use crate::workbench::{Problem, Workbench};
use std::path::PathBuf;
use std::sync::Arc;

/// Make a new workspace.
#[derive(Debug, clap::Args)]
pub(super) struct New {
    /// The file to make, such as `spring.handshake`.
    workspace: PathBuf,
    /// Put it behind a passphrase, which is asked for or taken from `HANDSHAKE_NEW_PASSPHRASE`.
    #[arg(long)]
    passphrase: bool,
}

impl New {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let passphrase = self.passphrase.then(passphrase::new).transpose()?;
        Workbench::create_behind(passphrase.as_ref(), &self.workspace, Arc::new(|| ()))?;
        say(&format!(
            "Made {}. Its key for pseudonyms is kept on this computer, outside the file.",
            self.workspace.display()
        ));
        Ok(())
    }
}
