//! Working through incidents: which are shown in which order, what is said of many at once, and the rows they rest on.

mod list;
mod notes;
mod rows;
mod saving;
mod table;

pub use list::{
    IncidentChoices, IncidentColumn, IncidentGroup, IncidentGrouping, IncidentList, IncidentQuery, IncidentRow,
    IncidentTotals,
};
pub use notes::{CostGiven, NoteChange};
pub use rows::{ExplainedUse, IncidentRows};
pub use table::incident_table;
