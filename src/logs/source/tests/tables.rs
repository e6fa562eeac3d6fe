use super::fixtures::{arrow_file, arrow_stream, arrow_types, column, every_type, parquet, texts};
use super::*;
use polars_arrow::array::PrimitiveArray;
use polars_arrow::io::ipc::write::Compression as ArrowCompression;
use polars_parquet::write::CompressionOptions;
use polars_parquet::write::ZstdLevel;
use rust_xlsxwriter::{ExcelDateTime, Format as CellFormat, Workbook};

fn check_cells(path: &Path, expected: &[(&str, [&str; 3])], copies: usize) {
    let (columns, rows) = rows_of(path).unwrap();
    let names: Vec<&str> = expected.iter().map(|(name, _)| *name).collect();
    assert_eq!(columns, names);
    assert_eq!(rows.len(), 3 * copies);
    for (index, row) in rows.iter().enumerate() {
        let wanted: Vec<&str> = expected.iter().map(|(_, cells)| cells[index % 3]).collect();
        assert_eq!(row, &wanted, "row {index}");
    }
}

#[test]
fn parquet_gives_the_text_of_every_type() {
    let scratch = Scratch::new();
    let (columns, cells) = every_type();
    for compression in [CompressionOptions::Uncompressed, CompressionOptions::Snappy, CompressionOptions::Zstd(None)] {
        let path = scratch.file("log", &parquet(&columns, 3, compression));
        assert_eq!(detect(&path).unwrap().shape, Shape::Parquet);
        check_cells(&path, &cells, 3);
    }
}

#[test]
fn arrow_gives_the_text_of_every_type() {
    let scratch = Scratch::new();
    let (mut columns, mut cells) = every_type();
    let (more, more_cells) = arrow_types();
    columns.extend(more);
    cells.extend(more_cells);
    let files = [
        arrow_file(&columns, 2, None),
        arrow_file(&columns, 2, Some(ArrowCompression::LZ4)),
        arrow_file(&columns, 2, Some(ArrowCompression::ZSTD(ZstdLevel::default()))),
        arrow_stream(&columns, 2),
    ];
    for bytes in files {
        let path = scratch.file("log", &bytes);
        assert_eq!(detect(&path).unwrap().shape, Shape::ArrowIpc);
        check_cells(&path, &cells, 2);
    }
    let unended = arrow_stream(&columns, 2);
    check_cells(&scratch.file("log", &unended[..unended.len() - 8]), &cells, 2);
}

#[test]
fn many_rows_come_in_tables_of_bounded_height() {
    let scratch = Scratch::new();
    let count = 300_001_i64;
    let numbers = column("number", PrimitiveArray::<i64>::from_vec((0..count).collect()).boxed());
    for bytes in
        [parquet(std::slice::from_ref(&numbers), 1, CompressionOptions::Zstd(None)), arrow_file(&[numbers], 1, None)]
    {
        let path = scratch.file("log", &bytes);
        let mut source = TableSource::open(&path, &detect(&path).unwrap()).unwrap();
        assert_eq!(source.rows_total(), Some(300_001));
        let mut next = 0;
        while let Some(table) = source.next().unwrap() {
            assert!(table.height() <= 65_536);
            for row in 0..table.height() {
                assert_eq!(table.cell(0, row), next.to_string());
                next += 1;
            }
        }
        assert_eq!(next, count);
    }
}

#[test]
fn long_texts_make_shorter_tables() {
    let scratch = Scratch::new();
    let long = "x".repeat(1 << 20);
    let column = texts("long", &vec![Some(long.as_str()); 150]);
    let path = scratch.file("log", &parquet(&[column], 1, CompressionOptions::Zstd(None)));
    let mut source = TableSource::open(&path, &detect(&path).unwrap()).unwrap();
    let mut heights = Vec::new();
    while let Some(table) = source.next().unwrap() {
        assert!(table.cell(0, table.height() - 1) == long);
        heights.push(table.height());
    }
    assert_eq!(heights.iter().sum::<usize>(), 150);
    assert!(heights.iter().all(|height| *height <= 64), "{heights:?}");
}

#[test]
fn columns_that_are_not_wanted_come_out_empty() {
    let scratch = Scratch::new();
    let (columns, _) = every_type();
    let files = [
        parquet(&columns, 1, CompressionOptions::Snappy),
        arrow_file(&columns, 1, None),
        arrow_stream(&columns, 1),
        super::fixtures::workbook(&[&["a", "b", "c"], &["1", "2", "3"]]),
    ];
    for bytes in files {
        let path = scratch.file("log", &bytes);
        for wanted in 0..4 {
            let mut source = TableSource::open(&path, &detect(&path).unwrap()).unwrap();
            let width = source.columns().len();
            // The last round asks for none at all.
            let mask: Vec<bool> = (0..width).map(|column| wanted < 3 && column + 1 + wanted == width).collect();
            source.only(&mask);
            let table = source.next().unwrap().unwrap();
            assert!(source.next().unwrap().is_none());
            assert!(table.height() > 0);
            for (column, wanted) in mask.iter().enumerate() {
                let filled = (0..table.height()).any(|row| !table.cell(column, row).is_empty());
                assert_eq!(filled, *wanted, "{column}");
            }
        }
    }
}

#[test]
fn nobody_needs_to_read_to_the_end() {
    let scratch = Scratch::new();
    let numbers = column("number", PrimitiveArray::<i64>::from_vec((0..400_000).collect()).boxed());
    let path = scratch.file("log", &parquet(&[numbers], 4, CompressionOptions::Uncompressed));
    for tables in 0..3 {
        let mut source = TableSource::open(&path, &detect(&path).unwrap()).unwrap();
        for _ in 0..tables {
            source.next().unwrap().unwrap();
        }
    }
}

#[test]
fn a_sheet_gives_its_cells_as_a_person_would_write_them() {
    let scratch = Scratch::new();
    let mut workbook = Workbook::new();
    let notes = workbook.add_worksheet().set_name("Notes").unwrap();
    notes.set_hidden(true);
    notes.write(0, 0, "do not read").unwrap();
    let sheet = workbook.add_worksheet().set_name("Log & more").unwrap();
    sheet.set_active(true);
    let moment = CellFormat::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let span = CellFormat::new().set_num_format("[h]:mm:ss");
    // The table does not begin in the corner.
    for (column, name) in (1..).zip(["person", "share", "at", "yes", "", "took"]) {
        sheet.write(2, column, name).unwrap();
    }
    sheet.write(3, 1, 12_345_678_901_i64).unwrap();
    sheet.write(3, 2, 0.25).unwrap();
    let at = ExcelDateTime::from_ymd(2026, 1, 31).unwrap();
    sheet.write_with_format(3, 3, at.and_hms_milli(10, 20, 30, 456).unwrap(), &moment).unwrap();
    sheet.write(3, 4, true).unwrap();
    sheet.write_with_format(3, 6, 1.5, &span).unwrap();
    sheet.write(5, 1, " ünï <&> ").unwrap();
    sheet.write_with_format(5, 3, ExcelDateTime::from_ymd(2026, 1, 31).unwrap(), &moment).unwrap();
    sheet.write_with_format(6, 3, 0.75, &moment).unwrap();
    sheet.write(6, 9, "beyond").unwrap();
    sheet.write(7, 0, "before").unwrap();
    sheet.write_blank(900_000, 2, &moment).unwrap();
    let path = scratch.path("log");
    workbook.save(&path).unwrap();

    assert_eq!(sheets(&path).unwrap(), ["Notes", "Log & more"]);
    assert_eq!(detect(&path).unwrap().shape, Shape::Sheet { name: "Log & more".to_owned() });
    let (columns, rows) = rows_of(&path).unwrap();
    assert_eq!(columns, ["person", "share", "at", "yes", "column 5", "took"]);
    assert_eq!(rows[0], ["12345678901", "0.25", "2026-01-31T10:20:30.456000", "true", "", "PT129600S"]);
    assert_eq!(rows[1], [" ünï <&> ", "", "2026-01-31", "", "", ""]);
    assert_eq!(rows[2], ["", "", "18:00:00.000000", "", "", ""]);
    assert_eq!(rows[3], [""; 6]);
    assert_eq!(rows.len(), 4);

    let mut source = TableSource::open(&path, &detect(&path).unwrap()).unwrap();
    assert_eq!(source.rows_total(), None);
    let table = source.next().unwrap().unwrap();
    let overlong: Vec<Option<usize>> = (0..4).map(|row| table.cells_of_overlong_row(row)).collect();
    assert_eq!(overlong, [None, None, Some(9), Some(7)]);
}

#[test]
fn a_sheet_of_another_name_is_missing() {
    let scratch = Scratch::new();
    let path = scratch.file("log", &super::fixtures::workbook(&[&["a"], &["1"]]));
    let format = Format { shape: Shape::Sheet { name: "Old".to_owned() }, ..detect(&path).unwrap() };
    let error = TableSource::open(&path, &format).err().unwrap();
    assert_eq!(error.to_string(), "the workbook has no sheet “Old”; it has Sheet1");
}

#[test]
fn names_are_made_unique_and_a_sheet_without_cells_is_empty() {
    let scratch = Scratch::new();
    let path = scratch.file("log", &super::fixtures::workbook(&[&["a", "", "a", " b "], &["1", "2", "3", "4"]]));
    assert_eq!(rows_of(&path).unwrap().0, ["a", "column 2", "a (column 3)", "b"]);
    let path = scratch.file("log", &super::fixtures::workbook(&[]));
    assert!(matches!(rows_of(&path), Err(LogError::Empty)));
}
