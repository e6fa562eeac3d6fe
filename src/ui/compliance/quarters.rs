//! The quarters: over time, one closely, and as a table.

use crate::domain::Quarter;
use crate::picture::figures::{self, QuarterPoint};
use crate::picture::format;
use crate::picture::monthly_figures::monthly_limits;
use crate::ui::charts;
use crate::ui::widgets::{card, figure, table};
use crate::workbench::{Model, QuarterModel, by_circumstance, by_kind};
use eframe::egui::Ui;

/// Rates, or counts where no uses are known, with the policy's versions marked.
pub fn over_time(ui: &mut Ui, model: &Model) {
    let quarters = &model.compliance.quarters;
    let points: Vec<QuarterPoint> = quarters
        .iter()
        .map(|quarter| QuarterPoint {
            label: quarter.quarter.label(),
            rate: quarter.rate.as_ref().map(|rate| (rate.rate, rate.lower, rate.upper)),
            count: quarter.counts.deviations + quarter.counts.recorded,
        })
        .collect();
    if points.iter().any(|point| point.rate.is_some()) {
        charts::show(ui, "rates", &figures::quarter_rates(&points, &marks(model)), 260.0);
    }
    if model.compliance.months.points.iter().any(|month| month.rate.is_some()) {
        charts::show(ui, "months", &monthly_limits(&model.compliance.months), 220.0);
    }
    if quarters.iter().any(|quarter| quarter.counts.recorded > 0) {
        charts::show(ui, "counts", &figures::quarter_counts(&points), 220.0);
    }
}

/// Where policy versions begin, between the dots of their quarters.
fn marks(model: &Model) -> Vec<(f64, String)> {
    let quarters = &model.compliance.quarters;
    let versions = model.policy.versions().iter().enumerate().skip(1);
    let mark = |(index, version): (usize, &crate::domain::PolicyVersion)| {
        let start = quarters.first()?.quarter.start_month;
        let quarter = Quarter::of(version.holds_from, start);
        let position = quarters.iter().position(|known| known.quarter == quarter)?;
        // The dot of a quarter stands for its middle, so its first day lies half a step to the left.
        let days = |from: jiff::civil::Date, to: jiff::civil::Date| f64::from((to - from).get_days());
        let (first, next) = (quarter.first_day(), quarter.next().first_day());
        let within = days(first, version.holds_from) / days(first, next);
        Some((position as f64 - 0.5 + within, format!("Policy {}: {}", index + 1, version.title)))
    };
    versions.filter_map(mark).collect()
}

/// One quarter closely: why, how, and what it cost.
pub fn one(ui: &mut Ui, model: &Model, quarter: &QuarterModel) {
    let label = quarter.quarter.label();
    if let Some(signals) = &quarter.signals {
        card(ui, &format!("Its months, {label}"), "", |ui| ui.label(&signals.sentence));
    }
    ui.columns(2, |columns| {
        let pairs = |counts: std::collections::BTreeMap<String, u64>| counts.into_iter().collect();
        let why = figures::ranked_bars(
            &format!("Why it happened, {label}"),
            "Share and number of deviations",
            pairs(by_circumstance(quarter)),
        );
        charts::show(&mut columns[0], "why", &why, 0.0);
        let how = figures::ranked_bars(
            &format!("How it deviated, {label}"),
            "Share and number of deviations",
            pairs(by_kind(quarter)),
        );
        charts::show(&mut columns[1], "how", &how, 0.0);
    });
    let currency = &model.workspace.currency;
    card(ui, &format!("What it cost, {label}"), "", |ui| {
        ui.columns(3, |columns| {
            let cost = quarter.counts.cost + quarter.counts.recorded_cost;
            figure(&mut columns[0], "Cost of deviating", &format::money(cost, currency), "as given for the incidents");
            let held_back = &quarter.counts.held_back;
            figure(
                &mut columns[1],
                "Forgone by adhering",
                &format::money(held_back.value, currency),
                "value of uses held back",
            );
            figure(&mut columns[2], "Uses held back", &format::count(held_back.uses), "");
        });
    });
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
            ("95% interval", true),
            ("Not judged", true),
        ];
        table(ui, "quarters", &headings, quarters.len(), None, false, |row, column| {
            let quarter = &quarters[quarters.len() - 1 - row];
            let counts = &quarter.counts;
            match column {
                0 => quarter.quarter.label(),
                1 => format::count(counts.uses),
                2 => format::count(counts.deviations + counts.recorded),
                3 => format::count(counts.incidents),
                4 => quarter.rate.as_ref().map_or_else(|| "–".into(), |rate| format::per_thousand(rate.rate)),
                5 => quarter.rate.as_ref().map_or_else(
                    || "–".into(),
                    |rate| format!("{} – {}", format::per_thousand(rate.lower), format::per_thousand(rate.upper)),
                ),
                _ => format::count(counts.gaps.values().sum()),
            }
        });
    });
}
