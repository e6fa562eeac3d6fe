//! Words as numbers: which words, pairs of words, runs of letters and concepts a sentence or a prompt has.

use super::concepts::{Names, concepts};
use crate::domain::DeclinePlace;
use crate::wording::checks::choice::louder_label;
use crate::wording::prompt::{Part, Prompt};
use crate::wording::reading::Reading;
use crate::wording::words::Word;
use std::borrow::Cow;
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

/// What each word of a text is made of, worked out once for its sentence and for the whole.
pub struct Marks(Vec<Mark>);

/// The buckets of a word.
struct Mark {
    alone: usize,
    /// With the next word of its sentence.
    pair: Option<usize>,
    runs: Vec<usize>,
    concepts: Vec<usize>,
}

impl Marks {
    /// The marks of all words of a text.
    pub fn new(reading: &Reading<'_>) -> Self {
        let words = &reading.words;
        let shapes: Vec<Cow<'_, str>> = words.iter().map(shape).collect();
        let mark = |(at, concepts): (usize, Names)| {
            let word = &words[at];
            let kind = match word.part {
                Part::Accept => "accept",
                Part::Decline => "decline",
                _ if is_denied(reading, at) => "denied",
                _ => "word",
            };
            let next = words.get(at + 1).filter(|next| next.sentence == word.sentence);
            let mut meant: Vec<usize> = concepts.iter().map(|concept| bucket(&["concept", kind, concept])).collect();
            meant.extend(capitals(reading, word));
            Mark {
                alone: bucket(&[kind, &shapes[at]]),
                pair: next.map(|_| bucket(&[kind, &shapes[at], &shapes[at + 1]])),
                runs: runs_of(&word.text),
                concepts: meant,
            }
        };
        Self(concepts(words).into_iter().enumerate().map(mark).collect())
    }
}

/// The features of a sentence.
pub fn sentence_features(reading: &Reading<'_>, marks: &Marks, sentence: Range<usize>) -> Vec<Feature> {
    let first = reading.words.get(sentence.start);
    let mut features = features(marks, sentence);
    features.extend(first.map(|word| setting(&format!("part {:?}", word.part))));
    features
}

/// The features of a whole prompt, with its settings.
pub fn prompt_features(reading: &Reading<'_>, marks: &Marks) -> Vec<Feature> {
    let (words, prompt) = (&reading.words, reading.prompt);
    let terms = prompt.terms;
    let mut features = features(marks, 0..words.len());
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

fn features(marks: &Marks, place: Range<usize>) -> Vec<Feature> {
    let (mut whole, mut runs, mut meant) = (Found::default(), Found::default(), Found::default());
    for (at, mark) in marks.0.get(place).unwrap_or_default().iter().enumerate() {
        let word = at..at + 1;
        whole.add(mark.alone, &word);
        mark.pair.iter().for_each(|pair| whole.add(*pair, &(at..at + 2)));
        mark.runs.iter().for_each(|run| runs.add(*run, &word));
        mark.concepts.iter().for_each(|concept| meant.add(*concept, &word));
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

/// Abbreviations that everybody knows, and words that people are told to send.
const KNOWN: [&str; 34] = [
    "agb", "ag", "aus", "dsgvo", "end", "eu", "faq", "gdpr", "gmbh", "gps", "id", "ii", "iii", "iv", "kg", "no", "ok",
    "pdf", "pin", "qr", "quit", "sms", "stop", "stopp", "tv", "uk", "us", "usb", "wlan", "yes", "nein", "ja", "ende",
    "tan",
];

/// A word of the text that is written in capitals, as abbreviations of the trade are: by its length, and whether it is one
/// that everybody knows.
fn capitals(reading: &Reading<'_>, word: &Word) -> Vec<usize> {
    let written = reading.prompt.text(word.part).get(word.range.clone()).unwrap_or_default();
    let is_capital = |letter: char| letter.is_uppercase() || letter.is_ascii_digit();
    let letters = written.chars().count();
    if word.part.is_label()
        || letters < 2
        || !written.starts_with(char::is_uppercase)
        || !written.chars().all(is_capital)
    {
        return Vec::new();
    }
    let unknown = (!KNOWN.contains(&word.text.as_str())).then(|| bucket(&["capitals", "unknown"]));
    [bucket(&["capitals", &letters.min(4).to_string()])].into_iter().chain(unknown).collect()
}

/// Whether a word is denied: a negation stands before it in its clause (Das and Chen 2001 mark words in the same way).
fn is_denied(reading: &Reading<'_>, at: usize) -> bool {
    let clause = reading.words[at].clause;
    let before = reading.words[..at].iter().rev().take_while(|word| word.clause == clause);
    before.take(DENIED_WORDS).any(|word| reading.denies(word))
}

/// Features found so far, each with where it was found.
#[derive(Default)]
struct Found {
    places: Vec<(usize, Range<usize>)>,
}

impl Found {
    fn add(&mut self, bucket: usize, words: &Range<usize>) {
        self.places.push((bucket, words.clone()));
    }

    /// Each feature once, where it was found first.
    fn features(mut self) -> Vec<Feature> {
        self.places.sort_by_key(|(bucket, _)| *bucket);
        self.places.dedup_by_key(|(bucket, _)| *bucket);
        let value = 1.0 / (self.places.len() as f32).sqrt();
        self.places.into_iter().map(|(bucket, words)| Feature { bucket, value, words }).collect()
    }
}

/// The runs of letters of a word, its ends marked.
fn runs_of(word: &str) -> Vec<usize> {
    let mut runs = Vec::new();
    if word.chars().count() >= TAKEN_APART_LETTERS {
        let word = format!("<{word}>");
        let ends: Vec<usize> = word.char_indices().map(|(at, _)| at).chain([word.len()]).collect();
        for length in RUNS {
            runs.extend(ends.windows(length + 1).map(|ends| bucket(&["run", &word[ends[0]..ends[length]]])));
        }
    }
    runs
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
