//! What uses are judged by, and what a judgement says.

use crate::domain::{CoverageGap, DeviationKind, PermissionChange, Policy, PolicyVersion, Rule, Terms};
use jiff::{Timestamp, ToSpan, civil::Date, tz::TimeZone};
use std::collections::BTreeMap;

/// Everything that uses are judged by.
#[derive(Debug, Clone, Copy)]
pub struct Evidence<'a> {
    /// The policy, all versions.
    pub policy: &'a Policy,
    /// The workspace's time zone: decides which day an instant falls on.
    pub zone: &'a TimeZone,
    /// Rules for another jurisdiction are skipped, rules for none always apply; empty means that all rules apply.
    pub jurisdiction: &'a str,
    /// Changes of permission, in any order of arrival.
    pub changes: &'a [PermissionChange],
    /// The terms of the variants, by key, for changes that came from a response.
    pub terms: &'a BTreeMap<i64, Terms>,
}

/// What is said of one use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Judgement {
    /// The verdict.
    pub verdict: Verdict,
    /// Which version of the policy was in force, as an index into its versions.
    pub policy_version: Option<usize>,
    /// Which rule of that version the use was judged by.
    pub rule: Option<usize>,
    /// Which change of permission it rests on, as an index into the evidence's changes.
    pub change: Option<usize>,
}

/// Whether a use was fine.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Verdict {
    /// It kept the policy, the permission and the terms.
    Fine,
    /// It did not.
    Deviation(DeviationKind),
    /// It could not be judged.
    Gap(CoverageGap),
    /// It was not done.
    HeldBack,
}

impl Evidence<'_> {
    /// The day on which an instant falls.
    pub(super) fn day(&self, at: Timestamp) -> Date {
        day_in(self.zone, at)
    }

    /// The first rule of a version that applies here and is about a purpose and category.
    pub(super) fn rule_about(&self, version: usize, purpose: &str, category: &str) -> Option<usize> {
        let version = self.policy.versions().get(version)?;
        first_rule(version, self.jurisdiction, purpose, category)
    }

    /// The rule that a judgement names.
    pub(super) fn rule_of(&self, judgement: &Judgement) -> Option<&Rule> {
        self.policy.versions().get(judgement.policy_version?)?.rules.get(judgement.rule?)
    }

    /// Whether the day of `at` lies more than `days` calendar days after the day of `since`.
    pub(super) fn is_beyond(&self, at: Timestamp, since: Timestamp, days: u32) -> bool {
        // Most are far from the limit, and need no look at the calendar; two days are more than it can shift.
        let elapsed_hours = at.duration_since(since).as_hours();
        if elapsed_hours < (i64::from(days) - 2) * 24 {
            return false;
        }
        last_day(self.day(since), days).is_some_and(|last| self.day(at) > last)
    }
}

/// The day on which an instant falls in a zone.
pub(super) fn day_in(zone: &TimeZone, at: Timestamp) -> Date {
    zone.to_datetime(at).date()
}

/// The first day of a day's month.
pub(super) fn month_of(day: Date) -> Date {
    day.first_of_month()
}

/// The day `days` calendar days after another; `None` beyond the end of the calendar, that is: never.
pub(super) fn last_day(first: Date, days: u32) -> Option<Date> {
    let span = 0.days().try_days(i64::from(days)).ok()?;
    first.checked_add(span).ok()
}

/// The first rule that applies in a jurisdiction and is about a purpose and category.
fn first_rule(version: &PolicyVersion, jurisdiction: &str, purpose: &str, category: &str) -> Option<usize> {
    version.rules.iter().position(|rule| applies(rule, jurisdiction) && rule.is_about(purpose, category))
}

/// Whether a rule applies in a jurisdiction.
fn applies(rule: &Rule, jurisdiction: &str) -> bool {
    jurisdiction.is_empty() || rule.jurisdiction.is_empty() || rule.jurisdiction == jurisdiction
}
