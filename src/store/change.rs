//! Changes of what people define and write, each the whole new state of one thing, so that it can be inverted.

use super::{Store, StoreError};
use crate::domain::{
    Comment, CostAssumptions, Decision, DefinitionChange, EntryKind, Experiment, IncidentKey, IncidentNote,
    PolicyVersion, ProgrammePlan, ReportedDeviation, Settings,
};
use jiff::civil::Date;

/// One thing in the workspace and the state it is to have; `None` for not being there.
#[derive(Debug, Clone, PartialEq)]
pub enum Change {
    /// An experiment with its variants.
    Experiment(i64, Option<Box<Experiment>>),
    /// A version of the policy.
    PolicyVersion(Date, Option<Box<PolicyVersion>>),
    /// What a person wrote about an incident.
    IncidentNote(IncidentKey, Option<Box<IncidentNote>>),
    /// What a person said of the definition of deviations, by its first day.
    DefinitionChange(Date, Option<Box<DefinitionChange>>),
    /// A decision.
    Decision(i64, Option<Box<Decision>>),
    /// What is assumed of costs.
    Assumptions(Box<CostAssumptions>),
    /// The options of the permission programme.
    Programme(Box<ProgrammePlan>),
    /// A deviation that a person reported by hand.
    Reported(i64, Option<Box<ReportedDeviation>>),
    /// A comment, by its key.
    Comment(String, Option<Box<Comment>>),
    /// The settings.
    Settings(Settings),
    /// Whether an import is in force.
    ImportInForce(i64, bool),
    /// Several changes that are made, and taken back, as one.
    Many(Vec<Change>),
}

impl Change {
    /// What an entry of the record that tells of it is about.
    pub(super) fn kind(&self) -> EntryKind {
        match self {
            Self::Experiment(..) | Self::PolicyVersion(..) | Self::DefinitionChange(..) => EntryKind::Definition,
            Self::IncidentNote(..) | Self::Reported(..) | Self::Comment(..) => EntryKind::Note,
            Self::Decision(..) | Self::Assumptions(_) | Self::Programme(_) => EntryKind::Decision,
            Self::Settings(_) => EntryKind::Settings,
            Self::ImportInForce(..) => EntryKind::Import,
            Self::Many(changes) => changes.first().map_or(EntryKind::Upkeep, Self::kind),
        }
    }
}

impl Store {
    /// The present state of the thing that a change is about: the change that takes it back.
    pub(super) fn inverse(&self, change: &Change) -> Result<Change, StoreError> {
        Ok(match change {
            Change::Experiment(id, _) => Change::Experiment(*id, self.experiment(*id)?.map(Box::new)),
            Change::PolicyVersion(day, _) => Change::PolicyVersion(*day, self.policy_version(*day)?.map(Box::new)),
            Change::IncidentNote(key, _) => Change::IncidentNote(key.clone(), self.incident_note(key)?.map(Box::new)),
            Change::DefinitionChange(day, _) => {
                Change::DefinitionChange(*day, self.definition_change(*day)?.map(Box::new))
            }
            Change::Decision(id, _) => Change::Decision(*id, self.decision(*id)?.map(Box::new)),
            Change::Assumptions(_) => Change::Assumptions(Box::new(self.assumptions()?)),
            Change::Programme(_) => Change::Programme(Box::new(self.programme()?)),
            Change::Reported(id, _) => Change::Reported(*id, self.reported_deviation(*id)?.map(Box::new)),
            Change::Comment(id, _) => Change::Comment(id.clone(), self.comment(id)?.map(Box::new)),
            Change::Settings(_) => Change::Settings(self.settings()?),
            Change::ImportInForce(id, _) => Change::ImportInForce(*id, self.is_in_force(*id)?),
            Change::Many(changes) => {
                Change::Many(changes.iter().rev().map(|change| self.inverse(change)).collect::<Result<_, _>>()?)
            }
        })
    }

    /// Puts a thing into its new state; to be called inside a transaction.
    pub(super) fn put(&self, change: &Change) -> Result<(), StoreError> {
        match change {
            Change::Experiment(id, experiment) => self.put_experiment(*id, experiment.as_deref()),
            Change::PolicyVersion(day, version) => self.put_policy_version(*day, version.as_deref()),
            Change::IncidentNote(key, note) => self.put_incident_note(key, note.as_deref()),
            Change::DefinitionChange(day, change) => self.put_definition_change(*day, change.as_deref()),
            Change::Decision(id, decision) => self.put_decision(*id, decision.as_deref()),
            Change::Assumptions(assumptions) => self.put_assumptions(assumptions),
            Change::Programme(plan) => self.put_programme(plan),
            Change::Reported(id, report) => self.put_reported(*id, report.as_deref()),
            Change::Comment(id, comment) => self.put_comment(id, comment.as_deref()),
            Change::Settings(settings) => self.put_settings(settings),
            Change::ImportInForce(id, in_force) => self.put_in_force(*id, *in_force),
            Change::Many(changes) => changes.iter().try_for_each(|change| self.put(change)),
        }
    }
}
