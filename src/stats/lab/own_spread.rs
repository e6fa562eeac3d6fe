//! How much each trait's own effect differs between experiments.
//!
//! The spread of trait t is τ √w_t with ln w_t ~ N(0, 1): a trait that was rarely tried has about the spread of all others, one with many
//! experiments its own. Each w_t is integrated on a grid while all others are held at 1, where the common widths are most probable.

use super::design::{Design, Prepared};
use super::information::{Belief, Information, Piece};
use super::pooling::{Pooled, pool};
use super::sites::Site;
use super::spreads::{Widths, noise, pool_of};
use super::width::cubic;

/// Half the points of the grid of ln w, and their distance: up to three standard deviations.
const SIDE: i32 = 4;
const APART: f64 = 0.75;
/// How many times as fine the posterior of a spread is read off.
const FINER: i32 = 5;
/// ln share beyond the grid.
const NOTHING: f64 = -20.0;
/// Spreads below this, in log-odds, make no difference to anything.
const NO_SPREAD: f64 = 1e-4;

/// One possible spread of a trait, and what it does to the posterior of its overall effect.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct OwnPart {
    /// Its part of the posterior.
    pub share: f64,
    /// w: the square of the spread as a multiple of τ².
    pub weight: f64,
    /// By how much the posterior mean moves, in units of its standard deviation at w = 1.
    pub shift: f64,
    /// The standard deviation as a multiple of that at w = 1.
    pub stretch: f64,
}

/// All possible spreads of a trait; shares add up to 1.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct OwnSpread {
    pub parts: Vec<OwnPart>,
}

impl OwnSpread {
    /// √w with shares, more finely than the parts.
    pub fn multiples(&self) -> Vec<(f64, f64)> {
        let ln_share = |k: i32| {
            let part = usize::try_from(k).ok().and_then(|place| self.parts.get(place));
            part.map_or(NOTHING, |part| part.share.ln().max(NOTHING))
        };
        let between = (0..2 * SIDE).flat_map(|k| (0..FINER).map(move |finer| (k, f64::from(finer) / f64::from(FINER))));
        let mut found: Vec<(f64, f64)> = between
            .map(|(k, part)| {
                let around = [-1, 0, 1, 2].map(|apart| ln_share(k + apart));
                let ln_weight = APART * (f64::from(k - SIDE) + part);
                ((0.5 * ln_weight).exp(), cubic(around, part).exp())
            })
            .collect();
        let total: f64 = found.iter().map(|pair| pair.1).sum();
        found.iter_mut().for_each(|pair| pair.1 /= total);
        found
    }

    /// `E[w]`.
    pub fn mean(&self) -> f64 {
        self.parts.iter().map(|part| part.share * part.weight).sum()
    }
}

/// The own spread of every trait at these common widths.
pub(super) fn own_spreads(design: &Design, sites: &[Vec<Site>], widths: Widths) -> Vec<OwnSpread> {
    let experiments = design.experiments.iter().zip(sites);
    let pieces: Vec<Piece> = experiments.map(|(one, sites)| Piece::new(one, sites, noise(widths))).collect();
    let mut all = Information::nothing(design);
    design.experiments.iter().zip(&pieces).for_each(|(one, piece)| all.add(one, piece));
    let common = pool(&all, pool_of(widths)).belief;
    let one_trait = |place| {
        let involved: Vec<(&Prepared, &Piece, usize)> = design
            .experiments
            .iter()
            .zip(&pieces)
            .filter_map(|(one, piece)| Some((one, piece, one.active.binary_search(&place).ok()?)))
            .collect();
        if involved.is_empty() || widths[1] < NO_SPREAD {
            return unknown();
        }
        let at_weight = |weight: f64| {
            let mut wider = all.clone();
            let added = (weight - 1.0) * widths[1] * widths[1];
            involved.iter().for_each(|(one, piece, active)| wider.widen(one, piece, *active, added));
            pool(&wider, pool_of(widths))
        };
        weigh(&common, place, at_weight)
    };
    (0..design.scales.len()).map(one_trait).collect()
}

fn weigh(common: &Belief, place: usize, at_weight: impl Fn(f64) -> Pooled) -> OwnSpread {
    let found: Vec<(f64, Belief)> = grid()
        .map(|(ln_weight, ln_prior)| {
            let pooled = at_weight(ln_weight.exp());
            (pooled.ln_evidence + ln_prior, pooled.belief)
        })
        .collect();
    let top = found.iter().map(|pair| pair.0).fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = found.iter().map(|pair| (pair.0 - top).exp()).sum();
    let sd = |belief: &Belief| belief.covariance.at(place, place).sqrt().max(f64::MIN_POSITIVE);
    let parts = grid().zip(&found).map(|((ln_weight, _), (value, belief))| OwnPart {
        share: (value - top).exp() / total,
        weight: ln_weight.exp(),
        shift: (belief.mean[place] - common.mean[place]) / sd(common),
        stretch: sd(belief) / sd(common),
    });
    OwnSpread { parts: parts.collect() }
}

/// Nothing but the prior.
fn unknown() -> OwnSpread {
    let total: f64 = grid().map(|pair| pair.1.exp()).sum();
    let part = |(ln_weight, ln_prior): (f64, f64)| OwnPart {
        share: ln_prior.exp() / total,
        weight: ln_weight.exp(),
        shift: 0.0,
        stretch: 1.0,
    };
    OwnSpread { parts: grid().map(part).collect() }
}

/// ln w and its ln prior.
fn grid() -> impl Iterator<Item = (f64, f64)> {
    (-SIDE..=SIDE).map(|k| APART * f64::from(k)).map(|ln_weight| (ln_weight, -0.5 * ln_weight * ln_weight))
}
