//! What is said of each use.

use super::Evidence;
use super::timeline::Visit;
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
/// Stands for a use that rests on no change.
pub(super) const NO_CHANGE: u32 = u32::MAX;

/// A verdict in one byte, so that those of ten million uses fit where they are quick to reach.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Coded(pub u8);

impl Coded {
    /// A use that was held back and that no rule judges.
    pub const HELD_BACK_UNJUDGED: Self = Self(u8::MAX);

    /// The code of a verdict.
    pub fn of(verdict: Verdict) -> Self {
        let deviation = |kind: DeviationKind| kind as u8 + 1;
        Self(match verdict {
            Verdict::Fine => 0,
            Verdict::Deviation(kind) => deviation(kind),
            Verdict::Gap(gap) => GAP + gap as u8,
            Verdict::HeldBack(spared) => HELD_BACK + spared.map_or(0, deviation),
        })
    }

    /// The verdict.
    pub fn verdict(self) -> Verdict {
        let deviation = |code: u8| DeviationKind::ALL.get(usize::from(code).checked_sub(1)?).copied();
        match self.0 {
            code @ HELD_BACK.. => Verdict::HeldBack(deviation(code - HELD_BACK)),
            code @ GAP.. => CoverageGap::ALL.get(usize::from(code - GAP)).copied().map_or(Verdict::Fine, Verdict::Gap),
            code => deviation(code).map_or(Verdict::Fine, Verdict::Deviation),
        }
    }

    /// Whether a rule judged the use.
    pub fn is_by_rule(self) -> bool {
        !(GAP..HELD_BACK).contains(&self.0) && self != Self::HELD_BACK_UNJUDGED
    }
}

/// The judgements of all uses, and their counts.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Judgements {
    /// In the order of the uses.
    pub(super) verdicts: Vec<Coded>,
    /// The same in the order of the timeline: whoever goes from person to person need not jump about.
    pub(super) by_person: Vec<Coded>,
    /// The change that each use rests on, or [`NO_CHANGE`], in the order of the timeline.
    pub(super) changes: Vec<u32>,
    /// The place of the rule about each subject, by version and subject.
    pub(super) rules: Vec<Vec<Option<usize>>>,
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
        self.verdicts.len()
    }

    /// Whether there were none.
    pub fn is_empty(&self) -> bool {
        self.verdicts.is_empty()
    }

    /// The verdict on a use; `None` beyond the last.
    pub fn verdict(&self, index: usize) -> Option<Verdict> {
        self.verdicts.get(index).map(|coded| coded.verdict())
    }

    /// The judgement of a use; `None` beyond the last.
    pub fn get(&self, evidence: &Evidence, index: usize) -> Option<Judgement> {
        let coded = *self.verdicts.get(index)?;
        let one = evidence.records().uses.get(index)?;
        let day = evidence.calendar.day(one.at_us);
        let version = self.versions_from.partition_point(|&from| from <= day).checked_sub(1);
        let rule = || *self.rules.get(version?)?.get(one.subject as usize)?;
        Some(Judgement {
            verdict: coded.verdict(),
            policy_version: version,
            rule: rule().filter(|_| coded.is_by_rule()),
            change: evidence.timeline.place_of(one.person, index).and_then(|place| self.change_at(place)),
        })
    }

    /// The verdicts on one person's uses, earliest first.
    pub(super) fn of<'a>(
        &'a self,
        evidence: &'a Evidence,
        person: usize,
    ) -> impl Iterator<Item = (&'a Visit, Verdict)> {
        let verdicts = self.by_person.get(evidence.timeline.span(&(person..person + 1))).unwrap_or_default();
        evidence.timeline.of(person).iter().zip(verdicts.iter().map(|coded| coded.verdict()))
    }

    /// The change that the use at a place of the timeline rests on.
    pub(super) fn change_at(&self, place: usize) -> Option<usize> {
        self.changes.get(place).filter(|&&change| change != NO_CHANGE).map(|&change| change as usize)
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
    fn verdicts_survive_coding() {
        let deviations = DeviationKind::ALL.iter().map(|&kind| Verdict::Deviation(kind));
        let spared = DeviationKind::ALL.iter().map(|&kind| Verdict::HeldBack(Some(kind)));
        for verdict in deviations.chain(spared).chain([Verdict::Fine, Verdict::HeldBack(None)]) {
            assert_eq!((Coded::of(verdict).verdict(), Coded::of(verdict).is_by_rule()), (verdict, true));
        }
        for gap in CoverageGap::ALL.iter().map(|&gap| Verdict::Gap(gap)) {
            assert_eq!((Coded::of(gap).verdict(), Coded::of(gap).is_by_rule()), (gap, false));
        }
        let unjudged = Coded::HELD_BACK_UNJUDGED;
        assert_eq!((unjudged.verdict(), unjudged.is_by_rule()), (Verdict::HeldBack(None), false));
    }
}
