//! Words as numbers: which words, pairs of words, runs of letters and concepts a sentence or a prompt has.

use super::concepts::concepts;
use crate::domain::DeclinePlace;
use crate::wording::checks::choice::louder_label;
use crate::wording::prompt::{Part, Prompt};
use crate::wording::reading::Reading;
use crate::wording::words::Word;
use std::borrow::Cow;
use std::collections::HashMap;
use std::ops::Range;

/// How many features are told apart; others share a bucket.
pub const BUCKETS: usize = 1 << 15;

/// The lengths of runs of letters; shorter words are features as a whole only.
const RUNS: Range<usize> = 3..6;

/// The fewest letters of a word that is taken apart.
const TAKEN_APART_LETTERS: usize = 4;

/// So many words after a negation are denied.
const DENIED_WORDS: usize = 4;

/// A setting counts as much as a quarter of all words together: a feature of this value against words whose squares sum to 1.
const SETTING: f32 = 0.5;

/// Something that a text has.
#[derive(Debug, Clone, PartialEq)]
pub struct Feature {
    /// Its place in the table of weights, below [`BUCKETS`].
    pub bucket: usize,
    /// How much it counts; the squares of a text's words, of its runs of letters and of its concepts each sum to one.
    pub value: f32,
    /// The words it is made of, by their places in the text.
    pub words: Range<usize>,
}

/// The features of a sentence.
pub fn sentence_features(reading: &Reading<'_>, sentence: Range<usize>) -> Vec<Feature> {
    let first = reading.words.get(sentence.start);
    let mut features = features(reading, sentence);
    features.extend(first.map(|word| setting(&format!("part {:?}", word.part))));
    features
}

/// The features of a whole prompt, with its settings.
pub fn prompt_features(reading: &Reading<'_>) -> Vec<Feature> {
    let (words, prompt) = (&reading.words, reading.prompt);
    let terms = prompt.terms;
    let mut features = features(reading, 0..words.len());
    features.extend(settings_features(prompt));
    let mut set = |name: String, holds: bool| features.extend(holds.then(|| setting(&name)));
    for recipient in &terms.recipients {
        let said = words.iter().any(|word| recipient.to_lowercase().split_whitespace().any(|it| it == word.text));
        set(format!("recipient {}", if said { "said" } else { "unsaid" }), true);
        set(format!("recipient {}", if recipient.starts_with(char::is_lowercase) { "small" } else { "capital" }), true);
        set(format!("recipient of {} words", recipient.split_whitespace().count().min(3)), true);
    }
    label_differences(reading).into_iter().for_each(|difference| set(difference.into(), true));
    set("purposes".into(), prompt.separate_purposes().len() > 1);
    set("offer".into(), !terms.offer.trim().is_empty());
    set(format!("length {}", words.len().div_ceil(30).min(5)), true);
    let mut aims: Vec<&str> = terms.purposes.iter().map(|purpose| first_parts(purpose.trim())).collect();
    aims.sort_unstable();
    aims.dedup();
    aims.iter().for_each(|aim| set(format!("purpose {aim}"), true));
    features
}

/// The features of the settings that bear upon every sentence.
pub fn settings_features(prompt: Prompt<'_>) -> Vec<Feature> {
    let place = match prompt.decline_place() {
        DeclinePlace::Equal => "equal",
        DeclinePlace::Smaller => "smaller",
        DeclinePlace::SecondLayer => "second layer",
        DeclinePlace::Absent => "absent",
    };
    let settings = [
        ("always", true),
        (place, true),
        ("ticked", prompt.wording.ticked_beforehand),
        ("depends", prompt.terms.service_depends_on_it),
        ("recipients", !prompt.terms.recipients.is_empty()),
    ];
    settings.iter().filter(|(_, holds)| *holds).map(|(name, _)| setting(name)).collect()
}

/// More words than this apart, one label is the longer one.
const APART_WORDS: usize = 2;

/// In what the label that accepts differs from the one that declines but for its words.
fn label_differences(reading: &Reading<'_>) -> Vec<&'static str> {
    let [accept, decline] = [Part::Accept, Part::Decline].map(|part| reading.prompt.text(part).trim());
    if decline.is_empty() {
        return Vec::new();
    }
    let starts = |text: &str, is_so: fn(char) -> bool| text.starts_with(is_so);
    let [yes, no] = [accept, decline].map(|text| text.split_whitespace().count());
    let length = match () {
        () if no > yes + APART_WORDS => "longer no",
        () if yes > no + APART_WORDS => "longer yes",
        () => "same length",
    };
    let differences = [
        ("louder label", louder_label(reading).is_some()),
        ("shouts differ", accept.contains('!') != decline.contains('!')),
        ("small no", starts(accept, char::is_uppercase) && starts(decline, char::is_lowercase)),
        (length, true),
    ];
    differences.into_iter().filter(|(_, holds)| *holds).map(|(name, _)| name).collect()
}

/// A purpose by the first two parts of its name.
fn first_parts(purpose: &str) -> &str {
    purpose.match_indices('.').nth(1).map_or(purpose, |(at, _)| &purpose[..at])
}

fn setting(name: &str) -> Feature {
    Feature { bucket: bucket(&["set", name]), value: SETTING, words: 0..0 }
}

fn features(reading: &Reading<'_>, place: Range<usize>) -> Vec<Feature> {
    let words = reading.words.get(place.clone()).unwrap_or_default();
    let (mut whole, mut runs, mut meant) = (Found::default(), Found::default(), Found::default());
    let concepts = concepts(words);
    for (at, (word, concepts)) in words.iter().zip(&concepts).enumerate() {
        let kind = match word.part {
            Part::Accept => "accept",
            Part::Decline => "decline",
            _ if is_denied(reading, place.start + at) => "denied",
            _ => "word",
        };
        let text = shape(word);
        whole.add(bucket(&[kind, &text]), at..at + 1);
        if let Some(next) = words.get(at + 1).filter(|next| next.sentence == word.sentence) {
            whole.add(bucket(&[kind, &text, &shape(next)]), at..at + 2);
        }
        runs_of(&word.text).for_each(|run| runs.add(run, at..at + 1));
        concepts.iter().for_each(|concept| meant.add(bucket(&["concept", kind, concept]), at..at + 1));
    }
    [whole, runs, meant].into_iter().flat_map(Found::features).collect()
}

/// A word; of a number only how it is written, as no two writers count the same.
fn shape(word: &Word) -> Cow<'_, str> {
    if word.is_number() {
        word.text.replace(|letter: char| letter.is_ascii_digit(), "0").into()
    } else {
        (&word.text).into()
    }
}

/// Whether a word is denied: a negation stands before it in its clause (Das and Chen 2001 mark words in the same way).
fn is_denied(reading: &Reading<'_>, at: usize) -> bool {
    let clause = reading.words[at].clause;
    let before = reading.words[..at].iter().rev().take_while(|word| word.clause == clause);
    before.take(DENIED_WORDS).any(|word| reading.denies(word))
}

/// Features found so far, each with where it was found first.
#[derive(Default)]
struct Found {
    places: HashMap<usize, Range<usize>>,
}

impl Found {
    fn add(&mut self, bucket: usize, words: Range<usize>) {
        self.places.entry(bucket).or_insert(words);
    }

    fn features(self) -> Vec<Feature> {
        let value = 1.0 / (self.places.len() as f32).sqrt();
        let mut features: Vec<Feature> =
            self.places.into_iter().map(|(bucket, words)| Feature { bucket, value, words }).collect();
        features.sort_by_key(|feature| feature.bucket);
        features
    }
}

/// The runs of letters of a word, its ends marked.
fn runs_of(word: &str) -> impl Iterator<Item = usize> {
    let mut letters: Vec<char> = word.chars().collect();
    let apart = letters.len() >= TAKEN_APART_LETTERS;
    letters.insert(0, '<');
    letters.push('>');
    let lengths = if apart { RUNS } else { 0..0 };
    let mut runs = Vec::new();
    for length in lengths {
        runs.extend(letters.windows(length).map(|run| bucket(&["run", &run.iter().collect::<String>()])));
    }
    runs.into_iter()
}

/// Which bucket some words belong to (FNV-1a, 64 bits: Fowler, Noll and Vo).
fn bucket(words: &[&str]) -> usize {
    const OFFSET: u64 = 0xcbf2_9ce4_8422_2325;
    const PRIME: u64 = 0x0100_0000_01b3;
    let bytes = words.iter().flat_map(|word| word.bytes().chain([b' ']));
    let hash = bytes.fold(OFFSET, |hash, byte| (hash ^ u64::from(byte)).wrapping_mul(PRIME));
    // The upper half is mixed best.
    ((hash >> 32) % BUCKETS as u64) as usize
}
