//! Uses of data: what was done, or held back.

use super::{Circumstance, Money, PersonKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether a use took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was held back to keep a promise: forgone, not a deviation.
    HeldBack,
}

/// One use of one person's data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataUse {
    /// When.
    pub at: Timestamp,
    /// Whose data; `None` where the log does not say.
    pub person: Option<PersonKey>,
    /// For what.
    pub purpose: String,
    /// Which data.
    pub category: String,
    /// Who received them; empty for the company itself.
    pub recipient: String,
    /// Over which channel, such as `email`; empty if nobody was contacted.
    pub channel: String,
    /// Which campaign it belongs to.
    pub campaign: String,
    /// Done or held back.
    pub outcome: Outcome,
    /// What it was worth, or would have been.
    pub value: Money,
    /// Why a deviation happened, where the log says so.
    pub circumstance: Option<Circumstance>,
}
