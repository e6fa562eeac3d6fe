//! Reads a log outside the workspace, so that taking it in is one short transaction.

use super::{ImportRequest, Mapping, Problem};
use crate::domain::{Experiment, ImportRecord, Pseudonymiser, Variant};
use crate::logs::{self, LogError, Preview, Progress, SetAside};
use jiff::tz::TimeZone;
use std::path::Path;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};

/// Told the stage and how far it is; answers whether to go on.
pub(super) type Report<'a> = &'a mut dyn FnMut(&str, Progress) -> bool;

/// Everything that reading a log needs, without the workspace.
pub(super) struct Plan {
    pub(super) request: ImportRequest,
    pub(super) pseudonymiser: Pseudonymiser,
    pub(super) zone: Option<TimeZone>,
    pub(super) fiscal_start_month: i8,
    /// The experiment as it stands; `None` if it is to be made.
    pub(super) experiment: Option<Experiment>,
    /// Gives keys to new definitions.
    pub(super) keys: Arc<AtomicI64>,
}

impl Plan {
    pub(super) fn file_name(&self) -> String {
        file_name(&self.request.path)
    }

    fn next_key(&self) -> i64 {
        self.keys.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// A log that was read and can go into the workspace.
pub(super) struct Prepared {
    pub(super) record: ImportRecord,
    pub(super) experiment: Option<Experiment>,
    pub(super) rows: Vec<Vec<u8>>,
    pub(super) set_aside: Vec<Vec<u8>>,
    /// Whether more logs of the same experiment follow at once.
    pub(super) more_follow: bool,
}

fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}

/// Reads the log of a plan.
pub(super) fn prepare(plan: Plan, report: Report<'_>) -> Result<Prepared, Problem> {
    let what = format!("{} was not imported", plan.file_name());
    read(plan, report).map_err(|refusal| match refusal {
        Refusal::Log(error) => Problem::of_log(&what, &error),
        Refusal::Other(why, advice) => Problem::new(what, why, advice),
    })
}

enum Refusal {
    Log(LogError),
    Other(String, &'static str),
}

impl From<LogError> for Refusal {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}

fn read(plan: Plan, report: Report<'_>) -> Result<Prepared, Refusal> {
    let path = plan.request.path.clone();
    let file = logs::identify(&path)?;
    let preview = logs::preview(&path)?;
    plan.request.mapping.check(&preview.columns)?;
    let (zone, pseudonymiser) = (plan.zone.as_ref(), &plan.pseudonymiser);
    let mut progress = |progress: Progress| report("Reading", progress);
    let mut experiment = None;
    let (rows_read, rows_kept, rows, set_aside) = match &plan.request.mapping {
        Mapping::Responses(_) => {
            let (made, log) = read_responses(&plan, &preview, &mut progress)?;
            experiment = Some(made);
            (log.rows_read, log.rows.person.len(), logs::encode_responses(&log.rows)?, log.set_aside)
        }
        Mapping::Permissions(mapping) => {
            let log = logs::read_permissions(&path, &preview, mapping, pseudonymiser, zone, &mut progress)?;
            (log.rows_read, log.rows.len(), logs::encode_permissions(&log.rows)?, log.set_aside)
        }
        Mapping::Uses(mapping) => {
            let log = logs::read_uses(&path, &preview, mapping, pseudonymiser, zone, &mut progress)?;
            (log.rows_read, log.rows.len(), logs::encode_uses(&log.rows)?, log.set_aside)
        }
        Mapping::Deviations(mapping) => {
            let month = plan.fiscal_start_month;
            let log = logs::read_deviations(&path, &preview, mapping, month, zone, &mut progress)?;
            let bytes = serde_json::to_vec(&log.rows)
                .map_err(|error| LogError::Stored { what: "deviations", detail: error.to_string() })?;
            let counted: u64 = log.rows.iter().map(|row| row.count).sum();
            (log.rows_read, usize::try_from(counted).unwrap_or(usize::MAX), vec![bytes], log.set_aside)
        }
    };
    let record = ImportRecord {
        id: 0,
        kind: plan.request.mapping.kind(),
        experiment: experiment.as_ref().map(|experiment| experiment.id),
        file_name: plan.file_name(),
        file_hash: file.hash,
        imported_at: jiff::Timestamp::now(),
        rows_read,
        rows_kept: rows_kept as u64,
        set_aside: by_reason(&set_aside),
        columns: preview.columns,
    };
    Ok(Prepared {
        record,
        experiment,
        rows,
        set_aside: vec![logs::encode_set_aside(&set_aside)?],
        more_follow: plan.request.more_follow,
    })
}

fn by_reason(set_aside: &SetAside) -> std::collections::BTreeMap<String, u64> {
    set_aside.by_reason.iter().map(|(reason, count)| (reason.name().to_owned(), *count)).collect()
}

fn read_responses(
    plan: &Plan,
    preview: &Preview,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<(Experiment, logs::ResponseLog), Refusal> {
    let Mapping::Responses(mapping) = &plan.request.mapping else {
        return Err(Refusal::Other("this is no response log".into(), "Choose another kind of log."));
    };
    let mut experiment = if let Some(experiment) = &plan.experiment {
        with_named_values(plan, experiment.clone())
    } else {
        let groups: [&[String]; 1] = [&mapping.variant];
        let values = logs::count_values(&plan.request.path, preview, &groups, progress)?;
        propose(plan, values.into_iter().next().unwrap_or_default())?
    };
    experiment.check().map_err(|error| {
        Refusal::Other(error.to_string(), "Correct which values stand for which variant (--variant).")
    })?;
    let (path, zone) = (&plan.request.path, plan.zone.as_ref());
    let log = logs::read_responses(path, preview, mapping, &experiment.variants, &plan.pseudonymiser, zone, progress)?;
    for variant in &mut experiment.variants {
        variant.frozen |= log.rows.variant.contains(&variant.id);
    }
    Ok((experiment, log))
}

/// Adds what the request says about values to an experiment that is there already.
fn with_named_values(plan: &Plan, mut experiment: Experiment) -> Experiment {
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

/// More values than this are no variants but something else, such as a column of identifiers.
const MOST_VARIANTS: usize = 20;

/// A new experiment with the variants that the request names, or else with one for each value in the log.
fn propose(plan: &Plan, values: Vec<(String, u64)>) -> Result<Experiment, Refusal> {
    let mut experiment = Experiment { id: plan.next_key(), ..Experiment::named(&plan.request.experiment) };
    if plan.request.variants.is_empty() {
        let mut values = likely_variants(values);
        if values.len() > MOST_VARIANTS {
            let why = format!("the column of the variants has {} different values", values.len());
            return Err(Refusal::Other(
                why,
                "Choose the column that tells the variant, or name the variants (--variant).",
            ));
        }
        values.sort_by_key(|value| (!is_control(value), value.clone()));
        experiment.variants = values
            .iter()
            .map(|value| new_variant(plan, value_name(value, &values), std::slice::from_ref(value)))
            .collect();
    } else {
        experiment.variants =
            plan.request.variants.iter().map(|(name, values)| new_variant(plan, name, values)).collect();
    }
    Ok(experiment)
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
