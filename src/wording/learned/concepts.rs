//! What words are about: groups of English and German words that say much the same, so that what one writer teaches holds
//! for the words of another, and what is learned in one language for the other.

use crate::wording::words::Word;
use foldhash::{HashMap, HashMapExt};
use std::ops::Range;
use std::sync::LazyLock;

/// A line per concept: its name, a colon, and its words, apart by commas. A star ends the beginning of a word; two words
/// are meant where one follows the other. The groups are our own.
pub const CONCEPTS: &str = include_str!("../../../assets/wording.concepts");

/// The fewest letters before the last part of a compound word, and of that part.
const COMPOUND_LETTERS: [usize; 2] = [2, 5];

static TABLE: LazyLock<Table> = LazyLock::new(Table::new);

/// The names of concepts.
pub type Names = Vec<&'static str>;

struct Table {
    words: HashMap<&'static str, Names>,
    beginnings: HashMap<&'static str, Names>,
    pairs: HashMap<&'static str, Vec<(Form, Form, &'static str)>>,
}

#[derive(Clone, Copy)]
struct Form {
    letters: &'static str,
    is_beginning: bool,
}

impl Form {
    fn new(written: &'static str) -> Self {
        let beginning = written.strip_suffix('*');
        Self { letters: beginning.unwrap_or(written), is_beginning: beginning.is_some() }
    }

    fn fits(self, word: &str) -> bool {
        if self.is_beginning { word.starts_with(self.letters) } else { word == self.letters }
    }
}

impl Table {
    fn new() -> Self {
        let mut table = Self { words: HashMap::new(), beginnings: HashMap::new(), pairs: HashMap::new() };
        for (name, written) in CONCEPTS.lines().filter_map(|line| line.split_once(':')) {
            for form in written.split(',') {
                let mut forms = form.split_whitespace().map(Form::new);
                match (forms.next(), forms.next()) {
                    (Some(first), Some(second)) => {
                        table.pairs.entry(first_letters(first.letters)).or_default().push((first, second, name));
                    }
                    (Some(one), None) if one.is_beginning => {
                        table.beginnings.entry(one.letters).or_default().push(name)
                    }
                    (Some(one), None) => table.words.entry(one.letters).or_default().push(name),
                    (None, _) => {}
                }
            }
        }
        table
    }

    /// The concepts of a word; of a compound also those of its last part, which says what it is.
    fn of_word(&self, word: &str) -> Names {
        let mut names = self.words.get(word).cloned().unwrap_or_default();
        let ends: Vec<usize> = word.char_indices().map(|(at, letter)| at + letter.len_utf8()).collect();
        let beginning = |part: Range<usize>| word.get(part).and_then(|part| self.beginnings.get(part));
        for end in &ends {
            names.extend(beginning(0..*end).into_iter().flatten());
        }
        for (at, start) in ends.iter().enumerate().skip(COMPOUND_LETTERS[0] - 1) {
            let letters = ends.len() - at - 1;
            if letters < COMPOUND_LETTERS[1] {
                break;
            }
            names.extend(word.get(*start..).and_then(|last| self.words.get(last)).into_iter().flatten());
            // Up to three letters more bend a word.
            for end in ends.iter().skip(at + 1 + letters.saturating_sub(4).max(COMPOUND_LETTERS[1])) {
                names.extend(beginning(*start..*end).into_iter().flatten());
            }
        }
        names
    }
}

/// By which a pair is looked up.
fn first_letters(word: &str) -> &str {
    word.char_indices().nth(3).map_or(word, |(at, _)| &word[..at])
}

/// The concepts of each word of a text, each once.
pub fn concepts(words: &[Word]) -> Vec<Names> {
    let table = &*TABLE;
    let mut found: Vec<Names> = words.iter().map(|word| table.of_word(&word.text)).collect();
    for (at, pair) in words.windows(2).enumerate() {
        for (first, second, name) in table.pairs.get(first_letters(&pair[0].text)).into_iter().flatten() {
            let is_one_sentence = pair[0].sentence == pair[1].sentence;
            if is_one_sentence && first.fits(&pair[0].text) && second.fits(&pair[1].text) {
                found[at].push(name);
            }
        }
    }
    for names in &mut found {
        names.sort_unstable();
        names.dedup();
    }
    found
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::words::words_of_text;

    #[test]
    fn words_of_both_languages_and_parts_of_compounds_share_concepts() {
        let holds = |text: &str, name: &str| concepts(&words_of_text(text)).iter().any(|names| names.contains(&name));
        for text in ["Unsubscribe at the counter", "Hier abbestellen", "You may opt out"] {
            assert!(holds(text, "unsubscribe"), "{text}");
        }
        assert!(holds("Ihre Rufnummer", "phone_channel") && holds("Newsletterabmeldung", "email_channel"));
        assert!(!holds("The bus stops here", "unsubscribe"));
    }
}
