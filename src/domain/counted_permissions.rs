//! Permissions that were counted where their rows are.

use super::PermissionState;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Permissions as they stood on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedPermissions {
    /// Where, in words that open nothing.
    pub source: String,
    /// The day on which they were counted; what ended by itself by then is counted as expired.
    pub counted_on: Date,
    /// What they were counted by: a hash of the policy and of everything else that decides how long permissions last.
    pub counted_by: String,
    /// People of whom anything is known.
    pub people: u64,
    /// By purpose, category, channel and topic.
    pub scopes: Vec<CountedScope>,
    /// What came and went, month by month.
    pub flow: Vec<CountedFlow>,
}

/// How many people are in each state for one purpose, category, channel and topic.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedScope {
    /// Purpose, category, channel, topic, as the log names them; for groups of few people the first is [`super::FEW_PEOPLE`].
    pub words: [String; 4],
    /// People by state.
    pub by_state: BTreeMap<PermissionState, u64>,
}

/// Permissions gained and lost in one month.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedFlow {
    /// The first day of the month.
    pub month_first_day: Date,
    /// How many became valid.
    pub gained: u64,
    /// How many ceased to be.
    pub lost: u64,
}
