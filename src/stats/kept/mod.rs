//! Permission kept: how long it lasts once given, and which wording brings most permission that is still there later.
//!
//! Time runs in days from the permission to its withdrawal; whoever still holds it on the day of looking is counted as holding it until
//! then and unknown after (right-censored). What is known of the share that still holds is the exact posterior of a Dirichlet
//! process under such data (module `survival`); kept permission per person shown is that share times the acceptance rate.

mod chain;
mod effective;
mod figures;
mod survival;
mod verdict;

#[cfg(test)]
mod simulation_tests;

use super::comparison::Comparison;
use super::posterior::Beta;
use serde::Serialize;

pub use effective::kept_count;
pub use figures::kept;
pub use verdict::{KeptVerdict, KeptVerdictKind, kept_verdict};

/// Days after which kept permission is looked at, ascending.
pub const HORIZONS_DAYS: [f64; 2] = [30.0, 90.0];

/// People with the same fate after the same time.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Held {
    /// Days from permission to withdrawal, or to the day of looking; finite, at least 0.
    pub days: f64,
    /// Whether they withdrew then; otherwise they still hold the permission.
    pub withdrawn: bool,
    /// How many people.
    pub people: u64,
}

/// One way of asking, with what became of the permissions.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptArm {
    /// What people call it.
    pub name: String,
    /// How many people were shown the prompt.
    pub shown: u64,
    /// How many of them accepted.
    pub accepted: u64,
    /// What was known of its acceptance rate beforehand.
    pub prior: Beta,
    /// What became of those who accepted, in any order; at most `accepted` people. Whoever is missing tells nothing about time.
    pub held: Vec<Held>,
}

/// All figures about kept permission.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptFigures {
    /// Share of probability that each interval holds, in (0, 1).
    pub interval: f64,
    /// One entry per arm, in the order given; the first is the baseline.
    pub arms: Vec<KeptArmFigures>,
    /// One entry per day of [`HORIZONS_DAYS`].
    pub horizons: Vec<KeptHorizon>,
    /// The comparison of acceptance alone, as it stood on the day of asking.
    pub acceptance: Comparison,
}

/// How long the permissions of one arm last.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptArmFigures {
    /// What people call it.
    pub name: String,
    /// How many people were shown the prompt.
    pub shown: u64,
    /// How many accepted.
    pub accepted: u64,
    /// How many have withdrawn.
    pub withdrawn: u64,
    /// The longest that anyone has been followed, in days; `None` where nobody has.
    pub followed_days: Option<f64>,
    /// The share still holding over time, ascending; from day 0 to the last day followed. Empty where nobody is followed.
    pub curve: Vec<CurvePoint>,
}

/// The share that still holds its permission after some days.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct CurvePoint {
    /// Days since the permission.
    pub day: f64,
    /// People known to have held it until just before.
    pub at_risk: u64,
    /// People who withdrew since the point before.
    pub withdrawn: u64,
    /// The estimate of Kaplan & Meier (1958), in [0, 1].
    pub surviving: f64,
    /// Posterior mean of the share.
    pub mean: f64,
    /// Interval of the share with equal tails, at each day by itself.
    pub band: [f64; 2],
}

/// Kept permission at one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptHorizon {
    /// Days since the permission.
    pub days: f64,
    /// One entry per arm, in the order given.
    pub arms: Vec<HorizonArm>,
    /// The arms against each other; `None` until every arm has its kept share.
    pub comparison: Option<KeptComparison>,
}

/// One arm at one day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct HorizonArm {
    /// People followed for that long: still holding just before.
    pub at_risk: u64,
    /// Chance that a person who accepted still holds the permission; `None` where nobody was followed for so long, unless everyone
    /// has withdrawn before.
    pub holding: Option<ShareFigures>,
    /// Permission still held per person shown. `None` as for `holding`, and where nobody was shown; but an arm that nobody
    /// accepted has nothing to lose, and its share is known.
    pub kept: Option<ShareFigures>,
}

/// What is known of a share.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ShareFigures {
    /// Posterior mean, exact.
    pub mean: f64,
    /// Interval with equal tails, from `posterior`.
    pub equal_tailed: [f64; 2],
    /// The Beta distribution with the exact posterior's mean and variance.
    pub posterior: Beta,
}

/// The kept shares of all arms against each other.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptComparison {
    /// Per arm, in the order given.
    pub arms: Vec<KeptStanding>,
    /// The baseline against every other arm, in their order.
    pub pairs: Vec<KeptPair>,
}

/// How one arm stands among all.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct KeptStanding {
    /// Chance that this arm has the highest kept share, in [0, 1].
    pub probability_best: f64,
    /// Kept share given up on average by choosing this arm, in [0, 1].
    pub expected_loss: f64,
}

/// The baseline against one other arm.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptPair {
    /// Name of the baseline.
    pub baseline: String,
    /// Name of the other arm.
    pub arm: String,
    /// Chance that the arm keeps more than the baseline.
    pub probability_better: f64,
    /// Mean of arm − baseline, in kept permissions per person shown.
    pub difference: f64,
    /// Interval of that difference with equal tails.
    pub equal_tailed: [f64; 2],
}
