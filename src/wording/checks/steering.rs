//! Whether people are pushed instead of given a reason.

use super::consent::found;
use crate::wording::prompt::{Part, Span};
use crate::wording::reading::{Hit, Reading, TEXT};

const TEXT_AND_LABELS: &[Part] = &Part::ALL;

/// Whoever refuses is belittled, in the label that declines or in the text.
pub fn shaming(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let steering = reading.lexicon.steering;
    let mut hits = reading.hits(steering.shaming_label, &[Part::Decline]);
    hits.extend(reading.hits(steering.shaming, TEXT));
    found(reading, &hits)
}

/// False urgency, scarcity or a crowd.
pub fn pressure(reading: &Reading<'_>) -> Option<Vec<Span>> {
    found(reading, &reading.affirmed(reading.lexicon.steering.pressure, TEXT_AND_LABELS))
}

/// A loss is dangled, or a no is met with something worse.
pub fn threat_of_loss(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let steering = reading.lexicon.steering;
    let mut hits = reading.affirmed(steering.loss, TEXT_AND_LABELS);
    let openings = reading.hits(steering.without_yes, TEXT);
    let follows = |hit: &Hit| openings.iter().any(|opening| opens(reading, opening, hit));
    hits.extend(reading.hits(steering.worse, TEXT).into_iter().filter(follows));
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
    let before = hit.start.saturating_sub(4).max(opening.start + 2)..hit.start;
    let clause = reading.words[hit.start].clause;
    !reading.words[before].iter().any(|word| word.clause == clause && reading.denies(word))
}

/// Guilt, pity, fear or flattery.
pub fn emotional_steering(reading: &Reading<'_>) -> Option<Vec<Span>> {
    found(reading, &reading.hits(reading.lexicon.steering.emotion, TEXT))
}

/// A no will be asked again.
pub fn repeated_prompting(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let steering = reading.lexicon.steering;
    let mut hits = reading.affirmed(steering.repeating, TEXT);
    let decline = reading.affirmed(steering.repeating_label, &[Part::Decline]);
    if !reading.finds(reading.lexicon.asking.refusing_label, &[Part::Decline]) {
        hits.extend(decline);
    }
    found(reading, &hits)
}
