//! The first rows of a log, with what each column is taken for.

use crate::ui::theme::{self, color, palette};
use crate::ui::widgets::{card, muted};
use crate::workbench::{Inspection, Mapping, Role};
use eframe::egui::{self, RichText, Ui};

/// Rows shown.
const ROWS: usize = 6;
/// Columns shown; a log with more is told so.
const COLUMNS: usize = 40;

/// Shows the rows; the mapping as it is to be, if a column was given another meaning.
pub fn show(ui: &mut Ui, found: &Inspection) -> Option<Mapping> {
    let preview = &found.preview;
    let columns = preview.columns.len();
    let (title, subtitle) = if found.files == 0 {
        ("Columns", format!("{columns} columns. Say what each holds. No row is shown: none has left the warehouse."))
    } else {
        ("First rows", format!("{columns} columns. Say what each holds."))
    };
    card(ui, title, &subtitle, |ui| {
        let changed = egui::ScrollArea::horizontal().id_salt("first rows").show(ui, |ui| grid(ui, found)).inner;
        if preview.columns.len() > COLUMNS {
            muted(ui, format!("Only the first {COLUMNS} columns are shown."));
        }
        if let Err(error) = found.mapping.check(&preview.columns) {
            ui.label(RichText::new(format!("Not ready: {error}.")).color(color(palette(ui).warning)));
        }
        changed
    })
}

fn grid(ui: &mut Ui, found: &Inspection) -> Option<Mapping> {
    let columns = &found.preview.columns[..found.preview.columns.len().min(COLUMNS)];
    let mut changed = None;
    egui::Grid::new("first rows").spacing([16.0, 6.0]).show(ui, |ui| {
        for column in columns {
            ui.label(RichText::new(shortened(column)).font(theme::semibold(13.0))).on_hover_text(column);
        }
        ui.end_row();
        for (index, column) in columns.iter().enumerate() {
            if let Some(mapping) = role(ui, &found.mapping, index, column) {
                changed = Some(mapping);
            }
        }
        ui.end_row();
        for row in found.preview.rows.iter().take(ROWS) {
            for column in 0..columns.len() {
                let cell = row.get(column).map(String::as_str).unwrap_or_default();
                ui.label(shortened(cell)).on_hover_text(cell);
            }
            ui.end_row();
        }
    });
    changed
}

fn role(ui: &mut Ui, mapping: &Mapping, index: usize, column: &str) -> Option<Mapping> {
    let now = mapping.role_of(column);
    let ink = color(if now.is_some() { palette(ui).text } else { palette(ui).muted });
    let shown = RichText::new(now.map_or("not used", |role| role.label)).color(ink);
    let mut chosen = now;
    let combo = egui::ComboBox::from_id_salt(("role", index)).selected_text(shown).width(112.0).show_ui(ui, |ui| {
        ui.selectable_value(&mut chosen, None, "not used");
        for role in Role::of(mapping.kind()) {
            ui.selectable_value(&mut chosen, Some(*role), role.label);
        }
    });
    combo.response.widget_info(|| {
        egui::WidgetInfo::labeled(egui::Role::ComboBox, true, format!("What the column {column} holds"))
    });
    (chosen != now).then(|| {
        let mut mapping = mapping.clone();
        mapping.take_for(column, chosen.map(|role| role.key));
        mapping
    })
}

/// A cell that fits beside the others.
fn shortened(text: &str) -> String {
    const LONGEST: usize = 28;
    if text.chars().count() <= LONGEST {
        return text.to_owned();
    }
    text.chars().take(LONGEST - 1).chain(['…']).collect()
}
