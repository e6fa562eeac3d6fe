//! What judged uses add up to, by quarter.

use super::evidence::month_of;
use super::tally::{Counting, Groups};
use super::{Judgement, evidence::day_in};
use crate::domain::{
    Circumstance, CoverageGap, DataUse, DeviationKind, IncidentNote, Money, Quarter, RecordedDeviations,
};
use jiff::{ToSpan, civil::Date, tz::TimeZone};
use std::collections::BTreeMap;

/// Uses that were held back to keep a promise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HeldBack {
    /// How many.
    pub uses: u64,
    /// What they would have been worth.
    pub value: Money,
}

/// The deviations of one month.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthCounts {
    /// The first day of the month.
    pub month_first_day: Date,
    /// Uses that deviated.
    pub deviations: u64,
    /// Uses judged fine or deviating.
    pub uses: u64,
    /// Deviations and uses of each campaign on each day.
    pub groups: Vec<(u64, u64)>,
}

/// Everything counted in one quarter.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct QuarterCounts {
    /// The quarter.
    pub quarter: Quarter,
    /// Uses that were done and judged fine or deviating: the denominator. Gaps and what was held back are not in it.
    pub uses: u64,
    /// Of these: deviations.
    pub deviations: u64,
    /// Incidents: deviations of one kind in one campaign on one day.
    pub incidents: u64,
    /// Deviations by kind.
    pub by_kind: BTreeMap<DeviationKind, u64>,
    /// Deviations by circumstance, as the incident's note says or else the log; `None`: nobody said.
    pub by_circumstance: BTreeMap<Option<Circumstance>, u64>,
    /// Uses that could not be judged, by reason.
    pub gaps: BTreeMap<CoverageGap, u64>,
    /// Uses that were held back.
    pub held_back: HeldBack,
    /// What its incidents cost, from their notes; a note whose incident is no longer found does not count.
    pub cost: Money,
    /// Deviations and uses of each campaign on each day: the unit that goes wrong together.
    pub groups: Vec<(u64, u64)>,
    /// Its months, from the first month with anything in it to the last.
    pub months: Vec<MonthCounts>,
    /// Deviations recorded elsewhere.
    pub recorded: u64,
    /// These by kind, as their source calls it.
    pub recorded_by_kind: BTreeMap<String, u64>,
    /// These by circumstance, as their source calls it.
    pub recorded_by_circumstance: BTreeMap<String, u64>,
    /// What these cost.
    pub recorded_cost: Money,
}

impl QuarterCounts {
    fn empty(quarter: Quarter) -> Self {
        Self {
            quarter,
            uses: 0,
            deviations: 0,
            incidents: 0,
            by_kind: BTreeMap::new(),
            by_circumstance: BTreeMap::new(),
            gaps: BTreeMap::new(),
            held_back: HeldBack::default(),
            cost: Money::default(),
            groups: Vec::new(),
            months: Vec::new(),
            recorded: 0,
            recorded_by_kind: BTreeMap::new(),
            recorded_by_circumstance: BTreeMap::new(),
            recorded_cost: Money::default(),
        }
    }

    fn add_month(&mut self, month: MonthCounts) {
        self.uses += month.uses;
        self.deviations += month.deviations;
        self.groups.extend_from_slice(&month.groups);
        self.months.push(month);
    }

    fn add_recorded(&mut self, recorded: &RecordedDeviations) {
        self.recorded += recorded.count;
        *self.recorded_by_kind.entry(recorded.kind.clone()).or_default() += recorded.count;
        *self.recorded_by_circumstance.entry(recorded.circumstance.clone()).or_default() += recorded.count;
        self.recorded_cost = self.recorded_cost + recorded.cost;
    }
}

/// The quarters from the first with anything in it to the last, empty ones included.
///
/// What is known by calendar quarter only falls in the quarter, calendar or fiscal, that holds its first day.
pub fn quarters(
    uses: &[DataUse],
    judgements: &[Judgement],
    notes: &[IncidentNote],
    recorded: &[RecordedDeviations],
    zone: &TimeZone,
    fiscal_start_month: i8,
) -> Vec<QuarterCounts> {
    let days_of_use = uses.iter().map(|data_use| day_in(zone, data_use.at));
    let Some((first, last)) = span(days_of_use.chain(recorded.iter().map(|recorded| recorded.day))) else {
        return Vec::new();
    };
    let mut counting = Counting { fiscal_start_month, counts: BTreeMap::new() };
    let mut next = Quarter::of(first, fiscal_start_month);
    while next <= Quarter::of(last, fiscal_start_month) {
        counting.counts.insert(next, QuarterCounts::empty(next));
        next = next.next();
    }
    let groups = counting.add_uses(uses, judgements, notes, zone);
    for month in months(&groups, first, last) {
        if let Some(quarter) = counting.at(month.month_first_day) {
            quarter.add_month(month);
        }
    }
    for recorded in recorded {
        if let Some(quarter) = counting.at(recorded.day) {
            quarter.add_recorded(recorded);
        }
    }
    counting.counts.into_values().collect()
}

/// The earliest and the latest of some days.
fn span(days: impl Iterator<Item = Date>) -> Option<(Date, Date)> {
    days.fold(None, |span, day| match span {
        None => Some((day, day)),
        Some((first, last)) => Some((day.min(first), day.max(last))),
    })
}

/// Every month between two days.
fn months(groups: &Groups, first: Date, last: Date) -> Vec<MonthCounts> {
    let mut months = Vec::new();
    let mut groups = groups.iter().peekable();
    let mut next = Some(month_of(first));
    while let Some(month) = next.filter(|&month| month <= last) {
        let mut counts = MonthCounts { month_first_day: month, deviations: 0, uses: 0, groups: Vec::new() };
        while let Some((_, &(deviations, uses))) = groups.next_if(|&(&(day, _), _)| month_of(day) == month) {
            counts.deviations += deviations;
            counts.uses += uses;
            counts.groups.push((deviations, uses));
        }
        months.push(counts);
        next = month.checked_add(1.month()).ok();
    }
    months
}
