//! Use logs: whose data were used when, for what, and whether at all.

use super::mapping::parse_outcome;
use super::numbers::read_money;
use super::record_log::{RecordLog, read_records};
use super::responses::time_cell;
use super::rows::Row;
use super::set_aside::{Hider, Kept, quoted};
use super::times::{TimeChoice, TimeReader};
use super::{LogError, Preview, Progress, Reason, UseMapping};
use crate::domain::{Circumstance, Money, Pseudonymiser, Records, UseRow};
use jiff::Timestamp;
use std::path::Path;

struct Columns<'a> {
    occurred_at: Option<usize>,
    person: Option<usize>,
    purpose: Option<usize>,
    category: Option<usize>,
    recipient: Option<usize>,
    channel: Option<usize>,
    topic: Option<usize>,
    wording: Option<usize>,
    delivers: Option<usize>,
    campaign: Option<usize>,
    team: Option<usize>,
    outcome: Option<usize>,
    value: Option<usize>,
    circumstance: Option<usize>,
    time_column: &'a str,
}

impl<'a> Columns<'a> {
    fn new(mapping: &'a UseMapping, preview: &Preview) -> Self {
        let find = |name: &Option<String>| name.as_deref().and_then(|name| preview.column(name));
        Self {
            occurred_at: find(&mapping.occurred_at),
            person: find(&mapping.person),
            purpose: find(&mapping.purpose),
            category: find(&mapping.category),
            recipient: find(&mapping.recipient),
            channel: find(&mapping.channel),
            topic: find(&mapping.topic),
            wording: find(&mapping.wording),
            delivers: find(&mapping.delivers),
            campaign: find(&mapping.campaign),
            team: find(&mapping.team),
            outcome: find(&mapping.outcome),
            value: find(&mapping.value),
            circumstance: find(&mapping.circumstance),
            time_column: mapping.occurred_at.as_deref().unwrap_or_default(),
        }
    }
}

/// Reads a use log. A use of unknown data subjects, purposes or categories is a gap in coverage, not a row set aside.
///
/// # Errors
/// What reading a log may raise; [`LogError::Cancelled`] once `progress` says no.
pub fn read_uses(
    path: &Path,
    preview: &Preview,
    mapping: &UseMapping,
    pseudonymiser: &Pseudonymiser,
    times: &TimeChoice,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<RecordLog, LogError> {
    mapping.check(&preview.columns)?;
    let columns = Columns::new(mapping, preview);
    let mapped = mapping.columns().into_iter().map(|name| preview.column(name));
    let hider = Hider::new(Some(pseudonymiser), columns.person, mapped, preview.columns.len());
    let each = |row: &Row, times: &mut TimeReader, records: &mut Records| {
        let at = match time_cell(row.cell(columns.occurred_at), columns.time_column, times)? {
            Ok(at) => Timestamp::from_microsecond(at).unwrap_or_default(),
            Err(refusal) => return Ok(Err(refusal)),
        };
        Ok(use_of(row, &columns, pseudonymiser, at).map(|one| records.add_use(&one)))
    };
    read_records(path, preview, &hider, times, progress, &each)
}

fn use_of<'a>(row: &'a Row, columns: &Columns, pseudonymiser: &Pseudonymiser, at: Timestamp) -> Kept<UseRow<'a>> {
    let (outcome, value) = (row.cell(columns.outcome), row.cell(columns.value));
    let (person, circumstance) = (row.cell(columns.person), row.cell(columns.circumstance));
    Ok(UseRow {
        at,
        person: (!person.is_empty()).then(|| pseudonymiser.person(person)),
        purpose: row.cell(columns.purpose),
        category: row.cell(columns.category),
        recipient: row.cell(columns.recipient),
        channel: row.cell(columns.channel),
        topic: row.cell(columns.topic),
        wording: row.cell(columns.wording),
        delivers: row.cell(columns.delivers),
        campaign: row.cell(columns.campaign),
        team: row.cell(columns.team),
        outcome: parse_outcome(outcome)
            .ok_or_else(|| (Reason::OutcomeUnreadable, format!("{} is no known outcome", quoted(outcome))))?,
        value: optional(value, Money::default(), read_money)
            .ok_or_else(|| (Reason::ValueUnreadable, format!("{} is no amount", quoted(value))))?,
        circumstance: optional(circumstance, None, |word| Circumstance::parse(word).map(Some)).ok_or_else(|| {
            (Reason::CircumstanceUnreadable, format!("{} is no known circumstance", quoted(circumstance)))
        })?,
    })
}

/// The value of a cell; of an empty one, `without`.
pub(super) fn optional<T>(cell: &str, without: T, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    if cell.is_empty() { Some(without) } else { read(cell) }
}
