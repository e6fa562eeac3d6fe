//! What drawings are made of: texts, lines and shapes as SVG elements.

use crate::picture::tokens::{LineStyle, Marker, Rgb, line_style, marker};
use crate::report::letters::drawable;
use std::fmt::Write;

/// Where a text stands from its place.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Anchor {
    Start,
    Middle,
    End,
}

/// A text as XML: nothing in it can be taken for an element.
pub(super) fn escaped(text: &str) -> String {
    let mut safe = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => safe.push_str("&amp;"),
            '<' => safe.push_str("&lt;"),
            '>' => safe.push_str("&gt;"),
            '"' => safe.push_str("&quot;"),
            // Control characters are not allowed in XML at all, nor are these two.
            c if c.is_control() || c == '\u{FFFE}' || c == '\u{FFFF}' => safe.push(' '),
            c => safe.push(c),
        }
    }
    safe
}

/// Letters of a size and a colour.
#[derive(Debug, Clone, Copy)]
pub(super) struct Ink {
    pub(super) colour: Rgb,
    pub(super) size: f64,
    pub(super) is_bold: bool,
}

impl Ink {
    pub(super) fn plain(colour: Rgb) -> Self {
        Self { colour, size: super::TEXT, is_bold: false }
    }

    pub(super) fn bold(colour: Rgb) -> Self {
        Self { is_bold: true, ..Self::plain(colour) }
    }
}

/// Words at a place; `y` is where the letters stand.
pub(super) fn text(x: f64, y: f64, anchor: Anchor, ink: Ink, words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    let anchor = match anchor {
        Anchor::Start => "",
        Anchor::Middle => " text-anchor=\"middle\"",
        Anchor::End => " text-anchor=\"end\"",
    };
    let weight = if ink.is_bold { " font-weight=\"600\"" } else { "" };
    let (size, fill) = (ink.size, ink.colour.to_hex());
    let words = escaped(&drawable(words));
    format!("<text x=\"{x:.2}\" y=\"{y:.2}\"{anchor} font-size=\"{size}\" fill=\"{fill}\"{weight}>{words}</text>")
}

/// Words with a rim in the colour of the ground, so that lines behind them do not cross them.
pub(super) fn rimmed(words: &str, ground: Rgb) -> String {
    let rim = format!(
        "<text stroke=\"{}\" stroke-width=\"3\" stroke-linejoin=\"round\" paint-order=\"stroke\"",
        ground.to_hex()
    );
    words.replacen("<text", &rim, 1)
}

/// A straight line; `extra` are further attributes.
pub(super) fn line([x1, y1]: [f64; 2], [x2, y2]: [f64; 2], colour: Rgb, thickness: f64, extra: &str) -> String {
    let stroke = colour.to_hex();
    format!(
        "<line x1=\"{x1:.2}\" y1=\"{y1:.2}\" x2=\"{x2:.2}\" y2=\"{y2:.2}\" stroke=\"{stroke}\" stroke-width=\"{thickness}\"{extra}/>"
    )
}

/// A filled rectangle with round corners.
pub(super) fn rectangle([x, y]: [f64; 2], [width, height]: [f64; 2], corner: f64, fill: Rgb, opacity: f64) -> String {
    let (fill, corner) = (fill.to_hex(), if corner > 0.0 { format!(" rx=\"{corner}\"") } else { String::new() });
    let opacity = if opacity < 1.0 { format!(" fill-opacity=\"{opacity}\"") } else { String::new() };
    let (width, height) = (width.max(0.0), height.max(0.0));
    format!(
        "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\"{corner} fill=\"{fill}\"{opacity}/>"
    )
}

/// The path through points.
pub(super) fn path(points: impl IntoIterator<Item = [f64; 2]>) -> String {
    let mut path = String::new();
    for (index, [x, y]) in points.into_iter().enumerate() {
        let _ = write!(path, "{}{x:.2} {y:.2}", if index == 0 { 'M' } else { 'L' });
    }
    path
}

/// A line through points.
pub(super) fn stroke(points: &[[f64; 2]], colour: Rgb, thickness: f64, extra: &str) -> String {
    let (line, stroke) = (path(points.iter().copied()), colour.to_hex());
    format!(
        "<path d=\"{line}\" fill=\"none\" stroke=\"{stroke}\" stroke-width=\"{thickness}\" stroke-linejoin=\"round\"{extra}/>"
    )
}

/// A filled outline through points.
pub(super) fn area(points: impl IntoIterator<Item = [f64; 2]>, fill: Rgb, opacity: f64) -> String {
    format!("<path d=\"{}Z\" fill=\"{}\" fill-opacity=\"{opacity}\"/>", path(points), fill.to_hex())
}

/// The dashes of a series, so that lines can be told apart without colour.
pub(super) fn dashes(series: usize) -> &'static str {
    match line_style(series) {
        LineStyle::Solid => "",
        LineStyle::Dashed => " stroke-dasharray=\"7 4\"",
        LineStyle::Dotted => " stroke-dasharray=\"1.5 3\"",
    }
}

/// The mark of a series at a place: another shape for each, so that they can be told apart without colour.
pub(super) fn dot([x, y]: [f64; 2], series: usize, colour: Rgb) -> String {
    let fill = colour.to_hex();
    let outline = |points: &[[f64; 2]]| {
        let moved = points.iter().map(|[right, down]| [x + right, y + down]);
        format!("<path d=\"{}Z\" fill=\"{fill}\"/>", path(moved))
    };
    match marker(series) {
        Marker::Circle => format!("<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"3.5\" fill=\"{fill}\"/>"),
        Marker::Diamond => outline(&[[0.0, -4.5], [4.5, 0.0], [0.0, 4.5], [-4.5, 0.0]]),
        Marker::Square => outline(&[[-3.2, -3.2], [3.2, -3.2], [3.2, 3.2], [-3.2, 3.2]]),
        Marker::Triangle => outline(&[[0.0, -4.2], [4.2, 3.4], [-4.2, 3.4]]),
    }
}
