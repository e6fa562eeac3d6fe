//! Texts as words: lower case, with their places, sentences and clauses.

use super::prompt::{Part, Prompt};
use std::ops::Range;

/// One word of a text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Word {
    /// Lower case, straight apostrophes, `email` for every way of writing it.
    pub text: String,
    /// The part it stands in.
    pub part: Part,
    /// Where in the part, in bytes.
    pub range: Range<usize>,
    /// The number of its sentence, counted over all parts.
    pub sentence: usize,
    /// The number of its clause, counted over all parts; a comma, colon or bracket ends one.
    pub clause: usize,
    /// Whether its sentence ends with a question mark.
    pub asked: bool,
}

impl Word {
    /// Whether it is a number.
    pub fn is_number(&self) -> bool {
        self.text.starts_with(|first: char| first.is_ascii_digit())
    }
}

/// The words of a prompt in reading order; a part begins a new sentence.
pub fn words_of(prompt: Prompt<'_>) -> Vec<Word> {
    let mut words: Vec<Word> = Vec::new();
    for part in Part::ALL {
        let sentence = words.last().map_or(0, |last| last.sentence + 1);
        let clause = words.last().map_or(0, |last| last.clause + 1);
        let mut reader = Reader { text: prompt.text(part), part, sentence, clause, words: &mut words };
        reader.read();
    }
    words
}

/// The words of a plain text.
pub fn words_of_text(text: &str) -> Vec<Word> {
    let mut words = Vec::new();
    Reader { text, part: Part::Body, sentence: 0, clause: 0, words: &mut words }.read();
    words
}

/// Abbreviations after whose full stop a sentence goes on.
const ABBREVIATIONS: [&str; 18] = [
    "dr", "mr", "mrs", "ms", "prof", "st", "nr", "art", "abs", "lit", "bzw", "ca", "z", "d", "u", "e.g", "i.e", "inkl",
];

/// Words with a capital that begin a sentence after a number.
const OPENERS: [&str; 24] = [
    "Wir", "Sie", "Die", "Der", "Das", "Ein", "Eine", "Es", "Wer", "Wenn", "Dann", "Danach", "Ihre", "Deine", "Du",
    "We", "You", "The", "It", "If", "Your", "This", "To", "Then",
];

struct Reader<'a> {
    text: &'a str,
    part: Part,
    sentence: usize,
    clause: usize,
    words: &'a mut Vec<Word>,
}

impl Reader<'_> {
    fn read(&mut self) {
        let first = self.words.len();
        let mut start = None;
        let mut characters = self.text.char_indices().peekable();
        while let Some((at, character)) = characters.next() {
            let next = characters.peek().map(|(_, next)| *next);
            if is_inside_word(self.text[..at].chars().next_back(), character, next) {
                start.get_or_insert(at);
                continue;
            }
            if let Some(from) = start.take() {
                self.push(from..at);
            }
            self.mark(first, at, character, next);
        }
        if let Some(from) = start {
            self.push(from..self.text.len());
        }
    }

    fn mark(&mut self, first: usize, at: usize, character: char, next: Option<char>) {
        match character {
            '€' | '£' | '$' | '%' => self.push(at..at + character.len_utf8()),
            '.' if self.is_abbreviation(next) && !self.opens_sentence(at + 1) => {}
            '.' | '!' | '?' if next.is_none_or(|next| !next.is_alphanumeric()) => self.end_sentence(first, character),
            '\n' if next.is_none_or(|next| !next.is_lowercase()) => self.end_sentence(first, character),
            '☐' | '☑' | '✓' | '✔' | '•' | '▸' => self.end_sentence(first, character),
            ',' | ';' | ':' | '(' | ')' | '–' | '—' | '…' => self.clause += 1,
            _ => {}
        }
    }

    /// Whether the last word ends with its full stop: an ordinal such as `1.`, or a known abbreviation within a text.
    fn is_abbreviation(&self, next: Option<char>) -> bool {
        let Some(word) = self.words.last().filter(|word| word.part == self.part) else { return false };
        let before = self.words.len().checked_sub(2).and_then(|index| self.words.get(index));
        let is_price = before.is_some_and(|before| matches!(before.text.as_str(), "€" | "£" | "$"));
        let ordinal = word.text.len() <= 2 && word.is_number() && !is_price;
        next == Some(' ') && (ordinal || ABBREVIATIONS.contains(&word.text.as_str()))
    }

    /// Whether a sentence begins at a place, by its first word; "am 4. Mai" goes on, "Schalter 4. Wir" does not.
    fn opens_sentence(&self, at: usize) -> bool {
        let rest = self.text.get(at..).unwrap_or_default().trim_start();
        let word: String = rest.chars().take_while(|letter| letter.is_alphabetic()).collect();
        OPENERS.contains(&word.as_str())
    }

    fn end_sentence(&mut self, first: usize, character: char) {
        let sentence = self.sentence;
        if character == '?' {
            self.words
                .iter_mut()
                .skip(first)
                .filter(|word| word.sentence == sentence)
                .for_each(|word| word.asked = true);
        }
        self.sentence += 1;
        self.clause += 1;
    }

    fn push(&mut self, range: Range<usize>) {
        let text = plain(&self.text[range.clone()]);
        let (part, sentence, clause) = (self.part, self.sentence, self.clause);
        self.words.push(Word { text, part, range, sentence, clause, asked: false });
    }
}

fn is_inside_word(before: Option<char>, character: char, next: Option<char>) -> bool {
    let letters = before.is_some_and(char::is_alphanumeric) && next.is_some_and(char::is_alphanumeric);
    let digits = before.is_some_and(|before| before.is_ascii_digit()) && next.is_some_and(|next| next.is_ascii_digit());
    match character {
        '\'' | '’' | '-' | '‑' | '\u{ad}' => letters,
        '.' | ',' | ':' => digits,
        _ => character.is_alphanumeric() || is_mark(character),
    }
}

/// Whether a character only changes the one before it (combining diacritical marks).
fn is_mark(character: char) -> bool {
    ('\u{300}'..='\u{36f}').contains(&character)
}

fn plain(text: &str) -> String {
    let lower: String = text
        .chars()
        .filter(|character| *character != '\u{ad}')
        .flat_map(char::to_lowercase)
        .map(|character| match character {
            '’' => '\'',
            '‑' => '-',
            other => other,
        })
        .collect();
    lower.replace("e-mail", "email")
}
