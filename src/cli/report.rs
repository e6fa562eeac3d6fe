//! `handshake report`

use super::terminal::{open, say};
use crate::workbench::{Command, Problem};
use std::path::PathBuf;

/// Write a report.
#[derive(Debug, clap::Args)]
pub(super) struct ReportArguments {
    /// The workspace.
    workspace: PathBuf,
    /// Where to: a file ending in `.html` or `.json`.
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
}

impl ReportArguments {
    pub(super) fn run(&self) -> Result<(), Problem> {
        open(&self.workspace)?.run(Command::WriteReport(self.out.clone()))?;
        say(&format!("The report is in {}.", self.out.display()));
        Ok(())
    }
}
