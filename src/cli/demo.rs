//! `handshake demo`

use super::terminal::{has_display, open, say, window};
use super::track;
use crate::workbench::{Command, Problem, ReportForm, ReportOn, demo};
use std::path::PathBuf;

/// Make the sample workspace, import, compare, track and report; then open the window where there is a display.
#[derive(Debug, clap::Args)]
pub(super) struct Demo {
    /// The folder to make it in.
    #[arg(long, value_name = "DIR", default_value = "handshake-demo")]
    out: PathBuf,
    /// Do not open the window.
    #[arg(long)]
    no_window: bool,
}

impl Demo {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let path = demo::make_sample(&self.out, &mut say)?;
        say(&format!("\nThe sample workspace is {}. Its people and figures are made up.\n", path.display()));
        let workbench = open(&path)?;
        let model = workbench.model();
        for experiment in &model.experiments {
            if let Some(verdict) = &experiment.verdict {
                say(&format!("{}: {} {}", experiment.experiment.name, verdict.sentence, verdict.detail));
            }
        }
        say("");
        track::tell(&model);
        for ending in ["pdf", "html", "json"] {
            let report = self.out.join(format!("report.{ending}"));
            workbench.run(Command::WriteReport {
                what: ReportOn::Quarter(None),
                path: report.clone(),
                form: ReportForm::default(),
            })?;
            say(&format!("\nThe report is in {}.", report.display()));
        }
        drop(workbench);
        if self.no_window {
            return Ok(());
        }
        if has_display() {
            return window(Some(path));
        }
        say("\nThere is no display here, so the window was not opened; everything else was done.");
        Ok(())
    }
}
