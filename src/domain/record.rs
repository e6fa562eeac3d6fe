//! The record of changes: what an entry is about, what it names, and the anchor that holds it from outside.

use jiff::Timestamp;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::fmt;

/// What an entry of the record is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum EntryKind {
    /// The record begins: everything that is there by then.
    Beginning,
    /// Experiments, wordings, policy versions, marked changes of definition.
    Definition,
    /// Logs that came in or were taken back.
    Import,
    /// What people wrote about incidents, and deviations they reported.
    Note,
    /// Decisions, assumed costs, the programme.
    Decision,
    /// Signatures under quarters.
    SignOff,
    /// Settings.
    Settings,
    /// People who were forgotten.
    Forgetting,
    /// Backups that were restored, damaged files that were salvaged, as far as they were.
    Restoring,
    /// Passphrases that were set, changed or removed; never what they are.
    Passphrase,
    /// What the program does by itself: counting again, clearing away what was taken back.
    Upkeep,
}

impl EntryKind {
    /// All kinds, in the order in which they are offered.
    pub const ALL: [Self; 11] = [
        Self::Definition,
        Self::Import,
        Self::Note,
        Self::Decision,
        Self::SignOff,
        Self::Settings,
        Self::Forgetting,
        Self::Restoring,
        Self::Passphrase,
        Self::Upkeep,
        Self::Beginning,
    ];

    /// The kind as the file names it.
    pub fn name(self) -> &'static str {
        match self {
            Self::Beginning => "beginning",
            Self::Definition => "definition",
            Self::Import => "import",
            Self::Note => "note",
            Self::Decision => "decision",
            Self::SignOff => "sign-off",
            Self::Settings => "settings",
            Self::Forgetting => "forgetting",
            Self::Restoring => "restoring",
            Self::Passphrase => "passphrase",
            Self::Upkeep => "upkeep",
        }
    }

    /// The kind with a name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|kind| kind.name() == name)
    }

    /// The kind as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Beginning => "Beginning of the record",
            Self::Definition => "Definitions",
            Self::Import => "Imports",
            Self::Note => "Notes and reports",
            Self::Decision => "Decisions and assumptions",
            Self::SignOff => "Sign-offs",
            Self::Settings => "Settings",
            Self::Forgetting => "People forgotten",
            Self::Restoring => "Backups restored, files salvaged",
            Self::Passphrase => "Passphrase",
            Self::Upkeep => "Upkeep",
        }
    }
}

/// A thing in the workspace as the record names it: a row of a table, by its key.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub struct RecordObject {
    /// The table.
    pub table: String,
    /// The row's key, column by column.
    pub keys: Vec<String>,
}

/// One entry of the record without what it changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct RecordLine {
    /// Its number, counted from 1.
    pub number: i64,
    /// When.
    pub at: Timestamp,
    /// The name of the account on the computer.
    pub system_user: String,
    /// The name by which the person signs; empty if they gave none.
    pub display_name: String,
    /// What it is about.
    pub kind: EntryKind,
    /// What was done, in words; `None` where the words named a person who was forgotten.
    pub label: Option<String>,
}

impl RecordLine {
    /// Who it was: the name given, or else the account.
    pub fn who(&self) -> &str {
        if self.display_name.is_empty() { &self.system_user } else { &self.display_name }
    }
}

/// A state of a thing, as far as the record keeps it.
#[derive(Debug, Clone, PartialEq)]
pub enum RecordedState {
    /// It was not there.
    Absent,
    /// It was so: a value for each column.
    Was(serde_json::Map<String, serde_json::Value>),
    /// Only its digest is kept: rows of logs and counts.
    DigestOnly,
    /// It named a person who was forgotten.
    Forgotten,
}

/// What an entry did to one thing.
#[derive(Debug, Clone, PartialEq)]
pub struct RecordedChange {
    /// The thing.
    pub object: RecordObject,
    /// How it was.
    pub before: RecordedState,
    /// How it was from then on.
    pub after: RecordedState,
}

/// The state of a record at one moment, short enough to be kept outside the file: with it a record that was rewritten or cut, and an older
/// copy, are told from the true one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Anchor {
    /// The workspace's identity.
    pub workspace: String,
    /// The number of the latest entry.
    pub entry: i64,
    /// The day of that entry, in UTC.
    pub day: Date,
    /// The hash of that entry, which depends on all before it, in hexadecimal digits.
    pub hash: String,
}

/// The word that an anchor begins with.
const ANCHOR_WORD: &str = "handshake-anchor";

impl Anchor {
    /// Finds an anchor in a text, such as a file that holds only it, or a report that prints it; the last one if there are several.
    pub fn find(text: &str) -> Option<Self> {
        let words: Vec<&str> =
            text.split(|c: char| !(c.is_ascii_alphanumeric() || c == '-')).filter(|word| !word.is_empty()).collect();
        let starts = words.iter().enumerate().filter(|(_, word)| **word == ANCHOR_WORD).map(|(at, _)| at);
        starts.filter_map(|at| Self::of_words(words.get(at + 1..at + 5)?)).next_back()
    }

    fn of_words(words: &[&str]) -> Option<Self> {
        let [workspace, entry, day, hash] = words else { return None };
        let is_hex = |text: &str, digits: usize| text.len() == digits && text.bytes().all(|b| b.is_ascii_hexdigit());
        let anchor = Self {
            workspace: workspace.to_ascii_lowercase(),
            entry: entry.parse().ok()?,
            day: day.parse().ok()?,
            hash: hash.to_ascii_lowercase(),
        };
        (is_hex(workspace, 32) && is_hex(hash, 64) && anchor.entry > 0).then_some(anchor)
    }
}

impl fmt::Display for Anchor {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(out, "{ANCHOR_WORD} {} {} {} {}", self.workspace, self.entry, self.day, self.hash)
    }
}

/// Something that the record does not bear out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Finding {
    /// A thing is not as the entry left it that changed it last.
    Altered {
        /// The thing.
        object: RecordObject,
        /// The entry.
        entry: i64,
    },
    /// A thing is there of which the record knows nothing, or which an entry took away.
    Added(RecordObject),
    /// A thing is gone that the entry left there.
    Missing {
        /// The thing.
        object: RecordObject,
        /// The entry.
        entry: i64,
    },
    /// An entry is not as it was written.
    EntryAltered(i64),
    /// Entries from one number to another are gone.
    EntriesMissing(i64, i64),
    /// An entry does not follow on the one before it.
    EntryOutOfPlace(i64),
    /// What an entry keeps of a thing's state is not what it wrote.
    HistoryAltered {
        /// The thing.
        object: RecordObject,
        /// The entry.
        entry: i64,
    },
    /// What an entry kept of a thing's state, or its words, are gone, and no forgetting took them.
    HistoryMissing {
        /// The thing; `None` for the entry's words.
        object: Option<RecordObject>,
        /// The entry.
        entry: i64,
    },
    /// The record had more entries.
    Cut {
        /// The last entry that is there.
        last: i64,
        /// The last entry that was there.
        reached: i64,
    },
    /// What the file says of the length of its record is not so.
    HeadAltered {
        /// The last entry that is there.
        last: i64,
        /// The last entry that the file speaks of.
        reached: i64,
    },
    /// The file itself is damaged.
    Damaged(String),
    /// The anchor belongs to another workspace.
    AnchorOfAnother,
    /// The record is shorter than the anchor knows it: cut, or an older copy.
    BehindAnchor {
        /// The last entry that is there.
        last: i64,
        /// The entry of the anchor.
        anchored: i64,
    },
    /// The record was rewritten before or at the entry of the anchor.
    NotTheAnchored(i64),
}

impl Finding {
    /// The thing that it is about, if it is about one.
    pub fn object(&self) -> Option<&RecordObject> {
        match self {
            Self::Altered { object, .. } | Self::Missing { object, .. } | Self::HistoryAltered { object, .. } => {
                Some(object)
            }
            Self::Added(object) => Some(object),
            Self::HistoryMissing { object, .. } => object.as_ref(),
            _ => None,
        }
    }

    /// The entry that it leads to, if it leads to one.
    pub fn entry(&self) -> Option<i64> {
        match self {
            Self::Altered { entry, .. }
            | Self::Missing { entry, .. }
            | Self::HistoryAltered { entry, .. }
            | Self::HistoryMissing { entry, .. }
            | Self::EntryAltered(entry)
            | Self::EntryOutOfPlace(entry)
            | Self::EntriesMissing(entry, _)
            | Self::NotTheAnchored(entry) => Some(*entry),
            Self::Cut { last, .. } | Self::HeadAltered { last, .. } | Self::BehindAnchor { last, .. } => Some(*last),
            Self::Added(_) | Self::Damaged(_) | Self::AnchorOfAnother => None,
        }
    }
}

/// What became of a check of a record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Verified {
    /// How many entries there are.
    pub entries: i64,
    /// How many things were held against them.
    pub things: u64,
    /// The state of the record as an anchor; `None` where it has no entries.
    pub anchor: Option<Anchor>,
    /// What the record does not bear out; nothing if all is well.
    pub findings: Vec<Finding>,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_anchor_is_found_in_whatever_it_was_printed_in() {
        let anchor = Anchor {
            workspace: "0123456789abcdef0123456789abcdef".into(),
            entry: 17,
            day: jiff::civil::date(2026, 11, 22),
            hash: "ab".repeat(32),
        };
        let line = anchor.to_string();
        assert_eq!(Anchor::find(&line), Some(anchor.clone()));
        let page = format!("<p>State of the record: <code>{}</code></p>", line.replacen(' ', "\n", 2));
        assert_eq!(Anchor::find(&page), Some(anchor));
        assert_eq!(Anchor::find(&line[..line.len() - 1]), None);
        assert_eq!(Anchor::find("handshake-anchor"), None);
    }

    #[test]
    fn every_kind_is_found_by_its_name() {
        assert!(EntryKind::ALL.iter().all(|kind| EntryKind::named(kind.name()) == Some(*kind)));
    }
}
