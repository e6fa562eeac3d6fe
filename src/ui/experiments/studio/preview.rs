//! Draws previews of a request where people meet it, in light and dark.

use crate::domain::{Terms, Wording};
use crate::picture::prompt::{Element, Place, Preview, Ruler, Surface, TextRole, Weight, preview};
use crate::picture::tokens::{DARK, LIGHT, Palette};
use crate::ui::theme::{self, color, palette};
use crate::ui::widgets::{card, muted};
use eframe::egui::epaint::text::{LayoutJob, TextFormat, TextWrapping};
use eframe::egui::{
    self, Align2, Color32, Context, CornerRadius, FontId, Painter, Pos2, Rect, RichText, Stroke, StrokeKind, Ui, vec2,
};

/// Shows how a request looks on the chosen surface.
pub fn show(ui: &mut Ui, wording: &Wording, terms: &Terms, surface: &mut Surface) {
    card(ui, "How people see it", "", |ui| {
        ui.horizontal_wrapped(|ui| {
            for one in Surface::ALL {
                ui.selectable_value(surface, one, one.name());
            }
        });
        if [&wording.headline, &wording.body].iter().all(|text| text.trim().is_empty()) {
            muted(ui, "What you write appears here, in the sizes that people see.");
            return;
        }
        let seen = preview(wording, terms, *surface, &Fonts(ui.ctx()));
        let both = 2.0 * seen.width + 12.0 <= ui.available_width();
        if both {
            ui.horizontal_top(|ui| {
                ui.spacing_mut().item_spacing.x = 12.0;
                draw(ui, &seen, &LIGHT, "light");
                draw(ui, &seen, &DARK, "dark");
            });
        } else {
            draw(ui, &seen, &LIGHT, "light");
            draw(ui, &seen, &DARK, "dark");
        }
        for cut in &seen.cut {
            ui.label(RichText::new(cut.sentence()).color(color(palette(ui).warning)));
        }
        seen.notes.iter().for_each(|note| muted(ui, *note));
    });
}

/// Measures with the fonts that are drawn with.
struct Fonts<'a>(&'a Context);

impl Ruler for Fonts<'_> {
    fn lines(&self, text: &str, role: TextRole, width_points: f32) -> usize {
        self.0.fonts_mut(|fonts| {
            fonts.layout(text.to_owned(), font(role), Color32::PLACEHOLDER, width_points).rows.len().max(1)
        })
    }

    fn width_points(&self, text: &str, role: TextRole) -> f32 {
        self.0.fonts_mut(|fonts| fonts.layout_no_wrap(text.to_owned(), font(role), Color32::PLACEHOLDER).size().x)
    }
}

fn font(role: TextRole) -> FontId {
    match role {
        TextRole::Title | TextRole::Label => theme::semibold(role.size_points()),
        TextRole::Text | TextRole::Small => FontId::proportional(role.size_points()),
    }
}

fn draw(ui: &mut Ui, seen: &Preview, tokens: &Palette, name: &str) {
    let (frame, response) = ui.allocate_exact_size(vec2(seen.width, seen.height), egui::Sense::hover());
    let words = format!("Preview in {name}");
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Image, true, &words));
    let painter = ui.painter_at(frame);
    painter.rect_filled(frame, CornerRadius::same(12), color(tokens.surface));
    painter.rect_stroke(frame, CornerRadius::same(12), Stroke::new(1.0, color(tokens.hairline)), StrokeKind::Inside);
    for element in &seen.elements {
        draw_element(&painter, frame.min, element, tokens);
    }
}

fn draw_element(painter: &Painter, origin: Pos2, element: &Element, tokens: &Palette) {
    match element {
        Element::Text { text, role, place, lines } => words(painter, origin, text, *role, place, *lines, tokens),
        Element::Button { text, place, weight } => button(painter, rect(origin, place), text, *weight, tokens),
        Element::Tick { text, place, ticked } => tick(painter, rect(origin, place), text, *ticked, tokens),
        Element::Switch { place, on } => switch(painter, rect(origin, place), *on, tokens),
        Element::Sender { place } => {
            let at = rect(origin, place);
            painter.circle_filled(at.center(), at.width() / 2.0, color(tokens.subtle));
            painter.text(at.center(), Align2::CENTER_CENTER, "C", theme::semibold(15.0), color(tokens.muted));
        }
    }
}

fn rect(origin: Pos2, place: &Place) -> Rect {
    Rect::from_min_size(origin + vec2(place.x, place.y), vec2(place.width, place.height))
}

fn words(painter: &Painter, origin: Pos2, text: &str, role: TextRole, place: &Place, lines: usize, tokens: &Palette) {
    let ink = color(if role == TextRole::Small { tokens.muted } else { tokens.text });
    let format = TextFormat { line_height: Some(role.line_points()), ..TextFormat::simple(font(role), ink) };
    let mut job = LayoutJob::single_section(text.to_owned(), format);
    job.wrap = TextWrapping { max_width: place.width, max_rows: lines, ..TextWrapping::default() };
    let galley = painter.layout_job(job);
    painter.galley(rect(origin, place).min, galley, ink);
}

fn button(painter: &Painter, at: Rect, text: &str, weight: Weight, tokens: &Palette) {
    let ink = match weight {
        Weight::Full => {
            painter.rect_filled(at, CornerRadius::same(8), color(tokens.accent));
            color(tokens.on_accent)
        }
        Weight::Link => color(tokens.muted),
    };
    let font = if weight == Weight::Full { font(TextRole::Label) } else { font(TextRole::Small) };
    let mut job = LayoutJob::simple_singleline(text.to_owned(), font, ink);
    job.wrap = TextWrapping::truncate_at_width(at.width() - 12.0);
    let galley = painter.layout_job(job);
    painter.galley(Align2::CENTER_CENTER.align_size_within_rect(galley.size(), at).min, galley, ink);
}

fn tick(painter: &Painter, at: Rect, text: &str, ticked: bool, tokens: &Palette) {
    let square = Rect::from_min_size(at.min + vec2(0.0, 2.0), vec2(14.0, 14.0));
    let line = if ticked { tokens.accent } else { tokens.muted };
    painter.rect_stroke(square, CornerRadius::same(3), Stroke::new(1.5, color(line)), StrokeKind::Inside);
    if ticked {
        let mark = [vec2(3.0, 7.0), vec2(6.0, 10.5), vec2(11.0, 4.0)].map(|step| square.min + step);
        painter.line(mark.to_vec(), Stroke::new(2.0, color(line)));
    }
    let begin = square.right_center() + vec2(8.0, 0.0);
    painter.text(begin, Align2::LEFT_CENTER, text, font(TextRole::Text), color(tokens.text));
}

fn switch(painter: &Painter, at: Rect, on: bool, tokens: &Palette) {
    let track = color(if on { tokens.accent } else { tokens.muted });
    painter.rect_filled(at, CornerRadius::same(11), track);
    let radius = at.height() / 2.0 - 3.0;
    let x = if on { at.right() - 3.0 - radius } else { at.left() + 3.0 + radius };
    painter.circle_filled(
        Pos2::new(x, at.center().y),
        radius,
        color(if on { tokens.on_accent } else { tokens.surface }),
    );
}
