//! What is settled before the data: the prior, the rule, the split, and how many people it takes.

mod needed;
mod prior;
mod rule;

use crate::domain::Experiment;
use crate::workbench::{ExperimentModel, Model};
use eframe::egui::Ui;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    prior: prior::State,
    needed: needed::State,
}

/// Shows the plan; `draft` is saved by whoever calls this, once a field is left.
pub fn show(ui: &mut Ui, workspace: &Model, model: &ExperimentModel, draft: &mut Experiment, state: &mut State) {
    needed::show(ui, model, &mut state.needed);
    ui.columns(2, |columns| {
        rule::show(&mut columns[0], model, draft);
        rule::split(&mut columns[0], draft);
        prior::show(&mut columns[1], workspace, model, draft, &mut state.prior);
    });
}
