//! How a stopping rule behaves: how often it errs, and how long it takes, by seeded simulation.

use super::light::LightComparison;
use super::rule::{Look, Step, StoppingRule};
use crate::stats::comparison::PRIOR_SHAPES;
use crate::stats::difference::difference_figures;
use crate::stats::error::StatsError;
use crate::stats::posterior::{Beta, check_level};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Binomial, Distribution};
use serde::{Deserialize, Serialize};

/// A world to try a rule in.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct Trial {
    /// True rate of every arm in [0, 1], the baseline first; at least two.
    pub rates: Vec<f64>,
    /// How many people each arm is shown to a day.
    pub people_per_day_per_arm: u64,
    /// How many days at most; one look at the end of each. The first day is day 1.
    pub days: u32,
    /// Both shapes of the prior of every arm.
    pub prior: [f64; 2],
    /// Level of the intervals by which equivalence is judged, in (0, 1).
    pub interval: f64,
}

/// What became of all runs. Shares are of the runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct RuleBehaviour {
    /// How many runs.
    pub runs: u32,
    /// Share of runs that adopted each arm, in the order of the rates.
    pub picks: Vec<f64>,
    /// Share that ended as equivalent.
    pub equivalent: f64,
    /// Share that met a limit of the rule.
    pub futile: f64,
    /// Share that was still going at the end of the last day.
    pub undecided: f64,
    /// Share that adopted an arm whose rate lies below the best by more than the threshold of caring.
    pub wrong_pick: f64,
    /// Day of the end: median, and the day by which 90% of the runs had ended (the last day for those still going).
    pub days: [u32; 2],
    /// People shown a prompt until the end, over all arms: median, and 90% of the runs took no more.
    pub people: [u64; 2],
    /// Rate given up on average: the best rate less that of the arm in use afterwards, which is the baseline if none was adopted.
    pub mean_loss: f64,
}

/// How one run ended.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum End {
    Adopted(usize),
    Equivalent,
    Futile,
    Undecided,
}

/// Tries `rule` in `runs` worlds like `trial`. Run r draws from stream r of `seed`, so that the same seed gives the same figures. `progress`
/// is told (done, total) after every run; as soon as it answers false the work ends with `None`.
///
/// # Errors
/// [`StatsError::NoArms`] for fewer than two rates or no runs, [`StatsError::BadRate`], [`StatsError::BadPrior`], [`StatsError::BadLevel`].
pub fn simulate_rule(
    rule: &StoppingRule,
    trial: &Trial,
    runs: u32,
    seed: u64,
    mut progress: impl FnMut(u32, u32) -> bool,
) -> Result<Option<RuleBehaviour>, StatsError> {
    let days = daily_answers(trial)?;
    if runs == 0 {
        return Err(StatsError::NoArms);
    }
    let light = LightComparison::new();
    let mut ends = Vec::new();
    for run in 0..runs {
        let mut random = ChaCha8Rng::seed_from_u64(seed);
        random.set_stream(u64::from(run));
        ends.push(one_run(rule, trial, &days, &light, &mut random));
        if !progress(run + 1, runs) {
            return Ok(None);
        }
    }
    Ok(Some(summary(rule, trial, &ends, runs)))
}

/// The distribution of the people who accept in one day, per arm.
fn daily_answers(trial: &Trial) -> Result<Vec<Binomial>, StatsError> {
    check_level(trial.interval)?;
    let [alpha, beta] = trial.prior;
    if !trial.prior.iter().all(|shape| PRIOR_SHAPES.contains(shape)) {
        return Err(StatsError::BadPrior { arm: "every arm".to_owned(), alpha, beta });
    }
    if trial.rates.len() < 2 {
        return Err(StatsError::NoArms);
    }
    let of = |rate: &f64| {
        Binomial::new(trial.people_per_day_per_arm, *rate).map_err(|_| StatsError::BadRate { rate: *rate })
    };
    trial.rates.iter().map(of).collect()
}

fn one_run(
    rule: &StoppingRule,
    trial: &Trial,
    answers: &[Binomial],
    light: &LightComparison,
    random: &mut ChaCha8Rng,
) -> (End, u32) {
    let prior = Beta { alpha: trial.prior[0], beta: trial.prior[1] };
    let mut accepted = vec![0_u64; answers.len()];
    let mut posteriors = vec![prior; answers.len()];
    for day in 1..=trial.days {
        let per_arm = people_by(trial, day);
        for ((sum, posterior), answer) in accepted.iter_mut().zip(&mut posteriors).zip(answers) {
            *sum = sum.saturating_add(answer.sample(random));
            *posterior = prior.after(*sum, per_arm);
        }
        let figures = light.compare(&posteriors);
        let best = (0..answers.len()).max_by(|a, b| figures.best[*a].total_cmp(&figures.best[*b])).unwrap_or(0);
        let shown = vec![per_arm; answers.len()];
        let look = Look { chance: figures.best[best], loss: figures.loss[best], shown: &shown };
        match rule.step(&look, |region| equivalent(&posteriors, region, trial.interval)) {
            Step::Adopt => return (End::Adopted(best), day),
            Step::Equivalent => return (End::Equivalent, day),
            _ if rule.limit(total(trial, day), i64::from(day)).is_some() => return (End::Futile, day),
            _ => {}
        }
    }
    (End::Undecided, trial.days)
}

fn people_by(trial: &Trial, day: u32) -> u64 {
    trial.people_per_day_per_arm.saturating_mul(u64::from(day))
}

fn total(trial: &Trial, day: u32) -> u64 {
    people_by(trial, day).saturating_mul(trial.rates.len() as u64)
}

/// Whether the interval of every difference to the first lies within the region.
fn equivalent(posteriors: &[Beta], region: f64, level: f64) -> bool {
    let Some((baseline, others)) = posteriors.split_first() else { return false };
    others.iter().all(|arm| {
        if surely_beyond(baseline, arm, region, level) {
            return false;
        }
        let [low, high] = difference_figures(baseline, arm, level).equal_tailed;
        low >= -region && high <= region
    })
}

/// Spares the integral where the answer is plain. The interval of a difference of log-concave rates is at least 0.8 times as wide as a
/// Gaussian's of its standard deviation (the worst is an exponential), and from shapes of 30 on each of its halves is at least 0.88 times
/// as long; and at least 1/e lies on either side of the mean (Grünbaum 1960).
fn surely_beyond(baseline: &Beta, arm: &Beta, region: f64, level: f64) -> bool {
    let shapes = [baseline.alpha, baseline.beta, arm.alpha, arm.beta];
    let smallest = shapes.into_iter().fold(f64::INFINITY, f64::min);
    let (mean, sd) = ((arm.mean() - baseline.mean()).abs(), arm.sd().hypot(baseline.sd()));
    let half = std::f64::consts::SQRT_2 * statrs::function::erf::erf_inv(level) * sd;
    let off_centre = mean > region && level > 0.3;
    smallest >= 1.0 && (off_centre || 0.75 * half > region) || smallest >= 30.0 && mean + 0.85 * half > region
}

fn summary(rule: &StoppingRule, trial: &Trial, ends: &[(End, u32)], runs: u32) -> RuleBehaviour {
    let all = f64::from(runs);
    let best = trial.rates.iter().copied().fold(0.0, f64::max);
    let share = |wanted: &dyn Fn(End) -> bool| ends.iter().filter(|(end, _)| wanted(*end)).count() as f64 / all;
    let loss_of = |end: End| match end {
        End::Adopted(arm) => best - trial.rates[arm],
        _ => best - trial.rates[0],
    };
    let wrong = |end| matches!(end, End::Adopted(_)) && loss_of(end) > rule.caring_points;
    let mut days: Vec<u32> = ends.iter().map(|end| end.1).collect();
    days.sort_unstable();
    let last_of = |part: usize, of: usize| days.get((days.len() * part).div_ceil(of).saturating_sub(1)).copied();
    let days = [last_of(1, 2).unwrap_or(0), last_of(9, 10).unwrap_or(0)];
    RuleBehaviour {
        runs,
        picks: (0..trial.rates.len()).map(|arm| share(&|end| end == End::Adopted(arm))).collect(),
        equivalent: share(&|end| end == End::Equivalent),
        futile: share(&|end| end == End::Futile),
        undecided: share(&|end| end == End::Undecided),
        wrong_pick: share(&wrong),
        people: days.map(|day| total(trial, day)),
        days,
        mean_loss: ends.iter().map(|(end, _)| loss_of(*end)).sum::<f64>() / all,
    }
}

#[cfg(test)]
#[path = "behaviour_tests.rs"]
mod tests;
