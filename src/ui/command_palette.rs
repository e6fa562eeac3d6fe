//! The command palette: type a few letters, choose with the arrow keys, press Enter.

use super::actions::ACTIONS;
use super::shell::Request;
use super::theme::{color, palette};
use crate::workbench::Model;
use eframe::egui::{self, Key, Modifiers, RichText, Ui};

/// Lines shown.
const LINES: usize = 12;

/// What the palette remembers while it is open.
#[derive(Debug, Default)]
pub struct State {
    text: String,
    chosen: usize,
}

/// Shows the palette if it is open.
pub fn show(ui: &Ui, model: &Model, open: &mut Option<State>, requests: &mut Vec<Request>) {
    let Some(state) = open else { return };
    let mut done = false;
    let modal = egui::Modal::new(egui::Id::unique("palette")).show(ui.ctx(), |ui| {
        ui.set_width(460.0);
        let (down, up, enter) = ui.input_mut(|input| {
            let mut pressed = |key| input.consume_key(Modifiers::NONE, key);
            (pressed(Key::ArrowDown), pressed(Key::ArrowUp), pressed(Key::Enter))
        });
        let label = ui.label(RichText::new("Search or run a command").small());
        let field = ui.add(egui::TextEdit::singleline(&mut state.text).desired_width(f32::INFINITY));
        let field = field.labelled_by(label.id);
        field.request_focus();
        if field.changed() {
            state.chosen = 0;
        }
        let lines = lines(ui, model, &state.text.to_lowercase());
        let last = lines.len().saturating_sub(1);
        state.chosen = (state.chosen + usize::from(down)).min(last).saturating_sub(usize::from(up));
        for (index, (name, keys, request)) in lines.into_iter().enumerate() {
            let fill = if index == state.chosen { palette(ui).subtle } else { palette(ui).surface };
            let button = egui::Button::new(name).right_text(RichText::new(keys).small()).fill(color(fill));
            let clicked = ui.add_sized([ui.available_width(), 28.0], button.stroke(egui::Stroke::NONE)).clicked();
            if clicked || (enter && index == state.chosen) {
                requests.push(request);
                done = true;
            }
        }
    });
    if done || modal.should_close() {
        *open = None;
    }
}

/// Name, shortcut and request of all that fits what was typed.
fn lines(ui: &Ui, model: &Model, wanted: &str) -> Vec<(String, String, Request)> {
    let experiments = model
        .experiments
        .iter()
        .map(|known| (known.experiment.name.clone(), String::new(), Request::OpenExperiment(known.experiment.id)));
    let actions = ACTIONS.iter().filter(|action| (action.available)(model)).map(|action| {
        let keys = action.shortcut.map(|shortcut| ui.format_shortcut(&shortcut)).unwrap_or_default();
        (action.label.to_owned(), keys, (action.request)())
    });
    actions.chain(experiments).filter(|line| line.0.to_lowercase().contains(wanted)).take(LINES).collect()
}
