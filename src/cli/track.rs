//! `handshake track`

use super::terminal::{open, say, say_json};
use crate::domain::Settings;
use crate::picture::format;
use crate::workbench::{Command, Model, Problem, QuarterModel};
use std::collections::BTreeMap;
use std::path::PathBuf;

/// Show deviations quarter by quarter.
#[derive(Debug, clap::Args)]
pub(super) struct Track {
    /// The workspace.
    workspace: PathBuf,
    /// The month in which the fiscal year starts, 1 to 12; kept in the workspace.
    #[arg(long, value_name = "MONTH", value_parser = clap::value_parser!(i8).range(1..=12))]
    fiscal_year_start: Option<i8>,
    /// Print all figures at full precision as JSON.
    #[arg(long)]
    json: bool,
}

#[derive(serde::Serialize)]
struct Printed {
    quarters: Vec<PrintedQuarter>,
}

#[derive(serde::Serialize)]
struct PrintedQuarter {
    quarter: String,
    uses: u64,
    deviations: u64,
    incidents: u64,
    rate_per_1000: Option<f64>,
    rate_interval: Option<[f64; 2]>,
    count_interval: Option<[f64; 2]>,
    by_kind: BTreeMap<String, u64>,
    by_circumstance: BTreeMap<String, u64>,
    coverage_gaps: BTreeMap<String, u64>,
    held_back: PrintedHeldBack,
    cost: f64,
}

#[derive(serde::Serialize)]
struct PrintedHeldBack {
    uses: u64,
    value: f64,
}

impl Track {
    pub(super) fn run(&self) -> Result<(), Problem> {
        let workbench = open(&self.workspace)?;
        let model = workbench.model();
        let start = model.workspace.fiscal_start_month;
        if let Some(month) = self.fiscal_year_start.filter(|month| *month != start) {
            let settings = Settings { fiscal_start_month: month, ..model.workspace.settings() };
            workbench.run(Command::ChangeSettings(settings))?;
        }
        let model = workbench.model();
        if self.json {
            return say_json(&Printed { quarters: model.compliance.quarters.iter().map(printed).collect() });
        }
        tell(&model);
        Ok(())
    }
}

fn printed(model: &QuarterModel) -> PrintedQuarter {
    let counts = &model.counts;
    let mut by_kind: BTreeMap<String, u64> = counts.recorded_by_kind.clone();
    for (kind, count) in &counts.by_kind {
        *by_kind.entry(kind.name().to_owned()).or_default() += count;
    }
    let mut by_circumstance: BTreeMap<String, u64> = counts.recorded_by_circumstance.clone();
    for (circumstance, count) in &counts.by_circumstance {
        let name = circumstance.map_or("NotGiven", |circumstance| circumstance.name());
        *by_circumstance.entry(name.to_owned()).or_default() += count;
    }
    PrintedQuarter {
        quarter: model.quarter.label(),
        uses: counts.uses,
        deviations: counts.deviations + counts.recorded,
        incidents: counts.incidents,
        rate_per_1000: model.rate.as_ref().map(|rate| rate.rate * 1000.0),
        rate_interval: model.rate.as_ref().map(|rate| [rate.lower * 1000.0, rate.upper * 1000.0]),
        count_interval: model.count_interval,
        by_kind,
        by_circumstance,
        coverage_gaps: counts.gaps.iter().map(|(gap, count)| (gap.name().to_owned(), *count)).collect(),
        held_back: PrintedHeldBack { uses: counts.held_back.uses, value: counts.held_back.value.units() },
        cost: (counts.cost + counts.recorded_cost).units(),
    }
}

/// The quarters as a table for people.
pub(super) fn tell(model: &Model) {
    say(&model.compliance.sentence);
    say(&model.compliance.detail);
    for quarter in &model.compliance.quarters {
        let counts = &quarter.counts;
        let rate = match (&quarter.rate, quarter.count_interval) {
            (Some(rate), _) => format!(
                "{} per 1,000 uses (95% {} – {})",
                format::per_thousand(rate.rate),
                format::per_thousand(rate.lower),
                format::per_thousand(rate.upper)
            ),
            (None, Some([low, high])) => format!("95% interval of the expected count {low:.0} – {high:.0}"),
            (None, None) => "no uses".into(),
        };
        let gaps: u64 = counts.gaps.values().sum();
        say(&format!(
            "  {}: {} deviations ({} recorded elsewhere) in {} incidents among {} uses, {rate}; {} not judged; {} held back worth {}; cost {}",
            quarter.quarter.label(),
            format::count(counts.deviations + counts.recorded),
            format::count(counts.recorded),
            format::count(counts.incidents),
            format::count(counts.uses),
            format::count(gaps),
            format::count(counts.held_back.uses),
            format::money(counts.held_back.value, &model.workspace.currency),
            format::money(counts.cost + counts.recorded_cost, &model.workspace.currency),
        ));
    }
}
