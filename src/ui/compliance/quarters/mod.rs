//! The quarters: one closely, over time, and as a table.

mod over_time;
mod parts;
mod split;

use super::sign_off;
use crate::domain::{CommentSubject, Quarter};
use crate::picture::format;
use crate::picture::quarter_figures::pareto;
use crate::stats::money::Amount;
use crate::ui::charts;
use crate::ui::comments;
use crate::ui::dialogs::Purpose;
use crate::ui::shell::{Request, Screen};
use crate::ui::widgets::{Tone, badge, card, figure, labelled_combo, sentence};
use crate::workbench::{Model, QuarterDetails, QuarterModel, QuarterPart, ReportOn, Workbench};
use eframe::egui::{Align, Layout, Ui};

/// What the tab remembers.
#[derive(Default)]
pub struct State {
    /// How many quarters back from the latest one is looked at.
    back: usize,
    part: QuarterPart,
    sign_off: sign_off::State,
    comments: comments::State,
    /// The model of which it was asked what rules and conduct did.
    split_asked_of: Option<u64>,
    /// The details last worked out, and of what.
    details: Option<(u64, Quarter, QuarterDetails)>,
}

/// Shows the quarter that is looked at, then all of them.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    let quarters = &model.compliance.quarters;
    let latest_first: Vec<String> = quarters.iter().rev().map(|quarter| quarter.quarter.label()).collect();
    state.back = state.back.min(quarters.len().saturating_sub(1));
    let looked_at = quarters.iter().rev().nth(state.back);
    ui.horizontal(|ui| {
        labelled_combo(ui, "Quarter", &mut state.back, &latest_first);
        if let Some(quarter) = looked_at {
            // Beside the choice, not beside its label.
            ui.vertical(|ui| {
                ui.add_space(28.0);
                signed(ui, model, quarter);
            });
            ui.with_layout(Layout::right_to_left(Align::BOTTOM), |ui| {
                if ui.button("Write the report…").clicked() {
                    requests.push(Request::Ask(Purpose::Report(ReportOn::Quarter(Some(quarter.quarter)))));
                }
            });
        }
    });
    if let Some(quarter) = looked_at {
        let known = state.details.as_ref().map(|(generation, quarter, _)| (*generation, *quarter));
        if known != Some((model.generation, quarter.quarter)) {
            state.details = Some((model.generation, quarter.quarter, QuarterDetails::of(model, quarter)));
        }
        if let Some((_, _, details)) = &state.details {
            sentence(ui, &details.sentence, &details.detail);
            over_time::levels(ui, model);
            split::show(ui, model, workbench, quarter, &mut state.split_asked_of);
            one(ui, model, quarter, details, &mut state.part, requests);
            sign_off::show(ui, model, quarter, &mut state.sign_off, requests);
            let subject = CommentSubject::quarter(quarter.quarter);
            comments::show(ui, model, &subject, &mut state.comments, requests);
        }
    }
    over_time::months_and_counts(ui, model);
    over_time::as_table(ui, model);
}

/// Whether the quarter is signed, in a word.
fn signed(ui: &mut Ui, model: &Model, quarter: &QuarterModel) {
    let known = model.sign_offs.iter().find(|known| known.sign_off.quarter == quarter.quarter);
    match known {
        Some(known) if known.changed.is_empty() => badge(ui, "Signed", Tone::Good),
        Some(_) => badge(ui, "Signed, figures changed since", Tone::Warning),
        None if quarter.quarter.next().first_day() > model.today => badge(ui, "Still running", Tone::Neutral),
        None => badge(ui, "Not signed", Tone::Warning),
    }
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
        let Some(costs) = model.costs.quarters.iter().find(|costs| costs.quarter == quarter.quarter) else { return };
        let amount = |amount: &Amount| format::amount(&Amount::exactly(amount.median), currency);
        let range = |amount: &Amount| {
            if amount.low < amount.high {
                format!("{} in 8 of 10 cases", format::amount(amount, currency))
            } else {
                String::new()
            }
        };
        ui.columns(3, |columns| {
            let known = match costs.unknown {
                0 => range(&costs.deviating.all),
                unknown => format!("{} of its incidents have no known cost", format::count(unknown)),
            };
            figure(&mut columns[0], "Cost of deviating", &amount(&costs.deviating.all), &known);
            figure(&mut columns[1], "Cost of adhering", &amount(&costs.adhering.all), &range(&costs.adhering.all));
            let held_back = format!("{} uses held back", format::count(quarter.counts.held_back.uses));
            figure(&mut columns[2], "Forgone by adhering", &amount(&costs.forgone.all), &held_back);
        });
        if ui.link("What should change: costs with their uncertainty, other rules, decisions").clicked() {
            requests.push(Request::Go(Screen::Decisions));
        }
    });
}
