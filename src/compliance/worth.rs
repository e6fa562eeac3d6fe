//! What permissions proved worth over a year, and how many of them were kept.

use super::calendar::{DayNumber, date};
use super::ends::Ends;
use super::history::Entry;
use super::{Evidence, Judgements, Rulebook, Verdict};
use jiff::Timestamp;
use jiff::civil::Date;
use std::ops::RangeInclusive;

const YEAR_DAYS: DayNumber = 365;

/// What is known of a year with permissions.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub struct PermissionWorth {
    /// The last day of the year that is looked at: the day of the latest use or change.
    pub last_day: Option<Date>,
    /// People who held a permission on some day of that year.
    pub people: u64,
    /// Value of the fine uses that rested on a permission, on average over these people, in currency units.
    pub mean_value: f64,
    /// Standard error of that mean; 0 with fewer than two people.
    pub standard_error: f64,
    /// People whose first permission was given in the year before: they can have kept it for a year.
    pub given: u64,
    /// Of these: people who held some permission a year after giving the first.
    pub kept: u64,
}

/// What a year with permissions showed, up to the latest use or change.
pub fn permission_worth(evidence: &Evidence, rulebook: &Rulebook, judgements: &Judgements) -> PermissionWorth {
    let records = evidence.records();
    let latest = records.uses.at_us().iter().chain(records.changes.at_us()).copied().max();
    let Some(latest) = latest.and_then(|at_us| Timestamp::from_microsecond(at_us).ok()) else {
        return PermissionWorth::default();
    };
    let ends = Ends::new(evidence, rulebook, latest);
    let today = super::ends::day_number(evidence, latest);
    let year = today.saturating_sub(YEAR_DAYS - 1)..=today;
    let mut worth = PermissionWorth { last_day: Some(date(today)), ..PermissionWorth::default() };
    let (mut sum, mut squares) = (0.0, 0.0);
    for person in 0..records.people.len() {
        let own = evidence.histories.of(person);
        if let Some(kept) = kept_for_a_year(own, &ends, today) {
            worth.given += 1;
            worth.kept += u64::from(kept);
        }
        if held_within(own, &ends, &year) {
            let value = value_of(evidence, judgements, person, &year);
            worth.people += 1;
            sum += value;
            squares += value * value;
        }
    }
    let people = worth.people as f64;
    if worth.people > 0 {
        worth.mean_value = sum / people;
    }
    if worth.people > 1 {
        let variance = ((squares - people * worth.mean_value * worth.mean_value) / (people - 1.0)).max(0.0);
        worth.standard_error = (variance / people).sqrt();
    }
    worth
}

/// The value of a person's fine uses of some days that rested on a permission, in currency units.
fn value_of(evidence: &Evidence, judgements: &Judgements, person: usize, days: &RangeInclusive<DayNumber>) -> f64 {
    let values = evidence.records().uses.value_cents();
    let own = evidence.timeline.span(&(person..person + 1)).zip(judgements.of(evidence, person));
    let visits = own.filter(|(place, (visit, verdict))| {
        *verdict == Verdict::Fine
            && judgements.change_at(*place).is_some()
            && days.contains(&evidence.calendar.day(visit.at_us))
    });
    let cents = visits
        .filter_map(|(_, (visit, _))| values.get(visit.index as usize))
        .fold(0_i64, |sum, &one| sum.saturating_add(one));
    cents as f64 / 100.0
}

/// Until which day an answer holds: the next one to the same, or its own end.
fn holds_until(own: &[Entry], place: usize, ends: &Ends) -> DayNumber {
    let Some(entry) = own.get(place) else { return DayNumber::MIN };
    let later = own.iter().skip(place + 1);
    let next =
        later.filter(|later| later.scope == entry.scope && !later.state.is_unanswered()).map(|later| later.day).next();
    [next, ends.end(entry)].into_iter().flatten().min().unwrap_or(DayNumber::MAX)
}

/// Whether a person held a permission on some of the days.
fn held_within(own: &[Entry], ends: &Ends, days: &RangeInclusive<DayNumber>) -> bool {
    own.iter().enumerate().any(|(place, entry)| {
        entry.state.is_valid() && entry.day <= *days.end() && holds_until(own, place, ends) > *days.start()
    })
}

/// Whether a person held some permission a year after giving the first; `None` for whoever gave it too late, or more than two years ago.
fn kept_for_a_year(own: &[Entry], ends: &Ends, today: DayNumber) -> Option<bool> {
    let first = own.iter().find(|entry| entry.state.is_valid())?.day;
    let later = first.saturating_add(YEAR_DAYS);
    (later <= today && later > today.saturating_sub(YEAR_DAYS)).then(|| held_within(own, ends, &(later..=later)))
}
