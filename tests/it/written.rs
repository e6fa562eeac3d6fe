//! One log, written in every format that is read.

use flate2::write::GzEncoder;
use handshake::domain::Answer;
use polars_arrow::array::{Array, BooleanArray, PrimitiveArray, Utf8ViewArray};
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema, Field, TimeUnit};
use polars_arrow::io::ipc::write as ipc;
use polars_arrow::record_batch::RecordBatchT;
use polars_parquet::write::{
    CompressionOptions, Encoding, FileWriter, RowGroupIterator, StatisticsOptions, Version, WriteOptions,
};

use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::io::{Cursor, Write};
use std::sync::Arc;

/// One row of the log.
#[derive(Debug, Clone)]
pub struct Written {
    pub person: String,
    /// Seconds since 1970.
    pub at: i64,
    pub variant: &'static str,
    /// `None` if the row says only that the request was shown.
    pub answer: Option<Answer>,
    pub country: &'static str,
    pub device: &'static str,
}

pub const COLUMNS: [&str; 6] = ["person", "shown_at", "variant", "response", "country", "device"];
const COUNTRIES: [&str; 7] =
    ["Österreich", "Ελλάδα", "日本", "Korea, Republic of", "the \"low\" lands", "two\nlines", ""];
/// 1 January 2026, in seconds since 1970.
const NEW_YEAR: i64 = 1_767_225_600;

impl Written {
    pub fn word(&self) -> &'static str {
        match self.answer {
            Some(Answer::Accepted) => "yes",
            Some(_) => "no",
            None => "",
        }
    }

    fn time(&self) -> String {
        jiff::Timestamp::from_second(self.at).unwrap().to_string()
    }

    pub fn cells(&self) -> [String; 6] {
        let texts = [self.variant, self.word(), self.country, self.device].map(str::to_owned);
        let [variant, word, country, device] = texts;
        [self.person.clone(), self.time(), variant, word, country, device]
    }
}

/// Rows in no order of time: some people come back, some see the other wording, some answers are rows of their own, and some rows come
/// twice.
pub fn rows(number: usize) -> Vec<Written> {
    let mut random = ChaCha8Rng::seed_from_u64(20_260_101);
    let mut rows: Vec<Written> = Vec::with_capacity(number);
    while rows.len() < number {
        let person = random.random_range(0..number);
        let other = random.random_bool(0.01);
        let answer = match random.random_range(0..10) {
            0..=3 => Some(Answer::Accepted),
            4..=7 => Some(Answer::Declined),
            _ => None,
        };
        let row = Written {
            person: format!("{} {person}", ["Zoë", "Олег", "さくら", "x"][person % 4]),
            at: NEW_YEAR + random.random_range(0..14 * 86_400),
            variant: if (person % 2 == 0) == other { "benefit" } else { "Kürzer" },
            answer,
            country: COUNTRIES[person % 97 % COUNTRIES.len()],
            device: ["phone", "desktop"][person % 3 / 2],
        };
        if random.random_bool(0.1) {
            rows.push(Written { at: row.at - 30, answer: None, ..row.clone() });
        }
        if random.random_bool(0.03) {
            rows.push(row.clone());
        }
        rows.push(row);
    }
    rows
}

pub fn delimited(rows: &[Written], delimiter: u8, ends: csv::Terminator) -> Vec<u8> {
    let mut writer = csv::WriterBuilder::new().delimiter(delimiter).terminator(ends).from_writer(Vec::new());
    writer.write_record(COLUMNS).unwrap();
    rows.iter().for_each(|row| writer.write_record(row.cells()).unwrap());
    writer.into_inner().unwrap()
}

pub fn gzip(bytes: &[u8]) -> Vec<u8> {
    let mut packed = Vec::new();
    // Of several members, as tools that append write them.
    for half in [&bytes[..bytes.len() / 2], &bytes[bytes.len() / 2..]] {
        let mut encoder = GzEncoder::new(Vec::new(), flate2::Compression::fast());
        encoder.write_all(half).unwrap();
        packed.extend(encoder.finish().unwrap());
    }
    packed
}

pub fn zstandard(bytes: &[u8]) -> Vec<u8> {
    zstd::encode_all(bytes, 1).unwrap()
}

pub fn utf_16(bytes: &[u8], in_bytes: fn(u16) -> [u8; 2]) -> Vec<u8> {
    let text = format!("\u{feff}{}", std::str::from_utf8(bytes).unwrap());
    text.encode_utf16().flat_map(in_bytes).collect()
}

/// Times are milliseconds, and answers truth values.
pub fn json_lines(rows: &[Written]) -> Vec<u8> {
    let line = |row: &Written| {
        let mut line = serde_json::json!({"person": row.person, "shown_at": row.at * 1_000, "variant": row.variant,
            "country": row.country, "device": row.device});
        if row.answer.is_some() {
            line["response"] = (row.answer == Some(Answer::Accepted)).into();
        }
        format!("{line}\n")
    };
    rows.iter().map(line).collect::<String>().into_bytes()
}

/// Times are a workbook's own, which know no zone.
pub fn workbook(rows: &[Written], sheets_before: &[&str]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    for name in sheets_before {
        workbook.add_worksheet().set_name(*name).unwrap().write(0, 0, "Nothing here").unwrap();
    }
    let as_time = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let sheet = workbook.add_worksheet().set_name("Responses").unwrap();
    sheet.write_row(0, 0, COLUMNS).unwrap();
    for (line, row) in (1..).zip(rows) {
        let time = rust_xlsxwriter::ExcelDateTime::from_timestamp(row.at).unwrap();
        for (column, cell) in (0..).zip(row.cells()) {
            match column {
                1 => sheet.write_with_format(line, 1, &time, &as_time).unwrap(),
                _ => sheet.write(line, column, cell).unwrap(),
            };
        }
    }
    workbook.save_to_buffer().unwrap()
}

/// The columns with types of their own, or all of them as text.
fn arrays(rows: &[Written], typed: bool) -> Vec<Box<dyn Array>> {
    let text = |column: usize| {
        let cells: Vec<String> = rows.iter().map(|row| row.cells()[column].clone()).collect();
        let cells: Vec<Option<&str>> = cells.iter().map(|cell| Some(cell.as_str()).filter(|c| !c.is_empty())).collect();
        Utf8ViewArray::from_slice(cells).boxed()
    };
    let mut arrays: Vec<Box<dyn Array>> = (0..COLUMNS.len()).map(text).collect();
    if typed {
        let moments: Vec<Option<i64>> = rows.iter().map(|row| Some(row.at * 1_000_000)).collect();
        let zoned = ArrowDataType::Timestamp(TimeUnit::Microsecond, Some("UTC".into()));
        arrays[1] = PrimitiveArray::<i64>::from(moments).to(zoned).boxed();
        let answers = rows.iter().map(|row| row.answer.map(|answer| answer == Answer::Accepted));
        arrays[3] = BooleanArray::from(answers.collect::<Vec<_>>()).boxed();
    }
    arrays
}

fn batch(rows: &[Written], typed: bool) -> RecordBatchT<Box<dyn Array>> {
    let arrays = arrays(rows, typed);
    let types = arrays.iter().map(|array| array.dtype().clone());
    let fields = COLUMNS.iter().zip(types).map(|(name, dtype)| Field::new((*name).into(), dtype, true));
    let schema: ArrowSchema = fields.map(|field| (field.name.clone(), field)).collect();
    RecordBatchT::new(rows.len(), Arc::new(schema), arrays)
}

pub fn parquet(rows: &[Written], typed: bool) -> Vec<u8> {
    let compression = if typed { CompressionOptions::Snappy } else { CompressionOptions::Uncompressed };
    let statistics = StatisticsOptions::default();
    let options = WriteOptions { statistics, version: Version::V1, compression, data_page_size: Some(100_000) };
    let whole = batch(rows, typed);
    let schema = whole.schema().clone();
    let mut writer = FileWriter::try_new(Vec::new(), schema.clone(), options).unwrap();
    for group in rows.chunks(7_000) {
        let encodings = vec![vec![Encoding::Plain]; COLUMNS.len()];
        let one = std::iter::once(Ok(batch(group, typed)));
        for pages in RowGroupIterator::try_new(one, &schema, options, encodings.into()).unwrap() {
            writer.write(group.len() as u64, pages.unwrap()).unwrap();
        }
    }
    writer.end(None).unwrap();
    writer.into_inner()
}

pub fn arrow_file(rows: &[Written]) -> Vec<u8> {
    let options = ipc::WriteOptions { compression: Some(ipc::Compression::LZ4) };
    let schema = Arc::new(batch(rows, true).schema().clone());
    let mut writer = ipc::FileWriter::try_new(Cursor::new(Vec::new()), schema, None, options).unwrap();
    rows.chunks(6_000).for_each(|part| writer.write(&batch(part, true), None).unwrap());
    writer.finish().unwrap();
    writer.into_inner().into_inner()
}

pub fn arrow_stream(rows: &[Written]) -> Vec<u8> {
    let mut writer = ipc::StreamWriter::new(Vec::new(), ipc::WriteOptions { compression: None });
    writer.start(batch(rows, false).schema(), None).unwrap();
    rows.chunks(6_000).for_each(|part| writer.write(&batch(part, false), None).unwrap());
    writer.finish().unwrap();
    writer.into_inner()
}
