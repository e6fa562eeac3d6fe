//! Questions about rules that are not in force: what they would have made of the uses, and who would have to be asked again.

use super::desk::{Desk, unreadable};
use super::judging::{Judged, threads};
use super::tracking::incident_entries;
use super::{Problem, policy_file, reporting};
use crate::compliance::{self, AskAgain, AskedWith, Judgements, PolicyDifference, Rulebook, WhatIf};
use crate::domain::{Policy, PolicyVersion};
use crate::logs;
use crate::stats::money::{ScenarioDifference, scenario_difference};
use jiff::Timestamp;
use std::path::{Path, PathBuf};

/// A deal that is planned, or has come into force.
#[derive(Debug, Clone)]
pub enum NewDeal {
    /// The latest version of the workspace's policy.
    LatestPolicy,
    /// The latest version of the policy in a file.
    PolicyFile(PathBuf),
    /// The terms of a wording, for those who accepted others in the same experiment.
    Wording {
        /// The experiment's name.
        experiment: String,
        /// The wording's name.
        wording: String,
    },
}

/// What another policy comes to on the same uses and people.
#[derive(Debug, Clone)]
pub struct OtherPolicy {
    /// How its latest version differs from that of the workspace.
    pub differences: Vec<PolicyDifference>,
    /// What it would have made of the uses, paired use by use.
    pub what_if: WhatIf,
    /// Who would have to be asked again for its latest version.
    pub ask_again: AskAgain,
    /// What deviating would have cost, on the same amounts; below 0 it would have cost less.
    pub costs: ScenarioDifference,
    /// How many uses there are.
    pub uses: u64,
}

impl Desk {
    /// Holds the policy in a file against the uses that really happened.
    pub(super) fn what_if_file(&mut self, path: &Path) -> Result<OtherPolicy, Problem> {
        self.what_if(&read_policy(path)?)
    }

    /// Holds another policy against the uses that really happened.
    pub(super) fn what_if(&mut self, policy: &Policy) -> Result<OtherPolicy, Problem> {
        let latest = latest(policy)?;
        let judged = self.judged_now()?;
        let other = compliance::judge(&judged.evidence, &judged.rules.rulebook_with(policy), threads());
        let own = judged.rules.policy.versions().last();
        Ok(OtherPolicy {
            differences: own.map(|own| compliance::differences(own, latest)).unwrap_or_default(),
            what_if: compliance::what_if(&judged.evidence, &judged.judgements, &other),
            ask_again: ask_again(&judged, latest),
            costs: self.cost_difference(&judged, &other)?,
            uses: judged.judgements.len() as u64,
        })
    }

    /// Who accepted narrower terms in an experiment than those of one of its wordings.
    fn ask_again_for_wording(&self, judged: &Judged, experiment: &str, wording: &str) -> Result<AskAgain, Problem> {
        let refused =
            |why: String| Problem::new("Nobody was looked for", why, "Name an experiment and one of its wordings.");
        let experiments = self.store.experiments().map_err(unreadable)?;
        let experiment = experiments.iter().find(|known| known.name == experiment);
        let experiment = experiment.ok_or_else(|| refused("there is no experiment of that name".into()))?;
        let variant = experiment.variants.iter().find(|known| known.name == wording);
        let variant = variant.ok_or_else(|| refused(format!("“{}” has no wording “{wording}”", experiment.name)))?;
        // Whoever accepted something else in another experiment made another deal.
        let own = experiment.variants.iter().map(|variant| (variant.id, AskedWith::of(variant))).collect();
        let rulebook = Rulebook { variants: &own, ..judged.rules.rulebook() };
        Ok(compliance::ask_again_for_terms(&judged.evidence, &rulebook, &variant.terms, Timestamp::now()))
    }

    fn cost_difference(&self, judged: &Judged, other: &Judgements) -> Result<ScenarioDifference, Problem> {
        let assumptions = self.store.assumptions().map_err(unreadable)?;
        let notes = self.store.incident_notes().map_err(unreadable)?;
        let noted = notes.iter().map(|note| (&note.key, note)).collect();
        let (quantities, before) = incident_entries(judged.incidents.iter().map(|one| &one.0), &noted, &assumptions);
        let incidents = compliance::incidents(&judged.evidence, other, super::judging::threads());
        let (_, after) = incident_entries(&incidents, &noted, &assumptions);
        scenario_difference(&quantities, &before, &after)
            .map_err(|error| Problem::new("Costs were not compared", error, "Correct the assumptions about costs."))
    }

    /// Writes the pseudonyms of the people who would have to be asked again for a new deal, as CSV.
    pub(super) fn write_ask_again(&mut self, deal: &NewDeal, to: &Path) -> Result<AskAgain, Problem> {
        let judged = self.judged_now()?;
        let found = match deal {
            NewDeal::LatestPolicy => ask_again(&judged, latest(&judged.rules.policy)?),
            NewDeal::PolicyFile(path) => ask_again(&judged, latest(&read_policy(path)?)?),
            NewDeal::Wording { experiment, wording } => self.ask_again_for_wording(&judged, experiment, wording)?,
        };
        let mut text = String::from("person\n");
        for person in &found.people {
            text += &logs::harmless(&person.to_hex());
            text.push('\n');
        }
        reporting::write_file(to, text.as_bytes())?;
        Ok(found)
    }
}

fn read_policy(path: &Path) -> Result<Policy, Problem> {
    let refused = |error| Problem::new("The policy was not read", error, "Correct the file.");
    let versions = policy_file::read(path)?;
    versions.iter().try_for_each(PolicyVersion::check).map_err(refused)?;
    Policy::new(versions).map_err(refused)
}

fn latest(policy: &Policy) -> Result<&PolicyVersion, Problem> {
    policy.versions().last().ok_or_else(|| {
        Problem::new("Nothing was compared", "there is no policy", "Give a policy file with at least one version.")
    })
}

fn ask_again(judged: &Judged, new: &PolicyVersion) -> AskAgain {
    compliance::ask_again(&judged.evidence, &judged.rules.rulebook(), new, Timestamp::now())
}
