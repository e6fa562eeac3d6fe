//! Files in formats that are not text, written by the libraries that read them.

use polars_arrow::array::{
    Array, BinaryViewArray, BooleanArray, DictionaryArray, FixedSizeBinaryArray, ListArray, PrimitiveArray,
    StructArray, Utf8ViewArray,
};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema, Field, IntegerType, TimeUnit};
use polars_arrow::io::ipc::write as ipc;
use polars_arrow::offset::OffsetsBuffer;
use polars_arrow::record_batch::RecordBatchT;
use polars_parquet::write::{
    CompressionOptions, Encoding, FileWriter, RowGroupIterator, StatisticsOptions, Version, WriteOptions,
};
use std::io::Cursor;
use std::sync::Arc;

pub(super) type Column = (Field, Box<dyn Array>);

pub(super) fn column(name: &str, array: Box<dyn Array>) -> Column {
    (Field::new(name.into(), array.dtype().clone(), true), array)
}

pub(super) fn texts(name: &str, values: &[Option<&str>]) -> Column {
    column(name, Utf8ViewArray::from_slice(values).boxed())
}

fn numbers(name: &str, dtype: ArrowDataType, values: [Option<i64>; 3]) -> Column {
    column(name, PrimitiveArray::<i64>::from(values.to_vec()).to(dtype).boxed())
}

/// Three rows of every type that logs are made of, the second one empty; and the cells that they must come out as.
pub(super) fn every_type() -> (Vec<Column>, Vec<(&'static str, [&'static str; 3])>) {
    let zone = Some("+02:00".into());
    let second = TimeUnit::Microsecond;
    let places = PrimitiveArray::<i128>::from(vec![Some(-5), None, Some(123_456)]).to(ArrowDataType::Decimal(10, 2));
    let days = PrimitiveArray::<i32>::from(vec![Some(20_454), None, Some(-1)]).to(ArrowDataType::Date32);
    let columns = vec![
        texts("text", &[Some("é, \"x\"\n"), None, Some("")]),
        column("truth", BooleanArray::from(vec![Some(true), None, Some(false)]).boxed()),
        column("small", PrimitiveArray::<u8>::from(vec![Some(255), None, Some(0)]).boxed()),
        numbers("whole", ArrowDataType::Int64, [Some(i64::MIN), None, Some(7)]),
        column("float", PrimitiveArray::<f64>::from(vec![Some(12_345.0), None, Some(0.1)]).boxed()),
        column("single", PrimitiveArray::<f32>::from(vec![Some(f32::NAN), None, Some(0.1)]).boxed()),
        numbers("zoned", ArrowDataType::Timestamp(second, zone), [Some(1_767_261_600_000_000), None, Some(-1)]),
        numbers(
            "naive",
            ArrowDataType::Timestamp(TimeUnit::Millisecond, None),
            [Some(1_767_261_600_123), None, Some(0)],
        ),
        column("day", days.boxed()),
        column("price", places.boxed()),
        column("bytes", BinaryViewArray::from_slice([Some(b"abc".as_slice()), None, Some(b"\xFF\x00")]).boxed()),
        column("list", list(&[Some("a"), None, Some("b"), Some("c")], vec![0, 3, 3, 4])),
        column("group", group()),
    ];
    let cells = vec![
        ("text", ["é, \"x\"\n", "", ""]),
        ("truth", ["true", "", "false"]),
        ("small", ["255", "", "0"]),
        ("whole", ["-9223372036854775808", "", "7"]),
        ("float", ["12345", "", "0.1"]),
        ("single", ["", "", "0.1"]),
        ("zoned", ["2026-01-01T10:00:00.000000Z", "", "1969-12-31T23:59:59.999999Z"]),
        ("naive", ["2026-01-01T10:00:00.123000", "", "1970-01-01T00:00:00.000000"]),
        ("day", ["2026-01-01", "", "1969-12-31"]),
        ("price", ["-0.05", "", "1234.56"]),
        ("bytes", ["abc", "", "0xff00"]),
        ("list", ["a||b", "", "c"]),
        ("group.inner", ["1", "", "3"]),
        ("group.more", [r#"[{"id":"x"},{"id":null}]"#, "", "[]"]),
    ];
    (columns, cells)
}

fn list(values: &[Option<&str>], ends: Vec<i64>) -> Box<dyn Array> {
    let values = Utf8ViewArray::from_slice(values).boxed();
    let dtype = ListArray::<i64>::default_datatype(values.dtype().clone());
    ListArray::<i64>::new(dtype, OffsetsBuffer::try_from(ends).unwrap(), values, None).boxed()
}

/// A structure whose second value is missing as a whole.
fn group() -> Box<dyn Array> {
    let inner = PrimitiveArray::<i64>::from_slice([1, 2, 3]).boxed();
    let id = Utf8ViewArray::from_slice([Some("x"), None]).boxed();
    let entry = ArrowDataType::Struct(vec![Field::new("id".into(), ArrowDataType::Utf8View, true)]);
    let entries = StructArray::new(entry.clone(), 2, vec![id], None).boxed();
    let lists = ListArray::<i64>::default_datatype(entry);
    let more = ListArray::<i64>::new(lists, OffsetsBuffer::try_from(vec![0, 2, 2, 2]).unwrap(), entries, None).boxed();
    let fields = vec![
        Field::new("inner".into(), ArrowDataType::Int64, true),
        Field::new("more".into(), more.dtype().clone(), true),
    ];
    let present = Bitmap::from([true, false, true]);
    StructArray::new(ArrowDataType::Struct(fields), 3, vec![inner, more], Some(present)).boxed()
}

/// Types that Parquet does not keep as they are.
pub(super) fn arrow_types() -> (Vec<Column>, Vec<(&'static str, [&'static str; 3])>) {
    let keys = PrimitiveArray::<u32>::from(vec![Some(1), None, Some(0)]);
    let values = Utf8ViewArray::from_slice([Some("yes"), Some("no")]).boxed();
    let category = ArrowDataType::Dictionary(IntegerType::UInt32, Box::new(ArrowDataType::Utf8View), false);
    let category = DictionaryArray::try_new(category, keys, values).unwrap();
    let fixed = FixedSizeBinaryArray::new(ArrowDataType::FixedSizeBinary(2), vec![0, 1, 0, 0, 254, 255].into(), None);
    let columns = vec![
        column("category", category.boxed()),
        column("fixed", fixed.boxed()),
        numbers("clock", ArrowDataType::Time64(TimeUnit::Nanosecond), [Some(36_000_000_001_999), None, Some(0)]),
        numbers("span", ArrowDataType::Duration(TimeUnit::Millisecond), [Some(90_500), None, Some(-1)]),
    ];
    let cells = vec![
        ("category", ["no", "", "yes"]),
        ("fixed", ["0001", "0000", "feff"]),
        ("clock", ["10:00:00.000001", "", "00:00:00.000000"]),
        ("span", ["PT90.500S", "", "PT-0.001S"]),
    ];
    (columns, cells)
}

fn parts(columns: &[Column]) -> (ArrowSchema, RecordBatchT<Box<dyn Array>>) {
    let schema: ArrowSchema = columns.iter().map(|(field, _)| (field.name.clone(), field.clone())).collect();
    let arrays: Vec<Box<dyn Array>> = columns.iter().map(|(_, array)| array.clone()).collect();
    let height = arrays.first().map_or(0, |array| array.len());
    (schema.clone(), RecordBatchT::new(height, Arc::new(schema), arrays))
}

pub(super) fn parquet(columns: &[Column], groups: usize, compression: CompressionOptions) -> Vec<u8> {
    let (schema, batch) = parts(columns);
    let options = WriteOptions {
        statistics: StatisticsOptions::default(),
        version: Version::V1,
        compression,
        data_page_size: Some(100_000),
    };
    let encodings: Vec<Vec<Encoding>> =
        columns.iter().map(|(field, _)| vec![Encoding::Plain; leaves(field.dtype())]).collect();
    let batches = std::iter::repeat_n(batch, groups).map(Ok);
    let mut writer = FileWriter::try_new(Vec::new(), schema.clone(), options).unwrap();
    let height = columns[0].1.len() as u64;
    for group in RowGroupIterator::try_new(batches, &schema, options, encodings.into()).unwrap() {
        writer.write(height, group.unwrap()).unwrap();
    }
    writer.end(None).unwrap();
    writer.into_inner()
}

fn leaves(dtype: &ArrowDataType) -> usize {
    match dtype {
        ArrowDataType::Struct(fields) => fields.iter().map(|field| leaves(field.dtype())).sum(),
        ArrowDataType::LargeList(field) => leaves(field.dtype()),
        _ => 1,
    }
}

pub(super) fn arrow_file(columns: &[Column], batches: usize, compression: Option<ipc::Compression>) -> Vec<u8> {
    let (schema, batch) = parts(columns);
    let options = ipc::WriteOptions { compression };
    let mut writer = ipc::FileWriter::try_new(Cursor::new(Vec::new()), Arc::new(schema), None, options).unwrap();
    for _ in 0..batches {
        writer.write(&batch, None).unwrap();
    }
    writer.finish().unwrap();
    writer.into_inner().into_inner()
}

pub(super) fn arrow_stream(columns: &[Column], batches: usize) -> Vec<u8> {
    let (schema, batch) = parts(columns);
    let mut writer = ipc::StreamWriter::new(Vec::new(), ipc::WriteOptions { compression: None });
    writer.start(&schema, None).unwrap();
    for _ in 0..batches {
        writer.write(&batch, None).unwrap();
    }
    writer.finish().unwrap();
    writer.into_inner()
}

/// A workbook with one sheet of these texts.
pub(super) fn workbook(rows: &[&[&str]]) -> Vec<u8> {
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (row, cells) in (0..).zip(rows) {
        for (column, cell) in (0..).zip(*cells) {
            sheet.write(row, column, *cell).unwrap();
        }
    }
    workbook.save_to_buffer().unwrap()
}
