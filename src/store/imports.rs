//! Imports: their records, and their rows as chunks of bytes that only the logs room can read.

use super::definitions::{read_json, write_json};
use super::{Change, Store, StoreError};
use crate::domain::{EntryKind, Experiment, ImportRecord, LogKind};
use rusqlite::{OptionalExtension as _, params};
use serde::{Serialize, de::DeserializeOwned};
use std::collections::HashSet;

/// The two parts of an import's rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Part {
    /// Usable rows.
    Rows,
    /// Rows set aside.
    SetAside,
    /// Permissions that a reduced response log gave and took.
    Permissions,
}

impl Part {
    fn name(self) -> &'static str {
        match self {
            Self::Rows => "rows",
            Self::SetAside => "set aside",
            Self::Permissions => "permissions",
        }
    }

    pub(super) fn named(name: &str) -> Option<Self> {
        [Self::Rows, Self::SetAside, Self::Permissions].into_iter().find(|part| part.name() == name)
    }
}

/// A prepared import: everything that goes in, in one transaction.
pub struct NewImport<'a> {
    /// Its record; the key is given by the store.
    pub record: &'a ImportRecord,
    /// For responses: the experiment as it is to be from now on.
    pub experiment: Option<&'a Experiment>,
    /// Chunks of usable rows, asked for one after the other.
    pub rows: Box<dyn Iterator<Item = std::io::Result<Vec<u8>>> + 'a>,
    /// Rows set aside.
    pub set_aside: &'a [Vec<u8>],
}

impl Store {
    /// Takes an import in; returns its key.
    pub fn add_import(&self, import: NewImport<'_>) -> Result<i64, StoreError> {
        let record = import.record;
        let label = format!("Import {}", record.file_name);
        self.in_transaction(EntryKind::Import, &label, || {
            if let Some(experiment) = import.experiment {
                self.put_experiment(experiment.id, Some(experiment))?;
            }
            self.connection.execute(
                "INSERT INTO import (kind, experiment, record) VALUES (?1, ?2, ?3)",
                params![write_json("kind", &record.kind)?, record.experiment, write_json("import", record)?],
            )?;
            let id = self.connection.last_insert_rowid();
            for file in &record.files {
                self.connection
                    .execute("INSERT INTO import_file (import, hash) VALUES (?1, ?2)", params![id, file.hash])?;
            }
            for (position, bytes) in (0..).zip(import.rows) {
                self.add_chunk(id, Part::Rows, position, &bytes.map_err(StoreError::Rows)?)?;
            }
            self.add_chunks(id, Part::SetAside, import.set_aside)?;
            self.note_edit(Change::ImportInForce(id, false), Change::ImportInForce(id, true));
            Ok(id)
        })
    }

    fn add_chunks(&self, import: i64, part: Part, chunks: &[Vec<u8>]) -> Result<(), StoreError> {
        (0_i64..).zip(chunks).try_for_each(|(position, bytes)| self.add_chunk(import, part, position, bytes))
    }

    fn add_chunk(&self, import: i64, part: Part, position: i64, bytes: &[u8]) -> Result<(), StoreError> {
        let mut insert = self
            .connection
            .prepare_cached("INSERT INTO chunk (import, part, position, bytes) VALUES (?1, ?2, ?3, ?4)")?;
        insert.execute(params![import, part.name(), position, bytes])?;
        self.know_chunk(import, part.name(), position, bytes);
        Ok(())
    }

    /// Remembers how a log with these columns was read.
    pub fn remember_mapping<T: Serialize>(
        &self,
        kind: LogKind,
        columns: &[String],
        mapping: &T,
    ) -> Result<(), StoreError> {
        self.in_transaction(EntryKind::Upkeep, "Remember how a log is read", || {
            self.connection.execute(
                "INSERT OR REPLACE INTO remembered_mapping (kind, columns, mapping) VALUES (?1, ?2, ?3)",
                params![write_json("kind", &kind)?, write_json("columns", &columns)?, write_json("mapping", mapping)?],
            )?;
            Ok(())
        })
    }

    /// Everything that is remembered of how logs were read; what cannot be read any more is forgotten.
    pub fn remembered_mappings<T: DeserializeOwned>(&self) -> Result<Vec<T>, StoreError> {
        let mut statement = self.connection.prepare("SELECT mapping FROM remembered_mapping ORDER BY kind, columns")?;
        let texts = statement.query_map([], |row| row.get::<_, String>(0))?;
        let texts = texts.collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(texts.iter().filter_map(|text| serde_json::from_str(text).ok()).collect())
    }

    /// All imports in force, latest first.
    pub fn imports(&self) -> Result<Vec<ImportRecord>, StoreError> {
        let mut statement =
            self.connection.prepare("SELECT id, record FROM import WHERE in_force = 1 ORDER BY id DESC")?;
        let rows = statement.query_map([], |row| Ok((row.get::<_, i64>(0)?, row.get::<_, String>(1)?)))?;
        rows.map(|row| {
            let (id, text) = row?;
            Ok(ImportRecord { id, ..read_json("import", &text)? })
        })
        .collect()
    }

    /// The hashes of all files that came in by imports in force of this kind, for the same experiment.
    pub fn files_in_force(&self, kind: LogKind, experiment: Option<i64>) -> Result<HashSet<String>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            "SELECT hash FROM import_file JOIN import ON import.id = import_file.import
             WHERE kind = ?1 AND experiment IS ?2 AND in_force = 1",
        )?;
        let hashes = statement.query_map(params![write_json("kind", &kind)?, experiment], |row| row.get(0))?;
        Ok(hashes.collect::<rusqlite::Result<_>>()?)
    }

    /// How many chunks one part of an import has.
    pub fn chunk_count(&self, import: i64, part: Part) -> Result<usize, StoreError> {
        let count: i64 = self.connection.query_row(
            "SELECT COUNT(*) FROM chunk WHERE import = ?1 AND part = ?2",
            params![import, part.name()],
            |row| row.get(0),
        )?;
        Ok(usize::try_from(count).unwrap_or(0))
    }

    /// One chunk of a part of an import, counted from 0.
    pub fn chunk(&self, import: i64, part: Part, position: usize) -> Result<Vec<u8>, StoreError> {
        let mut statement = self.connection.prepare_cached(
            // Positions have gaps where all rows of a chunk were forgotten.
            "SELECT bytes FROM chunk WHERE import = ?1 AND part = ?2 ORDER BY position LIMIT 1 OFFSET ?3",
        )?;
        let position = i64::try_from(position).unwrap_or(i64::MAX);
        let found = statement.query_row(params![import, part.name(), position], |row| row.get(0)).optional()?;
        found.ok_or_else(|| StoreError::NotFound(format!("chunk {position} of import {import}")))
    }

    /// The chunks of one part of an import, in order.
    pub fn chunks(&self, import: i64, part: Part) -> Result<Vec<Vec<u8>>, StoreError> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT bytes FROM chunk WHERE import = ?1 AND part = ?2 ORDER BY position")?;
        let chunks = statement.query_map(params![import, part.name()], |row| row.get(0))?;
        Ok(chunks.collect::<rusqlite::Result<_>>()?)
    }

    /// Throws away the rows of all response imports but for the permissions that came of them (by import, as chunks); counts,
    /// records and definitions stay. Nothing done before can be undone any more; the file shrinks by [`Store::tidy`].
    pub fn drop_response_rows(&self, permissions: &[(i64, Vec<Vec<u8>>)]) -> Result<(), StoreError> {
        let kind = write_json("kind", &LogKind::Responses)?;
        self.in_transaction(EntryKind::Import, "Reduce to counts", || {
            self.connection
                .execute("DELETE FROM chunk WHERE import IN (SELECT id FROM import WHERE kind = ?1)", [kind])?;
            for (import, chunks) in permissions {
                self.add_chunks(*import, Part::Permissions, chunks)?;
            }
            // Taking an import back would need the rows.
            self.forget_edits();
            self.wants_tidying();
            self.set_text("reduced", "true")
        })
    }

    /// Whether the workspace was reduced to its counts.
    pub fn is_reduced(&self) -> Result<bool, StoreError> {
        Ok(self.text("reduced")?.is_some())
    }

    pub(super) fn is_in_force(&self, import: i64) -> Result<bool, StoreError> {
        self.connection
            .query_row("SELECT in_force FROM import WHERE id = ?1", [import], |row| row.get(0))
            .optional()?
            .ok_or_else(|| StoreError::NotFound(format!("import {import}")))
    }

    pub(super) fn put_in_force(&self, import: i64, in_force: bool) -> Result<(), StoreError> {
        self.connection.execute("UPDATE import SET in_force = ?2 WHERE id = ?1", params![import, in_force])?;
        Ok(())
    }
}
