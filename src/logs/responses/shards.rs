//! From packed rows to sorted columns: rows that came twice are set aside, the others are counted and encoded.

use super::batch::{Layout, Record, SHARDS};
use super::reader::PieceRows;
use super::{OTHER, ResponseColumns, ResponseReading, SegmentColumn, decode_event};
use crate::domain::{ExperimentCounts, PersonKey, ResponseEvent};
use crate::logs::parallel::in_order;
use crate::logs::spool::Spool;
use crate::logs::{LogError, Progress, Reason, SetAside, SetAsideRow, count, encode_responses};
use std::collections::HashMap;
use std::path::Path;

/// The most values that a segment tells apart; all further ones count as [`OTHER`].
const MOST_VALUES: usize = 1_000;
/// Packed rows beyond this wait in a file.
const MOST_IN_MEMORY: usize = 512 << 20;
/// Encoded rows beyond this do.
const MOST_ENCODED_IN_MEMORY: usize = 192 << 20;
/// About how many rows a stored chunk has, while there are fewer than the most chunks.
const CHUNK_ROWS: u64 = 200_000;
const MOST_CHUNKS: usize = 64;

/// Packed rows of all pieces so far.
pub(super) struct Gathered {
    layout: Layout,
    spool: Spool,
    batches: Vec<BatchFacts>,
    dictionaries: Vec<Dictionary>,
    /// The files, and how many rows came before each.
    files: Vec<(String, u64)>,
    /// Rows read, usable or not.
    pub rows: u64,
    kept: u64,
}

/// What must be known of a batch to read its rows.
struct BatchFacts {
    starts: Vec<usize>,
    /// Rows before it, in all files.
    lines_before: u64,
    /// For each segment, the final code of each of the batch's codes.
    codes: Vec<Vec<u32>>,
}

#[derive(Default)]
struct Dictionary {
    values: Vec<String>,
    codes: HashMap<String, u32>,
}

impl Dictionary {
    fn truncate(&mut self, values: usize) {
        for value in self.values.drain(values.min(self.values.len())..) {
            self.codes.remove(&value);
        }
    }

    fn code(&mut self, value: String) -> u32 {
        if let Some(code) = self.codes.get(&value) {
            return *code;
        }
        let name = if self.values.len() < MOST_VALUES { value } else { OTHER.to_owned() };
        let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
        *self.codes.entry(name).or_insert_with_key(|name| {
            self.values.push(name.clone());
            next
        })
    }
}

/// Where one file's rows begin, so that they can be forgotten again.
#[derive(Debug, Clone)]
pub(super) struct Mark {
    values: Vec<usize>,
    batches: usize,
    files: usize,
    rows: u64,
    kept: u64,
}

impl Gathered {
    pub fn new(layout: Layout) -> Self {
        let dictionaries = (0..layout.segments).map(|_| Dictionary::default()).collect();
        let spool = Spool::new(MOST_IN_MEMORY);
        Self { layout, spool, batches: Vec::new(), dictionaries, files: Vec::new(), rows: 0, kept: 0 }
    }

    /// Rows added from now on stand in this file.
    pub fn begin_file(&mut self, path: &Path) {
        self.files.push((crate::logs::file_name(path), self.rows));
    }

    /// The file, from 0, in which a row stands, and its number there.
    pub fn place(&self, line: u64) -> (usize, u64) {
        let file = self.files.partition_point(|(_, before)| *before < line).saturating_sub(1);
        (file, line - self.files.get(file).map_or(0, |file| file.1))
    }

    fn place_in_words(&self, line: u64) -> String {
        let (file, line) = self.place(line);
        let name = self.files.get(file).filter(|_| self.files.len() > 1);
        name.map_or_else(|| format!("row {line}"), |(name, _)| format!("row {line} of {name}"))
    }

    pub fn mark(&self) -> Mark {
        let values = self.dictionaries.iter().map(|all| all.values.len()).collect();
        Mark { values, batches: self.batches.len(), files: self.files.len(), rows: self.rows, kept: self.kept }
    }

    /// Forgets everything since a mark.
    pub fn forget_since(&mut self, mark: &Mark) {
        self.dictionaries.iter_mut().zip(&mark.values).for_each(|(all, values)| all.truncate(*values));
        self.batches.truncate(mark.batches);
        self.spool.truncate(mark.batches);
        self.files.truncate(mark.files);
        (self.rows, self.kept) = (mark.rows, mark.kept);
    }

    /// Takes the rows of the next piece.
    pub fn add(&mut self, piece: &mut PieceRows) -> Result<(), LogError> {
        let dictionaries = piece.dictionaries.drain(..).zip(&mut self.dictionaries);
        let codes = dictionaries.map(|(values, all)| values.into_iter().map(|value| all.code(value)).collect());
        let (codes, batch) = (codes.collect(), std::mem::take(&mut piece.batch));
        self.kept += (batch.bytes.len() / self.layout.width()) as u64;
        self.batches.push(BatchFacts { starts: batch.starts, lines_before: self.rows, codes });
        self.rows += piece.rows;
        self.spool.push(batch.bytes)
    }

    /// Sorts, sets aside, counts and encodes.
    pub fn finish(
        &self,
        reading: &ResponseReading,
        names: &[String],
        person_cell: Option<usize>,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<Finished, LogError> {
        let crowded = self.dictionaries.iter().position(|all| all.values.len() >= MOST_VALUES);
        if let Some(name) = crowded.and_then(|index| names.get(index)).filter(|_| reading.people) {
            return Err(LogError::NotASegment { column: name.clone() });
        }
        let variants: Vec<i64> = reading.variants.iter().map(|variant| variant.id).collect();
        let chunks =
            usize::try_from(self.kept / CHUNK_ROWS).unwrap_or(MOST_CHUNKS).next_power_of_two().min(MOST_CHUNKS);
        let shards = SHARDS / chunks;
        let mut finished = Finished::default();
        let make = |chunk: usize| {
            let range = chunk * shards..(chunk + 1) * shards;
            let (columns, twice) = self.sorted(range, reading, &variants, names, person_cell)?;
            let counts = if reading.people {
                ExperimentCounts::default()
            } else {
                count(std::slice::from_ref(&columns), &[], &variants, reading.days)
            };
            Ok((encode_responses(&columns)?, counts, twice, columns.len() as u64))
        };
        let mut done = 0;
        in_order(chunks, &make, &mut |(bytes, counts, twice, rows)| {
            finished.chunks.push(bytes)?;
            finished.counts.add(&counts);
            finished.twice.absorb(twice, 0);
            finished.rows_kept += rows;
            done += rows;
            let all = Progress { bytes_done: done, bytes_total: self.kept, rows: self.rows, ..Progress::default() };
            if progress(all) { Ok(()) } else { Err(LogError::Cancelled) }
        })?;
        Ok(finished)
    }

    /// The rows of some shards, sorted by person, time and row, and those that came twice.
    fn sorted(
        &self,
        shards: std::ops::Range<usize>,
        reading: &ResponseReading,
        variants: &[i64],
        names: &[String],
        person_cell: Option<usize>,
    ) -> Result<(ResponseColumns, SetAside), LogError> {
        let mut columns = ResponseColumns {
            segment_names: names.to_vec(),
            segments: self.dictionaries.iter().map(|all| SegmentColumn::of(all.values.clone())).collect(),
            ..ResponseColumns::default()
        };
        let mut twice = SetAside::default();
        for shard in shards {
            let rows = self.rows_of(shard, reading)?;
            let mut order: Vec<(u64, u32)> = (0..).zip(&rows.records).map(|(index, row)| (high(row), index)).collect();
            order.sort_unstable();
            for equal in order.chunk_by_mut(|one, other| one.0 == other.0) {
                equal.sort_unstable_by_key(|(_, index)| rows.key(*index));
            }
            let mut seen = Seen::default();
            for (_, index) in order {
                if let Some((reason, first)) = seen.is_repeat(&rows, index as usize, reading) {
                    let first = self.place_in_words(first);
                    twice.add_row(repeat(&rows, index as usize, reason, &first, person_cell));
                } else {
                    rows.push_to(index as usize, variants, &mut columns);
                }
            }
        }
        Ok((columns, twice))
    }

    fn rows_of(&self, shard: usize, reading: &ResponseReading) -> Result<ShardRows, LogError> {
        let (layout, width) = (self.layout, self.layout.width());
        let mut rows = ShardRows { stride: layout.segments, ..ShardRows::default() };
        for (part, batch) in self.batches.iter().enumerate() {
            let ends = batch.starts.get(shard).copied().zip(batch.starts.get(shard + 1).copied());
            let Some((from, to)) = ends.filter(|(from, to)| from < to) else { continue };
            self.spool.read(part, from..to, |bytes| {
                for packed in bytes.chunks_exact(width) {
                    let Some(record) = Layout::record(packed) else { continue };
                    let line = batch.lines_before + u64::from(record.line);
                    let at = if reading.mapping.shown_at.is_some() { record.at } else { line.cast_signed() };
                    rows.records.push(Record { at, ..record });
                    rows.lines.push(line);
                    let codes = layout.codes(packed).zip(&batch.codes);
                    rows.codes.extend(codes.map(|(code, all)| all.get(usize::from(code)).copied().unwrap_or(0)));
                    rows.events.extend(layout.event(packed));
                }
            })?;
        }
        Ok(rows)
    }
}

/// What came of all rows.
pub(super) struct Finished {
    pub chunks: Spool,
    pub counts: ExperimentCounts,
    pub twice: SetAside,
    pub rows_kept: u64,
}

impl Default for Finished {
    fn default() -> Self {
        let chunks = Spool::new(MOST_ENCODED_IN_MEMORY);
        Self { chunks, counts: ExperimentCounts::default(), twice: SetAside::default(), rows_kept: 0 }
    }
}

#[derive(Default)]
struct ShardRows {
    stride: usize,
    records: Vec<Record>,
    lines: Vec<u64>,
    codes: Vec<u32>,
    events: Vec<u64>,
}

fn high(record: &Record) -> u64 {
    (record.person >> 64) as u64
}

impl ShardRows {
    fn key(&self, index: u32) -> (u128, i64, u64) {
        let record = &self.records[index as usize];
        (record.person, record.at, self.lines[index as usize])
    }

    fn push_to(&self, index: usize, variants: &[i64], columns: &mut ResponseColumns) {
        let record = &self.records[index];
        columns.person.push(PersonKey::from_number(record.person));
        columns.variant.push(variants.get(usize::from(record.variant)).copied().unwrap_or_default());
        columns.at.push(record.at);
        columns.event.push(decode_event(record.event).unwrap_or(ResponseEvent::Shown));
        for (segment, code) in columns.segments.iter_mut().zip(self.codes_of(index)) {
            segment.codes.push(*code);
        }
    }

    fn codes_of(&self, index: usize) -> &[u32] {
        self.codes.get(index * self.stride..(index + 1) * self.stride).unwrap_or_default()
    }
}

/// What was seen of the person at hand; rows come sorted.
#[derive(Default)]
struct Seen {
    person: Option<u128>,
    /// Of a log that tells segments: the person's first row.
    first: Option<usize>,
    /// Rows at the time at hand: variant, event and line.
    at: i64,
    now: Vec<(u16, u8, u64)>,
    /// Events by key and kind, with their lines.
    events: HashMap<(u64, u8), u64>,
}

impl Seen {
    /// The line of the row that this one repeats. Where the log names its events, the same event makes a repeat; else the same time,
    /// variant and answer do. Rows without a person or a time may be alike and still be about different people.
    fn is_repeat(&mut self, rows: &ShardRows, index: usize, reading: &ResponseReading) -> Option<(Reason, u64)> {
        let (record, line) = (&rows.records[index], rows.lines[index]);
        if reading.people {
            if let Some(first) = self.first.filter(|_| self.person == Some(record.person)) {
                let same = rows.codes_of(first) == rows.codes_of(index);
                let reason = if same { Reason::DuplicateRow } else { Reason::PersonContradiction };
                return Some((reason, rows.lines[first]));
            }
            (self.person, self.first) = (Some(record.person), Some(index));
            return None;
        }
        if self.person != Some(record.person) {
            *self = Self { person: Some(record.person), at: record.at, ..Self::default() };
        }
        if let Some(key) = rows.events.get(index).filter(|key| **key != 0) {
            return match self.events.entry((*key, record.event)) {
                std::collections::hash_map::Entry::Occupied(first) => Some((Reason::DuplicateRow, *first.get())),
                std::collections::hash_map::Entry::Vacant(free) => {
                    free.insert(line);
                    None
                }
            };
        }
        if reading.mapping.person.is_none() || reading.mapping.shown_at.is_none() {
            return None;
        }
        if self.at != record.at {
            self.at = record.at;
            self.now.clear();
        }
        let first = self.now.iter().find(|seen| (seen.0, seen.1) == (record.variant, record.event));
        let first = first.map(|seen| seen.2);
        if first.is_none() {
            self.now.push((record.variant, record.event, line));
        }
        first.map(|first| (Reason::DuplicateRow, first))
    }
}

/// A row that says again what an earlier one did, or something else of the same person.
fn repeat(rows: &ShardRows, index: usize, reason: Reason, first: &str, person_cell: Option<usize>) -> SetAsideRow {
    let named = rows.events.get(index).is_some_and(|key| *key != 0);
    let same = if named { "event and answer" } else { "time, variant and answer" };
    let detail = match reason {
        Reason::PersonContradiction => format!("{first} says something else of the same person, and stands first"),
        _ => format!("person, {same} are those of {first}"),
    };
    let mut cells = vec![String::new(); person_cell.map_or(0, |cell| cell + 1)];
    if let Some(cell) = cells.last_mut() {
        *cell = PersonKey::from_number(rows.records[index].person).to_hex();
    }
    SetAsideRow { line: rows.lines[index], file: 0, reason, detail, cells }
}
