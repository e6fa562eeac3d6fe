//! Reads a log piece by piece, so that a file of any size needs little memory, and hands out its rows.
//!
//! A piece that is plain (every row has all cells, quotation marks stand where they should, valid UTF-8) is parsed by
//! polars; any other is split here, row by row, so that only the rows at fault are set aside. One thread
//! reads and parses ahead while the caller works on the piece before.

use super::preview::LONGEST_RECORD;
use super::records::{Ending, is_blank, next_record, split_record};
use super::{LogError, Preview};
use polars::prelude::{
    CsvParseOptions, CsvReadOptions, DataFrame, DataType, Field, PolarsResult, Schema, SchemaRef, SerReader,
    StringChunked,
};
use std::borrow::Cow;
use std::fs::File;
use std::io::{Cursor, Read};
use std::path::Path;
use std::sync::Arc;
use std::sync::mpsc::{SyncSender, sync_channel};

/// About how many bytes one piece has.
const PIECE: usize = 8 << 20;

/// How far an import has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// Bytes read and worked on.
    pub bytes_done: u64,
    /// Bytes in all.
    pub bytes_total: u64,
    /// Rows worked on.
    pub rows: u64,
}

/// What is wrong with a row as a whole.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Fault {
    /// It has more or fewer cells than the heading.
    Cells(usize),
    /// A quotation mark is never closed, and this many lines vanish behind it.
    QuoteOpen(usize),
    /// It is not valid UTF-8.
    NotUtf8,
}

/// One row; blank lines are no rows.
pub(super) struct Row<'a> {
    /// The number of the row, 1 for the first after the heading.
    pub line: u64,
    /// Its cells; as many as the heading has unless something is at fault.
    pub cells: &'a [&'a str],
    /// What is at fault.
    pub fault: Option<Fault>,
}

impl<'a> Row<'a> {
    /// The trimmed cell of a column; empty where the column is not mapped.
    pub fn cell(&self, column: Option<usize>) -> &'a str {
        column.and_then(|column| self.cells.get(column)).map_or("", |cell| cell.trim())
    }
}

/// The rows of one piece.
enum Rows {
    Table(DataFrame),
    Text(Vec<u8>),
}

struct Piece {
    rows: Rows,
    bytes: u64,
}

/// Hands every row of a log to `each`, and returns how many there are.
pub(super) fn for_each_row(
    path: &Path,
    preview: &Preview,
    progress: &mut dyn FnMut(Progress) -> bool,
    each: &mut dyn FnMut(&Row) -> Result<(), LogError>,
) -> Result<u64, LogError> {
    let file = File::open(path).map_err(LogError::io(path))?;
    let mut state = Progress { bytes_total: file.metadata().map_err(LogError::io(path))?.len(), ..Progress::default() };
    if !progress(state) {
        return Err(LogError::Cancelled);
    }
    std::thread::scope(|scope| {
        // One piece waits while one is worked on and one is read: at most three are in memory.
        let (sender, receiver) = sync_channel(1);
        scope.spawn(move || {
            let mut reader = Reader { path, file, preview, buffer: Vec::new(), begun: false, rows: 0 };
            if let Err(error) = reader.send_pieces(&sender) {
                // Nobody listens any more if the caller stopped at an error of its own.
                sender.send(Err(error)).ok();
            }
        });
        for piece in receiver {
            let piece = piece?;
            match piece.rows {
                Rows::Table(table) => table_rows(&table, &mut state.rows, each)?,
                Rows::Text(text) => text_rows(&text, preview, &mut state.rows, each)?,
            }
            state.bytes_done += piece.bytes;
            if !progress(state) {
                return Err(LogError::Cancelled);
            }
        }
        Ok(state.rows)
    })
}

struct Reader<'a> {
    path: &'a Path,
    file: File,
    preview: &'a Preview,
    buffer: Vec<u8>,
    begun: bool,
    rows: u64,
}

impl Reader<'_> {
    fn send_pieces(&mut self, sender: &SyncSender<Result<Piece, LogError>>) -> Result<(), LogError> {
        let schema = schema(self.preview.columns.len());
        let mut wanted = PIECE;
        loop {
            let missing = wanted.saturating_sub(self.buffer.len());
            let read = self.file.by_ref().take(missing as u64).read_to_end(&mut self.buffer);
            let whole = read.map_err(LogError::io(self.path))? < missing;
            let skipped = self.skip_heading(whole);
            let survey = survey(&self.buffer, skipped.unwrap_or(0), self.preview, whole);
            if whole && (survey.end <= skipped.unwrap_or(0) || skipped.is_none()) {
                return Ok(());
            }
            if skipped.is_none() || survey.rows == 0 && survey.end < self.buffer.len() {
                if self.buffer.len() > LONGEST_RECORD {
                    return Err(LogError::RecordTooLong { line: if self.begun { self.rows + 1 } else { 0 } });
                }
                wanted = (self.buffer.len() * 2).min(LONGEST_RECORD + 1);
                continue;
            }
            let rest = self.buffer.split_off(survey.end);
            let text = std::mem::replace(&mut self.buffer, rest);
            let bytes = text.len() as u64;
            self.begun = true;
            self.rows += survey.rows;
            let rows = parse(text, skipped.unwrap_or(0), &survey, self.preview.delimiter, &schema);
            if sender.send(Ok(Piece { rows, bytes })).is_err() || whole {
                return Ok(());
            }
            wanted = PIECE.max(self.buffer.len() + PIECE / 2);
        }
    }

    /// Where the rows begin in the buffer; `None` while the heading is not whole.
    fn skip_heading(&self, whole: bool) -> Option<usize> {
        if self.begun {
            return Some(0);
        }
        let mut position = if self.preview.has_bom { 3 } else { 0 };
        loop {
            let extent = next_record(&self.buffer, position, self.preview.delimiter);
            if extent.ending != Ending::LineBreak && !whole || position >= self.buffer.len() {
                return None;
            }
            let heading = !is_blank(self.buffer.get(position..extent.end)?);
            position = extent.end;
            if heading {
                return Some(position);
            }
        }
    }
}

struct Survey {
    /// Where the last whole row ends.
    end: usize,
    rows: u64,
    /// Whether polars can be trusted with all of them.
    plain: bool,
}

fn survey(text: &[u8], from: usize, preview: &Preview, whole: bool) -> Survey {
    let mut survey = Survey { end: from, rows: 0, plain: preview.columns.len() > 1 };
    while survey.end < text.len() {
        let extent = next_record(text, survey.end, preview.delimiter);
        if extent.ending != Ending::LineBreak && !whole {
            break;
        }
        let blank = is_blank(text.get(survey.end..extent.end).unwrap_or_default());
        let usual = extent.cells == preview.columns.len() && extent.ending != Ending::QuoteOpen;
        survey.plain &= usual && !extent.odd && !blank;
        survey.rows += u64::from(!blank);
        survey.end = extent.end;
    }
    survey
}

fn schema(columns: usize) -> SchemaRef {
    // The log's own names may be anything; numbers cannot clash.
    Arc::new(
        (0..columns).map(|index| Field::new(index.to_string().as_str().into(), DataType::String)).collect::<Schema>(),
    )
}

fn parse(mut text: Vec<u8>, from: usize, survey: &Survey, delimiter: u8, schema: &SchemaRef) -> Rows {
    let body = text.get(from..).unwrap_or_default();
    if survey.plain
        && survey.rows > 0
        && std::str::from_utf8(body).is_ok()
        // Polars drops some carriage returns that are not part of a line break.
        && memchr::memchr_iter(b'\r', body).all(|at| body.get(at + 1) == Some(&b'\n'))
        && let Ok(table) = parse_table(body, delimiter, schema)
        // Should polars see other rows than the survey, its table is not used.
        && table.height() as u64 == survey.rows
        && table.width() == schema.len()
    {
        return Rows::Table(table);
    }
    text.drain(..from);
    Rows::Text(text)
}

fn parse_table(body: &[u8], delimiter: u8, schema: &SchemaRef) -> PolarsResult<DataFrame> {
    CsvReadOptions::default()
        .with_has_header(false)
        .with_schema(Some(Arc::clone(schema)))
        .with_n_threads(Some(1))
        .with_rechunk(true)
        .with_parse_options(CsvParseOptions::default().with_separator(delimiter))
        .into_reader_with_file_handle(Cursor::new(body))
        .finish()
}

fn table_rows(
    table: &DataFrame,
    line: &mut u64,
    each: &mut dyn FnMut(&Row) -> Result<(), LogError>,
) -> Result<(), LogError> {
    let columns: Vec<&StringChunked> =
        table.columns().iter().map(|column| column.str()).collect::<PolarsResult<_>>()?;
    let mut cells = Vec::with_capacity(columns.len());
    for index in 0..table.height() {
        cells.clear();
        cells.extend(columns.iter().map(|column| column.get(index).unwrap_or_default()));
        *line += 1;
        each(&Row { line: *line, cells: &cells, fault: None })?;
    }
    Ok(())
}

pub(super) fn text_rows(
    text: &[u8],
    preview: &Preview,
    line: &mut u64,
    each: &mut dyn FnMut(&Row) -> Result<(), LogError>,
) -> Result<(), LogError> {
    let mut position = 0;
    while position < text.len() {
        let extent = next_record(text, position, preview.delimiter);
        let record = text.get(position..extent.end).unwrap_or_default();
        position = extent.end;
        if is_blank(record) {
            continue;
        }
        *line += 1;
        let raw = split_record(record, preview.delimiter, preview.columns.len());
        let cells: Vec<Cow<str>> = raw.iter().map(|cell| String::from_utf8_lossy(cell)).collect();
        let cells: Vec<&str> = cells.iter().map(AsRef::as_ref).collect();
        let fault = if extent.ending == Ending::QuoteOpen {
            Some(Fault::QuoteOpen(memchr::memchr_iter(b'\n', record).count() + 1))
        } else if extent.cells != preview.columns.len() {
            Some(Fault::Cells(extent.cells))
        } else {
            std::str::from_utf8(record).is_err().then_some(Fault::NotUtf8)
        };
        each(&Row { line: *line, cells: &cells, fault })?;
    }
    Ok(())
}
