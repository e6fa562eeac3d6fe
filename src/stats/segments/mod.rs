//! Segments that are not fooled by small numbers: how an effect differs between countries, devices or any other split.
//!
//! Model (binomial-normal hierarchy; Smith, Spiegelhalter & Thomas 1995): logit p = α_s ∓ β_s/2 for baseline and arm of segment s,
//! β_s = θ + δ_s, δ_s ~ N(0, τ²), τ ~ HalfNormal (Gelman 2006), θ and α_s normal. Coding ∓½ instead of 0/1 keeps intercept and effect nearly
//! independent. The binomial counts enter as they are, so that zero counts need no correction, and everything is integrated
//! numerically and without chance: α_s once per segment and effect, then β_s, θ and τ.

mod curve;
mod difference;
mod effect;
mod hierarchy;
mod likelihood;
mod scores;
mod sentence;
mod simpson;
mod small;

#[cfg(test)]
mod calibration_tests;
#[cfg(test)]
mod chain_tests;

use super::Count;
use super::error::StatsError;
use super::posterior::{Beta, check_level};
use curve::Curve;
use effect::Effect;
use hierarchy::Hierarchy;
use likelihood::Likelihood;
use serde::Serialize;

pub use simpson::{SimpsonFigures, simpson};
pub use small::{FEWEST_PEOPLE, TOO_SMALL, fold_small, hidden_segments};

/// A spread of the effect in log-odds from which on it matters: at a rate of one half, 2.5 percentage points.
pub const PRACTICAL_SPREAD: f64 = 0.1;
/// Up to this chance of differing the effect is called the same in every segment.
pub const SAME_CHANCE: f64 = 0.2;

/// One part of the people, with what came back from two arms.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Segment {
    /// What people call it.
    pub name: String,
    /// The baseline's people in it.
    pub baseline: Count,
    /// The other arm's people in it.
    pub arm: Count,
}

impl Segment {
    /// People in both arms.
    pub fn people(&self) -> u64 {
        self.baseline.shown.saturating_add(self.arm.shown)
    }
}

/// What is believed before the data, in log-odds.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct SegmentPrior {
    /// Standard deviation of the overall effect θ about 0; from 0.001 to 100.
    pub overall_sd: f64,
    /// Scale of the half-normal prior of the spread τ between segments; from 1e-6 to 100.
    pub spread_scale: f64,
    /// Standard deviation of each segment's intercept about 0 (a rate of one half), independent between segments; from 0.1 to 10.
    pub intercept_sd: f64,
    /// Prior of each rate for the raw figures only.
    pub rate: Beta,
}

impl Default for SegmentPrior {
    /// θ ~ N(0, 1), τ ~ HalfNormal(0.5), α ~ N(0, 2.5²) and uniform rates.
    fn default() -> Self {
        Self { overall_sd: 1.0, spread_scale: 0.5, intercept_sd: 2.5, rate: Beta::UNIFORM }
    }
}

/// All figures of the split of one pair of arms.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentFigures {
    /// Share of probability that each interval holds, in (0, 1).
    pub interval: f64,
    /// One plain sentence on top.
    pub sentence: String,
    /// One entry per segment shown, in the order given; those too small to show follow as one, named [`TOO_SMALL`].
    pub segments: Vec<SegmentFigure>,
    /// How many segments were folded into the last entry; 0 or at least 2 (1 only where there is no other segment).
    pub hidden: usize,
    /// What all segments have in common, and how they vary.
    pub overall: OverallFigures,
    /// The arms with all people thrown together against the segments weighed; `None` without people in both arms.
    pub simpson: Option<SimpsonFigures>,
}

/// One segment in figures.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentFigure {
    /// What people call it.
    pub name: String,
    /// The baseline's people in it.
    pub baseline: Count,
    /// The other arm's people in it.
    pub arm: Count,
    /// Difference arm − baseline from this segment's counts alone: mean and interval of independent Beta posteriors.
    pub raw: Estimate,
    /// Effect β in log-odds, with what the other segments say.
    pub effect: Estimate,
    /// Difference arm − baseline, with what the other segments say: posterior mean and interval of logistic(α + β/2) −
    /// logistic(α − β/2) under the joint posterior of α and β.
    pub difference: Estimate,
    /// Chance that the arm is better in this segment.
    pub probability_better: f64,
    /// How much of the pooled effect comes from the other segments and the prior, in [0, 1]: E[1 / (1 + τ² i)], with i the information of
    /// the segment's own counts about its effect (−d² ln L / dβ², averaged over the posterior), which is se² / (se² + τ²) for a
    /// Gaussian estimate.
    pub borrowed: f64,
}

/// A posterior mean with an interval of equal tails; log-odds or shares in [−1, 1].
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Estimate {
    /// Posterior mean.
    pub mean: f64,
    /// Limits that leave (1 − level)/2 on each side.
    pub equal_tailed: [f64; 2],
}

/// What is known beyond single segments.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct OverallFigures {
    /// Overall effect θ in log-odds: the effect in a segment picked without looking.
    pub effect: Estimate,
    /// P(θ > 0).
    pub probability_better: f64,
    /// Spread τ of the effect between segments (a standard deviation in log-odds), given that there is one.
    pub spread: Estimate,
    /// P(τ > [`PRACTICAL_SPREAD`]) given that there is a spread.
    pub probability_practical_spread: f64,
    /// ln of the Bayes factor of a spread (τ from its prior) over one common effect (τ = 0).
    pub ln_bayes_factor: f64,
    /// Chance that the effect differs between segments, with even odds of τ = 0 beforehand.
    pub probability_differs: f64,
}

/// Raw and pooled effects of one pair of arms by segment; `level` in (0, 1) is the share that each interval holds. Segments with fewer than
/// `smallest` people are folded together ([`fold_small`]; [`FEWEST_PEOPLE`] is the usual bound, 0 hides nothing). With more than two arms,
/// fold over all arms first (see [`hidden_segments`]), then ask pair by pair with `smallest` 0.
///
/// # Errors
/// [`StatsError`] for no segments, more accepted than shown, a prior out of its range, or a level outside (0, 1).
pub fn segment_effects(
    segments: &[Segment],
    prior: &SegmentPrior,
    level: f64,
    smallest: u64,
) -> Result<SegmentFigures, StatsError> {
    check(segments, prior, level)?;
    let (shown, hidden) = fold_small(segments, smallest);
    let split = Split::new(&shown, prior);
    let overall = overall_figures(&split.hierarchy, level);
    let figures: Vec<SegmentFigure> =
        shown.iter().enumerate().map(|(place, segment)| split.figure(place, segment, prior, level)).collect();
    Ok(SegmentFigures {
        interval: level,
        sentence: sentence::sentence(&figures, &overall),
        segments: figures,
        hidden,
        overall,
        simpson: simpson(&shown),
    })
}

/// The posterior of all segments together.
struct Split {
    likelihoods: Vec<Likelihood>,
    /// ln L of each segment over its effect.
    curves: Vec<Curve>,
    hierarchy: Hierarchy,
}

impl Split {
    fn new(segments: &[Segment], prior: &SegmentPrior) -> Self {
        let likelihoods: Vec<Likelihood> =
            segments.iter().map(|segment| Likelihood::new(segment, prior.intercept_sd)).collect();
        let reach = 2.0 * prior.overall_sd.hypot(prior.spread_scale);
        let curves: Vec<Curve> = likelihoods.iter().map(|likelihood| likelihood.effect_curve(reach)).collect();
        let hierarchy = Hierarchy::new(&curves, prior);
        Self { likelihoods, curves, hierarchy }
    }

    fn effect(&self, place: usize) -> Effect {
        Effect::of_segment(&self.hierarchy, &self.curves[place], place)
    }

    fn figure(&self, place: usize, segment: &Segment, prior: &SegmentPrior, level: f64) -> SegmentFigure {
        let rate = |count: Count| prior.rate.after(count.accepted, count.shown);
        let effect = self.effect(place);
        let pooled = difference::pooled(&self.likelihoods[place], &effect, &self.hierarchy, level);
        SegmentFigure {
            name: segment.name.clone(),
            baseline: segment.baseline,
            arm: segment.arm,
            raw: difference::raw(&rate(segment.baseline), &rate(segment.arm), level),
            effect: effect.estimate(level),
            difference: pooled.difference,
            probability_better: 1.0 - effect.below(0.0),
            borrowed: pooled.borrowed,
        }
    }
}

fn overall_figures(hierarchy: &Hierarchy, level: f64) -> OverallFigures {
    let effect = Effect::overall(hierarchy);
    let tail = 0.5 * (1.0 - level);
    OverallFigures {
        effect: effect.estimate(level),
        probability_better: 1.0 - effect.below(0.0),
        spread: Estimate {
            mean: hierarchy.spread_mean(),
            equal_tailed: [hierarchy.spread_quantile(tail), hierarchy.spread_quantile(1.0 - tail)],
        },
        probability_practical_spread: 1.0 - hierarchy.spread_below(PRACTICAL_SPREAD),
        ln_bayes_factor: hierarchy.ln_bayes_factor,
        probability_differs: 1.0 / (1.0 + (-hierarchy.ln_bayes_factor).exp()),
    }
}

fn check(segments: &[Segment], prior: &SegmentPrior, level: f64) -> Result<(), StatsError> {
    check_level(level)?;
    if segments.is_empty() {
        return Err(StatsError::NoSegments);
    }
    for segment in segments {
        for (arm, count) in [("baseline", segment.baseline), ("arm", segment.arm)] {
            if count.accepted > count.shown {
                return Err(StatsError::SegmentAcceptedExceedsShown {
                    segment: segment.name.clone(),
                    arm,
                    accepted: count.accepted,
                    shown: count.shown,
                });
            }
        }
    }
    check_prior(prior)
}

fn check_prior(prior: &SegmentPrior) -> Result<(), StatsError> {
    let ranges = [
        ("overall effect", prior.overall_sd, 1e-3, 100.0),
        ("spread", prior.spread_scale, 1e-6, 100.0),
        ("intercept", prior.intercept_sd, 0.1, 10.0),
    ];
    for (what, value, low, high) in ranges {
        if !(low..=high).contains(&value) {
            return Err(StatsError::BadSegmentPrior { what, value, low, high });
        }
    }
    let Beta { alpha, beta } = prior.rate;
    if [alpha, beta].iter().all(|shape| super::PRIOR_SHAPES.contains(shape)) {
        Ok(())
    } else {
        Err(StatsError::BadPrior { arm: "raw rates of segments".to_owned(), alpha, beta })
    }
}

#[cfg(test)]
mod tests;
