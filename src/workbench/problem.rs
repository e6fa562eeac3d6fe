//! What a person is told when something fails.

use crate::logs::LogError;
use crate::store::StoreError;
use std::path::{Path, PathBuf};

/// What happened, why, and what to do next, in that order.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{what}: {why}")]
pub struct Problem {
    /// What happened.
    pub what: String,
    /// Why.
    pub why: String,
    /// What to do next.
    pub advice: String,
    /// The workspace that is damaged, if that is why: it may be salvaged.
    pub damaged: Option<PathBuf>,
    /// Whether the same may go well later, with nothing repaired: a full disk, a folder that cannot be written, somebody who has it open.
    pub passes: bool,
    /// The workspace whose passphrase was not given, or another, if that is why.
    pub locked: Option<Box<Path>>,
}

impl Problem {
    /// A problem in three parts.
    pub fn new(what: impl Into<String>, why: impl ToString, advice: impl Into<String>) -> Self {
        let (what, why, advice) = (what.into(), why.to_string(), advice.into());
        Self { what, why, advice, damaged: None, passes: false, locked: None }
    }
}

impl Problem {
    /// A person stopped it.
    pub(super) fn cancelled() -> Self {
        Self::new("The import was cancelled", "you stopped it", "Nothing was changed; start it again when you like.")
    }

    /// What the store says, for a person.
    pub(super) fn of_store(what: &str, error: &StoreError) -> Self {
        let advice = match error {
            StoreError::Older { .. } => "Open it once where it can be written, and nobody else has it open.",
            StoreError::NoRecord(_) => "Open the workspace in this version of Handshake, where it can be written.",
            StoreError::Missing(_) => "Check the path, or make a new workspace.",
            StoreError::Exists(_) => "Choose another name, or open the existing one.",
            StoreError::NotAWorkspace(_) => "Choose a file that ends in .handshake.",
            StoreError::Damaged { .. } => {
                "The file was left untouched. Open its latest backup, or salvage what can be read into a new file."
            }
            StoreError::NothingToSalvage(_) => "Open the latest backup of the workspace.",
            StoreError::Newer { .. } => "Install the newer version of Handshake; the file was left untouched.",
            StoreError::ReadOnly(_) => "Close it elsewhere or copy it to a folder of your own, then open it again.",
            StoreError::KeyMissing(_) => {
                "Ask whoever made the workspace for its key (`handshake key WORKSPACE --export FILE`), then take it over \
                 with `handshake key WORKSPACE --import FILE`."
            }
            StoreError::KeyWrong { .. } => "Ask whoever made this workspace for its key.",
            StoreError::Unreleased(_) => "Make a new workspace and import the logs again; the file was left untouched.",
            StoreError::Rows(_) => "Check that the folder for temporary files has space and import the log again.",
            StoreError::OtherWorkspace(_) => "Choose a copy of this workspace, or restore it into a file of its own.",
            StoreError::Snapshot(_) => "Choose a backup. What was said in a snapshot can be taken over: its comments.",
            StoreError::Locked(_) => {
                "Give the passphrase: in the window when you open it, for commands when they ask or as HANDSHAKE_PASSPHRASE."
            }
            StoreError::WrongPassphrase(_) => {
                "Try again, and look at capital letters and the language of the keyboard. If you are sure of it, the beginning of the file is \
                 damaged: open your latest backup."
            }
            StoreError::NotProtected(_) => "Open it without one.",
            StoreError::CannotUnlock(_) | StoreError::CannotProtect => {
                "Take a released build of Handshake, or build it with `--features passphrase`."
            }
            StoreError::NoKey(_) => "Close other programs and try again.",
            StoreError::TooShort => "Take several words that nobody would guess together.",
            StoreError::InUse(_) => "Close it there and try again.",
            StoreError::Stopped => "Start it again when you like.",
            StoreError::DiskFull => "Free some space; nothing of it was changed.",
            StoreError::File { .. } => "Check that the folder exists and that you may write to it.",
            StoreError::Content { .. } | StoreError::NotFound(_) | StoreError::Database(_) => {
                "Close the workspace and open it again; if it stays so, open your latest backup."
            }
        };
        let damaged = match error {
            StoreError::Damaged { path, .. } => Some(path.clone()),
            _ => None,
        };
        let passes = matches!(
            error,
            StoreError::DiskFull
                | StoreError::File { .. }
                | StoreError::ReadOnly(_)
                | StoreError::KeyMissing(_)
                | StoreError::InUse(_)
        );
        let locked = match error {
            StoreError::Locked(path) | StoreError::WrongPassphrase(path) => Some(path.as_path().into()),
            _ => None,
        };
        Self { damaged, passes, locked, ..Self::new(what, error, advice) }
    }

    /// What the logs room says, for a person.
    pub(crate) fn of_log(what: &str, error: &LogError) -> Self {
        let advice = match error {
            LogError::Cancelled => return Self::cancelled(),
            LogError::TimeZoneMissing { .. } => "Choose the time zone in which the log was written (--time-zone UTC).",
            LogError::DateOrderMissing { .. } | LogError::DateOrderContradicts { .. } => {
                "Choose what stands first in the dates (--dates day-first or --dates month-first)."
            }
            LogError::Spool(_) => "Free some space in the folder for temporary files and import the log again.",
            LogError::TooManyFiles { .. } => "Choose the folder that holds the logs, or fewer files.",
            LogError::OfFile { error: inner, .. } => {
                return Self { why: error.to_string(), ..Self::of_log(what, inner) };
            }
            LogError::WrongKind { advice, .. } => advice,
            LogError::Damaged { .. } => "Export the log or copy it again.",
            LogError::Bomb { .. } => "Check where the file comes from; if it is sound, export it as CSV.",
            LogError::NotASegment { .. } => "Leave that column out (--columns segment:NAME=).",
            LogError::SeveralTests { .. } => {
                "Name one of the tests (--test), or take all of them in as past tests (import past)."
            }
            LogError::SheetMissing { .. } => "Choose one of its sheets (--sheet).",
            LogError::ColumnMissing { .. } | LogError::RoleMissing { .. } | LogError::UnknownKey { .. } => {
                "Correct the mapping of the columns (--columns)."
            }
            LogError::Spec { .. } => "Write the mapping as --columns person=COLUMN,variant=COLUMN+COLUMN.",
            LogError::Row { .. } => "Correct the file, or say which columns hold the counts (--columns).",
            LogError::Empty | LogError::NoRows { .. } => {
                "Check that this is the right file and that its export finished."
            }
            LogError::NotText { .. } | LogError::Encoding { .. } => "Export the log as CSV in UTF-8.",
            LogError::TooManyColumns { .. } | LogError::RecordTooLong { .. } => {
                "Check that this is the right file, and its quotation marks."
            }
            LogError::Io { .. } | LogError::Write(_) => "Check that the file exists and that you may use it.",
            LogError::Table(_) | LogError::Stored { .. } => {
                "Export the log again; if it stays so, open your latest backup."
            }
        };
        Self::new(what, error, advice)
    }
}
