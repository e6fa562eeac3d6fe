//! Whether a plan's question makes sense.

use super::super::comparison::PRIOR_SHAPES;
use super::super::error::StatsError;
use super::super::posterior::{Beta, check_level};
use super::{Goal, PlanQuestion, Rule};

/// Most people per arm that a plan considers.
const MOST_PEOPLE: u64 = 1_000_000_000;

pub(super) fn check(question: &PlanQuestion) -> Result<(), StatsError> {
    for (name, prior) in [("baseline", question.baseline), ("arm", question.arm), ("analysis", question.analysis)] {
        check_prior(name, prior)?;
    }
    let bad = |reason| Err(StatsError::BadPlan { reason });
    if question.arms < 2 {
        return bad("an experiment needs at least two wordings");
    }
    if !(1..=MOST_PEOPLE).contains(&question.largest_people) {
        return bad("the most people per wording to consider must lie between 1 and 1,000,000,000");
    }
    if question.daily_people.is_some_and(|people| !(people > 0.0 && people.is_finite())) {
        return bad("the daily number of people must be above 0");
    }
    check_goal(&question.goal)
}

fn check_prior(name: &str, prior: Beta) -> Result<(), StatsError> {
    if [prior.alpha, prior.beta].iter().all(|shape| PRIOR_SHAPES.contains(shape)) {
        return Ok(());
    }
    Err(StatsError::BadPrior { arm: name.to_owned(), alpha: prior.alpha, beta: prior.beta })
}

fn check_goal(goal: &Goal) -> Result<(), StatsError> {
    let positive = |size: f64, reason| if size > 0.0 { Ok(()) } else { Err(StatsError::BadPlan { reason }) };
    match *goal {
        Goal::Assurance { target, rule } => {
            if !(target > 0.0 && target < 1.0) {
                return Err(StatsError::BadPlan { reason: "the chance wanted must lie between 0 and 1" });
            }
            check_rule(&rule)
        }
        Goal::Width { width, level } => {
            check_level(level)?;
            positive(width, "the width wanted must be above 0")
        }
        Goal::ExpectedLoss { loss } => positive(loss, "the loss wanted must be above 0"),
    }
}

fn check_rule(rule: &Rule) -> Result<(), StatsError> {
    let bad = |reason| Err(StatsError::BadPlan { reason });
    if rule.chance.is_none() && rule.caring.is_none() {
        return bad("a winner needs a chance, a threshold of caring, or both");
    }
    if rule.chance.is_some_and(|chance| !(chance > 0.0 && chance < 1.0)) {
        return bad("the chance of being better must lie between 0 and 1");
    }
    if rule.caring.is_some_and(|caring| !(caring > 0.0 && caring.is_finite())) {
        return bad("the threshold of caring must be above 0");
    }
    Ok(())
}
