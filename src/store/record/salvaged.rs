//! The record of a workspace that was salvaged from a damaged file.

use super::chain;
use super::entry::{Effect, begin, write};
use super::verify::{Live, check_all};
use crate::domain::{EntryKind, Finding};
use crate::store::StoreError;
use rusqlite::Connection;

/// Adds an entry that tells of everything that is not as the record says, in the running transaction, and returns that; if the record itself
/// lost something, it begins anew with what is there, and nothing can be said: `None`.
pub(in crate::store) fn take_up(connection: &Connection, label: &str) -> Result<Option<Vec<Finding>>, StoreError> {
    let chain = chain::read(connection)?;
    if chain.hashes.is_empty() || !chain.findings.is_empty() {
        connection.execute_batch("DELETE FROM record_effect; DELETE FROM record_entry; DELETE FROM record_head")?;
        begin(connection, label)?;
        return Ok(None);
    }
    let mut live = Live::of(chain.last, 0);
    check_all(connection, &mut live, &mut |_, _| true)?;
    let effects =
        live.astray.into_iter().map(|object| Effect::now(connection, object)).collect::<Result<Vec<_>, _>>()?;
    if !effects.is_empty() {
        write(connection, EntryKind::Restoring, label, &effects)?;
    }
    Ok(Some(live.findings))
}
