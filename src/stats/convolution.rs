//! The density of the difference of two independent variables whose densities are smooth.
//!
//! Both are sampled once on the same even grid; the density of the difference at a multiple of the grid's step is then a sum of
//! products, exact to rounding (Trefethen & Weideman 2014).

// Numbers of samples are whole, and no more than MOST_PRODUCTS.
#![allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]

use super::density::PanelDensity;
use super::quadrature::{POINTS, point};

/// Largest step of the grid in units of the narrower variable's width: with two equal widths its error is exp(−π²/step²), with shapes of
/// twenty about (1 + π²/(20 step²))⁻²⁰.
const STEP: f64 = 0.25;
/// Distance of the samples of the difference, in units of its width.
const SPACING: f64 = 0.15;
/// Samples of the difference per panel.
const SAMPLES: usize = 12;
/// Samples on either side of a place that an interpolation there uses.
const AROUND: usize = POINTS / 2;
/// Most products in all; beyond that it is no longer quick.
const MOST_PRODUCTS: f64 = 2e6;
/// A sample costs as much as this many products.
const SAMPLE: f64 = 50.0;

/// A variable with a smooth density, in offsets from a place of its own.
#[derive(Debug)]
pub(super) struct Smooth<F> {
    /// Offsets outside which the density has died away.
    pub low: f64,
    pub high: f64,
    /// Width of the narrowest feature.
    pub width: f64,
    /// Density at an offset, to a constant factor.
    pub density: F,
}

/// A stretch of the difference, in offsets from the difference of the two places.
#[derive(Debug, Clone, Copy)]
pub(super) struct Stretch {
    pub low: f64,
    pub high: f64,
    /// Width of the difference, at least that of either variable.
    pub width: f64,
    /// Difference of the two places.
    pub place: f64,
}

/// The density of `upper` − `lower`; `None` where the widths are too different, or the tails too long, to be quick.
pub(super) fn difference<F, G>(lower: &Smooth<F>, upper: &Smooth<G>, on: Stretch) -> Option<PanelDensity>
where
    F: Fn(f64) -> f64,
    G: Fn(f64) -> f64,
{
    let spacing = SPACING * on.width;
    let finer = (spacing / (STEP * lower.width.min(upper.width))).ceil();
    let step = spacing / finer;
    let panels = ((on.high - on.low) / (spacing * SAMPLES as f64)).ceil().max(1.0);
    let sampled = [lower.high - lower.low, upper.high - upper.low].map(|length| length / step);
    let products = panels * SAMPLES as f64 * sampled[0].min(sampled[1]);
    let work = products + SAMPLE * (sampled[0] + sampled[1]);
    if work.is_nan() || work > MOST_PRODUCTS {
        return None;
    }
    let (lower_start, lower) = sample(lower, step);
    let (upper_start, upper) = sample(upper, step);
    // Sample number k of the difference lies at (first + k·finer) steps.
    let low = (on.low / step).floor();
    let first = low - (AROUND - 1) as f64 * finer;
    let shift = first - (upper_start - lower_start);
    let samples = panels as usize * SAMPLES + 2 * AROUND - 1;
    let values: Vec<f64> = (0..samples).map(|k| product(&lower, &upper, (shift + k as f64 * finer) as isize)).collect();
    let start = on.place + low * step;
    let borders = (0..=panels as usize).map(|panel| start + (panel * SAMPLES) as f64 * spacing).collect();
    Some(PanelDensity::from_values(
        borders,
        values.windows(SAMPLES + 2 * AROUND - 1).step_by(SAMPLES).map(resample).collect(),
    ))
}

/// The density at every multiple of `step` where it lives, and the first multiple.
fn sample<F: Fn(f64) -> f64>(variable: &Smooth<F>, step: f64) -> (f64, Vec<f64>) {
    let start = (variable.low / step).ceil();
    let count = (variable.high / step).floor() - start;
    let values = (0..=count.max(0.0) as usize).map(|k| (variable.density)((start + k as f64) * step));
    (start, values.map(|value| if value.is_finite() { value } else { 0.0 }).collect())
}

/// Σ `lower[k] · upper[k + shift]` over all k that both have.
fn product(lower: &[f64], upper: &[f64], shift: isize) -> f64 {
    let (skip_lower, skip_upper) = (shift.min(0).unsigned_abs(), shift.max(0).unsigned_abs());
    let (lower, upper) = (lower.get(skip_lower..).unwrap_or(&[]), upper.get(skip_upper..).unwrap_or(&[]));
    let length = lower.len().min(upper.len());
    let (lower, upper) = (lower[..length].chunks_exact(4), upper[..length].chunks_exact(4));
    let rest: f64 = lower.remainder().iter().zip(upper.remainder()).map(|(a, b)| a * b).sum();
    let mut sums = [0.0; 4];
    for (a, b) in lower.zip(upper) {
        for lane in 0..4 {
            sums[lane] += a[lane] * b[lane];
        }
    }
    rest + sums.iter().sum::<f64>()
}

/// Values at the Gauss–Legendre nodes of a panel from the samples on it and around it.
fn resample(samples: &[f64]) -> [f64; POINTS] {
    std::array::from_fn(|node| {
        let (first, weights) = &RESAMPLE[node];
        weights.iter().zip(&samples[*first..]).map(|(weight, value)| weight * value).sum::<f64>().max(0.0)
    })
}

/// For each node the first of the samples that it is interpolated from, and their Lagrange weights.
const RESAMPLE: [(usize, [f64; POINTS]); POINTS] = {
    let mut table = [(0, [0.0; POINTS]); POINTS];
    let mut node = 0;
    while node < POINTS {
        let place = 0.5 * (point(node).0 + 1.0) * SAMPLES as f64;
        let first = place as usize;
        let mut weights = [1.0; POINTS];
        let mut j = 0;
        while j < POINTS {
            let mut other = 0;
            while other < POINTS {
                if other != j {
                    // Sample number i of a panel's window lies at i − (AROUND − 1) spacings from the panel's start.
                    let at = (first + other) as f64 - (AROUND - 1) as f64;
                    weights[j] *= (place - at) / (j as f64 - other as f64);
                }
                other += 1;
            }
            j += 1;
        }
        table[node] = (first, weights);
        node += 1;
    }
    table
};

#[cfg(test)]
mod tests {
    use super::*;

    fn gaussian(sd: f64) -> Smooth<impl Fn(f64) -> f64> {
        Smooth { low: -8.5 * sd, high: 8.5 * sd, width: sd, density: move |t: f64| (-0.5 * (t / sd).powi(2)).exp() }
    }

    #[test]
    fn the_difference_of_two_gaussians_is_one() {
        for (a, b) in [(1.0_f64, 1.0_f64), (0.3, 2.0), (2.0, 0.3), (1.0, 0.05)] {
            let width = a.hypot(b);
            let on = Stretch { low: -8.5 * width, high: 8.5 * width, width, place: 7.0 };
            let Some(density) = difference(&gaussian(a), &gaussian(b), on) else { panic!("{a} {b}") };
            for (p, z) in [(0.025, -1.959_963_984_540_054), (0.5, 0.0), (0.975, 1.959_963_984_540_054)] {
                let got = (density.quantile(p) - 7.0) / width;
                assert!((got - z).abs() < 1e-12, "{a} {b} {p}: {got}");
            }
        }
    }

    #[test]
    fn widths_too_different_are_refused() {
        let on = Stretch { low: -8.5, high: 8.5, width: 1.0, place: 0.0 };
        assert!(difference(&gaussian(1.0), &gaussian(1e-6), on).is_none());
    }
}
