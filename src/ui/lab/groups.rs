//! One group of traits: a row for each with its dot and interval; choosing a row opens what stands behind it.

use super::{State, detail};
use crate::picture::{Chart, Interval, Layer, format, lab_figures};
use crate::stats::lab::TraitClass;
use crate::ui::charts;
use crate::ui::shell::Request;
use crate::ui::theme::{ROW, color, palette};
use crate::ui::widgets::card;
use crate::workbench::Model;
use crate::workbench::lab::{LabModel, LearntTrait};
use eframe::egui::{self, Align, Align2, FontId, Layout, Rect, Sense, Stroke, Ui, UiBuilder};

/// So many traits of which nothing can be told are shown at first.
const FEW: usize = 8;
/// Parts of the width for names and for the drawing; figures have the rest.
const NAMES: f32 = 0.3;
const DRAWING: f32 = 0.36;

/// What all groups have in common.
pub struct Page<'a> {
    /// The workspace.
    pub model: &'a Model,
    /// What was learnt.
    pub lab: &'a LabModel,
    /// The stretch of differences that all groups share.
    pub reach: [f64; 2],
}

/// Shows a group; nothing where it is empty.
pub fn show(
    ui: &mut Ui,
    page: &Page<'_>,
    class: TraitClass,
    traits: &[&LearntTrait],
    state: &mut State,
    requests: &mut Vec<Request>,
) {
    if traits.is_empty() {
        return;
    }
    let (title, subtitle, series) = match class {
        TraitClass::Soothes => ("Soothes", "With it, more people say yes", 2),
        TraitClass::Alarms => ("Alarms", "With it, fewer people say yes", 4),
        TraitClass::CannotTell => ("Cannot be told yet", "More or fewer: both are still possible", 5),
    };
    // Of what is not known, what is known best comes first; of what is known, what matters most.
    let mut ranked = traits.to_vec();
    match class {
        TraitClass::Soothes => {}
        TraitClass::Alarms => ranked.reverse(),
        TraitClass::CannotTell => ranked.sort_by(|a, b| doubt(a).total_cmp(&doubt(b))),
    }
    let figures: Vec<_> = ranked.iter().map(|known| &known.figures).collect();
    let chart = lab_figures::effects(&format!("{title} ({})", ranked.len()), subtitle, &figures, series, page.reach);
    card(ui, &chart.title, &chart.subtitle, |ui| {
        let Some(intervals) = intervals(&chart) else { return };
        scale(ui, &chart);
        let most = if class == TraitClass::CannotTell && !state.all_unknown { FEW } else { usize::MAX };
        for (known, interval) in ranked.iter().zip(intervals).take(most) {
            let is_open = state.open.as_ref() == Some(&known.factor.key);
            if row(ui, &chart, interval, is_open) {
                state.open = (!is_open).then(|| known.factor.key.clone());
            }
            if is_open {
                detail::show(ui, page, known, state, requests);
            }
        }
        if ranked.len() > most && ui.button(format!("Show all {}", ranked.len())).clicked() {
            state.all_unknown = true;
        }
        charts::twin(ui, title, &chart);
    });
}

/// How far the direction is from being known, from 0 to 0.5.
fn doubt(known: &LearntTrait) -> f64 {
    known.figures.probability_helps.min(1.0 - known.figures.probability_helps)
}

fn intervals(chart: &Chart) -> Option<&[Interval]> {
    chart.layers.iter().find_map(|layer| if let Layer::Intervals(all) = layer { Some(all.as_slice()) } else { None })
}

/// The three parts of a row.
fn parts(rect: Rect) -> [Rect; 3] {
    let (left, right) = (rect.left() + NAMES * rect.width(), rect.left() + (NAMES + DRAWING) * rect.width());
    let part = |from: f32, to: f32| Rect::from_x_y_ranges(from..=to, rect.y_range());
    [part(rect.left(), left - 8.0), part(left, right), part(right + 16.0, rect.right())]
}

/// Where a difference lies in the drawing.
fn place(drawing: Rect, chart: &Chart, value: f64) -> f32 {
    let [low, high] = chart.x.range.unwrap_or([-1.0, 1.0]);
    #[expect(clippy::cast_possible_truncation, reason = "a place on screen")]
    let share = ((value - low) / (high - low)) as f32;
    drawing.left() + share * drawing.width()
}

fn marks(chart: &Chart) -> Vec<f64> {
    chart.x_ticks(chart.x.range.unwrap_or([-1.0, 1.0]))
}

/// The values along the top.
fn scale(ui: &mut Ui, chart: &Chart) {
    let (rect, _) = ui.allocate_exact_size(egui::vec2(ui.available_width(), 16.0), Sense::hover());
    let [_, drawing, _] = parts(rect);
    let ink = color(palette(ui).muted);
    let values = marks(chart);
    let step = values.get(1).map_or(0.01, |second| second - values[0]);
    for value in values {
        let words = if value.abs() < 1e-12 { "no difference".into() } else { format::points(value, decimals(step)) };
        let at = egui::pos2(place(drawing, chart, value), rect.center().y);
        ui.painter().text(at, Align2::CENTER_CENTER, words, FontId::proportional(11.0), ink);
    }
}

/// Decimals of percentage points at marks that lie so far apart.
fn decimals(step: f64) -> usize {
    [(0.01, 0), (0.001, 1)].into_iter().find(|(from, _)| step >= *from * 0.999).map_or(2, |(_, decimals)| decimals)
}

/// One trait; true if it was chosen.
fn row(ui: &mut Ui, chart: &Chart, interval: &Interval, is_open: bool) -> bool {
    let tokens = palette(ui);
    let (rect, response) = ui.allocate_exact_size(egui::vec2(ui.available_width(), ROW + 6.0), Sense::click());
    if response.hovered() || response.has_focus() || is_open {
        ui.painter().rect_filled(rect.expand2(egui::vec2(6.0, 0.0)), 4.0, color(tokens.subtle));
    }
    let [names, drawing, figures] = parts(rect);
    for value in marks(chart) {
        let (width, ink) = if value.abs() < 1e-12 { (1.0, tokens.muted) } else { (1.0, tokens.grid) };
        ui.painter().vline(place(drawing, chart, value), rect.y_range(), Stroke::new(width, color(ink)));
    }
    let ink = color(tokens.series(interval.series));
    let [from, to] = interval.outer.map(|end| place(drawing, chart, end));
    ui.painter().hline(from..=to, rect.center().y, Stroke::new(3.0, ink));
    ui.painter().circle_filled(egui::pos2(place(drawing, chart, interval.middle), rect.center().y), 5.0, ink);
    words(ui, names, &interval.name, Layout::left_to_right(Align::Center), false);
    let half = figures.height() / 2.0;
    let (above, below) =
        (figures.with_max_y(figures.top() + half + 1.0), figures.with_min_y(figures.top() + half - 1.0));
    words(ui, above, &interval.remark, Layout::left_to_right(Align::Center), false);
    words(ui, below, &interval.caption, Layout::left_to_right(Align::Center), true);
    let name = format!("{}: {}", interval.name, interval.remark);
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::Button, true, &name));
    response.clicked()
}

fn words(ui: &mut Ui, place: Rect, text: &str, layout: Layout, is_small: bool) {
    let muted = color(palette(ui).muted);
    let shown = egui::RichText::new(text);
    let shown = if is_small { shown.small().color(muted) } else { shown };
    ui.new_child(UiBuilder::new().max_rect(place).layout(layout)).add(egui::Label::new(shown).truncate());
}
