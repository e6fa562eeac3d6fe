//! A plan in one plain sentence.

use super::super::words::{count, decimals_for, probability};
use super::search::days;
use super::{Goal, Plan, PlanQuestion, Winner};

/// Such as: About 4,200 people per wording, 12 days at 700 people a day, give a chance of 80% to find out.
pub(super) fn sentence(question: &PlanQuestion, plan: &Plan) -> String {
    if let Some(people) = plan.people {
        let who = format!("{}{}", rounded_up(people), time_words(question, people));
        return match question.goal {
            Goal::Assurance { target, rule } => {
                format!("{who} give a chance of {} to {}.", plain_percent(target), purpose(rule.winner))
            }
            Goal::Width { width, level } => format!(
                "{who} bring the {} interval of the difference down to {}.",
                plain_percent(level),
                plain_points(width)
            ),
            Goal::ExpectedLoss { loss } => {
                format!("{who} bring what choosing the wrong wording costs on average down to {}.", plain_points(loss))
            }
        };
    }
    out_of_reach(question, plan)
}

fn out_of_reach(question: &PlanQuestion, plan: &Plan) -> String {
    if let (Goal::Assurance { target, .. }, Some(ceiling)) = (question.goal, plan.ceiling)
        && ceiling < target
    {
        return format!(
            "No number of people gives a chance of {}: it stays below {}, which is how likely the new wording is to be good enough by what is \
             assumed beforehand.",
            plain_percent(target),
            probability(ceiling)
        );
    }
    let people = question.largest_people;
    let who = format!("Even {} people per wording{}", count(people), time_words(question, people));
    let decimals = decimals_for(plan.value);
    let points = format!("{:.decimals$} pp", 100.0 * plan.value);
    match question.goal {
        Goal::Assurance { rule, .. } => {
            format!("{who} give a chance of only {} to {}.", probability(plan.value), purpose(rule.winner))
        }
        Goal::Width { level, .. } => {
            format!("{who} bring the {} interval of the difference only down to {points}.", plain_percent(level))
        }
        Goal::ExpectedLoss { .. } => {
            format!("{who} bring what choosing the wrong wording costs on average only down to {points}.")
        }
    }
}

fn purpose(winner: Winner) -> &'static str {
    match winner {
        Winner::Any => "find out",
        Winner::Arm => "find the new wording better",
    }
}

/// , 12 days at 700 people a day,
fn time_words(question: &PlanQuestion, people: u64) -> String {
    let Some((days, daily)) = days(question, people).zip(question.daily_people) else { return String::new() };
    let unit = if days == 1 { "day" } else { "days" };
    format!(", {} {unit} at {} a day,", count(days), daily_words(daily))
}

#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a number of people, not below 0")]
fn daily_words(daily: f64) -> String {
    if daily >= 10.0 { format!("{} people", count(daily.round() as u64)) } else { format!("{} people", trimmed(daily)) }
}

/// About so many people, to two digits and never too few.
fn rounded_up(people: u64) -> String {
    if people == 1 {
        return "One person per wording".to_owned();
    }
    let mut unit = 1;
    while people / unit >= 100 {
        unit *= 10;
    }
    let about = people.div_ceil(unit) * unit;
    if unit == 1 {
        format!("{people} people per wording")
    } else {
        format!("About {} people per wording", count(about))
    }
}

/// Per cent with the digits that were given.
fn plain_percent(share: f64) -> String {
    format!("{}%", trimmed(100.0 * share))
}

/// Percentage points with the digits that were given.
fn plain_points(share: f64) -> String {
    format!("{} pp", trimmed(100.0 * share))
}

/// A number to six decimals without trailing zeros.
fn trimmed(number: f64) -> String {
    let text = format!("{number:.6}");
    text.trim_end_matches('0').trim_end_matches('.').to_owned()
}
