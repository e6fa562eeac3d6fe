//! Uses and permissions that are judged and counted where they are: only counts come over.

use super::address::notes_on;
use super::columns_there::{Moments, permission_roles, use_roles};
use super::{Prepared, Refusal, Report, WarehouseAddress};
use crate::compliance;
use crate::domain::{
    CountedPermissions, CountedUses, IdentifierRules, ImportRecord, ImportedFile, LogKind, WordTables,
};
use crate::engine::{Engine, EngineError};
use crate::logs::{self, LogError, PermissionMapping, Progress, SetAside, Spool, Stage, UseMapping};
use crate::picture::format;
use crate::warehouse::{
    AnswerError, CountedLog, Dialect, LogWords, MOST_PAIRS, PermissionRoles, RecordQuestion, SUBJECT_WORDS, Source,
    Staged, ToldWords, UseLine, counted_permissions, counted_uses, permission_words_sql, permissions_sql, told_words,
    use_words_sql, uses_in_steps, uses_sql,
};
use crate::workbench::counted_sources::COUNTED_BY;
use crate::workbench::judging::Rules;
use crate::workbench::{Mapping, Problem, Remembered};
use jiff::Timestamp;
use jiff::civil::date;
use jiff::tz::TimeZone;
use serde::Serialize;
use std::collections::BTreeMap;

/// Stands before the reasons for which rows of the permissions were set aside.
const OF_PERMISSIONS: &str = "Permissions: ";

/// A log in a warehouse, and how its columns are read.
#[derive(Debug, Clone, PartialEq)]
pub struct WarehouseLog<M> {
    /// Which rows.
    pub source: Source,
    /// How its columns are read.
    pub mapping: M,
    /// The column that tells the order of rows of the same moment.
    pub order: Option<String>,
}

/// Uses with the permissions beside them, or permissions alone, in a warehouse.
#[derive(Debug, Clone)]
pub struct WarehouseRecords {
    /// The warehouse.
    pub at: WarehouseAddress,
    /// The uses that are judged; without them the permissions are counted.
    pub uses: Option<WarehouseLog<UseMapping>>,
    /// The permissions; without them nobody permitted anything.
    pub permissions: Option<WarehouseLog<PermissionMapping>>,
    /// IANA name of the zone of times that name none.
    pub time_zone: Option<String>,
    /// Groups of fewer people than this are counted together.
    pub smallest_group: u64,
}

impl WarehouseRecords {
    /// What is counted, in a few words that open nothing.
    pub fn name(&self) -> String {
        let uses = self.uses.as_ref().map(|log| &log.source);
        let source = uses.or(self.permissions.as_ref().map(|log| &log.source));
        source.map(|source| self.at.name_of(source)).unwrap_or_default()
    }

    /// What comes of it.
    pub fn kind(&self) -> LogKind {
        if self.uses.is_some() { LogKind::CountedUses } else { LogKind::CountedPermissions }
    }
}

/// What counting in a warehouse needs of the workspace.
pub(in crate::workbench) struct RecordsPlan {
    pub(in crate::workbench) request: WarehouseRecords,
    pub(in crate::workbench) rules: Rules,
    /// What tells these rules from others.
    pub(in crate::workbench) fingerprint: String,
    pub(in crate::workbench) identifiers: IdentifierRules,
    /// The zone in which days are counted.
    pub(in crate::workbench) days: TimeZone,
}

/// Counts in the warehouse.
pub(in crate::workbench) fn count_records_there(plan: &RecordsPlan, report: Report<'_>) -> Result<Prepared, Problem> {
    let what = format!("{} was not counted", plan.request.name());
    count(plan, report).map_err(|refusal| refusal.told(&what))
}

/// A warehouse that is being asked.
struct Asked<'a> {
    engine: Engine,
    dialect: Dialect,
    report: Report<'a>,
}

impl Asked<'_> {
    fn columns<M>(&mut self, log: &WarehouseLog<M>, zone: Option<&String>) -> Result<Moments, Refusal> {
        let source = log.source.sql(self.dialect)?;
        let columns = self.engine.columns(&source, &mut going_on(self.report, "Looking at the columns"))?;
        Ok(Moments { columns, zone: zone.cloned() })
    }

    fn words(&mut self, sql: &str) -> Result<ToldWords, Refusal> {
        let answer = self.engine.ask(sql, &mut going_on(self.report, "Asking for the words"))?;
        let lines = answer.cells(1 + SUBJECT_WORDS, 0)?.into_iter().map(|(mut texts, _)| {
            let section = if texts.is_empty() { String::new() } else { texts.remove(0) };
            (section, std::array::from_fn(|word| texts.get(word).cloned().unwrap_or_default()))
        });
        Ok(told_words(lines)?)
    }

    fn lines(&mut self, sql: &str, staged: Option<Staged>) -> Result<Vec<UseLine>, Refusal> {
        let mut go_on = going_on(self.report, "Counting in the warehouse");
        // An engine that keeps nothing for a session may still answer in one go.
        let in_steps = match staged.map(|staged| self.engine.ask_in_steps(staged, &mut go_on)) {
            None | Some(Err(EngineError::NoSteps(_))) => None,
            Some(answer) => Some(answer?),
        };
        let answer = match in_steps {
            Some(answer) => answer,
            None => self.engine.ask(sql, &mut go_on)?,
        };
        let line = |(texts, numbers): (Vec<String>, Vec<i64>)| {
            let mut texts = texts.into_iter();
            let mut text = || texts.next().unwrap_or_default();
            UseLine {
                section: text(),
                month: text(),
                name: text(),
                word: text(),
                numbers: std::array::from_fn(|place| numbers.get(place).copied().unwrap_or_default()),
            }
        };
        Ok(answer.cells(4, 7)?.into_iter().map(line).collect())
    }
}

fn going_on<'a>(report: &'a mut dyn FnMut(&str, Progress) -> bool, doing: &'a str) -> impl FnMut() -> bool + 'a {
    move || report(doing, Progress { stage: Stage::Counting, ..Progress::default() })
}

/// What came of a count, before it is a record.
struct Outcome {
    rows_read: u64,
    rows_kept: u64,
    set_aside: BTreeMap<String, u64>,
    /// Rows of the permissions beside uses.
    permissions_read: Option<u64>,
    chunk: Vec<u8>,
    query: String,
    columns: Vec<String>,
    notes: Vec<String>,
}

fn count(plan: &RecordsPlan, report: Report<'_>) -> Result<Prepared, Refusal> {
    let request = &plan.request;
    let (engine, dialect) = request.at.engine_of_log()?;
    let mut asked = Asked { engine, dialect, report };
    let zone = request.time_zone.as_ref();
    let permissions = match &request.permissions {
        None => None,
        Some(log) => Some((&log.source, permission_roles(log, &asked.columns(log, zone)?)?)),
    };
    let mut told = ToldWords::default();
    if let Some((source, roles)) = &permissions {
        told = asked.words(&permission_words_sql(dialect, source, roles)?)?;
    }
    let permissions = permissions.as_ref().map(|(source, roles)| (*source, roles));
    let outcome = if let Some(log) = &request.uses {
        let moments = asked.columns(log, zone)?;
        let roles = use_roles(log, &moments)?;
        let words = asked.words(&use_words_sql(dialect, &log.source, &roles)?)?;
        let words = logs::log_words(words, told);
        let tables = tables(plan, &words);
        let question = question(plan, dialect, permissions, &words, &tables);
        let source = (&log.source, &roles);
        let (sql, staged) = (uses_sql(&question, source)?, uses_in_steps(&question, source)?);
        judged(plan, &mut asked, &sql, staged, moments.names())?
    } else {
        let words = logs::log_words(ToldWords::default(), told);
        let tables = tables(plan, &words);
        let question = question(plan, dialect, permissions, &words, &tables);
        let names = request.permissions.as_ref().map(|log| log.mapping.columns().into_iter().cloned().collect());
        held(plan, &mut asked, &question, names.unwrap_or_default())?
    };
    prepared(plan, dialect, outcome)
}

fn tables(plan: &RecordsPlan, words: &LogWords) -> WordTables {
    let rulebook = plan.rules.rulebook();
    compliance::word_tables(&words.subjects, &words.scopes, &rulebook, Timestamp::now(), &plan.days, MOST_PAIRS)
}

fn question<'a>(
    plan: &'a RecordsPlan,
    dialect: Dialect,
    permissions: Option<(&'a Source, &'a PermissionRoles)>,
    words: &'a LogWords,
    tables: &'a WordTables,
) -> RecordQuestion<'a> {
    RecordQuestion {
        dialect,
        permissions,
        words,
        tables,
        identifiers: &plan.identifiers,
        days: plan.days.iana_name().unwrap_or_default(),
        smallest_group: plan.request.smallest_group,
    }
}

/// Judges the uses.
fn judged(
    plan: &RecordsPlan,
    asked: &mut Asked,
    sql: &str,
    staged: Option<Staged>,
    columns: Vec<String>,
) -> Result<Outcome, Refusal> {
    let log = counted_uses(asked.lines(sql, staged)?)?;
    refuse_doubtful(log.doubtful, log.new_words)?;
    if log.amounts > 0 {
        let why = format!("{} rows name amounts that are no plain numbers with at most two decimals", log.amounts);
        return Err(Refusal::Other(why, "Let the query round them, or map no value."));
    }
    let smallest = plan.request.smallest_group;
    let notes = if plan.request.permissions.is_some() { met(&log, smallest)? } else { Vec::new() };
    let counted = CountedUses { source: plan.request.name(), judged_by: plan.fingerprint.clone(), months: log.months };
    let mut set_aside = log.uses_aside;
    set_aside.extend(log.changes_aside.into_iter().map(|(reason, rows)| (format!("{OF_PERMISSIONS}{reason}"), rows)));
    set_aside.extend((log.tied > 0).then(|| ("PeopleWithoutOrder".to_owned(), log.tied)));
    Ok(Outcome {
        rows_read: log.uses_read,
        rows_kept: log.uses_kept,
        permissions_read: Some(log.changes_read),
        set_aside,
        chunk: encoded(&counted)?,
        query: sql.to_owned(),
        columns,
        notes,
    })
}

/// How many people the permissions know, in a sentence.
///
/// # Errors
/// They know none: then the two logs name people differently, rather than that nobody was ever asked.
fn met(log: &CountedLog, smallest_group: u64) -> Result<Vec<String>, Refusal> {
    if log.people > 0 && log.people_met == 0 {
        let why = format!("none of the {} people in the uses is in the permissions", format::count(log.people));
        let advice = "Check the columns of the person in both (--columns, --permissions-columns). If nobody was ever asked, say so \
                      (--without-permissions).";
        return Err(Refusal::Other(why, advice));
    }
    let number = |people: u64| match people {
        few if few > 0 && few < smallest_group => format!("fewer than {smallest_group}"),
        people => format::count(people),
    };
    let (met, people) = (number(log.people_met), number(log.people));
    Ok(vec![format!("The permissions tell of {met} of the {people} people in the uses.")])
}

/// Counts the permissions.
fn held(
    plan: &RecordsPlan,
    asked: &mut Asked,
    question: &RecordQuestion,
    columns: Vec<String>,
) -> Result<Outcome, Refusal> {
    let now = Timestamp::now();
    let today = now.to_zoned(plan.days.clone()).date();
    let sql = permissions_sql(question, now, (today - date(1970, 1, 1)).get_days())?;
    let log = counted_permissions(asked.lines(&sql, None)?, question.words)?;
    refuse_doubtful(log.doubtful, log.new_words)?;
    let counted = CountedPermissions {
        source: plan.request.name(),
        counted_on: today,
        counted_by: plan.fingerprint.clone(),
        ..log.permissions
    };
    Ok(Outcome {
        rows_read: log.rows_read,
        rows_kept: log.rows_kept,
        permissions_read: None,
        set_aside: log.set_aside,
        chunk: encoded(&counted)?,
        query: sql,
        columns,
        notes: Vec::new(),
    })
}

fn encoded<T: Serialize>(counted: &T) -> Result<Vec<u8>, Refusal> {
    let stored = |error: serde_json::Error| LogError::Stored { what: "counts", detail: error.to_string() };
    Ok(serde_json::to_vec(counted).map_err(stored)?)
}

fn refuse_doubtful(doubtful: u64, new_words: u64) -> Result<(), Refusal> {
    if new_words > 0 {
        let why = format!("{new_words} rows with new words came in while it was counted");
        return Err(Refusal::Other(why, "Try again, or let the query leave out what is being written."));
    }
    if doubtful > 0 {
        let why = format!("{doubtful} rows name people with letters that the warehouse may spell otherwise");
        return Err(Refusal::Other(why, "Let the query write these identifiers in one spelling, or import a file."));
    }
    Ok(())
}

fn prepared(plan: &RecordsPlan, dialect: Dialect, outcome: Outcome) -> Result<Prepared, Refusal> {
    let request = &plan.request;
    let Outcome { rows_read, rows_kept, permissions_read, set_aside, chunk, query, columns, notes } = outcome;
    let query = blake3::hash(query.as_bytes()).to_hex();
    let log = |name: String, rows: u64| ImportedFile {
        hash: blake3::hash(&[request.name().as_bytes(), name.as_bytes(), &chunk].concat()).to_hex().to_string(),
        name,
        bytes: chunk.len() as u64,
        rows,
        written: format!("{COUNTED_BY}{} with query {query}", dialect.label()),
    };
    let beside = request.permissions.as_ref().map(|log| log.source.name_in(&request.at.connection));
    let beside = beside.zip(permissions_read).map(|(name, rows)| log(name, rows));
    let files = [log(request.name(), rows_read)].into_iter().chain(beside).collect();
    let mapping = match (&request.uses, &request.permissions) {
        (Some(log), _) => Mapping::Uses(log.mapping.clone()),
        (None, Some(log)) => Mapping::Permissions(log.mapping.clone()),
        (None, None) => Mapping::Permissions(PermissionMapping::default()),
    };
    let mut rows = Spool::new(usize::MAX);
    rows.push(chunk)?;
    Ok(Prepared {
        record: ImportRecord {
            id: 0,
            kind: request.kind(),
            experiment: None,
            file_name: request.name(),
            imported_at: Timestamp::now(),
            rows_read,
            rows_kept,
            set_aside,
            names_people: false,
            columns: columns.clone(),
            files,
        },
        experiment: None,
        rows,
        records: None,
        set_aside: logs::encode_set_aside(&SetAside::default())?,
        counts: None,
        identifiers: plan.identifiers.clone(),
        remembered: Remembered { columns, mapping, time_zone: request.time_zone.clone(), date_order: None },
        from_warehouse: Some(request.at.source(false)),
        notes: notes.into_iter().chain(notes_on(dialect)).collect(),
    })
}

impl From<AnswerError> for Refusal {
    fn from(error: AnswerError) -> Self {
        match error {
            AnswerError::TooManyWords(_) => {
                Self::Other(error.to_string(), "Check the mapping of the columns (--columns).")
            }
            other => EngineError::Answer(other.to_string()).into(),
        }
    }
}
