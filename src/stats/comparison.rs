//! The comparison of k arms: which wording is best, by how much, and what it costs to be wrong.
//!
//! Here are its questions and its answers; the integrals behind them are in `best`, `difference` and `lift`.

pub(super) use super::best::probability_ordered;
use super::best::{PairSum, integrate};
use super::difference::difference_figures;
use super::error::StatsError;
use super::lift::lift_figures;
use super::posterior::{Beta, check_level};
use super::stirling::{correction, deviance, ln_rising};
use serde::Serialize;

/// Shapes that a prior may have: those that the quadratures are proved for. A shape below is no longer told from a rate of
/// exactly 0 or 1, one above from a rate known beforehand.
pub const PRIOR_SHAPES: std::ops::RangeInclusive<f64> = 1e-3..=1e9;

/// One way of asking, with what came back.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Arm {
    /// What people call it.
    pub name: String,
    /// How many people accepted; at most `shown`.
    pub accepted: u64,
    /// How many people were shown the prompt.
    pub shown: u64,
    /// What was known of its rate beforehand.
    pub prior: Beta,
}

/// All figures of a comparison.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Comparison {
    /// Share of probability that each interval holds, in (0, 1).
    pub interval: f64,
    /// One entry per arm, in the order given; the first is the baseline.
    pub arms: Vec<ArmFigures>,
    /// The baseline against every other arm, in their order.
    pub pairs: Vec<PairFigures>,
}

/// What is known of one arm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ArmFigures {
    /// What people call it.
    pub name: String,
    /// How many people accepted.
    pub accepted: u64,
    /// How many people were shown the prompt.
    pub shown: u64,
    /// accepted / shown; `None` while nobody was asked.
    pub rate: Option<f64>,
    /// What was known beforehand.
    pub prior: Beta,
    /// What is known now.
    pub posterior: PosteriorFigures,
    /// Interval of the rate with equal tails.
    pub equal_tailed: [f64; 2],
    /// Shortest interval of the rate; `None` where there is no single one.
    pub highest_density: Option<[f64; 2]>,
    /// Chance that this arm has the highest rate, in [0, 1].
    pub probability_best: f64,
    /// Rate given up on average by choosing this arm, in [0, 1].
    pub expected_loss: f64,
}

/// A Beta posterior in figures.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PosteriorFigures {
    /// First shape.
    pub alpha: f64,
    /// Second shape.
    pub beta: f64,
    /// Mean rate.
    pub mean: f64,
    /// Standard deviation of the rate.
    pub sd: f64,
}

/// The baseline against one other arm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PairFigures {
    /// Name of the baseline.
    pub baseline: String,
    /// Name of the other arm.
    pub arm: String,
    /// P(arm > baseline).
    pub probability_better: f64,
    /// E[max(arm − baseline, 0)].
    pub expected_gain: f64,
    /// E[max(baseline − arm, 0)].
    pub expected_loss: f64,
    /// arm − baseline, as a share in [−1, 1].
    pub difference: DifferenceFigures,
    /// arm / baseline − 1, at least −1.
    pub relative_lift: LiftFigures,
    /// ln of the Bayes factor of two different rates over one shared rate.
    pub ln_bayes_factor: f64,
}

/// A difference of two rates.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct DifferenceFigures {
    /// Mean.
    pub mean: f64,
    /// Interval with equal tails.
    pub equal_tailed: [f64; 2],
    /// Shortest interval; `None` where there is no single one.
    pub highest_density: Option<[f64; 2]>,
}

/// A relative lift.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct LiftFigures {
    /// Median (the mean is infinite while the baseline may be 0).
    pub median: f64,
    /// Interval with equal tails.
    pub equal_tailed: [f64; 2],
    /// Shortest interval; `None` where there is no single one.
    pub highest_density: Option<[f64; 2]>,
}

/// Compares one or more arms; `level` in (0, 1) is the share that each interval holds.
///
/// # Errors
/// [`StatsError`] for no arms, more accepted than shown, a prior with a shape outside [`PRIOR_SHAPES`], or a level outside (0, 1).
pub fn compare(arms: &[Arm], level: f64) -> Result<Comparison, StatsError> {
    check(arms, level)?;
    let posteriors: Vec<Beta> = arms.iter().map(|arm| arm.prior.after(arm.accepted, arm.shown)).collect();
    let sums = integrate(&posteriors);
    let figures = arms.iter().zip(&posteriors).zip(sums.best.iter().zip(&sums.loss));
    let figures =
        figures.map(|((arm, posterior), (&best, &loss))| arm_figures(arm, posterior, level, best, loss)).collect();
    let pairs = arms.iter().zip(&posteriors).zip(&sums.pairs).skip(1);
    let pairs = pairs
        .map(|((arm, posterior), sum)| pair_figures((&arms[0], &posteriors[0]), (arm, posterior), *sum, level))
        .collect();
    Ok(Comparison { interval: level, arms: figures, pairs })
}

fn check(arms: &[Arm], level: f64) -> Result<(), StatsError> {
    check_level(level)?;
    if arms.is_empty() {
        return Err(StatsError::NoArms);
    }
    for arm in arms {
        if arm.accepted > arm.shown {
            return Err(StatsError::AcceptedExceedsShown {
                arm: arm.name.clone(),
                accepted: arm.accepted,
                shown: arm.shown,
            });
        }
        if ![arm.prior.alpha, arm.prior.beta].iter().all(|shape| PRIOR_SHAPES.contains(shape)) {
            return Err(StatsError::BadPrior { arm: arm.name.clone(), alpha: arm.prior.alpha, beta: arm.prior.beta });
        }
    }
    Ok(())
}

fn arm_figures(arm: &Arm, posterior: &Beta, level: f64, best: f64, loss: f64) -> ArmFigures {
    ArmFigures {
        name: arm.name.clone(),
        accepted: arm.accepted,
        shown: arm.shown,
        rate: (arm.shown > 0).then(|| arm.accepted as f64 / arm.shown as f64),
        prior: arm.prior,
        posterior: PosteriorFigures {
            alpha: posterior.alpha,
            beta: posterior.beta,
            mean: posterior.mean(),
            sd: posterior.sd(),
        },
        equal_tailed: posterior.equal_tailed(level),
        highest_density: posterior.highest_density(level),
        probability_best: best,
        expected_loss: loss,
    }
}

fn pair_figures((base, base_rate): (&Arm, &Beta), (arm, rate): (&Arm, &Beta), sum: PairSum, level: f64) -> PairFigures {
    PairFigures {
        baseline: base.name.clone(),
        arm: arm.name.clone(),
        probability_better: sum.better.min(1.0),
        expected_gain: sum.gain,
        expected_loss: sum.loss,
        difference: difference_figures(base_rate, rate, level),
        relative_lift: lift_figures(base_rate, rate, level),
        ln_bayes_factor: ln_bayes_factor(base_rate, rate, &arm.prior),
    }
}

/// ln of the Bayes factor of two independent rates over one shared rate (Gunel & Dickey 1974), where the shared rate has the
/// baseline's prior: B(a₁, b₁) B(a₂, b₂) / [B(a₁ + a₂ − p, b₁ + b₂ − q) B(p, q)] with the two posteriors (a₁, b₁), (a₂, b₂) and
/// `arm_prior` (p, q).
///
/// The main terms combine to two deviances from the pooled rate, so that nothing cancels at a billion people.
pub fn ln_bayes_factor(baseline: &Beta, arm: &Beta, arm_prior: &Beta) -> f64 {
    let (a1, b1, a2, b2) = (baseline.alpha, baseline.beta, arm.alpha, arm.beta);
    let (n1, n2) = (a1 + b1, a2 + b2);
    let (a, b) = (a1 + a2, b1 + b2);
    let n = a + b;
    let lambda = (a1 * b2 - b1 * a2) / n;
    let apart = deviance(a1, b1, lambda, a / n * n1 / a1, b / n * n1 / b1)
        + deviance(a2, b2, -lambda, a / n * n2 / a2, b / n * n2 / b2);
    // ½ ln of 2π n₁ n₂ a b / (n a₁ b₁ a₂ b₂), factor by factor.
    let spread = super::stirling::HALF_LN_TWO_PI
        + 0.5 * ((n1 / a1).ln() + (n2 / b2).ln() + (b / b1).ln() + (a / n).ln() - a2.ln());
    let corrections = correction(a1) + correction(b1) + correction(a2) + correction(b2)
        - correction(n1)
        - correction(n2)
        - (correction(a) + correction(b) - correction(n));
    let (p, q) = (arm_prior.alpha, arm_prior.beta);
    let pooled = ln_rising(a - p, p) + ln_rising(b - q, q) - ln_rising(n - p - q, p + q);
    apart + spread + corrections + pooled - super::incomplete_beta::ln_beta(p, q)
}

#[cfg(test)]
#[path = "comparison_tests.rs"]
mod tests;
