//! Seeded draws of named quantities, and what is said of many draws.

use super::super::error::StatsError;
use super::super::posterior::Beta;
use super::range::Range;
use super::table::Table;
use super::tails::Tails;
use rand::{Rng, SeedableRng};
use rand_chacha::ChaCha8Rng;
use serde::Serialize;

/// How many draws every simulation of this room takes.
pub const DRAWS: usize = 100_000;
/// Share of the draws that lies between the low and the high end of an [`Amount`].
pub const AMOUNT_SHARE: f64 = 0.8;

/// Something that is not known exactly, under a name.
///
/// The name is its luck: quantities of one name meet the same random numbers, in every scenario, option and call.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Quantity {
    /// What it is, such as “cost of one complaint”.
    pub name: String,
    /// What is known of it.
    pub law: Law,
}

/// What is known of a quantity.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Law {
    /// Somebody's range.
    Range(Range),
    /// The posterior of a share in [0, 1].
    Share(Beta),
}

impl Quantity {
    /// A quantity known as a range.
    pub fn range(name: impl Into<String>, range: Range) -> Self {
        Self { name: name.into(), law: Law::Range(range) }
    }

    /// A share known by its posterior.
    pub fn share(name: impl Into<String>, posterior: Beta) -> Self {
        Self { name: name.into(), law: Law::Share(posterior) }
    }

    /// Whether it can be drawn.
    ///
    /// # Errors
    /// [`StatsError::BadRange`] as for [`Range::check`]; [`StatsError::BadPrior`] for a share without a proper posterior.
    pub fn check(&self) -> Result<(), StatsError> {
        match self.law {
            Law::Range(range) => range.check(&self.name),
            Law::Share(Beta { alpha, beta }) => {
                let allowed = super::super::comparison::PRIOR_SHAPES;
                let sound = allowed.contains(&alpha) && beta >= *allowed.start() && beta <= 4.0 * allowed.end();
                if sound { Ok(()) } else { Err(StatsError::BadPrior { arm: self.name.clone(), alpha, beta }) }
            }
        }
    }

    /// Its mean.
    pub fn mean(&self) -> f64 {
        match &self.law {
            Law::Range(range) => range.mean(),
            Law::Share(posterior) => posterior.mean(),
        }
    }

    /// The amount, where it is known exactly.
    pub fn known(&self) -> Option<f64> {
        match &self.law {
            Law::Range(range) => range.known(),
            Law::Share(_) => None,
        }
    }

    /// [`DRAWS`] draws, always the same ones for the same name and law.
    pub(super) fn draws(&self) -> Vec<f64> {
        let tails = match &self.law {
            Law::Range(range) => Tails::of_range(range),
            Law::Share(posterior) => Tails::of_beta(posterior, 0.0, 1.0),
        };
        let table = Table::new(&tails);
        let mut random = ChaCha8Rng::seed_from_u64(seed_of(&self.name));
        std::iter::repeat_with(|| table.draw(random.next_u64())).take(DRAWS).collect()
    }
}

/// A seed from a name: the FNV-1a hash (Fowler, Noll & Vo 1991), the same on every machine and in every version.
fn seed_of(name: &str) -> u64 {
    name.bytes().fold(0xcbf2_9ce4_8422_2325, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(0x0100_0000_01b3))
}

/// What is said of an uncertain amount.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Amount {
    /// Mean; unlike the other figures it adds up over parts. Exact for sums, over the draws for products.
    pub mean: f64,
    /// As likely above as below.
    pub median: f64,
    /// One in ten below.
    pub low: f64,
    /// One in ten above.
    pub high: f64,
}

impl Amount {
    /// An amount known exactly.
    pub fn exactly(amount: f64) -> Self {
        Self { mean: amount, median: amount, low: amount, high: amount }
    }

    /// From draws, in any order; they are left in another.
    pub(super) fn of(draws: &mut [f64], mean: f64) -> Self {
        let count = draws.len();
        if count == 0 {
            return Self::exactly(mean);
        }
        let tail = place(0.5 * (1.0 - AMOUNT_SHARE), count);
        let (below, median, above) = draws.select_nth_unstable_by(place(0.5, count), f64::total_cmp);
        let median = *median;
        let nth = |part: &mut [f64], index: usize| {
            if index < part.len() { *part.select_nth_unstable_by(index, f64::total_cmp).1 } else { median }
        };
        let high = nth(above, above.len().saturating_sub(tail + 1));
        Self { mean, median, low: nth(below, tail), high }
    }
}

/// Number of the draw, in ascending order, below which the share lies.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a share of a count is a count")]
fn place(share: f64, count: usize) -> usize {
    (share * (count as f64 - 1.0)).round() as usize
}
