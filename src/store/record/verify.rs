//! Holding every row of a file against its record.

use super::chain::{self, Last};
use super::covered::{IN_THE_HEAD, TABLES, Table, head_object, named, of_head};
use super::digest::{Digest, salted};
use super::reading::anchor;
use crate::domain::{Anchor, Finding, Verified};
use crate::store::StoreError;
use crate::store::open::reading_connection;
use rusqlite::{Connection, OptionalExtension as _};
use std::collections::HashMap;
use std::path::Path;

/// Is told how many of how many steps are done; false stops the work.
pub type Advance<'a> = dyn FnMut(u64, u64) -> bool + 'a;

/// The most of what `SQLite` itself finds wrong that is listed.
const DAMAGES: usize = 10;

/// Holds every row of a workspace against its record, and the record against an anchor; the file is only read. `None` if it was stopped.
///
/// Finds and locates every change made outside the program but a consistent rewrite or cut of record and content together from some entry on,
/// or an older copy: only an anchor made at that entry or later tells these.
///
/// # Errors
/// A file that is missing, is no database, or is of a format without a record.
pub fn verify(path: &Path, held: Option<&Anchor>, advance: &mut Advance<'_>) -> Result<Option<Verified>, StoreError> {
    if !path.exists() {
        return Err(StoreError::Missing(path.to_owned()));
    }
    let connection = reading_connection(path)?;
    // One moment is looked at, whoever writes meanwhile.
    connection.execute_batch("BEGIN")?;
    if !has_tables(&connection)? {
        return Err(StoreError::NoRecord(path.to_owned()));
    }
    let mut findings = damages(&connection)?;
    if !advance(0, 1) {
        return Ok(None);
    }
    let chain = chain::read(&connection)?;
    findings.extend(chain.findings);
    let mut live = Live::of(chain.last, total(&connection)?);
    if !check_all(&connection, &mut live, advance)? {
        return Ok(None);
    }
    findings.extend(live.findings);
    let now = anchor(&connection)?;
    findings.extend(held.and_then(|held| chain::against_anchor(&chain.hashes, now.as_ref(), held)));
    Ok(Some(Verified {
        entries: i64::try_from(chain.hashes.len()).unwrap_or(i64::MAX),
        things: live.things,
        anchor: now,
        findings,
    }))
}

/// Holds everything that the record covers against what it says; false if it was stopped.
pub(super) fn check_all(
    connection: &Connection,
    live: &mut Live,
    advance: &mut Advance<'_>,
) -> Result<bool, StoreError> {
    live.check_head(connection)?;
    for table in TABLES {
        if table.is_in(connection)? && !live.check_table(connection, table, advance)? {
            return Ok(false);
        }
    }
    live.tell_missing();
    Ok(true)
}

fn has_tables(connection: &Connection) -> Result<bool, StoreError> {
    let names =
        "SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('setting', 'record_entry', 'record_effect', 'record_head')";
    Ok(connection.query_row(names, [], |row| row.get::<_, i64>(0))? == 4)
}

/// What is wrong with the file as such.
fn damages(connection: &Connection) -> Result<Vec<Finding>, StoreError> {
    let mut statement = connection.prepare(&format!("PRAGMA integrity_check({DAMAGES})"))?;
    let said = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    let mut findings: Vec<Finding> = said.into_iter().filter(|line| line != "ok").map(Finding::Damaged).collect();
    let orphan = "SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1";
    let orphan: Option<String> = connection.query_row(orphan, [], |row| row.get(0)).optional()?;
    findings.extend(orphan.map(|table| Finding::Damaged(format!("a row of {table} refers to nothing"))));
    Ok(findings)
}

/// How many rows there are to look at.
fn total(connection: &Connection) -> Result<u64, StoreError> {
    let mut rows = 0;
    for table in TABLES {
        if table.is_in(connection)? {
            let count = format!("SELECT COUNT(*) FROM {}", table.name);
            rows += connection.query_row(&count, [], |row| row.get::<_, i64>(0))?;
        }
    }
    Ok(rows.unsigned_abs().max(1))
}

/// The rows of the file, held against what was last said of each.
pub(super) struct Live {
    last: HashMap<String, Last>,
    things: u64,
    done: u64,
    total: u64,
    pub(super) findings: Vec<Finding>,
    /// What is not as was said, by what the record calls it.
    pub(super) astray: Vec<String>,
}

impl Live {
    /// Before any row was looked at, of so many.
    pub(super) fn of(last: HashMap<String, Last>, total: u64) -> Self {
        Self { last, things: 0, done: 0, total, findings: Vec::new(), astray: Vec::new() }
    }

    fn check_head(&mut self, connection: &Connection) -> Result<(), StoreError> {
        for pragma in IN_THE_HEAD {
            let value = connection.pragma_query_value(None, pragma, |row| row.get(0))?;
            self.check(&head_object(pragma), &of_head(pragma, value));
        }
        Ok(())
    }

    fn check_table(
        &mut self,
        connection: &Connection,
        table: &Table,
        advance: &mut Advance<'_>,
    ) -> Result<bool, StoreError> {
        let mut statement = connection.prepare(&table.all_rows())?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let object: String = row.get(0)?;
            self.check(&object, &table.digest(row, 1)?);
            self.done += 1;
            // Rows of logs come a million at a time; others are told of now and then.
            if (table.name == "chunk" || self.done.is_multiple_of(1024)) && !advance(self.done, self.total) {
                return Ok(false);
            }
        }
        Ok(true)
    }

    fn check(&mut self, object: &str, digest: &Digest) {
        self.things += 1;
        let finding = match self.last.remove(object) {
            None | Some(Last { digest: None, .. }) => Finding::Added(named(object)),
            Some(Last { digest: Some(said), salt: Some(salt), .. }) if salted(&salt, digest)[..] == said[..] => return,
            Some(last) => Finding::Altered { object: named(object), entry: last.entry },
        };
        self.astray.push(object.to_owned());
        self.findings.push(finding);
    }

    /// What was last said to be there and was not come across.
    fn tell_missing(&mut self) {
        let gone = self.last.drain().filter(|(_, last)| last.digest.is_some());
        let mut gone: Vec<_> = gone.map(|(object, last)| (last.entry, named(&object), object)).collect();
        gone.sort();
        for (entry, object, name) in gone {
            self.astray.push(name);
            self.findings.push(Finding::Missing { object, entry });
        }
    }
}
