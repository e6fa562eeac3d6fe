//! What people answered, and how it is counted.

use super::PersonKey;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// How a person answered a request. A dismissal or silence is never turned into a refusal.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Answer {
    /// Said yes.
    Accepted,
    /// Said no.
    Declined,
    /// Closed the request without choosing.
    Dismissed,
    /// Did not react.
    Ignored,
}

/// What one usable row of a response log says: that a request was shown, or how it was answered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
pub enum ResponseEvent {
    /// The request was shown; the answer, if any, stands in a later row.
    Shown,
    /// The request was answered.
    Answered(Answer),
}

/// One usable row of a response log.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ResponseRow {
    /// Who.
    pub person: PersonKey,
    /// The key of the variant.
    pub variant: i64,
    /// When; rows of a log without times keep the order of the log from the epoch on.
    pub at: Timestamp,
    /// What.
    pub event: ResponseEvent,
    /// Values of the segment columns, in the order of the log's segment names.
    pub segments: Vec<String>,
}

/// How many people saw a variant and what they answered at its first showing.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct VariantCount {
    /// The key of the variant.
    pub variant: i64,
    /// People shown the request.
    pub shown: u64,
    /// Of these: said yes.
    pub accepted: u64,
    /// Said no.
    pub declined: u64,
    /// Closed it.
    pub dismissed: u64,
    /// Did not react.
    pub ignored: u64,
}

impl VariantCount {
    /// People who chose: accepted or declined.
    pub fn chose(&self) -> u64 {
        self.accepted + self.declined
    }

    /// Counts one person.
    pub fn add(&mut self, answer: Answer) {
        self.shown += 1;
        match answer {
            Answer::Accepted => self.accepted += 1,
            Answer::Declined => self.declined += 1,
            Answer::Dismissed => self.dismissed += 1,
            Answer::Ignored => self.ignored += 1,
        }
    }
}

/// The counts of one variant in one segment on one day (in the workspace's time zone).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SegmentCount {
    /// The name of the segment column, such as `country`; empty for the counts by day.
    pub segment: String,
    /// The value in that column, or the day as `2026-11-22`.
    pub value: String,
    /// The counts.
    pub count: VariantCount,
}

/// Everything counted of one experiment's responses, over all imports.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExperimentCounts {
    /// Each person once, at the first showing; who saw two variants is left out.
    pub variants: Vec<VariantCount>,
    /// The same with whoever saw two variants counted for the one seen first.
    pub by_first_showing: Vec<VariantCount>,
    /// By segment and by day.
    pub segments: Vec<SegmentCount>,
    /// People who saw two variants.
    pub crossovers: u64,
    /// People with more than one request of the same variant.
    pub repeated: u64,
    /// Usable rows over all imports.
    pub rows: u64,
    /// The counts by day as they were when they were first seen; who came later joined the next new day. Evidence that is safe
    /// against peeking rests on them.
    #[serde(default)]
    pub blocks: Vec<Block>,
    /// The most people that were ever counted, also if their import was taken back since.
    #[serde(default)]
    pub people_ever: u64,
    /// Whether counts that were seen before were changed afterwards, so that this evidence has lost its guarantee.
    #[serde(default)]
    pub past_revised: bool,
}

/// The people of one day, closed once they were seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The day.
    pub day: jiff::civil::Date,
    /// For each variant, by its key: people shown it and people who accepted.
    pub counts: Vec<(i64, u64, u64)>,
}
