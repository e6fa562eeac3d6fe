//! What to test next: the trait whose effect is least known and could matter most.
//!
//! Value of information (Raiffa & Schlaifer 1961): a trait is used if its effect is expected to be above 0. Knowing the effect θ for certain
//! would bring E[max(θ, 0)] − max(E θ, 0) on average; an experiment that tells only something brings the same with the distribution of
//! the posterior mean that it would lead to in place of θ's own. Both in percentage points at the typical rate, by the slope of the logistic.

use super::Lab;
use super::mixture::{expected_gain, normal_below};
use crate::stats::words::{count, decimals_for, probability};
use serde::Serialize;

/// What testing one trait would bring.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NextTest {
    /// Place of the trait in the order given.
    pub place: usize,
    /// What people call it.
    pub name: String,
    /// What knowing its effect for certain would bring: a share of people asked, 0 or more.
    pub value_of_knowing: f64,
    /// What one experiment with and without it would bring: a share of people asked, from 0 to `value_of_knowing`.
    pub value_of_test: f64,
    /// Chance that this experiment would change whether to use the trait.
    pub probability_changes_mind: f64,
    /// How many such experiments would bring half of what knowing for certain would; `None` if more than [`MOST_TESTS`].
    pub tests_for_half: Option<u32>,
    /// Why, in a sentence.
    pub sentence: String,
}

/// More experiments than this are never asked for.
pub const MOST_TESTS: u32 = 1000;

impl Lab {
    /// All traits by what knowing their effect would bring, the most first. A test is an experiment with two wordings, one with the trait
    /// (a step more of it) and one without, each shown to `people` people; residual differences and the spread between experiments limit
    /// what a single one can tell.
    pub fn next_tests(&self, people: u64) -> Vec<NextTest> {
        let mut tests: Vec<NextTest> = (0..self.traits.len()).map(|place| self.next_test(place, people)).collect();
        tests.sort_by(|a, b| b.value_of_knowing.total_cmp(&a.value_of_knowing));
        tests
    }

    fn next_test(&self, place: usize, people: u64) -> NextTest {
        let rate = self.design.typical_rate;
        let slope = rate * (1.0 - rate);
        let effect = self.overall(place);
        let noise = self.noise_of_test(place) + 2.0 / (people.max(1) as f64 * slope);
        let known = Known { mean: effect.mean(), sd: effect.sd(), noise };
        let name = self.traits[place].name.clone();
        let value_of_knowing = slope * known.gain(known.sd);
        let mut found = NextTest {
            place,
            name,
            value_of_knowing,
            value_of_test: slope * known.gain(known.learnt(1)),
            probability_changes_mind: known.changes_mind(1),
            tests_for_half: known.tests_for(0.5),
            sentence: String::new(),
        };
        found.sentence = sentence(&found, people);
        found
    }

    /// Variance of a difference between two wordings that has nothing to do with the number of people, in log-odds.
    fn noise_of_test(&self, place: usize) -> f64 {
        let units = self.units(place);
        let own = self.fit.spreads[place].mean();
        let of_level = |[residual, spread, audience, _]: [f64; 4]| {
            2.0 * residual * residual + units * units * (own * spread * spread + audience * audience)
        };
        self.fit.levels.iter().map(|level| level.share * of_level(level.widths)).sum()
    }
}

/// An effect as far as it is known, and the variance with which one test observes it; in log-odds.
struct Known {
    mean: f64,
    sd: f64,
    noise: f64,
}

impl Known {
    /// How far the posterior mean is expected to move with so many tests: a standard deviation.
    fn learnt(&self, tests: u32) -> f64 {
        self.sd * self.sd / (self.sd * self.sd + self.noise / f64::from(tests)).sqrt()
    }

    /// What deciding brings if the mean moves by this standard deviation first.
    fn gain(&self, moved: f64) -> f64 {
        (expected_gain(self.mean, moved) - self.mean.max(0.0)).max(0.0)
    }

    fn changes_mind(&self, tests: u32) -> f64 {
        let learnt = self.learnt(tests);
        if learnt > 0.0 { normal_below(-self.mean.abs() / learnt) } else { 0.0 }
    }

    /// The fewest tests that bring this part of what knowing for certain would.
    fn tests_for(&self, part: f64) -> Option<u32> {
        let wanted = part * self.gain(self.sd);
        let (mut low, mut high) = (0, MOST_TESTS);
        if wanted <= 0.0 || self.gain(self.learnt(high)) < wanted {
            return None;
        }
        while high - low > 1 {
            let middle = low + (high - low) / 2;
            if self.gain(self.learnt(middle)) < wanted { low = middle } else { high = middle }
        }
        Some(high)
    }
}

fn sentence(test: &NextTest, people: u64) -> String {
    let points = 100.0 * test.value_of_knowing;
    let decimals = decimals_for(test.value_of_knowing);
    let name = &test.name;
    let chance = probability(test.probability_changes_mind);
    let people = count(people);
    let half = match test.tests_for_half {
        Some(1) => "and bring at least half of that".to_owned(),
        Some(tests) => format!("and {} of them would bring half of that", count(u64::from(tests))),
        None => format!("but even {} of them would bring less than half of that", count(u64::from(MOST_TESTS))),
    };
    format!(
        "Knowing what “{name}” does would bring {points:.decimals$} pp on average: one experiment of twice {people} people would \
         change whether to use it with a chance of {chance}, {half}."
    )
}
