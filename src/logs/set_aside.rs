//! Rows that cannot be used: kept with their reason, never dropped in silence.

use super::pieces::for_each_row;
use super::rows::{Fault, Row};
use super::{LogError, Preview, Progress};
use crate::domain::Pseudonymiser;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// The most rows that are kept; the counts go on.
const MOST_ROWS: usize = 1_000_000;
/// The most cells that are kept over all rows, for logs with thousands of columns.
const MOST_CELLS: usize = 10_000_000;
/// The longest cell that is kept, in characters.
const LONGEST_CELL: usize = 200;

macro_rules! reasons {
    ($($name:ident, $label:literal;)*) => {
        /// Why a row cannot be used.
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Reason { $(#[doc = $label] $name,)* }

        impl Reason {
            /// All reasons.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name as exports write it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// The name as people read it.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }
        }
    };
}

reasons! {
    UnknownVariant, "No known variant";
    PersonMissing, "No person";
    TimeMissing, "No time";
    TimeUnreadable, "Time not readable";
    TimeOutOfRange, "Time before 1970 or after 2199";
    AnswerUnreadable, "Answer not readable";
    RowMalformed, "Row damaged";
    DuplicateRow, "The same row once more";
    PurposeMissing, "No purpose";
    StateUnreadable, "State not readable";
    OutcomeUnreadable, "Outcome not readable";
    ValueUnreadable, "Value not readable";
    CountUnreadable, "Count not readable";
    CountContradiction, "More answers than people asked";
    PersonContradiction, "Another value for the same person";
    CircumstanceUnreadable, "Circumstance not known";
    NotUtf8, "Not valid UTF-8";
    TestMissing, "No test";
    WordingMissing, "No words";
    NothingToCompare, "The only wording of its test";
}

/// One row set aside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAsideRow {
    /// The number of the row in its file; 1 is the first after the heading.
    pub line: u64,
    /// Which file of the import, from 0.
    #[serde(default, skip_serializing_if = "is_first")]
    pub file: usize,
    /// Why.
    pub reason: Reason,
    /// Why, in words; never an identifier as it came.
    pub detail: String,
    /// Its cells: the person as pseudonym, cells that are not mapped hashed, the others cut to 200 characters.
    pub cells: Vec<String>,
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_first(file: &usize) -> bool {
    *file == 0
}

/// All rows of a log that were set aside.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SetAside {
    /// How many for each reason; always exact.
    pub by_reason: BTreeMap<Reason, u64>,
    /// The rows; of very many, the first million (or ten million cells).
    pub rows: Vec<SetAsideRow>,
}

impl SetAside {
    /// How many rows in all.
    pub fn total(&self) -> u64 {
        self.by_reason.values().sum()
    }

    /// Sets a row aside.
    pub(super) fn add(&mut self, row: &Row, reason: Reason, detail: String, hider: &Hider) {
        *self.by_reason.entry(reason).or_default() += 1;
        if self.rows.len() < most_rows(hider.mapped.len()) {
            self.rows.push(SetAsideRow { line: row.line, file: 0, reason, detail, cells: hider.hide(row) });
        }
    }

    /// Sets a row aside whose cells are safe to keep.
    pub(super) fn add_row(&mut self, row: SetAsideRow) {
        *self.by_reason.entry(row.reason).or_default() += 1;
        if self.rows.len() < most_rows(row.cells.len()) {
            self.rows.push(row);
        }
    }

    /// How things stand, so that what comes later can be forgotten.
    pub(super) fn mark(&self) -> (usize, BTreeMap<Reason, u64>) {
        (self.rows.len(), self.by_reason.clone())
    }

    /// Forgets everything since a mark.
    pub(super) fn forget_since(&mut self, (rows, by_reason): (usize, BTreeMap<Reason, u64>)) {
        self.rows.truncate(rows);
        self.by_reason = by_reason;
    }

    /// Takes all rows of another part of the same log, before which there were so many lines.
    pub fn absorb(&mut self, other: Self, lines_before: u64) {
        for (reason, count) in other.by_reason {
            *self.by_reason.entry(reason).or_default() += count;
        }
        for row in other.rows {
            if self.rows.len() < most_rows(row.cells.len()) {
                self.rows.push(SetAsideRow { line: row.line + lines_before, ..row });
            }
        }
    }
}

fn most_rows(cells: usize) -> usize {
    MOST_ROWS.min(MOST_CELLS / cells.max(1))
}

/// Why a row as a whole cannot be used.
pub(super) fn fault_reason(fault: &Fault, columns: usize) -> (Reason, String) {
    match fault {
        Fault::Cells(found) => (Reason::RowMalformed, format!("{found} cells instead of {columns}")),
        Fault::QuoteOpen(lines) => {
            (Reason::RowMalformed, format!("a quotation mark is never closed: {lines} lines to the end of the file"))
        }
        Fault::NotUtf8 => (Reason::NotUtf8, "the row is not valid UTF-8".to_owned()),
        Fault::Zero => (Reason::RowMalformed, "the row holds a zero byte".to_owned()),
        Fault::Heading => (Reason::RowMalformed, "the heading once more".to_owned()),
        Fault::NotJson(why) => (Reason::RowMalformed, format!("the line is no JSON object: {why}")),
    }
}

/// A cell as a detail quotes it.
pub(super) fn quoted(cell: &str) -> String {
    format!("“{}”", cell.chars().take(60).collect::<String>())
}

/// What became of a row, or why it cannot be used.
pub(super) type Kept<T> = Result<T, (Reason, String)>;

/// Reads every row of a log into what `read` makes of it, or sets it aside: the number of rows, the usable ones, the others.
pub(super) fn read_each<T>(
    path: &Path,
    preview: &Preview,
    hider: &Hider,
    progress: &mut dyn FnMut(Progress) -> bool,
    read: &mut dyn FnMut(&Row) -> Result<Kept<T>, LogError>,
) -> Result<(u64, Vec<T>, SetAside), LogError> {
    let (mut rows, mut set_aside) = (Vec::new(), SetAside::default());
    let rows_read = for_each_row(path, preview, progress, &mut |row| {
        match read(row)? {
            Ok(usable) => rows.push(usable),
            Err((reason, detail)) => set_aside.add(row, reason, detail, hider),
        }
        Ok(())
    })?;
    Ok((rows_read, rows, set_aside))
}

/// Makes the cells of a row safe to keep.
pub(super) struct Hider<'a> {
    pseudonymiser: Option<&'a Pseudonymiser>,
    person: Option<usize>,
    mapped: Vec<bool>,
}

impl<'a> Hider<'a> {
    /// For a log of so many columns; without a pseudonymiser what might identify somebody is left out.
    pub fn new(
        pseudonymiser: Option<&'a Pseudonymiser>,
        person: Option<usize>,
        mapped: impl IntoIterator<Item = Option<usize>>,
        columns: usize,
    ) -> Self {
        let mut flags = vec![false; columns];
        for index in mapped.into_iter().flatten() {
            if let Some(flag) = flags.get_mut(index) {
                *flag = true;
            }
        }
        Self { pseudonymiser, person, mapped: flags }
    }

    /// How many columns the log has.
    pub fn columns(&self) -> usize {
        self.mapped.len()
    }

    fn hide(&self, row: &Row) -> Vec<String> {
        // In a damaged row nobody knows which cell is which: all of them are hashed.
        let trusted = row.fault.is_none();
        let cells = row.cells.iter().enumerate();
        cells.map(|(index, cell)| self.hide_cell(index, cell, trusted)).collect()
    }

    fn hide_cell(&self, index: usize, cell: &str, trusted: bool) -> String {
        if cell.trim().is_empty() {
            return String::new();
        }
        let is_person = self.person == Some(index);
        if trusted && !is_person && self.mapped.get(index) == Some(&true) {
            return cell.chars().take(LONGEST_CELL).collect();
        }
        match self.pseudonymiser {
            Some(pseudonymiser) if trusted && is_person => pseudonymiser.person(cell).to_hex(),
            Some(pseudonymiser) => pseudonymiser.hidden(pseudonymiser.person(cell)),
            None => "(hidden)".to_owned(),
        }
    }
}

/// The most rows in one stored part.
const PART: usize = 20_000;

/// Rows set aside as bytes to store; the first part holds the numbers by reason.
pub fn encode_set_aside(set_aside: &SetAside) -> Result<Vec<Vec<u8>>, LogError> {
    let mut parts = set_aside.rows.chunks(PART);
    let first = SetAside { by_reason: set_aside.by_reason.clone(), rows: parts.next().unwrap_or_default().to_vec() };
    let others = parts.map(|rows| SetAside { by_reason: BTreeMap::new(), rows: rows.to_vec() });
    let bytes = |part: SetAside| serde_json::to_vec(&part).map_err(|error| LogError::Write(error.to_string()));
    std::iter::once(first).chain(others).map(bytes).collect()
}

/// Rows set aside from stored bytes.
pub fn decode_set_aside(bytes: &[u8]) -> Result<SetAside, LogError> {
    serde_json::from_slice(bytes)
        .map_err(|error| LogError::Stored { what: "rows set aside", detail: error.to_string() })
}

/// Writes rows set aside as CSV: file (where there are several), line, reason, detail, then the log's columns.
pub fn write_set_aside(
    out: &mut dyn Write,
    files: &[String],
    columns: &[String],
    rows: &[SetAsideRow],
) -> Result<(), LogError> {
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer(out);
    let failed = |error: csv::Error| LogError::Write(error.to_string());
    let several = files.len() > 1;
    let file_heading = several.then_some("file");
    let heading = file_heading.into_iter().chain(["line", "reason", "detail"]);
    writer.write_record(heading.chain(columns.iter().map(String::as_str)).map(harmless)).map_err(failed)?;
    for row in rows {
        let line = row.line.to_string();
        let file = several.then(|| files.get(row.file).map_or("", String::as_str));
        let fixed = file.into_iter().chain([line.as_str(), row.reason.name(), row.detail.as_str()]);
        let cells = fixed.chain(row.cells.iter().map(String::as_str));
        writer.write_record(cells.map(harmless)).map_err(failed)?;
    }
    writer.flush().map_err(|error| LogError::Write(error.to_string()))
}

/// A cell that no spreadsheet takes for a formula.
pub fn harmless(cell: &str) -> String {
    if cell.starts_with(['=', '+', '-', '@', '\t', '\r', '\n', '＝', '＋', '－', '＠']) {
        format!("'{cell}")
    } else {
        cell.to_owned()
    }
}
