//! The rows of a piece of a log, with what is wrong with each as a whole.

use super::pieces::Piece;
use super::records::{Ending, is_blank, next_record, split_record};
use super::source::{JsonColumns, Shape, TextTable};
use super::{LogError, Preview};
use memchr::{memchr, memchr_iter};
use std::borrow::Cow;

/// What is wrong with a row as a whole.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has more or fewer cells than the heading.
    Cells(usize),
    /// A quotation mark is never closed, and this many lines vanish behind it.
    QuoteOpen(usize),
    /// It is not valid UTF-8.
    NotUtf8,
    /// It is no JSON object.
    NotJson(String),
    /// It holds a zero byte.
    Zero,
    /// It is the heading once more, as where files were put one behind the other.
    Heading,
}

/// One row; blank lines are no rows.
pub(super) struct Row<'a> {
    /// The number of the row, 1 for the first of what is read.
    pub line: u64,
    /// Its cells; as many as the heading has unless something is at fault.
    pub cells: &'a [Cow<'a, str>],
    /// What is at fault.
    pub fault: Option<&'a Fault>,
}

impl<'a> Row<'a> {
    /// The trimmed cell of a column; empty where the column is not mapped.
    #[inline]
    pub fn cell(&self, column: Option<usize>) -> &'a str {
        column.and_then(|column| self.cells.get(column)).map_or("", |cell| trimmed(cell))
    }
}

/// Most cells have nothing to trim, which one look at either end tells.
#[inline]
fn trimmed(cell: &str) -> &str {
    let bytes = cell.as_bytes();
    let usual = |byte: Option<&u8>| byte.is_none_or(u8::is_ascii_graphic);
    if usual(bytes.first()) && usual(bytes.last()) { cell } else { cell.trim() }
}

/// Hands the rows of a piece to `each`, numbered from 1, and returns how many there are.
pub(super) fn each_row(
    piece: &Piece,
    preview: &Preview,
    each: &mut impl FnMut(&Row) -> Result<(), LogError>,
) -> Result<u64, LogError> {
    match (piece, &preview.format.shape) {
        (Piece::Table(table), _) => table_rows(table, preview, each),
        (Piece::Text(text), Shape::JsonLines) => json_rows(text, preview, each),
        (Piece::Text(text), _) => match std::str::from_utf8(text) {
            Ok(text) => text_rows(text, preview, each),
            Err(_) => damaged_rows(text, preview, each),
        },
    }
}

pub(super) fn text_rows(
    text: &str,
    preview: &Preview,
    each: &mut impl FnMut(&Row) -> Result<(), LogError>,
) -> Result<u64, LogError> {
    let (delimiter, columns) = (preview.delimiter(), preview.columns.len());
    let quoted = memchr(b'"', text.as_bytes()).is_some();
    let zeros = memchr(0, text.as_bytes()).is_some();
    let mut cells: Vec<Cow<str>> = Vec::with_capacity(columns);
    let (mut rest, mut line) = (text, 0);
    while !rest.is_empty() {
        let end = memchr(b'\n', rest.as_bytes()).unwrap_or(rest.len());
        let Some((record, after)) = rest.split_at_checked(end) else { break };
        if quoted && memchr(b'"', record.as_bytes()).is_some() {
            let extent = next_record(rest.as_bytes(), 0, delimiter);
            let (record, after) = rest.split_at_checked(extent.end).unwrap_or((rest, ""));
            line += 1;
            one_record(record.as_bytes(), extent.ending, extent.cells, preview, line, each)?;
            rest = after;
            continue;
        }
        rest = after.get(1..).unwrap_or("");
        let record = record.strip_suffix('\r').unwrap_or(record);
        if record.is_empty() {
            continue;
        }
        line += 1;
        cells.clear();
        let mut start = 0;
        for at in memchr_iter(delimiter, record.as_bytes()) {
            cells.push(Cow::Borrowed(record.get(start..at).unwrap_or("")));
            start = at + 1;
        }
        cells.push(Cow::Borrowed(record.get(start..).unwrap_or("")));
        let fault = fault_of(&cells, cells.len(), preview, zeros);
        let kept = cells.get(..columns).unwrap_or(&cells);
        each(&Row { line, cells: kept, fault: fault.as_ref() })?;
    }
    Ok(line)
}

/// What is wrong with the cells of a row; `zeros` says whether there may be zero bytes.
fn fault_of(cells: &[Cow<str>], found: usize, preview: &Preview, zeros: bool) -> Option<Fault> {
    if found != preview.columns.len() {
        return Some(Fault::Cells(found));
    }
    if zeros && cells.iter().any(|cell| cell.contains('\0')) {
        return Some(Fault::Zero);
    }
    let mut pairs = cells.iter().zip(&preview.columns);
    (found > 1 && pairs.all(|(cell, column)| is_name_of(cell.trim(), column))).then_some(Fault::Heading)
}

/// Whether a cell is what the heading calls a column; names that came twice, or not at all, were given a number.
fn is_name_of(cell: &str, column: &str) -> bool {
    cell == column
        || column.strip_prefix(cell).is_some_and(|rest| rest.trim_start_matches([' ', '(']).starts_with("column "))
}

/// Rows of a piece that is not all UTF-8: only those at fault are marked.
pub(super) fn damaged_rows(
    text: &[u8],
    preview: &Preview,
    each: &mut impl FnMut(&Row) -> Result<(), LogError>,
) -> Result<u64, LogError> {
    let (mut position, mut line) = (0, 0);
    while position < text.len() {
        let extent = next_record(text, position, preview.delimiter());
        let record = text.get(position..extent.end).unwrap_or_default();
        position = extent.end;
        if !is_blank(record) {
            line += 1;
            one_record(record, extent.ending, extent.cells, preview, line, each)?;
        }
    }
    Ok(line)
}

fn one_record(
    record: &[u8],
    ending: Ending,
    found: usize,
    preview: &Preview,
    line: u64,
    each: &mut impl FnMut(&Row) -> Result<(), LogError>,
) -> Result<(), LogError> {
    let raw = split_record(record, preview.delimiter(), preview.columns.len());
    let cells: Vec<Cow<str>> = raw.iter().map(|cell| String::from_utf8_lossy(cell)).collect();
    let fault = if ending == Ending::QuoteOpen {
        Some(Fault::QuoteOpen(memchr_iter(b'\n', record.trim_ascii_end()).count() + 1))
    } else {
        let encoding = std::str::from_utf8(record).is_err().then_some(Fault::NotUtf8);
        fault_of(&cells, found, preview, true).or(encoding)
    };
    each(&Row { line, cells: &cells, fault: fault.as_ref() })
}

fn json_rows(
    text: &[u8],
    preview: &Preview,
    each: &mut impl FnMut(&Row) -> Result<(), LogError>,
) -> Result<u64, LogError> {
    let reader = JsonColumns::new(&preview.columns);
    let (mut values, mut line) = (Vec::new(), 0);
    for record in text.split(|byte| *byte == b'\n').filter(|record| !record.trim_ascii().is_empty()) {
        line += 1;
        let fault = match std::str::from_utf8(record) {
            Ok(_) => reader.read(record, &mut values).err().map(Fault::NotJson),
            Err(_) => Some(Fault::NotUtf8),
        };
        if fault.is_some() {
            // Nobody can tell its cells apart: it is kept as one.
            values.clear();
            values.push(String::from_utf8_lossy(record).into_owned());
        }
        let cells: Vec<Cow<str>> = values.iter().map(|value| Cow::Borrowed(value.as_str())).collect();
        each(&Row { line, cells: &cells, fault: fault.as_ref() })?;
    }
    Ok(line)
}

fn table_rows(
    table: &TextTable,
    preview: &Preview,
    each: &mut impl FnMut(&Row) -> Result<(), LogError>,
) -> Result<u64, LogError> {
    let columns = preview.columns.len();
    let mut cells: Vec<Cow<str>> = Vec::with_capacity(columns);
    for row in 0..table.height() {
        cells.clear();
        cells.extend((0..columns).map(|column| Cow::Borrowed(table.cell(column, row))));
        let overlong = table.cells_of_overlong_row(row).map(Fault::Cells);
        let fault = overlong.or_else(|| fault_of(&cells, columns, preview, false));
        each(&Row { line: row as u64 + 1, cells: &cells, fault: fault.as_ref() })?;
    }
    Ok(table.height() as u64)
}
