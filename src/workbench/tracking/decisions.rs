//! Decisions, and what came of them.

use crate::compliance::{Evidence, Judgements, pattern_groups};
use crate::domain::{Decision, IncidentNote, Quarter};
use crate::picture::format;
use crate::stats::{RateInterval, overdispersed_rate, probability_lower};

/// How sure the limits of every interval on screen are.
const LEVEL: f64 = 0.95;

/// A decision with its effect.
#[derive(Debug, Clone, PartialEq)]
pub struct DecisionModel {
    /// What was decided.
    pub decision: Decision,
    /// What it is about, in words.
    pub pattern: String,
    /// The rate of what it is about: the quarter in which it took effect or the last before that has uses, and every later one.
    pub effects: Vec<Effect>,
    /// What came of it, in a sentence.
    pub sentence: String,
}

/// What a decision is about, in one quarter.
#[derive(Debug, Clone, PartialEq)]
pub struct Effect {
    /// The quarter.
    pub quarter: Quarter,
    /// Deviations of the pattern.
    pub deviations: u64,
    /// Uses among which they were.
    pub uses: u64,
    /// Their rate with a 95% interval.
    pub rate: RateInterval,
    /// Chance that the rate is lower than in the first quarter listed; `None` for that one.
    pub probability_lower: Option<f64>,
}

/// The decisions with their effects.
pub(in crate::workbench) fn decision_models(
    decisions: Vec<Decision>,
    evidence: &Evidence,
    judgements: &Judgements,
    notes: &[IncidentNote],
    fiscal_start_month: i8,
) -> Vec<DecisionModel> {
    let model = |decision: Decision| {
        let groups = pattern_groups(evidence, judgements, notes, &decision.pattern, fiscal_start_month);
        let taken_in = Quarter::of(decision.holds_from, fiscal_start_month);
        // Where it took effect on the first day of a quarter, the quarter before is what it was like without it.
        let before = if decision.holds_from == taken_in.first_day() {
            groups.range(..taken_in).next_back()
        } else {
            groups.range(..=taken_in).next_back()
        };
        let first = before.map(|(quarter, _)| *quarter);
        let later = groups.iter().filter(|(quarter, _)| first.is_none_or(|first| **quarter >= first));
        let effects = later.filter_map(|(quarter, groups)| effect(*quarter, groups)).collect();
        let effects = compared(effects);
        DecisionModel { pattern: pattern_in_words(&decision), sentence: sentence(&effects), effects, decision }
    };
    decisions.into_iter().map(model).collect()
}

fn effect(quarter: Quarter, groups: &[(u64, u64)]) -> Option<Effect> {
    let (deviations, uses) = groups.iter().fold((0, 0), |sum, group| (sum.0 + group.0, sum.1 + group.1));
    let rate = overdispersed_rate(groups, LEVEL)?;
    Some(Effect { quarter, deviations, uses, rate, probability_lower: None })
}

fn compared(mut effects: Vec<Effect>) -> Vec<Effect> {
    if let Some((first, later)) = effects.split_first_mut() {
        for effect in later {
            effect.probability_lower = Some(probability_lower(&effect.rate.posterior, &first.rate.posterior));
        }
    }
    effects
}

fn pattern_in_words(decision: &Decision) -> String {
    let pattern = &decision.pattern;
    let kind = pattern.kind.map(|kind| kind.label().to_owned());
    let why = pattern.circumstance.map(|why| format!("because of {}", why.label().to_lowercase()));
    let purpose = (!pattern.purpose.is_empty()).then(|| format!("for {}", pattern.purpose));
    let team = (!pattern.team.is_empty()).then(|| format!("by {}", pattern.team));
    let first = kind.unwrap_or_else(|| "All deviations".into());
    std::iter::once(first).chain([why, purpose, team].into_iter().flatten()).collect::<Vec<_>>().join(" ")
}

fn sentence(effects: &[Effect]) -> String {
    let (Some(first), Some(last)) = (effects.first(), effects.last()) else {
        return "There are no uses to see its effect by.".into();
    };
    let Some(chance) = last.probability_lower else {
        return "No quarter has passed since; its effect cannot be seen yet.".into();
    };
    format!(
        "{} per 1,000 uses in {} instead of {} in {}; the chance that it is really less is {}.",
        format::per_thousand(last.rate.rate),
        last.quarter.label(),
        format::per_thousand(first.rate.rate),
        first.quarter.label(),
        format::probability(chance)
    )
}
