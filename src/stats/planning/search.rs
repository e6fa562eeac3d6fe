//! The curve over the number of people, and the smallest number that reaches the goal.

use super::super::error::StatsError;
use super::expected::{ceiling, value};
use super::question::check;
use super::words::sentence;
use super::{Goal, Plan, PlanPoint, PlanQuestion};

/// Points of the curve per factor of ten in people.
const POINTS_PER_DECADE: f64 = 8.0;

/// How many people reach the goal. `progress` is told (done, total) after each piece of work and stops it by returning false.
///
/// # Errors
/// [`StatsError::BadPrior`] for shapes outside [`PRIOR_SHAPES`](super::super::comparison::PRIOR_SHAPES), [`StatsError::BadLevel`] and
/// [`StatsError::BadPlan`] for a question that makes no sense, [`StatsError::Stopped`] when `progress` says so.
pub fn plan(question: &PlanQuestion, mut progress: impl FnMut(usize, usize) -> bool) -> Result<Plan, StatsError> {
    check(question)?;
    let sizes = sizes(question.largest_people);
    let total = sizes.len() + most_halvings(&sizes);
    let mut done = 0;
    let mut measure = |people: u64| {
        let found = value(question, people);
        done += 1;
        if progress(done.min(total), total) { Ok(found) } else { Err(StatsError::Stopped) }
    };
    let values: Vec<f64> = sizes.iter().map(|&people| measure(people)).collect::<Result<_, _>>()?;
    let values = worst_from_here_on(&question.goal, values);
    let first = values.iter().position(|&value| reached(&question.goal, value));
    let found = match first {
        Some(first) => {
            let before = first.checked_sub(1).and_then(|before| sizes.get(before)).copied().unwrap_or(0);
            Some(smallest(&question.goal, before, (sizes[first], values[first]), measure)?)
        }
        None => None,
    };
    progress(total, total);
    Ok(answer(question, &sizes, &values, found))
}

fn answer(question: &PlanQuestion, sizes: &[u64], values: &[f64], found: Option<(u64, f64)>) -> Plan {
    let point = |(&people, &value): (&u64, &f64)| PlanPoint { people, value, days: days(question, people) };
    let last = values.last().copied().unwrap_or(0.0);
    let mut plan = Plan {
        people: found.map(|(people, _)| people),
        days: found.and_then(|(people, _)| days(question, people)),
        value: found.map_or(last, |(_, value)| value),
        ceiling: match question.goal {
            Goal::Assurance { rule, .. } => Some(ceiling(question, &rule)),
            _ => None,
        },
        curve: sizes.iter().zip(values).map(point).collect(),
        sentence: String::new(),
    };
    plan.sentence = sentence(question, &plan);
    plan
}

/// Whole days in which all arms together get so many people each.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers of people within the limits of a plan"
)]
pub(super) fn days(question: &PlanQuestion, people: u64) -> Option<u64> {
    question.daily_people.map(|daily| (f64::from(question.arms) * people as f64 / daily).ceil() as u64)
}

/// Numbers of people evenly spaced in logarithm, from 10 to the largest.
#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "numbers of people within the limits of a plan"
)]
fn sizes(largest: u64) -> Vec<u64> {
    let largest_power = (largest as f64).log10();
    let mut sizes = Vec::new();
    let mut power = 1.0;
    while power < largest_power - 1e-9 {
        sizes.push(10.0_f64.powf(power).round() as u64);
        power += 1.0 / POINTS_PER_DECADE;
    }
    sizes.push(largest);
    sizes.dedup();
    sizes
}

/// Steps that halve the widest gap down to one person.
fn most_halvings(sizes: &[u64]) -> usize {
    let gaps = sizes.iter().zip([0].iter().chain(sizes)).map(|(size, before)| size - before);
    gaps.max().map_or(0, |gap| gap.next_power_of_two().trailing_zeros() as usize)
}

fn reached(goal: &Goal, value: f64) -> bool {
    match *goal {
        Goal::Assurance { target, .. } => value >= target,
        Goal::Width { width, .. } => value <= width,
        Goal::ExpectedLoss { loss } => value <= loss,
    }
}

fn worst_from_here_on(goal: &Goal, mut values: Vec<f64>) -> Vec<f64> {
    let worse = match goal {
        Goal::Assurance { .. } => f64::min,
        Goal::Width { .. } | Goal::ExpectedLoss { .. } => f64::max,
    };
    let mut worst = values.last().copied().unwrap_or(0.0);
    for value in values.iter_mut().rev() {
        worst = worse(worst, *value);
        *value = worst;
    }
    values
}

/// Between a number that does not reach the goal and one that does, a number that does while one person fewer does not.
fn smallest(
    goal: &Goal,
    mut before: u64,
    mut found: (u64, f64),
    mut measure: impl FnMut(u64) -> Result<f64, StatsError>,
) -> Result<(u64, f64), StatsError> {
    while found.0 - before > 1 {
        let middle = before + (found.0 - before) / 2;
        let value = measure(middle)?;
        if reached(goal, value) {
            found = (middle, value);
        } else {
            before = middle;
        }
    }
    Ok(found)
}

#[cfg(test)]
#[path = "search_tests.rs"]
mod tests;
