//! What a workspace is set to, and which logs came into it.

use super::IdentifierRules;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Settings of a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Settings {
    /// IANA name of the time zone in which days and quarters are counted.
    pub time_zone: String,
    /// The month in which the fiscal year starts, 1 to 12; 1 for calendar years.
    pub fiscal_start_month: i8,
    /// The currency of all amounts, such as `EUR`.
    pub currency: String,
    /// The law under which uses are judged, such as `EU`; empty for all rules.
    pub jurisdiction: String,
    /// Fewest people of a segment that is shown; smaller ones are folded together.
    #[serde(default = "smallest_segment")]
    pub smallest_segment: u64,
    /// How identifiers are brought into one spelling.
    #[serde(default)]
    pub identifiers: IdentifierRules,
}

fn smallest_segment() -> u64 {
    10
}

impl Default for Settings {
    fn default() -> Self {
        Self {
            time_zone: "UTC".into(),
            fiscal_start_month: 1,
            currency: "EUR".into(),
            jurisdiction: String::new(),
            smallest_segment: smallest_segment(),
            identifiers: IdentifierRules::default(),
        }
    }
}

/// What a snapshot is a copy of.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct SnapshotMark {
    /// The name of the workspace.
    pub of: String,
    /// When it was taken.
    pub at: Timestamp,
    /// Who took it, by the name that they gave on their own computer; empty if they gave none.
    pub by: String,
}

/// Which kind of log an import read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum LogKind {
    /// Responses of one experiment.
    Responses,
    /// Changes of permission.
    Permissions,
    /// Uses of data.
    Uses,
    /// Deviations recorded elsewhere.
    Deviations,
    /// Responses of one experiment, counted already.
    Counts,
    /// What is known of people and tells segments.
    People,
    /// Identifiers that name the same person.
    Links,
    /// Many tests of the past of which only counts are left: evidence for the wording lab.
    Past,
    /// Uses of data that were judged and counted in a warehouse.
    CountedUses,
    /// Permissions that were counted in a warehouse.
    CountedPermissions,
}

impl LogKind {
    /// All kinds of files, in the order in which they are offered.
    pub const ALL: [Self; 8] = [
        Self::Responses,
        Self::Permissions,
        Self::Uses,
        Self::Deviations,
        Self::Counts,
        Self::People,
        Self::Links,
        Self::Past,
    ];

    /// Whether such a log belongs to one experiment.
    pub fn is_of_experiment(self) -> bool {
        matches!(self, Self::Responses | Self::Counts)
    }

    /// The kind as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Responses => "Responses",
            Self::Permissions => "Permissions",
            Self::Uses => "Uses of data",
            Self::Deviations => "Deviations recorded elsewhere",
            Self::Counts => "Responses, counted already",
            Self::People => "Segments of people",
            Self::Links => "Who is who",
            Self::Past => "Tests of the past",
            Self::CountedUses => "Uses of data, counted in a warehouse",
            Self::CountedPermissions => "Permissions, counted in a warehouse",
        }
    }
}

/// A file that came into a workspace.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ImportedFile {
    /// Its name.
    pub name: String,
    /// BLAKE3 of its bytes, in hexadecimal digits.
    pub hash: String,
    /// Its length.
    pub bytes: u64,
    /// Its rows.
    pub rows: u64,
    /// How it was written, in words, such as `CSV with semicolons, gzip`.
    pub written: String,
}

/// One import.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct ImportRecord {
    /// The key of the import; 0 before it is stored.
    pub id: i64,
    /// Which log.
    pub kind: LogKind,
    /// The key of the experiment it belongs to, for responses.
    pub experiment: Option<i64>,
    /// The name of the file, or of the first of several and how many more there are.
    pub file_name: String,
    /// The files, in the order in which they were read.
    pub files: Vec<ImportedFile>,
    /// When it was imported.
    pub imported_at: Timestamp,
    /// Rows in the file.
    pub rows_read: u64,
    /// Rows that were usable.
    pub rows_kept: u64,
    /// Rows set aside, by the reason's name.
    pub set_aside: BTreeMap<String, u64>,
    /// Whether rows say whom they are about; else each row is counted as a person of its own.
    pub names_people: bool,
    /// The first file's columns, for exporting what was set aside.
    pub columns: Vec<String>,
}
