//! Triggers of one connection that note which rows a transaction touches. They are temporary: the file knows nothing of them.

use super::covered::TABLES;
use crate::store::StoreError;
use rusqlite::Connection;

/// Has a connection note what it touches from now on.
pub(in crate::store) fn watch(connection: &Connection) -> Result<(), StoreError> {
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    let mut script = "CREATE TEMP TABLE touched (object TEXT NOT NULL);".to_owned();
    for table in TABLES.iter().filter(|table| table.is_watched) {
        for (event, rows) in [("INSERT", &["NEW."][..]), ("UPDATE", &["OLD.", "NEW."]), ("DELETE", &["OLD."])] {
            let notes: String =
                rows.iter().map(|row| format!("INSERT INTO touched VALUES ({});", table.object(row))).collect();
            let name = table.name;
            script +=
                &format!("CREATE TEMP TRIGGER touched_{name}_{event} AFTER {event} ON main.{name} BEGIN {notes} END;");
        }
    }
    connection.execute_batch(&script)?;
    Ok(())
}

/// What was touched since last asked, by what the record calls it; what comes with it included.
pub(super) fn take(connection: &Connection) -> Result<Vec<String>, StoreError> {
    let mut statement = connection.prepare_cached("SELECT DISTINCT object FROM touched ORDER BY object")?;
    let mut objects = statement.query_map([], |row| row.get(0))?.collect::<rusqlite::Result<Vec<String>>>()?;
    if !objects.is_empty() {
        connection.execute("DELETE FROM touched", [])?;
    }
    if objects.iter().any(|object| object.starts_with("[\"import\",")) {
        // No trigger sees the table from which the keys of imports are given.
        objects.push("[\"sqlite_sequence\",\"import\"]".into());
    }
    Ok(objects)
}
