//! The table of incidents: only rows in sight are made, headings order it, several can be chosen.

use super::selection::{Held, Selection};
use crate::domain::Circumstance;
use crate::picture::format;
use crate::ui::theme::{self, ROW, color, palette};
use crate::workbench::{IncidentColumn, IncidentGroup, IncidentList, IncidentModel, IncidentQuery, IncidentRow, Model};
use eframe::egui::{self, Align, Key, Layout, Modifiers, RichText, Stroke, Ui};
use egui_extras::{Column, TableBuilder, TableRow};
use lucide_icons::Icon;

/// Height of the rows in sight.
const HEIGHT: f32 = 340.0;

/// A column: title, what it orders by, whether it holds numbers, and its share of the width.
type Heading = (&'static str, IncidentColumn, bool, f32);

const HEADINGS: [Heading; 8] = [
    ("What", IncidentColumn::Kind, false, 2.2),
    ("Day", IncidentColumn::Day, false, 1.2),
    ("Where", IncidentColumn::Campaign, false, 2.0),
    ("Circumstance", IncidentColumn::Circumstance, false, 1.8),
    ("People", IncidentColumn::People, true, 0.8),
    ("Uses", IncidentColumn::Uses, true, 0.8),
    ("Cost", IncidentColumn::Cost, true, 1.0),
    ("State", IncidentColumn::State, true, 1.2),
];

/// Shows the table, and takes clicks and keys.
pub fn show(ui: &mut Ui, model: &Model, list: &IncidentList, query: &mut IncidentQuery, selection: &mut Selection) {
    let moved_to = keys(ui, list, selection);
    let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
    let total: f32 = HEADINGS.iter().map(|heading| heading.3).sum();
    let width = ui.available_width();
    // Between columns lies the usual gap, and beside the last one the scroll bar.
    let gaps = ui.spacing().item_spacing.x * (HEADINGS.len() - 1) as f32 + 14.0;
    let share = (width - gaps).max(300.0) / total;
    let mut builder = TableBuilder::new(&mut *ui)
        .id_salt("incidents")
        .sense(egui::Sense::click())
        .cell_layout(Layout::left_to_right(Align::Center))
        .max_scroll_height(HEIGHT)
        .min_scrolled_height(HEIGHT)
        .animate_scrolling(false)
        .auto_shrink([false, true]);
    for heading in &HEADINGS {
        builder = builder.column(Column::exact((heading.3 * share).floor()).clip(true));
    }
    if let Some(place) = moved_to {
        let row = list.rows.iter().position(|row| *row == IncidentRow::Incident(place));
        builder = builder.scroll_to_row(row.unwrap_or_default(), None);
    }
    let table = builder.header(ROW, |mut row| {
        for heading in &HEADINGS {
            row.col(|ui| aligned(ui, heading.2, |ui| title(ui, heading, query)));
        }
    });
    let drawn = Drawn { model, list, width };
    table.body(|body| {
        body.rows(ROW, list.rows.len(), |mut row| match list.rows.get(row.index()) {
            Some(IncidentRow::Group(group)) => drawn.group(&mut row, *group, query, selection),
            Some(IncidentRow::Incident(place)) => drawn.incident(&mut row, *place, selection),
            None => {}
        });
    });
    ui.spacing_mut().item_spacing.y = spacing;
}

/// What the keys choose; the place to scroll to, if they moved.
fn keys(ui: &Ui, list: &IncidentList, selection: &mut Selection) -> Option<usize> {
    if ui.memory(|memory| memory.focused().is_some()) {
        return None;
    }
    let pressed = |modifiers, key| ui.input_mut(|input| input.consume_key(modifiers, key));
    if pressed(Modifiers::COMMAND, Key::A) {
        selection.choose(0..list.order.len());
    }
    if pressed(Modifiers::NONE, Key::Escape) {
        selection.clear();
    }
    let cursor = selection.cursor()?;
    for (modifiers, held) in [(Modifiers::SHIFT, Held::Shift), (Modifiers::NONE, Held::Nothing)] {
        let to = if pressed(modifiers, Key::ArrowDown) {
            cursor + 1
        } else if pressed(modifiers, Key::ArrowUp) {
            cursor.saturating_sub(1)
        } else {
            continue;
        };
        let to = to.min(list.order.len().saturating_sub(1));
        selection.click(to, held);
        return Some(to);
    }
    None
}

fn title(ui: &mut Ui, (name, column, ..): &Heading, query: &mut IncidentQuery) {
    let chosen = query.order == *column;
    let arrow = if query.ascending { Icon::ArrowUp } else { Icon::ArrowDown };
    let text = if chosen { format!("{name} {}", char::from(arrow)) } else { (*name).to_owned() };
    let tokens = palette(ui);
    let words = RichText::new(text).color(color(if chosen { tokens.text } else { tokens.muted }));
    let button = egui::Button::new(words).frame(false).truncate();
    if ui.add(button).on_hover_text("Order by this").clicked() {
        query.ascending = chosen && !query.ascending;
        query.order = *column;
    }
}

struct Drawn<'a> {
    model: &'a Model,
    list: &'a IncidentList,
    width: f32,
}

impl Drawn<'_> {
    fn incident(&self, row: &mut TableRow<'_, '_>, place: usize, selection: &mut Selection) {
        let Some(incident) = super::at(&self.model.compliance.incidents, self.list, place) else { return };
        row.set_selected(selection.holds(place));
        for (column, heading) in HEADINGS.iter().enumerate() {
            row.col(|ui| {
                if column == 0 {
                    self.hairline(ui);
                }
                aligned(ui, heading.2, |ui| {
                    ui.add(egui::Label::new(self.cell(incident, heading.1)).truncate());
                });
            });
        }
        let response = row.response();
        if response.clicked() {
            let modifiers = response.ctx.input(|input| input.modifiers);
            let held = match (modifiers.shift, modifiers.command) {
                (true, _) => Held::Shift,
                (false, true) => Held::Command,
                (false, false) => Held::Nothing,
            };
            selection.click(place, held);
        }
    }

    fn cell(&self, model: &IncidentModel, column: IncidentColumn) -> String {
        let incident = &model.incident;
        match column {
            IncidentColumn::Kind => incident.key.kind.label().into(),
            IncidentColumn::Day => format::day(incident.key.day),
            IncidentColumn::Campaign => incident.key.campaign.clone(),
            IncidentColumn::Circumstance => model.circumstance().map_or("–", Circumstance::label).into(),
            IncidentColumn::People => format::count(incident.people),
            IncidentColumn::Uses => format::count(incident.uses),
            IncidentColumn::Cost => {
                let currency = &self.model.workspace.currency;
                model.cost().map_or_else(|| "–".into(), |cost| format::money(cost, currency))
            }
            IncidentColumn::State => model.disposition().label().into(),
        }
    }

    fn group(&self, row: &mut TableRow<'_, '_>, index: usize, query: &mut IncidentQuery, selection: &mut Selection) {
        let Some(group) = self.list.groups.get(index) else { return };
        let mut chosen = false;
        for (column, heading) in HEADINGS.iter().enumerate() {
            row.col(|ui| {
                if column == 0 {
                    self.hairline(ui);
                    heading_of(ui, group, self.width);
                }
                aligned(ui, heading.2, |ui| match heading.1 {
                    IncidentColumn::Uses => bold(ui, &format::count(group.totals.uses)),
                    IncidentColumn::Cost if group.totals.cost.cents != 0 => {
                        bold(ui, &format::money(group.totals.cost, &self.model.workspace.currency));
                    }
                    IncidentColumn::State => chosen = ui.link("Choose all").clicked(),
                    _ => {}
                });
            });
        }
        if chosen {
            selection.choose(group.members.clone());
        } else if row.response().clicked() && !query.folded.remove(&group.label) {
            query.folded.insert(group.label.clone());
        }
    }

    /// The line above a row, across all columns.
    fn hairline(&self, ui: &Ui) {
        let (place, mut painter) = (ui.max_rect(), ui.painter().clone());
        let line = egui::Rangef::new(place.left(), place.left() + self.width);
        // The cell's own clip would end the line at the column.
        painter.set_clip_rect(egui::Rect::from_x_y_ranges(line, ui.clip_rect().y_range()));
        painter.hline(line, place.top(), Stroke::new(1.0, color(palette(ui).hairline)));
    }
}

/// The heading of a group, over the first four columns.
fn heading_of(ui: &Ui, group: &IncidentGroup, width: f32) {
    let icon = char::from(if group.folded { Icon::ChevronRight } else { Icon::ChevronDown });
    let totals = group.totals;
    let (number, open) = (format::count(totals.incidents as u64), format::count(totals.open as u64));
    let text = format!("{icon} {}   {number}, {open} open", group.label);
    let place = ui.max_rect();
    let mut painter = ui.painter().clone();
    let reach = egui::Rangef::new(place.left(), place.left() + 0.65 * width);
    painter.set_clip_rect(egui::Rect::from_x_y_ranges(reach, ui.clip_rect().y_range()));
    let at = egui::pos2(place.left(), place.center().y);
    painter.text(at, egui::Align2::LEFT_CENTER, text, theme::semibold(13.0), color(palette(ui).text));
}

fn bold(ui: &mut Ui, text: &str) {
    ui.label(RichText::new(text).font(theme::semibold(13.0)));
}

fn aligned(ui: &mut Ui, number: bool, contents: impl FnOnce(&mut Ui)) {
    if number {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            ui.add_space(2.0);
            contents(ui);
        });
    } else {
        contents(ui);
    }
}
