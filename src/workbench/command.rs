//! Everything a person can do to a workspace, as data: the window, the command line and the tests all start these.

use crate::domain::{
    BackupPlan, Choice, CommentSubject, CostAssumptions, Decision, DefinitionChange, Experiment, IncidentNote, Layout,
    LinkSummary, LogKind, PassphraseChange, PermissionState, PolicyVersion, ProgrammePlan, Quarter, ReportedDeviation,
    Settings,
};
use crate::logs::{
    self, CountMapping, DateOrder, DeviationMapping, Format, LinkMapping, PastMapping, PermissionMapping,
    ResponseMapping, UseMapping,
};
use crate::picture::Chart;
use crate::report::Paper;
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;

/// Something to do.
#[derive(Debug, Clone)]
pub enum Command {
    /// Make a new experiment, or change an existing one (by its key); wording or terms of a frozen variant become a new version.
    SaveExperiment(Box<Experiment>),
    /// Decide which wording of an experiment is used from now on, in place of an earlier decision; when is added.
    Choose {
        /// The key of the experiment.
        experiment: i64,
        /// What was decided.
        choice: Box<Choice>,
    },
    /// Say what a trait of a wording is, where the program codes it otherwise; no value goes by the program again.
    CorrectTrait {
        /// The key of the variant.
        variant: i64,
        /// The name of the trait, such as `second_person`.
        name: String,
        /// 0 or 1 for a trait that is there or not, else the quantity.
        value: Option<f64>,
    },
    /// Add a version of the policy.
    AddPolicyVersion(Box<PolicyVersion>),
    /// Add the versions in a policy file: all of them, or none if one cannot stand.
    AddPolicyFile(PathBuf),
    /// Write about incidents, all of it one edit; who wrote it and when is added.
    SaveIncidentNotes(Vec<IncidentNote>),
    /// Report a deviation that no log shows, or change such a report (by its key); who reported it and when is added.
    ReportDeviation(Box<ReportedDeviation>),
    /// Remove a report by its key.
    RemoveReport(i64),
    /// Say by which name the person at this computer signs; kept outside the workspace.
    ChangeOwnName(String),
    /// Mark a change of what counts as a deviation, so that figures before and after it are not compared as one series.
    MarkDefinitionChange(Box<DefinitionChange>),
    /// Take such a mark away, by its day.
    UnmarkDefinitionChange(Date),
    /// Write a decision down, or change it (by its key).
    SaveDecision(Box<Decision>),
    /// Take a decision out, by its key.
    RemoveDecision(i64),
    /// Change what is assumed of costs.
    ChangeAssumptions(Box<CostAssumptions>),
    /// Read what is assumed of costs from a file.
    AssumptionsFile(PathBuf),
    /// Change the options of the permission programme.
    ChangeProgramme(Box<ProgrammePlan>),
    /// Read the options of the permission programme from a file.
    ProgrammeFile(PathBuf),
    /// Sign a quarter, or amend what was signed. Cannot be undone.
    Sign {
        /// The quarter.
        quarter: Quarter,
        /// Who signs.
        by: String,
        /// What the person adds; needed for an amendment.
        statement: String,
    },
    /// Forget people, by the identifiers that the company's logs use. Cannot be undone.
    Forget(Vec<String>),
    /// Change time zone, fiscal start, currency or jurisdiction.
    ChangeSettings(Settings),
    /// Read a log; runs in the background with progress and can be cancelled.
    Import(Box<ImportRequest>),
    /// Count responses in a warehouse; runs in the background and can be cancelled.
    #[cfg(feature = "warehouse")]
    ImportFromWarehouse(Box<super::WarehouseRequest>),
    /// Judge uses, or count permissions, in a warehouse; runs in the background and can be cancelled.
    #[cfg(feature = "warehouse")]
    CountInWarehouse(Box<super::WarehouseRecords>),
    /// Bring rows over from a warehouse, with pseudonyms in place of identifiers, and read them as a file is read.
    #[cfg(feature = "warehouse")]
    BringFromWarehouse(Box<super::WarehouseRows>),
    /// Take an import back.
    UndoImport(i64),
    /// Take the latest edit back.
    Undo,
    /// Do the latest undone edit again.
    Redo,
    /// Throw away the rows of all responses; their counts and the permissions that came of them stay. Cannot be undone.
    ReduceToCounts,
    /// Change for whose work the window is laid out on this computer; kept outside the workspace.
    ChangeLayout(Layout),
    /// Write a comment.
    Comment {
        /// What it is about.
        subject: CommentSubject,
        /// What it says.
        text: String,
    },
    /// Remove the comment with this key.
    RemoveComment(String),
    /// Take over the comments of a copy of this workspace, such as a snapshot.
    TakeOverComments(PathBuf),
    /// Copy the workspace to this file, or into the folder of backups; runs in the background.
    BackUp(Option<PathBuf>),
    /// Copy the workspace to this file as a snapshot to work on; runs in the background.
    TakeSnapshot(PathBuf),
    /// Put what a backup holds in place of everything, once what there is has been backed up.
    Restore(PathBuf),
    /// Set, change or remove the passphrase of the workspace and its backups. Nothing done before can be undone after it.
    ChangePassphrase(PassphraseChange),
    /// Change how workspaces are backed up on this computer; kept outside the workspace.
    ChangeBackupPlan(BackupPlan),
    /// Write who would have to be asked again for the latest version of the policy: pseudonyms, as CSV.
    WriteAskAgain(PathBuf),
    /// Write the anchor of the record: one line that tells the record as it is now from any other.
    WriteAnchor(PathBuf),
    /// Write a report; the ending of the file's name says in which form.
    WriteReport {
        /// What it is about.
        what: ReportOn,
        /// Where to.
        path: PathBuf,
        /// What may be chosen of its form.
        form: ReportForm,
    },
    /// Write a chart as a picture of its own; the ending of the file's name says whether as SVG or as PNG.
    WritePicture {
        /// The chart.
        chart: Box<Chart>,
        /// Where to.
        to: PathBuf,
        /// How many pixels of a PNG a pixel of the screen takes: 1 to 8.
        scale: u8,
    },
    /// Write wordings with their identifiers (`.toml` or `.json`); from then on logs may call them by these.
    WriteWordings {
        /// Where to.
        to: PathBuf,
        /// Only those of the experiment with this name; empty for all that are not archived.
        experiment: String,
    },
    /// Add the wordings of a file that are not there yet.
    AddWordings {
        /// Where from.
        from: PathBuf,
        /// The name of the experiment that they belong to; empty for those that the file names.
        experiment: String,
    },
    /// Write a table as CSV.
    WriteTable {
        /// Rows of cells, headings first.
        rows: Vec<Vec<String>>,
        /// Where to.
        to: PathBuf,
    },
    /// Write the rows that an import set aside, as CSV.
    WriteSetAside {
        /// The key of the import.
        import: i64,
        /// Where to.
        to: PathBuf,
    },
}

#[cfg(feature = "warehouse")]
impl Command {
    /// Whether a warehouse is asked for it.
    pub(super) fn is_of_warehouse(&self) -> bool {
        matches!(self, Self::ImportFromWarehouse(_) | Self::CountInWarehouse(_) | Self::BringFromWarehouse(_))
    }
}

impl Command {
    /// Whether it changes the workspace, and so becomes an entry of its record; what only writes files elsewhere, or asks, does not. A backup
    /// that is restored comes with a record of its own, to which the restoring is an entry already; so does a change of the passphrase.
    pub fn changes_workspace(&self) -> bool {
        !matches!(
            self,
            Self::ChangeOwnName(_)
                | Self::ChangeBackupPlan(_)
                | Self::ChangeLayout(_)
                | Self::BackUp(_)
                | Self::TakeSnapshot(_)
                | Self::Restore(_)
                | Self::ChangePassphrase(_)
                | Self::WriteAskAgain(_)
                | Self::WriteAnchor(_)
                | Self::WriteReport { .. }
                | Self::WritePicture { .. }
                | Self::WriteTable { .. }
                | Self::WriteSetAside { .. }
        )
    }
}

/// What a report is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum ReportOn {
    /// A quarter; `None` for the latest that has ended and has uses.
    Quarter(Option<Quarter>),
    /// The experiment with this name.
    Experiment(String),
}

/// What may be chosen of the form of a report.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct ReportForm {
    /// The size of printed pages.
    pub paper: Paper,
    /// Whether a PDF is to be fit for an archive.
    pub archival: bool,
}

/// How the columns of a log are to be read.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub enum Mapping {
    /// A response log.
    Responses(ResponseMapping),
    /// A permission log.
    Permissions(PermissionMapping),
    /// A use log.
    Uses(UseMapping),
    /// Deviations recorded elsewhere.
    Deviations(DeviationMapping),
    /// Responses counted already.
    Counts(CountMapping),
    /// Segments of people; of the mapping only person and segments are used.
    People(ResponseMapping),
    /// Who is who.
    Links(LinkMapping),
    /// Tests of the past.
    Past(PastMapping),
}

impl Mapping {
    /// Which log it is for.
    pub fn kind(&self) -> LogKind {
        match self {
            Self::Responses(_) => LogKind::Responses,
            Self::Permissions(_) => LogKind::Permissions,
            Self::Uses(_) => LogKind::Uses,
            Self::Deviations(_) => LogKind::Deviations,
            Self::Counts(_) => LogKind::Counts,
            Self::People(_) => LogKind::People,
            Self::Links(_) => LogKind::Links,
            Self::Past(_) => LogKind::Past,
        }
    }
}

/// What to import, and how.
#[derive(Debug, Clone)]
pub struct ImportRequest {
    /// The files, and folders of files, read as one log.
    pub paths: Vec<PathBuf>,
    /// How the files are written; `None` to find out for each.
    pub format: Option<Format>,
    /// How its columns are read.
    pub mapping: Mapping,
    /// The experiment's name, for responses; made with its variants if there is none of that name.
    pub experiment: String,
    /// For responses: names of variants with the log's values that stand for them; others are named as in the log.
    pub variants: Vec<(String, Vec<String>)>,
    /// IANA name of the zone of times that name none; `None` if there must be no such times.
    pub time_zone: Option<String>,
    /// For counts of several tests: which of them; empty if the file is one.
    pub test: String,
    /// The order in dates such as `03/04/2026`; `None` to tell from the log.
    pub date_order: Option<DateOrder>,
}

/// What an import did.
#[derive(Debug, Clone, Default, PartialEq, Eq, serde::Serialize)]
pub struct ImportOutcome {
    /// The key of the import; `None` if the same file was in already and nothing changed.
    #[serde(skip)]
    pub import: Option<i64>,
    /// Rows in the file.
    pub rows_read: u64,
    /// People counted now (responses), or rows kept (other logs).
    pub people_counted: u64,
    /// Whether rows say whom they are about; else each row was counted as a person of its own.
    pub names_people: bool,
    /// For links: who is who by now, in numbers.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub links: Option<LinkSummary>,
    /// Rows set aside by reason, and for responses `crossover` and `repeated` people.
    pub set_aside: std::collections::BTreeMap<String, u64>,
    /// For links: rows that are gone for good, as they are of people who were forgotten under an identifier joined to theirs now.
    #[serde(skip_serializing_if = "is_zero")]
    pub rows_forgotten: u64,
    /// From a warehouse: earlier imports of the same log, which were taken back, in words.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub stands_in_for: Vec<String>,
    /// From a warehouse: other logs of this kind and warehouse that are in force, which may hold the same rows.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub beside: Vec<String>,
    /// What else somebody should know of it, in sentences.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub notes: Vec<String>,
}

impl ImportOutcome {
    /// What is gone with people who were forgotten under another identifier; `None` if nothing is.
    pub fn gone_in_words(&self) -> Option<String> {
        let whose = "of people who were forgotten under an identifier that the file joins to theirs";
        match self.rows_forgotten {
            0 => None,
            1 => Some(format!("One row {whose} is gone for good.")),
            rows => Some(format!("{} rows {whose} are gone for good.", crate::picture::format::count(rows))),
        }
    }

    /// What somebody should know beside the numbers, in sentences.
    pub fn in_sentences(&self) -> Vec<String> {
        let notes = self.notes.iter().cloned();
        let replaced = self.stands_in_for.iter().map(|earlier| format!("It stands in for {earlier}."));
        let beside = self.beside.iter().map(|other| {
            format!("“{other}” is in force beside it. If it holds the same rows, take it back (Imports).")
        });
        notes.chain(replaced).chain(beside).collect()
    }
}

#[expect(clippy::trivially_copy_pass_by_ref, reason = "serde asks so")]
fn is_zero(rows: &u64) -> bool {
    *rows == 0
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
    /// Over which channel; empty for all.
    pub channel: String,
    /// On which topic; empty for all.
    pub topic: String,
    /// The state from then on.
    pub state: PermissionState,
    /// Where it was learnt from, in words.
    pub origin: String,
    /// The last day on which a permission holds if nothing else happens; `None` if nothing ends it by itself, or it is none.
    pub last_day: Option<jiff::civil::Date>,
}

impl Mapping {
    /// The mapping of a log as far as its columns' names and values tell.
    pub fn guess(kind: LogKind, preview: &logs::Preview) -> Self {
        match kind {
            LogKind::Responses => Self::Responses(ResponseMapping::guess(preview)),
            LogKind::Permissions | LogKind::CountedPermissions => Self::Permissions(PermissionMapping::guess(preview)),
            LogKind::Uses | LogKind::CountedUses => Self::Uses(UseMapping::guess(preview)),
            LogKind::Deviations => Self::Deviations(DeviationMapping::guess(preview)),
            LogKind::Counts => Self::Counts(CountMapping::guess(preview)),
            LogKind::People => Self::People(ResponseMapping::guess_people(preview)),
            LogKind::Links => Self::Links(LinkMapping::guess(preview)),
            LogKind::Past => Self::Past(PastMapping::guess(preview)),
        }
    }

    /// The mapping of a log that is known by its columns.
    pub fn of_preset(preset: &logs::Preset, preview: &logs::Preview) -> Self {
        let mut mapping = Self::guess(preset.kind, preview);
        // A preset names only columns that are there, in the way they would be typed.
        let _ = mapping.apply(&preset.spec_for(preview));
        mapping
    }

    /// Corrects it by `key=column` pairs, as the command line takes them.
    pub fn apply(&mut self, spec: &str) -> Result<(), logs::LogError> {
        match self {
            Self::Responses(mapping) | Self::People(mapping) => mapping.apply(spec),
            Self::Permissions(mapping) => mapping.apply(spec),
            Self::Uses(mapping) => mapping.apply(spec),
            Self::Deviations(mapping) => mapping.apply(spec),
            Self::Counts(mapping) => mapping.apply(spec),
            Self::Links(mapping) => mapping.apply(spec),
            Self::Past(mapping) => mapping.apply(spec),
        }
    }

    /// The columns it names.
    pub fn columns(&self) -> Vec<&String> {
        match self {
            Self::Responses(mapping) | Self::People(mapping) => mapping.columns(),
            Self::Permissions(mapping) => mapping.columns(),
            Self::Uses(mapping) => mapping.columns(),
            Self::Deviations(mapping) => mapping.columns(),
            Self::Counts(mapping) => mapping.columns(),
            Self::Links(mapping) => mapping.identifier.iter().chain(&mapping.person).collect(),
            Self::Past(mapping) => mapping.columns(),
        }
    }

    /// Whether every column it names is there, and none that it needs is missing.
    pub fn check(&self, columns: &[String]) -> Result<(), logs::LogError> {
        match self {
            Self::Responses(mapping) => mapping.check(columns),
            Self::Permissions(mapping) => mapping.check(columns),
            Self::Uses(mapping) => mapping.check(columns),
            Self::Deviations(mapping) => mapping.check(columns),
            Self::Counts(mapping) => mapping.check(columns),
            Self::People(mapping) => mapping.check_people(columns),
            Self::Links(mapping) => mapping.check(columns),
            Self::Past(mapping) => mapping.check(columns),
        }
    }
}
