//! What people answered, and how it is counted.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

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
    /// What was accepted before was taken back; no request of its own.
    Withdrawn,
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

    /// Counts all people of another count of the same variant.
    pub fn add_all(&mut self, other: &Self) {
        self.shown += other.shown;
        self.accepted += other.accepted;
        self.declined += other.declined;
        self.dismissed += other.dismissed;
        self.ignored += other.ignored;
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

impl ExperimentCounts {
    /// Adds the counts of other people, variant by variant and segment by segment; what was seen of closed days stays as it is.
    pub fn add(&mut self, other: &Self) {
        add_variants(&mut self.variants, &other.variants);
        add_variants(&mut self.by_first_showing, &other.by_first_showing);
        self.crossovers += other.crossovers;
        self.repeated += other.repeated;
        self.rows += other.rows;
        let key = |entry: &SegmentCount| (entry.segment.clone(), entry.value.clone(), entry.count.variant);
        let mut all: BTreeMap<_, VariantCount> = BTreeMap::new();
        for entry in self.segments.drain(..).chain(other.segments.iter().cloned()) {
            let (key, count) = (key(&entry), entry.count);
            let sum = all.entry(key).or_insert_with(|| VariantCount { variant: count.variant, ..Default::default() });
            sum.add_all(&count);
        }
        let entry = |((segment, value, _), count)| SegmentCount { segment, value, count };
        self.segments = all.into_iter().map(entry).collect();
    }
}

fn add_variants(all: &mut Vec<VariantCount>, more: &[VariantCount]) {
    for count in more {
        match all.iter_mut().find(|known| known.variant == count.variant) {
            Some(known) => known.add_all(count),
            None => all.push(count.clone()),
        }
    }
}

/// The people of one day, closed once they were seen.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Block {
    /// The day.
    pub day: jiff::civil::Date,
    /// For each variant, by its key: people shown it and people who accepted.
    pub counts: Vec<(i64, u64, u64)>,
}
