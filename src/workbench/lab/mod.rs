//! The wording lab: what all experiments of the workspace and the past tests in it say of words.
//!
//! What it learns from is gathered with the model and cheap; the learning itself takes up to seconds, and is done when somebody asks, on a
//! thread of its own, and again only once something that it rests on has changed.

mod factors;
mod foretell;
mod gather;
mod learn;
mod matrix;
mod slot;
mod words;

#[cfg(test)]
mod tests;

use crate::domain::{PastTest, Variant};
use crate::stats::Count;
use crate::stats::lab::{AudienceEffect, Lab, NextTest, NowAndLater, TraitFigures};
use std::collections::BTreeMap;
use std::sync::Arc;

pub use factors::{Factor, FactorKind};
pub use foretell::coded_value;
pub use learn::{LEVEL, learn};
pub use matrix::{LabTest, LabWording};
pub use slot::LabView;
pub(super) use slot::Slot;

/// Everything that the lab learns from; the same inputs give the same model.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct LabInputs {
    /// The experiments of the workspace that may be counted on.
    pub experiments: Vec<TriedExperiment>,
    /// Tests of the past.
    pub past: Arc<Vec<PastTest>>,
    /// Experiments that may not be counted on, each with the reason.
    pub left_out: Vec<String>,
}

/// An experiment of the workspace.
#[derive(Debug, Clone, PartialEq)]
pub struct TriedExperiment {
    /// Its key.
    pub id: i64,
    /// Its name.
    pub name: String,
    /// The law it asked under.
    pub jurisdiction: String,
    /// Its wordings that people were shown.
    pub wordings: Vec<TriedWording>,
    /// Its people cut up by what is known of them: by column and value, the count of each wording.
    pub segments: BTreeMap<String, BTreeMap<String, Vec<Count>>>,
}

/// A wording that people were shown.
#[derive(Debug, Clone, PartialEq)]
pub struct TriedWording {
    /// The wording with its terms and a person's corrections of its traits.
    pub variant: Variant,
    /// Accepted of shown.
    pub count: Count,
    /// Still kept of accepted, where withdrawals are known.
    pub kept: Option<Count>,
}

/// What the lab has learnt.
#[derive(Debug, Clone)]
pub struct LabModel {
    /// Soothes, alarms and cannot tell, in one sentence.
    pub sentence: String,
    /// What stands behind it.
    pub detail: String,
    /// Experiments that say something, of the workspace.
    pub experiments: usize,
    /// The same of the past.
    pub past_tests: usize,
    /// People in all of them.
    pub people: u64,
    /// Median over them of the share that accepted, in (0, 1).
    pub typical_rate: f64,
    /// What varied, what soothes most first.
    pub traits: Vec<LearntTrait>,
    /// What could have varied and never did, in words.
    pub never_tried: Vec<String>,
    /// Traits that were never, or hardly ever, seen apart, in sentences.
    pub confounded: Vec<String>,
    /// What to test next, the most telling first; nothing that must not be used.
    pub next: Vec<NextTest>,
    /// For each way of telling people apart: what it is called.
    pub audiences: Vec<String>,
    /// Whether withdrawals are known, so that what wins now can be told from what is kept.
    pub knows_later: bool,
    /// What was left out, with the reason.
    pub left_out: Vec<String>,
    /// The tests learnt from, with the value of each factor of `factors`.
    pub tests: Vec<LabTest>,
    /// What varied, in the order of the values of a wording.
    pub factors: Vec<Factor>,
    /// What foretells; `None` where there was nothing to learn from.
    accepting: Option<Lab>,
}

/// What is known of one trait.
#[derive(Debug, Clone)]
pub struct LearntTrait {
    /// Place of its values among those of a wording.
    pub place: usize,
    /// What it is.
    pub factor: Factor,
    /// Its effect on saying yes.
    pub figures: TraitFigures,
    /// Its effect on keeping to it, where withdrawals are known.
    pub later: Option<NowAndLater>,
    /// The same in a sentence; empty where nothing is known.
    pub later_sentence: String,
    /// Its effect in each audience, by the place of [`LabModel::audiences`]; empty where it did not vary there.
    pub by_audience: Vec<Vec<AudienceEffect>>,
    /// With which others it was never, or hardly ever, seen apart, in sentences.
    pub confounded: Vec<String>,
    /// What the law says of it, whatever it brings; empty if nothing.
    pub duty: &'static str,
}

impl LabModel {
    /// The tests in which a factor varied.
    pub fn seen(&self, place: usize) -> Vec<&LabTest> {
        self.tests.iter().filter(|test| test.varies(place)).collect()
    }
}
