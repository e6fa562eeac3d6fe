//! The posterior of the overall effect θ and the spread τ: segments are independent given both, so that each contributes one
//! integral ∫ L(β) N(β; θ, τ²) dβ.

use super::SegmentPrior;
use super::curve::Curve;
use super::likelihood::EFFECT_STEP;
use std::collections::BTreeMap;

/// Step of the overall effect in its width at a given spread.
const OVERALL_STEP: f64 = 0.7;
/// How far in ln the overall effect's density is followed.
const OVERALL_FALL: f64 = 28.0;
/// Where the walk over the overall effect has this few or this many points, the step is halved or doubled.
const OVERALL_POINTS: std::ops::RangeInclusive<usize> = 15..=90;
/// How far in ln the spread's density is followed.
const SPREAD_FALL: f64 = 25.0;
/// Steps over the spread to begin with, and how often they are halved at most.
const FIRST_STEPS: usize = 8;
const MOST_HALVINGS: usize = 10;
/// Halving ends when ln of the evidence and of the mean of x² move by less; the step then taken is far more exact.
const SETTLED: f64 = 1e-4;
/// Fewest points that must carry the density before it may count as settled.
const FEWEST_CARRYING: usize = 8;
/// Shares of the posterior below this are left out.
const NEGLIGIBLE: f64 = 1e-9;

/// Everything at one value of the spread.
#[derive(Debug, Clone)]
pub(super) struct Level {
    /// τ, log-odds.
    pub spread: f64,
    /// Share of the posterior.
    pub share: f64,
    /// ln p(θ) ∏ M over θ, with M the segments' integrals.
    pub overall: Curve,
    /// ln M of each segment at the places of `overall`, place by place.
    segments: Vec<Vec<f64>>,
    /// ln ∫ of `overall`: the evidence given τ.
    ln_evidence: f64,
}

impl Level {
    fn new(curves: &[Curve], prior: &SegmentPrior, spread: f64) -> Self {
        let (centre, sd) = rough_overall(curves, prior, spread);
        let mut step = OVERALL_STEP * sd;
        let mut level = Self::with_step(curves, prior, spread, centre, step);
        for _ in 0..6 {
            let points = level.overall.len();
            if OVERALL_POINTS.contains(&points) {
                break;
            }
            step *= if points < *OVERALL_POINTS.start() { 0.5 } else { 2.0 };
            level = Self::with_step(curves, prior, spread, level.overall.top_place(), step);
        }
        level
    }

    fn with_step(curves: &[Curve], prior: &SegmentPrior, spread: f64, centre: f64, step: f64) -> Self {
        let mut rows: Vec<(f64, Vec<f64>)> = Vec::new();
        let overall = Curve::walk(centre, step, OVERALL_FALL, |theta| {
            let row: Vec<f64> = curves.iter().map(|curve| curve.ln_smoothed(theta, spread)).collect();
            let sum: f64 = row.iter().sum();
            rows.push((theta, row));
            sum + ln_normal(theta, prior.overall_sd)
        });
        rows.sort_by(|a, b| a.0.total_cmp(&b.0));
        let segments = rows.into_iter().map(|row| row.1).collect();
        let ln_evidence = overall.ln_integral();
        Self { spread, share: 0.0, overall, segments, ln_evidence }
    }

    /// ln density of θ given τ and all segments but one, up to the factor that makes its product with that segment's L a density.
    pub fn without(&self, segment: usize) -> Curve {
        self.overall.plus(|place, _| -self.ln_evidence - self.segments.get(place).map_or(0.0, |row| row[segment]))
    }

    /// ln density of θ given τ.
    pub fn ln_density(&self, theta: f64) -> f64 {
        self.overall.at(theta) - self.ln_evidence
    }
}

/// Mean and width of θ at a spread if every segment were Gaussian.
fn rough_overall(curves: &[Curve], prior: &SegmentPrior, spread: f64) -> (f64, f64) {
    let mut precision = prior.overall_sd.powi(-2);
    let mut sum = 0.0;
    for curve in curves {
        let sd = curve.step() / EFFECT_STEP;
        let weight = 1.0 / (sd * sd + spread * spread);
        precision += weight;
        sum += weight * curve.top_place();
    }
    (sum / precision, 1.0 / precision.sqrt())
}

fn ln_normal(x: f64, sd: f64) -> f64 {
    -0.5 * (x / sd).powi(2) - (sd * std::f64::consts::TAU.sqrt()).ln()
}

/// ln density of τ > 0 from HalfNormal(scale).
fn ln_half_normal(spread: f64, scale: f64) -> f64 {
    ln_normal(spread, scale) + std::f64::consts::LN_2
}

/// The posterior of τ and, at each of its values, of θ.
#[derive(Debug, Clone)]
pub(super) struct Hierarchy {
    /// Values of τ that matter, ascending; their shares add up to 1.
    pub levels: Vec<Level>,
    /// ln density over x, τ = `unit` sinh x, as an even function where it reaches τ = 0.
    spread: Curve,
    unit: f64,
    /// ln of the evidence for τ > 0 over that for τ = 0.
    pub ln_bayes_factor: f64,
}

impl Hierarchy {
    /// From the segments' ln L. With τ = c sinh x and c the sharpest segment's width, the posterior of x is even and analytic in a
    /// strip of ±iπ/2, so that the trapezoid rule from x = 0 converges at once, be τ spread over one decade or five.
    pub fn new(curves: &[Curve], prior: &SegmentPrior) -> Self {
        let sharpest = curves.iter().map(|curve| curve.step() / EFFECT_STEP).fold(prior.spread_scale, f64::min);
        let mut grid = Grid::new(curves, prior, sharpest);
        grid.settle();
        grid.finish()
    }

    /// P(spread ≤ τ).
    pub fn spread_below(&self, spread: f64) -> f64 {
        let x = (spread.max(0.0) / self.unit).asinh();
        let (mut below, mut total) = (0.0, 0.0);
        let places: Vec<f64> = self.spread.places().filter(|place| *place >= -1e-12).collect();
        for (&left, &right) in places.iter().zip(places.iter().skip(1)) {
            total += self.spread.piece(left, right);
            if left < x {
                below += self.spread.piece(left, right.min(x));
            }
        }
        below / total
    }

    /// The spread below which the share p of its posterior lies.
    pub fn spread_quantile(&self, p: f64) -> f64 {
        let last = self.spread.places().last().unwrap_or(0.0);
        let first = self.spread.places().find(|place| *place >= -1e-12).unwrap_or(0.0);
        let x =
            crate::stats::quadrature::root_within(first, last, 1e-9, |x| self.spread_below(self.unit * x.sinh()) - p);
        self.unit * x.sinh()
    }

    /// Posterior mean of the spread.
    pub fn spread_mean(&self) -> f64 {
        let places: Vec<f64> = self.spread.places().filter(|place| *place >= -1e-12).collect();
        let (mut sum, mut total) = (0.0, 0.0);
        for (&left, &right) in places.iter().zip(places.iter().skip(1)) {
            sum += self.spread.piece_of(left, right, |x| self.unit * x.sinh());
            total += self.spread.piece(left, right);
        }
        sum / total
    }

    /// Posterior mean of g, an even function of τ, over the levels.
    pub fn mean_of(&self, g: impl Fn(&Level) -> f64) -> f64 {
        self.levels.iter().map(|level| level.share * g(level)).sum()
    }

    /// The level below which about the share p of the posterior of τ lies.
    pub fn level_at(&self, p: f64) -> Option<&Level> {
        let mut below = 0.0;
        self.levels.iter().find(|level| {
            below += level.share;
            below >= p
        })
    }
}

/// Values of the spread's density at multiples of a step in x.
struct Grid<'a> {
    curves: &'a [Curve],
    prior: &'a SegmentPrior,
    unit: f64,
    step: f64,
    /// By multiple of the step: the level and ln density of x there.
    known: BTreeMap<usize, (Level, f64)>,
    top: f64,
}

impl<'a> Grid<'a> {
    fn new(curves: &'a [Curve], prior: &'a SegmentPrior, unit: f64) -> Self {
        let reach = (6.5 * prior.spread_scale / unit).asinh();
        let mut grid = Self {
            curves,
            prior,
            unit,
            step: reach / FIRST_STEPS as f64,
            known: BTreeMap::new(),
            top: f64::NEG_INFINITY,
        };
        let mut k = 0;
        // Segments that contradict a narrow prior need a wider range than the prior alone.
        while k <= FIRST_STEPS || (k < 20 * FIRST_STEPS && grid.value(k - 1) > grid.top - SPREAD_FALL) {
            grid.add(k);
            k += 1;
        }
        grid
    }

    fn value(&self, k: usize) -> f64 {
        self.known.get(&k).map_or(f64::NEG_INFINITY, |found| found.1)
    }

    fn add(&mut self, k: usize) {
        let x = self.step * k as f64;
        let spread = self.unit * x.sinh();
        let level = Level::new(self.curves, self.prior, spread);
        let ln_slope = self.unit.ln() + x.cosh().ln();
        let value = level.ln_evidence + ln_half_normal(spread, self.prior.spread_scale) + ln_slope;
        self.top = self.top.max(value);
        self.known.insert(k, (level, value));
    }

    /// Halves the step, looking only next to what carries the density.
    fn halve(&mut self) {
        let alive = |value: f64| value > self.top - SPREAD_FALL;
        let middles: Vec<usize> = self
            .known
            .keys()
            .filter(|&&k| alive(self.value(k)) || alive(self.value(k + 1)))
            .map(|k| 2 * k + 1)
            .chain(self.known.keys().filter(|&&k| k > 0 && alive(self.value(k))).map(|k| 2 * k - 1))
            .collect();
        let known = std::mem::take(&mut self.known);
        let last = known.keys().last().map_or(0, |k| 2 * k);
        self.known = known.into_iter().map(|(k, found)| (2 * k, found)).collect();
        self.step *= 0.5;
        for k in middles {
            if k < last && !self.known.contains_key(&k) {
                self.add(k);
            }
        }
    }

    fn settle(&mut self) {
        let mut before = self.sums();
        for _ in 0..MOST_HALVINGS {
            self.halve();
            let now = self.sums();
            let moved = (now.ln_total - before.ln_total).abs().max((now.ln_square - before.ln_square).abs());
            if moved < SETTLED && now.carrying >= FEWEST_CARRYING {
                break;
            }
            before = now;
        }
    }

    /// Weight of a point in the trapezoid rule: half at the end x = 0.
    fn weight(&self, k: usize, value: f64) -> f64 {
        (value - self.top).exp() * if k == 0 { 0.5 } else { 1.0 }
    }

    fn sums(&self) -> Sums {
        let weights: Vec<(f64, f64)> =
            self.known.iter().map(|(&k, (_, value))| (self.step * k as f64, self.weight(k, *value))).collect();
        let total: f64 = weights.iter().map(|pair| pair.1).sum();
        // Only even functions of x are summed: an odd one has a corner at 0.
        let ln_square = (weights.iter().map(|(x, weight)| x * x * weight).sum::<f64>() / total).ln();
        let carrying = weights.iter().filter(|pair| pair.1 > 1e-3).count();
        Sums { ln_total: self.top + (self.step * total).ln(), ln_square, carrying }
    }

    fn finish(self) -> Hierarchy {
        let ln_total = self.sums().ln_total;
        let at_nothing = self.known.get(&0).map_or(f64::NEG_INFINITY, |found| found.0.ln_evidence);
        let spread = self.spread_curve();
        let (step, unit) = (self.step, self.unit);
        let shares: Vec<f64> = self
            .known
            .iter()
            .map(|(&k, (_, value))| step * (value - ln_total).exp() * if k == 0 { 0.5 } else { 1.0 })
            .collect();
        let kept = self.known.into_values().zip(shares).filter(|pair| pair.1 > NEGLIGIBLE);
        let levels = kept.map(|((level, _), share)| Level { share, ..level }).collect();
        Hierarchy { levels, spread, unit, ln_bayes_factor: ln_total - at_nothing }
    }

    /// The unbroken run of values about the highest one, mirrored if it begins at 0.
    fn spread_curve(&self) -> Curve {
        let best = self.known.iter().max_by(|a, b| a.1.1.total_cmp(&b.1.1)).map_or(0, |found| *found.0);
        let mut first = best;
        while first > 0 && self.known.contains_key(&(first - 1)) {
            first -= 1;
        }
        let run: Vec<f64> = (first..).map_while(|k| self.known.get(&k).map(|found| found.1)).collect();
        if first > 0 {
            return Curve::new(self.step * first as f64, self.step, run);
        }
        let mirrored: Vec<f64> = run.iter().skip(1).rev().chain(&run).copied().collect();
        Curve::new(-self.step * (run.len() as f64 - 1.0), self.step, mirrored)
    }
}

/// Trapezoid sums over x.
struct Sums {
    ln_total: f64,
    /// ln of the mean of x².
    ln_square: f64,
    carrying: usize,
}

#[cfg(test)]
#[path = "hierarchy_tests.rs"]
mod tests;
