//! The wording lab: which traits of a wording make people accept, learnt across all experiments.
//!
//! Model (binomial-normal hierarchy): logit p_ev = α_e + Σ_t x_evt (θ_t + a_gt + u_et) + ε_ev for variant v of experiment e in audience g.
//! α_e has a flat prior; overall effects θ_t ~ N(0, σ²) shrink towards 0 by as much as the data say; a_gt ~ N(0, κ²) are what audiences
//! and u_et ~ N(0, τ²) what experiments do differently; ε_ev ~ N(0, ω²) is what makes variants differ for no known reason, without which
//! a million people would pretend to know a trait from two wordings. σ, κ, τ and ω have half-normal priors (Gelman 2006) and are
//! integrated. Counts enter through expectation propagation (Minka 2001), everything else is Gaussian algebra without chance.
//!
//! Any yes-or-no outcome will do: accepted of shown, or still kept of accepted.

mod apart;
mod audiences;
mod design;
mod figures;
mod fit;
mod information;
mod matrix;
mod mixture;
mod next_test;
mod now_and_later;
mod own_spread;
mod pooling;
mod prediction;
mod sentence;
mod sites;
mod spreads;
mod width;

#[cfg(test)]
mod tests;

use super::Count;
use super::error::StatsError;
use design::Design;
use fit::Fit;
use serde::{Deserialize, Serialize};

pub use apart::{Confounded, HARDLY_APART};
pub use audiences::AudienceEffect;
pub use figures::{LabFigures, TraitClass, TraitFigures};
pub use next_test::{MOST_TESTS, NextTest};
pub use now_and_later::{Course, NowAndLater, now_and_later};
pub use prediction::Prediction;

/// A trait of wordings.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabTrait {
    /// What people call it.
    pub name: String,
    /// The change of the trait that its effect is told for, above 0. `None`: 1 for a trait that is only ever 0 or 1, otherwise two standard
    /// deviations within experiments.
    pub step: Option<f64>,
}

/// A wording as it was tried.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabVariant {
    /// Its people: accepted of shown, or any other outcome.
    pub count: Count,
    /// One value for each trait, in their order.
    pub traits: Vec<f64>,
}

/// An experiment: wordings tried on comparable people at the same time.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct LabExperiment {
    /// What people call it.
    pub name: String,
    /// Whom it asked, if audiences are told apart.
    pub audience: Option<String>,
    /// Its wordings.
    pub variants: Vec<LabVariant>,
}

/// Scales of the half-normal priors of the model's standard deviations, in log-odds; each from 0.001 to 10.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct LabPrior {
    /// Of the overall effects σ.
    pub effect_scale: f64,
    /// Of the spread τ between experiments.
    pub spread_scale: f64,
    /// Of the spread κ between audiences.
    pub audience_scale: f64,
    /// Of the differences between variants that no trait explains, ω.
    pub residual_scale: f64,
}

impl Default for LabPrior {
    /// σ ~ HalfNormal(0.5), τ and κ ~ HalfNormal(0.2), ω ~ HalfNormal(0.3).
    fn default() -> Self {
        Self { effect_scale: 0.5, spread_scale: 0.2, audience_scale: 0.2, residual_scale: 0.3 }
    }
}

/// What all experiments together say of the traits.
#[derive(Debug, Clone)]
pub struct Lab {
    traits: Vec<LabTrait>,
    design: Design,
    fit: Fit,
}

impl Lab {
    /// Learns from all experiments. Those with fewer than two variants that anybody saw, or in which everybody or nobody accepted, say
    /// nothing of traits and change nothing.
    ///
    /// # Errors
    /// [`StatsError`] for no traits, variants with another number of traits, more accepted than shown, a value or step that is no number,
    /// or a prior out of its range.
    pub fn learn(traits: &[LabTrait], experiments: &[LabExperiment], prior: &LabPrior) -> Result<Self, StatsError> {
        check(traits, experiments, prior)?;
        let design = Design::new(traits, experiments);
        let fit = fit::fit(&design, prior);
        Ok(Self { traits: traits.to_vec(), design, fit })
    }
}

/// Allowed scales of priors.
const SCALES: std::ops::RangeInclusive<f64> = 0.001..=10.0;

fn check(traits: &[LabTrait], experiments: &[LabExperiment], prior: &LabPrior) -> Result<(), StatsError> {
    let wrong = |reason: String| Err(StatsError::BadLab { reason });
    if traits.is_empty() {
        return wrong("there is no trait to learn about".to_owned());
    }
    if let Some(bad) = traits.iter().find(|one| one.step.is_some_and(|step| !(step > 0.0 && step.is_finite()))) {
        return wrong(format!("the step of “{}” must be above 0", bad.name));
    }
    for scale in [prior.effect_scale, prior.spread_scale, prior.audience_scale, prior.residual_scale] {
        if !SCALES.contains(&scale) {
            return wrong(format!("a scale of a prior must lie from 0.001 to 10, not at {scale}"));
        }
    }
    for experiment in experiments {
        for variant in &experiment.variants {
            variant.count.check(&experiment.name)?;
            check_values(traits, &variant.traits, &experiment.name)?;
        }
    }
    Ok(())
}

/// Values of traits beyond this measure nothing.
const LARGEST_VALUE: f64 = 1e12;

/// One value that means something for each trait.
fn check_values(traits: &[LabTrait], values: &[f64], whose: &str) -> Result<(), StatsError> {
    if values.len() != traits.len() {
        let (found, expected) = (values.len(), traits.len());
        return Err(StatsError::BadLab { reason: format!("“{whose}” has {found} values for {expected} traits") });
    }
    if let Some((bad, value)) =
        traits.iter().zip(values).find(|(_, value)| value.is_nan() || value.abs() > LARGEST_VALUE)
    {
        return Err(StatsError::BadLab { reason: format!("“{whose}”: “{}” cannot be {value}", bad.name) });
    }
    Ok(())
}
