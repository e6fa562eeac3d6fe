//! The weights that training gives, and what they make of a prompt.

use super::features::{BUCKETS, Feature, Marks, prompt_features, sentence_features, settings_features};
use super::is_silence;
use crate::wording::family::Family;
use crate::wording::reading::Reading;
use std::ops::Range;
use std::sync::LazyLock;

/// The families that words decide, in the order of the weights; of the others the settings or a count decides.
pub const FAMILIES: [Family; 17] = [
    Family::PreTicked,
    Family::RefusalHarder,
    Family::Shaming,
    Family::DoubleNegative,
    Family::Conditional,
    Family::ConflictingInformation,
    Family::NoPurpose,
    Family::UnequalLabels,
    Family::NoCategory,
    Family::Vague,
    Family::Pressure,
    Family::ThreatOfLoss,
    Family::Jargon,
    Family::ThirdPartiesUnnamed,
    Family::NoWayOut,
    Family::EmotionalSteering,
    Family::RepeatedPrompting,
];

/// What one family's scores are held against.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Bounds {
    /// A finding of the rules stays from here on.
    pub stay: f32,
    /// A finding is new from here on.
    pub new: f32,
}

/// One row of weights, or of scores, with an entry per family in the order of [`FAMILIES`].
pub type Row = [f32; FAMILIES.len()];

/// What training gives.
pub struct Learned {
    /// What each family's scores are held against.
    pub bounds: [Bounds; FAMILIES.len()],
    /// How much each bucket speaks for each family in a sentence; [`BUCKETS`] rows.
    pub sentence: Vec<Row>,
    /// How much each bucket speaks for each family in the whole prompt; [`BUCKETS`] rows.
    pub whole: Vec<Row>,
}

/// The bytes before the weights: the hash of what they were learned from, and four numbers per family.
pub const HEAD: usize = HASH + FAMILIES.len() * 16;

/// The bytes of a BLAKE3 hash.
pub const HASH: usize = 32;

static SHIPPED: LazyLock<Option<Learned>> =
    LazyLock::new(|| Learned::read(include_bytes!("../../../assets/wording.weights")));

impl Learned {
    /// The weights that the program carries with it; `None` if they are not of the size that it expects.
    pub fn shipped() -> Option<&'static Self> {
        SHIPPED.as_ref()
    }

    /// Reads weights; `None` if the size is not theirs.
    ///
    /// After the hash come, per family, the bounds `stay` and `new` and the steps of its weights in sentences and in whole
    /// prompts (32-bit little-endian numbers), then the weights in steps (signed bytes, a row per bucket): sentences, wholes.
    pub fn read(bytes: &[u8]) -> Option<Self> {
        let (head, weights) = bytes.split_at_checked(HEAD)?;
        let numbers = |place: usize| -> Row {
            std::array::from_fn(|family| {
                let at = HASH + family * 16 + place * 4;
                let number = head.get(at..at + 4).and_then(|number| number.try_into().ok());
                number.map_or(0.0, f32::from_le_bytes)
            })
        };
        let (stay, new) = (numbers(0), numbers(1));
        let size = BUCKETS * FAMILIES.len();
        let (sentence, whole) = weights.split_at_checked(size).filter(|(_, whole)| whole.len() == size)?;
        let rows = |weights: &[u8], steps: Row| -> Vec<Row> {
            let (rows, _) = weights.as_chunks::<{ FAMILIES.len() }>();
            let row = |row: &[u8; FAMILIES.len()]| {
                std::array::from_fn(|family| f32::from(row[family].cast_signed()) * steps[family])
            };
            rows.iter().map(row).collect()
        };
        Some(Self {
            bounds: std::array::from_fn(|family| Bounds { stay: stay[family], new: new[family] }),
            sentence: rows(sentence, numbers(2)),
            whole: rows(whole, numbers(3)),
        })
    }
}

/// How much a prompt speaks for each family.
pub struct Scores {
    /// What its words are made of.
    pub marks: Marks,
    sentences: Vec<Range<usize>>,
    best: [usize; FAMILIES.len()],
    mean: Row,
}

impl Scores {
    /// How much the prompt speaks for a family, by its place in [`FAMILIES`].
    pub fn of(&self, family: usize) -> f32 {
        self.mean[family]
    }

    /// The words of the sentence that speaks most for a family.
    pub fn sentence(&self, family: usize) -> Range<usize> {
        self.sentences.get(self.best[family]).cloned().unwrap_or_default()
    }
}

/// How much the whole counts against its most telling sentence.
pub const WHOLE: f32 = 0.6;

/// How much a prompt speaks for each family: the weighted mean of what the whole says and of what its most telling sentence says. Of
/// families of silence, a sentence tells what the family would miss.
pub fn score(learned: &Learned, reading: &Reading<'_>) -> Scores {
    let (sentences, marks) = (sentences(reading), Marks::new(reading));
    let settings = sum(&learned.sentence, &settings_features(reading.prompt));
    let mut most = [f32::NEG_INFINITY; FAMILIES.len()];
    let mut best = [0; FAMILIES.len()];
    for (at, sentence) in sentences.iter().enumerate() {
        let sums = sum(&learned.sentence, &sentence_features(reading, &marks, sentence.clone()));
        for family in 0..FAMILIES.len() {
            if sums[family] > most[family] {
                (most[family], best[family]) = (sums[family], at);
            }
        }
    }
    let whole = sum(&learned.whole, &prompt_features(reading, &marks));
    let mean = |family: usize| {
        let told = if sentences.is_empty() { 0.0 } else { most[family] + settings[family] };
        let told = if is_silence(FAMILIES[family]) { -told } else { told };
        WHOLE * whole[family] + (1.0 - WHOLE) * told
    };
    Scores { mean: std::array::from_fn(mean), marks, sentences, best }
}

/// The places of the words of each sentence or label.
pub fn sentences(reading: &Reading<'_>) -> Vec<Range<usize>> {
    let runs = reading.words.chunk_by(|left, right| left.sentence == right.sentence);
    let ends = runs.scan(0, |end, run| {
        *end += run.len();
        Some(*end - run.len()..*end)
    });
    ends.collect()
}

fn sum(weights: &[Row], features: &[Feature]) -> Row {
    let mut sums = [0.0; FAMILIES.len()];
    for (row, value) in features.iter().filter_map(|feature| Some((weights.get(feature.bucket)?, feature.value))) {
        sums.iter_mut().zip(row).for_each(|(sum, weight)| *sum += weight * value);
    }
    sums
}
