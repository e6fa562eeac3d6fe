//! The options of `handshake import` for a warehouse.

use crate::logs::ResponseMapping;
use crate::warehouse::{Connection, Dialect, Source};
use crate::workbench::{Problem, WarehouseRequest};
use std::path::PathBuf;
use std::sync::Arc;
use std::sync::atomic::AtomicBool;

/// Fewer people than this in a group stay in the warehouse unless told otherwise.
const SMALLEST_GROUP: u64 = 10;
const WHAT: &str = "Nothing was counted in the warehouse";

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
    /// The table with the rows.
    #[arg(long, group = "rows", requires = "warehouse")]
    table: Option<String>,
    /// A file with the query that gives the rows.
    #[arg(long, value_name = "FILE", group = "rows", requires = "warehouse")]
    query: Option<PathBuf>,
    /// The column that tells the order of rows of the same moment.
    #[arg(long, value_name = "COLUMN", requires = "warehouse")]
    pub(super) order: Option<String>,
    /// Groups of fewer people than this (segments, days, purposes, recipients …) stay in the warehouse or are counted together.
    #[arg(long, value_name = "PEOPLE", default_value_t = SMALLEST_GROUP)]
    pub(super) smallest_group: u64,
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

    /// The driver.
    pub(super) fn driver(&self) -> String {
        self.driver.clone().unwrap_or_default()
    }

    /// The engine's SQL, if it is told.
    pub(super) fn dialect(&self) -> Option<Dialect> {
        self.dialect.map(Speech::dialect)
    }

    /// The warehouse, opened by what the environment holds.
    pub(super) fn connection(&self) -> Result<Connection, Problem> {
        let typed = self.uri.as_deref().unwrap_or_default();
        Connection::new(typed, |name| std::env::var(name).ok())
            .map_err(|error| Problem::new(WHAT, error, "Set it, or correct the address (--uri)."))
    }

    /// The rows.
    pub(super) fn source(&self) -> Result<Source, Problem> {
        source(self.table.as_ref(), self.query.as_ref())
    }

    /// The request with what these options say.
    pub(super) fn request(&self, request: WarehouseRequest) -> Result<WarehouseRequest, Problem> {
        Ok(WarehouseRequest {
            driver: self.driver(),
            dialect: self.dialect(),
            connection: self.connection()?,
            source: self.source()?,
            order: self.order.clone(),
            smallest_group: self.smallest_group,
            ..request
        })
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
pub(super) fn interruption(what: &str) -> Result<Arc<AtomicBool>, Problem> {
    let stop = Arc::new(AtomicBool::new(false));
    for signal in [signal_hook::consts::SIGINT, signal_hook::consts::SIGTERM] {
        let watched = signal_hook::flag::register_conditional_default(signal, stop.clone())
            .and_then(|_| signal_hook::flag::register(signal, stop.clone()));
        watched.map_err(|error| Problem::new(what, error, "Close other programs and try again."))?;
    }
    Ok(stop)
}

/// A request that says nothing yet.
pub(super) fn empty() -> WarehouseRequest {
    WarehouseRequest {
        driver: String::new(),
        dialect: None,
        connection: Connection::default(),
        source: Source::Table(String::new()),
        mapping: ResponseMapping::default(),
        order: None,
        experiment: String::new(),
        variants: Vec::new(),
        time_zone: None,
        smallest_group: SMALLEST_GROUP,
    }
}
