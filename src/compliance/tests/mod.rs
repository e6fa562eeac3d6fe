//! Tests of judging and counting.

mod counting;
mod policies;
mod reference;
mod rules;

use super::{Judgement, Verdict, judge};
use crate::compliance::Evidence;
use crate::domain::{
    DataUse, DeviationKind, Money, Outcome, PermissionChange, PermissionOrigin, PermissionState, PersonKey, Policy,
    PolicyVersion, Rule, Terms,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// The purpose that most tests use data for.
const MAIL: &str = "marketing.communications.email";
/// The data that most tests use.
const ADDRESS: &str = "user.contact.email";

fn data_use(at: &str) -> DataUse {
    DataUse {
        at: at.parse().unwrap(),
        person: Some(PersonKey([1; 16])),
        purpose: MAIL.into(),
        category: ADDRESS.into(),
        recipient: String::new(),
        channel: "email".into(),
        campaign: "Spring".into(),
        outcome: Outcome::Done,
        value: Money { cents: 100 },
        circumstance: None,
    }
}

fn change(at: &str, state: PermissionState) -> PermissionChange {
    PermissionChange {
        at: at.parse().unwrap(),
        person: PersonKey([1; 16]),
        purpose: "marketing.communications".into(),
        category: "user.contact".into(),
        state,
        origin: PermissionOrigin::Log,
    }
}

fn mail_rule() -> Rule {
    Rule {
        name: "Mail".into(),
        purposes: vec!["marketing.communications".into()],
        needs_permission: true,
        ..Rule::default()
    }
}

fn version(holds_from: &str, rules: Vec<Rule>) -> PolicyVersion {
    let holds_from: Date = holds_from.parse().unwrap();
    PolicyVersion { title: String::new(), holds_from, reason: String::new(), rules }
}

/// A workspace to judge in.
#[derive(Debug)]
struct World {
    versions: Vec<PolicyVersion>,
    zone: TimeZone,
    jurisdiction: &'static str,
    changes: Vec<PermissionChange>,
    terms: BTreeMap<i64, Terms>,
}

impl World {
    fn with(rule: Rule) -> Self {
        let versions = vec![version("2024-01-01", vec![rule])];
        let changes = vec![change("2026-01-10T12:00:00Z", PermissionState::Given)];
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        Self { versions, zone, jurisdiction: "", changes, terms: BTreeMap::new() }
    }

    fn judge(&self, uses: &[DataUse]) -> Vec<Judgement> {
        let policy = Policy::new(self.versions.clone()).unwrap();
        let evidence = self.evidence(&policy);
        let judgements = judge(&evidence, uses);
        for (data_use, judgement) in uses.iter().zip(&judgements) {
            let words = super::explain(&evidence, data_use, judgement);
            for sentence in [&words.what, &words.why, &words.would_have_been_fine] {
                assert!(sentence.ends_with('.') && !sentence.contains("  ") && !sentence.contains(" ."), "{sentence}");
            }
        }
        judgements
    }

    fn evidence<'a>(&'a self, policy: &'a Policy) -> Evidence<'a> {
        let Self { zone, jurisdiction, changes, terms, .. } = self;
        Evidence { policy, zone, jurisdiction, changes, terms }
    }

    fn verdict(&self, data_use: DataUse) -> Verdict {
        self.judge(&[data_use])[0].verdict
    }

    #[track_caller]
    fn deviates(&self, data_use: DataUse, kind: DeviationKind) {
        assert_eq!(self.verdict(data_use), Verdict::Deviation(kind));
    }

    #[track_caller]
    fn is_fine(&self, data_use: DataUse) {
        assert_eq!(self.verdict(data_use), Verdict::Fine);
    }
}
