//! Where charts over time are marked: policy versions and changes of definition, in words.

use super::Model;
use crate::compliance::{Break, BreakReason, breaks};
use crate::domain::Quarter;
use jiff::civil::Date;

/// Where policy versions and definitions begin among the dots of the quarters, each dot standing for the middle of its quarter.
pub fn quarter_marks(model: &Model) -> Vec<(f64, String)> {
    let all = breaks(&model.policy, &model.definition_changes);
    all.into_iter().filter_map(|one| Some((among_quarters(model, one.day)?, words(model, &one)))).collect()
}

/// The same among the dots of the months.
pub fn month_marks(model: &Model) -> Vec<(f64, String)> {
    let months: Vec<Date> = model
        .compliance
        .quarters
        .iter()
        .flat_map(|quarter| quarter.counts.months.iter().map(|month| month.month_first_day))
        .collect();
    let mark = |one: Break| {
        let place = months.iter().position(|month| *month == one.day.first_of_month())?;
        let (first, next) = (one.day.first_of_month(), one.day.last_of_month().tomorrow().ok()?);
        Some((within(place, first, next, one.day), words(model, &one)))
    };
    breaks(&model.policy, &model.definition_changes).into_iter().filter_map(mark).collect()
}

fn words(model: &Model, one: &Break) -> String {
    match &one.reason {
        BreakReason::PolicyVersion(index) => {
            let title = model.policy.versions().get(*index).map_or("", |version| &version.title);
            format!("Policy {}: {title}", index + 1)
        }
        BreakReason::Definition(what) => format!("Counted otherwise: {what}"),
    }
}

/// Where a day lies among the dots of the quarters; `None` outside them.
fn among_quarters(model: &Model, day: Date) -> Option<f64> {
    let quarters = &model.compliance.quarters;
    let quarter = Quarter::of(day, quarters.first()?.quarter.start_month);
    let place = quarters.iter().position(|known| known.quarter == quarter)?;
    Some(within(place, quarter.first_day(), quarter.next().first_day(), day))
}

/// A dot stands for the middle of its time, so the first day lies half a step to the left.
fn within(place: usize, first: Date, next: Date, day: Date) -> f64 {
    let days = |from: Date, to: Date| f64::from((to - from).get_days());
    place as f64 - 0.5 + days(first, day) / days(first, next)
}
