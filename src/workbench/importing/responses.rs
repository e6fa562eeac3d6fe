//! Reads a response log, and proposes the variants of an experiment that is new.

use super::sources::Sources;
use super::{Outcome, Plan, Refusal, with_times};
use crate::domain::{Experiment, Variant};
use crate::logs::{self, Progress, ResponseLog, ResponseMapping, ResponseReading};
use std::collections::BTreeSet;

/// So much of a log is looked at to propose variants; what the whole log shows is held against it.
const LOOKED_AT_BYTES: u64 = 32 << 20;
/// More values than this are no variants but something else, such as a column of identifiers.
const MOST_VARIANTS: usize = 20;

pub(super) fn read(
    plan: &Plan,
    mapping: &ResponseMapping,
    sources: &Sources,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Outcome, Refusal> {
    let mut experiment = match &plan.experiment {
        Some(experiment) => with_named_values(plan, experiment.clone()),
        None => propose(plan, first_values(&mapping.variant, sources, progress)?)?,
    };
    let mut log = read_with(plan, mapping, &experiment, sources, progress)?;
    let by_values = plan.experiment.is_none() && plan.request.variants.is_empty();
    if by_values && !log.variant_values.is_empty() {
        let whole = propose(plan, log.variant_values.clone())?;
        if values_of(&whole) != values_of(&experiment) {
            experiment = whole;
            log = read_with(plan, mapping, &experiment, sources, progress)?;
        }
    }
    for variant in &mut experiment.variants {
        variant.frozen |= log.shown.contains(&variant.id);
    }
    Ok(Outcome {
        files: log.files,
        rows_read: log.rows_read,
        rows_kept: log.rows_kept,
        rows: log.chunks,
        records: None,
        set_aside: log.set_aside,
        experiment: Some(experiment),
        counts: Some(log.counts),
    })
}

/// Reads what a log says about people.
pub(super) fn read_people(
    plan: &Plan,
    mapping: &ResponseMapping,
    sources: &Sources,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Outcome, Refusal> {
    // Only these columns are read, whatever else the mapping names.
    let only = ResponseMapping {
        person: mapping.person.clone(),
        segments: mapping.segments.clone(),
        ..ResponseMapping::default()
    };
    let (pseudonymiser, days, times) = (&plan.pseudonymiser, &plan.days, &logs::TimeChoice::default());
    let reading = ResponseReading { mapping: &only, variants: &[], pseudonymiser, times, days, people: true };
    let log = logs::read_responses(sources, &reading, &|hash| plan.known.contains(hash), progress)?;
    Ok(Outcome {
        files: log.files,
        rows_read: log.rows_read,
        rows_kept: log.rows_kept,
        rows: log.chunks,
        records: None,
        set_aside: log.set_aside,
        experiment: None,
        counts: None,
    })
}

fn read_with(
    plan: &Plan,
    mapping: &ResponseMapping,
    experiment: &Experiment,
    sources: &Sources,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ResponseLog, Refusal> {
    experiment.check().map_err(|error| {
        Refusal::Other(error.to_string(), "Correct which values stand for which variant (--variant).")
    })?;
    let log = with_times(
        plan,
        sources,
        mapping.shown_at.as_deref(),
        progress,
        |times, progress| {
            let (variants, pseudonymiser, days) = (&experiment.variants, &plan.pseudonymiser, &plan.days);
            let reading = ResponseReading { mapping, variants, pseudonymiser, times, days, people: false };
            logs::read_responses(sources, &reading, &|hash| plan.known.contains(hash), progress)
        },
        |log| &log.set_aside,
    )?;
    Ok(log)
}

/// The values of the variant column at the beginning of the first file.
fn first_values(
    variant: &[String],
    sources: &Sources,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Vec<(String, u64)>, Refusal> {
    let Some((path, preview)) = sources.first() else { return Ok(Vec::new()) };
    let groups = [variant];
    let values = logs::count_values(path, preview, &groups, LOOKED_AT_BYTES, progress)?;
    Ok(values.into_iter().next().unwrap_or_default())
}

/// Adds what the request says about values to an experiment that is there already.
pub(super) fn with_named_values(plan: &Plan, mut experiment: Experiment) -> Experiment {
    for (name, values) in &plan.request.variants {
        let known = experiment.variants.iter_mut().find(|variant| variant.name == *name);
        match known {
            Some(variant) => {
                let new =
                    values.iter().filter(|value| !variant.recognised_as.contains(value)).cloned().collect::<Vec<_>>();
                variant.recognised_as.extend(new);
            }
            None => experiment.variants.push(new_variant(plan, name, values)),
        }
    }
    experiment
}

fn new_variant(plan: &Plan, name: &str, values: &[String]) -> Variant {
    Variant { id: plan.next_key(), recognised_as: values.to_vec(), ..Variant::named(name) }
}

/// A new experiment with the variants that the request names, or else with one for each value in the log.
pub(super) fn propose(plan: &Plan, values: Vec<(String, u64)>) -> Result<Experiment, Refusal> {
    if plan.request.variants.is_empty() {
        return propose_each(plan, likely_variants(values));
    }
    let variants = plan.request.variants.iter();
    Ok(Experiment {
        id: plan.next_key(),
        variants: variants.map(|(name, values)| new_variant(plan, name, values)).collect(),
        ..Experiment::named(&plan.request.experiment)
    })
}

/// A new experiment with the variants that the request names, or else with one for each of these values.
pub(super) fn propose_each(plan: &Plan, mut values: Vec<String>) -> Result<Experiment, Refusal> {
    if !plan.request.variants.is_empty() {
        return propose(plan, Vec::new());
    }
    if values.len() > MOST_VARIANTS {
        return Err(too_many_values(values.len() as u64));
    }
    values.sort_by_key(|value| (!is_control(value), value.clone()));
    let variant = |value: &String| new_variant(plan, value_name(value, &values), std::slice::from_ref(value));
    let variants = values.iter().map(variant).collect();
    Ok(Experiment { id: plan.next_key(), variants, ..Experiment::named(&plan.request.experiment) })
}

/// Why so many values are not taken for variants.
pub(super) fn too_many_values(number: u64) -> Refusal {
    let why = format!("the column of the variants has {number} different values");
    Refusal::Other(why, "Choose the column that tells the variant, or name the variants (--variant).")
}

fn values_of(experiment: &Experiment) -> BTreeSet<&String> {
    experiment.variants.iter().flat_map(|variant| &variant.recognised_as).collect()
}

/// Values of several columns that contradict one another are rare: of `control+old_page` and `control+new_page`, the one
/// seen less than a tenth as often as the most frequent value is an error of the log, not a variant.
fn likely_variants(values: Vec<(String, u64)>) -> Vec<String> {
    let most = values.iter().map(|value| value.1).max().unwrap_or(0);
    let combined = values.iter().all(|value| value.0.contains('+'));
    let likely = |value: &(String, u64)| !value.0.is_empty() && (!combined || value.1 * 10 >= most);
    values.into_iter().filter(likely).map(|value| value.0).collect()
}

fn is_control(value: &str) -> bool {
    let value = value.to_ascii_lowercase();
    ["control", "baseline", "plain", "current", "original"].iter().any(|word| value.starts_with(word))
}

/// `control+old_page` is called “control” where that tells it from the others; other values are names as they are.
fn value_name<'a>(value: &'a str, all: &[String]) -> &'a str {
    let first = |value: &'a str| value.split('+').next().unwrap_or(value);
    let short = first(value);
    let alike = all.iter().filter(|other| other.split('+').next() == Some(short)).count();
    if short.is_empty() || alike > 1 { value } else { short }
}
