//! What wordings can differ by: traits coded by the program, what is offered, and phrases that are found by themselves.

use super::TriedWording;
use crate::domain::{Terms, Wording};
use crate::wording::{self, Language, Prompt, Trait, TraitKind};

/// What kind of thing a factor is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize)]
pub enum FactorKind {
    /// A trait that is there or not.
    Present,
    /// A trait with a quantity.
    Amount,
    /// An offer made in return.
    Offer,
    /// Words that stand in the wording.
    Phrase,
}

/// Something that wordings can differ by.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Factor {
    /// A stable name for files, such as `second_person`.
    pub key: String,
    /// What people call it.
    pub label: String,
    /// What kind of thing it is.
    pub kind: FactorKind,
}

impl Factor {
    /// Whether a person can code it otherwise.
    pub fn can_be_corrected(&self) -> bool {
        matches!(self.kind, FactorKind::Present | FactorKind::Amount)
    }

    /// What the law says of it, whatever it brings; empty if nothing.
    pub fn duty(&self) -> &'static str {
        let known = DUTIES.iter().find(|known| known.0 == self.key);
        known.map_or("", |known| known.2)
    }

    /// Whether nobody should be advised to try more of it.
    pub fn must_not_be_tried(&self) -> bool {
        DUTIES.iter().any(|known| known.0 == self.key && known.1)
    }
}

/// Traits about which the law has a say: the name, whether wordings must do without it, and why.
const DUTIES: &[(&str, bool, &str)] = &[
    ("ticked_beforehand", true, "A yes that was ticked beforehand is no consent (CJEU C-673/17), whatever it brings."),
    ("pressure", true, "It steers people (EDPB Guidelines 03/2022): what it brings is no reason to use it."),
    ("emotion", true, "It steers people (EDPB Guidelines 03/2022): what it brings is no reason to use it."),
    ("jargon", true, "A request must be in clear and plain language (GDPR 7(2)), whatever jargon brings."),
    (
        "service_depends_on_it",
        true,
        "A yes that the service depends on may not be freely given (GDPR 7(4)), whatever it brings.",
    ),
    ("way_out_named", false, "How to leave must be said before anyone says yes (GDPR 7(3)), whatever that costs."),
    ("specificity", false, "Consent must be specific (GDPR 4(11)), whatever that costs."),
    ("equal_labels", false, "No must be as easy as yes (EDPB Guidelines 05/2020), whatever that costs."),
    ("third_party_named", false, "Who gets the data must be named (GDPR 13(1)(e)), whatever that costs."),
    ("separate_choices", false, "Each purpose needs a choice of its own (GDPR recital 43), whatever that costs."),
];

/// All traits that the program codes, in the order of [`coded`].
pub(super) fn coded_factors() -> Vec<Factor> {
    let (wording, terms) = (Wording::default(), Terms::default());
    let known = prompt_traits(Prompt { wording: &wording, terms: &terms }, Language::English);
    known.iter().map(factor).collect()
}

fn factor(known: &Trait) -> Factor {
    let kind = match known.kind {
        TraitKind::Present => FactorKind::Present,
        TraitKind::Amount => FactorKind::Amount,
    };
    Factor { key: known.name.to_owned(), label: known.label.to_owned(), kind }
}

/// The values of a wording that the program codes, without a person's corrections.
pub(super) fn coded(wording: &Wording, terms: &Terms) -> Vec<Trait> {
    let prompt = Prompt { wording, terms };
    prompt_traits(prompt, Language::of_prompt(prompt))
}

fn prompt_traits(prompt: Prompt<'_>, language: Language) -> Vec<Trait> {
    let is = |name, label, holds: bool| Trait {
        name,
        label,
        kind: TraitKind::Present,
        value: if holds { 1.0 } else { 0.0 },
    };
    let mut traits = wording::traits(prompt, language);
    traits.push(is("service_depends_on_it", "Service depends on a yes", prompt.terms.service_depends_on_it));
    traits.push(is("separate_choices", "A choice for each purpose", prompt.wording.separate_choices));
    traits
}

/// The values of a wording for `factors`: as coded, or as a person said.
pub(super) fn values_of(tried: &TriedWording, factors: &[Factor]) -> Vec<f64> {
    let coded = coded(&tried.variant.wording, &tried.variant.terms);
    let value = |factor: &Factor| {
        let corrected = tried.variant.trait_corrections.get(&factor.key).filter(|value| value.is_finite());
        corrected.copied().or_else(|| value_of(&coded, &factor.key)).unwrap_or(0.0)
    };
    factors.iter().map(value).collect()
}

/// The values of a plain text for `factors`; 0 for those that only a whole request has.
pub(super) fn values_of_text(text: &str, language: Language, factors: &[Factor]) -> Vec<f64> {
    let coded = wording::text_traits(text, language);
    factors.iter().map(|factor| value_of(&coded, &factor.key).unwrap_or(0.0)).collect()
}

fn value_of(coded: &[Trait], key: &str) -> Option<f64> {
    coded.iter().find(|known| known.name == key).map(|known| known.value)
}

/// Everything that a person reads in a request but its labels, and the offer.
pub(super) fn text_of(wording: &Wording) -> String {
    let parts = [&wording.headline, &wording.body, &wording.way_out];
    parts.into_iter().map(|part| part.trim()).filter(|part| !part.is_empty()).collect::<Vec<_>>().join("\n")
}
