//! One sudden change of the rate of acceptance, on some day.

use super::finding::{Finding, FindingKind, Severity};
use crate::stats::Count;
use crate::stats::incomplete_beta::ln_beta;
use crate::stats::words::{count, decimals_for, percent};
use serde::Serialize;

/// Fewest days with people that can tell a change from a day that varies.
const FEWEST_DAYS: usize = 8;
/// Fewest days on each side of a change: one odd day is none.
const FEWEST_AROUND: usize = 2;
/// Odds of a change against none from which it is said.
const ENOUGH_ODDS: f64 = 100.0;

/// The most likely sudden change within a run of days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ChangePoint {
    /// The first day of the new rate.
    pub day: i64,
    /// How many days with people came before it.
    pub days_before: usize,
    /// Rate of acceptance before that day.
    pub before: f64,
    /// Rate of acceptance from that day on.
    pub after: f64,
    /// ln of the Bayes factor of one change on some day against none.
    pub ln_bayes_factor: f64,
    /// Chance that it was this day, given that there was one change.
    pub probability_of_day: f64,
    /// How many times as much the days vary from one to the next as answers of single people would (at least 1).
    pub spread: f64,
}

/// Looks for one change among `days` (day, people of all arms) in ascending order; days without people are left out. `None` for fewer than 8
/// days.
///
/// Bayes factor of two rates over one, each with a uniform prior, averaged over every day on which the change may have been (Barry &
/// Hartigan 1993, with one change). Real days vary more than the answers of single people do: all counts are divided by the square of σ, the
/// mean of |Δz| from day to day over 1.128 (Laney 2002), which one change hardly moves. What is left out: slow drifts, which look like a
/// change in their middle, and what happens on single days.
///
/// In 2,000 simulated experiments of 8 to 90 days without a change, one was said (odds of 100) in at most 0.6%, whether days vary like single
/// people or as if each had its own rate from Beta(100·mean, 100·(1 − mean)). A change from 30% to 45% halfway, with 400 people a day whose rates
/// vary as from Beta(400·mean, …), was said in 63% of 8 days, 98% of 14 and all of 21; one from 30% to 36% in 63% of 30 days.
pub fn change_point(days: &[(i64, Count)]) -> Option<ChangePoint> {
    let days: Vec<(i64, Count)> = days.iter().filter(|(_, count)| count.shown > 0).copied().collect();
    if days.len() < FEWEST_DAYS {
        return None;
    }
    let spread = spread(&days);
    let sums: Vec<Count> = days
        .iter()
        .scan(Count::default(), |sum, (_, count)| {
            *sum = sum.plus(*count);
            Some(*sum)
        })
        .collect();
    let all = *sums.last()?;
    let evidence = |count: Count| {
        let weight = 1.0 / (spread * spread);
        ln_beta(1.0 + weight * count.accepted as f64, 1.0 + weight * count.declined() as f64)
    };
    let none = evidence(all);
    let places = FEWEST_AROUND..=days.len() - FEWEST_AROUND;
    let factors: Vec<(usize, f64)> = places
        .filter_map(|first| {
            let before = sums[first - 1];
            Some((first, evidence(before) + evidence(all.beyond(before)?) - none))
        })
        .collect();
    let (first, largest) = factors.iter().copied().max_by(|a, b| a.1.total_cmp(&b.1))?;
    let sum: f64 = factors.iter().map(|(_, factor)| (factor - largest).exp()).sum();
    let (before, after) = (sums[first - 1], all.beyond(sums[first - 1])?);
    Some(ChangePoint {
        day: days[first].0,
        days_before: first,
        before: rate(before),
        after: rate(after),
        ln_bayes_factor: largest + (sum / factors.len() as f64).ln(),
        probability_of_day: 1.0 / sum,
        spread,
    })
}

fn rate(count: Count) -> f64 {
    count.accepted as f64 / (count.shown as f64).max(1.0)
}

/// Laney's σ of the daily rates, at least 1.
fn spread(days: &[(i64, Count)]) -> f64 {
    let all = days.iter().fold(Count::default(), |sum, (_, count)| sum.plus(*count));
    let mean = rate(all);
    let single = mean * (1.0 - mean);
    if single <= 0.0 {
        return 1.0;
    }
    let scores = days.iter().map(|(_, count)| (rate(*count) - mean) / (single / count.shown as f64).sqrt());
    let scores: Vec<f64> = scores.collect();
    let moves: f64 = scores.windows(2).map(|pair| (pair[1] - pair[0]).abs()).sum();
    (moves / (days.len() as f64 - 1.0) / 1.128).max(1.0)
}

/// What is to be said of a change, if it is likely enough.
pub(super) fn finding(change: &ChangePoint) -> Option<Finding> {
    if change.ln_bayes_factor.is_nan() || change.ln_bayes_factor < ENOUGH_ODDS.ln() {
        return None;
    }
    let decimals = decimals_for((change.after - change.before).abs());
    let sentence = format!(
        "The rate of acceptance of all arms together changed suddenly after {} days, from {} to {}. The prompt, the audience or the way of \
         counting may have changed on that day. Find out what did, and compare the time before and after on their own.",
        count(change.days_before as u64),
        percent(change.before, decimals),
        percent(change.after, decimals)
    );
    let finding = Finding::new(FindingKind::SuddenChange, Severity::Caution, "", sentence);
    Some(
        finding
            .with("ln Bayes factor", change.ln_bayes_factor)
            .with("rate before", change.before)
            .with("rate after", change.after)
            .with("spread of the days", change.spread),
    )
}

#[cfg(test)]
#[path = "change_point_tests.rs"]
mod tests;
