//! `handshake snapshot`

use super::terminal::{open, say};
use crate::workbench::{Command, Problem};
use std::path::PathBuf;

/// Take a snapshot of a workspace to work on, also while somebody else works in it.
#[derive(Debug, clap::Args)]
pub(super) struct Snapshot {
    /// The workspace.
    workspace: PathBuf,
    /// The file to make.
    #[arg(long, value_name = "FILE")]
    to: PathBuf,
}

impl Snapshot {
    pub(super) fn run(&self) -> Result<(), Problem> {
        open(&self.workspace)?.run(Command::TakeSnapshot(self.to.clone()))?;
        say(&format!("The snapshot is in {}. What is changed there stays there.", self.to.display()));
        Ok(())
    }
}
