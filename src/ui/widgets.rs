//! The pieces that all screens are made of.

use super::theme::{self, PADDING, ROW, color, palette};
use eframe::egui::containers::menu::{MenuButton, MenuConfig};
use eframe::egui::{
    self, Align, CornerRadius, Frame, Layout, Margin, PopupCloseBehavior, Response, RichText, Stroke, Ui,
};
use egui_extras::{Column, TableBuilder};

/// How a badge or a figure is meant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Tone {
    /// Good news.
    Good,
    /// Something to look at.
    Warning,
    /// Bad news.
    Bad,
    /// Neither.
    Neutral,
}

/// A white card with an optional title and subtitle.
pub fn card<R>(ui: &mut Ui, title: &str, subtitle: &str, contents: impl FnOnce(&mut Ui) -> R) -> R {
    let tokens = palette(ui);
    let frame = Frame::new()
        .fill(color(tokens.surface))
        .stroke(Stroke::new(1.0, color(tokens.hairline)))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::same(PADDING));
    let shown = frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        if !title.is_empty() {
            ui.label(RichText::new(title).font(theme::semibold(13.0)));
        }
        if !subtitle.is_empty() {
            muted(ui, subtitle);
        }
        // Columns justify what is in them; text reads better flush left.
        ui.with_layout(Layout::top_down(Align::Min), contents).inner
    });
    ui.add_space(8.0);
    shown.inner
}

/// Text that stands back.
pub fn muted(ui: &mut Ui, text: impl Into<String>) {
    let colour = color(palette(ui).muted);
    ui.add(egui::Label::new(RichText::new(text).color(colour)).wrap());
}

/// The title of a page, with what belongs beside it.
pub fn page_header(ui: &mut Ui, title: &str, contents: impl FnOnce(&mut Ui)) {
    ui.horizontal(|ui| {
        ui.label(RichText::new(title).font(theme::semibold(20.0)));
        contents(ui);
    });
    ui.add_space(4.0);
}

/// Tabs under a page's title.
pub fn tabs(ui: &mut Ui, names: &[&str], open: &mut usize) {
    let tokens = palette(ui);
    ui.horizontal(|ui| {
        ui.spacing_mut().item_spacing.x = 16.0;
        for (index, name) in names.iter().enumerate() {
            let chosen = *open == index;
            let font = if chosen { theme::semibold(13.0) } else { egui::FontId::proportional(13.0) };
            let colour = color(if chosen { tokens.text } else { tokens.muted });
            let response = ui.add(egui::Button::new(RichText::new(*name).font(font).color(colour)).frame(false));
            if chosen {
                let line = response.rect.expand2(egui::vec2(0.0, 2.0));
                ui.painter().hline(line.x_range(), line.bottom(), Stroke::new(2.0, color(tokens.accent)));
            }
            if response.clicked() {
                *open = index;
            }
        }
    });
    ui.add_space(8.0);
}

/// A few words on a tinted ground.
pub fn badge(ui: &mut Ui, text: &str, tone: Tone) {
    let tokens = palette(ui);
    let (fill, ink) = match tone {
        Tone::Good => (tokens.good_fill, tokens.good),
        Tone::Warning => (tokens.warning_fill, tokens.warning),
        Tone::Bad => (tokens.bad_fill, tokens.bad),
        Tone::Neutral => (tokens.subtle, tokens.muted),
    };
    Frame::new().fill(color(fill)).corner_radius(CornerRadius::same(9)).inner_margin(Margin::symmetric(8, 2)).show(
        ui,
        |ui| {
            ui.spacing_mut().interact_size.y = 0.0;
            ui.add(egui::Label::new(RichText::new(text).font(theme::semibold(11.0)).color(color(ink))).extend());
        },
    );
}

/// The one action that matters most.
pub fn primary_button(ui: &mut Ui, text: &str) -> Response {
    let tokens = palette(ui);
    let words = RichText::new(text).font(theme::semibold(13.0)).color(color(tokens.on_accent));
    ui.add(egui::Button::new(words).fill(color(tokens.accent)).stroke(Stroke::NONE))
}

/// A verdict: one sentence large, what stands behind it small.
pub fn sentence(ui: &mut Ui, text: &str, detail: &str) {
    card(ui, "", "", |ui| {
        ui.add(egui::Label::new(RichText::new(text).font(theme::medium(17.0))).wrap());
        if !detail.is_empty() {
            muted(ui, detail);
        }
    });
}

/// What belongs here, and the one action that fills it; true if that was chosen.
pub fn empty_state(ui: &mut Ui, title: &str, text: &str, action: &str) -> bool {
    card(ui, "", "", |ui| {
        ui.vertical_centered(|ui| {
            ui.add_space(24.0);
            ui.label(RichText::new(title).font(theme::medium(17.0)));
            muted(ui, text);
            ui.add_space(8.0);
            let chosen = !action.is_empty() && primary_button(ui, action).clicked();
            ui.add_space(24.0);
            chosen
        })
        .inner
    })
}

/// A large number under its caption.
pub fn figure(ui: &mut Ui, caption: &str, value: &str, detail: &str) {
    ui.vertical(|ui| {
        muted(ui, caption);
        ui.label(RichText::new(value).font(theme::semibold(20.0)));
        if !detail.is_empty() {
            ui.label(RichText::new(detail).small().color(color(palette(ui).muted)));
        }
    });
}

/// A line of text under its label.
pub fn labelled_text(ui: &mut Ui, label: &str, text: &mut String) -> Response {
    let id = ui.label(RichText::new(label).small()).id;
    ui.add(egui::TextEdit::singleline(text).desired_width(f32::INFINITY)).labelled_by(id)
}

/// Several lines of text under their label.
pub fn labelled_multiline(ui: &mut Ui, label: &str, text: &mut String) -> Response {
    let id = ui.label(RichText::new(label).small()).id;
    ui.add(egui::TextEdit::multiline(text).desired_rows(3).desired_width(f32::INFINITY)).labelled_by(id)
}

/// A button that opens a menu in which somebody types or chooses: only a click elsewhere closes it, or [`Ui::close`].
pub fn menu_to_type_in(ui: &mut Ui, text: &str, contents: impl FnOnce(&mut Ui)) {
    let config = MenuConfig::new().close_behavior(PopupCloseBehavior::CloseOnClickOutside);
    MenuButton::new(text).config(config).ui(ui, contents);
}

/// One choice of several under its label.
pub fn labelled_combo(ui: &mut Ui, label: &str, chosen: &mut usize, names: &[String]) -> bool {
    let before = *chosen;
    ui.vertical(|ui| {
        let id = ui.label(RichText::new(label).small()).id;
        let shown = names.get(*chosen).cloned().unwrap_or_default();
        let combo = egui::ComboBox::from_id_salt(label).selected_text(shown).width(190.0).show_ui(ui, |ui| {
            for (index, name) in names.iter().enumerate() {
                ui.selectable_value(chosen, index, name);
            }
        });
        combo.response.labelled_by(id);
    });
    *chosen != before
}

/// A small square in the colour of a series.
pub fn swatch(ui: &mut Ui, series: usize) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(10.0, 10.0), egui::Sense::hover());
    ui.painter().rect_filled(rect, CornerRadius::same(2), color(palette(ui).series(series)));
}

/// A column of a table: its title, and whether it holds numbers.
pub type Heading<'a> = (&'a str, bool);

/// A table of which only the rows in sight are made; the row that was clicked, if one was.
///
/// `cell` gives the text of a row and column; the first column takes the colour of `series` if that is given.
pub fn table(
    ui: &mut Ui,
    id: &str,
    headings: &[Heading<'_>],
    rows: usize,
    chosen: Option<usize>,
    series: bool,
    cell: impl Fn(usize, usize) -> String,
) -> Option<usize> {
    let tokens = palette(ui);
    let spacing = std::mem::replace(&mut ui.spacing_mut().item_spacing.y, 0.0);
    let width = ui.available_width();
    // Words need more room than numbers, the first column most, and every heading enough to be read.
    let weight = |(index, heading): (usize, &Heading<'_>)| {
        let least = match (index, heading.1) {
            (0, _) => 2.2,
            (_, false) => 1.6,
            (_, true) => 1.0,
        };
        f32::max(least, heading.0.chars().count() as f32 / 12.0)
    };
    let total: f32 = headings.iter().enumerate().map(weight).sum();
    let share = (width - 12.0 * headings.len() as f32).max(300.0) / total;
    let mut clicked = None;
    let wanted = ROW * (rows as f32 + 1.0) + 12.0;
    let mut builder = TableBuilder::new(&mut *ui)
        .id_salt(id)
        .sense(egui::Sense::click())
        .cell_layout(Layout::left_to_right(Align::Center))
        .min_scrolled_height(wanted.min(460.0))
        .max_scroll_height(wanted.min(460.0))
        .auto_shrink([false, true]);
    for heading in headings.iter().enumerate() {
        builder = builder.column(Column::exact((weight(heading) * share).floor()).clip(true));
    }
    let table = builder.header(ROW, |mut row| {
        for (title, number) in headings {
            row.col(|ui| aligned(ui, *number, |ui| muted_line(ui, title)));
        }
    });
    let hairline = Stroke::new(1.0, color(tokens.hairline));
    table.body(|body| {
        body.rows(ROW, rows, |mut row| {
            let index = row.index();
            row.set_selected(chosen == Some(index));
            for (column, (_, number)) in headings.iter().enumerate() {
                row.col(|ui| {
                    if column == 0 {
                        let (place, mut painter) = (ui.max_rect(), ui.painter().clone());
                        let line = egui::Rangef::new(place.left(), place.left() + width);
                        // The cell's own clip would end the line at the column.
                        painter.set_clip_rect(egui::Rect::from_x_y_ranges(line, ui.clip_rect().y_range()));
                        painter.hline(line, place.top(), hairline);
                    }
                    if series && column == 0 {
                        swatch(ui, index);
                    }
                    aligned(ui, *number, |ui| {
                        ui.add(egui::Label::new(cell(index, column)).truncate());
                    });
                });
            }
            if row.response().clicked() {
                clicked = Some(index);
            }
        });
    });
    ui.spacing_mut().item_spacing.y = spacing;
    clicked
}

fn muted_line(ui: &mut Ui, text: &str) {
    let colour = color(palette(ui).muted);
    ui.add(egui::Label::new(RichText::new(text).color(colour)).truncate());
}

fn aligned(ui: &mut Ui, number: bool, contents: impl FnOnce(&mut Ui)) {
    if number {
        ui.with_layout(Layout::right_to_left(Align::Center), |ui| {
            // A column may begin between two pixels; its clip must not cut the last digit.
            ui.add_space(2.0);
            contents(ui);
        });
    } else {
        contents(ui);
    }
}
