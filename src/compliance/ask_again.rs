//! Who must be asked again when the deal changes.

use super::differences::widenings;
use super::ledger::{each_holding, scope_of};
use super::summary::Held;
use super::{Evidence, Rulebook, ends::day_number, terms_differences};
use crate::domain::{PermissionOrigin, PersonKey, PolicyVersion, Terms};
use jiff::Timestamp;
use std::collections::{BTreeMap, BTreeSet};

/// The people whose permission does not cover what may now be done. A pure narrowing needs nobody to be asked.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskAgain {
    /// People who said yes to a narrower deal, in the order of their pseudonyms.
    pub people: Vec<PersonKey>,
    /// What each of the widenings is, and how many of these people said yes to a deal without it; most people first.
    pub reasons: Vec<AskReason>,
    /// How many people hold a valid permission at all.
    pub people_permitting: u64,
}

/// A widening, and how many people said yes to a deal without it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct AskReason {
    /// What may now be done, in words.
    pub sentence: String,
    /// How many people.
    pub people: u64,
}

/// People who hold a permission but none for a use that needs one: they can be asked for it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NotAsked {
    /// The purpose that a rule is about.
    pub purpose: String,
    /// In the order of their pseudonyms.
    pub people: Vec<PersonKey>,
}

/// Who said yes, by what stands at a moment, to a deal narrower than a version of the policy: one that has come into force since, or one
/// that is only planned.
///
/// The deal of a permission is the version in force on the day on which it was given; where none was in force, nothing is known to have
/// widened. Widenings are new uses that need permission, recipients, a longer time and more contacts (DPV: a secondary use).
pub fn ask_again(evidence: &Evidence, rulebook: &Rulebook, new: &PolicyVersion, at: Timestamp) -> AskAgain {
    let words = &evidence.records().words;
    let mut known: BTreeMap<(u32, usize), BTreeSet<String>> = BTreeMap::new();
    collect(evidence, rulebook, at, |held, reasons| {
        let Some(then) = rulebook.policy.in_force(super::calendar::date(held.entry.day)) else { return };
        let Some(deal) = rulebook.policy.versions().get(then) else { return };
        let found = known.entry((held.scope, then)).or_insert_with(|| {
            let scope = scope_of(evidence, held);
            widenings(deal, new, rulebook.jurisdiction, words.word(scope.purpose), words.word(scope.category))
        });
        reasons.extend(found.iter().cloned());
    })
}

/// Who accepted terms narrower than new ones, by what stands at a moment: people who answered in an experiment and whose variant is known.
pub fn ask_again_for_terms(evidence: &Evidence, rulebook: &Rulebook, new: &Terms, at: Timestamp) -> AskAgain {
    let widened: BTreeMap<i64, Vec<String>> = rulebook
        .variants
        .iter()
        .map(|(&variant, asked)| {
            let differences = terms_differences(&asked.terms, new).into_iter();
            (
                variant,
                differences.filter(|difference| difference.widens).map(|difference| difference.sentence).collect(),
            )
        })
        .collect();
    collect(evidence, rulebook, at, |held, reasons| {
        let detail = evidence.records().changes.details().get(held.entry.detail as usize);
        if let Some(PermissionOrigin::Response { variant }) = detail.map(|detail| detail.origin) {
            reasons.extend(widened.get(&variant).into_iter().flatten().cloned());
        }
    })
}

/// For each purpose that some rule of a version needs permission for: the people who hold a valid permission at a moment, but none for
/// that purpose. Purposes for which everybody has said yes are left out.
pub fn not_asked(evidence: &Evidence, rulebook: &Rulebook, new: &PolicyVersion, at: Timestamp) -> Vec<NotAsked> {
    let today = day_number(evidence, at);
    let words = &evidence.records().words;
    let needed = new.rules.iter().filter(|rule| rule.needs_permission && rule.applies_in(rulebook.jurisdiction));
    let purposes: BTreeSet<&String> = needed.flat_map(|rule| &rule.purposes).collect();
    let mut found: BTreeMap<&String, Vec<PersonKey>> = BTreeMap::new();
    each_holding(evidence, rulebook, at, |person, held| {
        let valid = || held.iter().filter(|held| held.state_on(today).is_valid());
        let permits = |purpose: &str| {
            let meets = |name: &str| crate::domain::covers(name, purpose) || crate::domain::covers(purpose, name);
            valid().any(|held| meets(words.word(scope_of(evidence, held).purpose)))
        };
        if valid().next().is_some() {
            for &purpose in purposes.iter().filter(|purpose| !permits(purpose)) {
                found.entry(purpose).or_default().push(person);
            }
        }
    });
    let sorted = |(purpose, mut people): (&String, Vec<PersonKey>)| {
        people.sort_unstable();
        NotAsked { purpose: purpose.clone(), people }
    };
    found.into_iter().map(sorted).collect()
}

/// Gathers reasons to ask over everybody's valid permissions at a moment.
fn collect(
    evidence: &Evidence,
    rulebook: &Rulebook,
    at: Timestamp,
    mut reasons_of: impl FnMut(&Held, &mut BTreeSet<String>),
) -> AskAgain {
    let today = day_number(evidence, at);
    let mut all = AskAgain::default();
    let mut counts: BTreeMap<String, u64> = BTreeMap::new();
    each_holding(evidence, rulebook, at, |person, held| {
        let mut reasons = BTreeSet::new();
        let mut is_permitting = false;
        for one in held.iter().filter(|one| one.state_on(today).is_valid()) {
            is_permitting = true;
            reasons_of(one, &mut reasons);
        }
        all.people_permitting += u64::from(is_permitting);
        if !reasons.is_empty() {
            all.people.push(person);
        }
        for reason in reasons {
            *counts.entry(reason).or_default() += 1;
        }
    });
    all.people.sort_unstable();
    all.reasons = counts.into_iter().map(|(sentence, people)| AskReason { sentence, people }).collect();
    all.reasons.sort_by(|one, other| (other.people, &one.sentence).cmp(&(one.people, &other.sentence)));
    all
}
