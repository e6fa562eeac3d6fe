//! Small patterns over words, so that a lexicon can say more than single words.
//!
//! A pattern is a row of elements parted by blanks. An element is a word, or alternatives parted by `|`, each of which may
//! begin or end with `*` for any letters. `#` is a number, `_` any word, `..3` up to three words, `^` and `$` the two ends of a
//! sentence, `@agree` a class of words of the lexicon; `?` at the end makes an element optional. A match lies in one sentence.

use super::words::Word;
use std::ops::Range;

/// A named class of words: its name, and its alternatives parted by `|`.
pub type Class = (&'static str, &'static str);

/// All matches of any of the patterns, in the order of the words; matches of one pattern share no word.
pub fn find_all(patterns: &[&str], classes: &[Class], words: &[Word]) -> Vec<Range<usize>> {
    let mut found: Vec<Range<usize>> = Vec::new();
    for pattern in patterns {
        let elements: Vec<Element<'_>> =
            pattern.split_ascii_whitespace().map(|element| Element::read(element, classes)).collect();
        let mut from = 0;
        while let Some(hit) = find(&elements, words, from) {
            from = hit.end;
            found.push(hit);
        }
    }
    found.sort_by_key(|hit| (hit.start, hit.end));
    found.dedup();
    found
}

/// The first match at or after a word, as a range of words.
fn find(elements: &[Element<'_>], words: &[Word], from: usize) -> Option<Range<usize>> {
    (from..words.len()).find_map(|start| {
        let end = end(elements, words, start, start)?;
        (end > start).then_some(start..end)
    })
}

/// One element of a pattern.
enum Element<'a> {
    SentenceStart,
    SentenceEnd,
    Gap { longest: usize },
    Word { alternatives: Vec<&'a str>, optional: bool },
}

impl<'a> Element<'a> {
    fn read(element: &'a str, classes: &[Class]) -> Self {
        match element {
            "^" => Self::SentenceStart,
            "$" => Self::SentenceEnd,
            gap if gap.starts_with("..") => Self::Gap { longest: gap[2..].parse().unwrap_or(0) },
            _ => {
                let optional = element.strip_suffix('?');
                let written = optional.unwrap_or(element).split('|');
                let alternatives = written.flat_map(|alternative| resolve(alternative, classes).split('|')).collect();
                Self::Word { alternatives, optional: optional.is_some() }
            }
        }
    }
}

/// The words that an alternative stands for: those of its class, or itself.
fn resolve<'a>(alternative: &'a str, classes: &[Class]) -> &'a str {
    let Some(name) = alternative.strip_prefix('@') else { return alternative };
    classes.iter().find(|(known, _)| *known == name).map_or(alternative, |(_, words)| *words)
}

/// Where a match of the elements ends that began at `start` and has come as far as `at`.
fn end(elements: &[Element<'_>], words: &[Word], start: usize, at: usize) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else { return Some(at) };
    let sentence = words.get(start)?.sentence;
    let word = |at: usize| words.get(at).filter(|word| word.sentence == sentence);
    match element {
        Element::SentenceStart => {
            let first = at == 0 || words.get(at - 1).is_none_or(|before| before.sentence != sentence);
            first.then(|| end(rest, words, start, at)).flatten()
        }
        Element::SentenceEnd => word(at).is_none().then(|| end(rest, words, start, at)).flatten(),
        Element::Gap { longest } => (0..=*longest)
            .take_while(|skipped| *skipped == 0 || word(at + skipped - 1).is_some())
            .find_map(|skipped| end(rest, words, start, at + skipped)),
        Element::Word { alternatives, optional } => {
            let here = word(at).is_some_and(|word| alternatives.iter().any(|alternative| fits(alternative, word)));
            let taken = here.then(|| end(rest, words, start, at + 1)).flatten();
            taken.or_else(|| optional.then(|| end(rest, words, start, at)).flatten())
        }
    }
}

fn fits(alternative: &str, word: &Word) -> bool {
    match alternative.as_bytes() {
        b"#" => word.is_number(),
        b"_" => true,
        [b'*', ..] => fits_letters(alternative, &word.text),
        [first, ..] => word.text.as_bytes().first() == Some(first) && fits_letters(alternative, &word.text),
        [] => false,
    }
}

/// Whether a word fits letters that may begin or end with `*`.
pub fn fits_letters(letters: &str, word: &str) -> bool {
    match (letters.strip_prefix('*'), letters.strip_suffix('*')) {
        (None, None) => letters == word,
        (None, Some(start)) => word.starts_with(start),
        (Some(end), None) => word.ends_with(end),
        (Some(_), Some(_)) => word.contains(letters.trim_matches('*')),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::wording::words::words_of_text;

    fn found(pattern: &str, text: &str) -> Option<String> {
        let words = words_of_text(text);
        let hit = find_all(&[pattern], &[("agree", "agree*|accept*")], &words).into_iter().next()?;
        Some(words[hit].iter().map(|word| word.text.as_str()).collect::<Vec<_>>().join(" "))
    }

    #[test]
    fn elements_match_words() {
        assert_eq!(found("by ..3 @agree", "By placing an order you agreed.").as_deref(), None);
        assert_eq!(
            found("by ..4 @agree", "By placing an order you agreed.").as_deref(),
            Some("by placing an order you agreed")
        );
        assert_eq!(found("only # left|places", "Only 3 places").as_deref(), Some("only 3 places"));
        assert_eq!(found("our? *partner*", "390 Werbepartnern").as_deref(), Some("werbepartnern"));
        assert_eq!(found("our? *partner*", "our partners").as_deref(), Some("our partners"));
    }

    #[test]
    fn a_match_stays_in_its_sentence() {
        assert_eq!(found("close ..5 again", "Close this. Ask again."), None);
        assert_eq!(found("^ ask", "Do not ask."), None);
        assert_eq!(found("ask $", "Do not ask. Ever.").as_deref(), Some("ask"));
    }
}
