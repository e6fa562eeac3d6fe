//! Making, opening and closing a workspace.

use super::lock::{Asked, WriterLock};
use super::transaction::Session;
use super::{StoreError, backup, cipher, keys, record, schema};
use crate::domain::{EntryKind, Passphrase, Pseudonymiser};
use rusqlite::{Connection, OpenFlags, OptionalExtension as _};
use std::cell::RefCell;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

/// Rows are kept in chunks of megabytes: larger pages take them in faster.
pub(super) const PAGE_BYTES: i64 = 16_384;

/// 32 hexadecimal digits that nothing else has for a name.
///
/// # Errors
/// A computer that gives no random numbers.
pub fn random_name() -> Result<String, StoreError> {
    let mut name = [0; 16];
    getrandom::fill(&mut name).map_err(|error| StoreError::Rows(std::io::Error::other(error.to_string())))?;
    Ok(name.iter().map(|byte| format!("{byte:02x}")).collect())
}

/// An open workspace.
#[derive(Debug)]
pub struct Store {
    pub(super) connection: Connection,
    path: PathBuf,
    /// What the file and its copies are encrypted with, if they are.
    pub(super) key: Option<Arc<cipher::Key>>,
    read_only: Option<String>,
    /// What this opening of the workspace did, and does now.
    pub(super) session: RefCell<Session>,
    // Declared after the connection, so that it is let go only once the file is closed.
    lock: Option<WriterLock>,
}

impl Store {
    /// Makes a new workspace with a key of its own, behind a passphrase if one is given; an existing file is left alone.
    pub fn create(path: &Path, passphrase: Option<&Passphrase>) -> Result<Self, StoreError> {
        if path.exists() {
            return Err(StoreError::Exists(path.to_owned()));
        }
        let key = passphrase.map(cipher::fresh).transpose()?;
        let lock = match WriterLock::ask(path)? {
            Asked::Ours(lock) => lock,
            Asked::Theirs(_) => return Err(StoreError::Exists(path.to_owned())),
        };
        let failed = |source| StoreError::File { path: path.to_owned(), source };
        File::create_new(path).map_err(failed)?;
        let store = Self::fill_new(path, lock, key);
        if store.is_err() {
            // Nothing was in it yet; a half-made workspace would only be in the way.
            let _ = std::fs::remove_file(path);
        }
        store
    }

    fn fill_new(path: &Path, lock: WriterLock, key: Option<Arc<cipher::Key>>) -> Result<Self, StoreError> {
        let mut connection = cipher::connect_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE, key.as_deref())?;
        connection.pragma_update(None, "page_size", PAGE_BYTES)?;
        prepare(&connection)?;
        let id = random_name()?;
        let fingerprint = keys::make_key(&id)?.fingerprint();
        schema::make(&mut connection, &id, &fingerprint)?;
        Self::writing(connection, path, lock, key)
    }

    /// Opens a workspace: for writing if nobody else has it open and the file can be written, else for reading.
    ///
    /// A file that is no workspace, is damaged or is newer than this program is left untouched.
    pub fn open(path: &Path) -> Result<Self, StoreError> {
        check_head(path)?;
        check_content(path)?;
        match WriterLock::ask(path) {
            Ok(Asked::Ours(lock)) => Self::open_to_write(path, lock),
            Ok(Asked::Theirs(holder)) => {
                let holder = if holder.trim().is_empty() { "somebody".to_owned() } else { holder };
                Self::open_to_read(path, format!("{holder} has it open"))
            }
            Err(_) => Self::open_to_read(path, "its folder cannot be written".into()),
        }
    }

    /// Opens a workspace to look at it only: nothing in the file is changed, whoever has it open.
    pub fn look_at(path: &Path) -> Result<Self, StoreError> {
        check_head(path)?;
        check_content(path)?;
        Self::open_to_read(path, "it was opened to be looked at".into())
    }

    fn open_to_write(path: &Path, lock: WriterLock) -> Result<Self, StoreError> {
        let writable = File::options().write(true).open(path).is_ok();
        if !writable {
            drop(lock);
            return Self::open_to_read(path, "the file cannot be written".into());
        }
        let key = cipher::key_of(path)?;
        let mut connection = cipher::connect_with(path, OpenFlags::SQLITE_OPEN_READ_WRITE, key.as_deref())?;
        prepare(&connection)?;
        if schema::is_older(&connection)? && !backup::is_backup(path) {
            backup::before_update(path)?;
        }
        schema::migrate(&mut connection)?;
        let store = Self::writing(connection, path, lock, key)?;
        store.in_transaction(EntryKind::Upkeep, "Clear away imports that were taken back", || {
            // What was taken back in an earlier session is not needed any more.
            store.connection.execute("DELETE FROM import WHERE in_force = 0", [])?;
            Ok(())
        })?;
        Ok(store)
    }

    fn writing(
        connection: Connection,
        path: &Path,
        lock: WriterLock,
        key: Option<Arc<cipher::Key>>,
    ) -> Result<Self, StoreError> {
        record::watch(&connection)?;
        let session = RefCell::default();
        Ok(Self { connection, path: path.to_owned(), key, read_only: None, session, lock: Some(lock) })
    }

    /// Looks at the file anew once its content was replaced.
    pub(super) fn reopen(&mut self) -> Result<(), StoreError> {
        let path = self.path.clone();
        // Until it is open again nothing can be changed.
        self.read_only = Some("it has to be opened again".into());
        if let Some(lock) = self.lock.take() {
            *self = Self::open_to_write(&path, lock)?;
        }
        Ok(())
    }

    fn open_to_read(path: &Path, reason: String) -> Result<Self, StoreError> {
        let connection = reading_connection(path)?;
        let found: i64 = connection.pragma_query_value(None, "user_version", |row| row.get(0))?;
        if found < schema::NEWEST {
            return Err(StoreError::Older { path: path.to_owned(), found, known: schema::NEWEST });
        }
        let (key, session) = (cipher::key_of(path)?, RefCell::default());
        Ok(Self { connection, path: path.to_owned(), key, read_only: Some(reason), session, lock: None })
    }

    /// Where the file is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Why nothing can be changed, if so.
    pub fn read_only(&self) -> Option<&str> {
        self.read_only.as_deref()
    }

    /// The pseudonymiser, if the key is on this computer.
    pub fn pseudonymiser(&self) -> Result<Pseudonymiser, StoreError> {
        let (id, fingerprint) = self.identity()?;
        keys::load_key(&id, &fingerprint)
    }

    /// The workspace's identity and its key's fingerprint.
    pub fn identity(&self) -> Result<(String, String), StoreError> {
        let text = |name: &str| self.text(name)?.ok_or_else(|| StoreError::NotFound(name.to_owned()));
        Ok((text("workspace_id")?, text("key_fingerprint")?))
    }

    /// Folds what was written since into the file, as far as nobody reads; what is not folded yet is as safe beside it.
    pub fn fold(&self) -> Result<(), StoreError> {
        if self.read_only.is_none() {
            self.connection.execute_batch("PRAGMA wal_checkpoint(PASSIVE)")?;
        }
        Ok(())
    }

    pub(super) fn text(&self, name: &str) -> Result<Option<String>, StoreError> {
        Ok(self
            .connection
            .query_row("SELECT value FROM setting WHERE name = ?1", [name], |row| row.get(0))
            .optional()?)
    }

    pub(super) fn set_text(&self, name: &str, value: &str) -> Result<(), StoreError> {
        self.connection.execute("INSERT OR REPLACE INTO setting (name, value) VALUES (?1, ?2)", [name, value])?;
        Ok(())
    }

    pub(super) fn must_write(&self) -> Result<(), StoreError> {
        self.read_only.as_ref().map_or(Ok(()), |reason| Err(StoreError::ReadOnly(reason.clone())))
    }
}

impl Drop for Store {
    fn drop(&mut self) {
        if self.lock.is_some() {
            // Folds the write-ahead log back, so that a closed workspace is one file; if it fails, the next opening does it.
            let _ = self.connection.pragma_update(None, "journal_mode", "DELETE");
        }
    }
}

pub(super) fn prepare(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(Duration::from_secs(5))?;
    connection.pragma_update(None, "journal_mode", "WAL")?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    // Whoever waits for a change waits for it to be safe, not for it to be folded into the file.
    connection.pragma_update(None, "wal_autocheckpoint", 0)?;
    connection.pragma_update(None, "foreign_keys", true)?;
    connection.pragma_update(None, "secure_delete", true)?;
    Ok(())
}

pub(super) fn check_head(path: &Path) -> Result<(), StoreError> {
    let mut head = [0; 16];
    match File::open(path).and_then(|mut file| file.read_exact(&mut head)) {
        Ok(()) if &head == b"SQLite format 3\0" => Ok(()),
        Ok(()) if cipher::key_of(path)?.is_some() => Ok(()),
        Ok(()) => Err(StoreError::NotAWorkspace(path.to_owned())),
        Err(error) => match error.kind() {
            std::io::ErrorKind::NotFound => Err(StoreError::Missing(path.to_owned())),
            std::io::ErrorKind::UnexpectedEof => Err(StoreError::NotAWorkspace(path.to_owned())),
            _ => Err(StoreError::File { path: path.to_owned(), source: error }),
        },
    }
}

pub(super) fn check_content(path: &Path) -> Result<(), StoreError> {
    let damaged = |detail: String| StoreError::Damaged { path: path.to_owned(), detail };
    let connection = reading_connection(path)?;
    let value = |name: &str| {
        connection
            .pragma_query_value(None, name, |row| row.get::<_, i64>(0))
            .map_err(|error| damaged(error.to_string()))
    };
    if value("application_id")? != schema::APPLICATION_ID {
        return Err(StoreError::NotAWorkspace(path.to_owned()));
    }
    let found = value("user_version")?;
    if found > schema::NEWEST {
        return Err(StoreError::Newer { path: path.to_owned(), found, known: schema::NEWEST });
    }
    let verdict: String = connection
        .pragma_query_value(None, "quick_check", |row| row.get(0))
        .map_err(|error| damaged(error.to_string()))?;
    if verdict != "ok" {
        return Err(damaged(verdict));
    }
    let orphan: Option<String> = connection
        .query_row("SELECT \"table\" FROM pragma_foreign_key_check LIMIT 1", [], |row| row.get(0))
        .optional()
        .map_err(|error| damaged(error.to_string()))?;
    orphan.map_or(Ok(()), |table| Err(damaged(format!("a row of {table} refers to nothing"))))
}

/// A connection that only reads; also where nothing may be written beside the file.
pub(super) fn reading_connection(path: &Path) -> Result<Connection, StoreError> {
    let key = cipher::key_of(path)?;
    let connection = cipher::connect_with(path, OpenFlags::SQLITE_OPEN_READ_ONLY, key.as_deref())?;
    connection.busy_timeout(Duration::from_secs(5))?;
    if connection.query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0)).is_ok() {
        return Ok(connection);
    }
    // A workspace in a folder that cannot be written and that was not closed properly: read it as it lies there.
    let immutable = cipher::connect_as_it_lies(path, key.as_deref())?;
    immutable
        .query_row("SELECT count(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))
        .map_err(|error| StoreError::Damaged { path: path.to_owned(), detail: error.to_string() })?;
    Ok(immutable)
}
