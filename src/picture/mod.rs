//! What is drawn, without a renderer: charts described from figures, and the formats in which figures are read.
//!
//! The window draws a [`Chart`] with `egui_plot`, reports draw the same one as SVG: same numbers, colours and words.

pub mod analysis_figures;
pub mod chart;
pub mod cost_figures;
pub mod figures;
pub mod format;
pub mod headings;
pub mod lab_figures;
pub mod monthly_figures;
pub mod permission_figures;
pub mod prompt;
pub mod quarter_figures;
pub mod record;
pub mod terms;
pub mod tokens;

pub use chart::{Axis, AxisFormat, Bar, Chart, Interval, Layer, TableTwin, name_step, ticks};
