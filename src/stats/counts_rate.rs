//! How often data uses deviate from the policy, with an honest uncertainty: uses of one campaign go wrong together.

use super::comparison::probability_ordered;
use super::incomplete_gamma;
use super::posterior::Beta;
use serde::Serialize;

/// Fewer groups than this cannot say how much they vary.
const ENOUGH_GROUPS: usize = 3;

/// A rate with a credible interval.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct RateInterval {
    /// Deviations ÷ uses as observed, in [0, 1].
    pub rate: f64,
    /// Lower limit, at most `rate`.
    pub lower: f64,
    /// Upper limit, at least `rate`.
    pub upper: f64,
    /// How many times more the groups vary than single independent uses would; at least 1.
    pub dispersion: f64,
    /// What is known of the rate: Jeffreys' prior and the uses counted at 1 / dispersion.
    pub posterior: Beta,
}

/// Rate of deviations where `groups` are campaign-days (deviations, uses) whose uses go wrong together. A group with more
/// deviations than uses counts as wholly wrong. `None` without uses or for a level outside (0, 1).
///
/// The posterior is Beta(½ + k/φ, ½ + (n − k)/φ) with the dispersion φ = max(1, X²/(m − 1)), X² Pearson's statistic of the m groups about
/// the pooled rate (Finney 1971; Williams 1982). The pooled rate in its variance carries half a deviation and half a conforming use, and
/// one group adds at most its own size, so that one odd group of few uses cannot carry φ alone. Fewer than three groups cannot say
/// how they vary: φ is then the mean group size, as if whole groups went wrong together, the most cautious value that
/// makes sense.
pub fn overdispersed_rate(groups: &[(u64, u64)], level: f64) -> Option<RateInterval> {
    let groups: Vec<(f64, f64)> = groups
        .iter()
        .filter(|group| group.1 > 0)
        .map(|&(deviations, uses)| (deviations.min(uses) as f64, uses as f64))
        .collect();
    let uses: f64 = groups.iter().map(|group| group.1).sum();
    if uses <= 0.0 || !(level > 0.0 && level < 1.0) {
        return None;
    }
    let deviations: f64 = groups.iter().map(|group| group.0).sum();
    let dispersion = dispersion(&groups, deviations, uses);
    let posterior = Beta { alpha: 0.5 + deviations / dispersion, beta: 0.5 + (uses - deviations) / dispersion };
    let rate = deviations / uses;
    let [lower, upper] = posterior.equal_tailed(level);
    Some(RateInterval { rate, lower: lower.min(rate), upper: upper.max(rate), dispersion, posterior })
}

fn dispersion(groups: &[(f64, f64)], deviations: f64, uses: f64) -> f64 {
    let count = groups.len() as f64;
    let mean_size = uses / count;
    if groups.len() < ENOUGH_GROUPS {
        return mean_size.max(1.0);
    }
    let pooled = deviations / uses;
    let smoothed = (deviations + 0.5) / (uses + 1.0);
    let unit = smoothed * (1.0 - smoothed);
    let statistic: f64 =
        groups.iter().map(|&(k, n)| ((k - n * pooled).powi(2) / (n * unit)).min(n.max(1.0) * count)).sum();
    // No group can vary more than by being wholly right or wholly wrong.
    let largest = groups.iter().map(|group| group.1).fold(1.0, f64::max);
    (statistic / (count - 1.0)).clamp(1.0, largest)
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn groups_that_go_wrong_together_widen_the_interval() {
        let calm = overdispersed_rate(&[(10, 100); 20], 0.95);
        let wild: Vec<(u64, u64)> = (0..20).map(|k| if k % 10 == 0 { (100, 100) } else { (0, 100) }).collect();
        let wild = overdispersed_rate(&wild, 0.95);
        let (Some(calm), Some(wild)) = (calm, wild) else { panic!("both have uses") };
        assert!((calm.rate - wild.rate).abs() < 1e-12);
        assert!((calm.dispersion - 1.0).abs() < 1e-12 && wild.dispersion > 90.0, "{wild:?}");
        assert!(wild.upper - wild.lower > 5.0 * (calm.upper - calm.lower));
    }

    #[test]
    fn limits_contain_the_rate() {
        for groups in [
            vec![(0, 5)],
            vec![(5, 5)],
            vec![(0, 1000), (1000, 1000)],
            vec![(0, 3), (0, 9), (0, 4)],
            vec![(7, 7); 9],
            vec![(9, 2)],
        ] {
            let Some(found) = overdispersed_rate(&groups, 0.9) else { panic!("uses") };
            assert!(
                0.0 <= found.lower && found.lower <= found.rate && found.rate <= found.upper && found.upper <= 1.0,
                "{found:?}"
            );
        }
        assert_eq!(overdispersed_rate(&[], 0.95), None);
        assert_eq!(overdispersed_rate(&[(0, 0)], 0.95), None);
        assert_eq!(overdispersed_rate(&[(1, 2)], 1.0), None);
    }

    #[test]
    fn two_groups_count_as_two() {
        let Some(found) = overdispersed_rate(&[(10, 500), (0, 500)], 0.95) else { panic!("uses") };
        assert!((found.dispersion - 500.0).abs() < 1e-12);
    }

    #[test]
    fn counts() {
        let [low, high] = count_interval(0, 0.95);
        assert!(low == 0.0 && (high - 2.511_943_138).abs() < 1e-6, "{high}");
        let [low, high] = count_interval(1_000_000_000, 0.95);
        let reach = 1.959_963_984_540_054 * 1e9_f64.sqrt();
        assert!((low - (1e9 - reach)).abs() < 3.0 && (high - (1e9 + reach)).abs() < 3.0, "{low} {high}");
    }

    #[test]
    fn equal_rates_are_even_odds() {
        let rate = Beta { alpha: 3.5, beta: 90.5 };
        assert!((probability_lower(&rate, &rate) - 0.5).abs() < 1e-13);
        assert!(probability_lower(&Beta { alpha: 1.0, beta: 99.0 }, &Beta { alpha: 50.0, beta: 50.0 }) > 0.999);
    }
}
