//! The sample, the result, the segments, and the permission kept.

use super::super::blocks::{count, paragraph, percent, probability, remark, table, words as text};
use super::words;
use crate::picture::{analysis_figures, figures as charts, format};
use crate::report::{AgainstFigures, Block, Cell, ChosenFigures, KeptAt, MemoFigures, SegmentColumn, Tone};
use crate::stats::soundness::Severity;
use crate::stats::{ArmFigures, Comparison, DecidedBy, PairFigures, Verdict};
use crate::workbench::ExperimentModel;

/// Height of a chart of curves, in points.
const CURVE_POINTS: f64 = 190.0;
/// Height of the chart of permission kept, in points.
const KEPT_POINTS: f64 = 160.0;

fn chart(chart: crate::picture::Chart, height_points: f64) -> Block {
    Block::Chart { chart: Box::new(chart), height_points }
}

pub(super) fn sample(figures: &MemoFigures) -> Vec<Block> {
    let Some(sample) = &figures.sample else { return vec![paragraph(words::NOBODY_ASKED)] };
    let mut blocks = Vec::new();
    if sample.is_sound() {
        blocks.push(paragraph(words::SOUND));
    } else {
        let reason = figures.sample_reason.trim();
        let text = if reason.is_empty() { words::UNSOUND_NO_REASON.into() } else { words::unsound_reason(reason) };
        blocks.push(Block::Callout { tone: Tone::Bad, title: words::UNSOUND.into(), text });
    }
    let gravity = |severity: Severity| match severity {
        Severity::Alarm => words::GRAVITY[0],
        Severity::Caution => words::GRAVITY[1],
        Severity::Note => words::GRAVITY[2],
    };
    if !sample.findings.is_empty() {
        let told =
            |finding: &crate::stats::soundness::Finding| format!("{}: {}", gravity(finding.severity), finding.sentence);
        blocks.push(Block::List(sample.findings.iter().map(told).collect()));
    }
    blocks.push(Block::Facts(vec![(words::SPLIT.to_owned(), words::split(sample.ratio.anytime_p))]));
    blocks
}

pub(super) fn result(figures: &MemoFigures) -> Vec<Block> {
    let Some(comparison) = figures.comparison.as_ref().filter(|_| figures.people > 0) else {
        return vec![paragraph(words::NOBODY_ASKED)];
    };
    let mut blocks = Vec::new();
    blocks.push(chart(charts::posterior_curves(comparison), CURVE_POINTS));
    blocks.push(chart(charts::lift_intervals(comparison), 70.0 + 50.0 * comparison.pairs.len() as f64));
    let columns = words::result_columns(figures.by_kept());
    blocks.push(table("result", words::RESULT_CAPTION, &columns, comparison.arms.iter().map(arm).collect()));
    let decimals = common_decimals(comparison.pairs.iter().map(|pair| pair.difference.equal_tailed));
    let pairs = comparison.pairs.iter().map(|one| pair(one, decimals)).collect();
    blocks.push(table("differences", words::DIFFERENCE_CAPTION, &words::DIFFERENCE_COLUMNS, pairs));
    let chosen = figures.of_those_who_chose.iter().map(chosen).collect();
    blocks.push(table("who-chose", words::CHOSEN_CAPTION, &words::CHOSEN_COLUMNS, chosen));
    let against = figures.against_control.iter().map(against).collect();
    blocks.push(table("evidence", words::EVIDENCE_CAPTION, &words::EVIDENCE_COLUMNS, against));
    blocks.extend(figures.anytime_p.map(|p| remark(words::at_every_look(p))));
    if let Some(first) = &figures.by_first_showing {
        blocks.extend(first_showing(first, figures.crossovers));
    }
    blocks
}

fn rate(arm: &ArmFigures) -> Cell {
    let told = |rate| Cell::number(format::percent_for_interval(rate, arm.equal_tailed), rate);
    arm.rate.map_or_else(|| text("–"), told)
}

fn arm(arm: &ArmFigures) -> Vec<Cell> {
    vec![
        text(&arm.name),
        count(arm.shown),
        count(arm.accepted),
        rate(arm),
        text(format::interval_percent(arm.equal_tailed)),
        probability(Some(arm.probability_best)),
        Cell::number(cost(arm.expected_loss), arm.expected_loss),
    ]
}

/// What a wrong choice gives up, in points.
pub(super) fn cost(loss: f64) -> String {
    format::points(loss, 2).trim_start_matches('+').to_owned()
}

/// An interval of differences in points, such as `+0.2 to +19.5 pp`.
pub(super) fn points_interval([low, high]: [f64; 2], decimals: usize) -> String {
    format!("{} to {}", format::signed(low * 100.0, decimals), format::points(high, decimals))
}

/// As many decimals as the narrowest interval of a column justifies, so that its numbers stand alike.
fn common_decimals(intervals: impl Iterator<Item = [f64; 2]>) -> usize {
    intervals.map(format::points_decimals).max().unwrap_or(1)
}

fn pair(pair: &PairFigures, decimals: usize) -> Vec<Cell> {
    let difference = &pair.difference;
    let lift = pair.relative_lift.median;
    vec![
        text(&pair.arm),
        Cell::number(format::points(difference.mean, decimals), difference.mean),
        text(points_interval(difference.equal_tailed, decimals)),
        probability(Some(pair.probability_better)),
        Cell::number(format!("{}%", format::signed(lift * 100.0, 1)), lift),
    ]
}

fn chosen(one: &ChosenFigures) -> Vec<Cell> {
    vec![
        text(&one.wording),
        count(one.chose),
        count(one.accepted),
        percent(one.rate, 1),
        count(one.dismissed),
        count(one.ignored),
    ]
}

fn against(one: &AgainstFigures) -> Vec<Cell> {
    vec![
        text(&one.wording),
        probability(Some(one.models.none)),
        probability(Some(one.models.better)),
        probability(Some(one.models.worse)),
        probability(one.equivalence.map(|equivalence| equivalence.equivalent)),
    ]
}

fn first_showing(comparison: &Comparison, crossovers: u64) -> Vec<Block> {
    let row =
        |arm: &ArmFigures| vec![text(&arm.name), count(arm.shown), rate(arm), probability(Some(arm.probability_best))];
    let rows = comparison.arms.iter().map(row).collect();
    vec![
        table("first-showing", words::FIRST_SHOWING, &words::FIRST_COLUMNS, rows),
        remark(words::first_showing(crossovers)),
    ]
}

pub(super) fn segments(figures: &MemoFigures) -> Vec<Block> {
    if figures.segments.is_empty() {
        return vec![paragraph(words::NO_SEGMENTS)];
    }
    let control_first = figures.comparison.iter().flat_map(|comparison| &comparison.arms).map(|arm| &arm.name);
    let names: Vec<&String> = control_first.collect();
    let series = |wording: &String| names.iter().position(|name| *name == wording).unwrap_or(1);
    let one = |(place, column): (usize, &SegmentColumn)| {
        segment(column, place, series(&column.wording), figures.about.smallest_group)
    };
    let told = figures.segments.iter().enumerate().flat_map(one);
    std::iter::once(remark(words::SEGMENT_REMARK)).chain(told).collect()
}

fn segment(column: &SegmentColumn, place: usize, series: usize, smallest: u64) -> Vec<Block> {
    let figures = &column.figures;
    let mut blocks =
        vec![Block::Heading(words::segment_heading(&column.column, &column.wording)), paragraph(&figures.sentence)];
    let warning = figures.simpson.as_ref().and_then(|simpson| simpson.warning.clone());
    blocks.extend(warning.map(|text| Block::Callout { tone: Tone::Warning, title: words::GRAVITY[1].into(), text }));
    let told: Vec<_> = figures.segments.iter().filter(|segment| people(segment) >= smallest).collect();
    if told.len() == figures.segments.len() && told.len() > 1 {
        let drawn = analysis_figures::segment_intervals(&column.column, &column.wording, series, figures);
        // Its heading says what it is about already.
        let drawn = crate::picture::Chart { title: words::SEGMENT_CHART.into(), subtitle: String::new(), ..drawn };
        blocks.push(chart(drawn, 60.0 + 26.0 * told.len() as f64));
    }
    let decimals = common_decimals(told.iter().map(|segment| segment.difference.equal_tailed));
    let row = |segment: &&crate::stats::segments::SegmentFigure| {
        let difference = &segment.difference;
        vec![
            text(&segment.name),
            count(people(segment)),
            Cell::number(format::points(difference.mean, decimals), difference.mean),
            text(points_interval(difference.equal_tailed, decimals)),
            probability(Some(segment.probability_better)),
        ]
    };
    let name = format!("segments-{}", place + 1);
    let caption = words::segment_caption(&column.column, &column.wording);
    blocks.push(table(&name, caption, &words::SEGMENT_COLUMNS, told.iter().map(row).collect()));
    if figures.hidden > 0 {
        blocks.push(remark(words::hidden(figures.hidden, smallest)));
    }
    blocks
}

fn people(segment: &crate::stats::segments::SegmentFigure) -> u64 {
    segment.baseline.shown + segment.arm.shown
}

pub(super) fn kept(model: &ExperimentModel, figures: &MemoFigures) -> Vec<Block> {
    let curves = model.analysis.as_ref().and_then(|analysis| analysis.kept.as_ref());
    let (Some(kept), Some((curves, _))) = (&figures.kept, curves) else { return vec![paragraph(words::NO_KEPT)] };
    // Said in the beginning already where it is the verdict, and not to be said where the sample keeps it back.
    let said = |verdict: &Verdict| matches!(verdict.decided_by, DecidedBy::KeptPermission | DecidedBy::Sample);
    let mut blocks = match &figures.verdict {
        Some(verdict) if said(verdict) => Vec::new(),
        _ => vec![paragraph(&kept.sentence), remark(&kept.detail)],
    };
    let smallest = figures.about.smallest_group;
    let followed = curves.horizons.iter().flat_map(|horizon| &horizon.arms).map(|arm| arm.at_risk);
    if followed.clone().any(|people| people > 0 && people < smallest) {
        blocks.push(remark(words::no_kept_chart(smallest)));
    } else if curves.arms.iter().any(|arm| !arm.curve.is_empty()) {
        blocks.push(chart(analysis_figures::kept_curves(curves), KEPT_POINTS));
    }
    let rows = kept.horizons.iter().flat_map(kept_rows).collect();
    blocks.push(table("kept", words::KEPT_CAPTION, &words::KEPT_COLUMNS, rows));
    blocks
}

fn kept_rows(at: &KeptAt) -> Vec<Vec<Cell>> {
    let share = |share: Option<(f64, [f64; 2])>| {
        share.map_or_else(
            || text(words::NOT_FOLLOWED),
            |(mean, interval)| {
                let told = format::percent_for_interval(mean, interval);
                Cell::number(format!("{told} ({})", format::interval_percent(interval)), mean)
            },
        )
    };
    let row = |one: &crate::report::KeptWording| {
        let days = Cell::number(format::number(at.days, 0), at.days);
        vec![text(&one.wording), days, share(one.holding), share(one.kept)]
    };
    at.wordings.iter().map(row).collect()
}
