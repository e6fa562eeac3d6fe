//! Practical equivalence: how surely two rates lie within a margin of each other (the region of practical equivalence of Kruschke 2018).
//!
//! P(D ≥ r) = ∫ f_A(x) S_B(x + r) dx with x = (1 − r)·logistic(v) has one peak in v: the log-odds of a Beta rate have a log-concave density,
//! hence an increasing hazard, and the slope divided by 1 − logistic(v) falls all the way. What lies around the peak is integrated in
//! logarithms, however deep in both tails. What is left in the middle is the rest; where that is little it is ∫ g(d) dd with the density
//! g of the difference.

use super::error::StatsError;
use super::hump::ln_hump;
use super::incomplete_beta::{Kernel, logistic};
use super::posterior::Beta;
use super::quadrature::root_within;
use serde::Serialize;

/// Log-odds beyond which a rate is no double any more.
const END: f64 = 740.0;
const EVERYWHERE: [f64; 2] = [f64::NEG_INFINITY, f64::INFINITY];
/// Shapes that the quadratures are proved for.
const SHAPES: std::ops::RangeInclusive<f64> = 1e-3..=3e9;
/// A density below this leaves a probability that is no double, however wide the margin.
const SMALLEST_LN: f64 = -760.0;
/// From here on the middle is what two tails leave of 1, to 13 digits.
const MUCH: f64 = 1e-3;

/// Where the difference D = arm − baseline lies against a margin; the three chances add up to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Equivalence {
    /// The margin r in (0, 1], a share: 0.005 is half a percentage point.
    pub margin: f64,
    /// P(D ≤ −r): the arm is worse by the margin or more.
    pub worse: f64,
    /// P(|D| < r): there is no difference that matters.
    pub equivalent: f64,
    /// P(D ≥ r): the arm is better by the margin or more.
    pub better: f64,
}

/// The three chances for two posteriors with shapes from 0.001 to 3,000,000,000. Each is accurate relative to itself, but for
/// `equivalent` below 0.001 where two first or two second shapes add up to less than 1: that is accurate to 1e-12.
///
/// # Errors
/// [`StatsError::BadMargin`] for a margin outside (0, 1], [`StatsError::BadPrior`] for other shapes.
pub fn equivalence(baseline: &Beta, arm: &Beta, margin: f64) -> Result<Equivalence, StatsError> {
    if !(margin > 0.0 && margin <= 1.0) {
        return Err(StatsError::BadMargin { margin });
    }
    for (name, rate) in [("baseline", baseline), ("arm", arm)] {
        if !SHAPES.contains(&rate.alpha) || !SHAPES.contains(&rate.beta) {
            return Err(StatsError::BadPrior { arm: name.to_owned(), alpha: rate.alpha, beta: rate.beta });
        }
    }
    let better = probability_ahead(baseline, arm, margin);
    let worse = probability_ahead(arm, baseline, margin);
    let rest = (1.0 - better - worse).max(0.0);
    let one_hump = baseline.alpha + arm.alpha >= 1.0 && baseline.beta + arm.beta >= 1.0;
    let equivalent = if rest >= MUCH || !one_hump { rest } else { probability_between(baseline, arm, margin) };
    Ok(Equivalence { margin, worse, equivalent, better })
}

/// P(upper − lower ≥ margin).
fn probability_ahead(lower: &Beta, upper: &Beta, margin: f64) -> f64 {
    let pair = Pair::new(lower, upper, margin);
    if pair.room <= 0.0 {
        return 0.0;
    }
    let peak = root_within(-END, END, 1e-9, |v| {
        let at = pair.at(v);
        let hazard = (pair.ln_upper(&at) - pair.ln_survivor(&at)).exp();
        at.t * pair.lower.a - pair.lower.b * pair.room * at.s * at.t / at.x_rest - at.s * hazard / at.z
    });
    ln_hump(EVERYWHERE, peak, 1.0, |v| {
        let at = pair.at(v);
        pair.ln_lower(&at) + pair.ln_survivor(&at) + at.ln_slope()
    })
    .exp()
    .min(1.0)
}

/// P(|arm − baseline| < margin) by the density of the difference.
fn probability_between(baseline: &Beta, arm: &Beta, margin: f64) -> f64 {
    let half = |lower: &Beta, upper: &Beta| {
        let pair = |d: f64| Pair::new(lower, upper, d);
        // The density is highest about where its integrand is.
        let peak = highest(0.0, margin, |d| pair(d).ln_together(pair(d).together_peak()));
        let ln_density = |d: f64| pair(d).ln_density();
        if ln_density(peak) < SMALLEST_LN { 0.0 } else { ln_hump([0.0, margin], peak, margin, ln_density).exp() }
    };
    half(baseline, arm) + half(arm, baseline)
}

/// Where a function with one peak is highest on [low, high]: golden section, or an end.
fn highest(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    const GOLDEN: f64 = 0.618_033_988_749_894_8;
    let (mut left, mut right) = (low, high);
    for _ in 0..40 {
        let (first, second) = (right - GOLDEN * (right - left), left + GOLDEN * (right - left));
        if f(first) < f(second) {
            left = first;
        } else {
            right = second;
        }
    }
    let inside = 0.5 * (left + right);
    if f(high) >= f(inside) { high } else { inside }
}

/// Two rates kept a distance apart: x for the lower and z = x + distance for the upper.
#[derive(Debug)]
struct Pair {
    lower: Kernel,
    upper: Kernel,
    distance: f64,
    room: f64,
}

/// One place of a pair, with every rate and its rest to full precision.
#[derive(Debug)]
struct At {
    v: f64,
    s: f64,
    t: f64,
    x: f64,
    x_rest: f64,
    z: f64,
    z_rest: f64,
}

impl At {
    /// ln of the slope of the lower rate's log-odds in v.
    fn ln_slope(&self) -> f64 {
        // t is not below a double where it matters: x_rest is about 1 or t's own size.
        let t = if self.t > 0.0 { self.t.ln() } else { -self.v };
        t - self.x_rest.ln()
    }
}

impl Pair {
    fn new(lower: &Beta, upper: &Beta, distance: f64) -> Self {
        Self { lower: lower.kernel(), upper: upper.kernel(), distance, room: 1.0 - distance }
    }

    fn at(&self, v: f64) -> At {
        let (s, t) = logistic(v);
        let (x, z_rest) = (self.room * s, self.room * t);
        At { v, s, t, x, x_rest: self.distance + z_rest, z: self.distance + x, z_rest }
    }

    /// ln density of the lower rate's log-odds.
    fn ln_lower(&self, at: &At) -> f64 {
        self.lower.ln_or_far(at.x, at.x_rest, || at.v + self.room.ln())
    }

    /// ln density of the upper rate's log-odds.
    fn ln_upper(&self, at: &At) -> f64 {
        self.upper.ln_or_far(at.z, at.z_rest, || at.v - self.room.ln())
    }

    /// ln of the density of upper − lower at this distance.
    fn ln_density(&self) -> f64 {
        ln_hump(EVERYWHERE, self.together_peak(), 1.0, |v| self.ln_together(v))
    }

    /// ln of both densities at once, per step of v.
    fn ln_together(&self, v: f64) -> f64 {
        let at = self.at(v);
        self.ln_lower(&at) + self.ln_upper(&at) - (at.z * at.x_rest * self.room).ln()
    }

    /// Where that is highest.
    fn together_peak(&self) -> f64 {
        root_within(-END, END, 1e-9, |v| {
            let at = self.at(v);
            let from_below = self.lower.a + (self.upper.a - 1.0) * self.room * at.s / at.z;
            let from_above = self.upper.b + (self.lower.b - 1.0) * self.room * at.t / at.x_rest;
            at.t * from_below - at.s * from_above
        })
    }

    /// ln P(upper > z).
    fn ln_survivor(&self, at: &At) -> f64 {
        if at.z_rest > 1e-299 {
            self.upper.ln_tails(at.z, at.z_rest).1
        } else {
            self.upper.ln_tails_at(at.v - self.room.ln()).1
        }
    }
}

#[cfg(test)]
#[path = "equivalence_tests.rs"]
mod tests;
