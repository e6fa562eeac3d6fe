//! Which columns of a log say what: proposed from their names and values, corrected by the person.

mod responses;
mod simple;
mod suggested;
mod typed;

pub use responses::ResponseMapping;
pub use simple::{CountMapping, DeviationMapping, PastMapping, PermissionMapping, UseMapping};
pub(super) use suggested::{is_count, parse_outcome};
pub(super) use typed::{column_exists, corrections, unknown, unquoted};
