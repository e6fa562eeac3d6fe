//! Reads a log outside the workspace, so that taking it in is one short transaction.

#[cfg(feature = "warehouse")]
mod address;
#[cfg(feature = "warehouse")]
mod columns_there;
mod others;
mod records;
#[cfg(feature = "warehouse")]
mod records_there;
mod responses;
#[cfg(feature = "warehouse")]
mod rows_there;
mod sources;
#[cfg(feature = "warehouse")]
mod warehouse;

use super::{ImportRequest, Mapping, Problem, Remembered};
use crate::domain::{
    Experiment, ExperimentCounts, IdentifierRules, ImportRecord, ImportedFile, Pseudonymiser, Records,
};
use crate::logs::{self, FileRead, LogError, Preview, Progress, SetAside, Spool, Stage};
#[cfg(feature = "warehouse")]
pub use address::WarehouseAddress;
use jiff::tz::TimeZone;
#[cfg(feature = "warehouse")]
pub(super) use records_there::{RecordsPlan, count_records_there};
#[cfg(feature = "warehouse")]
pub use records_there::{WarehouseLog, WarehouseRecords};
#[cfg(feature = "warehouse")]
pub use rows_there::WarehouseRows;
#[cfg(feature = "warehouse")]
pub(super) use rows_there::bring_over;
pub(super) use sources::files_of;
use sources::{Sources, times_of};
use std::collections::{BTreeMap, HashSet};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
#[cfg(feature = "warehouse")]
pub use warehouse::WarehouseRequest;
#[cfg(feature = "warehouse")]
pub(super) use warehouse::{count_there, plan_of};

/// Told the stage and how far it is; answers whether to go on.
pub(super) type Report<'a> = &'a mut dyn FnMut(&str, Progress) -> bool;

/// Everything that reading a log needs, without the workspace.
pub(super) struct Plan {
    pub(super) request: ImportRequest,
    pub(super) pseudonymiser: Pseudonymiser,
    /// Its rules for identifiers.
    pub(super) identifiers: IdentifierRules,
    /// The zone of times that name none.
    pub(super) zone: Option<TimeZone>,
    /// The zone in which days are counted.
    pub(super) days: TimeZone,
    pub(super) fiscal_start_month: i8,
    /// The experiment as it stands; `None` if it is to be made.
    pub(super) experiment: Option<Experiment>,
    /// Hashes of the files that are in already.
    pub(super) known: HashSet<String>,
    /// Gives keys to new definitions.
    pub(super) keys: Arc<AtomicI64>,
}

impl Plan {
    /// What is imported, in a few words.
    pub(super) fn title(&self) -> String {
        title(&self.request.paths)
    }

    fn next_key(&self) -> i64 {
        self.keys.fetch_add(1, Ordering::Relaxed) + 1
    }
}

/// The name of the first file, and how many more there are.
pub(super) fn title(paths: &[PathBuf]) -> String {
    let first = paths.first().map(|path| logs::file_name(path)).unwrap_or_default();
    match paths.len() {
        0 | 1 => first,
        number => format!("{first} and {} more", number - 1),
    }
}

/// A log that was read and can go into the workspace.
pub(super) struct Prepared {
    pub(super) record: ImportRecord,
    pub(super) experiment: Option<Experiment>,
    pub(super) rows: Spool,
    /// For permissions and uses: the same rows as they were read, so that nobody has to decode them.
    pub(super) records: Option<Records>,
    pub(super) set_aside: Vec<Vec<u8>>,
    /// For responses: the counts of this log alone, and the zone in which its days were counted.
    pub(super) counts: Option<(ExperimentCounts, TimeZone)>,
    /// The spelling of identifiers under which people were hashed.
    pub(super) identifiers: IdentifierRules,
    /// How the next log with these columns is read.
    pub(super) remembered: Remembered,
    /// Where it comes from, if it stands in for the earlier imports of the same log.
    pub(super) from_warehouse: Option<FromWarehouse>,
    /// What else somebody should know of it, in sentences.
    pub(super) notes: Vec<String>,
}

/// A log that was counted or read in a warehouse.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct FromWarehouse {
    /// The warehouse's name.
    pub(super) warehouse: String,
    /// Whether rows came over, in which people are known by their pseudonyms, rather than counts.
    pub(super) holds_people: bool,
}

/// Reads the log of a plan.
pub(super) fn prepare(plan: &Plan, report: Report<'_>) -> Result<Prepared, Problem> {
    let what = format!("{} was not imported", plan.title());
    read(plan, report).map_err(|refusal| match refusal {
        Refusal::Log(error) => Problem::of_log(&what, &error),
        Refusal::Other(why, advice) => Problem::new(what, why, advice),
    })
}

enum Refusal {
    Log(LogError),
    Other(String, &'static str),
}

#[cfg(feature = "warehouse")]
impl Refusal {
    /// What a person is told.
    fn told(self, what: &str) -> Problem {
        match self {
            Self::Log(error) => Problem::of_log(what, &error),
            Self::Other(why, advice) => Problem::new(what, why, advice),
        }
    }
}

/// What a person is told when a warehouse does not answer.
#[cfg(feature = "warehouse")]
pub(super) fn told_refusal(what: &str, error: crate::engine::EngineError) -> Problem {
    Refusal::from(error).told(what)
}

impl From<LogError> for Refusal {
    fn from(error: LogError) -> Self {
        Self::Log(error)
    }
}

/// What came of the files of a log, whatever its kind.
struct Outcome {
    files: Vec<FileRead>,
    rows_read: u64,
    rows_kept: u64,
    rows: Spool,
    /// For permissions and uses: the same rows as they were read.
    records: Option<Records>,
    set_aside: SetAside,
    experiment: Option<Experiment>,
    counts: Option<ExperimentCounts>,
}

fn read(plan: &Plan, report: Report<'_>) -> Result<Prepared, Refusal> {
    let sources = sources::look(plan)?;
    let mut progress = |progress: Progress| report(stage(progress.stage), progress);
    let outcome = match &plan.request.mapping {
        Mapping::Responses(mapping) => responses::read(plan, mapping, &sources, &mut progress)?,
        Mapping::People(mapping) => responses::read_people(plan, mapping, &sources, &mut progress)?,
        Mapping::Permissions(mapping) => records::read_permissions(plan, mapping, &sources, &mut progress)?,
        Mapping::Uses(mapping) => records::read_uses(plan, mapping, &sources, &mut progress)?,
        _ => others::read(plan, &sources, &mut progress)?,
    };
    let days = plan.days.clone();
    let record = record(plan, &sources, &outcome);
    Ok(Prepared {
        identifiers: plan.identifiers.clone(),
        remembered: Remembered {
            columns: record.columns.clone(),
            mapping: plan.request.mapping.clone(),
            time_zone: plan.request.time_zone.clone(),
            date_order: plan.request.date_order,
        },
        record,
        experiment: outcome.experiment,
        rows: outcome.rows,
        records: outcome.records,
        set_aside: logs::encode_set_aside(&outcome.set_aside)?,
        counts: outcome.counts.map(|counts| (counts, days)),
        from_warehouse: None,
        notes: Vec::new(),
    })
}

fn stage(stage: Stage) -> &'static str {
    match stage {
        Stage::Reading => "Reading",
        Stage::Counting => "Counting",
    }
}

fn record(plan: &Plan, sources: &Sources, outcome: &Outcome) -> ImportRecord {
    let written = |read: &FileRead| {
        let found = sources.iter().find(|(path, _)| *path == read.file.path);
        found.map(|(_, preview)| preview.format.to_string()).unwrap_or_default()
    };
    let file = |read: &FileRead| ImportedFile {
        name: logs::file_name(&read.file.path),
        hash: read.file.hash.clone(),
        bytes: read.file.bytes,
        rows: read.rows,
        written: written(read),
    };
    let files: Vec<ImportedFile> = outcome.files.iter().filter(|read| !read.known).map(file).collect();
    let columns = sources.first().map(|(_, preview)| preview.columns.clone()).unwrap_or_default();
    ImportRecord {
        id: 0,
        kind: plan.request.mapping.kind(),
        experiment: outcome.experiment.as_ref().map(|experiment| experiment.id),
        file_name: plan.title(),
        imported_at: jiff::Timestamp::now(),
        rows_read: outcome.rows_read,
        rows_kept: outcome.rows_kept,
        set_aside: by_reason(&outcome.set_aside),
        names_people: names_people(&plan.request.mapping),
        columns,
        files,
    }
}

fn names_people(mapping: &Mapping) -> bool {
    match mapping {
        Mapping::Responses(mapping) => mapping.person.is_some(),
        Mapping::Uses(mapping) => mapping.person.is_some(),
        Mapping::Deviations(_) | Mapping::Counts(_) | Mapping::Past(_) => false,
        Mapping::Permissions(_) | Mapping::People(_) | Mapping::Links(_) => true,
    }
}

fn by_reason(set_aside: &SetAside) -> BTreeMap<String, u64> {
    set_aside.by_reason.iter().map(|(reason, count)| (reason.name().to_owned(), *count)).collect()
}

/// Calls `read` with what is known of the log's times. Where the order of day and month is asked for, or was told by the first rows and
/// later ones could not be read, all of the log is looked at: one order is taken, two are a contradiction, and none leaves the
/// question to the person.
fn with_times<T>(
    plan: &Plan,
    sources: &Sources,
    column: Option<&str>,
    progress: &mut dyn FnMut(Progress) -> bool,
    mut read: impl FnMut(&logs::TimeChoice, &mut dyn FnMut(Progress) -> bool) -> Result<T, LogError>,
    set_aside: impl Fn(&T) -> &SetAside,
) -> Result<T, LogError> {
    let times = times_of(plan, sources, column);
    let first = read(&times, progress);
    let unreadable = |log: &T| set_aside(log).by_reason.contains_key(&logs::Reason::TimeUnreadable);
    let doubtful = match &first {
        Err(LogError::DateOrderMissing { .. }) => true,
        Ok(log) => plan.request.date_order.is_none() && times.order.is_some() && unreadable(log),
        Err(_) => false,
    };
    let (true, Some(column)) = (doubtful, column) else { return first };
    let mut shown = std::collections::BTreeSet::new();
    for (path, preview) in sources {
        shown.extend(logs::orders_shown(path, preview, column, progress)?);
    }
    match shown.into_iter().collect::<Vec<_>>().as_slice() {
        [order] if times.order.is_none() => read(&logs::TimeChoice { order: Some(*order), ..times }, progress),
        [_, _] => Err(LogError::DateOrderContradicts { column: column.to_owned() }),
        _ => first,
    }
}

/// A preview of a file with its path.
type Source = (PathBuf, Preview);
