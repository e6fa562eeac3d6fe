//! A stopping rule that is stated before the data, and what it says of a comparison.

use crate::stats::comparison::{ArmFigures, Comparison};
use crate::stats::words::{count, decimals_for, percent, probability};
use serde::{Deserialize, Serialize};

/// When an experiment ends. Stated before the first person is asked; how often it errs is shown by [`super::simulate_rule`].
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct StoppingRule {
    /// Chance of being best that an arm needs to be adopted, in [0, 1].
    pub chance: f64,
    /// The threshold of caring, as a share (0.001 is 0.1 points): an arm is adopted once choosing it gives up less than this on average.
    pub caring_points: f64,
    /// Half the width of the region of practical equivalence, as a share; without it nothing is called equivalent (Kruschke 2018).
    pub equivalence_points: Option<f64>,
    /// Nothing is decided before so many people were shown the prompt, over all arms.
    pub smallest_people: Option<u64>,
    /// The experiment ends undecided once so many people were shown the prompt, over all arms.
    pub largest_people: Option<u64>,
    /// The experiment ends undecided after this day, in the numbering of the days that the rule is asked about.
    pub last_day: Option<i64>,
}

/// What the rule says.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Decision {
    /// What to do.
    pub kind: DecisionKind,
    /// The same in one plain sentence.
    pub sentence: String,
}

/// What to do with an experiment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum DecisionKind {
    /// Ask more people.
    KeepGoing {
        /// What is missing.
        why: String,
    },
    /// Stop and use this arm.
    Adopt {
        /// Name of the arm.
        name: String,
    },
    /// Stop: every arm is practically as good as the baseline, which may stay.
    Equivalent,
    /// Stop: the limit that was set is reached and nothing is decided.
    Futile {
        /// Which limit.
        why: String,
    },
}

/// What one look means under a rule, without words.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Step {
    NobodyYet,
    TooFew,
    Unlike,
    Costly,
    Equivalent,
    Adopt,
}

/// The figures of one look that a rule asks for.
#[derive(Debug)]
pub(super) struct Look<'a> {
    pub chance: f64,
    pub loss: f64,
    pub shown: &'a [u64],
}

impl StoppingRule {
    /// Judges one look: `look` is of the arm most likely to be best; `equivalent` is only asked when its answer matters.
    pub(super) fn step(&self, look: &Look, equivalent: impl FnOnce(f64) -> bool) -> Step {
        if look.shown.len() < 2 || look.shown.contains(&0) {
            return Step::NobodyYet;
        }
        let people = look.shown.iter().fold(0_u64, |sum, shown| sum.saturating_add(*shown));
        if self.smallest_people.is_some_and(|smallest| people < smallest) {
            return Step::TooFew;
        }
        if self.equivalence_points.is_some_and(equivalent) {
            return Step::Equivalent;
        }
        if look.chance.is_nan() || look.chance < self.chance {
            return Step::Unlike;
        }
        if look.loss < self.caring_points { Step::Adopt } else { Step::Costly }
    }

    pub(super) fn limit(&self, people: u64, day: i64) -> Option<Limit> {
        if self.largest_people.is_some_and(|largest| people >= largest) {
            return Some(Limit::People);
        }
        self.last_day.is_some_and(|last| day >= last).then_some(Limit::Day)
    }
}

/// A limit that is reached.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Limit {
    People,
    Day,
}

/// Applies the rule at the end of `day`, with `shown_total` people shown a prompt over all arms. Equivalence comes before adoption: a
/// difference below what matters is none worth acting on. Equivalent is that the interval with equal tails of every difference to
/// the baseline lies within the region. Only a limit that was set beforehand makes an experiment futile; nothing is predicted.
pub fn apply(rule: &StoppingRule, comparison: &Comparison, shown_total: u64, day: i64) -> Decision {
    let best = comparison.arms.iter().max_by(|a, b| a.probability_best.total_cmp(&b.probability_best));
    let Some(best) = best else { return keep_going("there is nothing to compare".to_owned()) };
    let shown: Vec<u64> = comparison.arms.iter().map(|arm| arm.shown).collect();
    let look = Look { chance: best.probability_best, loss: best.expected_loss, shown: &shown };
    let within = |region: f64| {
        let mut ends = comparison.pairs.iter().map(|pair| pair.difference.equal_tailed);
        ends.all(|[low, high]| low >= -region && high <= region)
    };
    let step = rule.step(&look, within);
    match (step, rule.limit(shown_total, day)) {
        (Step::Adopt, _) => adopt(rule, best),
        (Step::Equivalent, _) => equivalent(rule),
        (_, Some(limit)) => futile(rule, limit),
        (waiting, None) => keep_going(missing(rule, waiting, best)),
    }
}

fn adopt(rule: &StoppingRule, best: &ArmFigures) -> Decision {
    Decision {
        kind: DecisionKind::Adopt { name: best.name.clone() },
        sentence: format!(
            "Stop and use “{}”: the chance that it is the best is {}, and choosing it gives up less than {} on average.",
            best.name,
            probability(best.probability_best),
            size(rule.caring_points)
        ),
    }
}

fn equivalent(rule: &StoppingRule) -> Decision {
    Decision {
        kind: DecisionKind::Equivalent,
        sentence: format!(
            "Stop: no arm differs from the baseline by more than {} either way, so there is nothing to gain by changing.",
            size(rule.equivalence_points.unwrap_or(0.0))
        ),
    }
}

fn futile(rule: &StoppingRule, limit: Limit) -> Decision {
    let why = match limit {
        Limit::People => {
            format!("the largest number of people, {}, is reached", count(rule.largest_people.unwrap_or(0)))
        }
        Limit::Day => "the last day is reached".to_owned(),
    };
    Decision { sentence: format!("Stop without a decision: {why}."), kind: DecisionKind::Futile { why } }
}

fn keep_going(why: String) -> Decision {
    Decision { sentence: format!("Keep going: {why}."), kind: DecisionKind::KeepGoing { why } }
}

fn missing(rule: &StoppingRule, step: Step, best: &ArmFigures) -> String {
    match step {
        Step::NobodyYet => "every arm needs people before one of them can be adopted".to_owned(),
        Step::TooFew => format!("nothing is decided before {} people", count(rule.smallest_people.unwrap_or(0))),
        Step::Unlike => format!(
            "the most likely best, “{}”, is so with a chance of {}, and {} is needed",
            best.name,
            probability(best.probability_best),
            percent(rule.chance, 1)
        ),
        _ => format!(
            "“{}” is ahead, but choosing it could still give up {} on average, and less than {} is needed",
            best.name,
            size(best.expected_loss),
            size(rule.caring_points)
        ),
    }
}

/// A size in points without a sign.
fn size(share: f64) -> String {
    format!("{:.*} pp", decimals_for(share), 100.0 * share)
}

#[cfg(test)]
#[path = "rule_tests.rs"]
mod tests;
