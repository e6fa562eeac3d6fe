//! Reading the record.

use super::covered::{Table, named};
use crate::domain::{Anchor, EntryKind, RecordLine, RecordedChange, RecordedState};
use crate::store::{Store, StoreError};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use rusqlite::{Connection, OptionalExtension as _, Row, params};

/// The state of the record; `None` where it has no entries.
pub(in crate::store) fn anchor(connection: &Connection) -> Result<Option<Anchor>, StoreError> {
    let id = "SELECT value FROM setting WHERE name = 'workspace_id'";
    let workspace: Option<String> = connection.query_row(id, [], |row| row.get(0)).optional()?;
    let last = "SELECT number, at, hash FROM record_entry ORDER BY number DESC LIMIT 1";
    let last = connection.query_row(last, [], |row| {
        let (entry, at, hash): (i64, String, Vec<u8>) = (row.get(0)?, row.get(1)?, row.get(2)?);
        Ok((entry, at, hash))
    });
    Ok(last.optional()?.map(|(entry, at, hash)| Anchor {
        workspace: workspace.unwrap_or_default(),
        entry,
        day: moment(&at).to_zoned(TimeZone::UTC).date(),
        hash: hash.iter().map(|byte| format!("{byte:02x}")).collect(),
    }))
}

impl Store {
    /// The state of the record; `None` in a file of a format that has none, or where it was taken away.
    pub fn anchor(&self) -> Result<Option<Anchor>, StoreError> {
        if !self.has_record()? {
            return Ok(None);
        }
        anchor(&self.connection)
    }

    /// The entries after one of a number, earliest first.
    pub fn record_lines(&self, after: i64) -> Result<Vec<RecordLine>, StoreError> {
        if !self.has_record()? {
            return Ok(Vec::new());
        }
        let mut statement = self.connection.prepare_cached(
            "SELECT number, at, system_user, display_name, kind, label FROM record_entry WHERE number > ?1 ORDER BY number",
        )?;
        let lines = statement.query_map([after], line)?.collect::<rusqlite::Result<_>>()?;
        Ok(lines)
    }

    /// What an entry changed, thing by thing; at most so many.
    pub fn recorded_changes(&self, entry: i64, at_most: usize) -> Result<Vec<RecordedChange>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT object, digest IS NULL, content, salt IS NULL FROM record_effect WHERE entry = ?1 ORDER BY position LIMIT ?2",
        )?;
        let rows = statement.query_map(params![entry, i64::try_from(at_most).unwrap_or(i64::MAX)], |row| {
            let (object, is_gone): (String, bool) = (row.get(0)?, row.get(1)?);
            let after = state(&object, is_gone, row.get(2)?);
            Ok((object, after))
        })?;
        let changes = rows.collect::<rusqlite::Result<Vec<_>>>()?;
        let change = |(object, after): (String, RecordedState)| {
            let before = self.state_before(&object, entry)?;
            Ok(RecordedChange { object: named(&object), before, after })
        };
        changes.into_iter().map(change).collect()
    }

    /// How many things an entry changed.
    pub fn recorded_change_count(&self, entry: i64) -> Result<usize, StoreError> {
        let count = "SELECT COUNT(*) FROM record_effect WHERE entry = ?1";
        let count: i64 = self.connection.query_row(count, [entry], |row| row.get(0))?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    fn state_before(&self, object: &str, entry: i64) -> Result<RecordedState, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT digest IS NULL, content FROM record_effect WHERE object = ?1 AND entry < ?2 ORDER BY entry DESC LIMIT 1",
        )?;
        let found = statement.query_row(params![object, entry], |row| Ok(state(object, row.get(0)?, row.get(1)?)));
        Ok(found.optional()?.unwrap_or(RecordedState::Absent))
    }

    fn has_record(&self) -> Result<bool, StoreError> {
        let found = "SELECT COUNT(*) FROM sqlite_schema WHERE name = 'record_entry'";
        Ok(self.connection.query_row(found, [], |row| row.get::<_, i64>(0))? > 0)
    }
}

fn line(row: &Row<'_>) -> rusqlite::Result<RecordLine> {
    let (at, kind): (String, String) = (row.get(1)?, row.get(4)?);
    Ok(RecordLine {
        number: row.get(0)?,
        at: moment(&at),
        system_user: row.get(2)?,
        display_name: row.get(3)?,
        kind: EntryKind::named(&kind).unwrap_or(EntryKind::Upkeep),
        label: row.get(5)?,
    })
}

/// What cannot be read as a moment was altered, which a check of the record finds.
fn moment(text: &str) -> Timestamp {
    text.parse().unwrap_or_default()
}

fn state(object: &str, is_gone: bool, content: Option<String>) -> RecordedState {
    let table = Table::named(&named(object).table);
    match (table, content) {
        _ if is_gone => RecordedState::Absent,
        (Some(table), Some(content)) => {
            let values: Vec<serde_json::Value> = serde_json::from_str(&content).unwrap_or_default();
            RecordedState::Was(table.columns.iter().map(ToString::to_string).zip(values).collect())
        }
        (Some(table), None) if table.keeps(object) => RecordedState::Forgotten,
        _ => RecordedState::DigestOnly,
    }
}
