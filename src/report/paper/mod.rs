//! The report as a PDF: set by Typst, tagged for screen readers (PDF/UA-1), fit for an archive (PDF/A-3a) on request.

mod desk;

use super::blocks::{self, Medium};
use super::fallback::Letters;
use super::letters::drawable;
use super::{Document, Options, Paper, ReportError};
use desk::Desk;
use serde_json::{Value, json};
use typst::diag::{SourceDiagnostic, Warned};
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

/// The name under which the figures are attached to the report.
pub(super) const FIGURES: &str = "figures.json";

/// Charts are drawn larger than they are printed, so that their letters come out a little smaller than those of the text.
const PIXELS_PER_POINT: f64 = 1.25;

/// The size of letters in tables, in points, as the template has it.
const TABLE_TEXT: f64 = 8.5;

/// The width of what is printed, in points: the template has margins of 62 points at both sides.
fn width_points(paper: Paper) -> f64 {
    match paper {
        Paper::A4 => 595.28 - 124.0,
        Paper::Letter => 612.0 - 124.0,
    }
}

fn page_size(paper: Paper) -> &'static str {
    match paper {
        Paper::A4 => "a4",
        Paper::Letter => "us-letter",
    }
}

/// The document as a PDF that carries the figures as an attachment.
pub(super) fn pdf(document: &Document, figures_json: &str, options: &Options) -> Result<Vec<u8>, ReportError> {
    let medium = Medium {
        chart_width: width_points(options.paper) * PIXELS_PER_POINT,
        table_width: width_points(options.paper) / TABLE_TEXT,
        pixels_per_point: PIXELS_PER_POINT,
        words: printable,
    };
    let mut described = blocks::described(document, &medium);
    if let Some(fields) = described.as_object_mut() {
        fields.insert("paper".into(), json!(page_size(options.paper)));
    }
    let letters = Letters::of(&described.to_string());
    if let Some(fields) = described.as_object_mut() {
        let families: Vec<&str> = letters.fonts.iter().map(|font| font.info().family.as_str()).collect();
        fields.insert("other_fonts".into(), json!(families));
        fields.insert("missing".into(), json!(letters.missing_in_words()));
    }
    let described = letters.with_squares(described.to_string());
    let desk = Desk::new(described, figures_json.to_owned(), letters.fonts);
    let Warned { output, .. } = typst::compile::<PagedDocument>(&desk);
    // What was remembered of earlier reports is of little use to later ones.
    comemo::evict(2);
    let pages = output.map_err(|errors| failed(&errors))?;
    typst_pdf::pdf(&pages, &pdf_options(options)?).map_err(|errors| failed(&errors))
}

fn pdf_options(options: &Options) -> Result<PdfOptions, ReportError> {
    let archival = options.archival.then_some(PdfStandard::A_3a);
    let standards: Vec<PdfStandard> = std::iter::once(PdfStandard::Ua_1).chain(archival).collect();
    let standards = PdfStandards::new(&standards).map_err(|error| ReportError::Paper(error.message().to_string()))?;
    Ok(PdfOptions {
        creator: Smart::Custom(Some(format!("Handshake {}", env!("CARGO_PKG_VERSION")))),
        timestamp: timestamp(&options.made_at),
        standards,
        ..PdfOptions::default()
    })
}

fn timestamp(at: &jiff::Zoned) -> Option<Timestamp> {
    let part = |value: i8| u8::try_from(value).ok();
    let moment = Datetime::from_ymd_hms(
        i32::from(at.year()),
        part(at.month())?,
        part(at.day())?,
        part(at.hour())?,
        part(at.minute())?,
        part(at.second())?,
    )?;
    Timestamp::new_local(moment, at.offset().seconds() / 60)
}

fn failed(errors: &[SourceDiagnostic]) -> ReportError {
    let messages: Vec<&str> = errors.iter().map(|error| error.message.as_str()).collect();
    ReportError::Paper(messages.join("; "))
}

/// The longest word that is left whole; a longer one comes in pieces: what has joints, such as a name of the taxonomy, in its parts, else,
/// such as a hash, in pieces of half that length.
const LONGEST_WORD: usize = 18;

/// A part of a long word, in pieces if it is long itself.
fn in_pieces(part: &str) -> Vec<String> {
    let letters: Vec<char> = part.chars().collect();
    let most = if letters.len() > LONGEST_WORD { LONGEST_WORD / 2 } else { LONGEST_WORD };
    letters.chunks(most).map(|piece| piece.iter().collect()).collect()
}

/// A text as the template sets it: a string, or its parts where long words, in pieces, stand between others.
fn printable(text: &str) -> Value {
    let text = drawable(text);
    let is_long = |word: &str| word.chars().count() > LONGEST_WORD;
    if !text.split_whitespace().any(is_long) {
        return json!(text);
    }
    let parts = text.split_inclusive(char::is_whitespace).map(|word| {
        if !is_long(word) {
            return json!(word);
        }
        let pieces: Vec<String> = word.trim_end().split_inclusive(['.', '_', '-', '/']).flat_map(in_pieces).collect();
        json!([pieces, &word[word.trim_end().len()..]])
    });
    // A word's pieces and the space after it are two parts.
    parts.flat_map(|part| if let Value::Array(two) = part { two } else { vec![part] }).collect()
}
