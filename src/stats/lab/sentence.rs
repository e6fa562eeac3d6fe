//! A trait in a sentence.

use super::figures::{TraitClass, TraitFigures};
use crate::stats::words::{count, decimals_for, percent, points, probability, signed};

/// Such as “More people accept with “reassurance”: +1.3 pp at a typical rate of 41% (90%: +0.4 to +2.1 pp; 12 experiments, 45,120 people).”
pub(super) fn sentence(figures: &TraitFigures, rate: f64, level: f64) -> String {
    if figures.experiments == 0 {
        return format!(
            "Nothing is known of “{}”: it never differed between wordings that could be compared.",
            figures.name
        );
    }
    let name = &figures.name;
    let change = if (figures.step - 1.0).abs() < 1e-9 {
        format!("“{name}”")
    } else {
        format!("{} more of “{name}”", step(figures.step))
    };
    let [low, high] = figures.points.equal_tailed;
    let decimals = decimals_for(high - low);
    let experiments = if figures.experiments == 1 { "experiment" } else { "experiments" };
    let evidence = format!("{} {experiments}, {} people", figures.experiments, count(figures.people));
    let range = format!("{}: {} to {}", percent(level, 0), signed(low, decimals), points(high, decimals));
    let claim = match figures.class {
        TraitClass::Soothes => format!("More people accept with {change}: {}", points(figures.points.mean, decimals)),
        TraitClass::Alarms => format!("Fewer people accept with {change}: {}", points(figures.points.mean, decimals)),
        TraitClass::CannotTell => {
            let helps = probability(figures.probability_helps);
            return format!("Whether {change} helps cannot be told yet: the chance is {helps} ({range}; {evidence}).");
        }
    };
    let typical = percent(rate, decimals_for(rate).min(2));
    format!("{claim} at a typical rate of {typical} ({range}; {evidence}).")
}

/// Two or three digits.
fn step(value: f64) -> String {
    if value >= 10.0 {
        format!("{value:.0}")
    } else if value >= 0.1 {
        format!("{value:.1}")
    } else {
        format!("{value:.3}")
    }
}
