//! The report about a quarter: what was decided and done, whether the company kept its word, and who signs for it.

mod ahead;
mod deviations;
mod figures;
pub(super) mod gathered;
mod standing;
mod words;

pub use figures::default_quarter;

use super::blocks::{paragraph, per_thousand_interval, remark};
use super::shared::{evidence, footer};
use crate::picture::format;
use crate::report::{Block, ComplianceFigures, Document, Figures, KeyFigure, QuarterFigures, Section, Tone};
use crate::workbench::{Model, PermissionOutlook, QuarterModel};
use figures::money;

/// The report about a quarter of a model, as people read it and in figures; of no quarter where none is known.
///
/// `ahead` is what is ahead for permissions, where it is known.
pub(super) fn report(
    model: &Model,
    quarter: Option<&QuarterModel>,
    ahead: Option<&PermissionOutlook>,
) -> (Document, Figures) {
    let figures = figures::figures(model, quarter, ahead);
    (document(model, &figures), Figures::ComplianceReport(Box::new(figures)))
}

fn document(model: &Model, figures: &ComplianceFigures) -> Document {
    let section = |heading: &str, blocks: Vec<Block>| Section { heading: heading.into(), begins_page: false, blocks };
    let page = |heading: &str, blocks: Vec<Block>| Section { begins_page: true, ..section(heading, blocks) };
    Document {
        title: words::title(figures.quarter.as_ref()),
        subtitle: words::subtitle(&figures.about, figures.quarter.as_ref()),
        language: words::LANGUAGE.into(),
        footer: footer(&figures.about),
        sections: vec![
            section(words::SUMMARY, summary(figures)),
            section(words::POLICY, standing::policy(figures)),
            page(words::OVER_TIME, deviations::over_time(model, figures)),
            section(words::WHY, deviations::why(figures)),
            section(words::FORGONE_SECTION, deviations::forgone(figures)),
            section(words::COSTS, deviations::costs(model, figures)),
            section(words::PERMISSIONS, ahead::permissions(model, figures)),
            section(words::EXPERIMENTS, ahead::experiments(figures)),
            section(words::ASK_AGAIN, ahead::ask_again(figures)),
            section(words::QUALITY, standing::quality(figures)),
            section(words::CARRIED, standing::carried_forward(figures)),
            section(words::SIGN_OFF, standing::sign_off(model, figures)),
            page(words::APPENDIX, evidence(&figures.about, &figures.definitions, &figures.imports)),
        ],
    }
}

/// The figures of the quarter that the report is about.
fn this_quarter(figures: &ComplianceFigures) -> Option<&QuarterFigures> {
    let label = &figures.quarter.as_ref()?.label;
    figures.quarters.iter().find(|quarter| quarter.quarter == *label)
}

fn summary(figures: &ComplianceFigures) -> Vec<Block> {
    let mut blocks = vec![Block::Lead(figures.verdict.clone()), paragraph(&figures.verdict_detail)];
    if figures.quarter.as_ref().is_some_and(|span| span.running) {
        let (title, text) = (words::RUNNING.into(), words::RUNNING_WHY.into());
        blocks.push(Block::Callout { tone: Tone::Warning, title, text });
    }
    blocks.extend(this_quarter(figures).map(|quarter| key_figures(figures, quarter)));
    blocks.push(Block::Heading(words::DECISIONS_NEEDED.into()));
    if figures.decisions_needed.is_empty() {
        blocks.push(paragraph(words::NO_DECISION));
    } else {
        blocks.push(Block::List(figures.decisions_needed.iter().map(|needed| needed.sentence.clone()).collect()));
    }
    blocks.push(remark(words::small_groups(figures.about.smallest_group)));
    blocks
}

fn key_figures(figures: &ComplianceFigures, quarter: &QuarterFigures) -> Block {
    let currency = &figures.about.currency;
    let figure = |label: &str, value: String, remark: String| KeyFigure { label: label.into(), value, remark };
    let interval = quarter.rate_interval.map(|interval| per_thousand_interval(Some(interval)).text);
    let mut all = Vec::new();
    if let Some(rate) = quarter.rate {
        all.push(figure(words::RATE, format::per_thousand(rate), words::rate_remark(interval, quarter.uses)));
    }
    let deviations = quarter.deviations + quarter.recorded;
    let remark = words::deviations_remark(quarter.incidents, quarter.recorded);
    all.push(figure(words::DEVIATIONS, format::count(deviations), remark));
    if let Some(costs) = &figures.costs {
        let amount = &costs.deviating.all;
        let range = (amount.low < amount.high)
            .then(|| format!("{} to {}", money(amount.low, currency), money(amount.high, currency)));
        all.push(figure(words::COST, money(amount.median, currency), words::cost_remark(costs.unknown, range)));
        let forgone = money(costs.forgone.all.median, currency);
        all.push(figure(words::FORGONE, forgone, words::forgone_remark(quarter.held_back_uses)));
    }
    Block::KeyFigures(all)
}
