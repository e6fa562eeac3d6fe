//! The figures of a report, as its JSON file holds them.

use crate::domain::Variant;
use crate::stats::Comparison;
use serde::Serialize;
use std::collections::BTreeMap;

/// A report on a whole workspace.
#[derive(Debug, Clone, Serialize)]
pub struct Report {
    /// The workspace's name.
    pub workspace: String,
    /// When it was made, in the workspace's time zone.
    pub made_at: String,
    /// The version of the program that made it.
    pub program_version: String,
    /// The record of changes as it stood, as one line that tells it from any other.
    pub anchor: Option<String>,
    /// The currency of all amounts.
    pub currency: String,
    /// The experiments.
    pub experiments: Vec<ExperimentSection>,
    /// The policy, version by version.
    pub policy: Vec<PolicySection>,
    /// Compliance in one sentence.
    pub compliance_sentence: String,
    /// The counts behind it.
    pub compliance_detail: String,
    /// Quarter by quarter.
    pub quarters: Vec<QuarterSection>,
    /// The largest incidents, by people.
    pub incidents: Vec<IncidentSection>,
    /// Every import that the figures rest on.
    pub imports: Vec<ImportSection>,
    /// How the figures are made, with sources.
    pub methods: Vec<String>,
}

/// One experiment.
#[derive(Debug, Clone, Serialize)]
pub struct ExperimentSection {
    /// Its name.
    pub name: String,
    /// What was expected.
    pub hypothesis: String,
    /// The verdict in one sentence.
    pub verdict: String,
    /// What stands behind it.
    pub detail: String,
    /// People counted.
    pub people: u64,
    /// People who saw two variants and were set aside.
    pub crossovers: u64,
    /// People asked more than once.
    pub repeated: u64,
    /// All figures.
    pub comparison: Option<Comparison>,
    /// How likely a split at least as uneven is, if people were split as planned.
    pub sample_ratio_p_value: Option<f64>,
    /// What else to know about the verdict, one sentence each.
    pub qualifications: Vec<String>,
    /// Wordings and terms as shown.
    pub variants: Vec<Variant>,
}

/// One version of the policy.
#[derive(Debug, Clone, Serialize)]
pub struct PolicySection {
    /// Its title.
    pub title: String,
    /// From when it holds.
    pub holds_from: String,
    /// Why it was made.
    pub reason: String,
    /// Its rules as sentences.
    pub rules: Vec<String>,
    /// What changed against the version before, as sentences.
    pub changes: Vec<String>,
}

/// What was forgone.
#[derive(Debug, Clone, Serialize)]
pub struct HeldBack {
    /// Uses held back.
    pub uses: u64,
    /// What they would have been worth, in currency units.
    pub value: f64,
}

/// One quarter.
#[derive(Debug, Clone, Serialize)]
pub struct QuarterSection {
    /// Such as `2026-Q4`.
    pub quarter: String,
    /// Uses judged.
    pub uses: u64,
    /// Deviations, recorded ones included.
    pub deviations: u64,
    /// Incidents they form.
    pub incidents: u64,
    /// Deviations per 1,000 uses; `None` where no uses are known.
    pub rate_per_1000: Option<f64>,
    /// Its 95% credible interval.
    pub rate_interval: Option<[f64; 2]>,
    /// Where no uses are known: the 95% interval of the expected count.
    pub count_interval: Option<[f64; 2]>,
    /// By kind.
    pub by_kind: BTreeMap<String, u64>,
    /// By circumstance.
    pub by_circumstance: BTreeMap<String, u64>,
    /// Uses that could not be judged.
    pub not_judged: u64,
    /// The same by reason.
    pub coverage_gaps: BTreeMap<String, u64>,
    /// What was forgone.
    pub held_back: HeldBack,
    /// What deviating cost, in currency units.
    pub cost: f64,
}

/// One incident.
#[derive(Debug, Clone, Serialize)]
pub struct IncidentSection {
    /// The day.
    pub day: String,
    /// What happened.
    pub kind: String,
    /// In which campaign.
    pub campaign: String,
    /// People touched.
    pub people: u64,
    /// Deviating uses.
    pub uses: u64,
    /// Why.
    pub circumstance: String,
    /// What was decided.
    pub disposition: String,
}

/// One import.
#[derive(Debug, Clone, Serialize)]
pub struct ImportSection {
    /// The file's name.
    pub file_name: String,
    /// BLAKE3 of the file; of several, parted by spaces.
    pub file_hash: String,
    /// Which log.
    pub kind: String,
    /// When it was imported.
    pub imported_at: String,
    /// Rows in the file.
    pub rows_read: u64,
    /// Rows that were usable.
    pub rows_kept: u64,
    /// Rows set aside by reason.
    pub set_aside: BTreeMap<String, u64>,
}
