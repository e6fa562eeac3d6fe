//! Whether the two labels can be told apart and weigh the same.

use super::consent::{buying, by_settings, found};
use crate::wording::family::Family;
use crate::wording::prompt::{Part, Span};
use crate::wording::reading::Reading;

/// Labels that lead to settings, in languages that have no lexicon.
const FOREIGN_DETOUR: &[&str] = &[
    "paramétr*|paramètres|personnaliser|gérer|configurar*|gestionar|opciones|ajustes|preferenze|impostazioni|gestisci|personalizza|opzioni|instellingen|voorkeuren|beheren|configurações|ustawienia|inställningar|anpassa|indstillinger|innstillinger|nastavení|ayarlar|asetukset",
    "settings|options|preferences|manage|einstellungen|optionen",
    "learn|find|read|see|show more|out|details",
];

/// Two negations must be resolved, or a yes is worded as not refusing.
pub fn double_negative(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let asking = reading.lexicon.asking;
    let mut hits = reading.hits(asking.double_negative, &[Part::Headline, Part::Body, Part::WayOut, Part::Accept]);
    hits.extend(reading.hits(asking.double_negative_label, &[Part::Headline, Part::Accept]));
    let [yes, no] = asking.yes_and_no;
    let crossed = [reading.hits(no, &[Part::Accept]), reading.hits(yes, &[Part::Decline])];
    if crossed.iter().all(|hits| !hits.is_empty()) {
        hits.extend(crossed.into_iter().flatten());
    }
    found(reading, &hits)
}

/// A yes against settings, details, a purchase or a later; capitals or emoji on one side; a smaller no.
pub fn unequal_labels(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let asking = reading.lexicon.asking;
    let decline = &[Part::Decline];
    let mut hits = reading.affirmed(asking.repeating_label, decline);
    if !reading.finds(asking.refusing_label, decline) {
        hits.extend(buying(reading));
        hits.extend(reading.hits(asking.detour_label, decline));
        hits.extend(reading.hits(FOREIGN_DETOUR, decline));
        hits.extend(reading.hits(asking.postponing_label, decline));
    }
    found(reading, &hits)
        .or_else(|| louder_label(reading))
        .or_else(|| by_settings(Family::UnequalLabels, reading.prompt))
}

/// The label in capitals or with an emoji, if only one is.
pub fn louder_label(reading: &Reading<'_>) -> Option<Vec<Span>> {
    if reading.finds(reading.lexicon.asking.keyword_label, &[Part::Accept, Part::Decline]) {
        return None;
    }
    let [accept, decline] = [Part::Accept, Part::Decline].map(|part| (part, reading.prompt.text(part)));
    if accept.1.trim().is_empty() || decline.1.trim().is_empty() || is_loud(accept.1) == is_loud(decline.1) {
        return None;
    }
    let (part, text) = if is_loud(accept.1) { accept } else { decline };
    Some(vec![Span { part, range: 0..text.len() }])
}

/// Whether a label has an emoji, or a word in capitals that is no abbreviation.
fn is_loud(label: &str) -> bool {
    let shouts_all = !label.chars().any(char::is_lowercase);
    let mut words = label.split(|letter: char| !letter.is_alphabetic());
    let letters = label.chars().filter(|letter| letter.is_alphabetic()).count();
    if shouts_all && letters > 3 && label.contains(' ') && words.clone().any(|word| !is_abbreviation(word)) {
        return true;
    }
    label.chars().any(is_emoji) || words.any(|word| is_shouted(word, shouts_all))
}

/// Whether a word is in capitals and no abbreviation; a short one may be one unless the whole label is in capitals.
fn is_shouted(word: &str, shouts_all: bool) -> bool {
    const CALLS: [&str; 6] = ["NOW", "YES", "FREE", "ALL", "GET", "WIN"];
    let letters = word.chars().count();
    let long_enough = letters >= if shouts_all { 3 } else { 5 } || CALLS.contains(&word);
    long_enough && word.chars().all(char::is_uppercase) && !is_abbreviation(word)
}

fn is_abbreviation(word: &str) -> bool {
    const ABBREVIATIONS: [&str; 14] =
        ["SMS", "STOP", "STOPP", "GPS", "PDF", "DSGVO", "GDPR", "NHS", "BBC", "HTML", "AGB", "FAQ", "USA", "VIP"];
    word.is_empty() || ABBREVIATIONS.contains(&word)
}

fn is_emoji(letter: char) -> bool {
    matches!(letter, '\u{1f000}'..='\u{1faff}' | '\u{2600}'..='\u{27bf}' | '\u{2b50}' | '\u{2b55}' | '\u{2190}'..='\u{21ff}')
}
