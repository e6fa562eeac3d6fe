//! Tests of the differences between two versions of the policy.

use super::*;
use crate::compliance::{PolicyDifference, differences};

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
