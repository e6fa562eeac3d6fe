//! The memo about an experiment: what was asked, how, whom, what came of it, and what was decided.

mod decision;
mod figures;
mod result;
mod wordings;
mod words;

use super::blocks::{paragraph, remark};
use super::shared::{evidence, footer, or, quality};
use crate::picture::{format, headings};
use crate::report::{Block, Document, Figures, KeyFigure, MemoFigures, Section};
use crate::stats::ArmFigures;
use crate::workbench::{ExperimentModel, Model};

/// The memo about an experiment of a model, as people read it and in figures.
pub(super) fn memo(model: &Model, experiment: &ExperimentModel) -> (Document, Figures) {
    let figures = figures::figures(model, experiment);
    (document(experiment, &figures), Figures::ExperimentMemo(Box::new(figures)))
}

fn document(model: &ExperimentModel, figures: &MemoFigures) -> Document {
    let section = |heading: &str, blocks: Vec<Block>| Section { heading: heading.into(), begins_page: false, blocks };
    let page = |heading: &str, blocks: Vec<Block>| Section { begins_page: true, ..section(heading, blocks) };
    Document {
        title: words::title(&figures.experiment),
        subtitle: words::subtitle(&figures.about, figures.days),
        language: words::LANGUAGE.into(),
        footer: footer(&figures.about),
        sections: vec![
            section(words::SUMMARY, summary(figures)),
            section(words::QUESTION, question(figures)),
            section(words::WORDINGS, wordings::shown(figures)),
            section(words::CHECKS, wordings::checks(figures)),
            section(words::SAMPLE, result::sample(figures)),
            section(words::RESULT, result::result(figures)),
            section(words::SEGMENTS, result::segments(figures)),
            section(words::KEPT, result::kept(model, figures)),
            section(words::DECISION, decision::decision(figures)),
            page(words::APPENDIX, appendix(figures)),
        ],
    }
}

fn summary(figures: &MemoFigures) -> Vec<Block> {
    let Some(verdict) = &figures.verdict else { return vec![Block::Lead(words::NOTHING_TO_COMPARE.into())] };
    let mut blocks = vec![Block::Lead(verdict.sentence.clone()), paragraph(&verdict.detail)];
    if !verdict.qualifications.is_empty() {
        blocks.push(Block::List(verdict.qualifications.clone()));
    }
    blocks.extend(key_figures(figures));
    blocks
}

/// The wording most likely to get the most yes.
fn leading(figures: &MemoFigures) -> Option<&ArmFigures> {
    let arms = &figures.comparison.as_ref()?.arms;
    arms.iter().max_by(|one, other| one.probability_best.total_cmp(&other.probability_best))
}

fn key_figures(figures: &MemoFigures) -> Option<Block> {
    let comparison = figures.comparison.as_ref().filter(|_| figures.people > 0)?;
    let best = leading(figures)?;
    let figure = |label: &str, value: String, remark: String| KeyFigure { label: label.into(), value, remark };
    let mut all =
        vec![figure(words::PEOPLE, format::count(figures.people), words::people_remark(comparison.arms.len()))];
    all.push(figure(
        words::best(figures.by_kept()),
        format::probability(best.probability_best),
        format!("“{}”", best.name),
    ));
    let pair = comparison.pairs.iter().find(|pair| pair.arm == best.name).or(comparison.pairs.first());
    if let Some(pair) = pair {
        let decimals = format::points_decimals(pair.difference.equal_tailed);
        let interval = result::points_interval(pair.difference.equal_tailed, decimals);
        let difference = format::points(pair.difference.mean, decimals);
        all.push(figure(words::DIFFERENCE, difference, words::interval_remark(&pair.arm, &interval)));
    }
    match most_kept(figures) {
        Some((days, wording, (mean, interval))) => {
            let remark = words::interval_remark(wording, &format::interval_percent(interval));
            all.push(figure(&words::kept_after(days), format::percent_for_interval(mean, interval), remark));
        }
        None => all.push(figure(words::COST, result::cost(best.expected_loss), words::COST_REMARK.into())),
    }
    Some(Block::KeyFigures(all))
}

/// After how many days which wording keeps how much of everyone shown: the mean with its interval.
type Kept<'a> = (f64, &'a str, (f64, [f64; 2]));

/// Where kept permission decides: after how many days, which wording keeps most of everyone shown, and how much.
fn most_kept(figures: &MemoFigures) -> Option<Kept<'_>> {
    let kept = figures.kept.as_ref().filter(|_| figures.by_kept())?;
    let at = kept.horizons.iter().rev().find(|at| !at.pairs.is_empty())?;
    let shares = at.wordings.iter().filter_map(|one| Some((at.days, one.wording.as_str(), one.kept?)));
    shares.max_by(|one, other| one.2.0.total_cmp(&other.2.0))
}

fn question(figures: &MemoFigures) -> Vec<Block> {
    let fact = |name: &str, text: &str| (name.to_owned(), or(text, words::NOT_SAID));
    vec![
        paragraph(or(&figures.question, words::NO_QUESTION)),
        Block::Facts(vec![
            fact(words::WHERE, &figures.asked_where),
            fact(words::LAW, &figures.jurisdiction),
            fact(words::GROUND, &figures.legal_note),
        ]),
        remark(words::set_aside(figures.crossovers, figures.repeated)),
    ]
}

fn appendix(figures: &MemoFigures) -> Vec<Block> {
    let mut blocks = vec![remark(headings::DECISION_TABLE)];
    blocks.extend(figures.robustness.iter().map(|robustness| paragraph(&robustness.sentence)));
    blocks.extend(evidence(&figures.about, &figures.definitions, &figures.imports));
    blocks.push(quality(&figures.imports));
    blocks
}
