//! The quarters and months over time, with what changed the rules or the definition marked.

use crate::picture::figures::{self, QuarterPoint};
use crate::picture::monthly_figures::monthly_limits;
use crate::picture::quarter_figures::{LevelPoint, quarter_levels};
use crate::picture::{Layer, format, headings};
use crate::ui::charts;
use crate::ui::widgets::{card, table};
use crate::workbench::{Model, QuarterModel, month_marks, quarter_marks};
use eframe::egui::Ui;

/// The level of deviations, quarter by quarter.
pub fn levels(ui: &mut Ui, model: &Model) {
    let point = |quarter: &QuarterModel| LevelPoint {
        label: quarter.quarter.label(),
        rate: quarter.rate.as_ref().map(|rate| rate.rate),
        level: quarter.level,
        count: quarter.counts.deviations + quarter.counts.recorded,
    };
    let points: Vec<LevelPoint> = model.compliance.quarters.iter().map(point).collect();
    if points.iter().any(|point| point.rate.is_some()) {
        charts::show(ui, "rates", &quarter_levels(&points, &quarter_marks(model)), 220.0);
    }
}

/// Months within their limits, and what was recorded elsewhere or by hand.
pub fn months_and_counts(ui: &mut Ui, model: &Model) {
    if model.compliance.months.points.iter().any(|month| month.rate.is_some()) {
        charts::show(ui, "months", &monthly_limits(&model.compliance.months, &month_marks(model)), 220.0);
    }
    let quarters = &model.compliance.quarters;
    if quarters.iter().any(|quarter| quarter.counts.recorded > 0) {
        let point = |quarter: &QuarterModel| QuarterPoint {
            label: quarter.quarter.label(),
            rate: None,
            count: quarter.counts.recorded,
        };
        let mut chart = figures::quarter_counts(&quarters.iter().map(point).collect::<Vec<_>>());
        // Behind the figures, as they are what is looked for.
        chart.layers.splice(0..0, quarter_marks(model).into_iter().map(|(x, label)| Layer::Mark { x, label }));
        charts::show(ui, "counts", &chart, 220.0);
    }
}

/// All quarters as a table.
pub fn as_table(ui: &mut Ui, model: &Model) {
    let quarters = &model.compliance.quarters;
    card(ui, "All quarters", "", |ui| {
        table(ui, "quarters", &headings::QUARTERS, quarters.len(), None, false, |row, column| {
            let quarter = &quarters[quarters.len() - 1 - row];
            let counts = &quarter.counts;
            let dash = || "–".to_owned();
            match column {
                0 => quarter.quarter.label(),
                1 => format::count(counts.uses),
                2 => format::count(counts.deviations + counts.recorded),
                3 => format::count(counts.incidents),
                4 => quarter.rate.as_ref().map_or_else(dash, |rate| format::per_thousand(rate.rate)),
                5 => quarter.level.map_or_else(dash, |level| format::per_thousand(level.rate)),
                6 => quarter.level.map_or_else(dash, |level| {
                    format!("{} – {}", format::per_thousand(level.lower), format::per_thousand(level.upper))
                }),
                7 => quarter.level.and_then(|level| level.probability_better).map_or_else(dash, format::probability),
                _ => format::count(counts.gaps.values().sum()),
            }
        });
    });
}
