//! Whether the text says which data, what for, and who gets them.

use super::clarity::vague_hits;
use super::consent::found;
use crate::wording::pattern::{find_all, fits_letters};
use crate::wording::prompt::{Part, Span};
use crate::wording::reading::{Hit, Reading, TEXT};
use crate::wording::words::{Word, words_of_text};

const SAID: &[Part] = &Part::ALL;

/// The text does not say what the data are used for.
pub fn no_purpose(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let vague = vague_hits(reading);
    let bare = reading.finds(reading.lexicon.content.bare_contact, SAID);
    let alone = reading.prompt.text(Part::Body).trim().is_empty();
    let hollow = bare || alone || !vague.is_empty() || reading.finds(reading.lexicon.content.general_request, SAID);
    let silent = !names_purpose(reading, &vague) && !opens_purpose(reading, &vague) && !is_partly_foreign(reading);
    (hollow && silent).then(|| reading.spans(&vague))
}

/// Whether some purpose is named in words that tell something, given the phrases that could cover anything.
fn names_purpose(reading: &Reading<'_>, vague: &[Hit]) -> bool {
    let content = reading.lexicon.content;
    let weak = reading.hits(content.weak_purposes, SAID);
    let is_weak = |name: &str, hit: &Hit| {
        matches!(name, "functional" | "essential" | "third_party_sharing" | "sales")
            || weak.iter().any(|other| Reading::overlap(other, hit))
    };
    let says_little = |hit: &Hit| {
        let beside = vague.iter().any(|phrase| reading.sentence(phrase) == reading.sentence(hit));
        beside || !matches!(reading.words[hit.start].part, Part::Body | Part::WayOut)
    };
    let bare = reading.hits(content.bare_contact, SAID);
    let is_bare = |hit: &Hit| {
        let declines = reading.words[hit.start].part == Part::Decline;
        !bare.is_empty() && (declines || bare.iter().any(|other| Reading::overlap(other, hit)))
    };
    let is_empty = |name: &str, hit: &Hit| is_bare(hit) || (is_weak(name, hit) && says_little(hit));
    purposes(reading).iter().any(|(name, hits)| hits.iter().any(|hit| !is_empty(name, hit)))
}

/// The purposes that the text names in words of its language, each with the words.
pub fn purposes(reading: &Reading<'_>) -> Vec<(&'static str, Vec<Hit>)> {
    let mut hidden = vague_hits(reading);
    hidden.extend(reading.hits(reading.lexicon.content.departments, SAID));
    without(reading, reading.named(reading.lexicon.content.purposes, SAID), &hidden)
}

/// Whether some clause opens a purpose that is no mere phrase.
fn opens_purpose(reading: &Reading<'_>, vague: &[Hit]) -> bool {
    let openings = reading.hits(reading.lexicon.content.purpose_opening, TEXT);
    openings.iter().any(|opening| !vague.iter().any(|phrase| reading.sentence(phrase) == reading.sentence(opening)))
}

/// The text does not say which data.
pub fn no_category(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let silent = categories(reading).is_empty() && handled(reading).is_empty() && !is_partly_foreign(reading);
    silent.then(Vec::new)
}

/// Whether the text changes its language, so that what it names may stand in words that are not read.
fn is_partly_foreign(reading: &Reading<'_>) -> bool {
    reading.strangers.iter().any(|span| !span.part.is_label())
}

/// The data categories that the text names in words of its language, each with the words.
pub fn categories(reading: &Reading<'_>) -> Vec<(&'static str, Vec<Hit>)> {
    let content = reading.lexicon.content;
    // A headline that says nothing of a use of data, and stands over a text, speaks of other things: "Your health matters", "Ready in 2 minutes".
    let alone = reading.prompt.text(Part::Body).trim().is_empty();
    let telling = alone || reading.finds(content.flow, &[Part::Headline]);
    let first = if telling { 0 } else { 1 };
    let parts = [Part::Headline, Part::Body, Part::WayOut, Part::Accept];
    without(reading, reading.named(content.categories, &parts[first..]), &vague_hits(reading))
}

/// Data that are named by what is done with them.
pub fn handled(reading: &Reading<'_>) -> Vec<Hit> {
    let content = reading.lexicon.content;
    let mut hits = reading.hits(content.handled, TEXT);
    let says_nothing = |index: usize| {
        content.no_data.iter().any(|list| list.split('|').any(|word| fits_letters(word, &reading.words[index].text)))
    };
    hits.retain(|hit| !hit.clone().any(says_nothing) && !reading.is_denied(hit));
    hits
}

/// Names without the words that are denied or hidden in other phrases.
fn without(
    reading: &Reading<'_>,
    names: Vec<(&'static str, Vec<Hit>)>,
    hidden: &[Hit],
) -> Vec<(&'static str, Vec<Hit>)> {
    let stands =
        |hit: &Hit| !hidden.iter().any(|phrase| Reading::overlap(phrase, hit)) && !reading.is_denied_at_once(hit);
    let kept = names.into_iter().map(|(name, hits)| (name, hits.into_iter().filter(stands).collect::<Vec<_>>()));
    kept.filter(|(_, hits)| !hits.is_empty()).collect()
}

/// Others get the data and are not named.
pub fn third_parties_unnamed(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let recipients = &reading.prompt.terms.recipients;
    let unnamed = recipients.iter().any(|recipient| !is_named(reading, recipient));
    let mut others = others(reading);
    let all_named = !recipients.is_empty() && !unnamed;
    others.retain(|hit| !all_named || !names_follow(reading, hit));
    found(reading, &others).or_else(|| unnamed.then(Vec::new))
}

/// Whether the text names a recipient; "selected partners" or "insurers" names nobody, wherever it stands.
pub fn is_named(reading: &Reading<'_>, recipient: &str) -> bool {
    if is_description(reading, recipient) {
        return false;
    }
    let recipient = recipient.trim().to_lowercase();
    SAID.iter().any(|part| reading.prompt.text(*part).to_lowercase().contains(&recipient))
}

/// Whether a recipient is told by its kind alone: each word that is no part of a kind begins with a small letter.
fn is_description(reading: &Reading<'_>, recipient: &str) -> bool {
    let words = words_of_text(recipient);
    let content = reading.lexicon.content;
    let kinds = [content.others, content.possible_others];
    let hits: Vec<Hit> =
        kinds.iter().flat_map(|patterns| find_all(patterns, reading.lexicon.classes, &words)).collect();
    let is_small =
        |word: &Word| recipient.get(word.range.clone()).is_some_and(|text| text.starts_with(char::is_lowercase));
    let in_kind = |index: usize| hits.iter().any(|hit| hit.contains(&index));
    !hits.is_empty() && words.iter().enumerate().all(|(index, word)| in_kind(index) || is_small(word))
}

/// Mentions of others outside the company to whom data flow.
pub fn others(reading: &Reading<'_>) -> Vec<Hit> {
    let content = reading.lexicon.content;
    let harmless = reading.hits(content.harmless_others, TEXT);
    let flow = reading.hits(content.flow, TEXT);
    let possible = reading.hits(content.possible_others, &[Part::Body, Part::WayOut]);
    let flows = |hit: &Hit| flow.iter().any(|verb| reading.sentence(verb) == reading.sentence(hit));
    let is_own = |hit: &Hit| {
        let before = hit.start.checked_sub(1).and_then(|before| reading.words.get(before));
        before.is_some_and(|before| content.own.iter().any(|own| fits_letters(own, &before.text)))
    };
    let mut hits = reading.hits(content.others, TEXT);
    hits.extend(possible.into_iter().filter(flows).filter(|hit| !is_own(hit)));
    hits.retain(|hit| !harmless.iter().any(|phrase| Reading::overlap(phrase, hit)) && !is_excluded(reading, hit));
    hits
}

/// Whether a sentence says that others get nothing.
fn is_excluded(reading: &Reading<'_>, hit: &Hit) -> bool {
    let resolved = reading.hits(reading.lexicon.asking.double_negative, SAID);
    let clause = reading.words[hit.start].clause;
    let denial = |index: &usize| {
        let word = &reading.words[*index];
        word.clause == clause && reading.denies(word) && !resolved.iter().any(|hit| hit.contains(index))
    };
    let speaks_of_reader = |index: usize| {
        let before = index.checked_sub(1).and_then(|before| reading.words.get(before));
        index > hit.start && before.is_some_and(|before| reading.lexicon.reader.contains(&before.text.as_str()))
    };
    let denies_a_wish = |index: usize| {
        let after = reading.words.get(index + 1).map_or("", |after| after.text.as_str());
        reading.lexicon.wishing.contains(&after)
    };
    reading.sentence_of(hit).any(|index| denial(&index) && !speaks_of_reader(index) && !denies_a_wish(index))
}

/// Whether a mention of others shares its sentence with the name of a recipient.
fn names_follow(reading: &Reading<'_>, hit: &Hit) -> bool {
    let part = reading.words[hit.start].part;
    let sentence = reading.sentence(hit);
    let mut words = reading.words.iter().filter(|word| word.sentence == sentence);
    let Some(first) = words.next() else { return false };
    let last = words.next_back().unwrap_or(first);
    let text = reading.prompt.text(part).get(first.range.start..last.range.end).unwrap_or_default().to_lowercase();
    reading.prompt.terms.recipients.iter().any(|recipient| text.contains(&recipient.trim().to_lowercase()))
}
