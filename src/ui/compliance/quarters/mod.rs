//! The quarters: one closely, over time, and as a table.

mod over_time;
mod parts;

use super::sign_off;
use crate::domain::Quarter;
use crate::picture::format;
use crate::picture::quarter_figures::pareto;
use crate::ui::charts;
use crate::ui::shell::{Request, Screen};
use crate::ui::widgets::{card, figure, labelled_combo, sentence};
use crate::workbench::{Model, QuarterDetails, QuarterModel, QuarterPart};
use eframe::egui::Ui;

/// What the tab remembers.
#[derive(Default)]
pub struct State {
    /// How many quarters back from the latest one is looked at.
    back: usize,
    part: QuarterPart,
    sign_off: sign_off::State,
    /// The details last worked out, and of what.
    details: Option<(u64, Quarter, QuarterDetails)>,
}

/// Shows the quarter that is looked at, then all of them.
pub fn show(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    let quarters = &model.compliance.quarters;
    let latest_first: Vec<String> = quarters.iter().rev().map(|quarter| quarter.quarter.label()).collect();
    state.back = state.back.min(quarters.len().saturating_sub(1));
    labelled_combo(ui, "Quarter", &mut state.back, &latest_first);
    if let Some(quarter) = quarters.iter().rev().nth(state.back) {
        let known = state.details.as_ref().map(|(generation, quarter, _)| (*generation, *quarter));
        if known != Some((model.generation, quarter.quarter)) {
            state.details = Some((model.generation, quarter.quarter, QuarterDetails::of(model, quarter)));
        }
        if let Some((_, _, details)) = &state.details {
            sentence(ui, &details.sentence, &details.detail);
            over_time::levels(ui, model);
            one(ui, model, quarter, details, &mut state.part, requests);
            sign_off::show(ui, model, quarter, &mut state.sign_off, requests);
        }
    }
    over_time::months_and_counts(ui, model);
    over_time::as_table(ui, model);
}

/// One quarter closely: why, how, where, how long it took, what it cost and what was forgone.
pub fn one(
    ui: &mut Ui,
    model: &Model,
    quarter: &QuarterModel,
    details: &QuarterDetails,
    part: &mut QuarterPart,
    requests: &mut Vec<Request>,
) {
    let label = quarter.quarter.label();
    ui.columns(2, |columns| {
        let subtitle = "Deviations, their share, and the share of all down to here";
        let why = pareto(&format!("Why it happened, {label}"), subtitle, details.circumstances.clone());
        charts::show(&mut columns[0], "why", &why, 0.0);
        let how = pareto(&format!("How it deviated, {label}"), subtitle, details.kinds.clone());
        charts::show(&mut columns[1], "how", &how, 0.0);
    });
    parts::rates(ui, &label, details, part);
    costs(ui, model, quarter, requests);
    parts::forgone(ui, &label, details, &model.workspace.currency);
    parts::times(ui, &label, details);
}

fn costs(ui: &mut Ui, model: &Model, quarter: &QuarterModel, requests: &mut Vec<Request>) {
    let currency = &model.workspace.currency;
    card(ui, &format!("What it cost, {}", quarter.quarter.label()), "", |ui| {
        ui.columns(3, |columns| {
            let cost = quarter.counts.cost + quarter.counts.recorded_cost;
            figure(&mut columns[0], "Cost of deviating", &format::money(cost, currency), "as given for the incidents");
            let held_back = &quarter.counts.held_back;
            figure(
                &mut columns[1],
                "Forgone by adhering",
                &format::money(held_back.value, currency),
                "value of uses held back",
            );
            figure(&mut columns[2], "Uses held back", &format::count(held_back.uses), "");
        });
        if ui.link("What should change: costs with their uncertainty, other rules, decisions").clicked() {
            requests.push(Request::Go(Screen::Decisions));
        }
    });
}
