//! How many of n people may accept, before any has been asked: beta-binomial counts.

use super::super::incomplete_beta::logistic;
use super::super::posterior::Beta;
use super::super::quadrature::{panels, points};

/// Counts less likely than this beside the likeliest are left out.
const NEGLIGIBLE: f64 = 1e-20;

/// The chance of every count that matters.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Counts {
    /// The lowest count.
    pub first: u64,
    /// Chance of each count from the lowest on; adds up to 1.
    pub chances: Vec<f64>,
}

impl Counts {
    /// Of `people` people; `None` where more than `most` counts matter.
    ///
    /// The chances follow from their ratios, from the mean outwards, so that no gamma function is needed.
    pub fn new(design: &Beta, people: u64, most: usize) -> Option<Self> {
        let (n, start) = (people as f64, near_mean(design, people));
        let ratio = |y: f64| (n - y) * (y + design.alpha) / ((y + 1.0) * (n - y - 1.0 + design.beta));
        let mut below = Vec::new();
        let (mut y, mut chance, mut highest) = (start as f64, 1.0, 1.0_f64);
        while y > 0.0 && chance > NEGLIGIBLE * highest && below.len() <= most {
            y -= 1.0;
            chance /= ratio(y);
            highest = highest.max(chance);
            below.push(chance);
        }
        let first = start - below.len() as u64;
        let mut chances: Vec<f64> = below.into_iter().rev().chain([1.0]).collect();
        (y, chance) = (start as f64, 1.0);
        while y < n && chance > NEGLIGIBLE * highest && chances.len() <= most {
            chance *= ratio(y);
            highest = highest.max(chance);
            chances.push(chance);
            y += 1.0;
        }
        if chances.len() > most {
            return None;
        }
        let total: f64 = chances.iter().sum();
        chances.iter_mut().for_each(|chance| *chance /= total);
        Some(Self { first, chances })
    }

    /// The highest count.
    pub fn last(&self) -> u64 {
        self.first + (self.chances.len() as u64).saturating_sub(1)
    }

    /// Chance of at least each count: entry k belongs to `first` + k, and one more for “more than all”.
    pub fn at_least(&self) -> Vec<f64> {
        let mut above = vec![0.0; self.chances.len() + 1];
        for (place, chance) in self.chances.iter().enumerate().rev() {
            above[place] = above[place + 1] + chance;
        }
        above
    }
}

/// A count near the mean.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "counts of people, not below 0")]
fn near_mean(design: &Beta, people: u64) -> u64 {
    ((people as f64 * design.mean()).round() as u64).min(people)
}

/// The observed rate of `people` > 1 people as if it were continuous: the Beta distribution with the mean and variance of the beta-binomial
/// rate. With T = alpha + beta that is the design prior with both shapes times (n − 1)/(T + n).
pub(super) fn observed_rate(design: &Beta, people: f64) -> Beta {
    let share = (people - 1.0) / (design.alpha + design.beta + people);
    Beta { alpha: design.alpha * share, beta: design.beta * share }
}

/// A rate with its weight in an average.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Node {
    pub rate: f64,
    pub weight: f64,
}

/// Gauss–Legendre nodes for averages over `rate`, fine enough for what changes as fast as `other` and itself. Weights add up to 1.
pub(super) fn nodes(rate: &Beta, other: &Beta) -> Vec<Node> {
    const MOST_PANELS: f64 = 60.0;
    let ((centre, sd), [low, high]) = (centre_and_sd(rate), reach(rate));
    let (other_centre, other_sd) = centre_and_sd(other);
    // Functions of a rate have their singularities at log-odds ± iπ: 16 points are exact on a panel of this length.
    let coarsest = (1.5 * sd).min(2.0).max((high - low) / MOST_PANELS);
    let finest = (1.5 * other_sd).min(coarsest);
    let borders = panels(&[low, centre, high], |left, right| {
        let distance = (left - other_centre).max(other_centre - right).max(0.0);
        right - left > if distance < 10.0 * other_sd { finest } else { coarsest }
    });
    let kernel = rate.kernel();
    let mut nodes = Vec::new();
    for (left, right) in borders.iter().zip(borders.iter().skip(1)) {
        let (half, middle) = (0.5 * (right - left), 0.5 * (right + left));
        nodes.extend(points().map(|(node, weight)| {
            let place = middle + half * node;
            Node { rate: logistic(place).0, weight: half * weight * kernel.ln_at(place).exp() }
        }));
    }
    let total: f64 = nodes.iter().map(|node| node.weight).sum();
    nodes.iter_mut().for_each(|node| node.weight /= total);
    nodes
}

/// The log-odds between which a rate lies, but for about 1e-8 of its probability.
pub(super) fn reach(rate: &Beta) -> [f64; 2] {
    let (centre, sd) = centre_and_sd(rate);
    [centre - (8.0 * sd).max(18.0 / rate.alpha), centre + (8.0 * sd).max(18.0 / rate.beta)]
}

fn centre_and_sd(rate: &Beta) -> (f64, f64) {
    ((rate.alpha / rate.beta).ln(), (1.0 / rate.alpha + 1.0 / rate.beta).sqrt())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flat_design_makes_every_count_alike() {
        let counts = Counts::new(&Beta::UNIFORM, 9, 100).unwrap_or_else(|| panic!());
        assert_eq!((counts.first, counts.chances.len()), (0, 10));
        assert!(counts.chances.iter().all(|chance| (chance - 0.1).abs() < 1e-15), "{counts:?}");
        assert!(Counts::new(&Beta::UNIFORM, 1000, 100).is_none());
    }

    #[test]
    fn chances_by_the_gamma_function() {
        for (alpha, beta, people) in [(0.5, 0.5, 20_u32), (3.0, 40.0, 300), (1e6, 3e6, 500), (1e-3, 2.0, 40)] {
            let counts = Counts::new(&Beta { alpha, beta }, u64::from(people), 1000).unwrap_or_else(|| panic!());
            let ln_beta = super::super::super::incomplete_beta::ln_beta;
            for (place, chance) in counts.chances.iter().enumerate().step_by(7) {
                let y = (counts.first + place as u64) as f64;
                let n = f64::from(people);
                let truth = -(n + 1.0).ln() - ln_beta(y + 1.0, n - y + 1.0) + ln_beta(y + alpha, n - y + beta)
                    - ln_beta(alpha, beta);
                assert!((chance.ln() - truth).abs() < 1e-8, "{alpha} {beta} {y}: {} {truth}", chance.ln());
            }
        }
    }

    #[test]
    fn the_continuous_rate_has_the_moments_of_the_counts() {
        let (design, people) = (Beta { alpha: 2.0, beta: 5.0 }, 50_u32);
        let counts = Counts::new(&design, u64::from(people), 1000).unwrap_or_else(|| panic!());
        let rates = || (0..).map(f64::from).map(|y: f64| y / f64::from(people)).zip(&counts.chances);
        let mean: f64 = rates().map(|(rate, chance)| rate * chance).sum();
        let variance: f64 = rates().map(|(rate, chance)| (rate - mean).powi(2) * chance).sum();
        let continuous = observed_rate(&design, f64::from(people));
        assert!((continuous.mean() - mean).abs() < 1e-12 && (continuous.sd() - variance.sqrt()).abs() < 1e-12);
    }

    #[test]
    fn nodes_average_what_they_should() {
        for (alpha, beta) in [(0.5, 0.5), (1.0, 1.0), (300.0, 700.0), (1e6, 2e3)] {
            let rate = Beta { alpha, beta };
            let nodes = nodes(&rate, &Beta { alpha: 5e4, beta: 5e4 });
            let mean: f64 = nodes.iter().map(|node| node.weight * node.rate).sum();
            let square: f64 = nodes.iter().map(|node| node.weight * (node.rate - rate.mean()).powi(2)).sum();
            assert!((mean / rate.mean() - 1.0).abs() < 1e-8, "{alpha} {beta}: {mean}");
            assert!((square.sqrt() / rate.sd() - 1.0).abs() < 1e-6, "{alpha} {beta}: {}", square.sqrt());
        }
    }
}
