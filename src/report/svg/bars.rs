//! Lying bars, with the running total where a chart has one.

use super::TEXT;
use super::sketch::{Anchor, Ink, line, rectangle, stroke, text};
use crate::picture::tokens::Palette;
use crate::picture::{Bar, Chart, Layer};
use crate::report::letters::{Strength, truncated, width};

/// The least height of a row of bars.
const LEAST_ROW: f64 = 20.0;

/// How bars lie in a picture.
struct Rows {
    /// Where bars begin.
    left: f64,
    /// How long the longest may be.
    room: f64,
    /// What that stands for.
    reach: f64,
    row: f64,
}

impl Rows {
    fn length(&self, value: f64) -> f64 {
        if value > 0.0 { (self.room * value / self.reach).clamp(1.0, self.room) } else { 0.0 }
    }

    fn middle(&self, index: usize) -> f64 {
        self.row * (index as f64 + 0.5)
    }
}

/// The bars of a chart, if it has any.
pub(super) fn of(chart: &Chart) -> Option<(usize, &[Bar])> {
    chart.layers.iter().find_map(|layer| match layer {
        Layer::Bars { series, bars } => Some((*series, bars.as_slice())),
        _ => None,
    })
}

/// The least height at which bars can be told apart.
pub(super) fn least_height(bars: &[Bar]) -> f64 {
    LEAST_ROW * bars.len().max(1) as f64
}

pub(super) fn drawn(chart: &Chart, series: usize, bars: &[Bar], [wide, high]: [f64; 2], palette: &Palette) -> String {
    let running = chart.layers.iter().find_map(|layer| match layer {
        Layer::Stroke { series, points, .. } => Some((*series, points.as_slice())),
        _ => None,
    });
    let rows = arranged(bars, running.map(|(_, points)| points), [wide, high]);
    let mut out = String::new();
    for (index, bar) in bars.iter().enumerate() {
        let (middle, length) = (rows.middle(index), rows.length(bar.value));
        let name = truncated(&bar.name, TEXT, Strength::Regular, rows.left - 14.0);
        // The first bars, that explain most, stand out.
        let strength = if index < 2 { 1.0 } else { 0.5 };
        let thickness = (rows.row * 0.62).min(18.0);
        out += &text(rows.left - 10.0, middle + 4.0, Anchor::End, Ink::plain(palette.text), &name);
        out += &rectangle(
            [rows.left, middle - thickness / 2.0],
            [length, thickness],
            2.0,
            palette.series(series),
            strength,
        );
        // Words beside a running total stand below one another, out of the way of its line.
        let end = rows.left + if running.is_some() { rows.room } else { length };
        out += &text(end + 10.0, middle + 4.0, Anchor::Start, Ink::plain(palette.muted), &bar.caption);
    }
    if let Some((series, points)) = running {
        out += &running_total(series, points, bars.len(), &rows, palette);
    }
    let foot = rows.row * bars.len() as f64;
    line([rows.left, 0.0], [rows.left, foot], palette.hairline, 1.0, "") + &out
}

fn arranged(bars: &[Bar], running: Option<&[[f64; 2]]>, [wide, high]: [f64; 2]) -> Rows {
    let widest =
        |words: fn(&Bar) -> &str| bars.iter().map(|bar| width(words(bar), TEXT, Strength::Regular)).fold(0.0, f64::max);
    let left = (widest(|bar| &bar.name) + 14.0).min(wide * 0.36);
    let captions = widest(|bar| &bar.caption).min(wide * 0.4) + 14.0;
    let longest = bars.iter().map(|bar| bar.value).fold(f64::MIN_POSITIVE, f64::max);
    // A running total is measured by the whole, single bars by the longest.
    let whole = running.and_then(<[_]>::last).map(|point| point[0]).filter(|whole| *whole > 0.0);
    Rows {
        left,
        room: (wide - left - captions).max(24.0),
        reach: whole.unwrap_or(longest).max(longest),
        row: high / bars.len().max(1) as f64,
    }
}

fn running_total(series: usize, points: &[[f64; 2]], most: usize, rows: &Rows, palette: &Palette) -> String {
    let colour = palette.series(series);
    let placed: Vec<[f64; 2]> = points
        .iter()
        .take(most)
        .enumerate()
        .map(|(index, point)| [rows.left + rows.length(point[0]), rows.middle(index)])
        .collect();
    let dots: String = placed
        .iter()
        .map(|[x, y]| format!("<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"3\" fill=\"{}\"/>", colour.to_hex()))
        .collect();
    stroke(&placed, colour, 1.5, "") + &dots
}
