//! One verdict: many figures, one decision table.
//!
//! The first row that applies gives the verdict; what stands below it is not asked.
//!
//! | row | when | verdict |
//! |---|---|---|
//! | data | nobody was asked, only one wording, or a wording that nobody was shown | nothing to say yet |
//! | sample | an alarm about the sample, and no reason why the figures may stand | none |
//! | kept permission | withdrawals are known and every arm was followed for 30 days | by the permission that people keep |
//! | rule | a rule was stated | what it says: adopt, equivalent, keep going, futile |
//! | acceptance | else | by chance of being best and expected loss (the function `verdict`) |
//!
//! Whichever row gave it, an arm with a serious finding does not win unless a reason is on record. The e-value and the view
//! over other priors are added as sentences; they do not vote.

use super::comparison::Comparison;
use super::kept::{KeptVerdict, KeptVerdictKind};
use super::robustness::Robustness;
use super::soundness::{SampleCheck, Severity};
use super::verdict::{Verdict, VerdictKind, rival_words, sentence_of, verdict};
use super::watching::{Decision, DecisionKind, EValueAt};
use serde::Serialize;

/// From this e-value on, “all wordings accept alike” is given up at α = 5%, however often one looked.
const ENOUGH_EVIDENCE: f64 = 20.0;

/// A row of the decision table.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum DecidedBy {
    /// Whether the sample is sound.
    Sample,
    /// Permission that people keep.
    KeptPermission,
    /// The rule stated beforehand.
    StatedRule,
    /// Acceptance alone, or that there is nothing to compare.
    Acceptance,
    /// A serious finding about the wording that leads.
    SeriousFinding,
}

impl DecidedBy {
    /// The row as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Sample => "Decided by the soundness of the sample",
            Self::KeptPermission => "Decided by the permission that people keep",
            Self::StatedRule => "Decided by the rule that was stated",
            Self::Acceptance => "Decided by how many say yes",
            Self::SeriousFinding => "Decided by a serious finding about the wording",
        }
    }
}

/// Something about a wording that keeps it from winning.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SeriousFinding {
    /// Name of the arm.
    pub arm: String,
    /// What was found, as a clause: “everything is ticked beforehand”.
    pub what: String,
    /// Why it may win all the same, as a person recorded it; empty if nobody did.
    pub reason: String,
}

impl SeriousFinding {
    /// What it means for the arm, in a sentence or two.
    pub fn sentence(&self) -> String {
        let (arm, what, reason) = (&self.arm, &self.what, self.reason.trim());
        match reason {
            "" => format!("“{arm}” cannot win until a reason is recorded: {what}."),
            _ => format!("“{arm}” may win although {what}, because: {reason}"),
        }
    }
}

/// All that the decision table looks at.
#[derive(Debug, Clone, Copy, Default)]
pub struct Facts<'a> {
    /// The check of the sample; `None` where only counts are known.
    pub sample: Option<&'a SampleCheck>,
    /// Why an unsound sample may stand, as a person recorded it; empty if nobody did.
    pub sample_reason: &'a str,
    /// The verdict by kept permission, where withdrawals are known.
    pub kept: Option<&'a KeptVerdict>,
    /// What the stated rule says.
    pub rule: Option<&'a Decision>,
    /// Serious findings about wordings.
    pub findings: &'a [SeriousFinding],
    /// Evidence against “all wordings accept alike”, safe however often one looks.
    pub evidence: Option<EValueAt>,
    /// The verdict under other priors.
    pub robustness: Option<&'a Robustness>,
}

/// The verdict on a comparison.
pub fn decide(comparison: &Comparison, facts: &Facts<'_>) -> Verdict {
    let accepted = verdict(comparison);
    let nothing_yet = comparison.arms.len() < 2 || comparison.arms.iter().any(|arm| arm.shown == 0);
    if nothing_yet && facts.sample.is_none_or(SampleCheck::is_sound) {
        return accepted;
    }
    if let Some(check) = facts.sample.filter(|check| !check.is_sound() && facts.sample_reason.trim().is_empty()) {
        return unsound(check);
    }
    let by_kept = facts.kept.and_then(|kept| by_kept(comparison, kept));
    let by_rule = || facts.rule.map(|rule| by_rule(comparison, rule));
    let mut decided = by_kept.or_else(by_rule).unwrap_or(accepted);
    if let Some(withheld) = withheld(&decided, facts.findings) {
        decided = withheld;
    }
    decided.qualifications.extend(excused(&decided, facts.findings));
    decided.qualifications.extend(qualifications(facts));
    if decided.decided_by == DecidedBy::Acceptance {
        // The other priors were read by acceptance, so that they say nothing of the other rows.
        decided.qualifications.extend(facts.robustness.map(|view| view.sentence.clone()));
    }
    decided
}

fn unsound(check: &SampleCheck) -> Verdict {
    let alarms = || check.findings.iter().filter(|finding| finding.severity == Severity::Alarm);
    Verdict {
        kind: VerdictKind::Unsound,
        sentence: "No verdict: the sample is not what it should be.".to_owned(),
        detail: alarms().map(|finding| finding.sentence.clone()).collect::<Vec<_>>().join(" "),
        decided_by: DecidedBy::Sample,
        qualifications: Vec::new(),
    }
}

/// `None` while no arm, or only some, could be followed for long enough.
fn by_kept(comparison: &Comparison, kept: &KeptVerdict) -> Option<Verdict> {
    let kind = match &kept.kind {
        KeptVerdictKind::NotFollowed | KeptVerdictKind::SingleArm => return None,
        KeptVerdictKind::TooEarly => VerdictKind::TooEarly,
        KeptVerdictKind::Leader { name, .. } => VerdictKind::Leader { name: name.clone() },
        KeptVerdictKind::Equivalent => VerdictKind::Equivalent,
    };
    let clicks = super::verdict::verdict(comparison).sentence;
    let qualifications = vec![format!("By how many say yes alone: {clicks}")];
    let (sentence, detail) = (kept.sentence.clone(), kept.detail.clone());
    Some(Verdict { kind, sentence, detail, decided_by: DecidedBy::KeptPermission, qualifications })
}

fn by_rule(comparison: &Comparison, rule: &Decision) -> Verdict {
    let kind = match &rule.kind {
        DecisionKind::KeepGoing { .. } => VerdictKind::TooEarly,
        DecisionKind::Adopt { name } => VerdictKind::Leader { name: name.clone() },
        DecisionKind::Equivalent => VerdictKind::Equivalent,
        DecisionKind::Futile { .. } => VerdictKind::Futile,
    };
    let best = comparison.arms.iter().max_by(|a, b| a.probability_best.total_cmp(&b.probability_best));
    let detail = best.map_or_else(String::new, |best| {
        format!("{} {}", sentence_of(best), rival_words(comparison, best)).trim_end().to_owned()
    });
    Verdict {
        kind,
        sentence: rule.sentence.clone(),
        detail,
        decided_by: DecidedBy::StatedRule,
        qualifications: Vec::new(),
    }
}

fn withheld(decided: &Verdict, findings: &[SeriousFinding]) -> Option<Verdict> {
    let VerdictKind::Leader { name } = &decided.kind else { return None };
    let finding = findings.iter().find(|finding| finding.arm == *name && finding.reason.trim().is_empty())?;
    Some(Verdict {
        kind: VerdictKind::Withheld { name: name.clone() },
        sentence: format!("“{name}” is ahead but cannot win: {}.", finding.what),
        detail: format!("{} {}", decided.sentence, decided.detail),
        decided_by: DecidedBy::SeriousFinding,
        qualifications: decided.qualifications.clone(),
    })
}

/// Why an arm with a serious finding wins all the same.
fn excused(decided: &Verdict, findings: &[SeriousFinding]) -> Option<String> {
    let VerdictKind::Leader { name } = &decided.kind else { return None };
    let finding = findings.iter().find(|finding| finding.arm == *name)?;
    Some(finding.sentence())
}

fn qualifications(facts: &Facts<'_>) -> Vec<String> {
    let mut sentences = Vec::new();
    if facts.sample.is_some_and(|check| !check.is_sound()) {
        sentences
            .push(format!("The sample raised an alarm; the figures stand because: {}", facts.sample_reason.trim()));
    }
    if let Some(evidence) = facts.evidence {
        let largest = evidence.ln_e_max.exp();
        sentences.push(if largest >= ENOUGH_EVIDENCE {
            "That the wordings differ is safe to say however often you looked.".to_owned()
        } else {
            format!(
                "That the wordings differ is not yet safe to say for somebody who keeps looking (e-value {}; {ENOUGH_EVIDENCE} \
                 is needed).",
                rounded(largest)
            )
        });
    }
    sentences
}

/// An e-value with one decimal.
fn rounded(value: f64) -> String {
    format!("{value:.1}")
}

#[cfg(test)]
#[path = "decision_tests.rs"]
mod tests;
