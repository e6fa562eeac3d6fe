//! `handshake experiment`

use super::compare::prior;
use super::terminal::{open, say};
use crate::domain::{Approval, DecisionRule, Experiment, Variant};
use crate::picture::format;
use crate::workbench::{Command, Problem};
use jiff::civil::Date;
use std::path::PathBuf;

/// Show an experiment, or settle its prior, its rule, why an unsound sample may stand, and who approved a wording.
#[derive(Debug, clap::Args)]
pub(super) struct ExperimentArguments {
    /// The workspace.
    workspace: PathBuf,
    /// The experiment in it.
    #[arg(long)]
    experiment: String,
    /// The prior of every rate: `ALPHA,BETA`, `uniform`, `jeffreys` or `RATE@PEOPLE`.
    #[arg(long, value_name = "PRIOR")]
    prior: Option<String>,
    /// The rule by which it ends: `chance=0.95,caring=0.1,equivalence=0.5,smallest=1000,largest=20000,last_day=2026-12-31`
    /// (caring and equivalence in percentage points); `none` to state none.
    #[arg(long, value_name = "RULE")]
    rule: Option<String>,
    /// Why its figures may stand although the sample raised an alarm.
    #[arg(long, value_name = "TEXT")]
    sample_reason: Option<String>,
    /// The wording that was approved, by its name.
    #[arg(long, value_name = "WORDING", requires = "by")]
    approve: Option<String>,
    /// Who approved it.
    #[arg(long, value_name = "WHO", requires = "approve")]
    by: Option<String>,
    /// The day from which it may be shown; today if left out.
    #[arg(long, value_name = "DAY", requires = "approve")]
    from: Option<Date>,
    /// Why a wording may win in spite of a serious finding.
    #[arg(long, value_name = "WORDING=TEXT")]
    reason_to_win: Option<String>,
    /// On what ground the test itself stands, such as the legal basis for testing on people.
    #[arg(long, value_name = "TEXT")]
    legal_note: Option<String>,
    /// Put the experiment out of the way; nothing of it is lost.
    #[arg(long, conflicts_with = "restore")]
    archive: bool,
    /// Bring it back.
    #[arg(long)]
    restore: bool,
}

impl ExperimentArguments {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        let before = super::compare::find_in(&workbench.model(), &self.experiment)?.experiment;
        let after = self.changed(before.clone(), workbench.model().today)?;
        if after != before {
            workbench.run(Command::SaveExperiment(Box::new(after)))?;
        }
        let now = super::compare::find_in(&workbench.model(), &self.experiment)?;
        tell(&now.experiment);
        now.verdict.iter().for_each(|verdict| say(&verdict.sentence));
        Ok(())
    }

    fn changed(&self, mut experiment: Experiment, today: Date) -> Result<Experiment, Problem> {
        if let Some(text) = &self.prior {
            let prior = prior(text)?;
            experiment.prior = [prior.alpha, prior.beta];
        }
        match self.rule.as_deref() {
            Some("none") => experiment.rule = None,
            Some(text) => experiment.rule = Some(rule(text, experiment.rule.unwrap_or_default())?),
            None => {}
        }
        if let Some(reason) = &self.sample_reason {
            reason.trim().clone_into(&mut experiment.sample_reason);
        }
        if let Some(note) = &self.legal_note {
            note.trim().clone_into(&mut experiment.legal_note);
        }
        experiment.archived = (experiment.archived || self.archive) && !self.restore;
        if let Some(text) = &self.reason_to_win {
            let (name, reason) = text.split_once('=').ok_or_else(|| {
                Problem::new("Nothing was changed", format!("“{text}” names no wording"), "Write WORDING=TEXT.")
            })?;
            reason.trim().clone_into(&mut called(&mut experiment, name)?.reason_to_win);
        }
        if let (Some(name), Some(by)) = (&self.approve, &self.by) {
            called(&mut experiment, name)?.approved =
                Some(Approval { on: self.from.unwrap_or(today), by: by.trim().to_owned() });
        }
        Ok(experiment)
    }
}

fn called<'a>(experiment: &'a mut Experiment, name: &str) -> Result<&'a mut Variant, Problem> {
    experiment.variants.iter_mut().find(|variant| variant.name.trim() == name.trim()).ok_or_else(|| {
        let why = format!("the experiment has no wording called “{name}”");
        Problem::new("Nothing was changed", why, "Give the name of one of its wordings.")
    })
}

fn rule(text: &str, mut rule: DecisionRule) -> Result<DecisionRule, Problem> {
    let wrong = |part: &str| {
        let advice =
            "Write such as chance=0.95,caring=0.1,equivalence=0.5,smallest=1000,largest=20000,last_day=2026-12-31.";
        Problem::new("The experiment was not changed", format!("“{part}” is no part of a rule"), advice)
    };
    for part in text.split(',').map(str::trim).filter(|part| !part.is_empty()) {
        let (key, value) = part.split_once('=').ok_or_else(|| wrong(part))?;
        let (key, value) = (key.trim(), value.trim());
        let number = || value.parse::<f64>().map_err(|_| wrong(part));
        let people = || value.parse::<u64>().map_err(|_| wrong(part));
        match key {
            "chance" => rule.chance = number()?,
            "caring" => rule.caring_points = number()?,
            "equivalence" => rule.equivalence_points = Some(number()?),
            "smallest" => rule.smallest_people = Some(people()?),
            "largest" => rule.largest_people = Some(people()?),
            "last_day" => rule.last_day = Some(value.parse().map_err(|_| wrong(part))?),
            _ => return Err(wrong(part)),
        }
    }
    Ok(rule)
}

fn tell(experiment: &Experiment) {
    say(&format!("{}: {} wordings", experiment.name, experiment.variants.len()));
    say(&format!("Prior: Beta({}, {})", experiment.prior[0], experiment.prior[1]));
    if let Some(rule) = &experiment.rule {
        let region =
            rule.equivalence_points.map_or_else(String::new, |points| format!(", too small within ± {points} pp"));
        let smallest = rule
            .smallest_people
            .map_or_else(String::new, |people| format!(", from {} people on", format::count(people)));
        let largest =
            rule.largest_people.map_or_else(String::new, |people| format!(", up to {} people", format::count(people)));
        let last = rule.last_day.map_or_else(String::new, |day| format!(", until {}", format::day(day)));
        say(&format!(
            "Rule: chance {} and cost if wrong under {} pp{region}{smallest}{largest}{last}",
            format::percent(rule.chance, 1),
            rule.caring_points
        ));
        say(&match experiment.rule_stated_after_people {
            0 => "  stated before anybody was asked".to_owned(),
            people => format!("  stated after {} people had been asked", format::count(people)),
        });
    }
    if experiment.archived {
        say("Archived");
    }
    if !experiment.legal_note.is_empty() {
        say(&format!("Ground of the test: {}", experiment.legal_note));
    }
    for variant in &experiment.variants {
        if let Some(approval) = &variant.approved {
            say(&format!("{}: approved by {} from {}", variant.name, approval.by, format::day(approval.on)));
        }
    }
    if !experiment.sample_reason.is_empty() {
        say(&format!("Why the sample may stand: {}", experiment.sample_reason));
    }
}
