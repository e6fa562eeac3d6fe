//! What uses are judged by: the facts, sorted once, and the rules.

use super::calendar::{Calendar, date};
use super::history::{Histories, histories};
use super::timeline::{Occasion, Timeline, Visit};
use crate::domain::{Ancestry, PersonKey, Policy, Records, Terms, UseId, UseRow, Variant};
use jiff::{Timestamp, civil::Date, tz::TimeZone};
use std::collections::BTreeMap;
use std::sync::Arc;

/// The records of a workspace, sorted by person and time: made once, judged by as often as wanted.
#[derive(Debug, Clone)]
pub struct Evidence {
    records: Arc<Records>,
    pub(super) calendar: Calendar,
    pub(super) ancestry: Ancestry,
    pub(super) histories: Histories,
    pub(super) timeline: Timeline,
}

/// What the company set itself to keep, and what it asked people with.
#[derive(Debug, Clone, Copy)]
pub struct Rulebook<'a> {
    /// The policy, all versions.
    pub policy: &'a Policy,
    /// Rules for another jurisdiction are skipped, rules for none always apply; empty means that all rules apply.
    pub jurisdiction: &'a str,
    /// What people were asked with, by the key of the variant, for changes that came from a response and for requests.
    pub variants: &'a BTreeMap<i64, AskedWith>,
}

/// One wording with its terms, as far as judging needs it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct AskedWith {
    /// What people agreed to.
    pub terms: Terms,
    /// The names under which a use log may name the wording; capital letters and surrounding space make no difference.
    pub names: Vec<String>,
    /// The day from which the wording was approved; `None` if nobody approved it.
    pub approved_from: Option<Date>,
}

impl AskedWith {
    /// What judging needs of a variant: its terms, the names by which logs call it, and since when it is approved.
    pub fn of(variant: &Variant) -> Self {
        let names = std::iter::once(&variant.name).chain(&variant.recognised_as).cloned().collect();
        Self {
            terms: variant.terms.clone(),
            names,
            approved_from: variant.approved.as_ref().map(|approval| approval.on),
        }
    }
}

impl Evidence {
    /// Sorts the records; days are counted in the workspace's time zone.
    ///
    /// Works on as many threads as asked for, at least one; the result does not depend on their number. Takes about 20 bytes for each use
    /// and 40 for each change beside the records.
    pub fn new(records: Arc<Records>, zone: &TimeZone, threads: usize) -> Self {
        let instants = || records.uses.at_us().iter().chain(records.changes.at_us()).copied();
        let (earliest, latest) = instants().fold((i64::MAX, i64::MIN), |(low, high), at| (low.min(at), high.max(at)));
        let calendar = Calendar::spanning(zone, earliest, latest);
        let ancestry = records.words.ancestry();
        let histories = histories(&records, &calendar, threads);
        let timeline = Timeline::new(&records, &calendar, threads);
        Self { records, calendar, ancestry, histories, timeline }
    }

    /// The records.
    pub fn records(&self) -> &Records {
        &self.records
    }

    /// The workspace's time zone.
    pub fn zone(&self) -> &TimeZone {
        self.calendar.zone()
    }

    /// The day on which an instant falls.
    pub fn day(&self, at: Timestamp) -> Date {
        date(self.calendar.day(at.as_microsecond()))
    }

    /// The identity of a use, which survives importing its log again; `None` beyond the last.
    pub fn use_id(&self, index: usize) -> Option<UseId> {
        let row = self.records.use_row(index)?;
        let alike = |visit: &&Visit| {
            visit.at_us == row.at.as_microsecond()
                && (visit.index as usize) < index
                && self.records.use_row(visit.index as usize).is_some_and(|other: UseRow| UseId::is_alike(&other, &row))
        };
        let own = self.timeline.of(row.person.map_or(self.records.people.len(), |person| self.place_of(person)));
        Some(UseId::of(&row, u32::try_from(own.iter().filter(alike).count()).unwrap_or(u32::MAX)))
    }

    /// A person's place in the histories; behind the last for somebody unknown.
    pub(super) fn place_of(&self, person: PersonKey) -> usize {
        self.records.people.find(person).map_or(usize::MAX - 1, |code| code as usize)
    }

    /// The occasions, in the order of their codes.
    pub fn occasions(&self) -> &[Occasion] {
        self.timeline.occasions()
    }
}
