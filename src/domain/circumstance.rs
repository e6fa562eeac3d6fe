//! Why a deviation happened.

use serde::{Deserialize, Serialize};

macro_rules! circumstances {
    ($($name:ident, $label:literal, $doc:literal;)*) => {
        /// The circumstance behind a deviation (VERIS; the last five are our own).
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum Circumstance { $(#[doc = $doc] $name,)* }

        impl Circumstance {
            /// All circumstances, in the order in which they are offered.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name as logs and exports write it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// The name as people read it.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }
        }
    };
}

circumstances! {
    Carelessness, "Carelessness", "Somebody did not take care.";
    InadequatePersonnel, "Too few or untrained people", "Too few people, or not trained for it.";
    InadequateProcesses, "No adequate process", "The process was missing or not good enough.";
    InadequateTechnology, "Inadequate technology", "The technology was not up to it.";
    RandomError, "Random error", "A random error.";
    Misconfiguration, "Misconfiguration", "A system was set up wrongly.";
    Misdelivery, "Misdelivery", "Data went to the wrong person.";
    PublishingError, "Publishing error", "Data were published by mistake.";
    DataEntryError, "Data entry error", "Data were entered wrongly.";
    UnapprovedWorkaround, "Unapproved workaround", "A way round the rules that nobody approved.";
    Convenience, "Convenience", "It was more convenient.";
    CampaignDeadline, "Campaign deadline", "A campaign was in a hurry.";
    VendorChange, "Vendor change", "A vendor was changed.";
    AmbiguousPolicy, "Ambiguous policy", "The policy could be read in two ways.";
    LegalDemand, "Legal demand", "A law or an authority demanded it.";
    NewUseIdea, "New idea for a use", "Somebody had a new idea for the data.";
}

impl Circumstance {
    /// The circumstance from a log's word: its name or label, in any case and spacing.
    pub fn parse(word: &str) -> Option<Self> {
        let plain =
            |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
        let word = plain(word);
        Self::ALL.iter().copied().find(|known| plain(known.name()) == word || plain(known.label()) == word)
    }
}
