//! Values of Arrow arrays as text.

use super::as_json;
use super::temporal::{MomentWriter, clock};
use crate::logs::LogError;
use polars_arrow::array::{
    Array, BinaryArray, BinaryViewArray, BooleanArray, DictionaryArray, DictionaryKey, FixedSizeBinaryArray,
    FixedSizeListArray, ListArray, MapArray, PrimitiveArray, Utf8Array, Utf8ViewArray, get_value_display,
};
use polars_arrow::datatypes::{ArrowDataType, IntegerType, TimeUnit};
use polars_arrow::types::NativeType;
use std::fmt::{Display, LowerExp, Write};
use std::ops::Range;

/// What stands between the entries of a list in one cell.
const BETWEEN: char = '|';
/// More decimal places than any number has.
const MOST_PLACES: usize = 76;

/// Appends the value of a row to a text; of a missing value nothing.
pub(super) type WriteCell<'a> = Box<dyn FnMut(&mut String, usize) + 'a>;

/// How to write the values of an array.
///
/// # Errors
/// The array is not of the type that it says.
pub(super) fn writer(array: &dyn Array) -> Result<WriteCell<'_>, LogError> {
    let mut write = value_writer(array)?;
    let Some(validity) = array.validity() else {
        return Ok(write);
    };
    Ok(Box::new(move |text, row| {
        if validity.get(row) == Some(true) {
            write(text, row);
        }
    }))
}

fn value_writer(array: &dyn Array) -> Result<WriteCell<'_>, LogError> {
    use ArrowDataType as Type;
    match array.dtype().to_storage() {
        Type::Null => Ok(Box::new(|_, _| {})),
        Type::Boolean => booleans(array),
        Type::Int8 => numbers::<i8>(array),
        Type::Int16 => numbers::<i16>(array),
        Type::Int32 => numbers::<i32>(array),
        Type::Int64 => numbers::<i64>(array),
        Type::Int128 => numbers::<i128>(array),
        Type::UInt8 => numbers::<u8>(array),
        Type::UInt16 => numbers::<u16>(array),
        Type::UInt32 => numbers::<u32>(array),
        Type::UInt64 => numbers::<u64>(array),
        Type::UInt128 => numbers::<u128>(array),
        Type::Float32 => floats::<f32>(array),
        Type::Float64 => floats::<f64>(array),
        Type::Decimal32(_, places) => decimals::<i32>(array, *places),
        Type::Decimal64(_, places) => decimals::<i64>(array, *places),
        Type::Decimal(_, places) => decimals::<i128>(array, *places),
        Type::Timestamp(unit, zone) => moments(array, *unit, if zone.is_some() { "Z" } else { "" }),
        Type::Date32 => days(array),
        Type::Date64 => moments(array, TimeUnit::Millisecond, ""),
        Type::Time32(unit) => clocks::<i32>(array, *unit),
        Type::Time64(unit) => clocks::<i64>(array, *unit),
        Type::Duration(unit) => durations(array, *unit),
        Type::Dictionary(key, ..) => by_key(array, *key),
        Type::Struct(_) => as_json::writer(array),
        _ if is_list(array.dtype()) => list(array),
        _ => texts(array),
    }
}

fn texts(array: &dyn Array) -> Result<WriteCell<'_>, LogError> {
    use ArrowDataType as Type;
    Ok(match array.dtype().to_storage() {
        Type::Utf8 => text_of(cast::<Utf8Array<i32>>(array)?, |array, row| array.value(row)),
        Type::LargeUtf8 => text_of(cast::<Utf8Array<i64>>(array)?, |array, row| array.value(row)),
        Type::Utf8View => text_of(cast::<Utf8ViewArray>(array)?, |array, row| array.value(row)),
        Type::Binary => bytes_of(cast::<BinaryArray<i32>>(array)?, |array, row| array.value(row)),
        Type::LargeBinary => bytes_of(cast::<BinaryArray<i64>>(array)?, |array, row| array.value(row)),
        Type::BinaryView => bytes_of(cast::<BinaryViewArray>(array)?, |array, row| array.value(row)),
        Type::FixedSizeBinary(_) => {
            let array: &FixedSizeBinaryArray = cast(array)?;
            Box::new(move |text, row| hexadecimal(text, array.value(row)))
        }
        _ => {
            let write = get_value_display(array, "");
            Box::new(move |text, row| {
                let _ = write(text, row);
            })
        }
    })
}

/// The array as what it says that it is.
pub(super) fn cast<T: 'static>(array: &dyn Array) -> Result<&T, LogError> {
    let mismatch = || LogError::Table(format!("a column is not of the type {:?} that it says", array.dtype()));
    array.as_any().downcast_ref().ok_or_else(mismatch)
}

fn text_of<'a, A>(array: &'a A, value: fn(&'a A, usize) -> &'a str) -> WriteCell<'a> {
    Box::new(move |text, row| text.push_str(value(array, row)))
}

/// Bytes are mostly text whose writer did not say so; what is none is written as hexadecimal digits.
fn bytes_of<'a, A>(array: &'a A, value: fn(&'a A, usize) -> &'a [u8]) -> WriteCell<'a> {
    Box::new(move |text, row| {
        let bytes = value(array, row);
        if let Ok(valid) = std::str::from_utf8(bytes) {
            text.push_str(valid);
        } else {
            text.push_str("0x");
            hexadecimal(text, bytes);
        }
    })
}

/// Appends a value as it displays itself.
pub(super) fn put(text: &mut String, value: impl Display) {
    let _ = write!(text, "{value}");
}

fn hexadecimal(text: &mut String, bytes: &[u8]) {
    for byte in bytes {
        let _ = write!(text, "{byte:02x}");
    }
}

fn booleans(array: &dyn Array) -> Result<WriteCell<'_>, LogError> {
    let array: &BooleanArray = cast(array)?;
    Ok(Box::new(move |text, row| text.push_str(if array.value(row) { "true" } else { "false" })))
}

fn numbers<T: NativeType + Display>(array: &dyn Array) -> Result<WriteCell<'_>, LogError> {
    let array: &PrimitiveArray<T> = cast(array)?;
    Ok(Box::new(move |text, row| put(text, array.value(row))))
}

fn floats<T: NativeType + LowerExp + Into<f64>>(array: &dyn Array) -> Result<WriteCell<'_>, LogError> {
    let array: &PrimitiveArray<T> = cast(array)?;
    Ok(Box::new(move |text, row| push_float(text, array.value(row))))
}

/// A float in its shortest form, whole numbers without a point, because a column of whole numbers with gaps is
/// often kept as floats. What is not a number is how the same tools write a gap.
pub(super) fn push_float<T: Copy + Display + LowerExp + Into<f64>>(text: &mut String, number: T) {
    let size = number.into().abs();
    let is_short = size == 0.0 || (1e-5..1e17).contains(&size);
    let _ = match size.is_nan() {
        true => Ok(()),
        false if is_short => write!(text, "{number}"),
        false => write!(text, "{number:e}"),
    };
}

fn decimals<T: NativeType + Into<i128>>(array: &dyn Array, places: usize) -> Result<WriteCell<'_>, LogError> {
    let array: &PrimitiveArray<T> = cast(array)?;
    Ok(Box::new(move |text, row| push_decimal(text, array.value(row).into(), places)))
}

fn push_decimal(text: &mut String, number: i128, places: usize) {
    if places > MOST_PLACES {
        let _ = write!(text, "{number}e-{places}");
        return;
    }
    let digits = format!("{:0width$}", number.unsigned_abs(), width = places + 1);
    let (whole, rest) = digits.split_at(digits.len() - places);
    let sign = if number < 0 { "-" } else { "" };
    let point = if places > 0 { "." } else { "" };
    let _ = write!(text, "{sign}{whole}{point}{rest}");
}

/// A number of time units in microseconds; what is finer is cut off.
fn micros(number: i64, unit: TimeUnit) -> Option<i64> {
    match unit {
        TimeUnit::Second => number.checked_mul(1_000_000),
        TimeUnit::Millisecond => number.checked_mul(1_000),
        TimeUnit::Microsecond => Some(number),
        TimeUnit::Nanosecond => Some(number.div_euclid(1_000)),
    }
}

fn moments<'a>(array: &'a dyn Array, unit: TimeUnit, zone: &'static str) -> Result<WriteCell<'a>, LogError> {
    let array: &PrimitiveArray<i64> = cast(array)?;
    let mut writer = MomentWriter::new();
    Ok(Box::new(move |text, row| match micros(array.value(row), unit) {
        Some(micros) => writer.moment(text, micros, zone),
        None => put(text, array.value(row)),
    }))
}

fn days(array: &dyn Array) -> Result<WriteCell<'_>, LogError> {
    let array: &PrimitiveArray<i32> = cast(array)?;
    let mut writer = MomentWriter::new();
    Ok(Box::new(move |text, row| writer.day(text, i64::from(array.value(row)))))
}

fn clocks<T: NativeType + Into<i64>>(array: &dyn Array, unit: TimeUnit) -> Result<WriteCell<'_>, LogError> {
    let array: &PrimitiveArray<T> = cast(array)?;
    Ok(Box::new(move |text, row| {
        let number: i64 = array.value(row).into();
        match micros(number, unit) {
            Some(micros @ 0..86_400_000_000) => clock(text, micros),
            _ => put(text, number),
        }
    }))
}

/// Spans of time as ISO 8601 has them, in seconds: `PT90.5S`.
fn durations(array: &dyn Array, unit: TimeUnit) -> Result<WriteCell<'_>, LogError> {
    let array: &PrimitiveArray<i64> = cast(array)?;
    let places = match unit {
        TimeUnit::Second => 0,
        TimeUnit::Millisecond => 3,
        TimeUnit::Microsecond => 6,
        TimeUnit::Nanosecond => 9,
    };
    Ok(Box::new(move |text, row| {
        text.push_str("PT");
        push_decimal(text, i128::from(array.value(row)), places);
        text.push('S');
    }))
}

fn by_key(array: &dyn Array, key: IntegerType) -> Result<WriteCell<'_>, LogError> {
    match key {
        IntegerType::Int8 => dictionary::<i8>(array),
        IntegerType::Int16 => dictionary::<i16>(array),
        IntegerType::Int32 => dictionary::<i32>(array),
        IntegerType::Int64 => dictionary::<i64>(array),
        IntegerType::UInt8 => dictionary::<u8>(array),
        IntegerType::UInt16 => dictionary::<u16>(array),
        IntegerType::UInt32 => dictionary::<u32>(array),
        IntegerType::UInt64 => dictionary::<u64>(array),
        IntegerType::Int128 | IntegerType::UInt128 => {
            Err(LogError::Table("a dictionary has keys of 128 bits".to_owned()))
        }
    }
}

fn dictionary<K: DictionaryKey>(array: &dyn Array) -> Result<WriteCell<'_>, LogError> {
    let array: &DictionaryArray<K> = cast(array)?;
    let mut write = writer(array.values().as_ref())?;
    Ok(Box::new(move |text, row| write(text, array.key_value(row))))
}

/// A list of plain values is joined by `|`; one of anything else is written as JSON.
fn list(array: &dyn Array) -> Result<WriteCell<'_>, LogError> {
    let (values, range) = entries(array)?;
    if is_nested(values.dtype()) {
        return as_json::writer(array);
    }
    let mut write = writer(values)?;
    Ok(Box::new(move |text, row| {
        for (index, entry) in range(row).enumerate() {
            if index > 0 {
                text.push(BETWEEN);
            }
            write(text, entry);
        }
    }))
}

/// Where in the values the entries of each row stand.
pub(super) type EntriesOf<'a> = Box<dyn Fn(usize) -> Range<usize> + 'a>;

/// The values of all lists of an array, and where those of each row stand.
pub(super) fn entries(array: &dyn Array) -> Result<(&dyn Array, EntriesOf<'_>), LogError> {
    match array.dtype().to_storage() {
        ArrowDataType::List(_) => {
            let array: &ListArray<i32> = cast(array)?;
            Ok((array.values().as_ref(), between(|row| array.offsets().start_end(row))))
        }
        ArrowDataType::LargeList(_) => {
            let array: &ListArray<i64> = cast(array)?;
            Ok((array.values().as_ref(), between(|row| array.offsets().start_end(row))))
        }
        ArrowDataType::Map(..) => {
            let array: &MapArray = cast(array)?;
            Ok((array.field().as_ref(), between(|row| array.offsets().start_end(row))))
        }
        _ => {
            let array: &FixedSizeListArray = cast(array)?;
            let size = array.size();
            Ok((array.values().as_ref(), between(move |row| (row * size, (row + 1) * size))))
        }
    }
}

fn between<'a>(start_end: impl Fn(usize) -> (usize, usize) + 'a) -> EntriesOf<'a> {
    Box::new(move |row| {
        let (start, end) = start_end(row);
        start..end
    })
}

/// Whether values of this type hold others.
pub(super) fn is_nested(dtype: &ArrowDataType) -> bool {
    matches!(dtype.to_storage(), ArrowDataType::Struct(_)) || is_list(dtype)
}

/// Whether values of this type are lists.
pub(super) fn is_list(dtype: &ArrowDataType) -> bool {
    use ArrowDataType as Type;
    matches!(dtype.to_storage(), Type::List(_) | Type::LargeList(_) | Type::FixedSizeList(..) | Type::Map(..))
}
