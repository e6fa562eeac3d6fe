//! Why a log cannot be read.

use std::path::{Path, PathBuf};

/// How much of what a library says is passed on.
const LONGEST_DETAIL: usize = 300;

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
    #[error("a row that begins {} KB into the log does not end within 64 MB: perhaps a quotation mark is never closed", begins_at / 1_000)]
    RecordTooLong {
        /// Where the row begins, in bytes of decoded text.
        begins_at: u64,
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
    /// A date can be read in two ways, and nobody said which one is meant.
    #[error(
        "the dates in “{column}” (such as “{example}”) do not say whether the day or the month stands first: say which"
    )]
    DateOrderMissing {
        /// The column.
        column: String,
        /// A date as it stands in the log.
        example: String,
    },
    /// Some dates read only with the day first, others only with the month first.
    #[error(
        "some dates in “{column}” read only with the day first, others only with the month first: say which order holds"
    )]
    DateOrderContradicts {
        /// The column.
        column: String,
    },
    /// A column that was to tell segments tells people.
    #[error("“{column}” has 1000 different values or more, which tell people apart instead of segments: leave it out")]
    NotASegment {
        /// The column.
        column: String,
    },
    /// A folder holds more files than any log.
    #[error("there are {found} files; at most 100000 are read at once")]
    TooManyFiles {
        /// How many there are.
        found: usize,
    },
    /// One of several files cannot be read.
    #[error("{}: {error}", super::file_name(path))]
    OfFile {
        /// The file.
        path: PathBuf,
        /// What is wrong with it.
        error: Box<LogError>,
    },
    /// Rows that do not fit into memory cannot be put into a file.
    #[error("cannot keep rows in a temporary file: {0}")]
    Spool(#[source] std::io::Error),
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
    /// A file of counts holds several tests.
    #[error("the file holds {number} tests ({}, …): say which one", first.join(", "))]
    SeveralTests {
        /// How many.
        number: usize,
        /// The names of some.
        first: Vec<String>,
    },
    /// The mapping does not say where something indispensable stands.
    #[error("no column was found for {role}: say which one it is, as {role}=COLUMN")]
    RoleMissing {
        /// What is missing.
        role: &'static str,
    },
    /// The file is of a kind that is not read.
    #[error("the file is {found}, which is not read: {advice}")]
    WrongKind {
        /// What it is.
        found: &'static str,
        /// What to do.
        advice: &'static str,
    },
    /// The file is not what its format asks for, or is cut off.
    #[error("the {kind} file is damaged or cut off: {detail}; export or copy it again")]
    Damaged {
        /// The format: gzip, zstd, Parquet, Arrow, Excel.
        kind: &'static str,
        /// What is wrong.
        detail: String,
    },
    /// A small file that unpacks to an absurd size, as made to fill up memory.
    #[error("{part} unpacks to more than {limit_mb} MB, which no ordinary log does: check where the file comes from")]
    Bomb {
        /// The file, or the part of it.
        part: String,
        /// How much is unpacked at most.
        limit_mb: u64,
    },
    /// The workbook has no such sheet.
    #[error("the workbook has no sheet “{name}”; it has {}", sheets.join(", "))]
    SheetMissing {
        /// The sheet.
        name: String,
        /// The sheets there are.
        sheets: Vec<String>,
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
    /// The same, with the file it is about.
    #[must_use]
    pub fn of_file(self, path: &Path) -> Self {
        match self {
            Self::Io { .. } | Self::OfFile { .. } | Self::Cancelled => self,
            error => Self::OfFile { path: path.to_owned(), error: Box::new(error) },
        }
    }

    /// For `map_err` on anything done with a file. An error of this kind that travelled through a reader comes out as itself.
    pub(super) fn io(path: &Path) -> impl Fn(std::io::Error) -> Self + '_ {
        move |source| match source.downcast::<Self>() {
            Ok(own) => own,
            Err(source) => Self::Io { path: path.to_owned(), source },
        }
    }

    /// For `map_err` on anything that a reader of some format complains about.
    pub(super) fn damaged<E: std::fmt::Display>(kind: &'static str) -> impl Fn(E) -> Self {
        move |error| Self::Damaged { kind, detail: error.to_string().chars().take(LONGEST_DETAIL).collect() }
    }
}

impl From<polars::error::PolarsError> for LogError {
    fn from(error: polars::error::PolarsError) -> Self {
        Self::Table(error.to_string().chars().take(LONGEST_DETAIL).collect())
    }
}
