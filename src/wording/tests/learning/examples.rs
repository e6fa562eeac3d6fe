//! The labelled prompts and sentences as rows of features.

use super::UNSEEN;
use super::machine::{Sparse, sparse};
use crate::domain::{Terms, Wording};
use crate::wording::check::check_by_rules;
use crate::wording::family::Family;
use crate::wording::language::Language;
use crate::wording::learned::concepts::CONCEPTS;
use crate::wording::learned::features::{BUCKETS, Marks, prompt_features, sentence_features, settings_features};
use crate::wording::learned::is_silence;
use crate::wording::learned::model::{FAMILIES, HASH, Learned, Row, WHOLE, sentences};
use crate::wording::prompt::{Part, Prompt};
use crate::wording::reading::Reading;
use crate::wording::tests::labelled::{first_labels, prompts};
use serde::Deserialize;
use std::collections::{BTreeMap, BTreeSet};

/// Everything to learn from.
pub struct Examples {
    pub prompts: Vec<Example>,
    /// Single sentences, each with the family that it shows, if any.
    pub sentences: Vec<(Sparse, BTreeSet<Family>)>,
    /// Short prompts, each with a family of silence and whether it is silent in that way.
    pub silences: Vec<(Sparse, Family, bool)>,
    /// How much rarer features count for than common ones.
    pub rarity: Rarity,
}

/// By what each bucket's values are multiplied before anything is learned; training multiplies its weights by it in turn.
pub struct Rarity {
    pub sentence: Vec<f64>,
    pub whole: Vec<f64>,
}

/// A labelled prompt.
pub struct Example {
    pub labels: BTreeSet<Family>,
    pub whole: Sparse,
    pub sentences: Vec<Sparse>,
    /// What the rules said before anything was learned from its writer; `None` if the rules' author wrote it.
    pub sight: Option<Sight>,
    pointed_at: BTreeMap<Family, BTreeSet<usize>>,
    /// The buckets of its settings.
    settings: BTreeSet<usize>,
}

#[derive(Deserialize)]
struct Sights {
    sight: Vec<Sight>,
}

#[derive(Deserialize)]
pub struct Sight {
    id: String,
    pub writer: String,
    pub findings: BTreeSet<Family>,
    /// The findings that rest on the settings.
    pub certain: BTreeSet<Family>,
}

const PROMPTS: &str = include_str!("../prompts/prompts.toml");
const SIGHTS: &str = include_str!("../prompts/first_sight.toml");

/// Files of sentences that show the family that stands before each, or nothing.
const TELLING: [(&str, Part, &str); 4] = [
    ("en", Part::Body, include_str!("../sentences/telling_english.txt")),
    ("de", Part::Body, include_str!("../sentences/telling_german.txt")),
    ("en", Part::Decline, include_str!("../sentences/declining_english.txt")),
    ("de", Part::Decline, include_str!("../sentences/declining_german.txt")),
];

/// Files of sentences that are only learned from: each shows the family that stands before it, or tells what a family of
/// silence would miss; a label that declines begins with `>`.
const TAUGHT: [(&str, &str); 2] =
    [("en", include_str!("../sentences/taught_english.txt")), ("de", include_str!("../sentences/taught_german.txt"))];

/// Files of sentences that show no family, and what family of silence would miss them.
const PLAIN: [(&str, Option<Family>, &str); 8] = [
    ("en", None, include_str!("../sentences/innocent_english.txt")),
    ("de", None, include_str!("../sentences/innocent_german.txt")),
    ("en", Some(Family::NoWayOut), include_str!("../sentences/way_out_english.txt")),
    ("de", Some(Family::NoWayOut), include_str!("../sentences/way_out_german.txt")),
    ("en", Some(Family::NoCategory), include_str!("../sentences/category_english.txt")),
    ("de", Some(Family::NoCategory), include_str!("../sentences/category_german.txt")),
    ("en", Some(Family::NoPurpose), include_str!("../sentences/purpose_english.txt")),
    ("de", Some(Family::NoPurpose), include_str!("../sentences/purpose_german.txt")),
];

/// Files of sentences that tell, or do not tell, what a family of silence is about, after an opening that does not.
const SILENT: [(&str, &str, Family, bool, &str); 8] = [
    ("en", PLANTS[0], Family::NoWayOut, true, include_str!("../sentences/no_way_out_english.txt")),
    ("de", PLANTS[1], Family::NoWayOut, true, include_str!("../sentences/no_way_out_german.txt")),
    ("en", PLANTS[0], Family::NoWayOut, false, PLAIN[2].2),
    ("de", PLANTS[1], Family::NoWayOut, false, PLAIN[3].2),
    ("en", DISHES[0], Family::NoCategory, false, PLAIN[4].2),
    ("de", DISHES[1], Family::NoCategory, false, PLAIN[5].2),
    ("en", "", Family::NoPurpose, false, PLAIN[6].2),
    ("de", "", Family::NoPurpose, false, PLAIN[7].2),
];

/// Openings in English and German.
const PLANTS: [&str; 2] = [
    "May we e-mail you planting tips once a month?",
    "Dürfen wir Ihnen einmal im Monat Pflanztipps per E-Mail schicken?",
];
const DISHES: [&str; 2] = ["Shall we suggest dishes to you?", "Sollen wir Ihnen Gerichte vorschlagen?"];

/// The hash of all that is learned from.
pub fn source() -> [u8; HASH] {
    let mut hasher = blake3::Hasher::new();
    let labels = include_str!("../prompts/labels_first.toml");
    let texts = [PROMPTS, SIGHTS, labels].into_iter();
    let texts = texts
        .chain(TELLING.map(|(.., text)| text))
        .chain(TAUGHT.map(|(.., text)| text))
        .chain([CONCEPTS])
        .chain(PLAIN.map(|(.., text)| text))
        .chain(SILENT[..2].iter().map(|silent| silent.4));
    // Line ends differ between systems.
    for line in texts.flat_map(str::lines) {
        hasher.update(line.as_bytes());
    }
    *hasher.finalize().as_bytes()
}

/// All labelled prompts but those that nobody has seen, and all sentences.
pub fn examples() -> Examples {
    let mut labels = first_labels();
    let sights: Sights = toml::from_str(SIGHTS).unwrap();
    let mut sights: BTreeMap<String, Sight> = sights.sight.into_iter().map(|sight| (sight.id.clone(), sight)).collect();
    let seen = prompts().into_iter().filter(|written| !UNSEEN.contains(&written.set.as_str()));
    let prompts = seen.map(|written| {
        let label = labels.remove(&written.id).unwrap();
        let labels = label.findings.iter().map(|key| Family::all().find(|it| it.key() == key).unwrap()).collect();
        example(&written.wording(), &written.terms(), labels, sights.remove(&written.id))
    });
    let prompts: Vec<Example> = prompts.collect();
    let settings: BTreeSet<usize> = prompts.iter().flat_map(|prompt| prompt.settings.iter().copied()).collect();
    let sentence = rarity(prompts.iter().flat_map(|prompt| &prompt.sentences), &settings);
    let whole = rarity(prompts.iter().map(|prompt| &prompt.whole), &settings);
    let mut examples =
        Examples { prompts, sentences: single_sentences(), silences: silences(), rarity: Rarity { sentence, whole } };
    examples.weigh();
    examples
}

/// What nearly all texts have is held back to this.
const LEAST_RARITY: f64 = 0.02;

/// How rare each bucket is: the logarithm of the inverse share of the texts that have it, 1 for one in ten (Spärck Jones
/// 1972); 1 for settings.
fn rarity<'a>(rows: impl Iterator<Item = &'a Sparse>, settings: &BTreeSet<usize>) -> Vec<f64> {
    let (mut texts, mut having) = (0.0, vec![0.0; BUCKETS]);
    for row in rows {
        texts += 1.0;
        row.iter().for_each(|(bucket, _)| having[*bucket] += 1.0);
    }
    let rare = |count: f64| (((1.0 + texts) / (1.0 + count)).ln() / 10.0_f64.ln()).max(LEAST_RARITY);
    let of_bucket = |(bucket, count)| if settings.contains(&bucket) { 1.0 } else { rare(count) };
    having.into_iter().enumerate().map(of_bucket).collect()
}

impl Examples {
    fn weigh(&mut self) {
        let Rarity { sentence, whole } = &self.rarity;
        let weigh = |row: &mut Sparse, rarity: &[f64]| {
            row.iter_mut().for_each(|(bucket, value)| *value *= rarity[*bucket]);
        };
        for prompt in &mut self.prompts {
            weigh(&mut prompt.whole, whole);
            prompt.sentences.iter_mut().for_each(|row| weigh(row, sentence));
        }
        self.sentences.iter_mut().for_each(|(row, _)| weigh(row, sentence));
        self.silences.iter_mut().for_each(|(row, ..)| weigh(row, whole));
    }
}

fn example(wording: &Wording, terms: &Terms, labels: BTreeSet<Family>, sight: Option<Sight>) -> Example {
    let prompt = Prompt { wording, terms };
    let reading = Reading::new(prompt, Language::of_prompt(prompt)).unwrap();
    let places = sentences(&reading);
    let holds = |place: &std::ops::Range<usize>, finding: &crate::wording::Finding| {
        finding.spans.iter().any(|span| {
            reading.words[place.clone()].iter().any(|word| {
                word.part == span.part && word.range.start < span.range.end && span.range.start < word.range.end
            })
        })
    };
    let pointed_at = check_by_rules(prompt, Some(&reading)).into_iter().map(|finding| {
        let at = places.iter().enumerate().filter(|(_, place)| holds(place, &finding)).map(|(at, _)| at).collect();
        (finding.family, at)
    });
    let marks = Marks::new(&reading);
    let whole = prompt_features(&reading, &marks);
    let parts = places.iter().flat_map(|place| sentence_features(&reading, &marks, place.clone()));
    let settings = parts.chain(whole.clone()).filter(|it| it.words.is_empty()).map(|it| it.bucket).collect();
    Example {
        labels,
        whole: sparse(whole),
        sentences: places.iter().map(|place| sentence_row(&reading, &marks, place.clone())).collect(),
        sight,
        pointed_at: pointed_at.collect(),
        settings,
    }
}

fn sentence_row(reading: &Reading<'_>, marks: &Marks, place: std::ops::Range<usize>) -> Sparse {
    let settings = settings_features(reading.prompt);
    sparse(sentence_features(reading, marks, place).into_iter().chain(settings))
}

fn single_sentences() -> Vec<(Sparse, BTreeSet<Family>)> {
    let mut found = Vec::new();
    for (language, part, text) in TELLING {
        for (key, sentence) in text.lines().filter_map(|line| line.split_once('|')) {
            let families = Family::all().filter(|family| family.key() == key).collect();
            found.push((single_sentence(language, part, sentence), families));
        }
    }
    for (language, text) in TAUGHT {
        for (key, sentence) in text.lines().filter_map(|line| line.split_once('|')) {
            let told = match key {
                "way_out" => Some(Family::NoWayOut),
                "category" => Some(Family::NoCategory),
                "purpose" => Some(Family::NoPurpose),
                _ => Family::all().find(|family| family.key() == key),
            };
            assert!(told.is_some() || key == "none", "{key}");
            let label = sentence.strip_prefix("> ");
            let part = if label.is_some() { Part::Decline } else { Part::Body };
            found.push((single_sentence(language, part, label.unwrap_or(sentence)), told.into_iter().collect()));
        }
    }
    for (language, told, text) in PLAIN {
        let told: BTreeSet<Family> = told.into_iter().collect();
        found.extend(text.lines().map(|line| (single_sentence(language, Part::Body, line), told.clone())));
    }
    found
}

fn single_sentence(language: &str, part: Part, text: &str) -> Sparse {
    let mut wording = Wording { language: language.into(), decline_label: "No".into(), ..Wording::default() };
    match part {
        Part::Decline => wording.decline_label = text.into(),
        _ => wording.body = text.into(),
    }
    let terms = Terms::default();
    let prompt = Prompt { wording: &wording, terms: &terms };
    let reading = Reading::new(prompt, Language::of_prompt(prompt)).unwrap();
    let end = reading.words.iter().filter(|word| word.part == part).count();
    sentence_row(&reading, &Marks::new(&reading), 0..end)
}

fn silences() -> Vec<(Sparse, Family, bool)> {
    let mut found = Vec::new();
    for (language, opening, family, silent, text) in SILENT {
        for sentence in text.lines() {
            found.push((short_prompt(language, format!("{opening} {sentence}")), family, silent));
        }
    }
    found
}

fn short_prompt(language: &str, body: String) -> Sparse {
    let [yes, no] = if language == "en" { ["Yes", "No"] } else { ["Ja", "Nein"] };
    let wording = Wording {
        language: language.into(),
        body,
        accept_label: yes.into(),
        decline_label: no.into(),
        ..Wording::default()
    };
    example(&wording, &Terms::default(), BTreeSet::new(), None).whole
}

impl Example {
    /// The sentences that the rules point at.
    pub fn pointed_at(&self, family: Family) -> BTreeSet<usize> {
        self.pointed_at.get(&family).cloned().unwrap_or_default()
    }

    /// What [`crate::wording::learned::model::score`] gives.
    pub fn scores(&self, learned: &Learned) -> [f64; FAMILIES.len()] {
        let sum = |rows: &[Row], row: &Sparse, family: usize| -> f64 {
            row.iter().map(|(bucket, value)| f64::from(rows[*bucket][family]) * value).sum()
        };
        std::array::from_fn(|family| {
            let whole = sum(&learned.whole, &self.whole, family);
            let sentences = self.sentences.iter().map(|row| sum(&learned.sentence, row, family));
            let most = sentences.max_by(f64::total_cmp).unwrap_or_default();
            let told = if is_silence(FAMILIES[family]) { -most } else { most };
            f64::from(WHOLE) * whole + f64::from(1.0 - WHOLE) * told
        })
    }
}
