//! Everything that is worked out about one experiment beyond its comparison.

use super::fairness::serious_findings;
use super::{Problem, blocks};
use crate::compliance::KeptFor;
use crate::domain::{DecisionRule, Experiment, ExperimentCounts, SegmentCount, VariantCount};
use crate::stats::kept::{Held, KeptArm, KeptFigures, KeptVerdict, kept, kept_verdict};
use crate::stats::segments::{self, Segment, SegmentFigures, SegmentPrior, hidden_segments, segment_effects};
use crate::stats::soundness::{PeopleFacts, Phase, SampleCheck, SampleFacts, SegmentFacts, check};
use crate::stats::watching::{DayOfArms, Decision, Standing, StoppingRule, apply, develop};
use crate::stats::{
    self, Beta, Comparison, Count, Equivalence, LogitEvidence, LogitPrior, ModelPrior, ModelProbabilities, Robustness,
    SeriousFinding, StatsError, Verdict,
};
use jiff::civil::Date;
use std::collections::BTreeMap;

/// What is worked out about one experiment.
#[derive(Debug, Clone, PartialEq)]
pub struct Analysis {
    /// The verdict, from the decision table.
    pub verdict: Verdict,
    /// Whether the sample is what it should be.
    pub sample: SampleCheck,
    /// What the stated rule says; `None` if none was stated.
    pub decision: Option<Decision>,
    /// How the figures developed, day by day; empty for logs without times.
    pub days: Vec<Standing>,
    /// One entry per arm after the baseline.
    pub pairs: Vec<PairAnalysis>,
    /// The verdict under other priors.
    pub robustness: Robustness,
    /// One table per segment column.
    pub segments: Vec<SegmentTable>,
    /// Whether days that were seen before were changed by a later import, so that the e-values have lost their guarantee.
    pub past_revised: bool,
    /// What keeps wordings from winning, with the reasons recorded why they may all the same.
    pub findings: Vec<SeriousFinding>,
    /// How long permission was kept, where withdrawals are known, with the verdict by it.
    pub kept: Option<(KeptFigures, KeptVerdict)>,
}

/// One arm against the baseline.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct PairAnalysis {
    /// Evidence for a difference, by the order-restricted logit model.
    pub evidence: LogitEvidence,
    /// What that makes of the hypotheses.
    pub models: ModelProbabilities,
    /// Chance that the difference is too small to matter, and to be better or worse by more; `None` without a region.
    pub equivalence: Option<Equivalence>,
}

/// The effects in the segments of one column.
#[derive(Debug, Clone, PartialEq)]
pub struct SegmentTable {
    /// The name of the column, such as `country`.
    pub name: String,
    /// Name of each arm after the baseline, with the effects of its segments.
    pub pairs: Vec<(String, SegmentFigures)>,
}

/// What an analysis is made from; the same inputs give the same analysis.
#[derive(Debug, Clone, PartialEq)]
pub struct Inputs {
    pub(super) experiment: Experiment,
    pub(super) counts: ExperimentCounts,
    pub(super) comparison: Comparison,
    pub(super) kept_for: Option<BTreeMap<i64, Vec<KeptFor>>>,
    pub(super) smallest_segment: u64,
    pub(super) today: Date,
}

impl Inputs {
    /// The same people looked at with another prior or level.
    pub fn with(&self, prior: Option<Beta>, level: f64) -> Result<(Comparison, Analysis), Problem> {
        let mut arms = arms(&self.comparison);
        let mut inputs = self.clone();
        if let Some(prior) = prior {
            arms.iter_mut().for_each(|arm| arm.prior = prior);
            inputs.experiment.prior = [prior.alpha, prior.beta];
        }
        inputs.comparison = stats::compare(&arms, level).map_err(|error| {
            Problem::new("Nothing was compared", error, "Correct the counts, the prior or the interval.")
        })?;
        let analysis = analyse(&inputs)?;
        Ok((inputs.comparison, analysis))
    }
}

/// Works everything out; takes up to about a second for many days and segments.
pub(super) fn analyse(inputs: &Inputs) -> Result<Analysis, Problem> {
    worked_out(inputs).map_err(|error| {
        let what = format!("“{}” could not be analysed", inputs.experiment.name);
        Problem::new(what, error, "Correct the definition of the experiment.")
    })
}

fn worked_out(inputs: &Inputs) -> Result<Analysis, StatsError> {
    let Inputs { experiment, counts, comparison, .. } = inputs;
    let level = comparison.interval;
    let prior = Beta { alpha: experiment.prior[0], beta: experiment.prior[1] };
    let keys: Vec<i64> = experiment.variants.iter().map(|variant| variant.id).collect();
    let by_day = blocks::by_day(counts, &keys);
    let days = develop(&by_day, &blocks::of_blocks(&counts.blocks, &keys), prior, level)?;
    let sample = check(&facts(experiment, counts, by_day))?;
    let people = comparison.arms.iter().map(|arm| arm.shown).sum();
    let rule = experiment.rule.as_ref().map(stopping_rule);
    // The last day that has ended is yesterday.
    let decision = rule.as_ref().map(|rule| apply(rule, comparison, people, day_number(inputs.today) - 1));
    let robustness = stats::robustness(&arms(comparison), level)?;
    let kept = kept_permission(inputs, prior)?;
    let findings = serious_findings(experiment);
    let facts = stats::Facts {
        sample: Some(&sample),
        sample_reason: &experiment.sample_reason,
        kept: kept.as_ref().map(|kept| &kept.1),
        rule: decision.as_ref(),
        findings: &findings,
        // Evidence whose past was changed says nothing any more.
        evidence: days.last().map(|standing| standing.evidence).filter(|_| !counts.past_revised),
        robustness: Some(&robustness),
    };
    Ok(Analysis {
        verdict: stats::decide(comparison, &facts),
        pairs: pairs(inputs)?,
        segments: segment_tables(inputs)?,
        past_revised: counts.past_revised,
        findings,
        sample,
        decision,
        days,
        robustness,
        kept,
    })
}

fn arms(comparison: &Comparison) -> Vec<stats::Arm> {
    let arm = |arm: &stats::ArmFigures| stats::Arm {
        name: arm.name.clone(),
        accepted: arm.accepted,
        shown: arm.shown,
        prior: arm.prior,
    };
    comparison.arms.iter().map(arm).collect()
}

/// A rule as the statistics take it: points become shares, days numbers.
pub fn stopping_rule(rule: &DecisionRule) -> StoppingRule {
    StoppingRule {
        chance: rule.chance,
        caring_points: rule.caring_points / 100.0,
        equivalence_points: rule.equivalence_points.map(|points| points / 100.0),
        smallest_people: rule.smallest_people,
        largest_people: rule.largest_people,
        last_day: rule.last_day.map(day_number),
    }
}

/// Days since the first of 1970.
pub(super) fn day_number(day: Date) -> i64 {
    let epoch = Date::constant(1970, 1, 1);
    epoch.until(day).map_or(0, |span| i64::from(span.get_days()))
}

/// The day of a number that counts days since the first of 1970.
pub fn day_of_number(number: i64) -> Option<Date> {
    jiff::Span::new().try_days(number).ok().and_then(|span| Date::constant(1970, 1, 1).checked_add(span).ok())
}

fn count_of(count: &VariantCount) -> Count {
    Count { accepted: count.accepted, shown: count.shown }
}

fn facts(experiment: &Experiment, counts: &ExperimentCounts, days: Vec<DayOfArms>) -> SampleFacts {
    let all = || counts.variants.iter().map(|count| count.shown).sum::<u64>();
    // A log without times is one look.
    let days = if days.is_empty() {
        let count =
            |id: i64| counts.variants.iter().find(|count| count.variant == id).map(count_of).unwrap_or_default();
        vec![DayOfArms { day: 0, arms: experiment.variants.iter().map(|variant| count(variant.id)).collect() }]
    } else {
        days
    };
    SampleFacts {
        arms: experiment.variants.iter().map(|variant| variant.name.clone()).collect(),
        phases: phases(experiment, &days),
        ln_e_kept: 0.0,
        people: PeopleFacts {
            people: all() + counts.crossovers,
            crossovers: counts.crossovers,
            repeats: counts.repeated,
            segments: missing_values(counts),
        },
    }
}

/// The days with the split that was planned for them.
fn phases(experiment: &Experiment, days: &[DayOfArms]) -> Vec<Phase> {
    let first = experiment.variants.iter().map(|variant| variant.planned_share).collect();
    let mut plans: Vec<(i64, Vec<f64>)> = vec![(i64::MIN, first)];
    for change in &experiment.split_changes {
        let share = |place: usize| change.shares.get(place).copied().unwrap_or(0.0);
        plans.push((day_number(change.from), (0..experiment.variants.len()).map(share).collect()));
    }
    plans.sort_by_key(|plan| plan.0);
    let ends: Vec<i64> = plans.iter().skip(1).map(|plan| plan.0).chain([i64::MAX]).collect();
    let phase = |((from, planned_shares), end): ((i64, Vec<f64>), i64)| Phase {
        planned_shares,
        days: days.iter().filter(|day| day.day >= from && day.day < end).cloned().collect(),
    };
    plans.into_iter().zip(ends).map(phase).filter(|phase| !phase.days.is_empty()).collect()
}

fn missing_values(counts: &ExperimentCounts) -> Vec<SegmentFacts> {
    let mut missing: BTreeMap<&str, u64> = BTreeMap::new();
    for entry in counts.segments.iter().filter(|entry| !entry.segment.is_empty()) {
        let none = if entry.value.trim().is_empty() { entry.count.shown } else { 0 };
        *missing.entry(&entry.segment).or_default() += none;
    }
    missing.into_iter().map(|(name, missing)| SegmentFacts { name: name.to_owned(), missing }).collect()
}

fn pairs(inputs: &Inputs) -> Result<Vec<PairAnalysis>, StatsError> {
    let arms = &inputs.comparison.arms;
    let Some((baseline, others)) = arms.split_first() else { return Ok(Vec::new()) };
    let region = inputs.experiment.rule.and_then(|rule| rule.equivalence_points);
    let posterior = |arm: &stats::ArmFigures| Beta { alpha: arm.posterior.alpha, beta: arm.posterior.beta };
    let pair = |arm: &stats::ArmFigures| {
        let evidence = stats::logit_evidence(
            (baseline.accepted, baseline.shown),
            (arm.accepted, arm.shown),
            &LogitPrior::default(),
        )?;
        let equivalence = region
            .map(|points| stats::equivalence(&posterior(baseline), &posterior(arm), points / 100.0))
            .transpose()?;
        Ok(PairAnalysis {
            models: stats::model_probabilities(&evidence, ModelPrior::default())?,
            evidence,
            equivalence,
        })
    };
    others.iter().map(pair).collect()
}

fn segment_tables(inputs: &Inputs) -> Result<Vec<SegmentTable>, StatsError> {
    let mut columns: BTreeMap<&str, Vec<&SegmentCount>> = BTreeMap::new();
    for entry in inputs.counts.segments.iter().filter(|entry| !entry.segment.is_empty()) {
        columns.entry(&entry.segment).or_default().push(entry);
    }
    columns.into_iter().map(|(name, entries)| segment_table(inputs, name, &entries)).collect()
}

fn segment_table(inputs: &Inputs, name: &str, entries: &[&SegmentCount]) -> Result<SegmentTable, StatsError> {
    let variants = &inputs.experiment.variants;
    let mut values: BTreeMap<&str, Vec<Count>> = BTreeMap::new();
    for entry in entries {
        let Some(place) = variants.iter().position(|variant| variant.id == entry.count.variant) else { continue };
        let value = if entry.value.is_empty() { "(not given)" } else { entry.value.as_str() };
        values.entry(value).or_insert_with(|| vec![Count::default(); variants.len()])[place] = count_of(&entry.count);
    }
    // A segment hidden against one arm and shown against another would not be hidden.
    let people: Vec<u64> = values
        .values()
        .map(|counts| counts[1..].iter().map(|arm| counts[0].shown + arm.shown).min().unwrap_or(0))
        .collect();
    let hidden = hidden_segments(&people, inputs.smallest_segment);
    let pair = |(place, variant): (usize, &crate::domain::Variant)| {
        let mut shown = Vec::new();
        let mut folded =
            Segment { name: segments::TOO_SMALL.to_owned(), baseline: Count::default(), arm: Count::default() };
        for ((value, counts), hidden) in values.iter().zip(&hidden) {
            if *hidden {
                folded.baseline = folded.baseline.plus(counts[0]);
                folded.arm = folded.arm.plus(counts[place]);
            } else {
                shown.push(Segment { name: (*value).to_owned(), baseline: counts[0], arm: counts[place] });
            }
        }
        if hidden.contains(&true) {
            shown.push(folded);
        }
        let [alpha, beta] = inputs.experiment.prior;
        let prior = SegmentPrior { rate: Beta { alpha, beta }, ..SegmentPrior::default() };
        Ok((variant.name.clone(), segment_effects(&shown, &prior, inputs.comparison.interval, 0)?))
    };
    let pairs = variants.iter().enumerate().skip(1).map(pair).collect::<Result<_, StatsError>>()?;
    Ok(SegmentTable { name: name.to_owned(), pairs })
}

fn kept_permission(inputs: &Inputs, prior: Beta) -> Result<Option<(KeptFigures, KeptVerdict)>, StatsError> {
    let Some(times) = &inputs.kept_for else { return Ok(None) };
    let arm = |(variant, arm): (&crate::domain::Variant, &stats::ArmFigures)| {
        let mut left = arm.accepted;
        let held = times.get(&variant.id).map_or(&[][..], Vec::as_slice).iter().map(|kept| {
            // Who accepted only when asked again is not among those counted, so the log may follow a few more.
            let people = kept.people.min(left);
            left -= people;
            Held { days: f64::from(kept.days), withdrawn: kept.withdrawn, people }
        });
        KeptArm {
            name: arm.name.clone(),
            shown: arm.shown,
            accepted: arm.accepted,
            prior,
            held: held.filter(|held| held.people > 0).collect(),
        }
    };
    let arms: Vec<KeptArm> = inputs.experiment.variants.iter().zip(&inputs.comparison.arms).map(arm).collect();
    let figures = kept(&arms, inputs.comparison.interval)?;
    let verdict = kept_verdict(&figures);
    Ok(Some((figures, verdict)))
}
