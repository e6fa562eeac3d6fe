//! What the policy and the accepted terms say of each use of data, and how judged uses add up to quarters.
//!
//! Pure: no input or output, no clock. The order in which a use is judged stands at the top of `judge.rs`.

mod contacts;
mod differences;
mod evidence;
mod explain;
mod history;
mod incidents;
mod judge;
mod kept;
mod quarters;
mod reasons;
mod responses;
mod summary;
mod tally;
mod terms;
#[cfg(test)]
mod tests;

pub use differences::{PolicyDifference, differences};
pub use evidence::{Evidence, Judgement, Verdict};
pub use explain::{Explanation, explain};
pub use history::history;
pub use incidents::{Incident, incidents};
pub use judge::judge;
pub use kept::{KeptFor, kept_times};
pub use quarters::{HeldBack, MonthCounts, QuarterCounts, quarters};
pub use responses::change_from_response;
pub use summary::{MonthlyFlow, PermissionSummary, PurposeSummary, permission_summary};
