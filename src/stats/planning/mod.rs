//! How many people an experiment needs: for a chance to find out, for an interval's width, or for a small loss.
//!
//! Everything is worked out before the first person is asked, by averaging over what may come back: rates from a design prior (what is
//! believed), acceptances from those rates (so each count is beta-binomial), and the program's own figures from its analysis prior
//! (O'Hagan, Stevens & Campbell 2005).

mod continuous;
mod edgeworth;
mod expected;
mod predictive;
mod question;
mod search;
mod staircase;
mod words;

#[cfg(test)]
mod brute_force_tests;

use super::posterior::Beta;
use serde::Serialize;

pub use search::plan;

/// What a plan is asked.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PlanQuestion {
    /// What is believed of the baseline's rate.
    pub baseline: Beta,
    /// What is believed of the other wording's rate.
    pub arm: Beta,
    /// The prior with which the experiment will be analysed, the same for every arm.
    pub analysis: Beta,
    /// What is to be reached.
    pub goal: Goal,
    /// How many wordings share the people, at least 2; each is planned against the baseline as if it were the only one.
    pub arms: u32,
    /// People shown a prompt per day, all arms together; `None` where it is not known.
    pub daily_people: Option<f64>,
    /// The most people per arm to consider, from 1 to a billion.
    pub largest_people: u64,
}

/// What is to be reached.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub enum Goal {
    /// The chance that the rule will name a winner is at least `target`, in (0, 1).
    Assurance {
        /// The chance wanted.
        target: f64,
        /// When a winner is named.
        rule: Rule,
    },
    /// The interval of the difference, with equal tails, is expected to be at most this wide.
    Width {
        /// Width as a share, > 0 (0.03 for three percentage points).
        width: f64,
        /// Share of probability that the interval holds, in (0, 1).
        level: f64,
    },
    /// The expected loss that will be reported for the better-looking arm is on average at most this large.
    ExpectedLoss {
        /// Loss as a share, > 0 (0.001 for a tenth of a percentage point).
        loss: f64,
    },
}

/// When a winner is named.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Rule {
    /// Chance of being better from which on, in (0, 1); `None` to ask for no chance.
    pub chance: Option<f64>,
    /// Expected loss below this share of the baseline's posterior mean, > 0; `None` to ask for no loss. One of the two is needed.
    pub caring: Option<f64>,
    /// Whether both conditions have to hold, or one is enough.
    pub needs: Needs,
    /// Whose win counts.
    pub winner: Winner,
}

impl Default for Rule {
    /// The rule of the program's own verdict.
    fn default() -> Self {
        Self {
            chance: Some(super::verdict::ENOUGH_CHANCE),
            caring: Some(super::verdict::CARING_SHARE_OF_BASELINE),
            needs: Needs::Both,
            winner: Winner::Any,
        }
    }
}

/// How two conditions go together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Needs {
    /// Both have to hold.
    Both,
    /// One is enough.
    Either,
}

/// Whose win counts.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum Winner {
    /// Either arm: what matters is to know which is better.
    Any,
    /// Only the arm that challenges the baseline.
    Arm,
}

/// The answer.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Plan {
    /// The fewest people per arm that reach the goal; `None` where the largest number considered does not.
    pub people: Option<u64>,
    /// Days that takes at the daily traffic, all arms together.
    pub days: Option<u64>,
    /// What that many people give: a chance, a width or a loss; of the largest number where the goal is out of reach.
    pub value: f64,
    /// For an assurance, the chance that no number of people exceeds.
    pub ceiling: Option<f64>,
    /// The way there, by number of people, ascending.
    ///
    /// Whole people make the chance slightly jagged. Each value is the worst from this point of the curve on, so that the curve never
    /// turns back and “reached” means reached for good.
    pub curve: Vec<PlanPoint>,
    /// One plain sentence.
    pub sentence: String,
}

/// One point of the way.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PlanPoint {
    /// People per arm.
    pub people: u64,
    /// Chance, width or loss.
    pub value: f64,
    /// Days at the daily traffic, all arms together.
    pub days: Option<u64>,
}
