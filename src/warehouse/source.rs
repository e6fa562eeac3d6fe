//! Which rows of a warehouse are meant, and which of their columns say what.

use super::{Connection, Dialect, Refusal};

/// Where rows come from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Source {
    /// A table, with the schema or catalogue it is in before a point.
    Table(String),
    /// A query that gives rows.
    Query(String),
}

impl Source {
    /// What is meant, in a few words that open nothing: of a query, the first digits of its hash.
    pub fn name_in(&self, connection: &Connection) -> String {
        match self {
            Self::Table(table) => format!("{table} in {}", connection.name()),
            Self::Query(text) => {
                let hash = blake3::hash(text.as_bytes()).to_hex();
                format!("query {} in {}", hash.chars().take(8).collect::<String>(), connection.name())
            }
        }
    }

    /// What stands behind `FROM`.
    ///
    /// # Errors
    /// [`Refusal::SourceMissing`] for nothing, [`Refusal::Name`] for a name that cannot be quoted.
    pub fn sql(&self, dialect: Dialect) -> Result<String, Refusal> {
        match self {
            Self::Table(name) if name.trim().is_empty() => Err(Refusal::SourceMissing),
            Self::Table(name) => {
                let parts: Result<Vec<_>, _> = name.trim().split('.').map(|part| dialect.name(part.trim())).collect();
                Ok(parts?.join("."))
            }
            Self::Query(text) => {
                let text = text.trim().trim_end_matches([';', ' ', '\t', '\r', '\n']);
                // A remark at the end of the query must not swallow the bracket.
                if text.is_empty() { Err(Refusal::SourceMissing) } else { Ok(format!("(\n{text}\n)")) }
            }
        }
    }
}

/// A column of times.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Moment {
    /// Exact times: the column's type knows the zone.
    Exact(String),
    /// What a clock showed.
    Local {
        /// The column.
        column: String,
        /// The zone of that clock, such as `Europe/Berlin`.
        zone: String,
    },
}

impl Moment {
    /// The exact time, as an expression.
    ///
    /// # Errors
    /// [`Refusal`] for names that cannot be written in a query, and for local times where the dialect has other rules for them than files have.
    pub(super) fn exact(&self, dialect: Dialect) -> Result<String, Refusal> {
        match self {
            Self::Exact(column) => dialect.name(column),
            Self::Local { column, zone: name } => {
                dialect.exact_of_local(&dialect.name(column)?, column, &dialect.text(zone(name)?)?)
            }
        }
    }
}

/// A column that tells the order of rows of the same moment; rows in which it is empty come first.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Order {
    /// By whole numbers.
    Number(String),
    /// By exact times.
    Time(String),
}

impl Order {
    /// The place in the order, as a whole number; of no column, 0.
    pub(super) fn place(order: Option<&Self>, dialect: Dialect) -> Result<String, Refusal> {
        let place = match order {
            None => return Ok("0".to_owned()),
            Some(Self::Number(column)) => dialect.whole(&dialect.name(column)?),
            Some(Self::Time(column)) => dialect.micros(&dialect.name(column)?),
        };
        Ok(format!("coalesce({place}, {})", i64::MIN + 1))
    }
}

/// Which column of a response log says what.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResponseRoles {
    /// Who; without it every row is a person of its own.
    pub person: Option<String>,
    /// Which variant; the values of several columns are joined with `+`.
    pub variant: Vec<String>,
    /// When.
    pub shown_at: Option<Moment>,
    /// What was answered; without it every row says only that the request was shown.
    pub response: Option<String>,
    /// What tells one event from another.
    pub event: Option<String>,
    /// What tells the order of rows of the same moment, as the lines of a file do.
    pub order: Option<Order>,
    /// Segments: their names and columns.
    pub segments: Vec<(String, String)>,
}

/// The name of a zone, if it is plain enough to stand in a query.
///
/// # Errors
/// [`Refusal::Zone`] for any other.
pub(super) fn zone(name: &str) -> Result<&str, Refusal> {
    let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '/' | '_' | '-' | '+');
    if !name.is_empty() && name.chars().all(plain) { Ok(name) } else { Err(Refusal::Zone(name.to_owned())) }
}
