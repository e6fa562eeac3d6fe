//! Whether the words can be understood.

use super::consent::found;
use super::content::{opens_purpose, purposes};
use crate::wording::prompt::{Part, Prompt, Span};
use crate::wording::reading::{Hit, Reading, TEXT};
use std::collections::HashSet;

/// More words than this in headline and text are too long.
pub const LONGEST_WORDS: usize = 120;

/// A single empty word may stand anywhere; so many say that an aim is told in them.
const EMPTY_WORDS: usize = 2;

/// The part that decides is in another language.
pub fn language_mixed(reading: &Reading<'_>) -> Option<Vec<Span>> {
    (!reading.strangers.is_empty()).then(|| reading.strangers.clone())
}

/// Phrases that could cover anything.
pub fn vague(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let mut hits = vague_hits(reading);
    hits.extend(empty_praise(reading));
    found(reading, &hits)
}

/// Praise such as "exciting news" where nothing else says what is sent.
fn empty_praise(reading: &Reading<'_>) -> Vec<Hit> {
    let praise = reading.affirmed(reading.lexicon.content.praise, TEXT);
    let concrete = purposes(reading).into_iter().flat_map(|(_, hits)| hits);
    let tells = concrete.filter(|hit| matches!(reading.words[hit.start].part, Part::Body | Part::WayOut));
    let contact = reading.hits(reading.lexicon.content.contact, TEXT);
    let only = |hit: &Hit| praise.iter().chain(&contact).any(|phrase| Reading::overlap(phrase, hit));
    let says_more = tells.into_iter().any(|hit| !only(&hit)) || opens_purpose(reading, &praise);
    if says_more { Vec::new() } else { praise }
}

/// Runs of words that could cover anything.
pub fn vague_hits(reading: &Reading<'_>) -> Vec<Hit> {
    let mut hits = reading.affirmed(reading.lexicon.content.vague, TEXT);
    hits.extend(empty_aims(reading));
    hits
}

/// Clauses that tell an aim in words none of which tells anything: "to do more for you".
fn empty_aims(reading: &Reading<'_>) -> Vec<Hit> {
    let content = reading.lexicon.content;
    let places = |patterns| reading.hits(patterns, TEXT).into_iter().flatten().collect::<HashSet<usize>>();
    let aims = reading.affirmed(content.aim, TEXT);
    if aims.is_empty() {
        return Vec::new();
    }
    let (empty, filler) = (places(content.empty), places(content.filler));
    let whole = |aim: Hit| {
        let clause = reading.words[aim.start].clause;
        let length = reading.words[aim.end..].iter().take_while(|word| word.clause == clause).count();
        let rest = aim.end..aim.end + length;
        let says_nothing = rest.clone().all(|index| empty.contains(&index) || filler.contains(&index));
        let weight = rest.clone().filter(|index| empty.contains(index)).count();
        (says_nothing && weight >= EMPTY_WORDS).then_some(aim.start..rest.end)
    };
    aims.into_iter().filter_map(whole).collect()
}

/// Terms of law or trade that are not explained at once.
pub fn jargon(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let content = reading.lexicon.content;
    let explanations = reading.hits(content.explanation, TEXT);
    let is_explained = |hit: &Hit| {
        explanations.iter().any(|explanation| {
            let apart = reading.words[explanation.start].clause != reading.words[hit.end - 1].clause;
            explanation.start == hit.end && apart && reading.sentence(explanation) == reading.sentence(hit)
        })
    };
    let mut hits =
        reading.hits(content.jargon, &[Part::Headline, Part::Body, Part::WayOut, Part::Accept, Part::Decline]);
    hits.retain(|hit| !is_explained(hit));
    found(reading, &hits)
}

/// More than [`LONGEST_WORDS`] words in headline and text.
pub fn too_long(prompt: Prompt<'_>) -> Option<Vec<Span>> {
    let words: usize = TEXT.iter().map(|part| prompt.text(*part).split_whitespace().count()).sum();
    (words > LONGEST_WORDS).then(Vec::new)
}
