//! What is ahead for permissions: which end soon, who must be asked again, and who was never asked.

use super::Problem;
use super::desk::Desk;
use crate::compliance::{self, AskReason, Expiring};
use jiff::{Timestamp, ToSpan, civil::Date};
use std::collections::BTreeMap;

/// How many days ahead permissions are looked at.
pub const LOOKED_AHEAD_DAYS: u32 = 90;

/// The most permissions that are named one by one.
const NAMED: usize = 200;

/// What is ahead.
#[derive(Debug, Clone, PartialEq)]
pub struct PermissionOutlook {
    /// The model that it belongs to.
    pub generation: u64,
    /// Permissions that end by themselves within [`LOOKED_AHEAD_DAYS`], by what they are for; most first.
    pub ending: Vec<EndingLine>,
    /// The first of them, soonest first; at most two hundred.
    pub ending_first: Vec<Expiring>,
    /// People who hold any valid permission.
    pub people_permitting: u64,
    /// People whose permission does not cover what the latest version of the policy allows.
    pub to_ask_again: u64,
    /// What they did not agree to, most people first.
    pub reasons: Vec<AskReason>,
    /// Purposes that need permission, and people who hold some permission but none for that; most people first.
    pub not_asked: Vec<(String, u64)>,
}

/// Permissions for one purpose that end soon.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EndingLine {
    /// The purpose.
    pub purpose: String,
    /// The category; empty for all data.
    pub category: String,
    /// The last day of the first of them.
    pub first_day: Date,
    /// How many end within 30 days.
    pub within_30_days: u64,
    /// How many end within [`LOOKED_AHEAD_DAYS`].
    pub within_90_days: u64,
}

impl Desk {
    /// What is ahead for the permissions as they stand now.
    pub(super) fn outlook(&mut self) -> Result<PermissionOutlook, Problem> {
        let judged = self.judged_now()?;
        let (now, rulebook) = (Timestamp::now(), judged.rules.rulebook());
        let ending = compliance::expiring(&judged.evidence, &rulebook, now, LOOKED_AHEAD_DAYS);
        let today = now.to_zoned(self.zone()?).date();
        let latest = judged.rules.policy.versions().last();
        let asked = latest.map(|version| compliance::ask_again(&judged.evidence, &rulebook, version, now));
        let asked = asked.unwrap_or_default();
        let not_asked = latest.map(|version| compliance::not_asked(&judged.evidence, &rulebook, version, now));
        let mut not_asked: Vec<(String, u64)> =
            not_asked.into_iter().flatten().map(|one| (one.purpose, one.people.len() as u64)).collect();
        not_asked.sort_by(|one, other| (other.1, &one.0).cmp(&(one.1, &other.0)));
        Ok(PermissionOutlook {
            generation: self.generation,
            ending: ending_lines(&ending, today),
            ending_first: ending.into_iter().take(NAMED).collect(),
            people_permitting: asked.people_permitting,
            to_ask_again: asked.people.len() as u64,
            reasons: asked.reasons,
            not_asked,
        })
    }
}

fn ending_lines(ending: &[Expiring], today: Date) -> Vec<EndingLine> {
    let soon = today.checked_add(30.days()).unwrap_or(Date::MAX);
    let mut lines: BTreeMap<(&str, &str), EndingLine> = BTreeMap::new();
    for one in ending {
        let line = lines.entry((&one.purpose, &one.category)).or_insert_with(|| EndingLine {
            purpose: one.purpose.clone(),
            category: one.category.clone(),
            first_day: one.last_day,
            within_30_days: 0,
            within_90_days: 0,
        });
        line.first_day = line.first_day.min(one.last_day);
        line.within_30_days += u64::from(one.last_day <= soon);
        line.within_90_days += 1;
    }
    let mut lines: Vec<EndingLine> = lines.into_values().collect();
    lines.sort_by_key(|line| std::cmp::Reverse((line.within_90_days, line.within_30_days)));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PersonKey;
    use jiff::civil::date;

    #[test]
    fn what_ends_soon_is_told_by_purpose() {
        let ending = |last_day, purpose: &str| Expiring {
            last_day,
            person: PersonKey([1; 16]),
            purpose: purpose.into(),
            category: String::new(),
            channel: String::new(),
            topic: String::new(),
        };
        let all = [
            ending(date(2026, 3, 31), "marketing"),
            ending(date(2026, 4, 1), "marketing"),
            ending(date(2026, 3, 2), "analytics"),
        ];
        let lines = ending_lines(&all, date(2026, 3, 1));
        let figures: Vec<_> =
            lines.iter().map(|line| (line.purpose.as_str(), line.within_30_days, line.within_90_days)).collect();
        assert_eq!(figures, [("marketing", 1, 2), ("analytics", 1, 1)]);
        assert_eq!(lines[0].first_day, date(2026, 3, 31));
    }
}
