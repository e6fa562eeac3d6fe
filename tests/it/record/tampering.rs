//! Live content altered in hundreds of random ways by SQL: each is found, and the thing or the entry is named.

use super::checked;
use super::commands::worked_with;
use handshake::domain::{Finding, RecordObject, Verified};
use rand::seq::IndexedRandom;
use rand::{Rng, RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rusqlite::types::Value;
use rusqlite::{Connection, params_from_iter};
use std::collections::BTreeMap;
use std::path::Path;

/// Alterations of random cells, and of whole rows, for each table.
const ROUNDS: usize = 32;

/// A table with the columns that make its key.
struct Table {
    name: String,
    columns: Vec<String>,
    keys: Vec<usize>,
}

impl Table {
    fn all(connection: &Connection) -> Vec<Self> {
        let mut statement =
            connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name").unwrap();
        let names = statement.query_map([], |row| row.get::<_, String>(0)).unwrap();
        names.map(|name| Self::named(connection, name.unwrap())).collect()
    }

    fn named(connection: &Connection, name: String) -> Self {
        let mut statement = connection.prepare("SELECT name, pk FROM pragma_table_info(?1)").unwrap();
        let rows = statement.query_map([&name], |row| Ok((row.get(0)?, row.get(1)?))).unwrap();
        let columns: Vec<(String, i64)> = rows.map(Result::unwrap).collect();
        let mut keys: Vec<(i64, usize)> =
            columns.iter().enumerate().filter(|(_, column)| column.1 > 0).map(|(at, column)| (column.1, at)).collect();
        keys.sort_unstable();
        let mut keys: Vec<usize> = keys.into_iter().map(|key| key.1).collect();
        if name == "sqlite_sequence" {
            keys = vec![0];
        }
        Self { name, columns: columns.into_iter().map(|column| column.0).collect(), keys }
    }

    fn rows(&self, connection: &Connection) -> Vec<(i64, Vec<Value>)> {
        let sql = format!("SELECT rowid, {} FROM {} ORDER BY rowid", self.columns.join(", "), self.name);
        let mut statement = connection.prepare(&sql).unwrap();
        let values = |row: &rusqlite::Row<'_>| {
            let values = (1..=self.columns.len()).map(|at| row.get(at)).collect::<rusqlite::Result<_>>()?;
            Ok((row.get(0)?, values))
        };
        statement.query_map([], values).unwrap().map(Result::unwrap).collect()
    }

    fn object(&self, row: &[Value]) -> RecordObject {
        let word = |value: &Value| match value {
            Value::Integer(number) => number.to_string(),
            Value::Text(text) => text.clone(),
            other => panic!("{other:?} is no key"),
        };
        RecordObject { table: self.name.clone(), keys: self.keys.iter().map(|&key| word(&row[key])).collect() }
    }

    fn is_of_the_record(&self) -> bool {
        self.name.starts_with("record_")
    }

    /// Whether a finding leads to a row: to the thing that it is, or for a row of the record to its entry.
    fn is_located(&self, row: &[Value], verified: &Verified) -> bool {
        let Some(first) = row.first() else { return false };
        match (self.name.as_str(), first) {
            ("record_head", _) => verified
                .findings
                .iter()
                .any(|finding| matches!(finding, Finding::HeadAltered { .. } | Finding::Cut { .. })),
            ("record_entry" | "record_effect", Value::Integer(entry)) => verified.findings.iter().any(|finding| {
                matches!(finding, Finding::EntriesMissing(first, last) if (first..=last).contains(&entry))
                    || finding.entry() == Some(*entry)
            }),
            _ => verified.findings.iter().any(|finding| finding.object() == Some(&self.object(row))),
        }
    }
}

/// A value that is another than it was.
fn altered(value: &Value, random: &mut impl Rng) -> Value {
    match value {
        Value::Null if random.random() => Value::Blob(vec![random.random()]),
        Value::Null => Value::Text("x".into()),
        Value::Integer(number) => Value::Integer(number + random.random_range(1..4)),
        Value::Real(number) => Value::Real(number + 1.0),
        Value::Text(text) if text.is_empty() => Value::Text("x".into()),
        Value::Text(text) => {
            let mut letters: Vec<char> = text.chars().collect();
            let at = random.random_range(0..letters.len());
            letters[at] = if letters[at] == '7' { '8' } else { '7' };
            Value::Text(letters.into_iter().collect())
        }
        Value::Blob(bytes) if bytes.is_empty() => Value::Blob(vec![1]),
        Value::Blob(bytes) => {
            let mut bytes = bytes.clone();
            let at = random.random_range(0..bytes.len());
            bytes[at] ^= 1 << random.random_range(0..8);
            Value::Blob(bytes)
        }
    }
}

/// A copy of a workspace that may be altered in any way.
fn tampered_with(original: &Path, copy: &Path, change: impl FnOnce(&Connection) -> bool) -> Option<Verified> {
    std::fs::copy(original, copy).unwrap();
    let connection = Connection::open(copy).unwrap();
    connection.pragma_update(None, "foreign_keys", false).unwrap();
    let is_done = change(&connection);
    drop(connection);
    is_done.then(|| checked(copy, None))
}

/// What the tampering tests count.
#[derive(Default)]
struct Tally {
    by_table: BTreeMap<String, usize>,
}

impl Tally {
    fn add(&mut self, name: &str) {
        *self.by_table.entry(name.to_owned()).or_default() += 1;
    }
}

#[test]
fn hundreds_of_alterations_are_all_found_and_located() {
    let place = worked_with();
    let (original, copy) = (place.path("w.handshake"), place.path("copy.handshake"));
    let tables = Table::all(&Connection::open(&original).unwrap());
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut tally = Tally::default();
    for table in &tables {
        let rows = table.rows(&Connection::open(&original).unwrap());
        assert!(!rows.is_empty(), "{} is empty: nothing of it would be tested", table.name);
        for round in 0..ROUNDS {
            let (row_id, row) = rows.choose(&mut random).unwrap();
            let column = round % table.columns.len();
            let is_done = match round / table.columns.len() % 4 {
                0 | 1 => alter(table, *row_id, row, column, (&original, &copy), &mut random),
                2 => delete(table, *row_id, row, (&original, &copy)),
                _ => duplicate(table, row, (&original, &copy), &mut random),
            };
            if is_done {
                tally.add(&table.name);
            }
        }
    }
    let total: usize = tally.by_table.values().sum();
    println!("{total} alterations: {:?}", tally.by_table);
    assert!(total > 400 && tally.by_table.len() == tables.len(), "{total} {:?}", tally.by_table);
}

fn alter(
    table: &Table,
    row_id: i64,
    row: &[Value],
    column: usize,
    (original, copy): (&Path, &Path),
    random: &mut ChaCha8Rng,
) -> bool {
    let value = altered(&row[column], random);
    let name = &table.columns[column];
    let sql = format!("UPDATE {} SET {name} = ?2 WHERE rowid = ?1", table.name);
    // What the tables themselves refuse is no change.
    let change = |connection: &Connection| {
        connection.execute(&sql, rusqlite::params![row_id, value]).is_ok_and(|rows| rows == 1)
    };
    let Some(verified) = tampered_with(original, copy, change) else { return false };
    assert!(table.is_located(row, &verified), "{} {name} of {row:?} as {value:?}: {verified:?}", table.name);
    if table.keys.contains(&column) && !table.is_of_the_record() {
        let mut moved = row.to_vec();
        moved[column] = value;
        assert!(table.is_located(&moved, &verified), "{} moved to {moved:?}: {verified:?}", table.name);
    }
    true
}

fn delete(table: &Table, row_id: i64, row: &[Value], (original, copy): (&Path, &Path)) -> bool {
    let sql = format!("DELETE FROM {} WHERE rowid = ?1", table.name);
    let deleted = tampered_with(original, copy, |connection| connection.execute(&sql, [row_id]).is_ok());
    let Some(verified) = deleted else { return false };
    assert!(table.is_located(row, &verified), "{} {row:?} deleted: {verified:?}", table.name);
    true
}

fn duplicate(table: &Table, row: &[Value], (original, copy): (&Path, &Path), random: &mut ChaCha8Rng) -> bool {
    let mut twin = row.to_vec();
    for &key in &table.keys {
        twin[key] = altered(&row[key], random);
    }
    let places: Vec<String> = (1..=twin.len()).map(|at| format!("?{at}")).collect();
    let sql = format!("INSERT INTO {} ({}) VALUES ({})", table.name, table.columns.join(", "), places.join(", "));
    let added = tampered_with(original, copy, |connection| connection.execute(&sql, params_from_iter(&twin)).is_ok());
    let Some(verified) = added else { return false };
    assert!(table.is_located(&twin, &verified), "{} {twin:?} added: {verified:?}", table.name);
    true
}

#[test]
fn contents_swapped_between_rows_are_found_and_both_are_named() {
    let place = worked_with();
    let (original, copy) = (place.path("w.handshake"), place.path("copy.handshake"));
    let mut swapped = 0;
    for table in Table::all(&Connection::open(&original).unwrap()) {
        let rows = table.rows(&Connection::open(&original).unwrap());
        let others = (0..table.columns.len()).filter(|column| !table.keys.contains(column)).collect::<Vec<_>>();
        for pair in rows.windows(2).take(12) {
            let ((one, first), (other, second)) = (&pair[0], &pair[1]);
            if others.iter().all(|&column| first[column] == second[column]) {
                continue;
            }
            let change = |connection: &Connection| {
                others.iter().all(|&column| {
                    let sql = format!("UPDATE {} SET {} = ?2 WHERE rowid = ?1", table.name, table.columns[column]);
                    connection.execute(&sql, rusqlite::params![one, second[column]]).is_ok()
                        && connection.execute(&sql, rusqlite::params![other, first[column]]).is_ok()
                })
            };
            let Some(verified) = tampered_with(&original, &copy, change) else { continue };
            assert!(table.is_located(first, &verified), "{}: {first:?} {second:?}: {verified:?}", table.name);
            assert!(table.is_located(second, &verified), "{}: {first:?} {second:?}: {verified:?}", table.name);
            swapped += 1;
        }
    }
    assert!(swapped > 40, "{swapped}");
}

#[test]
fn the_order_of_entries_and_their_number_are_found() {
    let place = worked_with();
    let (original, copy) = (place.path("w.handshake"), place.path("copy.handshake"));
    let found = |sql: &str| {
        let verified = tampered_with(&original, &copy, |connection| connection.execute_batch(sql).is_ok());
        verified.unwrap_or_else(|| panic!("{sql}")).findings
    };
    let last = checked(&original, None).entries;
    for entry in 1..last {
        let renumber = |table: &str, column: &str| {
            let next = entry + 1;
            format!(
                "UPDATE {table} SET {column} = -1 WHERE {column} = {entry};
                 UPDATE {table} SET {column} = {entry} WHERE {column} = {next};
                 UPDATE {table} SET {column} = {next} WHERE {column} = -1;"
            )
        };
        let swapped = found(&(renumber("record_entry", "number") + &renumber("record_effect", "entry")));
        assert!(swapped.contains(&Finding::EntryOutOfPlace(entry)), "{entry}: {swapped:?}");
        let removed = found(&format!(
            "DELETE FROM record_effect WHERE entry = {entry}; DELETE FROM record_entry WHERE number = {entry}"
        ));
        assert!(removed.contains(&Finding::EntriesMissing(entry, entry)), "{entry}: {removed:?}");
        let cut = found(&format!(
            "DELETE FROM record_effect WHERE entry > {entry}; DELETE FROM record_entry WHERE number > {entry}"
        ));
        assert!(cut.contains(&Finding::Cut { last: entry, reached: last }), "{entry}: {cut:?}");
    }
}

#[test]
fn whatever_is_put_into_the_file_beside_its_rows_is_found() {
    let place = worked_with();
    let (original, copy) = (place.path("w.handshake"), place.path("copy.handshake"));
    for (sql, table, key) in [
        ("CREATE TABLE extra (x)", "sqlite_schema", "extra"),
        ("CREATE VIEW seen AS SELECT * FROM setting", "sqlite_schema", "seen"),
        ("CREATE INDEX quick ON setting (value)", "sqlite_schema", "quick"),
        (
            "CREATE TRIGGER quiet AFTER INSERT ON decision BEGIN DELETE FROM incident_note; END",
            "sqlite_schema",
            "quiet",
        ),
        ("DROP INDEX experiment_name", "sqlite_schema", "experiment_name"),
        ("ALTER TABLE decision ADD COLUMN more TEXT", "sqlite_schema", "decision"),
        ("PRAGMA user_version = 3", "file", "user_version"),
        ("PRAGMA application_id = 1", "file", "application_id"),
    ] {
        let verified = tampered_with(&original, &copy, |connection| connection.execute_batch(sql).is_ok()).unwrap();
        let named = |finding: &Finding| {
            finding.object().is_some_and(|object| object.table == table && object.keys.iter().any(|one| one == key))
        };
        assert!(verified.findings.iter().any(named), "{sql}: {verified:?}");
    }
}
