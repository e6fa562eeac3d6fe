//! A prompt as the checks read it: its words, and what the lexicon finds in them.

use super::language::{Language, strangers};
use super::lexicon::{Lexicon, Named, Patterns, lexicon};
use super::pattern::{find_all, fits_letters};
use super::prompt::{Part, Prompt, Span};
use super::words::{Word, words_of};
use foldhash::HashMap;
use std::cell::RefCell;
use std::ops::Range;
use std::rc::Rc;

/// What people read, without the labels.
pub const TEXT: &[Part] = &[Part::Headline, Part::Body, Part::WayOut];

/// A run of words.
pub type Hit = Range<usize>;

/// A prompt with its words, in a language that has a lexicon.
pub struct Reading<'a> {
    /// The prompt.
    pub prompt: Prompt<'a>,
    /// Its words in reading order.
    pub words: Vec<Word>,
    /// What is known of its language.
    pub lexicon: &'static Lexicon,
    /// Where it leaves its language in a part that decides.
    pub strangers: Vec<Span>,
    found: RefCell<HashMap<ListPlace, Rc<[Hit]>>>,
}

/// Where a list of patterns lies in memory, and its length.
type ListPlace = (usize, usize);

impl<'a> Reading<'a> {
    /// Reads a prompt; `None` if its language has no lexicon.
    pub fn new(prompt: Prompt<'a>, language: Language) -> Option<Self> {
        let lexicon = lexicon(language)?;
        let words = words_of(prompt);
        let strangers = strangers(prompt, &words, language);
        Some(Self { prompt, words, lexicon, strangers, found: RefCell::default() })
    }

    /// What the patterns find in some parts.
    pub fn hits(&self, patterns: Patterns, parts: &[Part]) -> Vec<Hit> {
        let all = self.found.borrow().get(&(patterns.as_ptr().addr(), patterns.len())).cloned();
        let all = all.unwrap_or_else(|| self.find(patterns));
        all.iter().filter(|hit| parts.contains(&self.words[hit.start].part)).cloned().collect()
    }

    /// Several checks ask for the same patterns, which are therefore looked for once.
    fn find(&self, patterns: Patterns) -> Rc<[Hit]> {
        let hits: Rc<[Hit]> = find_all(patterns, self.lexicon.classes, &self.words).into();
        self.found.borrow_mut().insert((patterns.as_ptr().addr(), patterns.len()), Rc::clone(&hits));
        hits
    }

    /// What the patterns find in some parts, without what is denied there.
    pub fn affirmed(&self, patterns: Patterns, parts: &[Part]) -> Vec<Hit> {
        let mut hits = self.hits(patterns, parts);
        hits.retain(|hit| !self.is_denied(hit));
        hits
    }

    /// Whether the patterns find anything in some parts.
    pub fn finds(&self, patterns: Patterns, parts: &[Part]) -> bool {
        !self.hits(patterns, parts).is_empty()
    }

    /// Which names the patterns find in some parts, each with what was found.
    pub fn named(&self, names: Named, parts: &[Part]) -> Vec<(&'static str, Vec<Hit>)> {
        let found = names.iter().map(|(name, patterns)| (*name, self.hits(patterns, parts)));
        found.filter(|(_, hits)| !hits.is_empty()).collect()
    }

    /// Whether a run of words is denied: a negation stands close before it in its clause, or in some languages after it.
    pub fn is_denied(&self, hit: &Hit) -> bool {
        let clause = self.words[hit.start].clause;
        let before = self.words[..hit.start].iter().rev().take(5).take_while(|word| word.clause == clause);
        let clause = self.words[hit.end - 1].clause;
        let after = self.words[hit.end..].iter().take(if self.lexicon.denies_afterwards { 3 } else { 0 });
        before.chain(after.take_while(|word| word.clause == clause)).any(|word| self.denies(word))
    }

    /// Whether the word just before a run of words denies it.
    pub fn is_denied_at_once(&self, hit: &Hit) -> bool {
        let sentence = self.words[hit.start].sentence;
        let before = self.words[..hit.start].iter().rev().take(2).take_while(|word| word.sentence == sentence);
        before
            .filter(|word| self.denies(word))
            .any(|word| !word.text.ends_with("n't") && word.text != "not" && word.text != "nicht")
    }

    /// Whether a word denies.
    pub fn denies(&self, word: &Word) -> bool {
        self.lexicon.negators.iter().any(|negator| fits_letters(negator, &word.text))
    }

    /// The sentence of a run of words.
    pub fn sentence(&self, hit: &Hit) -> usize {
        self.words[hit.start].sentence
    }

    /// The places of all words in the sentence of a run of words.
    pub fn sentence_of(&self, hit: &Hit) -> impl Iterator<Item = usize> {
        let sentence = self.sentence(hit);
        (0..self.words.len()).filter(move |index| self.words[*index].sentence == sentence)
    }

    /// Whether two runs of words begin in the same clause.
    pub fn shares_clause(&self, left: &Hit, right: &Hit) -> bool {
        self.words[left.start].clause == self.words[right.start].clause
    }

    /// The language of what the text says in another language than its own; `None` if it keeps to one.
    pub fn foreign_language(&self) -> Option<Language> {
        let strangers = self.strangers.iter().filter(|span| !span.part.is_label());
        let texts = strangers.filter_map(|span| self.prompt.text(span.part).get(span.range.clone()));
        let text = texts.collect::<Vec<_>>().join(" ");
        (!text.is_empty()).then(|| Language::of_text(&text))
    }

    /// The prompt as it is read in the other language of its text, with the places of the words in that language.
    pub fn elsewhere(&self) -> Option<Self> {
        let foreign = Reading::new(self.prompt, self.foreign_language()?)?;
        Some(Self { strangers: self.strangers.clone(), ..foreign })
    }

    /// Whether the text says something in another language, given how to find out in one that is read; what stands in
    /// any other language may say anything.
    pub fn says_elsewhere(&self, says: impl Fn(&Reading<'_>) -> bool) -> bool {
        self.foreign_language().is_some() && self.elsewhere().is_none_or(|it| says(&it))
    }

    /// Whether two runs of words share a word.
    pub fn overlap(left: &Hit, right: &Hit) -> bool {
        left.start < right.end && right.start < left.end
    }

    /// Where a run of words stands.
    pub fn span(&self, hit: &Hit) -> Span {
        let hit = &self.with_words(hit);
        let (first, last) = (&self.words[hit.start], self.last_word(hit));
        Span { part: first.part, range: first.range.start..last.range.end }
    }

    /// A run of words, with its neighbours in the clause if it is but a sign such as "€".
    fn with_words(&self, hit: &Hit) -> Hit {
        let is_sign = |word: &Word| !word.text.contains(char::is_alphanumeric);
        let is_near = |index: usize| self.words[index].clause == self.words[hit.start].clause;
        if !self.words[hit.clone()].iter().all(is_sign) {
            return hit.clone();
        }
        let start = hit.start.checked_sub(1).filter(|before| is_near(*before)).unwrap_or(hit.start);
        let end = if hit.end < self.words.len() && is_near(hit.end) { hit.end + 1 } else { hit.end };
        start..end
    }

    /// The last word of a run; a number takes the word with it that it counts.
    fn last_word(&self, hit: &Hit) -> &Word {
        let last = &self.words[hit.end - 1];
        let counted = self.words.get(hit.end).filter(|next| last.is_number() && next.clause == last.clause);
        counted.unwrap_or(last)
    }

    /// Where runs of words stand, in reading order; runs that share words or adjoin within a clause become one.
    pub fn spans(&self, hits: &[Hit]) -> Vec<Span> {
        let mut hits = hits.to_vec();
        hits.sort_by_key(|hit| (hit.start, hit.end));
        hits.dedup_by(|later, kept| {
            let adjoin = later.start == kept.end && self.words[later.start].clause == self.words[kept.end - 1].clause;
            let shared = later.start < kept.end || adjoin;
            kept.end = if shared { kept.end.max(later.end) } else { kept.end };
            shared
        });
        hits.iter().map(|hit| self.span(hit)).collect()
    }
}
