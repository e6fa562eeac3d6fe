//! The trade's own words: experiments, variants, responses, permissions, policies, uses of data, deviations, quarters.
//! Plain types and their invariants; no input or output, no clock.

mod approval;
mod arrangement;
mod backup;
mod change_columns;
mod choice;
mod circumstance;
mod comment;
mod costs;
mod counted_permissions;
mod counted_uses;
mod data_use;
mod decision;
mod deviation;
mod estimate;
mod experiment;
mod forgotten;
mod identifier;
mod interner;
mod layout;
mod links;
mod money;
mod passphrase;
mod past;
mod people;
mod permission;
mod person;
mod plain_word;
mod policy;
mod programme;
mod quarter;
mod record;
mod records;
mod reported;
mod response;
mod sign_off;
mod taxonomy;
mod use_columns;
mod use_id;
mod vocabulary;
mod word_tables;
mod workspace;

pub use approval::Approval;
pub use backup::{BackupPlan, BackupReason, BackupRhythm, superfluous_backups};
pub use change_columns::{ChangeColumns, CodedChange, Detail, Scope, WITHOUT_END};
pub use choice::Choice;
pub use circumstance::Circumstance;
pub use comment::{Comment, CommentSubject};
pub use costs::{CostAssumptions, CostOfAdhering, CostOfDeviating, Impact, PerAdherence, PerDeviation, ValueOfUse};
pub use counted_permissions::{CountedFlow, CountedPermissions, CountedScope};
pub use counted_uses::{CountedForgone, CountedIncident, CountedMonth, CountedUses, FEW_PEOPLE};
pub use data_use::{DataUse, Outcome, UseRow};
pub use decision::{Decision, Pattern};
pub use deviation::{
    CoverageGap, DefinitionChange, DeviationKind, Discovery, Disposition, IncidentKey, IncidentNote, RecordedDeviations,
};
pub use estimate::Estimate;
pub use experiment::{
    DecisionRule, DeclinePlace, DefinitionError, Experiment, SplitChange, Terms, TestSubject, Variant, Wording,
};
pub use forgotten::{Forgotten, Tombstone};
pub use identifier::IdentifierRules;
pub use interner::{Interner, QuickMap};
pub use layout::Layout;
pub use links::{LinkSummary, Links};
pub use money::Money;
pub use passphrase::{Passphrase, PassphraseChange};
pub use past::{PastTest, PastWording};
pub use people::People;
pub use permission::{PermissionChange, PermissionOrigin, PermissionState};
pub use person::{PersonKey, Pseudonymiser};
pub(crate) use plain_word::PlainWord;
pub use policy::{Policy, PolicyError, PolicyVersion, Rule};
pub use programme::{OptionCost, PaidPer, PlannedOption, ProgrammePlan};
pub use quarter::Quarter;
pub use record::{Anchor, EntryKind, Finding, RecordLine, RecordObject, RecordedChange, RecordedState, Verified};
pub use records::{Dropped, Records};
pub use reported::ReportedDeviation;
pub use response::{Answer, Block, ExperimentCounts, ResponseEvent, SegmentCount, VariantCount};
pub use sign_off::{ChangedFigure, SignOff, Signature, SignedFigures};
pub use taxonomy::{CATEGORIES, PURPOSES, covers, is_known_category, is_known_purpose};
pub use use_columns::{CodedUse, NOBODY, Subject, UseColumns};
pub use use_id::UseId;
pub use vocabulary::{Ancestry, Vocabulary};
pub use word_tables::{PairRow, RulingRow, StateRow, SubjectRow, WordTables};
pub use workspace::{ImportRecord, ImportedFile, LogKind, Settings, SnapshotMark};
