//! Which wording of an experiment is used from now on: decided by a person, and kept with what they had before them.

use super::desk::{Desk, unreadable};
use super::{ExperimentModel, Problem};
use crate::domain::Choice;
use crate::store::{self, Change};
use jiff::Timestamp;

impl ExperimentModel {
    /// The choice of a variant, by its key, or of none, with the rule and the verdict as they are now.
    pub fn choice(&self, variant: Option<i64>, reason: &str, by: &str) -> Choice {
        let chosen = self.experiment.variants.iter().find(|known| Some(known.id) == variant);
        Choice {
            variant,
            wording: chosen.map(|chosen| chosen.name.clone()).unwrap_or_default(),
            reason: reason.trim().to_owned(),
            by: by.trim().to_owned(),
            at: Timestamp::UNIX_EPOCH,
            rule: self.experiment.rule,
            verdict: self.verdict.as_ref().map(|verdict| verdict.sentence.clone()).unwrap_or_default(),
            people: self.counts.variants.iter().map(|count| count.shown).sum(),
        }
    }
}

impl Desk {
    /// Keeps what was decided about an experiment, in place of an earlier decision; the record has both. Whoever is named by nobody is the
    /// person at this computer.
    pub(super) fn choose(&mut self, experiment: i64, choice: &Choice) -> Result<String, Problem> {
        let refused = |why: &str, advice: &str| Err(Problem::new("Nothing was decided", why, advice));
        let Some(mut decided) = self.store.experiment(experiment).map_err(unreadable)? else {
            return refused("there is no such experiment", "Choose one that is there.");
        };
        if choice.reason.is_empty() {
            return refused("the reason is missing", "Say why, so that the memo can.");
        }
        if choice.variant.is_some_and(|wanted| !decided.variants.iter().any(|variant| variant.id == wanted)) {
            return refused("the experiment has no such wording", "Choose one of its wordings, or none.");
        }
        let by = if choice.by.is_empty() { store::own_name() } else { choice.by.clone() };
        if by.trim().is_empty() {
            return refused(
                "nobody is named who decided",
                "Say who decided, or by which name you sign, under Settings.",
            );
        }
        decided.choice = Some(Choice { by, at: Timestamp::now(), ..choice.clone() });
        let label = format!("Decide “{}”", decided.name);
        self.edit(&label, &Change::Experiment(experiment, Some(Box::new(decided))))
    }
}
