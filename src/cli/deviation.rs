//! `handshake deviation`

use super::terminal::{open, say, say_json};
use super::words;
use crate::domain::{Circumstance, DeviationKind, Discovery, Money, ReportedDeviation};
use crate::picture::format;
use crate::workbench::{Command, Model, Problem};
use jiff::civil::Date;
use std::path::PathBuf;

/// Report a deviation that no log shows, list what was reported, or remove a report.
#[derive(Debug, clap::Subcommand)]
pub(super) enum Deviation {
    /// Report one.
    Add(Box<Add>),
    /// List what was reported by hand.
    List(List),
    /// Remove a report.
    Remove(Remove),
}

#[derive(Debug, clap::Args)]
pub(super) struct Add {
    /// The workspace.
    workspace: PathBuf,
    /// The day on which it happened, such as 2026-01-31.
    #[arg(long, value_name = "DAY")]
    day: Date,
    /// How it deviated, such as `PreferenceIgnored` or "Preference ignored".
    #[arg(long, value_name = "KIND", value_parser = words::kind)]
    kind: DeviationKind,
    /// The campaign, or what happened, in a few words.
    #[arg(long, value_name = "WORDS")]
    what: String,
    /// How many people it touched.
    #[arg(long, value_name = "NUMBER", default_value_t = 0)]
    people: u64,
    /// Why it happened, such as "Campaign deadline".
    #[arg(long, value_name = "CIRCUMSTANCE", value_parser = words::circumstance)]
    circumstance: Option<Circumstance>,
    /// What it cost, in the workspace's currency.
    #[arg(long, value_name = "AMOUNT", value_parser = words::money)]
    cost: Option<Money>,
    /// How it came to light, such as Audit or "Reported by an employee".
    #[arg(long, value_name = "HOW", value_parser = words::discovery)]
    discovery: Option<Discovery>,
    /// The day on which it came to light.
    #[arg(long, value_name = "DAY")]
    discovered_on: Option<Date>,
    /// The day on which it was put right.
    #[arg(long, value_name = "DAY")]
    remedied_on: Option<Date>,
    /// Anything else.
    #[arg(long, value_name = "WORDS", default_value = "")]
    note: String,
}

#[derive(Debug, clap::Args)]
pub(super) struct List {
    /// The workspace.
    workspace: PathBuf,
    /// Print JSON.
    #[arg(long)]
    json: bool,
}

#[derive(Debug, clap::Args)]
pub(super) struct Remove {
    /// The workspace.
    workspace: PathBuf,
    /// The number of the report, as the list tells it.
    number: i64,
}

impl Deviation {
    pub(super) fn run(&self) -> Result<(), Problem> {
        match self {
            Self::Add(add) => add.run(),
            Self::List(list) => {
                let workbench = open(&list.workspace)?;
                let model = workbench.model();
                if list.json {
                    return say_json(&model.compliance.reported);
                }
                tell(&model);
                Ok(())
            }
            Self::Remove(remove) => {
                open(&remove.workspace)?.run(Command::RemoveReport(remove.number))?;
                say("The report was removed.");
                Ok(())
            }
        }
    }
}

impl Add {
    fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        workbench.run(Command::ReportDeviation(Box::new(ReportedDeviation {
            what: self.what.trim().to_owned(),
            people: self.people,
            circumstance: self.circumstance,
            cost: self.cost,
            discovery: self.discovery,
            discovered_on: self.discovered_on,
            remedied_on: self.remedied_on,
            note: self.note.clone(),
            ..ReportedDeviation::of(self.day, self.kind)
        })))?;
        say("The deviation was recorded.");
        Ok(())
    }
}

fn tell(model: &Model) {
    if model.compliance.reported.is_empty() {
        say("Nothing was reported by hand.");
    }
    for report in &model.compliance.reported {
        let cost = report.cost.map(|cost| format!(", cost {}", format::money(cost, &model.workspace.currency)));
        say(&format!(
            "  {}: {}, {}: {}; {}{}",
            report.id,
            format::day(report.day),
            report.kind.label(),
            report.what,
            format::people(report.people),
            cost.unwrap_or_default()
        ));
    }
}
