//! Everything a person can do to a workspace, as data: the window, the command line and the tests all start these.

use super::LogKind;
use crate::domain::{Experiment, IncidentNote, PermissionState, PolicyVersion};
use crate::logs::{DeviationMapping, PermissionMapping, ResponseMapping, UseMapping};
use std::path::PathBuf;

/// Something to do.
#[derive(Debug, Clone)]
pub enum Command {
    /// Make a new experiment, or change an existing one (by its key); wording or terms of a frozen variant become a new version.
    SaveExperiment(Box<Experiment>),
    /// Add a version of the policy.
    AddPolicyVersion(Box<PolicyVersion>),
    /// Write about an incident.
    SaveIncidentNote(Box<IncidentNote>),
    /// Change time zone, fiscal start, currency or jurisdiction.
    ChangeSettings(Settings),
    /// Read a log; runs in the background with progress and can be cancelled.
    Import(Box<ImportRequest>),
    /// Take an import back.
    UndoImport(i64),
    /// Take the latest edit back.
    Undo,
    /// Do the latest undone edit again.
    Redo,
    /// Throw away all rows and keep the counts.
    ReduceToCounts,
    /// Write a report (`.html` or `.json`).
    WriteReport(PathBuf),
    /// Write the rows that an import set aside, as CSV.
    WriteSetAside {
        /// The key of the import.
        import: i64,
        /// Where to.
        to: PathBuf,
    },
}

/// Settings of a workspace; see [`super::model::WorkspaceModel`].
#[derive(Debug, Clone, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
pub struct Settings {
    /// IANA name of the time zone.
    pub time_zone: String,
    /// 1 to 12.
    pub fiscal_start_month: i8,
    /// Such as `EUR`.
    pub currency: String,
    /// Such as `EU`; empty for all rules.
    pub jurisdiction: String,
}

impl Default for Settings {
    fn default() -> Self {
        Self { time_zone: "UTC".into(), fiscal_start_month: 1, currency: "EUR".into(), jurisdiction: String::new() }
    }
}

/// How the columns of a log are to be read.
#[derive(Debug, Clone)]
pub enum Mapping {
    /// A response log.
    Responses(ResponseMapping),
    /// A permission log.
    Permissions(PermissionMapping),
    /// A use log.
    Uses(UseMapping),
    /// Deviations recorded elsewhere.
    Deviations(DeviationMapping),
}

impl Mapping {
    /// Which log it is for.
    pub fn kind(&self) -> LogKind {
        match self {
            Self::Responses(_) => LogKind::Responses,
            Self::Permissions(_) => LogKind::Permissions,
            Self::Uses(_) => LogKind::Uses,
            Self::Deviations(_) => LogKind::Deviations,
        }
    }
}

/// What to import, and how.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The file.
    pub path: PathBuf,
    /// How its columns are read.
    pub mapping: Mapping,
    /// The experiment's name, for responses; made with its variants if there is none of that name.
    pub experiment: String,
    /// For responses: names of variants with the log's values that stand for them; others are named as in the log.
    pub variants: Vec<(String, Vec<String>)>,
    /// IANA name of the zone of times that name none; `None` if there must be no such times.
    pub time_zone: Option<String>,
}

/// What an import did.
#[derive(Debug, Clone, PartialEq, serde::Serialize)]
pub struct ImportOutcome {
    /// The key of the import; `None` if the same file was in already and nothing changed.
    pub import: Option<i64>,
    /// Rows in the file.
    pub rows_read: u64,
    /// People counted now (responses), or rows kept (other logs).
    pub people_counted: u64,
    /// Rows set aside by reason, and for responses `crossover` and `repeated` people.
    pub set_aside: std::collections::BTreeMap<String, u64>,
}

/// One person's changes of permission, as a screen reads them.
#[derive(Debug, Clone)]
pub struct HistoryLine {
    /// When.
    pub at: jiff::Timestamp,
    /// For what.
    pub purpose: String,
    /// Which data.
    pub category: String,
    /// The state from then on.
    pub state: PermissionState,
    /// Where it was learnt from, in words.
    pub origin: String,
}
