//! How long permissions given in an experiment were kept.

use crate::domain::{Experiment, PermissionChange, PermissionOrigin, PermissionState, covers};
use std::collections::BTreeMap;

/// Microseconds in a day.
const DAY: i64 = 86_400_000_000;

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
/// held until then. Whoever accepted two variants is left out.
pub fn kept_times(changes: &[PermissionChange], experiment: &Experiment) -> Option<BTreeMap<i64, Vec<KeptFor>>> {
    let is_of = |change: &PermissionChange| match change.origin {
        PermissionOrigin::Response { variant } => experiment.variants.iter().any(|known| known.id == variant),
        PermissionOrigin::Log => false,
    };
    let end = changes.iter().filter(|change| change.origin == PermissionOrigin::Log).map(|change| change.at).max()?;
    let mut sorted: Vec<&PermissionChange> = changes.iter().collect();
    sorted.sort_by_key(|change| (change.person, change.at));
    let mut counted: BTreeMap<(i64, u32, bool), u64> = BTreeMap::new();
    for person in sorted.chunk_by(|one, other| one.person == other.person) {
        let Some(first) = person.iter().find(|change| is_of(change)) else { continue };
        let PermissionOrigin::Response { variant } = first.origin else { continue };
        let another = person.iter().any(|change| is_of(change) && change.origin != first.origin);
        if !first.state.is_valid() || another {
            continue;
        }
        let given = |change: &&&PermissionChange| change.origin == first.origin && change.at == first.at;
        let purposes: Vec<&str> = person.iter().filter(given).map(|change| change.purpose.as_str()).collect();
        let ends_it = |change: &&&PermissionChange| {
            let ended = !change.state.is_valid() && !change.state.is_unanswered();
            ended && change.at >= first.at && purposes.iter().any(|purpose| covers(&change.purpose, purpose))
        };
        let ended = person.iter().find(ends_it);
        let until = ended.map_or(end, |change| change.at).max(first.at);
        let days = (until.as_microsecond() - first.at.as_microsecond()) / DAY;
        let withdrawn =
            ended.is_some_and(|change| matches!(change.state, PermissionState::Withdrawn | PermissionState::Refused));
        let key = (variant, u32::try_from(days).unwrap_or(u32::MAX), withdrawn);
        *counted.entry(key).or_default() += 1;
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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{PersonKey, Variant};

    fn change(person: u8, day: i64, state: PermissionState, origin: PermissionOrigin) -> PermissionChange {
        PermissionChange {
            at: jiff::Timestamp::from_microsecond(day * DAY).unwrap(),
            person: PersonKey([person; 16]),
            purpose: "marketing.communications".into(),
            category: String::new(),
            state,
            origin,
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
        let kept = kept_times(&changes, &experiment).unwrap();
        let line = |days, withdrawn| KeptFor { days, withdrawn, people: 1 };
        assert_eq!(kept[&7], [line(5, true), line(20, false), line(40, false)]);
        assert_eq!(kept.len(), 1);
        changes.remove(1);
        assert_eq!(kept_times(&changes, &experiment), None, "no withdrawal is known");
    }
}
