//! A chart as SVG: the same description that the window draws.

use crate::picture::tokens::{LineStyle, Palette, Rgb, line_style};
use crate::picture::{Axis, AxisFormat, Bar, Chart, Interval, Layer, format, name_step, ticks};
use std::fmt::Write;

/// A chart as an SVG picture of a width and height in pixels, with title and description for screen readers.
pub fn svg(chart: &Chart, palette: &Palette, width: f64, height: f64) -> String {
    if let Some(bars) = chart
        .layers
        .iter()
        .find_map(|layer| if let Layer::Bars { series, bars } = layer { Some((*series, bars)) } else { None })
    {
        return wrap(chart, width, height, &lying_bars(bars.0, bars.1, palette, width, height));
    }
    let frame = Frame::of(chart, width, height);
    let mut body = axes(chart, &frame, palette);
    for layer in &chart.layers {
        body += &drawn(layer, &frame, palette);
    }
    body += &curve_labels(chart, &frame, palette);
    wrap(chart, width, height, &body)
}

fn wrap(chart: &Chart, width: f64, height: f64, body: &str) -> String {
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" role=\"img\" \
         font-family=\"Inter, sans-serif\" font-size=\"11\"><title>{}</title><desc>{}</desc>{body}</svg>",
        escaped(&chart.title),
        escaped(&chart.subtitle)
    )
}

fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // Control characters are not allowed in XML at all.
            c if c.is_control() => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// Where values come to lie.
struct Frame {
    left: f64,
    top: f64,
    right: f64,
    bottom: f64,
    x: [f64; 2],
    y: [f64; 2],
}

impl Frame {
    fn of(chart: &Chart, width: f64, height: f64) -> Self {
        let left = if chart.y.format == AxisFormat::Hidden { 8.0 } else { 44.0 };
        let x = spread(chart.x.range.unwrap_or([0.0, 1.0]));
        let y = spread(chart.y.range.unwrap_or([0.0, 1.0]));
        Self { left, top: 22.0, right: width - 12.0, bottom: height - 24.0, x, y }
    }

    fn x(&self, value: f64) -> f64 {
        let share = ((value - self.x[0]) / (self.x[1] - self.x[0])).clamp(-0.5, 1.5);
        self.left + share * (self.right - self.left)
    }

    fn y(&self, value: f64) -> f64 {
        let share = ((value - self.y[0]) / (self.y[1] - self.y[0])).clamp(-0.5, 1.5);
        self.bottom - share * (self.bottom - self.top)
    }
}

/// A range that can be divided by.
fn spread([low, high]: [f64; 2]) -> [f64; 2] {
    if low.is_finite() && high.is_finite() && high - low > 1e-12 {
        [low, high]
    } else {
        [low.max(0.0) - 0.5, low.max(0.0) + 0.5]
    }
}

fn labels(axis: &Axis, marks: Vec<f64>) -> Vec<(f64, String)> {
    let numbered = |write: &dyn Fn(f64) -> String| marks.iter().map(|&value| (value, write(value))).collect();
    match &axis.format {
        AxisFormat::Hidden => Vec::new(),
        AxisFormat::Percent(decimals) => numbered(&|value| format::percent(value, *decimals)),
        AxisFormat::Points(decimals) => numbered(&|value| format::points(value, *decimals)),
        AxisFormat::Number(decimals) => numbered(&|value| format::number(value, *decimals)),
        AxisFormat::Names(names) => {
            (0..).map(f64::from).zip(names).step_by(name_step(names)).map(|(at, name)| (at, name.clone())).collect()
        }
    }
}

fn axes(chart: &Chart, frame: &Frame, palette: &Palette) -> String {
    let (grid, muted) = (palette.grid.to_hex(), palette.muted.to_hex());
    let mut out = String::new();
    for (value, label) in labels(&chart.x, chart.x_ticks(frame.x)) {
        let (x, top, bottom) = (frame.x(value), frame.top, frame.bottom);
        let _ = write!(out, "<line x1=\"{x:.2}\" y1=\"{top:.2}\" x2=\"{x:.2}\" y2=\"{bottom:.2}\" stroke=\"{grid}\"/>");
        out += &text(x, bottom + 16.0, "middle", &muted, false, &label);
    }
    for (value, label) in labels(&chart.y, ticks(frame.y)) {
        let (y, left, right) = (frame.y(value), frame.left, frame.right);
        let _ = write!(out, "<line x1=\"{left:.2}\" y1=\"{y:.2}\" x2=\"{right:.2}\" y2=\"{y:.2}\" stroke=\"{grid}\"/>");
        out += &text(left - 8.0, y + 4.0, "end", &muted, false, &label);
    }
    out
}

fn text(x: f64, y: f64, anchor: &str, colour: &str, bold: bool, words: &str) -> String {
    let weight = if bold { " font-weight=\"600\"" } else { "" };
    format!(
        "<text x=\"{x:.2}\" y=\"{y:.2}\" text-anchor=\"{anchor}\" fill=\"{colour}\"{weight}>{}</text>",
        escaped(words)
    )
}

fn dashes(series: usize) -> &'static str {
    match line_style(series) {
        LineStyle::Solid => "",
        LineStyle::Dashed => " stroke-dasharray=\"6 3\"",
        LineStyle::Dotted => " stroke-dasharray=\"1.5 3\"",
    }
}

fn path(points: impl Iterator<Item = (f64, f64)>) -> String {
    let mut path = String::new();
    for (index, (x, y)) in points.enumerate() {
        let _ = write!(path, "{}{x:.2} {y:.2}", if index == 0 { 'M' } else { 'L' });
    }
    path
}

fn drawn(layer: &Layer, frame: &Frame, palette: &Palette) -> String {
    match layer {
        Layer::Curve { series, points, filled, .. } => {
            let colour = palette.series(*series).to_hex();
            let line = path(points.iter().map(|point| (frame.x(point[0]), frame.y(point[1]))));
            let dashes = dashes(*series);
            let mut out = String::new();
            if let (true, Some(first), Some(last)) = (filled, points.first(), points.last()) {
                let (x0, x1, base) = (frame.x(first[0]), frame.x(last[0]), frame.bottom);
                let _ = write!(
                    out,
                    "<path d=\"{line}L{x1:.2} {base:.2}L{x0:.2} {base:.2}Z\" fill=\"{colour}\" fill-opacity=\"0.12\"/>"
                );
            }
            out + &format!("<path d=\"{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"{dashes}/>")
        }
        Layer::Band { series, xs, lower, upper, .. } => {
            let there = xs.iter().zip(lower).map(|(x, y)| (frame.x(*x), frame.y(*y)));
            let back = xs.iter().zip(upper).rev().map(|(x, y)| (frame.x(*x), frame.y(*y)));
            let colour = palette.series(*series).to_hex();
            format!("<path d=\"{}Z\" fill=\"{colour}\" fill-opacity=\"0.14\"/>", path(there.chain(back)))
        }
        Layer::Dots { series, points, .. } => {
            let colour = palette.series(*series).to_hex();
            let line = path(points.iter().map(|point| (frame.x(point[0]), frame.y(point[1]))));
            let mut out = format!("<path d=\"{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>");
            for point in points {
                let _ = write!(
                    out,
                    "<circle cx=\"{:.2}\" cy=\"{:.2}\" r=\"3.5\" fill=\"{colour}\"/>",
                    frame.x(point[0]),
                    frame.y(point[1])
                );
            }
            out
        }
        Layer::Intervals(intervals) => {
            intervals.iter().map(|interval| lying_interval(interval, frame, palette)).collect()
        }
        Layer::Points { series, points, .. } => {
            let colour = palette.series(*series).to_hex();
            let dot = |point: &[f64; 2]| {
                format!(
                    "<circle cx=\"{:.2}\" cy=\"{:.2}\" r=\"3.5\" fill=\"{colour}\"/>",
                    frame.x(point[0]),
                    frame.y(point[1])
                )
            };
            points.iter().map(dot).collect()
        }
        Layer::Stroke { series, points, .. } => {
            let colour = palette.series(*series).to_hex();
            let line = path(points.iter().map(|point| (frame.x(point[0]), frame.y(point[1]))));
            format!("<path d=\"{line}\" fill=\"none\" stroke=\"{colour}\" stroke-width=\"2\"/>")
        }
        Layer::Bars { .. } => String::new(),
        Layer::Region { from, to, label } => {
            let (x, width) = (frame.x(*from), frame.x(*to) - frame.x(*from));
            let (top, height) = (frame.top, frame.bottom - frame.top);
            let fill = palette.subtle.to_hex();
            format!("<rect x=\"{x:.2}\" y=\"{top:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" fill=\"{fill}\"/>")
                + &text(x + width / 2.0, top + 10.0, "middle", &palette.muted.to_hex(), false, label)
        }
        Layer::Mark { x, label } => {
            let (x, top, bottom) = (frame.x(*x), frame.top - 12.0, frame.bottom);
            let accent = palette.accent.to_hex();
            format!("<line x1=\"{x:.2}\" y1=\"{top:.2}\" x2=\"{x:.2}\" y2=\"{bottom:.2}\" stroke=\"{accent}\"/>")
                + &text(x + 5.0, top + 8.0, "start", &accent, true, label)
        }
        Layer::Level { from, to, y, dashed, .. } => {
            let (x1, x2, y) = (frame.x(*from), frame.x(*to), frame.y(*y));
            let style = if *dashed { " stroke-dasharray=\"5 4\"" } else { "" };
            let muted = palette.muted.to_hex();
            format!("<line x1=\"{x1:.2}\" y1=\"{y:.2}\" x2=\"{x2:.2}\" y2=\"{y:.2}\" stroke=\"{muted}\"{style}/>")
        }
    }
}

fn lying_interval(interval: &Interval, frame: &Frame, palette: &Palette) -> String {
    let y = frame.y(interval.row);
    let colour = palette.series(interval.series).to_hex();
    let bar = |limits: [f64; 2], thickness: f64| {
        let (x1, x2) = (frame.x(limits[0]), frame.x(limits[1]));
        format!(
            "<line x1=\"{x1:.2}\" y1=\"{y:.2}\" x2=\"{x2:.2}\" y2=\"{y:.2}\" stroke=\"{colour}\" stroke-width=\"{thickness}\"/>"
        )
    };
    let (middle, ground) = (frame.x(interval.middle), palette.surface.to_hex());
    let inner = if interval.has_inner() { bar(interval.inner, 6.0) } else { String::new() };
    format!(
        "{}{inner}<circle cx=\"{middle:.2}\" cy=\"{y:.2}\" r=\"4\" fill=\"{ground}\" stroke=\"{colour}\" stroke-width=\"2\"/>{}{}{}",
        bar(interval.outer, 3.0),
        text(frame.left, y + 4.0, "start", &palette.text.to_hex(), true, &interval.name),
        text(frame.right, y - 3.0, "end", &palette.text.to_hex(), false, &interval.remark),
        text(frame.right, y + 11.0, "end", &palette.muted.to_hex(), false, &interval.caption),
    )
}

/// The name of each curve above its top, on as many lines as names would otherwise overlap.
fn curve_labels(chart: &Chart, frame: &Frame, palette: &Palette) -> String {
    let mut x = frame.left + 4.0;
    let mut out = String::new();
    for layer in &chart.layers {
        let Layer::Curve { name, series, .. } = layer else { continue };
        out += &swatch(x, frame.top - 16.0, palette.series(*series));
        out += &text(x + 14.0, frame.top - 7.0, "start", &palette.text.to_hex(), true, name);
        x += 34.0 + name.chars().count() as f64 * 6.6;
    }
    out
}

fn swatch(x: f64, y: f64, colour: Rgb) -> String {
    format!("<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"10\" height=\"10\" rx=\"2\" fill=\"{}\"/>", colour.to_hex())
}

fn lying_bars(series: usize, bars: &[Bar], palette: &Palette, width: f64, height: f64) -> String {
    let longest = bars.iter().map(|bar| bar.value).fold(f64::MIN_POSITIVE, f64::max);
    let names = width * 0.36;
    let row = (height - 8.0) / bars.len().max(1) as f64;
    let mut out = String::new();
    for (index, bar) in bars.iter().enumerate() {
        let y = 4.0 + row * index as f64;
        let length = (width - names - 110.0) * bar.value / longest;
        let colour = palette.series(series).to_hex();
        // The first bars, that explain most, stand out.
        let opacity = if index < 2 { 1.0 } else { 0.45 };
        out += &text(names - 10.0, y + row / 2.0 + 4.0, "end", &palette.text.to_hex(), false, &bar.name);
        let _ = write!(
            out,
            "<rect x=\"{names:.2}\" y=\"{:.2}\" width=\"{length:.2}\" height=\"{:.2}\" rx=\"2\" fill=\"{colour}\" fill-opacity=\"{opacity}\"/>",
            y + row * 0.2,
            row * 0.6
        );
        out += &text(names + length + 8.0, y + row / 2.0 + 4.0, "start", &palette.muted.to_hex(), false, &bar.caption);
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::figures;
    use crate::picture::tokens::LIGHT;

    #[test]
    fn words_from_data_cannot_break_out() {
        let chart = figures::ranked_bars("<b>", "&", vec![("<script>alert(1)</script>".into(), 3), ("b".into(), 0)]);
        let svg = svg(&chart, &LIGHT, 400.0, 100.0);
        assert!(!svg.contains("<script>") && !svg.contains("NaN") && !svg.contains("inf"));
        assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
    }

    #[test]
    fn a_single_quarter_is_drawn_within_the_picture() {
        let point = figures::QuarterPoint { label: "2026-Q1".into(), rate: Some((0.004, 0.002, 0.007)), count: 4 };
        let svg = svg(&figures::quarter_rates(&[point], &[(0.5, "Policy 2".into())]), &LIGHT, 600.0, 300.0);
        assert!(svg.contains("<circle") && svg.contains("Policy 2") && !svg.contains("NaN"));
    }
}
