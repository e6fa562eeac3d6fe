//! Estimates as the statistics take them.

use crate::domain::Estimate;
use crate::stats::money::{Range, Reading};

/// The distribution that an estimate stands for.
pub(super) fn range(estimate: &Estimate) -> Range {
    let reading = if estimate.never_beyond { Reading::Bounds } else { Reading::Tenths };
    Range { low: estimate.low, likely: estimate.likely, high: estimate.high, reading }
}

/// Whether an estimate of a cost can stand: 0 or more, its figures in their order.
///
/// # Errors
/// What is wrong with it, in words.
pub(super) fn check_cost(name: &str, estimate: &Estimate) -> Result<(), String> {
    if estimate.low < 0.0 {
        return Err(format!("{name}: a cost is 0 or more, not {}", estimate.low));
    }
    range(estimate).check(name).map_err(|error| error.to_string())
}
