//! Amounts of money.

use serde::{Deserialize, Serialize};

/// An amount in hundredths of the workspace's currency.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct Money {
    /// Hundredths of the currency unit.
    pub cents: i64,
}

impl Money {
    /// From an amount in currency units, rounded to the nearest hundredth; `None` if it is not finite or beyond 10¹⁵.
    #[expect(clippy::cast_possible_truncation, reason = "the range is checked before the cast")]
    pub fn from_units(units: f64) -> Option<Self> {
        let cents = (units * 100.0).round();
        (cents.abs() < 1e17).then_some(Self { cents: cents as i64 })
    }

    /// The amount in currency units.
    pub fn units(self) -> f64 {
        self.cents as f64 / 100.0
    }
}

/// Currency units with two decimals and a point, such as `-0.05`.
impl std::fmt::Display for Money {
    fn fmt(&self, formatter: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (sign, cents) = (if self.cents < 0 { "-" } else { "" }, self.cents.unsigned_abs());
        write!(formatter, "{sign}{}.{:02}", cents / 100, cents % 100)
    }
}

impl std::ops::Add for Money {
    type Output = Self;
    fn add(self, other: Self) -> Self {
        Self { cents: self.cents.saturating_add(other.cents) }
    }
}

impl std::iter::Sum for Money {
    fn sum<I: Iterator<Item = Self>>(amounts: I) -> Self {
        amounts.fold(Self::default(), |total, amount| total + amount)
    }
}
