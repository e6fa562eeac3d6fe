//! The e-value person by person, where the order of arrival is known.

use super::blocks::BlockCounts;
use super::days::{EValueAt, Evidence};
use crate::stats::Count;
use serde::{Deserialize, Serialize};
use std::collections::VecDeque;

/// One of the two arms that are compared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Side {
    /// The baseline.
    Baseline,
    /// The other arm.
    Arm,
}

/// A running e-value over blocks of a fixed number of people of each arm, taken in order of arrival. Holds all of its state, so that it
/// can be kept and taken up again; it only ever goes forward. A row that arrives late is pushed when it arrives.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct EValueProcess {
    block: [usize; 2],
    evidence: Evidence,
    blocks: u64,
    waiting: [VecDeque<bool>; 2],
}

impl EValueProcess {
    /// A process whose blocks have `block` people of (baseline, arm): the planned ratio in its smallest numbers, such as [1, 1] or
    /// [2, 1]. `None` if one of them is 0.
    pub fn new(block: [u32; 2]) -> Option<Self> {
        let block = [usize::try_from(block[0]).ok()?, usize::try_from(block[1]).ok()?];
        let waiting = [VecDeque::new(), VecDeque::new()];
        (!block.contains(&0)).then_some(Self { block, evidence: Evidence::default(), blocks: 0, waiting })
    }

    /// Takes in one more person and closes a block if both arms have enough people now. Returns the e-value after it.
    pub fn push(&mut self, side: Side, accepted: bool) -> EValueAt {
        let own = match side {
            Side::Baseline => 0,
            Side::Arm => 1,
        };
        self.waiting[own].push_back(accepted);
        if self.waiting.iter().zip(self.block).all(|(queue, size)| queue.len() >= size) {
            let [baseline, arm] = [0, 1].map(|side| self.take(side));
            self.evidence.add(&BlockCounts { baseline, arm });
            self.blocks += 1;
        }
        self.now()
    }

    /// The next people of one arm's queue.
    fn take(&mut self, side: usize) -> Count {
        let mut count = Count::default();
        for accepted in self.waiting[side].drain(..self.block[side]) {
            count = count.plus(Count { accepted: u64::from(accepted), shown: 1 });
        }
        count
    }

    /// The e-value after all closed blocks.
    pub fn now(&self) -> EValueAt {
        self.evidence.now()
    }

    /// How many blocks are closed.
    pub fn blocks(&self) -> u64 {
        self.blocks
    }

    /// The people of closed blocks.
    pub fn counted(&self) -> BlockCounts {
        self.evidence.past
    }

    /// How many people of (baseline, arm) wait for the next block.
    pub fn waiting(&self) -> [usize; 2] {
        [self.waiting[0].len(), self.waiting[1].len()]
    }
}

#[cfg(test)]
mod tests {
    use super::super::days::e_values;
    use super::*;

    #[test]
    fn blocks_close_in_order_of_arrival() {
        let mut process = EValueProcess::new([2, 1]).unwrap();
        assert_eq!(EValueProcess::new([0, 1]), None);
        for accepted in [true, true, false, false] {
            process.push(Side::Baseline, accepted);
        }
        assert_eq!((process.blocks(), process.waiting()), (0, [4, 0]));
        process.push(Side::Arm, true);
        assert_eq!((process.blocks(), process.waiting()), (1, [2, 0]));
        let kept = serde_json::to_string(&process).unwrap();
        let mut again: EValueProcess = serde_json::from_str(&kept).unwrap();
        let last = again.push(Side::Arm, true);
        let count = |accepted, shown| Count { accepted, shown };
        let blocks = [
            BlockCounts { baseline: count(2, 2), arm: count(1, 1) },
            BlockCounts { baseline: count(0, 2), arm: count(1, 1) },
        ];
        assert_eq!(last, e_values(&blocks).unwrap()[1]);
        assert_eq!(again.counted(), blocks[0].plus(blocks[1]));
    }
}
