//! What can go wrong with a workspace file.

use std::path::PathBuf;

/// Why a workspace could not be opened, read or changed.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// There is no such file.
    #[error("there is no file {0}")]
    Missing(PathBuf),
    /// A new workspace would overwrite a file.
    #[error("{0} exists already")]
    Exists(PathBuf),
    /// The file is something else.
    #[error("{0} is not a Handshake workspace")]
    NotAWorkspace(PathBuf),
    /// The file is damaged.
    #[error("{path} is damaged: {detail}")]
    Damaged {
        /// The file.
        path: PathBuf,
        /// What the check found.
        detail: String,
    },
    /// The file was written by a newer program.
    #[error("{path} was made by a newer version of Handshake (format {found}, this program knows {known})")]
    Newer {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The newest format known here.
        known: i64,
    },
    /// The file was written by an older program, and cannot be brought up to date where it lies.
    #[error("{path} was made by an older version of Handshake (format {found}, this program writes {known})")]
    Older {
        /// The file.
        path: PathBuf,
        /// Its format.
        found: i64,
        /// The format of this program.
        known: i64,
    },
    /// Nothing can be changed.
    #[error("the workspace can only be read: {0}")]
    ReadOnly(String),
    /// A value in the file cannot be read back.
    #[error("a stored {what} cannot be read: {source}")]
    Content {
        /// What it was.
        what: &'static str,
        /// Why.
        source: serde_json::Error,
    },
    /// Rows on their way in got lost.
    #[error("the rows could not be fetched: {0}")]
    Rows(std::io::Error),
    /// The file holds rows as no released program wrote them.
    #[error("{0} was made by a version of Handshake that was never released")]
    Unreleased(PathBuf),
    /// The file is of a format that has no record of changes.
    #[error("{0} has no record of changes yet: it begins when the workspace is next opened to be changed")]
    NoRecord(PathBuf),
    /// There is no such thing in the workspace.
    #[error("the workspace has no {0}")]
    NotFound(String),
    /// The key for pseudonyms is not at hand.
    #[error("the key of this workspace is not on this computer (looked for {0})")]
    KeyMissing(PathBuf),
    /// A key file is not one, or is the key of another workspace.
    #[error("{path} is not the key of this workspace: {detail}")]
    KeyWrong {
        /// The key file.
        path: PathBuf,
        /// What is wrong with it.
        detail: String,
    },
    /// A file could not be read or written.
    #[error("{path}: {source}")]
    File {
        /// The file.
        path: PathBuf,
        /// Why.
        source: std::io::Error,
    },
    /// A backup or another copy is of another workspace than the one that it was meant for.
    #[error("{0} is a copy of another workspace")]
    OtherWorkspace(PathBuf),
    /// A snapshot was to be put in place of the workspace that it was taken of.
    #[error("{0} is a snapshot to work on, not a backup")]
    Snapshot(PathBuf),
    /// A file is damaged beyond reading.
    #[error("nothing in {0} can be read")]
    NothingToSalvage(PathBuf),
    /// The file is protected, and its passphrase was not given.
    #[error("{0} is behind a passphrase")]
    Locked(PathBuf),
    /// The passphrase is another.
    #[error("that passphrase does not open {0}")]
    WrongPassphrase(PathBuf),
    /// A passphrase was given for a file that has none.
    #[error("{0} is not behind a passphrase")]
    NotProtected(PathBuf),
    /// The file is protected, and the program was built without what opens it.
    #[error("{0} is behind a passphrase, and this build of Handshake cannot open such workspaces")]
    CannotUnlock(PathBuf),
    /// The program was built without what protects a workspace.
    #[error("this build of Handshake cannot put workspaces behind a passphrase")]
    CannotProtect,
    /// No key could be made of a passphrase.
    #[error("no key could be made of the passphrase: {0}")]
    NoKey(String),
    /// A new passphrase is too easy to guess.
    #[error("a passphrase needs at least {} characters", crate::domain::Passphrase::FEWEST_CHARACTERS)]
    TooShort,
    /// Somebody else reads the file at this moment.
    #[error("somebody else reads {0} just now")]
    InUse(PathBuf),
    /// Somebody stopped it.
    #[error("it was stopped")]
    Stopped,
    /// The disk is full.
    #[error("the disk is full")]
    DiskFull,
    /// `SQLite` says no.
    #[error("the workspace file could not be used: {0}")]
    Database(rusqlite::Error),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(rusqlite::ErrorCode::DiskFull) => Self::DiskFull,
            Some(rusqlite::ErrorCode::ReadOnly) => Self::ReadOnly("the file or its folder cannot be written".into()),
            _ => Self::Database(error),
        }
    }
}
