//! Words with marks: what a check points at, and what differs from the control. Never by colour alone.

use crate::ui::theme::{self, color, palette};
use crate::wording::{Piece, Severity, Span};
use eframe::egui::epaint::text::{LayoutJob, TextFormat};
use eframe::egui::{self, FontId, RichText, Stroke, TextBuffer, TextStyle, Ui};
use std::ops::Range;

/// A stretch of a text that a finding points at, in bytes.
pub type Mark = (Range<usize>, Severity);

/// The marks within one part of a wording.
pub fn marks_of<'a>(spans: impl Iterator<Item = (&'a Span, Severity)>, part: crate::wording::Part) -> Vec<Mark> {
    spans.filter(|(span, _)| span.part == part).map(|(span, severity)| (span.range.clone(), severity)).collect()
}

/// A field under its label in which words that findings point at are underlined as one types.
pub fn field(ui: &mut Ui, label: &str, text: &mut String, marks: &[Mark], rows: usize) {
    let id = ui.label(RichText::new(label).small()).id;
    let mut layouter = |ui: &Ui, text: &dyn TextBuffer, width: f32| {
        let mut job = marked(ui, text.as_str(), marks, TextStyle::Body.resolve(ui.style()));
        job.wrap.max_width = if rows > 1 { width } else { f32::INFINITY };
        job.break_on_newline = rows > 1;
        ui.fonts_mut(|fonts| fonts.layout_job(job))
    };
    let edit =
        if rows > 1 { egui::TextEdit::multiline(text).desired_rows(rows) } else { egui::TextEdit::singleline(text) };
    // An id of its own, so that what comes and goes above it does not take the keyboard away.
    let edit = edit.id(ui.scope_id().with(label));
    ui.add(edit.desired_width(f32::INFINITY).layouter(&mut layouter)).labelled_by(id);
}

/// A text that cannot be changed, with the words that findings point at underlined.
pub fn text(ui: &mut Ui, text: &str, marks: &[Mark], is_title: bool) {
    let font = if is_title { theme::semibold(13.0) } else { TextStyle::Body.resolve(ui.style()) };
    let job = marked(ui, text, marks, font);
    ui.add(egui::Label::new(job).wrap());
}

/// Marks may be of the text as it was a moment ago; what no longer fits is left plain.
fn marked(ui: &Ui, text: &str, marks: &[Mark], font: FontId) -> LayoutJob {
    let tokens = palette(ui);
    let plain = TextFormat::simple(font, color(tokens.text));
    let mut job = LayoutJob::default();
    let mut done = 0;
    for (range, severity) in sorted(marks) {
        let (Some(before), Some(inside)) = (text.get(done..range.start), text.get(range.clone())) else { continue };
        job.append(before, 0.0, plain.clone());
        let (ink, fill, width) = match severity {
            Severity::Serious => (tokens.bad, tokens.bad_fill, 2.0),
            Severity::Weakness => (tokens.warning, tokens.warning_fill, 1.0),
        };
        let underlined =
            TextFormat { underline: Stroke::new(width, color(ink)), background: color(fill), ..plain.clone() };
        job.append(inside, 0.0, underlined);
        done = range.end;
    }
    job.append(text.get(done..).unwrap_or_default(), 0.0, plain);
    job
}

/// In reading order; of marks that share words the first, and of those that begin together the graver, stays.
fn sorted(marks: &[Mark]) -> Vec<Mark> {
    let mut marks = marks.to_vec();
    marks.sort_by_key(|(range, severity)| (range.start, *severity));
    let mut end = 0;
    marks.retain(|(range, _)| {
        let free = range.start >= end && range.start < range.end;
        end = if free { range.end } else { end };
        free
    });
    marks
}

/// Shows what differs from another text: what is new underlined, what is gone struck through.
pub fn difference(ui: &mut Ui, pieces: &[Piece], is_title: bool) {
    let tokens = palette(ui);
    let font = if is_title { theme::semibold(13.0) } else { FontId::proportional(13.0) };
    let mut job = LayoutJob::default();
    for piece in pieces {
        let plain = TextFormat::simple(font.clone(), color(tokens.text));
        let format = match piece {
            Piece::Same(_) => plain,
            Piece::Added(_) => TextFormat {
                underline: Stroke::new(1.5, color(tokens.good)),
                background: color(tokens.good_fill),
                color: color(tokens.good),
                ..plain
            },
            Piece::Removed(_) => TextFormat {
                strikethrough: Stroke::new(1.5, color(tokens.bad)),
                background: color(tokens.bad_fill),
                color: color(tokens.bad),
                ..plain
            },
        };
        job.append(piece.text(), 0.0, format);
    }
    ui.add(egui::Label::new(job).wrap());
}
