//! Deviations over time, how and why, what was forgone, what it cost.

use super::super::blocks::{
    amount, count, money as money_cell, paragraph, per_thousand, per_thousand_interval, probability, remark, table,
    table_or, words as text,
};
use super::{money, this_quarter, words};
use crate::domain::Quarter;
use crate::picture::cost_figures::{CostPoint, costs_by_quarter};
use crate::picture::monthly_figures::monthly_limits;
use crate::picture::quarter_figures::{LevelPoint, pareto, quarter_levels};
use crate::picture::{format, headings};
use crate::report::{Block, Cell, ComplianceFigures, NamedCount, PartFigures, PartRow, QuarterFigures};
use crate::stats::money::Totals;
use crate::workbench::{Model, QuarterCosts, month_marks, quarter_marks};

/// The most rows of a table of parts.
const LISTED_PARTS: usize = 12;
/// Height of charts over time, in points.
const OVER_TIME_POINTS: f64 = 165.0;
/// Height of the chart of costs, in points.
const COST_POINTS: f64 = 150.0;

fn chart(chart: crate::picture::Chart, height_points: f64) -> Block {
    Block::Chart { chart: Box::new(chart), height_points }
}

pub(super) fn over_time(model: &Model, figures: &ComplianceFigures) -> Vec<Block> {
    let mut blocks = Vec::new();
    if figures.quarters.iter().any(|quarter| quarter.rate.is_some()) {
        let points: Vec<LevelPoint> = figures.quarters.iter().map(level_point).collect();
        blocks.push(chart(quarter_levels(&points, &quarter_marks(model)), OVER_TIME_POINTS));
        blocks.push(chart(monthly_limits(&figures.months, &month_marks(model)), OVER_TIME_POINTS));
    } else {
        blocks.push(paragraph(words::NO_RATES));
    }
    if figures.quarter.is_some() {
        blocks.push(Block::Heading(words::OUT_OF_ORDINARY.into()));
        blocks.push(match figures.signals.as_slice() {
            [] => paragraph(words::NOTHING_UNUSUAL),
            signals => Block::List(signals.to_vec()),
        });
    }
    if let Some(split) = &figures.rules_and_conduct {
        blocks.push(Block::Heading(words::RULES_AND_CONDUCT.into()));
        blocks.push(paragraph(&split.sentence));
    }
    if !figures.quarters.is_empty() {
        let rows = figures.quarters.iter().rev().map(quarter_row).collect();
        blocks.push(table("quarters", words::all_quarters(&running(model)), &headings::QUARTERS, rows));
    }
    blocks
}

/// The quarters that have not ended yet.
fn running(model: &Model) -> Vec<String> {
    let known = model.compliance.quarters.iter().map(|quarter| quarter.quarter);
    known.filter(|quarter| quarter.next().first_day() > model.today).map(Quarter::label).collect()
}

fn level_point(quarter: &QuarterFigures) -> LevelPoint {
    LevelPoint {
        label: quarter.quarter.clone(),
        rate: quarter.rate,
        level: quarter.level,
        count: quarter.deviations + quarter.recorded,
    }
}

fn quarter_row(quarter: &QuarterFigures) -> Vec<Cell> {
    let level = quarter.level;
    vec![
        text(&quarter.quarter),
        count(quarter.uses),
        count(quarter.deviations + quarter.recorded),
        count(quarter.incidents),
        per_thousand(quarter.rate),
        per_thousand(level.map(|level| level.rate)),
        per_thousand_interval(level.map(|level| [level.lower, level.upper])),
        probability(level.and_then(|level| level.probability_better)),
        count(quarter.not_judged),
    ]
}

pub(super) fn why(figures: &ComplianceFigures) -> Vec<Block> {
    let (Some(kind), Some(why)) = (figures.kinds.first(), figures.circumstances.first()) else {
        return vec![paragraph(words::NO_DEVIATIONS)];
    };
    let share = |count: &NamedCount| format::percent(count.share, 0);
    let counts =
        |counts: &[NamedCount]| counts.iter().map(|count| (count.name.clone(), count.count)).collect::<Vec<_>>();
    let bars = |title: &str, named: &[NamedCount]| {
        let height = 40.0 + 24.0 * named.len().min(10) as f64;
        chart(pareto(title, words::PARETO, counts(named)), height)
    };
    let mut blocks = vec![
        paragraph(words::most(&kind.name, &share(kind), &why.name, &share(why))),
        bars(words::KINDS, &figures.kinds),
        bars(words::CIRCUMSTANCES, &figures.circumstances),
        Block::Heading(words::WHERE.into()),
    ];
    blocks.extend(figures.parts.iter().flat_map(part));
    blocks
}

fn part(part: &PartFigures) -> Vec<Block> {
    let row = |row: &PartRow| {
        vec![
            text(&row.name),
            count(row.uses),
            count(row.deviations),
            per_thousand(Some(row.rate)),
            per_thousand_interval(Some(row.interval)),
        ]
    };
    let rows: Vec<_> = part.rows.iter().take(LISTED_PARTS).map(row).collect();
    // A single row says what the whole quarter says.
    if rows.len() < 2 {
        return Vec::new();
    }
    let name = format!("by-{}", part.part.to_lowercase());
    let mut blocks = vec![table(&name, words::by_part(&part.part), &words::part_columns(&part.part), rows)];
    let more = part.rows.len().saturating_sub(LISTED_PARTS);
    blocks.extend((more > 0).then(|| remark(words::more_rows(more))));
    blocks
}

pub(super) fn forgone(figures: &ComplianceFigures) -> Vec<Block> {
    let Some(quarter) = this_quarter(figures).filter(|quarter| quarter.held_back_uses > 0) else {
        return vec![paragraph(words::NOTHING_HELD_BACK)];
    };
    let currency = &figures.about.currency;
    let row = |line: &crate::report::ForgoneFigures| {
        vec![
            text(&line.rule),
            text(&line.purpose),
            text(&line.would_have_been),
            count(line.uses),
            money_cell(line.value, currency),
        ]
    };
    vec![
        paragraph(words::forgone_sentence(quarter.held_back_uses, &money(quarter.held_back_value, currency))),
        table("forgone", words::FORGONE_CAPTION, &words::FORGONE_COLUMNS, figures.forgone.iter().map(row).collect()),
    ]
}

pub(super) fn costs(model: &Model, figures: &ComplianceFigures) -> Vec<Block> {
    let (Some(costs), Some(span)) = (&figures.costs, &figures.quarter) else { return vec![paragraph(words::NO_COSTS)] };
    let currency = &figures.about.currency;
    let point = |quarter: &QuarterCosts| CostPoint {
        label: quarter.quarter.label(),
        deviating: quarter.deviating.all,
        adhering: quarter.adhering.all,
        forgone: quarter.forgone.all,
    };
    let points: Vec<CostPoint> = model.costs.quarters.iter().map(point).collect();
    let parts = [
        (words::DEVIATING, &costs.deviating),
        (words::ADHERING, &costs.adhering),
        (words::FORGONE_COST, &costs.forgone),
    ];
    let rows = parts.into_iter().flat_map(|(name, totals)| cost_rows(name, totals, currency)).collect();
    vec![
        paragraph(words::costs_sentence(&span.label, costs, currency)),
        remark(words::costs_known(costs)),
        chart(costs_by_quarter(&points, currency), COST_POINTS),
        table_or(words::NO_COSTS, "costs", words::COST_PARTS, &words::COST_COLUMNS, rows),
    ]
}

fn cost_rows(name: &str, totals: &Totals, currency: &str) -> Vec<Vec<Cell>> {
    let all = vec![text(name), text(words::ALL_OF_IT), amount(&totals.all, currency)];
    let group =
        |group: &crate::stats::money::GroupTotal| vec![text(name), text(&group.group), amount(&group.amount, currency)];
    std::iter::once(all).chain(totals.groups.iter().map(group)).collect()
}
