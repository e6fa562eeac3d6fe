//! From audiences to traits: the posterior of the overall effects where all standard deviations are given.

use super::information::{Belief, Information, Share};
use super::matrix::{Cholesky, Square, dot};

/// Audiences that differ by less than this, in log-odds, do not differ.
const NO_WIDTH: f64 = 1e-5;

/// Standard deviations of effects about each other, in log-odds per unit.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pool {
    /// Of each trait's effect between audiences.
    pub audience: f64,
    /// Of the overall effects about 0.
    pub effect: f64,
}

/// The overall effects at one setting, and how likely the data are there.
#[derive(Debug, Clone)]
pub(super) struct Pooled {
    pub belief: Belief,
    /// ln density of the sites, up to a constant that no parameter changes.
    pub ln_evidence: f64,
}

/// Gaussian algebra: first the audiences' deviations are integrated, then the overall effects.
pub(super) fn pool(information: &Information, widths: Pool) -> Pooled {
    let size = information.audiences.first().map_or(0, |share| share.shift.len());
    let (mut precision, mut shift) = (Square::zeros(size), vec![0.0; size]);
    let mut ln_evidence = information.ln_rest;
    for share in &information.audiences {
        if widths.audience > NO_WIDTH {
            let deviations = Deviations::new(share, widths.audience);
            ln_evidence += deviations.ln_evidence(share);
            precision = precision.plus(&deviations.left());
            add(&mut shift, &deviations.inverse.times(&share.shift));
        } else {
            precision = precision.plus(&share.precision);
            add(&mut shift, &share.shift);
        }
    }
    let variance = widths.effect * widths.effect;
    let cholesky = Cholesky::of(&Square::diagonal(&vec![1.0; size]).plus(&precision.scaled(variance)));
    let mean: Vec<f64> = cholesky.solve(&shift).into_iter().map(|value| variance * value).collect();
    ln_evidence += 0.5 * (dot(&mean, &shift) - cholesky.ln_determinant());
    Pooled { belief: Belief { mean, covariance: cholesky.inverse().scaled(variance) }, ln_evidence }
}

/// What is known of the effects in one audience once the overall effects are.
pub(super) fn in_audience(share: &Share, overall: &Belief, audience_width: f64) -> Belief {
    if audience_width <= NO_WIDTH {
        return overall.clone();
    }
    let variance = audience_width * audience_width;
    let inverse = Deviations::new(share, audience_width).inverse;
    let carried = inverse.times_symmetric(&overall.covariance.times_symmetric(&inverse));
    Belief {
        mean: inverse.times(&pulled(share, overall, variance)),
        covariance: carried.plus(&inverse.scaled(variance)),
    }
}

/// Mean and variance of each effect in one audience, as by [`in_audience`].
pub(super) fn spots_in_audience(share: &Share, overall: &Belief, audience_width: f64) -> Vec<(f64, f64)> {
    let places = 0..overall.mean.len();
    if audience_width <= NO_WIDTH {
        return places.map(|place| (overall.mean[place], overall.covariance.at(place, place))).collect();
    }
    let variance = audience_width * audience_width;
    let inverse = Deviations::new(share, audience_width).inverse;
    let pulled = pulled(share, overall, variance);
    let spot = |place: usize| {
        let row = inverse.row(place);
        (dot(row, &pulled), overall.covariance.quadratic(row) + variance * row[place])
    };
    places.map(spot).collect()
}

/// κ²b + θ.
fn pulled(share: &Share, overall: &Belief, variance: f64) -> Vec<f64> {
    share.shift.iter().zip(&overall.mean).map(|(shift, mean)| variance * shift + mean).collect()
}

/// The deviations of one audience, integrated: I + κ²A and its inverse.
struct Deviations {
    variance: f64,
    inverse: Square,
    ln_determinant: f64,
}

impl Deviations {
    fn new(share: &Share, width: f64) -> Self {
        let variance = width * width;
        let unit = Square::diagonal(&vec![1.0; share.shift.len()]);
        let cholesky = Cholesky::of(&unit.plus(&share.precision.clone().scaled(variance)));
        Self { variance, inverse: cholesky.inverse(), ln_determinant: cholesky.ln_determinant() }
    }

    /// A(I + κ²A)⁻¹ = (I − (I + κ²A)⁻¹) / κ²: the information that is left on the overall effects.
    fn left(&self) -> Square {
        let unit = Square::diagonal(&vec![1.0; self.inverse.size()]);
        unit.plus(&self.inverse.clone().scaled(-1.0)).scaled(1.0 / self.variance)
    }

    fn ln_evidence(&self, share: &Share) -> f64 {
        0.5 * (self.variance * self.inverse.quadratic(&share.shift) - self.ln_determinant)
    }
}

fn add(sum: &mut [f64], more: &[f64]) {
    sum.iter_mut().zip(more).for_each(|(total, value)| *total += value);
}
