//! Counts as Gaussian observations of a log-odds: expectation propagation (Minka 2001; for binomial data Nickisch & Rasmussen 2008).
//!
//! A plain normal approximation fails where few accepted. Here each count is replaced by the Gaussian that gives the right mean and
//! variance of its log-odds beside everything else that is known about it.

use crate::stats::Count;

/// A Gaussian factor exp(shift·η − precision·η²/2).
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Site {
    pub precision: f64,
    pub shift: f64,
}

/// What everything but one count says of its log-odds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Cavity {
    pub mean: f64,
    pub variance: f64,
}

/// Sites are never weaker, so that a pseudo-observation always exists.
const WEAKEST: f64 = 1e-6;
/// A log-odds is never known to less than this variance: rates beyond e^±30 are out of question.
const WIDEST: f64 = 100.0;
/// How far in ln the tilted density is followed.
const FALL: f64 = 20.0;

impl Site {
    /// Before anything else is known: the delta method on (accepted + ½) / (shown + 1).
    pub fn first(count: Count) -> Self {
        let rate = (count.accepted as f64 + 0.5) / (count.shown as f64 + 1.0);
        let precision = count.shown as f64 * rate * (1.0 - rate);
        Self { precision, shift: precision * (rate.ln() - (-rate).ln_1p()) }
    }

    /// The log-odds that the site observes.
    pub fn observed(self) -> f64 {
        self.shift / self.precision
    }

    /// How far the log-odds moves where `next` takes this site's place, in units of its error.
    pub fn distance(self, next: Self, cavity: Cavity) -> f64 {
        let total = next.precision + 1.0 / cavity.variance;
        (next.shift - self.shift - (next.precision - self.precision) * cavity.mean).abs() / total.sqrt()
    }

    /// The site that makes mean and variance right beside this cavity.
    pub fn matched(count: Count, cavity: Cavity) -> Self {
        let variance = cavity.variance.clamp(1e-12, WIDEST);
        let tilted = tilted(count, Cavity { variance, ..cavity });
        let precision = (1.0 / tilted.variance - 1.0 / variance).max(WEAKEST);
        // With the precision held from below, the mean is still matched.
        Self { precision, shift: tilted.mean * (precision + 1.0 / variance) - cavity.mean / variance }
    }
}

/// Mean and variance of N(η; cavity) · Binomial(accepted | shown, logistic η), by the trapezoid rule about the mode.
fn tilted(count: Count, cavity: Cavity) -> Cavity {
    let (accepted, shown) = (count.accepted as f64, count.shown as f64);
    let ln_density = |place: f64| {
        let apart = place - cavity.mean;
        accepted * place - shown * ln_one_plus_exp(place) - 0.5 * apart * apart / cavity.variance
    };
    let (mode, information) = mode(count, cavity);
    let step = (0.5 / information.sqrt()).min(0.3);
    let top = ln_density(mode);
    let mut sums = [1.0, 0.0, 0.0];
    for direction in [-1.0, 1.0] {
        for k in 1..400 {
            let apart = direction * step * f64::from(k);
            let fall = ln_density(mode + apart) - top;
            if fall < -FALL {
                break;
            }
            let weight = fall.exp();
            sums[0] += weight;
            sums[1] += weight * apart;
            sums[2] += weight * apart * apart;
        }
    }
    let shift = sums[1] / sums[0];
    Cavity { mean: mode + shift, variance: sums[2] / sums[0] - shift * shift }
}

/// The mode of the tilted density and its information there: Newton steps, held short where the logistic bends.
fn mode(count: Count, cavity: Cavity) -> (f64, f64) {
    let (accepted, shown) = (count.accepted as f64, count.shown as f64);
    let mut place = cavity.mean;
    let mut information = 1.0 / cavity.variance;
    for _ in 0..60 {
        let rate = 1.0 / (1.0 + (-place).exp());
        information = shown * rate * (1.0 - rate) + 1.0 / cavity.variance;
        let step = (accepted - shown * rate - (place - cavity.mean) / cavity.variance) / information;
        place += step.clamp(-2.0, 2.0);
        if step.abs() < 1e-3 / information.sqrt() {
            break;
        }
    }
    (place, information)
}

/// ln(1 + eˣ) without overflow.
fn ln_one_plus_exp(x: f64) -> f64 {
    x.max(0.0) + (-x.abs()).exp().ln_1p()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_large_count_is_its_own_gaussian() {
        let count = Count { accepted: 20_000, shown: 100_000 };
        let site = Site::matched(count, Cavity { mean: -1.0, variance: 1.0 });
        assert!((site.precision / 16_000.0 - 1.0).abs() < 1e-3, "{site:?}");
        assert!((site.observed() + 4.0_f64.ln()).abs() < 1e-4, "{site:?}");
    }

    #[test]
    fn moments_agree_with_a_fine_sum() {
        for (accepted, shown, mean, variance) in
            [(0, 50, -2.0, 1.0), (1, 3, 0.5, 9.0), (7, 7, 0.0, 4.0), (3, 900, -5.0, 0.04)]
        {
            let got = tilted(Count { accepted, shown }, Cavity { mean, variance });
            let (mut sums, step) = ([0.0; 3], 1e-3);
            for k in -40_000..40_000 {
                let place = step * f64::from(k);
                let rate = 1.0 / (1.0 + (-place).exp());
                let weight = (accepted as f64 * rate.ln() + (shown - accepted) as f64 * (-rate).ln_1p()
                    - 0.5 * (place - mean) * (place - mean) / variance)
                    .exp();
                if weight.is_finite() {
                    sums = [sums[0] + weight, sums[1] + weight * place, sums[2] + weight * place * place];
                }
            }
            let truth = sums[1] / sums[0];
            assert!((got.mean - truth).abs() < 1e-6, "{accepted}/{shown}: {got:?} {truth}");
            assert!((got.variance / (sums[2] / sums[0] - truth * truth) - 1.0).abs() < 1e-5, "{accepted}/{shown}");
        }
    }
}
