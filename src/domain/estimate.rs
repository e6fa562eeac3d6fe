//! Amounts that people estimate.

use serde::{Deserialize, Serialize};

/// An amount as three figures, in units of the workspace's currency or whatever else its owner counts.
#[derive(Debug, Clone, Copy, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Estimate {
    /// The low figure, at most the likely one.
    pub low: f64,
    /// The likely figure.
    pub likely: f64,
    /// The high figure, at least the likely one.
    pub high: f64,
    /// Whether low and high are bounds that are never passed; else one amount in ten lies below the low figure and one in ten above the high one.
    #[serde(default)]
    pub never_beyond: bool,
}

impl Estimate {
    /// One known amount.
    pub fn exactly(amount: f64) -> Self {
        Self { low: amount, likely: amount, high: amount, never_beyond: true }
    }
}
