//! Use logs: whose data were used when, for what, and whether at all.

use super::mapping::parse_outcome;
use super::numbers::read_money;
use super::responses::time_cell;
use super::rows::Row;
use super::set_aside::{Hider, fault_reason, quoted, read_each};
use super::times::{TimeChoice, TimeReader};
use super::{LogError, Preview, Progress, Reason, SetAside, UseMapping};
use crate::domain::{Circumstance, DataUse, Money, Pseudonymiser};
use jiff::Timestamp;
use std::path::Path;

/// What a use log held.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct UseLog {
    /// How many rows were read.
    pub rows_read: u64,
    /// The usable ones.
    pub rows: Vec<DataUse>,
    /// The others.
    pub set_aside: SetAside,
}

struct Columns<'a> {
    occurred_at: Option<usize>,
    person: Option<usize>,
    purpose: Option<usize>,
    category: Option<usize>,
    recipient: Option<usize>,
    channel: Option<usize>,
    campaign: Option<usize>,
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
            campaign: find(&mapping.campaign),
            outcome: find(&mapping.outcome),
            value: find(&mapping.value),
            circumstance: find(&mapping.circumstance),
            time_column: mapping.occurred_at.as_deref().unwrap_or_default(),
        }
    }
}

/// Reads a use log. A use of unknown data subjects, purposes or categories is a gap in coverage, not a row set aside.
pub fn read_uses(
    path: &Path,
    preview: &Preview,
    mapping: &UseMapping,
    pseudonymiser: &Pseudonymiser,
    times: &TimeChoice,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<UseLog, LogError> {
    mapping.check(&preview.columns)?;
    let columns = Columns::new(mapping, preview);
    let mapped = mapping.columns().into_iter().map(|name| preview.column(name));
    let hider = Hider::new(Some(pseudonymiser), columns.person, mapped, preview.columns.len());
    let mut times = TimeReader::new(times);
    let mut each = |row: &Row| read_row(row, &columns, &hider, pseudonymiser, &mut times);
    let (rows_read, rows, set_aside) = read_each(path, preview, &hider, progress, &mut each)?;
    Ok(UseLog { rows_read, rows, set_aside })
}

fn read_row(
    row: &Row,
    columns: &Columns,
    hider: &Hider,
    pseudonymiser: &Pseudonymiser,
    times: &mut TimeReader,
) -> Result<Result<DataUse, (Reason, String)>, LogError> {
    if let Some(fault) = row.fault {
        return Ok(Err(fault_reason(fault, hider.columns())));
    }
    let at = match time_cell(row.cell(columns.occurred_at), columns.time_column, times)? {
        Ok(at) => Timestamp::from_microsecond(at).unwrap_or_default(),
        Err(refusal) => return Ok(Err(refusal)),
    };
    Ok(read_rest(row, columns, pseudonymiser, at))
}

fn read_rest(
    row: &Row,
    columns: &Columns,
    pseudonymiser: &Pseudonymiser,
    at: Timestamp,
) -> Result<DataUse, (Reason, String)> {
    let (outcome, value) = (row.cell(columns.outcome), row.cell(columns.value));
    let (person, circumstance) = (row.cell(columns.person), row.cell(columns.circumstance));
    let text = |column| row.cell(column).to_owned();
    Ok(DataUse {
        at,
        person: (!person.is_empty()).then(|| pseudonymiser.person(person)),
        purpose: text(columns.purpose),
        category: text(columns.category),
        recipient: text(columns.recipient),
        channel: text(columns.channel),
        campaign: text(columns.campaign),
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
fn optional<T>(cell: &str, without: T, read: impl Fn(&str) -> Option<T>) -> Option<T> {
    if cell.is_empty() { Some(without) } else { read(cell) }
}
