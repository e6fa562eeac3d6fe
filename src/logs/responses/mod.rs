//! Response logs: who saw which variant when, and what they answered.
//!
//! The rows of a piece are read and packed by several threads at once ([`reader`]), grouped by pseudonym ([`batch`]), and in the end
//! sorted, counted and encoded shard by shard ([`shards`]): memory stays within bounds whatever the size of the log.

mod batch;
mod reader;
mod shards;
mod values;

pub(super) use batch::part_of;
pub(super) use reader::{time_cell, time_refusal};
pub use values::count_values;

use super::pieces::map_pieces;
use super::spool::Spool;
use super::times::TimeChoice;
use super::{LogError, LogFile, Preview, Progress, ResponseMapping, SetAside, Stage};
use crate::domain::{Answer, ExperimentCounts, PersonKey, Pseudonymiser, ResponseEvent, Variant};
use batch::Layout;
use jiff::tz::TimeZone;
use reader::{Columns, PieceRows, Reader};
use shards::Gathered;
use std::collections::HashMap;
use std::path::{Path, PathBuf};

/// Stands for the values of a segment that are not told apart.
const OTHER: &str = "(other values)";

/// The values of one segment column, each stored once.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct SegmentColumn {
    /// The values.
    pub values: Vec<String>,
    /// For every row, the index of its value.
    pub codes: Vec<u32>,
}

impl SegmentColumn {
    fn of(values: Vec<String>) -> Self {
        Self { values, codes: Vec::new() }
    }
}

/// Usable rows of a response log, column by column, sorted by person, then by time. Rows that tell segments of people have the variant 0.
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

/// All that reading a response log needs beside the log.
#[derive(Debug, Clone, Copy)]
pub struct ResponseReading<'a> {
    /// Which column says what.
    pub mapping: &'a ResponseMapping,
    /// The variants of the experiment.
    pub variants: &'a [Variant],
    /// Makes pseudonyms.
    pub pseudonymiser: &'a Pseudonymiser,
    /// What the log's times leave open.
    pub times: &'a TimeChoice,
    /// The zone in which days are counted.
    pub days: &'a TimeZone,
    /// Whether the log is no response log but tells segments of people: one row for each, without variant, time and answer.
    pub people: bool,
}

/// One file of a log, as it was read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FileRead {
    /// The file.
    pub file: LogFile,
    /// Its rows.
    pub rows: u64,
    /// Whether it was in already, so that nothing of it was taken.
    pub known: bool,
}

/// What a response log held.
#[derive(Debug)]
pub struct ResponseLog {
    /// The files in the order in which they were read.
    pub files: Vec<FileRead>,
    /// How many rows were read, of files that were not in already.
    pub rows_read: u64,
    /// How many of them are usable.
    pub rows_kept: u64,
    /// The usable ones, encoded: a power of two of parts, each with an equal range of pseudonyms, see [`super::decode_responses`].
    pub chunks: Spool,
    /// The counts of this log alone.
    pub counts: ExperimentCounts,
    /// The rows that cannot be used.
    pub set_aside: SetAside,
    /// The values of the variant column, most frequent first, with the number of their rows.
    pub variant_values: Vec<(String, u64)>,
    /// The keys of variants that somebody was shown.
    pub shown: Vec<i64>,
}

/// Reads the files of a response log one after the other. Of a file whose hash is `known`, nothing is taken.
///
/// # Errors
/// What reading a file may raise; [`LogError::Cancelled`] once `progress` says no.
pub fn read_responses(
    files: &[(PathBuf, Preview)],
    reading: &ResponseReading,
    known: &dyn Fn(&str) -> bool,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<ResponseLog, LogError> {
    for (_, preview) in files {
        if reading.people {
            reading.mapping.check_people(&preview.columns)?;
        } else {
            reading.mapping.check(&preview.columns)?;
        }
    }
    let layout = Layout { segments: reading.mapping.segments.len(), events: reading.mapping.event.is_some() };
    let mut all = Collected::new(layout, reading.variants.len());
    let bytes_total: u64 = files.iter().filter_map(|(path, _)| path.metadata().ok()).map(|data| data.len()).sum();
    let mut bytes_before = 0;
    for (path, preview) in files {
        let rows_before = all.gathered.rows;
        let mut whole = |file: Progress| {
            let bytes_done = (bytes_before + file.bytes_done).min(bytes_total);
            progress(Progress { bytes_done, bytes_total, rows: rows_before + file.rows, ..file })
        };
        let read = all.read_file(path, preview, reading, known, &mut whole)?;
        bytes_before += read.file.bytes;
        all.files.push(read);
    }
    all.finish(files, reading, progress)
}

struct Collected {
    files: Vec<FileRead>,
    gathered: Gathered,
    set_aside: SetAside,
    variant_values: HashMap<String, u64>,
    shown: Vec<bool>,
}

impl Collected {
    fn new(layout: Layout, variants: usize) -> Self {
        Self {
            files: Vec::new(),
            gathered: Gathered::new(layout),
            set_aside: SetAside::default(),
            variant_values: HashMap::new(),
            shown: vec![false; variants],
        }
    }

    fn read_file(
        &mut self,
        path: &Path,
        preview: &Preview,
        reading: &ResponseReading,
        known: &dyn Fn(&str) -> bool,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<FileRead, LogError> {
        let columns = Columns::new(reading, preview);
        let answers = reading.mapping.answers.words();
        // Rows that name nobody are told apart by the file they stand in and their place there.
        let origin = if columns.person.is_none() { super::identify(path)?.hash } else { String::new() };
        let (mark, before) = (self.gathered.mark(), self.set_aside.mark());
        self.gathered.begin_file(path);
        let rows_before = self.gathered.rows;
        let (mut values, mut shown): (HashMap<String, u64>, _) = (HashMap::new(), self.shown.clone());
        let read =
            |place: usize, piece| Reader::new(reading, preview, &columns, &answers, (&origin, place)).read(&piece);
        let file = map_pieces(path, preview, progress, &read, &mut |mut piece: PieceRows| {
            self.set_aside.absorb(std::mem::take(&mut piece.set_aside), self.gathered.rows);
            for (value, count) in piece.variant_values.drain() {
                values::add(&mut values, &value, count);
            }
            shown.iter_mut().zip(&piece.shown).for_each(|(all, piece)| *all |= piece);
            self.gathered.add(&mut piece)?;
            Ok(self.gathered.rows - rows_before)
        })?;
        let rows = self.gathered.rows - rows_before;
        let known = known(&file.hash) || self.files.iter().any(|read| read.file.hash == file.hash);
        if known {
            self.gathered.forget_since(&mark);
            self.set_aside.forget_since(before);
        } else {
            self.shown = shown;
            for (value, count) in values {
                values::add(&mut self.variant_values, &value, count);
            }
        }
        Ok(FileRead { file, rows, known })
    }

    fn finish(
        self,
        files: &[(PathBuf, Preview)],
        reading: &ResponseReading,
        progress: &mut dyn FnMut(Progress) -> bool,
    ) -> Result<ResponseLog, LogError> {
        let names: Vec<String> = reading.mapping.segments.iter().map(|(name, _)| name.clone()).collect();
        let person_cell = files.first().zip(reading.mapping.person.as_deref());
        let person_cell = person_cell.and_then(|((_, preview), person)| preview.column(person));
        let mut counting = |done: Progress| progress(Progress { stage: Stage::Counting, ..done });
        let finished = self.gathered.finish(reading, &names, person_cell, &mut counting)?;
        let mut set_aside = self.set_aside;
        set_aside.absorb(finished.twice, 0);
        set_aside.rows.sort_by_key(|row| row.line);
        for row in &mut set_aside.rows {
            (row.file, row.line) = self.gathered.place(row.line);
        }
        let shown = reading.variants.iter().zip(&self.shown).filter(|(_, shown)| **shown);
        Ok(ResponseLog {
            files: self.files,
            rows_read: self.gathered.rows,
            rows_kept: finished.rows_kept,
            chunks: finished.chunks,
            counts: finished.counts,
            set_aside,
            variant_values: values::most_frequent(self.variant_values),
            shown: shown.map(|(variant, _)| variant.id).collect(),
        })
    }
}

/// A number for an event, to store and to compare.
pub(super) fn event_code(event: ResponseEvent) -> u8 {
    match event {
        ResponseEvent::Shown => 0,
        ResponseEvent::Answered(Answer::Accepted) => 1,
        ResponseEvent::Answered(Answer::Declined) => 2,
        ResponseEvent::Answered(Answer::Dismissed) => 3,
        ResponseEvent::Answered(Answer::Ignored) => 4,
        ResponseEvent::Withdrawn => 5,
    }
}

/// The event of a number.
pub(super) fn decode_event(code: u8) -> Option<ResponseEvent> {
    Some(match code {
        0 => ResponseEvent::Shown,
        1 => ResponseEvent::Answered(Answer::Accepted),
        2 => ResponseEvent::Answered(Answer::Declined),
        3 => ResponseEvent::Answered(Answer::Dismissed),
        4 => ResponseEvent::Answered(Answer::Ignored),
        5 => ResponseEvent::Withdrawn,
        _ => return None,
    })
}
