//! Did every arm get its planned share of people, in every phase?

use super::finding::{Finding, FindingKind, Severity};
use crate::stats::error::StatsError;
use crate::stats::sample_ratio::{sample_ratio_ln_e, sample_ratio_p_value};
use crate::stats::watching::DayOfArms;
use crate::stats::words::{count, percent};
use serde::{Deserialize, Serialize};

/// Sequential p value below which the split is an alarm.
pub const UNEVEN: f64 = 0.001;

/// An arm that got nobody is an alarm once so many people were to be expected in it: by chance that happens once in 22,000 (e^−10).
const EXPECTED_AT_LEAST: f64 = 10.0;

/// A time during which the planned split stayed the same.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
pub struct Phase {
    /// Planned share of each arm, on any scale; 0 for an arm that takes no part.
    pub planned_shares: Vec<f64>,
    /// The days of the phase in ascending order, one count per arm.
    pub days: Vec<DayOfArms>,
}

/// The split over all phases.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct RatioFigures {
    /// 1 / max E, in [0, 1]: the chance that it ever falls to α or below while the sample follows its plan is at most α, however often one
    /// looks and however often the plan changes. 1 where no phase can be checked.
    pub anytime_p: f64,
    /// The largest ln E over all looks, at least 0: to be kept and handed in at the next one.
    pub ln_e_max: f64,
    /// One entry per phase.
    pub phases: Vec<PhaseRatio>,
}

/// The split in one phase.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PhaseRatio {
    /// How many people each arm was shown to.
    pub shown: Vec<u64>,
    /// How many were to be expected by the plan, of the people of all arms.
    pub expected: Vec<f64>,
    /// ln E of this phase alone at its end (Lindon & Malek 2022).
    pub ln_e: f64,
    /// p value of Pearson's χ² test, valid for a single look at the end; `None` where there is nothing to test.
    pub fixed_p: Option<f64>,
}

/// Checks the split over all phases and days. Each phase has a martingale against its own plan (Lindon & Malek 2022), which starts at 1 when
/// the phase begins; their product over time is one martingale, so that Ville's inequality holds for the whole experiment and no
/// correction for several phases is needed. A look is taken at the end of each day; `ln_e_kept` is the largest ln E of earlier looks.
///
/// # Errors
/// [`StatsError::UnequalArms`], [`StatsError::BadShare`], [`StatsError::AcceptedExceedsShown`].
pub fn sample_ratio_over_phases(arms: &[String], phases: &[Phase], ln_e_kept: f64) -> Result<RatioFigures, StatsError> {
    let (mut before, mut ln_e_max) = (0.0, ln_e_kept.max(0.0));
    let mut found = Vec::with_capacity(phases.len());
    for phase in phases {
        let mut shown = vec![0_u64; arms.len()];
        let mut ln_e = 0.0;
        let planned = same_length(arms, &phase.planned_shares)?;
        let is_share = |share: f64| share >= 0.0 && share.is_finite();
        if let Some((arm, &share)) = arms.iter().zip(planned).find(|(_, share)| !is_share(**share)) {
            return Err(StatsError::BadShare { arm: arm.clone(), share });
        }
        for day in &phase.days {
            for ((name, sum), count) in arms.iter().zip(&mut shown).zip(same_length(arms, &day.arms)?) {
                count.check(name)?;
                *sum = sum.saturating_add(count.shown);
            }
            ln_e = in_plan(&shown, planned, sample_ratio_ln_e).unwrap_or(0.0);
            ln_e_max = (before + ln_e).max(ln_e_max);
        }
        before += ln_e;
        let fixed_p = in_plan(&shown, planned, sample_ratio_p_value);
        found.push(PhaseRatio { expected: expected(&shown, planned), shown, ln_e, fixed_p });
    }
    Ok(RatioFigures { anytime_p: (-ln_e_max).exp().min(1.0), ln_e_max, phases: found })
}

fn same_length<'a, T>(arms: &[String], values: &'a [T]) -> Result<&'a [T], StatsError> {
    let (expected, found) = (arms.len(), values.len());
    if expected == found { Ok(values) } else { Err(StatsError::UnequalArms { expected, found }) }
}

/// Applies `test` to the arms that take part.
fn in_plan(shown: &[u64], planned: &[f64], test: fn(&[u64], &[f64]) -> Option<f64>) -> Option<f64> {
    let part = shown.iter().zip(planned).filter(|(_, share)| **share > 0.0);
    let (shown, planned): (Vec<u64>, Vec<f64>) = part.map(|(shown, share)| (*shown, *share)).unzip();
    test(&shown, &planned)
}

fn expected(shown: &[u64], planned: &[f64]) -> Vec<f64> {
    let all: f64 = shown.iter().map(|&n| n as f64).sum();
    let sum: f64 = planned.iter().sum();
    planned.iter().map(|share| if sum > 0.0 { all * share / sum } else { 0.0 }).collect()
}

/// What is to be said of the split.
pub(super) fn findings(arms: &[String], phases: &[Phase], ratio: &RatioFigures) -> Vec<Finding> {
    let mut findings = unplanned(arms, phases, ratio);
    let totals: Vec<(&String, u64, f64)> = arms
        .iter()
        .enumerate()
        .map(|(arm, name)| {
            let shown = ratio.phases.iter().fold(0_u64, |sum, phase| sum.saturating_add(phase.shown[arm]));
            (name, shown, ratio.phases.iter().map(|phase| phase.expected[arm]).sum())
        })
        .collect();
    let empty = totals.iter().filter(|(_, shown, expected)| *shown == 0 && *expected >= EXPECTED_AT_LEAST);
    findings.extend(empty.map(|(name, _, expected)| empty_arm(name, *expected)));
    if ratio.anytime_p < UNEVEN {
        findings.push(uneven(&totals, ratio));
    }
    findings
}

fn unplanned(arms: &[String], phases: &[Phase], ratio: &RatioFigures) -> Vec<Finding> {
    let per_arm = arms.iter().enumerate().filter_map(|(arm, name)| {
        let of_phase = phases.iter().zip(&ratio.phases).filter(|(phase, _)| phase.planned_shares[arm] <= 0.0);
        let people = of_phase.fold(0_u64, |sum, (_, found)| sum.saturating_add(found.shown[arm]));
        (people > 0).then(|| {
            let sentence = format!(
                "{} people were shown “{name}” while its planned share was 0. The assignment may run on another plan than the one \
                 written here. Correct the plan, or find out who assigned them.",
                count(people)
            );
            Finding::new(FindingKind::UnplannedArm, Severity::Alarm, name, sentence).with("people", people as f64)
        })
    });
    per_arm.collect()
}

fn empty_arm(name: &str, expected: f64) -> Finding {
    let sentence = format!(
        "Nobody was shown “{name}”, where about {expected:.0} people were planned. The arm may not be switched on, or its rows may bear \
         another name in the log. Look at the log's names first, then at the assignment."
    );
    Finding::new(FindingKind::EmptyArm, Severity::Alarm, name, sentence).with("people expected", expected)
}

fn uneven(totals: &[(&String, u64, f64)], ratio: &RatioFigures) -> Finding {
    let off = |&(_, shown, expected): &(&String, u64, f64)| {
        if expected > 0.0 { (shown as f64 - expected).abs() / expected.sqrt() } else { 0.0 }
    };
    let worst = totals.iter().max_by(|a, b| off(a).total_cmp(&off(b)));
    let seen = worst.map_or_else(String::new, |(name, shown, expected)| {
        let all: u64 = totals.iter().fold(0, |sum, total| sum.saturating_add(total.1));
        format!(
            ": “{name}” got {} of {} people ({}), where about {expected:.0} were planned",
            count(*shown),
            count(all),
            percent(*shown as f64 / (all as f64).max(1.0), 1)
        )
    });
    let sentence = format!(
        "The arms did not get their planned shares{seen}. By chance this happens less than once in a thousand experiments; rows may be lost, \
         or people assigned by a broken rule, and then the arms hold different kinds of people. Find the cause before you trust the \
         comparison."
    );
    let about = worst.map_or("", |worst| worst.0);
    let finding = Finding::new(FindingKind::SampleRatio, Severity::Alarm, about, sentence);
    finding.with("sequential p value", ratio.anytime_p).with("ln E at its largest", ratio.ln_e_max)
}
