//! A first look at a log: how it is written, its columns and its first rows.

use super::records::{Ending, Extent, is_blank, is_preamble, next_record, split_record};
use super::rows::each_row;
use super::source::{self, Format, JsonColumns, Shape, TableSource, TextSource};
use super::times::{DateOrder, order_shown};
use super::{LogError, pieces::Piece};
use std::borrow::Cow;
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;

/// The longest record that is read.
pub(super) const LONGEST_RECORD: usize = 64 << 20;
/// The most columns that are read.
const MOST_COLUMNS: usize = 10_000;
/// How much is looked at to tell how the file is written.
const LOOKED_AT: usize = 64 << 10;
/// How much is read for the first rows.
const READ_AT_FIRST: usize = 1 << 20;
const ROWS_SHOWN: usize = 50;
const LONGEST_CELL_SHOWN: usize = 200;
const DELIMITERS: [u8; 4] = [b',', b';', b'\t', b'|'];

/// What a first look at a log found.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Preview {
    /// How the log is written.
    pub format: Format,
    /// Whether its lines end with a carriage return only.
    #[serde(default)]
    pub carriage_returns: bool,
    /// The names of the columns; made unique, and numbered where the heading has none.
    pub columns: Vec<String>,
    /// The first rows, at most 50; long cells are cut.
    pub rows: Vec<Vec<String>>,
    /// Which columns are read of a log that is stored column by column; empty for all.
    #[serde(skip)]
    pub wanted: Vec<bool>,
    /// For columns with dates such as `03/04/2026`: the orders that some of the first dates show beyond doubt.
    pub date_orders: BTreeMap<String, Vec<DateOrder>>,
}

impl Preview {
    /// Looks at the beginning of a log; `format` says how it is written where somebody corrected that.
    ///
    /// # Errors
    /// The file cannot be read, is empty, is damaged, or is of a kind that is not read.
    pub fn of(path: &Path, format: Option<&Format>) -> Result<Self, LogError> {
        preview(path, format)
    }

    /// The index of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }

    /// Reads only these columns where the log is stored column by column; all others come out empty.
    pub fn read_only(&mut self, columns: &[&String]) {
        self.wanted = self.columns.iter().map(|column| columns.contains(&column)).collect();
    }

    /// What stands between the cells of text.
    pub(super) fn delimiter(&self) -> u8 {
        match self.format.shape {
            Shape::Delimited { delimiter } => delimiter,
            _ => b',',
        }
    }

    /// The order of the dates in a column, as far as the first rows show it without contradiction.
    pub fn date_order(&self, column: &str) -> Option<DateOrder> {
        match self.date_orders.get(column).map(Vec::as_slice) {
            Some([order]) => Some(*order),
            _ => None,
        }
    }

    fn with_rows(format: Format, columns: Vec<String>, rows: Vec<Vec<String>>) -> Self {
        Self { format, carriage_returns: false, columns, rows, wanted: Vec::new(), date_orders: BTreeMap::new() }
    }

    /// Notes what the rows of a piece show about the order of dates.
    fn learn_orders(&mut self, piece: &Piece) -> Result<(), LogError> {
        let mut orders: BTreeMap<usize, Vec<DateOrder>> = BTreeMap::new();
        each_row(piece, self, &mut |row| {
            for (index, cell) in row.cells.iter().enumerate() {
                // Few cells are as short as a time and hold the marks of one.
                let likely = cell.len() <= 40 && memchr::memchr3(b'/', b'.', b'-', cell.as_bytes()).is_some();
                if let Some(order) = order_shown(cell).filter(|_| likely && row.fault.is_none()) {
                    let known = orders.entry(index).or_default();
                    if !known.contains(&order) {
                        known.push(order);
                    }
                }
            }
            Ok(())
        })?;
        let named = orders.into_iter().filter_map(|(index, orders)| Some((self.columns.get(index)?.clone(), orders)));
        self.date_orders = named.collect();
        Ok(())
    }
}

/// Looks at the beginning of a log; `format` says how it is written where somebody corrected that.
///
/// # Errors
/// The file cannot be read, is empty, is damaged, or is of a kind that is not read.
pub fn preview(path: &Path, format: Option<&Format>) -> Result<Preview, LogError> {
    let found = match format {
        Some(format) => format.clone(),
        None => source::detect(path)?,
    };
    if matches!(found.shape, Shape::Delimited { .. } | Shape::JsonLines) {
        look_at_text(path, &found, format.is_some())
    } else {
        look_at_table(path, found)
    }
}

fn look_at_table(path: &Path, format: Format) -> Result<Preview, LogError> {
    let mut source = TableSource::open(path, &format)?;
    let columns = unique_names(source.columns().iter().map(|name| shown(name.as_bytes())));
    let Some(table) = source.next()?.filter(|table| table.height() > 0) else {
        return Err(LogError::NoRows { columns: columns.len() });
    };
    let cells = |row| (0..columns.len()).map(|column| shown(table.cell(column, row).as_bytes())).collect();
    let rows = (0..table.height().min(ROWS_SHOWN)).map(cells).collect();
    let mut preview = Preview::with_rows(format, columns, rows);
    preview.learn_orders(&Piece::Table(table))?;
    Ok(preview)
}

fn look_at_text(path: &Path, format: &Format, chosen: bool) -> Result<Preview, LogError> {
    let mut file = TextSource::open(path, format)?;
    let mut bytes = Vec::new();
    let (mut wanted, mut carriage_returns) = (READ_AT_FIRST, false);
    loop {
        let missing = wanted.saturating_sub(bytes.len());
        let read = file.by_ref().take(missing as u64).read_to_end(&mut bytes).map_err(LogError::io(path))?;
        let whole_file = read < missing;
        carriage_returns |= ends_with_returns(&bytes);
        if carriage_returns {
            returns_to_breaks(&mut bytes);
        }
        let found = match format.shape {
            Shape::JsonLines => look_at_json(&bytes, format, whole_file)?,
            _ => look(&bytes, format, chosen, whole_file)?,
        };
        if let Some((mut preview, rows)) = found {
            let end = if whole_file { bytes.len() } else { memchr::memrchr(b'\n', &bytes).map_or(0, |at| at + 1) };
            let rows = bytes.get(rows.min(end)..end).unwrap_or_default();
            preview.learn_orders(&Piece::Text(rows.to_vec()))?;
            preview.carriage_returns = carriage_returns;
            return Ok(preview);
        }
        if bytes.len() > LONGEST_RECORD {
            return Err(LogError::RecordTooLong { begins_at: 0 });
        }
        wanted = (bytes.len() * 4).min(LONGEST_RECORD + 4);
    }
}

/// Whether lines end with a carriage return only, as old programs wrote them.
fn ends_with_returns(bytes: &[u8]) -> bool {
    let beginning = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    memchr::memchr(b'\n', bytes).is_none() && memchr::memchr(b'\r', beginning).is_some()
}

/// Makes line breaks of carriage returns.
pub(super) fn returns_to_breaks(bytes: &mut [u8]) {
    bytes.iter_mut().filter(|byte| **byte == b'\r').for_each(|byte| *byte = b'\n');
}

/// The preview and where its rows begin; `None` if more must be read to tell.
fn look(text: &[u8], format: &Format, chosen: bool, whole_file: bool) -> Result<Option<(Preview, usize)>, LogError> {
    let beginning = text.get(..LOOKED_AT).unwrap_or(text);
    let told =
        text.get(..16).filter(|start| is_preamble(start.split(|byte| *byte == b'\n').next().unwrap_or_default()));
    let delimiter = match format.shape {
        // Zero stands for a delimiter that is still to be found out.
        Shape::Delimited { delimiter } if chosen && delimiter != 0 => delimiter,
        _ if told.is_some() => told.and_then(|start| start.get(4)).copied().unwrap_or(b','),
        _ => detect_delimiter(beginning, whole_file && beginning.len() == text.len()),
    };
    let mut records = Records { text, delimiter, position: 0, whole_file };
    let Some((record, extent)) = records.find(|(record, _)| !is_preamble(record)) else {
        return if whole_file { Err(LogError::Empty) } else { Ok(None) };
    };
    if extent.cells > MOST_COLUMNS {
        return Err(LogError::TooManyColumns { found: extent.cells });
    }
    let columns = unique_names(split_record(record, delimiter, MOST_COLUMNS).iter().map(|cell| shown(cell)));
    let begin = records.position;
    let rows: Vec<Vec<String>> = records
        .take(ROWS_SHOWN)
        .map(|(record, _)| split_record(record, delimiter, columns.len()).iter().map(|cell| shown(cell)).collect())
        .collect();
    if rows.is_empty() {
        return if whole_file { Err(LogError::NoRows { columns: columns.len() }) } else { Ok(None) };
    }
    let format = Format { shape: Shape::Delimited { delimiter }, ..format.clone() };
    Ok(Some((Preview::with_rows(format, columns, rows), begin)))
}

fn look_at_json(text: &[u8], format: &Format, whole_file: bool) -> Result<Option<(Preview, usize)>, LogError> {
    let end = if whole_file { text.len() } else { memchr::memrchr(b'\n', text).map_or(0, |at| at + 1) };
    let whole = text.get(..end).unwrap_or_default();
    let lines: Vec<&[u8]> = whole.split(|byte| *byte == b'\n').filter(|line| !line.trim_ascii().is_empty()).collect();
    if lines.is_empty() {
        return if whole_file { Err(LogError::Empty) } else { Ok(None) };
    }
    let columns = JsonColumns::discover(&lines);
    if columns.len() > MOST_COLUMNS {
        return Err(LogError::TooManyColumns { found: columns.len() });
    }
    let reader = JsonColumns::new(&columns);
    let mut cells = Vec::new();
    let mut rows = Vec::new();
    for line in lines.iter().take(ROWS_SHOWN) {
        if reader.read(line, &mut cells).is_ok() {
            rows.push(cells.iter().map(|cell| shown(cell.as_bytes())).collect());
        }
    }
    Ok(Some((Preview::with_rows(format.clone(), columns, rows), 0)))
}

/// The records of a text that are not blank; of a text that goes on, only those that are whole.
struct Records<'a> {
    text: &'a [u8],
    delimiter: u8,
    position: usize,
    whole_file: bool,
}

impl<'a> Iterator for Records<'a> {
    type Item = (&'a [u8], Extent);

    fn next(&mut self) -> Option<Self::Item> {
        while self.position < self.text.len() {
            let extent = next_record(self.text, self.position, self.delimiter);
            if extent.ending != Ending::LineBreak && !self.whole_file {
                return None;
            }
            let record = self.text.get(self.position..extent.end)?;
            self.position = extent.end;
            if !is_blank(record) {
                return Some((record, extent));
            }
        }
        None
    }
}

/// The delimiter that cuts most rows into as many cells as the heading; of several, the one with most cells.
fn detect_delimiter(text: &[u8], whole_file: bool) -> u8 {
    let mut best = (0, b',');
    for delimiter in DELIMITERS {
        let mut records = Records { text, delimiter, position: 0, whole_file };
        // A heading longer than what is looked at is counted as far as it goes.
        let heading = records.next().map_or_else(|| next_record(text, 0, delimiter).cells, |(_, extent)| extent.cells);
        if heading < 2 {
            continue;
        }
        let (mut alike, mut all) = (1, 1);
        for (_, extent) in records.take(100) {
            all += 1;
            alike += usize::from(extent.cells == heading);
        }
        let score = alike * 1_000_000 / all + heading.min(MOST_COLUMNS);
        if score > best.0 {
            best = (score, delimiter);
        }
    }
    best.1
}

fn shown(cell: &[u8]) -> String {
    // Four bytes are the longest character: no need to look at all of a huge cell.
    let beginning = cell.get(..LONGEST_CELL_SHOWN * 4).unwrap_or(cell);
    let text: Cow<str> = String::from_utf8_lossy(beginning);
    text.chars().take(LONGEST_CELL_SHOWN).collect()
}

fn unique_names(names: impl Iterator<Item = String>) -> Vec<String> {
    let mut taken = std::collections::HashSet::new();
    let mut unique = Vec::new();
    for (index, name) in names.enumerate() {
        let name = if name.trim().is_empty() { format!("column {}", index + 1) } else { name.trim().to_owned() };
        let unused = if taken.contains(&name) { format!("{name} (column {})", index + 1) } else { name };
        taken.insert(unused.clone());
        unique.push(unused);
    }
    unique
}
