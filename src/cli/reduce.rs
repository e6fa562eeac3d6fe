//! `handshake reduce`

use super::terminal::{open, say};
use crate::workbench::{Command, Problem};
use std::path::PathBuf;

/// Throw away the rows of all responses; their counts and the permissions that people gave stay.
#[derive(Debug, clap::Args)]
pub(super) struct Reduce {
    /// The workspace.
    workspace: PathBuf,
    /// Really do it: the rows cannot be brought back.
    #[arg(long)]
    yes: bool,
}

impl Reduce {
    pub(super) fn run(&self) -> Result<(), Problem> {
        if !self.yes {
            return Err(Problem::new(
                "Nothing was thrown away",
                "the rows of a reduced workspace cannot be brought back",
                "Copy the workspace if you may need them, then say --yes.",
            ));
        }
        let workbench = open(&self.workspace)?;
        workbench.run(Command::ReduceToCounts)?;
        say("The rows of all responses are gone; their counts and the permissions that people gave stay.");
        Ok(())
    }
}
