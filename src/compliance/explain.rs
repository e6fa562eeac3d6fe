//! A judgement in plain English.

use super::reasons::{deviation_reason, deviation_remedy, fine_reason, gap_reason, gap_remedy};
use super::{Evidence, Judgement, Verdict};
use crate::domain::{DataUse, Outcome, PersonKey};
use jiff::{Timestamp, civil::Date};

/// A judgement as a person reads it, in whole sentences.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// What was done.
    pub what: String,
    /// Why it was judged so.
    pub why: String,
    /// What would have made it fine.
    pub would_have_been_fine: String,
}

/// Explains a judgement with the evidence that it was made from.
pub fn explain(evidence: &Evidence, data_use: &DataUse, judgement: &Judgement) -> Explanation {
    let (why, would_have_been_fine) = match judgement.verdict {
        Verdict::Fine => (fine_reason(evidence, judgement), "It was fine as it was done.".to_owned()),
        Verdict::Deviation(kind) => {
            let case = Deviating { evidence, data_use, judgement, kind };
            (deviation_reason(&case), deviation_remedy(&case))
        }
        Verdict::Gap(gap) => (gap_reason(evidence, data_use, judgement, gap), gap_remedy(gap)),
        Verdict::HeldBack => (
            "It was held back, so that no permission, terms or policy could be broken.".to_owned(),
            "It was fine: nothing was done with the data.".to_owned(),
        ),
    };
    Explanation { what: what(evidence, data_use), why, would_have_been_fine }
}

/// A deviating use with its judgement.
pub(super) struct Deviating<'a> {
    /// What it was judged by.
    pub evidence: &'a Evidence<'a>,
    /// The use.
    pub data_use: &'a DataUse,
    /// Its judgement.
    pub judgement: &'a Judgement,
    /// The kind of deviation.
    pub kind: crate::domain::DeviationKind,
}

/// What was done, or was to be done.
fn what(evidence: &Evidence, data_use: &DataUse) -> String {
    let verb = if data_use.outcome == Outcome::Done { "were used" } else { "were to be used" };
    let whose = data_use.person.map_or_else(|| "of an unidentified person".to_owned(), of_person);
    let detail =
        |words: &str, name: &str| if name.is_empty() { String::new() } else { format!("{words} {}", quoted(name)) };
    format!(
        "On {}, data {} {whose} {verb} for {}{}{}{}.",
        long_day(evidence.day(data_use.at)),
        quoted(&data_use.category),
        quoted(&data_use.purpose),
        detail(", over the channel", &data_use.channel),
        detail(", for the recipient", &data_use.recipient),
        detail(", in the campaign", &data_use.campaign)
    )
}

/// A person by the first digits of the pseudonym, as tables show it.
fn of_person(person: PersonKey) -> String {
    format!("of person {}", person.to_hex().chars().take(8).collect::<String>())
}

/// A name in quotation marks; an empty one as “(none)”.
pub(super) fn quoted(name: &str) -> String {
    if name.is_empty() { "“(none)”".to_owned() } else { format!("“{name}”") }
}

/// A day as `24 October 2026`.
pub(super) fn long_day(day: Date) -> String {
    day.strftime("%-d %B %Y").to_string()
}

/// The day of an instant as `24 October 2026`.
pub(super) fn long_day_of(evidence: &Evidence, at: Timestamp) -> String {
    long_day(evidence.day(at))
}

/// A number of days, with the noun in its number.
pub(super) fn days(count: u32) -> String {
    if count == 1 { "1 day".to_owned() } else { format!("{count} days") }
}

/// A number of contacts, with the noun in its number.
pub(super) fn contacts(count: u32) -> String {
    if count == 1 { "1 contact".to_owned() } else { format!("{count} contacts") }
}

/// Names in a row, as people say them.
pub(super) fn listed(names: &[String]) -> String {
    match names {
        [] => "nobody".to_owned(),
        [only] => quoted(only),
        [first @ .., last] => {
            let first: Vec<String> = first.iter().map(|name| quoted(name)).collect();
            format!("{} and {}", first.join(", "), quoted(last))
        }
    }
}
