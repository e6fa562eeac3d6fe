//! `handshake sign`

use super::terminal::{open, say};
use super::words;
use crate::picture::format;
use crate::workbench::{Command, Model, Problem, SignOffModel};
use std::path::PathBuf;

/// Sign a quarter off, amend what was signed, or show what is signed.
#[derive(Debug, clap::Args)]
pub(super) struct Sign {
    /// The workspace.
    workspace: PathBuf,
    /// The quarter, such as 2026-Q3 or FY2027-Q1; without it, what is signed is shown.
    #[arg(long, requires = "by")]
    quarter: Option<String>,
    /// Who signs.
    #[arg(long, requires = "quarter")]
    by: Option<String>,
    /// What the person adds; for an amendment, why the figures are others now.
    #[arg(long, default_value = "", requires = "quarter")]
    statement: String,
    /// Write the record's anchor to this file, to be kept outside the workspace.
    #[arg(long, value_name = "FILE", requires = "quarter")]
    anchor: Option<PathBuf>,
}

impl Sign {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        if let (Some(quarter), Some(by)) = (&self.quarter, &self.by) {
            let quarter = words::quarter("Nothing was signed", quarter, &workbench.model())?;
            workbench.run(Command::Sign { quarter, by: by.clone(), statement: self.statement.clone() })?;
            if let Some(to) = &self.anchor {
                workbench.run(Command::WriteAnchor(to.clone()))?;
                say(&format!("The anchor is in {}.", to.display()));
            }
        }
        tell(&workbench.model());
        Ok(())
    }
}

/// What is signed, and what changed since.
pub(super) fn tell(model: &Model) {
    if model.sign_offs.is_empty() {
        say("No quarter is signed.");
    }
    for signed in &model.sign_offs {
        tell_one(signed, model);
    }
}

fn tell_one(signed: &SignOffModel, model: &Model) {
    let zone = &model.workspace.time_zone;
    let quarter = signed.sign_off.quarter.label();
    let first = &signed.sign_off.signed;
    say(&format!("{quarter}: signed by {}, {}. {}", first.by, format::moment(first.at, zone), first.statement));
    for amendment in &signed.sign_off.amendments {
        let at = format::moment(amendment.at, zone);
        say(&format!("  amended by {}, {at}: {}", amendment.by, amendment.statement));
    }
    for changed in &signed.changed {
        say(&format!("  changed since: {}", format::changed_figure(changed, &model.workspace.currency)));
    }
    if !signed.changed.is_empty() && signed.forgotten_uses > 0 {
        let uses = if signed.forgotten_uses == 1 { "use was" } else { "uses were" };
        say(&format!("  {} {uses} of people who were forgotten.", format::count(signed.forgotten_uses)));
    }
}
