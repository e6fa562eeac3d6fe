//! The difference of two independent Beta rates: P(D ≤ d) through its density g(d) = ∫ f_A(x) f_B(x + d) dx.

use super::comparison::DifferenceFigures;
use super::density::PanelDensity;
use super::incomplete_beta::{Kernel, logistic};
use super::posterior::Beta;
use super::quadrature::{Corner, graded};

/// How far in ln density a tail is followed; e^−36 is below a double's rounding.
const FALL: f64 = 36.0;
/// Step of the trapezoid rule in units of the narrower posterior's width; its error falls like exp(−2π²/step²) (Trefethen &
/// Weideman 2014).
const STEP: f64 = 0.4;
/// Widest panel of the difference in standard deviations.
const PANEL: f64 = 2.0;
/// From this sum of shapes on a corner is too blunt to matter.
pub(super) const SMOOTH: f64 = 40.0;
/// The log-odds map puts every other singularity at ±iπ, and the growth of exp(−eᵘ) at ±iπ/2: this step leaves exp(−π²/0.28).
const LARGEST_STEP: f64 = 0.28;

/// Figures of rate(arm) − rate(baseline).
pub(super) fn difference_figures(baseline: &Beta, arm: &Beta, level: f64) -> DifferenceFigures {
    let density = difference_density(baseline, arm);
    let (highest, _) = density.highest_density(level, |_| 0.0);
    DifferenceFigures {
        mean: mean_difference(baseline, arm),
        equal_tailed: density.equal_tailed(level),
        highest_density: single_peak(baseline, arm).then_some(highest),
    }
}

/// Mean of the arm less that of the baseline, without cancelling two close means.
fn mean_difference(baseline: &Beta, arm: &Beta) -> f64 {
    let cross = arm.alpha * baseline.beta - arm.beta * baseline.alpha;
    cross / (arm.alpha + arm.beta) / (baseline.alpha + baseline.beta)
}

/// Whether the density of the difference has one peak: not when a posterior is piled up at both ends.
fn single_peak(baseline: &Beta, arm: &Beta) -> bool {
    [baseline, arm].iter().all(|rate| rate.alpha.max(rate.beta) >= 1.0)
}

/// The density of the difference on panels.
pub(super) fn difference_density(baseline: &Beta, arm: &Beta) -> PanelDensity {
    let (base, other) = (Side::new(baseline), Side::new(arm));
    let (base_low, base_high) = base.rates();
    let (other_low, other_high) = other.rates();
    let (base_mean, other_mean) = (baseline.mean(), arm.mean());
    let reach = joint_reach(baseline, arm);
    let low = (other_mean - base_mean - reach(other_mean - other_low, base_high - base_mean)).max(-1.0);
    let high = (other_mean - base_mean + reach(other_high - other_mean, base_mean - base_low)).min(1.0);
    let sd = baseline.sd().hypot(arm.sd());
    let borders = graded(low, high, PANEL * sd, &corners(baseline, arm, sd));
    PanelDensity::new(borders, |d| {
        if d >= 0.0 { shifted_product(&base, &other, d) } else { shifted_product(&other, &base, -d) }
    })
}

/// Where the density is not smooth: |d − place| to a power less one, with that power a sum of shapes.
fn corners(baseline: &Beta, arm: &Beta, sd: f64) -> Vec<Corner> {
    [
        (-1.0, baseline.beta + arm.alpha),
        (0.0, (baseline.alpha + arm.alpha).min(baseline.beta + arm.beta)),
        (1.0, baseline.alpha + arm.beta),
    ]
    .into_iter()
    .filter(|(_, order)| *order < SMOOTH)
    .map(|(place, order)| Corner { place, stop: sd * corner_stop(order) })
    .collect()
}

/// How far two tails reach together: where both are nearly Gaussian their squares add up, else their lengths do at most.
pub(super) fn joint_reach(baseline: &Beta, arm: &Beta) -> fn(f64, f64) -> f64 {
    let smallest = baseline.alpha.min(baseline.beta).min(arm.alpha).min(arm.beta);
    if smallest > 30.0 { f64::hypot } else { |a, b| a + b }
}

/// How near to a corner of this order panels go: what is left there holds about 1e-9 and its integral is right to 1e-3 of that.
pub(super) fn corner_stop(order: f64) -> f64 {
    10.0_f64.powf(-9.0 / order).max(1e-290)
}

/// One rate with its kernel and the stretch of log-odds where it lives.
#[derive(Debug)]
pub(super) struct Side {
    pub kernel: Kernel,
    /// Log-odds below and above which the density has fallen by e^−[`FALL`].
    pub low: f64,
    pub high: f64,
    /// Width of the log-odds, at most 1.
    pub scale: f64,
}

impl Side {
    pub fn new(rate: &Beta) -> Self {
        let (centre, sd) = centre_and_sd(rate);
        let reach = (2.0 * FALL).sqrt() * sd;
        Self {
            kernel: rate.kernel(),
            low: centre - reach.max(1.1 * FALL / rate.alpha),
            high: centre + reach.max(1.1 * FALL / rate.beta),
            scale: sd.min(1.0),
        }
    }

    fn rates(&self) -> (f64, f64) {
        (logistic(self.low).0, logistic(self.high).0)
    }
}

/// Mode and width of the log-odds of a rate.
pub(super) fn centre_and_sd(rate: &Beta) -> (f64, f64) {
    ((rate.alpha / rate.beta).ln(), (1.0 / rate.alpha + 1.0 / rate.beta).sqrt())
}

/// ∫ f_lower(x) f_upper(x + d) dx for d in [0, 1), with x = (1 − d)·logistic(u).
fn shifted_product(lower: &Side, upper: &Side, d: f64) -> f64 {
    let room = 1.0 - d;
    if room <= 0.0 {
        return 0.0;
    }
    // u of the lower rate x and of the upper rate z: s = x/room, 1 − s = (1 − z)/room.
    let from_lower = |logit: f64| {
        let (x, y) = logistic(logit);
        log_odds(x, y - d)
    };
    let from_upper = |logit: f64| {
        let (x, y) = logistic(logit);
        log_odds(x - d, y)
    };
    let start = from_lower(lower.low).max(from_upper(upper.low)).max(-1e5);
    let end = from_lower(lower.high).min(from_upper(upper.high)).min(1e5);
    trapezoid(start, end, lower.scale.min(upper.scale), |u| {
        let (s, t) = logistic(u);
        let (x, z_rest) = (room * s, room * t);
        let (x_rest, z) = (d + z_rest, d + x);
        // f = K/(x(1 − x)) for each, times dx/du = x·t.
        let ln_lower = lower.kernel.ln_or_far(x, x_rest, || u + room.ln());
        let ln_upper = upper.kernel.ln_or_far(z, z_rest, || u - room.ln());
        let density = (ln_lower + ln_upper).exp();
        if z_rest > 0.0 { density * t / (x_rest * z * z_rest) } else { density / (room * x_rest * z) }
    })
}

/// ln(x/y), −∞ where x is not above 0, +∞ where y is not.
fn log_odds(x: f64, y: f64) -> f64 {
    if x <= 0.0 {
        f64::NEG_INFINITY
    } else if y <= 0.0 {
        f64::INFINITY
    } else {
        (x / y).ln()
    }
}

/// Trapezoid rule over [start, end], where the integrand has died away at both ends and is no narrower than `scale`. Ranges too long for
/// even steps (shapes far below 1) are stretched by a hyperbolic sine.
pub(super) fn trapezoid(start: f64, end: f64, scale: f64, f: impl Fn(f64) -> f64) -> f64 {
    const MOST: f64 = 3000.0;
    if start.is_nan() || end.is_nan() || end <= start {
        return 0.0;
    }
    let step = (STEP * scale).min(LARGEST_STEP);
    let add = |total: f64, value: f64| if value.is_finite() { total + value } else { total };
    if (end - start) / step <= MOST {
        let count = ((end - start) / step).ceil().max(2.0);
        let step = (end - start) / count;
        let mut total = 0.0;
        let mut k = 0.0;
        while k <= count {
            total = add(total, f(start + k * step));
            k += 1.0;
        }
        return total * step;
    }
    let middle = start.max(end.min(0.0));
    let (from, to) = ((start - middle).asinh(), (end - middle).asinh());
    let count = ((to - from) / (0.05 * scale)).ceil().min(20_000.0);
    let step = (to - from) / count;
    let mut total = 0.0;
    let mut k = 0.0;
    while k <= count {
        let w = from + k * step;
        total = add(total, f(middle + w.sinh()) * w.cosh());
        k += 1.0;
    }
    total * step
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_uniform_rates_make_a_triangle() {
        let figures = difference_figures(&Beta::UNIFORM, &Beta::UNIFORM, 0.95);
        let truth = 1.0 - 0.05_f64.sqrt();
        for interval in [figures.equal_tailed, figures.highest_density.unwrap_or_default()] {
            assert!((interval[0] + truth).abs() < 1e-9 && (interval[1] - truth).abs() < 1e-9, "{interval:?}");
        }
    }
}
