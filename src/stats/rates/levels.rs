//! The level of deviations across quarters, and whether it has become better.

use super::chain::Chain;
use super::rate::RateInterval;
use super::tilted::Uses;
use crate::stats::density::PanelDensity;
use crate::stats::error::StatsError;
use crate::stats::incomplete_beta::logistic;
use crate::stats::posterior::{Beta, check_level};
use crate::stats::quadrature::evenly;
use serde::Serialize;

/// The middle of what is expected of the size of one quarter's step, in log-odds: the rate becomes a third more, or a quarter less.
const TYPICAL_STEP: f64 = 0.3;
/// Sizes of the step that are looked at, equally likely beforehand.
const STEP_SIZES: u32 = 24;
/// Sizes with a smaller share are left out.
const NEGLIGIBLE: f64 = 1e-6;
/// Panels of the density, in its standard deviations.
const PANEL: f64 = 1.5;

/// One quarter as it stands by itself.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct QuarterRate {
    /// Its rate; `None` without uses.
    pub rate: Option<RateInterval>,
    /// Whether policy or definition changed before it, so that it does not compare with what came before.
    pub starts_segment: bool,
}

/// The level of deviations in one quarter, with what its neighbours say of it.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Level {
    /// The level, in deviations per use: as likely above as below.
    pub rate: f64,
    /// Lower limit.
    pub lower: f64,
    /// Upper limit.
    pub upper: f64,
    /// Chance that the level is lower than in the quarter before; `None` for the first quarter of a segment and where either has no
    /// uses.
    pub probability_better: Option<f64>,
    /// Which segment it belongs to, from 0.
    pub segment: usize,
}

/// The level in each of `quarters`, in the order of time; `interval` in (0, 1) is the share that the limits hold. `None` for quarters before
/// the first uses of a segment.
///
/// Local-level model: the log-odds of deviating take a normal step each quarter. The size of the step is unknown, half-Cauchy with the
/// median 0.3 (Gelman 2006), and integrated over 24 values of equal prior probability; a quarter's uses count as independent ones at the rate of its posterior
/// ([`RateInterval::posterior`]); Jeffreys' prior stands before the first. A break starts anew.
///
/// # Errors
/// [`StatsError::BadLevel`] for an interval outside (0, 1).
pub fn levels(quarters: &[QuarterRate], interval: f64) -> Result<Vec<Option<Level>>, StatsError> {
    check_level(interval)?;
    let segments = quarters.chunk_by(|_, next| !next.starts_segment).enumerate();
    Ok(segments.flat_map(|(number, segment)| of_segment(number, segment, interval)).collect())
}

fn of_segment(segment: usize, quarters: &[QuarterRate], interval: f64) -> Vec<Option<Level>> {
    let leading = quarters.iter().take_while(|quarter| quarter.rate.is_none()).count();
    let uses: Vec<Option<Uses>> =
        quarters.iter().skip(leading).enumerate().map(|(place, quarter)| uses_of(quarter, place == 0)).collect();
    let mut levels = vec![None; leading];
    if uses.is_empty() {
        return levels;
    }
    let chains = weighted_chains(&uses);
    levels.extend((0..uses.len()).map(|place| {
        let compared = place > 0 && uses[place].is_some() && uses[place - 1].is_some();
        let better = || chains.iter().map(|(share, chain)| share * chain.probability_lower(place)).sum();
        let [lower, rate, upper] = limits(&chains, place, interval);
        Some(Level { rate, lower, upper, probability_better: compared.then(better), segment })
    }));
    levels
}

/// What the uses add to Jeffreys' prior, which stands before the first quarter only.
fn uses_of(quarter: &QuarterRate, first: bool) -> Option<Uses> {
    let Beta { alpha, beta } = quarter.rate?.posterior;
    let prior = if first { 0.0 } else { 0.5 };
    Some(Uses { deviations: (alpha - prior).max(0.0), conforming: (beta - prior).max(0.0) })
}

/// Chains for each size of the step, with their shares of the posterior.
fn weighted_chains(uses: &[Option<Uses>]) -> Vec<(f64, Chain)> {
    let size = |place: u32| {
        let share = (f64::from(place) + 0.5) / f64::from(STEP_SIZES);
        TYPICAL_STEP * (std::f64::consts::FRAC_PI_2 * share).tan()
    };
    let chains: Vec<Chain> = (0..STEP_SIZES).map(|place| Chain::new(uses, size(place))).collect();
    let top = chains.iter().map(|chain| chain.ln_evidence).fold(f64::NEG_INFINITY, f64::max);
    let weights: Vec<f64> = chains.iter().map(|chain| (chain.ln_evidence - top).exp()).collect();
    let total: f64 = weights.iter().sum();
    let shares = weights.into_iter().map(|weight| weight / total);
    shares.zip(chains).filter(|(share, _)| *share > NEGLIGIBLE).collect()
}

/// Lower limit, median and upper limit of the rate.
fn limits(chains: &[(f64, Chain)], place: usize, interval: f64) -> [f64; 3] {
    let tilted = || chains.iter().filter_map(|(share, chain)| chain.tilted.get(place).map(|tilted| (*share, tilted)));
    let low = tilted().map(|(_, tilted)| tilted.reach[0]).fold(f64::INFINITY, f64::min);
    let high = tilted().map(|(_, tilted)| tilted.reach[1]).fold(f64::NEG_INFINITY, f64::max);
    let narrowest = tilted().map(|(_, tilted)| tilted.variance.sqrt()).fold(f64::INFINITY, f64::min);
    let density = PanelDensity::new(evenly(low, high, PANEL * narrowest), |u| {
        tilted().map(|(share, tilted)| share * tilted.ln_density(u).exp()).sum()
    });
    let tail = 0.5 * (1.0 - interval);
    [tail, 0.5, 1.0 - tail].map(|p| logistic(density.quantile(p)).0)
}
