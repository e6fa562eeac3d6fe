//! Which wording leads by kept permission, in one plain sentence.

use super::super::verdict::{CARING_SHARE_OF_BASELINE, ENOUGH_CHANCE, VerdictKind, verdict};
use super::super::words::{count, decimals_for, percent, points, probability, signed};
use super::{HORIZONS_DAYS, HorizonArm, KeptArmFigures, KeptComparison, KeptFigures, KeptHorizon};
use serde::Serialize;

/// What a comparison of kept permission amounts to.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub enum KeptVerdictKind {
    /// Some arm has not been followed for long enough.
    NotFollowed,
    /// There is only one arm.
    SingleArm,
    /// The data do not tell yet.
    TooEarly,
    /// One arm keeps most with enough chance, and being wrong about it would cost less than the threshold of caring.
    Leader {
        /// Its name.
        name: String,
        /// The arm that leads by acceptance alone, if it is another one.
        wins_the_click: Option<String>,
    },
    /// Every arm is within the threshold of caring of the baseline.
    Equivalent,
}

/// A verdict in words.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptVerdict {
    /// What kind of verdict it is.
    pub kind: KeptVerdictKind,
    /// The day it is about: the last of [`HORIZONS_DAYS`] that every arm has reached.
    pub horizon_days: Option<f64>,
    /// One plain sentence.
    pub sentence: String,
    /// The figures behind it.
    pub detail: String,
}

/// The verdict by kept permission, with the rule and thresholds of the verdict on acceptance ([`verdict`]).
pub fn kept_verdict(figures: &KeptFigures) -> KeptVerdict {
    let reached = figures.horizons.iter().rev().find(|horizon| horizon.comparison.is_some());
    let Some((horizon, comparison)) = reached.and_then(|found| found.comparison.as_ref().map(|c| (found, c))) else {
        return not_followed(figures);
    };
    let found = Found { figures, horizon, comparison };
    let (kind, sentence) = found.judge();
    KeptVerdict { kind, horizon_days: Some(horizon.days), sentence, detail: found.detail() }
}

fn not_followed(figures: &KeptFigures) -> KeptVerdict {
    let first = HORIZONS_DAYS[0];
    let missing = figures.horizons.first().map_or(&[][..], |horizon| &horizon.arms);
    let short = figures.arms.iter().zip(missing).filter(|(_, at)| at.kept.is_none());
    let names: Vec<String> = short.map(|(arm, _)| format!("“{}”", arm.name)).collect();
    KeptVerdict {
        kind: KeptVerdictKind::NotFollowed,
        horizon_days: None,
        sentence: format!(
            "Cannot tell yet what is kept: nobody who accepted {} has been followed for {first} days.",
            names.join(" or ")
        ),
        detail: format!("Kept permission is looked at {first} days after people said yes, and again later."),
    }
}

/// The figures at the day that the verdict is about.
struct Found<'a> {
    figures: &'a KeptFigures,
    horizon: &'a KeptHorizon,
    comparison: &'a KeptComparison,
}

impl Found<'_> {
    fn kept(&self, arm: usize) -> f64 {
        self.horizon.arms.get(arm).and_then(|at| at.kept).map_or(0.0, |kept| kept.mean)
    }

    fn name(&self, arm: usize) -> &str {
        self.figures.arms.get(arm).map_or("", |arm| &arm.name)
    }

    fn judge(&self) -> (KeptVerdictKind, String) {
        let days = self.horizon.days;
        if self.figures.arms.len() < 2 {
            let sentence = format!(
                "Of {} people shown “{}”, {} still permit after {days} days.",
                count(100),
                self.name(0),
                of_hundred(self.kept(0))
            );
            return (KeptVerdictKind::SingleArm, sentence);
        }
        let caring = CARING_SHARE_OF_BASELINE * self.kept(0);
        let within = |[low, high]: [f64; 2]| low >= -caring && high <= caring;
        if self.comparison.pairs.iter().all(|pair| within(pair.equal_tailed)) {
            let sentence = format!("No practical difference in what is kept after {days} days between the wordings.");
            return (KeptVerdictKind::Equivalent, sentence);
        }
        let arms = self.comparison.arms.iter().enumerate();
        let best = arms.max_by(|a, b| a.1.probability_best.total_cmp(&b.1.probability_best));
        let (best, standing) = best.map_or((0, None), |(index, standing)| (index, Some(standing)));
        let sure = standing.is_some_and(|it| it.probability_best >= ENOUGH_CHANCE && it.expected_loss < caring);
        if sure { self.leader(best) } else { (KeptVerdictKind::TooEarly, self.too_early(best)) }
    }

    fn leader(&self, best: usize) -> (KeptVerdictKind, String) {
        let name = self.name(best).to_owned();
        let clicks = match verdict(&self.figures.acceptance).kind {
            VerdictKind::Leader { name: clicks } if clicks != name => Some(clicks),
            _ => None,
        };
        let other = clicks
            .as_ref()
            .and_then(|clicks| self.figures.arms.iter().position(|arm| arm.name == *clicks))
            .unwrap_or_else(|| self.runner_up(best));
        let (scale, kept, others) = told_apart(self.kept(best), self.kept(other));
        let days = self.horizon.days;
        let sentence = clicks.as_ref().map_or_else(
            || {
                format!(
                    "“{name}” keeps the most: of {} people shown, {} still permit after {days} days, against {} with “{}”.",
                    count(scale),
                    count(kept),
                    count(others),
                    self.name(other)
                )
            },
            |clicks| {
                format!(
                    "“{clicks}” wins the click but loses the person: of {} people shown, {} still permit after {days} days, \
                     against {} with “{name}”.",
                    count(scale),
                    count(others),
                    count(kept)
                )
            },
        );
        (KeptVerdictKind::Leader { name, wins_the_click: clicks }, sentence)
    }

    /// The other arm that keeps most.
    fn runner_up(&self, best: usize) -> usize {
        let others = (0..self.figures.arms.len()).filter(|&arm| arm != best);
        others.max_by(|&a, &b| self.kept(a).total_cmp(&self.kept(b))).unwrap_or(best)
    }

    fn too_early(&self, best: usize) -> String {
        let chance = self.comparison.arms.get(best).map_or(0.0, |standing| standing.probability_best);
        let days = self.horizon.days;
        if chance < ENOUGH_CHANCE {
            format!(
                "Cannot tell yet: that “{}” keeps the most after {days} days has a chance of only {}.",
                self.name(best),
                probability(chance)
            )
        } else {
            format!(
                "Cannot tell yet: “{}” keeps the most so far, but being wrong about it could still cost more than what matters.",
                self.name(best)
            )
        }
    }

    fn detail(&self) -> String {
        let arms = self.figures.arms.iter().zip(&self.horizon.arms);
        let mut sentences: Vec<String> = arms.map(|(arm, at)| self.arm_words(arm, at)).collect();
        sentences.extend(self.comparison.pairs.iter().map(|pair| {
            let [low, high] = pair.equal_tailed;
            let decimals = decimals_for(high - low);
            format!(
                "“{}” keeps {} against “{}” ({} interval {} to {}).",
                pair.arm,
                points(pair.difference, decimals),
                pair.baseline,
                level_words(self.figures.interval),
                signed(low, decimals),
                points(high, decimals)
            )
        }));
        sentences.join(" ")
    }

    /// “A” was accepted by 40 of 100; after 90 days 80% of them still hold, which is 32% of all shown.
    fn arm_words(&self, arm: &KeptArmFigures, at: &HorizonArm) -> String {
        let whole = format!("“{}” was accepted by {} of {}", arm.name, count(arm.accepted), count(arm.shown));
        let (Some(holding), Some(kept)) = (at.holding, at.kept) else { return whole + "." };
        let width = |[low, high]: [f64; 2]| decimals_for(high - low);
        format!(
            "{whole}; after {} days about {} of them still permit, {} of all shown.",
            self.horizon.days,
            percent(holding.mean, width(holding.equal_tailed)),
            percent(kept.mean, width(kept.equal_tailed))
        )
    }
}

/// The level in per cent with the digits it has.
fn level_words(level: f64) -> String {
    let rounded = (level * 1e6).round() / 1e4;
    format!("{rounded}%")
}

fn of_hundred(share: f64) -> String {
    count(people_of(share, 100))
}

/// Two shares as people out of the smallest round number that tells them apart: (round number, first, second).
fn told_apart(first: f64, second: f64) -> (u64, u64, u64) {
    let mut scale = 100;
    loop {
        let (a, b) = (people_of(first, scale), people_of(second, scale));
        if a != b || scale >= 1_000_000 {
            return (scale, a, b);
        }
        scale *= 10;
    }
}

/// A share, in [0, 1], of so many people.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of at most a million people")]
fn people_of(share: f64, scale: u64) -> u64 {
    (share * scale as f64).round() as u64
}

#[cfg(test)]
#[path = "verdict_tests.rs"]
mod tests;
