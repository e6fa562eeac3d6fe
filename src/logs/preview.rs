//! A first look at a log: how it is written, its columns and its first rows.

use super::LogError;
use super::records::{Ending, Extent, is_blank, next_record, split_record};
use std::fs::File;
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
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Preview {
    /// What stands between cells: a comma, semicolon, tab or bar.
    pub delimiter: u8,
    /// Whether a byte order mark stands at the beginning.
    pub has_bom: bool,
    /// The names of the columns; made unique, and numbered where the heading has none.
    pub columns: Vec<String>,
    /// The first rows, at most 50; long cells are cut.
    pub rows: Vec<Vec<String>>,
}

impl Preview {
    /// The index of a column.
    pub fn column(&self, name: &str) -> Option<usize> {
        self.columns.iter().position(|column| column == name)
    }
}

/// Looks at the beginning of a log.
pub fn preview(path: &Path) -> Result<Preview, LogError> {
    let mut file = File::open(path).map_err(LogError::io(path))?;
    let mut bytes = Vec::new();
    let mut wanted = READ_AT_FIRST;
    loop {
        let missing = wanted.saturating_sub(bytes.len());
        let read = file.by_ref().take(missing as u64).read_to_end(&mut bytes).map_err(LogError::io(path))?;
        let whole_file = read < missing;
        check_text(&bytes)?;
        let has_bom = bytes.starts_with(b"\xEF\xBB\xBF");
        let text = bytes.get(if has_bom { 3 } else { 0 }..).unwrap_or_default();
        if let Some(preview) = look(text, has_bom, whole_file)? {
            return Ok(preview);
        }
        if bytes.len() > LONGEST_RECORD {
            return Err(LogError::RecordTooLong { line: 0 });
        }
        wanted = (bytes.len() * 4).min(LONGEST_RECORD + 4);
    }
}

fn check_text(bytes: &[u8]) -> Result<(), LogError> {
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(LogError::Encoding { found: "UTF-16" });
    }
    let beginning = bytes.get(..LOOKED_AT).unwrap_or(bytes);
    if let Some(position) = memchr::memchr(0, beginning) {
        return Err(LogError::NotText { position });
    }
    if memchr::memchr(b'\n', bytes).is_none() && memchr::memchr(b'\r', beginning).is_some() {
        return Err(LogError::Encoding { found: "lines that end with a carriage return only" });
    }
    Ok(())
}

/// The preview, or `None` if more must be read to tell.
fn look(text: &[u8], has_bom: bool, whole_file: bool) -> Result<Option<Preview>, LogError> {
    let beginning = text.get(..LOOKED_AT).unwrap_or(text);
    let delimiter = detect_delimiter(beginning, whole_file && beginning.len() == text.len());
    let mut records = Records { text, delimiter, position: 0, whole_file };
    let Some((record, extent)) = records.next() else {
        return if whole_file { Err(LogError::Empty) } else { Ok(None) };
    };
    if extent.cells > MOST_COLUMNS {
        return Err(LogError::TooManyColumns { found: extent.cells });
    }
    let columns = unique_names(split_record(record, delimiter, MOST_COLUMNS).iter().map(|cell| shown(cell)));
    let rows: Vec<Vec<String>> = records
        .take(ROWS_SHOWN)
        .map(|(record, _)| split_record(record, delimiter, columns.len()).iter().map(|cell| shown(cell)).collect())
        .collect();
    if rows.is_empty() {
        return if whole_file { Err(LogError::NoRows { columns: columns.len() }) } else { Ok(None) };
    }
    Ok(Some(Preview { delimiter, has_bom, columns, rows }))
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
    String::from_utf8_lossy(beginning).chars().take(LONGEST_CELL_SHOWN).collect()
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
