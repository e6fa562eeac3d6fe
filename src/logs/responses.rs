//! Response logs: who saw which variant when, and what they answered.

use super::pieces::{Row, for_each_row};
use super::set_aside::{Hider, fault_reason, quoted};
use super::times::{TimeFault, read_time};
use super::{LogError, Preview, Progress, Reason, ResponseMapping, SetAside, identify};
use crate::domain::{Answer, PersonKey, Pseudonymiser, ResponseEvent, Variant};
use jiff::tz::TimeZone;
use std::collections::{HashMap, HashSet};
use std::hash::{BuildHasherDefault, Hasher};
use std::path::Path;

/// The most values that a segment tells apart; all further ones count as [`OTHER`].
const MOST_VALUES: usize = 1_000;
const OTHER: &str = "(other values)";
const LONGEST_VALUE: usize = 200;
/// The most variant values that are proposed, and that are told apart while counting.
const MOST_PROPOSED: usize = 1_000;
const MOST_COUNTED: usize = 100_000;

/// The values of one segment column, each stored once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SegmentColumn {
    /// The values.
    pub values: Vec<String>,
    /// For every row, the index of its value.
    pub codes: Vec<u32>,
}

/// Usable rows of a response log, column by column.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResponseColumns {
    /// The names of the segments.
    pub segment_names: Vec<String>,
    /// Who.
    pub person: Vec<PersonKey>,
    /// The key of the variant.
    pub variant: Vec<i64>,
    /// When, in microseconds since 1970; rows of a log without times keep their order from 1970 on.
    pub at: Vec<i64>,
    /// What.
    pub event: Vec<ResponseEvent>,
    /// The segments, in the order of their names.
    pub segments: Vec<SegmentColumn>,
}

impl ResponseColumns {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.person.len()
    }

    /// Whether there are no rows.
    pub fn is_empty(&self) -> bool {
        self.person.is_empty()
    }
}

/// What a response log held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct ResponseLog {
    /// How many rows were read.
    pub rows_read: u64,
    /// The usable ones.
    pub rows: ResponseColumns,
    /// The others.
    pub set_aside: SetAside,
}

/// The values that some columns of a log hold, most frequent first, at most 1000, with the number of their rows; several columns are
/// read as one, joined by `+`. One entry for each of `groups`; an empty group has no values.
pub fn count_values(
    path: &Path,
    preview: &Preview,
    groups: &[&[String]],
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Vec<Vec<(String, u64)>>, LogError> {
    let columns: Vec<Vec<Option<usize>>> =
        groups.iter().map(|group| group.iter().map(|name| preview.column(name)).collect()).collect();
    let mut counts: Vec<HashMap<String, u64>> = vec![HashMap::new(); groups.len()];
    let mut value = String::new();
    for_each_row(path, preview, progress, &mut |row| {
        if row.fault.is_some() {
            return Ok(());
        }
        for (columns, counts) in columns.iter().zip(&mut counts).filter(|(columns, _)| !columns.is_empty()) {
            join_cells(row, columns, &mut value);
            if let Some(count) = counts.get_mut(&value) {
                *count += 1;
            } else if counts.len() < MOST_COUNTED {
                *counts.entry(value.chars().take(LONGEST_VALUE).collect()).or_default() += 1;
            }
        }
        Ok(())
    })?;
    Ok(counts.into_iter().map(most_frequent).collect())
}

fn most_frequent(counts: HashMap<String, u64>) -> Vec<(String, u64)> {
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    counts.truncate(MOST_PROPOSED);
    counts
}

/// Reads a response log.
pub fn read_responses(
    path: &Path,
    preview: &Preview,
    mapping: &ResponseMapping,
    variants: &[Variant],
    pseudonymiser: &Pseudonymiser,
    zone: Option<&TimeZone>,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ResponseLog, LogError> {
    mapping.check(&preview.columns)?;
    let mut reader = Reader::new(preview, mapping, variants, pseudonymiser, zone);
    if reader.person.is_none() {
        reader.file_hash = identify(path)?.hash;
    }
    let rows_read = for_each_row(path, preview, progress, &mut |row| reader.read(row))?;
    Ok(ResponseLog { rows_read, rows: reader.rows, set_aside: reader.set_aside })
}

/// Why a row is set aside, in words.
type Refusal = (Reason, String);

struct Reader<'a> {
    variants: &'a [Variant],
    known_values: HashMap<String, Option<i64>>,
    variant_columns: Vec<Option<usize>>,
    person: Option<usize>,
    shown_at: Option<usize>,
    response: Option<usize>,
    segments: Vec<Option<usize>>,
    dictionaries: Vec<HashMap<String, u32>>,
    answers: HashMap<String, ResponseEvent>,
    pseudonymiser: &'a Pseudonymiser,
    zone: Option<&'a TimeZone>,
    time_column: &'a str,
    file_hash: String,
    hider: Hider<'a>,
    seen: HashSet<u128, BuildHasherDefault<AlreadyHashed>>,
    value: String,
    rows: ResponseColumns,
    set_aside: SetAside,
}

impl<'a> Reader<'a> {
    fn new(
        preview: &Preview,
        mapping: &'a ResponseMapping,
        variants: &'a [Variant],
        pseudonymiser: &'a Pseudonymiser,
        zone: Option<&'a TimeZone>,
    ) -> Self {
        let find = |name: &Option<String>| name.as_deref().and_then(|name| preview.column(name));
        let (person, shown_at, response) = (find(&mapping.person), find(&mapping.shown_at), find(&mapping.response));
        let variant_columns: Vec<_> = mapping.variant.iter().map(|name| preview.column(name)).collect();
        let segments: Vec<_> = mapping.segments.iter().map(|(_, column)| preview.column(column)).collect();
        let mapped = variant_columns.iter().chain(&segments).copied().chain([shown_at, response]);
        let rows = ResponseColumns {
            segment_names: mapping.segments.iter().map(|(name, _)| name.clone()).collect(),
            segments: vec![SegmentColumn::default(); segments.len()],
            ..ResponseColumns::default()
        };
        Self {
            variants,
            known_values: HashMap::new(),
            hider: Hider::new(Some(pseudonymiser), person, mapped, preview.columns.len()),
            variant_columns,
            person,
            shown_at,
            response,
            dictionaries: vec![HashMap::new(); segments.len()],
            segments,
            answers: mapping.answers.table(),
            pseudonymiser,
            zone,
            time_column: mapping.shown_at.as_deref().unwrap_or_default(),
            file_hash: String::new(),
            seen: HashSet::default(),
            value: String::new(),
            rows,
            set_aside: SetAside::default(),
        }
    }

    fn read(&mut self, row: &Row) -> Result<(), LogError> {
        if let Err((reason, detail)) = self.keep(row)? {
            self.set_aside.add(row, reason, detail, &self.hider);
        }
        Ok(())
    }

    fn keep(&mut self, row: &Row) -> Result<Result<(), Refusal>, LogError> {
        if let Some(fault) = row.fault {
            return Ok(Err(fault_reason(fault, self.hider.columns())));
        }
        let Some(variant) = self.variant(row) else {
            return Ok(Err((Reason::UnknownVariant, format!("{} is no variant", quoted(&self.value)))));
        };
        let Some(person) = self.person_of(row) else {
            return Ok(Err((Reason::PersonMissing, "the cell for the person is empty".to_owned())));
        };
        let at = match self.time(row)? {
            Ok(at) => at,
            Err(refusal) => return Ok(Err(refusal)),
        };
        let event = match self.event(row) {
            Ok(event) => event,
            Err(refusal) => return Ok(Err(refusal)),
        };
        if self.is_duplicate(person, variant, at, event) {
            let detail = "person, time, variant and answer are those of an earlier row".to_owned();
            return Ok(Err((Reason::DuplicateRow, detail)));
        }
        self.push(row, person, variant, at, event);
        Ok(Ok(()))
    }

    fn variant(&mut self, row: &Row) -> Option<i64> {
        join_cells(row, &self.variant_columns, &mut self.value);
        if let Some(known) = self.known_values.get(&self.value) {
            return *known;
        }
        let found = self.variants.iter().find(|variant| variant.is_meant_by(&self.value)).map(|variant| variant.id);
        // The memory of a log with a new value in every row stays bounded.
        if self.known_values.len() < MOST_COUNTED && self.value.len() < LONGEST_VALUE * 4 {
            self.known_values.insert(self.value.clone(), found);
        }
        found
    }

    fn person_of(&self, row: &Row) -> Option<PersonKey> {
        let Some(column) = self.person else {
            return Some(self.pseudonymiser.cell(&format!("{} {}", self.file_hash, row.line)));
        };
        let identifier = row.cell(Some(column));
        (!identifier.is_empty()).then(|| self.pseudonymiser.person(identifier))
    }

    fn time(&self, row: &Row) -> Result<Result<i64, Refusal>, LogError> {
        match self.shown_at {
            Some(column) => time_cell(row.cell(Some(column)), self.time_column, self.zone),
            None => Ok(Ok(i64::try_from(row.line).unwrap_or(i64::MAX))),
        }
    }

    fn event(&self, row: &Row) -> Result<ResponseEvent, Refusal> {
        let word = row.cell(self.response);
        if word.is_empty() {
            return Ok(ResponseEvent::Shown);
        }
        let known = self.answers.get(word).or_else(|| self.answers.get(&word.to_lowercase())).copied();
        known.ok_or_else(|| (Reason::AnswerUnreadable, format!("{} is no known answer", quoted(word))))
    }

    /// Rows without person or time may be alike and still be about different people.
    fn is_duplicate(&mut self, person: PersonKey, variant: i64, at: i64, event: ResponseEvent) -> bool {
        if self.person.is_none() || self.shown_at.is_none() {
            return false;
        }
        // The pseudonym is a keyed hash already: what is mixed in keeps 128 bits that do not clash by chance.
        let rest = (u128::from(at.cast_unsigned()) << 64)
            ^ u128::from(variant.cast_unsigned()) << 3
            ^ u128::from(event_code(event));
        let mixed = rest.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835).rotate_left(61);
        !self.seen.insert(u128::from_be_bytes(person.0) ^ mixed)
    }

    fn push(&mut self, row: &Row, person: PersonKey, variant: i64, at: i64, event: ResponseEvent) {
        self.rows.person.push(person);
        self.rows.variant.push(variant);
        self.rows.at.push(at);
        self.rows.event.push(event);
        let columns = self.rows.segments.iter_mut().zip(&self.segments).zip(&mut self.dictionaries);
        for ((column, index), dictionary) in columns {
            column.push(dictionary, row.cell(*index));
        }
    }
}

impl SegmentColumn {
    /// Adds a row's value; `dictionary` knows the codes of the values so far.
    pub(super) fn push(&mut self, dictionary: &mut HashMap<String, u32>, value: &str) {
        if let Some(code) = dictionary.get(value) {
            self.codes.push(*code);
            return;
        }
        let short: String = value.chars().take(LONGEST_VALUE).collect();
        let name = if self.values.len() < MOST_VALUES { short } else { OTHER.to_owned() };
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        let code = *dictionary.entry(name).or_insert_with_key(|name| {
            self.values.push(name.clone());
            next
        });
        self.codes.push(code);
    }
}

/// Reads a cell that must hold a time; a missing zone stops the import.
pub(super) fn time_cell(cell: &str, column: &str, zone: Option<&TimeZone>) -> Result<Result<i64, Refusal>, LogError> {
    if cell.is_empty() {
        return Ok(Err((Reason::TimeMissing, "the cell for the time is empty".to_owned())));
    }
    match read_time(cell, zone) {
        Ok(at) => Ok(Ok(at)),
        Err(fault) => time_refusal(fault, cell, column).map(Err),
    }
}

/// What a time at fault means for the row.
pub(super) fn time_refusal(fault: TimeFault, cell: &str, column: &str) -> Result<Refusal, LogError> {
    match fault {
        TimeFault::Unreadable => Ok((Reason::TimeUnreadable, format!("{} is no time", quoted(cell)))),
        TimeFault::OutOfRange => Ok((Reason::TimeOutOfRange, format!("{} is out of range", quoted(cell)))),
        TimeFault::ZoneMissing => {
            Err(LogError::TimeZoneMissing { column: column.to_owned(), example: cell.chars().take(60).collect() })
        }
    }
}

fn join_cells(row: &Row, columns: &[Option<usize>], value: &mut String) {
    value.clear();
    for (index, column) in columns.iter().enumerate() {
        if index > 0 {
            value.push('+');
        }
        value.push_str(row.cell(*column));
    }
}

/// A number for an event, to store and to compare.
pub(super) fn event_code(event: ResponseEvent) -> u32 {
    match event {
        ResponseEvent::Shown => 0,
        ResponseEvent::Answered(Answer::Accepted) => 1,
        ResponseEvent::Answered(Answer::Declined) => 2,
        ResponseEvent::Answered(Answer::Dismissed) => 3,
        ResponseEvent::Answered(Answer::Ignored) => 4,
    }
}

/// Takes the low half of a number that is a hash already.
#[derive(Default)]
struct AlreadyHashed(u64);

impl Hasher for AlreadyHashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        for byte in bytes {
            self.0 = self.0.rotate_left(8) ^ u64::from(*byte);
        }
    }

    #[expect(clippy::cast_possible_truncation, reason = "the low half is what is wanted")]
    fn write_u128(&mut self, number: u128) {
        self.0 = number as u64;
    }
}
