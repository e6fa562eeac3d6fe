//! What one entry changed: before and after.

use crate::domain::RecordLine;
use crate::picture::format;
use crate::ui::theme::{self, color, palette};
use crate::ui::widgets::{card, muted};
use crate::workbench::{Model, ToldChange, ToldField, Workbench};
use eframe::egui::{self, Label, RichText, Ui};

/// Width of the names of fields.
const NAMES: f32 = 220.0;

/// Shows the entry.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, line: &RecordLine) {
    let title = line.label.clone().unwrap_or_else(|| format!("Entry {}", line.number));
    let account = if line.display_name.is_empty() { String::new() } else { format!(" (account {})", line.system_user) };
    let subtitle = format!(
        "Entry {}, {}, by {}{account}",
        format::count(line.number.unsigned_abs()),
        format::moment(line.at, &model.workspace.time_zone),
        line.who()
    );
    card(ui, &title, &subtitle, |ui| match workbench.entry_told() {
        Some(Ok(told)) if told.number == line.number => {
            for change in &told.changes {
                changed(ui, change);
            }
            if told.in_all > told.changes.len() {
                let more = format::count((told.in_all - told.changes.len()) as u64);
                muted(ui, format!("and {more} more things"));
            }
        }
        Some(Err(problem)) => muted(ui, format!("{}: {}. {}", problem.what, problem.why, problem.advice)),
        _ => muted(ui, "Reading …"),
    });
}

fn changed(ui: &mut Ui, change: &ToldChange) {
    ui.add_space(4.0);
    ui.add(Label::new(RichText::new(&change.what).font(theme::medium(13.0))).wrap());
    for sentence in &change.sentences {
        ui.add(Label::new(sentence).wrap());
    }
    for field in &change.fields {
        told(ui, field);
    }
}

fn told(ui: &mut Ui, field: &ToldField) {
    let quiet = color(palette(ui).muted);
    ui.horizontal_top(|ui| {
        ui.allocate_ui_with_layout(
            egui::vec2(NAMES, 18.0),
            egui::Layout::left_to_right(egui::Align::Min).with_main_wrap(true),
            |ui| {
                ui.set_min_width(NAMES);
                ui.add(Label::new(RichText::new(&field.name).color(quiet)).wrap());
            },
        );
        let text = match (field.before.as_str(), field.after.as_str()) {
            ("", after) => after.to_owned(),
            (before, "") => format!("{before}  →  nothing"),
            (before, after) => format!("{before}  →  {after}"),
        };
        ui.add(Label::new(text).wrap());
    });
}
