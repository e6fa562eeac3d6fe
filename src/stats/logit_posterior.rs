//! The posterior of the logit model with two arms, as heights and integrals in logarithms.
//!
//! Log-likelihood and prior are concave in the intercept β and the effect ψ, hence so is the logarithm of the integral over β (Prékopa
//! 1973): every integral here is that of one smooth hump or of the falling side of one. Heights are taken relative to a reference point near
//! by, where the likelihood ratio of an arm is (y − n p) t − n KL(p ‖ p′): nothing cancels at a billion people.

use super::incomplete_beta::logistic;
use super::logit_evidence::LogitPrior;
use super::quadrature::points;
use super::stirling::{HALF_LN_TWO_PI, deviance};

/// How far in ln height a hump is followed; e^−40 is below a double's rounding.
const FALL: f64 = 40.0;
/// Step of the trapezoid rule in widths of the hump; its error falls like exp(−2π²/step²) (Trefethen & Weideman 2014).
const STEP: f64 = 0.4;
/// The likelihood grows away from the real axis only beyond iπ/2: this step leaves exp(−π²/0.25).
const LARGEST_STEP: f64 = 0.25;
/// Panel of 16 Gauss–Legendre points in widths of the hump, and at most in log-odds.
const PANEL: f64 = 3.0;
/// Damped Newton steps settle in far fewer; the bound only ends a loop on rounding noise.
const MOST_STEPS: usize = 500;
/// The widest prior needs a few hundred steps or panels; the bound only ends a loop on rounding noise.
const MOST_PIECES: usize = 20_000;

/// Log-odds coordinates: logit of the baseline β − ψ/2, of the arm β + ψ/2.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Place {
    pub intercept: f64,
    pub effect: f64,
}

impl Place {
    fn log_odds(&self) -> [f64; 2] {
        [self.intercept - 0.5 * self.effect, self.intercept + 0.5 * self.effect]
    }
}

/// People of one arm.
#[derive(Debug, Clone, Copy)]
pub(super) struct People {
    pub accepted: f64,
    pub refused: f64,
}

impl People {
    pub fn new((accepted, shown): (u64, u64)) -> Self {
        Self { accepted: accepted as f64, refused: shown.saturating_sub(accepted) as f64 }
    }

    fn shown(&self) -> f64 {
        self.accepted + self.refused
    }

    /// ln p^accepted q^refused at log-odds u.
    fn ln_likelihood(&self, u: f64) -> f64 {
        let (p, q) = ln_logistic(u);
        self.accepted * p + self.refused * q
    }

    /// accepted − shown·p, on the side where the rate is small.
    fn surplus(&self, u: f64) -> f64 {
        let (p, q) = logistic(u);
        if p < q { self.accepted - self.shown() * p } else { self.shown() * q - self.refused }
    }
}

/// (ln p, ln q) at log-odds u.
fn ln_logistic(u: f64) -> (f64, f64) {
    let near = (-u.abs()).exp().ln_1p();
    if u < 0.0 { (u - near, -near) } else { (-near, -u - near) }
}

/// Slopes upwards and curvatures downwards of the log-posterior at a place.
#[derive(Debug, Clone, Copy)]
struct Slopes {
    by_intercept: f64,
    by_effect: f64,
    curve_intercept: f64,
    curve_effect: f64,
    curve_both: f64,
    determinant: f64,
}

/// Likelihood times prior.
#[derive(Debug, Clone, Copy)]
pub(super) struct Posterior {
    pub people: [People; 2],
    pub prior: LogitPrior,
}

impl Posterior {
    /// ln of the likelihood and of the intercept's prior density; the effect's prior is left out.
    pub fn ln_height(&self, place: Place) -> f64 {
        let z = (place.intercept - self.prior.intercept_mean) / self.prior.intercept_sd;
        let likelihood: f64 = self.people.iter().zip(place.log_odds()).map(|(arm, u)| arm.ln_likelihood(u)).sum();
        likelihood - 0.5 * z * z - HALF_LN_TWO_PI - self.prior.intercept_sd.ln()
    }

    /// The highest place from `start` on, with the effect held there if `fixed`. Newton's steps damped by ln(1 + d)/d, where d is the longest move
    /// of a log-odds, climb from anywhere: |φ‴| ≤ φ″ for the logistic likelihood (Sun & Tran-Dinh 2019).
    pub fn peak(&self, start: Place, fixed: bool) -> Place {
        let mut place = start;
        for _ in 0..MOST_STEPS {
            let s = self.slopes(place);
            let (by_intercept, by_effect) = if fixed {
                (s.by_intercept / s.curve_intercept, 0.0)
            } else {
                (
                    (s.curve_effect * s.by_intercept - s.curve_both * s.by_effect) / s.determinant,
                    (s.curve_intercept * s.by_effect - s.curve_both * s.by_intercept) / s.determinant,
                )
            };
            let longest = by_intercept.abs() + 0.5 * by_effect.abs();
            let damping = if longest > 1e-8 { longest.ln_1p() / longest } else { 1.0 };
            place.intercept += damping * by_intercept;
            place.effect += damping * by_effect;
            // A thousandth of the width is near enough: integrals start here, nothing is read off.
            if longest <= 1e-3 / s.curve_intercept.max(s.curve_effect).sqrt() {
                break;
            }
        }
        place
    }

    fn slopes(&self, place: Place) -> Slopes {
        let log_odds = place.log_odds();
        let surplus: [f64; 2] = std::array::from_fn(|k| self.people[k].surplus(log_odds[k]));
        let weight: [f64; 2] = std::array::from_fn(|k| {
            let (p, q) = logistic(log_odds[k]);
            self.people[k].shown() * p * q
        });
        let prior = &self.prior;
        let (intercept, effect) = (prior.intercept_sd.powi(-2), prior.effect_sd.powi(-2));
        let both = weight[0] + weight[1];
        Slopes {
            by_intercept: surplus[0] + surplus[1] - (place.intercept - prior.intercept_mean) * intercept,
            by_effect: 0.5 * (surplus[1] - surplus[0]) - (place.effect - prior.effect_mean) * effect,
            curve_intercept: both + intercept,
            curve_effect: 0.25 * both + effect,
            curve_both: 0.5 * (weight[1] - weight[0]),
            determinant: weight[0] * weight[1] + both * (effect + 0.25 * intercept) + intercept * effect,
        }
    }

    /// This posterior seen from `reference`.
    pub fn from(&self, reference: Place) -> View<'_> {
        let log_odds = reference.log_odds();
        let prior = &self.prior;
        View {
            posterior: self,
            reference,
            arms: std::array::from_fn(|k| ArmView::new(self.people[k], log_odds[k])),
            intercept_pull: (reference.intercept - prior.intercept_mean) * prior.intercept_sd.powi(-2),
            effect_pull: (reference.effect - prior.effect_mean) * prior.effect_sd.powi(-2),
        }
    }
}

/// One arm's likelihood relative to a reference.
#[derive(Debug, Clone, Copy)]
struct ArmView {
    shown: f64,
    rate: f64,
    rest: f64,
    surplus: f64,
}

impl ArmView {
    fn new(people: People, log_odds: f64) -> Self {
        let (rate, rest) = logistic(log_odds);
        Self { shown: people.shown(), rate, rest, surplus: people.surplus(log_odds) }
    }

    /// ln likelihood ratio after a move by t in log-odds.
    fn ln_ratio(&self, t: f64) -> f64 {
        if self.shown <= 0.0 {
            return 0.0;
        }
        let (factor, growth) = (t.exp(), t.exp_m1());
        let scale = self.rest + self.rate * factor;
        let (a, b) = (self.shown * self.rate, self.shown * self.rest);
        let lambda = -self.shown * self.rate * self.rest * growth / scale;
        self.surplus * t - deviance(a, b, lambda, factor / scale, 1.0 / scale)
    }
}

/// A posterior with its heights relative to a reference place.
#[derive(Debug, Clone, Copy)]
pub(super) struct View<'a> {
    posterior: &'a Posterior,
    reference: Place,
    arms: [ArmView; 2],
    intercept_pull: f64,
    effect_pull: f64,
}

impl View<'_> {
    /// ln height at `place` less that at the reference, both priors included.
    pub fn ln_rise(&self, place: Place) -> f64 {
        self.after(place.intercept - self.reference.intercept, place.effect - self.reference.effect)
    }

    fn after(&self, intercept: f64, effect: f64) -> f64 {
        let prior = &self.posterior.prior;
        let arms = self.arms[0].ln_ratio(intercept - 0.5 * effect) + self.arms[1].ln_ratio(intercept + 0.5 * effect);
        let (a, b) = (intercept / prior.intercept_sd, effect / prior.effect_sd);
        arms - intercept * self.intercept_pull - effect * self.effect_pull - 0.5 * (a * a + b * b)
    }

    /// ln ∫ height dβ at the given effect, by the trapezoid rule outwards from the top.
    pub fn ln_slice(&self, effect: f64) -> f64 {
        let start = Place { intercept: self.reference.intercept, effect };
        let top = self.posterior.peak(start, true);
        let width = self.posterior.slopes(top).curve_intercept.sqrt().recip();
        let step = (STEP * width).min(LARGEST_STEP);
        let (intercept, effect) = (top.intercept - self.reference.intercept, effect - self.reference.effect);
        let ln_top = self.after(intercept, effect);
        let side = |direction: f64| {
            let mut total = 0.0;
            let mut moved = direction * step;
            for _ in 0..MOST_PIECES {
                let fall = self.after(intercept + moved, effect) - ln_top;
                total += fall.exp();
                if fall.is_nan() || fall < -FALL {
                    break;
                }
                moved += direction * step;
            }
            total
        };
        ln_top + (step * (1.0 + side(-1.0) + side(1.0))).ln()
    }

    /// ln ∫∫ height dβ dψ over the effects from `from` in `direction` (±1) up to `limit` (which may be infinite), where the height falls all
    /// the way; −∞ for no stretch at all.
    pub fn ln_falling_side(&self, from: f64, direction: f64, limit: f64) -> f64 {
        let length = direction * (limit - from);
        if length <= 0.0 {
            return f64::NEG_INFINITY;
        }
        let ln_top = self.ln_slice(from);
        let (mut done, mut total) = (0.0, 0.0);
        for _ in 0..MOST_PIECES {
            let panel = self.panel(from + direction * done).min(length - done);
            let (half, middle) = (0.5 * panel, done + 0.5 * panel);
            for (node, weight) in points() {
                total += half * weight * (self.ln_slice(from + direction * (middle + half * node)) - ln_top).exp();
            }
            done += panel;
            let fall = self.ln_slice(from + direction * done) - ln_top;
            if done >= length || fall.is_nan() || fall < -FALL {
                break;
            }
        }
        ln_top + total.ln()
    }

    /// A panel on which the height, integrated over β, falls smoothly enough.
    fn panel(&self, effect: f64) -> f64 {
        let place = self.posterior.peak(Place { intercept: self.reference.intercept, effect }, true);
        let slopes = self.posterior.slopes(place);
        let curvature = slopes.determinant / slopes.curve_intercept;
        (PANEL / (curvature.sqrt() + slopes.by_effect.abs() / PANEL)).min(PANEL)
    }
}
