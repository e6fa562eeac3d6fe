//! The report as one self-contained page.

use super::{Report, ReportError, svg};
use crate::picture::tokens::LIGHT;
use crate::picture::{Chart, figures, format};
use minijinja::{Environment, Value, context};
use std::collections::BTreeMap;

const PAGE: &str = include_str!("../../assets/report.html");

/// The report as an HTML page with its charts; it loads nothing and runs nothing.
pub fn html(report: &Report) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    environment.add_template("report.html", PAGE)?;
    environment.add_filter("count", |value: u64| format::count(value));
    environment.add_filter("probability", |value: f64| format::probability(value));
    environment.add_filter("points", |value: f64| format::points(value, 2).trim_start_matches('+').to_owned());
    environment.add_filter("interval", |value: Vec<f64>| match value[..] {
        [low, high] => format::interval_percent([low, high]),
        _ => String::new(),
    });
    environment.add_filter("percent", |value: f64| format::percent(value, 1));
    environment.add_filter("per_thousand", |value: f64| format::per_thousand(value / 1000.0));
    environment.add_filter("amount", |value: f64, currency: String| {
        crate::domain::Money::from_units(value).map_or_else(String::new, |amount| format::money(amount, &currency))
    });
    let experiment_charts: Vec<Vec<Value>> = report
        .experiments
        .iter()
        .map(|experiment| match &experiment.comparison {
            Some(comparison) if experiment.people > 0 => vec![
                drawn(&figures::posterior_curves(comparison), 300.0),
                drawn(&figures::lift_intervals(comparison), 90.0 + 80.0 * comparison.pairs.len() as f64),
            ],
            _ => Vec::new(),
        })
        .collect();
    let page = environment.get_template("report.html")?;
    Ok(page.render(context! { report => of(report)?, experiment_charts, quarter_charts => quarter_charts(report) })?)
}

fn drawn(chart: &Chart, height: f64) -> Value {
    context! {
        title => chart.title.as_str(), subtitle => chart.subtitle.as_str(),
        columns => chart.table.columns.clone(), rows => chart.table.rows.clone(),
        svg => Value::from_safe_string(svg(chart, &LIGHT, 720.0, height)),
    }
}

fn quarter_charts(report: &Report) -> Vec<Value> {
    let points: Vec<figures::QuarterPoint> = report
        .quarters
        .iter()
        .map(|quarter| figures::QuarterPoint {
            label: quarter.quarter.clone(),
            rate: quarter
                .rate_per_1000
                .zip(quarter.rate_interval)
                .map(|(rate, [low, high])| (rate / 1000.0, low / 1000.0, high / 1000.0)),
            count: quarter.deviations,
        })
        .collect();
    if points.is_empty() {
        return Vec::new();
    }
    let rates = points.iter().any(|point| point.rate.is_some());
    let over_time = if rates { figures::quarter_rates(&points, &[]) } else { figures::quarter_counts(&points) };
    let mut charts = vec![drawn(&over_time, 320.0)];
    for (title, pick) in [("Why it happened", true), ("How it deviated", false)] {
        let mut totals: BTreeMap<&String, u64> = BTreeMap::new();
        for quarter in &report.quarters {
            for (name, count) in if pick { &quarter.by_circumstance } else { &quarter.by_kind } {
                *totals.entry(name).or_default() += count;
            }
        }
        if !totals.is_empty() {
            let counts: Vec<(String, u64)> = totals.into_iter().map(|(name, count)| (name.clone(), count)).collect();
            let height = 40.0 + 28.0 * counts.len() as f64;
            charts.push(drawn(
                &figures::ranked_bars(title, "All quarters, share and number of deviations", counts),
                height,
            ));
        }
    }
    charts
}

/// The report as a value of the page, by way of the same JSON that a report file holds.
fn of(report: &Report) -> Result<Value, ReportError> {
    Ok(serde_json::from_value(serde_json::to_value(report)?)?)
}
