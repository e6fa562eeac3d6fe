//! The words of the logs, each kept once.

use super::interner::{QuickMap, code_of};

/// Words with their codes; the empty word has the code 0.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    words: Vec<String>,
    codes: QuickMap<String, u32>,
}

impl Default for Vocabulary {
    fn default() -> Self {
        Self { words: vec![String::new()], codes: QuickMap::from_iter([(String::new(), 0)]) }
    }
}

impl Vocabulary {
    /// The code of a word; a new one gets the next.
    pub fn code(&mut self, word: &str) -> u32 {
        if let Some(&code) = self.codes.get(word) {
            return code;
        }
        let code = code_of(self.words.len());
        self.words.push(word.to_owned());
        self.codes.insert(word.to_owned(), code);
        code
    }

    /// The code of a word that is most likely the one of a code given before: neighbouring rows of a log have most words in common.
    pub fn code_like(&mut self, word: &str, likely: u32) -> u32 {
        if word.is_empty() {
            0
        } else if self.word(likely) == word {
            likely
        } else {
            self.code(word)
        }
    }

    /// The code of a word that is known already.
    pub fn find(&self, word: &str) -> Option<u32> {
        self.codes.get(word).copied()
    }

    /// The word of a code; empty for a code that was never given.
    pub fn word(&self, code: u32) -> &str {
        self.words.get(code as usize).map_or("", String::as_str)
    }

    /// The words, in the order of their codes.
    pub fn words(&self) -> &[String] {
        &self.words
    }

    /// Takes in another vocabulary: for each of its codes, the code here.
    pub fn absorb(&mut self, other: &Self) -> Vec<u32> {
        other.words.iter().map(|word| self.code(word)).collect()
    }

    /// How its words stand above one another in the dotted hierarchy.
    pub fn ancestry(&self) -> Ancestry {
        let parent = |word: &str| -> u32 {
            let mut rest = word;
            while let Some((above, _)) = rest.rsplit_once('.') {
                if let Some(code) = self.find(above).filter(|&code| code != 0) {
                    return code;
                }
                rest = above;
            }
            0
        };
        Ancestry { parents: self.words.iter().map(|word| parent(word)).collect() }
    }
}

/// Which words of a vocabulary stand above which, so that covering needs no look at the letters.
#[derive(Debug, Clone, Default)]
pub struct Ancestry {
    /// For each code, that of the nearest word above it; 0 for none.
    parents: Vec<u32>,
}

impl Ancestry {
    /// Whether a word is another or stands above it; the empty word covers everything (see [`super::covers`]).
    pub fn covers(&self, wider: u32, narrower: u32) -> bool {
        if wider == 0 || wider == narrower {
            return true;
        }
        let mut code = narrower;
        while code != 0 {
            code = self.parents.get(code as usize).copied().unwrap_or(0);
            if code == wider {
                return true;
            }
        }
        false
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::covers;

    #[test]
    fn codes_cover_as_the_words_do() {
        let words = [
            "",
            "user.contact.email",
            "user",
            "user.contacts",
            "user.contact",
            "a.b.c.d",
            "a.b",
            "x",
            "user.contact.email.work",
        ];
        let mut vocabulary = Vocabulary::default();
        let codes: Vec<u32> = words.iter().map(|word| vocabulary.code(word)).collect();
        let ancestry = vocabulary.ancestry();
        for (wider, &wider_code) in words.iter().zip(&codes) {
            for (narrower, &narrower_code) in words.iter().zip(&codes) {
                let expected = covers(wider, narrower);
                assert_eq!(ancestry.covers(wider_code, narrower_code), expected, "{wider} over {narrower}");
            }
        }
    }

    #[test]
    fn another_vocabulary_is_taken_in_word_by_word() {
        let (mut one, mut two) = (Vocabulary::default(), Vocabulary::default());
        one.code("a");
        let (b, a) = (two.code("b"), two.code("a"));
        let codes = one.absorb(&two);
        assert_eq!((one.word(codes[a as usize]), one.word(codes[b as usize]), codes[0]), ("a", "b", 0));
        assert_eq!(one.word(99), "");
    }
}
