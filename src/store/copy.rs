//! Copies of a workspace, made through `SQLite`'s online backup interface while it is in use.

use super::StoreError;
use super::cipher::{self, Key, connect_with};
use super::open::{check_content, check_head, reading_connection};
use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};
use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::{Duration, SystemTime};
use tempfile::TempPath;

/// 8 megabytes are copied between two looks at whether to go on.
const PAGES_AT_ONCE: i32 = 512;
/// Somebody else writes at this very moment: long enough to let them finish.
const WAIT: Duration = Duration::from_millis(20);
/// Whoever writes for so long does not let anybody else in.
const LONGEST_WAIT: Duration = Duration::from_secs(30);
/// How files begin that are not whole yet.
const PARTIAL: &str = ".handshake-copy-";
/// A file that is not whole after so long was left behind by a program that was stopped.
const STALE_AFTER: Duration = Duration::from_hours(24);

/// Told how many pages are copied, of how many; answers whether to go on.
pub type Copying<'a> = dyn FnMut(u64, u64) -> bool + 'a;

/// A whole copy of a workspace that does not have its name yet; dropped, it is gone.
#[derive(Debug)]
pub struct WholeCopy {
    path: TempPath,
}

impl WholeCopy {
    /// Copies a workspace as it stands at this moment into a file in this folder. Others may write meanwhile; the copy holds nothing of that.
    ///
    /// # Errors
    /// A file that is no workspace or is damaged; a folder that cannot be written; [`StoreError::Stopped`] if `copying` says so.
    pub fn make(from: &Path, folder: &Path, copying: &mut Copying<'_>) -> Result<Self, StoreError> {
        check_head(from)?;
        Self::with_key(from, folder, cipher::key_of(from)?.as_ref(), copying)
    }

    /// Copies a backup so that it can be put in place of a workspace: the copy opens with the passphrase of the workspace, if that has one.
    ///
    /// # Errors
    /// As for [`WholeCopy::make`], and a backup that opens with a passphrase which was not given.
    pub fn to_restore(backup: &Path, workspace: &Path, folder: &Path) -> Result<Self, StoreError> {
        check_head(backup)?;
        Self::with_key(backup, folder, cipher::key_of(workspace)?.as_ref(), &mut |_, _| true)
    }

    /// Copies a workspace into a file that has this key, or none.
    pub(super) fn with_key(
        from: &Path,
        folder: &Path,
        key: Option<&Arc<Key>>,
        copying: &mut Copying<'_>,
    ) -> Result<Self, StoreError> {
        let failed = |source| StoreError::File { path: folder.to_owned(), source };
        std::fs::create_dir_all(folder).map_err(failed)?;
        remove_partial(folder, STALE_AFTER);
        let file = tempfile::Builder::new().prefix(PARTIAL).suffix(".handshake").tempfile_in(folder).map_err(failed)?;
        let path = file.into_temp_path();
        if cipher::is_same(cipher::key_of(from)?.as_ref(), key) {
            copy_file(from, &path, key, copying)?;
        } else {
            export_file(from, &path, key)?;
        }
        finish(&path, key)?;
        Ok(Self { path })
    }

    /// Where the copy is for now.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Gives the copy its name, which no file may have yet. From then on it is safe from a loss of power.
    ///
    /// # Errors
    /// A file of that name, or one that cannot be made; then the copy is gone.
    pub fn publish(self, to: &Path) -> Result<(), StoreError> {
        let failed = |source: std::io::Error| match source.kind() {
            std::io::ErrorKind::AlreadyExists => StoreError::Exists(to.to_owned()),
            _ => StoreError::File { path: to.to_owned(), source },
        };
        self.path.persist_noclobber(to).map_err(|error| failed(error.error))?;
        sync_folder(to);
        Ok(())
    }

    /// Puts the copy in place of a file that nobody has open, in one step: whatever happens, there is the one or the other. Who may use the file
    /// stays the same.
    pub(super) fn replace(self, file: &Path) -> Result<(), StoreError> {
        let failed = |source| StoreError::File { path: file.to_owned(), source };
        let permissions = std::fs::metadata(file).map_err(failed)?.permissions();
        std::fs::set_permissions(&self.path, permissions).map_err(failed)?;
        self.path.persist(file).map_err(|error| failed(error.error))?;
        sync_folder(file);
        Ok(())
    }
}

/// Copies a workspace to a new file.
///
/// # Errors
/// As for [`WholeCopy`].
pub fn copy_workspace(from: &Path, to: &Path, copying: &mut Copying<'_>) -> Result<(), StoreError> {
    if to.exists() {
        return Err(StoreError::Exists(to.to_owned()));
    }
    check_head(from)?;
    check_content(from)?;
    WholeCopy::make(from, &folder_of(to), copying)?.publish(to)
}

fn copy_file(from: &Path, to: &Path, key: Option<&Arc<Key>>, copying: &mut Copying<'_>) -> Result<(), StoreError> {
    let source = reading_connection(from)?;
    let mut copy = connect_with(to, OpenFlags::SQLITE_OPEN_READ_WRITE, key.map(Arc::as_ref))?;
    // Until it is whole the copy counts for nothing.
    copy.execute_batch("PRAGMA journal_mode = OFF; PRAGMA synchronous = OFF")?;
    copy_pages(&source, &mut copy, copying)?;
    copy.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Between files of different keys what they hold is copied row by row, as no page of one fits into the other.
fn export_file(from: &Path, to: &Path, key: Option<&Arc<Key>>) -> Result<(), StoreError> {
    let source = cipher::connect(from, OpenFlags::SQLITE_OPEN_READ_WRITE)?;
    cipher::export(&source, to, key.map(Arc::as_ref))?;
    source.close().map_err(|(_, error)| error)?;
    Ok(())
}

/// Makes sure that a copy is whole and one file, and survives a loss of power.
fn finish(to: &Path, key: Option<&Arc<Key>>) -> Result<(), StoreError> {
    let copy = connect_with(to, OpenFlags::SQLITE_OPEN_READ_WRITE, key.map(Arc::as_ref))?;
    // What was copied was open; a closed workspace is one file.
    copy.pragma_update(None, "journal_mode", "DELETE")?;
    let verdict: String = copy.pragma_query_value(None, "quick_check", |row| row.get(0))?;
    if verdict != "ok" {
        return Err(StoreError::Damaged { path: to.to_owned(), detail: verdict });
    }
    copy.close().map_err(|(_, error)| error)?;
    let file = File::options().write(true).open(to).and_then(|file| file.sync_all());
    file.map_err(|source| StoreError::File { path: to.to_owned(), source })
}

/// Copies all pages, as they are when the first is copied.
pub(super) fn copy_pages(from: &Connection, to: &mut Connection, copying: &mut Copying<'_>) -> Result<(), StoreError> {
    // Holding on to one state keeps the copying from beginning anew whenever somebody writes.
    from.execute_batch("BEGIN")?;
    from.query_row("SELECT COUNT(*) FROM sqlite_schema", [], |row| row.get::<_, i64>(0))?;
    let copied = all_steps(&Backup::new(from, to)?, copying);
    from.execute_batch("COMMIT")?;
    copied
}

fn all_steps(backup: &Backup<'_, '_>, copying: &mut Copying<'_>) -> Result<(), StoreError> {
    let mut waited = Duration::ZERO;
    loop {
        let step = backup.step(PAGES_AT_ONCE)?;
        let progress = backup.progress();
        let pages = |number: i32| u64::try_from(number).unwrap_or(0);
        let (left, all) = (pages(progress.remaining), pages(progress.pagecount));
        if !copying(all - left.min(all), all) {
            return Err(StoreError::Stopped);
        }
        match step {
            StepResult::Done => return Ok(()),
            StepResult::More => waited = Duration::ZERO,
            _ if waited >= LONGEST_WAIT => return Err(StoreError::ReadOnly("somebody else writes to it".into())),
            _ => {
                std::thread::sleep(WAIT);
                waited += WAIT;
            }
        }
    }
}

/// Removes files in a folder that were to become copies and are at least so old.
pub(super) fn remove_partial(folder: &Path, older_than: Duration) {
    let now = SystemTime::now();
    let entries = std::fs::read_dir(folder).into_iter().flatten().flatten();
    for entry in entries.filter(|entry| is_partial(&entry.path())) {
        let made = entry.metadata().and_then(|about| about.modified());
        if made.is_ok_and(|made| now.duration_since(made).unwrap_or_default() >= older_than) {
            // Whatever cannot be removed now is tried again next time.
            let _ = std::fs::remove_file(entry.path());
        }
    }
}

/// Whether the name of a file is that of a copy that is not whole yet.
pub(super) fn is_partial(path: &Path) -> bool {
    path.file_name().is_some_and(|name| name.to_string_lossy().starts_with(PARTIAL))
}

/// The folder in which a file stands.
pub(super) fn folder_of(path: &Path) -> PathBuf {
    path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new(".")).to_owned()
}

/// Makes sure that a name which was just given survives a loss of power, where the system lets a folder be synced.
pub(super) fn sync_folder(path: &Path) {
    if let Ok(folder) = File::open(folder_of(path)) {
        let _ = folder.sync_all();
    }
}
