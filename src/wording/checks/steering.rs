//! Whether people are pushed instead of given a reason.

use super::consent::found;
use crate::wording::lexicon::Patterns;
use crate::wording::pattern::fits_letters;
use crate::wording::prompt::{Part, Prompt, Span};
use crate::wording::reading::{Hit, Reading, TEXT};
use crate::wording::words::Word;

/// Where people are urged to a yes.
const URGING: &[Part] = &[Part::Headline, Part::Body, Part::WayOut, Part::Accept];

/// Whoever refuses is belittled, in the label that declines or in the text.
pub fn shaming(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let steering = reading.lexicon.steering;
    let mut hits = reading.hits(steering.shaming_label, &[Part::Decline]);
    if !reading.finds(steering.plain_refusal, &[Part::Decline]) {
        hits.extend(reading.hits(steering.spoken_label, &[Part::Decline]));
    }
    hits.extend(reading.hits(steering.shaming, TEXT));
    found(reading, &hits)
}

/// False urgency, scarcity or a crowd.
pub fn pressure(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let mut hits = plainly(reading, reading.lexicon.steering.pressure);
    // "Join now" on the label is how many labels say yes.
    let plain = reading.hits(reading.lexicon.steering.plain_yes, &[Part::Accept]);
    hits.retain(|hit| !plain.iter().any(|yes| Reading::overlap(yes, hit)));
    let pressing = hits.clone();
    hits.retain(|hit| !is_accounted_for(reading, hit, &pressing));
    found(reading, &hits)
}

/// Whether a number that seems to press is told again elsewhere, as in "We have 60 boxes": then it lies in the matter.
fn is_accounted_for(reading: &Reading<'_>, hit: &Hit, pressing: &[Hit]) -> bool {
    let elsewhere = |index: &usize| !pressing.iter().any(|other| other.contains(index));
    let told =
        |number: &Word| (0..reading.words.len()).filter(elsewhere).any(|at| reading.words[at].text == number.text);
    reading.words[hit.clone()].iter().filter(|word| word.is_number()).any(told)
}

/// What the patterns find without being denied before or between; a denial that opens a pattern belongs to it.
fn plainly(reading: &Reading<'_>, patterns: Patterns) -> Vec<Hit> {
    let mut hits = reading.affirmed(patterns, URGING);
    hits.retain(|hit| {
        let opens = reading.denies(&reading.words[hit.start]);
        opens || !reading.words[hit.clone()].iter().any(|word| reading.denies(word))
    });
    hits
}

/// A loss is dangled, or a no is met with something worse.
pub fn threat_of_loss(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let steering = reading.lexicon.steering;
    let mut hits = plainly(reading, steering.loss);
    hits.extend(reading.hits(steering.loss_appeal, URGING));
    let openings = reading.hits(steering.without_yes, TEXT);
    let follows = |hit: &Hit| openings.iter().any(|opening| opens(reading, opening, hit));
    // What is withheld altogether is no worse service.
    if !reading.prompt.terms.service_depends_on_it {
        hits.extend(reading.hits(steering.worse, TEXT).into_iter().filter(follows));
    }
    found(reading, &hits)
}

/// Whether a run of words says what comes of a no: it shares the sentence of the opening, is not asked, and is not denied.
fn opens(reading: &Reading<'_>, opening: &Hit, hit: &Hit) -> bool {
    let apart = reading.sentence(opening) != reading.sentence(hit) || reading.words[hit.start].asked;
    if apart || (hit.end > opening.start && hit.start <= opening.start + 1) {
        return false;
    }
    if hit.end <= opening.start {
        let between = hit.end..opening.start.min(hit.end + 3);
        return !reading.is_denied(hit) && !reading.words[between].iter().any(|word| reading.denies(word));
    }
    if is_denied_afterwards(reading, hit) {
        return false;
    }
    let before = hit.start.saturating_sub(4).max(opening.start + 2)..hit.start;
    let clause = reading.words[hit.start].clause;
    let says_no = |index: usize| {
        let said = index.checked_sub(1).and_then(|before| reading.words.get(before));
        said.is_some_and(|said| reading.lexicon.saying.iter().any(|saying| fits_letters(saying, &said.text)))
    };
    !before.into_iter().any(|index| {
        let word = &reading.words[index];
        word.clause == clause && reading.denies(word) && !says_no(index)
    })
}

/// Whether the next word but one at most denies a run of words, in languages where it may, as in "verliert nichts".
fn is_denied_afterwards(reading: &Reading<'_>, hit: &Hit) -> bool {
    let clause = reading.words[hit.end - 1].clause;
    let after = reading.words[hit.end..].iter().take(2).take_while(|word| word.clause == clause);
    reading.lexicon.denies_afterwards && after.into_iter().any(|word| reading.denies(word))
}

/// Guilt, pity, fear or flattery.
pub fn emotional_steering(reading: &Reading<'_>) -> Option<Vec<Span>> {
    found(reading, &reading.hits(reading.lexicon.steering.emotion, TEXT)).or_else(|| sad_faces(reading.prompt))
}

/// Pictures of sadness or pleading, which need no words.
fn sad_faces(prompt: Prompt<'_>) -> Option<Vec<Span>> {
    let is_sad =
        |letter: char| matches!(letter, '😢' | '😭' | '🥺' | '😿' | '💔' | '😞' | '😔' | '🙏' | '😥' | '☹' | '🙁');
    let of_part = |part: &Part| {
        let found = prompt.text(*part).char_indices().filter(|(_, letter)| is_sad(*letter));
        found.map(|(at, letter)| Span { part: *part, range: at..at + letter.len_utf8() }).collect::<Vec<_>>()
    };
    let spans: Vec<Span> = TEXT.iter().flat_map(of_part).collect();
    (!spans.is_empty()).then_some(spans)
}

/// A no will be asked again.
pub fn repeated_prompting(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let steering = reading.lexicon.steering;
    let mut hits = plainly(reading, steering.repeating);
    let own = reading.hits(steering.own_questions, TEXT);
    hits.retain(|hit| !own.iter().any(|question| Reading::overlap(question, hit)));
    hits.extend(reading.affirmed(steering.looking_back, TEXT));
    hits.extend(reading.affirmed(reading.lexicon.asking.repeating_label, &[Part::Decline]));
    found(reading, &hits)
}
