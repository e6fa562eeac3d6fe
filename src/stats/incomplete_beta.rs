//! The incomplete beta function for shapes from 1e-3 to 1e9, in logarithms throughout.
//!
//! statrs 0.19 stops its continued fraction after 140 rounds and is wrong beyond shapes of about 1e4, so this room owns the
//! function. Small shapes and far tails use the continued fraction of DiDonato & Morris (1992); near the mode of two large shapes the
//! tail is integrated directly by Gauss–Legendre in the log-odds, which costs the same for 1e3 and 1e9. Each tail is computed on its own side,
//! so that small probabilities keep their relative accuracy.

use super::quadrature::tail_integral;
use super::stirling::{HALF_LN_TWO_PI, correction, excess};

/// Both shapes at least this large: the tail is nearly Gaussian, the quadrature is exact to rounding, and near the mode the continued
/// fraction needs many rounds.
const LARGE: f64 = 3e3;
/// From this many standard deviations from the mode on the continued fraction is the quicker of the two, whatever the shapes.
const FAR: f64 = 1.5;
/// The continued fraction settles far earlier for shapes below [`LARGE`]; the bound only ends a loop on NaN.
const MOST_ROUNDS: u32 = 20_000;
/// Newton's method on a concave function settles in a handful of steps; the bound only ends a loop on rounding noise.
const MOST_STEPS: u32 = 200;

/// Below this a rate is hardly a double any more (1e-300).
const SMALLEST_LOG_ODDS: f64 = -690.0;

/// A Beta kernel with its constants worked out once: density of the log-odds u is K(u) = x^a y^b / B(a, b).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Kernel {
    /// First shape, > 0.
    pub a: f64,
    /// Second shape, > 0.
    pub b: f64,
    ln_scale: f64,
    /// −ln B(a, b).
    ln_inverse: f64,
    inverse_a: f64,
    inverse_b: f64,
}

impl Kernel {
    /// Shapes a, b > 0.
    pub fn new(a: f64, b: f64) -> Self {
        let n = a + b;
        let ln_scale = 0.5 * (a.ln() + (b / n).ln()) - HALF_LN_TWO_PI + correction(n) - correction(a) - correction(b);
        let ln_inverse = ln_scale + a * (b / a).ln_1p() + b * (a / b).ln_1p();
        Self { a, b, ln_scale, ln_inverse, inverse_a: 1.0 / a, inverse_b: 1.0 / b }
    }

    /// The kernel of 1 − x.
    pub fn flipped(&self) -> Self {
        Self { a: self.b, b: self.a, inverse_a: self.inverse_b, inverse_b: self.inverse_a, ..*self }
    }

    /// ln K at x with y = 1 − x given apart, so that neither end loses digits.
    pub fn ln(&self, x: f64, y: f64) -> f64 {
        self.ln_scale - self.distance(self.a * y - self.b * x, x, y)
    }

    /// As [`Self::ln`], where x or y may be too small for a double and only their log-odds are known.
    pub fn ln_or_far(&self, x: f64, y: f64, log_odds: impl FnOnce() -> f64) -> f64 {
        const SMALL: f64 = 1e-299;
        if x > SMALL && y > SMALL { self.ln(x, y) } else { self.ln_far(log_odds()) }
    }

    /// ln K at log-odds u, however far out.
    pub fn ln_at(&self, u: f64) -> f64 {
        let (x, y) = logistic(u);
        self.ln_or_far(x, y, || u)
    }

    /// Only the leading power is left: a u or −b u, less ln B.
    fn ln_far(&self, u: f64) -> f64 {
        self.ln_inverse + if u < 0.0 { self.a * u } else { -self.b * u }
    }

    /// (ln F, ln S) at log-odds u, however far out.
    pub fn ln_tails_at(&self, u: f64) -> (f64, f64) {
        if u < SMALLEST_LOG_ODDS {
            let lower = (self.ln_far(u) - self.a.ln()).min(0.0);
            return (lower, ln_complement(lower));
        }
        if u > -SMALLEST_LOG_ODDS {
            let upper = (self.ln_far(u) - self.b.ln()).min(0.0);
            return (ln_complement(upper), upper);
        }
        let (x, y) = logistic(u);
        self.ln_tails(x, y)
    }

    /// How many standard deviations of the log-odds x lies above the mode, as seen from x: (b x − a y)/√(n x y).
    pub fn deviations(&self, x: f64, y: f64) -> f64 {
        (self.b * x - self.a * y) / ((self.a + self.b) * x * y).sqrt().max(f64::MIN_POSITIVE)
    }

    fn distance(&self, lambda: f64, x: f64, y: f64) -> f64 {
        let n = self.a + self.b;
        self.a * excess(-lambda * self.inverse_a, x * n * self.inverse_a)
            + self.b * excess(lambda * self.inverse_b, y * n * self.inverse_b)
    }

    /// (ln F, ln S) at x.
    pub fn ln_tails(&self, x: f64, y: f64) -> (f64, f64) {
        if x <= 0.0 {
            return (f64::NEG_INFINITY, 0.0);
        }
        if y <= 0.0 {
            return (0.0, f64::NEG_INFINITY);
        }
        let (lower_side, ratio) = self.near_tail(x, y);
        let near = (self.ln(x, y) + ratio.ln()).min(0.0);
        if lower_side { (near, ln_complement(near)) } else { (ln_complement(near), near) }
    }

    /// Whether x lies below the bulk, and the tail on that side divided by K(x).
    pub fn near_tail(&self, x: f64, y: f64) -> (bool, f64) {
        let large = self.a.min(self.b) >= LARGE;
        let lower_side = if large { self.a * y > self.b * x } else { x * (self.a + self.b + 2.0) < self.a + 1.0 };
        let (near, x, y) = if lower_side { (*self, x, y) } else { (self.flipped(), y, x) };
        let smooth = large && near.deviations(x, y).abs() < FAR;
        (lower_side, if smooth { near.tail_by_quadrature(x, y) } else { continued_fraction(near.a, near.b, x, y) })
    }

    /// ∫ K(u − t) / K(u) dt over t > 0.
    fn tail_by_quadrature(&self, x: f64, y: f64) -> f64 {
        let n = self.a + self.b;
        let lambda = self.a * y - self.b * x;
        let here = self.distance(lambda, x, y);
        tail_integral(lambda, n * x * y, |t| {
            let growth = t.exp_m1();
            let moved = 1.0 + y * growth;
            let further = lambda + n * x * y * growth / moved;
            here - self.distance(further, x / moved, y * (1.0 + growth) / moved)
        })
    }
}

/// ln(1 − e^v) for v ≤ 0.
pub(super) fn ln_complement(v: f64) -> f64 {
    if v > -std::f64::consts::LN_2 { (-v.exp_m1()).ln() } else { (-v.exp()).ln_1p() }
}

/// I_x(a, b)·B(a, b)/(x^a y^b) by the continued fraction of DiDonato & Morris (1992), whose terms are written with
/// λ = a y − b x, so that none of them cancels where one shape is far larger than the other.
fn continued_fraction(a: f64, b: f64, x: f64, y: f64) -> f64 {
    let offset = 1.0 + a * y - b * x;
    let (b_over_a, first) = (b / a, 1.0 + 1.0 / a);
    let (mut before, mut before_below, mut now, mut now_below) = (0.0, 1.0, 1.0, offset / first);
    let mut value = first / offset;
    let (mut p, mut s) = (1.0, a + 1.0);
    let inverse_a = 1.0 / a;
    for round in 1..MOST_ROUNDS {
        let m = f64::from(round);
        let (t, w) = (m * inverse_a, m * (b - m) * x);
        let inverse_s = 1.0 / s;
        let e = a * inverse_s;
        let alpha = p * (p + b_over_a) * e * e * (w * x);
        let beta = m + w * inverse_s + (1.0 + t) / (first + 2.0 * t) * (offset + m * (1.0 + y));
        (p, s) = (1.0 + t, s + 2.0);
        let next = alpha * before + beta * now;
        let scale = 1.0 / (alpha * before_below + beta * now_below);
        let last = value;
        value = next * scale;
        if (value - last).abs() <= 1e-15 * value {
            break;
        }
        (before, before_below) = (now * scale, now_below * scale);
        (now, now_below) = (value, 1.0);
    }
    value
}

/// ln B(a, b) for a, b > 0 (DiDonato & Morris 1992: Stirling's main terms combined before they are evaluated).
pub fn ln_beta(a: f64, b: f64) -> f64 {
    let (small, large) = if a <= b { (a, b) } else { (b, a) };
    let n = small + large;
    HALF_LN_TWO_PI - 0.5 * (small.ln() + (large / n).ln()) + small * (small / n).ln() - large * (small / large).ln_1p()
        + correction(small)
        + (correction(large) - correction(n))
}

/// I_x(a, b), the chance that a Beta(a, b) lies at or below x; shapes a, b > 0, x clamped to [0, 1]. NaN for other shapes.
pub fn regularized(a: f64, b: f64, x: f64) -> f64 {
    tails(a, b, x).0
}

/// 1 − I_x(a, b) without cancellation, for the same arguments as [`regularized`].
pub fn regularized_upper(a: f64, b: f64, x: f64) -> f64 {
    tails(a, b, x).1
}

fn tails(a: f64, b: f64, x: f64) -> (f64, f64) {
    if !valid(a, b) || x.is_nan() {
        return (f64::NAN, f64::NAN);
    }
    let x = x.clamp(0.0, 1.0);
    let (lower, upper) = Kernel::new(a, b).ln_tails(x, 1.0 - x);
    (lower.exp(), upper.exp())
}

fn valid(a: f64, b: f64) -> bool {
    a > 0.0 && b > 0.0 && a.is_finite() && b.is_finite()
}

/// The x in [0, 1] with I_x(a, b) = p, for shapes a, b > 0 and p clamped to [0, 1]; NaN for other shapes. A quantile below the smallest
/// double is 0.
pub fn quantile(a: f64, b: f64, p: f64) -> f64 {
    if !valid(a, b) || p.is_nan() {
        return f64::NAN;
    }
    if p <= 0.0 {
        return 0.0;
    }
    if p >= 1.0 {
        return 1.0;
    }
    logistic(logit_quantile(&Kernel::new(a, b), p)).0
}

/// The log-odds of the quantile at p in (0, 1).
pub(super) fn logit_quantile(kernel: &Kernel, p: f64) -> f64 {
    if p <= 0.5 { lower_quantile(kernel, p) } else { -lower_quantile(&kernel.flipped(), 1.0 - p) }
}

/// Newton's method on ln F(u) = ln p. The density of u is log-concave, hence ln F is concave and increasing, so that the
/// iteration converges from everywhere (Prékopa 1973).
fn lower_quantile(kernel: &Kernel, p: f64) -> f64 {
    let (a, b) = (kernel.a, kernel.b);
    let sd = (1.0 / a + 1.0 / b).sqrt();
    let target = p.ln();
    // Where x is all but 0 only the leading power is left of F: x^a / (a B).
    let leading = (target + a.ln() + ln_beta(a, b)) / a;
    if leading < SMALLEST_LOG_ODDS {
        return leading;
    }
    let mut u = (a / b).ln() + if a > 1.0 { cornish_fisher(a, b, sd, target) } else { 0.0 };
    for _ in 0..MOST_STEPS {
        u = u.max(SMALLEST_LOG_ODDS);
        let (x, y) = logistic(u);
        let lower = kernel.ln_tails(x, y).0;
        let slope = (kernel.ln(x, y) - lower).exp();
        let step = (target - lower) / slope;
        u += step;
        // The error left is about the square of the step, in widths.
        if step.abs() <= 4e-16 * u.abs() + 1e-8 * sd.min(1.0) || !u.is_finite() {
            break;
        }
    }
    u
}

/// How far above the mode the quantile at e^`target` ≤ ½ lies, by the first three cumulants of the log-odds (Cornish & Fisher 1938)
/// and the normal quantile of Hastings (1955), which is good to 5e-4.
fn cornish_fisher(a: f64, b: f64, sd: f64, target: f64) -> f64 {
    let t = (-2.0 * target).sqrt();
    let z =
        (2.515_517 + t * (0.802_853 + t * 0.010_328)) / (1.0 + t * (1.432_788 + t * (0.189_269 + t * 0.001_308))) - t;
    sd * z + (1.0 / b - 1.0 / a) * (z * z + 2.0) / 6.0
}

/// (x, 1 − x) at log-odds u, each to full relative precision.
pub(super) fn logistic(u: f64) -> (f64, f64) {
    let e = (-u.abs()).exp();
    let near = e / (1.0 + e);
    let far = 1.0 / (1.0 + e);
    if u < 0.0 { (near, far) } else { (far, near) }
}

#[cfg(test)]
#[path = "incomplete_beta_tests.rs"]
mod tests;

#[cfg(test)]
#[path = "incomplete_beta_properties.rs"]
mod properties;
