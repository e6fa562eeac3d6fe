//! Small patterns over words, so that a lexicon can say more than single words.
//!
//! A pattern is a row of elements parted by blanks. An element is a word, or alternatives parted by `|`, each of which may
//! begin or end with `*` for any letters. `#` is a number, `_` any word, `..3` up to three words, `~3` up to three words of
//! the same clause, `^` and `$` the two ends of a sentence, `@agree` a class of words of the lexicon; `?` at the end makes an
//! element optional. `$` may also be one of several alternatives; the sign of a currency is `¤`. `!not|no` says that the next
//! word is none of these, `-not|no` that the word before is none of these. A pronoun fits with a contracted verb, too: `you`
//! fits "you'd". A match lies in one sentence.

use super::words::Word;
use foldhash::HashMap;
use std::ops::Range;
use std::sync::{LazyLock, PoisonError, RwLock};

/// A named class of words: its name, and its alternatives parted by `|`.
pub type Class = (&'static str, &'static str);

/// All matches of any of the patterns, in the order of the words; matches of one pattern share no word.
pub fn find_all(patterns: &'static [&'static str], classes: &'static [Class], words: &[Word]) -> Vec<Range<usize>> {
    let rules = read_once(patterns, classes);
    let mut free_from = vec![0; rules.rows.len()];
    let mut found: Vec<Range<usize>> = Vec::new();
    for start in 0..words.len() {
        for index in rules.that_may_begin_with(&words[start]) {
            if start < free_from[index] {
                continue;
            }
            if let Some(end) = end(&rules.rows[index], words, start, start).filter(|end| *end > start) {
                free_from[index] = end;
                found.push(start..end);
            }
        }
    }
    found.sort_by_key(|hit| (hit.start, hit.end));
    found.dedup();
    found
}

/// Patterns as they are matched, found by how they may begin.
#[derive(Default)]
struct Rules {
    rows: Vec<Vec<Element>>,
    by_word: HashMap<&'static str, Vec<usize>>,
    by_first_letter: HashMap<char, Vec<usize>>,
    anywhere: Vec<usize>,
}

/// Where a list of patterns and its classes lie in memory, with the length of the list: these never change.
type Place = (usize, usize, usize);

/// Reading a pattern takes longer than matching it, so that each list is read once.
static READ: LazyLock<RwLock<HashMap<Place, &'static Rules>>> = LazyLock::new(RwLock::default);

fn read_once(patterns: &'static [&'static str], classes: &'static [Class]) -> &'static Rules {
    let place = (patterns.as_ptr().addr(), patterns.len(), classes.as_ptr().addr());
    if let Some(rules) = READ.read().unwrap_or_else(PoisonError::into_inner).get(&place) {
        return rules;
    }
    let rules: &'static Rules = Box::leak(Box::new(Rules::read(patterns, classes)));
    READ.write().unwrap_or_else(PoisonError::into_inner).insert(place, rules);
    rules
}

impl Rules {
    fn read(patterns: &'static [&'static str], classes: &'static [Class]) -> Self {
        let mut rules = Self::default();
        for pattern in patterns {
            let row: Vec<Element> = pattern.split_ascii_whitespace().map(|it| Element::read(it, classes)).collect();
            rules.index(&row);
            rules.rows.push(row);
        }
        rules
    }

    /// Notes by which words a row may begin: those of its first elements, up to one that is not optional.
    fn index(&mut self, row: &[Element]) {
        let row_index = self.rows.len();
        for element in row {
            match element {
                Element::SentenceStart | Element::NotNext(_) | Element::NotBefore(_) => {}
                Element::SentenceEnd | Element::Gap { .. } => return self.anywhere.push(row_index),
                Element::Word { alternatives, optional } => {
                    alternatives.iter().for_each(|letters| self.note(letters, row_index));
                    if !optional && !alternatives.contains(&END) {
                        return;
                    }
                }
            }
        }
    }

    fn note(&mut self, letters: &'static str, row_index: usize) {
        let list = match (letters, letters.chars().next()) {
            ("#" | "_" | "¤", _) | (_, None | Some('*')) => &mut self.anywhere,
            (_, Some(first)) if letters.ends_with('*') => self.by_first_letter.entry(first).or_default(),
            _ => self.by_word.entry(letters).or_default(),
        };
        if list.last() != Some(&row_index) {
            list.push(row_index);
        }
    }

    fn that_may_begin_with(&self, word: &Word) -> impl Iterator<Item = usize> {
        let first = word.text.chars().next().and_then(|first| self.by_first_letter.get(&first));
        let pronoun = pronoun(word).and_then(|pronoun| self.by_word.get(pronoun));
        let lists = [self.by_word.get(word.text.as_str()), pronoun, first, Some(&self.anywhere)];
        lists.into_iter().flatten().flatten().copied()
    }
}

/// The end of a sentence as one of several alternatives.
const END: &str = "$";

/// One element of a pattern.
enum Element {
    SentenceStart,
    SentenceEnd,
    Gap { longest: usize, within_clause: bool },
    NotNext(Vec<&'static str>),
    NotBefore(Vec<&'static str>),
    Word { alternatives: Vec<&'static str>, optional: bool },
}

impl Element {
    fn read(element: &'static str, classes: &[Class]) -> Self {
        let gap = |digits: &str, within_clause| Self::Gap { longest: digits.parse().unwrap_or(0), within_clause };
        match element.as_bytes() {
            b"^" => Self::SentenceStart,
            b"$" => Self::SentenceEnd,
            [b'.', b'.', ..] => gap(&element[2..], false),
            [b'~', ..] => gap(&element[1..], true),
            [b'!', _, ..] => Self::NotNext(alternatives(&element[1..], classes)),
            [b'-', _, ..] => Self::NotBefore(alternatives(&element[1..], classes)),
            _ => {
                let optional = element.strip_suffix('?');
                let alternatives = alternatives(optional.unwrap_or(element), classes);
                Self::Word { alternatives, optional: optional.is_some() }
            }
        }
    }
}

fn alternatives(written: &'static str, classes: &[Class]) -> Vec<&'static str> {
    written.split('|').flat_map(|alternative| resolve(alternative, classes).split('|')).collect()
}

/// The words that an alternative stands for: those of its class, or itself.
fn resolve(alternative: &'static str, classes: &[Class]) -> &'static str {
    let Some(name) = alternative.strip_prefix('@') else { return alternative };
    classes.iter().find(|(known, _)| *known == name).map_or(alternative, |(_, words)| *words)
}

/// Where a match of the elements ends that began at `start` and has come as far as `at`.
fn end(elements: &[Element], words: &[Word], start: usize, at: usize) -> Option<usize> {
    let Some((element, rest)) = elements.split_first() else { return Some(at) };
    let sentence = words.get(start)?.sentence;
    let word = |at: usize| words.get(at).filter(|word| word.sentence == sentence);
    let fits = |alternatives: &[&str], word: Option<&Word>| match word {
        Some(word) => alternatives.iter().any(|alternative| fits(alternative, word)),
        None => alternatives.contains(&END),
    };
    let onward = |holds: bool| holds.then(|| end(rest, words, start, at)).flatten();
    match element {
        Element::SentenceStart => onward(at == 0 || words.get(at - 1).is_none_or(|before| before.sentence != sentence)),
        Element::SentenceEnd => onward(word(at).is_none()),
        Element::NotNext(alternatives) => onward(!fits(alternatives, word(at))),
        Element::NotBefore(alternatives) => onward(at == 0 || !fits(alternatives, word(at - 1))),
        Element::Gap { longest, within_clause } => {
            let clause = at.checked_sub(1).and_then(word).map(|word| word.clause);
            let skips = |skipped: &usize| {
                let last = word(at + skipped - usize::from(*skipped > 0));
                *skipped == 0 || last.is_some_and(|last| !within_clause || clause.is_none_or(|it| it == last.clause))
            };
            (0..=*longest).take_while(skips).find_map(|skipped| {
                let next = word(at + skipped);
                let crosses = *within_clause && next.is_some_and(|next| clause.is_some_and(|it| it != next.clause));
                (!crosses).then(|| end(rest, words, start, at + skipped)).flatten()
            })
        }
        Element::Word { alternatives, optional } => {
            let next = at + usize::from(word(at).is_some());
            let taken = fits(alternatives, word(at)).then(|| end(rest, words, start, next)).flatten();
            taken.or_else(|| onward(*optional))
        }
    }
}

fn fits(alternative: &str, word: &Word) -> bool {
    match alternative.as_bytes() {
        b"#" => word.is_number(),
        b"_" => true,
        b"$" => false,
        _ if alternative == "¤" => matches!(word.text.as_str(), "€" | "£" | "$"),
        [b'*', ..] => fits_letters(alternative, &word.text),
        [first, ..] if word.text.as_bytes().first() != Some(first) => false,
        _ => fits_letters(alternative, &word.text) || pronoun(word) == Some(alternative),
    }
}

/// The pronoun of a word such as "you'd" or "we'll".
fn pronoun(word: &Word) -> Option<&str> {
    let (pronoun, verb) = word.text.split_once('\'')?;
    matches!(verb, "d" | "ll" | "ve" | "re" | "m").then_some(pronoun)
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

    const CLASSES: &[Class] = &[("agree", "agree*|accept*")];

    fn found(pattern: &'static str, text: &str) -> Option<String> {
        let words = words_of_text(text);
        let patterns: &'static [&'static str] = Box::leak(Box::new([pattern]));
        let hit = find_all(patterns, CLASSES, &words).into_iter().next()?;
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

    #[test]
    fn the_end_of_a_sentence_may_be_an_alternative() {
        assert_eq!(found("ask|say you|$", "We ask you.").as_deref(), Some("ask you"));
        assert_eq!(found("ask|say you|$", "We ask. You say no.").as_deref(), Some("ask"));
        assert_eq!(found("ask you|$", "We ask $ 5."), None);
        assert_eq!(found("ask !you|$", "We ask."), None);
        assert_eq!(found("pay ¤ #", "You pay $ 5, not £ 5.").as_deref(), Some("pay $ 5"));
    }

    #[test]
    fn a_gap_may_be_kept_within_its_clause() {
        assert_eq!(found("ask ~3 again", "We ask, then you ride again."), None);
        assert_eq!(found("ask ~3 again", "We ask you once again.").as_deref(), Some("ask you once again"));
        assert_eq!(found("ask ~3 again", "We ask, again."), None);
    }

    #[test]
    fn a_pronoun_fits_with_its_verb() {
        assert_eq!(found("if you ~1 rather", "If you'd rather not.").as_deref(), Some("if you'd rather"));
        assert_eq!(found("you'd rather", "If you'd rather not.").as_deref(), Some("you'd rather"));
        assert_eq!(found("you rather", "If your rather old cat."), None);
    }

    #[test]
    fn neighbours_may_be_ruled_out() {
        assert_eq!(found("off !the", "Take it off the list."), None);
        assert_eq!(found("off !the", "Switch it off.").as_deref(), Some("off"));
        assert_eq!(found("-not|never sell", "We never sell it."), None);
        assert_eq!(found("-not|never sell", "We sell it.").as_deref(), Some("sell"));
    }
}
