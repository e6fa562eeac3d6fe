//! One thing that was seen in a sample.

use serde::{Deserialize, Serialize};

/// How grave a finding is; the gravest orders first.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Severity {
    /// No verdict before somebody says why it may stand.
    Alarm,
    /// To be known by whoever reads the verdict.
    Caution,
    /// Counted and shown.
    Note,
}

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum FindingKind {
    /// The arms did not get their planned shares of people.
    SampleRatio,
    /// An arm got nobody.
    EmptyArm,
    /// An arm got people while its planned share was 0.
    UnplannedArm,
    /// People saw more than one variant.
    Crossovers,
    /// People were shown the prompt more than once.
    Repeats,
    /// People without a value of a segment.
    MissingValues,
    /// The rate of acceptance of all arms together changed suddenly.
    SuddenChange,
}

/// A named figure behind a finding.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Figure {
    /// What it is.
    pub label: String,
    /// Its value; shares and p values lie in [0, 1].
    pub value: f64,
}

/// One thing that was seen in a sample.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Finding {
    /// What it is about.
    pub kind: FindingKind,
    /// How grave it is.
    pub severity: Severity,
    /// The arm or segment it is about; empty where it is about the whole sample.
    pub about: String,
    /// What was seen, what it may mean and what to do.
    pub sentence: String,
    /// The figures behind it.
    pub figures: Vec<Figure>,
}

impl Finding {
    pub(super) fn new(kind: FindingKind, severity: Severity, about: &str, sentence: String) -> Self {
        Self { kind, severity, about: about.to_owned(), sentence, figures: Vec::new() }
    }

    #[must_use]
    pub(super) fn with(mut self, label: &str, value: f64) -> Self {
        self.figures.push(Figure { label: label.to_owned(), value });
        self
    }
}
