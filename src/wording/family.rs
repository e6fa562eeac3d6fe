//! The families of findings: how serious, why they matter, where that is written, how to mend.

use serde::{Deserialize, Serialize};

/// What a finding is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Family {
    /// A yes without an act of its own.
    PreTicked,
    /// No way to say no.
    NoRefusal,
    /// Saying no, or taking a yes back, is harder than saying yes.
    RefusalHarder,
    /// Whoever refuses is belittled.
    Shaming,
    /// Two negations must be resolved to know what a yes means.
    DoubleNegative,
    /// One yes covers purposes that a person may want to answer apart.
    BundledPurposes,
    /// Something is withheld without a yes that is not needed for it, or a no costs money.
    Conditional,
    /// The part that decides is in another language.
    LanguageMixed,
    /// Two statements, or the text and the settings, contradict each other.
    ConflictingInformation,
    /// The text does not say what the data are used for.
    NoPurpose,
    /// The two labels are not of one kind or weight.
    UnequalLabels,
    /// The text does not say which data.
    NoCategory,
    /// A phrase that could cover anything.
    Vague,
    /// False urgency, or the crowd as a reason.
    Pressure,
    /// A no is met with a loss that does not follow from the missing data.
    ThreatOfLoss,
    /// A term of law or trade that is not explained.
    Jargon,
    /// Others get the data and are not named.
    ThirdPartiesUnnamed,
    /// The text does not say how a yes is taken back.
    NoWayOut,
    /// More than 120 words.
    TooLong,
    /// Guilt, pity, fear or flattery instead of a reason.
    EmotionalSteering,
    /// A no will be asked again.
    RepeatedPrompting,
}

/// How much a finding matters.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
pub enum Severity {
    /// The consent is likely invalid, or authorities fined it.
    Serious,
    /// It should be mended.
    Weakness,
}

/// What is said about a family: its name on screen, why it matters, where that is written, how to mend it.
struct Said {
    family: Family,
    key: &'static str,
    name: &'static str,
    pattern: Option<&'static str>,
    why: &'static str,
    source: &'static str,
    mend: &'static str,
}

impl Family {
    /// All families, the serious ones first.
    pub fn all() -> impl Iterator<Item = Self> {
        SAID.iter().map(|said| said.family)
    }

    /// How much it matters.
    pub fn severity(self) -> Severity {
        if self <= Self::NoPurpose { Severity::Serious } else { Severity::Weakness }
    }

    /// A stable name for files, such as `pre_ticked`.
    pub fn key(self) -> &'static str {
        self.said().key
    }

    /// A short name for people.
    pub fn name(self) -> &'static str {
        self.said().name
    }

    /// The deceptive pattern of EDPB Guidelines 03/2022, Annex I, that it belongs to; `None` if it belongs to none.
    pub fn deceptive_pattern(self) -> Option<&'static str> {
        self.said().pattern
    }

    /// Why it matters, in one sentence.
    pub fn why(self) -> &'static str {
        self.said().why
    }

    /// Where that is written.
    pub fn source(self) -> &'static str {
        self.said().source
    }

    /// How to mend it, in one sentence.
    pub fn mend(self) -> &'static str {
        self.said().mend
    }

    fn said(self) -> &'static Said {
        SAID.iter().find(|said| said.family == self).unwrap_or(&SAID[0])
    }
}

// Paragraph numbers stand only where a published source that cites or quotes the guidelines confirms them.
const SAID: [Said; 21] = [
    Said {
        family: Family::PreTicked,
        key: "pre_ticked",
        name: "Yes without an act",
        pattern: Some("Skipping: deceptive snugness"),
        why: "A yes that needs no act, such as a box ticked beforehand or silence, is no consent.",
        source: "EDPB Guidelines 05/2020, paragraphs 79 and 86; CJEU C-673/17 (Planet49)",
        mend: "Start with nothing chosen and let the person tick, switch or press to say yes.",
    },
    Said {
        family: Family::NoRefusal,
        key: "no_refusal",
        name: "No way to refuse",
        pattern: None,
        why: "Someone who cannot say no has no real choice, so a yes counts for nothing.",
        source: "EDPB Guidelines 05/2020, paragraph 13; cookie banner taskforce report (2023), paragraph 8",
        mend: "Put a plain no, such as “No thanks”, beside the yes.",
    },
    Said {
        family: Family::RefusalHarder,
        key: "refusal_harder",
        name: "Refusing is harder",
        pattern: Some("Obstructing: longer than necessary"),
        why: "Refusing or withdrawing must be as easy as agreeing.",
        source: "EDPB Guidelines 05/2020, paragraphs 113 and 114; Guidelines 03/2022, paragraphs 49, 115 and 116",
        mend: "Offer the no on the same screen with one press, and let people take a yes back the way they gave it.",
    },
    Said {
        family: Family::Shaming,
        key: "shaming",
        name: "Shames a no",
        pattern: Some("Stirring: emotional steering"),
        why: "Making a no look foolish or heartless pushes people instead of informing them.",
        source: "EDPB Guidelines 03/2022, paragraphs 43 to 48; FTC, Bringing Dark Patterns to Light (2022)",
        mend: "Say the no neutrally, for example “No thanks” or “Don't send”.",
    },
    Said {
        family: Family::DoubleNegative,
        key: "double_negative",
        name: "Double negative",
        pattern: Some("Left in the dark: ambiguous wording"),
        why: "Two negations leave people unsure what their answer does.",
        source: "EDPB Guidelines 03/2022, paragraphs 41, 42, 73 and 74; GDPR 7(2)",
        mend: "Ask for a yes in positive words: “Yes, e-mail me” against “No e-mails”.",
    },
    Said {
        family: Family::BundledPurposes,
        key: "bundled_purposes",
        name: "Purposes bundled",
        pattern: None,
        why: "One yes for several purposes takes away the choice between them.",
        source: "EDPB Guidelines 05/2020, paragraphs 42 to 45, 57 and 60; GDPR 7(2)",
        mend: "Give each purpose its own choice on the same screen, or ask for one purpose only.",
    },
    Said {
        family: Family::Conditional,
        key: "conditional",
        name: "Tied to a yes",
        pattern: None,
        why: "A yes is not free if something is withheld, or costs money, that does not need the data.",
        source: "EDPB Guidelines 05/2020, paragraphs 38 to 41; GDPR 7(4)",
        mend: "Give the service to those who say no as well, and offer the data use as an extra.",
    },
    Said {
        family: Family::LanguageMixed,
        key: "language_mixed",
        name: "Language changes",
        pattern: Some("Fickle: language discontinuity"),
        why: "People cannot agree to what stands in a language they did not choose.",
        source: "EDPB Guidelines 03/2022, paragraphs 75 to 77, 132 and 147",
        mend: "Write the text and both labels in the language of the page.",
    },
    Said {
        family: Family::ConflictingInformation,
        key: "conflicting_information",
        name: "Contradicts itself",
        pattern: Some("Left in the dark: conflicting information"),
        why: "Statements that contradict each other leave people guessing what they agree to.",
        source: "EDPB Guidelines 03/2022, paragraphs 69, 91, 101, 102 and 129",
        mend: "Keep the statement that is true and strike the other.",
    },
    Said {
        family: Family::NoPurpose,
        key: "no_purpose",
        name: "No purpose named",
        pattern: None,
        why: "Nobody can agree to a use that the text does not name.",
        source: "EDPB Guidelines 05/2020, paragraph 64; GDPR 6(1)(a)",
        mend: "Say in one clause what the data will be used for, such as “to suggest books”.",
    },
    Said {
        family: Family::UnequalLabels,
        key: "unequal_labels",
        name: "Labels unequal",
        pattern: Some("Stirring: hidden in plain sight"),
        why: "A yes against something weaker than a no steers the choice.",
        source: "EDPB Guidelines 03/2022, paragraphs 50 to 53, 56, 57, 137 and 138",
        mend: "Set a plain yes against a plain no, in the same size, colour and letters.",
    },
    Said {
        family: Family::NoCategory,
        key: "no_category",
        name: "No data named",
        pattern: None,
        why: "People need to know which data they allow to be used.",
        source: "EDPB Guidelines 05/2020, paragraph 64",
        mend: "Name the data in everyday words, such as “your e-mail address” or “which pages you open”.",
    },
    Said {
        family: Family::Vague,
        key: "vague",
        name: "Vague phrase",
        pattern: Some("Left in the dark: ambiguous wording"),
        why: "A phrase that could cover anything tells people nothing.",
        source: "EDPB Guidelines 03/2022, paragraphs 73 and 74",
        mend: "Say what exactly will be done, with which data.",
    },
    Said {
        family: Family::Pressure,
        key: "pressure",
        name: "Pressure",
        pattern: Some("Stirring: emotional steering"),
        why: "A clock, scarcity or a crowd hurries people instead of giving them a reason.",
        source: "EDPB Guidelines 03/2022, paragraphs 43 to 48; FTC, Bringing Dark Patterns to Light (2022)",
        mend: "Take out the hurry and the crowd; keep a date only if it is real and say why.",
    },
    Said {
        family: Family::ThreatOfLoss,
        key: "threat_of_loss",
        name: "Threat of loss",
        pattern: None,
        why: "A no must not bring a loss that does not follow from the missing data.",
        source: "EDPB Guidelines 05/2020, paragraphs 46 to 48; GDPR recital 42",
        mend: "Say plainly what stays the same after a no, and only what truly cannot work without the data.",
    },
    Said {
        family: Family::Jargon,
        key: "jargon",
        name: "Jargon",
        pattern: Some("Left in the dark: ambiguous wording"),
        why: "Terms of law or trade are not understood by those who are asked.",
        source: "EDPB Guidelines 03/2022, paragraphs 73 and 74; GDPR 12(1)",
        mend: "Use an everyday word, or explain the term in the same sentence.",
    },
    Said {
        family: Family::ThirdPartiesUnnamed,
        key: "third_parties_unnamed",
        name: "Recipients unnamed",
        pattern: None,
        why: "People must be told who else gets their data.",
        source: "EDPB Guidelines 05/2020, paragraph 65",
        mend: "Name each recipient, or do without them.",
    },
    Said {
        family: Family::NoWayOut,
        key: "no_way_out",
        name: "No way out named",
        pattern: None,
        why: "People must hear before they agree that they can take a yes back, and how.",
        source: "EDPB Guidelines 05/2020, paragraph 64; GDPR 7(3)",
        mend: "Add one short sentence, such as “Switch it off under Settings”.",
    },
    Said {
        family: Family::TooLong,
        key: "too_long",
        name: "Too long",
        pattern: None,
        why: "A long text is not read, so people do not know what they agree to.",
        source: "EDPB Guidelines 05/2020, paragraphs 71 and 72; GDPR 12(1)",
        mend: "Keep what decides within 120 words and link to the rest.",
    },
    Said {
        family: Family::EmotionalSteering,
        key: "emotional_steering",
        name: "Plays on feelings",
        pattern: Some("Stirring: emotional steering"),
        why: "Guilt, pity, fear or flattery push people instead of giving them a reason.",
        source: "EDPB Guidelines 03/2022, paragraphs 43 to 48",
        mend: "Say soberly what the data are for and what people get from it.",
    },
    Said {
        family: Family::RepeatedPrompting,
        key: "repeated_prompting",
        name: "Asks again after a no",
        pattern: Some("Overloading: continuous prompting"),
        why: "Asking again after a no wears people down until they give in.",
        source: "EDPB Guidelines 03/2022, paragraphs 32 to 40, 119 and 120",
        mend: "Let a no stand, and say where people find the choice if they change their mind.",
    },
];

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_family_is_spoken_for_once() {
        for (index, said) in SAID.iter().enumerate() {
            assert_eq!(said.family as usize, index);
            assert_eq!(said.family.key(), said.key);
            let written = serde_json::to_string(&said.family).unwrap();
            assert_eq!(written, format!("\"{}\"", said.key));
        }
    }
}
