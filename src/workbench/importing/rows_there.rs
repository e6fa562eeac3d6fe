//! Rows that come over from a warehouse, with pseudonyms in place of identifiers, and are read as a file is.

use super::columns_there::Moments;
use super::{Plan, Prepared, Refusal, Report, WarehouseAddress};
use crate::domain::Pseudonymiser;
use crate::logs::{DateOrder, LogError, Progress, Stage};
use crate::warehouse::{Dialect, Source, rows_sql};
use crate::workbench::{ImportRequest, Mapping, Problem};
use std::collections::HashSet;
use std::fs::File;
use std::path::{Path, PathBuf};
use tempfile::NamedTempFile;

const UNORDERED: &str =
    "Rows of the same moment were read in the order in which the warehouse gave them; a column can tell it (--order).";

/// A table or query in a warehouse whose rows are wanted here.
#[derive(Debug, Clone)]
pub struct WarehouseRows {
    /// The warehouse.
    pub at: WarehouseAddress,
    /// Which rows.
    pub source: Source,
    /// How its columns are read: as responses, permissions or uses.
    pub mapping: Mapping,
    /// The column that tells the order of rows of the same moment.
    pub order: Option<String>,
    /// For responses: the experiment's name; made with its variants if there is none of that name.
    pub experiment: String,
    /// For responses: names of variants with the values that stand for them.
    pub variants: Vec<(String, Vec<String>)>,
    /// IANA name of the zone of times that name none.
    pub time_zone: Option<String>,
    /// What stands first in dates that are written as text.
    pub date_order: Option<DateOrder>,
}

impl WarehouseRows {
    /// What is read, in a few words that open nothing.
    pub fn name(&self) -> String {
        self.at.name_of(&self.source)
    }

    /// What the workspace is asked for before anything is read: as for a file.
    pub(in crate::workbench) fn as_of_file(&self) -> ImportRequest {
        ImportRequest {
            paths: vec![PathBuf::from(self.name())],
            format: None,
            mapping: self.mapping.clone(),
            experiment: self.experiment.clone(),
            variants: self.variants.clone(),
            time_zone: self.time_zone.clone(),
            test: String::new(),
            date_order: self.date_order,
        }
    }
}

/// Rows as they were written down while they came.
struct Fetched {
    file: Kept,
    dialect: Dialect,
    sql: String,
    /// All columns of the table or query, of which only some were fetched.
    columns: Vec<String>,
}

/// A file that is gone as soon as nobody reads it any more: on Linux without a name, so that not even a program that is killed leaves it behind.
enum Kept {
    Unnamed(File, PathBuf),
    Named(NamedTempFile),
}

impl Kept {
    fn new() -> Result<Self, std::io::Error> {
        #[cfg(target_os = "linux")]
        {
            let file = tempfile::tempfile()?;
            let path = PathBuf::from(format!("/proc/self/fd/{}", std::os::fd::AsRawFd::as_raw_fd(&file)));
            if path.exists() {
                return Ok(Self::Unnamed(file, path));
            }
        }
        Ok(Self::Named(NamedTempFile::new()?))
    }

    fn path(&self) -> &Path {
        match self {
            Self::Unnamed(_, path) => path,
            Self::Named(file) => file.path(),
        }
    }

    fn writer(&self) -> Result<File, std::io::Error> {
        match self {
            Self::Unnamed(file, _) => file.try_clone(),
            Self::Named(file) => file.reopen(),
        }
    }
}

/// Brings the rows over and reads them.
pub(in crate::workbench) fn bring_over(
    plan: Plan,
    request: &WarehouseRows,
    report: Report<'_>,
) -> Result<Prepared, Problem> {
    let what = format!("{} was not imported", request.name());
    fetch(&plan.pseudonymiser, request, report)
        .and_then(|fetched| read(plan, request, &fetched, report))
        .map_err(|refusal| refusal.told(&what))
}

fn fetch(pseudonymiser: &Pseudonymiser, request: &WarehouseRows, report: Report<'_>) -> Result<Fetched, Refusal> {
    let (engine, dialect) = request.at.engine_of_log()?;
    let mut told = |rows: u64| {
        report("Fetching from the warehouse", Progress { stage: Stage::Reading, rows, ..Progress::default() })
    };
    let columns = engine.columns(&request.source.sql(dialect)?, &mut || told(0))?;
    let moments = Moments { columns, zone: request.time_zone.clone() };
    request.mapping.check(&moments.names())?;
    let person = request.mapping.person()?;
    if let (Mapping::Responses(mapping), None) = (&request.mapping, &request.order)
        && mapping.person.is_some()
        && mapping.shown_at.is_none()
    {
        return Err(crate::warehouse::Refusal::TimeMissing.into());
    }
    person.map(|person| moments.refuse_odd_identifier(person)).transpose()?;
    let order = moments.order(request.order.as_ref())?;
    let sql =
        rows_sql(dialect, &request.source, &request.mapping.columns(), person, &moments.of_bytes(), order.as_ref())?;
    let file = Kept::new().map_err(LogError::Spool)?;
    let hide = |cell: &str| pseudonymiser.written(cell);
    let hidden = person.map(|person| (person.as_str(), &hide as &dyn Fn(&str) -> String));
    let rows = engine.rows_into(&sql, file.writer().map_err(LogError::Spool)?, hidden, &mut told)?;
    if rows == 0 {
        return Err(LogError::NoRows { columns: moments.columns.len() }.into());
    }
    Ok(Fetched { file, dialect, sql, columns: moments.names() })
}

fn read(plan: Plan, request: &WarehouseRows, fetched: &Fetched, report: Report<'_>) -> Result<Prepared, Refusal> {
    let plan = Plan {
        request: ImportRequest { paths: vec![fetched.file.path().to_owned()], ..plan.request },
        pseudonymiser: plan.pseudonymiser.of_written(),
        // The same rows read in another way are another import.
        known: HashSet::new(),
        ..plan
    };
    let mut prepared = super::read(&plan, report)?;
    let query = blake3::hash(fetched.sql.as_bytes()).to_hex();
    let written = format!("rows of {} by query {query}", fetched.dialect.label());
    let how = format!("{query} {:?} {:?} {:?}", request.mapping, request.variants, request.time_zone);
    for file in &mut prepared.record.files {
        let whole = format!("{} {} {how} {:?}", file.hash, request.name(), request.date_order);
        file.hash = blake3::hash(whole.as_bytes()).to_hex().to_string();
        (file.name, file.written) = (request.name(), written.clone());
    }
    prepared.record.file_name = request.name();
    if request.order.is_none() && prepared.record.names_people {
        prepared.notes.push(UNORDERED.to_owned());
    }
    // The next look at the same table finds all of them.
    prepared.remembered.columns.clone_from(&fetched.columns);
    prepared.from_warehouse = Some(request.at.source(true));
    Ok(prepared)
}

impl Mapping {
    /// The column that says whom a row is about.
    ///
    /// # Errors
    /// Of other logs than these, rows do not come over: they may name people in more than one column.
    fn person(&self) -> Result<Option<&String>, Refusal> {
        match self {
            Self::Responses(mapping) => Ok(mapping.person.as_ref()),
            Self::Permissions(mapping) => Ok(mapping.person.as_ref()),
            Self::Uses(mapping) => Ok(mapping.person.as_ref()),
            _ => {
                let why = "only responses, permissions and uses come over from a warehouse".to_owned();
                Err(Refusal::Other(why, "Import the log as a file."))
            }
        }
    }
}
