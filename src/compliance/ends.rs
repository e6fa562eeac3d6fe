//! When permissions end by themselves.

use super::calendar::{DayNumber, number};
use super::history::Entry;
use super::{Evidence, Rulebook};
use crate::domain::{Detail, PermissionOrigin, Scope, WITHOUT_END, covers};
use jiff::Timestamp;

/// How long permissions last, as the accepted terms and the rules in force at one moment say.
///
/// A permission that several rules are about lasts as the first of them says.
pub(super) struct Ends<'a> {
    evidence: &'a Evidence,
    /// By scope: days by the rule.
    by_rule: Vec<Option<u32>>,
    /// By details: days by the terms.
    by_terms: Vec<Option<u32>>,
}

impl<'a> Ends<'a> {
    /// As of a moment.
    pub fn new(evidence: &'a Evidence, rulebook: &Rulebook, at: Timestamp) -> Self {
        let changes = &evidence.records().changes;
        let by_rule = changes.scopes().iter().map(|scope| lasts_by_rule(evidence, rulebook, at, *scope)).collect();
        let by_terms = changes.details().iter().map(|detail| lasts_by_terms(rulebook, detail)).collect();
        Self { evidence, by_rule, by_terms }
    }

    /// The day before which a valid permission ends, by whatever ends it first; `None` if nothing does.
    ///
    /// An end that a permission names itself in the middle of a day lets it count as ended on that day.
    pub fn end(&self, entry: &Entry) -> Option<DayNumber> {
        if !entry.state.is_valid() {
            return None;
        }
        let own = (entry.until_us != WITHOUT_END).then(|| self.evidence.calendar.day(entry.until_us));
        let after = |days: &Option<u32>| days.map(|days| day_after(entry.day, days));
        let rule = self.by_rule.get(entry.scope as usize).and_then(after);
        let terms = self.by_terms.get(entry.detail as usize).and_then(after);
        [own, rule, terms].into_iter().flatten().min()
    }
}

/// The day on which something that lasts so many days after another day has ended.
fn day_after(day: DayNumber, days: u32) -> DayNumber {
    let end = i64::from(day) + i64::from(days) + 1;
    DayNumber::try_from(end).unwrap_or(DayNumber::MAX)
}

pub(super) fn lasts_by_rule(evidence: &Evidence, rulebook: &Rulebook, at: Timestamp, scope: Scope) -> Option<u32> {
    let version = rulebook.policy.in_force(evidence.day(at))?;
    let words = &evidence.records().words;
    let (purpose, category) = (words.word(scope.purpose), words.word(scope.category));
    let meets = |list: &[String], name: &str| {
        list.is_empty() || list.iter().any(|other| covers(other, name) || covers(name, other))
    };
    let is_about = |rule: &&crate::domain::Rule| {
        rule.applies_in(rulebook.jurisdiction)
            && rule.needs_permission
            && meets(&rule.purposes, purpose)
            && meets(&rule.categories, category)
    };
    rulebook.policy.versions().get(version)?.rules.iter().find(is_about)?.permission_lasts_days
}

fn lasts_by_terms(rulebook: &Rulebook, detail: &Detail) -> Option<u32> {
    match detail.origin {
        PermissionOrigin::Response { variant } => rulebook.variants.get(&variant)?.terms.permission_lasts_days,
        PermissionOrigin::Log => None,
    }
}

/// The number of the day on which an instant falls.
pub(super) fn day_number(evidence: &Evidence, at: Timestamp) -> DayNumber {
    number(evidence.day(at))
}
