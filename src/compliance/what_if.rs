//! The same uses under other rules.

use super::judgement::Coded;
use super::{Evidence, HeldBack, Judgements, Verdict};
use crate::domain::{DeviationKind, Money};
use std::collections::BTreeMap;

/// What other rules would have made of the uses that really happened, paired use by use.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WhatIf {
    /// Uses that could be judged.
    pub uses: BeforeAfter<u64>,
    /// Of these: deviations.
    pub deviations: BeforeAfter<u64>,
    /// Uses that could not be judged.
    pub gaps: BeforeAfter<u64>,
    /// Deviations by kind.
    pub by_kind: BTreeMap<DeviationKind, BeforeAfter<u64>>,
    /// Deviations that would have been fine.
    pub became_fine: u64,
    /// Fine uses that would have been deviations.
    pub became_deviations: u64,
    /// Deviations that would have been of another kind.
    pub changed_kind: u64,
    /// Uses held back that would have been deviations, and their value: what keeping the rules costs in opportunities.
    pub forgone: BeforeAfter<HeldBack>,
    /// Uses held back whose deviation the other rules would have allowed.
    pub set_free: HeldBack,
    /// Uses held back that only the other rules forbid.
    pub newly_bound: HeldBack,
}

/// A figure under the rules as they were, and under the other rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct BeforeAfter<T> {
    /// As it was.
    pub before: T,
    /// As it would have been.
    pub after: T,
}

/// Pairs the judgements of the same uses, use by use.
pub fn what_if(evidence: &Evidence, before: &Judgements, after: &Judgements) -> WhatIf {
    let mut what_if = WhatIf::default();
    let values = evidence.records().uses.value_cents();
    let mut pairs = vec![(0_u64, 0_i64); 1 << 16];
    for ((before, after), &value) in before.verdicts.iter().zip(&after.verdicts).zip(values) {
        let place = usize::from(u16::from_le_bytes([before.0, after.0]));
        if let Some(pair) = pairs.get_mut(place) {
            *pair = (pair.0 + 1, pair.1.saturating_add(value));
        }
    }
    for (place, &(uses, cents)) in (0_u16..=u16::MAX).zip(&pairs) {
        if uses > 0 {
            let [before, after] = place.to_le_bytes().map(|code| Coded(code).verdict());
            what_if.add(before, after, uses, cents);
        }
    }
    what_if
}

impl WhatIf {
    fn add(&mut self, before: Verdict, after: Verdict, uses: u64, cents: i64) {
        self.add_one_side(before, uses, cents, |both| &mut both.before, |both| &mut both.before);
        self.add_one_side(after, uses, cents, |both| &mut both.after, |both| &mut both.after);
        match (before, after) {
            (Verdict::Deviation(_), Verdict::Fine) => self.became_fine += uses,
            (Verdict::Fine, Verdict::Deviation(_)) => self.became_deviations += uses,
            (Verdict::Deviation(one), Verdict::Deviation(other)) if one != other => self.changed_kind += uses,
            (Verdict::HeldBack(Some(_)), Verdict::HeldBack(None)) => add_held(&mut self.set_free, uses, cents),
            (Verdict::HeldBack(None), Verdict::HeldBack(Some(_))) => add_held(&mut self.newly_bound, uses, cents),
            _ => {}
        }
    }

    fn add_one_side(
        &mut self,
        verdict: Verdict,
        uses: u64,
        cents: i64,
        count: fn(&mut BeforeAfter<u64>) -> &mut u64,
        held: fn(&mut BeforeAfter<HeldBack>) -> &mut HeldBack,
    ) {
        match verdict {
            Verdict::Fine => *count(&mut self.uses) += uses,
            Verdict::Deviation(kind) => {
                *count(&mut self.uses) += uses;
                *count(&mut self.deviations) += uses;
                *count(self.by_kind.entry(kind).or_default()) += uses;
            }
            Verdict::Gap(_) => *count(&mut self.gaps) += uses,
            Verdict::HeldBack(Some(_)) => add_held(held(&mut self.forgone), uses, cents),
            Verdict::HeldBack(None) => {}
        }
    }
}

fn add_held(held: &mut HeldBack, uses: u64, cents: i64) {
    held.uses += uses;
    held.value = held.value + Money { cents };
}
