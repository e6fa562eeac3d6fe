//! One plain sentence about a comparison that never says more than the data do.

use super::comparison::{ArmFigures, Comparison, PairFigures};
use super::decision::DecidedBy;
use super::words::{count, decimals_for, percent, points, probability, signed};
use serde::Serialize;

/// The threshold of caring as a share of the baseline's mean rate: a smaller difference than this is of no practical weight.
pub const CARING_SHARE_OF_BASELINE: f64 = 0.01;
/// Chance of being best from which an arm may be called the leader.
pub const ENOUGH_CHANCE: f64 = 0.95;

/// What a comparison amounts to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum VerdictKind {
    /// Nobody has been asked yet.
    NoData,
    /// There is only one arm, so nothing to compare it with.
    SingleArm,
    /// The data do not tell yet.
    TooEarly,
    /// One arm is best with enough chance, and being wrong about it would cost less than the threshold of caring.
    Leader {
        /// Name of the arm.
        name: String,
    },
    /// Every arm is within the threshold of caring of the baseline.
    Equivalent,
    /// The sample is not what it should be, and nobody has said why the figures may stand.
    Unsound,
    /// The arm that leads has a serious finding, and nobody has said why it may win.
    Withheld {
        /// Name of the arm.
        name: String,
    },
    /// The limit that was set beforehand is reached without a decision.
    Futile,
}

/// A verdict in words.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Verdict {
    /// What kind of verdict it is.
    pub kind: VerdictKind,
    /// One plain sentence.
    pub sentence: String,
    /// The figures behind it.
    pub detail: String,
    /// Which row of the decision table gave it.
    pub decided_by: DecidedBy,
    /// What else to know about it; these sentences qualify, they do not vote.
    pub qualifications: Vec<String>,
}

impl Verdict {
    pub(super) fn by_acceptance(kind: VerdictKind, sentence: String, detail: String) -> Self {
        Self { kind, sentence, detail, decided_by: DecidedBy::Acceptance, qualifications: Vec::new() }
    }
}

/// The verdict on a comparison. Equivalence comes before leadership: a difference below the threshold of caring is none worth acting on,
/// however surely it is known. While any arm has been shown to nobody there is neither.
pub fn verdict(comparison: &Comparison) -> Verdict {
    let arms = &comparison.arms;
    let Some(baseline) = arms.first() else { return no_data() };
    if arms.iter().all(|arm| arm.shown == 0) {
        return no_data();
    }
    if arms.len() == 1 {
        return single(baseline);
    }
    let caring = CARING_SHARE_OF_BASELINE * baseline.posterior.mean;
    let Some(best) = arms.iter().max_by(|a, b| a.probability_best.total_cmp(&b.probability_best)) else {
        return no_data();
    };
    if arms.iter().any(|arm| arm.shown == 0) {
        return waiting(arms);
    }
    if comparison.pairs.iter().all(|pair| within(pair, caring)) {
        return equivalent(comparison, caring);
    }
    if best.probability_best >= ENOUGH_CHANCE && best.expected_loss < caring {
        return leader(comparison, best);
    }
    too_early(comparison, best, caring)
}

fn within(pair: &PairFigures, caring: f64) -> bool {
    let [low, high] = pair.difference.equal_tailed;
    low >= -caring && high <= caring
}

fn no_data() -> Verdict {
    Verdict::by_acceptance(
        VerdictKind::NoData,
        "Nobody has been asked yet.".to_owned(),
        "There is nothing to compare until the first people have been shown a prompt.".to_owned(),
    )
}

fn single(arm: &ArmFigures) -> Verdict {
    Verdict::by_acceptance(
        VerdictKind::SingleArm,
        format!("“{}” stands alone: there is nothing to compare it with.", arm.name),
        sentence_of(arm),
    )
}

fn waiting(arms: &[ArmFigures]) -> Verdict {
    let empty: Vec<String> = arms.iter().filter(|arm| arm.shown == 0).map(|arm| format!("“{}”", arm.name)).collect();
    Verdict::by_acceptance(
        VerdictKind::TooEarly,
        format!("Cannot tell yet: nobody has been shown {}.", empty.join(" or ")),
        "Every arm needs people before one of them can be called better.".to_owned(),
    )
}

fn equivalent(comparison: &Comparison, caring: f64) -> Verdict {
    let decimals = decimals_for(caring);
    let baseline = &comparison.arms[0].name;
    let who = match comparison.pairs.as_slice() {
        [pair] => format!("between “{}” and “{baseline}”", pair.arm),
        _ => format!("between any arm and “{baseline}”"),
    };
    Verdict::by_acceptance(
        VerdictKind::Equivalent,
        format!(
            "No practical difference {who}: whatever there is lies within {} either way.",
            magnitude(caring, decimals)
        ),
        comparison.pairs.iter().map(|pair| pair_words(pair, comparison.interval)).collect::<Vec<_>>().join(" "),
    )
}

fn leader(comparison: &Comparison, best: &ArmFigures) -> Verdict {
    let decimals = decimals_for(best.expected_loss);
    Verdict::by_acceptance(
        VerdictKind::Leader { name: best.name.clone() },
        format!(
            "“{}” does best: the chance that its acceptance rate is the highest is {}.",
            best.name,
            probability(best.probability_best)
        ),
        format!(
            "{} {}Choosing it gives up {} on average.",
            sentence_of(best),
            rival_words(comparison, best),
            at_least_visible(best.expected_loss, decimals)
        ),
    )
}

/// Compares the leader with the baseline, or the baseline with the arm that comes nearest.
pub(super) fn rival_words(comparison: &Comparison, best: &ArmFigures) -> String {
    let own = comparison.pairs.iter().zip(comparison.arms.iter().skip(1)).find(|(_, arm)| std::ptr::eq(*arm, best));
    let nearest = || comparison.pairs.iter().max_by(|a, b| a.probability_better.total_cmp(&b.probability_better));
    own.map(|found| found.0)
        .or_else(nearest)
        .map_or_else(String::new, |pair| pair_words(pair, comparison.interval) + " ")
}

fn too_early(comparison: &Comparison, best: &ArmFigures, caring: f64) -> Verdict {
    let decimals = decimals_for(best.expected_loss.max(caring));
    let reason = if best.probability_best < ENOUGH_CHANCE {
        format!(
            "the most likely best, “{}”, is so with a chance of only {}",
            best.name,
            probability(best.probability_best)
        )
    } else {
        format!("“{}” is ahead, but being wrong about it could still cost more than what matters", best.name)
    };
    Verdict::by_acceptance(
        VerdictKind::TooEarly,
        format!("Cannot tell yet: {reason}."),
        format!(
            "{}Choosing “{}” now gives up {} on average; what matters starts at {}.",
            rival_words(comparison, best),
            best.name,
            at_least_visible(best.expected_loss, decimals),
            magnitude(caring, decimals)
        ),
    )
}

/// “B” was accepted by 60.0% (120 of 200).
pub(super) fn sentence_of(arm: &ArmFigures) -> String {
    let decimals = decimals_for(arm.equal_tailed[1] - arm.equal_tailed[0]);
    arm.rate.map_or_else(
        || format!("Nobody has been shown “{}”.", arm.name),
        |rate| {
            format!(
                "“{}” was accepted by {} ({} of {}).",
                arm.name,
                percent(rate, decimals),
                count(arm.accepted),
                count(arm.shown)
            )
        },
    )
}

/// Against “A”, “B” differs by +9.9 pp (95% interval +0.2 to +19.5 pp).
fn pair_words(pair: &PairFigures, level: f64) -> String {
    let [low, high] = pair.difference.equal_tailed;
    let decimals = decimals_for(high - low);
    format!(
        "“{}” differs from “{}” by {} ({} interval {} to {}).",
        pair.arm,
        pair.baseline,
        points(pair.difference.mean, decimals),
        level_words(level),
        signed(low, decimals),
        points(high, decimals)
    )
}

/// The level in per cent with the digits it has.
fn level_words(level: f64) -> String {
    let rounded = (level * 1e6).round() / 1e4;
    format!("{rounded}%")
}

/// A size in points without a sign.
fn magnitude(size: f64, decimals: usize) -> String {
    format!("{:.decimals$} pp", 100.0 * size)
}

/// A size in points that is not shown as nothing.
fn at_least_visible(size: f64, decimals: usize) -> String {
    const SMALLEST: f64 = 1e-6;
    if size < SMALLEST { "less than 0.0001 pp".to_owned() } else { magnitude(size, decimals) }
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
