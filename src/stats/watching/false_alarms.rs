//! How often two arms that are alike are called different by somebody who looks after every block.

use super::blocks::BlockCounts;
use super::days::Evidence;
use super::light::LightComparison;
use crate::stats::Count;
use crate::stats::error::StatsError;
use crate::stats::posterior::Beta;
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Binomial, Distribution};
use serde::Serialize;

/// Shares of the runs that raised a false alarm at some look, each in [0, 1].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct FalseAlarms {
    /// The e-value reached 1/α.
    pub e_value: f64,
    /// One arm's chance of being best exceeded 1 − α (Jeffreys' prior).
    pub posterior: f64,
}

/// Simulates `runs` experiments in which both arms accept at `rate`, with a look after each of `blocks` blocks of `block` people of
/// (baseline, arm). `alpha` in (0, 1). Run r draws from stream r of `seed`.
///
/// # Errors
/// [`StatsError::BadRate`] for a rate outside [0, 1], [`StatsError::BadLevel`] for α outside (0, 1) or no runs.
pub fn false_alarm_share(
    rate: f64,
    block: [u64; 2],
    blocks: u32,
    alpha: f64,
    runs: u32,
    seed: u64,
) -> Result<FalseAlarms, StatsError> {
    if !(alpha > 0.0 && alpha < 1.0 && runs > 0) {
        return Err(StatsError::BadLevel { level: alpha });
    }
    let answers = |people| Binomial::new(people, rate).map_err(|_| StatsError::BadRate { rate });
    let answers = [answers(block[0])?, answers(block[1])?];
    let light = LightComparison::new();
    let (mut by_e_value, mut by_posterior) = (0_u32, 0_u32);
    for run in 0..runs {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(u64::from(run));
        let (mut evidence, mut all, mut crossed) = (Evidence::default(), BlockCounts::default(), false);
        for _ in 0..blocks {
            let [baseline, arm] =
                [0, 1].map(|arm| Count { accepted: answers[arm].sample(&mut random), shown: block[arm] });
            let counts = BlockCounts { baseline, arm };
            evidence.add(&counts);
            all = all.plus(counts);
            crossed = crossed || one_seems_best(&light, &all, alpha);
        }
        by_e_value += u32::from(evidence.ln_e_max >= -alpha.ln());
        by_posterior += u32::from(crossed);
    }
    let share = |alarms: u32| f64::from(alarms) / f64::from(runs);
    Ok(FalseAlarms { e_value: share(by_e_value), posterior: share(by_posterior) })
}

fn one_seems_best(light: &LightComparison, all: &BlockCounts, alpha: f64) -> bool {
    let posteriors = [all.baseline, all.arm].map(|count| Beta::JEFFREYS.after(count.accepted, count.shown));
    light.compare(&posteriors).best.iter().any(|best| *best > 1.0 - alpha)
}

#[cfg(test)]
#[path = "false_alarms_tests.rs"]
mod tests;
