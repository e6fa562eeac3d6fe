//! What a new version of the policy allows that the old one did not, and the reverse.

use super::phrases::{contacts, days, listed, quoted};
use crate::domain::{CATEGORIES, PURPOSES, PolicyVersion, Rule, Terms, covers};
use std::collections::{BTreeMap, BTreeSet};

/// One difference between two versions of the policy.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct PolicyDifference {
    /// Whether the new version allows more than the old one.
    pub widens: bool,
    /// The difference in words.
    pub sentence: String,
}

/// What changes for one purpose and category: whether it widens, and in words.
type Change = (bool, String);

/// What may be done under the new version that might not be done under the old one, and the reverse; widenings first.
///
/// Both versions are asked about every purpose, category and jurisdiction, so that rules may be renamed, split or reordered
/// without showing a difference where there is none.
pub fn differences(old: &PolicyVersion, new: &PolicyVersion) -> Vec<PolicyDifference> {
    let rules = || old.rules.iter().chain(&new.rules);
    let purposes = names(PURPOSES, rules().flat_map(|rule| &rule.purposes));
    let categories = names(CATEGORIES, rules().flat_map(|rule| &rule.categories));
    let mut places: BTreeSet<&str> = rules().map(|rule| rule.jurisdiction.as_str()).collect();
    places.insert("");
    let mut found: BTreeMap<(bool, String), Vec<&str>> = BTreeMap::new();
    for &place in &places {
        let rule = |version, purpose: &str, category: &str| rule_about(version, place, purpose, category);
        let of = |purpose: &str, category: &str| changes(rule(old, purpose, category), rule(new, purpose, category));
        for ((widens, change), subjects) in by_change(&purposes, &categories, of) {
            for subject in described(&subjects, &purposes, &categories) {
                found.entry((!widens, format!("{subject}: {change}"))).or_default().push(place);
            }
        }
    }
    found
        .into_iter()
        .map(|((narrows, sentence), at)| PolicyDifference {
            widens: !narrows,
            sentence: placed(&at, &places, &sentence),
        })
        .collect()
}

/// Purposes with their categories.
type Subjects<'a> = BTreeMap<&'a str, BTreeSet<&'a str>>;

/// What changes, and for which purposes and categories.
fn by_change<'a>(
    purposes: &BTreeSet<&'a str>,
    categories: &BTreeSet<&'a str>,
    changes: impl Fn(&str, &str) -> Vec<Change>,
) -> BTreeMap<Change, Subjects<'a>> {
    let mut found: BTreeMap<Change, Subjects> = BTreeMap::new();
    for &purpose in purposes {
        for &category in categories {
            for change in changes(purpose, category) {
                found.entry(change).or_default().entry(purpose).or_default().insert(category);
            }
        }
    }
    found
}

/// What a new version allows with a permission for some purpose and category that the version under which it was given did not; the
/// permission covers what stands below its purpose and category, an empty one everything.
pub(super) fn widenings(
    old: &PolicyVersion,
    new: &PolicyVersion,
    jurisdiction: &str,
    purpose: &str,
    category: &str,
) -> BTreeSet<String> {
    let rules = || old.rules.iter().chain(&new.rules);
    let all_purposes = names(PURPOSES, rules().flat_map(|rule| &rule.purposes));
    let all_categories = names(CATEGORIES, rules().flat_map(|rule| &rule.categories));
    let purposes: BTreeSet<&str> = all_purposes.iter().copied().filter(|name| covers(purpose, name)).collect();
    let categories: BTreeSet<&str> = all_categories.iter().copied().filter(|name| covers(category, name)).collect();
    let rule = |version, purpose: &str, category: &str| judging_rule(version, jurisdiction, purpose, category);
    let of = |purpose: &str, category: &str| match (rule(old, purpose, category), rule(new, purpose, category)) {
        (old, Some(new)) if new.needs_permission => deal_changes(old, new),
        _ => Vec::new(),
    };
    let mut sentences = BTreeSet::new();
    for ((_, change), subjects) in by_change(&purposes, &categories, of) {
        let described = described(&subjects, &all_purposes, &all_categories);
        sentences.extend(described.into_iter().map(|subject| format!("{subject}: {change}")));
    }
    sentences
}

/// The rule that uses are judged by; in no jurisdiction, all rules apply.
fn judging_rule<'a>(version: &'a PolicyVersion, jurisdiction: &str, purpose: &str, category: &str) -> Option<&'a Rule> {
    version.rules.iter().find(|rule| rule.applies_in(jurisdiction) && rule.is_about(purpose, category))
}

/// How the deal with the people widens where one rule takes another's place.
fn deal_changes(old: Option<&Rule>, new: &Rule) -> Vec<Change> {
    let Some(old) = old else { return changes(None, Some(new)) };
    let mut found = recipient_changes(old.recipients.as_deref(), new.recipients.as_deref());
    found.extend(limit_change(old.retention_days, new.retention_days, kept, KEPT_WITHOUT_LIMIT));
    found.extend(limit_change(old.contacts_per_30_days, new.contacts_per_30_days, contacted, UNLIMITED));
    found.retain(|(widens, _)| *widens);
    found
}

/// The names of the taxonomy and those that only the rules have.
fn names<'a>(known: &[&'a str], used: impl Iterator<Item = &'a String>) -> BTreeSet<&'a str> {
    known.iter().copied().chain(used.map(String::as_str)).filter(|name| !name.is_empty()).collect()
}

/// The first rule about a subject in a jurisdiction; in none, only the rules that always apply.
fn rule_about<'a>(version: &'a PolicyVersion, place: &str, purpose: &str, category: &str) -> Option<&'a Rule> {
    let applies = |rule: &&Rule| rule.jurisdiction.is_empty() || rule.jurisdiction == place;
    version.rules.iter().filter(applies).find(|rule| rule.is_about(purpose, category))
}

/// What changes where one rule takes another's place.
fn changes(old: Option<&Rule>, new: Option<&Rule>) -> Vec<Change> {
    let (old, new) = match (old, new) {
        (None, None) => return Vec::new(),
        (None, Some(new)) => {
            let how = if new.needs_permission { " with permission" } else { " without asking" };
            return vec![(true, format!("may now be used{how}; no rule was about this before."))];
        }
        (Some(_), None) => return vec![(false, "may no longer be used; no rule is about this now.".to_owned())],
        (Some(old), Some(new)) => (old, new),
    };
    let mut changes = Vec::new();
    let duties = [
        (old.needs_permission, new.needs_permission, "the person's permission"),
        (old.needs_record, new.needs_record, "a record that proves the permission"),
        (old.needs_approved_wording, new.needs_approved_wording, "an approved wording for asking"),
    ];
    changes.extend(duties.into_iter().filter_map(|(before, now, what)| duty_change(before, now, what)));
    changes.extend(recipient_changes(old.recipients.as_deref(), new.recipients.as_deref()));
    changes.extend(limit_change(old.retention_days, new.retention_days, kept, KEPT_WITHOUT_LIMIT));
    changes.extend(limit_change(old.permission_lasts_days, new.permission_lasts_days, lasting, ENDLESS));
    changes.extend(limit_change(old.contacts_per_30_days, new.contacts_per_30_days, contacted, UNLIMITED));
    changes.extend(waiting_change(old.ask_again_after_days.unwrap_or(0), new.ask_again_after_days.unwrap_or(0)));
    changes
}

const KEPT_WITHOUT_LIMIT: &str = "data may be used without a limit of time";
const ENDLESS: &str = "a permission lasts until it is taken back";
const UNLIMITED: &str = "people may be contacted without limit";

fn kept(limit: u32) -> String {
    format!("data may be used for {}", days(limit))
}

fn lasting(limit: u32) -> String {
    format!("a permission lasts {}", days(limit))
}

fn contacted(limit: u32) -> String {
    format!("people may be contacted with {} in 30 days", contacts(limit))
}

/// What such uses now need, or need no longer; needing less is wider.
fn duty_change(before: bool, now: bool, what: &str) -> Option<Change> {
    let words = if now { "now need" } else { "no longer need" };
    (before != now).then(|| (!now, format!("such uses {words} {what}.")))
}

/// What new terms let the company do that the old ones did not, and the reverse; widenings first.
pub fn terms_differences(old: &Terms, new: &Terms) -> Vec<PolicyDifference> {
    let mut changes =
        list_changes(&old.purposes, &new.purposes, "data may now be used for", "data may no longer be used for");
    // Terms without categories mean all data.
    match (old.categories.is_empty(), new.categories.is_empty()) {
        (true, true) => {}
        (true, false) => {
            changes.push((false, format!("only {} may be used now; it was all data.", listed(&new.categories))))
        }
        (false, true) => changes.push((true, "all data may be used now.".to_owned())),
        (false, false) => {
            changes.extend(list_changes(&old.categories, &new.categories, "now also used:", "no longer used:"));
        }
    }
    changes.extend(recipient_changes(Some(&old.recipients), Some(&new.recipients)));
    changes.extend(limit_change(old.retention_days, new.retention_days, kept, KEPT_WITHOUT_LIMIT));
    changes.extend(limit_change(old.permission_lasts_days, new.permission_lasts_days, lasting, ENDLESS));
    changes.extend(limit_change(old.contacts_per_30_days, new.contacts_per_30_days, contacted, UNLIMITED));
    if old.offer != new.offer {
        changes.push((true, format!("in return people get {} (before: {}).", quoted(&new.offer), quoted(&old.offer))));
    }
    let wait =
        |limit: Option<u32>| limit.map_or_else(|| "with no date".to_owned(), |count| format!("within {}", days(count)));
    if old.offer_within_days != new.offer_within_days {
        let is_later =
            new.offer_within_days.map_or(u64::MAX, u64::from) > old.offer_within_days.map_or(u64::MAX, u64::from);
        let (now, before) = (wait(new.offer_within_days), wait(old.offer_within_days));
        changes.push((is_later, format!("the offer is delivered {now} (before: {before}).")));
    }
    changes.sort_by_key(|(widens, sentence)| (!widens, sentence.clone()));
    changes.into_iter().map(|(widens, sentence)| PolicyDifference { widens, sentence }).collect()
}

/// Names that came and went; one that another of the old names covers did not come.
fn list_changes(old: &[String], new: &[String], came: &str, went: &str) -> Vec<Change> {
    let without = |list: &[String], others: &[String]| -> Vec<String> {
        list.iter().filter(|name| !others.iter().any(|other| covers(other, name))).cloned().collect()
    };
    let (added, removed) = (without(new, old), without(old, new));
    let mut changes = Vec::new();
    if !added.is_empty() {
        changes.push((true, format!("{came} {}.", listed(&added))));
    }
    if !removed.is_empty() {
        changes.push((false, format!("{went} {}.", listed(&removed))));
    }
    changes
}

/// Who may now receive the data, and who no longer.
fn recipient_changes(old: Option<&[String]>, new: Option<&[String]>) -> Vec<Change> {
    match (old, new) {
        (None, None) => Vec::new(),
        (Some(_), None) => vec![(true, "anybody may now receive the data.".to_owned())],
        (None, Some(new)) => vec![(false, format!("only {} may now receive the data; it was anybody.", listed(new)))],
        (Some(old), Some(new)) => {
            let without = |list: &[String], others: &[String]| -> Vec<String> {
                list.iter().filter(|name| !others.contains(name)).cloned().collect()
            };
            let (added, removed) = (without(new, old), without(old, new));
            let mut changes = Vec::new();
            if !added.is_empty() {
                changes.push((true, format!("{} may now receive the data.", listed(&added))));
            }
            if !removed.is_empty() {
                changes.push((false, format!("{} may no longer receive the data.", listed(&removed))));
            }
            changes
        }
    }
}

/// How a limit moved; no limit is wider than any.
fn limit_change(old: Option<u32>, new: Option<u32>, words: impl Fn(u32) -> String, unlimited: &str) -> Option<Change> {
    let value = |limit: Option<u32>| limit.map_or(u64::MAX, u64::from);
    let say = |limit: Option<u32>| limit.map_or_else(|| unlimited.to_owned(), &words);
    let before = old.map_or_else(|| "without limit".to_owned(), |limit| limit.to_string());
    (old != new).then(|| (value(new) > value(old), format!("{} (before: {before}).", say(new))))
}

/// How the time before asking again moved; a shorter one is wider.
fn waiting_change(old: u32, new: u32) -> Option<Change> {
    let sentence = || format!("who refused may be asked again after {} (before: {old}).", days(new));
    (old != new).then(|| (new < old, sentence()))
}

/// Subjects in words: purposes with the same data stand together, and a name stands for those below it.
fn described(
    subjects: &BTreeMap<&str, BTreeSet<&str>>,
    all_purposes: &BTreeSet<&str>,
    all_data: &BTreeSet<&str>,
) -> Vec<String> {
    let mut by_data: BTreeMap<&BTreeSet<&str>, BTreeSet<&str>> = BTreeMap::new();
    for (purpose, data) in subjects {
        by_data.entry(data).or_default().insert(purpose);
    }
    let sentence = |(data, purposes): (&BTreeSet<&str>, BTreeSet<&str>)| {
        format!("For {} with {}", named(&purposes, all_purposes, "purpose"), named(data, all_data, "data"))
    };
    by_data.into_iter().map(sentence).collect()
}

/// Names as people say them: all of them, all but a few, or one by one.
fn named(names: &BTreeSet<&str>, all: &BTreeSet<&str>, noun: &str) -> String {
    let others: BTreeSet<&str> = all.difference(names).copied().collect();
    if others.is_empty() {
        format!("any {noun}")
    } else if others.len() < names.len() {
        format!("any {noun} except {}", widest(&others, all))
    } else {
        widest(names, all)
    }
}

/// The names that no other of them stands for; a name stands for those below it if all of these are meant.
fn widest(names: &BTreeSet<&str>, all: &BTreeSet<&str>) -> String {
    let stands_for_all_below = |wider: &str| all.iter().all(|name| !covers(wider, name) || names.contains(name));
    let is_stood_for =
        |name: &str| names.iter().any(|&other| other != name && covers(other, name) && stands_for_all_below(other));
    let widest: Vec<String> = names.iter().filter(|name| !is_stood_for(name)).map(|name| quoted(name)).collect();
    widest.join(", ")
}

/// A sentence with the jurisdictions in which it is true, unless it is true in all of them.
fn placed(at: &[&str], places: &BTreeSet<&str>, sentence: &str) -> String {
    if at.len() == places.len() {
        return sentence.to_owned();
    }
    let named: Vec<&str> = at.iter().map(|&place| if place.is_empty() { "elsewhere" } else { place }).collect();
    format!("[{}] {sentence}", named.join(", "))
}
