//! How long permissions given in an experiment were kept.

use crate::domain::{Ancestry, CodedChange, Experiment, PermissionOrigin, PermissionState, Records, Scope};
use std::collections::BTreeMap;

/// Microseconds in a day.
const DAY_US: i64 = 86_400_000_000;

/// People who kept their permission for the same number of whole days.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct KeptFor {
    /// Whole days from the permission to its withdrawal, or to the last day that is known.
    pub days: u32,
    /// Whether they withdrew it then; otherwise they still held it.
    pub withdrawn: bool,
    /// How many people.
    pub people: u64,
}

/// For each variant of an experiment, by its key: how long those who accepted at their first answer kept the permission. `None` if not one
/// of them is known to have withdrawn: then no log tells of withdrawals, and nothing can be said.
///
/// Everybody is followed up to the last entry of the permission logs. A permission that ran out or was ended by the company counts as
/// held until then. Whoever accepted two variants is left out. A no to one channel or topic only does not end a permission.
pub fn kept_times(records: &Records, experiment: &Experiment) -> Option<BTreeMap<i64, Vec<KeptFor>>> {
    let ancestry = records.words.ancestry();
    let mut changes: Vec<Change> = records.changes.iter().filter_map(|coded| Change::of(records, coded)).collect();
    let end_us =
        changes.iter().filter(|change| change.origin == PermissionOrigin::Log).map(|change| change.at_us).max()?;
    changes.sort_by_key(|change| (change.person, change.at_us));
    let mut counted: BTreeMap<(i64, u32, bool), u64> = BTreeMap::new();
    for person in changes.chunk_by(|one, other| one.person == other.person) {
        if let Some(key) = kept_by(person, experiment, &ancestry, end_us) {
            *counted.entry(key).or_default() += 1;
        }
    }
    if !counted.keys().any(|key| key.2) {
        return None;
    }
    let mut kept: BTreeMap<i64, Vec<KeptFor>> = BTreeMap::new();
    for ((variant, days, withdrawn), people) in counted {
        kept.entry(variant).or_default().push(KeptFor { days, withdrawn, people });
    }
    Some(kept)
}

struct Change {
    person: u32,
    at_us: i64,
    scope: Scope,
    state: PermissionState,
    origin: PermissionOrigin,
}

impl Change {
    fn of(records: &Records, coded: CodedChange) -> Option<Self> {
        let scope = *records.changes.scopes().get(coded.scope as usize)?;
        let origin = records.changes.details().get(coded.detail as usize)?.origin;
        Some(Self { person: coded.person, at_us: coded.at_us, scope, state: coded.state, origin })
    }
}

/// Which variant a person accepted, for how many whole days they kept that, and whether they then withdrew it.
fn kept_by(person: &[Change], experiment: &Experiment, ancestry: &Ancestry, end_us: i64) -> Option<(i64, u32, bool)> {
    let is_of = |change: &&Change| match change.origin {
        PermissionOrigin::Response { variant } => experiment.variants.iter().any(|known| known.id == variant),
        PermissionOrigin::Log => false,
    };
    let first = person.iter().find(is_of)?;
    let PermissionOrigin::Response { variant } = first.origin else { return None };
    let another = person.iter().any(|change| is_of(&change) && change.origin != first.origin);
    if !first.state.is_valid() || another {
        return None;
    }
    let given = |change: &&Change| change.origin == first.origin && change.at_us == first.at_us;
    let purposes: Vec<u32> = person.iter().filter(given).map(|change| change.scope.purpose).collect();
    let ends_it = |change: &&Change| {
        let ended = !change.state.is_valid() && !change.state.is_unanswered() && !change.scope.is_preference();
        let covers = |&purpose: &u32| ancestry.covers(change.scope.purpose, purpose);
        ended && change.at_us >= first.at_us && purposes.iter().any(covers)
    };
    let ended = person.iter().find(ends_it);
    let until_us = ended.map_or(end_us, |change| change.at_us).max(first.at_us);
    let days = (until_us - first.at_us) / DAY_US;
    let withdrawn =
        ended.is_some_and(|change| matches!(change.state, PermissionState::Withdrawn | PermissionState::Refused));
    Some((variant, u32::try_from(days).unwrap_or(u32::MAX), withdrawn))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{PermissionChange, PersonKey, Variant};

    fn change(person: u8, day: i64, state: PermissionState, origin: PermissionOrigin) -> PermissionChange {
        PermissionChange {
            at: jiff::Timestamp::from_microsecond(day * DAY_US).unwrap(),
            person: PersonKey([person; 16]),
            purpose: "marketing.communications".into(),
            category: String::new(),
            channel: String::new(),
            topic: String::new(),
            state,
            origin,
            contacts_per_30_days: None,
            until: None,
            has_record: false,
        }
    }

    #[test]
    fn people_are_followed_until_they_withdraw_or_the_log_ends() {
        let mut experiment = Experiment::named("E");
        experiment.variants = vec![Variant { id: 7, ..Variant::named("A") }, Variant { id: 8, ..Variant::named("B") }];
        let said = |person, day, state| change(person, day, state, PermissionOrigin::Response { variant: 7 });
        let logged = |person, day, state| change(person, day, state, PermissionOrigin::Log);
        let mut changes = vec![
            said(1, 10, PermissionState::Given),
            logged(1, 15, PermissionState::Withdrawn),
            said(2, 10, PermissionState::Given),
            said(3, 10, PermissionState::Refused),
            said(4, 10, PermissionState::Given),
            logged(4, 30, PermissionState::Expired),
            said(5, 10, PermissionState::Given),
            change(5, 12, PermissionState::Given, PermissionOrigin::Response { variant: 8 }),
            logged(9, 50, PermissionState::Given),
        ];
        let kept = kept_times(&Records::from_rows(&changes, &[]), &experiment).unwrap();
        let line = |days, withdrawn| KeptFor { days, withdrawn, people: 1 };
        assert_eq!(kept[&7], [line(5, true), line(20, false), line(40, false)]);
        assert_eq!(kept.len(), 1);
        changes.remove(1);
        assert_eq!(kept_times(&Records::from_rows(&changes, &[]), &experiment), None, "no withdrawal is known");
    }
}
