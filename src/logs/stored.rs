//! Rows as Parquet bytes, followed by their BLAKE3 checksum (32 bytes), to be kept in a workspace.

use super::LogError;
use crate::domain::{
    Circumstance, DataUse, Money, Outcome, PermissionChange, PermissionOrigin, PermissionState, PersonKey,
};
use jiff::Timestamp;
use polars::prelude::{
    Column, DataFrame, NamedFrom, ParallelStrategy, ParquetCompression, ParquetReader, ParquetWriter, SerReader,
    Series, StatisticsOptions,
};
use polars_parquet::arrow::write::ZstdLevel;
use std::io::Cursor;

/// The most rows of one chunk.
const CHUNK: usize = 1_000_000;
const USES: &str = "uses";
const PERMISSIONS: &str = "permissions";

/// Uses of data as Parquet, a million rows a chunk.
pub fn encode_uses(rows: &[DataUse]) -> Result<Vec<Vec<u8>>, LogError> {
    rows.chunks(CHUNK).map(encode_use_chunk).collect()
}

fn encode_use_chunk(rows: &[DataUse]) -> Result<Vec<u8>, LogError> {
    let text = |name: &str, of: fn(&DataUse) -> &str| column(name, rows.iter().map(of).collect::<Vec<&str>>());
    let half = |of: fn((u64, u64)) -> u64| rows.iter().map(|row| row.person.map(halves).map(of)).collect::<Vec<_>>();
    let held_back = |row: &DataUse| u32::from(row.outcome == Outcome::HeldBack);
    write(vec![
        column("at", rows.iter().map(|row| row.at.as_microsecond()).collect::<Vec<i64>>()),
        column("person_high", half(|halves| halves.0)),
        column("person_low", half(|halves| halves.1)),
        text("purpose", |row| &row.purpose),
        text("category", |row| &row.category),
        text("recipient", |row| &row.recipient),
        text("channel", |row| &row.channel),
        text("campaign", |row| &row.campaign),
        column("held_back", rows.iter().map(held_back).collect::<Vec<u32>>()),
        column("value", rows.iter().map(|row| row.value.cents).collect::<Vec<i64>>()),
        text("circumstance", |row| row.circumstance.map_or("", Circumstance::name)),
    ])
}

/// Uses of data from one chunk of Parquet.
pub fn decode_uses(bytes: &[u8]) -> Result<Vec<DataUse>, LogError> {
    let table = read(bytes, USES)?;
    let (at, persons) = (whole(i64s(&table, "at")?, USES)?, persons(&table, USES)?);
    let (held_back, value) = (whole(u32s(&table, "held_back")?, USES)?, whole(i64s(&table, "value")?, USES)?);
    let [purpose, category, recipient] = ["purpose", "category", "recipient"].map(|name| texts(&table, name));
    let [channel, campaign, circumstance] = ["channel", "campaign", "circumstance"].map(|name| texts(&table, name));
    let (mut purpose, mut category, mut recipient) =
        (purpose?.into_iter(), category?.into_iter(), recipient?.into_iter());
    let (mut channel, mut campaign, circumstance) = (channel?.into_iter(), campaign?.into_iter(), circumstance?);
    let mut rows = Vec::with_capacity(at.len());
    for (((at, person), (held_back, cents)), word) in
        at.into_iter().zip(persons).zip(held_back.into_iter().zip(value)).zip(circumstance)
    {
        rows.push(DataUse {
            at: moment(at, USES)?,
            person,
            purpose: purpose.next().unwrap_or_default(),
            category: category.next().unwrap_or_default(),
            recipient: recipient.next().unwrap_or_default(),
            channel: channel.next().unwrap_or_default(),
            campaign: campaign.next().unwrap_or_default(),
            outcome: if held_back == 0 { Outcome::Done } else { Outcome::HeldBack },
            value: Money { cents },
            circumstance: Circumstance::parse(&word),
        });
    }
    Ok(rows)
}

/// Changes of permissions as Parquet, a million rows a chunk.
pub fn encode_permissions(rows: &[PermissionChange]) -> Result<Vec<Vec<u8>>, LogError> {
    rows.chunks(CHUNK).map(encode_permission_chunk).collect()
}

fn encode_permission_chunk(rows: &[PermissionChange]) -> Result<Vec<u8>, LogError> {
    let half = |of: fn((u64, u64)) -> u64| rows.iter().map(|row| of(halves(row.person))).collect::<Vec<u64>>();
    let origin = |row: &PermissionChange| match row.origin {
        PermissionOrigin::Response { variant } => Some(variant),
        PermissionOrigin::Log => None,
    };
    let state = |row: &PermissionChange| {
        let code = PermissionState::ALL.iter().position(|state| *state == row.state);
        code.and_then(|code| u32::try_from(code).ok()).unwrap_or(u32::MAX)
    };
    write(vec![
        column("at", rows.iter().map(|row| row.at.as_microsecond()).collect::<Vec<i64>>()),
        column("person_high", half(|halves| halves.0)),
        column("person_low", half(|halves| halves.1)),
        column("purpose", rows.iter().map(|row| row.purpose.as_str()).collect::<Vec<&str>>()),
        column("category", rows.iter().map(|row| row.category.as_str()).collect::<Vec<&str>>()),
        column("state", rows.iter().map(state).collect::<Vec<u32>>()),
        column("variant", rows.iter().map(origin).collect::<Vec<Option<i64>>>()),
    ])
}

/// Changes of permissions from one chunk of Parquet.
pub fn decode_permissions(bytes: &[u8]) -> Result<Vec<PermissionChange>, LogError> {
    let table = read(bytes, PERMISSIONS)?;
    let (at, persons) = (whole(i64s(&table, "at")?, PERMISSIONS)?, persons(&table, PERMISSIONS)?);
    let (purpose, category) = (texts(&table, "purpose")?, texts(&table, "category")?);
    let (state, variant) = (whole(u32s(&table, "state")?, PERMISSIONS)?, i64s(&table, "variant")?);
    let whens = at.into_iter().zip(persons);
    let whats = purpose.into_iter().zip(category).zip(state.into_iter().zip(variant));
    whens
        .zip(whats)
        .map(|((at, person), ((purpose, category), (state, variant)))| {
            let known = PermissionState::ALL.get(state as usize).copied();
            Ok(PermissionChange {
                at: moment(at, PERMISSIONS)?,
                person: person.ok_or_else(|| gap(PERMISSIONS))?,
                purpose,
                category,
                state: known.ok_or_else(|| damaged(PERMISSIONS, &format!("state {state}")))?,
                origin: variant.map_or(PermissionOrigin::Log, |variant| PermissionOrigin::Response { variant }),
            })
        })
        .collect()
}

pub(super) fn column<T: ?Sized, V: AsRef<T>>(name: &str, values: V) -> Column
where
    Series: NamedFrom<V, T>,
{
    Series::new(name.into(), values).into()
}

fn write(columns: Vec<Column>) -> Result<Vec<u8>, LogError> {
    let mut bytes = Vec::new();
    write_table(columns, &mut bytes)?;
    Ok(sealed(bytes))
}

fn read(bytes: &[u8], what: &'static str) -> Result<DataFrame, LogError> {
    read_table(unsealed(bytes, what)?, what)
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

fn halves(person: PersonKey) -> (u64, u64) {
    let number = u128::from_be_bytes(person.0);
    let half = |shift: u32| u64::try_from((number >> shift) & u128::from(u64::MAX)).unwrap_or_default();
    (half(64), half(0))
}

fn persons(table: &DataFrame, what: &'static str) -> Result<Vec<Option<PersonKey>>, LogError> {
    let (high, low) = (u64s(table, "person_high")?, u64s(table, "person_low")?);
    if high.len() != low.len() {
        return Err(gap(what));
    }
    let join = |(high, low): (u64, u64)| PersonKey(((u128::from(high) << 64) | u128::from(low)).to_be_bytes());
    Ok(high.into_iter().zip(low).map(|(high, low)| high.zip(low).map(join)).collect())
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

fn texts(table: &DataFrame, name: &str) -> Result<Vec<String>, LogError> {
    Ok(table.column(name)?.str()?.iter().map(|text| text.unwrap_or_default().to_owned()).collect())
}

pub(super) fn whole<T>(values: Vec<Option<T>>, what: &'static str) -> Result<Vec<T>, LogError> {
    values.into_iter().collect::<Option<_>>().ok_or_else(|| gap(what))
}

fn moment(micros: i64, what: &'static str) -> Result<Timestamp, LogError> {
    Timestamp::from_microsecond(micros).map_err(|error| damaged(what, &error.to_string()))
}

pub(super) fn gap(what: &'static str) -> LogError {
    damaged(what, "a value is missing")
}

fn damaged(what: &'static str, detail: &str) -> LogError {
    LogError::Stored { what, detail: detail.chars().take(300).collect() }
}
