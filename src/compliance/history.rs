//! Changes of permission by person and time.

use super::by_person::ByPerson;
use super::calendar::{Calendar, DayNumber};
use crate::domain::{PermissionState, Records};
use std::cmp::Reverse;

/// How little a state permits: of two changes at the same instant the stricter one holds.
pub(super) fn strictness(state: PermissionState) -> u8 {
    match state {
        PermissionState::Given => 0,
        PermissionState::RenewedGiven => 1,
        PermissionState::Requested => 2,
        PermissionState::RequestDeferred => 3,
        PermissionState::Unknown => 4,
        PermissionState::Invalidated => 5,
        PermissionState::Expired => 6,
        PermissionState::Refused => 7,
        PermissionState::Revoked => 8,
        PermissionState::Withdrawn => 9,
    }
}

/// One change as it stands in its person's history.
#[derive(Debug, Clone, Copy)]
pub(super) struct Entry {
    /// When, in microseconds since 1970.
    pub at_us: i64,
    /// Until when by its own words.
    pub until_us: i64,
    /// The day, in the workspace's zone.
    pub day: DayNumber,
    /// The code of its scope.
    pub scope: u32,
    /// The code of its details.
    pub detail: u32,
    /// Which change it is.
    pub change: u32,
    /// The state.
    pub state: PermissionState,
}

/// All changes in the order of person and time.
pub(super) type Histories = ByPerson<Entry>;

/// Sorts the changes; of changes at the same instant the stricter one stands last, in whichever order they arrived.
pub(super) fn histories(records: &Records, calendar: &Calendar, threads: usize) -> Histories {
    let changes = &records.changes;
    let make = |index: u32| {
        let Some(change) = changes.get(index as usize) else { return BLANK };
        Entry {
            at_us: change.at_us,
            until_us: change.until_us,
            day: calendar.day(change.at_us),
            scope: change.scope,
            detail: change.detail,
            change: index,
            state: change.state,
        }
    };
    let strictest_last = |entry: &Entry| {
        let detail = changes.details().get(entry.detail as usize);
        let limit = detail.and_then(|detail| detail.contacts_per_30_days).unwrap_or(u32::MAX);
        let is_unproved = detail.is_some_and(|detail| !detail.has_record);
        let ties = (Reverse(entry.until_us), is_unproved, Reverse(limit));
        (entry.at_us, strictness(entry.state), ties, detail.map(|detail| detail.origin), entry.change)
    };
    let tidy = |own: &mut [Entry]| own.sort_unstable_by_key(strictest_last);
    ByPerson::new(records.people.len(), changes.person(), threads, BLANK, make, tidy)
}

const BLANK: Entry =
    Entry { at_us: 0, until_us: 0, day: 0, scope: 0, detail: 0, change: 0, state: PermissionState::Unknown };
