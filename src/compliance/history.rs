//! Changes of permission by person and time, and what stood at a moment.

use crate::domain::{DataUse, PermissionChange, PermissionState, PersonKey, covers};
use jiff::Timestamp;

/// One person's changes, earliest first; of changes at the same instant the less permissive stands last.
pub fn history(changes: &[PermissionChange], person: PersonKey) -> Vec<&PermissionChange> {
    let mut own: Vec<&PermissionChange> = changes.iter().filter(|change| change.person == person).collect();
    own.sort_by_key(|change| (change.at, strictness(change.state)));
    own
}

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

/// All changes in the order of person, time and strictness.
pub(super) struct Histories<'a> {
    changes: &'a [PermissionChange],
    /// Person, instant, strictness and index: the keys stand here again, so that a search stays in one place in memory.
    order: Vec<(PersonKey, Timestamp, u8, usize)>,
}

/// The valid permission that comes nearest to a use which none covers.
pub(super) enum NearMiss {
    /// It is for another purpose.
    OtherPurpose(usize),
    /// It is for the purpose, but other data.
    OtherCategory(usize),
}

impl<'a> Histories<'a> {
    /// Sorts the changes once. Requests without an answer are left out: being asked again, or putting the question off,
    /// takes back neither a permission nor a refusal.
    pub fn new(changes: &'a [PermissionChange]) -> Self {
        let key =
            |(index, change): (usize, &PermissionChange)| (change.person, change.at, strictness(change.state), index);
        let mut order: Vec<_> =
            changes.iter().enumerate().filter(|(_, change)| !change.state.is_unanswered()).map(key).collect();
        order.sort_unstable();
        Self { changes, order }
    }

    /// A person's changes at or before a moment with their indices, latest first.
    fn latest_first(&self, person: PersonKey, at: Timestamp) -> impl Iterator<Item = (usize, &'a PermissionChange)> {
        let end = self.order.partition_point(|&(other, changed_at, ..)| (other, changed_at) <= (person, at));
        let changes = self.changes;
        let own = self.order[..end].iter().rev().take_while(move |&&(other, ..)| other == person);
        own.map(move |&(.., index)| (index, &changes[index]))
    }

    /// The latest change that covers a use's purpose and category.
    pub fn latest_covering(&self, person: PersonKey, data_use: &DataUse) -> Option<(usize, &'a PermissionChange)> {
        self.latest_first(person, data_use.at).find(|(_, change)| {
            covers(&change.purpose, &data_use.purpose) && covers(&change.category, &data_use.category)
        })
    }

    /// The latest change of each purpose and category.
    fn standing(&self, person: PersonKey, at: Timestamp) -> Vec<(usize, &'a PermissionChange)> {
        let mut standing: Vec<(usize, &PermissionChange)> = Vec::new();
        for (index, change) in self.latest_first(person, at) {
            let same = |other: &PermissionChange| other.purpose == change.purpose && other.category == change.category;
            if !standing.iter().any(|(_, other)| same(other)) {
                standing.push((index, change));
            }
        }
        standing
    }

    /// The valid permission nearest to a use that none covers: first the same data, then the same purpose, then any.
    pub fn near_miss(&self, person: PersonKey, data_use: &DataUse) -> Option<NearMiss> {
        let mut valid = self.standing(person, data_use.at);
        valid.retain(|(_, change)| change.state.is_valid());
        let find = |wanted: &dyn Fn(&PermissionChange) -> bool| {
            valid.iter().find(|(_, change)| wanted(change)).map(|&(index, _)| index)
        };
        find(&|change| covers(&change.category, &data_use.category))
            .map(NearMiss::OtherPurpose)
            .or_else(|| find(&|change| covers(&change.purpose, &data_use.purpose)).map(NearMiss::OtherCategory))
            .or_else(|| find(&|_| true).map(NearMiss::OtherPurpose))
    }

    /// The latest refusal that no later answer for the same purpose and category replaced.
    pub fn standing_refusal(&self, person: PersonKey, at: Timestamp) -> Option<(usize, &'a PermissionChange)> {
        self.standing(person, at).into_iter().find(|(_, change)| change.state == PermissionState::Refused)
    }
}
