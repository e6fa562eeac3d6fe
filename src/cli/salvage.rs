//! `handshake salvage`

use super::passphrase::unlocked;
use super::terminal::say;
use crate::workbench::{Problem, salvage};
use std::path::PathBuf;

/// Read a damaged workspace as far as it goes into a new file, and list what was lost.
#[derive(Debug, clap::Args)]
pub(super) struct Salvage {
    /// The damaged workspace, which is left as it is.
    damaged: PathBuf,
    /// The file to make.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

impl Salvage {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let _unlocked = unlocked(&self.damaged)?;
        let lost = salvage(&self.damaged, &self.to)?;
        say(&format!("{} holds what could be read.", self.to.display()));
        if lost.is_empty() {
            say("Nothing is known to be lost.");
        } else {
            say("Lost:");
            lost.iter().for_each(|line| say(&format!("- {line}")));
        }
        Ok(())
    }
}
