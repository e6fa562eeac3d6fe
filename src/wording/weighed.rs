//! Which of the five things people weigh before they say yes a wording speaks to.

use super::language::Language;
use super::prompt::{Prompt, Span};
use super::reading::{Reading, TEXT};
use serde::{Deserialize, Serialize};

/// What people weigh before they say yes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Weighed {
    /// The data are safe with the company.
    Safeguarded,
    /// The data are not sold, rented or passed on.
    NotSold,
    /// What the person prefers is honoured.
    PreferencesHonoured,
    /// What the person gets from it is plain.
    ValueObvious,
    /// The company has kept its word over time.
    ProvenOverTime,
}

impl Weighed {
    /// All five, in the order of [`weighed`].
    pub const ALL: [Self; 5] =
        [Self::Safeguarded, Self::NotSold, Self::PreferencesHonoured, Self::ValueObvious, Self::ProvenOverTime];

    /// A short name for people.
    pub fn name(self) -> &'static str {
        match self {
            Self::Safeguarded => "Safeguarded",
            Self::NotSold => "Not sold or rented",
            Self::PreferencesHonoured => "Preferences honoured",
            Self::ValueObvious => "Value obvious",
            Self::ProvenOverTime => "Proven over time",
        }
    }
}

/// Where a wording speaks to each of the five; no words if it does not, or if its language is not read.
pub fn weighed(prompt: Prompt<'_>) -> [(Weighed, Vec<Span>); 5] {
    let reading = Reading::new(prompt, Language::of_prompt(prompt));
    let mut index = 0;
    Weighed::ALL.map(|weighed| {
        let spans = reading.as_ref().map(|reading| reading.spans(&reading.hits(reading.lexicon.weighing[index], TEXT)));
        index += 1;
        (weighed, spans.unwrap_or_default())
    })
}
