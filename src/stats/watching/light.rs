//! Only what a stopping rule asks of a comparison, fast enough to ask it tens of thousands of times: chance of being best and
//! expected loss of each arm.
//!
//! The same integrals as in the comparison, but each distribution is the running integral of its own density, so that no incomplete
//! beta function is needed. Absolute errors stay below 1e-9; the comparison is the one to show.

use crate::stats::difference::centre_and_sd;
use crate::stats::incomplete_beta::{Kernel, logistic};
use crate::stats::posterior::Beta;
use crate::stats::quadrature::{POINTS, panels, point};

/// Widest panel in standard deviations of an arm near by, and in log-odds.
const PANEL: (f64, f64) = (2.0, 1.0);
/// Beyond so many standard deviations a posterior holds less than 1e-14.
const REACH: f64 = 8.0;

/// The figures, one per arm.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Light {
    /// Chance that the arm has the highest rate.
    pub best: Vec<f64>,
    /// Rate given up on average by choosing the arm.
    pub loss: Vec<f64>,
}

/// The integrator with its constants: row i integrates the values at 16 nodes from −1 to node i, the last one to 1.
#[derive(Debug)]
pub(super) struct LightComparison {
    running: [[f64; POINTS]; POINTS + 1],
}

/// Per arm the density at the nodes of one panel and the share of people below them.
#[derive(Debug, Clone, Copy, Default)]
struct Panel {
    density: [f64; POINTS],
    below: [f64; POINTS],
}

impl LightComparison {
    pub fn new() -> Self {
        let at = |index: usize| if index < POINTS { point(index).0 } else { 1.0 };
        let running = std::array::from_fn(|to| std::array::from_fn(|node| weight_until(at(to), node)));
        Self { running }
    }

    /// Compares at least one posterior.
    pub fn compare(&self, posteriors: &[Beta]) -> Light {
        let count = posteriors.len();
        let mut sums = Light { best: vec![0.0; count], loss: vec![0.0; count] };
        if count < 2 {
            sums.best.fill(1.0);
            return sums;
        }
        let kernels: Vec<Kernel> = posteriors.iter().map(Beta::kernel).collect();
        let mut arms = vec![Panel::default(); count];
        let mut masses = vec![0.0; count];
        let borders = borders(posteriors);
        for (left, right) in borders.iter().zip(borders.iter().skip(1)) {
            let (half, middle) = (0.5 * (right - left), 0.5 * (right + left));
            let nodes: [(f64, f64); POINTS] = std::array::from_fn(|k| logistic(middle + half * point(k).0));
            for ((arm, kernel), mass) in arms.iter_mut().zip(&kernels).zip(&mut masses) {
                arm.density = nodes.map(|(x, y)| kernel.ln(x, y).exp());
                let inside = |row: &[f64; POINTS]| -> f64 { row.iter().zip(&arm.density).map(|(w, f)| w * f).sum() };
                arm.below = std::array::from_fn(|k| *mass + half * inside(&self.running[k]));
                *mass += half * inside(&self.running[POINTS]);
            }
            for (k, (x, y)) in nodes.iter().enumerate() {
                add_node(&mut sums, &arms, k, (half * point(k).1, x * y));
            }
        }
        sums
    }
}

/// Adds one node; `weight` is du and `slope` dx/du there.
fn add_node(sums: &mut Light, arms: &[Panel], node: usize, (weight, slope): (f64, f64)) {
    for (own, arm) in arms.iter().enumerate() {
        let others = arms.iter().enumerate().filter(|(other, _)| *other != own);
        let all_below: f64 = others.map(|(_, other)| other.below[node]).product();
        sums.best[own] += weight * arm.density[node] * all_below;
        sums.loss[own] += weight * slope * arm.below[node] * (1.0 - all_below).max(0.0);
    }
}

/// ∫ from −1 to `end` of the polynomial that is 1 at node `index` and 0 at the other nodes: w Σ (2k + 1)/2 · P_k(node) ∫P_k.
fn weight_until(end: f64, index: usize) -> f64 {
    let (node, weight) = point(index);
    let at_node = legendre(node);
    let at_end = legendre(end);
    let higher = (1..POINTS).map(|k| 0.5 * at_node[k] * (at_end[k + 1] - at_end[k - 1])).sum::<f64>();
    weight * (0.5 * (end + 1.0) + higher)
}

/// Legendre polynomials of degree 0 to 16.
fn legendre(t: f64) -> [f64; POINTS + 1] {
    let mut values = [1.0; POINTS + 1];
    values[1] = t;
    let mut degree = 1.0;
    for k in 1..POINTS {
        values[k + 1] = ((2.0 * degree + 1.0) * t * values[k] - degree * values[k - 1]) / (degree + 1.0);
        degree += 1.0;
    }
    values
}

/// Panels over the log-odds where any arm lives, narrow near an arm and growing with the distance from it.
fn borders(posteriors: &[Beta]) -> Vec<f64> {
    let shapes: Vec<(f64, f64)> = posteriors.iter().map(centre_and_sd).collect();
    let reach = |sd: f64, shape: f64| (REACH * sd).max(32.0 / shape).min(600.0);
    let ends = posteriors.iter().zip(&shapes);
    let low = ends.clone().map(|(rate, (centre, sd))| centre - reach(*sd, rate.alpha)).fold(f64::INFINITY, f64::min);
    let high = ends.map(|(rate, (centre, sd))| centre + reach(*sd, rate.beta)).fold(f64::NEG_INFINITY, f64::max);
    let mut borders = vec![low, high];
    borders.extend(shapes.iter().map(|shape| shape.0));
    borders.sort_by(f64::total_cmp);
    borders.dedup();
    panels(&borders, |left, right| {
        shapes.iter().any(|&(centre, sd)| {
            let distance = if centre < left { left - centre } else { (centre - right).max(0.0) };
            let near = (PANEL.0 * sd).min(PANEL.1);
            let allowed = if distance < 20.0 * sd { near } else { near.max(0.25 * distance) };
            right - left > allowed
        })
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::{Arm, compare};

    #[test]
    fn agrees_with_the_comparison() {
        let sizes = [
            vec![(0, 0), (0, 0)],
            vec![(3, 10), (7, 12)],
            vec![(0, 5), (5, 5)],
            vec![(0, 1000), (0, 1000)],
            vec![(0, 0), (300, 1000)],
            vec![(400, 1000), (430, 1000)],
            vec![(30_000, 100_000), (30_500, 100_000)],
            vec![(300_000_000, 1_000_000_000), (3, 10)],
            vec![(10, 50), (12, 50), (15, 60), (9, 40)],
            vec![(100, 1000), (900, 1000), (901, 1000)],
        ];
        let light = LightComparison::new();
        let mut worst = 0.0_f64;
        for prior in [Beta::JEFFREYS, Beta::UNIFORM, Beta { alpha: 40.0, beta: 60.0 }] {
            for counts in &sizes {
                let arms: Vec<Arm> = counts
                    .iter()
                    .map(|&(accepted, shown)| Arm { name: String::new(), accepted, shown, prior })
                    .collect();
                let truth = compare(&arms, 0.95).unwrap();
                let posteriors: Vec<Beta> = counts.iter().map(|&(k, n)| prior.after(k, n)).collect();
                let got = light.compare(&posteriors);
                for (arm, (best, loss)) in truth.arms.iter().zip(got.best.iter().zip(&got.loss)) {
                    let error = (best - arm.probability_best).abs().max((loss - arm.expected_loss).abs());
                    assert!(error < 1e-9, "{counts:?} {prior:?}: {error}");
                    worst = worst.max(error);
                }
            }
        }
        println!("largest error {worst:e}");
    }

    #[test]
    fn one_arm_needs_no_rival() {
        let figures = LightComparison::new().compare(&[Beta::UNIFORM]);
        assert_eq!((figures.best, figures.loss), (vec![1.0], vec![0.0]));
    }
}
