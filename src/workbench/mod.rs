//! The application without pixels: commands, undo, background jobs, and the model that screens read.

mod activity;
mod analysis;
mod asking;
mod assemble;
mod backing_up;
mod blocks;
mod breaks_marked;
mod choosing;
mod command;
mod commenting;
mod counted_incidents;
mod counted_sources;
mod defining;
pub mod demo;
mod desk;
mod fairness;
mod forgetting;
mod handle;
mod importing;
mod incidents;
mod inspecting;
#[cfg(feature = "warehouse")]
mod inspecting_there;
mod job;
mod judging;
pub mod keys;
pub mod lab;
mod leaving_out;
mod library;
pub mod model;
mod outlook;
mod passphrase;
mod policy_file;
mod problem;
mod quarter_details;
mod quartering;
mod record;
mod report_check;
mod reporting;
mod restoring;
mod roles;
mod rows;
mod salvaging;
pub mod sample;
mod sentences;
mod shipping;
mod starter;
mod studio;
mod taking_in;
mod taking_there;
mod told;
mod tracking;
mod trial;
mod wording_file;
mod work;
mod worker;
mod written_file;

pub use crate::domain::{
    BackupPlan, BackupRhythm, IdentifierRules, ImportRecord, Layout, LogKind, Passphrase, PassphraseChange, Settings,
};
pub use crate::store::{CAN_PROTECT, Unlocked, is_locked};
pub use activity::{EntryTold, RecordCheck, chosen_entries};
pub use analysis::{Analysis, Inputs, PairAnalysis, SegmentTable, day_of_number, stopping_rule};
pub use asking::{NewDeal, OtherPolicy};
pub use backing_up::{Backup, copy_backup};
pub use breaks_marked::{month_marks, quarter_marks};
pub use command::{Command, HistoryLine, ImportOutcome, ImportRequest, Mapping, ReportForm, ReportOn};
pub use counted_sources::{CountedSource, Outdated};
pub use fairness::serious_families;
pub use handle::{Wake, Workbench};
#[cfg(feature = "warehouse")]
pub use importing::{WarehouseAddress, WarehouseLog, WarehouseRecords, WarehouseRequest, WarehouseRows};
pub use incidents::{
    CostGiven, ExplainedUse, IncidentChoices, IncidentColumn, IncidentGroup, IncidentGrouping, IncidentList,
    IncidentQuery, IncidentRow, IncidentRows, IncidentTotals, NoteChange, incident_table,
};
pub use inspecting::{Inspection, LogQuestion, Remembered};
#[cfg(feature = "warehouse")]
pub use inspecting_there::WarehouseQuestion;
pub use job::{JobView, Notice, NoticeLevel};
pub use library::{LibraryEntry, LibraryOutcome, library};
pub use model::{ComplianceModel, ExperimentModel, IncidentModel, Model, QuarterModel, WorkspaceModel};
pub use outlook::{EndingLine, LOOKED_AHEAD_DAYS, PermissionOutlook};
pub use passphrase::unlock;
pub use problem::Problem;
pub use quarter_details::{ForgoneLine, IncidentTimes, PartRate, QuarterDetails, QuarterPart, Quartiles};
pub use record::{read_anchor, verify};
pub use report_check::{FigureDifference, ReportCheck};
pub use reporting::{by_circumstance, by_kind, default_quarter};
pub use roles::Role;
pub use salvaging::{open_salvaged, salvage};
pub use sentences::reason_label;
pub use starter::{StarterLanguage, starter};
pub use studio::{Look, Standing, is_wording_identifier, wording_hash, wording_identifier};
pub use told::{ToldChange, ToldField};
pub use tracking::{
    CostModel, DecisionModel, Effect, OptionModel, ProgrammeModel, QuarterCosts, SignOffModel, Source, SplitModel,
    figures_of,
};
pub use trial::Trial;
pub use wording_file::{NamedWording, read_wordings};
pub use work::{Progress, Work};
pub use worker::Told;
