//! Comments: what people say to each other about a thing in the workspace.

use super::{IncidentKey, Quarter};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// What a comment is about.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum CommentSubject {
    /// An experiment: its key, and its name when the comment was written.
    Experiment(i64, String),
    /// All uses of one kind of deviation in one campaign on one day.
    Incident(IncidentKey),
    /// A quarter, by its first day.
    Quarter(Date),
    /// The policy.
    Policy,
}

impl CommentSubject {
    /// A quarter.
    pub fn quarter(quarter: Quarter) -> Self {
        Self::Quarter(quarter.first_day())
    }

    /// Whether both are the same thing, whatever it was called at the time.
    pub fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Experiment(one, _), Self::Experiment(another, _)) => one == another,
            _ => self == other,
        }
    }
}

/// A comment.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Comment {
    /// Its key: 32 hexadecimal digits drawn at random, so that comments written in copies of a workspace never share one.
    pub id: String,
    /// What it is about.
    pub subject: CommentSubject,
    /// What it says; empty once it was removed.
    pub text: String,
    /// Who wrote it.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// Whether it was removed: kept as that, so that a copy of the workspace does not bring it back.
    #[serde(default)]
    pub removed: bool,
}
