//! Traits of a wording, coded for the lab: numbers that can be set against how many people accepted.

use super::language::Language;
use super::lexicon::{Patterns, TraitWords, trait_words};
use super::pattern::find_all;
use super::prompt::{Part, Prompt};
use super::readability::readability;
use super::specificity::specificity;
use super::weighed::weighed;
use super::words::{Word, words_of_text};
use super::{Family, check};
use crate::domain::DeclinePlace;
use serde::Serialize;

/// How the values of a trait are to be read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum TraitKind {
    /// 1 if the wording has it, else 0.
    Present,
    /// A quantity; compared per standard deviation or per unit.
    Amount,
}

/// One trait of one wording.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Trait {
    /// A stable name for files, such as `second_person`.
    pub name: &'static str,
    /// A short label for people.
    pub label: &'static str,
    /// How the value is to be read.
    pub kind: TraitKind,
    /// The value; 0 or 1 for [`TraitKind::Present`].
    pub value: f64,
}

/// The traits of a plain text such as a headline; always the same list in the same order.
pub fn text_traits(text: &str, language: Language) -> Vec<Trait> {
    let words = words_of_text(text);
    let lists = trait_words(language);
    let present = |patterns: Patterns| !find_all(patterns, &[], &words).is_empty();
    let mut traits = vec![
        is("question", "Asks a question", text.contains('?') || text.contains('？')),
        is("exclamation", "Exclamation mark", text.contains('!')),
        is("number", "Has a number", words.iter().any(Word::is_number)),
        is("quotation", "Quotes somebody", text.contains(['"', '“', '„', '«', '»'])),
        is("ellipsis", "Trails off", text.contains('…') || text.contains("...")),
        is("colon", "Has a colon or dash", text.contains([':', '–', '—'])),
        is("capitals", "Words in capitals", text.split(|letter: char| !letter.is_alphabetic()).any(is_shouted)),
    ];
    traits.extend(word_traits(lists).map(|(name, label, patterns)| is(name, label, present(patterns))));
    traits.extend(amounts(text, language));
    traits
}

/// The traits of a whole prompt: those of its headline and text together, and those that only a prompt has.
pub fn traits(prompt: Prompt<'_>, language: Language) -> Vec<Trait> {
    let parts = [Part::Headline, Part::Body, Part::WayOut].map(|part| prompt.text(part).trim());
    let said: Vec<&str> = parts.into_iter().filter(|text| !text.is_empty()).collect();
    let mut traits = text_traits(&said.join("\n"), language);
    traits.extend(prompt_traits(prompt));
    traits
}

fn is(name: &'static str, label: &'static str, holds: bool) -> Trait {
    Trait { name, label, kind: TraitKind::Present, value: if holds { 1.0 } else { 0.0 } }
}

fn amount(name: &'static str, label: &'static str, value: f64) -> Trait {
    Trait { name, label, kind: TraitKind::Amount, value }
}

fn is_shouted(word: &str) -> bool {
    word.chars().count() >= 3 && word.chars().all(char::is_uppercase)
}

fn word_traits(lists: &TraitWords) -> impl Iterator<Item = (&'static str, &'static str, Patterns)> {
    [
        ("second_person", "Speaks to the reader", lists.second_person),
        ("first_person", "Speaks of the sender", lists.first_person),
        ("negation", "Says no, not or never", lists.negation),
        ("negative_words", "Negative words", lists.negative),
        ("positive_words", "Positive words", lists.positive),
        ("gain_frame", "Speaks of gains", lists.gain),
        ("loss_frame", "Speaks of losses", lists.loss),
        ("reciprocity", "Gives and asks in return", lists.reciprocity),
        ("social_proof", "Mentions what others do", lists.social_proof),
        ("reassurance", "Reassures", lists.reassurance),
        ("timing", "Names a time", lists.timing),
        ("courtesy", "Please, thank you, may we", lists.courtesy),
        ("curiosity", "Makes curious", lists.curiosity),
        ("superlative", "Superlatives", lists.superlative),
    ]
    .into_iter()
}

fn amounts(text: &str, language: Language) -> [Trait; 5] {
    let read = readability(text, language);
    let words = read.words.max(1) as f64;
    let letters = text.chars().filter(|letter| letter.is_alphanumeric()).count() as f64;
    [
        amount("length_words", "Length in words", read.words as f64),
        amount("sentences", "Sentences", read.sentences as f64),
        amount("sentence_length_words", "Words per sentence", words / read.sentences.max(1) as f64),
        amount("word_length_letters", "Letters per word", letters / words),
        amount("reading_ease", "Reading ease", read.ease.unwrap_or(0.0)),
    ]
}

fn prompt_traits(prompt: Prompt<'_>) -> Vec<Trait> {
    let findings = check(prompt);
    let has = |family: Family| findings.iter().any(|finding| finding.family == family);
    let place = prompt.decline_place();
    let mut traits = vec![
        amount("specificity", "Specific about data and purpose", specificity(prompt).map_or(0.0, |found| found.score)),
        is("offer", "Offers something", !prompt.terms.offer.trim().is_empty()),
        is("third_party_named", "Names a recipient", names_recipient(prompt)),
        is("way_out_named", "Names a way out", !has(Family::NoWayOut)),
        is("jargon", "Jargon", has(Family::Jargon)),
        is("pressure", "Presses", has(Family::Pressure)),
        is("emotion", "Plays on feelings", has(Family::EmotionalSteering) || has(Family::Shaming)),
        is("equal_labels", "Yes and no weigh the same", place == DeclinePlace::Equal && !has(Family::UnequalLabels)),
        is("ticked_beforehand", "Ticked beforehand", prompt.wording.ticked_beforehand),
        amount("accept_label_words", "Words of the accepting label", count_words(prompt.text(Part::Accept))),
        amount("decline_label_words", "Words of the declining label", count_words(prompt.text(Part::Decline))),
    ];
    traits.extend(
        weighed(prompt)
            .iter()
            .zip(WEIGHED_NAMES)
            .map(|((weighed, spans), name)| is(name, weighed.name(), !spans.is_empty())),
    );
    traits
}

const WEIGHED_NAMES: [&str; 5] =
    ["safeguarded", "not_sold", "preferences_honoured", "value_obvious", "proven_over_time"];

fn names_recipient(prompt: Prompt<'_>) -> bool {
    let text = [Part::Headline, Part::Body].map(|part| prompt.text(part).to_lowercase()).join("\n");
    prompt
        .terms
        .recipients
        .iter()
        .map(|name| name.trim().to_lowercase())
        .any(|name| !name.is_empty() && text.contains(&name))
}

fn count_words(label: &str) -> f64 {
    label.split_whitespace().count() as f64
}

#[cfg(test)]
mod tests {
    use super::*;

    fn value(text: &str, language: Language, name: &str) -> f64 {
        text_traits(text, language).iter().find(|one| one.name == name).unwrap().value
    }

    #[test]
    fn headlines_are_coded() {
        let headline = "Why You Should Never Trust 3 Of These TERRIBLE Ideas?";
        for name in ["question", "number", "second_person", "negation", "negative_words", "capitals", "curiosity"] {
            assert!((value(headline, Language::English, name) - 1.0).abs() < 1e-12, "{name}");
        }
        for name in ["exclamation", "quotation", "first_person", "courtesy"] {
            assert!(value(headline, Language::English, name).abs() < 1e-12, "{name}");
        }
        assert!((value(headline, Language::English, "length_words") - 10.0).abs() < 1e-12);
        assert!((value("Dürfen wir Ihnen schreiben?", Language::German, "second_person") - 1.0).abs() < 1e-12);
    }

    #[test]
    fn every_text_has_the_same_traits() {
        let names = |text| text_traits(text, Language::English).into_iter().map(|one| one.name).collect::<Vec<_>>();
        assert_eq!(names(""), names("A long one, with 7 words in it!"));
        assert!(text_traits("", Language::English).iter().all(|one| one.value.is_finite()));
    }
}
