//! Which warehouse is asked, and what the log there is called.

use super::{FromWarehouse, Refusal};
use crate::engine::Engine;
use crate::warehouse::{Connection, Dialect, Source};
use crate::workbench::Problem;

/// A warehouse, how it is reached, and what its log is called here.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WarehouseAddress {
    /// The ADBC driver: its name, or the path of its library.
    pub driver: String,
    /// The engine's SQL, where the driver does not tell it.
    pub dialect: Option<Dialect>,
    /// What opens the warehouse; never stored.
    pub connection: Connection,
    /// What the log is called; empty to name it after its table or query. A log of a name stands in for the earlier one of that name.
    pub name: String,
}

impl WarehouseAddress {
    /// What is read, in a few words that open nothing.
    pub fn name_of(&self, source: &Source) -> String {
        match self.name.trim() {
            "" => source.name_in(&self.connection),
            name => format!("{name} in {}", self.connection.name()),
        }
    }

    /// What an import from here stands in for.
    pub(super) fn source(&self, holds_people: bool) -> FromWarehouse {
        FromWarehouse { warehouse: self.connection.name().to_owned(), holds_people }
    }

    /// The warehouse, ready to be asked, with its SQL.
    ///
    /// # Errors
    /// Where the driver does not tell the SQL.
    pub(super) fn engine(&self) -> Result<(Engine, Dialect), Refusal> {
        let dialect = self.dialect.or_else(|| Dialect::of_driver(&self.driver)).ok_or_else(|| {
            Refusal::Other(
                format!("nothing is known of the SQL of “{}”", self.driver),
                "Name a driver for PostgreSQL, Spark, Databricks, BigQuery or Snowflake, or the dialect (--dialect).",
            )
        })?;
        Ok((Engine::new(&self.driver, self.connection.clone(), dialect), dialect))
    }

    /// The same, for a log that is to stay here under its name.
    ///
    /// # Errors
    /// Also where a log of any other warehouse could have that name.
    pub(super) fn engine_of_log(&self) -> Result<(Engine, Dialect), Refusal> {
        if !self.connection.tells_where() && self.name.trim().is_empty() {
            let why = "the address does not show which warehouse it is, so that its log could be taken for another's";
            return Err(Refusal::Other(why.into(), "Give the log a name (--name)."));
        }
        self.engine()
    }

    /// The warehouse, ready to be asked, or what a person is told.
    pub(in crate::workbench) fn opened(&self, what: &str) -> Result<(Engine, Dialect), Problem> {
        self.engine().map_err(|refusal| refusal.told(what))
    }
}

/// What somebody should know of counts in a dialect, in sentences.
pub(super) fn notes_on(dialect: Dialect) -> Vec<String> {
    let untried = !dialect.is_tried();
    let note = || {
        let label = dialect.label();
        format!(
            "Counts of {label} were not held against those of files yet: compare one log both ways before you rely on them."
        )
    };
    untried.then(note).into_iter().collect()
}
