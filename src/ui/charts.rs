//! Draws a chart of `picture` with `egui_plot`: same numbers, colours and words as in reports.

use super::theme::{self, color, palette};
use super::widgets::{card, swatch};
use crate::picture::tokens::{LineStyle as Style, Marker, Palette, line_style, marker};
use crate::picture::{Axis, AxisFormat, Bar, Chart, Interval, Layer, format, name_step, ticks};
use eframe::egui::{self, Align2, RichText, Ui};
use egui_plot::{
    FilledArea, GridInput, GridMark, HoverPosition, Line, LineStyle, MarkerShape, Plot, PlotPoint, PlotPoints, PlotUi,
    Points, Text, VLine,
};

/// In which form the picture of a chart is wanted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PictureForm {
    /// Of any size.
    Svg,
    /// For screens and slides.
    Screen,
    /// For print.
    Print,
}

impl PictureForm {
    const ALL: [Self; 3] = [Self::Svg, Self::Screen, Self::Print];

    /// What it is, for a person who chooses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Svg => "SVG, sharp at any size",
            Self::Screen => "PNG for screens (2×)",
            Self::Print => "PNG for print (4×)",
        }
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        if self == Self::Svg { "svg" } else { "png" }
    }

    /// Pixels of the picture for each of the layout.
    pub fn scale(self) -> u8 {
        match self {
            Self::Svg => 1,
            Self::Screen => 2,
            Self::Print => 4,
        }
    }
}

/// A chart that somebody wants as a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct WantedPicture {
    /// The chart.
    pub chart: Chart,
    /// The form.
    pub form: PictureForm,
}

fn wanted_place() -> egui::Id {
    egui::Id::unique("wanted picture")
}

/// The picture that somebody asked for since the last call: charts are drawn in many places, and one place asks where the picture goes.
pub fn take_wanted_picture(context: &egui::Context) -> Option<WantedPicture> {
    context.data_mut(|data| data.remove_temp::<Option<WantedPicture>>(wanted_place())).flatten()
}

fn save_picture(ui: &mut Ui, chart: &Chart) {
    let title = RichText::new("Save picture…").small().color(color(palette(ui).muted));
    ui.menu_button(title, |ui| {
        for form in PictureForm::ALL {
            if ui.button(form.name()).clicked() {
                let wanted = WantedPicture { chart: chart.clone(), form };
                ui.data_mut(|data| data.insert_temp(wanted_place(), Some(wanted)));
                ui.close();
            }
        }
    });
}

/// A chart in a card, with its figures to copy and as a table.
pub fn show(ui: &mut Ui, id: &str, chart: &Chart, height: f32) {
    card(ui, &chart.title, &chart.subtitle, |ui| {
        let height = if legend(ui, chart) { height } else { height + LEGEND };
        if let Some((series, bars)) = chart.layers.iter().find_map(as_bars) {
            lying_bars(ui, chart, series, bars);
        } else {
            plot(ui, id, chart, height);
        }
        twin(ui, id, chart);
    });
}

fn as_bars(layer: &Layer) -> Option<(usize, &[Bar])> {
    if let Layer::Bars { series, bars } = layer { Some((*series, bars)) } else { None }
}

/// Height of a legend with its gap, so that charts side by side end at one height.
const LEGEND: f32 = 38.0;

/// Shows which colour is which curve; false if there are no curves.
fn legend(ui: &mut Ui, chart: &Chart) -> bool {
    let named = chart.layers.iter().filter_map(|layer| match layer {
        Layer::Curve { name, series, .. } | Layer::Points { name, series, .. } | Layer::Stroke { name, series, .. } => {
            Some((name, *series))
        }
        _ => None,
    });
    let mut curves: Vec<(&String, usize)> = Vec::new();
    // A line that goes on in the next segment is the same line.
    for curve in named {
        if !curves.contains(&curve) {
            curves.push(curve);
        }
    }
    if curves.is_empty() {
        return false;
    }
    ui.horizontal_wrapped(|ui| {
        ui.spacing_mut().interact_size.y = 0.0;
        for (name, series) in curves {
            swatch(ui, series);
            ui.label(RichText::new(name).font(theme::semibold(11.0)));
            ui.add_space(12.0);
        }
    });
    true
}

fn plot(ui: &mut Ui, id: &str, chart: &Chart, height: f32) {
    ui.scope(|ui| {
        // What axes and tooltips are written in.
        ui.style_mut().text_styles.insert(egui::TextStyle::Body, egui::FontId::proportional(11.0));
        ui.visuals_mut().override_text_color = Some(color(palette(ui).muted));
        plotted(ui, id, chart, height);
    });
}

fn plotted(ui: &mut Ui, id: &str, chart: &Chart, height: f32) {
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
    plot = if let AxisFormat::Names(names) = &chart.x.format {
        let (count, step) = (names.len(), name_step(names));
        plot.x_grid_spacer(move |_: GridInput| named_marks(count, step))
    } else {
        let described = chart.clone();
        plot.x_grid_spacer(move |input| {
            let shown = [input.bounds.0, input.bounds.1];
            marks(described.x_ticks(shown), input)
        })
    };
    let told = chart.clone();
    plot = plot.label_formatter(move |hover| hovered(&told, hover));
    plot = plot.y_grid_spacer(round_marks);
    plot.show(ui, |plot| {
        if let Some([low, high]) = chart.x.range {
            plot.set_plot_bounds_x(low..=high);
        }
        if let Some([low, high]) = chart.y.range {
            plot.set_plot_bounds_y(low..=high);
        }
        let mut marks = 0_u8;
        for layer in &chart.layers {
            if let Layer::Mark { x, label } = layer {
                draw_mark(plot, *x, label, marks, chart, tokens);
                marks += 1;
            } else {
                draw(plot, layer, chart, tokens);
            }
        }
    });
}

/// The tooltip: what is under the pointer, its value, and the rest of its row in the table twin.
fn hovered(chart: &Chart, hover: &HoverPosition<'_>) -> Option<String> {
    let HoverPosition::NearDataPoint { plot_name, position, .. } = hover else { return None };
    let place = written(&chart.x, position.x);
    let is_time = matches!(chart.x.format, AxisFormat::Names(_));
    let key = if is_time { place.as_str() } else { plot_name };
    let row = chart.table.rows.iter().find(|row| row.first().is_some_and(|first| first == key));
    let mut lines = vec![if is_time || plot_name.is_empty() { place.clone() } else { format!("{plot_name}: {place}") }];
    if let Some(row) = row {
        let cells = chart.table.columns.iter().zip(row).skip(1);
        lines.extend(cells.map(|(column, cell)| format!("{column}: {cell}")));
    }
    Some(lines.join("\n"))
}

fn round_marks(input: GridInput) -> Vec<GridMark> {
    marks(ticks([input.bounds.0, input.bounds.1]), input)
}

fn marks(values: Vec<f64>, input: GridInput) -> Vec<GridMark> {
    // All marks matter alike, so all get the whole width as their step and are written.
    values.into_iter().map(|value| GridMark { value, step_size: input.bounds.1 - input.bounds.0 }).collect()
}

fn named_marks(count: usize, step: usize) -> Vec<GridMark> {
    (0..count).step_by(step).map(|index| GridMark { value: index as f64, step_size: count as f64 }).collect()
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

fn shape(series: usize) -> MarkerShape {
    match marker(series) {
        Marker::Circle => MarkerShape::Circle,
        Marker::Diamond => MarkerShape::Diamond,
        Marker::Square => MarkerShape::Square,
        Marker::Triangle => MarkerShape::Up,
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
            plot.points(Points::new(name, points.clone()).color(colour).radius(4.0).shape(shape(*series)));
        }
        Layer::Points { name, series, points } => {
            let dots = Points::new(name, points.clone()).color(color(tokens.series(*series)));
            plot.points(dots.radius(4.0).shape(shape(*series)));
        }
        Layer::Stroke { name, series, points } => {
            plot.line(
                Line::new(name, points.clone()).color(color(tokens.series(*series))).width(2.0).allow_hover(false),
            );
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
            label_at(plot, 0.5 * (from + to), high, Align2::CENTER_TOP, label, color(tokens.muted));
        }
        Layer::Mark { x, label } => draw_mark(plot, *x, label, 0, chart, tokens),
        Layer::Level { from, to, y, label, dashed } => {
            let style = if *dashed { LineStyle::dashed_loose() } else { LineStyle::Solid };
            let points = vec![[*from, *y], [*to, *y]];
            plot.line(Line::new(label, points).color(color(tokens.muted)).width(1.0).style(style).allow_hover(false));
            label_at(plot, *to, *y, Align2::RIGHT_BOTTOM, label, color(tokens.muted));
        }
    }
}

/// A mark; every other one has its words a line lower, so that neighbours do not run into one another.
fn draw_mark(plot: &mut PlotUi<'_>, x: f64, label: &str, number: u8, chart: &Chart, tokens: &Palette) {
    let [low, high] = chart.y.range.unwrap_or([0.0, 1.0]);
    plot.vline(VLine::new(label, x).color(color(tokens.accent)).width(1.0));
    let top = high - f64::from(number % 2) * 0.07 * (high - low);
    label_at(plot, x, top, Align2::LEFT_TOP, &format!("\u{2002}{label}"), color(tokens.accent));
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
    label_at(plot, left, interval.row, Align2::LEFT_CENTER, &interval.name, color(tokens.text));
    label_at(plot, right, interval.row, Align2::RIGHT_BOTTOM, &interval.remark, color(tokens.text));
    label_at(plot, right, interval.row, Align2::RIGHT_TOP, &interval.caption, color(tokens.muted));
}

fn label_at(plot: &mut PlotUi<'_>, x: f64, y: f64, anchor: Align2, words: &str, colour: egui::Color32) {
    let text = RichText::new(words).size(11.0).color(colour);
    plot.text(Text::new(words, PlotPoint::new(x, y), text).anchor(anchor).allow_hover(false));
}

fn lying_bars(ui: &mut Ui, chart: &Chart, series: usize, bars: &[Bar]) {
    let tokens = palette(ui);
    let running = chart.layers.iter().find_map(|layer| match layer {
        Layer::Stroke { series, points, .. } => Some((*series, points)),
        _ => None,
    });
    // A running total is measured by the whole, single bars by the longest.
    let whole = running.and_then(|(_, points)| points.last()).map(|point| point[0]);
    let longest = bars.iter().map(|bar| bar.value).fold(f64::MIN_POSITIVE, f64::max);
    let reach = whole.filter(|whole| *whole > 0.0).unwrap_or(longest);
    let width = ui.available_width();
    let names = width * if running.is_some() { 0.36 } else { 0.42 };
    let font = egui::TextStyle::Body.resolve(ui.style());
    let caption =
        |bar: &Bar| ui.painter().layout_no_wrap(bar.caption.clone(), font.clone(), color(tokens.muted)).size().x;
    let captions = bars.iter().map(caption).fold(60.0, f32::max) + 24.0;
    let room = (width - names - captions).max(24.0);
    #[expect(clippy::cast_possible_truncation, reason = "a length on screen")]
    let length = |value: f64| (f64::from(room) * value / reach).max(1.0) as f32;
    let mut line: Vec<egui::Pos2> = Vec::new();
    for (index, bar) in bars.iter().take(12).enumerate() {
        ui.horizontal(|ui| {
            let (place, _) = ui.allocate_exact_size(egui::vec2(names, 18.0), egui::Sense::hover());
            let layout = egui::Layout::left_to_right(egui::Align::Center);
            // A child of its own, so that a short name does not pull its bar to the left.
            ui.new_child(egui::UiBuilder::new().max_rect(place).layout(layout))
                .add(egui::Label::new(&bar.name).truncate());
            let total = running.and_then(|(_, points)| points.get(index)).map(|point| length(point[0]));
            let drawn = length(bar.value);
            // Words beside a running total stand below one another, out of the way of its line.
            let taken = if total.is_some() { room } else { drawn };
            let (space, _) = ui.allocate_exact_size(egui::vec2(taken, 13.0), egui::Sense::hover());
            let rect = egui::Rect::from_min_size(space.min, egui::vec2(drawn, 13.0));
            let strength = if index < 2 { 1.0 } else { 0.5 };
            ui.painter().rect_filled(rect, 2.0, color(tokens.series(series)).gamma_multiply(strength));
            line.extend(total.map(|total| egui::pos2(space.left() + total, space.center().y)));
            ui.add_space(if total.is_some() { 4.0 } else { 0.0 });
            ui.label(RichText::new(&bar.caption).color(color(tokens.muted)));
        });
    }
    if let Some((series, _)) = running {
        let colour = color(tokens.series(series));
        for point in &line {
            ui.painter().circle_filled(*point, 3.0, colour);
        }
        ui.painter().line(line, egui::Stroke::new(1.5, colour));
    }
}

/// The figures of a chart to copy and as a table, folded.
pub fn twin(ui: &mut Ui, id: &str, chart: &Chart) {
    let fold = egui::collapsing_header::CollapsingState::load_with_default_open(
        ui.ctx(),
        ui.scope_id().with((id, "twin")),
        false,
    );
    let header = |ui: &mut Ui| {
        let muted = color(palette(ui).muted);
        ui.label(RichText::new("The figures as a table").small().color(muted));
        let copy = egui::Button::new(RichText::new("Copy data").small().color(muted)).frame(false);
        if ui.add(copy).on_hover_text("Copies the figures behind the chart").clicked() {
            let rows = std::iter::once(&chart.table.columns).chain(&chart.table.rows);
            ui.copy_text(rows.map(|row| row.join("\t")).collect::<Vec<_>>().join("\n"));
        }
        save_picture(ui, chart);
    };
    fold.show_header(ui, header).body(|ui| {
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
