//! A document as the values that the templates of page and paper are filled with: pictures drawn, words ready to be set.

use super::document::{Alignment, Block, Document, Table, Tone};
use super::in_words;
use super::letters::{Strength, width};
use super::svg::{request, svg};
use crate::picture::Chart;
use crate::picture::tokens::LIGHT;
use serde_json::{Value, json};

/// What a document is set on.
#[derive(Debug, Clone, Copy)]
pub(super) struct Medium {
    /// How wide charts are drawn, in pixels.
    pub(super) chart_width: f64,
    /// How many pixels a point of a chart's height takes.
    pub(super) pixels_per_point: f64,
    /// How wide tables are, in sizes of their letters.
    pub(super) table_width: f64,
    /// How texts are made ready.
    pub(super) words: fn(&str) -> Value,
}

impl Medium {
    fn words(&self, text: &str) -> Value {
        (self.words)(text)
    }
}

/// The whole document.
pub(super) fn described(document: &Document, medium: &Medium) -> Value {
    let sections: Vec<Value> = document
        .sections
        .iter()
        .map(|section| {
            json!({
                "heading": medium.words(&section.heading),
                "begins_page": section.begins_page,
                "blocks": section.blocks.iter().map(|block| described_block(block, medium)).collect::<Vec<_>>(),
            })
        })
        .collect();
    json!({
        "title": medium.words(&document.title),
        "subtitle": medium.words(&document.subtitle),
        "language": document.language,
        "footer": medium.words(&document.footer),
        "sections": sections,
        "nothing": "There is nothing to list.",
        "page": "Page",
        "of": "of",
        "as_table": "The figures as a table",
        "contents": "Contents",
    })
}

fn described_block(block: &Block, medium: &Medium) -> Value {
    let text = |kind: &str, words: &str| json!({ "kind": kind, "text": medium.words(words) });
    match block {
        Block::Heading(words) => text("heading", words),
        Block::Lead(words) => text("lead", words),
        Block::Paragraph(words) => text("paragraph", words),
        Block::Remark(words) => text("remark", words),
        Block::List(points) => {
            json!({ "kind": "list", "points": points.iter().map(|point| medium.words(point)).collect::<Vec<_>>() })
        }
        Block::Callout { tone, title, text } => json!({
            "kind": "callout", "tone": tone_name(*tone), "word": tone_word(*tone),
            "title": medium.words(title), "text": medium.words(text),
        }),
        Block::KeyFigures(figures) => {
            let one = |figure: &super::KeyFigure| {
                let [label, value, remark] =
                    [&figure.label, &figure.value, &figure.remark].map(|words| medium.words(words));
                json!({ "label": label, "value": value, "remark": remark })
            };
            json!({ "kind": "key_figures", "figures": figures.iter().map(one).collect::<Vec<_>>() })
        }
        Block::Chart { chart, height_points } => described_chart(chart, *height_points, medium),
        Block::Table(table) => described_table(table, medium),
        Block::Request { wording, terms, surface } => {
            let picture = request(wording, terms, *surface, &LIGHT);
            json!({
                "kind": "request", "surface": surface.name(), "svg": picture.svg, "width": picture.width,
                "in_words": plain(&picture.in_words),
                "remarks": picture.remarks.iter().map(|remark| medium.words(remark)).collect::<Vec<_>>(),
            })
        }
        Block::Facts(facts) => {
            let one = |(name, value): &(String, String)| json!([medium.words(name), medium.words(value)]);
            json!({ "kind": "facts", "facts": facts.iter().map(one).collect::<Vec<_>>() })
        }
    }
}

fn described_chart(chart: &Chart, height_points: f64, medium: &Medium) -> Value {
    json!({
        "kind": "chart",
        "title": medium.words(&chart.title), "subtitle": medium.words(&chart.subtitle),
        "svg": svg(chart, &LIGHT, medium.chart_width, height_points * medium.pixels_per_point),
        "in_words": plain(&in_words::chart(chart)),
        "columns": chart.table.columns.iter().map(|column| medium.words(column)).collect::<Vec<_>>(),
        "rows": chart.table.rows.iter().map(|row| row.iter().map(|cell| medium.words(cell)).collect()).collect::<Vec<Value>>(),
    })
}

fn described_table(table: &Table, medium: &Medium) -> Value {
    let shares = shares(table, medium.table_width);
    let column = |(column, share): (&super::Column, f64)| json!({ "heading": medium.words(&column.heading), "is_number": column.alignment == Alignment::Right, "share": share });
    let width = table.columns.len();
    let row = |row: &Vec<super::Cell>| -> Value {
        let cells = row.iter().map(|cell| medium.words(&cell.text));
        cells.chain(std::iter::repeat_with(|| medium.words(""))).take(width).collect()
    };
    json!({
        "kind": "table", "name": table.name, "caption": medium.words(&table.caption),
        "columns": table.columns.iter().zip(shares).map(column).collect::<Vec<_>>(),
        "rows": table.rows.iter().map(row).collect::<Vec<_>>(),
    })
}

/// What is wider than so many sizes of its letters is no number, however it stands.
const LONGEST_NUMBER: f64 = 14.0;

/// How the columns share the width of a table: numbers take what they need (0), words in proportion to what they need.
fn shares(table: &Table, width: f64) -> Vec<f64> {
    let needs: Vec<f64> = (0..table.columns.len()).map(|place| needed(table, place)).collect();
    let is_crowded = needs.iter().sum::<f64>() > width;
    let share = |(need, column): (&f64, &super::Column)| match column.alignment {
        Alignment::Right if *need < LONGEST_NUMBER => 0.0,
        // Where there is not room for all, long texts take more lines than short ones.
        _ if is_crowded => need.powf(0.6),
        _ => *need,
    };
    let mut shares: Vec<f64> = needs.iter().zip(&table.columns).map(share).collect();
    // Where all are numbers, the first takes what is left.
    if let (Some(first), true) = (shares.first().copied(), shares.iter().all(|share| *share <= 0.0)) {
        shares.splice(..1, [first.max(1.0)]);
    }
    shares
}

/// How wide a column would like to be, in sizes of its letters, with its gap.
fn needed(table: &Table, place: usize) -> f64 {
    let heading = table.columns.get(place).map_or(0.0, |column| width(&column.heading, 1.0, Strength::Semibold));
    let cells = table.rows.iter().filter_map(|row| row.get(place));
    let widest = cells.map(|cell| width(&cell.text, 1.0, Strength::Regular)).fold(heading, f64::max);
    widest.clamp(3.0, 150.0) + 1.3
}

fn tone_name(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "neutral",
        Tone::Good => "good",
        Tone::Warning => "warning",
        Tone::Bad => "bad",
    }
}

/// What a callout is, in a word: colour alone tells nothing in black and white.
fn tone_word(tone: Tone) -> &'static str {
    match tone {
        Tone::Neutral => "Note",
        Tone::Good => "In order",
        Tone::Warning => "To be looked at",
        Tone::Bad => "Problem",
    }
}

/// A text without control characters, in one line.
fn plain(text: &str) -> String {
    text.chars().map(|c| if c.is_control() { ' ' } else { c }).collect()
}
