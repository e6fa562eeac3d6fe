//! Tables as Parquet bytes with a BLAKE3 checksum (32 bytes), to be kept in a workspace.

use super::LogError;
use polars::prelude::{
    Column, DataFrame, NamedFrom, ParallelStrategy, ParquetCompression, ParquetReader, ParquetWriter, SerReader,
    Series, StatisticsOptions,
};
use polars_parquet::arrow::write::ZstdLevel;
use serde::{Deserialize, Serialize};
use std::io::Cursor;

pub(super) fn column<T: ?Sized, V: AsRef<T>>(name: &str, values: V) -> Column
where
    Series: NamedFrom<V, T>,
{
    Series::new(name.into(), values).into()
}

/// Appends a table as Parquet.
pub(super) fn write_table(columns: Vec<Column>, bytes: &mut Vec<u8>) -> Result<(), LogError> {
    let mut table = DataFrame::new_infer_height(columns)?;
    let compression = ParquetCompression::Zstd(Some(ZstdLevel::try_new(1)?));
    ParquetWriter::new(bytes)
        .with_compression(compression)
        .with_statistics(StatisticsOptions::empty())
        .set_parallel(false)
        .finish(&mut table)?;
    Ok(())
}

/// A table from Parquet that is known to be whole.
pub(super) fn read_table(bytes: &[u8], what: &'static str) -> Result<DataFrame, LogError> {
    let table = ParquetReader::new(Cursor::new(bytes)).read_parallel(ParallelStrategy::None).finish();
    table.map_err(|error| damaged(what, &error.to_string()))
}

/// Bytes with their checksum behind them.
pub(super) fn sealed(mut bytes: Vec<u8>) -> Vec<u8> {
    let checksum = blake3::hash(&bytes);
    bytes.extend_from_slice(checksum.as_bytes());
    bytes
}

/// The bytes before a checksum, if it is theirs: a reader of Parquet may panic or never end on damaged bytes.
pub(super) fn unsealed<'a>(bytes: &'a [u8], what: &'static str) -> Result<&'a [u8], LogError> {
    let whole = bytes.split_last_chunk().filter(|(body, sum)| blake3::hash(body).as_bytes() == *sum);
    whole.map(|(body, _)| body).ok_or_else(|| damaged(what, "the checksum does not match"))
}

/// The start of bytes that hold a heading in JSON: its length (4 bytes, the least first), and itself.
pub(super) fn headed(heading: &impl Serialize) -> Result<Vec<u8>, LogError> {
    let heading = serde_json::to_vec(heading).map_err(|error| LogError::Table(error.to_string()))?;
    let mut bytes = u32::try_from(heading.len()).unwrap_or(u32::MAX).to_le_bytes().to_vec();
    bytes.extend(heading);
    Ok(bytes)
}

/// The heading of sealed bytes, and what stands behind it.
pub(super) fn heading_and_rest<'a, H: Deserialize<'a>>(
    bytes: &'a [u8],
    what: &'static str,
) -> Result<(H, &'a [u8]), LogError> {
    let (length, rest) = unsealed(bytes, what)?.split_first_chunk().ok_or_else(|| gap(what))?;
    let length = usize::try_from(u32::from_le_bytes(*length)).unwrap_or(usize::MAX);
    let (heading, rest) = rest.split_at_checked(length).ok_or_else(|| gap(what))?;
    let heading = serde_json::from_slice(heading).map_err(|error| damaged(what, &error.to_string()))?;
    Ok((heading, rest))
}

pub(super) fn u64s(table: &DataFrame, name: &str) -> Result<Vec<Option<u64>>, LogError> {
    Ok(table.column(name)?.u64()?.iter().collect())
}

pub(super) fn u32s(table: &DataFrame, name: &str) -> Result<Vec<Option<u32>>, LogError> {
    Ok(table.column(name)?.u32()?.iter().collect())
}

pub(super) fn i64s(table: &DataFrame, name: &str) -> Result<Vec<Option<i64>>, LogError> {
    Ok(table.column(name)?.i64()?.iter().collect())
}

pub(super) fn whole<T>(values: Vec<Option<T>>, what: &'static str) -> Result<Vec<T>, LogError> {
    values.into_iter().collect::<Option<_>>().ok_or_else(|| gap(what))
}

pub(super) fn gap(what: &'static str) -> LogError {
    damaged(what, "a value is missing")
}

fn damaged(what: &'static str, detail: &str) -> LogError {
    LogError::Stored { what, detail: detail.chars().take(300).collect() }
}
