//! Why a log cannot be read.

use std::path::{Path, PathBuf};

/// Why a log, or a stored part of one, cannot be read or written.
#[derive(Debug, thiserror::Error)]
pub enum LogError {
    /// The file cannot be opened or read.
    #[error("cannot read {}: {source}", path.display())]
    Io {
        /// The file.
        path: PathBuf,
        /// What the system says.
        source: std::io::Error,
    },
    /// The file holds nothing.
    #[error("the file is empty")]
    Empty,
    /// The file holds a heading and nothing else.
    #[error("the file has a heading ({columns} columns) but no rows")]
    NoRows {
        /// How many columns the heading has.
        columns: usize,
    },
    /// The file is not text.
    #[error("the file is not text: its byte {position} is zero; export the log as CSV")]
    NotText {
        /// Where the first zero byte is, from 0.
        position: usize,
    },
    /// The file is text, but in a way that is not read.
    #[error("the file is written as {found}; save it as UTF-8 with ordinary line ends and try again")]
    Encoding {
        /// What was found.
        found: &'static str,
    },
    /// The heading has more columns than any log.
    #[error("the heading has {found} columns; at most 10000 are read")]
    TooManyColumns {
        /// How many there are.
        found: usize,
    },
    /// One row does not end within 64 MB, as when a quotation mark is never closed.
    #[error("row {line} does not end within 64 MB: perhaps a quotation mark is never closed")]
    RecordTooLong {
        /// The number of the row; 0 is the heading.
        line: u64,
    },
    /// A row of counts that cannot be used.
    #[error("row {line} cannot be used: {detail}")]
    Row {
        /// The number of the row; 1 is the first after the heading.
        line: u64,
        /// What is wrong.
        detail: String,
    },
    /// The person called it off.
    #[error("cancelled")]
    Cancelled,
    /// A time says neither zone nor offset, and no zone was chosen.
    #[error("the times in “{column}” have no time zone (such as “{example}”): say which zone they are in")]
    TimeZoneMissing {
        /// The column.
        column: String,
        /// A time as it stands in the log.
        example: String,
    },
    /// A correction of the mapping names something that no log of this kind has.
    #[error("“{key}” cannot be mapped; possible are {}", known.join(", "))]
    UnknownKey {
        /// What was named.
        key: String,
        /// What may be named.
        known: Vec<String>,
    },
    /// A correction of the mapping is not of the form `key=column`.
    #[error("“{part}” is not of the form key=column")]
    Spec {
        /// The part that was not understood.
        part: String,
    },
    /// The mapping names a column that the log does not have.
    #[error("the log has no column “{column}”; it has {}", columns.join(", "))]
    ColumnMissing {
        /// The column.
        column: String,
        /// The columns there are.
        columns: Vec<String>,
    },
    /// The mapping does not say where something indispensable stands.
    #[error("no column was found for {role}: say which one it is, as {role}=COLUMN")]
    RoleMissing {
        /// What is missing.
        role: &'static str,
    },
    /// A piece of the log, or a stored part, cannot be handled as a table.
    #[error("cannot handle the rows as a table: {0}")]
    Table(String),
    /// A stored part is damaged.
    #[error("the stored {what} are damaged: {detail}")]
    Stored {
        /// What is stored.
        what: &'static str,
        /// What is wrong.
        detail: String,
    },
    /// The rows set aside cannot be written.
    #[error("cannot write the rows set aside: {0}")]
    Write(String),
}

impl LogError {
    /// For `map_err` on anything done with a file.
    pub(super) fn io(path: &Path) -> impl Fn(std::io::Error) -> Self + '_ {
        move |source| Self::Io { path: path.to_owned(), source }
    }
}

impl From<polars::error::PolarsError> for LogError {
    fn from(error: polars::error::PolarsError) -> Self {
        Self::Table(error.to_string().chars().take(300).collect())
    }
}
