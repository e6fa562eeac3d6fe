//! Logs: reads what other systems wrote (responses, permissions, uses, deviations), and keeps it as compact columns.
//!
//! Nothing in a log can stop an import half way: a row that cannot be used is set aside with its reason,
//! and a file that cannot be read at all is refused with an error that says why.

mod count;
mod count_stored;
mod counted;
mod counts;
mod deviations;
mod error;
mod file;
mod forgetting;
mod guess;
mod links;
mod mapping;
mod numbers;
mod orders;
mod parallel;
mod past;
mod permissions;
mod pieces;
mod presets;
mod preview;
mod record_log;
mod records;
mod responses;
mod rows;
mod set_aside;
mod source;
mod spool;
mod stored;
mod stored_records;
mod stored_responses;
mod times;
mod told;
mod used;
mod uses;
mod words;

#[cfg(test)]
mod tests;

pub use count::count;
pub use count_stored::{StoredImport, count_stored};
pub use counted::{CountedMapping, CountedTest, CountedVariant, read_counted};
pub use counts::{CountLog, read_counts, variants_of_test};
pub use deviations::{DeviationLog, read_deviations};
pub use error::LogError;
pub use file::{LogFile, file_name, identify};
pub use forgetting::{Left, forget_in_rows, forget_in_set_aside, forget_records};
pub use links::{LinkLog, LinkMapping, decode_links, encode_links, read_links};
pub use mapping::{CountMapping, DeviationMapping, PastMapping, PermissionMapping, ResponseMapping, UseMapping};
pub use orders::orders_shown;
pub use past::{PastLog, TestsSeen, decode_past, encode_past, past_tests, read_past};
pub use permissions::read_permissions;
pub use pieces::{Progress, Stage};
pub use presets::{Preset, preset};
pub use preview::{Preview, preview};
pub use record_log::RecordLog;
pub use responses::{
    FileRead, ResponseColumns, ResponseLog, ResponseReading, SegmentColumn, count_values, read_responses,
};
pub use set_aside::{Reason, SetAside, SetAsideRow, decode_set_aside, encode_set_aside, harmless, write_set_aside};
pub use source::{Compression, Encoding, Format, Shape, sheets};
pub use spool::Spool;
pub use stored_records::{decode_into, decode_records, encode_records};
pub use stored_responses::{decode_responses, encode_responses};
pub use times::{DateOrder, TimeChoice};
pub use told::log_words;
pub use uses::read_uses;
pub use words::AnswerWords;
