//! The options of `handshake import` for a warehouse.

use super::import::{Shared, tell};
use super::terminal::{open, say_json};
use crate::warehouse::{Connection, Dialect, Source};
use crate::workbench::{Command, LogKind, Mapping, Problem, WarehouseAddress, WarehouseRows};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Fewer people than this in a group stay in the warehouse unless told otherwise.
const SMALLEST_GROUP: u64 = 10;
pub(super) const WHAT: &str = "Nothing came from the warehouse";

/// Rows that are counted where they are.
#[derive(Debug, clap::Args)]
pub(super) struct Warehouse {
    /// Count in a warehouse instead: the ADBC driver, by name or by the path of its library.
    #[arg(long = "warehouse", id = "warehouse", value_name = "DRIVER", requires = "uri", requires = "rows")]
    driver: Option<String>,
    /// The warehouse; `${NAME}` stands for an environment variable, so that no password is typed. Never stored.
    #[arg(long, requires = "warehouse")]
    uri: Option<String>,
    /// The SQL that the warehouse speaks, where the driver's name does not tell.
    #[arg(long, requires = "warehouse")]
    dialect: Option<Speech>,
    /// The table with the rows. What stands between points is taken letter by letter, capitals included: schema.table
    #[arg(long, group = "rows", requires = "warehouse")]
    table: Option<String>,
    /// A file with the query that gives the rows.
    #[arg(long, value_name = "FILE", group = "rows", requires = "warehouse")]
    query: Option<PathBuf>,
    /// The column that tells the order of rows of the same moment: whole numbers or exact times. Without it, people with several such rows are
    /// told of.
    #[arg(long, value_name = "COLUMN", requires = "warehouse")]
    pub(super) order: Option<String>,
    /// What the log is called here, instead of its table or query; a log stands in for the earlier one of that name.
    #[arg(long, requires = "warehouse")]
    name: Option<String>,
    /// Groups of fewer people than this (segments, days, purposes, recipients …) stay in the warehouse or are counted together; 10 unless told, and 0 tells all apart.
    #[arg(long, value_name = "PEOPLE", requires = "warehouse", value_parser = clap::value_parser!(u64).range(..=1_000_000))]
    smallest_group: Option<u64>,
    /// Bring the rows over and read them as a file is read, instead of counting them there. Identifiers become pseudonyms before anything
    /// is written down.
    #[arg(long = "rows", id = "bring_rows", requires = "warehouse", conflicts_with = "smallest_group")]
    pub(super) rows: bool,
}

/// The engines whose SQL is known.
#[derive(Debug, Clone, Copy, clap::ValueEnum)]
enum Speech {
    /// `PostgreSQL`, and what speaks like it.
    Postgresql,
    /// Apache Spark and Databricks.
    Spark,
    /// Google `BigQuery`.
    Bigquery,
    /// Snowflake.
    Snowflake,
}

impl Speech {
    fn dialect(self) -> Dialect {
        match self {
            Self::Postgresql => Dialect::PostgreSql,
            Self::Spark => Dialect::Spark,
            Self::Bigquery => Dialect::BigQuery,
            Self::Snowflake => Dialect::Snowflake,
        }
    }
}

impl Warehouse {
    pub(super) fn is_named(&self) -> bool {
        self.driver.is_some()
    }

    /// The warehouse, opened by what the environment holds.
    pub(super) fn address(&self) -> Result<WarehouseAddress, Problem> {
        let typed = self.uri.as_deref().unwrap_or_default();
        let connection = Connection::new(typed, |name| std::env::var(name).ok())
            .map_err(|error| Problem::new(WHAT, error, "Set it, or correct the address (--uri)."))?;
        Ok(WarehouseAddress {
            driver: self.driver.clone().unwrap_or_default(),
            dialect: self.dialect.map(Speech::dialect),
            connection,
            name: self.name.clone().unwrap_or_default(),
        })
    }

    /// The fewest people that are told apart.
    pub(super) fn smallest_group(&self) -> u64 {
        self.smallest_group.unwrap_or(SMALLEST_GROUP)
    }

    /// The rows.
    pub(super) fn source(&self) -> Result<Source, Problem> {
        source(self.table.as_ref(), self.query.as_ref())
    }
}

/// A table, or the query in a file.
pub(super) fn source(table: Option<&String>, query: Option<&PathBuf>) -> Result<Source, Problem> {
    let Some(path) = query else { return Ok(Source::Table(table.cloned().unwrap_or_default())) };
    std::fs::read_to_string(path)
        .map(Source::Query)
        .map_err(|error| Problem::new(WHAT, format!("{}: {error}", path.display()), "Check the path of the query."))
}

/// Set once somebody presses Ctrl-C or asks the program to end; whoever does so twice does not want to wait for the warehouse either.
fn interruption(what: &str) -> Result<Arc<AtomicBool>, Problem> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        let watched = signal_hook::flag::register_conditional_default(signal, stop.clone())
            .and_then(|_| signal_hook::flag::register(signal, stop.clone()));
        watched.map_err(|error| Problem::new(what, error, "Close other programs and try again."))?;
    }
    Ok(stop)
}

/// Runs a command that asks a warehouse, until somebody presses Ctrl-C, and says what came of it.
pub(super) fn run(shared: &Shared, command: Command, name: String, kind: LogKind) -> Result<(), Problem> {
    let workbench = open(&shared.workspace)?;
    let stop = interruption(WHAT)?;
    let outcome = workbench.run_until(command, &stop)?.unwrap_or_default();
    if shared.json {
        return say_json(&outcome);
    }
    tell(&[PathBuf::from(name)], kind, &outcome);
    Ok(())
}

/// Brings rows over and reads them as `mapping` says.
pub(super) fn bring_over(
    shared: &Shared,
    there: &Warehouse,
    mapping: Mapping,
    experiment: &str,
    variants: Vec<(String, Vec<String>)>,
) -> Result<(), Problem> {
    shared.refuse_options_of_files(true)?;
    let kind = mapping.kind();
    let request = WarehouseRows {
        at: there.address()?,
        source: there.source()?,
        mapping,
        order: there.order.clone(),
        experiment: experiment.to_owned(),
        variants,
        time_zone: shared.time_zone.clone(),
        date_order: shared.date_order(),
    };
    let name = request.name();
    run(shared, Command::BringFromWarehouse(Box::new(request)), name, kind)
}
