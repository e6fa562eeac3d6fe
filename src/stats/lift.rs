//! The relative lift of one rate over another, p_arm / p_baseline − 1, through the density of v = ln(p_arm / p_baseline).

use super::comparison::LiftFigures;
use super::convolution::{self, Smooth, Stretch};
use super::density::PanelDensity;
use super::difference::{Side, joint_reach, mean_difference};
use super::incomplete_beta::logistic;
use super::limits::{self, Edge, Law, Tail};
use super::posterior::Beta;
use super::quadrature::{Feature, around};
use super::tails::{self, Place, Tails};

/// Both rates' second shapes at least this large: the density of the log ratio has no corner that shows.
const SMOOTH: f64 = 15.0;

/// Figures of the relative lift; a limit too large for a double is the largest double, so that it can be written down.
pub(super) fn lift_figures(baseline: &Beta, arm: &Beta, level: f64) -> LiftFigures {
    let lift = |v: f64| v.exp_m1().min(f64::MAX);
    // Density of the lift = density of v · e^−v.
    let (median, limits, ([low, high], edge)) = if let Some(density) = smooth_density(baseline, arm) {
        (density.quantile(0.5), density.equal_tailed(level), density.highest_density(level, |v| -v))
    } else {
        let law = LogRatioLaw { base: Side::new(baseline), arm: Side::new(arm) };
        let middle = (arm.mean() / baseline.mean()).ln();
        let reach = 2.0 * ln_sd(baseline).hypot(ln_sd(arm));
        let limits = limits::equal_tailed(&law, level, [middle - reach, middle + reach]);
        let median = limits::limit(&law, Tail::Below(0.5), middle);
        (median, limits, limits::highest_density(&law, level, limits, |v| -v))
    };
    let low = if edge == Edge::Low { -1.0 } else { lift(low) };
    LiftFigures {
        median: lift(median),
        equal_tailed: limits.map(lift),
        highest_density: (edge != Edge::High).then_some([low, lift(high)]),
    }
}

/// The density of ln(p_arm / p_baseline) where no corner shows: both rates keep far from 1.
fn smooth_density(baseline: &Beta, arm: &Beta) -> Option<PanelDensity> {
    if baseline.beta.min(arm.beta) < SMOOTH {
        return None;
    }
    let (base, other) = (smooth_ln_rate(baseline), smooth_ln_rate(arm));
    let reach = joint_reach(baseline, arm);
    // Long exponential tails beside a bulk of this width.
    let width = ln_sd(baseline).hypot(ln_sd(arm)).min(0.75);
    let ratio = mean_difference(baseline, arm) / baseline.mean();
    let place = if ratio > -0.5 { ratio.ln_1p() } else { (arm.mean() / baseline.mean()).ln() };
    let on = Stretch { low: -reach(-other.low, base.high), high: reach(other.high, -base.low), width, place };
    convolution::difference(&base, &other, on)
}

/// ln of a rate in offsets from ln of its mean.
fn smooth_ln_rate(rate: &Beta) -> Smooth<impl Fn(f64) -> f64> {
    let side = Side::new(rate);
    let n = rate.alpha + rate.beta;
    let (mean, rest) = (rate.alpha / n, rate.beta / n);
    let offset = |u: f64| {
        let (_, y) = logistic(u);
        if mean < rest { ln_rate(u) - mean.ln() } else { ((rest - y) / mean).ln_1p() }
    };
    let density = move |offset: f64| {
        let (x, y) = (mean * offset.exp(), rest - mean * offset.exp_m1());
        if x > 0.0 && y > 0.0 { side.kernel.ln(x, y).exp() / y } else { 0.0 }
    };
    Smooth { low: offset(side.low), high: offset(side.high), width: ln_sd(rate).min(1.0), density }
}

/// The log ratio v of any two rates: P(V > v) = ∫ f_smaller(z e^−v) e^−v S_larger(z) dz, with the baseline as the smaller one for v ≥ 0.
#[derive(Debug)]
struct LogRatioLaw {
    base: Side,
    arm: Side,
}

impl Law for LogRatioLaw {
    fn at(&self, v: f64) -> Tails {
        if v >= 0.0 {
            let (density, above) = scaled_product(&self.base, &self.arm, v);
            Tails { density, below: (1.0 - above).max(0.0), above }
        } else {
            let (density, below) = scaled_product(&self.arm, &self.base, -v);
            Tails { density, below, above: (1.0 - below).max(0.0) }
        }
    }

    fn ends(&self) -> [f64; 2] {
        [ln_rate(self.arm.low) - ln_rate(self.base.high), ln_rate(self.arm.high) - ln_rate(self.base.low)]
    }
}

/// Standard deviation of ln p, roughly.
fn ln_sd(rate: &Beta) -> f64 {
    (rate.beta / (rate.alpha * (rate.alpha + rate.beta))).sqrt()
}

/// ln p at log-odds u.
fn ln_rate(u: f64) -> f64 {
    if u < 0.0 { u - u.exp().ln_1p() } else { -(-u).exp().ln_1p() }
}

/// ∫ f_smaller(z e^−v) f_larger(z) z e^−v dz and ∫ f_smaller(z e^−v) S_larger(z) e^−v dz for v ≥ 0, with z = logistic(u).
fn scaled_product(smaller: &Side, larger: &Side, v: f64) -> (f64, f64) {
    let from_smaller = |logit: f64| {
        let ln_z = ln_rate(logit) + v;
        if ln_z >= 0.0 { f64::INFINITY } else { ln_z - (-ln_z.exp_m1()).ln() }
    };
    let start = from_smaller(smaller.low);
    let end = larger.high.min(from_smaller(smaller.high));
    let (shrink, shortfall) = ((-v).exp(), -(-v).exp_m1());
    let features = [(larger.centre, larger.scale), (from_smaller(smaller.centre), smaller.scale)];
    let features = features.into_iter().chain([(0.0, 1.0), (-shortfall.max(f64::MIN_POSITIVE).ln(), 1.0)]);
    let features: Vec<Feature> = features.map(|(place, scale)| Feature { place, scale }).collect();
    around(start, end, &features).fold((0.0, 0.0), |(density, above), (u, weight)| {
        let (z, z_rest) = logistic(u);
        let x_rest = z_rest + z * shortfall;
        let ln_smaller =
            smaller.kernel.ln_or_far(z * shrink, x_rest, || if z < 0.5 || v > 600.0 { ln_rate(u) - v } else { u });
        let part = weight * ln_smaller.exp();
        let larger = tails::at(&larger.kernel, &Place { u, x: z, y: z_rest });
        let both = part * larger.density / x_rest;
        let density = if both.is_finite() { density + both } else { density };
        (density, above + part * larger.above / (1.0 + z * shortfall / z_rest.max(f64::MIN_POSITIVE)))
    })
}

#[cfg(test)]
#[path = "lift_tests.rs"]
mod tests;
