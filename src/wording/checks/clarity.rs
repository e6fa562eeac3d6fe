//! Whether the words can be understood.

use super::consent::found;
use crate::wording::prompt::{Part, Prompt, Span};
use crate::wording::reading::{Hit, Reading, TEXT};

/// More words than this in headline and text are too long.
pub const LONGEST_WORDS: usize = 120;

/// The part that decides is in another language.
pub fn language_mixed(reading: &Reading<'_>) -> Option<Vec<Span>> {
    (!reading.strangers.is_empty()).then(|| reading.strangers.clone())
}

/// Phrases that could cover anything.
pub fn vague(reading: &Reading<'_>) -> Option<Vec<Span>> {
    found(reading, &vague_hits(reading))
}

/// Runs of words that could cover anything.
pub fn vague_hits(reading: &Reading<'_>) -> Vec<Hit> {
    reading.affirmed(reading.lexicon.content.vague, TEXT)
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
