//! Numbers in, numbers out: posteriors, comparisons, rates and checks of the sample.
//!
//! Nothing here reads a file, a clock or a global; the same data give the same figures on every machine. Every function
//! takes counts and shapes and hands back plain figures or a [`StatsError`] that says what was wrong with the question.

// Formulas keep the letters of their sources, in code and in documentation.
#![allow(clippy::many_single_char_names, clippy::doc_markdown)]

mod best;
mod comparison;
pub mod control;
mod convolution;
mod count;
mod decision;
mod density;
mod difference;
mod equivalence;
mod error;
mod evidence_words;
mod hump;
mod incomplete_beta;
mod incomplete_gamma;
pub mod kept;
pub mod lab;
mod lift;
mod limits;
mod logit_evidence;
mod logit_posterior;
pub mod money;
mod normal;
pub mod planning;
mod posterior;
mod priors;
mod quadrature;
pub mod rates;
mod robustness;
mod sample_ratio;
pub mod segments;
pub mod soundness;
mod stirling;
mod tails;
mod verdict;
pub mod watching;
pub(crate) mod words;

#[cfg(test)]
mod coverage_tests;
#[cfg(test)]
mod reference_tests;

pub use comparison::{
    Arm, ArmFigures, Comparison, DifferenceFigures, LiftFigures, PRIOR_SHAPES, PairFigures, PosteriorFigures, compare,
    ln_bayes_factor,
};
pub use count::Count;
pub use decision::{DecidedBy, Facts, SeriousFinding, decide};
pub use equivalence::{Equivalence, equivalence};
pub use error::StatsError;
pub use evidence_words::{Claim, bayes_factor_words};
pub use incomplete_beta::{ln_beta, quantile, regularized, regularized_upper};
pub use logit_evidence::{
    LOGIT_MEANS, LOGIT_SDS, LogitEvidence, LogitPrior, ModelPrior, ModelProbabilities, logit_evidence,
    model_probabilities,
};
pub use posterior::Beta;
pub use priors::PriorChoice;
pub use rates::{RateInterval, count_interval, overdispersed_rate, probability_lower};
pub use robustness::{PriorDifference, PriorReading, Robustness, robustness};
pub use sample_ratio::{sample_ratio_ln_e, sample_ratio_p_value, sample_ratio_sequential_p_value};
pub use verdict::{CARING_SHARE_OF_BASELINE, ENOUGH_CHANCE, Verdict, VerdictKind, verdict};
