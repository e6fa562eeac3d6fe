//! Who did what when, whether the record bears it out, and every import that the figures rest on.

mod entry;
mod imports;
mod record;
mod state;

use super::shell::Request;
use super::widgets::{page_header, tabs};
use crate::workbench::{Model, Workbench};
use eframe::egui::Ui;

pub use record::State;

/// Shows the record, or the imports.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    page_header(ui, "Activity", |_| ());
    tabs(ui, &["Record", "Imports"], &mut state.tab);
    ui.add_space(4.0);
    match state.tab {
        0 => record::show(ui, model, workbench, state, requests),
        _ => imports::show(ui, model, requests),
    }
}
