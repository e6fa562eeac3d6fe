//! Which logs came in, and what was counted of them.

use crate::domain::LogKind;
use crate::picture::format;
use crate::ui::counted_there;
use crate::ui::dialogs::Purpose;
use crate::ui::shell::Request;
use crate::ui::widgets::{card, empty_state, muted, primary_button, table};
use crate::workbench::{Command, ExperimentModel};
use eframe::egui::Ui;

const ORDER: &str = "Counted in this order: rows of no known variant are set aside first; then whoever saw two wordings is \
    set aside (the result by first showing stands beside it); then each person counts once, at the first showing. Rows for \
    shown and for answered are one response; being asked again later is a new request, not a second answer.";

/// Shows the imports of an experiment.
pub fn show(ui: &mut Ui, model: &ExperimentModel, requests: &mut Vec<Request>) {
    if model.imports.is_empty() {
        let text = "A response log says who was shown which wording, when, and how they answered. CSV or TSV.";
        if empty_state(ui, "No responses yet", text, "Import a response log…") {
            requests.push(Request::Ask(Purpose::Log));
        }
        counted_there::offer(ui, LogKind::Responses, requests);
        return;
    }
    counted(ui, model);
    card(ui, "Imports", "Latest first", |ui| {
        for import in &model.imports {
            ui.horizontal_wrapped(|ui| {
                ui.label(&import.file_name);
                let (read, kept) = (format::count(import.rows_read), format::count(import.rows_kept));
                muted(ui, format!("{read} rows read, {kept} usable"));
                if ui.small_button("Undo this import").clicked() {
                    requests.push(Request::Run(Command::UndoImport(import.id)));
                }
                if !import.set_aside.is_empty() && ui.small_button("Export rows set aside…").clicked() {
                    requests.push(Request::Ask(Purpose::SetAside(import.id)));
                }
            });
            for (reason, count) in &import.set_aside {
                muted(ui, format!("    {}: {}", crate::ui::import::reason_label(reason), format::count(*count)));
            }
        }
        ui.add_space(8.0);
        ui.horizontal(|ui| {
            if primary_button(ui, "Import another log…").clicked() {
                requests.push(Request::Ask(Purpose::Log));
            }
            counted_there::offer(ui, LogKind::Responses, requests);
        });
    });
}

fn counted(ui: &mut Ui, model: &ExperimentModel) {
    card(ui, "What was counted", ORDER, |ui| {
        let headings = [
            ("Wording", false),
            ("People", true),
            ("Said yes", true),
            ("Said no", true),
            ("Dismissed", true),
            ("Did not react", true),
        ];
        let name = |id: i64| {
            let variant = model.experiment.variants.iter().find(|variant| variant.id == id);
            variant.map(|variant| variant.name.clone()).unwrap_or_default()
        };
        let counts = &model.counts.variants;
        table(ui, "counted", &headings, counts.len(), None, true, |row, column| {
            let count = &counts[row];
            match column {
                0 => name(count.variant),
                1 => format::count(count.shown),
                2 => format::count(count.accepted),
                3 => format::count(count.declined),
                4 => format::count(count.dismissed),
                _ => format::count(count.ignored),
            }
        });
        let (crossed, again) = (format::people(model.counts.crossovers), format::people(model.counts.repeated));
        muted(ui, format!("Saw two wordings: {crossed}. Asked more than once: {again}."));
        if model.forgotten > 0 {
            let people = format::people(model.forgotten);
            muted(ui, format!("Answered and forgotten since: {people}; figures told before counted them."));
        }
    });
}
