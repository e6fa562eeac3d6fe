//! The entry that tells of a newer format of the file.

use super::covered::{Table, head_object};
use super::digest::Digest;
use super::entry::{Effect, write};
use crate::domain::EntryKind;
use crate::store::StoreError;
use rusqlite::Connection;
use std::collections::{BTreeMap, BTreeSet};

/// The tables and indexes of a file, by what the record calls them.
pub(in crate::store) type Layout = BTreeMap<String, Digest>;

/// How a file is laid out at this moment.
pub(in crate::store) fn layout(connection: &Connection) -> Result<Layout, StoreError> {
    let table = Table::named("sqlite_schema").ok_or_else(|| StoreError::NotFound("sqlite_schema".into()))?;
    let mut statement = connection.prepare(&table.all_rows())?;
    let mut rows = statement.query([])?;
    let mut layout = Layout::new();
    while let Some(row) = rows.next()? {
        layout.insert(row.get(0)?, table.digest(row, 1)?);
    }
    Ok(layout)
}

/// Adds an entry that tells of the tables that are others than before, in the running transaction, and of nothing else: whatever was altered
/// outside the program stays to be found. A format that changes rows as well has to tell of these too.
pub(in crate::store) fn tell_of_update(connection: &Connection, before: &Layout) -> Result<(), StoreError> {
    let after = layout(connection)?;
    let named: BTreeSet<&String> = before.keys().chain(after.keys()).collect();
    let others = named.into_iter().filter(|name| before.get(*name) != after.get(*name)).cloned();
    let objects = others.chain([head_object("user_version")]);
    let effects = objects.map(|object| Effect::now(connection, object)).collect::<Result<Vec<_>, _>>()?;
    write(connection, EntryKind::Upkeep, "Update the format of the file", &effects).map(|_| ())
}
