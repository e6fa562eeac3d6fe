//! Whether one yes covers several things that a person may want to answer apart.

use super::consent::{by_settings, found};
use super::content::{others, third_parties_unnamed};
use crate::domain::DeclinePlace;
use crate::wording::family::Family;
use crate::wording::prompt::{Part, Prompt, Span};
use crate::wording::reading::{Hit, Reading, TEXT};

/// Handing data on.
const SHARING: &str = "third_party_sharing";

/// What is shown to people to sell them something; who shows it mostly gets the data for that.
const ADVERTISING: &str = "marketing.advertising";

/// Advertising and handing on are two uses where these are joined by a word so close before: "show you ads and share".
const JOINED_WORDS: usize = 2;

/// Uses that are part of another one where both are told: what is sent or shown to people is picked for them.
const ONE_USE: [(&str, &str); 7] = [
    ("personalize", "marketing.communications"),
    ("marketing", "marketing.communications"),
    ("marketing", "marketing.advertising"),
    ("profile", "marketing.communications"),
    ("profile", "marketing.advertising"),
    ("profile", "marketing"),
    ("profile", "personalize"),
];

/// How many things one yes covers: purposes that a person may want to answer apart, and a contract.
pub fn asked_at_once(prompt: Prompt<'_>) -> usize {
    prompt.separate_purposes().len() + usize::from(concludes_a_contract(prompt))
}

/// Whether a yes concludes the contract itself, without which there is no service.
fn concludes_a_contract(prompt: Prompt<'_>) -> bool {
    let terms = prompt.terms;
    terms.service_depends_on_it && terms.purposes.iter().any(|purpose| purpose.trim() == "essential.service")
}

/// One yes for purposes that a person may want to answer apart.
pub fn bundled_purposes(reading: &Reading<'_>) -> Option<Vec<Span>> {
    let asking = reading.lexicon.asking;
    let mut hits = reading.affirmed(asking.contract, &[Part::Body, Part::WayOut]);
    let shared = |purpose: &String| purpose == "third_party_sharing" || purpose == "sales";
    let purposes = reading.prompt.separate_purposes();
    if purposes.len() != 1 && !purposes.iter().all(shared) {
        hits.extend(reading.affirmed(reading.lexicon.content.own_ends, TEXT));
    }
    let same_layer = reading.prompt.decline_place() != DeclinePlace::SecondLayer;
    let parts = [Part::Headline, Part::Body, Part::WayOut, Part::Accept];
    let apart = same_layer
        && ((has_boxes(reading) && !reading.prompt.terms.service_depends_on_it)
            || !reading.affirmed(asking.separate, &parts).is_empty());
    if reading.prompt.terms.purposes.is_empty() {
        hits.extend(several_uses(reading));
    }
    let found = found(reading, &hits).or_else(|| {
        by_settings(Family::BundledPurposes, reading.prompt).filter(|_| !hands_on_for_one_purpose(reading))
    });
    found.filter(|_| !apart)
}

/// One run of words for each use that the text tells, if it tells several.
fn several_uses(reading: &Reading<'_>) -> Vec<Hit> {
    let uses = told_uses(reading);
    let first = |(_, hits): (_, Vec<Hit>)| hits.into_iter().next();
    if uses.len() > 1 { uses.into_iter().filter_map(first).collect() } else { Vec::new() }
}

/// The uses that a person may want to answer apart, as far as the text tells them beyond doubt, each with its words.
fn told_uses(reading: &Reading<'_>) -> Vec<(&'static str, Vec<Hit>)> {
    let content = reading.lexicon.content;
    let departments = reading.hits(content.departments, TEXT);
    let is_denied = |hit: &Hit| {
        let clause = reading.words[hit.start].clause;
        reading.words.iter().any(|word| word.clause == clause && reading.denies(word))
    };
    let is_told =
        |hit: &Hit| !is_denied(hit) && !departments.iter().any(|department| Reading::overlap(department, hit));
    let mut uses: Vec<(&'static str, Vec<Hit>)> = Vec::new();
    for (name, mut hits) in reading.named(content.uses, &[Part::Body, Part::WayOut, Part::Accept]) {
        let is_taken = |hit: &Hit| uses.iter().flat_map(|(_, taken)| taken).any(|taken| Reading::overlap(taken, hit));
        hits.retain(|hit| is_told(hit) && !is_taken(hit));
        if !hits.is_empty() {
            uses.push((name, hits));
        }
    }
    uses.extend(told_sharing(reading, &uses).map(|hits| (SHARING, hits)));
    let told: Vec<&str> = uses.iter().map(|(name, _)| *name).collect();
    uses.retain(|(name, _)| !ONE_USE.iter().any(|(part, whole)| part == name && told.contains(whole)));
    uses
}

/// Where the text says, after telling another use, that others get the data as well; that they get them for that use is one.
fn told_sharing(reading: &Reading<'_>, uses: &[(&'static str, Vec<Hit>)]) -> Option<Vec<Hit>> {
    let content = reading.lexicon.content;
    let flow = reading.affirmed(content.flow, TEXT);
    let joining = reading.hits(content.joining, TEXT);
    let follows = |name: &str, told: &Hit, start: usize| {
        let is_apart = reading.words.get(start).is_some_and(|word| word.sentence != reading.sentence(told));
        let from = if name == ADVERTISING { start.saturating_sub(JOINED_WORDS).max(told.end) } else { told.end };
        let is_joined = joining.iter().any(|word| (from..start).contains(&word.start));
        told.end <= start && (is_joined || (is_apart && name != ADVERTISING))
    };
    let is_further = |other: &Hit| {
        let flow = flow.iter().filter(|verb| reading.sentence(verb) == reading.sentence(other));
        let mut starts = flow.map(|verb| verb.start.min(other.start));
        starts.any(|start| uses.iter().any(|(name, hits)| hits.iter().any(|told| follows(name, told, start))))
    };
    let sharing: Vec<Hit> = others(reading).into_iter().filter(is_further).collect();
    (!sharing.is_empty()).then_some(sharing)
}

/// Whether named recipients get the data for the one purpose that the settings hold; that is no second purpose.
fn hands_on_for_one_purpose(reading: &Reading<'_>) -> bool {
    let purposes = reading.prompt.separate_purposes();
    let own = purposes.iter().filter(|purpose| *purpose != "third_party_sharing").count();
    let own = own + usize::from(concludes_a_contract(reading.prompt));
    own <= 1 && !reading.prompt.terms.recipients.is_empty() && third_parties_unnamed(reading).is_none()
}

/// Whether the text shows several boxes to tick.
fn has_boxes(reading: &Reading<'_>) -> bool {
    let text = reading.prompt.text(Part::Body);
    text.chars().filter(|letter| matches!(letter, '☐' | '☑' | '☒' | '□' | '▢' | '⬜')).count() > 1
}
