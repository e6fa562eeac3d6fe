//! The record of changes: one entry for every change to the workspace, chained by hash, with the digest of everything it touched.
//!
//! What a transaction touches is noted by triggers of the writing connection, so that no writer can forget to say it. Before the
//! transaction ends, the digests of all of it become one entry; [`verify`](fn@verify) holds every row of the file against these.

mod chain;
mod covered;
mod digest;
mod entry;
mod forgetting;
mod reading;
mod salvaged;
mod touched;
mod updated;
mod verify;

pub(super) use entry::{Draft, begin, chunk_digest, seal};
pub use forgetting::{Names, naming};
pub(super) use salvaged::take_up;
pub(super) use touched::watch;
pub(super) use updated::{layout, tell_of_update};
pub use verify::{Advance, verify};
