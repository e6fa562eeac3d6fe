//! Tables of text, read by a thread of their own.

use super::quiet::{outcome, start};
use super::{Format, MOST_COLUMNS, Shape};
use crate::logs::LogError;
use std::collections::HashSet;
use std::path::Path;
use std::sync::mpsc::{Receiver, Sender, SyncSender, channel, sync_channel};
use std::thread::JoinHandle;

/// The most rows of one table.
pub(super) const MOST_ROWS: usize = 65_536;
/// About how much text one table holds at most.
pub(super) const MOST_TEXT: usize = 64 << 20;

/// One column of a table: all its cells in one text, and where each of them ends.
#[derive(Debug, Default)]
pub(super) struct TextColumn {
    pub(super) text: String,
    ends: Vec<u32>,
}

impl TextColumn {
    /// Ends the cell that was written to the text.
    pub(super) fn end_cell(&mut self) {
        self.ends.push(u32::try_from(self.text.len()).unwrap_or(u32::MAX));
    }

    fn cell(&self, row: usize) -> Option<&str> {
        let from = match row.checked_sub(1) {
            Some(before) => *self.ends.get(before)?,
            None => 0,
        };
        self.text.get(from as usize..*self.ends.get(row)? as usize)
    }
}

/// Some rows of a log as text; at most 65,536 rows, and about 64 MB unless a single row has more.
#[derive(Debug, Default)]
pub(in crate::logs) struct TextTable {
    pub(super) columns: Vec<TextColumn>,
    pub(super) height: usize,
    /// Rows with cells beyond the last column, and how many cells they have; in ascending order.
    pub(super) overlong: Vec<(usize, usize)>,
}

impl TextTable {
    /// A table of so many columns and no rows.
    pub(super) fn new(columns: usize) -> Self {
        let columns = std::iter::repeat_with(TextColumn::default).take(columns).collect();
        Self { columns, height: 0, overlong: Vec::new() }
    }

    /// How many rows it has.
    pub fn height(&self) -> usize {
        self.height
    }

    /// A cell; empty for a column that is not read, and outside the table.
    pub fn cell(&self, column: usize, row: usize) -> &str {
        self.columns.get(column).and_then(|column| column.cell(row)).unwrap_or_default()
    }

    /// How many cells a row has, if it has cells beyond the last column (as only sheets do).
    pub fn cells_of_overlong_row(&self, row: usize) -> Option<usize> {
        let place = self.overlong.binary_search_by_key(&row, |(row, _)| *row).ok()?;
        self.overlong.get(place).map(|(_, cells)| *cells)
    }

    /// The bytes of all its cells.
    pub(super) fn text_bytes(&self) -> usize {
        self.columns.iter().map(|column| column.text.len()).sum()
    }
}

/// What is known of a log before its rows are read.
pub(super) struct Opened {
    pub(super) columns: Vec<String>,
    pub(super) rows_total: Option<u64>,
}

/// How a reader of tables speaks with whoever wants them: it says once what it opened, learns which columns are wanted, and
/// gives one table after the other.
pub(super) struct Desk {
    opened: Sender<Opened>,
    wanted: Receiver<Vec<bool>>,
    tables: SyncSender<TextTable>,
}

impl Desk {
    /// Says what was opened; which columns are wanted, or `None` if nobody listens any more.
    ///
    /// # Errors
    /// There is no column, or there are more than 10,000.
    pub(super) fn announce(&self, opened: Opened) -> Result<Option<Vec<bool>>, LogError> {
        if opened.columns.is_empty() {
            return Err(LogError::Empty);
        }
        if opened.columns.len() > MOST_COLUMNS {
            return Err(LogError::TooManyColumns { found: opened.columns.len() });
        }
        let _ = self.opened.send(opened);
        Ok(self.wanted.recv().ok())
    }

    /// Hands over a table; false if nobody listens any more.
    pub(super) fn give(&self, table: TextTable) -> bool {
        self.tables.send(table).is_ok()
    }
}

/// Tables of text out of Parquet, Arrow IPC and Excel. One table is made ahead while the one before is worked on.
pub(in crate::logs) struct TableSource {
    columns: Vec<String>,
    rows_total: Option<u64>,
    wanted: Vec<bool>,
    /// Where to say which columns are wanted; gone once that was said.
    want: Option<Sender<Vec<bool>>>,
    tables: Receiver<TextTable>,
    reader: Option<JoinHandle<Result<(), LogError>>>,
    kind: &'static str,
}

impl TableSource {
    /// Opens a log that is not text.
    ///
    /// # Errors
    /// The file cannot be read or is damaged, the workbook has no such sheet, or there are more than 10,000 columns.
    pub fn open(path: &Path, format: &Format) -> Result<Self, LogError> {
        let (opened, on_opened) = channel();
        let (want, wanted) = channel();
        let (give, tables) = sync_channel(1);
        let desk = Desk { opened, wanted, tables: give };
        let (path, shape) = (path.to_owned(), format.shape.clone());
        let kind = kind_of(&shape);
        let reader = start(move || read(&path, &shape, &desk))?;
        let Ok(Opened { columns, rows_total }) = on_opened.recv() else {
            return Err(outcome(reader, kind).err().unwrap_or(LogError::Empty));
        };
        let (columns, wanted) = (unique_names(columns), Vec::new());
        Ok(Self { columns, rows_total, wanted, want: Some(want), tables, reader: Some(reader), kind })
    }

    /// The names of the columns: made unique, and numbered where the log has none.
    pub fn columns(&self) -> &[String] {
        &self.columns
    }

    /// How many rows the log says that it has; a sheet does not say.
    pub fn rows_total(&self) -> Option<u64> {
        self.rows_total
    }

    /// Reads only some columns: one entry for each; the others come out empty and are not decoded. Without this, all are read.
    /// Of no effect once the first table was asked for.
    pub fn only(&mut self, wanted: &[bool]) {
        wanted.clone_into(&mut self.wanted);
    }

    /// The next table, in the order of the log; `None` at its end, and after an error.
    ///
    /// # Errors
    /// The file cannot be read or is damaged; the tables before were sound.
    pub fn next(&mut self) -> Result<Option<TextTable>, LogError> {
        if let Some(want) = self.want.take() {
            self.wanted.resize(self.columns.len(), self.wanted.is_empty());
            // If the reader is gone by now, what it came to shows below.
            let _ = want.send(std::mem::take(&mut self.wanted));
        }
        match self.tables.recv() {
            Ok(table) => Ok(Some(table)),
            Err(_) => self.reader.take().map_or(Ok(None), |reader| outcome(reader, self.kind).map(|()| None)),
        }
    }
}

fn read(path: &Path, shape: &Shape, desk: &Desk) -> Result<(), LogError> {
    match shape {
        Shape::Parquet => super::parquet::read(path, desk),
        Shape::ArrowIpc => super::ipc::read(path, desk),
        Shape::Sheet { name } => super::excel::read(path, name, desk),
        Shape::Delimited { .. } | Shape::JsonLines => {
            Err(LogError::Table("text is read as rows, not as tables".to_owned()))
        }
    }
}

fn kind_of(shape: &Shape) -> &'static str {
    match shape {
        Shape::Parquet => "Parquet",
        Shape::ArrowIpc => "Arrow",
        Shape::Sheet { .. } => "Excel",
        Shape::Delimited { .. } | Shape::JsonLines => "text",
    }
}

fn unique_names(names: Vec<String>) -> Vec<String> {
    let mut taken = HashSet::new();
    let mut unique = Vec::with_capacity(names.len());
    for (index, name) in names.into_iter().enumerate() {
        let name = if name.trim().is_empty() { format!("column {}", index + 1) } else { name.trim().to_owned() };
        let unused = if taken.contains(&name) { format!("{name} (column {})", index + 1) } else { name };
        taken.insert(unused.clone());
        unique.push(unused);
    }
    unique
}
