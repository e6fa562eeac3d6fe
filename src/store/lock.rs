//! One writer at a time.

use super::StoreError;
use super::keys::own_name;
use std::fs::{File, TryLockError};
use std::io::{Read, Write};
use std::path::{Path, PathBuf};

/// Held while this program may write to a workspace: a locked file beside it, gone when the workspace is closed.
#[derive(Debug)]
pub(super) struct WriterLock {
    path: PathBuf,
    _file: File,
}

/// The outcome of asking for the lock.
pub(super) enum Asked {
    /// It is ours.
    Ours(WriterLock),
    /// Somebody else holds it; their name if the lock file tells.
    Theirs(String),
}

impl WriterLock {
    /// Asks for the lock without waiting.
    pub(super) fn ask(workspace: &Path) -> Result<Asked, StoreError> {
        let path = lock_path(workspace);
        let failed = |source| StoreError::File { path: path.clone(), source };
        let mut file =
            File::options().read(true).write(true).create(true).truncate(false).open(&path).map_err(failed)?;
        match file.try_lock() {
            Ok(()) => {
                file.set_len(0).map_err(failed)?;
                file.write_all(name().as_bytes()).map_err(failed)?;
                Ok(Asked::Ours(Self { path, _file: file }))
            }
            Err(TryLockError::WouldBlock) => {
                let mut holder = String::new();
                // The name is a courtesy; a lock that cannot be read is still a lock.
                let _ = file.take(200).read_to_string(&mut holder);
                Ok(Asked::Theirs(holder))
            }
            Err(TryLockError::Error(source)) => Err(failed(source)),
        }
    }
}

impl Drop for WriterLock {
    fn drop(&mut self) {
        // A lock file left behind is harmless: what counts is the lock on it, which the system frees.
        let _ = std::fs::remove_file(&self.path);
    }
}

fn lock_path(workspace: &Path) -> PathBuf {
    let mut name = workspace.as_os_str().to_owned();
    name.push("-lock");
    PathBuf::from(name)
}

/// Who has it open: the name that the person signs with, or else that of the account.
fn name() -> String {
    let own = own_name();
    if own.is_empty() { who() } else { own }
}

/// The name of the account on this computer.
pub(super) fn who() -> String {
    std::env::var("USER")
        .or_else(|_| std::env::var("LOGNAME"))
        .or_else(|_| std::env::var("USERNAME"))
        .unwrap_or_else(|_| "somebody".into())
}
