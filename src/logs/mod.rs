//! Logs: reads what other systems wrote (responses, permissions, uses, deviations), and keeps it as compact columns.
//!
//! Nothing in a log can stop an import half way: a row that cannot be used is set aside with its reason,
//! and a file that cannot be read at all is refused with an error that says why.

mod count;
mod counted;
mod deviations;
mod error;
mod file;
mod guess;
mod mapping;
mod numbers;
mod permissions;
mod pieces;
mod preview;
mod records;
mod responses;
mod set_aside;
mod stored;
mod times;
mod uses;
mod words;

#[cfg(test)]
mod tests;

pub use count::count;
pub use counted::{CountedMapping, CountedTest, CountedVariant, read_counted};
pub use deviations::{DeviationLog, read_deviations};
pub use error::LogError;
pub use file::{LogFile, identify};
pub use mapping::{DeviationMapping, PermissionMapping, ResponseMapping, UseMapping};
pub use permissions::{PermissionLog, read_permissions};
pub use pieces::Progress;
pub use preview::{Preview, preview};
pub use responses::{ResponseColumns, ResponseLog, SegmentColumn, count_values, read_responses};
pub use set_aside::{Reason, SetAside, SetAsideRow, decode_set_aside, encode_set_aside, write_set_aside};
pub use stored::{
    decode_permissions, decode_responses, decode_uses, encode_permissions, encode_responses, encode_uses,
};
pub use times::TimeZoneChoice;
pub use uses::{UseLog, read_uses};
pub use words::AnswerWords;
