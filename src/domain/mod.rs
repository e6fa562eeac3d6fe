//! The trade's own words: experiments, variants, responses, permissions, policies, uses of data, deviations, quarters.
//! Plain types and their invariants; no input or output, no clock.

mod circumstance;
mod data_use;
mod deviation;
mod experiment;
mod identifier;
mod links;
mod money;
mod permission;
mod person;
mod policy;
mod quarter;
mod response;
mod taxonomy;
mod workspace;

pub use circumstance::Circumstance;
pub use data_use::{DataUse, Outcome};
pub use deviation::{CoverageGap, DeviationKind, Disposition, IncidentKey, IncidentNote, RecordedDeviations};
pub use experiment::{DecisionRule, DefinitionError, Experiment, SplitChange, Terms, TestSubject, Variant, Wording};
pub use identifier::IdentifierRules;
pub use links::{LinkSummary, Links};
pub use money::Money;
pub use permission::{PermissionChange, PermissionOrigin, PermissionState};
pub use person::{PersonKey, Pseudonymiser};
pub use policy::{Policy, PolicyError, PolicyVersion, Rule};
pub use quarter::Quarter;
pub use response::{Answer, Block, ExperimentCounts, ResponseEvent, SegmentCount, VariantCount};
pub use taxonomy::{CATEGORIES, PURPOSES, covers, is_known_category, is_known_purpose};
pub use workspace::{ImportRecord, ImportedFile, LogKind, Settings};
