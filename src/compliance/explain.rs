//! A judgement in plain English.

use super::case::{Case, Decision, Finding, Why};
use super::compiled::Compiled;
use super::judge::with_case;
use super::phrases::{long_day, long_day_of, quoted};
use super::reasons::Deviating;
use super::{Evidence, Rulebook};
use crate::domain::{CoverageGap, DeviationKind, Outcome, PersonKey, UseRow};

/// A judgement as a person reads it, in whole sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What was done.
    pub what: String,
    /// Why it was judged so.
    pub why: String,
    /// What would have made it fine.
    pub would_have_been_fine: String,
    /// The rows that this rests on.
    pub rests_on: RestsOn,
}

/// The rows that a judgement rests on, beside the use itself.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct RestsOn {
    /// Changes of permission, as indices into the records' changes.
    pub changes: Vec<usize>,
    /// Other uses, such as the contacts that were counted, as indices into the records' uses.
    pub uses: Vec<usize>,
    /// The rule: the index of the version and of the rule in it.
    pub rule: Option<(usize, usize)>,
}

/// Explains judgements; made once for as many as wanted.
#[derive(Debug)]
pub struct Explainer<'a> {
    compiled: Compiled<'a>,
    rulebook: Rulebook<'a>,
}

impl<'a> Explainer<'a> {
    /// Explains with the evidence and rules that uses are judged by.
    pub fn new(evidence: &'a Evidence, rulebook: &Rulebook<'a>) -> Self {
        Self { compiled: Compiled::new(evidence, rulebook), rulebook: *rulebook }
    }

    /// Judges a use once more and says why it is judged so; `None` beyond the last use.
    pub fn explain(&self, index: usize) -> Option<Explanation> {
        let row = self.compiled.evidence.records().use_row(index)?;
        let explained = with_case(&self.compiled, index, |case, decision| self.decided(&row, case, decision));
        Some(explained.unwrap_or_else(|| self.unjudged(&row)))
    }

    fn decided(&self, row: &UseRow, case: &Case, decision: Decision) -> Explanation {
        let version = self.rulebook.policy.versions().get(case.version);
        let rule = version.map_or_else(
            || "The policy".to_owned(),
            |version| {
                format!(
                    "The rule {} of the policy from {}",
                    quoted(&case.ruling.rule.name),
                    long_day(version.holds_from)
                )
            },
        );
        let rests_on = rests_on(case, decision);
        let (why, would_have_been_fine) = match decision {
            Ok(change) => (self.fine_reason(&rule, change), "It was fine as it was done.".to_owned()),
            Err(finding) => {
                let deviating = Deviating { case, finding, row, rule: &rule };
                (deviating.reason(), deviating.remedy())
            }
        };
        let (why, would_have_been_fine) = match row.outcome {
            Outcome::Done => (why, would_have_been_fine),
            Outcome::HeldBack => held_back(
                if decision.is_err() {
                    "Done, it would have been a deviation."
                } else {
                    "Done, it would have been fine."
                },
                &why,
            ),
        };
        Explanation { what: self.what(row), why, would_have_been_fine, rests_on }
    }

    fn fine_reason(&self, rule: &str, change: Option<u32>) -> String {
        match change.and_then(|index| self.compiled.evidence.records().changes.get(index as usize)) {
            Some(change) => format!(
                "{rule} allows it with permission, and the permission of {} covers it.",
                long_day_of(self.compiled.evidence.calendar.day(change.at_us))
            ),
            None => format!("{rule} allows it without asking the person."),
        }
    }

    /// Explains a use that cannot be judged.
    fn unjudged(&self, row: &UseRow) -> Explanation {
        let gap = gap_of(row);
        let (why, would_have_been_fine) = match row.outcome {
            Outcome::Done => (self.gap_reason(row, gap), gap_remedy(gap)),
            Outcome::HeldBack => held_back("What it would have been cannot be judged.", &self.gap_reason(row, gap)),
        };
        Explanation { what: self.what(row), why, would_have_been_fine, rests_on: RestsOn::default() }
    }

    fn gap_reason(&self, row: &UseRow, gap: CoverageGap) -> String {
        let day = self.compiled.evidence.day(row.at);
        match gap {
            CoverageGap::UnresolvedPerson => "The log does not say whose data were used.".to_owned(),
            CoverageGap::UnknownPurpose => format!("The purpose {} is not in the taxonomy.", quoted(row.purpose)),
            CoverageGap::UnknownCategory => {
                format!("The data category {} is not in the taxonomy.", quoted(row.category))
            }
            CoverageGap::OutsideAnyPolicy => {
                match self
                    .rulebook
                    .policy
                    .in_force(day)
                    .and_then(|version| self.rulebook.policy.versions().get(version))
                {
                    Some(version) => format!(
                        "The policy in force from {} has no rule about this purpose and these data.",
                        long_day(version.holds_from)
                    ),
                    None => format!("No policy was in force yet on {}.", long_day(day)),
                }
            }
        }
    }

    /// What was done, or was to be done.
    fn what(&self, row: &UseRow) -> String {
        let verb = if row.outcome == Outcome::Done { "were used" } else { "were to be used" };
        let whose = row.person.map_or_else(|| "of an unidentified person".to_owned(), of_person);
        let detail =
            |words: &str, name: &str| if name.is_empty() { String::new() } else { format!("{words} {}", quoted(name)) };
        format!(
            "On {}, data {} {whose} {verb} for {}{}{}{}{}.",
            long_day(self.compiled.evidence.day(row.at)),
            quoted(row.category),
            quoted(row.purpose),
            detail(", over the channel", row.channel),
            detail(", on the topic", row.topic),
            detail(", for the recipient", row.recipient),
            detail(", in the campaign", row.campaign)
        )
    }
}

/// The rows that a decision rests on.
fn rests_on(case: &Case, decision: Decision) -> RestsOn {
    let change = match decision {
        Ok(change) => change,
        Err(finding) => finding.change,
    };
    let counts = |finding: Finding| {
        finding.kind == DeviationKind::OverContact || matches!(finding.why, Why::Contacts | Why::TooOften(_))
    };
    let recent = case.known.contacts.iter().filter(|contact| contact.day > case.day - 30);
    RestsOn {
        changes: change.map(|change| change as usize).into_iter().collect(),
        uses: if decision.err().is_some_and(counts) {
            recent.map(|one| one.index as usize).collect()
        } else {
            Vec::new()
        },
        rule: Some((case.version, case.ruling.place)),
    }
}

/// What is said of a use that was not done.
fn held_back(it_would: &str, why: &str) -> (String, String) {
    let fine = "It was fine: nothing was done with the data.";
    (format!("It was held back. {it_would} {why}"), fine.to_owned())
}

/// Why a use cannot be judged, given that it cannot.
fn gap_of(row: &UseRow) -> CoverageGap {
    if row.person.is_none() {
        CoverageGap::UnresolvedPerson
    } else if !crate::domain::is_known_purpose(row.purpose) {
        CoverageGap::UnknownPurpose
    } else if !crate::domain::is_known_category(row.category) {
        CoverageGap::UnknownCategory
    } else {
        CoverageGap::OutsideAnyPolicy
    }
}

/// What would close a gap.
fn gap_remedy(gap: CoverageGap) -> String {
    match gap {
        CoverageGap::UnresolvedPerson => "It can be judged once the log names the person.",
        CoverageGap::UnknownPurpose => "It can be judged once the log names a purpose of the taxonomy.",
        CoverageGap::UnknownCategory => "It can be judged once the log names a data category of the taxonomy.",
        CoverageGap::OutsideAnyPolicy => {
            "It can be judged once a version of the policy has a rule about it on that day."
        }
    }
    .to_owned()
}

/// A person by the first digits of the pseudonym, as tables show it.
fn of_person(person: PersonKey) -> String {
    format!("of person {}", person.to_hex().chars().take(8).collect::<String>())
}
