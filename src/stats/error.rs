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
}
