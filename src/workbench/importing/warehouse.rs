//! Responses that are counted where they are: only counts come over, and go in as counts.

use super::address::notes_on;
use super::columns_there::{Moments, response_roles};
use super::responses::{propose, too_many_values, with_named_values};
use super::{Plan, Prepared, Refusal, Report, WarehouseAddress};
use crate::domain::{Answer, Experiment, ImportRecord, ImportedFile, ResponseEvent};
use crate::engine::EngineError;
use crate::logs::{self, AnswerWords, LogError, Progress, ResponseMapping, SetAside, Spool, Stage};
use crate::warehouse::{Counted, Dialect, ResponseQuestion, Source, counted, responses_sql, variants_sql};
use crate::workbench::counted_sources::COUNTED_BY;
use crate::workbench::{ImportRequest, Mapping, Problem, Remembered};
use std::path::PathBuf;

/// More values than this do not come over: they may tell people apart.
const MOST_VALUES: u32 = 100;

/// A table or query in a warehouse with responses of an experiment.
#[derive(Debug, Clone)]
pub struct WarehouseRequest {
    /// The warehouse.
    pub at: WarehouseAddress,
    /// Which rows.
    pub source: Source,
    /// How its columns are read.
    pub mapping: ResponseMapping,
    /// The column that tells the order of rows of the same moment.
    pub order: Option<String>,
    /// The experiment's name; made with its variants if there is none of that name.
    pub experiment: String,
    /// Names of variants with the values that stand for them; others are named as in the warehouse.
    pub variants: Vec<(String, Vec<String>)>,
    /// IANA name of the zone of times that name none.
    pub time_zone: Option<String>,
    /// Values of segments and days with fewer people than this stay in the warehouse.
    pub smallest_group: u64,
}

impl WarehouseRequest {
    /// What is counted, in a few words that open nothing.
    pub fn name(&self) -> String {
        self.at.name_of(&self.source)
    }
}

/// What the workspace is asked for before anything is counted: as for a file of counts.
pub(in crate::workbench) fn plan_of(request: &WarehouseRequest) -> ImportRequest {
    ImportRequest {
        paths: vec![PathBuf::from(request.name())],
        format: None,
        mapping: Mapping::Counts(logs::CountMapping::default()),
        experiment: request.experiment.clone(),
        variants: request.variants.clone(),
        time_zone: request.time_zone.clone(),
        test: String::new(),
        date_order: None,
    }
}

/// Counts in the warehouse.
pub(in crate::workbench) fn count_there(
    plan: &Plan,
    request: &WarehouseRequest,
    report: Report<'_>,
) -> Result<Prepared, Problem> {
    let what = format!("{} was not counted", request.name());
    let mut go_on = || report("Counting in the warehouse", Progress { stage: Stage::Counting, ..Progress::default() });
    count(plan, request, &mut go_on).map_err(|refusal| refusal.told(&what))
}

fn count(plan: &Plan, request: &WarehouseRequest, go_on: &mut dyn FnMut() -> bool) -> Result<Prepared, Refusal> {
    let (engine, dialect) = request.at.engine_of_log()?;
    let columns = engine.columns(&request.source.sql(dialect)?, go_on)?;
    let names: Vec<String> = columns.iter().map(|column| column.0.clone()).collect();
    request.mapping.check(&names)?;
    let moments = Moments { columns, zone: request.time_zone.clone() };
    let roles = response_roles(request, &moments)?;
    let mut experiment = match &plan.experiment {
        Some(experiment) => with_named_values(plan, experiment.clone()),
        None if !request.variants.is_empty() => propose(plan, Vec::new())?,
        None => {
            let sql = variants_sql(dialect, &request.source, &roles.variant, MOST_VALUES)?;
            let (values, all) = engine.ask(&sql, go_on)?.values()?;
            if all > values.len() as u64 {
                return Err(too_many_values(all));
            }
            propose(plan, values)?
        }
    };
    experiment.check().map_err(|error| {
        Refusal::Other(error.to_string(), "Correct which values stand for which variant (--variant).")
    })?;
    let sql = responses_sql(&ResponseQuestion {
        dialect,
        source: &request.source,
        roles: &roles,
        variants: &experiment.variants,
        words: &words(&request.mapping.answers),
        identifiers: &plan.identifiers,
        days: plan.days.iana_name().unwrap_or_default(),
        smallest_group: request.smallest_group,
    })?;
    let lines = engine.lines(&sql, go_on)?;
    let told = counted(lines, &experiment.variants).map_err(|error| EngineError::Answer(error.to_string()))?;
    if told.doubtful > 0 {
        let why = format!("{} rows name people with letters that the warehouse may spell otherwise", told.doubtful);
        return Err(Refusal::Other(why, "Let the query write these identifiers in one spelling, or import a file."));
    }
    for variant in &mut experiment.variants {
        variant.frozen |= told.counts.variants.iter().any(|count| count.variant == variant.id && count.shown > 0);
    }
    prepared(plan, request, &told, experiment, names, (dialect, &sql))
}

fn prepared(
    plan: &Plan,
    request: &WarehouseRequest,
    told: &Counted,
    experiment: Experiment,
    columns: Vec<String>,
    (dialect, sql): (Dialect, &str),
) -> Result<Prepared, Refusal> {
    let stored = |error: serde_json::Error| LogError::Stored { what: "counts", detail: error.to_string() };
    let counts = serde_json::to_vec(&told.counts).map_err(stored)?;
    let result = serde_json::to_vec(&(request.name(), &told.counts, told.rows_read, &told.set_aside, &told.held_back))
        .map_err(stored)?;
    let file = ImportedFile {
        name: request.name(),
        hash: blake3::hash(&result).to_hex().to_string(),
        bytes: result.len() as u64,
        rows: told.rows_read,
        written: format!("{COUNTED_BY}{} with query {}", dialect.label(), blake3::hash(sql.as_bytes()).to_hex()),
    };
    let mut set_aside = told.set_aside.clone();
    let held: u64 = told.held_back.values().map(|held| held.0).sum();
    set_aside.extend((held > 0).then(|| ("HeldBackValues".to_owned(), held)));
    set_aside.extend((told.tied > 0).then(|| ("PeopleWithoutOrder".to_owned(), told.tied)));
    let mut rows = Spool::new(usize::MAX);
    rows.push(counts)?;
    Ok(Prepared {
        record: ImportRecord {
            id: 0,
            kind: crate::domain::LogKind::Counts,
            experiment: Some(experiment.id),
            file_name: request.name(),
            imported_at: jiff::Timestamp::now(),
            rows_read: told.rows_read,
            rows_kept: told.counts.rows,
            set_aside,
            names_people: request.mapping.person.is_some(),
            columns: columns.clone(),
            files: vec![file],
        },
        experiment: Some(experiment),
        rows,
        records: None,
        set_aside: logs::encode_set_aside(&SetAside::default())?,
        counts: None,
        identifiers: plan.identifiers.clone(),
        remembered: Remembered {
            columns,
            mapping: Mapping::Responses(request.mapping.clone()),
            time_zone: request.time_zone.clone(),
            date_order: None,
        },
        from_warehouse: Some(request.at.source(false)),
        notes: notes_on(dialect),
    })
}

/// The words with what they mean, the meanings that stand above the others in front.
fn words(answers: &AnswerWords) -> Vec<(String, ResponseEvent)> {
    let lists = [
        (&answers.accepted, ResponseEvent::Answered(Answer::Accepted)),
        (&answers.declined, ResponseEvent::Answered(Answer::Declined)),
        (&answers.dismissed, ResponseEvent::Answered(Answer::Dismissed)),
        (&answers.ignored, ResponseEvent::Answered(Answer::Ignored)),
        (&answers.shown, ResponseEvent::Shown),
        (&answers.withdrawn, ResponseEvent::Withdrawn),
    ];
    lists.into_iter().flat_map(|(list, event)| list.iter().map(move |word| (word.clone(), event))).collect()
}

impl From<crate::warehouse::Refusal> for Refusal {
    fn from(refusal: crate::warehouse::Refusal) -> Self {
        Self::Other(refusal.to_string(), "Change the query or the mapping, or import the log as a file.")
    }
}

impl From<EngineError> for Refusal {
    fn from(error: EngineError) -> Self {
        let advice = match &error {
            EngineError::Cancelled => return Self::Log(LogError::Cancelled),
            EngineError::Driver { .. } => "Install the driver, or give the path of its library.",
            EngineError::Closed { .. } => "Check that the warehouse runs, and the address, the name and the password.",
            EngineError::Kept(_) => "Make room on the disk and try again.",
            EngineError::Query(_) | EngineError::NoSteps(_) => {
                "Check the table, or the query, and what this login may read."
            }
            EngineError::Broken(_) => "The workspace is as it was. Try again once the warehouse answers.",
            EngineError::Answer(_) => "Nothing was changed. Import the log as a file.",
        };
        Self::Other(error.to_string(), advice)
    }
}
