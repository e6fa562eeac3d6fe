//! The quarters and months over time, with what changed the rules or the definition marked.

use crate::compliance::{BreakReason, breaks};
use crate::domain::Quarter;
use crate::picture::figures::{self, QuarterPoint};
use crate::picture::monthly_figures::monthly_limits;
use crate::picture::quarter_figures::{LevelPoint, quarter_levels};
use crate::picture::{Layer, format};
use crate::ui::charts;
use crate::ui::widgets::{card, table};
use crate::workbench::{Model, QuarterModel};
use eframe::egui::Ui;
use jiff::civil::Date;

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
        charts::show(ui, "rates", &quarter_levels(&points, &marks(model)), 220.0);
    }
}

/// Months within their limits, and what was recorded elsewhere or by hand.
pub fn months_and_counts(ui: &mut Ui, model: &Model) {
    if model.compliance.months.points.iter().any(|month| month.rate.is_some()) {
        charts::show(ui, "months", &monthly_limits(&model.compliance.months), 220.0);
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
        chart.layers.splice(0..0, marks(model).into_iter().map(|(x, label)| Layer::Mark { x, label }));
        charts::show(ui, "counts", &chart, 220.0);
    }
}

/// Where policy versions and definitions begin, between the dots of their quarters.
fn marks(model: &Model) -> Vec<(f64, String)> {
    let versions = model.policy.versions();
    let mark = |one: crate::compliance::Break| {
        let label = match one.reason {
            BreakReason::PolicyVersion(index) => {
                format!("Policy {}: {}", index + 1, versions.get(index).map_or("", |version| &version.title))
            }
            BreakReason::Definition(what) => format!("Counted otherwise: {what}"),
        };
        Some((position(model, one.day)?, label))
    };
    breaks(&model.policy, &model.definition_changes).into_iter().filter_map(mark).collect()
}

/// Where a day lies among the dots of the quarters; `None` outside them.
fn position(model: &Model, day: Date) -> Option<f64> {
    let quarters = &model.compliance.quarters;
    let quarter = Quarter::of(day, quarters.first()?.quarter.start_month);
    let place = quarters.iter().position(|known| known.quarter == quarter)?;
    // The dot of a quarter stands for its middle, so its first day lies half a step to the left.
    let days = |from: Date, to: Date| f64::from((to - from).get_days());
    let (first, next) = (quarter.first_day(), quarter.next().first_day());
    Some(place as f64 - 0.5 + days(first, day) / days(first, next))
}

/// All quarters as a table.
pub fn as_table(ui: &mut Ui, model: &Model) {
    let quarters = &model.compliance.quarters;
    card(ui, "All quarters", "", |ui| {
        let headings = [
            ("Quarter", false),
            ("Uses", true),
            ("Deviations", true),
            ("Incidents", true),
            ("Per 1,000", true),
            ("Level", true),
            ("95% interval", true),
            ("Better than before", true),
            ("Not judged", true),
        ];
        table(ui, "quarters", &headings, quarters.len(), None, false, |row, column| {
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
