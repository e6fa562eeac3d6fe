//! Edits with their inverses: what undo and redo go by.

use super::definitions::{read_json, write_json};
use super::{Change, Store, StoreError};
use rusqlite::{OptionalExtension as _, params};

impl Store {
    /// Runs in one immediate transaction: all of it happens, or nothing.
    pub(super) fn in_transaction<T>(&self, work: impl FnOnce() -> Result<T, StoreError>) -> Result<T, StoreError> {
        self.must_write()?;
        self.connection.execute_batch("BEGIN IMMEDIATE")?;
        let outcome = work().and_then(|value| Ok(self.connection.execute_batch("COMMIT").map(|()| value)?));
        if outcome.is_err() && !self.connection.is_autocommit() {
            self.connection.execute_batch("ROLLBACK")?;
        }
        outcome
    }

    /// Makes a change under a label such as “Rename variant B”; what had been undone can no longer be done again.
    pub fn edit(&self, label: &str, change: &Change) -> Result<(), StoreError> {
        self.in_transaction(|| {
            let before = self.inverse(change)?;
            self.put(change)?;
            self.note_edit(label, &before, change)
        })
    }

    pub(super) fn note_edit(&self, label: &str, before: &Change, after: &Change) -> Result<(), StoreError> {
        self.connection.execute("DELETE FROM edit WHERE undone = 1", [])?;
        self.connection.execute(
            "INSERT INTO edit (label, before, after) VALUES (?1, ?2, ?3)",
            params![label, write_json("edit", before)?, write_json("edit", after)?],
        )?;
        Ok(())
    }

    /// Takes the latest edit back; its label, or `None` if there is none.
    pub fn undo(&self) -> Result<Option<String>, StoreError> {
        self.step(
            "SELECT id, label, before FROM edit WHERE undone = 0 ORDER BY id DESC LIMIT 1",
            "UPDATE edit SET undone = 1 WHERE id = ?1",
        )
    }

    /// Does the edit again that was undone last; its label, or `None` if there is none.
    pub fn redo(&self) -> Result<Option<String>, StoreError> {
        self.step(
            "SELECT id, label, after FROM edit WHERE undone = 1 ORDER BY id LIMIT 1",
            "UPDATE edit SET undone = 0 WHERE id = ?1",
        )
    }

    fn step(&self, find: &str, mark: &str) -> Result<Option<String>, StoreError> {
        self.in_transaction(|| {
            let read = |row: &rusqlite::Row<'_>| Ok((row.get(0)?, row.get(1)?, row.get(2)?));
            let found: Option<(i64, String, String)> = self.connection.query_row(find, [], read).optional()?;
            let Some((id, label, change)) = found else { return Ok(None) };
            self.put(&read_json("edit", &change)?)?;
            self.connection.execute(mark, [id])?;
            Ok(Some(label))
        })
    }

    /// The labels of what would be undone and done again next.
    pub fn undo_labels(&self) -> Result<(Option<String>, Option<String>), StoreError> {
        let label = |sql| self.connection.query_row(sql, [], |row| row.get(0)).optional();
        Ok((
            label("SELECT label FROM edit WHERE undone = 0 ORDER BY id DESC LIMIT 1")?,
            label("SELECT label FROM edit WHERE undone = 1 ORDER BY id LIMIT 1")?,
        ))
    }
}
