//! One test for each rule of judging.

use super::*;
use crate::domain::CoverageGap;

#[test]
fn what_was_held_back_is_not_judged() {
    let held = DataUse { outcome: Outcome::HeldBack, person: None, ..data_use("2026-02-01T00:00:00Z") };
    assert_eq!(World::with(mail_rule()).verdict(held), Verdict::HeldBack);
}

#[test]
fn what_cannot_be_judged_is_a_gap() {
    let world = World::with(mail_rule());
    let gap = |data_use, gap| assert_eq!(world.verdict(data_use), Verdict::Gap(gap));
    let good = || data_use("2026-02-01T00:00:00Z");
    gap(DataUse { person: None, ..good() }, CoverageGap::UnresolvedPerson);
    gap(DataUse { purpose: "fun".into(), ..good() }, CoverageGap::UnknownPurpose);
    gap(DataUse { category: String::new(), ..good() }, CoverageGap::UnknownCategory);
    gap(DataUse { purpose: "sales".into(), ..good() }, CoverageGap::OutsideAnyPolicy);
    gap(data_use("2023-12-31T22:59:59Z"), CoverageGap::OutsideAnyPolicy);
}

#[test]
fn the_day_of_a_policy_begins_at_midnight_in_the_zone() {
    let world = World::with(Rule { needs_permission: false, ..mail_rule() });
    world.is_fine(data_use("2023-12-31T23:00:00Z"));
}

#[test]
fn rules_of_another_jurisdiction_are_skipped() {
    let strict = Rule { jurisdiction: "EU".into(), ..mail_rule() };
    let mut world = World::with(strict);
    world.versions[0].rules.push(Rule { needs_permission: false, ..mail_rule() });
    world.changes.clear();
    let verdict = |world: &World| world.judge(&[data_use("2026-02-01T00:00:00Z")])[0];
    assert_eq!(verdict(&world).verdict, Verdict::Deviation(DeviationKind::NoPermission));
    world.jurisdiction = "US-CA";
    assert_eq!((verdict(&world).verdict, verdict(&world).rule), (Verdict::Fine, Some(1)));
    world.jurisdiction = "EU";
    assert_eq!(verdict(&world).verdict, Verdict::Deviation(DeviationKind::NoPermission));
}

#[test]
fn recipients_must_be_listed() {
    let world = World::with(Rule { recipients: Some(vec!["Agency A".into()]), ..mail_rule() });
    let sent = |recipient: &str| DataUse { recipient: recipient.into(), ..data_use("2026-02-01T00:00:00Z") };
    world.deviates(sent("Agency B"), DeviationKind::UnlistedRecipient);
    world.is_fine(sent("Agency A"));
    world.is_fine(sent(""));
    World::with(mail_rule()).is_fine(sent("Agency B"));
    World::with(Rule { recipients: Some(vec![]), ..mail_rule() }).deviates(sent("A"), DeviationKind::UnlistedRecipient);
}

#[test]
fn being_asked_again_takes_nothing_back() {
    let mut world = World::with(mail_rule());
    for state in [PermissionState::Requested, PermissionState::RequestDeferred] {
        world.changes.truncate(1);
        world.changes.push(change("2026-02-01T00:00:00Z", state));
        world.is_fine(data_use("2026-02-02T00:00:00Z"));
        world.changes.remove(0);
        world.deviates(data_use("2026-02-02T00:00:00Z"), DeviationKind::NoPermission);
        world.changes.insert(0, change("2026-01-01T00:00:00Z", PermissionState::Given));
    }
}

#[test]
fn the_state_at_the_moment_decides() {
    let mut world = World::with(mail_rule());
    let kinds = [
        (PermissionState::Withdrawn, DeviationKind::UseAfterWithdrawal),
        (PermissionState::Revoked, DeviationKind::UseAfterWithdrawal),
        (PermissionState::Expired, DeviationKind::UseAfterExpiry),
        (PermissionState::Invalidated, DeviationKind::RecordMissing),
        (PermissionState::Unknown, DeviationKind::RecordMissing),
        (PermissionState::Refused, DeviationKind::NoPermission),
    ];
    for (state, kind) in kinds {
        world.changes.truncate(1);
        world.changes.insert(0, change("2026-02-01T00:00:00Z", state));
        world.is_fine(data_use("2026-01-31T23:59:59Z"));
        world.deviates(data_use("2026-02-01T00:00:00Z"), kind);
        world.changes.push(change("2026-02-03T00:00:00Z", PermissionState::RenewedGiven));
        world.is_fine(data_use("2026-02-03T00:00:00Z"));
        // At the same instant the less permissive change holds, whichever came first.
        world.changes.push(change("2026-02-03T00:00:00Z", state));
        world.deviates(data_use("2026-02-03T00:00:00Z"), kind);
        world.changes.remove(0);
    }
}

#[test]
fn without_a_covering_change_the_nearest_permission_names_the_kind() {
    let mut world = World::with(mail_rule());
    let late = || data_use("2026-02-01T00:00:00Z");
    world.deviates(data_use("2026-01-10T11:59:59Z"), DeviationKind::NoPermission);
    world.deviates(DataUse { person: Some(PersonKey([2; 16])), ..late() }, DeviationKind::NoPermission);
    world.deviates(DataUse { category: "user.device".into(), ..late() }, DeviationKind::CategoryNotCovered);
    world.changes[0].purpose = "sales".into();
    world.deviates(late(), DeviationKind::PurposeMismatch);
    world.changes[0].category = "user.device".into();
    world.deviates(late(), DeviationKind::PurposeMismatch);
    let withdrawn = PermissionChange { state: PermissionState::Withdrawn, ..world.changes[0].clone() };
    world.changes.push(withdrawn);
    world.deviates(late(), DeviationKind::NoPermission);
}

#[test]
fn retention_ends_with_a_calendar_day_over_leap_day_and_clock_change() {
    let mut world = World::with(Rule { retention_days: Some(1), ..mail_rule() });
    world.changes[0].at = "2024-02-28T20:00:00Z".parse().unwrap();
    world.is_fine(data_use("2024-02-29T22:59:59Z"));
    world.deviates(data_use("2024-02-29T23:00:00Z"), DeviationKind::RetentionOverrun);
    // The clocks go forward in Berlin on 29 March 2026, which has 23 hours.
    world.changes[0].at = "2026-03-28T08:00:00Z".parse().unwrap();
    world.is_fine(data_use("2026-03-29T21:59:59Z"));
    world.deviates(data_use("2026-03-29T22:00:00Z"), DeviationKind::RetentionOverrun);
}

#[test]
fn accepted_terms_bind() {
    let mut world = World::with(mail_rule());
    world.changes[0].origin = PermissionOrigin::Response { variant: 7 };
    let sent = |at| DataUse { recipient: "Agency A".into(), ..data_use(at) };
    world.is_fine(sent("2026-02-01T00:00:00Z"));
    let terms = Terms { retention_days: Some(60), contacts_per_30_days: Some(1), ..Terms::default() };
    world.terms.insert(7, terms);
    world.deviates(sent("2026-02-01T00:00:00Z"), DeviationKind::TermsBroken);
    world.deviates(data_use("2026-06-01T00:00:00Z"), DeviationKind::TermsBroken);
    let twice = [data_use("2026-02-02T00:00:00Z"), data_use("2026-02-01T00:00:00Z")];
    let verdicts: Vec<Verdict> = world.judge(&twice).iter().map(|judgement| judgement.verdict).collect();
    assert_eq!(verdicts, [Verdict::Deviation(DeviationKind::TermsBroken), Verdict::Fine]);
    world.terms.get_mut(&7).unwrap().recipients = vec!["Agency A".into()];
    world.is_fine(sent("2026-02-01T00:00:00Z"));
}

#[test]
fn a_use_that_the_policy_knows_only_since_the_permission_needs_asking_again() {
    let mut world = World::with(Rule { purposes: vec!["essential".into()], ..mail_rule() });
    world.versions.push(version("2026-02-01", vec![mail_rule()]));
    world.deviates(data_use("2026-02-01T00:00:00Z"), DeviationKind::SecondaryUseWithoutReask);
    world.changes[0].at = "2026-01-31T23:00:00Z".parse().unwrap();
    world.is_fine(data_use("2026-02-01T00:00:00Z"));
    // A permission from before any policy was not given under one.
    world.changes[0].at = "2020-01-31T23:00:00Z".parse().unwrap();
    world.is_fine(data_use("2026-02-01T00:00:00Z"));
}

#[test]
fn contacts_are_counted_over_thirty_calendar_days() {
    let world = World::with(Rule { contacts_per_30_days: Some(2), ..mail_rule() });
    let mut uses = vec![
        data_use("2026-03-01T12:00:00Z"),
        data_use("2026-03-30T12:00:00Z"),
        data_use("2026-03-30T12:00:00Z"),
        data_use("2026-03-31T12:00:00Z"),
    ];
    let over = |uses: &[DataUse]| -> Vec<bool> {
        world.judge(uses).iter().map(|judgement| judgement.verdict != Verdict::Fine).collect()
    };
    assert_eq!(over(&uses), [false, false, true, true]);
    uses[1].outcome = Outcome::HeldBack;
    uses[1].channel = "email".into();
    assert_eq!(over(&uses)[2..], [false, false]);
    uses[1] = DataUse { channel: String::new(), ..data_use("2026-03-30T12:00:00Z") };
    assert_eq!(over(&uses), [false; 4]);
}

#[test]
fn who_refused_may_be_asked_again_after_the_time() {
    let asking = Rule { needs_permission: false, ask_again_after_days: Some(30), ..mail_rule() };
    let mut world = World::with(asking);
    let ask = |at| DataUse { category: "user.privacy_preferences".into(), ..data_use(at) };
    world.changes[0].purpose = "sales".into();
    world.changes[0].state = PermissionState::Refused;
    world.changes.push(PermissionChange {
        purpose: "sales".into(),
        ..change("2026-01-12T00:00:00Z", PermissionState::Requested)
    });
    world.deviates(ask("2026-02-08T12:00:00Z"), DeviationKind::AskedAgainTooSoon);
    world.is_fine(ask("2026-02-09T12:00:00Z"));
    world.is_fine(data_use("2026-01-11T00:00:00Z"));
    world.changes[1].state = PermissionState::Given;
    world.is_fine(ask("2026-02-08T12:00:00Z"));
}
