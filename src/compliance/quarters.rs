//! What judged uses add up to, by quarter.

use super::calendar::{date, month_of};
use super::tally::{Counting, Groups};
use super::{Evidence, Judgements};
use crate::domain::{
    Circumstance, CountedForgone, CountedIncident, CountedMonth, CoverageGap, DeviationKind, IncidentNote, Money,
    Quarter, RecordedDeviations,
};
use jiff::{ToSpan, civil::Date};
use std::collections::{BTreeMap, BTreeSet};

/// Uses that were held back to keep a promise.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct HeldBack {
    /// How many.
    pub uses: u64,
    /// What they would have been worth.
    pub value: Money,
}

/// Uses that were held back, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Forgone {
    /// The version and the rule about them; `None` if they cannot be judged.
    pub rule: Option<(usize, usize)>,
    /// The deviation that they would have been; `None` if they would have been fine, or cannot be judged.
    pub would_have_been: Option<DeviationKind>,
    /// What the data were to be used for.
    pub purpose: String,
    /// How many, and what they would have been worth.
    pub held_back: HeldBack,
    /// Of these: the log says nothing of what they would have been worth.
    pub without_value: u64,
}

/// Uses that could be judged, and how many of them deviated.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Rated {
    /// Uses judged fine or deviating.
    pub uses: u64,
    /// Of these: deviations.
    pub deviations: u64,
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
    /// By purpose.
    pub by_purpose: BTreeMap<String, Rated>,
    /// By recipient; the empty word stands for the company itself.
    pub by_recipient: BTreeMap<String, Rated>,
    /// By team; the empty word stands for uses whose team the log does not name.
    pub by_team: BTreeMap<String, Rated>,
    /// By campaign.
    pub by_campaign: BTreeMap<String, Rated>,
    /// Uses that could not be judged, by reason.
    pub gaps: BTreeMap<CoverageGap, u64>,
    /// Uses that were held back.
    pub held_back: HeldBack,
    /// These by the rule that they kept, the deviation that they would have been, and their purpose.
    pub forgone: Vec<Forgone>,
    /// Days from each incident to its discovery, where a note names the day; shortest first.
    pub days_to_discovery: Vec<u32>,
    /// Days from each incident to its remedy, where a note names the day; shortest first.
    pub days_to_remedy: Vec<u32>,
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
            by_purpose: BTreeMap::new(),
            by_recipient: BTreeMap::new(),
            by_team: BTreeMap::new(),
            by_campaign: BTreeMap::new(),
            gaps: BTreeMap::new(),
            held_back: HeldBack::default(),
            forgone: Vec::new(),
            days_to_discovery: Vec::new(),
            days_to_remedy: Vec::new(),
            cost: Money::default(),
            groups: Vec::new(),
            months: Vec::new(),
            recorded: 0,
            recorded_by_kind: BTreeMap::new(),
            recorded_by_circumstance: BTreeMap::new(),
            recorded_cost: Money::default(),
        }
    }

    /// The rate of deviations; `None` without uses.
    pub fn rate(&self) -> Option<f64> {
        (self.uses > 0).then(|| self.deviations as f64 / self.uses as f64)
    }

    /// The rate if every gap were a deviation; `None` without uses and gaps.
    pub fn rate_with_gaps(&self) -> Option<f64> {
        let gaps: u64 = self.gaps.values().sum();
        let all = self.uses + gaps;
        (all > 0).then(|| (self.deviations + gaps) as f64 / all as f64)
    }

    fn add_month(&mut self, month: MonthCounts) {
        self.uses += month.uses;
        self.deviations += month.deviations;
        self.groups.extend_from_slice(&month.groups);
        self.months.push(month);
    }

    /// Adds what a warehouse counted in a month, beside what goes into the month itself.
    fn add_counted(&mut self, month: &CountedMonth) {
        self.incidents += month.incidents;
        for (kind, uses) in &month.by_kind {
            *self.by_kind.entry(*kind).or_default() += uses;
        }
        for (gap, uses) in &month.gaps {
            *self.gaps.entry(*gap).or_default() += uses;
        }
        let splits = [
            (&mut self.by_purpose, &month.by_purpose),
            (&mut self.by_recipient, &month.by_recipient),
            (&mut self.by_team, &month.by_team),
            (&mut self.by_campaign, &month.by_campaign),
        ];
        for (split, counted) in splits {
            for (name, [uses, deviations]) in counted {
                let rated = split.entry(name.clone()).or_default();
                *rated = Rated { uses: rated.uses + uses, deviations: rated.deviations + deviations };
            }
        }
        for counted in &month.forgone {
            self.add_forgone(counted);
        }
    }

    /// Adds what a note says of an incident, or else the log of the warehouse; the incident itself is counted already. What it cost is added only
    /// where no other log holds the same incident.
    fn add_incident(&mut self, incident: &CountedIncident, note: Option<&IncidentNote>, is_first: bool) {
        let said = note.and_then(|note| note.circumstance);
        for (circumstance, uses) in incident.circumstances() {
            *self.by_circumstance.entry(said.or(circumstance)).or_default() += uses;
        }
        let Some(note) = note.filter(|_| is_first) else { return };
        self.cost = self.cost + note.cost.unwrap_or_default();
        let after = |day: Option<Date>| day.and_then(|day| u32::try_from((day - incident.key.day).get_days()).ok());
        self.days_to_discovery.extend(after(note.discovered_on));
        self.days_to_remedy.extend(after(note.remedied_on));
        self.days_to_discovery.sort_unstable();
        self.days_to_remedy.sort_unstable();
    }

    fn add_forgone(&mut self, counted: &CountedForgone) {
        let more = HeldBack { uses: counted.uses, value: Money { cents: counted.value_cents } };
        let key = |one: &Forgone| (one.rule, one.would_have_been, one.purpose.clone());
        let own = (counted.rule, counted.would_have_been, counted.purpose.clone());
        self.held_back = self.held_back.with(more);
        match self.forgone.binary_search_by_key(&own, key) {
            Ok(place) => {
                let known = &mut self.forgone[place];
                known.held_back = known.held_back.with(more);
                known.without_value += counted.without_value;
            }
            Err(place) => self.forgone.insert(
                place,
                Forgone {
                    rule: own.0,
                    would_have_been: own.1,
                    purpose: own.2,
                    held_back: more,
                    without_value: counted.without_value,
                },
            ),
        }
    }

    fn add_recorded(&mut self, recorded: &RecordedDeviations) {
        self.recorded += recorded.count;
        *self.recorded_by_kind.entry(recorded.kind.clone()).or_default() += recorded.count;
        *self.recorded_by_circumstance.entry(recorded.circumstance.clone()).or_default() += recorded.count;
        self.recorded_cost = self.recorded_cost + recorded.cost;
        let after = |day: Option<Date>| day.and_then(|day| u32::try_from((day - recorded.day).get_days()).ok());
        self.days_to_discovery.extend(after(recorded.discovered_on));
        self.days_to_remedy.extend(after(recorded.remedied_on));
        self.days_to_discovery.sort_unstable();
        self.days_to_remedy.sort_unstable();
    }
}

/// More campaign-days than this in one month of a warehouse tell no more about how uneven they are.
const MOST_GROUPS: usize = 1_000_000;

/// What is known of deviations beside the uses that were judged here.
#[derive(Debug, Clone, Copy, Default)]
pub struct Elsewhere<'a> {
    /// Deviations recorded elsewhere.
    pub recorded: &'a [RecordedDeviations],
    /// Uses judged and counted in a warehouse, by month.
    pub counted: &'a [CountedMonth],
}

/// The quarters from the first with anything in it to the last, empty ones included.
///
/// What is known by calendar quarter only falls in the quarter, calendar or fiscal, that holds its first day.
pub fn quarters(
    evidence: &Evidence,
    judgements: &Judgements,
    notes: &[IncidentNote],
    elsewhere: Elsewhere<'_>,
    fiscal_start_month: i8,
) -> Vec<QuarterCounts> {
    let Elsewhere { recorded, counted } = elsewhere;
    let days_of_use = evidence.occasions().iter().map(|occasion| date(occasion.day));
    let days_elsewhere =
        recorded.iter().map(|recorded| recorded.day).chain(counted.iter().map(|month| month.month_first_day));
    let Some((first, last)) = span(days_of_use.chain(days_elsewhere)) else {
        return Vec::new();
    };
    let mut counting = Counting { fiscal_start_month, counts: BTreeMap::new(), noted: BTreeSet::new() };
    let mut next = Quarter::of(first, fiscal_start_month);
    while next <= Quarter::of(last, fiscal_start_month) {
        counting.counts.insert(next, QuarterCounts::empty(next));
        next = next.next();
    }
    let groups = counting.add_uses(evidence, judgements, notes);
    for month in months(&groups, counted, first, last) {
        if let Some(quarter) = counting.at(month.month_first_day) {
            quarter.add_month(month);
        }
    }
    let noted: BTreeMap<_, _> = notes.iter().map(|note| (&note.key, note)).collect();
    for month in counted {
        if let Some(quarter) = counting.at(month.month_first_day) {
            quarter.add_counted(month);
        }
        for one in &month.deviating {
            let (note, is_first) = (noted.get(&one.key).copied(), counting.noted.insert(one.key.clone()));
            if let Some(quarter) = counting.at(month.month_first_day) {
                quarter.add_incident(one, note, is_first);
            }
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
fn months(groups: &Groups, counted: &[CountedMonth], first: Date, last: Date) -> Vec<MonthCounts> {
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
        for counted in counted.iter().filter(|counted| counted.month_first_day == month) {
            counts.uses += counted.uses;
            counts.deviations += counted.deviations;
            for &[deviations, uses, times] in &counted.groups {
                let times = usize::try_from(times).unwrap_or(usize::MAX).min(MOST_GROUPS);
                counts.groups.extend(std::iter::repeat_n((deviations, uses), times));
            }
        }
        months.push(counts);
        next = month.checked_add(1.month()).ok();
    }
    months
}
