//! A change of the rate, split into what the rules did and what people did.

use super::rate::{RateInterval, overdispersed_rate};
use crate::stats::comparison::probability_ordered;
use crate::stats::difference::{Side, difference_figures};
use crate::stats::error::StatsError;
use crate::stats::incomplete_beta::logistic;
use crate::stats::posterior::{Beta, check_level};
use crate::stats::quadrature::{evenly, root_within};
use serde::Serialize;

/// Steps of the direction's log-odds over which the effect of the rules is averaged, in their standard deviations.
const STEP: f64 = 0.15;
/// Limits of the rules' effect are found to this share of a use.
const EXACT: f64 = 1e-9;

/// The uses of one campaign-day of the earlier quarter, judged under the old rules and under the new ones.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RejudgedGroup {
    /// Uses judged under both.
    pub uses: u64,
    /// Of these: deviations under both.
    pub both: u64,
    /// Of these: deviations under the old rules only.
    pub only_old: u64,
    /// Of these: deviations under the new rules only.
    pub only_new: u64,
}

/// A change of the rate from an earlier quarter to a later one, in deviations per use.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ChangeSplit {
    /// The later uses under the new rules less the earlier ones under the old rules.
    pub total: ChangePart,
    /// The earlier uses under the new rules less the same uses under the old rules.
    pub rules: ChangePart,
    /// The later uses less the earlier ones, both under the new rules.
    pub conduct: ChangePart,
}

/// One part of a change.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ChangePart {
    /// As observed. The parts add up to the total.
    pub observed: f64,
    /// Lower limit, at most `observed`.
    pub lower: f64,
    /// Upper limit, at least `observed`.
    pub upper: f64,
    /// Chance that it is an improvement: below 0.
    pub probability_better: f64,
}

/// The change from the groups `before` to the groups `now` (deviations, uses; judged under the new rules), split into rules and conduct; `interval`
/// in (0, 1) is the share that the limits hold. `None` where either has no uses.
///
/// Total and conduct are differences of two quarters that are independent of each other, each as [`overdispersed_rate`] knows it. The effect of the
/// rules is paired: only uses that are judged otherwise count. It is q (2 d − 1) with the share q of uses judged otherwise and, among
/// them, the share d that newly deviate, which together know of no more uses than there are (q and d of a Dirichlet distribution are
/// independent; Jeffreys' prior for both).
///
/// # Errors
/// [`StatsError::BadLevel`] for an interval outside (0, 1).
pub fn split_change(
    before: &[RejudgedGroup],
    now: &[(u64, u64)],
    interval: f64,
) -> Result<Option<ChangeSplit>, StatsError> {
    check_level(interval)?;
    let earlier = |of: fn(&RejudgedGroup) -> u64| {
        overdispersed_rate(&before.iter().map(|group| (of(group), group.uses)).collect::<Vec<_>>(), interval)
    };
    let old = earlier(|group| group.both.saturating_add(group.only_old));
    let new = earlier(|group| group.both.saturating_add(group.only_new));
    let changed = earlier(|group| group.only_old.saturating_add(group.only_new));
    let (Some(old), Some(new), Some(changed), Some(now)) = (old, new, changed, overdispersed_rate(now, interval))
    else {
        return Ok(None);
    };
    Ok(Some(ChangeSplit {
        total: difference(&old, &now, interval),
        rules: rules(before, &changed, new.rate - old.rate, interval),
        conduct: difference(&new, &now, interval),
    }))
}

fn difference(before: &RateInterval, now: &RateInterval, interval: f64) -> ChangePart {
    let observed = now.rate - before.rate;
    let [lower, upper] = difference_figures(&before.posterior, &now.posterior, interval).equal_tailed;
    let probability_better = probability_ordered(&now.posterior, &before.posterior);
    ChangePart { observed, lower: lower.min(observed), upper: upper.max(observed), probability_better }
}

fn rules(before: &[RejudgedGroup], changed: &RateInterval, observed: f64, interval: f64) -> ChangePart {
    let sum = |of: fn(&RejudgedGroup) -> u64| before.iter().map(|group| of(group) as f64).sum::<f64>();
    let effective = 1.0 / changed.dispersion;
    let direction = Beta {
        alpha: 0.5 + effective * sum(|group| group.only_new),
        beta: 0.5 + effective * sum(|group| group.only_old),
    };
    let directions = directions(&direction);
    let below = |effect: f64| -> f64 {
        directions.iter().map(|&(direction, share)| share * scaled_below(&changed.posterior, direction, effect)).sum()
    };
    let tail = 0.5 * (1.0 - interval);
    let [lower, upper] = [tail, 1.0 - tail].map(|p| root_within(-1.0, 1.0, EXACT, |effect| below(effect) - p));
    let probability_better = direction.cdf(0.5);
    ChangePart { observed, lower: lower.min(observed), upper: upper.max(observed), probability_better }
}

/// 2 d − 1 with its shares, by the trapezoid rule over the log-odds of d.
fn directions(direction: &Beta) -> Vec<(f64, f64)> {
    let side = Side::new(direction);
    let places = evenly(side.low, side.high, STEP * side.scale);
    let heights: Vec<f64> = places.iter().map(|&u| side.kernel.ln_at(u).exp()).collect();
    let total: f64 = heights.iter().sum();
    let toward_more = |u: f64| {
        let (more, less) = logistic(u);
        more - less
    };
    places.iter().zip(heights).map(|(&u, height)| (toward_more(u), height / total)).collect()
}

/// P(share · direction ≤ effect).
fn scaled_below(share: &Beta, direction: f64, effect: f64) -> f64 {
    if direction > 0.0 {
        share.cdf((effect / direction).clamp(0.0, 1.0))
    } else if direction < 0.0 {
        share.sf((effect / direction).clamp(0.0, 1.0))
    } else {
        f64::from(u8::from(effect >= 0.0))
    }
}
