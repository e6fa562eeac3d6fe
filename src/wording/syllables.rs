//! How many syllables a word has, by rules of spelling for each language.

use super::language::Language;

/// The syllables of a word, at least 1; a word of another language is counted by its groups of vowels, a number by its
/// digits.
pub fn syllables(word: &str, language: Language) -> usize {
    let word: String = word.chars().filter(|letter| letter.is_alphanumeric()).flat_map(char::to_lowercase).collect();
    if word.starts_with(|first: char| first.is_ascii_digit()) {
        return word.chars().count();
    }
    let count = match language {
        Language::English => english(&word),
        Language::German => german(&word),
        Language::Other => groups(&word),
    };
    count.max(1)
}

fn is_vowel(letter: char) -> bool {
    matches!(letter, 'a' | 'e' | 'i' | 'o' | 'u' | 'y' | 'ä' | 'ö' | 'ü' | 'é' | 'è' | 'ê' | 'á' | 'à' | 'ï')
}

fn groups(word: &str) -> usize {
    let vowels: Vec<bool> = word.chars().map(is_vowel).collect();
    usize::from(vowels.first() == Some(&true)) + vowels.windows(2).filter(|pair| !pair[0] && pair[1]).count()
}

/// Groups of vowels, less the silent endings, plus the vowels that are spoken apart.
fn english(word: &str) -> usize {
    if let Some((_, count)) = ENGLISH_EXCEPTIONS.iter().find(|(known, _)| *known == word) {
        return *count;
    }
    let silent =
        usize::from(ends_silently(word)) + ENGLISH_SILENT.iter().filter(|letters| word.contains(**letters)).count();
    let apart = ENGLISH_APART.iter().map(|letters| word.matches(letters).count()).sum::<usize>() + soft_pairs(word);
    let endings = usize::from(ENGLISH_ENDINGS_APART.iter().any(|ending| word.ends_with(ending)));
    (groups(word) + apart + endings).saturating_sub(silent)
}

fn ends_silently(word: &str) -> bool {
    let before = |count: usize| word.chars().rev().nth(count);
    let consonant = |letter: Option<char>| letter.is_some_and(|letter| !is_vowel(letter));
    if word.ends_with("es") {
        let spoken = ["ses", "zes", "ces", "ges", "xes", "shes", "ches"].iter().any(|ending| word.ends_with(ending));
        let after_l = word.ends_with("les") && consonant(before(3));
        return !spoken && !after_l && consonant(before(2)) && groups(word) > 1;
    }
    if word.ends_with("ed") {
        return !matches!(before(2), Some('t' | 'd'))
            && consonant(before(2))
            && groups(word) > 1
            && !word.ends_with("bled");
    }
    word.ends_with('e') && consonant(before(1)) && !(word.ends_with("le") && consonant(before(2))) && groups(word) > 1
}

/// How often an `i` is spoken apart from the vowel after it: not where it only softens the consonant before it.
fn soft_pairs(word: &str) -> usize {
    let letters: Vec<char> = word.chars().collect();
    let spoken = |window: &&[char]| match window {
        [before, 'i', 'o' | 'a' | 'u'] => !matches!(before, 't' | 's' | 'c' | 'g' | 'x' | 'a' | 'o' | 'e'),
        _ => false,
    };
    letters.windows(3).filter(spoken).count()
}

/// An `e` in the middle of a word that is not spoken.
const ENGLISH_SILENT: [&str; 12] = [
    "ement",
    "eful",
    "eless",
    "ely",
    "something",
    "sometimes",
    "eness",
    "evening",
    "someone",
    "homep",
    "every",
    "forec",
];

/// Vowels next to each other that are spoken apart.
const ENGLISH_APART: [&str; 20] = [
    "iet", "dience", "rience", "science", "uou", "creat", "react", "being", "oing", "area", "idea", "yi", "ual", "uat",
    "yone", "video", "oyer", "ayer", "oyee", "museum",
];

const ENGLISH_ENDINGS_APART: [&str; 3] = ["ism", "n't", "thm"];

const ENGLISH_EXCEPTIONS: [(&str, usize); 4] = [("the", 1), ("recipe", 3), ("people", 2), ("business", 2)];

/// Groups of vowels, where two vowels that are no diphthong are spoken apart.
fn german(word: &str) -> usize {
    let letters: Vec<char> = word.chars().collect();
    let mut count = 0;
    let mut index = 0;
    while index < letters.len() {
        if !is_vowel(letters[index]) {
            index += 1;
            continue;
        }
        count += 1;
        let rest: String = letters[index..].iter().take(3).collect();
        let long = GERMAN_DIPHTHONGS.iter().find(|sound| rest.starts_with(**sound));
        index += long.map_or(1, |sound| sound.chars().count());
    }
    count
}

const GERMAN_DIPHTHONGS: [&str; 13] = ["ei", "ai", "au", "äu", "eu", "ie", "aa", "ee", "oo", "ey", "ay", "oy", "ui"];
