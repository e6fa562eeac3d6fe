//! Tests of the ledger: what stands, what comes and goes, what ends.

use super::*;
use crate::compliance::{MonthlyFlow, PermissionSummary, expiring, permission_summary, permission_worth};
use jiff::civil::date;

fn of(person: u8, at: &str, state: PermissionState) -> PermissionChange {
    PermissionChange { person: PersonKey([person; 16]), ..change(at, state) }
}

fn summary(world: &World, at: &str) -> PermissionSummary {
    let policy = Policy::new(world.versions.clone()).unwrap();
    let rulebook = Rulebook { policy: &policy, jurisdiction: "", variants: &world.variants };
    permission_summary(&world.evidence(&[]), &rulebook, at.parse().unwrap())
}

fn flow(summary: &PermissionSummary) -> Vec<(i8, u64, u64, u64)> {
    let line = |flow: &MonthlyFlow| (flow.month.month(), flow.gained, flow.lost, flow.held);
    summary.monthly_flow.iter().map(line).collect()
}

#[test]
fn permissions_come_go_and_are_held_over_empty_months() {
    let mut world = World::with(mail_rule());
    world.changes = vec![
        of(1, "2026-03-31T23:30:00Z", PermissionState::Withdrawn),
        of(1, "2026-01-10T00:00:00Z", PermissionState::Given),
        of(2, "2026-01-10T00:00:00Z", PermissionState::Given),
        of(2, "2026-01-11T00:00:00Z", PermissionState::RenewedGiven),
        of(3, "2026-01-12T00:00:00Z", PermissionState::Refused),
        of(4, "2027-01-01T00:00:00Z", PermissionState::Given),
    ];
    let summary = summary(&world, "2026-05-01T00:00:00Z");
    assert_eq!(summary.people, 3);
    let states = &summary.by_purpose[0].by_state;
    assert_eq!((states.values().sum::<u64>(), states[&PermissionState::Withdrawn]), (3, 1));
    // The withdrawal falls on 1 April in Berlin.
    assert_eq!(flow(&summary), [(1, 2, 0, 2), (2, 0, 0, 2), (3, 0, 0, 2), (4, 0, 1, 1), (5, 0, 0, 1)]);
}

#[test]
fn nothing_known_makes_an_empty_summary() {
    let mut world = World::with(mail_rule());
    world.changes.clear();
    assert_eq!(summary(&world, "2026-05-01T00:00:00Z"), PermissionSummary::default());
}

#[test]
fn what_ends_by_itself_is_lost_once() {
    let mut world = World::with(Rule { permission_lasts_days: Some(30), ..mail_rule() });
    world.changes = vec![
        of(1, "2026-01-10T12:00:00Z", PermissionState::Given),
        of(2, "2026-01-10T12:00:00Z", PermissionState::Given),
        of(2, "2026-03-05T12:00:00Z", PermissionState::Withdrawn),
        of(3, "2026-01-10T12:00:00Z", PermissionState::Given),
        of(3, "2026-02-01T12:00:00Z", PermissionState::RenewedGiven),
        of(4, "2026-01-10T12:00:00Z", PermissionState::Given),
        of(4, "2026-03-20T12:00:00Z", PermissionState::RenewedGiven),
    ];
    let all = summary(&world, "2026-03-31T12:00:00Z");
    assert_eq!(flow(&all), [(1, 4, 0, 4), (2, 0, 3, 1), (3, 1, 1, 1)]);
    let states = &all.by_purpose[0].by_state;
    let expected = [(PermissionState::RenewedGiven, 1), (PermissionState::Withdrawn, 1), (PermissionState::Expired, 2)];
    assert_eq!(*states, BTreeMap::from(expected));
    for day in ["2026-02-09T12:00:00Z", "2026-02-10T12:00:00Z", "2026-03-03T12:00:00Z", "2026-03-04T12:00:00Z"] {
        let summary = summary(&world, day);
        let valid: u64 =
            summary.by_purpose[0].by_state.iter().filter(|(state, _)| state.is_valid()).map(|(_, people)| people).sum();
        assert_eq!(summary.monthly_flow.last().unwrap().held, valid, "{day}");
    }
}

#[test]
fn the_earliest_end_counts() {
    let mut world = World::with(Rule { permission_lasts_days: Some(30), ..mail_rule() });
    let until = |day: &str| Some(day.parse().unwrap());
    world.changes = vec![
        of(1, "2026-01-10T12:00:00Z", PermissionState::Given),
        PermissionChange {
            until: until("2026-02-01T00:00:00Z"),
            ..of(2, "2026-01-10T12:00:00Z", PermissionState::Given)
        },
        PermissionChange {
            until: until("2027-01-01T00:00:00Z"),
            ..of(3, "2026-01-10T12:00:00Z", PermissionState::Given)
        },
        of(4, "2026-01-10T12:00:00Z", PermissionState::Refused),
    ];
    let policy = Policy::new(world.versions.clone()).unwrap();
    let rulebook = Rulebook { policy: &policy, jurisdiction: "", variants: &world.variants };
    let at = "2026-01-20T12:00:00Z".parse().unwrap();
    let found: Vec<_> = expiring(&world.evidence(&[]), &rulebook, at, 20)
        .into_iter()
        .map(|one| (one.last_day, one.person.0[0]))
        .collect();
    assert_eq!(found, [(date(2026, 1, 31), 2), (date(2026, 2, 9), 1), (date(2026, 2, 9), 3)]);
    assert_eq!(expiring(&world.evidence(&[]), &rulebook, at, 19).len(), 1);
}

#[test]
fn a_year_shows_what_permissions_are_worth_and_how_many_were_kept() {
    let mut world = World::with(mail_rule());
    world.changes = vec![
        of(1, "2024-06-01T12:00:00Z", PermissionState::Given),
        of(2, "2024-06-01T12:00:00Z", PermissionState::Given),
        of(2, "2025-05-31T12:00:00Z", PermissionState::Withdrawn),
        of(3, "2025-12-01T12:00:00Z", PermissionState::Given),
        of(4, "2024-02-01T12:00:00Z", PermissionState::Given),
        of(4, "2025-02-15T12:00:00Z", PermissionState::Withdrawn),
        of(5, "2025-12-01T12:00:00Z", PermissionState::Refused),
    ];
    let used = |person: u8, at: &str, cents| DataUse {
        person: Some(PersonKey([person; 16])),
        value: Money { cents },
        ..data_use(at)
    };
    let uses = [
        used(1, "2025-03-01T12:00:00Z", 300),
        used(1, "2025-04-01T12:00:00Z", 100),
        used(1, "2024-12-31T12:00:00Z", 900),
        used(2, "2025-06-05T12:00:00Z", 900),
        used(5, "2025-12-31T12:00:00Z", 900),
    ];
    let policy = Policy::new(world.versions.clone()).unwrap();
    let rulebook = Rulebook { policy: &policy, jurisdiction: "", variants: &world.variants };
    let evidence = world.evidence(&uses);
    let found = permission_worth(&evidence, &rulebook, &judge(&evidence, &rulebook, 1));
    // The year runs from 1 January to 31 December 2025. One, two, three and four held a permission in it; only the first was used as permitted.
    assert_eq!((found.people, found.given, found.kept), (4, 3, 2));
    assert!((found.mean_value - 1.0).abs() < 1e-12);
    // Values of 4, 0, 0, 0: variance 4, standard error 1.
    assert!((found.standard_error - 1.0).abs() < 1e-12);
    assert_eq!(found.last_day.unwrap().to_string(), "2025-12-31");
}
