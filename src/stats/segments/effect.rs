//! The posterior of an effect as a mixture over the spread: sharp where τ is small, with long tails where it is not.

use super::Estimate;
use super::curve::Curve;
use super::hierarchy::Hierarchy;
use super::scores::{Scores, normal_below, normal_score};

/// Step in the stretched variable: a seventh of a width in the middle.
const STEP: f64 = 0.15;
/// How far in ln the density is followed.
const FALL: f64 = 30.0;
/// From this share of the smallest spreads on, the middle is as sharp as it gets.
const SHARPEST_SHARE: f64 = 0.01;

/// The posterior of an effect in log-odds.
#[derive(Debug, Clone)]
pub(super) struct Effect {
    /// Distribution of t, where the effect is centre + scale · sinh t.
    scores: Scores,
    centre: f64,
    scale: f64,
    /// Posterior mean.
    pub mean: f64,
    /// What the density adds up to before scaling: 1 but for errors of the quadrature.
    #[cfg_attr(not(test), allow(dead_code))]
    pub total: f64,
}

impl Effect {
    /// The effect of one segment: its own L times what all others and the prior say of it.
    pub fn of_segment(hierarchy: &Hierarchy, curve: &Curve, segment: usize) -> Self {
        let others: Vec<(f64, f64, Curve)> =
            hierarchy.levels.iter().map(|level| (level.share.ln(), level.spread, level.without(segment))).collect();
        let (centre, scale) = Self::sharpest(hierarchy, curve, segment);
        Self::from_density(centre, scale, |effect| {
            let terms = others.iter().map(|(ln_share, spread, other)| ln_share + other.ln_smoothed(effect, *spread));
            curve.at(effect) + ln_sum(terms)
        })
    }

    /// The overall effect θ.
    pub fn overall(hierarchy: &Hierarchy) -> Self {
        let level = hierarchy.level_at(SHARPEST_SHARE);
        let (centre, scale) = level.map_or((0.0, 1.0), |level| mean_and_sd(&level.overall));
        Self::from_density(centre, scale, |effect| {
            ln_sum(hierarchy.levels.iter().map(|level| level.share.ln() + level.ln_density(effect)))
        })
    }

    /// Where the posterior lies and how wide it is at one of the smallest spreads.
    fn sharpest(hierarchy: &Hierarchy, curve: &Curve, segment: usize) -> (f64, f64) {
        let Some(level) = hierarchy.level_at(SHARPEST_SHARE) else { return (0.0, 1.0) };
        let (prior_mean, prior_sd) = mean_and_sd(&level.without(segment));
        let precision = 1.0 / (prior_sd * prior_sd + level.spread * level.spread);
        let width = curve.step();
        let mut centre = curve.top_place();
        let mut information = precision;
        for _ in 0..50 {
            let [left, here, right] = [-width, 0.0, width].map(|apart| curve.at(centre + apart));
            let own = ((2.0 * here - left - right) / (width * width)).max(0.0);
            information = precision + own;
            let step = ((right - left) / (2.0 * width) + precision * (prior_mean - centre)) / information;
            centre += step.clamp(-3.0 * width, 3.0 * width);
            if step.abs() < 0.05 / information.sqrt() {
                break;
            }
        }
        (centre, 1.0 / information.sqrt())
    }

    fn from_density(centre: f64, scale: f64, ln_density: impl Fn(f64) -> f64) -> Self {
        let stretched =
            Curve::walk(0.0, STEP, FALL, |t| ln_density(centre + scale * t.sinh()) + (scale * t.cosh()).ln());
        Self {
            scores: Scores::of(&stretched),
            centre,
            scale,
            mean: centre + scale * stretched.mean_of(f64::sinh),
            total: stretched.ln_integral().exp(),
        }
    }

    /// The effect with this normal score.
    pub fn at_score(&self, score: f64) -> f64 {
        self.centre + self.scale * self.scores.place(score).sinh()
    }

    /// P(effect ≤ value).
    pub fn below(&self, value: f64) -> f64 {
        normal_below(self.scores.score(((value - self.centre) / self.scale).asinh()))
    }

    /// Mean, and limits that leave (1 − level)/2 on each side.
    pub fn estimate(&self, level: f64) -> Estimate {
        let score = normal_score(0.5 * (1.0 - level));
        Estimate { mean: self.mean, equal_tailed: [self.at_score(score), self.at_score(-score)] }
    }
}

fn mean_and_sd(curve: &Curve) -> (f64, f64) {
    let mean = curve.mean_of(|x| x);
    (mean, curve.mean_of(|x| (x - mean).powi(2)).sqrt())
}

/// ln Σ exp.
fn ln_sum(terms: impl Iterator<Item = f64>) -> f64 {
    let (mut top, mut sum) = (f64::NEG_INFINITY, 0.0);
    for term in terms {
        if term > top {
            sum = sum * (top - term).exp() + 1.0;
            top = term;
        } else if term > top - 40.0 {
            sum += (term - top).exp();
        }
    }
    top + sum.ln()
}
