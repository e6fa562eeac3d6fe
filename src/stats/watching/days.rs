//! E-values from counts per block, the blocks usually being days.

use super::blocks::{BlockCounts, estimates, ln_block_e};
use crate::stats::Count;
use crate::stats::error::StatsError;
use serde::{Deserialize, Serialize};

/// The evidence against “both arms accept alike” after one more block.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct EValueAt {
    /// ln E now.
    pub ln_e: f64,
    /// The largest ln E of this look and all before, at least 0.
    pub ln_e_max: f64,
    /// 1 / max E, in [0, 1]: however often one looks, the chance that it ever falls to α or below is at most α while both arms are alike.
    pub anytime_p: f64,
}

/// E-values of several arms against their baseline.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ArmsEValues {
    /// One list per arm after the baseline, each valid on its own: to call any of k arms different with a chance of error of at
    /// most α in all, its `anytime_p` times k must be at most α (Bonferroni).
    pub pairs: Vec<Vec<EValueAt>>,
    /// The mean of the e-values of all pairs at each look: evidence against “all arms accept alike”, valid as it is, since a
    /// mean of e-values is one (Vovk & Wang 2021).
    pub all: Vec<EValueAt>,
}

/// The e-value after every block, in their order; each is at least as safe as the blocks are (see [`super::join_late`]). What is bet on a
/// block is estimated from the blocks before it, so that the first one never counts for or against.
///
/// People of a block that has nobody in one arm are held over to the next block: how many they are does not hang on their answers.
/// Within a block everybody is taken to accept at one rate, which may change from block to block.
///
/// # Errors
/// [`StatsError::AcceptedExceedsShown`].
pub fn e_values(blocks: &[BlockCounts]) -> Result<Vec<EValueAt>, StatsError> {
    let mut evidence = Evidence::default();
    blocks
        .iter()
        .map(|block| {
            block.check()?;
            evidence.add(block);
            Ok(evidence.now())
        })
        .collect()
}

/// The e-values of every other arm against the first. `blocks` holds one list of counts per block, one count per arm.
///
/// # Errors
/// [`StatsError::AcceptedExceedsShown`]; [`StatsError::UnequalArms`] for blocks of unequal length; [`StatsError::NoArms`] if they have
/// fewer than two arms.
pub fn e_values_of_arms(blocks: &[Vec<Count>]) -> Result<ArmsEValues, StatsError> {
    let Some(first) = blocks.first() else { return Ok(ArmsEValues { pairs: Vec::new(), all: Vec::new() }) };
    let arms = first.len();
    if arms < 2 {
        return Err(StatsError::NoArms);
    }
    if let Some(other) = blocks.iter().find(|block| block.len() != arms) {
        return Err(StatsError::UnequalArms { expected: arms, found: other.len() });
    }
    let pair = |arm: usize| -> Vec<BlockCounts> {
        blocks.iter().map(|block| BlockCounts { baseline: block[0], arm: block[arm] }).collect()
    };
    let pairs = (1..arms).map(|arm| e_values(&pair(arm))).collect::<Result<Vec<_>, _>>()?;
    let mut ln_e_max = 0.0_f64;
    let all = (0..blocks.len())
        .map(|look| {
            let ln_e = ln_mean(pairs.iter().map(|pair| pair[look].ln_e));
            ln_e_max = ln_e_max.max(ln_e);
            EValueAt::new(ln_e, ln_e_max)
        })
        .collect();
    Ok(ArmsEValues { pairs, all })
}

impl Default for EValueAt {
    /// No evidence yet.
    fn default() -> Self {
        Self::new(0.0, 0.0)
    }
}

impl EValueAt {
    pub(super) fn new(ln_e: f64, ln_e_max: f64) -> Self {
        Self { ln_e, ln_e_max, anytime_p: (-ln_e_max).exp().min(1.0) }
    }
}

/// The running product over closed blocks.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
pub(super) struct Evidence {
    pub ln_e: f64,
    pub ln_e_max: f64,
    /// People of closed blocks.
    pub past: BlockCounts,
    /// People who wait for somebody in the other arm.
    held_over: BlockCounts,
}

impl Evidence {
    pub fn add(&mut self, block: &BlockCounts) {
        let block = self.held_over.plus(*block);
        if block.baseline.shown == 0 || block.arm.shown == 0 {
            self.held_over = block;
            return;
        }
        self.held_over = BlockCounts::default();
        let bet = estimates(&self.past, [block.baseline.shown, block.arm.shown]);
        self.ln_e += ln_block_e(&block, bet).unwrap_or(0.0);
        self.ln_e_max = self.ln_e_max.max(self.ln_e);
        self.past = self.past.plus(block);
    }

    pub fn now(&self) -> EValueAt {
        EValueAt::new(self.ln_e, self.ln_e_max)
    }
}

/// ln of the mean of the values whose logarithms are given; at least one.
fn ln_mean(values: impl Iterator<Item = f64> + Clone) -> f64 {
    let largest = values.clone().fold(f64::NEG_INFINITY, f64::max);
    let (sum, count) = values.fold((0.0, 0.0), |(sum, count), value| (sum + (value - largest).exp(), count + 1.0));
    largest + (sum / count).ln()
}

#[cfg(test)]
#[path = "days_tests.rs"]
mod tests;
