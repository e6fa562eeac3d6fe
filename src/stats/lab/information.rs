//! What the experiments say of the traits once their own noise is taken out.
//!
//! Within an experiment the observed log-odds are α + Xβ + residuals, with β of the audience plus N(0, τ²) of the experiment, residuals
//! N(0, ω²) and the sites' own errors. The intercept α is integrated with a flat prior, so that only differences between
//! variants of one experiment count: experiments with other people, offers and seasons are never compared with each other.

use super::design::{Design, Prepared};
use super::matrix::{Cholesky, Square, dot};
use super::sites::{Cavity, Site};

/// Standard deviations of what no trait explains, in log-odds.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Noise {
    /// Of each variant.
    pub residual: f64,
    /// Of each trait's effect between experiments (per unit).
    pub spread: f64,
}

/// Gaussian information on the effects, audience by audience.
#[derive(Debug, Clone)]
pub(super) struct Information {
    pub audiences: Vec<Share>,
    /// ln density of the sites where all effects are 0, up to a constant that no parameter changes.
    pub ln_rest: f64,
}

/// The information of one audience: exp(shift·β − β′·precision·β/2).
#[derive(Debug, Clone)]
pub(super) struct Share {
    pub precision: Square,
    pub shift: Vec<f64>,
}

impl Information {
    pub fn gather(design: &Design, sites: &[Vec<Site>], noise: Noise) -> Self {
        let mut all = Self::nothing(design);
        for (experiment, sites) in design.experiments.iter().zip(sites) {
            all.add(experiment, &Piece::new(experiment, sites, noise));
        }
        all
    }

    pub fn nothing(design: &Design) -> Self {
        let size = design.scales.len();
        let share = Share { precision: Square::zeros(size), shift: vec![0.0; size] };
        Self { audiences: vec![share; design.audiences.len().max(1)], ln_rest: 0.0 }
    }

    pub fn add(&mut self, experiment: &Prepared, piece: &Piece) {
        self.ln_rest += piece.ln_rest;
        let share = &mut self.audiences[experiment.audience];
        share.precision.add_at(&experiment.active, &piece.precision);
        experiment.active.iter().zip(&piece.shift).for_each(|(&place, value)| share.shift[place] += value);
    }

    /// As if the spread of trait number `active` of this experiment had a variance larger by `added`: an update of rank one (Sherman &
    /// Morrison 1950).
    pub fn widen(&mut self, experiment: &Prepared, piece: &Piece, active: usize, added: f64) {
        let (column, pull) = (piece.precision.row(active), piece.shift[active]);
        let stretched = (1.0 + added * column[active]).max(1e-12);
        let factor = added / stretched;
        self.ln_rest += 0.5 * (factor * pull * pull - stretched.ln());
        let share = &mut self.audiences[experiment.audience];
        share.precision.add_outer(&experiment.active, column, -factor);
        let places = experiment.active.iter().zip(column);
        places.for_each(|(&place, value)| share.shift[place] -= factor * pull * value);
    }
}

/// The information of one experiment on its active traits.
#[derive(Debug, Clone)]
pub(super) struct Piece {
    precision: Square,
    shift: Vec<f64>,
    ln_rest: f64,
}

impl Piece {
    pub fn new(experiment: &Prepared, sites: &[Site], noise: Noise) -> Self {
        let own = Own::new(experiment, sites, noise);
        let width = experiment.active.len();
        let (mut precision, mut shift) = (Square::zeros(width), vec![0.0; width]);
        for ((weighted, row), pull) in own.weighted_rows(experiment).iter().zip(&experiment.rows).zip(&own.pulls) {
            precision.add_product(row, weighted);
            shift.iter_mut().zip(row).for_each(|(total, value)| *total += pull * value);
        }
        Self { precision, shift, ln_rest: -0.5 * (own.ln_determinant + dot(&own.pulls, &own.observed)) }
    }
}

/// One experiment's Gaussian layer with its intercept integrated.
struct Own {
    /// Inverse covariance of the observed log-odds.
    inverse: Square,
    observed: Vec<f64>,
    /// The inverse times the observed.
    pulls: Vec<f64>,
    ln_determinant: f64,
}

impl Own {
    fn new(experiment: &Prepared, sites: &[Site], noise: Noise) -> Self {
        let count = sites.len();
        let roots: Vec<f64> = sites.iter().map(|site| site.precision.sqrt()).collect();
        let mut scaled = Square::diagonal(&vec![1.0; count]);
        for (row, left) in experiment.rows.iter().enumerate() {
            for (column, right) in experiment.rows.iter().enumerate() {
                let residual = if row == column { noise.residual * noise.residual } else { 0.0 };
                let shared = noise.spread * noise.spread * dot(left, right) + residual;
                scaled.add(row, column, roots[row] * shared * roots[column]);
            }
        }
        let cholesky = Cholesky::of(&scaled);
        let mut inverse = cholesky.inverse();
        inverse.scale_both(&roots);
        let sums = inverse.times(&vec![1.0; count]);
        let total: f64 = sums.iter().sum();
        for (row, left) in sums.iter().enumerate() {
            for (column, right) in sums.iter().enumerate() {
                inverse.add(row, column, -left * right / total);
            }
        }
        let observed: Vec<f64> = sites.iter().map(|site| site.observed()).collect();
        let pulls = inverse.times(&observed);
        Self { inverse, observed, pulls, ln_determinant: cholesky.ln_determinant() + total.ln() }
    }

    /// By variant: the inverse covariance times the active traits.
    fn weighted_rows(&self, experiment: &Prepared) -> Vec<Vec<f64>> {
        let width = experiment.active.len();
        (0..self.observed.len())
            .map(|variant| {
                let mut sum = vec![0.0; width];
                for (weight, row) in self.inverse.row(variant).iter().zip(&experiment.rows) {
                    sum.iter_mut().zip(row).for_each(|(total, value)| *total += weight * value);
                }
                sum
            })
            .collect()
    }
}

/// What is known of the effects in one audience.
#[derive(Debug, Clone)]
pub(super) struct Belief {
    pub mean: Vec<f64>,
    pub covariance: Square,
}

/// The cavities of one experiment's counts, given what is known of the effects in its audience.
pub(super) fn cavities(experiment: &Prepared, sites: &[Site], noise: Noise, belief: &Belief) -> Vec<Cavity> {
    let own = Own::new(experiment, sites, noise);
    let effects: Vec<f64> = experiment.active.iter().map(|&place| belief.mean[place]).collect();
    let expected: Vec<f64> = experiment.rows.iter().map(|row| dot(row, &effects)).collect();
    let explained = own.inverse.times(&expected);
    let rows = own.weighted_rows(experiment);
    sites
        .iter()
        .enumerate()
        .map(|(variant, site)| {
            let known = own.inverse.at(variant, variant) - uncertainty(&rows[variant], &experiment.active, belief);
            // 1 / known is the variance of this observation foretold from all others.
            let known = known.clamp(1e-9 * site.precision, site.precision);
            let pull = own.pulls[variant] - explained[variant];
            Cavity { mean: site.observed() - pull / known, variance: 1.0 / known - 1.0 / site.precision }
        })
        .collect()
}

fn uncertainty(row: &[f64], active: &[usize], belief: &Belief) -> f64 {
    let pairs = || active.iter().zip(row);
    pairs().map(|(&left, a)| a * pairs().map(|(&right, b)| b * belief.covariance.at(left, right)).sum::<f64>()).sum()
}
