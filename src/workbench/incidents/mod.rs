//! Working through incidents: which are shown in which order, what is said of many at once, and the rows they rest on.

mod list;
mod notes;
mod rows;
mod saving;

pub use list::{
    IncidentChoices, IncidentColumn, IncidentGroup, IncidentGrouping, IncidentList, IncidentQuery, IncidentRow,
    IncidentTotals,
};
pub use notes::{CostGiven, NoteChange};
pub use rows::{ExplainedUse, IncidentRows};
