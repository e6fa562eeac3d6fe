//! The ledger: who permits what at a moment, one person's history, and what is about to end.

use super::calendar::date;
use super::ends::{Ends, day_number};
use super::history::{Entry, strictness};
use super::summary::Held;
use super::{Evidence, Rulebook};
use crate::domain::{PermissionChange, PersonKey, Scope, covers};
use jiff::{Timestamp, civil::Date};

/// One line of a person's history.
#[derive(Debug, Clone, PartialEq)]
pub struct LedgerLine {
    /// Which change it is, as an index into the records' changes.
    pub index: usize,
    /// The change: when, for what, in which state, and how it came.
    pub change: PermissionChange,
    /// The version of the policy that was in force, as an index into its versions.
    pub policy_version: Option<usize>,
    /// The last day on which a permission holds if nothing else happens; `None` if nothing ends it by itself, or it is none.
    pub last_day: Option<Date>,
}

/// One permission that is about to end by itself.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Expiring {
    /// The last day on which it holds.
    pub last_day: Date,
    /// Whose.
    pub person: PersonKey,
    /// For what.
    pub purpose: String,
    /// With which data; empty for all.
    pub category: String,
    /// Over which channel; empty for all.
    pub channel: String,
    /// On which topic; empty for all.
    pub topic: String,
}

/// One person's changes, earliest first; of changes at the same instant the less permissive stands last. What ends by itself does so as the
/// rules and terms at the given moment say.
pub fn history(evidence: &Evidence, rulebook: &Rulebook, person: PersonKey, at: Timestamp) -> Vec<LedgerLine> {
    let ends = Ends::new(evidence, rulebook, at);
    let line = |entry: &Entry| {
        let index = entry.change as usize;
        let change = evidence.records().change(index)?;
        let policy_version = rulebook.policy.in_force(date(entry.day));
        Some(LedgerLine { index, change, policy_version, last_day: ends.end(entry).map(|end| date(end - 1)) })
    };
    evidence.histories.of(evidence.place_of(person)).iter().filter_map(line).collect()
}

/// The permissions that stand at a moment and end by themselves within some days from then, soonest first.
pub fn expiring(evidence: &Evidence, rulebook: &Rulebook, at: Timestamp, within_days: u32) -> Vec<Expiring> {
    let today = day_number(evidence, at);
    let horizon = i64::from(today) + i64::from(within_days);
    let words = &evidence.records().words;
    let mut found = Vec::new();
    each_holding(evidence, rulebook, at, |person, held| {
        for one in held {
            let Some(end) = one.end.filter(|&end| end > today && i64::from(end) - 1 <= horizon) else { continue };
            let scope = scope_of(evidence, one);
            found.push(Expiring {
                last_day: date(end - 1),
                person,
                purpose: words.word(scope.purpose).to_owned(),
                category: words.word(scope.category).to_owned(),
                channel: words.word(scope.channel).to_owned(),
                topic: words.word(scope.topic).to_owned(),
            });
        }
    });
    found.sort();
    found
}

/// The people whose permission for a purpose and category stands at a moment: their last answer that covers both is a valid one, for at
/// least some channel and topic.
pub fn people_permitting(
    evidence: &Evidence,
    rulebook: &Rulebook,
    at: Timestamp,
    purpose: &str,
    category: &str,
) -> Vec<PersonKey> {
    let today = day_number(evidence, at);
    let words = &evidence.records().words;
    let scopes: Vec<bool> = evidence
        .records()
        .changes
        .scopes()
        .iter()
        .map(|scope| covers(words.word(scope.purpose), purpose) && covers(words.word(scope.category), category))
        .collect();
    let is_covering = |held: &&Held| scopes.get(held.scope as usize).copied().unwrap_or(false);
    let mut found = Vec::new();
    each_holding(evidence, rulebook, at, |person, held| {
        // A no to one channel takes back nothing else.
        let counts = |held: &&Held| held.state_on(today).is_valid() || !scope_of(evidence, held).is_preference();
        let answered = held.iter().filter(is_covering).filter(|held| !held.entry.state.is_unanswered()).filter(counts);
        let latest = answered.max_by_key(|held| (held.entry.at_us, strictness(held.entry.state)));
        if latest.is_some_and(|held| held.state_on(today).is_valid()) {
            found.push(person);
        }
    });
    found
}

/// Shows every person's states at a moment, in the order of the people's codes.
pub(super) fn each_holding(
    evidence: &Evidence,
    rulebook: &Rulebook,
    at: Timestamp,
    mut show: impl FnMut(PersonKey, &[Held]),
) {
    let ends = Ends::new(evidence, rulebook, at);
    let mut held: Vec<Held> = Vec::new();
    for (place, &person) in evidence.records().people.keys().iter().enumerate() {
        held.clear();
        for entry in evidence.histories.of(place).iter().take_while(|entry| entry.at_us <= at.as_microsecond()) {
            let new = Held { scope: entry.scope, entry: *entry, end: ends.end(entry) };
            match held.iter_mut().find(|known| known.scope == entry.scope) {
                Some(_) if entry.state.is_unanswered() => {}
                Some(known) => *known = new,
                None => held.push(new),
            }
        }
        show(person, &held);
    }
}

/// The scope of a state.
pub(super) fn scope_of(evidence: &Evidence, held: &Held) -> Scope {
    evidence.records().changes.scopes().get(held.scope as usize).copied().unwrap_or_default()
}
