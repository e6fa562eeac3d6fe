//! What a wording not tried yet would do against another.

use super::figures::moved;
use super::matrix::dot;
use super::mixture::{Mixture, Part};
use super::own_spread::OwnSpread;
use super::{Lab, check_values};
use crate::stats::error::StatsError;
use crate::stats::posterior::check_level;
use crate::stats::segments::Estimate;
use serde::Serialize;

/// A wording against a control in an experiment yet to come.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Prediction {
    /// Difference in log-odds, wording less control.
    pub difference: Estimate,
    /// Standard deviation of that difference.
    pub sd: f64,
    /// Difference of shares at the control's rate.
    pub points: Estimate,
    /// Chance that the wording is better.
    pub probability_better: f64,
}

impl Lab {
    /// Foretells a wording with these traits against a control with those, where the control's rate is `rate` in (0, 1); everything that
    /// two wordings can differ by is in the interval, also what no trait explains. `level` in (0, 1).
    ///
    /// # Errors
    /// [`StatsError`] for another number of traits, values that are no numbers, a rate or a level outside (0, 1).
    pub fn predict(&self, control: &[f64], wording: &[f64], rate: f64, level: f64) -> Result<Prediction, StatsError> {
        check_level(level)?;
        if !(rate > 0.0 && rate < 1.0) {
            return Err(StatsError::BadRate { rate });
        }
        check_values(&self.traits, control, "control")?;
        check_values(&self.traits, wording, "wording")?;
        let apart: Vec<f64> = wording
            .iter()
            .zip(control)
            .zip(&self.design.scales)
            .map(|((new, old), scale)| (new - old) / scale.unit)
            .collect();
        let mixture = self.foretold(&apart);
        let tail = 0.5 * (1.0 - level);
        let [low, high] = [mixture.quantile(tail), mixture.quantile(1.0 - tail)];
        Ok(Prediction {
            difference: Estimate { mean: mixture.mean(), equal_tailed: [low, high] },
            sd: mixture.sd(),
            points: Estimate {
                mean: mixture.mean_of(|log_odds| moved(rate, log_odds)),
                equal_tailed: [moved(rate, low), moved(rate, high)],
            },
            probability_better: mixture.above_zero(),
        })
    }

    fn foretold(&self, apart: &[f64]) -> Mixture {
        let square = dot(apart, apart);
        let own = self.fit.spreads.iter().map(OwnSpread::mean);
        let weighted: f64 = apart.iter().zip(own).map(|(value, weight)| weight * value * value).sum();
        let part = |level: &super::spreads::Level| {
            let [residual, spread, audience, _] = level.widths;
            let own = 2.0 * residual * residual + weighted * spread * spread + square * audience * audience;
            let belief = &level.pooled.belief;
            Part {
                share: level.share,
                mean: dot(apart, &belief.mean),
                sd: (belief.covariance.quadratic(apart) + own).sqrt(),
            }
        };
        Mixture { parts: self.fit.levels.iter().map(part).collect() }
    }
}
