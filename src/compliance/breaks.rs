//! Where a series of figures breaks: what stands before and after is not one series.

use super::calendar::month_of;
use crate::domain::{DefinitionChange, Policy};
use jiff::civil::Date;

/// A break in a series.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Break {
    /// The first day behind it.
    pub day: Date,
    /// What broke it.
    pub reason: BreakReason,
}

/// What breaks a series.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum BreakReason {
    /// A version of the policy came into force, by its index; the first one breaks nothing.
    PolicyVersion(usize),
    /// What counts as a deviation changed, as a person marked it.
    Definition(String),
}

/// All breaks, earliest first.
pub fn breaks(policy: &Policy, marked: &[DefinitionChange]) -> Vec<Break> {
    let versions = policy.versions().iter().enumerate().skip(1);
    let versions = versions.map(|(index, version)| (version.holds_from, BreakReason::PolicyVersion(index)));
    let marked = marked.iter().map(|change| (change.holds_from, BreakReason::Definition(change.what.clone())));
    let mut breaks: Vec<Break> = versions.chain(marked).map(|(day, reason)| Break { day, reason }).collect();
    breaks.sort();
    breaks
}

/// For each month, given by its first day: the number of its segment, counted from 0. A break in the middle of a month begins a segment
/// with the next month, as the month itself is of both.
pub fn segments(months: &[Date], breaks: &[Break]) -> Vec<usize> {
    let mut starts: Vec<Date> = breaks.iter().filter_map(|one| first_month_behind(one.day)).collect();
    starts.dedup();
    let inner = |start: &&Date| months.first().is_some_and(|first| *start > first);
    months.iter().map(|month| starts.iter().filter(inner).filter(|start| *start <= month).count()).collect()
}

fn first_month_behind(day: Date) -> Option<Date> {
    if day == month_of(day) { Some(day) } else { day.last_of_month().tomorrow().ok() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{PolicyVersion, Rule};
    use jiff::civil::date;

    #[test]
    fn versions_and_marked_changes_start_segments() {
        let version = |holds_from| PolicyVersion {
            title: String::new(),
            holds_from,
            reason: String::new(),
            rules: vec![Rule::default()],
        };
        let policy = Policy::new(vec![version(date(2025, 1, 1)), version(date(2025, 3, 1))]).unwrap();
        let marked = [
            DefinitionChange { holds_from: date(2025, 4, 15), what: "Cyber".into() },
            DefinitionChange { holds_from: date(2025, 5, 1), what: "Lost mail".into() },
        ];
        let found = breaks(&policy, &marked);
        assert_eq!(found[0], Break { day: date(2025, 3, 1), reason: BreakReason::PolicyVersion(1) });
        assert_eq!(found.len(), 3);
        let months: Vec<Date> = (1..=6).map(|month| date(2025, month, 1)).collect();
        assert_eq!(segments(&months, &found), [0, 0, 1, 1, 2, 2]);
        assert_eq!(segments(&months[4..], &found), [0, 0]);
        assert!(segments(&[], &found).is_empty());
    }
}
