//! One person's history, found by the identifier that the company's logs use.

use super::now::reach;
use crate::picture::format;
use crate::ui::widgets::{card, labelled_text, muted, table};
use crate::workbench::{HistoryLine, Workbench};
use eframe::egui::Ui;

/// What the panel remembers.
#[derive(Default)]
pub struct State {
    identifier: String,
    asked: bool,
}

/// Shows where to type the identifier, and what was found.
pub fn show(ui: &mut Ui, workbench: &Workbench, zone: &str, state: &mut State) {
    let subtitle =
        "Type the identifier that your logs use. It is hashed here with the workspace's key and never stored.";
    card(ui, "One person's history", subtitle, |ui| {
        labelled_text(ui, "Identifier", &mut state.identifier);
        if ui.button("Look up").clicked() && !state.identifier.trim().is_empty() {
            workbench.look_up(state.identifier.clone());
            state.asked = true;
        }
        let Some(lines) = workbench.history().filter(|_| state.asked) else { return };
        if lines.is_empty() {
            return muted(ui, "Nothing is on record about this person.");
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
