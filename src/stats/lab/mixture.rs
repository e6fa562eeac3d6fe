//! A posterior as a mixture of Gaussians, one for each setting of the widths.

use crate::stats::quadrature::root_within;
use statrs::function::erf::{erfc, erfc_inv};

/// One Gaussian of a mixture.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Part {
    pub share: f64,
    pub mean: f64,
    pub sd: f64,
}

/// Gaussians whose shares add up to 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Mixture {
    pub parts: Vec<Part>,
}

impl Mixture {
    /// P(value ≤ place).
    pub fn below(&self, place: f64) -> f64 {
        self.parts.iter().map(|part| part.share * part.below(place)).sum()
    }

    /// P(value > 0), never beyond what a probability can be.
    pub fn above_zero(&self) -> f64 {
        self.parts.iter().map(|part| part.share * (1.0 - part.below(0.0))).sum::<f64>().clamp(0.0, 1.0)
    }

    /// The place that leaves p below, for p in (0, 1).
    pub fn quantile(&self, p: f64) -> f64 {
        let score = normal_score(p);
        let places = || self.parts.iter().map(|part| part.mean + score * part.sd);
        let low = places().fold(f64::INFINITY, f64::min);
        let high = places().fold(f64::NEG_INFINITY, f64::max);
        root_within(low, high, 1e-12, |place| self.below(place) - p)
    }

    pub fn mean(&self) -> f64 {
        self.mean_of(|value| value)
    }

    pub fn sd(&self) -> f64 {
        let mean = self.mean();
        self.parts.iter().map(|part| part.share * (part.sd * part.sd + (part.mean - mean).powi(2))).sum::<f64>().sqrt()
    }

    /// Mean of a smooth function, by three Gauss–Hermite points a part.
    pub fn mean_of(&self, g: impl Fn(f64) -> f64) -> f64 {
        let apart = 3.0_f64.sqrt();
        let of_part = |part: &Part| {
            let side = apart * part.sd;
            (g(part.mean - side) + 4.0 * g(part.mean) + g(part.mean + side)) / 6.0
        };
        self.parts.iter().map(|part| part.share * of_part(part)).sum()
    }

    /// Values of equal chance: the middles of `count` equal slices of probability, ascending.
    pub fn places(&self, count: u32) -> Vec<f64> {
        (0..count).map(|k| self.quantile((f64::from(k) + 0.5) / f64::from(count))).collect()
    }
}

impl Part {
    fn below(&self, place: f64) -> f64 {
        if self.sd > 0.0 {
            normal_below((place - self.mean) / self.sd)
        } else if place > self.mean {
            1.0
        } else if place < self.mean {
            0.0
        } else {
            0.5
        }
    }
}

/// E[max(x, 0)] for x ~ N(mean, sd²): the unit normal loss integral (Raiffa & Schlaifer 1961).
pub(super) fn expected_gain(mean: f64, sd: f64) -> f64 {
    if sd <= 0.0 {
        return mean.max(0.0);
    }
    let score = mean / sd;
    let density = (-0.5 * score * score).exp() / (2.0 * std::f64::consts::PI).sqrt();
    sd * density + mean * normal_below(score)
}

/// Φ(z).
pub(super) fn normal_below(z: f64) -> f64 {
    0.5 * erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// z with Φ(z) = p.
pub(super) fn normal_score(p: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erfc_inv(2.0 * p)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn quantiles_of_two_far_gaussians() {
        let near = Part { share: 0.5, mean: -10.0, sd: 1.0 };
        let mixture = Mixture { parts: vec![near, Part { mean: 10.0, ..near }] };
        // Half of the lower part lies below its own middle.
        assert!((mixture.quantile(0.25) + 10.0).abs() < 1e-9);
        assert!((mixture.below(10.0) - 0.75).abs() < 1e-12);
        assert!((mixture.sd().powi(2) - 101.0).abs() < 1e-9);
    }

    #[test]
    fn gain_above_zero() {
        assert!((expected_gain(0.0, 1.0) - 0.398_942_280_401_432_7).abs() < 1e-12);
        assert!((expected_gain(8.0, 1.0) - 8.0).abs() < 1e-12);
        assert!((expected_gain(-2.0, 1.0) - 0.008_490_702_616_9).abs() < 1e-9);
    }
}
