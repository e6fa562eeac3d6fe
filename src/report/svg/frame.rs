//! Where values come to lie, and the axes beside them.

use super::TEXT;
use super::sketch::{Anchor, Ink, line, text};
use crate::picture::tokens::Palette;
use crate::picture::{Axis, AxisFormat, Chart, format, name_step, ticks};
use crate::report::letters::{Strength, width};

/// The stretch of a picture in which values are drawn.
pub(super) struct Frame {
    pub(super) left: f64,
    pub(super) top: f64,
    pub(super) right: f64,
    pub(super) bottom: f64,
    x: [f64; 2],
    y: [f64; 2],
}

impl Frame {
    /// The frame of a chart of a width and height, with so much room above it.
    pub(super) fn of(chart: &Chart, size: [f64; 2], top: f64) -> Self {
        let y = spread(chart.y.range.unwrap_or([0.0, 1.0]));
        let widest = labels(&chart.y, ticks(y)).iter().map(|(_, label)| written(label)).fold(0.0, f64::max);
        let below = if chart.x.format == AxisFormat::Hidden { 6.0 } else { 22.0 };
        Self {
            left: if widest > 0.0 { widest + 10.0 } else { 4.0 },
            top,
            right: size[0] - 8.0,
            bottom: size[1] - below,
            x: spread(chart.x.range.unwrap_or([0.0, 1.0])),
            y,
        }
    }

    /// Where a value of the horizontal axis lies; a little outside at most.
    pub(super) fn x(&self, value: f64) -> f64 {
        let share = ((value - self.x[0]) / (self.x[1] - self.x[0])).clamp(-0.5, 1.5);
        self.left + share * (self.right - self.left)
    }

    /// Likewise of the vertical axis.
    pub(super) fn y(&self, value: f64) -> f64 {
        let share = ((value - self.y[0]) / (self.y[1] - self.y[0])).clamp(-0.5, 1.5);
        self.bottom - share * (self.bottom - self.top)
    }

    /// Where a point lies.
    pub(super) fn place(&self, [x, y]: [f64; 2]) -> [f64; 2] {
        [self.x(x), self.y(y)]
    }

    /// Whether a point lies inside.
    pub(super) fn shows(&self, [x, y]: [f64; 2]) -> bool {
        let within = |value: f64, [low, high]: [f64; 2]| (low..=high).contains(&value);
        within(x, self.x) && within(y, self.y)
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

fn written(label: &str) -> f64 {
    width(label, TEXT, Strength::Regular)
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

/// Grid, marks and their words.
pub(super) fn axes(chart: &Chart, frame: &Frame, palette: &Palette) -> String {
    let ink = Ink::plain(palette.muted);
    let mut out = String::new();
    for (value, label) in labels(&chart.y, ticks(frame.y)) {
        let y = frame.y(value);
        out += &line([frame.left, y], [frame.right, y], palette.grid, 1.0, "");
        out += &text(frame.left - 8.0, y + 4.0, Anchor::End, ink, &label);
    }
    let mut free_from = f64::NEG_INFINITY;
    for (value, label) in labels(&chart.x, chart.x_ticks(frame.x)) {
        let x = frame.x(value);
        out += &line([x, frame.top], [x, frame.bottom], palette.grid, 1.0, "");
        let half = written(&label) / 2.0;
        // The last mark's words may not leave the picture, nor may words run into one another.
        let middle = x.min(frame.right + 8.0 - half);
        if middle - half > free_from {
            out += &text(middle, frame.bottom + 16.0, Anchor::Middle, ink, &label);
            free_from = middle + half + 6.0;
        }
    }
    out
}
