//! One test for each rule of judging.

use super::*;
use crate::domain::CoverageGap;

#[test]
fn what_was_held_back_is_not_judged() {
    let held = DataUse { outcome: Outcome::HeldBack, person: None, ..data_use("2026-02-01T00:00:00Z") };
    assert_eq!(World::with(mail_rule()).verdict(held), Verdict::HeldBack(None));
}

#[test]
fn what_was_held_back_keeps_the_deviation_that_it_would_have_been() {
    let mut world = World::with(Rule { contacts_per_30_days: Some(2), ..mail_rule() });
    let held = |at| DataUse { outcome: Outcome::HeldBack, ..data_use(at) };
    assert_eq!(world.verdict(held("2026-02-01T00:00:00Z")), Verdict::HeldBack(None));
    let uses = [data_use("2026-02-01T00:00:00Z"), data_use("2026-02-02T00:00:00Z"), held("2026-02-03T00:00:00Z")];
    let judgement = world.judge(&uses)[2];
    assert_eq!(judgement.verdict, Verdict::HeldBack(Some(DeviationKind::OverContact)));
    assert_eq!((judgement.policy_version, judgement.rule), (Some(0), Some(0)));
    world.changes.push(change("2026-01-20T00:00:00Z", PermissionState::Withdrawn));
    let spared = Verdict::HeldBack(Some(DeviationKind::UseAfterWithdrawal));
    assert_eq!(world.verdict(held("2026-02-01T00:00:00Z")), spared);
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
    world.promise(7, terms);
    world.deviates(sent("2026-02-01T00:00:00Z"), DeviationKind::TermsBroken);
    world.deviates(data_use("2026-06-01T00:00:00Z"), DeviationKind::TermsBroken);
    let twice = [data_use("2026-02-02T00:00:00Z"), data_use("2026-02-01T00:00:00Z")];
    let verdicts: Vec<Verdict> = world.judge(&twice).iter().map(|judgement| judgement.verdict).collect();
    assert_eq!(verdicts, [Verdict::Deviation(DeviationKind::TermsBroken), Verdict::Fine]);
    world.variants.get_mut(&7).unwrap().terms.recipients = vec!["Agency A".into()];
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

#[test]
fn the_deal_that_the_person_knew_binds_until_they_are_asked_again() {
    let old = Rule {
        recipients: Some(vec!["Agency A".into()]),
        retention_days: Some(60),
        contacts_per_30_days: Some(1),
        ..mail_rule()
    };
    let new = Rule {
        recipients: Some(vec!["Agency A".into(), "Agency B".into()]),
        retention_days: None,
        contacts_per_30_days: Some(2),
        ..mail_rule()
    };
    let mut world = World::with(old);
    world.versions.push(version("2026-02-01", vec![new]));
    let sent = |at| DataUse { recipient: "Agency B".into(), ..data_use(at) };
    let twice =
        |world: &World| world.judge(&[data_use("2026-02-02T00:00:00Z"), data_use("2026-02-03T00:00:00Z")])[1].verdict;
    world.deviates(sent("2026-01-31T12:00:00Z"), DeviationKind::UnlistedRecipient);
    world.deviates(sent("2026-02-01T12:00:00Z"), DeviationKind::SecondaryUseWithoutReask);
    world.deviates(data_use("2026-04-01T12:00:00Z"), DeviationKind::SecondaryUseWithoutReask);
    assert_eq!(twice(&world), Verdict::Deviation(DeviationKind::SecondaryUseWithoutReask));
    world.is_fine(data_use("2026-02-01T12:00:00Z"));
    world.changes.push(change("2026-02-01T12:00:00Z", PermissionState::RenewedGiven));
    world.is_fine(sent("2026-02-01T12:00:00Z"));
    world.is_fine(data_use("2026-04-12T12:00:00Z"));
    assert_eq!(twice(&world), Verdict::Fine);
}

#[test]
fn permissions_end_by_their_own_words_by_the_terms_and_by_the_rule() {
    let mut world = World::with(mail_rule());
    world.changes[0].until = Some("2026-02-01T00:00:00Z".parse().unwrap());
    world.is_fine(data_use("2026-01-31T23:59:59Z"));
    world.deviates(data_use("2026-02-01T00:00:00Z"), DeviationKind::UseAfterExpiry);
    world.changes[0].until = None;
    world.versions[0].rules[0].permission_lasts_days = Some(10);
    world.is_fine(data_use("2026-01-20T22:59:59Z"));
    world.deviates(data_use("2026-01-20T23:00:00Z"), DeviationKind::UseAfterExpiry);
    world.versions[0].rules[0].permission_lasts_days = None;
    world.changes[0].origin = PermissionOrigin::Response { variant: 7 };
    world.promise(7, Terms { permission_lasts_days: Some(10), ..Terms::default() });
    world.is_fine(data_use("2026-01-20T22:59:59Z"));
    world.deviates(data_use("2026-01-20T23:00:00Z"), DeviationKind::UseAfterExpiry);
}

#[test]
fn permission_that_must_be_proved_needs_a_record() {
    let mut world = World::with(Rule { needs_record: true, ..mail_rule() });
    let late = || data_use("2026-02-01T00:00:00Z");
    world.deviates(late(), DeviationKind::RecordMissing);
    world.changes[0].has_record = true;
    world.is_fine(late());
    world.changes[0].has_record = false;
    world.changes[0].origin = PermissionOrigin::Response { variant: 7 };
    world.is_fine(late());
}

#[test]
fn what_was_offered_must_be_delivered_in_time() {
    let mut world = World::with(mail_rule());
    world.changes[0].origin = PermissionOrigin::Response { variant: 7 };
    world.promise(7, Terms { offer: "Map".into(), offer_within_days: Some(10), ..Terms::default() });
    let delivery = |at, offer: &str| DataUse { delivers: offer.into(), ..data_use(at) };
    world.is_fine(data_use("2026-01-20T12:00:00Z"));
    world.deviates(data_use("2026-01-21T12:00:00Z"), DeviationKind::OfferNotDelivered);
    let last = |uses: &[DataUse]| world.judge(uses).last().unwrap().verdict;
    let due = || data_use("2026-01-22T12:00:00Z");
    let missed = Verdict::Deviation(DeviationKind::OfferNotDelivered);
    assert_eq!(last(&[delivery("2026-01-12T12:00:00Z", "Map"), due()]), Verdict::Fine);
    assert_eq!(last(&[delivery("2026-01-12T12:00:00Z", "Cup"), due()]), missed);
    assert_eq!(last(&[delivery("2026-01-09T12:00:00Z", "Map"), due()]), missed);
    assert_eq!(
        last(&[DataUse { outcome: Outcome::HeldBack, ..delivery("2026-01-12T12:00:00Z", "Map") }, due()]),
        missed
    );
    assert_eq!(last(&[delivery("2026-01-25T12:00:00Z", "Map")]), Verdict::Fine);
    let other = DataUse { person: Some(PersonKey([2; 16])), ..delivery("2026-01-12T12:00:00Z", "Map") };
    assert_eq!(last(&[other, due()]), missed);
    world.variants.get_mut(&7).unwrap().terms.offer_within_days = None;
    world.is_fine(due());
}

#[test]
fn only_approved_wordings_may_ask_where_the_rule_needs_it() {
    let mut world = World::with(Rule { needs_approved_wording: true, ..mail_rule() });
    world.is_fine(data_use("2026-02-01T00:00:00Z"));
    world.changes[0].origin = PermissionOrigin::Response { variant: 7 };
    let approved = |from: Option<&str>| AskedWith {
        names: vec!["Spring B".into()],
        approved_from: from.map(|day| day.parse().unwrap()),
        ..AskedWith::default()
    };
    world.variants.insert(7, approved(None));
    world.deviates(data_use("2026-02-01T00:00:00Z"), DeviationKind::UnapprovedWording);
    world.variants.insert(7, approved(Some("2026-01-11")));
    world.deviates(data_use("2026-02-01T00:00:00Z"), DeviationKind::UnapprovedWording);
    world.variants.insert(7, approved(Some("2026-01-10")));
    world.is_fine(data_use("2026-02-01T00:00:00Z"));
    world.versions[0].rules[0].needs_permission = false;
    let ask = |wording: &str, at| DataUse {
        category: "user.privacy_preferences".into(),
        wording: wording.into(),
        ..data_use(at)
    };
    world.is_fine(ask(" spring b", "2026-01-10T00:00:00Z"));
    world.deviates(ask("Spring B", "2026-01-09T12:00:00Z"), DeviationKind::UnapprovedWording);
    world.deviates(ask("Spring C", "2026-02-01T00:00:00Z"), DeviationKind::UnapprovedWording);
    world.is_fine(ask("", "2026-02-01T00:00:00Z"));
    world.is_fine(DataUse { wording: "Spring C".into(), ..data_use("2026-02-01T00:00:00Z") });
}

fn preference(at: &str, state: PermissionState, channel: &str, topic: &str) -> PermissionChange {
    PermissionChange { channel: channel.into(), topic: topic.into(), ..change(at, state) }
}

#[test]
fn a_no_to_a_channel_or_topic_is_honoured_until_it_is_taken_back() {
    use PermissionState::{Given, Withdrawn};
    let mut world = World::with(mail_rule());
    let about = |channel: &str, topic: &str| DataUse {
        channel: channel.into(),
        topic: topic.into(),
        ..data_use("2026-03-01T00:00:00Z")
    };
    world.changes.push(preference("2026-01-12T00:00:00Z", Withdrawn, "sms", ""));
    world.deviates(about("sms", ""), DeviationKind::PreferenceIgnored);
    world.is_fine(about("email", "bikes"));
    world.is_fine(about("", ""));
    // A general yes says nothing about the channel.
    world.changes.push(change("2026-01-13T00:00:00Z", PermissionState::RenewedGiven));
    world.deviates(about("sms", ""), DeviationKind::PreferenceIgnored);
    world.changes.push(preference("2026-01-14T00:00:00Z", Given, "", "bikes"));
    world.deviates(about("sms", "bikes.road"), DeviationKind::PreferenceIgnored);
    world.changes.push(preference("2026-01-15T00:00:00Z", Given, "sms", "bikes"));
    world.is_fine(about("sms", "bikes.road"));
    world.deviates(about("sms", "boats"), DeviationKind::PreferenceIgnored);
    world.changes.push(preference("2026-01-16T00:00:00Z", Withdrawn, "", "bikes.road"));
    world.deviates(about("email", "bikes.road"), DeviationKind::PreferenceIgnored);
    world.is_fine(about("email", "bikes"));
    world.is_fine(about("email", ""));
    // The company may contact without permission, but not against a no.
    world.versions[0].rules[0].needs_permission = false;
    world.deviates(about("email", "bikes.road"), DeviationKind::PreferenceIgnored);
    world.is_fine(about("email", "boats"));
}

#[test]
fn a_yes_to_a_channel_reaches_no_other() {
    let mut world = World::with(mail_rule());
    world.changes[0] = preference("2026-01-10T12:00:00Z", PermissionState::Given, "email", "bikes");
    let about = |channel: &str, topic: &str| DataUse {
        channel: channel.into(),
        topic: topic.into(),
        ..data_use("2026-03-01T00:00:00Z")
    };
    world.is_fine(about("email", "bikes"));
    world.is_fine(about("email", ""));
    world.is_fine(about("", "boats"));
    world.deviates(about("sms", "bikes"), DeviationKind::PreferenceIgnored);
    world.deviates(about("email", "boats"), DeviationKind::PreferenceIgnored);
    world.changes.push(preference("2026-01-12T12:00:00Z", PermissionState::Withdrawn, "email", "bikes"));
    world.deviates(about("email", "bikes"), DeviationKind::UseAfterWithdrawal);
}

#[test]
fn how_often_a_person_wants_to_be_contacted_binds() {
    let mut world = World::with(mail_rule());
    let wish = |at: &str, contacts, channel: &str| PermissionChange {
        contacts_per_30_days: Some(contacts),
        ..preference(at, PermissionState::Given, channel, "")
    };
    world.changes.push(wish("2026-01-12T00:00:00Z", 1, "email"));
    let mail = |at| data_use(at);
    let other = |at: &str, channel: &str| DataUse { channel: channel.into(), ..data_use(at) };
    let last = |world: &World, first: DataUse| world.judge(&[first, mail("2026-03-02T00:00:00Z")])[1].verdict;
    let ignored = Verdict::Deviation(DeviationKind::PreferenceIgnored);
    assert_eq!(last(&world, mail("2026-03-01T00:00:00Z")), ignored);
    assert_eq!(last(&world, mail("2026-01-31T00:00:00Z")), Verdict::Fine);
    assert_eq!(last(&world, other("2026-03-01T00:00:00Z", "")), Verdict::Fine);
    assert_eq!(last(&world, other("2026-03-01T00:00:00Z", "post")), Verdict::Fine);
    let service = DataUse { purpose: "essential.service".into(), ..mail("2026-03-01T00:00:00Z") };
    assert_eq!(last(&world, service), Verdict::Fine);
    // A renewal that does not speak of it leaves the wish standing; a new wish replaces it.
    world.changes.push(preference("2026-01-20T00:00:00Z", PermissionState::RenewedGiven, "email", ""));
    assert_eq!(last(&world, mail("2026-03-01T00:00:00Z")), ignored);
    world.changes.push(wish("2026-01-21T00:00:00Z", 2, "email"));
    assert_eq!(last(&world, mail("2026-03-01T00:00:00Z")), Verdict::Fine);
}
