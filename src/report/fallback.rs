//! Letters that the report's own fonts lack, such as Arabic, Hindi or Chinese, from the fonts of this computer.

use super::letters::{face, is_own};
use fontique::{Collection, CollectionOptions, SourceCache};
use std::collections::{BTreeSet, HashMap};
use std::sync::{LazyLock, Mutex, PoisonError};
use typst::foundations::Bytes;
use typst::text::{Font, FontInstance};

/// Stands for a character that no font has.
const UNDRAWABLE: char = '□';

/// What a text needs beside the own fonts.
#[derive(Default)]
pub(super) struct Letters {
    /// Fonts of this computer, each once.
    pub(super) fonts: Vec<Font>,
    /// Characters that no font of this computer has.
    pub(super) missing: BTreeSet<char>,
}

impl Letters {
    /// What a text needs. Fonts of the computer are looked at only where the own fonts lack something.
    pub(super) fn of(text: &str) -> Self {
        let wanted: BTreeSet<char> = text.chars().filter(|c| !c.is_control() && !is_own(*c)).collect();
        if wanted.is_empty() {
            return Self::default();
        }
        let mut computer = COMPUTER.lock().unwrap_or_else(PoisonError::into_inner);
        gathered(&wanted, |c| computer.font_with(c))
    }

    /// A text with an empty square for each character that no font has.
    pub(super) fn with_squares(&self, text: String) -> String {
        if self.missing.is_empty() {
            return text;
        }
        text.chars().map(|c| if self.missing.contains(&c) { UNDRAWABLE } else { c }).collect()
    }

    /// That characters are missing, in a sentence; empty if none is.
    pub(super) fn missing_in_words(&self) -> String {
        const NAMED: usize = 12;
        if self.missing.is_empty() {
            return String::new();
        }
        let names: Vec<String> = self.missing.iter().take(NAMED).map(|c| format!("U+{:04X}", u32::from(*c))).collect();
        let more = if self.missing.len() > NAMED { " and others" } else { "" };
        format!(
            "No font on this computer has the characters {}{more}; each is shown as {UNDRAWABLE}. The report as a web page holds them.",
            names.join(", ")
        )
    }
}

fn gathered(wanted: &BTreeSet<char>, mut font_with: impl FnMut(char) -> Option<Font>) -> Letters {
    let mut letters = Letters::default();
    for c in wanted {
        match font_with(*c) {
            Some(font) if letters.fonts.contains(&font) => {}
            Some(font) => letters.fonts.push(font),
            None => {
                letters.missing.insert(*c);
            }
        }
    }
    letters
}

static COMPUTER: LazyLock<Mutex<Computer>> = LazyLock::new(|| Mutex::new(Computer::looked_over()));

/// The fonts of this computer, as far as they were looked into.
struct Computer {
    collection: Collection,
    files: SourceCache,
    /// Its families, those that suit the report's own letters first.
    families: Vec<String>,
    fonts: HashMap<String, Option<FontInstance>>,
    known: HashMap<char, Option<Font>>,
}

impl Computer {
    fn looked_over() -> Self {
        let mut collection = Collection::new(CollectionOptions { system_fonts: true, ..CollectionOptions::default() });
        // Hidden fonts, and those that draw a frame for everything, help nobody.
        let helps =
            |name: &&str| !name.starts_with('.') && !name.to_lowercase().replace(' ', "").contains("lastresort");
        let mut families: Vec<String> = collection.family_names().filter(helps).map(str::to_owned).collect();
        families.sort_by_key(|name| (rank(name), name.clone()));
        Self { collection, files: SourceCache::default(), families, fonts: HashMap::new(), known: HashMap::new() }
    }

    /// The first font that draws a character and of which a part may be embedded.
    fn font_with(&mut self, c: char) -> Option<Font> {
        if let Some(known) = self.known.get(&c) {
            return known.clone();
        }
        let found = (0..self.families.len()).find_map(|place| {
            let name = self.families.get(place)?.clone();
            let font = self.font(&name)?;
            font.ttf().glyph_index(c).map(|_| font.font().clone())
        });
        self.known.insert(c, found.clone());
        found
    }

    fn font(&mut self, family: &str) -> Option<FontInstance> {
        if let Some(known) = self.fonts.get(family) {
            return known.clone();
        }
        let found = self.collection.family_by_name(family).and_then(|family| {
            let info = family.default_font()?.clone();
            let font = Font::new(Bytes::new(info.load(Some(&mut self.files))?), info.index())?;
            let face = face(&font);
            face.ttf().is_subsetting_allowed().then_some(face)
        });
        self.fonts.insert(family.to_owned(), found.clone());
        found
    }
}

/// How well a family suits letters without serifs; less is better.
fn rank(family: &str) -> u8 {
    let name = family.to_lowercase();
    match () {
        () if name.contains("mono") || name.contains("condensed") => 3,
        () if name.starts_with("noto sans") => 0,
        () if name.contains("sans") || name.contains(" ui") || name.contains("gothic") => 1,
        () => 2,
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::report::letters::fonts;

    #[test]
    fn fonts_come_once_and_what_none_has_is_said() {
        let wanted = BTreeSet::from(['م', 'ر', '語']);
        let letters = gathered(&wanted, |c| (c != '語').then(|| fonts()[0].clone()));
        assert_eq!((letters.fonts.len(), letters.missing.clone()), (1, BTreeSet::from(['語'])));
        assert_eq!(letters.with_squares("م語".into()), "م□");
        assert!(letters.missing_in_words().contains("U+8A9E"));
    }

    #[test]
    fn the_own_fonts_draw_latin_greek_and_cyrillic() {
        let letters = Letters::of("Ångström – ≥ 3 € Ελληνικά Русский Łódź");
        assert!(letters.fonts.is_empty() && letters.missing.is_empty() && letters.missing_in_words().is_empty());
    }

    #[test]
    fn a_character_that_is_none_is_missing_everywhere() {
        let letters = Letters::of("a\u{10FFFE}");
        assert_eq!(letters.missing, BTreeSet::from(['\u{10FFFE}']));
    }

    #[test]
    fn fonts_that_suit_come_first() {
        let mut families = ["Zapf", "DejaVu Sans Mono", "DejaVu Sans", "Noto Sans Arabic"];
        families.sort_by_key(|name| rank(name));
        assert_eq!(families, ["Noto Sans Arabic", "DejaVu Sans", "Zapf", "DejaVu Sans Mono"]);
    }
}
