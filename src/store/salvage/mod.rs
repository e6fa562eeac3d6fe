//! Salvaging a damaged workspace: whatever can still be read goes into a new file, and what was lost is listed.

mod content;
mod reading;

use super::copy::{folder_of, sync_folder};
use super::imports::Part;
use super::open::{PAGE_BYTES, check_content};
use super::{StoreError, cipher, record, schema};
use crate::domain::{Finding, ImportRecord, LogKind};
use content::{Table, is_sound};
use reading::Wreck;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags, params_from_iter};
use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::path::Path;

/// Says how many rows stored bytes hold; `None` if they cannot be read.
pub type CountRows<'a> = dyn Fn(LogKind, Part, &[u8]) -> Option<u64> + 'a;

/// Tables that are made again, or only a convenience.
const DERIVED: [&str; 4] = ["experiment_counts", "remembered_mapping", "sqlite_sequence", "sqlite_schema"];

/// What was found of an import's rows.
#[derive(Debug, Default)]
struct Found {
    rows: u64,
    unreadable: u64,
    positions: BTreeMap<String, BTreeSet<i64>>,
}

/// Reads a damaged workspace as far as it goes into a new file; what was lost, a sentence each. The damaged file is left as it is.
///
/// # Errors
/// A file of which nothing can be read; a new file that exists already or cannot be written.
pub fn salvage(damaged: &Path, to: &Path, count_rows: &CountRows<'_>) -> Result<Vec<String>, StoreError> {
    if to.exists() {
        return Err(StoreError::Exists(to.to_owned()));
    }
    let failed = |source| StoreError::File { path: to.to_owned(), source };
    let key = cipher::key_of(damaged)?;
    let wreck = Wreck::open(damaged)?;
    let file = tempfile::Builder::new().prefix(".handshake-salvage-").tempfile_in(folder_of(to)).map_err(failed)?;
    let new = file.into_temp_path();
    let lost = {
        let connection = cipher::connect_with(&new, OpenFlags::SQLITE_OPEN_READ_WRITE, key.as_deref())?;
        connection.pragma_update(None, "page_size", PAGE_BYTES)?;
        // The file is synced once it is whole.
        connection.pragma_update(None, "synchronous", "OFF")?;
        connection.pragma_update(None, "foreign_keys", false)?;
        schema::make_tables(&connection, wreck.format)?;
        connection.execute_batch("BEGIN")?;
        let lost = Salvage { wreck: &wreck, new: &connection, lost: Vec::new() }.all(count_rows)?;
        connection.execute_batch("COMMIT")?;
        connection.close().map_err(|(_, error)| error)?;
        lost
    };
    check_content(&new)?;
    File::options().write(true).open(&new).and_then(|file| file.sync_all()).map_err(failed)?;
    new.persist_noclobber(to).map_err(|error| failed(error.error))?;
    sync_folder(to);
    Ok(lost)
}

struct Salvage<'a> {
    wreck: &'a Wreck,
    new: &'a Connection,
    lost: Vec<String>,
}

impl Salvage<'_> {
    fn all(mut self, count_rows: &CountRows<'_>) -> Result<Vec<String>, StoreError> {
        let tables = content::tables(self.new)?;
        // Definitions first: what they name tells how to read the rest.
        for table in tables.iter().filter(|table| table.name != "chunk") {
            self.table(table, &mut |_| true)?;
        }
        self.without_owner()?;
        let imports = self.imports()?;
        let mut found: BTreeMap<i64, Found> = imports.keys().map(|&id| (id, Found::default())).collect();
        for table in tables.iter().filter(|table| table.name == "chunk") {
            self.table(table, &mut |row| keep_chunk(table, row, &imports, &mut found, count_rows))?;
        }
        let somebody_forgotten = self.number("SELECT COUNT(*) FROM setting WHERE name = 'forgotten'")? > 0;
        for (id, found) in &found {
            if let Some(record) = imports.get(id) {
                self.lost.extend(rows_lost(record, found, self.is_reduced()?, somebody_forgotten));
            }
        }
        if !self.is_reduced()? {
            // Whatever was counted before may rest on rows that are lost.
            self.new.execute("UPDATE experiment_counts SET made_from = ''", [])?;
        }
        if self.number("SELECT COUNT(*) FROM setting WHERE name IN ('workspace_id', 'key_fingerprint')")? < 2 {
            self.lost.push("What ties the workspace to its key: logs that name people cannot be imported.".into());
        }
        // Older formats get their record when they are opened.
        if self.wreck.format == schema::NEWEST {
            match record::take_up(self.new, "Salvage a damaged file")? {
                Some(findings) => self.tell(&findings, &imports),
                None => {
                    self.lost.push("The record of changes: not all of it can be read, and it begins anew.".into());
                }
            }
        }
        let settings_lost =
            self.lost.iter().any(|line| line.starts_with("Settings:") || line.starts_with("Who was forgotten"));
        if !somebody_forgotten && settings_lost {
            let meaning = "Who was forgotten may not be known any more: forget them again before logs are imported.";
            self.lost.push(meaning.into());
        }
        Ok(self.lost)
    }

    /// What the record knows to be missing or altered, where nothing was said of it yet: a page that was overwritten may read as one with
    /// fewer rows, or other ones.
    fn tell(&mut self, findings: &[Finding], imports: &BTreeMap<i64, ImportRecord>) {
        for finding in findings {
            let Some(object) = finding.object().filter(|object| !DERIVED.contains(&object.table.as_str())) else {
                continue;
            };
            let sentence = match object.table.as_str() {
                "chunk" => {
                    let id = object.keys.first().and_then(|id| id.parse().ok()).unwrap_or(0);
                    let Some(name) = imports.get(&id).map(|record| format!("The import “{}”", record.file_name))
                    else {
                        continue;
                    };
                    if self.lost.iter().any(|line| line.starts_with(&name)) {
                        continue;
                    }
                    format!("{name}: some of what it holds is missing or altered.")
                }
                _ => crate::picture::record::finding(finding),
            };
            self.lost.push(sentence);
        }
    }

    /// Copies the rows of a table that are sound.
    fn table(&mut self, table: &Table, keep: &mut dyn FnMut(&[Value]) -> bool) -> Result<(), StoreError> {
        let mut insert = self.new.prepare(&table.insert())?;
        let mut unsound = Vec::new();
        let mut failure = None;
        let gaps = self.wreck.rows(table, &mut |row| {
            if !is_sound(table, &row) || !keep(&row) {
                unsound.push(table.name_of(&row));
            } else {
                match insert.execute(params_from_iter(&row)) {
                    Ok(1) => {}
                    // A row that is there already, or that no such table can hold.
                    Ok(_) => unsound.push(table.name_of(&row)),
                    Err(error) if error.sqlite_error_code() == Some(rusqlite::ErrorCode::ConstraintViolation) => {
                        unsound.push(table.name_of(&row));
                    }
                    Err(error) => failure = Some(error),
                }
            }
        });
        if let Some(error) = failure {
            return Err(error.into());
        }
        if gaps > 0 {
            self.lost.push(format!("{}: a part of the file that held some of them cannot be read.", table.label));
        }
        if table.name != "chunk" {
            self.lost.extend(unsound.into_iter().map(|name| format!("{}: {name} cannot be read.", table.label)));
        }
        Ok(())
    }

    /// What belongs to something that is lost cannot stay.
    fn without_owner(&mut self) -> Result<(), StoreError> {
        let sql = "SELECT record ->> 'file_name' FROM import
            WHERE experiment IS NOT NULL AND experiment NOT IN (SELECT id FROM experiment)";
        let mut statement = self.new.prepare(sql)?;
        let names =
            statement.query_map([], |row| row.get::<_, Option<String>>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
        let sentence = |name: &String| format!("The import “{name}”: its experiment is lost.");
        self.lost.extend(names.iter().flatten().map(sentence));
        self.new.execute_batch(
            "DELETE FROM import WHERE experiment IS NOT NULL AND experiment NOT IN (SELECT id FROM experiment);
             DELETE FROM import_file WHERE import NOT IN (SELECT id FROM import);
             DELETE FROM experiment_counts WHERE experiment NOT IN (SELECT id FROM experiment);",
        )?;
        Ok(())
    }

    fn imports(&self) -> Result<BTreeMap<i64, ImportRecord>, StoreError> {
        let mut statement = self.new.prepare("SELECT id, record FROM import")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        rows.map(|row| {
            let (id, text) = row?;
            Ok((id, super::definitions::read_json("import", &text)?))
        })
        .collect()
    }

    fn is_reduced(&self) -> Result<bool, StoreError> {
        Ok(self.number("SELECT COUNT(*) FROM setting WHERE name = 'reduced'")? > 0)
    }

    fn number(&self, sql: &str) -> Result<i64, StoreError> {
        Ok(self.new.query_row(sql, [], |row| row.get(0))?)
    }
}

/// Whether stored rows of a log can stay.
fn keep_chunk(
    table: &Table,
    row: &[Value],
    imports: &BTreeMap<i64, ImportRecord>,
    found: &mut BTreeMap<i64, Found>,
    count_rows: &CountRows<'_>,
) -> bool {
    let (Some(Value::Integer(import)), Some(Value::Text(part))) =
        (table.value(row, "import"), table.value(row, "part"))
    else {
        return false;
    };
    let (Some(Value::Integer(position)), Some(Value::Blob(bytes))) =
        (table.value(row, "position"), table.value(row, "bytes"))
    else {
        return false;
    };
    let (Some(record), Some(found)) = (imports.get(import), found.get_mut(import)) else { return false };
    let counted = Part::named(part).and_then(|part| Some((part, count_rows(record.kind, part, bytes)?)));
    let Some((kind_of_part, rows)) = counted else {
        found.unreadable += 1;
        return false;
    };
    if kind_of_part == Part::Rows {
        found.rows += rows;
    }
    found.positions.entry(part.clone()).or_default().insert(*position)
}

/// What is missing of an import's rows, in words.
fn rows_lost(record: &ImportRecord, found: &Found, is_reduced: bool, somebody_forgotten: bool) -> Option<String> {
    use crate::picture::format::count;
    let holes = |positions: &BTreeSet<i64>| {
        let present = i64::try_from(positions.len()).unwrap_or(i64::MAX);
        positions.last().map_or(0, |last| last.saturating_add(1).saturating_sub(present))
    };
    let missing: i64 = found.positions.values().map(holes).sum();
    let counts_rows = matches!(
        record.kind,
        LogKind::Responses | LogKind::People | LogKind::Permissions | LogKind::Uses | LogKind::Links
    );
    let reduced = is_reduced && record.kind == LogKind::Responses;
    let fewer = counts_rows && !reduced && found.rows < record.rows_kept;
    if !fewer && (found.unreadable == 0) && (missing <= 0 || somebody_forgotten) {
        return None;
    }
    let perhaps = if somebody_forgotten { "; some of them may be of people who were forgotten" } else { "" };
    let name = &record.file_name;
    Some(if fewer {
        let (gone, all) = (count(record.rows_kept - found.rows), count(record.rows_kept));
        format!("The import “{name}”: {gone} of {all} usable rows are missing{perhaps}.")
    } else {
        format!("The import “{name}”: some of what it holds cannot be read{perhaps}.")
    })
}
