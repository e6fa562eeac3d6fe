//! What is said of each use.

use super::Evidence;
use crate::domain::{CoverageGap, DeviationKind};

/// What is said of one use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Which version of the policy was in force, as an index into its versions.
    pub policy_version: Option<usize>,
    /// Which rule of that version the use was judged by.
    pub rule: Option<usize>,
    /// Which change of permission it rests on, as an index into the records' changes.
    pub change: Option<usize>,
}

/// Whether a use was fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// It kept the policy, the permission and the terms.
    Fine,
    /// It did not.
    Deviation(DeviationKind),
    /// It could not be judged.
    Gap(CoverageGap),
    /// It was not done; the deviation that it would have been, `None` if it would have been fine or could not be judged.
    HeldBack(Option<DeviationKind>),
}

const HELD_BACK: u8 = 128;
const GAP: u8 = 64;
const NO_RULE: u32 = 0xFF_FFFF;

impl Verdict {
    fn code(self) -> u8 {
        let deviation = |kind: DeviationKind| kind as u8 + 1;
        match self {
            Self::Fine => 0,
            Self::Deviation(kind) => deviation(kind),
            Self::Gap(gap) => GAP + gap as u8,
            Self::HeldBack(spared) => HELD_BACK + spared.map_or(0, deviation),
        }
    }

    fn from_code(code: u8) -> Self {
        let deviation = |code: u8| DeviationKind::ALL.get(usize::from(code).checked_sub(1)?).copied();
        match code {
            HELD_BACK.. => Self::HeldBack(deviation(code - HELD_BACK)),
            GAP.. => CoverageGap::ALL.get(usize::from(code - GAP)).copied().map_or(Self::Fine, Self::Gap),
            _ => deviation(code).map_or(Self::Fine, Self::Deviation),
        }
    }
}

/// A judgement in eight bytes: verdict, code of the rule, change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Packed(pub u64);

impl Packed {
    /// Packs a verdict with the code of its rule and its change.
    pub fn new(verdict: Verdict, rule: Option<u32>, change: Option<u32>) -> Self {
        let rule = rule.unwrap_or(NO_RULE).min(NO_RULE);
        Self(u64::from(change.unwrap_or(u32::MAX)) << 32 | u64::from(rule) << 8 | u64::from(verdict.code()))
    }

    /// The verdict.
    pub fn verdict(self) -> Verdict {
        Verdict::from_code(self.0.to_le_bytes()[0])
    }

    /// The code of the rule.
    pub fn rule(self) -> Option<u32> {
        let [_, low, middle, high, ..] = self.0.to_le_bytes();
        Some(u32::from_le_bytes([low, middle, high, 0])).filter(|&rule| rule != NO_RULE)
    }

    /// The change.
    pub fn change(self) -> Option<u32> {
        let [.., a, b, c, d] = self.0.to_le_bytes();
        Some(u32::from_le_bytes([a, b, c, d])).filter(|&change| change != u32::MAX)
    }

    /// Verdict and rule alone: what counting looks at.
    pub fn counted(self) -> u32 {
        let [a, b, c, d, ..] = self.0.to_le_bytes();
        u32::from_le_bytes([a, b, c, d])
    }

    /// What was counted, with no change.
    pub fn from_counted(counted: u32) -> Self {
        Self(u64::from(u32::MAX) << 32 | u64::from(counted))
    }
}

/// The judgements of all uses, and their counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgements {
    pub(super) packed: Vec<Packed>,
    /// For the code of each rule: its version and its place in it.
    pub(super) rules: Vec<(usize, usize)>,
    /// The first day of each version, in days since 1970.
    pub(super) versions_from: Vec<i32>,
    pub(super) cells: Vec<Cell>,
}

/// Uses of one occasion that were judged alike.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Cell {
    /// The code of the occasion.
    pub occasion: u32,
    /// The verdict.
    pub verdict: Verdict,
    /// The version and the rule that they were judged by.
    pub rule: Option<(usize, usize)>,
    /// How many uses.
    pub uses: u64,
    /// What they were worth, in hundredths of the currency.
    pub value_cents: i64,
    /// How many of the uses have no value in the log.
    pub without_value: u64,
}

impl Judgements {
    /// How many uses were judged.
    pub fn len(&self) -> usize {
        self.packed.len()
    }

    /// Whether there were none.
    pub fn is_empty(&self) -> bool {
        self.packed.is_empty()
    }

    /// The verdict on a use; `None` beyond the last.
    pub fn verdict(&self, index: usize) -> Option<Verdict> {
        self.packed.get(index).map(|packed| packed.verdict())
    }

    /// The judgement of a use; `None` beyond the last.
    pub fn get(&self, evidence: &Evidence, index: usize) -> Option<Judgement> {
        let packed = self.packed.get(index)?;
        let day = evidence.calendar.day(*evidence.records().uses.at_us().get(index)?);
        Some(Judgement {
            verdict: packed.verdict(),
            policy_version: self.versions_from.partition_point(|&from| from <= day).checked_sub(1),
            rule: packed.rule().and_then(|rule| self.rules.get(rule as usize)).map(|&(_, rule)| rule),
            change: packed.change().map(|change| change as usize),
        })
    }

    /// All uses, counted by occasion, verdict and rule: what every report adds up.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn judgements_survive_packing() {
        let deviations = DeviationKind::ALL.iter().map(|&kind| Verdict::Deviation(kind));
        let spared = DeviationKind::ALL.iter().map(|&kind| Verdict::HeldBack(Some(kind)));
        let gaps = CoverageGap::ALL.iter().map(|&gap| Verdict::Gap(gap));
        for verdict in deviations.chain(spared).chain(gaps).chain([Verdict::Fine, Verdict::HeldBack(None)]) {
            for (rule, change) in [(None, None), (Some(0), Some(7)), (Some(70_000), Some(u32::MAX - 1))] {
                let packed = Packed::new(verdict, rule, change);
                assert_eq!((packed.verdict(), packed.rule(), packed.change()), (verdict, rule, change));
                let counted = Packed::from_counted(packed.counted());
                assert_eq!((counted.verdict(), counted.rule(), counted.change()), (verdict, rule, None));
            }
        }
    }
}
