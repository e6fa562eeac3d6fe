//! The figures as JSON and as lines.

use super::{Compare, refused};
use crate::stats::segments::SegmentFigures;
use crate::stats::soundness::SampleCheck;
use crate::stats::watching::{EValueAt, Standing};
use crate::stats::{Arm, Beta};
use crate::stats::{
    ArmFigures, Comparison, Equivalence, LogitEvidence, LogitPrior, ModelPrior, ModelProbabilities, PairFigures,
    Robustness, SeriousFinding, Verdict, equivalence, logit_evidence, model_probabilities, robustness,
};
use crate::workbench::{Analysis, Problem, day_of_number};
use serde::Serialize;
use std::collections::BTreeMap;

/// Everything that is printed.
#[derive(Serialize)]
pub(super) struct Answer<'a> {
    pub interval: f64,
    pub arms: &'a [ArmFigures],
    pub pairs: Vec<Pair<'a>>,
    #[serde(skip)]
    pub told: &'a Verdict,
    pub verdict: &'a str,
    pub decided_by: &'static str,
    pub qualifications: &'a [String],
    pub robustness: Robustness,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub sample: Option<&'a SampleCheck>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub evidence: Option<EValueAt>,
    pub past_revised: bool,
    pub serious_findings: &'a [SeriousFinding],
    pub forgotten: u64,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub kept: Option<&'a crate::stats::kept::KeptFigures>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub days: Option<Vec<Day<'a>>>,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub segments: Option<BTreeMap<&'a str, BTreeMap<&'a str, &'a SegmentFigures>>>,
}

/// One arm against the baseline.
#[derive(Serialize)]
pub(super) struct Pair<'a> {
    #[serde(flatten)]
    pub figures: &'a PairFigures,
    pub logit: LogitEvidence,
    pub model_probabilities: ModelProbabilities,
    #[serde(skip_serializing_if = "Option::is_none")]
    pub equivalence: Option<Equivalence>,
}

/// The figures at the end of one day.
#[derive(Serialize)]
pub(super) struct Day<'a> {
    pub date: String,
    #[serde(flatten)]
    pub standing: &'a Standing,
}

impl<'a> Answer<'a> {
    pub(super) fn new(
        asked: &Compare,
        comparison: &'a Comparison,
        verdict: &'a Verdict,
        analysis: Option<&'a Analysis>,
        forgotten: u64,
    ) -> Result<Self, Problem> {
        let wrong = |error| refused(error, "Correct the counts, the prior or the region.");
        let arms: Vec<Arm> = comparison
            .arms
            .iter()
            .map(|arm| Arm { name: arm.name.clone(), accepted: arm.accepted, shown: arm.shown, prior: arm.prior })
            .collect();
        let days = |analysis: &'a Analysis| analysis.days.iter().map(day).collect();
        Ok(Self {
            forgotten,
            interval: comparison.interval,
            arms: &comparison.arms,
            pairs: pairs(comparison, asked.rope)?,
            told: verdict,
            verdict: &verdict.sentence,
            decided_by: verdict.decided_by.label(),
            qualifications: &verdict.qualifications,
            robustness: robustness(&arms, comparison.interval).map_err(wrong)?,
            sample: analysis.map(|analysis| &analysis.sample),
            evidence: analysis.and_then(|analysis| analysis.days.last()).map(|standing| standing.evidence),
            past_revised: analysis.is_some_and(|analysis| analysis.past_revised),
            serious_findings: analysis.map_or(&[], |analysis| &analysis.findings),
            kept: analysis.and_then(|analysis| analysis.kept.as_ref()).map(|kept| &kept.0),
            days: analysis.filter(|_| asked.by.is_some()).map(days),
            segments: analysis.filter(|_| asked.segments).map(segments),
        })
    }
}

fn pairs(comparison: &Comparison, rope: Option<f64>) -> Result<Vec<Pair<'_>>, Problem> {
    let Some((baseline, others)) = comparison.arms.split_first() else { return Ok(Vec::new()) };
    comparison.pairs.iter().zip(others).map(|(figures, arm)| pair(figures, baseline, arm, rope)).collect()
}

fn pair<'a>(
    figures: &'a PairFigures,
    baseline: &ArmFigures,
    arm: &ArmFigures,
    rope: Option<f64>,
) -> Result<Pair<'a>, Problem> {
    let wrong = |error| refused(error, "Give --rope in percentage points, above 0 and at most 100.");
    let counts = |arm: &ArmFigures| (arm.accepted, arm.shown);
    let posterior = |arm: &ArmFigures| Beta { alpha: arm.posterior.alpha, beta: arm.posterior.beta };
    let logit = logit_evidence(counts(baseline), counts(arm), &LogitPrior::default()).map_err(wrong)?;
    let region = rope.map(|points| equivalence(&posterior(baseline), &posterior(arm), points / 100.0));
    Ok(Pair {
        figures,
        model_probabilities: model_probabilities(&logit, ModelPrior::default()).map_err(wrong)?,
        logit,
        equivalence: region.transpose().map_err(wrong)?,
    })
}

fn day(standing: &Standing) -> Day<'_> {
    Day { date: day_of_number(standing.day).map(|day| day.to_string()).unwrap_or_default(), standing }
}

fn segments(analysis: &Analysis) -> BTreeMap<&str, BTreeMap<&str, &SegmentFigures>> {
    let tables = analysis.segments.iter();
    tables
        .map(|table| (table.name.as_str(), table.pairs.iter().map(|pair| (pair.0.as_str(), &pair.1)).collect()))
        .collect()
}
