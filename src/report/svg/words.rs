//! The words above a chart: which line is which, and what happened when.

use super::frame::Frame;
use super::sketch::{Anchor, Ink, dashes, dot, line, stroke, text};
use super::{ROW, TEXT};
use crate::picture::tokens::Palette;
use crate::picture::{Chart, Layer};
use crate::report::letters::{Strength, truncated, width};
use std::borrow::Cow;

/// What stands before a name to say which line it is.
#[derive(Clone, Copy, PartialEq)]
enum Sample {
    Line,
    Stroke,
    Dot,
}

/// The names of lines and dots, each once and in order.
pub(super) struct Legend<'a> {
    entries: Vec<(Sample, usize, &'a str)>,
}

impl<'a> Legend<'a> {
    pub(super) fn of(chart: &'a Chart) -> Self {
        let mut entries = Vec::new();
        for layer in &chart.layers {
            let entry = match layer {
                Layer::Curve { name, series, .. } => (Sample::Line, *series, name.as_str()),
                Layer::Stroke { name, series, .. } => (Sample::Stroke, *series, name.as_str()),
                Layer::Points { name, series, .. } => (Sample::Dot, *series, name.as_str()),
                _ => continue,
            };
            // A line that goes on in the next segment is the same line.
            if !entry.2.is_empty() && !entries.contains(&entry) {
                entries.push(entry);
            }
        }
        Self { entries }
    }

    /// Each name with the row and the place where it begins, within a width.
    fn places(&self, most: f64) -> Vec<(usize, f64)> {
        let (mut row, mut x) = (0, 0.0);
        let mut places = Vec::new();
        for (_, _, name) in &self.entries {
            let taken = SAMPLE + width(name, TEXT, Strength::Semibold);
            if x > 0.0 && x + taken > most {
                (row, x) = (row + 1, 0.0);
            }
            places.push((row, x));
            x += taken + 18.0;
        }
        places
    }

    /// How high it is within a width.
    pub(super) fn height(&self, most: f64) -> f64 {
        self.places(most).last().map_or(0.0, |(row, _)| (*row as f64 + 1.0) * ROW + 4.0)
    }

    pub(super) fn drawn(&self, most: f64, palette: &Palette) -> String {
        let placed = self.places(most).into_iter().zip(&self.entries);
        placed.map(|((row, x), entry)| one(row as f64 * ROW, x, *entry, most, palette)).collect()
    }
}

const SAMPLE: f64 = 24.0;

fn one(y: f64, x: f64, (sample, series, name): (Sample, usize, &str), most: f64, palette: &Palette) -> String {
    let (colour, middle) = (palette.series(series), y + ROW / 2.0);
    let ends = [[x, middle], [x + 18.0, middle]];
    let shape = match sample {
        Sample::Line => stroke(&ends, colour, 2.0, dashes(series)),
        Sample::Stroke => stroke(&ends, colour, 2.0, ""),
        Sample::Dot => dot([x + 9.0, middle], series, colour),
    };
    let name = truncated(name, TEXT, Strength::Semibold, most - x - SAMPLE);
    shape + &text(x + SAMPLE, middle + 4.0, Anchor::Start, Ink::bold(palette.text), &name)
}

/// The words of a mark, and where they stand above the frame.
struct MarkWords<'a> {
    x: f64,
    words: Cow<'a, str>,
    begins: f64,
    ends: f64,
    row: usize,
}

/// The words of all marks of a chart, placed so that neither words nor lines cross other words.
pub(super) struct Marks<'a>(Vec<MarkWords<'a>>);

impl<'a> Marks<'a> {
    /// Places the words beside their marks; of the frame only its sides matter.
    pub(super) fn of(chart: &'a Chart, frame: &Frame) -> Self {
        let mut placed: Vec<MarkWords<'a>> = chart
            .layers
            .iter()
            .filter_map(|layer| if let Layer::Mark { x, label } = layer { Some((*x, label)) } else { None })
            .map(|(x, label)| beside(frame.x(x), label, frame))
            .collect();
        placed.sort_by(|one, other| other.x.total_cmp(&one.x));
        // From the right: words that reach over later marks stand above those.
        for place in 0..placed.len() {
            let (later, rest) = placed.split_at_mut(place);
            let Some(mark) = rest.first_mut() else { continue };
            let crossed = later.iter().filter(|other| other.x.min(other.begins) < mark.ends + 8.0);
            mark.row = crossed.map(|other| other.row + 1).max().unwrap_or(0);
        }
        Self(placed)
    }

    /// How much room they need above the frame.
    pub(super) fn height(&self) -> f64 {
        self.0.iter().map(|mark| mark.row + 1).max().unwrap_or(0) as f64 * ROW
    }

    pub(super) fn drawn(&self, frame: &Frame, palette: &Palette) -> String {
        let one = |mark: &MarkWords<'_>| {
            let foot = frame.top - ROW * mark.row as f64;
            line([mark.x, frame.top], [mark.x, foot - ROW + 2.0], palette.accent, 1.0, "")
                + &text(mark.begins, foot - 5.0, Anchor::Start, Ink::bold(palette.accent), &mark.words)
        };
        self.0.iter().map(one).collect()
    }
}

fn beside<'a>(x: f64, label: &'a str, frame: &Frame) -> MarkWords<'a> {
    let words = truncated(label, TEXT, Strength::Semibold, (frame.right - frame.left) * 0.6);
    let wide = width(&words, TEXT, Strength::Semibold);
    // Words that would leave the picture end at their mark instead.
    let begins = if x + 4.0 + wide > frame.right + 8.0 { x - 4.0 - wide } else { x + 4.0 };
    MarkWords { x, words, begins, ends: begins + wide, row: 0 }
}
