//! The rate of one quarter.

use super::dispersion::design_effects;
use crate::stats::comparison::probability_ordered;
use crate::stats::incomplete_gamma;
use crate::stats::posterior::Beta;
use serde::Serialize;

/// A rate with a credible interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RateInterval {
    /// Deviations ÷ uses as observed, in [0, 1].
    pub rate: f64,
    /// Lower limit, at most `rate`.
    pub lower: f64,
    /// Upper limit, at least `rate`.
    pub upper: f64,
    /// How many times more the rate varies than that of single independent uses would, on average over what is known of it; at least 1.
    pub dispersion: f64,
    /// What is known of the rate: the Beta distribution with the mean and the variance of its posterior.
    pub posterior: Beta,
}

/// Rate of deviations where `groups` are campaign-days (deviations, uses) whose uses go wrong together. A group with more
/// deviations than uses counts as wholly wrong. `None` without uses or for a level outside (0, 1).
///
/// With the design effect φ known, the posterior is Beta(½ + k/φ, ½ + (n − k)/φ): Jeffreys' prior and the uses counted at 1/φ. What is known
/// of φ comes from the groups (module `dispersion`) and is integrated over, so that few groups, which cannot say how much they vary, give a
/// wide interval.
pub fn overdispersed_rate(groups: &[(u64, u64)], level: f64) -> Option<RateInterval> {
    let groups: Vec<(f64, f64)> = groups
        .iter()
        .filter(|group| group.1 > 0)
        .map(|&(deviations, uses)| (deviations.min(uses) as f64, uses as f64))
        .collect();
    if groups.is_empty() || !(level > 0.0 && level < 1.0) {
        return None;
    }
    let deviations: f64 = groups.iter().map(|group| group.0).sum();
    let conforming: f64 = groups.iter().map(|group| group.1 - group.0).sum();
    let effects = design_effects(&groups);
    let posterior =
        mixed(effects.iter().map(|&(effect, share)| {
            (Beta { alpha: 0.5 + deviations / effect, beta: 0.5 + conforming / effect }, share)
        }));
    let rate = deviations / (deviations + conforming);
    let [lower, upper] = posterior.equal_tailed(level);
    let dispersion = effects.iter().map(|(effect, share)| effect * share).sum::<f64>().max(1.0);
    Some(RateInterval { rate, lower: lower.min(rate), upper: upper.max(rate), dispersion, posterior })
}

/// The Beta distribution with the mean and the variance of a mixture.
fn mixed(parts: impl Iterator<Item = (Beta, f64)> + Clone) -> Beta {
    let mean_of = |what: fn(&Beta) -> f64| parts.clone().map(|(part, share)| share * what(&part)).sum::<f64>();
    let (mean, rest) = (mean_of(Beta::mean), mean_of(|part| part.beta / (part.alpha + part.beta)));
    let between: f64 = parts.clone().map(|(part, share)| share * (part.mean() - mean).powi(2)).sum();
    let concentration = mean * rest / (mean_of(|part| part.sd().powi(2)) + between) - 1.0;
    Beta { alpha: mean * concentration, beta: rest * concentration }
}
/// Interval for a rate of events of which `count` were seen and the number of chances is unknown: equal tails of Gamma(count + ½, 1)
/// (Jeffreys' prior for a Poisson mean). `level` in (0, 1); NaN limits outside it. The limits always contain the count.
pub fn count_interval(count: u64, level: f64) -> [f64; 2] {
    if !(level > 0.0 && level < 1.0) {
        return [f64::NAN; 2];
    }
    let seen = count as f64;
    let tail = 0.5 * (1.0 - level);
    let shape = seen + 0.5;
    [incomplete_gamma::quantile(shape, tail).min(seen), incomplete_gamma::quantile(shape, 1.0 - tail).max(seen)]
}

/// Chance that the rate `now` is lower than the rate `before`, in [0, 1]; NaN where either is no Beta distribution.
pub fn probability_lower(now: &Beta, before: &Beta) -> f64 {
    if now.is_proper() && before.is_proper() { probability_ordered(now, before) } else { f64::NAN }
}
