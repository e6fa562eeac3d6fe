//! Phrases that are found by themselves: runs of words that some variants of an experiment have and others have not.

use super::language::Language;
use super::lexicon::trait_words;
use super::words::{Word, words_of_text};
use serde::Serialize;
use std::collections::{BTreeMap, BTreeSet};

/// The longest phrase, in words.
const LONGEST_WORDS: usize = 3;

/// A run of one to three words that occurs in enough experiments with and without.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Phrase {
    /// The words in lower case, parted by blanks.
    pub text: String,
    /// How many experiments have variants with it and variants without it.
    pub experiments: usize,
    /// Which of the given texts have it, in ascending order.
    pub texts: Vec<usize>,
}

/// The phrases of texts that belong to experiments, those of most experiments first, then by their words.
///
/// Each text comes with the number of its experiment. A phrase neither begins nor ends with a word without meaning of its
/// own, lies within one clause, and occurs in at least `least_experiments` experiments both with and without. Of phrases
/// in exactly the same texts only the longest stays.
pub fn phrases(texts: &[(&str, usize)], language: Language, least_experiments: usize) -> Vec<Phrase> {
    let mut found: BTreeMap<String, Vec<usize>> = BTreeMap::new();
    for (index, (text, _)) in texts.iter().enumerate() {
        for phrase in phrases_of(text, language) {
            found.entry(phrase).or_default().push(index);
        }
    }
    let mut sizes: BTreeMap<usize, usize> = BTreeMap::new();
    texts.iter().for_each(|(_, experiment)| *sizes.entry(*experiment).or_default() += 1);
    let mut phrases: Vec<Phrase> = found
        .into_iter()
        .map(|(text, members)| Phrase { text, experiments: with_and_without(&members, texts, &sizes), texts: members })
        .filter(|phrase| phrase.experiments >= least_experiments.max(1))
        .collect();
    keep_longest(&mut phrases);
    phrases.sort_by(|left, right| right.experiments.cmp(&left.experiments).then_with(|| left.text.cmp(&right.text)));
    phrases
}

fn phrases_of(text: &str, language: Language) -> BTreeSet<String> {
    let words = words_of_text(text);
    let stops: BTreeSet<&str> = trait_words(language).stop_words.split_ascii_whitespace().collect();
    let has_meaning = |word: &Word| word.text.chars().any(char::is_alphabetic) && !stops.contains(word.text.as_str());
    let runs = words.chunk_by(|left, right| left.clause == right.clause);
    let windows = runs.flat_map(|run| (1..=LONGEST_WORDS).flat_map(move |length| run.windows(length)));
    windows
        .filter(|window| window.first().is_some_and(has_meaning) && window.last().is_some_and(has_meaning))
        .map(|window| window.iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "))
        .collect()
}

fn with_and_without(members: &[usize], texts: &[(&str, usize)], sizes: &BTreeMap<usize, usize>) -> usize {
    let mut with: BTreeMap<usize, usize> = BTreeMap::new();
    for index in members {
        *with.entry(texts[*index].1).or_default() += 1;
    }
    with.iter().filter(|(experiment, count)| sizes.get(experiment).is_some_and(|size| *count < size)).count()
}

fn keep_longest(phrases: &mut Vec<Phrase>) {
    let mut longest: BTreeMap<Vec<usize>, usize> = BTreeMap::new();
    let length = |phrase: &Phrase| phrase.text.split(' ').count();
    for phrase in phrases.iter() {
        let most = longest.entry(phrase.texts.clone()).or_default();
        *most = (*most).max(length(phrase));
    }
    phrases.retain(|phrase| longest.get(&phrase.texts) == Some(&length(phrase)));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn phrases_need_experiments_with_and_without() {
        let texts = [
            ("We never sell your address", 1),
            ("We ask once a year", 1),
            ("They never sell your address", 2),
            ("A letter in May", 2),
            ("Always once a year", 3),
            ("Still once a year", 3),
        ];
        let found = phrases(&texts, Language::English, 2);
        assert_eq!(found.iter().map(|phrase| phrase.text.as_str()).collect::<Vec<_>>(), ["sell your address"]);
        assert_eq!(found[0].texts, [0, 2]);
        assert!(phrases(&texts, Language::English, 3).is_empty());
        assert!(phrases(&[], Language::English, 1).is_empty());
    }
}
