//! Tests of the differences between two versions of the policy.

use super::*;
use crate::compliance::{PolicyDifference, ask_again_for_terms, differences, terms_differences};

fn sentences(old: Vec<Rule>, new: Vec<Rule>) -> Vec<(bool, String)> {
    let found = differences(&version("2025-01-01", old), &version("2026-01-01", new));
    found.into_iter().map(|PolicyDifference { widens, sentence }| (widens, sentence)).collect()
}

#[test]
fn renamed_and_reordered_rules_make_no_difference() {
    let other = Rule { name: "Other".into(), purposes: vec!["sales".into()], ..Rule::default() };
    let renamed = Rule { name: "Post".into(), ..mail_rule() };
    assert_eq!(sentences(vec![mail_rule(), other.clone()], vec![other, renamed]), []);
}

#[test]
fn limits_recipients_and_permission_are_compared() {
    let old = Rule { recipients: Some(vec![]), retention_days: Some(100), ..mail_rule() };
    let new = Rule {
        recipients: Some(vec!["Agency A".into()]),
        contacts_per_30_days: Some(4),
        retention_days: None,
        ..mail_rule()
    };
    let subject = "For “marketing.communications” with any data";
    let expected = vec![
        (true, format!("{subject}: data may be used without a limit of time (before: 100).")),
        (true, format!("{subject}: “Agency A” may now receive the data.")),
        (false, format!("{subject}: people may be contacted with 4 contacts in 30 days (before: without limit).")),
    ];
    let mut found = sentences(vec![old], vec![new]);
    found.sort_by_key(|(widens, sentence)| (!widens, sentence.clone()));
    let mut sorted = expected;
    sorted.sort_by_key(|(widens, sentence)| (!widens, sentence.clone()));
    assert_eq!(found, sorted);
}

#[test]
fn a_difference_names_its_jurisdiction() {
    let eu = Rule { jurisdiction: "EU".into(), ..mail_rule() };
    let lax = Rule { needs_permission: false, ..mail_rule() };
    let found = sentences(vec![eu, lax.clone()], vec![lax]);
    let words = "[EU] For “marketing.communications” with any data: such uses no longer need the person's permission.";
    assert_eq!(found, [(true, words.to_owned())]);
}

#[test]
fn new_and_dropped_uses_are_named() {
    let sales = Rule { purposes: vec!["sales".into()], categories: vec!["user.contact".into()], ..Rule::default() };
    let words = "For “sales” with “user.contact”: may now be used without asking; no rule was about this before.";
    assert_eq!(sentences(vec![mail_rule()], vec![mail_rule(), sales.clone()]), [(true, words.to_owned())]);
    let found = sentences(vec![mail_rule(), sales], vec![mail_rule()]);
    assert_eq!((found.len(), found[0].0), (1, false));
}

#[test]
fn records_wordings_and_lasting_are_compared() {
    let old = Rule { needs_record: true, permission_lasts_days: Some(365), ..mail_rule() };
    let new = Rule { needs_approved_wording: true, permission_lasts_days: Some(730), ..mail_rule() };
    let subject = "For “marketing.communications” with any data";
    let expected = [
        (true, format!("{subject}: a permission lasts 730 days (before: 365).")),
        (true, format!("{subject}: such uses no longer need a record that proves the permission.")),
        (false, format!("{subject}: such uses now need an approved wording for asking.")),
    ];
    assert_eq!(sentences(vec![old], vec![new]), expected);
}

fn spring() -> Terms {
    Terms {
        purposes: vec!["marketing.communications".into()],
        categories: vec!["user.contact".into()],
        contacts_per_30_days: Some(2),
        offer: "Map".into(),
        offer_within_days: Some(10),
        ..Terms::default()
    }
}

#[test]
fn terms_are_compared_as_people_read_them() {
    let new = Terms {
        purposes: vec![MAIL.into(), "sales".into()],
        categories: vec![],
        recipients: vec!["Agency A".into()],
        retention_days: Some(30),
        contacts_per_30_days: None,
        offer_within_days: None,
        ..spring()
    };
    let found: Vec<(bool, String)> =
        terms_differences(&spring(), &new).into_iter().map(|one| (one.widens, one.sentence)).collect();
    let expected = [
        (true, "all data may be used now."),
        (true, "data may now be used for “sales”."),
        (true, "people may be contacted without limit (before: 2)."),
        (true, "the offer is delivered with no date (before: within 10 days)."),
        (true, "“Agency A” may now receive the data."),
        (false, "data may be used for 30 days (before: without limit)."),
        (false, "data may no longer be used for “marketing.communications”."),
    ];
    assert_eq!(found, expected.map(|(widens, sentence)| (widens, sentence.to_owned())));
    assert_eq!(terms_differences(&spring(), &spring()), []);
}

#[test]
fn whoever_accepted_narrower_terms_is_asked_again() {
    let mut world = World::with(mail_rule());
    let mut other = world.changes[0].clone();
    other.person = PersonKey([2; 16]);
    world.changes[0].origin = PermissionOrigin::Response { variant: 7 };
    world.changes.push(other);
    world.promise(7, spring());
    let policy = Policy::new(world.versions.clone()).unwrap();
    let rulebook = crate::compliance::Rulebook { policy: &policy, jurisdiction: "", variants: &world.variants };
    let again =
        |terms: &Terms, at: &str| ask_again_for_terms(&world.evidence(&[]), &rulebook, terms, at.parse().unwrap());
    let wider = Terms { contacts_per_30_days: Some(3), ..spring() };
    let found = again(&wider, "2026-02-01T00:00:00Z");
    assert_eq!((found.people, found.people_permitting), (vec![PersonKey([1; 16])], 2));
    assert_eq!(found.reasons[0].sentence, "people may be contacted with 3 contacts in 30 days (before: 2).");
    assert!(again(&wider, "2026-01-01T00:00:00Z").people.is_empty());
    assert!(again(&Terms { retention_days: Some(10), ..spring() }, "2026-02-01T00:00:00Z").people.is_empty());
}
