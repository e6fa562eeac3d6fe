//! Rows that come over from a warehouse, with pseudonyms in place of identifiers, and are read as a file is.

use super::columns_there::Moments;
use super::{Plan, Prepared, Refusal, Report, WarehouseAddress};
use crate::domain::Pseudonymiser;
use crate::logs::{LogError, Progress, Stage};
use crate::warehouse::{Dialect, Source, rows_sql};
use crate::workbench::{ImportRequest, Mapping, Problem};
use std::path::PathBuf;
use tempfile::TempPath;

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
            date_order: None,
        }
    }
}

/// Rows as they were written down while they came.
struct Fetched {
    /// Gone as soon as nobody reads it any more.
    path: TempPath,
    dialect: Dialect,
    sql: String,
    /// All columns of the table or query, of which only some were fetched.
    columns: Vec<String>,
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
    let person = request.mapping.person();
    person.map(|person| moments.refuse_odd_identifier(person)).transpose()?;
    let order = moments.order(request.order.as_ref())?;
    let sql = rows_sql(dialect, &request.source, &request.mapping.columns(), person, order.as_ref())?;
    let file = tempfile::NamedTempFile::new().map_err(LogError::Spool)?;
    let (file, path) = file.into_parts();
    let hide = |cell: &str| pseudonymiser.written(cell);
    let hidden = person.map(|person| (person.as_str(), &hide as &dyn Fn(&str) -> String));
    let rows = engine.rows_into(&sql, file, hidden, &mut told)?;
    if rows == 0 {
        return Err(LogError::NoRows { columns: moments.columns.len() }.into());
    }
    Ok(Fetched { path, dialect, sql, columns: moments.names() })
}

fn read(plan: Plan, request: &WarehouseRows, fetched: &Fetched, report: Report<'_>) -> Result<Prepared, Refusal> {
    let plan = Plan {
        request: ImportRequest { paths: vec![fetched.path.to_path_buf()], ..plan.request },
        pseudonymiser: plan.pseudonymiser.of_written(),
        ..plan
    };
    let mut prepared = super::read(&plan, report)?;
    let query = blake3::hash(fetched.sql.as_bytes()).to_hex();
    let written = format!("rows of {} by query {query}", fetched.dialect.label());
    for file in &mut prepared.record.files {
        (file.name, file.written) = (request.name(), written.clone());
    }
    prepared.record.file_name = request.name();
    // The next look at the same table finds all of them.
    prepared.record.columns.clone_from(&fetched.columns);
    prepared.remembered.columns.clone_from(&fetched.columns);
    prepared.from_warehouse = Some(request.at.source(true));
    Ok(prepared)
}

impl Mapping {
    /// The column that says whom a row is about, in logs that have one.
    fn person(&self) -> Option<&String> {
        match self {
            Self::Responses(mapping) | Self::People(mapping) => mapping.person.as_ref(),
            Self::Permissions(mapping) => mapping.person.as_ref(),
            Self::Uses(mapping) => mapping.person.as_ref(),
            Self::Links(_) | Self::Deviations(_) | Self::Counts(_) | Self::Past(_) => None,
        }
    }
}
