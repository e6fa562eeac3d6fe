//! What the officer's side of the model adds to the judged uses: costs, decisions and their effect, what rules and conduct did, signatures,
//! and the options of the permission programme.

mod assembling;
mod commands;
mod costs;
mod decisions;
mod estimates;
mod programme;
mod signing;
mod splits;

pub use costs::{CostModel, QuarterCosts};
pub use decisions::{DecisionModel, Effect};
pub use programme::{OptionModel, ProgrammeModel, Source};
pub use signing::{SignOffModel, figures_of};
pub use splits::SplitModel;

pub(super) use costs::{CostInputs, incident_entries, kept_or_made as kept_or_made_costs};
pub(super) use decisions::decision_models;
pub(super) use programme::{ProgrammeInputs, kept_or_made as kept_or_made_options};
pub(super) use signing::sign_off_models;
pub(super) use splits::splits;
