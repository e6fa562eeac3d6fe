//! `handshake wording`

use super::terminal::{open, say, say_json};
use crate::picture::format;
use crate::workbench::{Command, LibraryEntry, Model, Problem, library, read_wordings};
use serde::Serialize;
use std::path::PathBuf;

/// Wordings with how they did, out to a file and in from one.
#[derive(Debug, clap::Subcommand)]
pub(super) enum WordingCommand {
    /// List all wordings with how they did.
    List {
        /// The workspace.
        workspace: PathBuf,
        /// Print JSON.
        #[arg(long)]
        json: bool,
    },
    /// Write wordings with their identifiers to a file, for whoever ships them.
    Export {
        /// The workspace.
        workspace: PathBuf,
        /// The file: `.toml` or `.json`.
        #[arg(long, value_name = "FILE")]
        out: PathBuf,
        /// Only those of this experiment.
        #[arg(long, default_value = "")]
        experiment: String,
    },
    /// Add the wordings of a file that are not there yet.
    Import {
        /// The workspace.
        workspace: PathBuf,
        /// The file (TOML or JSON).
        file: PathBuf,
        /// The experiment they belong to, if not to those that the file names.
        #[arg(long, default_value = "")]
        experiment: String,
    },
}

#[derive(Serialize)]
struct Listed<'a> {
    identifier: &'a str,
    experiment: &'a str,
    name: &'a str,
    headline: &'a str,
    shown: u64,
    accepted: u64,
    rate: Option<f64>,
    interval: Option<[f64; 2]>,
    outcome: &'static str,
    findings: Vec<&'static str>,
    serious_findings: usize,
    fair: Option<bool>,
}

impl WordingCommand {
    pub(super) fn run(&self) -> Result<(), Problem> {
        match self {
            Self::List { workspace, json } => {
                let entries = library(&open(workspace)?.model());
                if *json {
                    return say_json(&entries.iter().map(listed).collect::<Vec<_>>());
                }
                entries.iter().for_each(tell);
                Ok(())
            }
            Self::Export { workspace, out, experiment } => {
                open(workspace)?.run(Command::WriteWordings { to: out.clone(), experiment: experiment.clone() })?;
                say(&format!("{} wordings are in {}.", read_wordings(out)?.len(), out.display()));
                Ok(())
            }
            Self::Import { workspace, file, experiment } => {
                let workbench = open(workspace)?;
                let before = variants(&workbench.model());
                workbench.run(Command::AddWordings { from: file.clone(), experiment: experiment.clone() })?;
                let read = read_wordings(file)?;
                say(&format!("{} of {} wordings were added.", variants(&workbench.model()) - before, read.len()));
                for named in read.iter().filter(|named| named.is_changed()) {
                    say(&format!("“{}” is not word for word what was written to the file.", named.name));
                }
                Ok(())
            }
        }
    }
}

fn variants(model: &Model) -> usize {
    model.experiments.iter().map(|known| known.experiment.variants.len()).sum()
}

fn listed(entry: &LibraryEntry) -> Listed<'_> {
    Listed {
        identifier: &entry.identifier,
        experiment: &entry.experiment.1,
        name: &entry.variant.name,
        headline: &entry.variant.wording.headline,
        shown: entry.shown,
        accepted: entry.accepted,
        rate: entry.rate.map(|rate| rate.0),
        interval: entry.rate.map(|rate| rate.1),
        outcome: entry.outcome.label(),
        findings: entry.look().findings.iter().map(|finding| finding.family.key()).collect(),
        serious_findings: entry.look().serious(),
        fair: entry.look().is_fair,
    }
}

fn tell(entry: &LibraryEntry) {
    let rate = entry.rate.map_or_else(String::new, |(_, interval)| {
        let (accepted, shown) = (format::count(entry.accepted), format::count(entry.shown));
        format!(", {accepted} of {shown} said yes ({})", format::interval_percent(interval))
    });
    let (experiment, name) = (&entry.experiment.1, &entry.variant.name);
    say(&format!("{}  {experiment}: {name}{rate}: {}", entry.identifier, entry.outcome.label().to_lowercase()));
    say(&format!("  “{}”", entry.variant.wording.headline));
    for finding in &entry.look().findings {
        say(&format!("  - {}", finding.family.name()));
    }
    if entry.look().is_fair.is_none() {
        say("  - Judged by its settings alone: only English and German are read");
    }
}
