//! Rewriting stored rows so that nothing of a person stays.

use super::definitions::read_json;
use super::{Part, Store, StoreError};
use crate::domain::{EntryKind, Forgotten, LogKind};
use rusqlite::params;

/// Which rows a chunk holds.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ChunkOf {
    /// The kind of log.
    pub kind: LogKind,
    /// The key of the experiment, for its responses.
    pub experiment: Option<i64>,
    /// Which part of the import.
    pub part: Part,
    /// Whether the import is in force.
    pub in_force: bool,
}

/// What becomes of a chunk.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Rewritten {
    /// It stays as it is.
    Same,
    /// It holds these bytes from now on.
    Now(Vec<u8>),
    /// Nothing is left of it.
    Gone,
}

/// Says what becomes of each chunk.
pub type Rewrite<'a> = dyn FnMut(ChunkOf, &[u8]) -> Result<Rewritten, StoreError> + 'a;

impl Store {
    /// Rewrites the rows of all imports, also of those taken back, in one transaction with what is kept of the forgotten, which is asked for at
    /// the end. Counts are to be made again; the old bytes leave the file by [`Store::tidy`].
    ///
    /// # Errors
    /// What `rewrite` raises, or a file that cannot be written; then nothing has changed.
    pub fn forget(&self, rewrite: &mut Rewrite<'_>, forgotten: impl FnOnce() -> Forgotten) -> Result<(), StoreError> {
        self.in_transaction(EntryKind::Forgetting, "Forget people", || {
            self.no_chunk_is_known();
            for (row, of) in self.all_chunks()? {
                let read = "SELECT bytes FROM chunk WHERE rowid = ?1";
                let bytes: Vec<u8> = self.connection.query_row(read, [row], |row| row.get(0))?;
                match rewrite(of, &bytes)? {
                    Rewritten::Same => 0,
                    Rewritten::Now(bytes) => {
                        self.connection.execute("UPDATE chunk SET bytes = ?2 WHERE rowid = ?1", params![row, bytes])?
                    }
                    Rewritten::Gone => self.connection.execute("DELETE FROM chunk WHERE rowid = ?1", [row])?,
                };
            }
            self.put_forgotten(&forgotten())?;
            self.connection.execute("UPDATE experiment_counts SET made_from = ''", [])?;
            self.wants_tidying();
            Ok(())
        })
    }

    fn all_chunks(&self) -> Result<Vec<(i64, ChunkOf)>, StoreError> {
        let mut statement = self.connection.prepare(
            "SELECT chunk.rowid, kind, experiment, part, in_force FROM chunk JOIN import ON import.id = chunk.import
             ORDER BY chunk.import, part, position",
        )?;
        let rows = statement.query_map([], |row| {
            let (row_id, kind): (i64, String) = (row.get(0)?, row.get(1)?);
            let (experiment, part): (Option<i64>, String) = (row.get(2)?, row.get(3)?);
            Ok((row_id, kind, experiment, part, row.get::<_, bool>(4)?))
        })?;
        rows.map(|row| {
            let (row, kind, experiment, part, in_force) = row?;
            let part = Part::named(&part).ok_or_else(|| StoreError::NotFound(format!("the part “{part}”")))?;
            Ok((row, ChunkOf { kind: read_json("kind", &kind)?, experiment, part, in_force }))
        })
        .collect()
    }
}
