//! People who saw more than they should, and people of whom too little is known.

use super::finding::{Finding, FindingKind, Severity};
use crate::stats::words::{count, percent};
use serde::{Deserialize, Serialize};

/// Share of people who saw two variants above which that is a caution.
pub const CROSSOVERS_CAUTION: f64 = 0.01;
/// Share of people who saw two variants above which that is an alarm.
pub const CROSSOVERS_ALARM: f64 = 0.05;
/// Share of people who were shown the prompt again above which that is a caution.
pub const REPEATS_CAUTION: f64 = 0.1;
/// Share of people without a value of a segment above which that is a caution.
pub const MISSING_CAUTION: f64 = 0.05;

/// Who the people of a sample are.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct PeopleFacts {
    /// How many different people were shown a prompt.
    pub people: u64,
    /// How many of them saw more than one variant.
    pub crossovers: u64,
    /// How many of them were shown their variant more than once.
    pub repeats: u64,
    /// The segments that people are told apart by.
    pub segments: Vec<SegmentFacts>,
}

/// How much is known of one segment.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentFacts {
    /// Name of the segment, such as “device”.
    pub name: String,
    /// How many of the people have no value of it.
    pub missing: u64,
}

/// What is to be said of the people.
pub(super) fn findings(facts: &PeopleFacts) -> Vec<Finding> {
    let mut findings = Vec::new();
    findings.extend(crossovers(facts));
    findings.extend(repeats(facts));
    findings.extend(facts.segments.iter().filter_map(|segment| missing(facts, segment)));
    findings
}

/// Share of the people; `None` if it is nobody.
fn share_of(part: u64, people: u64) -> Option<f64> {
    (part > 0).then(|| part as f64 / people.max(part) as f64)
}

/// “12 of 3,400 people (0.35%)”.
fn seen(part: u64, people: u64, share: f64) -> String {
    format!("{} of {} people ({})", count(part), count(people), percent(share, if share < 0.01 { 2 } else { 1 }))
}

fn crossovers(facts: &PeopleFacts) -> Option<Finding> {
    let share = share_of(facts.crossovers, facts.people)?;
    let severity = match share {
        share if share > CROSSOVERS_ALARM => Severity::Alarm,
        share if share > CROSSOVERS_CAUTION => Severity::Caution,
        _ => Severity::Note,
    };
    let seen = seen(facts.crossovers, facts.people, share);
    let sentence = format!(
        "{seen} saw more than one variant. They may use several devices, or the assignment may forget people; what they answered cannot be \
         credited to one wording, and differences look smaller than they are. Assign by a person's lasting identity, or leave them out of \
         every arm alike."
    );
    Some(Finding::new(FindingKind::Crossovers, severity, "", sentence).with("share", share))
}

fn repeats(facts: &PeopleFacts) -> Option<Finding> {
    let share = share_of(facts.repeats, facts.people)?;
    let severity = if share > REPEATS_CAUTION { Severity::Caution } else { Severity::Note };
    let seen = seen(facts.repeats, facts.people, share);
    let sentence = format!(
        "{seen} were shown the prompt more than once. Each person counts once; who is asked again may answer out of weariness. See that no \
         arm asks again more often than another."
    );
    Some(Finding::new(FindingKind::Repeats, severity, "", sentence).with("share", share))
}

fn missing(facts: &PeopleFacts, segment: &SegmentFacts) -> Option<Finding> {
    let share = share_of(segment.missing, facts.people)?;
    let severity = if share > MISSING_CAUTION { Severity::Caution } else { Severity::Note };
    let seen = seen(segment.missing, facts.people, share);
    let sentence = format!(
        "{seen} have no value of “{}”. They are missing from its groups, and if one kind of people lacks it more often, the groups are not \
         like the whole. Complete the log, or read the groups with care.",
        segment.name
    );
    Some(Finding::new(FindingKind::MissingValues, severity, &segment.name, sentence).with("share", share))
}
