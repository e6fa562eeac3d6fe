//! Tests of judging and counting.

mod counting;
mod golden;
mod ledger;
mod policies;
mod reference;
mod rules;

use super::{AskedWith, Evidence, Explainer, Judgement, Judgements, Rulebook, Verdict, judge};
use crate::domain::{
    DataUse, DeviationKind, Money, Outcome, PermissionChange, PermissionOrigin, PermissionState, PersonKey, Policy,
    PolicyVersion, Records, Rule, Terms,
};
use jiff::civil::Date;
use jiff::tz::TimeZone;
use std::collections::BTreeMap;
use std::sync::Arc;

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
        topic: String::new(),
        wording: String::new(),
        delivers: String::new(),
        team: String::new(),
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
        channel: String::new(),
        topic: String::new(),
        state,
        origin: PermissionOrigin::Log,
        contacts_per_30_days: None,
        until: None,
        has_record: false,
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
    variants: BTreeMap<i64, AskedWith>,
}

impl World {
    fn with(rule: Rule) -> Self {
        let versions = vec![version("2024-01-01", vec![rule])];
        let changes = vec![change("2026-01-10T12:00:00Z", PermissionState::Given)];
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        Self { versions, zone, jurisdiction: "", changes, variants: BTreeMap::new() }
    }

    fn promise(&mut self, variant: i64, terms: Terms) {
        self.variants.entry(variant).or_default().terms = terms;
    }

    fn evidence(&self, uses: &[DataUse]) -> Evidence {
        Evidence::new(Arc::new(Records::from_rows(&self.changes, uses)), &self.zone, 1)
    }

    /// The verdicts alone, by the shortest way.
    fn verdicts(&self, uses: &[DataUse]) -> Vec<Verdict> {
        let policy = Policy::new(self.versions.clone()).unwrap();
        let rulebook = Rulebook { policy: &policy, jurisdiction: self.jurisdiction, variants: &self.variants };
        let judgements = judge(&self.evidence(uses), &rulebook, 1);
        (0..uses.len()).filter_map(|index| judgements.verdict(index)).collect()
    }

    /// Judges, holds that neither threads nor the order of arrival make a difference, and that each judgement can be explained.
    fn judge(&self, uses: &[DataUse]) -> Vec<Judgement> {
        let policy = Policy::new(self.versions.clone()).unwrap();
        let rulebook = Rulebook { policy: &policy, jurisdiction: self.jurisdiction, variants: &self.variants };
        let evidence = self.evidence(uses);
        let judgements = judge(&evidence, &rulebook, 1);
        assert_eq!(judge(&evidence, &rulebook, 3), judgements);
        let backwards: Vec<PermissionChange> = self.changes.iter().rev().cloned().collect();
        let backwards = Evidence::new(Arc::new(Records::from_rows(&backwards, uses)), &self.zone, 2);
        let again = judge(&backwards, &rulebook, 2);
        let verdicts =
            |judgements: &Judgements| (0..uses.len()).map(|index| judgements.verdict(index)).collect::<Vec<_>>();
        assert_eq!(verdicts(&again), verdicts(&judgements));
        let explainer = Explainer::new(&evidence, &rulebook);
        for index in 0..uses.len() {
            let words = explainer.explain(index).unwrap();
            for sentence in [&words.what, &words.why, &words.would_have_been_fine] {
                assert!(sentence.ends_with('.') && !sentence.contains("  ") && !sentence.contains(" ."), "{sentence}");
            }
        }
        (0..uses.len()).map(|index| judgements.get(&evidence, index).unwrap()).collect()
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
