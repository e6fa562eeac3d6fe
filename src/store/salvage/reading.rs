//! Reading a damaged file row by row, around what cannot be read.

use super::super::copy::folder_of;
use super::super::open::PAGE_BYTES;
use super::super::{StoreError, cipher, schema};
use super::content::Table;
use rusqlite::types::Value;
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::io::{Read as _, Seek as _, SeekFrom, Write as _};
use std::path::{Path, PathBuf};
use tempfile::TempDir;

/// So often at most it is tried to find where the readable part of a table goes on.
const MOST_TRIES: u32 = 4_000;
/// Rows are looked for so far beyond the last that was read, where nothing tells how many there were.
const LOOK_AHEAD: i64 = 16_384;
/// A file of which less than one in so many bytes is left is beyond salvage.
const LARGEST_CUT: u64 = 1000;
/// What every workspace begins with, but for counters: the name, pages of 16,384 bytes, and how they are laid out.
const MAGIC: &[u8; 16] = b"SQLite format 3\0";
const HEAD_BYTES: usize = 100;

/// A copy of the damaged file, as far as it opens.
pub(super) struct Wreck {
    connection: Connection,
    /// The format of its tables.
    pub(super) format: i64,
    // The copy goes once nobody reads it.
    _folder: TempDir,
}

impl Wreck {
    /// Copies the file with what stands beside it, and mends its head where that is needed to read anything at all.
    pub(super) fn open(damaged: &Path) -> Result<Self, StoreError> {
        let failed = |source| StoreError::File { path: damaged.to_owned(), source };
        // What a protected file begins with cannot be mended: nothing of it can be known.
        let is_protected = cipher::key_of(damaged)?.is_some();
        let folder = tempfile::Builder::new()
            .prefix(".handshake-salvage-")
            .tempdir_in(folder_of(damaged))
            .or_else(|_| tempfile::tempdir())
            .map_err(failed)?;
        let copy = folder.path().join("damaged");
        let beside = |path: &Path| PathBuf::from([path.as_os_str(), "-wal".as_ref()].join("".as_ref()));
        let put = |head: Option<&Head>| {
            std::fs::copy(damaged, &copy)?;
            if !is_protected {
                lengthen(&copy)?;
            }
            if let Some(head) = head {
                head.put(&copy)?;
            } else if beside(damaged).exists() {
                std::fs::copy(beside(damaged), beside(&copy))?;
            }
            Ok(())
        };
        put(None).map_err(failed)?;
        if let Some((connection, format)) = opened(&copy) {
            return Ok(Self { connection, format, _folder: folder });
        }
        if is_protected {
            return Err(StoreError::NothingToSalvage(damaged.to_owned()));
        }
        // The first page says where the tables are: that of a new workspace may say the same.
        let _ = std::fs::remove_file(beside(&copy));
        for format in (2..=schema::NEWEST).rev() {
            for vacuumed in [false, true] {
                put(Some(&Head::of_new(format, vacuumed)?)).map_err(failed)?;
                if let Some((connection, format)) = opened(&copy).filter(|(connection, _)| holds_settings(connection)) {
                    return Ok(Self { connection, format, _folder: folder });
                }
            }
        }
        Err(StoreError::NothingToSalvage(damaged.to_owned()))
    }

    /// Hands over every row of a table that can be read; in how many places there are any that cannot.
    pub(super) fn rows(&self, table: &Table, row: &mut dyn FnMut(Vec<Value>)) -> u64 {
        let number = |sql: String| self.connection.query_row(&sql, [], |row| row.get::<_, Option<i64>>(0));
        let name = &table.name;
        let first = number(format!("SELECT MIN(rowid) FROM \"{name}\"")).ok().flatten().unwrap_or(0);
        let last = number(format!("SELECT MAX(rowid) FROM \"{name}\""));
        // Nothing tells how many rows there were where the end of the table cannot be read.
        let mut gaps = u64::from(last.is_err());
        let mut unreadable = |first: i64, end: &mut i64| {
            gaps += u64::from(first != *end);
            *end = first + 1;
        };
        let (mut gap_end, mut tries) = (i64::MIN, 0);
        let mut highest = first;
        let mut ranges = vec![(first.min(0), last.as_ref().ok().copied().flatten().unwrap_or(first))];
        let end_is_known = last.is_ok();
        if !end_is_known {
            ranges = vec![(first.min(0), first.saturating_add(LOOK_AHEAD))];
        }
        let mut looked_to = first.saturating_add(LOOK_AHEAD);
        loop {
            let Some((first, last)) = ranges.pop() else {
                if end_is_known || highest.saturating_add(LOOK_AHEAD) <= looked_to {
                    break;
                }
                ranges.push((looked_to.saturating_add(1), highest.saturating_add(LOOK_AHEAD)));
                looked_to = highest.saturating_add(LOOK_AHEAD);
                continue;
            };
            let reached = match self.between(table, first, last, row) {
                Ok(reached) => {
                    highest = highest.max(reached.unwrap_or(highest));
                    continue;
                }
                Err(reached) => reached,
            };
            highest = highest.max(reached.unwrap_or(highest));
            let next = reached.map_or(first, |reached| reached.saturating_add(1));
            tries += 1;
            if next >= last || tries > MOST_TRIES {
                unreadable(next, &mut gap_end);
                continue;
            }
            let middle = next + (last - next) / 2;
            ranges.push((middle + 1, last));
            ranges.push((next, middle));
        }
        gaps
    }

    /// Hands over the rows between two; the last of them, or as an error the last before one that cannot be read.
    fn between(
        &self,
        table: &Table,
        first: i64,
        last: i64,
        each: &mut dyn FnMut(Vec<Value>),
    ) -> Result<Option<i64>, Option<i64>> {
        let mut reached = None;
        let Ok(mut statement) = self.connection.prepare_cached(&table.select()) else { return Err(None) };
        let Ok(mut rows) = statement.query([first, last]) else { return Err(None) };
        loop {
            match rows.next() {
                Ok(Some(row)) => {
                    let values: rusqlite::Result<Vec<Value>> =
                        (1..=table.columns.len()).map(|at| row.get(at)).collect();
                    let (Ok(number), Ok(values)) = (row.get::<_, i64>(0), values) else { return Err(reached) };
                    // A damaged page may lead back to rows that were read before.
                    if reached.is_some_and(|reached| number <= reached) {
                        return Err(reached);
                    }
                    reached = Some(number);
                    each(values);
                }
                Ok(None) => return Ok(reached),
                Err(_) => return Err(reached),
            }
        }
    }
}

/// Gives a file that was cut the length that it says it had, with nothing in what is missing: a table whose first page is gone would keep all others
/// from being read. A length that no cut explains is left out of account.
fn lengthen(copy: &Path) -> std::io::Result<()> {
    let mut file = File::options().read(true).write(true).open(copy)?;
    let mut head = [0; 32];
    if file.read_exact(&mut head).is_err() {
        return Ok(());
    }
    let [.., a, b, c, d] = head;
    let (said, length) =
        (u64::from(u32::from_be_bytes([a, b, c, d])) * PAGE_BYTES.unsigned_abs(), file.metadata()?.len());
    if length < said && said / LARGEST_CUT <= length { file.set_len(said) } else { Ok(()) }
}

/// Opens a file for reading in spite of damage, if its tables are named; with their format.
fn opened(copy: &Path) -> Option<(Connection, i64)> {
    let connection = cipher::connect(copy, OpenFlags::SQLITE_OPEN_READ_WRITE).ok()?;
    // Takes the file as it is even where it is shorter than it says, or where a table's definition is damaged.
    connection
        .execute_batch("PRAGMA synchronous = OFF; PRAGMA writable_schema = ON; PRAGMA cell_size_check = ON")
        .ok()?;
    let format: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0)).ok()?;
    let known: i64 = connection
        .query_row(
            "SELECT COUNT(*) FROM sqlite_schema WHERE name IN ('setting', 'experiment', 'import', 'chunk')",
            [],
            |row| row.get(0),
        )
        .ok()?;
    (known == 4 && (1..=schema::NEWEST).contains(&format)).then_some((connection, format))
}

/// Whether the table of settings is where the head says.
fn holds_settings(connection: &Connection) -> bool {
    let sql = "SELECT COUNT(*) FROM setting NOT INDEXED WHERE name IN ('workspace_id', 'key_fingerprint', 'settings')";
    connection.query_row(sql, [], |row| row.get::<_, i64>(0)).is_ok_and(|found| found > 0)
}

/// The first page of a workspace.
struct Head {
    page: Vec<u8>,
}

impl Head {
    /// The first page of a new workspace of a format, as it is made or as it is once gaps were closed.
    fn of_new(format: i64, vacuumed: bool) -> Result<Self, StoreError> {
        let folder = tempfile::tempdir().map_err(StoreError::Rows)?;
        let path = folder.path().join("new");
        let new = Connection::open(&path)?;
        new.pragma_update(None, "page_size", PAGE_BYTES)?;
        new.pragma_update(None, "synchronous", "OFF")?;
        schema::make_tables(&new, format)?;
        if vacuumed {
            new.execute_batch("VACUUM")?;
        }
        new.close().map_err(|(_, error)| error)?;
        let mut page = vec![0; usize::try_from(PAGE_BYTES).unwrap_or(0)];
        File::open(&path).and_then(|mut file| file.read_exact(&mut page)).map_err(StoreError::Rows)?;
        Ok(Self { page })
    }

    /// Puts it in place of the first page of a file, with the file's own length.
    fn put(&self, path: &Path) -> std::io::Result<()> {
        let mut file = File::options().read(true).write(true).open(path)?;
        let pages = file.metadata()?.len().div_ceil(PAGE_BYTES.unsigned_abs());
        let mut page = self.page.clone();
        let head = page.get_mut(..HEAD_BYTES).ok_or(std::io::ErrorKind::InvalidData)?;
        head[..16].copy_from_slice(MAGIC);
        head[28..32].copy_from_slice(&u32::try_from(pages).unwrap_or(u32::MAX).to_be_bytes());
        // The change counter and the version for which the length holds agree; no page is known to be free.
        let counter: [u8; 4] = [0, 0, 0, 1];
        head[24..28].copy_from_slice(&counter);
        head[92..96].copy_from_slice(&counter);
        head[32..40].fill(0);
        file.seek(SeekFrom::Start(0))?;
        file.write_all(&page)
    }
}
