//! The tests with the value of every factor for each wording.

use super::factors::{Factor, FactorKind, coded_factors, text_of, values_of, values_of_text};
use super::{LabInputs, TriedExperiment};
use crate::domain::PastTest;
use crate::stats::Count;
use crate::wording::{Language, phrases};
use std::collections::BTreeMap;

/// The most phrases that are looked at: those of most tests.
const MOST_PHRASES: usize = 20;
/// A phrase is looked at if it is there in some wordings and missing in others of at least two tests, or of this part of very many.
const PART_OF_TESTS: usize = 40;
/// An offer is a factor of its own if it was tried against another in so many tests.
const FEWEST_TESTS: usize = 2;

/// A wording as it was tried.
#[derive(Debug, Clone, PartialEq)]
pub struct LabWording {
    /// The key of its variant; `None` for a test of the past.
    pub variant: Option<i64>,
    /// What it is called; of a test of the past, its words.
    pub name: String,
    /// Accepted of shown.
    pub count: Count,
    /// Still kept of accepted, where withdrawals are known.
    pub kept: Option<Count>,
    /// One value for each factor.
    pub values: Vec<f64>,
    /// What people read, for finding phrases.
    pub(super) text: String,
    pub(super) language: Language,
    pub(super) offer: String,
}

/// Wordings that were tried on comparable people at the same time.
#[derive(Debug, Clone, PartialEq)]
pub struct LabTest {
    /// The key of its experiment; `None` for a test of the past.
    pub experiment: Option<i64>,
    /// What it is called.
    pub name: String,
    /// Its wordings.
    pub wordings: Vec<LabWording>,
}

impl LabTest {
    /// Whether its wordings differ in a factor.
    pub fn varies(&self, place: usize) -> bool {
        let mut values = self.wordings.iter().filter_map(|wording| wording.values.get(place));
        let first = values.next().copied().unwrap_or(0.0);
        values.any(|value| (value - first).abs() > 1e-9)
    }

    /// Whether it says anything of wordings: two were shown, and not everybody answered alike.
    pub fn says_something(&self) -> bool {
        let shown = self.wordings.iter().filter(|wording| wording.count.shown > 0).count();
        let some = |answered: fn(&Count) -> bool| self.wordings.iter().any(|wording| answered(&wording.count));
        shown > 1 && some(|count| count.accepted > 0) && some(|count| count.accepted < count.shown)
    }

    /// Everybody who was shown one of its wordings.
    pub fn people(&self) -> u64 {
        self.wordings.iter().fold(0, |sum, wording| sum.saturating_add(wording.count.shown))
    }
}

/// The tests with the factors that vary in at least one of them, and the factors that never do.
pub(super) struct Matrix {
    pub factors: Vec<Factor>,
    pub tests: Vec<LabTest>,
    pub never_tried: Vec<Factor>,
}

impl Matrix {
    pub fn new(inputs: &LabInputs) -> Self {
        let factors = coded_factors();
        let experiments = inputs.experiments.iter().map(|tried| test_of(tried, &factors));
        let past = inputs.past.iter().map(|past| test_of_past(past, &factors));
        let tests = experiments.chain(past).filter(LabTest::says_something).collect();
        let mut matrix = Self { factors, tests, never_tried: Vec::new() };
        matrix.add_offers();
        matrix.add_phrases();
        matrix.drop_what_never_varies();
        matrix
    }

    fn add(&mut self, factor: Factor, holds: impl Fn(&LabWording) -> bool) {
        self.factors.push(factor);
        for wording in self.tests.iter_mut().flat_map(|test| &mut test.wordings) {
            let value = if holds(wording) { 1.0 } else { 0.0 };
            wording.values.push(value);
        }
    }

    /// Each offer that was tried in some wordings and not in others of enough tests.
    fn add_offers(&mut self) {
        let mut tests: BTreeMap<String, usize> = BTreeMap::new();
        for test in &self.tests {
            let mut offers: Vec<&str> = test.wordings.iter().map(|wording| wording.offer.as_str()).collect();
            offers.sort_unstable();
            offers.dedup();
            if offers.len() > 1 {
                offers.iter().filter(|offer| !offer.is_empty()).for_each(|offer| {
                    *tests.entry((*offer).to_owned()).or_default() += 1;
                });
            }
        }
        for (offer, _) in tests.into_iter().filter(|(_, tests)| *tests >= FEWEST_TESTS) {
            let factor =
                Factor { key: format!("offer:{offer}"), label: format!("Offer: {offer}"), kind: FactorKind::Offer };
            self.add(factor, |wording| wording.offer == offer);
        }
    }

    /// The phrases of most tests, language by language.
    fn add_phrases(&mut self) {
        let least = (self.tests.len() / PART_OF_TESTS).max(2);
        let mut found = Vec::new();
        for language in [Language::English, Language::German] {
            let wordings = || {
                let numbered = self.tests.iter().enumerate();
                numbered.flat_map(|(place, test)| test.wordings.iter().map(move |wording| (wording, place)))
            };
            let texts: Vec<(&str, usize)> = wordings()
                .filter(|(wording, _)| wording.language == language)
                .map(|(wording, place)| (wording.text.as_str(), place))
                .collect();
            for phrase in phrases(&texts, language, least) {
                let with: std::collections::BTreeSet<String> =
                    phrase.texts.iter().filter_map(|place| texts.get(*place)).map(|text| text.0.to_owned()).collect();
                found.push((phrase.experiments, phrase.text, language, with));
            }
        }
        found.sort_by(|a, b| b.0.cmp(&a.0).then_with(|| a.1.cmp(&b.1)));
        found.truncate(MOST_PHRASES);
        for (_, text, language, with) in found {
            let factor =
                Factor { key: format!("phrase:{text}"), label: format!("Phrase: {text}"), kind: FactorKind::Phrase };
            self.add(factor, |wording| wording.language == language && with.contains(&wording.text));
        }
    }

    fn drop_what_never_varies(&mut self) {
        let varies = |place: usize| self.tests.iter().any(|test| test.varies(place));
        let kept: Vec<bool> = (0..self.factors.len()).map(varies).collect();
        let mut places = kept.iter();
        let factors = std::mem::take(&mut self.factors);
        let (kept_factors, gone) = factors.into_iter().partition(|_| places.next() == Some(&true));
        (self.factors, self.never_tried) = (kept_factors, gone);
        for wording in self.tests.iter_mut().flat_map(|test| &mut test.wordings) {
            let mut places = kept.iter();
            wording.values.retain(|_| places.next() == Some(&true));
        }
    }
}

fn test_of(tried: &TriedExperiment, factors: &[Factor]) -> LabTest {
    let wordings = tried.wordings.iter().map(|one| {
        let text = text_of(&one.variant.wording);
        LabWording {
            variant: Some(one.variant.id),
            name: one.variant.name.clone(),
            count: one.count,
            kept: one.kept,
            values: values_of(one, factors),
            language: known_language(&one.variant.wording.language, &text),
            offer: one.variant.terms.offer.trim().to_lowercase(),
            text,
        }
    });
    LabTest { experiment: Some(tried.id), name: tried.name.clone(), wordings: wordings.collect() }
}

/// As stated, or as found, in which to look for phrases; a text that does not tell is taken for English.
pub(super) fn known_language(tag: &str, text: &str) -> Language {
    Language::of_tag(tag).unwrap_or_else(|| match Language::of_text(text) {
        Language::Other => Language::English,
        known => known,
    })
}

fn test_of_past(past: &PastTest, factors: &[Factor]) -> LabTest {
    // One wording alone is too short to tell its language.
    let all: Vec<&str> = past.wordings.iter().map(|wording| wording.text.as_str()).collect();
    let language = known_language("", &all.join("\n"));
    let wordings = past.wordings.iter().map(|one| LabWording {
        variant: None,
        name: one.text.clone(),
        count: Count { accepted: one.accepted, shown: one.shown },
        kept: None,
        values: values_of_text(&one.text, language, factors),
        text: one.text.clone(),
        language,
        offer: String::new(),
    });
    LabTest { experiment: None, name: past.name.clone(), wordings: wordings.collect() }
}
