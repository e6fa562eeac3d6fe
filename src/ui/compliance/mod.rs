//! Deviations quarter by quarter, and the incidents behind them.

mod incidents;
mod quarters;
mod report;
mod sign_off;

use super::counted_there;
use super::dialogs::Purpose;
use super::overview::open_incidents;
use super::shell::Request;
use super::widgets::{Tone, badge, card, empty_state, page_header, table, tabs};
use crate::domain::LogKind;
use crate::picture::format;
use crate::workbench::{Model, Workbench};
use eframe::egui::Ui;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    /// The tab: quarters, deviations, coverage gaps.
    pub tab: usize,
    quarters: quarters::State,
    incidents: incidents::State,
    report: Option<report::Draft>,
}

impl State {
    /// Begins a report by hand.
    pub fn start_report(&mut self, model: &Model) {
        self.tab = 1;
        self.report = Some(report::Draft::new(model));
    }
}

/// Shows the screen.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    let open = open_incidents(model);
    page_header(ui, "Compliance", |ui| {
        if open > 0 {
            badge(ui, &format!("{} to review", format::count(open as u64)), Tone::Warning);
        }
        if ui.button("Report a deviation").clicked() {
            requests.push(Request::ReportDeviation);
        }
    });
    report::form(ui, model, &mut state.report, requests);
    if model.compliance.quarters.is_empty() {
        let text = "Import a log of what was done with the data; each use is judged by permission, terms and policy.";
        if empty_state(ui, "Nothing to judge yet", text, "Import a use log…") {
            requests.push(Request::Ask(Purpose::Log));
        }
        counted_there::offer(ui, LogKind::Uses, requests);
        return;
    }
    counted_there::lines(ui, model, LogKind::CountedUses, requests);
    tabs(ui, &["Quarters", "Deviations", "Coverage gaps"], &mut state.tab);
    match state.tab {
        0 => quarters::show(ui, model, workbench, &mut state.quarters, requests),
        1 => {
            report::list(ui, model, &mut state.report, requests);
            incidents::show(ui, model, workbench, &mut state.incidents, requests);
        }
        _ => gaps(ui, model),
    }
}

fn gaps(ui: &mut Ui, model: &Model) {
    let gaps: Vec<_> = model.compliance.gaps.iter().collect();
    if gaps.is_empty() {
        empty_state(ui, "No gaps", "Every use could be judged.", "");
        return;
    }
    card(ui, "What could not be judged", "Not counted as deviations, and not among the uses of the rate", |ui| {
        table(ui, "gaps", &[("Why", false), ("Uses", true)], gaps.len(), None, false, |row, column| {
            if column == 0 { gaps[row].0.label().into() } else { format::count(*gaps[row].1) }
        });
    });
    card(ui, "If each of them were a deviation", "Deviations per 1,000 uses", |ui| {
        let quarters: Vec<_> = model
            .compliance
            .quarters
            .iter()
            .filter_map(|quarter| Some((quarter, quarter.rate.as_ref()?.rate, quarter.rate_with_gaps?)))
            .collect();
        let headings =
            [("Quarter", false), ("Uses", true), ("Not judged", true), ("As judged", true), ("If deviations", true)];
        table(ui, "with gaps", &headings, quarters.len(), None, false, |row, column| {
            let (quarter, rate, with_gaps) = quarters[row];
            match column {
                0 => quarter.quarter.label(),
                1 => format::count(quarter.counts.uses),
                2 => format::count(quarter.counts.gaps.values().sum()),
                3 => format::per_thousand(rate),
                _ => format::per_thousand(with_gaps),
            }
        });
    });
}
