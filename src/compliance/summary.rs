//! How many permissions stand, and how they come and go.

use super::calendar::{DayNumber, date, month_of};
use super::ends::{Ends, day_number};
use super::history::Entry;
use super::{Evidence, Rulebook};
use crate::domain::{CountedPermissions, PermissionState, QuickMap, Scope};
use jiff::{Timestamp, ToSpan, civil::Date};
use std::collections::BTreeMap;

/// The permissions as they stand at a moment.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct PermissionSummary {
    /// People of whom anything is known.
    pub people: u64,
    /// By purpose, category, channel and topic, as the changes name them.
    pub by_purpose: Vec<PurposeSummary>,
    /// What came and went each month, from the first change to the moment.
    pub monthly_flow: Vec<MonthlyFlow>,
}

impl PermissionSummary {
    /// Adds permissions that were counted where their rows are. Whoever stands in both counts twice: nothing tells who that is.
    pub fn add_counted(&mut self, counted: &CountedPermissions) {
        self.people += counted.people;
        for scope in &counted.scopes {
            let [purpose, category, channel, topic] = scope.words.clone();
            let new = PurposeSummary { purpose, category, channel, topic, by_state: BTreeMap::new() };
            let key = |one: &PurposeSummary| [&one.purpose, &one.category, &one.channel, &one.topic].map(Clone::clone);
            let place = self.by_purpose.binary_search_by_key(&scope.words, key).unwrap_or_else(|place| {
                self.by_purpose.insert(place, new);
                place
            });
            for (state, people) in &scope.by_state {
                *self.by_purpose[place].by_state.entry(*state).or_default() += people;
            }
        }
        let mut steps: BTreeMap<Date, (u64, u64)> =
            self.monthly_flow.iter().map(|flow| (flow.month, (flow.gained, flow.lost))).collect();
        let last = self.monthly_flow.last().map(|flow| flow.month).max(Some(month_of(counted.counted_on)));
        for flow in &counted.flow {
            let step = steps.entry(flow.month_first_day).or_default();
            *step = (step.0 + flow.gained, step.1 + flow.lost);
        }
        self.monthly_flow = last.map(|last| flow_of(&steps, last)).unwrap_or_default();
    }
}

/// How many people are in each state for one purpose and category.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PurposeSummary {
    /// The purpose.
    pub purpose: String,
    /// The category; empty for all data.
    pub category: String,
    /// The channel; empty for all channels.
    pub channel: String,
    /// The topic; empty for all topics.
    pub topic: String,
    /// People by state; what ended by itself is counted as expired.
    pub by_state: BTreeMap<PermissionState, u64>,
}

impl PurposeSummary {
    /// How many people permit, refused, took it back, let it run out, did not answer, or anything else.
    pub fn people(&self) -> [u64; 6] {
        let mut found = [0; 6];
        for (state, people) in &self.by_state {
            let place = match state {
                state if state.is_valid() => 0,
                PermissionState::Refused => 1,
                PermissionState::Withdrawn => 2,
                PermissionState::Expired => 3,
                state if state.is_unanswered() => 4,
                _ => 5,
            };
            found[place] += people;
        }
        found
    }
}

/// Permissions gained and lost in one month; a person counts once for each purpose, category, channel and topic.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MonthlyFlow {
    /// The first day of the month.
    pub month: Date,
    /// How many became valid.
    pub gained: u64,
    /// How many ceased to be.
    pub lost: u64,
    /// How many were valid at its end.
    pub held: u64,
}

/// One person's state for one scope, and the day before which it ends.
pub(super) struct Held {
    /// The code of the scope.
    pub scope: u32,
    /// The last change.
    pub entry: Entry,
    /// When it ends by itself.
    pub end: Option<DayNumber>,
}

impl Held {
    /// The state on a day.
    pub fn state_on(&self, day: DayNumber) -> PermissionState {
        if self.end.is_some_and(|end| end <= day) { PermissionState::Expired } else { self.entry.state }
    }
}

/// Gained and lost, by day: each day lies in one month, and days are cheaper to tell.
type Steps = QuickMap<DayNumber, (u64, u64)>;

/// The permissions as they stand at a moment; later changes are left out. What ends by itself does so as the rules and terms of that
/// moment say.
pub fn permission_summary(evidence: &Evidence, rulebook: &Rulebook, at: Timestamp) -> PermissionSummary {
    let ends = Ends::new(evidence, rulebook, at);
    let mut counting =
        Counting { today: day_number(evidence, at), steps: Steps::default(), states: QuickMap::default() };
    let mut people = 0;
    let mut held = Vec::new();
    for person in 0..evidence.records().people.len() {
        held.clear();
        for entry in evidence.histories.of(person).iter().take_while(|entry| entry.at_us <= at.as_microsecond()) {
            counting.step(&mut held, entry, ends.end(entry));
        }
        counting.finish(&held);
        people += u64::from(!held.is_empty());
    }
    PermissionSummary {
        people,
        by_purpose: by_purpose(evidence, &counting.states),
        monthly_flow: monthly_flow(&counting.steps, month_of(date(counting.today))),
    }
}

struct Counting {
    today: DayNumber,
    steps: Steps,
    states: QuickMap<(u32, PermissionState), u64>,
}

impl Counting {
    /// Takes in a person's next change.
    fn step(&mut self, held: &mut Vec<Held>, entry: &Entry, end: Option<DayNumber>) {
        let known = held.iter_mut().find(|known| known.scope == entry.scope);
        if known.is_some() && entry.state.is_unanswered() {
            return;
        }
        self.steps.entry(entry.day).or_default();
        let new = Held { scope: entry.scope, entry: *entry, end };
        let mut was_valid = false;
        if let Some(known) = known {
            self.end_by(known, entry.day);
            was_valid = known.state_on(entry.day).is_valid();
            *known = new;
        } else {
            held.push(new);
        }
        let step = self.steps.entry(entry.day).or_default();
        match (was_valid, entry.state.is_valid()) {
            (false, true) => step.0 += 1,
            (true, false) => step.1 += 1,
            _ => {}
        }
    }

    /// Counts a permission as lost if it had ended by itself by a day.
    fn end_by(&mut self, known: &Held, day: DayNumber) {
        if let Some(end) = known.end.filter(|&end| end <= day) {
            self.steps.entry(end.max(known.entry.day)).or_default().1 += 1;
        }
    }

    /// Counts a person's states when all changes are taken in.
    fn finish(&mut self, held: &[Held]) {
        for known in held {
            self.end_by(known, self.today);
            *self.states.entry((known.scope, known.state_on(self.today))).or_default() += 1;
        }
    }
}

fn by_purpose(evidence: &Evidence, states: &QuickMap<(u32, PermissionState), u64>) -> Vec<PurposeSummary> {
    let words = &evidence.records().words;
    let mut counts: BTreeMap<[&str; 4], BTreeMap<PermissionState, u64>> = BTreeMap::new();
    for (&(scope, state), &people) in states {
        let Scope { purpose, category, channel, topic } =
            evidence.records().changes.scopes().get(scope as usize).copied().unwrap_or_default();
        let key = [purpose, category, channel, topic].map(|code| words.word(code));
        *counts.entry(key).or_default().entry(state).or_default() += people;
    }
    let summary = |([purpose, category, channel, topic], by_state): ([&str; 4], _)| PurposeSummary {
        purpose: purpose.to_owned(),
        category: category.to_owned(),
        channel: channel.to_owned(),
        topic: topic.to_owned(),
        by_state,
    };
    counts.into_iter().map(summary).collect()
}

fn monthly_flow(steps: &Steps, last_month: Date) -> Vec<MonthlyFlow> {
    let mut by_month: BTreeMap<Date, (u64, u64)> = BTreeMap::new();
    for (&day, &(gained, lost)) in steps {
        let month = by_month.entry(month_of(date(day))).or_default();
        *month = (month.0 + gained, month.1 + lost);
    }
    flow_of(&by_month, last_month)
}

/// Every month from the first with a step to the last.
fn flow_of(by_month: &BTreeMap<Date, (u64, u64)>, last_month: Date) -> Vec<MonthlyFlow> {
    let mut flow = Vec::new();
    let mut held = 0_u64;
    let mut next = by_month.keys().next().copied();
    while let Some(month) = next.filter(|&month| month <= last_month) {
        let (gained, lost) = by_month.get(&month).copied().unwrap_or_default();
        held = (held + gained).saturating_sub(lost);
        flow.push(MonthlyFlow { month, gained, lost, held });
        next = month.checked_add(1.month()).ok();
    }
    flow
}
