//! The wordings as people met them, and what is unfair or unclear about them.

use super::super::blocks::{paragraph, table_or, words as text};
use super::super::shared::or;
use super::words;
use crate::domain::{Terms, Wording};
use crate::picture::prompt::Surface;
use crate::picture::terms::{category, purpose};
use crate::report::{Block, Cell, MemoFigures, Tone, WordingFigures, WordingFinding};

pub(super) fn shown(figures: &MemoFigures) -> Vec<Block> {
    let surface = surface(&figures.asked_where);
    figures.wordings.iter().flat_map(|wording| one(wording, surface)).collect()
}

fn one(wording: &WordingFigures, surface: Surface) -> Vec<Block> {
    let mut blocks = vec![Block::Heading(words::wording_heading(&wording.name, wording.version, wording.control))];
    let nothing_written = [&wording.wording.headline, &wording.wording.body, &wording.wording.accept_label];
    if nothing_written.iter().all(|text| text.trim().is_empty()) {
        blocks.push(paragraph(words::NO_WORDS));
    } else {
        blocks.push(request(&wording.wording, &wording.terms, surface));
    }
    if wording.wording.ticked_beforehand {
        let (title, text) = (words::TICKED.into(), words::TICKED_WHY.into());
        blocks.push(Block::Callout { tone: Tone::Bad, title, text });
    }
    blocks.push(Block::Facts(facts(wording)));
    blocks
}

fn request(wording: &Wording, terms: &Terms, surface: Surface) -> Block {
    Block::Request { wording: Box::new(wording.clone()), terms: Box::new(terms.clone()), surface }
}

/// Where the words stood, as far as what people wrote of it tells.
fn surface(asked_where: &str) -> Surface {
    let said = asked_where.to_lowercase();
    let says = |word: &str| said.split(|c: char| !c.is_alphanumeric()).any(|part| part == word);
    if says("web") || says("site") || says("shop") {
        Surface::WebBanner
    } else if says("app") || says("phone") {
        Surface::PhoneDialog
    } else if says("mail") || says("email") {
        Surface::EmailLine
    } else {
        Surface::WebBanner
    }
}

fn facts(wording: &WordingFigures) -> Vec<(String, String)> {
    let terms = &wording.terms;
    let limit = |days: Option<u32>| days.map_or_else(|| words::NO_LIMIT.to_owned(), words::days);
    let contacts = terms.contacts_per_30_days.map_or_else(|| words::NO_LIMIT.to_owned(), |times| times.to_string());
    let mut facts = vec![
        (words::PURPOSES, or(&named(&terms.purposes, purpose), words::NOT_NAMED)),
        (words::CATEGORIES, or(&named(&terms.categories, category), words::NOT_NAMED)),
        (words::RECIPIENTS, or(&terms.recipients.join(", "), words::NOBODY_ELSE)),
        (words::KEPT_FOR, limit(terms.retention_days)),
        (words::CONTACTS, contacts),
        (words::LASTS, limit(terms.permission_lasts_days)),
    ];
    if !terms.offer.is_empty() {
        facts.push((words::OFFER, terms.offer.clone()));
    }
    if !wording.other_languages.is_empty() {
        facts.push((words::LANGUAGES, wording.other_languages.join(", ")));
    }
    facts.push((words::IDENTIFIER, wording.identifier.clone()));
    facts.into_iter().map(|(name, text)| (name.to_owned(), text)).collect()
}

/// Names of the taxonomy with what they mean.
fn named(names: &[String], told: fn(&str) -> String) -> String {
    let one = |name: &String| format!("{} ({name})", told(name));
    names.iter().map(one).collect::<Vec<_>>().join("; ")
}

pub(super) fn checks(figures: &MemoFigures) -> Vec<Block> {
    let all = figures.wordings.iter().flat_map(|wording| wording.findings.iter().map(move |found| (wording, found)));
    let mut all: Vec<(&WordingFigures, &WordingFinding)> = all.collect();
    all.sort_by_key(|(_, finding)| finding.weakness);
    let row = |(wording, finding): (&WordingFigures, &WordingFinding)| -> Vec<Cell> {
        let gravity = if finding.weakness { words::WEAKNESS } else { words::SERIOUS };
        [wording.name.as_str(), gravity, finding.name, finding.why, finding.source].map(text).to_vec()
    };
    let rows = all.into_iter().map(row).collect();
    vec![table_or(words::NO_FINDINGS, "findings", words::FINDINGS_CAPTION, &words::FINDING_COLUMNS, rows)]
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_request_is_drawn_where_people_met_it() {
        assert_eq!(surface("App, after the third recorded ride"), Surface::PhoneDialog);
        assert_eq!(surface("Web shop and app, after the order"), Surface::WebBanner);
        assert_eq!(surface("At the foot of each e-mail"), Surface::EmailLine);
        assert_eq!(surface("An apple, happily"), Surface::WebBanner);
    }
}
