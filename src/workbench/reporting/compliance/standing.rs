//! What the quarter is held against, what is not known of it, what is carried forward, and who signs.

use super::super::blocks::{count, group, paragraph, percent, remark, table_or, words as text};
use super::super::shared::{or, quality as import_quality};
use super::{this_quarter, words};
use crate::picture::format;
use crate::report::{
    Block, ComplianceFigures, DecisionFigures, IncidentFigures, NamedCount, SignOffFigures, SignatureFigures, Tone,
    VersionFigures,
};
use crate::workbench::Model;

pub(super) fn policy(figures: &ComplianceFigures) -> Vec<Block> {
    let policy = &figures.policy;
    let mut blocks: Vec<Block> = policy.changes.iter().flat_map(changed).collect();
    match &policy.in_force {
        None if policy.changes.is_empty() => blocks.push(paragraph(words::NO_POLICY)),
        None => blocks.push(paragraph(words::NO_POLICY_YET)),
        Some(version) if policy.changes.is_empty() => {
            blocks.push(paragraph(words::policy_unchanged(&version.title, version.holds_from)));
        }
        Some(_) => {}
    }
    if !policy.definition_changes.is_empty() {
        blocks.push(Block::Heading(words::COUNTED_OTHERWISE.into()));
        let told = policy.definition_changes.iter().map(|(from, what)| words::definition_changed(*from, what));
        blocks.push(Block::List(told.collect()));
    }
    if let Some(version) = &policy.in_force {
        blocks.push(Block::Heading(words::RULES.into()));
        blocks.push(Block::List(version.rules.clone()));
    }
    blocks
}

fn changed(version: &VersionFigures) -> Vec<Block> {
    let text = words::policy_changed(version.number, &version.title, version.holds_from, &version.reason);
    let mut blocks = vec![paragraph(text)];
    for (heading, differences) in
        [(words::ALLOWS_MORE, &version.allows_more), (words::ALLOWS_LESS, &version.allows_less)]
    {
        if !differences.is_empty() {
            blocks.push(Block::Heading(heading.into()));
            blocks.push(Block::List(differences.clone()));
        }
    }
    if blocks.len() == 1 {
        blocks.push(paragraph(if version.number == 1 { words::FIRST_VERSION } else { words::NO_DIFFERENCE }));
    }
    blocks
}

fn shares(counts: &[NamedCount]) -> Vec<Vec<crate::report::Cell>> {
    let row = |one: &NamedCount| vec![text(&one.name), count(one.count), percent(Some(one.share), 0)];
    counts.iter().map(row).collect()
}

pub(super) fn quality(figures: &ComplianceFigures) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(quarter) = this_quarter(figures) {
        if let Some(rate) = quarter.rate_with_gaps.filter(|_| quarter.not_judged > 0) {
            blocks.push(paragraph(words::with_gaps(quarter.not_judged, &format::per_thousand(rate))));
        }
        let caption = words::GAPS_CAPTION;
        blocks.push(table_or(words::NO_GAPS, "gaps", caption, &words::GAP_COLUMNS, shares(&figures.gaps)));
    }
    if figures.forgotten_uses > 0 {
        blocks.push(remark(words::forgotten(figures.forgotten_uses)));
    }
    if figures.link_conflicts > 0 {
        blocks.push(remark(words::conflicts(figures.link_conflicts)));
    }
    blocks.push(import_quality(&figures.imports));
    blocks
}

pub(super) fn carried_forward(figures: &ComplianceFigures) -> Vec<Block> {
    let smallest = figures.about.smallest_group;
    let columns = &words::DISPOSITION_COLUMNS;
    let mut blocks = vec![table_or(
        words::NO_INCIDENTS,
        "dispositions",
        words::DISPOSITIONS,
        columns,
        shares(&figures.dispositions),
    )];
    let open = |one: &IncidentFigures| {
        vec![
            text(format::day(one.day)),
            text(&one.kind),
            text(or(&one.campaign, "–")),
            group(one.people, smallest),
            count(one.uses),
            text(&one.circumstance),
        ]
    };
    let caption = words::open_caption(figures.largest_open.len(), figures.open_incidents);
    let rows = figures.largest_open.iter().map(open).collect();
    blocks.push(table_or(words::NO_OPEN, "open-incidents", caption, &words::OPEN_COLUMNS, rows));
    if !figures.open_before.is_empty() {
        let before = figures.open_before.iter().map(|one| format!("{} {}", one.name, format::count(one.count)));
        blocks.push(remark(words::open_before(&before.collect::<Vec<_>>())));
    }
    let decided = |one: &DecisionFigures| {
        vec![
            text(&one.what),
            text(&one.reason),
            text(&one.by),
            text(format::day(one.holds_from)),
            text(format!("{}: {}", one.pattern, one.effect)),
        ]
    };
    blocks.push(Block::Heading(words::DECISIONS.into()));
    let rows = figures.decisions.iter().map(decided).collect();
    let columns = &words::DECISION_COLUMNS;
    blocks.push(table_or(words::NO_DECISIONS, "decisions", words::DECISIONS_CAPTION, columns, rows));
    blocks
}

pub(super) fn sign_off(model: &Model, figures: &ComplianceFigures) -> Vec<Block> {
    let running = figures.quarter.as_ref().is_some_and(|span| span.running);
    let Some(signed) = &figures.sign_off else {
        let text = if running { words::NOT_SIGNED_RUNNING } else { words::NOT_SIGNED_WHY };
        let (title, text) = (words::NOT_SIGNED.into(), text.into());
        return vec![Block::Callout { tone: Tone::Warning, title, text }, lines_to_sign()];
    };
    let mut blocks: Vec<Block> = signatures(model, signed);
    if !signed.changed.is_empty() {
        blocks.push(Block::Heading(words::CHANGED_SINCE.into()));
        blocks.push(Block::List(signed.changed.clone()));
        blocks.push(lines_to_sign());
    }
    blocks
}

fn signatures(model: &Model, signed: &SignOffFigures) -> Vec<Block> {
    let facts = |(place, one): (usize, &SignatureFigures)| {
        let what = if place == 0 { words::SIGNED_BY } else { words::AMENDED_BY };
        let when = format::moment(one.at, &model.workspace.time_zone);
        let figures = words::signed_figures(one.uses, one.deviations, one.incidents, one.open_incidents);
        let mut facts =
            vec![(what.to_owned(), format!("{}, {when}", one.by)), (words::WHAT_WAS_SIGNED.to_owned(), figures)];
        if !one.statement.is_empty() {
            facts.push((words::STATEMENT.to_owned(), one.statement.clone()));
        }
        Block::Facts(facts)
    };
    signed.signatures.iter().enumerate().map(facts).collect()
}

fn lines_to_sign() -> Block {
    Block::Facts(words::SIGN_LINES.iter().map(|name| ((*name).to_owned(), words::LINE.to_owned())).collect())
}
