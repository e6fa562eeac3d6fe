//! Draws a chart of `picture` with `egui_plot`: same numbers, colours and words as in reports.

use super::theme::{self, color, palette};
use super::widgets::{card, swatch};
use crate::picture::tokens::{LineStyle as Style, Palette, line_style};
use crate::picture::{Axis, AxisFormat, Bar, Chart, Interval, Layer, format, ticks};
use eframe::egui::{self, Align2, RichText, Ui};
use egui_plot::{
    FilledArea, GridInput, GridMark, Line, LineStyle, MarkerShape, Plot, PlotPoint, PlotPoints, PlotUi, Points, Text,
    VLine,
};

/// A chart in a card, with its figures to copy and as a table.
pub fn show(ui: &mut Ui, id: &str, chart: &Chart, height: f32) {
    card(ui, &chart.title, &chart.subtitle, |ui| {
        legend(ui, chart);
        if let Some((series, bars)) = chart.layers.iter().find_map(as_bars) {
            lying_bars(ui, series, bars);
        } else {
            plot(ui, id, chart, height);
        }
        twin(ui, id, chart);
    });
}

fn as_bars(layer: &Layer) -> Option<(usize, &[Bar])> {
    if let Layer::Bars { series, bars } = layer { Some((*series, bars)) } else { None }
}

fn legend(ui: &mut Ui, chart: &Chart) {
    let curves = chart.layers.iter().filter_map(|layer| match layer {
        Layer::Curve { name, series, .. } => Some((name, *series)),
        _ => None,
    });
    ui.horizontal_wrapped(|ui| {
        for (name, series) in curves {
            swatch(ui, series);
            ui.label(RichText::new(name).font(theme::semibold(11.0)));
            ui.add_space(12.0);
        }
    });
}

fn plot(ui: &mut Ui, id: &str, chart: &Chart, height: f32) {
    let tokens = palette(ui);
    let x_axis = chart.x.clone();
    let y_axis = chart.y.clone();
    let (x_hidden, y_hidden) = (x_axis.format == AxisFormat::Hidden, y_axis.format == AxisFormat::Hidden);
    let mut plot = Plot::new(id)
        .height(height)
        .allow_zoom(false)
        .allow_drag(false)
        .allow_scroll(false)
        .allow_boxed_zoom(false)
        .show_axes([!x_hidden, !y_hidden])
        .show_grid([!x_hidden, !y_hidden])
        .grid_color(color(tokens.grid))
        .show_background(false)
        .show_crosshair(false)
        .set_margin_fraction(egui::Vec2::ZERO)
        .x_axis_formatter(move |mark, _| written(&x_axis, mark.value))
        .y_axis_formatter(move |mark, _| written(&y_axis, mark.value));
    plot = match &chart.x.format {
        AxisFormat::Names(names) => {
            let count = names.len();
            plot.x_grid_spacer(move |_: GridInput| named_marks(count))
        }
        _ => plot.x_grid_spacer(round_marks),
    };
    plot = plot.y_grid_spacer(round_marks);
    plot.show(ui, |plot| {
        if let Some([low, high]) = chart.x.range {
            plot.set_plot_bounds_x(low..=high);
        }
        if let Some([low, high]) = chart.y.range {
            plot.set_plot_bounds_y(low..=high);
        }
        for layer in &chart.layers {
            draw(plot, layer, chart, tokens);
        }
    });
}

fn round_marks(input: GridInput) -> Vec<GridMark> {
    let values = ticks([input.bounds.0, input.bounds.1]);
    // All marks matter alike, so all get the whole width as their step and are written.
    values.into_iter().map(|value| GridMark { value, step_size: input.bounds.1 - input.bounds.0 }).collect()
}

fn named_marks(count: usize) -> Vec<GridMark> {
    let every = count.div_ceil(12).max(1);
    (0..count).step_by(every).map(|index| GridMark { value: index as f64, step_size: count as f64 }).collect()
}

#[expect(
    clippy::cast_possible_truncation,
    clippy::cast_sign_loss,
    reason = "positions of names are small whole numbers"
)]
fn written(axis: &Axis, value: f64) -> String {
    match &axis.format {
        AxisFormat::Percent(decimals) => format::percent(value, *decimals),
        AxisFormat::Points(decimals) => format::points(value, *decimals),
        AxisFormat::Number(decimals) => format::number(value, *decimals),
        AxisFormat::Names(names) if value >= 0.0 => names.get(value.round() as usize).cloned().unwrap_or_default(),
        AxisFormat::Names(_) | AxisFormat::Hidden => String::new(),
    }
}

fn style(series: usize) -> LineStyle {
    match line_style(series) {
        Style::Solid => LineStyle::Solid,
        Style::Dashed => LineStyle::dashed_loose(),
        Style::Dotted => LineStyle::dotted_dense(),
    }
}

fn draw(plot: &mut PlotUi<'_>, layer: &Layer, chart: &Chart, tokens: &Palette) {
    let (low, high) = chart.y.range.map_or((0.0, 1.0), |range| (range[0], range[1]));
    match layer {
        Layer::Curve { name, series, points, filled } => {
            let colour = color(tokens.series(*series));
            let mut line = Line::new(name, points.clone()).color(colour).width(2.0).style(style(*series));
            if *filled {
                line = line.fill(0.0).fill_alpha(0.12);
            }
            plot.line(line);
        }
        Layer::Band { name, series, xs, lower, upper } => {
            let fill = color(tokens.series(*series)).gamma_multiply(0.15);
            plot.add(
                FilledArea::new(name, xs, lower, upper).fill_color(fill).stroke(egui::Stroke::NONE).allow_hover(false),
            );
        }
        Layer::Dots { name, series, points } => {
            let colour = color(tokens.series(*series));
            plot.line(Line::new(name, points.clone()).color(colour).width(2.0).allow_hover(false));
            plot.points(Points::new(name, points.clone()).color(colour).radius(4.0));
        }
        Layer::Intervals(intervals) => {
            intervals.iter().for_each(|interval| draw_interval(plot, interval, chart, tokens))
        }
        Layer::Bars { .. } => {}
        Layer::Region { from, to, label } => {
            let fill = color(tokens.subtle);
            plot.add(
                FilledArea::new(label, &[*from, *to], &[low, low], &[high, high]).fill_color(fill).allow_hover(false),
            );
        }
        Layer::Mark { x, label } => {
            plot.vline(VLine::new(label, *x).color(color(tokens.accent)).width(1.0));
            label_at(plot, *x, high, Align2::LEFT_TOP, label, color(tokens.accent));
        }
        Layer::Level { from, to, y, label, dashed } => {
            let style = if *dashed { LineStyle::dashed_loose() } else { LineStyle::Solid };
            let points = vec![[*from, *y], [*to, *y]];
            plot.line(Line::new(label, points).color(color(tokens.muted)).width(1.0).style(style));
        }
    }
}

fn draw_interval(plot: &mut PlotUi<'_>, interval: &Interval, chart: &Chart, tokens: &Palette) {
    let colour = color(tokens.series(interval.series));
    let line = |limits: [f64; 2], width: f32| {
        let points: PlotPoints<'_> = vec![[limits[0], interval.row], [limits[1], interval.row]].into();
        Line::new(&interval.name, points).color(colour).width(width)
    };
    plot.line(line(interval.outer, 3.0));
    if interval.has_inner() {
        plot.line(line(interval.inner, 7.0));
    }
    let middle = vec![[interval.middle, interval.row]];
    plot.points(Points::new(&interval.name, middle).color(colour).radius(5.0).shape(MarkerShape::Circle));
    let [left, right] = chart.x.range.unwrap_or(interval.outer);
    label_at(plot, left, interval.row + 0.34, Align2::LEFT_CENTER, &interval.name, color(tokens.text));
    label_at(plot, right, interval.row + 0.34, Align2::RIGHT_CENTER, &interval.remark, color(tokens.muted));
    label_at(plot, interval.middle, interval.row - 0.3, Align2::CENTER_CENTER, &interval.caption, color(tokens.muted));
}

fn label_at(plot: &mut PlotUi<'_>, x: f64, y: f64, anchor: Align2, words: &str, colour: egui::Color32) {
    let text = RichText::new(words).size(11.0).color(colour);
    plot.text(Text::new(words, PlotPoint::new(x, y), text).anchor(anchor).allow_hover(false));
}

fn lying_bars(ui: &mut Ui, series: usize, bars: &[Bar]) {
    let tokens = palette(ui);
    let longest = bars.iter().map(|bar| bar.value).fold(f64::MIN_POSITIVE, f64::max);
    let width = ui.available_width();
    let (names, room) = (width * 0.42, width * 0.58 - 84.0);
    for (index, bar) in bars.iter().take(12).enumerate() {
        ui.horizontal(|ui| {
            let (place, _) = ui.allocate_exact_size(egui::vec2(names, 18.0), egui::Sense::hover());
            let layout = egui::Layout::left_to_right(egui::Align::Center);
            // A child of its own, so that a short name does not pull its bar to the left.
            ui.new_child(egui::UiBuilder::new().max_rect(place).layout(layout))
                .add(egui::Label::new(&bar.name).truncate());
            #[expect(clippy::cast_possible_truncation, reason = "a length on screen")]
            let length = (f64::from(room) * bar.value / longest).max(1.0) as f32;
            let (rect, _) = ui.allocate_exact_size(egui::vec2(length, 13.0), egui::Sense::hover());
            let strength = if index < 2 { 1.0 } else { 0.5 };
            ui.painter().rect_filled(rect, 2.0, color(tokens.series(series)).gamma_multiply(strength));
            ui.label(RichText::new(&bar.caption).color(color(tokens.muted)));
        });
    }
}

fn twin(ui: &mut Ui, id: &str, chart: &Chart) {
    egui::CollapsingHeader::new(RichText::new("The figures as a table").small()).id_salt((id, "twin")).show(ui, |ui| {
        if ui.small_button("Copy data").clicked() {
            let rows = std::iter::once(&chart.table.columns).chain(&chart.table.rows);
            ui.copy_text(rows.map(|row| row.join("\t")).collect::<Vec<_>>().join("\n"));
        }
        egui::Grid::new((id, "grid")).striped(true).show(ui, |ui| {
            for name in &chart.table.columns {
                ui.label(RichText::new(name).font(theme::semibold(11.0)));
            }
            ui.end_row();
            for row in &chart.table.rows {
                for cell in row {
                    ui.label(RichText::new(cell).small());
                }
                ui.end_row();
            }
        });
    });
}
