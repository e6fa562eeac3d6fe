//! What was decided in view of deviations.

use super::{Circumstance, DeviationKind};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// Deviations that have something in common; an empty pattern is about all of them.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Pattern {
    /// Their kind; `None` for any.
    pub kind: Option<DeviationKind>,
    /// Why they happened; `None` for any.
    pub circumstance: Option<Circumstance>,
    /// What the data were used for, with all that is below; empty for anything.
    pub purpose: String,
    /// Who used them; empty for anybody.
    pub team: String,
}

/// A decision, with what led to it and what came of it.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Decision {
    /// Its key in the workspace; 0 before it is stored.
    pub id: i64,
    /// The day from which it holds: its effect is looked for after it.
    pub holds_from: Date,
    /// What was decided, in words.
    pub what: String,
    /// Why.
    pub reason: String,
    /// What it is meant to change.
    pub pattern: Pattern,
    /// The policy version that it made, by its first day.
    pub policy_version: Option<Date>,
    /// Who decided.
    pub by: String,
    /// When it was written down.
    pub at: Timestamp,
}
