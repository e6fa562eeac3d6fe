//! `handshake track`

use super::terminal::{open, say, say_json};
use crate::compliance::{Forgone, Rated};
use crate::domain::{Circumstance, DefinitionChange, DeviationKind, LogKind, Policy, Settings};
use crate::picture::format;
use crate::stats::rates::ChangeSplit;
use crate::workbench::{Command, Model, Problem, QuarterModel, SplitModel};
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
struct Printed<'a> {
    quarters: Vec<PrintedQuarter>,
    definition_changes: &'a [DefinitionChange],
    rules_and_conduct: Vec<PrintedSplit>,
}

/// The change of the rate of deviations, in deviations per use: what the rules did and what people did.
#[derive(serde::Serialize)]
struct PrintedSplit {
    quarter: String,
    policy_from: Option<String>,
    change: ChangeSplit,
}

#[derive(serde::Serialize)]
struct PrintedQuarter {
    quarter: String,
    uses: u64,
    deviations: u64,
    incidents: u64,
    rate_per_1000: Option<f64>,
    rate_interval: Option<[f64; 2]>,
    rate_with_gaps: Option<f64>,
    level_per_1000: Option<f64>,
    level_interval: Option<[f64; 2]>,
    probability_better: Option<f64>,
    starts_segment: bool,
    months: Option<String>,
    count_interval: Option<[f64; 2]>,
    by_kind: BTreeMap<String, u64>,
    by_circumstance: BTreeMap<String, u64>,
    by_purpose: BTreeMap<String, PrintedRated>,
    by_recipient: BTreeMap<String, PrintedRated>,
    by_team: BTreeMap<String, PrintedRated>,
    by_campaign: BTreeMap<String, PrintedRated>,
    coverage_gaps: BTreeMap<String, u64>,
    held_back: PrintedHeldBack,
    forgone: Vec<PrintedForgone>,
    cost: f64,
    days_to_discovery: Vec<u32>,
    days_to_remedy: Vec<u32>,
    signed_by: Option<String>,
    changed_since_signed: Vec<String>,
}

#[derive(serde::Serialize)]
struct PrintedHeldBack {
    uses: u64,
    value: f64,
}

#[derive(serde::Serialize)]
struct PrintedRated {
    uses: u64,
    deviations: u64,
}

/// Uses held back: by which rule, as which deviation, for what; nothing where no rule is about them, or they would have been fine.
#[derive(serde::Serialize)]
struct PrintedForgone {
    policy_from: Option<String>,
    rule: Option<String>,
    would_have_been: Option<&'static str>,
    purpose: String,
    uses: u64,
    value: f64,
}

fn rated(split: &BTreeMap<String, Rated>) -> BTreeMap<String, PrintedRated> {
    let line = |rated: &Rated| PrintedRated { uses: rated.uses, deviations: rated.deviations };
    split.iter().map(|(name, rated)| (name.clone(), line(rated))).collect()
}

fn forgone(line: &Forgone, policy: &Policy) -> PrintedForgone {
    let version = line.rule.and_then(|(version, _)| policy.versions().get(version));
    let rule = version.zip(line.rule).and_then(|(version, (_, rule))| version.rules.get(rule));
    PrintedForgone {
        policy_from: version.map(|version| version.holds_from.to_string()),
        rule: rule.map(|rule| rule.name.clone()),
        would_have_been: line.would_have_been.map(DeviationKind::name),
        purpose: line.purpose.clone(),
        uses: line.held_back.uses,
        value: line.held_back.value.units(),
    }
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
            let quarters = model.compliance.quarters.iter().map(|quarter| printed(quarter, &model));
            let splits = workbench.splits()?;
            let policy_from =
                |version: usize| model.policy.versions().get(version).map(|one| one.holds_from.to_string());
            let split = |one: &SplitModel| PrintedSplit {
                quarter: one.quarter.label(),
                policy_from: policy_from(one.version),
                change: one.change,
            };
            return say_json(&Printed {
                quarters: quarters.collect(),
                definition_changes: &model.definition_changes,
                rules_and_conduct: splits.iter().map(split).collect(),
            });
        }
        tell(&model);
        for source in model.counted.iter().filter(|source| source.kind == LogKind::CountedUses) {
            say(&source.sentence());
            source.warning().into_iter().for_each(say);
        }
        for split in workbench.splits()?.iter() {
            say(&format!("{}: {}", split.quarter.label(), split.sentence));
        }
        Ok(())
    }
}

fn printed(model: &QuarterModel, whole: &Model) -> PrintedQuarter {
    let counts = &model.counts;
    let signed = whole.sign_offs.iter().find(|signed| signed.sign_off.quarter == model.quarter);
    let currency = &whole.workspace.currency;
    let changed = signed.map(|signed| signed.changed.iter().map(|one| format::changed_figure(one, currency)).collect());
    let mut by_kind: BTreeMap<String, u64> = BTreeMap::new();
    for (kind, count) in &counts.recorded_by_kind {
        let name = DeviationKind::parse(kind).map_or(kind.as_str(), |known| known.name());
        *by_kind.entry(name.to_owned()).or_default() += count;
    }
    for (kind, count) in &counts.by_kind {
        *by_kind.entry(kind.name().to_owned()).or_default() += count;
    }
    let mut by_circumstance: BTreeMap<String, u64> = BTreeMap::new();
    for (circumstance, count) in &counts.recorded_by_circumstance {
        let name = Circumstance::parse(circumstance).map_or(circumstance.as_str(), |known| known.name());
        *by_circumstance.entry(if name.is_empty() { "NotGiven" } else { name }.to_owned()).or_default() += count;
    }
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
        rate_with_gaps: model.rate_with_gaps.map(|rate| rate * 1000.0),
        level_per_1000: model.level.map(|level| level.rate * 1000.0),
        level_interval: model.level.map(|level| [level.lower * 1000.0, level.upper * 1000.0]),
        probability_better: model.level.and_then(|level| level.probability_better),
        starts_segment: model.starts_segment,
        months: model.signals.as_ref().map(|signals| signals.sentence.clone()),
        count_interval: model.count_interval,
        by_kind,
        by_circumstance,
        by_purpose: rated(&counts.by_purpose),
        by_recipient: rated(&counts.by_recipient),
        by_team: rated(&counts.by_team),
        by_campaign: rated(&counts.by_campaign),
        forgone: counts.forgone.iter().map(|line| forgone(line, &whole.policy)).collect(),
        coverage_gaps: counts.gaps.iter().map(|(gap, count)| (gap.name().to_owned(), *count)).collect(),
        held_back: PrintedHeldBack { uses: counts.held_back.uses, value: counts.held_back.value.units() },
        cost: (counts.cost + counts.recorded_cost).units(),
        days_to_discovery: counts.days_to_discovery.clone(),
        days_to_remedy: counts.days_to_remedy.clone(),
        signed_by: signed.map(|signed| signed.sign_off.latest().by.clone()),
        changed_since_signed: changed.unwrap_or_default(),
    }
}

/// The quarters as a table for people.
pub(super) fn tell(model: &Model) {
    say(&model.compliance.sentence);
    say(&model.compliance.detail);
    for quarter in &model.compliance.quarters {
        let counts = &quarter.counts;
        let costs = model.costs.quarters.iter().find(|costs| costs.quarter == quarter.quarter);
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
            costs.map_or_else(|| "–".into(), |costs| format::amount(&costs.deviating.all, &model.workspace.currency)),
        ));
    }
}
