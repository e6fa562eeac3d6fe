//! What somebody knows of an amount: three figures, and how they are meant.

use super::super::error::StatsError;
use super::tails::{Spreads, Tails};
use serde::{Deserialize, Serialize};

/// Amounts beyond this are a slip of the pen, in currency units.
const LARGEST: f64 = 1e13;
/// A range in tenths may span this factor at most; more is no estimate.
const WIDEST: f64 = 1e6;

/// How the low and the high figure of a range are meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Reading {
    /// Never below `low`, never above `high`, most often near `likely`: beta-PERT (Malcolm, Roseboom, Clark & Fazar 1959).
    Bounds,
    /// One in ten below `low`, one in ten above `high`, as many above as below `likely`: log-normal, with a spread of its own on each side.
    Tenths,
}

/// An amount that is known as a range.
///
/// Two equal figures make it one-sided: with `low` = `likely` nothing lies below, with `likely` = `high` nothing above. Three equal figures
/// are one known amount. Figures are in any unit: currency, people, a share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
pub struct Range {
    /// The low figure, at most `likely`.
    pub low: f64,
    /// The likely figure.
    pub likely: f64,
    /// The high figure, at least `likely`.
    pub high: f64,
    /// How the low and the high figure are meant.
    pub reading: Reading,
}

impl Range {
    /// One known amount.
    pub fn exactly(amount: f64) -> Self {
        Self { low: amount, likely: amount, high: amount, reading: Reading::Bounds }
    }

    /// Never below `low`, never above `high`.
    pub fn bounds(low: f64, likely: f64, high: f64) -> Self {
        Self { low, likely, high, reading: Reading::Bounds }
    }

    /// One in ten below `low`, one in ten above `high`.
    pub fn tenths(low: f64, likely: f64, high: f64) -> Self {
        Self { low, likely, high, reading: Reading::Tenths }
    }

    /// The amount, where it is known exactly.
    pub fn known(&self) -> Option<f64> {
        (self.low >= self.high).then_some(self.likely)
    }

    /// Whether the figures make a distribution.
    ///
    /// # Errors
    /// [`StatsError::BadRange`] with the reason, under `name`: figures out of order, not finite or beyond ±10¹³; in tenths, a low figure that
    /// is not above 0, or a high one more than a million times the low one.
    pub fn check(&self, name: &str) -> Result<(), StatsError> {
        let Self { low, likely, high, .. } = *self;
        let bad = |reason| Err(StatsError::BadRange { name: name.to_owned(), low, likely, high, reason });
        if ![low, likely, high].iter().all(|figure| figure.abs() <= LARGEST) {
            return bad("every figure must be a number between −10¹³ and 10¹³");
        }
        if !(low <= likely && likely <= high) {
            return bad("the low figure must be lowest and the high one highest");
        }
        if self.reading == Reading::Tenths && self.known().is_none() {
            if low <= 0.0 {
                return bad("a range in tenths must lie above 0; give bounds instead");
            }
            if high > WIDEST * low {
                return bad("the high figure is more than a million times the low one");
            }
        }
        Ok(())
    }

    /// The mean. For bounds it is (low + 4 likely + high) / 6.
    pub fn mean(&self) -> f64 {
        if let Some(amount) = self.known() {
            return amount;
        }
        match self.reading {
            Reading::Bounds => (self.low + 4.0 * self.likely + self.high) / 6.0,
            Reading::Tenths => self.likely * Spreads::of(self).mean_factor(),
        }
    }

    /// The amount below which the share `p` in (0, 1) lies.
    pub fn quantile(&self, p: f64) -> f64 {
        let tails = Tails::of_range(self);
        if p <= 0.5 { tails.lower(p).0 } else { tails.upper(1.0 - p).0 }
    }
}

#[cfg(test)]
#[path = "range_tests.rs"]
mod tests;
