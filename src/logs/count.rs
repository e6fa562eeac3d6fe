//! Counts people: each once, at the first request they were shown.

use super::ResponseColumns;
use crate::domain::{Answer, ExperimentCounts, PersonKey, ResponseEvent, SegmentCount, VariantCount};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::collections::{BTreeMap, HashMap};

/// Times within the first day of 1970 are the order of a log without times.
const FIRST_REAL_TIME: i64 = 86_400_000_000;
const DAY_MICROS: i64 = 86_400_000_000;
/// Puts places in logs without times before every time.
const BEFORE_ALL_TIMES: i64 = 1 << 62;

/// One row, to be sorted by person and time, and within a time by import and row.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Entry {
    person: u128,
    at: i64,
    import: u32,
    row: u32,
}

/// Where each variant stands. Few are searched faster one by one than by a hash.
struct Index {
    keys: Vec<i64>,
    many: Option<HashMap<i64, usize>>,
}

impl Index {
    fn new(variants: &[i64]) -> Self {
        let many = || variants.iter().enumerate().map(|(index, &key)| (key, index)).collect();
        Self { keys: variants.to_vec(), many: (variants.len() > 16).then(many) }
    }

    fn get(&self, key: i64) -> Option<usize> {
        match &self.many {
            Some(many) => many.get(&key).copied(),
            None => self.keys.iter().position(|known| *known == key),
        }
    }
}

/// What one person did with one variant.
struct Requests {
    variant: usize,
    first_answer: Option<Answer>,
    open: bool,
    number: u32,
    /// When an answer came that no showing stood before.
    unshown_at: Option<i64>,
}

/// Counts all imports of one experiment; `variants` are the keys of its variants, in their order.
/// `people` tells further segments of people, sorted by person; what the responses themselves say of a segment stands above it.
pub fn count(
    columns: &[ResponseColumns],
    people: &[ResponseColumns],
    variants: &[i64],
    zone: &TimeZone,
) -> ExperimentCounts {
    let index = Index::new(variants);
    let mut entries = entries(columns, &index);
    let rows = entries.len() as u64;
    if !entries.is_sorted() {
        entries.sort_unstable();
    }
    let empty = || variants.iter().map(|&variant| VariantCount { variant, ..VariantCount::default() }).collect();
    let mut counts = ExperimentCounts { variants: empty(), by_first_showing: empty(), rows, ..Default::default() };
    let mut segments = Segments::new(columns, people, variants.len(), zone);
    for person in entries.chunk_by(|one, other| one.person == other.person) {
        count_person(person, columns, &index, &mut counts, &mut segments);
    }
    counts.segments = segments.finish(variants);
    counts
}

fn entries(columns: &[ResponseColumns], index: &Index) -> Vec<Entry> {
    let mut entries = Vec::with_capacity(columns.iter().map(ResponseColumns::len).sum());
    for (import, rows) in (0..).zip(columns) {
        for (row, ((person, variant), &at)) in (0..).zip(rows.person.iter().zip(&rows.variant).zip(&rows.at)) {
            if index.get(*variant).is_some() {
                // Rows without times keep the order of their log, and logs without times that in which they came.
                let at = if at < FIRST_REAL_TIME { at + (i64::from(import) << 40) - BEFORE_ALL_TIMES } else { at };
                entries.push(Entry { person: u128::from_be_bytes(person.0), at, import, row });
            }
        }
    }
    entries
}

fn count_person(
    person: &[Entry],
    columns: &[ResponseColumns],
    index: &Index,
    counts: &mut ExperimentCounts,
    segments: &mut Segments,
) {
    if let [only] = person {
        return count_single(only, columns, index, counts, segments);
    }
    let requests = fold(person, columns, index);
    let Some((first, others)) = requests.split_first() else { return };
    let answer = first.first_answer.unwrap_or(Answer::Ignored);
    counts.repeated += u64::from(requests.iter().any(|requests| requests.number > 1));
    if let Some(variant) = counts.by_first_showing.get_mut(first.variant) {
        variant.add(answer);
    }
    if !others.is_empty() {
        counts.crossovers += 1;
        return;
    }
    if let Some(variant) = counts.variants.get_mut(first.variant) {
        variant.add(answer);
    }
    // A withdrawal may stand before the first showing, and is none.
    let is_showing =
        |entry: &&Entry| said(entry, columns, index).is_some_and(|said| said.1 != ResponseEvent::Withdrawn);
    if let Some(showing) = person.iter().find(is_showing) {
        segments.add(showing, first.variant, answer);
    }
}

/// Counts somebody with a single row, as most have.
fn count_single(
    only: &Entry,
    columns: &[ResponseColumns],
    index: &Index,
    counts: &mut ExperimentCounts,
    segments: &mut Segments,
) {
    let Some((variant, event)) = said(only, columns, index) else { return };
    let answer = match event {
        ResponseEvent::Withdrawn => return,
        ResponseEvent::Shown => Answer::Ignored,
        ResponseEvent::Answered(answer) => answer,
    };
    for all in [&mut counts.by_first_showing, &mut counts.variants] {
        if let Some(count) = all.get_mut(variant) {
            count.add(answer);
        }
    }
    segments.add(only, variant, answer);
}

/// The place of a row's variant, and what it says.
fn said(entry: &Entry, columns: &[ResponseColumns], index: &Index) -> Option<(usize, ResponseEvent)> {
    let rows = columns.get(entry.import as usize)?;
    let (key, event) = (rows.variant.get(entry.row as usize)?, rows.event.get(entry.row as usize)?);
    Some((index.get(*key)?, *event))
}

/// A person's requests by variant, the variant seen first in front.
fn fold(person: &[Entry], columns: &[ResponseColumns], index: &Index) -> Vec<Requests> {
    let mut all: Vec<Requests> = Vec::with_capacity(1);
    let several = columns.len() > 1 && person.len() > 1;
    let mut now: (i64, Vec<(usize, ResponseEvent, u32)>) = (i64::MIN, Vec::new());
    for entry in person {
        let Some((variant, event)) = said(entry, columns, index) else { continue };
        if event == ResponseEvent::Withdrawn {
            continue;
        }
        if now.0 != entry.at {
            now = (entry.at, Vec::new());
        }
        // Exports overlap: what another import said of the same moment is said only once.
        let is_said =
            |told: &(usize, ResponseEvent, u32)| (told.0, told.1) == (variant, event) && told.2 != entry.import;
        if entry.at >= FIRST_REAL_TIME && now.1.iter().any(is_said) {
            continue;
        }
        if several {
            now.1.push((variant, event, entry.import));
        }
        if let Some(requests) = all.iter_mut().find(|requests| requests.variant == variant) {
            requests.take(entry.at, event);
        } else {
            let mut requests = Requests { variant, first_answer: None, open: false, number: 0, unshown_at: None };
            requests.take(entry.at, event);
            all.push(requests);
        }
    }
    all
}

impl Requests {
    /// A showing opens a request; an answer closes the open one, or else is a request of its own.
    ///
    /// Clocks are coarse, so that an answer may stand before the showing that it belongs to if both have the same time.
    fn take(&mut self, at: i64, event: ResponseEvent) {
        let answer = match event {
            ResponseEvent::Shown | ResponseEvent::Withdrawn => None,
            ResponseEvent::Answered(answer) => Some(answer),
        };
        if answer.is_none() && self.unshown_at.take() == Some(at) {
            return;
        }
        self.unshown_at = (answer.is_some() && !self.open).then_some(at);
        if answer.is_none() || !self.open {
            self.number = self.number.saturating_add(1);
        }
        self.open = answer.is_none();
        if self.number == 1 && answer.is_some() {
            self.first_answer = answer;
        }
    }
}

fn add_at(counts: &mut [Vec<VariantCount>], slot: usize, variant: usize, answer: Answer) {
    if let Some(count) = counts.get_mut(slot).and_then(|counts| counts.get_mut(variant)) {
        count.add(answer);
    }
}

/// The segments of a row by name, with the slot of the row's value of each.
fn slots_of_row<'a>(
    rows: &'a ResponseColumns,
    by_code: &'a [Vec<usize>],
    row: usize,
) -> impl Iterator<Item = (&'a str, usize)> {
    rows.segment_names.iter().zip(&rows.segments).zip(by_code).filter_map(move |((name, column), slots)| {
        let code = *column.codes.get(row)? as usize;
        Some((name.as_str(), *slots.get(code)?))
    })
}

/// Counts by segment and by day.
struct Segments<'a> {
    columns: &'a [ResponseColumns],
    people: &'a [ResponseColumns],
    zone: &'a TimeZone,
    variants: usize,
    slots: BTreeMap<(String, String), usize>,
    counts: Vec<Vec<VariantCount>>,
    /// For every import and segment of it, the slot of each of its values.
    by_code: Vec<Vec<Vec<usize>>>,
    /// The same for logs that tell segments of people.
    people_by_code: Vec<Vec<Vec<usize>>>,
    /// Days seen so far: their first microsecond, their end, and their slot.
    days: BTreeMap<i64, (i64, usize)>,
    /// The same for days seen lately, by their number.
    recent: [(i64, i64, usize); 64],
}

impl<'a> Segments<'a> {
    fn new(columns: &'a [ResponseColumns], people: &'a [ResponseColumns], variants: usize, zone: &'a TimeZone) -> Self {
        let mut segments = Self {
            columns,
            people,
            zone,
            variants,
            slots: BTreeMap::new(),
            counts: Vec::new(),
            by_code: Vec::new(),
            people_by_code: Vec::new(),
            days: BTreeMap::new(),
            recent: [(0, 0, 0); 64],
        };
        segments.by_code = columns.iter().map(|rows| segments.slots_of(rows)).collect();
        segments.people_by_code = people.iter().map(|rows| segments.slots_of(rows)).collect();
        segments
    }

    fn slots_of(&mut self, rows: &ResponseColumns) -> Vec<Vec<usize>> {
        let named = rows.segment_names.iter().zip(&rows.segments);
        named.map(|(name, column)| column.values.iter().map(|value| self.slot(name, value)).collect()).collect()
    }

    fn slot(&mut self, name: &str, value: &str) -> usize {
        let (variants, counts) = (self.variants, &mut self.counts);
        *self.slots.entry((name.to_owned(), value.to_owned())).or_insert_with(|| {
            counts.push(vec![VariantCount::default(); variants]);
            counts.len() - 1
        })
    }

    fn add(&mut self, showing: &Entry, variant: usize, answer: Answer) {
        let import = showing.import as usize;
        let own = self.columns.get(import).zip(self.by_code.get(import));
        if let Some((rows, by_code)) = own {
            for (_, slot) in slots_of_row(rows, by_code, showing.row as usize) {
                add_at(&mut self.counts, slot, variant, answer);
            }
        }
        if !self.people.is_empty() {
            self.add_people(showing, own.map_or(&[][..], |(rows, _)| &rows.segment_names), variant, answer);
        }
        if let Some(slot) = self.day(showing.at) {
            add_at(&mut self.counts, slot, variant, answer);
        }
    }

    /// Counts somebody in the segments that other logs tell, except for those that the responses tell themselves.
    fn add_people(&mut self, showing: &Entry, own_names: &[String], variant: usize, answer: Answer) {
        let person = PersonKey::from_number(showing.person);
        let mut told: Vec<&str> = own_names.iter().map(String::as_str).collect();
        for (rows, by_code) in self.people.iter().zip(&self.people_by_code) {
            let row = rows.person.partition_point(|known| *known < person);
            if rows.person.get(row) != Some(&person) {
                continue;
            }
            for (name, slot) in slots_of_row(rows, by_code, row) {
                if !told.contains(&name) {
                    told.push(name);
                    add_at(&mut self.counts, slot, variant, answer);
                }
            }
        }
    }

    /// The slot of the day that holds a time.
    fn day(&mut self, at: i64) -> Option<usize> {
        if at < FIRST_REAL_TIME {
            return None;
        }
        let place = usize::try_from(at / DAY_MICROS).unwrap_or(0) % self.recent.len();
        let recent = self.recent.get(place).copied().unwrap_or_default();
        if (recent.0..recent.1).contains(&at) {
            return Some(recent.2);
        }
        let slot = self.slot_of_day(at)?;
        if let (Some(known), Some(day)) = (self.days.range(..=at).next_back(), self.recent.get_mut(place)) {
            *day = (*known.0, known.1.0, slot);
        }
        Some(slot)
    }

    fn slot_of_day(&mut self, at: i64) -> Option<usize> {
        if let Some((_, &(_, slot))) = self.days.range(..=at).next_back().filter(|(_, (end, _))| at < *end) {
            return Some(slot);
        }
        let date = self.zone.to_datetime(Timestamp::from_microsecond(at).ok()?).date();
        let micros =
            |date: jiff::civil::Date| Some(date.to_zoned(self.zone.clone()).ok()?.timestamp().as_microsecond());
        let (start, end) = (micros(date)?, date.tomorrow().ok().and_then(micros)?);
        let slot = self.slot("", &date.to_string());
        self.days.insert(start, (end, slot));
        Some(slot)
    }

    fn finish(self, variants: &[i64]) -> Vec<SegmentCount> {
        let mut all = Vec::new();
        for ((segment, value), slot) in self.slots {
            let counts = self.counts.get(slot).into_iter().flatten();
            for (count, &variant) in counts.zip(variants).filter(|(count, _)| count.shown > 0) {
                let count = VariantCount { variant, ..count.clone() };
                all.push(SegmentCount { segment: segment.clone(), value: value.clone(), count });
            }
        }
        all
    }
}
