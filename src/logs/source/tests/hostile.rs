use super::fixtures::{arrow_file, arrow_stream, column, every_type, parquet, texts, workbook};
use super::*;
use polars_arrow::array::PrimitiveArray;
use polars_arrow::datatypes::ArrowDataType;
use polars_arrow::io::ipc::write::Compression as ArrowCompression;
use polars_parquet::write::CompressionOptions;
use rand::{RngExt, SeedableRng};
use std::io::Write;

/// One small file of every kind.
fn small_files() -> Vec<Vec<u8>> {
    let (columns, _) = every_type();
    vec![
        parquet(&columns, 1, CompressionOptions::Snappy),
        parquet(&columns, 1, CompressionOptions::Uncompressed),
        arrow_file(&columns, 1, None),
        arrow_file(&columns, 1, Some(ArrowCompression::LZ4)),
        arrow_stream(&columns, 1),
        workbook(&[&["a", "b"], &["1", "2"]]),
    ]
}

/// How many rows the first tables of a log have.
fn height_of(path: &Path, format: &Format) -> Result<usize, LogError> {
    let mut source = TableSource::open(path, format)?;
    let mut height = 0;
    for _ in 0..8 {
        height += source.next()?.map_or(0, |table| table.height());
    }
    Ok(height)
}

#[test]
fn what_is_cut_off_is_refused_at_every_length() {
    let scratch = Scratch::new();
    for bytes in small_files() {
        let path = scratch.file("log", &bytes);
        let format = detect(&path).unwrap();
        let is_stream = bytes.starts_with(&[0xFF; 4]);
        for length in (0..bytes.len()).step_by(bytes.len() / 150) {
            let path = scratch.file("cut", &bytes[..length]);
            let read = height_of(&path, &format);
            // A stream that is cut off between its messages cannot be told from one that never ends.
            assert!(read.is_err() || (is_stream && read.is_ok_and(|rows| rows == 0)), "{length} of {}", bytes.len());
        }
    }
}

#[test]
fn spoiled_bytes_never_take_the_program_down() {
    let scratch = Scratch::new();
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(4);
    let mut outcomes = [0, 0];
    for bytes in small_files() {
        let format = detect(&scratch.file("log", &bytes)).unwrap();
        for _ in 0..250 {
            let mut spoiled = bytes.clone();
            for _ in 0..random.random_range(1..4) {
                let place = random.random_range(0..spoiled.len());
                spoiled[place] = random.random();
            }
            let path = scratch.file("spoiled", &spoiled);
            let read = height_of(&path, &format);
            outcomes[usize::from(read.is_err())] += 1;
        }
    }
    assert!(outcomes.iter().all(|count| *count > 100), "{outcomes:?}");
}

/// Replaces the only place where some bytes stand.
fn replaced(bytes: &[u8], from: &[u8], to: &[u8]) -> Vec<u8> {
    let places: Vec<usize> = memchr::memmem::find_iter(bytes, from).collect();
    assert_eq!(places.len(), 1, "{from:?}");
    let (start, rest) = (&bytes[..places[0]], &bytes[places[0] + from.len()..]);
    [start, to, rest].concat()
}

fn thrift_number(mut number: u64) -> Vec<u8> {
    let mut bytes = Vec::new();
    number <<= 1;
    while number >= 0x80 {
        bytes.push(u8::try_from(number & 0x7F).unwrap() | 0x80);
        number >>= 7;
    }
    bytes.push(u8::try_from(number).unwrap());
    bytes
}

/// A Parquet file with another footer.
fn with_footer(bytes: &[u8], change: impl Fn(&[u8]) -> Vec<u8>) -> Vec<u8> {
    let end = bytes.len() - 8;
    let length = u32::from_le_bytes(bytes[end..end + 4].try_into().unwrap()) as usize;
    let footer = change(&bytes[end - length..end]);
    let new_length = u32::try_from(footer.len()).unwrap().to_le_bytes();
    [&bytes[..end - length], &footer, &new_length, b"PAR1"].concat()
}

fn error_of(path: &Path) -> LogError {
    match rows_of(path) {
        Ok((columns, rows)) => panic!("{columns:?} and {} rows were read", rows.len()),
        Err(error) => error,
    }
}

#[test]
fn parquet_that_claims_a_million_million_rows_is_not_believed() {
    let scratch = Scratch::new();
    let numbers = column("number", PrimitiveArray::<i64>::from_vec((0..77_777).collect()).boxed());
    let honest = parquet(&[numbers], 1, CompressionOptions::Uncompressed);
    let rows = |count| thrift_number(count);
    let lie = |footer: &[u8], places: &[usize]| {
        let found: Vec<usize> = memchr::memmem::find_iter(footer, &rows(77_777)).collect();
        assert_eq!(found.len(), 3, "of the file, of its group and of its column");
        let mut footer = footer.to_vec();
        for place in places.iter().rev() {
            footer.splice(found[*place]..found[*place] + rows(77_777).len(), rows(1_000_000_000_000));
        }
        footer
    };
    for places in [&[0][..], &[1], &[2], &[0, 1], &[0, 2], &[1, 2], &[0, 1, 2]] {
        let changed = with_footer(&honest, |footer| lie(footer, places));
        let error = error_of(&scratch.file("log", &changed));
        assert!(matches!(error, LogError::Damaged { kind: "Parquet", .. }), "{places:?}: {error}");
    }
}

#[test]
fn lists_of_a_footer_that_claim_too_much_take_no_memory() {
    let scratch = Scratch::new();
    let (columns, _) = every_type();
    let honest = parquet(&columns, 1, CompressionOptions::Uncompressed);
    // The schema is a list of structures (0x19, 0xFC and how many); a number of five groups of seven bits is two thousand million.
    let lie = with_footer(&honest, |footer| {
        let place = memchr::memmem::find(footer, &[0x19, 0xFC]).unwrap() + 2;
        let mut footer = footer.to_vec();
        footer.splice(place..=place, [0xFF, 0xFF, 0xFF, 0xFF, 0x07]);
        footer
    });
    assert!(matches!(error_of(&scratch.file("log", &lie)), LogError::Damaged { .. }));
    // The same as another type than it must be, which a reader by numbers would take for the list that it is not.
    let disguised = with_footer(&honest, |footer| {
        let mut footer = footer.to_vec();
        let place = memchr::memmem::find(&footer, &[0x19, 0xFC]).unwrap();
        footer.splice(place..=place + 2, [0x18, 0xFF, 0xFF, 0xFF, 0xFF, 0x07]);
        footer
    });
    assert!(matches!(error_of(&scratch.file("log", &disguised)), LogError::Damaged { .. }));
}

#[test]
fn a_footer_longer_than_its_file_is_refused() {
    let scratch = Scratch::new();
    for bytes in [
        &b"PAR1\xFF\xFF\xFF\xFFPAR1"[..],
        b"PAR1PAR1",
        b"PAR1\0\0\0\0PAR1",
        b"ARROW1\0\0\xFF\xFF\xFF\x7FARROW1",
        b"ARROW1",
    ] {
        assert!(matches!(error_of(&scratch.file("log", bytes)), LogError::Damaged { .. }), "{bytes:?}");
    }
}

#[test]
fn arrow_buffers_that_claim_too_much_take_no_memory() {
    let scratch = Scratch::new();
    let numbers = column("number", PrimitiveArray::<i64>::from_vec((0..1_234).collect()).boxed());
    let length = (1_234 * 8_i64).to_le_bytes();
    let huge = (1_i64 << 45).to_le_bytes();
    let plain = arrow_file(std::slice::from_ref(&numbers), 1, None);
    let changed = plain.clone();
    let mut places: Vec<usize> = memchr::memmem::find_iter(&plain, &length).collect();
    assert!(!places.is_empty());
    let mut all = changed.clone();
    for place in places.drain(..) {
        let mut one = changed.clone();
        one[place..place + 8].copy_from_slice(&huge);
        all[place..place + 8].copy_from_slice(&huge);
        assert!(matches!(error_of(&scratch.file("log", &one)), LogError::Damaged { .. }));
    }
    assert!(matches!(error_of(&scratch.file("log", &all)), LogError::Damaged { .. }));
    // A packed buffer begins with its length unpacked.
    let packed = arrow_file(&[numbers], 1, Some(ArrowCompression::LZ4));
    for (claim, is_bomb) in [(huge, true), ((-2_i64).to_le_bytes(), false)] {
        let changed = replaced(&packed, &length, &claim);
        let error = error_of(&scratch.file("log", &changed));
        assert_eq!(matches!(error, LogError::Bomb { .. }), is_bomb, "{error}");
    }
}

#[test]
fn absurd_widths_are_refused() {
    let scratch = Scratch::new();
    let names: Vec<String> = (0..10_001).map(|column| format!("c{column}")).collect();
    let wide: Vec<_> = names.iter().map(|name| texts(name, &[Some("x")])).collect();
    let headings: Vec<&str> = names.iter().map(String::as_str).collect();
    let files = [
        parquet(&wide, 1, CompressionOptions::Uncompressed),
        arrow_file(&wide, 1, None),
        arrow_stream(&wide, 1),
        workbook(&[&headings, &headings]),
    ];
    for bytes in files {
        let error = error_of(&scratch.file("log", &bytes));
        assert!(matches!(error, LogError::TooManyColumns { .. }), "{error}");
    }
    let widest: Vec<_> = wide.into_iter().take(10_000).collect();
    assert_eq!(rows_of(&scratch.file("log", &arrow_file(&widest, 1, None))).unwrap().0.len(), 10_000);
    assert_eq!(
        rows_of(&scratch.file("log", &parquet(&widest, 1, CompressionOptions::Snappy))).unwrap().1[0],
        vec!["x"; 10_000]
    );
}

#[test]
fn columns_of_one_name_are_refused() {
    let scratch = Scratch::new();
    let columns = [texts("aaaa", &[Some("1")]), texts("bbbb", &[Some("2")])];
    let bytes = arrow_file(&columns, 1, None);
    let mut twice = bytes.clone();
    for place in memchr::memmem::find_iter(&bytes, b"bbbb") {
        twice[place..place + 4].copy_from_slice(b"aaaa");
    }
    assert!(matches!(error_of(&scratch.file("log", &twice)), LogError::Damaged { .. }));
}

#[test]
fn types_that_cannot_be_decoded_are_named_before_the_first_row() {
    let scratch = Scratch::new();
    let long = PrimitiveArray::<i128>::from_vec(vec![1]).to(ArrowDataType::Decimal(39, 2));
    let bytes = arrow_file(&[column("long", long.boxed())], 1, None);
    assert!(matches!(error_of(&scratch.file("log", &bytes)), LogError::WrongKind { .. }));
}

/// The workbook with one part written anew.
fn with_part(workbook: &[u8], part: &str, write: impl Fn(&mut dyn Write)) -> Vec<u8> {
    let mut archive = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
    let mut changed = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
    let options = zip::write::SimpleFileOptions::default().large_file(true);
    for index in 0..archive.len() {
        let mut file = archive.by_index(index).unwrap();
        let name = file.name().unwrap().to_string();
        changed.start_file(name.as_str(), options).unwrap();
        if name == part {
            write(&mut changed);
        } else {
            std::io::copy(&mut file, &mut changed).unwrap();
        }
    }
    changed.finish().unwrap().into_inner()
}

#[test]
fn workbooks_that_unpack_without_end_are_stopped() {
    let scratch = Scratch::new();
    let honest = workbook(&[&["a", "b"], &["1", "2"]]);
    let megabyte = vec![b'x'; 1 << 20];
    let shared = with_part(&honest, "xl/sharedStrings.xml", |part| {
        part.write_all(b"<sst><si><t>").unwrap();
        (0..600).for_each(|_| part.write_all(&megabyte).unwrap());
        part.write_all(b"</t></si></sst>").unwrap();
    });
    let sheet = with_part(&honest, "xl/worksheets/sheet1.xml", |part| {
        part.write_all(b"<worksheet><sheetData><row><c t=\"str\"><v>").unwrap();
        (0..1_100).for_each(|_| part.write_all(&megabyte).unwrap());
        part.write_all(b"</v></c></row></sheetData></worksheet>").unwrap();
    });
    for bytes in [shared, sheet] {
        assert!(bytes.len() < 4 << 20, "{}", bytes.len());
        let path = scratch.file("log", &bytes);
        let format = Format {
            compression: Compression::None,
            encoding: Encoding::Utf8,
            shape: Shape::Sheet { name: "Sheet1".to_owned() },
        };
        assert!(matches!(TableSource::open(&path, &format), Err(LogError::Bomb { .. })));
    }
}

#[test]
fn shared_texts_that_claim_too_many_take_no_memory() {
    let scratch = Scratch::new();
    let honest = workbook(&[&["a", "b"], &["1", "2"]]);
    let lie = with_part(&honest, "xl/sharedStrings.xml", |part| {
        part.write_all(b"<sst count=\"4\" uniqueCount=\"100000000000\"><si><t>a</t></si></sst>").unwrap();
    });
    assert!(matches!(error_of(&scratch.file("log", &lie)), LogError::Damaged { kind: "Excel", .. }));
}

#[test]
fn rows_of_a_sheet_out_of_order_are_refused() {
    let scratch = Scratch::new();
    let honest = workbook(&[&["a", "b"], &["1", "2"]]);
    let cell = |place: &str| format!("<row><c r=\"{place}\"><v>1</v></c></row>");
    let sheet = |places: &[&str]| {
        let rows: String = places.iter().map(|place| cell(place)).collect();
        format!("<worksheet><sheetData>{rows}</sheetData></worksheet>")
    };
    for (places, is_read) in
        [(&["A1", "A2", "A9"][..], true), (&["A1", "A3", "A2"], false), (&["A1", "A2", "A1"], false)]
    {
        let changed =
            with_part(&honest, "xl/worksheets/sheet1.xml", |part| part.write_all(sheet(places).as_bytes()).unwrap());
        assert_eq!(rows_of(&scratch.file("log", &changed)).is_ok(), is_read, "{places:?}");
    }
    let far = with_part(&honest, "xl/worksheets/sheet1.xml", |part| {
        part.write_all(sheet(&["A1", "XFD2"]).as_bytes()).unwrap()
    });
    let (columns, rows) = rows_of(&scratch.file("log", &far)).unwrap();
    assert_eq!((columns.len(), rows), (1, vec![vec![String::new()]]));
}

#[test]
fn other_zip_archives_are_named() {
    let scratch = Scratch::new();
    for (name, found) in [
        ("content.xml", "an OpenDocument sheet (.ods)"),
        ("xl/workbook.bin", "a binary Excel workbook (.xlsb)"),
        ("log.csv", "a zip archive"),
    ] {
        let mut archive = zip::ZipWriter::new(std::io::Cursor::new(Vec::new()));
        archive.start_file(name, zip::write::SimpleFileOptions::default()).unwrap();
        let path = scratch.file("log", &archive.finish().unwrap().into_inner());
        assert!(matches!(detect(&path), Err(LogError::WrongKind { found: named, .. }) if named == found));
    }
}
