//! Sheets of Excel workbooks (.xlsx) as tables of text, cell by cell.

use super::cells::{push_float, put};
use super::quiet::{outcome, start};
use super::table::{Desk, MOST_ROWS, MOST_TEXT, Opened, TextTable};
use super::temporal::clock;
use super::{MOST_COLUMNS, workbook};
use crate::logs::LogError;
use calamine::{DataRef, ExcelDateTime, Reader, Sheet, SheetType, SheetVisible, Xlsx, XlsxCellReader};
use std::fmt::Write;
use std::fs::File;
use std::io::BufReader;
use std::path::Path;

type Workbook = Xlsx<BufReader<File>>;

/// The names of the sheets of a workbook, in their order; sheets without cells, such as charts, are left out.
///
/// # Errors
/// The file is no workbook, or is damaged, or unpacks to an absurd size.
pub fn sheets(path: &Path) -> Result<Vec<String>, LogError> {
    Ok(sheets_of(path)?.into_iter().map(|sheet| sheet.name).collect())
}

/// The first sheet that a person sees.
///
/// # Errors
/// As for [`sheets`].
pub(super) fn first_sheet(path: &Path) -> Result<String, LogError> {
    let sheets = sheets_of(path)?;
    let first = sheets.iter().find(|sheet| sheet.visible == SheetVisible::Visible).or_else(|| sheets.first());
    first.map(|sheet| sheet.name.clone()).ok_or(LogError::Empty)
}

fn sheets_of(path: &Path) -> Result<Vec<Sheet>, LogError> {
    let path = path.to_owned();
    let reader = start(move || Ok(with_cells(&open(&path)?)))?;
    outcome(reader, "Excel")
}

fn with_cells(workbook: &Workbook) -> Vec<Sheet> {
    workbook.sheets_metadata().iter().filter(|sheet| sheet.typ == SheetType::WorkSheet).cloned().collect()
}

fn damaged(error: impl std::fmt::Display) -> LogError {
    LogError::damaged("Excel")(error)
}

fn open(path: &Path) -> Result<Workbook, LogError> {
    workbook::check(path)?;
    let file = File::open(path).map_err(LogError::io(path))?;
    Xlsx::new(BufReader::new(file)).map_err(damaged)
}

/// Reads a sheet. Its first row that is not empty is the heading; the table begins with its first cell, and rows
/// without cells are no rows.
///
/// # Errors
/// As for [`sheets`]; the workbook has no such sheet; the sheet has no rows, or more than 10,000 columns.
pub(super) fn read(path: &Path, name: &str, desk: &Desk) -> Result<(), LogError> {
    let mut workbook = open(path)?;
    let sheets: Vec<String> = with_cells(&workbook).into_iter().map(|sheet| sheet.name).collect();
    if !sheets.iter().any(|sheet| sheet == name) {
        return Err(LogError::SheetMissing { name: name.to_owned(), sheets });
    }
    let cells = workbook.worksheet_cells_reader(name).map_err(damaged)?;
    let mut rows = Rows { cells, has_ended: false, next: None, row: Vec::new(), width: 0, number: None };
    if !rows.read_row()? {
        return Err(LogError::Empty);
    }
    let first = rows.row.iter().position(|cell| !cell.is_empty()).unwrap_or(0);
    if rows.width > MOST_COLUMNS {
        return Err(LogError::TooManyColumns { found: rows.width });
    }
    let columns = rows.row.iter().take(rows.width).skip(first).cloned().collect();
    let Some(wanted) = desk.announce(Opened { columns, rows_total: None })? else {
        return Ok(());
    };
    give_rows(&mut rows, first, &wanted, desk)
}

fn give_rows(rows: &mut Rows, first: usize, wanted: &[bool], desk: &Desk) -> Result<(), LogError> {
    let mut table = TextTable::new(wanted.len());
    while rows.read_row()? {
        rows.add_to(&mut table, first, wanted);
        if table.height == MOST_ROWS || table.text_bytes() > MOST_TEXT {
            let full = std::mem::replace(&mut table, TextTable::new(wanted.len()));
            if !desk.give(full) {
                return Ok(());
            }
        }
    }
    if table.height > 0 {
        desk.give(table);
    }
    Ok(())
}

/// The rows of a sheet that have cells.
struct Rows<'a> {
    cells: XlsxCellReader<'a, BufReader<File>>,
    /// Whether the last cell was read; to ask for more would be an error.
    has_ended: bool,
    /// The first cell of the row after this one.
    next: Option<(u32, usize, String)>,
    /// The texts of this row, as many as the longest row so far had.
    row: Vec<String>,
    /// How many cells this row has, up to the last that is not empty.
    width: usize,
    number: Option<u32>,
}

impl Rows<'_> {
    /// Reads one row; false at the end.
    fn read_row(&mut self) -> Result<bool, LogError> {
        self.row.iter_mut().for_each(String::clear);
        self.width = 0;
        let Some((number, column, text)) = self.take_cell()? else {
            return Ok(false);
        };
        if self.number.is_some_and(|before| before >= number) {
            return Err(damaged("its rows are not in order"));
        }
        self.number = Some(number);
        self.put(column, text);
        while let Some((row, column, text)) = self.take_cell()? {
            if row != number {
                self.next = Some((row, column, text));
                break;
            }
            self.put(column, text);
        }
        Ok(true)
    }

    /// The next cell that is not empty.
    fn take_cell(&mut self) -> Result<Option<(u32, usize, String)>, LogError> {
        if let Some(cell) = self.next.take() {
            return Ok(Some(cell));
        }
        while !self.has_ended {
            let Some(cell) = self.cells.next_cell().map_err(damaged)? else {
                self.has_ended = true;
                break;
            };
            let (row, column) = cell.get_position();
            let text = text_of(cell.get_value());
            if !text.is_empty() {
                return Ok(Some((row, column as usize, text)));
            }
        }
        Ok(None)
    }

    /// A cell beyond all columns that are read only counts.
    fn put(&mut self, column: usize, text: String) {
        self.width = self.width.max(column + 1);
        if column < MOST_COLUMNS {
            self.row.resize(self.row.len().max(column + 1), String::new());
            self.row.iter_mut().skip(column).take(1).for_each(|cell| cell.clone_from(&text));
        }
    }

    fn add_to(&self, table: &mut TextTable, first: usize, wanted: &[bool]) {
        for ((column, wanted), place) in table.columns.iter_mut().zip(wanted).zip(first..) {
            if *wanted {
                column.text.push_str(self.row.get(place).map_or("", String::as_str));
                column.end_cell();
            }
        }
        let before_first = self.row.iter().take(first).filter(|cell| !cell.is_empty()).count();
        if self.width > first + wanted.len() || before_first > 0 {
            table.overlong.push((table.height, self.width.saturating_sub(first).max(wanted.len()) + before_first));
        }
        table.height += 1;
    }
}

fn text_of(value: &DataRef) -> String {
    let mut text = String::new();
    match value {
        DataRef::Empty => {}
        DataRef::Int(number) => put(&mut text, number),
        DataRef::Float(number) => push_float(&mut text, *number),
        DataRef::String(value) | DataRef::DateTimeIso(value) | DataRef::DurationIso(value) => text.push_str(value),
        DataRef::SharedString(value) => text.push_str(value),
        DataRef::Bool(value) => text.push_str(if *value { "true" } else { "false" }),
        DataRef::DateTime(moment) => push_moment(&mut text, *moment),
        DataRef::Error(error) => put(&mut text, error),
    }
    text
}

/// Excel counts days, and its moments have no zone. A whole number is a day; less than one is a time of day.
fn push_moment(text: &mut String, moment: ExcelDateTime) {
    let days = moment.as_f64();
    let (year, month, day, hour, minute, second, millisecond) = moment.to_ymd_hms_milli();
    let of_day = ((i64::from(hour) * 60 + i64::from(minute)) * 60 + i64::from(second)) * 1_000 + i64::from(millisecond);
    if moment.is_duration() {
        text.push_str("PT");
        push_float(text, (days * 86_400_000.0).round() / 1_000.0);
        text.push('S');
        return;
    }
    if days >= 1.0 {
        let _ = write!(text, "{year:04}-{month:02}-{day:02}");
    }
    if of_day != 0 || days < 1.0 {
        text.push_str(if days >= 1.0 { "T" } else { "" });
        clock(text, of_day * 1_000);
    }
}
