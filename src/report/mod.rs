//! What leaves the program: charts as SVG, reports as HTML and JSON. A report carries every figure it shows.

mod document;
mod figures;
mod html;
mod svg;

pub use document::{Alignment, Block, Cell, Column, Document, KeyFigure, Section, Table, Tone};
pub use figures::{ExperimentSection, HeldBack, ImportSection, IncidentSection, PolicySection, QuarterSection, Report};
pub use html::html;
pub use svg::svg;

/// Why a report was not made.
#[derive(Debug, thiserror::Error)]
pub enum ReportError {
    /// The page could not be laid out.
    #[error("the page could not be laid out: {0}")]
    Page(#[from] minijinja::Error),
    /// The figures could not be written.
    #[error("the figures could not be written: {0}")]
    Figures(#[from] serde_json::Error),
}

/// The report as JSON with every figure at full precision.
pub fn json(report: &Report) -> Result<String, ReportError> {
    Ok(serde_json::to_string_pretty(report)?)
}
