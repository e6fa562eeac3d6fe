//! What the lab learns from, gathered from the model's experiments.

use super::{LabInputs, TriedExperiment, TriedWording};
use crate::compliance::KeptFor;
use crate::domain::{PastTest, VariantCount};
use crate::stats::Count;
use crate::stats::kept::{HORIZONS_DAYS, Held, kept_count};
use crate::workbench::ExperimentModel;
use std::collections::BTreeMap;
use std::sync::Arc;

impl LabInputs {
    /// Everything in a workspace that the lab may learn from. An experiment whose sample raised an alarm is left out until somebody records
    /// why its figures may stand; a wording without words says nothing of words.
    pub(in crate::workbench) fn of(
        experiments: &[ExperimentModel],
        past: Arc<Vec<PastTest>>,
        smallest_segment: u64,
    ) -> Self {
        let mut inputs = Self { past, ..Self::default() };
        for model in experiments {
            let tried = TriedExperiment::of(model, smallest_segment);
            if tried.wordings.len() < 2 {
                continue;
            }
            if may_stand(model) {
                inputs.experiments.push(tried);
            } else {
                inputs.left_out.push(format!(
                    "“{}” is left out: its sample raised an alarm, and nobody has said why its figures may stand.",
                    tried.name
                ));
            }
        }
        inputs
    }
}

fn may_stand(model: &ExperimentModel) -> bool {
    let sound = model.analysis.as_ref().is_none_or(|analysis| analysis.sample.is_sound());
    sound || !model.experiment.sample_reason.trim().is_empty()
}

impl TriedExperiment {
    fn of(model: &ExperimentModel, smallest_segment: u64) -> Self {
        let experiment = &model.experiment;
        let kept = kept_counts(model);
        let mut wordings = Vec::new();
        for variant in &experiment.variants {
            let count = model.counts.variants.iter().find(|count| count.variant == variant.id).map(count_of);
            let Some(count) = count.filter(|count| count.shown > 0) else { continue };
            if !super::factors::text_of(&variant.wording).is_empty() {
                let kept = kept.as_ref().and_then(|kept| kept.get(&variant.id)).copied();
                wordings.push(TriedWording { variant: variant.clone(), count, kept });
            }
        }
        Self {
            id: experiment.id,
            name: experiment.name.clone(),
            jurisdiction: experiment.jurisdiction.trim().to_owned(),
            segments: segments(model, &wordings, smallest_segment),
            wordings,
        }
    }
}

fn count_of(count: &VariantCount) -> Count {
    Count { accepted: count.accepted, shown: count.shown }
}

/// By variant: still kept of accepted, after the longest time for which all wordings were followed.
fn kept_counts(model: &ExperimentModel) -> Option<BTreeMap<i64, Count>> {
    let times = model.inputs.as_ref()?.kept_for.as_ref()?;
    let held = |kept: &KeptFor| Held { days: f64::from(kept.days), withdrawn: kept.withdrawn, people: kept.people };
    let after = |days: f64| -> Option<BTreeMap<i64, Count>> {
        let count = |(variant, kept): (&i64, &Vec<KeptFor>)| {
            let held: Vec<Held> = kept.iter().map(held).collect();
            Some((*variant, kept_count(&held, days)?))
        };
        times.iter().map(count).collect()
    };
    HORIZONS_DAYS.iter().rev().find_map(|days| after(*days))
}

/// By column and value, the counts of the wordings; values with too few people are not told.
fn segments(
    model: &ExperimentModel,
    wordings: &[TriedWording],
    smallest: u64,
) -> BTreeMap<String, BTreeMap<String, Vec<Count>>> {
    let mut columns: BTreeMap<String, BTreeMap<String, Vec<Count>>> = BTreeMap::new();
    for entry in model.counts.segments.iter().filter(|entry| !entry.segment.is_empty() && !entry.value.is_empty()) {
        let Some(place) = wordings.iter().position(|wording| wording.variant.id == entry.count.variant) else {
            continue;
        };
        let values = columns.entry(entry.segment.clone()).or_default();
        let counts = values.entry(entry.value.clone()).or_insert_with(|| vec![Count::default(); wordings.len()]);
        if let Some(count) = counts.get_mut(place) {
            *count = count.plus(count_of(&entry.count));
        }
    }
    for values in columns.values_mut() {
        values.retain(|_, counts| counts.iter().map(|count| count.shown).sum::<u64>() >= smallest);
    }
    columns.retain(|_, values| values.len() > 1);
    columns
}
