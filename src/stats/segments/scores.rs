//! A distribution by its normal scores: for each of a row of places the z with Φ(z) = chance of lying below.
//!
//! The scores of a nearly Gaussian distribution are nearly a straight line, which four points interpolate to many digits.

use super::curve::Curve;
use statrs::function::erf::{erfc, erfc_inv};

/// Tails below this carry no digits.
const SMALLEST_TAIL: f64 = 1e-13;

/// Φ(z).
pub(super) fn normal_below(z: f64) -> f64 {
    0.5 * erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// z with Φ(z) = p.
pub(super) fn normal_score(p: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erfc_inv(2.0 * p)
}

/// Places and their normal scores, both ascending.
#[derive(Debug, Clone)]
pub(super) struct Scores {
    places: Vec<f64>,
    scores: Vec<f64>,
}

impl Scores {
    /// The distribution whose density is the curve.
    pub fn of(curve: &Curve) -> Self {
        let pieces = curve.pieces();
        let total: f64 = pieces.iter().sum();
        // Each tail is added up from its own end, so that small ones keep their digits.
        let mut above: Vec<f64> =
            pieces.iter().rev().scan(0.0, |sum, piece| Some(std::mem::replace(sum, *sum + piece))).collect();
        above.reverse();
        let mut below = 0.0;
        let mut found = Self { places: Vec::new(), scores: Vec::new() };
        for ((place, piece), above) in curve.places().skip(1).zip(&pieces).zip(above) {
            below += piece;
            if below.min(above) > SMALLEST_TAIL * total {
                let score = if below < above { normal_score(below / total) } else { -normal_score(above / total) };
                found.push(place, score);
            }
        }
        found
    }

    fn push(&mut self, place: f64, score: f64) {
        if self.scores.last().is_none_or(|&last| score > last) {
            self.places.push(place);
            self.scores.push(score);
        }
    }

    /// The place with this score.
    pub fn place(&self, score: f64) -> f64 {
        interpolate(&self.scores, &self.places, score)
    }

    /// The score of this place.
    pub fn score(&self, place: f64) -> f64 {
        interpolate(&self.places, &self.scores, place)
    }
}

/// y at x for a monotone table: four points, kept between the two neighbours; straight on beyond the ends.
fn interpolate(xs: &[f64], ys: &[f64], x: f64) -> f64 {
    let count = xs.len();
    if count < 2 {
        return ys.first().copied().unwrap_or(0.0);
    }
    let right = xs.partition_point(|&place| place < x).clamp(1, count - 1);
    let left = right - 1;
    let straight = ys[left] + (x - xs[left]) * (ys[right] - ys[left]) / (xs[right] - xs[left]);
    if count < 4 || x < xs[0] || x > xs[count - 1] {
        return straight;
    }
    let from = left.saturating_sub(1).min(count - 4);
    let (xs, near) = (&xs[from..from + 4], &ys[from..from + 4]);
    let mut total = 0.0;
    for (k, value) in near.iter().enumerate() {
        let others = xs.iter().enumerate().filter(|other| other.0 != k);
        total += value * others.map(|(_, other)| (x - other) / (xs[k] - other)).product::<f64>();
    }
    total.clamp(ys[left], ys[right])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_exponential_of_a_gaussian_has_its_quantiles() {
        let curve = Curve::walk(1.0, 0.3, 32.0, |x| -0.125 * (x - 1.0) * (x - 1.0));
        let scores = Scores::of(&curve);
        for z in [-4.0, -1.96, 0.1, 3.3] {
            assert!((scores.place(z) - (1.0 + 2.0 * z)).abs() < 1e-6, "{z}");
            assert!((scores.score(1.0 + 2.0 * z) - z).abs() < 1e-6, "{z}");
        }
    }

    #[test]
    fn a_skewed_density_has_its_quantiles() {
        // Density exp(x − eˣ): P(below x) = 1 − exp(−eˣ).
        let scores = Scores::of(&Curve::walk(0.0, 0.4, 32.0, |x| x - x.exp()));
        for p in [0.001, 0.025, 0.5, 0.975, 0.999] {
            let truth = (-(1.0_f64 - p).ln()).ln();
            assert!((scores.place(normal_score(p)) - truth).abs() < 2e-3, "{p}");
        }
    }
}
