//! The layers of a chart within its frame.

use super::frame::Frame;
use super::sketch::{Anchor, Ink, area, dashes, dot, line, rectangle, rimmed, stroke, text};
use crate::picture::tokens::Palette;
use crate::picture::{Interval, Layer};

/// A layer, with what may lie beyond the frame; marks have their words elsewhere.
pub(super) fn drawn(layer: &Layer, frame: &Frame, palette: &Palette) -> String {
    match layer {
        Layer::Curve { series, points, filled, .. } => curve(*series, points, *filled, frame, palette),
        Layer::Band { series, xs, lower, upper, .. } => {
            let along = |values: &[f64]| xs.iter().zip(values).map(|(x, y)| frame.place([*x, *y])).collect::<Vec<_>>();
            let (low, high) = (along(lower), along(upper));
            let colour = palette.series(*series);
            let edge = |points: &[[f64; 2]]| stroke(points, colour, 0.75, " stroke-opacity=\"0.55\"");
            area(low.iter().copied().chain(high.iter().rev().copied()), colour, 0.15) + &edge(&low) + &edge(&high)
        }
        Layer::Dots { series, points, .. } => {
            let placed: Vec<[f64; 2]> = points.iter().map(|point| frame.place(*point)).collect();
            stroke(&placed, palette.series(*series), 2.0, "") + &dots(*series, points, frame, palette)
        }
        Layer::Points { series, points, .. } => dots(*series, points, frame, palette),
        Layer::Stroke { series, points, .. } => {
            let placed: Vec<[f64; 2]> = points.iter().map(|point| frame.place(*point)).collect();
            stroke(&placed, palette.series(*series), 2.0, "")
        }
        Layer::Intervals(intervals) => intervals.iter().map(|interval| lying(interval, frame, palette)).collect(),
        Layer::Bars { .. } => String::new(),
        Layer::Region { from, to, label } => {
            let (x, reach) = (frame.x(*from), frame.x(*to) - frame.x(*from));
            rectangle([x, frame.top], [reach, frame.bottom - frame.top], 0.0, palette.subtle, 1.0)
                + &text(x + reach / 2.0, frame.top + 11.0, Anchor::Middle, Ink::plain(palette.muted), label)
        }
        Layer::Mark { x, .. } => line([frame.x(*x), frame.top], [frame.x(*x), frame.bottom], palette.accent, 1.0, ""),
        Layer::Level { from, to, y, label, dashed } => {
            let (x1, x2, y) = (frame.x(*from), frame.x(*to), frame.y(*y));
            let style = if *dashed { " stroke-dasharray=\"5 4\"" } else { "" };
            line([x1, y], [x2, y], palette.muted, 1.0, style)
                + &rimmed(&text(x2, y - 4.0, Anchor::End, Ink::plain(palette.muted), label), palette.surface)
        }
    }
}

fn curve(series: usize, points: &[[f64; 2]], is_filled: bool, frame: &Frame, palette: &Palette) -> String {
    let colour = palette.series(series);
    let placed: Vec<[f64; 2]> = points.iter().map(|point| frame.place(*point)).collect();
    let mut out = String::new();
    if let (true, Some(first), Some(last)) = (is_filled, placed.first(), placed.last()) {
        let feet = [[last[0], frame.bottom], [first[0], frame.bottom]];
        out += &area(placed.iter().copied().chain(feet), colour, 0.12);
    }
    out + &stroke(&placed, colour, 2.0, dashes(series))
}

fn dots(series: usize, points: &[[f64; 2]], frame: &Frame, palette: &Palette) -> String {
    let colour = palette.series(series);
    let shown = points.iter().filter(|point| frame.shows(**point));
    shown.map(|point| dot(frame.place(*point), series, colour)).collect()
}

fn lying(interval: &Interval, frame: &Frame, palette: &Palette) -> String {
    let y = frame.y(interval.row);
    let colour = palette.series(interval.series);
    let bar = |limits: [f64; 2], thickness: f64| {
        line([frame.x(limits[0]), y], [frame.x(limits[1]), y], colour, thickness, " stroke-linecap=\"round\"")
    };
    let inner = if interval.has_inner() { bar(interval.inner, 7.0) } else { String::new() };
    let (middle, ground, edge) = (frame.x(interval.middle), palette.surface.to_hex(), colour.to_hex());
    let dot = format!(
        "<circle cx=\"{middle:.2}\" cy=\"{y:.2}\" r=\"4.5\" fill=\"{ground}\" stroke=\"{edge}\" stroke-width=\"2\"/>"
    );
    let right = |down: f64, ink: Ink, words: &str| text(frame.right, y + down, Anchor::End, ink, words);
    bar(interval.outer, 3.0)
        + &inner
        + &dot
        + &text(frame.left, y + 4.0, Anchor::Start, Ink::bold(palette.text), &interval.name)
        + &right(-3.0, Ink::plain(palette.text), &interval.remark)
        + &right(12.0, Ink::plain(palette.muted), &interval.caption)
}
