//! Quantiles of a range or a share, each told from its own tail so that small probabilities keep their accuracy.

use super::super::incomplete_beta::{Kernel, logistic, logit_quantile};
use super::super::normal;
use super::super::posterior::Beta;
use super::range::{Range, Reading};

/// The normal deviate that one in ten exceeds.
const ONE_IN_TEN: f64 = 1.281_551_565_544_600_4;
/// The normal deviate that one in ten exceeds in size, on either side.
const ONE_IN_TEN_IN_SIZE: f64 = 1.644_853_626_951_472_2;

/// A distribution by its quantiles.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tails {
    /// One known amount.
    Known(f64),
    /// `offset` + `scale` · Beta.
    Beta { kernel: Kernel, flipped: Kernel, offset: f64, scale: f64 },
    /// `likely` · exp(spread · normal), the spread differing by side.
    LogNormal { likely: f64, spreads: Spreads },
}

impl Tails {
    /// Of a range that is sound.
    pub fn of_range(range: &Range) -> Self {
        if let Some(amount) = range.known() {
            return Self::Known(amount);
        }
        match range.reading {
            Reading::Bounds => {
                let width = range.high - range.low;
                let alpha = 1.0 + 4.0 * ((range.likely - range.low) / width);
                let beta = 1.0 + 4.0 * ((range.high - range.likely) / width);
                Self::of_beta(&Beta { alpha, beta }, range.low, width)
            }
            Reading::Tenths => Self::LogNormal { likely: range.likely, spreads: Spreads::of(range) },
        }
    }

    /// Of `offset` + `scale` · a proper Beta.
    pub fn of_beta(shapes: &Beta, offset: f64, scale: f64) -> Self {
        let kernel = shapes.kernel();
        Self::Beta { kernel, flipped: kernel.flipped(), offset, scale }
    }

    /// The amount below which the share `tail` in (0, ½] lies, and how it grows with the tail.
    pub fn lower(&self, tail: f64) -> (f64, f64) {
        match self {
            Self::Known(amount) => (*amount, 0.0),
            Self::Beta { kernel, offset, scale, .. } => {
                let (x, y, growth) = beta_tail(kernel, tail);
                (offset + scale * x, if y > 0.0 { scale * growth } else { 0.0 })
            }
            Self::LogNormal { likely, spreads } => spreads.at(*likely, tail, false),
        }
    }

    /// The amount above which the share `tail` in (0, ½] lies, and how it grows with the tail.
    pub fn upper(&self, tail: f64) -> (f64, f64) {
        match self {
            Self::Known(amount) => (*amount, 0.0),
            Self::Beta { flipped, offset, scale, .. } => {
                let (_, x, growth) = beta_tail(flipped, tail);
                (offset + scale * x, -scale * growth)
            }
            Self::LogNormal { likely, spreads } => spreads.at(*likely, tail, true),
        }
    }
}

/// The quantile x of a Beta, 1 − x, and dx/dtail.
fn beta_tail(kernel: &Kernel, tail: f64) -> (f64, f64, f64) {
    let u = logit_quantile(kernel, tail);
    let (x, y) = logistic(u);
    // The density of x is that of its log-odds over x y.
    (x, y, x * y / kernel.ln_at(u).exp())
}

/// Standard deviations of the logarithm of a range in tenths.
#[derive(Debug, Clone, Copy)]
pub(super) enum Spreads {
    /// Half of the amounts on each side of `likely`.
    Both { below: f64, above: f64 },
    /// All amounts on one side of `likely`: above it for a positive spread.
    One(f64),
}

impl Spreads {
    /// Of a range in tenths that is not known exactly.
    pub fn of(range: &Range) -> Self {
        let above = (range.high / range.likely).ln();
        let below = (range.likely / range.low).ln();
        if below <= 0.0 {
            Self::One(above / ONE_IN_TEN_IN_SIZE)
        } else if above <= 0.0 {
            Self::One(-below / ONE_IN_TEN_IN_SIZE)
        } else {
            Self::Both { below: below / ONE_IN_TEN, above: above / ONE_IN_TEN }
        }
    }

    /// Mean ÷ likely.
    pub fn mean_factor(self) -> f64 {
        // E[e^{sZ}; Z > 0] = e^{s²/2} Φ(s).
        let half = |spread: f64| (0.5 * spread * spread).exp() * normal::cdf(spread);
        match self {
            Self::Both { below, above } => half(-below) + half(above),
            Self::One(spread) => 2.0 * half(spread),
        }
    }

    /// The amount with the share `tail` beyond it on one side, and how it grows with the tail.
    fn at(self, likely: f64, tail: f64, upper: bool) -> (f64, f64) {
        let (spread, beyond, pace) = match self {
            Self::Both { below, .. } if !upper => (-below, tail, 1.0),
            Self::Both { above, .. } => (above, tail, 1.0),
            Self::One(spread) if (spread > 0.0) == upper => (spread, 0.5 * tail, 0.5),
            Self::One(spread) => (spread, 0.5 - 0.5 * tail, -0.5),
        };
        let size = -normal::quantile(beyond);
        let amount = likely * (spread * size).exp();
        (amount, -amount * spread * pace / normal::density(size))
    }
}
