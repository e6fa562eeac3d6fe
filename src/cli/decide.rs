//! `handshake decide`

use super::terminal::{open, say};
use crate::domain::{Circumstance, Decision, DeviationKind, Pattern};
use crate::picture::format;
use crate::workbench::{Command, Model, Problem, Workbench};
use jiff::Timestamp;
use jiff::civil::Date;
use std::path::PathBuf;

/// Write down what was decided in view of deviations or of an experiment, or show decisions with their effect.
#[derive(Debug, clap::Args)]
#[command(group(clap::ArgGroup::new("decided").args(["what", "wording"])))]
pub(super) struct Decide {
    /// The workspace.
    workspace: PathBuf,
    /// What was decided; without it, the decisions are shown.
    #[arg(long, requires_all = ["because", "by", "from"])]
    what: Option<String>,
    /// The experiment that was decided.
    #[arg(long, value_name = "NAME", requires = "wording")]
    experiment: Option<String>,
    /// The wording of the experiment that is used from now on, by its name; empty for none of them.
    #[arg(long, requires_all = ["experiment", "because"])]
    wording: Option<String>,
    /// Why.
    #[arg(long, requires = "decided")]
    because: Option<String>,
    /// Who decided; of an experiment, whoever is at this computer if left out.
    #[arg(long, requires = "decided")]
    by: Option<String>,
    /// The first day on which it holds.
    #[arg(long, value_name = "DAY", requires = "what")]
    from: Option<Date>,
    /// The kind of deviation that it is about, such as `OverContact`.
    #[arg(long, value_name = "KIND", requires = "what", value_parser = kind)]
    kind: Option<DeviationKind>,
    /// The circumstance that it is about, such as `CampaignDeadline`.
    #[arg(long, value_name = "CIRCUMSTANCE", requires = "what", value_parser = circumstance)]
    circumstance: Option<Circumstance>,
    /// The purpose that it is about.
    #[arg(long, default_value = "", requires = "what")]
    purpose: String,
    /// The team that it is about.
    #[arg(long, default_value = "", requires = "what")]
    team: String,
    /// The first day of the policy version that it made.
    #[arg(long, value_name = "DAY", requires = "what")]
    policy_version: Option<Date>,
}

fn kind(word: &str) -> Result<DeviationKind, String> {
    DeviationKind::parse(word).ok_or_else(|| {
        let known: Vec<&str> = DeviationKind::ALL.iter().map(|kind| kind.name()).collect();
        format!("say one of {}", known.join(", "))
    })
}

fn circumstance(word: &str) -> Result<Circumstance, String> {
    Circumstance::parse(word).ok_or_else(|| {
        let known: Vec<&str> = Circumstance::ALL.iter().map(|known| known.name()).collect();
        format!("say one of {}", known.join(", "))
    })
}

impl Decide {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        if let (Some(what), Some(because), Some(by), Some(from)) = (&self.what, &self.because, &self.by, self.from) {
            let decision = Decision {
                id: 0,
                holds_from: from,
                what: what.clone(),
                reason: because.clone(),
                pattern: Pattern {
                    kind: self.kind,
                    circumstance: self.circumstance,
                    purpose: self.purpose.clone(),
                    team: self.team.clone(),
                },
                policy_version: self.policy_version,
                by: by.clone(),
                at: Timestamp::UNIX_EPOCH,
            };
            workbench.run(Command::SaveDecision(Box::new(decision)))?;
        }
        if let (Some(name), Some(wording), Some(because)) = (&self.experiment, &self.wording, &self.because) {
            return choose(&workbench, name, wording, because, self.by.as_deref().unwrap_or_default());
        }
        tell(&workbench.model());
        Ok(())
    }
}

/// Decides an experiment.
fn choose(workbench: &Workbench, name: &str, wording: &str, because: &str, by: &str) -> Result<(), Problem> {
    let found = super::compare::find_in(&workbench.model(), name)?;
    let called = found.experiment.variants.iter().find(|variant| variant.name.trim() == wording.trim());
    if called.is_none() && !wording.trim().is_empty() {
        let why = format!("the experiment has no wording called “{wording}”");
        return Err(Problem::new("Nothing was decided", why, "Give the name of one of its wordings."));
    }
    let choice = Box::new(found.choice(called.map(|variant| variant.id), because, by));
    workbench.run(Command::Choose { experiment: found.experiment.id, choice })?;
    match called {
        Some(variant) => say(&format!("{name}: “{}” is used from now on.", variant.name)),
        None => say(&format!("{name}: none of the wordings is used.")),
    }
    Ok(())
}

fn tell(model: &Model) {
    if model.decisions.is_empty() {
        say("No decision is written down.");
    }
    for one in &model.decisions {
        let decision = &one.decision;
        let day = format::day(decision.holds_from);
        say(&format!("{}. From {day}, by {}: {}", decision.id, decision.by, decision.what));
        say(&format!("  Why: {}", decision.reason));
        if let Some(version) = decision.policy_version {
            say(&format!("  Made the policy version of {}", format::day(version)));
        }
        say(&format!("  {}: {}", one.pattern, one.sentence));
    }
}
