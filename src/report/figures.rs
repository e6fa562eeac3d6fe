//! What every report says of itself, and the two kinds of report.

use super::{ComplianceFigures, MemoFigures};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;
use std::collections::BTreeMap;

/// All that a report states, at full precision. Shares and rates lie in 0 to 1, amounts of money are in currency units.
#[derive(Debug, Clone, PartialEq, Serialize)]
#[serde(tag = "kind", rename_all = "snake_case")]
pub enum Figures {
    /// Of the report about a quarter.
    ComplianceReport(Box<ComplianceFigures>),
    /// Of the memo about an experiment.
    ExperimentMemo(Box<MemoFigures>),
}

/// What a report rests on.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct About {
    /// The workspace's name.
    pub workspace: String,
    /// The day on which the figures were made, in the workspace's time zone.
    pub made_on: Date,
    /// The version of the program that made them.
    pub program_version: String,
    /// The currency of all amounts.
    pub currency: String,
    /// IANA name of the zone in which days are counted.
    pub time_zone: String,
    /// The law under which uses are judged; empty for all rules.
    pub jurisdiction: String,
    /// No cell tells of fewer people than these; where a number of people is missing, there are fewer.
    pub smallest_group: u64,
    /// The record of changes as it stood, as one line that tells it from any other; `None` where there is none.
    pub anchor: Option<String>,
}

/// One import that is in force.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ImportFigures {
    /// The file's name.
    pub file_name: String,
    /// Which log.
    pub log: String,
    /// When it was imported.
    pub imported_at: Timestamp,
    /// Rows in the file.
    pub rows_read: u64,
    /// Rows that were usable.
    pub rows_kept: u64,
    /// Rows set aside, by reason.
    pub set_aside: BTreeMap<String, u64>,
    /// Name and BLAKE3 hash of each file.
    pub files: Vec<FileFigures>,
}

/// One imported file.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FileFigures {
    /// Its name.
    pub name: String,
    /// Its BLAKE3 hash, 64 hexadecimal digits.
    pub blake3: String,
}

/// What a figure means, of what it is a share, and where the method comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub struct Definition {
    /// The figure.
    pub figure: &'static str,
    /// What it means.
    pub meaning: &'static str,
    /// Of what it is a share, or what it is counted in.
    pub denominator: &'static str,
    /// Where the method comes from; empty for plain counts.
    pub source: &'static str,
}
