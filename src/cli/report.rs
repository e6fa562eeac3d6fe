//! `handshake report`

use super::terminal::{open, say};
use super::words;
use crate::report::Paper;
use crate::workbench::{Command, Problem, ReportForm, ReportOn};
use std::path::PathBuf;

/// Write the report about a quarter, or the memo about an experiment.
#[derive(Debug, clap::Args)]
pub(super) struct ReportArguments {
    /// The workspace.
    workspace: PathBuf,
    /// Where to: a file ending in `.pdf`, `.html`, `.json`, `.xlsx` or `.zip` (tables as CSV).
    #[arg(long, value_name = "FILE")]
    out: PathBuf,
    /// The quarter, such as 2026-Q3 or FY2027-Q1; without it, the latest that has ended and has uses.
    #[arg(long)]
    quarter: Option<String>,
    /// The experiment, by its name.
    #[arg(long, conflicts_with = "quarter")]
    experiment: Option<String>,
    /// The size of printed pages.
    #[arg(long, value_enum, default_value = "a4")]
    paper: PaperSize,
    /// Make the PDF fit for an archive (PDF/A).
    #[arg(long)]
    pdf_a: bool,
}

#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum PaperSize {
    A4,
    Letter,
}

impl ReportArguments {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        let what = match (&self.experiment, &self.quarter) {
            (Some(name), _) => ReportOn::Experiment(name.clone()),
            (None, None) => ReportOn::Quarter(None),
            (None, Some(quarter)) => {
                ReportOn::Quarter(Some(words::quarter("The report was not written", quarter, &workbench.model())?))
            }
        };
        let paper = match self.paper {
            PaperSize::A4 => Paper::A4,
            PaperSize::Letter => Paper::Letter,
        };
        let form = ReportForm { paper, archival: self.pdf_a };
        workbench.run(Command::WriteReport { what, path: self.out.clone(), form })?;
        say(&format!("The report is in {}.", self.out.display()));
        Ok(())
    }
}
