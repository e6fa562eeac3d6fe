//! Permission logs: whose permission became what, and when.

use super::numbers::read_count;
use super::record_log::{RecordLog, read_records};
use super::responses::time_cell;
use super::rows::Row;
use super::set_aside::{Hider, Kept, quoted};
use super::times::{TimeChoice, TimeReader};
use super::uses::optional;
use super::{LogError, PermissionMapping, Preview, Progress, Reason};
use crate::domain::{PermissionChange, PermissionOrigin, PermissionState, Pseudonymiser, Records};
use jiff::Timestamp;
use std::path::Path;

struct Columns<'a> {
    at: Option<usize>,
    person: Option<usize>,
    purpose: Option<usize>,
    category: Option<usize>,
    channel: Option<usize>,
    topic: Option<usize>,
    state: Option<usize>,
    contacts: Option<usize>,
    until: Option<usize>,
    record: Option<usize>,
    time_column: &'a str,
    until_column: &'a str,
}

impl<'a> Columns<'a> {
    fn new(mapping: &'a PermissionMapping, preview: &Preview) -> Self {
        let find = |name: &Option<String>| name.as_deref().and_then(|name| preview.column(name));
        Self {
            at: find(&mapping.at),
            person: find(&mapping.person),
            purpose: find(&mapping.purpose),
            category: find(&mapping.category),
            channel: find(&mapping.channel),
            topic: find(&mapping.topic),
            state: find(&mapping.state),
            contacts: find(&mapping.contacts),
            until: find(&mapping.until),
            record: find(&mapping.record),
            time_column: mapping.at.as_deref().unwrap_or_default(),
            until_column: mapping.until.as_deref().unwrap_or_default(),
        }
    }
}

/// Reads a permission log.
///
/// # Errors
/// What reading a log may raise; [`LogError::Cancelled`] once `progress` says no.
pub fn read_permissions(
    path: &Path,
    preview: &Preview,
    mapping: &PermissionMapping,
    pseudonymiser: &Pseudonymiser,
    times: &TimeChoice,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<RecordLog, LogError> {
    mapping.check(&preview.columns)?;
    let columns = Columns::new(mapping, preview);
    let mapped = mapping.columns().into_iter().map(|name| preview.column(name));
    let hider = Hider::new(Some(pseudonymiser), columns.person, mapped, preview.columns.len());
    let each = |row: &Row, times: &mut TimeReader, records: &mut Records| {
        let at = match time_cell(row.cell(columns.at), columns.time_column, times)? {
            Ok(at) => moment(at),
            Err(refusal) => return Ok(Err(refusal)),
        };
        let until = match row.cell(columns.until) {
            "" => None,
            cell => match time_cell(cell, columns.until_column, times)? {
                Ok(until) => Some(moment(until)),
                Err(refusal) => return Ok(Err(refusal)),
            },
        };
        let change = change_of(row, &columns, pseudonymiser, at);
        Ok(change.map(|change| records.add_change(&PermissionChange { until, ..change })))
    };
    read_records(path, preview, &hider, times, progress, &each)
}

fn moment(at_us: i64) -> Timestamp {
    Timestamp::from_microsecond(at_us).unwrap_or_default()
}

fn change_of(row: &Row, columns: &Columns, pseudonymiser: &Pseudonymiser, at: Timestamp) -> Kept<PermissionChange> {
    let (person, purpose, state) = (row.cell(columns.person), row.cell(columns.purpose), row.cell(columns.state));
    if person.is_empty() {
        return Err((Reason::PersonMissing, "the cell for the person is empty".to_owned()));
    }
    if purpose.is_empty() {
        return Err((Reason::PurposeMissing, "the cell for the purpose is empty".to_owned()));
    }
    let state = PermissionState::parse(state)
        .ok_or_else(|| (Reason::StateUnreadable, format!("{} is no known state", quoted(state))))?;
    let contacts = row.cell(columns.contacts);
    let number = |cell: &str| Some(Some(u32::try_from(read_count(cell)?).ok()?));
    Ok(PermissionChange {
        at,
        person: pseudonymiser.person(person),
        purpose: purpose.to_owned(),
        category: row.cell(columns.category).to_owned(),
        channel: row.cell(columns.channel).to_owned(),
        topic: row.cell(columns.topic).to_owned(),
        state,
        origin: PermissionOrigin::Log,
        contacts_per_30_days: optional(contacts, None, number)
            .ok_or_else(|| (Reason::CountUnreadable, format!("{} is no number of contacts", quoted(contacts))))?,
        until: None,
        has_record: !row.cell(columns.record).is_empty(),
    })
}
