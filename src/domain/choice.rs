//! What people decided once they had seen the result of an experiment.

use super::DecisionRule;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Which wording is used from now on, who decided so and why, and what they had before them.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Choice {
    /// The key of the variant; `None` if none of them is used.
    pub variant: Option<i64>,
    /// Its name at that time; empty if none.
    pub wording: String,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// When it was written down.
    pub at: Timestamp,
    /// The rule that was in force; `None` if none had been stated.
    pub rule: Option<DecisionRule>,
    /// The verdict at that time, in a sentence; empty if there was none.
    pub verdict: String,
    /// How many people had been asked.
    pub people: u64,
}
