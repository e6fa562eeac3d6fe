//! What can be wrong with a question put to this room.

use thiserror::Error;

/// Nonsense that no figure can be made from; each variant carries the values that matter.
#[derive(Debug, Clone, PartialEq, Error)]
pub enum StatsError {
    /// A comparison of nothing.
    #[error("a comparison needs at least one arm")]
    NoArms,
    /// More people accepted than were asked.
    #[error("arm “{arm}”: {accepted} accepted, but only {shown} were shown the prompt")]
    AcceptedExceedsShown {
        /// Name of the arm.
        arm: String,
        /// How many accepted.
        accepted: u64,
        /// How many were shown the prompt.
        shown: u64,
    },
    /// A prior that is no Beta distribution, or has a shape too small or too large to compute with.
    #[error("arm “{arm}”: the prior Beta({alpha}, {beta}) needs two shapes from 0.001 to 1,000,000,000")]
    BadPrior {
        /// Name of the arm.
        arm: String,
        /// First shape given.
        alpha: f64,
        /// Second shape given.
        beta: f64,
    },
    /// An interval that holds nothing or everything.
    #[error("the interval must hold a share between 0 and 1 (both excluded), not {level}")]
    BadLevel {
        /// The level given.
        level: f64,
    },
    /// A list with another number of arms than the first.
    #[error("{expected} arms at first, but {found} later")]
    UnequalArms {
        /// How many arms came first.
        expected: usize,
        /// How many there were later.
        found: usize,
    },
    /// A rate that is none.
    #[error("a rate must lie from 0 to 1, not at {rate}")]
    BadRate {
        /// The rate given.
        rate: f64,
    },
    /// A planned share that is none.
    #[error("arm “{arm}”: a planned share must be 0 or more, not {share}")]
    BadShare {
        /// Name of the arm.
        arm: String,
        /// The share given.
        share: f64,
    },
    /// People of closed days went missing, or changed their answers.
    #[error(
        "people counted up to day {last_day} are gone or answer differently now: the evidence seen so far no longer holds"
    )]
    PastRevised {
        /// The last closed day.
        last_day: i64,
    },
    /// A split into nothing.
    #[error("a split needs at least one segment")]
    NoSegments,
    /// More people of a segment accepted than were asked.
    #[error("segment “{segment}”, {arm}: {accepted} accepted, but only {shown} were shown the prompt")]
    SegmentAcceptedExceedsShown {
        /// Name of the segment.
        segment: String,
        /// Which of the two arms: “baseline” or “arm”.
        arm: &'static str,
        /// How many accepted.
        accepted: u64,
        /// How many were shown the prompt.
        shown: u64,
    },
    /// A prior of segments too narrow or too wide to compute with.
    #[error("the prior of the {what} of segments needs a width from {low} to {high}, not {value}")]
    BadSegmentPrior {
        /// What the prior is of.
        what: &'static str,
        /// The width given.
        value: f64,
        /// The smallest allowed.
        low: f64,
        /// The largest allowed.
        high: f64,
    },
    /// A normal prior of log-odds that is too far out, too narrow or too wide to compute with.
    #[error(
        "a prior of log-odds needs a mean from -10 to 10 and a standard deviation from 0.01 to 10, not {mean} and {sd}"
    )]
    BadLogitPrior {
        /// Mean given.
        mean: f64,
        /// Standard deviation given.
        sd: f64,
    },
    /// Weights of hypotheses that make no probabilities.
    #[error(
        "the weights of the hypotheses must be 0 or more and not all 0: none {none}, better {better}, worse {worse}"
    )]
    BadModelPrior {
        /// Weight of no difference.
        none: f64,
        /// Weight of the arm being better.
        better: f64,
        /// Weight of the arm being worse.
        worse: f64,
    },
    /// A margin of practical equivalence that is none.
    #[error("the margin of practical equivalence must be above 0 and at most 1 (a share), not {margin}")]
    BadMargin {
        /// The margin given.
        margin: f64,
    },
    /// A prior that a person described in a way that makes no Beta distribution to compute with.
    #[error("this prior makes no sense: {reason}")]
    BadPriorChoice {
        /// What is wrong, in plain words.
        reason: String,
    },
    /// A time since the permission that is negative or no number.
    #[error("arm “{arm}”: a permission cannot have been held for {days} days")]
    BadDays {
        /// Name of the arm.
        arm: String,
        /// The time given, in days.
        days: f64,
    },
    /// More permissions followed than were given.
    #[error("arm “{arm}”: {followed} permissions are followed, but only {accepted} people accepted")]
    FollowedExceedAccepted {
        /// Name of the arm.
        arm: String,
        /// How many permissions are followed.
        followed: u64,
        /// How many people accepted.
        accepted: u64,
    },
    /// A plan whose question makes no sense.
    #[error("the plan cannot be made: {reason}")]
    BadPlan {
        /// What is wrong with the question.
        reason: &'static str,
    },
    /// A range of an amount that makes no distribution.
    #[error("“{name}”: {low} to {high}, likely {likely}, is no range: {reason}")]
    BadRange {
        /// What the amount is.
        name: String,
        /// The low figure given.
        low: f64,
        /// The likely figure given.
        likely: f64,
        /// The high figure given.
        high: f64,
        /// What is wrong, in plain words.
        reason: &'static str,
    },
    /// An entry of a sum that is about no known quantity, or not of a finite number.
    #[error("an entry in “{group}” of {times} times an amount cannot be added up")]
    BadEntry {
        /// The group of the entry.
        group: String,
        /// The number given.
        times: f64,
    },
    /// A point of a control chart that cannot be.
    #[error("{label}: {count} deviations out of {size} cannot be")]
    BadPoint {
        /// What the point is called.
        label: String,
        /// How many deviations or events.
        count: u64,
        /// Out of how many.
        size: f64,
    },
    /// Experiments that nothing can be learnt from about wordings.
    #[error("nothing can be learnt about wordings: {reason}")]
    BadLab {
        /// What is wrong, in plain words.
        reason: String,
    },
    /// Whoever asked no longer wants to know.
    #[error("stopped on request")]
    Stopped,
}
