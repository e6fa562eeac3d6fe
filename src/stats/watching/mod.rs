//! May I look now? What stays true however often one looks at a running experiment, and when to stop.
//!
//! A posterior probability that crosses 95% is not safe against looking again and again. [`e_values`] is: a test martingale made of
//! blocks of people (Turner, Ly & Grünwald 2024), so that by Ville's inequality the chance that it ever reaches 1/α is at most α while the
//! arms are alike. Two rules keep that promise: the people of a block are fixed before their answers are seen, and a closed
//! block is never revised ([`join_late`]).
//!
//! One arm's chance of being best crosses 95% at some look far more often, with two arms that are alike and Jeffreys' prior. Share of
//! 2,000 experiments with 100 looks after 50 more people in each arm ([`false_alarm_share`], seed 1):
//!
//! | rate of both arms | e-value reaches 20 | chance of being best above 95% at some look |
//! |---|---|---|
//! | 1% | 2.3% | 58.4% |
//! | 5% | 1.8% | 60.7% |
//! | 10% | 2.4% | 60.5% |
//! | 30% | 2.4% | 59.2% |
//! | 50% | 2.1% | 59.4% |
//! | 90% | 2.4% | 60.5% |

mod behaviour;
mod blocks;
mod days;
mod development;
mod e_process;
mod false_alarms;
mod late;
mod light;
mod rule;

pub use behaviour::{RuleBehaviour, Trial, simulate_rule};
pub use blocks::{BlockCounts, ln_block_e};
pub use days::{ArmsEValues, EValueAt, e_values, e_values_of_arms};
pub use development::{ArmStanding, DayOfArms, PairStanding, Standing, develop};
pub use e_process::{EValueProcess, Side};
pub use false_alarms::{FalseAlarms, false_alarm_share};
pub use late::{Joined, join_late};
pub use rule::{Decision, DecisionKind, StoppingRule, apply};
