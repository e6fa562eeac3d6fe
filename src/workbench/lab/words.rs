//! What the lab says in sentences.

use super::LearntTrait;
use super::factors::Factor;
use crate::picture::format;
use crate::stats::lab::{Confounded, Course, LabFigures, NowAndLater, TraitClass};

/// How many traits soothe, alarm, or cannot be told.
pub(super) fn summary(traits: &[LearntTrait], tests: usize) -> String {
    if tests == 0 {
        return "There is nothing to learn from yet: no two wordings were shown to people in the same test.".into();
    }
    let number = |class| traits.iter().filter(|known| known.figures.class == class).count();
    let (soothe, alarm, unknown) =
        (number(TraitClass::Soothes), number(TraitClass::Alarms), number(TraitClass::CannotTell));
    let known = match (soothe, alarm) {
        (0, 0) => {
            let tests = if tests == 1 { "One test is".to_owned() } else { format!("{} tests are", count(tests)) };
            return format!(
                "{tests} not enough yet: of none of {unknown} traits can it be told whether it makes more or fewer people say yes."
            );
        }
        (soothe, 0) => format!("{} {} more people say yes", count(soothe), makes(soothe)),
        (0, alarm) => format!("{} {} fewer people say yes", count(alarm), makes(alarm)),
        (soothe, alarm) => {
            format!("{} {} more people say yes and {} fewer", count(soothe), makes(soothe), count(alarm))
        }
    };
    format!("{known}; of {} the direction cannot be told yet.", count(unknown))
}

fn makes(traits: usize) -> &'static str {
    if traits == 1 { "trait makes" } else { "traits make" }
}

fn count(number: usize) -> String {
    format::count(number as u64)
}

/// What the figures rest on.
pub(super) fn detail(figures: &LabFigures, experiments: usize, past: usize) -> String {
    let named = |number: usize, one: &str, several: &str| match number {
        0 => None,
        1 => Some(format!("1 {one}")),
        number => Some(format!("{} {several}", count(number))),
    };
    let tests = [named(experiments, "experiment", "experiments"), named(past, "test of the past", "tests of the past")];
    format!(
        "Learnt from {} with {} people. Differences are told at the typical rate of {}; each interval holds {} of what is possible.",
        tests.into_iter().flatten().collect::<Vec<_>>().join(" and "),
        format::count(figures.people),
        format::percent(figures.typical_rate, if figures.typical_rate < 0.1 { 2 } else { 0 }),
        format::percent(figures.interval, 0),
    )
}

/// What people call factors.
pub(super) fn labels(factors: &[Factor]) -> Vec<String> {
    factors.iter().map(|factor| factor.label.clone()).collect()
}

/// What becomes of the yes that a trait brings.
pub(super) fn later(known: &NowAndLater) -> String {
    let name = &known.name;
    let [low, high] = known.kept_points.equal_tailed;
    let still = format!(
        "still permitting, of everyone asked: {} to {}",
        format::signed(low * 100.0, 1),
        format::points(high, 1)
    );
    match known.course {
        Course::WinsNowAndLater => format!("“{name}” wins now, and those who say yes stay ({still})."),
        Course::WinsNowLosesLater => {
            format!("“{name}” wins now and loses later: more say yes, and more take it back ({still}).")
        }
        Course::LosesNowWinsLater => {
            format!("“{name}” loses now and wins later: fewer say yes, but they stay ({still}).")
        }
        Course::LosesNowAndLater => {
            format!("“{name}” loses now, and of those who say yes more take it back ({still}).")
        }
        Course::CannotTell => format!("Whether “{name}” wins now and later cannot be told yet ({still})."),
    }
}

/// Sets of more traits than this are told by no list of names.
const MOST_NAMED: usize = 3;

/// Which traits were never, or hardly ever, seen apart. Where fewer comparisons were made than there are traits, that holds of nearly all of
/// them: then this is said first, and only pairs are named.
pub(super) fn confounded(sets: &[Confounded], traits: usize, comparisons: usize) -> Vec<String> {
    let scarce = traits > comparisons;
    let most = if scarce { 2 } else { MOST_NAMED };
    let said = scarce.then(|| {
        let made = if comparisons == 1 {
            "one comparison was".to_owned()
        } else {
            format!("{} comparisons were", count(comparisons))
        };
        format!(
            "The wordings differ in {} traits, and only {made} made: mostly it cannot be told which trait did it.",
            count(traits)
        )
    });
    let named = sets.iter().filter(|set| set.traits.len() <= most).map(|set| set.sentence.clone());
    said.into_iter().chain(named).collect()
}

/// What of that is about one trait: the smallest sets that it belongs to.
pub(super) fn of_trait(sets: &[Confounded], place: usize) -> Vec<String> {
    let own = || sets.iter().filter(|set| set.traits.contains(&place));
    let smallest = own().map(|set| set.traits.len()).min().unwrap_or(0);
    own().filter(|set| set.traits.len() == smallest).take(MOST_NAMED).map(|set| set.sentence.clone()).collect()
}
