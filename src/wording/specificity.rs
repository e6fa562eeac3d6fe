//! How specific a request is: whether what the settings hold is named in words that people understand.

use super::checks::clarity::vague_hits;
use super::checks::content::{categories, handled, is_named, purposes};
use super::language::Language;
use super::prompt::{Prompt, Span};
use super::reading::{Hit, Reading};
use crate::domain::covers;
use serde::Serialize;

/// Picking a company's own offers for a person: "we pick offers for you" says it as the taxonomy's personalisation does.
const OWN_OFFERS: &str = "marketing.advertising.first_party";

/// What of the terms is, or is not, named in the text.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Naming {
    /// Which kind of term.
    pub kind: NamingKind,
    /// The taxonomy's name, or the recipient's; empty if the terms hold none of the kind.
    pub name: String,
    /// Whether the text names it.
    pub is_named: bool,
    /// The words that name it; empty for a recipient.
    pub spans: Vec<Span>,
}

/// Which kind of term a request may name.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum NamingKind {
    /// What the data are used for.
    Purpose,
    /// Which data.
    Category,
    /// Who gets them.
    Recipient,
}

/// How specific a request is, with its reasons.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Specificity {
    /// From 0 (nothing named) to 1 (every purpose, category and recipient named, no phrase that could cover anything).
    pub score: f64,
    /// What is named and what is not.
    pub namings: Vec<Naming>,
    /// Phrases that could cover anything; they take a quarter off the score.
    pub vague: Vec<Span>,
}

/// How specific a prompt is; `None` if its language is not read. The score is the mean over the kinds of terms (purposes,
/// categories, and recipients if there are any) of the share that is named, times 0.75 if a vague phrase is there.
pub fn specificity(prompt: Prompt<'_>) -> Option<Specificity> {
    let reading = Reading::new(prompt, Language::of_prompt(prompt))?;
    let purposes = namings(&reading, NamingKind::Purpose, &prompt.terms.purposes, &purposes(&reading), &[]);
    let others = handled(&reading);
    let categories = namings(&reading, NamingKind::Category, &prompt.terms.categories, &categories(&reading), &others);
    let recipients: Vec<Naming> = prompt.terms.recipients.iter().map(|name| recipient(&reading, name)).collect();
    let vague = reading.spans(&vague_hits(&reading));
    let kinds = [purposes, categories, recipients];
    let shares: Vec<f64> = kinds.iter().filter(|kind| !kind.is_empty()).map(|kind| share_named(kind)).collect();
    let mean = shares.iter().sum::<f64>() / shares.len().max(1) as f64;
    let score = if vague.is_empty() { mean } else { 0.75 * mean };
    Some(Specificity { score, namings: kinds.into_iter().flatten().collect(), vague })
}

fn share_named(namings: &[Naming]) -> f64 {
    namings.iter().filter(|naming| naming.is_named).count() as f64 / namings.len().max(1) as f64
}

fn recipient(reading: &Reading<'_>, name: &str) -> Naming {
    let is_named = is_named(reading, name);
    Naming { kind: NamingKind::Recipient, name: name.to_owned(), is_named, spans: Vec::new() }
}

fn namings(
    reading: &Reading<'_>,
    kind: NamingKind,
    terms: &[String],
    said: &[(&'static str, Vec<Hit>)],
    unsorted: &[Hit],
) -> Vec<Naming> {
    let meant = |name: &str| {
        let fits = |known: &&str| {
            covers(known, name)
                || covers(name, known)
                || (kind == NamingKind::Category && *known == "structure")
                || (kind == NamingKind::Purpose && *known == "personalize.content" && covers(OWN_OFFERS, name))
        };
        let hits: Vec<Hit> = said.iter().filter(|(known, _)| fits(known)).flat_map(|(_, hits)| hits.clone()).collect();
        if hits.is_empty() { unsorted.to_vec() } else { hits }
    };
    let naming = |name: &str| {
        let spans = reading.spans(&meant(name));
        Naming { kind, name: name.to_owned(), is_named: !spans.is_empty(), spans }
    };
    if terms.is_empty() { vec![naming("")] } else { terms.iter().map(|name| naming(name.trim())).collect() }
}
