//! How often data uses deviate from the policy, quarter by quarter, with an honest uncertainty: uses of one campaign go wrong together.
//!
//! One quarter by itself: [`overdispersed_rate`], with the campaign-day as the unit. Quarters together: [`levels()`], where each quarter's level is
//! told with the help of its neighbours, and whether it is better than the last. A change between two quarters: [`split_change`], what the rules did
//! and what people did.
//!
//! # Do the limits hold what they say?
//!
//! Share of 95% intervals that hold the truth, by how many campaign-days there are and how strongly uses of one go together (ρ; two uses of a
//! campaign-day with ρ = 0.1 are as alike as if one in ten campaign-days were all right or all wrong). Campaign-days of 20 to 400 uses and
//! rates from 0.2% to 20%, evenly in logarithms; 2,000 runs (`rates::coverage_tests`, seed 1).
//!
//! | campaign-days | ρ = 0.001 | 0.01 | 0.1 | 0.4 |
//! |---|---|---|---|---|
//! | 1 | 100.0% | 100.0% | 98.6% | 95.5% |
//! | 3 | 100.0% | 99.9% | 97.2% | 96.8% |
//! | 10 | 97.9% | 96.2% | 96.9% | 94.4% |
//! | 60 | 95.4% | 94.7% | 94.6% | 93.9% |
//! | 300 | 95.3% | 94.2% | 94.7% | 93.4% |
//!
//! With few campaign-days the intervals hold more than they say: nobody can know how much campaign-days differ from one or three of them. A dispersion
//! estimated by Pearson's statistic and taken as known holds far less where few campaign-days are all wrong: at a rate of 2% and ρ =
//! 0.5, 60% with 20 campaign-days and 24% with 3 (600 runs), where these intervals hold 94% and 97%.
//!
//! Levels over six quarters whose steps follow the model (250 runs each; campaign-days of 150 uses) hold 95.6%, 95.0% and 92.7% with 40
//! campaign-days a quarter and ρ = 0.001, 0.03 and 0.2; the direction called more likely is the true one 1.00 to 1.03 times as often as
//! its chances say. Parts of a split hold 93.5% to 97.3% with 10 to 300 campaign-days and ρ = 0.003 and 0.03 (600 runs).

mod chain;
mod dispersion;
mod levels;
mod rate;
mod split;
mod tilted;

#[cfg(test)]
mod coverage_tests;
#[cfg(test)]
mod levels_tests;
#[cfg(test)]
mod rate_tests;
#[cfg(test)]
mod split_tests;

pub use levels::{Level, QuarterRate, levels};
pub use rate::{RateInterval, count_interval, overdispersed_rate, probability_lower};
pub use split::{ChangePart, ChangeSplit, RejudgedGroup, split_change};
