//! What wins now and loses later: a trait's effect on accepting beside its effect on keeping.

use super::Lab;
use super::figures::{TraitClass, class, moved};
use crate::stats::error::StatsError;
use crate::stats::posterior::check_level;
use crate::stats::segments::Estimate;
use serde::Serialize;

/// Each posterior enters by this many places of equal chance.
const PLACES: u32 = 200;

/// A trait's way from the request to what is left of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Course {
    /// More people accept, and those who do hold on to it.
    WinsNowAndLater,
    /// More people accept, but more of them take it back.
    WinsNowLosesLater,
    /// Fewer people accept, but those who do hold on to it.
    LosesNowWinsLater,
    /// Fewer people accept, and more of them take it back.
    LosesNowAndLater,
    /// One of the two is not known well enough.
    CannotTell,
}

/// One trait, now and later.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NowAndLater {
    /// What people call it.
    pub name: String,
    /// Chance that it makes more people accept.
    pub probability_accepting: f64,
    /// Chance that it makes more of those who accepted keep the permission.
    pub probability_keeping: f64,
    /// Both together.
    pub course: Course,
    /// Difference it makes to people who still hold the permission, as a share of all people asked, at the typical rates.
    pub kept_points: Estimate,
    /// Chance that this difference is above 0.
    pub probability_helps: f64,
}

/// All traits, now and later: `accepting` learnt from accepted of shown, `keeping` from still kept of accepted, with the same traits in the same
/// order. The two outcomes are taken as independent given the traits. `level` in (0, 1) is the share that each interval holds.
///
/// # Errors
/// [`StatsError`] for other traits, or a level outside (0, 1).
pub fn now_and_later(accepting: &Lab, keeping: &Lab, level: f64) -> Result<Vec<NowAndLater>, StatsError> {
    check_level(level)?;
    if accepting.traits != keeping.traits {
        return Err(StatsError::BadLab { reason: "accepting and keeping were learnt for other traits".to_owned() });
    }
    Ok((0..accepting.traits.len()).map(|place| one_trait(accepting, keeping, place, level)).collect())
}

fn one_trait(accepting: &Lab, keeping: &Lab, place: usize, level: f64) -> NowAndLater {
    let [now, later] = [accepting, keeping].map(|lab| lab.overall(place).places(PLACES));
    let [rate, kept] = [accepting, keeping].map(|lab| lab.design.typical_rate);
    // Both effects are told for the step of their own data, which differs for numbers without a step.
    let per_step = accepting.design.scales[place].step / keeping.design.scales[place].step;
    let later: Vec<f64> = later.iter().map(|effect| kept + moved(kept, effect * per_step)).collect();
    let mut differences: Vec<f64> = now
        .iter()
        .map(|effect| rate + moved(rate, *effect))
        .flat_map(|accepted| later.iter().map(move |share| accepted * share - rate * kept))
        .collect();
    differences.sort_by(f64::total_cmp);
    let [probability_accepting, probability_keeping] = [accepting, keeping].map(|lab| lab.overall(place).above_zero());
    let count = differences.len() as f64;
    NowAndLater {
        name: accepting.traits[place].name.clone(),
        probability_accepting,
        probability_keeping,
        course: course(class(probability_accepting), class(probability_keeping)),
        kept_points: Estimate {
            mean: differences.iter().sum::<f64>() / count,
            equal_tailed: [0.5 * (1.0 - level), 0.5 * (1.0 + level)].map(|p| ranked(&differences, p)),
        },
        probability_helps: differences.iter().filter(|difference| **difference > 0.0).count() as f64 / count,
    }
}

fn course(now: TraitClass, later: TraitClass) -> Course {
    match (now, later) {
        (TraitClass::Soothes, TraitClass::Soothes) => Course::WinsNowAndLater,
        (TraitClass::Soothes, TraitClass::Alarms) => Course::WinsNowLosesLater,
        (TraitClass::Alarms, TraitClass::Soothes) => Course::LosesNowWinsLater,
        (TraitClass::Alarms, TraitClass::Alarms) => Course::LosesNowAndLater,
        _ => Course::CannotTell,
    }
}

/// The value of a sorted list that leaves a share p below.
fn ranked(sorted: &[f64], p: f64) -> f64 {
    let wanted = p * sorted.len() as f64;
    let found = sorted.iter().zip(1_u32..).find(|(_, rank)| f64::from(*rank) >= wanted);
    found.map(|pair| *pair.0).or(sorted.last().copied()).unwrap_or(0.0)
}
