//! Which file a log came from.

use super::LogError;
use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

/// A log file, recognised by its content.
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct LogFile {
    /// Where it is.
    pub path: PathBuf,
    /// BLAKE3 of its bytes, as 64 hexadecimal digits.
    pub hash: String,
    /// Its length.
    pub bytes: u64,
}

/// Identifies a file by what it holds, so that the same log is not imported twice under two names.
pub fn identify(path: &Path) -> Result<LogFile, LogError> {
    let mut file = File::open(path).map_err(LogError::io(path))?;
    let mut hasher = blake3::Hasher::new();
    let mut buffer = vec![0; 1 << 18];
    let mut bytes = 0;
    loop {
        let read = match file.read(&mut buffer) {
            Ok(0) => break,
            Ok(read) => read,
            Err(error) if error.kind() == std::io::ErrorKind::Interrupted => continue,
            Err(error) => return Err(LogError::io(path)(error)),
        };
        hasher.update(buffer.get(..read).unwrap_or_default());
        bytes += read as u64;
    }
    Ok(LogFile { path: path.to_owned(), hash: hasher.finalize().to_hex().to_string(), bytes })
}

/// The name of a file without its folders.
pub fn file_name(path: &Path) -> String {
    path.file_name().map_or_else(|| path.display().to_string(), |name| name.to_string_lossy().into_owned())
}
