//! One person's history, found by the identifier that the company's logs use.

use crate::picture::format;
use crate::picture::headings::reach;
use crate::ui::shell::Request;
use crate::ui::widgets::{card, labelled_text, muted, primary_button, table};
use crate::workbench::{Command, HistoryLine, Model, Workbench};
use eframe::egui::Ui;

/// What the panel remembers.
#[derive(Default)]
pub struct State {
    identifier: String,
    asked: bool,
    /// Who was looked up last.
    looked_up: String,
    /// Whether the person is about to be forgotten.
    is_forgetting: bool,
}

/// Shows where to type the identifier, and what was found.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    let zone = &model.workspace.time_zone;
    let subtitle =
        "Type the identifier that your logs use. It is hashed here with the workspace's key and never stored.";
    card(ui, "One person's history", subtitle, |ui| {
        if labelled_text(ui, "Identifier", &mut state.identifier).changed() {
            // What was found is about somebody else than who is being typed.
            (state.asked, state.is_forgetting) = (false, false);
        }
        if ui.button("Look up").clicked() && !state.identifier.trim().is_empty() {
            workbench.look_up(state.identifier.clone());
            state.looked_up.clone_from(&state.identifier);
            (state.asked, state.is_forgetting) = (true, false);
        }
        let Some(lines) = workbench.history().filter(|_| state.asked) else { return };
        if lines.is_empty() {
            muted(ui, "Nothing is on record about what this person permitted.");
            return forget(ui, model, state, requests);
        }
        let headings = [
            ("When", false),
            ("What was said", false),
            ("For what", false),
            ("Data", false),
            ("Until", false),
            ("Learnt from", false),
        ];
        table(ui, "history", &headings, lines.len(), None, false, |row, column| cell(&lines[row], column, zone));
        forget(ui, model, state, requests);
    });
}

/// Forgets the person once it is said that it is meant: it is the one thing that cannot be taken back.
fn forget(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    if model.workspace.read_only.is_some() || !model.workspace.has_key {
        return;
    }
    ui.add_space(8.0);
    if !state.is_forgetting {
        state.is_forgetting = ui.button("Forget this person…").clicked();
        return;
    }
    ui.label(format!("Forget “{}”?", state.looked_up));
    ui.label(
        "Every row about this person goes from this workspace, under every identifier that is linked to it, and old logs will not bring \
         it back. It cannot be undone. Copies of the workspace made elsewhere are yours to delete.",
    );
    ui.horizontal(|ui| {
        if ui.button("Keep it").clicked() {
            state.is_forgetting = false;
        }
        if primary_button(ui, "Forget for good").clicked() {
            requests.push(Request::Run(Command::Forget(vec![std::mem::take(&mut state.looked_up)])));
            *state = State::default();
        }
    });
}

fn cell(line: &HistoryLine, column: usize, zone: &str) -> String {
    match column {
        0 => format::moment(line.at, zone),
        1 => line.state.label().to_owned(),
        2 => line.purpose.clone(),
        3 => reach(&line.category, &line.channel, &line.topic),
        4 => line.last_day.map_or_else(|| "–".to_owned(), format::day),
        _ => line.origin.clone(),
    }
}
