//! What deviating and adhering cost, what other rules would have made of it, which programme pays, and what was decided.

mod costs;
mod estimates;
mod programme;
mod what_if;
mod written;

use super::shell::Request;
use super::widgets::{page_header, tabs};
use crate::workbench::{Model, Workbench};
use eframe::egui::Ui;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    /// The tab: costs, what if, programme, decisions.
    pub tab: usize,
    costs: costs::State,
    what_if: what_if::State,
    programme: programme::State,
    written: written::State,
}

/// Shows the screen.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    page_header(ui, "Costs and decisions", |_| ());
    tabs(ui, &["What it costs", "What if", "Programme", "Decisions"], &mut state.tab);
    match state.tab {
        0 => costs::show(ui, model, &mut state.costs, requests),
        1 => what_if::show(ui, model, workbench, &mut state.what_if, requests),
        2 => programme::show(ui, model, &mut state.programme, requests),
        _ => written::show(ui, model, &mut state.written, requests),
    }
}
