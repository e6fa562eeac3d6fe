//! Rules and terms, worked out beforehand for every subject.

use super::Rulebook;
use super::calendar::{DayNumber, number};
use super::evidence::{AskedWith, Evidence};
use super::timeline::Occasion;
use crate::domain::{CoverageGap, PermissionOrigin, Rule, Scope, Subject, covers, is_known_category, is_known_purpose};

/// The data category that says a use is itself a request for permission.
pub(super) const REQUEST_CATEGORY: &str = "user.privacy_preferences";

/// What one version of the policy says of one subject.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ruling<'a> {
    /// The place of the rule in its version.
    pub place: usize,
    /// The rule.
    pub rule: &'a Rule,
    /// Whether the subject's recipient is named in the log but not in the rule's list.
    pub is_unlisted: bool,
}

/// What a subject is, whichever rules hold.
#[derive(Debug, Clone, Copy)]
pub(super) struct SubjectFacts {
    /// Its words, in codes.
    pub words: Subject,
    /// Why it cannot be judged.
    pub gap: Option<CoverageGap>,
    /// Whether it is a request for permission.
    pub is_request: bool,
    /// For a request whose wording the log names: the day from which that wording was approved, the end of time if nobody approved it.
    pub wording_from: Option<DayNumber>,
}

/// The terms that a change rests on, in codes.
#[derive(Debug, Clone)]
pub(super) struct Promise<'a> {
    /// What people were asked with.
    pub asked: &'a AskedWith,
    /// The recipients named.
    pub recipients: Vec<u32>,
    /// The offer; `None` if no use in the records delivered it.
    pub offer: Option<u32>,
    /// The day from which the wording was approved.
    pub approved_from: Option<DayNumber>,
}

/// The rulebook, worked out for the subjects, scopes and details of the evidence.
#[derive(Debug)]
pub(super) struct Compiled<'a> {
    pub evidence: &'a Evidence,
    pub subjects: Vec<SubjectFacts>,
    pub scopes: &'a [Scope],
    /// For each details code: how often the person wants to be contacted.
    pub limits: Vec<Option<u32>>,
    /// For each details code: whether a record proves the change.
    pub has_record: Vec<bool>,
    /// For each details code: the terms accepted, if they are known.
    pub promises: Vec<Option<Promise<'a>>>,
    /// The first day of each version.
    pub versions_from: Vec<DayNumber>,
    /// By version and subject.
    rulings: Vec<Vec<Option<Ruling<'a>>>>,
}

impl<'a> Compiled<'a> {
    /// Works the rulebook out.
    pub fn new(evidence: &'a Evidence, rulebook: &Rulebook<'a>) -> Self {
        let records = evidence.records();
        let versions = rulebook.policy.versions();
        let details = records.changes.details();
        let rulings = versions.iter().map(|version| {
            let of = |subject: &Subject| ruling(evidence, rulebook.jurisdiction, &version.rules, *subject);
            records.uses.subjects().iter().map(of).collect()
        });
        Self {
            evidence,
            subjects: records.uses.subjects().iter().map(|&words| facts(evidence, rulebook, words)).collect(),
            scopes: records.changes.scopes(),
            limits: details.iter().map(|detail| detail.contacts_per_30_days).collect(),
            has_record: details
                .iter()
                .map(|detail| detail.has_record || detail.origin != PermissionOrigin::Log)
                .collect(),
            promises: details.iter().map(|detail| promise(evidence, rulebook, detail.origin)).collect(),
            versions_from: versions.iter().map(|version| number(version.holds_from)).collect(),
            rulings: rulings.collect(),
        }
    }

    /// The version in force on a day.
    pub fn in_force(&self, day: DayNumber) -> Option<usize> {
        self.versions_from.partition_point(|&from| from <= day).checked_sub(1)
    }

    /// What a version says of a subject; `None` if it says nothing.
    pub fn ruling(&self, version: usize, subject: u32) -> Option<&Ruling<'a>> {
        self.rulings.get(version)?.get(subject as usize)?.as_ref()
    }

    /// The version and the place of the rule about the uses of an occasion.
    pub fn rule_about(&self, occasion: &Occasion) -> Option<(usize, usize)> {
        let version = self.in_force(occasion.day)?;
        Some((version, self.ruling(version, occasion.subject)?.place))
    }

    /// For each version: the place of the rule about each subject.
    pub fn places(&self) -> Vec<Vec<Option<usize>>> {
        let place = |ruling: &Option<Ruling>| ruling.as_ref().map(|ruling| ruling.place);
        self.rulings.iter().map(|subjects| subjects.iter().map(place).collect()).collect()
    }

    /// The terms that a change with these details rests on.
    pub fn promise(&self, detail: u32) -> Option<&Promise<'a>> {
        self.promises.get(detail as usize)?.as_ref()
    }
}

fn ruling<'a>(evidence: &Evidence, jurisdiction: &str, rules: &'a [Rule], subject: Subject) -> Option<Ruling<'a>> {
    let words = &evidence.records().words;
    let (purpose, category) = (words.word(subject.purpose), words.word(subject.category));
    let place = rules.iter().position(|rule| rule.applies_in(jurisdiction) && rule.is_about(purpose, category))?;
    let rule = rules.get(place)?;
    Some(Ruling { place, rule, is_unlisted: !lists(rule, words.word(subject.recipient)) })
}

/// Whether a rule lets somebody receive data; the company itself always may.
pub(super) fn lists(rule: &Rule, recipient: &str) -> bool {
    recipient.is_empty() || rule.recipients.as_ref().is_none_or(|list| list.iter().any(|name| name == recipient))
}

fn facts(evidence: &Evidence, rulebook: &Rulebook, words: Subject) -> SubjectFacts {
    let word = |code: u32| evidence.records().words.word(code);
    let gap = if !is_known_purpose(word(words.purpose)) {
        Some(CoverageGap::UnknownPurpose)
    } else if !is_known_category(word(words.category)) {
        Some(CoverageGap::UnknownCategory)
    } else {
        None
    };
    let is_request = covers(REQUEST_CATEGORY, word(words.category));
    let name = word(words.wording).trim();
    let is_meant = |asked: &&AskedWith| asked.names.iter().any(|known| known.trim().eq_ignore_ascii_case(name));
    let approved = || rulebook.variants.values().filter(is_meant).filter_map(|asked| asked.approved_from).min();
    let wording_from = (is_request && !name.is_empty()).then(|| approved().map_or(DayNumber::MAX, number));
    SubjectFacts { words, gap, is_request, wording_from }
}

fn promise<'a>(evidence: &Evidence, rulebook: &Rulebook<'a>, origin: PermissionOrigin) -> Option<Promise<'a>> {
    let PermissionOrigin::Response { variant } = origin else { return None };
    let asked = rulebook.variants.get(&variant)?;
    let find = |name: &String| evidence.records().words.find(name).filter(|&code| code != 0);
    Some(Promise {
        asked,
        recipients: asked.terms.recipients.iter().filter_map(find).collect(),
        offer: find(&asked.terms.offer),
        approved_from: asked.approved_from.map(number),
    })
}
