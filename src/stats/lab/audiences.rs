//! What a trait does in each audience.

use super::Lab;
use super::figures::{estimate, moved};
use super::mixture::{Mixture, Part};
use super::pooling::spots_in_audience;
use crate::stats::error::StatsError;
use crate::stats::posterior::check_level;
use crate::stats::segments::Estimate;
use serde::Serialize;

/// A trait in one audience, with what the other audiences say.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AudienceEffect {
    /// What people call the audience.
    pub audience: String,
    /// Effect of one step in log-odds.
    pub effect: Estimate,
    /// The same as a difference of shares, starting from the typical rate.
    pub points: Estimate,
    /// Chance that it is above 0.
    pub probability_helps: f64,
    /// Experiments of this audience in which the trait varied; with 0, everything comes from other audiences.
    pub experiments: usize,
}

impl Lab {
    /// By trait, in the order given: its effect in each audience. Nothing where audiences were not told apart. `level` in (0, 1) is the
    /// share that each interval holds.
    ///
    /// # Errors
    /// [`StatsError::BadLevel`] for a level outside (0, 1).
    pub fn by_audience(&self, level: f64) -> Result<Vec<Vec<AudienceEffect>>, StatsError> {
        self.with_shared_variance(level, |_| 0.0)
    }

    /// The same where this lab learnt from the experiments of `whole` cut up by audience. Then each audience met the same wordings, so that what
    /// makes wordings differ for no known reason is shared by all of them; what `whole` knows less surely than this lab believes is added to
    /// the variance of every effect.
    ///
    /// # Errors
    /// [`StatsError`] for other traits, or a level outside (0, 1).
    pub fn by_audience_within(&self, whole: &Self, level: f64) -> Result<Vec<Vec<AudienceEffect>>, StatsError> {
        if !self.traits.iter().map(|one| &one.name).eq(whole.traits.iter().map(|one| &one.name)) {
            return Err(StatsError::BadLab { reason: "audiences and whole were learnt for other traits".to_owned() });
        }
        // Steps of a number follow what was tried, which may differ between the two.
        let variance = |lab: &Self, place: usize| (lab.overall(place).sd() / lab.design.scales[place].step).powi(2);
        self.with_shared_variance(level, |place| {
            self.design.scales[place].step.powi(2) * (variance(whole, place) - variance(self, place)).max(0.0)
        })
    }

    fn with_shared_variance(
        &self,
        level: f64,
        shared: impl Fn(usize) -> f64,
    ) -> Result<Vec<Vec<AudienceEffect>>, StatsError> {
        check_level(level)?;
        let mut found = vec![Vec::new(); self.traits.len()];
        if self.design.audiences.len() < 2 {
            return Ok(found);
        }
        let shared: Vec<f64> = (0..self.traits.len()).map(|place| shared(place).sqrt()).collect();
        for audience in 0..self.design.audiences.len() {
            for (place, mut mixture) in self.in_audience(audience).into_iter().enumerate() {
                mixture.parts.iter_mut().for_each(|part| part.sd = part.sd.hypot(shared[place]));
                found[place].push(self.audience_effect(audience, place, &mixture, level));
            }
        }
        Ok(found)
    }

    /// The effect of one step of each trait in one audience.
    fn in_audience(&self, audience: usize) -> Vec<Mixture> {
        let mut mixtures = vec![Mixture { parts: Vec::new() }; self.traits.len()];
        for level in &self.fit.levels {
            let share = &level.information.audiences[audience];
            let spots = spots_in_audience(share, &level.pooled.belief, level.widths[2]);
            for (place, (mixture, (mean, variance))) in mixtures.iter_mut().zip(spots).enumerate() {
                let units = self.units(place);
                mixture.parts.push(Part { share: level.share, mean: units * mean, sd: units * variance.sqrt() });
            }
        }
        mixtures
    }

    fn audience_effect(&self, audience: usize, place: usize, mixture: &Mixture, level: f64) -> AudienceEffect {
        let rate = self.design.typical_rate;
        let effect = estimate(mixture, level);
        let own = self.design.experiments.iter().filter(|one| one.audience == audience);
        AudienceEffect {
            audience: self.design.audiences[audience].clone(),
            points: Estimate {
                mean: mixture.mean_of(|log_odds| moved(rate, log_odds)),
                equal_tailed: effect.equal_tailed.map(|log_odds| moved(rate, log_odds)),
            },
            effect,
            probability_helps: mixture.above_zero(),
            experiments: own.filter(|one| one.active.contains(&place)).count(),
        }
    }
}
