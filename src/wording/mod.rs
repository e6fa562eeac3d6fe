//! What a prompt's words are: deceptive patterns, readability, specificity, traits, phrases, differences.
//!
//! Everything here reads text and settings only and gives the same answer every time. English and German are read; of
//! other languages the settings are judged. The lexicons are small patterns over words (see `pattern`), so that a check
//! is a list of phrases and a rule, not a formula.

mod canonical;
mod check;
mod checks;
mod difference;
mod family;
mod language;
mod learned;
mod lexicon;
mod pattern;
mod phrases;
mod prompt;
mod readability;
mod reading;
mod specificity;
mod syllables;
mod traits;
mod weighed;
mod words;

#[cfg(test)]
mod tests;

pub use canonical::canonical;
pub use check::{Finding, check, fairness, is_fair, is_read};
pub use checks::clarity::LONGEST_WORDS;
pub use difference::{Piece, difference};
pub use family::{Family, Severity};
pub use language::Language;
pub use phrases::{Phrase, phrases};
pub use prompt::{Part, Prompt, Span};
pub use readability::{Readability, WORDS_PER_MINUTE, readability};
pub use specificity::{Naming, NamingKind, Specificity, specificity};
pub use syllables::syllables;
pub use traits::{Trait, TraitKind, text_traits, traits};
pub use weighed::{Weighed, weighed};
