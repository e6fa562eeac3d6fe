//! The tables as CSV files, one each, packed into one archive.

use super::named;
use crate::report::{Cell, Document, Options, ReportError, Table};
use std::io::{Cursor, Write};
use zip::DateTime;
use zip::write::{SimpleFileOptions, ZipWriter};

/// All tables of a document as a ZIP archive of CSV files. In these, numbers stand at full precision, and no text can be taken for a
/// formula by a spreadsheet.
pub(in crate::report) fn zipped(document: &Document, options: &Options) -> Result<Vec<u8>, ReportError> {
    let failed = |error: zip::result::ZipError| ReportError::Tables(error.to_string());
    let mut archive = ZipWriter::new(Cursor::new(Vec::new()));
    let entry = SimpleFileOptions::default().last_modified_time(made_at(options));
    for (name, table) in named(document, 100) {
        archive.start_file(format!("{name}.csv"), entry).map_err(failed)?;
        archive.write_all(&csv_file(table)?).map_err(|error| ReportError::Tables(error.to_string()))?;
    }
    Ok(archive.finish().map_err(failed)?.into_inner())
}

fn made_at(options: &Options) -> DateTime {
    let at = &options.made_at;
    let part = |value: i8| u8::try_from(value).unwrap_or(0);
    let year = u16::try_from(at.year()).unwrap_or(1980);
    let moment = DateTime::from_date_and_time(
        year,
        part(at.month()),
        part(at.day()),
        part(at.hour()),
        part(at.minute()),
        part(at.second()),
    );
    moment.unwrap_or_default()
}

/// A table as CSV in UTF-8, with the mark by which spreadsheets know it.
fn csv_file(table: &Table) -> Result<Vec<u8>, ReportError> {
    let failed = |error: &dyn std::fmt::Display| ReportError::Tables(error.to_string());
    let mut writer = csv::WriterBuilder::new().flexible(true).from_writer("\u{FEFF}".as_bytes().to_vec());
    writer
        .write_record(table.columns.iter().map(|column| harmless(&column.heading)))
        .map_err(|error| failed(&error))?;
    for row in &table.rows {
        writer.write_record(row.iter().map(written)).map_err(|error| failed(&error))?;
    }
    writer.into_inner().map_err(|error| failed(&error.error()))
}

fn written(cell: &Cell) -> String {
    match cell.value {
        Some(value) if value.is_finite() => value.to_string(),
        _ => harmless(&cell.text),
    }
}

/// A text that a spreadsheet takes for a text: what would begin a formula gets an apostrophe before it (OWASP, CSV injection).
fn harmless(text: &str) -> String {
    if text.trim_start_matches(' ').starts_with(['=', '+', '-', '@', '\t', '\r', '\n']) {
        format!("'{text}")
    } else {
        text.to_owned()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::Column;

    #[test]
    fn numbers_are_exact_and_texts_are_never_formulas() {
        let table = Table {
            name: "t".into(),
            caption: String::new(),
            columns: vec![Column::words("Kind"), Column::numbers("Share")],
            rows: vec![
                vec![Cell::words("=HYPERLINK(\"http://x\")"), Cell::number("−3.3%", -1.0 / 30.0)],
                vec![Cell::words(" @sum, \"quoted\"")],
            ],
        };
        let text = String::from_utf8(csv_file(&table).unwrap()).unwrap();
        let lines: Vec<&str> = text.trim_start_matches('\u{FEFF}').lines().collect();
        assert_eq!(lines[0], "Kind,Share");
        assert_eq!(lines[1], "\"'=HYPERLINK(\"\"http://x\"\")\",-0.03333333333333333");
        assert_eq!(lines[2], "\"' @sum, \"\"quoted\"\"\"");
    }
}
