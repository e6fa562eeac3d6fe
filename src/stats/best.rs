//! Chance of being best ∫ fᵢ ∏ Fⱼ and expected loss ∫ Fᵢ (1 − ∏ Fⱼ) dx (Miller 2014; Cook 2005), by quadrature over the log-odds.
//!
//! Only positive terms are added, so that tiny probabilities keep their digits.

use super::difference::centre_and_sd;
use super::incomplete_beta::logistic;
use super::posterior::Beta;
use super::quadrature::{evenly, nodes_on, panels};
use super::tails::{Place, Tails, tabulate};

/// Integrals over all arms, one entry per arm.
#[derive(Debug)]
pub(super) struct Sums {
    pub best: Vec<f64>,
    pub loss: Vec<f64>,
    pub pairs: Vec<PairSum>,
}

/// Integrals of one arm against the first.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct PairSum {
    pub better: f64,
    pub gain: f64,
    pub loss: f64,
}

/// P(lower < higher) for two independent rates.
pub(super) fn probability_ordered(lower: &Beta, higher: &Beta) -> f64 {
    integrate(&[*lower, *higher]).best[1]
}

/// The integrals over all arms, the first of which is the baseline.
pub(super) fn integrate(posteriors: &[Beta]) -> Sums {
    if posteriors.len() == 1 {
        return Sums { best: vec![1.0], loss: vec![0.0], pairs: vec![PairSum::default()] };
    }
    integrate_on(posteriors, nodes(posteriors))
}

/// The integrals by these nodes and weights.
fn integrate_on(posteriors: &[Beta], nodes: Vec<(f64, f64)>) -> Sums {
    let count = posteriors.len();
    let mut sums = Sums { best: vec![0.0; count], loss: vec![0.0; count], pairs: vec![PairSum::default(); count] };
    let places: Vec<Place> = nodes.iter().map(|node| Place::new(node.0)).collect();
    let tables: Vec<Vec<Tails>> = posteriors.iter().map(|rate| tabulate(&rate.kernel(), &places)).collect();
    let mut arms = vec![Tails::default(); count];
    for (index, (place, (_, weight))) in places.iter().zip(nodes).enumerate() {
        for (arm, table) in arms.iter_mut().zip(&tables) {
            *arm = table[index];
        }
        add_node(&mut sums, &arms, weight, place.x * place.y);
    }
    sums.best.iter_mut().for_each(|best| *best = best.min(1.0));
    sums
}

/// Adds one node; `weight` is du and `slope` dx/du there.
fn add_node(sums: &mut Sums, arms: &[Tails], weight: f64, slope: f64) {
    let base = arms[0];
    for (i, arm) in arms.iter().enumerate() {
        let mut all_below = 1.0;
        let mut any_above = 0.0;
        for (j, other) in arms.iter().enumerate() {
            if i != j {
                all_below *= other.below;
                any_above += other.above * (1.0 - any_above);
            }
        }
        sums.best[i] += weight * arm.density * all_below;
        sums.loss[i] += weight * slope * arm.below * any_above;
        let pair = &mut sums.pairs[i];
        pair.better += weight * arm.density * base.below;
        pair.gain += weight * slope * base.below * arm.above;
        pair.loss += weight * slope * arm.below * base.above;
    }
}

/// Nodes (ascending log-odds) and their weights: the trapezoid rule, which is exact to rounding at a few nodes per width (Trefethen &
/// Weideman 2014), unless the arms lie too far apart for their widths.
fn nodes(posteriors: &[Beta]) -> Vec<(f64, f64)> {
    const MOST: f64 = 600.0;
    let zones: Vec<Zone> = posteriors.iter().map(Zone::new).collect();
    let lowest = zones.iter().map(|zone| zone.centre).fold(f64::INFINITY, f64::min);
    let highest = zones.iter().map(|zone| zone.centre).fold(f64::NEG_INFINITY, f64::max);
    let low = zones.iter().map(|zone| zone.low_end(lowest)).fold(f64::INFINITY, f64::min);
    let high = zones.iter().map(|zone| zone.high_end(highest)).fold(f64::NEG_INFINITY, f64::max);
    let step = (STEP * width(&zones)).min(LARGEST_STEP);
    if high - low <= MOST * step { trapezoid(low, high, step) } else { on_panels(&zones) }
}

/// Step of the trapezoid rule in widths: its error falls like exp(−2π²/step²).
const STEP: f64 = 0.5;
/// The singularities of the log-odds map at ±iπ leave exp(−2π²/step).
const LARGEST_STEP: f64 = 0.28;

fn trapezoid(low: f64, high: f64, step: f64) -> Vec<(f64, f64)> {
    let places = evenly(low, high, step);
    let step = (high - low) / (places.len() - 1).max(1) as f64;
    places.into_iter().map(|place| (place, step)).collect()
}

/// Where an arm's log-odds live.
#[derive(Debug, Clone, Copy)]
struct Zone {
    rate: Beta,
    centre: f64,
    sd: f64,
    /// How far below and above the centre the density has died away.
    reach: [f64; 2],
}

impl Zone {
    fn new(rate: &Beta) -> Self {
        let (centre, sd) = centre_and_sd(rate);
        Self { rate: *rate, centre, sd, reach: [rate.alpha, rate.beta].map(|shape| (9.8 * sd).max(62.0 / shape)) }
    }

    /// Where the density has died away below `lowest`, the lowest centre of all arms, compared with what it is there.
    fn low_end(&self, lowest: f64) -> f64 {
        lowest - self.reach[0].min(FALL / (-self.fall_per_log_odds(lowest)).max(f64::MIN_POSITIVE))
    }

    /// As [`Self::low_end`], above the highest centre.
    fn high_end(&self, highest: f64) -> f64 {
        highest + self.reach[1].min(FALL / self.fall_per_log_odds(highest).max(f64::MIN_POSITIVE))
    }

    fn fall_per_log_odds(&self, u: f64) -> f64 {
        let (x, y) = logistic(u);
        self.rate.beta * x - self.rate.alpha * y
    }

    /// A zone that takes in far tails too where those of another arm meet them: beyond, a density is 0 for a double.
    fn deepened(&self, all: &[Self]) -> Self {
        let deep = |zone: &Self| [zone.rate.alpha, zone.rate.beta].map(|shape| 40.0 * zone.sd + 720.0 / shape);
        let own = deep(self);
        let meets = |other: &&Self| {
            let reach = deep(other);
            other.centre - reach[0] < self.centre + own[1] && self.centre - own[0] < other.centre + reach[1]
        };
        if all.iter().filter(meets).count() > 1 { Self { reach: own, ..*self } } else { *self }
    }

    fn low(&self) -> f64 {
        self.centre - self.reach[0]
    }

    fn high(&self) -> f64 {
        self.centre + self.reach[1]
    }
}

/// ln of what is below rounding.
const FALL: f64 = 40.0;

/// The least width of a product of these arms' distributions; infinite without any.
fn width<'a>(zones: impl IntoIterator<Item = &'a Zone>) -> f64 {
    zones.into_iter().fold(0.0, |sum, zone| sum + 1.0 / (zone.sd * zone.sd)).sqrt().recip()
}

/// Gauss–Legendre panels: as fine as needed where an arm lives, wide where every distribution is 0 or 1.
fn on_panels(zones: &[Zone]) -> Vec<(f64, f64)> {
    let zones: Vec<Zone> = zones.iter().map(|zone| zone.deepened(zones)).collect();
    let mut borders: Vec<f64> = zones.iter().flat_map(|zone| [zone.low(), zone.centre, zone.high()]).collect();
    borders.sort_by(f64::total_cmp);
    borders.dedup();
    let borders = panels(&borders, |left, right| {
        let alive = zones.iter().filter(|zone| zone.low() < right && left < zone.high());
        // ln(1 + eᵘ), times any number of people, is 0 or u to rounding that far out: only exponentials are left.
        let straight = left.max(-right) - 60.0;
        right - left > (2.5 * width(alive)).min(0.75).max(0.25 * straight)
    });
    nodes_on(borders).collect()
}

#[cfg(test)]
#[path = "best_tests.rs"]
mod tests;
