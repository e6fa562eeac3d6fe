//! Is the sample sound? What may be wrong with the people of an experiment, before anybody reads what it found.
//!
//! [`check`] looks at the split between the arms, at people who saw more than they should, at missing values and at sudden changes, and
//! says of each what was seen, what it may mean and what to do. An alarm stands in the way of a verdict until somebody says why it may stand.

mod change_point;
mod finding;
mod people;
mod ratio;

pub use change_point::{ChangePoint, change_point};
pub use finding::{Figure, Finding, FindingKind, Severity};
pub use people::{CROSSOVERS_ALARM, CROSSOVERS_CAUTION, MISSING_CAUTION, PeopleFacts, REPEATS_CAUTION, SegmentFacts};
pub use ratio::{Phase, PhaseRatio, RatioFigures, UNEVEN, sample_ratio_over_phases};

use super::Count;
use super::error::StatsError;
use serde::Serialize;

/// What is known of the sample of one experiment.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct SampleFacts {
    /// Names of the arms, the baseline first.
    pub arms: Vec<String>,
    /// Phases in ascending order; each change of the planned split begins a new one.
    pub phases: Vec<Phase>,
    /// The largest ln E of the split over all looks so far, as kept from [`RatioFigures::ln_e_max`]; 0 at the first.
    pub ln_e_kept: f64,
    /// Who the people are.
    pub people: PeopleFacts,
}

/// What the check found.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SampleCheck {
    /// Everything that was seen, the gravest first.
    pub findings: Vec<Finding>,
    /// The split between the arms.
    pub ratio: RatioFigures,
    /// The most likely sudden change of each phase that is long enough, whether or not it is grave enough for a finding.
    pub changes: Vec<ChangePoint>,
}

impl SampleCheck {
    /// Whether nothing stands in the way of a verdict: there is no alarm.
    pub fn is_sound(&self) -> bool {
        self.findings.iter().all(|finding| finding.severity != Severity::Alarm)
    }
}

/// Checks a sample.
///
/// # Errors
/// [`StatsError::UnequalArms`] where a day or a plan has another number of arms than `arms`; [`StatsError::BadShare`]; [`StatsError::AcceptedExceedsShown`].
pub fn check(facts: &SampleFacts) -> Result<SampleCheck, StatsError> {
    let ratio = sample_ratio_over_phases(&facts.arms, &facts.phases, facts.ln_e_kept)?;
    let mut findings = ratio::findings(&facts.arms, &facts.phases, &ratio);
    findings.extend(people::findings(&facts.people));
    let mut changes = Vec::new();
    for phase in &facts.phases {
        let days: Vec<(i64, Count)> = phase
            .days
            .iter()
            .map(|day| (day.day, day.arms.iter().fold(Count::default(), |sum, count| sum.plus(*count))))
            .collect();
        if let Some(change) = change_point(&days) {
            findings.extend(change_point::finding(&change));
            changes.push(change);
        }
    }
    findings.sort_by_key(|finding| finding.severity);
    Ok(SampleCheck { findings, ratio, changes })
}

#[cfg(test)]
#[path = "tests.rs"]
mod tests;
