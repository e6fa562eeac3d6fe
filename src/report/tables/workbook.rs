//! The tables as one workbook, a sheet each.

use super::named;
use crate::report::{Cell, Document, Options, ReportError, Table};
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

/// The longest name that a sheet may have.
const LONGEST_NAME: usize = 31;

/// The row of the headings; the caption stands two rows above.
const HEADINGS: u32 = 2;

/// The longest text that a cell of a workbook holds.
const LONGEST_TEXT: usize = 32_000;

/// All tables of a document as an XLSX workbook; the first sheet says what is in it.
pub(in crate::report) fn workbook(document: &Document, options: &Options) -> Result<Vec<u8>, ReportError> {
    written(document, options).map_err(|error| ReportError::Tables(error.to_string()))
}

fn written(document: &Document, options: &Options) -> Result<Vec<u8>, XlsxError> {
    let mut workbook = Workbook::new();
    workbook.set_properties(&properties(document, options)?);
    let tables: Vec<(String, &Table)> = named(document, LONGEST_NAME).into_iter().map(renamed).collect();
    contents(workbook.add_worksheet(), document, &tables)?;
    for (name, table) in &tables {
        sheet(workbook.add_worksheet(), name, table)?;
    }
    workbook.save_to_buffer()
}

const CONTENTS: &str = "Contents";

/// No table's sheet may bear the name of the first one, nor the one name that spreadsheets keep for themselves.
fn renamed((name, table): (String, &Table)) -> (String, &Table) {
    let is_taken = [CONTENTS, "History"].iter().any(|taken| taken.eq_ignore_ascii_case(&name));
    (if is_taken { format!("{name} (table)") } else { name }, table)
}

fn properties(document: &Document, options: &Options) -> Result<DocProperties, XlsxError> {
    let at = &options.made_at;
    let part = |value: i8| u8::try_from(value).unwrap_or(0);
    let year = u16::try_from(at.year()).unwrap_or(1900);
    let moment = ExcelDateTime::from_ymd(year, part(at.month()), part(at.day()))?.and_hms(
        u16::from(part(at.hour())),
        part(at.minute()),
        part(at.second()),
    )?;
    Ok(DocProperties::new().set_title(&document.title).set_subject(&document.subtitle).set_creation_datetime(&moment))
}

fn title() -> Format {
    Format::new().set_bold().set_font_size(14)
}

fn heading(is_number: bool) -> Format {
    let side = if is_number { FormatAlign::Right } else { FormatAlign::Left };
    Format::new().set_bold().set_border_bottom(FormatBorder::Thin).set_align(side).set_text_wrap()
}

fn contents(sheet: &mut Worksheet, document: &Document, tables: &[(String, &Table)]) -> Result<(), XlsxError> {
    sheet.set_name(CONTENTS)?;
    sheet.write_string_with_format(0, 0, cut(&document.title), &title())?;
    sheet.write_string(1, 0, cut(&document.subtitle))?;
    sheet.write_string(2, 0, cut(&document.footer))?;
    sheet.write_string_with_format(4, 0, "Sheet", &heading(false))?;
    sheet.write_string_with_format(4, 1, "What it shows", &heading(false))?;
    for (row, (name, table)) in (5..).zip(tables) {
        sheet.write_url_with_text(row, 0, format!("internal:'{name}'!A1").as_str(), name)?;
        sheet.write_string(row, 1, cut(&table.caption))?;
    }
    sheet.set_column_width(0, 34)?.set_column_width(1, 90)?;
    Ok(())
}

fn sheet(sheet: &mut Worksheet, name: &str, table: &Table) -> Result<(), XlsxError> {
    sheet.set_name(name)?;
    sheet.write_string_with_format(0, 0, cut(&table.caption), &title())?;
    for (place, column) in (0_u16..).zip(&table.columns) {
        let is_number = column.alignment == crate::report::Alignment::Right;
        sheet.write_string_with_format(HEADINGS, place, cut(&column.heading), &heading(is_number))?;
        sheet.set_column_width(place, width(table, usize::from(place)))?;
    }
    for (row, cells) in (HEADINGS + 1..).zip(&table.rows) {
        for (place, cell) in (0_u16..).zip(cells) {
            write_cell(sheet, row, place, cell)?;
        }
    }
    sheet.set_freeze_panes(HEADINGS + 1, 1)?;
    sheet.set_repeat_rows(HEADINGS, HEADINGS)?;
    Ok(())
}

fn write_cell(sheet: &mut Worksheet, row: u32, place: u16, cell: &Cell) -> Result<(), XlsxError> {
    match cell.value {
        Some(value) if value.is_finite() => sheet.write_number_with_format(
            row,
            place,
            value,
            &Format::new().set_num_format(number_format(cell, value)),
        )?,
        _ => sheet.write_string(row, place, cut(&cell.text))?,
    };
    Ok(())
}

/// How a spreadsheet shows a number: with the decimals with which it is read in the report.
fn number_format(cell: &Cell, value: f64) -> String {
    let digits: String = cell.text.chars().skip_while(|c| !c.is_ascii_digit()).collect();
    let decimals = digits.split_once('.').map_or(0, |(_, rest)| rest.chars().take_while(char::is_ascii_digit).count());
    let decimals = if decimals == 0 { String::new() } else { format!(".{}", "0".repeat(decimals.min(10))) };
    // A share is kept as one and shown per cent; what is a percentage already stays a plain number.
    let is_share = cell.text.trim_end().ends_with('%') && value.abs() <= 1.0;
    if is_share { format!("0{decimals}%") } else { format!("#,##0{decimals}") }
}

fn width(table: &Table, place: usize) -> f64 {
    let heading = table.columns.get(place).map_or(0, |column| column.heading.chars().count().min(24));
    let cells = table.rows.iter().filter_map(|row| row.get(place)).map(|cell| cell.text.chars().count());
    cells.max().unwrap_or(0).max(heading).clamp(8, 60) as f64 + 2.0
}

fn cut(text: &str) -> String {
    text.chars().take(LONGEST_TEXT).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn numbers_are_shown_as_the_report_shows_them() {
        let shown = |text: &str, value: f64| number_format(&Cell::number(text, value), value);
        assert_eq!(shown("12.5%", 0.125), "0.0%");
        assert_eq!(shown("12.5%", 12.5), "#,##0.0");
        assert_eq!(shown("1,234", 1234.0), "#,##0");
        assert_eq!(shown("€ 1,234.50", 1234.5), "#,##0.00");
        assert_eq!(shown("−3.25 pp", -0.0325), "#,##0.00");
    }
}
