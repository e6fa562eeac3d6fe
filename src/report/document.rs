//! What a report says, block by block, before it is a page: one description for the printed page, the web page and the tables.

use crate::domain::{Terms, Wording};
use crate::picture::Chart;
use crate::picture::prompt::Surface;

/// A report as people read it.
#[derive(Debug, Clone, PartialEq)]
pub struct Document {
    /// Such as “Permissions and compliance, 2026-Q3”.
    pub title: String,
    /// Whose, and of which time.
    pub subtitle: String,
    /// The language of its words, as a BCP 47 tag.
    pub language: String,
    /// What stands at the foot of each page: workspace, day, anchor of the record.
    pub footer: String,
    /// Its parts, in reading order.
    pub sections: Vec<Section>,
}

/// One part of a document, with a heading of the first level.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Section {
    /// Its heading.
    pub heading: String,
    /// Whether it begins on a new page.
    pub begins_page: bool,
    /// What it says.
    pub blocks: Vec<Block>,
}

/// What a remark is about.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Tone {
    /// Nothing to do.
    #[default]
    Neutral,
    /// Good news.
    Good,
    /// To be looked at.
    Warning,
    /// Bad news.
    Bad,
}

/// One thing on the page.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each variant says what its fields are")]
pub enum Block {
    /// A heading of the second level.
    Heading(String),
    /// The sentence that everything else explains, set large.
    Lead(String),
    /// Running text.
    Paragraph(String),
    /// Text that stands back: denominators, sources, remarks.
    Remark(String),
    /// Points, one a line.
    List(Vec<String>),
    /// A remark that must not be overlooked.
    Callout { tone: Tone, title: String, text: String },
    /// A few figures side by side.
    KeyFigures(Vec<KeyFigure>),
    /// A chart of a height in points, at the full width of the page; its table twin is its alternative text's detail.
    Chart { chart: Box<Chart>, height_points: f64 },
    /// A table.
    Table(Table),
    /// A permission request as people met it, drawn; all its words go into the alternative text.
    Request { wording: Box<Wording>, terms: Box<Terms>, surface: Surface },
    /// Names and what belongs to them, such as “Signed by” and a name.
    Facts(Vec<(String, String)>),
}

/// A figure that is read at a glance.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeyFigure {
    /// What it counts.
    pub label: String,
    /// The figure, with its unit.
    pub value: String,
    /// Its denominator, interval or change.
    pub remark: String,
}

/// How the cells of a column stand.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Alignment {
    /// Words.
    #[default]
    Left,
    /// Numbers.
    Right,
}

/// One column of a table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Column {
    /// What stands in it, with its unit.
    pub heading: String,
    /// How its cells stand.
    pub alignment: Alignment,
}

/// One cell of a table.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct Cell {
    /// As it is read.
    pub text: String,
    /// The number at full precision, where it is one: what a spreadsheet gets.
    pub value: Option<f64>,
}

/// A table; the first column names the rows.
#[derive(Debug, Clone, PartialEq)]
pub struct Table {
    /// A short name for files and sheets, such as `deviations-by-quarter`; unique within a document.
    pub name: String,
    /// What it shows, with its denominator.
    pub caption: String,
    /// The columns.
    pub columns: Vec<Column>,
    /// Rows of as many cells as there are columns.
    pub rows: Vec<Vec<Cell>>,
}

impl Document {
    /// All its tables, in reading order.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.sections.iter().flat_map(|section| &section.blocks).filter_map(|block| match block {
            Block::Table(table) => Some(table),
            _ => None,
        })
    }
}

impl Column {
    /// A column of words.
    pub fn words(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), alignment: Alignment::Left }
    }

    /// A column of numbers.
    pub fn numbers(heading: impl Into<String>) -> Self {
        Self { heading: heading.into(), alignment: Alignment::Right }
    }
}

impl Cell {
    /// A cell of words.
    pub fn words(text: impl Into<String>) -> Self {
        Self { text: text.into(), value: None }
    }

    /// A number as it is read, with the number itself.
    pub fn number(text: impl Into<String>, value: f64) -> Self {
        Self { text: text.into(), value: Some(value) }
    }
}
