//! `handshake ask-again`

use super::terminal::{open, say};
use crate::compliance::AskAgain;
use crate::picture::format;
use crate::workbench::{NewDeal, Problem};
use std::path::PathBuf;

/// Write the pseudonyms of the people whose permission does not cover what may now be done.
#[derive(Debug, clap::Args)]
pub(super) struct AskAgainArguments {
    /// The workspace.
    workspace: PathBuf,
    /// A policy whose latest version is planned; without it, the latest version of the workspace's policy counts.
    #[arg(long, value_name = "FILE.toml", conflicts_with = "experiment")]
    policy: Option<PathBuf>,
    /// The experiment whose wording has new terms: people who accepted narrower ones there are looked for.
    #[arg(long, value_name = "NAME", requires = "wording")]
    experiment: Option<String>,
    /// That wording.
    #[arg(long, value_name = "NAME", requires = "experiment")]
    wording: Option<String>,
    /// Where to: a CSV file with one pseudonym a line.
    #[arg(long, value_name = "FILE.csv")]
    out: PathBuf,
}

impl AskAgainArguments {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let deal = match (&self.policy, &self.experiment, &self.wording) {
            (_, Some(experiment), Some(wording)) => {
                NewDeal::Wording { experiment: experiment.clone(), wording: wording.clone() }
            }
            (Some(policy), ..) => NewDeal::PolicyFile(policy.clone()),
            _ => NewDeal::LatestPolicy,
        };
        let found = open(&self.workspace)?.write_ask_again(deal, &self.out)?;
        tell(&found);
        say(&format!("Their pseudonyms are in {}.", self.out.display()));
        Ok(())
    }
}

/// How many people, and why.
pub(super) fn tell(found: &AskAgain) {
    say(&format!(
        "{} of {} people who hold a permission would have to be asked again.",
        format::count(found.people.len() as u64),
        format::count(found.people_permitting)
    ));
    for reason in &found.reasons {
        say(&format!("  {}: {}", format::count(reason.people), reason.sentence));
    }
}
