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
        self.moved_by(level, |_| (0.0, 0.0))
    }

    /// The same where this lab learnt from the experiments of `whole` cut up by audience. Then each audience met the same wordings, so that what
    /// makes wordings differ for no known reason is shared by all of them and must not be counted once for each: overall effects are those of
    /// `whole`, with its means, and with what it knows less surely added to the variance of every effect; only how audiences differ is
    /// learnt from the cuts.
    ///
    /// # Errors
    /// [`StatsError`] for other traits, or a level outside (0, 1).
    pub fn by_audience_within(&self, whole: &Self, level: f64) -> Result<Vec<Vec<AudienceEffect>>, StatsError> {
        if !self.traits.iter().map(|one| &one.name).eq(whole.traits.iter().map(|one| &one.name)) {
            return Err(StatsError::BadLab { reason: "audiences and whole were learnt for other traits".to_owned() });
        }
        // Steps of a number follow what was tried, which may differ between the two.
        let per_unit = |lab: &Self, place: usize| {
            let (overall, step) = (lab.overall(place), lab.design.scales[place].step);
            (overall.mean() / step, overall.sd() / step)
        };
        self.moved_by(level, |place| {
            let ((wanted, wide), (believed, narrow)) = (per_unit(whole, place), per_unit(self, place));
            let step = self.design.scales[place].step;
            (step * (wanted - believed), step * (wide * wide - narrow * narrow).max(0.0).sqrt())
        })
    }

    /// The effects in audiences, those of each trait moved by a mean and widened by a standard deviation, both per step.
    fn moved_by(&self, level: f64, by: impl Fn(usize) -> (f64, f64)) -> Result<Vec<Vec<AudienceEffect>>, StatsError> {
        check_level(level)?;
        let mut found = vec![Vec::new(); self.traits.len()];
        if self.design.audiences.len() < 2 {
            return Ok(found);
        }
        let by: Vec<(f64, f64)> = (0..self.traits.len()).map(by).collect();
        for audience in 0..self.design.audiences.len() {
            for (place, mut mixture) in self.in_audience(audience).into_iter().enumerate() {
                let (mean, sd) = by[place];
                mixture.parts.iter_mut().for_each(|part| (part.mean, part.sd) = (part.mean + mean, part.sd.hypot(sd)));
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
