//! How easily a text is read: established measures for English and German, and the time it takes.

use super::language::Language;
use super::syllables::syllables;
use super::words::{Word, words_of_text};
use serde::Serialize;

/// Words per minute of silent reading: the mean of 190 studies of English non-fiction (Brysbaert 2019).
pub const WORDS_PER_MINUTE: f64 = 238.0;

/// How easily a text is read.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct Readability {
    /// The language by whose measures it was judged.
    pub language: Language,
    /// How many words.
    pub words: usize,
    /// How many sentences.
    pub sentences: usize,
    /// Reading ease, about 0 (very hard) to 100 (very easy), not limited to that range; English: Flesch (1948), German:
    /// Amstad (1978).
    pub ease: Option<f64>,
    /// The school year for which it is fit; English: Flesch–Kincaid (Kincaid et al. 1975), German: first Vienna factual text
    /// formula (Bamberger & Vanecek 1984).
    pub school_year: Option<f64>,
    /// The time a person needs, in seconds, at [`WORDS_PER_MINUTE`].
    pub reading_time_seconds: f64,
}

impl Readability {
    /// What a reading ease means, in words; Flesch's seven steps.
    pub fn ease_in_words(&self) -> Option<&'static str> {
        let steps = [
            (90.0, "very easy"),
            (80.0, "easy"),
            (70.0, "fairly easy"),
            (60.0, "plain"),
            (50.0, "fairly hard"),
            (30.0, "hard"),
        ];
        let ease = self.ease?;
        Some(steps.iter().find(|(least, _)| ease >= *least).map_or("very hard", |(_, words)| *words))
    }
}

/// Judges a text; ease and school year are `None` for an empty text and for other languages than English and German.
pub fn readability(text: &str, language: Language) -> Readability {
    let words: Vec<Word> =
        words_of_text(text).into_iter().filter(|word| word.text.chars().any(char::is_alphanumeric)).collect();
    let sentences = words.chunk_by(|left, right| left.sentence == right.sentence).count();
    let counted = Counted::of(&words, sentences, language);
    let (ease, school_year) = match (language, words.is_empty()) {
        (Language::English, false) => (Some(counted.flesch()), Some(counted.flesch_kincaid())),
        (Language::German, false) => (Some(counted.amstad()), Some(counted.vienna())),
        _ => (None, None),
    };
    let reading_time_seconds = words.len() as f64 / WORDS_PER_MINUTE * 60.0;
    Readability { language, words: words.len(), sentences, ease, school_year, reading_time_seconds }
}

/// What the formulas are made of.
struct Counted {
    words_per_sentence: f64,
    syllables_per_word: f64,
    percent_three_syllables: f64,
    percent_one_syllable: f64,
    percent_seven_letters: f64,
}

impl Counted {
    fn of(words: &[Word], sentences: usize, language: Language) -> Self {
        let counts: Vec<usize> = words.iter().map(|word| syllables(&word.text, language)).collect();
        let total = words.len().max(1) as f64;
        let percent = |count: usize| 100.0 * count as f64 / total;
        Self {
            words_per_sentence: total / sentences.max(1) as f64,
            syllables_per_word: counts.iter().sum::<usize>() as f64 / total,
            percent_three_syllables: percent(counts.iter().filter(|count| **count >= 3).count()),
            percent_one_syllable: percent(counts.iter().filter(|count| **count == 1).count()),
            percent_seven_letters: percent(words.iter().filter(|word| word.text.chars().count() > 6).count()),
        }
    }

    /// Flesch (1948).
    fn flesch(&self) -> f64 {
        206.835 - 1.015 * self.words_per_sentence - 84.6 * self.syllables_per_word
    }

    /// Kincaid, Fishburne, Rogers and Chissom (1975).
    fn flesch_kincaid(&self) -> f64 {
        0.39 * self.words_per_sentence + 11.8 * self.syllables_per_word - 15.59
    }

    /// Amstad (1978): Flesch's measure for German.
    fn amstad(&self) -> f64 {
        180.0 - self.words_per_sentence - 58.5 * self.syllables_per_word
    }

    /// The first Vienna factual text formula (Bamberger & Vanecek 1984).
    fn vienna(&self) -> f64 {
        0.1935 * self.percent_three_syllables + 0.1672 * self.words_per_sentence + 0.1297 * self.percent_seven_letters
            - 0.0327 * self.percent_one_syllable
            - 0.875
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn share_right(list: &str, language: Language) -> f64 {
        let words: Vec<(&str, usize)> = list
            .lines()
            .filter_map(|line| line.split_once(' '))
            .map(|(word, count)| (word, count.parse().unwrap()))
            .collect();
        assert!(words.len() >= 200);
        let wrong: Vec<&str> =
            words.iter().filter(|(word, count)| syllables(word, language) != *count).map(|(word, _)| *word).collect();
        println!("{language:?}: {} of {} wrong: {wrong:?}", wrong.len(), words.len());
        1.0 - wrong.len() as f64 / words.len() as f64
    }

    #[test]
    fn syllables_are_counted_as_people_count_them() {
        assert!(share_right(include_str!("tests/syllables_english.txt"), Language::English) >= 0.95);
        assert!(share_right(include_str!("tests/syllables_german.txt"), Language::German) >= 0.95);
    }

    #[test]
    fn measures_follow_their_formulas() {
        let english = readability("The cat sat on the mat. It was happy.", Language::English);
        assert_eq!((english.words, english.sentences), (9, 2));
        let per_sentence = 4.5;
        let per_word = 10.0 / 9.0;
        assert!((english.ease.unwrap() - (206.835 - 1.015 * per_sentence - 84.6 * per_word)).abs() < 1e-9);
        assert!((english.school_year.unwrap() - (0.39 * per_sentence + 11.8 * per_word - 15.59)).abs() < 1e-9);
        let german = readability("Wir speichern nichts.", Language::German);
        assert!((german.ease.unwrap() - (180.0 - 3.0 - 58.5 * 4.0 / 3.0)).abs() < 1e-9);
        let vienna = 0.1672 * 3.0 + 0.1297 * 100.0 / 3.0 - 0.0327 * 200.0 / 3.0 - 0.875;
        assert!((german.school_year.unwrap() - vienna).abs() < 1e-9);
        assert!((readability(&"word ".repeat(238), Language::English).reading_time_seconds - 60.0).abs() < 1e-9);
    }

    #[test]
    fn what_cannot_be_judged_is_not() {
        assert_eq!(readability("", Language::English).ease, None);
        assert_eq!(readability("Bonjour à tous", Language::Other).ease, None);
    }
}
