//! Incidents: filtered, ordered and grouped; what people say of one or of many at once.

mod detail;
mod filters;
mod form;
mod selection;
mod table;

use crate::domain::{CommentSubject, Money};
use crate::picture::format;
use crate::ui::comments;
use crate::ui::shell::Request;
use crate::ui::widgets::{card, empty_state, muted};
use crate::workbench::{IncidentChoices, IncidentList, IncidentModel, IncidentQuery, Model, Workbench, incident_table};
use eframe::egui::Ui;
use selection::Selection;

pub use filters::choice;

/// What an amount that cannot be read should look like.
pub const MONEY_ADVICE: &str = "Write the cost in digits with a point for decimals and nothing between thousands.";

/// The amount in a field, if it is not empty; what cannot be read, or is less than nothing, gives the advice.
pub fn money_of(text: &str) -> Result<Option<Money>, &'static str> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let amount = text.parse::<f64>().ok().filter(|amount| *amount >= 0.0).and_then(Money::from_units);
    amount.map(Some).ok_or(MONEY_ADVICE)
}

/// What the panel remembers.
#[derive(Default)]
pub struct State {
    query: IncidentQuery,
    laid_out: Option<LaidOut>,
    selection: Selection,
    form: Option<form::Form>,
    /// Rows that were asked for, down to which an incident is told.
    rows_of: Option<crate::domain::IncidentKey>,
    comments: comments::State,
}

/// The list as it was last laid out, and what of.
struct LaidOut {
    generation: u64,
    query: IncidentQuery,
    choices: IncidentChoices,
    list: IncidentList,
}

/// Shows the incidents.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    let all = &model.compliance.incidents;
    if all.is_empty() {
        empty_state(ui, "No incidents", "No use that could be judged deviated from permission, terms or policy.", "");
        return;
    }
    lay_out(model, state);
    let State { query, laid_out: Some(laid_out), selection, form, rows_of, comments } = state else { return };
    card(ui, "Incidents", "Deviating uses of one kind, campaign and day", |ui| {
        filters::show(ui, query, &laid_out.choices);
        ui.add_space(4.0);
        table::show(ui, model, &laid_out.list, query, selection);
        let (shown, open) = (laid_out.list.totals.incidents, laid_out.list.totals.open);
        muted(
            ui,
            format!(
                "{} of {} incidents, {} of them open. Click one to say why it happened; with Shift or Ctrl several, with Ctrl A all.",
                format::count(shown as u64),
                format::count(all.len() as u64),
                format::count(open as u64)
            ),
        );
        if ui.button("Copy these incidents").on_hover_text("As a table, for a spreadsheet").clicked() {
            let rows = incident_table(all, &laid_out.list);
            ui.copy_text(rows.iter().map(|row| row.join("\t")).collect::<Vec<_>>().join("\n"));
        }
    });
    let chosen: Vec<&IncidentModel> = selection.places().filter_map(|place| at(all, &laid_out.list, place)).collect();
    if chosen.is_empty() {
        *form = None;
        return;
    }
    ui.columns(2, |columns| {
        detail::show(&mut columns[0], model, workbench, &chosen, rows_of);
        if let [one] = &chosen[..] {
            let subject = CommentSubject::Incident(one.incident.key.clone());
            comments::show(&mut columns[0], model, &subject, comments, requests);
        }
        form::show(&mut columns[1], model, &chosen, selection.version(), form, requests);
    });
}

/// Lays the list out anew if the workspace or what is wanted of it has changed.
fn lay_out(model: &Model, state: &mut State) {
    let stale = |known: &LaidOut| known.generation != model.generation || known.query != state.query;
    if !state.laid_out.as_ref().is_none_or(stale) {
        return;
    }
    let (all, month) = (&model.compliance.incidents, model.workspace.fiscal_start_month);
    let before = state.laid_out.take();
    let keys = before.map(|before| {
        state.selection.places().filter_map(|place| before.list.order.get(place).copied()).collect::<Vec<_>>()
    });
    let list = IncidentList::of(all, &state.query, month);
    // Places are those of the new list; what it leaves out is no longer chosen.
    if let Some(keys) = keys {
        state.selection.move_to(&keys, &list.order);
    }
    let choices = IncidentChoices::of(all, month);
    state.laid_out = Some(LaidOut { generation: model.generation, query: state.query.clone(), choices, list });
}

fn at<'a>(all: &'a [IncidentModel], list: &IncidentList, place: usize) -> Option<&'a IncidentModel> {
    list.order.get(place).and_then(|&index| all.get(index))
}
