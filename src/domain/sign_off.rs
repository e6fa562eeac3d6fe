//! Quarters that somebody signed, and what was found afterwards.

use super::{CoverageGap, DeviationKind, Money, Quarter};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// The figures of a quarter as somebody signed them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedFigures {
    /// Uses that could be judged.
    pub uses: u64,
    /// Of these: deviations.
    pub deviations: u64,
    /// Deviations recorded elsewhere.
    pub recorded: u64,
    /// Incidents.
    pub incidents: u64,
    /// Of these: nobody had decided about them.
    pub open_incidents: u64,
    /// Deviations by kind.
    pub by_kind: BTreeMap<DeviationKind, u64>,
    /// Uses that could not be judged, by reason.
    pub gaps: BTreeMap<CoverageGap, u64>,
    /// Uses that were held back.
    pub held_back_uses: u64,
    /// What these would have been worth.
    pub held_back_value: Money,
    /// What the incidents cost, as written down.
    pub cost: Money,
    /// The first days of the policy versions by which the quarter was judged.
    pub policy_versions: Vec<Date>,
}

/// Somebody's name under figures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signature {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What the person adds; for an amendment, why the figures are others now.
    pub statement: String,
    /// The figures.
    pub figures: SignedFigures,
    /// Uses of that quarter whose people had been forgotten by then.
    #[serde(default)]
    pub forgotten_uses: u64,
}

/// A signed quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignOff {
    /// Which quarter.
    pub quarter: Quarter,
    /// The signature; it is never changed.
    pub signed: Signature,
    /// What was found later and signed anew, earliest first.
    #[serde(default)]
    pub amendments: Vec<Signature>,
}

impl SignOff {
    /// The figures that were signed last.
    pub fn latest(&self) -> &Signature {
        self.amendments.last().unwrap_or(&self.signed)
    }
}

/// A figure that is another one now than when it was signed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ChangedFigure {
    /// Which, in words.
    pub what: String,
    /// As it was signed: a number, or hundredths of the currency.
    pub signed: i64,
    /// As it is now.
    pub now: i64,
    /// Whether it is an amount of money.
    pub is_money: bool,
}

impl SignedFigures {
    /// The figures that differ from these now.
    pub fn changed(&self, now: &Self) -> Vec<ChangedFigure> {
        let mut pairs = vec![
            ("Uses".to_owned(), self.uses, now.uses),
            ("Deviations".into(), self.deviations, now.deviations),
            ("Deviations recorded elsewhere".into(), self.recorded, now.recorded),
            ("Incidents".into(), self.incidents, now.incidents),
            ("Open incidents".into(), self.open_incidents, now.open_incidents),
            ("Uses held back".into(), self.held_back_uses, now.held_back_uses),
        ];
        for &kind in DeviationKind::ALL {
            let of = |figures: &Self| figures.by_kind.get(&kind).copied().unwrap_or(0);
            pairs.push((format!("Deviations, {}", kind.label()), of(self), of(now)));
        }
        for &gap in CoverageGap::ALL {
            let of = |figures: &Self| figures.gaps.get(&gap).copied().unwrap_or(0);
            pairs.push((format!("Not judged, {}", gap.label()), of(self), of(now)));
        }
        let count = |(what, signed, now): (String, u64, u64)| {
            let number = |count: u64| i64::try_from(count).unwrap_or(i64::MAX);
            ChangedFigure { what, signed: number(signed), now: number(now), is_money: false }
        };
        let money = |what: &str, signed: Money, now: Money| ChangedFigure {
            what: what.into(),
            signed: signed.cents,
            now: now.cents,
            is_money: true,
        };
        let amounts = [
            money("Value of uses held back", self.held_back_value, now.held_back_value),
            money("Cost as written down", self.cost, now.cost),
        ];
        let all = pairs.into_iter().map(count).chain(amounts);
        all.filter(|figure| figure.signed != figure.now).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_figures_that_changed_are_told() {
        let signed = SignedFigures { uses: 10, cost: Money { cents: 500 }, ..SignedFigures::default() };
        let mut now = signed.clone();
        assert!(signed.changed(&now).is_empty());
        now.by_kind.insert(DeviationKind::OverContact, 2);
        now.cost = Money { cents: 700 };
        let changed = signed.changed(&now);
        let told: Vec<_> = changed.iter().map(|figure| (figure.signed, figure.now, figure.is_money)).collect();
        assert_eq!(told, [(0, 2, false), (500, 700, true)]);
    }
}
