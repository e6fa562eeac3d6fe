//! Sums of many amounts, and the difference of two such sums.

use super::super::error::StatsError;
use super::draws::{Amount, DRAWS, Quantity};
use serde::Serialize;
use std::collections::BTreeMap;

/// Sums drawn at a time, 800 kB each.
const BATCH: usize = 64;

/// So many of one quantity, in a group such as a quarter, a rule or a kind.
#[derive(Debug, Clone, PartialEq)]
pub struct Entry {
    /// The group; any words.
    pub group: String,
    /// Which of the quantities, by its place in the list.
    pub quantity: usize,
    /// How many of it, finite; below 0 it is taken off.
    pub times: f64,
}

/// Sums with their uncertainty.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Totals {
    /// Everything together. Its median is not the sum of the groups' medians; means do add up.
    pub all: Amount,
    /// By group, in alphabetical order.
    pub groups: Vec<GroupTotal>,
}

/// The sum of one group.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct GroupTotal {
    /// The group.
    pub group: String,
    /// Its sum.
    pub amount: Amount,
}

/// Two scenarios side by side.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ScenarioDifference {
    /// As it was.
    pub before: Totals,
    /// As it would have been.
    pub after: Totals,
    /// After − before, draw by draw; by every group of either.
    pub change: Totals,
    /// Chance that the sum of everything is lower after than before, ties as half.
    pub probability_lower: f64,
}

/// Sums of `entries` of `quantities` over [`DRAWS`] seeded draws: one amount per quantity in each draw, wherever it is used, so that a
/// cost that is not known is not known in the same way throughout.
///
/// # Errors
/// [`StatsError::BadRange`] or [`StatsError::BadPrior`] for a quantity that is none; [`StatsError::BadEntry`] for an entry of an
/// unknown quantity or not of a finite number.
pub fn totals(quantities: &[Quantity], entries: &[Entry]) -> Result<Totals, StatsError> {
    check(quantities, entries)?;
    Ok(Sums::of(entries).totals(quantities))
}

/// The sums of two scenarios on the same draws, and their difference draw by draw.
///
/// # Errors
/// As for [`totals`].
pub fn scenario_difference(
    quantities: &[Quantity],
    before: &[Entry],
    after: &[Entry],
) -> Result<ScenarioDifference, StatsError> {
    check(quantities, before)?;
    check(quantities, after)?;
    let (before, after) = (Sums::of(before), Sums::of(after));
    let change = after.less(&before);
    let probability_lower = lower(quantities, &change.all);
    Ok(ScenarioDifference {
        before: before.totals(quantities),
        after: after.totals(quantities),
        change: change.totals(quantities),
        probability_lower,
    })
}

fn check(quantities: &[Quantity], entries: &[Entry]) -> Result<(), StatsError> {
    quantities.iter().try_for_each(Quantity::check)?;
    let bad = entries.iter().find(|entry| entry.quantity >= quantities.len() || !entry.times.is_finite());
    bad.map_or(Ok(()), |entry| Err(StatsError::BadEntry { group: entry.group.clone(), times: entry.times }))
}

/// Chance that a sum is below 0, ties as half.
fn lower(quantities: &[Quantity], times: &Times) -> f64 {
    let mut draws = sums_of(quantities, &[times]).pop().unwrap_or_default();
    if draws.is_empty() {
        draws.push(mean(quantities, times));
    }
    let doubled: u32 = draws.iter().map(|&amount| if amount < 0.0 { 2 } else { u32::from(amount <= 0.0) }).sum();
    0.5 * f64::from(doubled) / draws.len() as f64
}

/// How many of each quantity.
type Times = BTreeMap<usize, f64>;

/// How many of each quantity in all, and by group.
#[derive(Debug, Default)]
struct Sums<'a> {
    all: Times,
    groups: BTreeMap<&'a str, Times>,
}

impl<'a> Sums<'a> {
    fn of(entries: &'a [Entry]) -> Self {
        let mut sums = Self::default();
        for entry in entries {
            sums.add(&entry.group, entry.quantity, entry.times);
        }
        sums
    }

    fn add(&mut self, group: &'a str, quantity: usize, times: f64) {
        *self.all.entry(quantity).or_default() += times;
        *self.groups.entry(group).or_default().entry(quantity).or_default() += times;
    }

    fn totals(&self, quantities: &[Quantity]) -> Totals {
        let parts: Vec<&Times> = self.groups.values().collect();
        let all = amounts(quantities, &[&self.all]).pop().unwrap_or(Amount::exactly(0.0));
        let groups = self.groups.keys().zip(amounts(quantities, &parts));
        Totals { all, groups: groups.map(|(&group, amount)| GroupTotal { group: group.to_owned(), amount }).collect() }
    }

    fn less(&self, other: &Self) -> Self {
        let mut sums = Self::default();
        for (sign, part) in [(1.0, self), (-1.0, other)] {
            for (group, times) in &part.groups {
                times.iter().for_each(|(&quantity, &times)| sums.add(group, quantity, sign * times));
            }
        }
        sums
    }
}

/// The mean of a sum.
fn mean(quantities: &[Quantity], times: &Times) -> f64 {
    times.iter().filter_map(|(&index, &times)| quantities.get(index).map(|quantity| times * quantity.mean())).sum()
}

/// What is said of each sum.
fn amounts(quantities: &[Quantity], parts: &[&Times]) -> Vec<Amount> {
    let of_batch = |batch: &[&Times]| {
        let sums = sums_of(quantities, batch);
        let amounts = batch.iter().zip(sums).map(|(times, mut sum)| Amount::of(&mut sum, mean(quantities, times)));
        amounts.collect::<Vec<_>>()
    };
    parts.chunks(BATCH).flat_map(of_batch).collect()
}

/// Each sum in every draw; nothing where all of it is known. Quantities are drawn one after the other, since there may be thousands.
fn sums_of(quantities: &[Quantity], parts: &[&Times]) -> Vec<Vec<f64>> {
    let mut sums: Vec<Vec<f64>> = parts.iter().map(|_| Vec::new()).collect();
    for (index, quantity) in quantities.iter().enumerate().filter(|(_, quantity)| quantity.known().is_none()) {
        let times = |part: &Times| part.get(&index).copied().filter(|&times| times != 0.0);
        if parts.iter().all(|part| times(part).is_none()) {
            continue;
        }
        let draws = quantity.draws();
        for (part, sum) in parts.iter().zip(&mut sums) {
            let Some(times) = times(part) else { continue };
            if sum.is_empty() {
                sum.resize(DRAWS, known_sum(quantities, part));
            }
            sum.iter_mut().zip(&draws).for_each(|(sum, draw)| *sum += times * draw);
        }
    }
    sums
}

fn known_sum(quantities: &[Quantity], times: &Times) -> f64 {
    let known = |index: usize| quantities.get(index).and_then(Quantity::known);
    times.iter().filter_map(|(&index, &times)| known(index).map(|amount| times * amount)).sum()
}

#[cfg(test)]
#[path = "totals_tests.rs"]
mod tests;
