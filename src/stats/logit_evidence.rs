//! Is there a difference at all, and which way? Bayes factors of the logit model with order restriction.
//!
//! Kass & Vaidyanathan (1992), as in Gronau, Raj & Wagenmakers (2021, R package abtest): logit of the baseline's rate β − ψ/2, of the arm's rate
//! β + ψ/2, with normal priors of the intercept β and the effect ψ. “None” holds ψ = 0, “better” ψ > 0 and “worse” ψ < 0 (the prior cut
//! and scaled to 1), “different” leaves ψ free. Likelihoods are those of the sequence of answers: no binomial coefficients.

use super::error::StatsError;
use super::incomplete_gamma;
use super::logit_posterior::{People, Place, Posterior};
use super::stirling::HALF_LN_TWO_PI;
use serde::{Deserialize, Serialize};
use std::f64::consts::LN_2;

/// Means that a prior of log-odds may have; 10 is a rate of 99.995%.
pub const LOGIT_MEANS: std::ops::RangeInclusive<f64> = -10.0..=10.0;
/// Standard deviations that a prior of log-odds may have.
pub const LOGIT_SDS: std::ops::RangeInclusive<f64> = 0.01..=10.0;

/// Normal priors on the scale of log-odds; the default is that of abtest, N(0, 1) for both.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LogitPrior {
    /// Expected effect ψ of the arm over the baseline, in [`LOGIT_MEANS`].
    pub effect_mean: f64,
    /// Standard deviation of the effect, in [`LOGIT_SDS`].
    pub effect_sd: f64,
    /// Expected intercept β, the middle of the two log-odds, in [`LOGIT_MEANS`].
    pub intercept_mean: f64,
    /// Standard deviation of the intercept, in [`LOGIT_SDS`].
    pub intercept_sd: f64,
}

impl Default for LogitPrior {
    fn default() -> Self {
        Self { effect_mean: 0.0, effect_sd: 1.0, intercept_mean: 0.0, intercept_sd: 1.0 }
    }
}

impl LogitPrior {
    fn check(&self) -> Result<(), StatsError> {
        for (mean, sd) in [(self.effect_mean, self.effect_sd), (self.intercept_mean, self.intercept_sd)] {
            if !LOGIT_MEANS.contains(&mean) || !LOGIT_SDS.contains(&sd) {
                return Err(StatsError::BadLogitPrior { mean, sd });
            }
        }
        Ok(())
    }

    /// ln P(ψ > 0) for `direction` 1, ln P(ψ < 0) for −1.
    fn ln_share(&self, direction: f64) -> f64 {
        let z = direction * self.effect_mean / self.effect_sd;
        let (inside, outside) = incomplete_gamma::ln_tails(0.5, 0.5 * z * z);
        if z < 0.0 { outside - LN_2 } else { inside.exp().ln_1p() - LN_2 }
    }

    /// ln of the effect's prior density at 0.
    fn ln_density_at_none(&self) -> f64 {
        let z = self.effect_mean / self.effect_sd;
        -0.5 * z * z - HALF_LN_TWO_PI - self.effect_sd.ln()
    }
}

/// What the data say about the hypotheses; all in natural logarithms, which stay finite where the figures themselves do not.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LogitEvidence {
    /// ln marginal likelihood of no difference (H0); at most 0.
    pub ln_none: f64,
    /// ln marginal likelihood of a difference either way (H1).
    pub ln_different: f64,
    /// ln marginal likelihood of the arm being better than the baseline (H+).
    pub ln_better: f64,
    /// ln marginal likelihood of the arm being worse (H−).
    pub ln_worse: f64,
    /// ln Bayes factor of a difference over none (BF10).
    pub ln_bayes_factor_different: f64,
    /// ln Bayes factor of better over no difference (BF+0).
    pub ln_bayes_factor_better: f64,
    /// ln Bayes factor of worse over no difference (BF−0).
    pub ln_bayes_factor_worse: f64,
    /// P(ψ > 0) given that there is a difference, in [0, 1].
    pub probability_better: f64,
}

/// The evidence in `baseline` and `arm`, each (accepted, shown); both may be empty, and all Bayes factors are 1 then.
///
/// # Errors
/// [`StatsError`] for more accepted than shown, or a prior outside [`LOGIT_MEANS`] or [`LOGIT_SDS`].
pub fn logit_evidence(baseline: (u64, u64), arm: (u64, u64), prior: &LogitPrior) -> Result<LogitEvidence, StatsError> {
    prior.check()?;
    for (name, (accepted, shown)) in [("baseline", baseline), ("arm", arm)] {
        if accepted > shown {
            return Err(StatsError::AcceptedExceedsShown { arm: name.to_owned(), accepted, shown });
        }
    }
    if baseline.1 == 0 && arm.1 == 0 {
        return Ok(evidence(prior, 0.0, [prior.ln_share(1.0), prior.ln_share(-1.0)]));
    }
    let posterior = Posterior { people: [People::new(baseline), People::new(arm)], prior: *prior };
    let none = posterior.peak(Place { intercept: prior.intercept_mean, effect: 0.0 }, true);
    let at_none = posterior.from(none).ln_slice(0.0);
    let sides = ln_sides(&posterior, none).map(|side| side + prior.ln_density_at_none() - at_none);
    Ok(evidence(prior, posterior.ln_height(none) + at_none, sides))
}

/// ln ∫∫ of the posterior over ψ > 0 and over ψ < 0, both relative to its height at `none`.
fn ln_sides(posterior: &Posterior, none: Place) -> [f64; 2] {
    let top = posterior.peak(none, false);
    let (from_none, from_top) = (posterior.from(none), posterior.from(top));
    let direction = 1.0_f64.copysign(top.effect);
    let outwards = from_top.ln_falling_side(top.effect, direction, direction * f64::INFINITY);
    let inwards = from_top.ln_falling_side(top.effect, -direction, 0.0);
    let near = from_none.ln_rise(top) + ln_sum(outwards, inwards);
    let far = from_none.ln_falling_side(0.0, -direction, -direction * f64::INFINITY);
    if direction > 0.0 { [near, far] } else { [far, near] }
}

/// From the marginal likelihood without a difference, and those of ψ > 0 and ψ < 0 relative to it, not yet scaled by their prior shares.
fn evidence(prior: &LogitPrior, ln_none: f64, [positive, negative]: [f64; 2]) -> LogitEvidence {
    let different = ln_sum(positive, negative);
    let (better, worse) = (positive - prior.ln_share(1.0), negative - prior.ln_share(-1.0));
    LogitEvidence {
        ln_none,
        ln_different: ln_none + different,
        ln_better: ln_none + better,
        ln_worse: ln_none + worse,
        ln_bayes_factor_different: different,
        ln_bayes_factor_better: better,
        ln_bayes_factor_worse: worse,
        probability_better: (positive - different).exp().min(1.0),
    }
}

/// ln(e^a + e^b).
fn ln_sum(a: f64, b: f64) -> f64 {
    let top = a.max(b);
    top + (a.min(b) - top).exp().ln_1p()
}

/// How probable each hypothesis is held before the data; any scale.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct ModelPrior {
    /// No difference, ≥ 0.
    pub none: f64,
    /// The arm is better, ≥ 0.
    pub better: f64,
    /// The arm is worse, ≥ 0.
    pub worse: f64,
}

impl Default for ModelPrior {
    /// One half on no difference, one quarter on each side (abtest).
    fn default() -> Self {
        Self { none: 0.5, better: 0.25, worse: 0.25 }
    }
}

/// How probable each hypothesis is after the data; they add up to 1.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ModelProbabilities {
    /// No difference.
    pub none: f64,
    /// The arm is better.
    pub better: f64,
    /// The arm is worse.
    pub worse: f64,
}

/// The probabilities of the three hypotheses after the data.
///
/// # Errors
/// [`StatsError::BadModelPrior`] for a weight that is negative or not finite, or three weights of nothing.
pub fn model_probabilities(evidence: &LogitEvidence, prior: ModelPrior) -> Result<ModelProbabilities, StatsError> {
    let weights = [prior.none, prior.better, prior.worse];
    if weights.iter().any(|weight| !(weight.is_finite() && *weight >= 0.0))
        || weights.iter().all(|&weight| weight <= 0.0)
    {
        return Err(StatsError::BadModelPrior { none: prior.none, better: prior.better, worse: prior.worse });
    }
    let factors = [0.0, evidence.ln_bayes_factor_better, evidence.ln_bayes_factor_worse];
    let lns: [f64; 3] = std::array::from_fn(|k| weights[k].ln() + factors[k]);
    let top = lns.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    let [none, better, worse] = lns.map(|ln| (ln - top).exp());
    let total = none + better + worse;
    Ok(ModelProbabilities { none: none / total, better: better / total, worse: worse / total })
}

#[cfg(test)]
#[path = "logit_evidence_tests.rs"]
mod tests;
