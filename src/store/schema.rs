//! The tables of a workspace, and how older ones are brought up to date.

use super::StoreError;
use rusqlite::Connection;

/// `HSK1` in ASCII: tells a workspace from other `SQLite` files.
pub(super) const APPLICATION_ID: i64 = 0x4853_4B31;

/// One script per format; a workspace of format n needs the scripts from n on.
const MIGRATIONS: &[&str] = &["
    CREATE TABLE setting (name TEXT PRIMARY KEY, value TEXT NOT NULL) STRICT;
    CREATE TABLE experiment (
        id INTEGER PRIMARY KEY, name TEXT NOT NULL, definition TEXT NOT NULL, removed INTEGER NOT NULL DEFAULT 0) STRICT;
    CREATE UNIQUE INDEX experiment_name ON experiment (name) WHERE removed = 0;
    CREATE TABLE import (
        id INTEGER PRIMARY KEY AUTOINCREMENT, kind TEXT NOT NULL, experiment INTEGER REFERENCES experiment (id),
        file_hash TEXT NOT NULL, record TEXT NOT NULL, in_force INTEGER NOT NULL DEFAULT 1) STRICT;
    CREATE TABLE chunk (
        import INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE, part TEXT NOT NULL, position INTEGER NOT NULL,
        bytes BLOB NOT NULL, PRIMARY KEY (import, part, position)) STRICT;
    CREATE TABLE experiment_counts (
        experiment INTEGER PRIMARY KEY REFERENCES experiment (id), counts TEXT NOT NULL) STRICT;
    CREATE TABLE policy_version (holds_from TEXT PRIMARY KEY, definition TEXT NOT NULL) STRICT;
    CREATE TABLE incident_note (
        day TEXT NOT NULL, kind TEXT NOT NULL, campaign TEXT NOT NULL, note TEXT NOT NULL,
        PRIMARY KEY (day, kind, campaign)) STRICT;
    CREATE TABLE edit (
        id INTEGER PRIMARY KEY AUTOINCREMENT, label TEXT NOT NULL, before TEXT NOT NULL, after TEXT NOT NULL,
        undone INTEGER NOT NULL DEFAULT 0) STRICT;
", "
    ALTER TABLE import DROP COLUMN file_hash;
    ALTER TABLE experiment_counts ADD COLUMN made_from TEXT NOT NULL DEFAULT '';
    CREATE TABLE import_file (
        import INTEGER NOT NULL REFERENCES import (id) ON DELETE CASCADE, hash TEXT NOT NULL,
        PRIMARY KEY (import, hash)) STRICT;
    CREATE TABLE remembered_mapping (
        kind TEXT NOT NULL, columns TEXT NOT NULL, mapping TEXT NOT NULL, PRIMARY KEY (kind, columns)) STRICT;
", "
    CREATE TABLE definition_change (holds_from TEXT PRIMARY KEY, change TEXT NOT NULL) STRICT;
    CREATE TABLE decision (id INTEGER PRIMARY KEY, decision TEXT NOT NULL) STRICT;
    CREATE TABLE sign_off (quarter TEXT PRIMARY KEY, sign_off TEXT NOT NULL) STRICT;
"];

/// The newest format this program knows.
#[expect(clippy::cast_possible_wrap, reason = "there are a handful of formats")]
pub(super) const NEWEST: i64 = MIGRATIONS.len() as i64;

/// Brings the tables up to date, all or nothing.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)?;
    let format: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if format == 1 && transaction.query_row("SELECT COUNT(*) FROM import", [], |row| row.get::<_, i64>(0))? > 0 {
        let path = transaction.path().unwrap_or_default().into();
        return Err(StoreError::Unreleased(path));
    }
    for script in MIGRATIONS.iter().skip(usize::try_from(format).unwrap_or(usize::MAX)) {
        transaction.execute_batch(script)?;
    }
    transaction.pragma_update(None, "application_id", APPLICATION_ID)?;
    transaction.pragma_update(None, "user_version", NEWEST)?;
    transaction.commit()?;
    Ok(())
}
