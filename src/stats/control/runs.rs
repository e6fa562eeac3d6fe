//! Runs about a middle, and how often it is crossed.

use crate::stats::incomplete_beta::regularized;
use serde::Serialize;

/// Fewer crossings than this share of an even process shows are too few.
const FEW: f64 = 0.05;

/// Runs of points on one side of the middle.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
pub struct Runs {
    /// Points that do not lie on the middle; only they count.
    pub points: usize,
    /// The longest run on one side.
    pub longest: usize,
    /// The longest run that chance explains.
    pub longest_expected: usize,
    /// How often the line from point to point crosses the middle.
    pub crossings: usize,
    /// The fewest crossings that chance explains.
    pub fewest_expected: usize,
}

impl Runs {
    /// Whether the longest run is longer than chance explains.
    pub fn too_long(&self) -> bool {
        self.longest > self.longest_expected
    }

    /// Whether there are fewer crossings than chance explains.
    pub fn too_few_crossings(&self) -> bool {
        self.crossings < self.fewest_expected
    }
}

/// Runs of `rates`, in the order of time, about `middle` (Anhøj & Olesen 2014).
pub fn runs(rates: &[f64], middle: f64) -> Runs {
    let sides: Vec<bool> = rates.iter().filter(|&&rate| off(rate, middle)).map(|&rate| rate > middle).collect();
    let lengths = sides.chunk_by(|side, next| side == next).map(<[bool]>::len);
    Runs {
        points: sides.len(),
        longest: lengths.clone().max().unwrap_or_default(),
        longest_expected: longest_expected(sides.len()),
        crossings: lengths.count().saturating_sub(1),
        fewest_expected: fewest_expected(sides.len()),
    }
}

/// Whether a rate lies off a line by more than the rounding of a division.
pub(super) fn off(rate: f64, line: f64) -> bool {
    (rate - line).abs() > 1e-12 * line.abs()
}

/// round(log₂ n) + 3.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "the logarithm of a count is a small count"
)]
fn longest_expected(points: usize) -> usize {
    if points == 0 { 0 } else { (points as f64).log2().round() as usize + 3 }
}

/// The smallest c with P(crossings ≤ c) ≥ 5% if each of the n − 1 steps crosses with an even chance.
fn fewest_expected(points: usize) -> usize {
    let steps = points.saturating_sub(1);
    // P(X ≤ c) = I_½(steps − c, c + 1).
    (0..steps).find(|&c| regularized((steps - c) as f64, c as f64 + 1.0, 0.5) >= FEW).unwrap_or(steps)
}
