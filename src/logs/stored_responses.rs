//! Responses as bytes to keep in a workspace: a heading in JSON (names of the segments, those of their values that rows of the chunk
//! name, keys of the variants), a Parquet table of numbers, and a BLAKE3 checksum (32 bytes) over both.

use super::responses::{decode_event, event_code};
use super::stored::{column, gap, headed, heading_and_rest, i64s, read_table, sealed, u32s, u64s, whole, write_table};
use super::used::Used;
use super::{LogError, ResponseColumns, SegmentColumn};
use crate::domain::PersonKey;
use serde::{Deserialize, Serialize};
use std::collections::HashMap;

const WHAT: &str = "responses";
/// Variants and events share a number: this many stand for the events.
const EVENTS: u32 = 8;

#[derive(Serialize, Deserialize)]
struct Heading {
    variants: Vec<i64>,
    segments: Vec<(String, Vec<String>)>,
}

/// Responses as bytes.
///
/// # Errors
/// [`LogError::Table`] if they cannot be written as a table.
pub fn encode_responses(rows: &ResponseColumns) -> Result<Vec<u8>, LogError> {
    let (variants, variant_codes) = coded(&rows.variant);
    let what = variant_codes.iter().zip(&rows.event);
    let (high, low): (Vec<u64>, Vec<u64>) = rows.person.iter().map(|person| halves(*person)).unzip();
    let mut columns = vec![
        column("person_high", high),
        column("person_low", low),
        column("at", rows.at.as_slice()),
        column("what", what.map(|(code, event)| code * EVENTS + u32::from(event_code(*event))).collect::<Vec<u32>>()),
    ];
    let mut segments = Vec::with_capacity(rows.segments.len());
    for (index, (name, segment)) in rows.segment_names.iter().zip(&rows.segments).enumerate() {
        let used = used_values(segment);
        columns.push(column(&format!("segment {index}"), used.places(&segment.codes)));
        segments.push((name.clone(), used.of_all(&segment.values).cloned().collect()));
    }
    let mut bytes = headed(&Heading { variants, segments })?;
    write_table(columns, &mut bytes)?;
    Ok(sealed(bytes))
}

/// Responses from bytes.
///
/// # Errors
/// [`LogError::Stored`] for bytes that are damaged.
pub fn decode_responses(bytes: &[u8]) -> Result<ResponseColumns, LogError> {
    let (heading, table): (Heading, _) = heading_and_rest(bytes, WHAT)?;
    let table = read_table(table, WHAT)?;
    let (high, low) = (whole(u64s(&table, "person_high")?, WHAT)?, whole(u64s(&table, "person_low")?, WHAT)?);
    let person = |(high, low): (u64, u64)| PersonKey::from_number((u128::from(high) << 64) | u128::from(low));
    let mut rows = ResponseColumns {
        person: high.into_iter().zip(low).map(person).collect(),
        at: whole(i64s(&table, "at")?, WHAT)?,
        ..ResponseColumns::default()
    };
    for what in whole(u32s(&table, "what")?, WHAT)? {
        let variant = heading.variants.get((what / EVENTS) as usize);
        let event = u8::try_from(what % EVENTS).ok().and_then(decode_event);
        let (Some(&variant), Some(event)) = (variant, event) else { return Err(gap(WHAT)) };
        rows.variant.push(variant);
        rows.event.push(event);
    }
    for (index, (name, values)) in heading.segments.into_iter().enumerate() {
        let codes = whole(u32s(&table, &format!("segment {index}"))?, WHAT)?;
        if codes.iter().any(|code| *code as usize >= values.len()) {
            return Err(gap(WHAT));
        }
        rows.segment_names.push(name);
        rows.segments.push(SegmentColumn { values, codes });
    }
    Ok(rows)
}

fn used_values(segment: &SegmentColumn) -> Used {
    Used::of(segment.values.len(), segment.codes.iter().copied())
}

/// Whether a segment has a value that no row names, as chunks of earlier programs do.
pub(super) fn names_more_values_than_its_rows(rows: &ResponseColumns) -> bool {
    rows.segments.iter().any(|segment| !used_values(segment).are_all())
}

/// The distinct keys, and for each row the place of its key among them.
fn coded(keys: &[i64]) -> (Vec<i64>, Vec<u32>) {
    let (mut distinct, mut places) = (Vec::new(), HashMap::new());
    let code = |key: &i64| {
        *places.entry(*key).or_insert_with(|| {
            distinct.push(*key);
            u32::try_from(distinct.len() - 1).unwrap_or(u32::MAX)
        })
    };
    let codes = keys.iter().map(code).collect();
    (distinct, codes)
}

#[expect(clippy::cast_possible_truncation, reason = "each half fits")]
fn halves(person: PersonKey) -> (u64, u64) {
    let number = person.to_number();
    ((number >> 64) as u64, number as u64)
}
