//! The Beta distribution: what is known of an acceptance rate.

use super::density::PanelDensity;
use super::difference::Side;
use super::error::StatsError;
use super::incomplete_beta::{Kernel, logistic, logit_quantile};
use super::quadrature::evenly;
use serde::Serialize;

/// A Beta distribution of a rate in [0, 1]; both shapes positive and finite. As a prior, alpha and beta read as people who accepted and
/// people who did not, seen before the experiment.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Beta {
    /// First shape, > 0.
    pub alpha: f64,
    /// Second shape, > 0.
    pub beta: f64,
}

impl Beta {
    /// Jeffreys' prior Beta(½, ½) (Jeffreys 1946).
    pub const JEFFREYS: Self = Self { alpha: 0.5, beta: 0.5 };
    /// The uniform prior Beta(1, 1).
    pub const UNIFORM: Self = Self { alpha: 1.0, beta: 1.0 };

    /// Whether both shapes are positive and finite.
    pub fn is_proper(&self) -> bool {
        self.alpha > 0.0 && self.beta > 0.0 && (self.alpha + self.beta).is_finite()
    }

    /// The posterior after `accepted` of `shown` people said yes (accepted ≤ shown).
    #[must_use]
    pub fn after(&self, accepted: u64, shown: u64) -> Self {
        Self { alpha: self.alpha + accepted as f64, beta: self.beta + shown.saturating_sub(accepted) as f64 }
    }

    pub(super) fn kernel(&self) -> Kernel {
        Kernel::new(self.alpha, self.beta)
    }

    /// Mean, in (0, 1).
    pub fn mean(&self) -> f64 {
        self.alpha / (self.alpha + self.beta)
    }

    /// Standard deviation.
    pub fn sd(&self) -> f64 {
        let n = self.alpha + self.beta;
        ((self.alpha / n) * (self.beta / n) / (n + 1.0)).sqrt()
    }

    /// P(rate ≤ x).
    pub fn cdf(&self, x: f64) -> f64 {
        super::incomplete_beta::regularized(self.alpha, self.beta, x)
    }

    /// P(rate > x), accurate where it is small.
    pub fn sf(&self, x: f64) -> f64 {
        super::incomplete_beta::regularized_upper(self.alpha, self.beta, x)
    }

    /// ln of the density at x; −∞ outside [0, 1], and at an end of it the limit there.
    pub fn ln_pdf(&self, x: f64) -> f64 {
        if !(0.0..=1.0).contains(&x) {
            return f64::NEG_INFINITY;
        }
        if x <= 0.0 {
            return edge(self.alpha, self.beta);
        }
        if x >= 1.0 {
            return edge(self.beta, self.alpha);
        }
        let y = 1.0 - x;
        self.kernel().ln(x, y) - x.ln() - y.ln()
    }

    /// The density at x.
    pub fn pdf(&self, x: f64) -> f64 {
        self.ln_pdf(x).exp()
    }

    /// The rate below which the share `p` (clamped to [0, 1]) of the distribution lies.
    pub fn quantile(&self, p: f64) -> f64 {
        super::incomplete_beta::quantile(self.alpha, self.beta, p)
    }

    /// The interval that leaves (1 − level)/2 on each side; level in (0, 1).
    pub fn equal_tailed(&self, level: f64) -> [f64; 2] {
        let tail = 0.5 * (1.0 - level);
        let kernel = self.kernel();
        [logistic(logit_quantile(&kernel, tail)).0, logistic(-logit_quantile(&kernel.flipped(), tail)).0]
    }

    /// The shortest interval that holds `level` in (0, 1). Where the density falls all the way it starts at 0, where it rises all
    /// the way it ends at 1; the uniform and the U-shaped densities have no single one: `None`.
    pub fn highest_density(&self, level: f64) -> Option<[f64; 2]> {
        let (a, b) = (self.alpha, self.beta);
        if (a <= 1.0 && b <= 1.0) && (a < 1.0 && b < 1.0 || a.to_bits() == b.to_bits()) {
            return None;
        }
        if a <= 1.0 {
            return Some([0.0, self.quantile(level)]);
        }
        if b <= 1.0 {
            return Some([self.quantile(1.0 - level), 1.0]);
        }
        Some(self.shortest_inside(level))
    }

    /// The interval whose two ends are equally dense, for two shapes above 1.
    fn shortest_inside(&self, level: f64) -> [f64; 2] {
        let Side { kernel, low, high, scale, .. } = Side::new(self);
        let borders = evenly(low, high, 2.3 * scale.min(0.75));
        let density = PanelDensity::new(borders, |u| {
            let (x, y) = logistic(u);
            kernel.ln(x, y).exp()
        });
        // Density of the rate = density of its log-odds / (x y).
        let (limits, _) = density.highest_density(level, |u| {
            let (x, y) = logistic(u);
            -(x.ln() + y.ln())
        });
        limits.map(|u| logistic(u).0)
    }
}

/// ln density where the rate meets the edge that belongs to the first shape.
fn edge(shape: f64, other: f64) -> f64 {
    if shape < 1.0 {
        f64::INFINITY
    } else if shape > 1.0 {
        f64::NEG_INFINITY
    } else {
        other.ln()
    }
}

/// Checks an interval level.
pub(super) fn check_level(level: f64) -> Result<(), StatsError> {
    if level > 0.0 && level < 1.0 { Ok(()) } else { Err(StatsError::BadLevel { level }) }
}
