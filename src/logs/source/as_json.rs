//! Nested values of Arrow arrays as JSON text.

use super::cells::{self, WriteCell, cast, entries, is_list};
use crate::logs::LogError;
use polars_arrow::array::{Array, StructArray};
use polars_arrow::datatypes::ArrowDataType;

/// Appends values as JSON; a missing one as `null`.
///
/// # Errors
/// The array is not of the type that it says.
pub(super) fn writer(array: &dyn Array) -> Result<WriteCell<'_>, LogError> {
    let mut write = match array.dtype().to_storage() {
        ArrowDataType::Struct(_) => object(cast(array)?)?,
        _ if is_list(array.dtype()) => list(array)?,
        dtype => plain(array, is_written_bare(dtype))?,
    };
    Ok(Box::new(move |text, row| {
        if array.is_null(row) {
            text.push_str("null");
        } else {
            write(text, row);
        }
    }))
}

fn object(array: &StructArray) -> Result<WriteCell<'_>, LogError> {
    let mut members = Vec::new();
    for (field, values) in array.fields().iter().zip(array.values()) {
        members.push((quoted(&field.name), writer(values.as_ref())?));
    }
    Ok(Box::new(move |text, row| {
        text.push('{');
        for (index, (name, write)) in members.iter_mut().enumerate() {
            if index > 0 {
                text.push(',');
            }
            text.push_str(name);
            text.push(':');
            write(text, row);
        }
        text.push('}');
    }))
}

fn list(array: &dyn Array) -> Result<WriteCell<'_>, LogError> {
    let (values, range) = entries(array)?;
    let mut write = writer(values)?;
    Ok(Box::new(move |text, row| {
        text.push('[');
        for (index, entry) in range(row).enumerate() {
            if index > 0 {
                text.push(',');
            }
            write(text, entry);
        }
        text.push(']');
    }))
}

fn plain(array: &dyn Array, is_bare: bool) -> Result<WriteCell<'_>, LogError> {
    let mut write = cells::writer(array)?;
    let mut value = String::new();
    Ok(Box::new(move |text, row| {
        value.clear();
        write(&mut value, row);
        match (is_bare, value.is_empty()) {
            (true, true) => text.push_str("null"),
            (true, false) => text.push_str(&value),
            (false, _) => text.push_str(&quoted(&value)),
        }
    }))
}

fn quoted(text: &str) -> String {
    serde_json::Value::from(text).to_string()
}

fn is_written_bare(dtype: &ArrowDataType) -> bool {
    use ArrowDataType as Type;
    matches!(
        dtype,
        Type::Boolean
            | Type::Int8
            | Type::Int16
            | Type::Int32
            | Type::Int64
            | Type::UInt8
            | Type::UInt16
            | Type::UInt32
            | Type::UInt64
            | Type::Float32
            | Type::Float64
    )
}
