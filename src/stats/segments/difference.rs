//! Differences of two rates in a segment: raw, from its own counts alone, and pooled, from the joint posterior of intercept and effect.

use super::Estimate;
use super::curve::Curve;
use super::effect::Effect;
use super::hierarchy::Hierarchy;
use super::likelihood::Likelihood;
use super::scores::{Scores, normal_below};
use crate::stats::incomplete_beta::logistic;
use crate::stats::posterior::Beta;
use crate::stats::quadrature::root_within;

/// Distance of two normal scores on the lattice, and how many there are to each side of 0.
const STEP: f64 = 0.45;
const REACH: i32 = 10;
/// Normal scores on one axis.
const COUNT: usize = 2 * REACH as usize + 1;
/// Width of a patch in normal scores; patches of 0.7 steps add up to a density smooth to 1 part in ten thousand.
const PATCH: f64 = 0.7 * STEP;

/// The normal scores on one axis.
fn scores() -> [f64; COUNT] {
    let mut score = -STEP * f64::from(REACH);
    std::array::from_fn(|_| {
        let here = score;
        score += STEP;
        here
    })
}

/// Arm less baseline for independent rates: Σ over the sharper rate's normal scores of the other's distribution.
pub(super) fn raw(baseline: &Beta, arm: &Beta, level: f64) -> Estimate {
    let (base, other) = (log_odds(baseline), log_odds(arm));
    let weights = scores().map(|z| (-0.5 * z * z).exp());
    let total: f64 = weights.iter().sum();
    let base_sharper = baseline.sd() < arm.sd();
    let sharper = if base_sharper { &base } else { &other };
    let rates = scores().map(|z| logistic(sharper.place(z)).0);
    let below = |difference: f64| {
        let terms = rates.iter().zip(&weights).map(|(&rate, weight)| {
            weight
                * if base_sharper {
                    share_below(&other, rate + difference)
                } else {
                    1.0 - share_below(&base, rate - difference)
                }
        });
        terms.sum::<f64>() / total
    };
    let within = 1e-9 * baseline.sd().hypot(arm.sd());
    let tail = 0.5 * (1.0 - level);
    let limit = |p: f64| root_within(-1.0, 1.0, within, |difference| below(difference) - p);
    Estimate { mean: arm.mean() - baseline.mean(), equal_tailed: [limit(tail), limit(1.0 - tail)] }
}

/// Distribution of the log-odds of a Beta rate.
fn log_odds(rate: &Beta) -> Scores {
    let kernel = rate.kernel();
    let sd = (1.0 / rate.alpha + 1.0 / rate.beta).sqrt();
    Scores::of(&Curve::walk((rate.alpha / rate.beta).ln(), 0.5 * sd.min(1.0), 32.0, |u| kernel.ln_at(u)))
}

/// P(rate ≤ x) from the distribution of its log-odds.
fn share_below(log_odds: &Scores, x: f64) -> f64 {
    if x <= 0.0 {
        0.0
    } else if x >= 1.0 {
        1.0
    } else {
        normal_below(log_odds.score((x / (1.0 - x)).ln()))
    }
}

/// What the joint posterior of a segment says of its difference.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pooled {
    pub difference: Estimate,
    /// Weight that went to the other segments, in [0, 1].
    pub borrowed: f64,
}

/// Pooled difference of a segment.
///
/// The posterior of (β, α | β) in normal scores is a standard normal pair (Rosenblatt 1952). A lattice over it stands for small Gaussian patches
/// on which the difference is linear, P(D ≤ d) = Σ w Φ((d − D) / (patch · |∇D|)), which serves alike where the intercept and where the effect
/// carries most of the uncertainty.
pub(super) fn pooled(likelihood: &Likelihood, effect: &Effect, hierarchy: &Hierarchy, level: f64) -> Pooled {
    let scores = scores();
    let mut mode = likelihood.rough_intercept();
    let mut information = 0.0;
    let mut total = 0.0;
    let lattice: Vec<[f64; COUNT]> = scores
        .iter()
        .map(|&score| {
            // Neighbouring effects have neighbouring intercepts: the search goes on where the last one ended.
            let beta = effect.at_score(score);
            let intercepts = likelihood.intercept_curve(beta, &mut mode);
            let weight = (-0.5 * score * score).exp();
            total += weight;
            information += weight * likelihood.information(beta, &intercepts);
            let intercepts = Scores::of(&intercepts);
            scores.map(|score| difference_at(intercepts.place(score), beta))
        })
        .collect();
    let information = information / total;
    let borrowed = hierarchy.mean_of(|level| 1.0 / (1.0 + level.spread * level.spread * information));
    Pooled { difference: limits(&lattice, level), borrowed: borrowed.clamp(0.0, 1.0) }
}

/// logistic(α + β/2) − logistic(α − β/2) without cancelling: sinh(β/2) / (cosh α + cosh(β/2)).
fn difference_at(alpha: f64, beta: f64) -> f64 {
    let half = 0.5 * beta;
    // With e^−|β/2| taken out nothing overflows.
    let small = (-half.abs()).exp();
    let sinh = 0.5 * half.signum() * -(-2.0 * half.abs()).exp_m1();
    sinh / (0.5 * ((alpha.abs() - half.abs()).exp() + small * (-alpha.abs()).exp()) + 0.5 * (1.0 + small * small))
}

/// One patch of the posterior: its weight, and mean and width of the difference on it.
struct Patch {
    weight: f64,
    mean: f64,
    sd: f64,
}

fn limits(lattice: &[[f64; COUNT]], level: f64) -> Estimate {
    let scores = scores();
    let normal = scores.map(|z| (-0.5 * z * z).exp());
    let narrowed = scores.map(|z| (-0.5 * z * z / (1.0 - PATCH * PATCH)).exp());
    let (mut patches, mut mean, mut total, mut narrowed_total) = (Vec::new(), 0.0, 0.0, 0.0);
    for (row, values) in lattice.iter().enumerate() {
        for (column, &value) in values.iter().enumerate() {
            let weight = normal[row] * normal[column];
            mean += weight * value;
            total += weight;
            let across = three(values, column);
            let down = [row.saturating_sub(1), row, (row + 1).min(COUNT - 1)].map(|near| lattice[near][column]);
            let share = narrowed[row] * narrowed[column];
            narrowed_total += share;
            patches.push(patch(share, value, across, down));
        }
    }
    let spread = patches.iter().map(|patch| patch.weight * (patch.mean - mean / total).powi(2)).sum::<f64>();
    let within = (1e-6 * (spread / narrowed_total).sqrt()).max(1e-300);
    let below = |difference: f64| {
        patches.iter().map(|patch| patch.weight * share_of_patch(patch, difference)).sum::<f64>() / narrowed_total
    };
    let low = patches.iter().map(|patch| patch.mean - 9.0 * patch.sd).fold(f64::INFINITY, f64::min);
    let high = patches.iter().map(|patch| patch.mean + 9.0 * patch.sd).fold(f64::NEG_INFINITY, f64::max);
    let tail = 0.5 * (1.0 - level);
    let limit = |p: f64| root_within(low, high, within, |d| below(d) - p).clamp(-1.0, 1.0);
    Estimate { mean: mean / total, equal_tailed: [limit(tail), limit(1.0 - tail)] }
}

/// The value and its neighbours; at an end itself.
fn three(values: &[f64], at: usize) -> [f64; 3] {
    [values[at.saturating_sub(1)], values[at], values[(at + 1).min(values.len() - 1)]]
}

/// A patch from the differences across it in both directions: slope for its width, bend for its mean.
fn patch(weight: f64, value: f64, across: [f64; 3], down: [f64; 3]) -> Patch {
    let slope = |near: [f64; 3]| (near[2] - near[0]) / (2.0 * STEP);
    let bend = |near: [f64; 3]| (near[0] - 2.0 * near[1] + near[2]) / (STEP * STEP);
    Patch {
        weight,
        mean: value + 0.5 * PATCH * PATCH * (bend(across) + bend(down)),
        sd: PATCH * slope(across).hypot(slope(down)),
    }
}

fn share_of_patch(patch: &Patch, difference: f64) -> f64 {
    const FAR: f64 = 7.0;
    let apart = difference - patch.mean;
    if apart > FAR * patch.sd {
        1.0
    } else if apart < -FAR * patch.sd {
        0.0
    } else {
        normal_below(apart / patch.sd)
    }
}

#[cfg(test)]
#[path = "difference_tests.rs"]
mod tests;
