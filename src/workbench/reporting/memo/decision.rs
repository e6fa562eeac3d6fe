//! What was decided, by which rule, by whom, and in spite of what.

use super::super::blocks::{paragraph, table, words as text};
use super::words;
use crate::domain::Choice;
use crate::picture::format;
use crate::report::{Block, MemoFigures, Tone};

pub(super) fn decision(figures: &MemoFigures) -> Vec<Block> {
    let record = &figures.decision;
    let mut facts = Vec::new();
    let mut fact = |name: &str, text: String| facts.push((name.to_owned(), text));
    if let Some(verdict) = &figures.verdict {
        fact(words::VERDICT, verdict.sentence.clone());
    }
    if let Some(row) = &record.decided_by {
        fact(words::BY_RULE, row.clone());
    }
    fact(words::RULE, record.rule_in_words.clone());
    if record.rule.is_some() {
        fact(words::STATED, words::stated_after(record.rule_stated_after_people));
    }
    if let Some(says) = &record.rule_says {
        fact(words::RULE_SAYS, says.clone());
    }
    for approval in &record.approvals {
        fact(words::APPROVED, words::approved(&approval.wording, &approval.by, approval.on));
    }
    let mut blocks = vec![Block::Facts(facts)];
    if !record.reasons.is_empty() {
        let rows = record.reasons.iter().map(|(what, why)| vec![text(what), text(why)]).collect();
        blocks.push(table("reasons", words::REASONS, &words::REASON_COLUMNS, rows));
    }
    blocks.extend(match &record.choice {
        Some(choice) => chosen(choice, &figures.about.time_zone),
        None => to_be_decided(),
    });
    if figures.verdict.is_none() {
        blocks.insert(0, paragraph(words::NOTHING_TO_COMPARE));
    }
    blocks
}

/// Who decided what, when, and what they had before them.
fn chosen(choice: &Choice, zone: &str) -> Vec<Block> {
    let callout = Block::Callout { tone: Tone::Good, title: words::chosen(choice), text: choice.reason.clone() };
    let mut facts = vec![
        (words::DECIDED_BY, choice.by.clone()),
        (words::WRITTEN_DOWN, format::moment(choice.at, zone)),
        (words::RULE_THEN, words::rule(choice.rule.as_ref())),
    ];
    if !choice.verdict.is_empty() {
        facts.push((words::VERDICT_THEN, choice.verdict.clone()));
    }
    facts.push((words::ASKED_THEN, format::people(choice.people)));
    vec![callout, Block::Facts(facts.into_iter().map(|(name, text)| (name.to_owned(), text)).collect())]
}

fn to_be_decided() -> Vec<Block> {
    let (title, text) = (words::TO_DECIDE.into(), words::TO_DECIDE_WHY.into());
    let lines = words::SIGN_LINES.iter().map(|name| ((*name).to_owned(), words::LINE.to_owned()));
    vec![Block::Callout { tone: Tone::Neutral, title, text }, Block::Facts(lines.collect())]
}
