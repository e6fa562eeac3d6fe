//! What leaves the program: charts as SVG and PNG; reports as PDF, web page, tables and JSON. A report carries every figure it shows.

mod blocks;
mod compliance_figures;
mod document;
mod fallback;
mod figures;
mod in_words;
mod letters;
mod memo_figures;
mod page;
mod paper;
mod png;
mod read_back;
mod svg;
mod tables;

pub use compliance_figures::{
    ApprovalFigures, AskAgainFigures, ChangeFigures, ComplianceFigures, CostFigures, DecisionFigures, DecisionNeeded,
    EndingFigures, ExperimentFigures, FlowFigures, ForgoneFigures, IncidentFigures, NamedCount, PartFigures, PartRow,
    PermissionFigures, PolicyFigures, PurposeFigures, QuarterFigures, QuarterSpan, SignOffFigures, SignatureFigures,
    VersionFigures,
};
pub use document::{Alignment, Block, Cell, Column, Document, KeyFigure, Section, Table, Tone};
pub use figures::{About, Definition, Figures, FileFigures, ImportFigures};
pub use memo_figures::{
    AgainstFigures, ChosenFigures, DecisionRecord, KeptAt, KeptSummary, KeptWording, MemoFigures, SegmentColumn,
    WordingFigures, WordingFinding,
};
pub use png::png;
pub use read_back::figures_in;
pub use svg::{RequestPicture, request, svg, svg_picture};

use std::path::Path;

/// Why a report was not made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The page could not be laid out.
    #[error("the page could not be laid out: {0}")]
    Page(#[from] minijinja::Error),
    /// The figures could not be written.
    #[error("the figures could not be written: {0}")]
    Figures(#[from] serde_json::Error),
    /// The printed pages could not be set.
    #[error("the printed pages could not be set: {0}")]
    Paper(String),
    /// The tables could not be written.
    #[error("the tables could not be written: {0}")]
    Tables(String),
    /// The picture could not be drawn.
    #[error("the picture could not be drawn: {0}")]
    Picture(String),
}

/// In which form a report is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Format {
    /// One page for the browser that loads nothing.
    Html,
    /// Printed pages.
    Pdf,
    /// All figures at full precision.
    Json,
    /// Its tables, one CSV file each, packed into one ZIP archive.
    Csv,
    /// Its tables, one sheet each, in one workbook.
    Xlsx,
}

impl Format {
    /// All of them, as people meet them.
    pub const ALL: [Self; 5] = [Self::Pdf, Self::Html, Self::Xlsx, Self::Csv, Self::Json];

    /// The form that the ending of a file's name asks for, if any does.
    pub fn of(path: &Path) -> Option<Self> {
        let ending = path.extension()?.to_string_lossy().to_ascii_lowercase();
        if ending == "htm" {
            return Some(Self::Html);
        }
        Self::ALL.into_iter().find(|format| format.ending() == ending)
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Pdf => "pdf",
            Self::Json => "json",
            Self::Csv => "zip",
            Self::Xlsx => "xlsx",
        }
    }

    /// What it is, for a person who chooses.
    pub fn name(self) -> &'static str {
        match self {
            Self::Html => "Web page",
            Self::Pdf => "PDF",
            Self::Json => "Figures (JSON)",
            Self::Csv => "Tables (CSV files in a ZIP archive)",
            Self::Xlsx => "Tables (Excel workbook)",
        }
    }
}

/// The size of printed pages.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Paper {
    /// 210 by 297 mm.
    #[default]
    A4,
    /// 8.5 by 11 inches.
    Letter,
}

/// What a person may choose about a report.
#[derive(Debug, Clone, PartialEq)]
pub struct Options {
    /// The size of printed pages.
    pub paper: Paper,
    /// Whether a PDF is to be fit for an archive (PDF/A-3a besides PDF/UA-1).
    pub archival: bool,
    /// When it is made.
    pub made_at: jiff::Zoned,
}

/// The report as the bytes of a file. `figures_json` holds its figures at full precision; page and PDF carry them along.
///
/// The same document with the same options gives the same bytes.
pub fn write(
    document: &Document,
    figures_json: &str,
    format: Format,
    options: &Options,
) -> Result<Vec<u8>, ReportError> {
    match format {
        Format::Html => page::page(document, figures_json).map(String::into_bytes),
        Format::Pdf => paper::pdf(document, figures_json, options),
        Format::Json => Ok(figures_json.as_bytes().to_vec()),
        Format::Csv => tables::zipped(document, options),
        Format::Xlsx => tables::workbook(document, options),
    }
}

/// The figures of a report as JSON, at full precision.
pub fn json(report: &Figures) -> Result<String, ReportError> {
    Ok(serde_json::to_string_pretty(report)?)
}
