//! How many permissions stand, and how they come and go.

use super::evidence::{day_in, month_of};
use super::history::strictness;
use crate::domain::{PermissionChange, PermissionState, PersonKey};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use std::collections::{BTreeMap, BTreeSet};

/// The permissions as they stand at a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PermissionSummary {
    /// People of whom anything is known.
    pub people: u64,
    /// By purpose and category, as the changes name them.
    pub by_purpose: Vec<PurposeSummary>,
    /// What came and went each month, from the first change to the moment.
    pub monthly_flow: Vec<MonthlyFlow>,
}

/// How many people are in each state for one purpose and category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurposeSummary {
    /// The purpose.
    pub purpose: String,
    /// The category; empty for all data.
    pub category: String,
    /// People by state.
    pub by_state: BTreeMap<PermissionState, u64>,
}

/// Permissions gained and lost in one month; a person counts once for each purpose and category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthlyFlow {
    /// The first day of the month.
    pub month: Date,
    /// How many became valid.
    pub gained: u64,
    /// How many ceased to be.
    pub lost: u64,
    /// How many were valid at its end.
    pub held: u64,
}

/// Whose permission, for what.
type Subject<'a> = (PersonKey, &'a str, &'a str);

/// The permissions as they stand at a moment; later changes are left out.
pub fn permission_summary(changes: &[PermissionChange], at: Timestamp, zone: &TimeZone) -> PermissionSummary {
    let mut known: Vec<&PermissionChange> = changes.iter().filter(|change| change.at <= at).collect();
    known.sort_by_key(|change| (change.at, strictness(change.state)));
    let mut states: BTreeMap<Subject, PermissionState> = BTreeMap::new();
    let mut steps: BTreeMap<Date, (u64, u64)> = BTreeMap::new();
    for change in &known {
        let step = steps.entry(month_of(day_in(zone, change.at))).or_default();
        let subject = (change.person, change.purpose.as_str(), change.category.as_str());
        if change.state.is_unanswered() && states.contains_key(&subject) {
            continue;
        }
        let was_valid = states.insert(subject, change.state).is_some_and(PermissionState::is_valid);
        match (was_valid, change.state.is_valid()) {
            (false, true) => step.0 += 1,
            (true, false) => step.1 += 1,
            _ => {}
        }
    }
    let people: BTreeSet<PersonKey> = states.keys().map(|&(person, ..)| person).collect();
    PermissionSummary {
        people: people.len() as u64,
        by_purpose: by_purpose(&states),
        monthly_flow: monthly_flow(&steps, month_of(day_in(zone, at))),
    }
}

fn by_purpose(states: &BTreeMap<Subject, PermissionState>) -> Vec<PurposeSummary> {
    let mut counts: BTreeMap<(&str, &str), BTreeMap<PermissionState, u64>> = BTreeMap::new();
    for (&(_, purpose, category), &state) in states {
        *counts.entry((purpose, category)).or_default().entry(state).or_default() += 1;
    }
    let summary = |((purpose, category), by_state): ((&str, &str), _)| PurposeSummary {
        purpose: purpose.to_owned(),
        category: category.to_owned(),
        by_state,
    };
    counts.into_iter().map(summary).collect()
}

fn monthly_flow(steps: &BTreeMap<Date, (u64, u64)>, last_month: Date) -> Vec<MonthlyFlow> {
    let mut flow = Vec::new();
    let mut held = 0_u64;
    let mut next = steps.keys().next().copied();
    while let Some(month) = next.filter(|&month| month <= last_month) {
        let (gained, lost) = steps.get(&month).copied().unwrap_or_default();
        held = (held + gained).saturating_sub(lost);
        flow.push(MonthlyFlow { month, gained, lost, held });
        next = month.checked_add(1.month()).ok();
    }
    flow
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PermissionOrigin;
    use jiff::civil::date;

    fn change(person: u8, at: &str, state: PermissionState) -> PermissionChange {
        let (purpose, category) = ("sales".to_owned(), String::new());
        let at = at.parse().unwrap();
        PermissionChange {
            at,
            person: PersonKey([person; 16]),
            purpose,
            category,
            state,
            origin: PermissionOrigin::Log,
        }
    }

    #[test]
    fn permissions_come_go_and_are_held_over_empty_months() {
        let changes = [
            change(1, "2026-03-31T23:30:00Z", PermissionState::Withdrawn),
            change(1, "2026-01-10T00:00:00Z", PermissionState::Given),
            change(2, "2026-01-10T00:00:00Z", PermissionState::Given),
            change(2, "2026-01-11T00:00:00Z", PermissionState::RenewedGiven),
            change(3, "2026-01-12T00:00:00Z", PermissionState::Refused),
            change(4, "2027-01-01T00:00:00Z", PermissionState::Given),
        ];
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let summary = permission_summary(&changes, "2026-05-01T00:00:00Z".parse().unwrap(), &zone);
        assert_eq!(summary.people, 3);
        let states = &summary.by_purpose[0].by_state;
        assert_eq!(states.values().sum::<u64>(), 3);
        assert_eq!(states[&PermissionState::Withdrawn], 1);
        let flow = |month, gained, lost, held| MonthlyFlow { month: date(2026, month, 1), gained, lost, held };
        // The withdrawal falls on 1 April in Berlin.
        let expected = vec![flow(1, 2, 0, 2), flow(2, 0, 0, 2), flow(3, 0, 0, 2), flow(4, 0, 1, 1), flow(5, 0, 0, 1)];
        assert_eq!(summary.monthly_flow, expected);
    }

    #[test]
    fn nothing_known_makes_an_empty_summary() {
        assert_eq!(permission_summary(&[], Timestamp::UNIX_EPOCH, &TimeZone::UTC), PermissionSummary::default());
    }
}
