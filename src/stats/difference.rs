//! The difference D of two independent Beta rates, through its density ∫ f_A(x) f_B(x + d) dx where that is smooth, and through
//! P(D > d) = ∫ f_A(x) S_B(x + d) dx where it is not.

use super::comparison::DifferenceFigures;
use super::convolution::{self, Smooth, Stretch};
use super::density::PanelDensity;
use super::incomplete_beta::{Kernel, logistic};
use super::limits::{self, Law};
use super::posterior::Beta;
use super::quadrature::{Feature, around};
use super::tails::{self, Place, Tails};

/// How far in ln density a tail is followed.
const FALL: f64 = 34.0;
/// Both shapes of both rates at least this large: the density of the difference has no corner that shows.
const SMOOTH: f64 = 15.0;

/// Figures of rate(arm) − rate(baseline).
pub(super) fn difference_figures(baseline: &Beta, arm: &Beta, level: f64) -> DifferenceFigures {
    let mean = mean_difference(baseline, arm);
    let single = single_peak(baseline, arm);
    let (equal_tailed, highest_density) = if let Some(density) = smooth_density(baseline, arm) {
        (density.equal_tailed(level), single.then(|| density.highest_density(level, |_| 0.0).0))
    } else {
        let law = DifferenceLaw { base: Side::new(baseline), arm: Side::new(arm) };
        let reach = 2.0 * baseline.sd().hypot(arm.sd());
        let limits = limits::equal_tailed(&law, level, [mean - reach, mean + reach]);
        (limits, single.then(|| limits::highest_density(&law, level, limits, |_| 0.0).0))
    };
    DifferenceFigures { mean, equal_tailed, highest_density }
}

/// Mean of the arm less that of the baseline, without cancelling two close means.
pub(super) fn mean_difference(baseline: &Beta, arm: &Beta) -> f64 {
    let cross = arm.alpha * baseline.beta - arm.beta * baseline.alpha;
    cross / (arm.alpha + arm.beta) / (baseline.alpha + baseline.beta)
}

/// Whether the density of the difference has one peak: not when a posterior is piled up at both ends.
fn single_peak(baseline: &Beta, arm: &Beta) -> bool {
    [baseline, arm].iter().all(|rate| rate.alpha.max(rate.beta) >= 1.0)
}

/// The density of the difference where no corner shows: both rates keep far from 0 and 1.
fn smooth_density(baseline: &Beta, arm: &Beta) -> Option<PanelDensity> {
    if smallest_shape(baseline, arm) < SMOOTH {
        return None;
    }
    let (base, other) = (smooth_rate(baseline), smooth_rate(arm));
    let reach = joint_reach(baseline, arm);
    let on = Stretch {
        low: -reach(-other.low, base.high),
        high: reach(other.high, -base.low),
        width: base.width.hypot(other.width),
        place: mean_difference(baseline, arm),
    };
    convolution::difference(&base, &other, on)
}

/// A rate in offsets from its mean, so that neither a rate near 0 nor one near 1 loses digits.
fn smooth_rate(rate: &Beta) -> Smooth<impl Fn(f64) -> f64> {
    let side = Side::new(rate);
    let n = rate.alpha + rate.beta;
    let (mean, rest) = (rate.alpha / n, rate.beta / n);
    let offset = |u: f64| {
        let (x, y) = logistic(u);
        if mean < rest { x - mean } else { rest - y }
    };
    let density = move |offset: f64| {
        let (x, y) = (mean + offset, rest - offset);
        if x > 0.0 && y > 0.0 { side.kernel.ln(x, y).exp() / (x * y) } else { 0.0 }
    };
    Smooth { low: offset(side.low), high: offset(side.high), width: rate.sd(), density }
}

/// The difference of any two rates: P(D > d) = ∫ f_lower(x) S_upper(x + d) dx, with the baseline as the lower one for d ≥ 0.
#[derive(Debug)]
struct DifferenceLaw {
    base: Side,
    arm: Side,
}

impl Law for DifferenceLaw {
    fn at(&self, d: f64) -> Tails {
        if d >= 0.0 {
            let (density, above) = shifted_product(&self.base, &self.arm, d);
            Tails { density, below: (1.0 - above).max(0.0), above }
        } else {
            let (density, below) = shifted_product(&self.arm, &self.base, -d);
            Tails { density, below, above: (1.0 - below).max(0.0) }
        }
    }

    fn ends(&self) -> [f64; 2] {
        [-1.0, 1.0]
    }
}

/// How far two tails reach together: where both are nearly Gaussian their squares add up, else their lengths do at most.
pub(super) fn joint_reach(baseline: &Beta, arm: &Beta) -> fn(f64, f64) -> f64 {
    if smallest_shape(baseline, arm) > 30.0 { f64::hypot } else { |a, b| a + b }
}

fn smallest_shape(baseline: &Beta, arm: &Beta) -> f64 {
    baseline.alpha.min(baseline.beta).min(arm.alpha).min(arm.beta)
}

/// One rate with its kernel and the stretch of log-odds where it lives.
#[derive(Debug)]
pub(super) struct Side {
    pub kernel: Kernel,
    /// Log-odds below and above which the density has fallen by e^−[`FALL`].
    pub low: f64,
    pub high: f64,
    /// Mode of the log-odds.
    pub centre: f64,
    /// Width of the log-odds, at most 1.
    pub scale: f64,
}

impl Side {
    pub fn new(rate: &Beta) -> Self {
        let (centre, sd) = centre_and_sd(rate);
        // The density falls like a Gaussian near the mode and like a power far out: by at least t²/(2 sd² + t/shape) at distance t.
        let reach = |shape: f64| {
            let power = 0.5 * FALL / shape;
            power + (power * power + 2.0 * FALL * sd * sd).sqrt()
        };
        Self {
            kernel: rate.kernel(),
            low: centre - reach(rate.alpha),
            high: centre + reach(rate.beta),
            centre,
            scale: sd.min(1.0),
        }
    }
}

/// Mode and width of the log-odds of a rate.
pub(super) fn centre_and_sd(rate: &Beta) -> (f64, f64) {
    ((rate.alpha / rate.beta).ln(), (1.0 / rate.alpha + 1.0 / rate.beta).sqrt())
}

/// ∫ f_lower(x) f_upper(x + d) dx and ∫ f_lower(x) S_upper(x + d) dx for d in [0, 1], with x = (1 − d)·logistic(u).
fn shifted_product(lower: &Side, upper: &Side, d: f64) -> (f64, f64) {
    // At the end itself what is just inside it counts.
    let room = (1.0 - d).max(0.25 * f64::EPSILON);
    // u of the lower rate x and of the upper rate z: s = x/room, 1 − s = (1 − z)/room.
    let from_lower = |logit: f64| {
        let (x, y) = logistic(logit);
        log_odds(x, if x < 0.5 { room - x } else { y - d })
    };
    let from_upper = |logit: f64| {
        let (x, y) = logistic(logit);
        log_odds(if y < 0.5 { room - y } else { x - d }, y)
    };
    let start = from_lower(lower.low).max(-1e6);
    let end = from_lower(lower.high).min(from_upper(upper.high)).min(1e6);
    let near = (d.max(f64::MIN_POSITIVE) / room).ln();
    let features = [(from_lower(lower.centre), lower.scale), (from_upper(upper.centre), upper.scale)];
    let features = features.into_iter().chain([(0.0, 1.0), (near, 1.0), (-near, 1.0)]);
    let features: Vec<Feature> = features.map(|(place, scale)| Feature { place, scale }).collect();
    around(start, end, &features).fold((0.0, 0.0), |(density, above), (u, weight)| {
        let (s, t) = logistic(u);
        let (x, z_rest) = (room * s, room * t);
        let (x_rest, z) = (d + z_rest, d + x);
        // f = K/(x(1 − x)) for each, times dx/du = x·t.
        let part = weight * lower.kernel.ln_or_far(x, x_rest, || u + room.ln()).exp();
        let far = if u > 0.0 { u - room.ln() } else { d.ln().max(u + room.ln()) };
        let upper = tails::at(&upper.kernel, &Place { u: far, x: z, y: z_rest });
        let both = part * upper.density / (room * x_rest * z);
        let density = if both.is_finite() { density + both } else { density };
        (density, above + part * upper.above / (room + d / t.max(f64::MIN_POSITIVE)))
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

#[cfg(test)]
#[path = "difference_tests.rs"]
mod tests;
