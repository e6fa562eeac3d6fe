//! Experiments as people define them: saved, with new versions where people saw the old words, and traits corrected.

use super::Problem;
use super::desk::{Desk, unreadable};
use crate::domain::{Experiment, Variant};
use crate::store::Change;
use std::sync::atomic::Ordering;

impl Desk {
    /// Keeps an experiment; wordings and terms that people were shown stay as they were, beside a version with the new ones.
    pub(super) fn save_experiment(&mut self, wanted: &Experiment) -> Result<String, Problem> {
        let mut experiment = wanted.clone();
        let refused = |why: String, advice: &str| Problem::new("The experiment was not saved", why, advice);
        let before = self.store.experiment(experiment.id).map_err(unreadable)?;
        if experiment.id == 0 {
            experiment.id = self.next_key();
        }
        // A draft may be older than the decision.
        experiment.choice = before.as_ref().and_then(|before| before.choice.clone());
        if let Some(before) = &before {
            let gone = before
                .variants
                .iter()
                .find(|old| old.frozen && !experiment.variants.iter().any(|new| new.id == old.id));
            if let Some(gone) = gone {
                let why = format!("people were shown “{}” already, so it belongs to the experiment", gone.name);
                return Err(refused(why, "Undo its import first, or keep it."));
            }
            new_versions(before, &mut experiment);
            withdraw_approvals(before, &mut experiment);
        }
        super::shipping::drop_stale_identifiers(&mut experiment);
        for variant in experiment.variants.iter_mut().filter(|variant| variant.id == 0) {
            variant.id = self.keys.fetch_add(1, Ordering::Relaxed) + 1;
            variant.frozen = false;
        }
        if before.as_ref().map(|before| before.rule) != Some(experiment.rule) {
            experiment.rule_stated_after_people = self.counts(experiment.id)?.people_ever;
        } else if let Some(before) = &before {
            experiment.rule_stated_after_people = before.rule_stated_after_people;
        }
        experiment.check().map_err(|error| refused(error.to_string(), "Correct it and save again."))?;
        let others = self.store.experiments().map_err(unreadable)?;
        if others.iter().any(|other| other.id != experiment.id && other.name == experiment.name) {
            let why = format!("another experiment is called “{}”", experiment.name);
            return Err(refused(why, "Give it another name."));
        }
        let label = format!("{} “{}”", if before.is_some() { "Change" } else { "New experiment" }, experiment.name);
        self.edit(&label, &Change::Experiment(experiment.id, Some(Box::new(experiment.clone()))))
    }

    pub(super) fn correct_trait(&self, variant: i64, name: &str, value: Option<f64>) -> Result<String, Problem> {
        let refused = |why: String| Problem::new("The trait was not corrected", why, "Choose a wording and a number.");
        let experiments = self.store.experiments().map_err(unreadable)?;
        let holds = |experiment: &Experiment| experiment.variants.iter().any(|known| known.id == variant);
        let Some(mut experiment) = experiments.into_iter().find(holds) else {
            return Err(refused("there is no such wording".to_owned()));
        };
        if let Some(wrong) = value.filter(|value| !value.is_finite()) {
            return Err(refused(format!("{wrong} is no number")));
        }
        let mut label = String::new();
        for known in experiment.variants.iter_mut().filter(|known| known.id == variant) {
            label = format!("Trait of “{}”", known.name);
            match value {
                Some(value) => known.trait_corrections.insert(name.to_owned(), value),
                None => known.trait_corrections.remove(name),
            };
        }
        self.edit(&label, &Change::Experiment(experiment.id, Some(Box::new(experiment))))
    }

    fn next_key(&self) -> i64 {
        self.keys.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// Whoever changes words or terms that people were shown makes a new variant beside the one they were shown.
fn new_versions(before: &Experiment, experiment: &mut Experiment) {
    let mut added = Vec::new();
    for variant in &mut experiment.variants {
        let Some(old) = before.variants.iter().find(|old| old.id == variant.id && old.frozen) else { continue };
        if !old.says_the_same_as(variant) {
            let version = old.version + 1;
            let name =
                format!("{}, version {version}", old.name.trim_end_matches(&format!(", version {}", old.version)));
            added.push(Variant {
                id: 0,
                name,
                version,
                recognised_as: Vec::new(),
                frozen: false,
                planned_share: 0.0,
                approved: None,
                ..variant.clone()
            });
            *variant = old.clone();
        }
        variant.frozen = true;
    }
    experiment.variants.extend(added);
}

/// Who approved words and terms did not approve others: an approval goes with the words that it was for.
fn withdraw_approvals(before: &Experiment, experiment: &mut Experiment) {
    for variant in &mut experiment.variants {
        let Some(old) = before.variants.iter().find(|old| old.id == variant.id) else { continue };
        if !old.says_the_same_as(variant) && old.approved == variant.approved {
            variant.approved = None;
        }
        // What excused a finding in other words excuses nothing in these.
        if !old.says_the_same_as(variant) && old.reason_to_win == variant.reason_to_win {
            variant.reason_to_win.clear();
        }
    }
}
