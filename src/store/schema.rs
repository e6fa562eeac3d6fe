//! The tables of a workspace, and how older ones are brought up to date.

use super::{StoreError, record};
use rusqlite::{Connection, TransactionBehavior};

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
", "
    DROP TABLE edit;
    CREATE TABLE reported_deviation (id INTEGER PRIMARY KEY, report TEXT NOT NULL) STRICT;
    INSERT INTO reported_deviation (id, report)
        SELECT report.value ->> 'id', report.value FROM setting, json_each(setting.value) AS report
        WHERE setting.name = 'reported_deviations';
    DELETE FROM setting WHERE name = 'reported_deviations';
    CREATE TABLE record_entry (
        number INTEGER PRIMARY KEY, at TEXT NOT NULL, system_user TEXT NOT NULL, display_name TEXT NOT NULL,
        kind TEXT NOT NULL, label TEXT, label_salt BLOB, label_digest BLOB NOT NULL, previous BLOB NOT NULL,
        hash BLOB NOT NULL) STRICT;
    CREATE TABLE record_effect (
        entry INTEGER NOT NULL, position INTEGER NOT NULL, object TEXT NOT NULL, digest BLOB, salt BLOB, content TEXT,
        PRIMARY KEY (entry, position)) STRICT;
    CREATE INDEX record_effect_object ON record_effect (object, entry);
    CREATE INDEX record_effect_guessable ON record_effect (object) WHERE content IS NULL AND salt IS NOT NULL;
    CREATE TABLE record_head (one INTEGER PRIMARY KEY CHECK (one = 1), number INTEGER NOT NULL, hash BLOB NOT NULL) STRICT;
", "
    CREATE TABLE comment (id TEXT PRIMARY KEY, comment TEXT NOT NULL) STRICT;
"];

/// The first format with a record of changes.
const WITH_RECORD: i64 = 4;

/// The newest format this program knows.
#[expect(clippy::cast_possible_wrap, reason = "there are a handful of formats")]
pub(super) const NEWEST: i64 = MIGRATIONS.len() as i64;

/// Makes the tables of a new workspace and begins its record.
pub(super) fn make(connection: &mut Connection, id: &str, key_fingerprint: &str) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    run_scripts(&transaction, 0)?;
    for (name, value) in [("workspace_id", id), ("key_fingerprint", key_fingerprint)] {
        transaction.execute("INSERT INTO setting (name, value) VALUES (?1, ?2)", [name, value])?;
    }
    record::begin(&transaction, "New workspace")?;
    transaction.commit()?;
    Ok(())
}

/// Whether the tables are of an older format that holds anything worth a backup; the first format was never released.
pub(super) fn is_older(connection: &Connection) -> Result<bool, StoreError> {
    let format: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
    Ok(format > 1 && format < NEWEST)
}

/// Makes the empty tables of a format; no record has begun in them.
pub(super) fn make_tables(connection: &Connection, format: i64) -> Result<(), StoreError> {
    let scripts = usize::try_from(format).unwrap_or(0);
    MIGRATIONS.iter().take(scripts).try_for_each(|script| connection.execute_batch(script))?;
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", format)?;
    Ok(())
}

/// Brings the tables up to date, all or nothing; a workspace that had no record gets one that begins with what is there.
pub(super) fn migrate(connection: &mut Connection) -> Result<(), StoreError> {
    let transaction = connection.transaction_with_behavior(TransactionBehavior::Immediate)?;
    let format: i64 = transaction.pragma_query_value(None, "user_version", |row| row.get(0))?;
    if format == 1 && transaction.query_row("SELECT COUNT(*) FROM import", [], |row| row.get::<_, i64>(0))? > 0 {
        let path = transaction.path().unwrap_or_default().into();
        return Err(StoreError::Unreleased(path));
    }
    if format == NEWEST {
        return Ok(());
    }
    if format < WITH_RECORD {
        run_scripts(&transaction, format)?;
        record::begin(&transaction, "The record begins")?;
    } else {
        let before = record::layout(&transaction)?;
        run_scripts(&transaction, format)?;
        record::tell_of_update(&transaction, &before)?;
    }
    transaction.commit()?;
    Ok(())
}

/// Runs what makes a file of one format one of the newest.
pub(super) fn run_scripts(connection: &Connection, format: i64) -> Result<(), StoreError> {
    for script in MIGRATIONS.iter().skip(usize::try_from(format).unwrap_or(usize::MAX)) {
        connection.execute_batch(script)?;
    }
    connection.pragma_update(None, "application_id", APPLICATION_ID)?;
    connection.pragma_update(None, "user_version", NEWEST)?;
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DeviationKind, ReportedDeviation};
    use crate::store::{Store, verify};
    use jiff::civil::date;

    /// A workspace as the program before the record of changes left it.
    fn of_format_3(path: &std::path::Path) {
        let connection = Connection::open(path).unwrap();
        make_tables(&connection, 3).unwrap();
        let report = |id, what: &str| ReportedDeviation {
            id,
            what: what.into(),
            ..ReportedDeviation::of(date(2026, 1, 2), DeviationKind::NoPermission)
        };
        let reports = serde_json::to_string(&[report(4, "A list"), report(9, "A letter")]).unwrap();
        for (name, value) in [("workspace_id", "w"), ("key_fingerprint", "f"), ("reported_deviations", &reports)] {
            connection.execute("INSERT INTO setting (name, value) VALUES (?1, ?2)", [name, value]).unwrap();
        }
        connection
            .execute_batch(
                "INSERT INTO import (kind, record) VALUES ('\"Uses\"', '{}');
                 INSERT INTO chunk (import, part, position, bytes) VALUES (1, 'rows', 0, x'010203');
                 INSERT INTO edit (label, before, after) VALUES ('An edit', '{}', '{}');",
            )
            .unwrap();
    }

    #[test]
    fn an_update_of_a_file_with_a_record_is_an_entry_and_hides_nothing() {
        let folder = tempfile::tempdir().unwrap();
        for altered in [false, true] {
            let path = folder.path().join(format!("{altered}.handshake"));
            let mut connection = Connection::open(&path).unwrap();
            let transaction = connection.transaction().unwrap();
            make_tables(&transaction, WITH_RECORD).unwrap();
            for (name, value) in [("workspace_id", "w"), ("key_fingerprint", "f"), ("settings", "{}")] {
                transaction.execute("INSERT INTO setting (name, value) VALUES (?1, ?2)", [name, value]).unwrap();
            }
            record::begin(&transaction, "New workspace").unwrap();
            transaction.commit().unwrap();
            if altered {
                connection.execute("UPDATE setting SET value = 'g' WHERE name = 'key_fingerprint'", []).unwrap();
            }
            drop(connection);
            let before = verify(&path, None, &mut |_, _| true).unwrap().unwrap();
            assert_eq!(before.findings.len(), usize::from(altered), "{:?}", before.findings);
            drop(Store::open(&path).unwrap());
            let after = verify(&path, None, &mut |_, _| true).unwrap().unwrap();
            assert_eq!((after.entries, after.findings), (2, before.findings));
        }
    }

    #[test]
    fn a_workspace_without_a_record_gets_one_that_begins_with_what_is_there() {
        let folder = tempfile::tempdir().unwrap();
        let path = folder.path().join("old.handshake");
        of_format_3(&path);
        assert!(matches!(verify(&path, None, &mut |_, _| true), Err(StoreError::NoRecord(_))));
        let store = Store::open(&path).unwrap();
        let reports = store.reported_deviations().unwrap();
        assert_eq!(
            reports.iter().map(|one| (one.id, one.what.as_str())).collect::<Vec<_>>(),
            [(4, "A list"), (9, "A letter")]
        );
        drop(store);
        let verified = verify(&path, None, &mut |_, _| true).unwrap().unwrap();
        assert_eq!((verified.entries, verified.findings), (1, Vec::new()));
        let connection = Connection::open(&path).unwrap();
        connection.execute("UPDATE chunk SET bytes = x'010204'", []).unwrap();
        drop(connection);
        let verified = verify(&path, None, &mut |_, _| true).unwrap().unwrap();
        assert_eq!(verified.findings[0].object().unwrap().table, "chunk");
    }
}
