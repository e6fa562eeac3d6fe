//! Permission logs: whose permission became what, and when.

use super::responses::time_cell;
use super::rows::Row;
use super::set_aside::{Hider, fault_reason, quoted, read_each};
use super::times::{TimeChoice, TimeReader};
use super::{LogError, PermissionMapping, Preview, Progress, Reason, SetAside};
use crate::domain::{PermissionChange, PermissionOrigin, PermissionState, Pseudonymiser};
use jiff::Timestamp;
use std::path::Path;

/// What a permission log held.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct PermissionLog {
    /// How many rows were read.
    pub rows_read: u64,
    /// The usable ones.
    pub rows: Vec<PermissionChange>,
    /// The others.
    pub set_aside: SetAside,
}

struct Columns<'a> {
    at: Option<usize>,
    person: Option<usize>,
    purpose: Option<usize>,
    category: Option<usize>,
    state: Option<usize>,
    time_column: &'a str,
}

/// Reads a permission log.
pub fn read_permissions(
    path: &Path,
    preview: &Preview,
    mapping: &PermissionMapping,
    pseudonymiser: &Pseudonymiser,
    times: &TimeChoice,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<PermissionLog, LogError> {
    mapping.check(&preview.columns)?;
    let find = |name: &Option<String>| name.as_deref().and_then(|name| preview.column(name));
    let columns = Columns {
        at: find(&mapping.at),
        person: find(&mapping.person),
        purpose: find(&mapping.purpose),
        category: find(&mapping.category),
        state: find(&mapping.state),
        time_column: mapping.at.as_deref().unwrap_or_default(),
    };
    let mapped = mapping.columns().into_iter().map(|name| preview.column(name));
    let hider = Hider::new(Some(pseudonymiser), columns.person, mapped, preview.columns.len());
    let mut times = TimeReader::new(times);
    let mut each = |row: &Row| read_row(row, &columns, &hider, pseudonymiser, &mut times);
    let (rows_read, rows, set_aside) = read_each(path, preview, &hider, progress, &mut each)?;
    Ok(PermissionLog { rows_read, rows, set_aside })
}

fn read_row(
    row: &Row,
    columns: &Columns,
    hider: &Hider,
    pseudonymiser: &Pseudonymiser,
    times: &mut TimeReader,
) -> Result<Result<PermissionChange, (Reason, String)>, LogError> {
    if let Some(fault) = row.fault {
        return Ok(Err(fault_reason(fault, hider.columns())));
    }
    let at = match time_cell(row.cell(columns.at), columns.time_column, times)? {
        Ok(at) => Timestamp::from_microsecond(at).unwrap_or_default(),
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (person, purpose, state) = (row.cell(columns.person), row.cell(columns.purpose), row.cell(columns.state));
    if person.is_empty() {
        return Ok(Err((Reason::PersonMissing, "the cell for the person is empty".to_owned())));
    }
    if purpose.is_empty() {
        return Ok(Err((Reason::PurposeMissing, "the cell for the purpose is empty".to_owned())));
    }
    let Some(state) = PermissionState::parse(state) else {
        return Ok(Err((Reason::StateUnreadable, format!("{} is no known state", quoted(state)))));
    };
    Ok(Ok(PermissionChange {
        at,
        person: pseudonymiser.person(person),
        purpose: purpose.to_owned(),
        category: row.cell(columns.category).to_owned(),
        state,
        origin: PermissionOrigin::Log,
    }))
}
