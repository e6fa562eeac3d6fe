//! What one segment's own counts say: about its effect with the intercept integrated out, and about both together.
//!
//! With u = α − β/2 and v = α + β/2 the log-odds of baseline and arm, L(β) = ∫ Bin(baseline | u) Bin(arm | v) N(α; 0, sd²) dα. It is
//! log-concave in β as the marginal of a log-concave function (Prékopa 1973).

use super::curve::Curve;
use super::{Count, Segment};
use crate::stats::incomplete_beta::logistic;

/// Step of the intercept in its own widths; exact to 1e-7 even next to a count of zero.
const INTERCEPT_STEP: f64 = 0.6;
/// Log-odds over which the logistic curve itself bends.
const BEND: f64 = 1.0;
/// How far in ln the intercept's density is followed.
const INTERCEPT_FALL: f64 = 28.0;
/// Step of the effect in its own widths, so that a curve's step tells how wide it is.
pub(super) const EFFECT_STEP: f64 = 0.3;
/// How far in ln the effect's likelihood is followed.
const EFFECT_FALL: f64 = 40.0;

/// Binomial counts of one arm as a function of its log-odds, relative to a reference near the observed rate so that a hundred
/// million people cancel nothing.
#[derive(Debug, Clone, Copy)]
pub(super) struct Side {
    shown: f64,
    accepted: f64,
    reference: f64,
    /// Rate at the reference of whichever outcome is the rarer, and its count.
    rare_rate: f64,
    rare_count: f64,
    /// +1 where accepting is the rarer outcome, else −1.
    direction: f64,
}

impl Side {
    pub fn new(count: Count) -> Self {
        let (shown, accepted) = (count.shown as f64, count.accepted as f64);
        let refused = count.shown.saturating_sub(count.accepted) as f64;
        let reference = ((accepted + 0.5) / (refused + 0.5)).ln();
        let rare_count = accepted.min(refused);
        let direction = if accepted <= refused { 1.0 } else { -1.0 };
        Self { shown, accepted, reference, rare_rate: (rare_count + 0.5) / (shown + 1.0), rare_count, direction }
    }

    /// ln likelihood at log-odds u less that at the reference.
    pub fn ln(&self, u: f64) -> f64 {
        if self.shown <= 0.0 {
            return 0.0;
        }
        let apart = self.direction * (u - self.reference);
        self.rare_count * apart - self.shown * (self.rare_rate * apart.exp_m1()).ln_1p()
    }

    /// Slope of ln likelihood and its negative curvature at log-odds u.
    pub fn slope_and_information(&self, u: f64) -> (f64, f64) {
        let (rate, rest) = logistic(u);
        (self.accepted - self.shown * rate, self.shown * rate * rest)
    }

    /// Log-odds near which the likelihood lies, and the variance of a rough estimate of it, at most 4.
    pub fn rough(&self) -> (f64, f64) {
        (self.reference, 1.0 / (self.accepted + 0.5) + 1.0 / (self.shown - self.accepted + 0.5))
    }
}

/// The likelihood of one segment in intercept and effect, with the intercept's prior.
#[derive(Debug, Clone)]
pub(super) struct Likelihood {
    pub baseline: Side,
    pub arm: Side,
    /// 1 / variance of the intercept's prior.
    precision: f64,
}

impl Likelihood {
    pub fn new(segment: &Segment, intercept_sd: f64) -> Self {
        Self {
            baseline: Side::new(segment.baseline),
            arm: Side::new(segment.arm),
            precision: 1.0 / (intercept_sd * intercept_sd),
        }
    }

    /// ln of likelihood × intercept's prior (its constant included).
    fn ln(&self, intercept: f64, effect: f64) -> f64 {
        let half = 0.5 * effect;
        self.baseline.ln(intercept - half) + self.arm.ln(intercept + half)
            - 0.5 * self.precision * intercept * intercept
            + 0.5 * (self.precision / std::f64::consts::TAU).ln()
    }

    /// The most likely intercept at this effect and its width, by Newton's method from `start` with bounded steps: the
    /// function is concave.
    fn intercept_mode(&self, effect: f64, start: f64) -> (f64, f64) {
        let half = 0.5 * effect;
        let mut mode = start;
        let mut sd = 1.0;
        for _ in 0..200 {
            let (base_slope, base_information) = self.baseline.slope_and_information(mode - half);
            let (arm_slope, arm_information) = self.arm.slope_and_information(mode + half);
            let information = base_information + arm_information + self.precision;
            let step = (base_slope + arm_slope - self.precision * mode) / information;
            sd = 1.0 / information.sqrt();
            mode += step.clamp(-1.0, 1.0);
            if step.abs() < 0.05 * sd {
                break;
            }
        }
        (mode, sd)
    }

    /// The intercept at a given effect; `mode` is where to start looking and is left at its mode.
    pub fn intercept_curve(&self, effect: f64, mode: &mut f64) -> Curve {
        let (found, sd) = self.intercept_mode(effect, *mode);
        *mode = found;
        Curve::walk(found, INTERCEPT_STEP * sd.min(BEND), INTERCEPT_FALL, |intercept| self.ln(intercept, effect))
    }

    /// −d² ln L / dβ² at an effect whose intercepts are given: the information of this segment alone about its effect.
    pub fn information(&self, effect: f64, intercepts: &Curve) -> f64 {
        let half = 0.5 * effect;
        let terms: Vec<(f64, f64, f64)> = intercepts
            .weights()
            .map(|(intercept, weight)| {
                let base = self.baseline.slope_and_information(intercept - half);
                let arm = self.arm.slope_and_information(intercept + half);
                (weight, 0.5 * (arm.0 - base.0), 0.25 * (arm.1 + base.1))
            })
            .collect();
        let mean_slope: f64 = terms.iter().map(|(weight, slope, _)| weight * slope).sum();
        let bends = terms.iter().map(|(weight, slope, bend)| weight * (bend - (slope - mean_slope).powi(2)));
        bends.sum::<f64>().max(0.0)
    }

    /// Where the search for the intercept at this effect may start.
    pub fn rough_intercept(&self) -> f64 {
        let (base, base_variance) = self.baseline.rough();
        let (arm, arm_variance) = self.arm.rough();
        (base * arm_variance + arm * base_variance) / (base_variance + arm_variance)
    }

    /// ln L over all effects that matter when effects beyond a few `reach` (a standard deviation) are out of the question.
    pub fn effect_curve(&self, reach: f64) -> Curve {
        let (base, base_variance) = self.baseline.rough();
        let (arm, arm_variance) = self.arm.rough();
        let step = EFFECT_STEP * (base_variance + arm_variance).sqrt().min(1.2 * BEND);
        let ln_window = |effect: f64| 0.5 * (effect / reach).powi(2);
        let mut mode = self.rough_intercept();
        let start = arm - base;
        let windowed = Curve::walk(start, step, EFFECT_FALL, |effect| {
            self.intercept_curve(effect, &mut mode).ln_integral() - ln_window(effect)
        });
        windowed.plus(|_, effect| ln_window(effect))
    }
}

#[cfg(test)]
#[path = "likelihood_tests.rs"]
mod tests;
