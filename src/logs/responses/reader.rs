//! Reads the rows of one piece of a response log.

use super::batch::{Batch, Layout, Record};
use super::{ResponseReading, event_code};
use crate::domain::{PersonKey, ResponseEvent};
use crate::logs::pieces::Piece;
use crate::logs::rows::{Row, each_row};
use crate::logs::set_aside::{Hider, Kept, fault_reason, quoted};
use crate::logs::times::{TimeFault, TimeReader};
use crate::logs::words::Words;
use crate::logs::{LogError, Preview, Reason, SetAside};
use std::collections::HashMap;

/// The most values of a segment, or of the variant column, that are told apart in one piece.
const MOST_VALUES: usize = 20_000;
const LONGEST_VALUE: usize = 200;

/// A table of short texts that is asked very often.
type Table<T> = HashMap<String, T, foldhash::fast::RandomState>;

/// Where a log's columns stand.
#[derive(Debug, Default)]
pub(super) struct Columns {
    pub person: Option<usize>,
    pub shown_at: Option<usize>,
    pub response: Option<usize>,
    pub event: Option<usize>,
    pub variant: Vec<Option<usize>>,
    pub segments: Vec<Option<usize>>,
}

impl Columns {
    pub fn new(reading: &ResponseReading, preview: &Preview) -> Self {
        let find = |name: &Option<String>| name.as_deref().and_then(|name| preview.column(name));
        let mapping = reading.mapping;
        Self {
            person: find(&mapping.person),
            shown_at: find(&mapping.shown_at),
            response: find(&mapping.response),
            event: find(&mapping.event),
            variant: mapping.variant.iter().map(|name| preview.column(name)).collect(),
            segments: mapping.segments.iter().map(|(_, column)| preview.column(column)).collect(),
        }
    }

    fn mapped(&self) -> impl Iterator<Item = Option<usize>> + '_ {
        self.variant.iter().chain(&self.segments).copied().chain([self.shown_at, self.response])
    }
}

/// What came of one piece.
#[derive(Debug, Default)]
pub(super) struct PieceRows {
    pub rows: u64,
    pub batch: Batch,
    /// For each segment, its values in the order in which they came.
    pub dictionaries: Vec<Vec<String>>,
    /// How often each value of the variant column came.
    pub variant_values: HashMap<String, u64>,
    pub set_aside: SetAside,
    /// For each variant, whether a usable row names it.
    pub shown: Vec<bool>,
}

/// One worker's means of reading one piece.
pub(super) struct Reader<'a> {
    reading: &'a ResponseReading<'a>,
    preview: &'a Preview,
    columns: &'a Columns,
    hider: Hider<'a>,
    times: TimeReader<'a>,
    answers: &'a Words,
    known_variants: Table<(Option<u16>, u64)>,
    dictionaries: Vec<Table<u16>>,
    codes: Vec<u16>,
    layout: Layout,
    /// For a log without people: the file's hash and the piece's place.
    origin: (&'a str, usize),
    value: String,
    packed: Vec<u8>,
    found: PieceRows,
}

impl<'a> Reader<'a> {
    pub fn new(
        reading: &'a ResponseReading<'a>,
        preview: &'a Preview,
        columns: &'a Columns,
        answers: &'a Words,
        origin: (&'a str, usize),
    ) -> Self {
        let segments = columns.segments.len();
        let hider = Hider::new(Some(reading.pseudonymiser), columns.person, columns.mapped(), preview.columns.len());
        Self {
            reading,
            preview,
            columns,
            hider,
            times: TimeReader::new(reading.times),
            answers,
            known_variants: Table::default(),
            dictionaries: vec![Table::default(); segments],
            codes: Vec::with_capacity(segments),
            layout: Layout { segments, events: columns.event.is_some() },
            origin,
            value: String::new(),
            packed: Vec::new(),
            found: PieceRows {
                dictionaries: vec![Vec::new(); segments],
                shown: vec![false; reading.variants.len()],
                ..PieceRows::default()
            },
        }
    }

    pub fn read(mut self, piece: &Piece) -> Result<PieceRows, LogError> {
        let preview = self.preview;
        self.found.rows = each_row(piece, preview, &mut |row| {
            match self.keep(row)? {
                Ok(()) => {}
                Err((reason, detail)) => self.found.set_aside.add(row, reason, detail, &self.hider),
            }
            Ok(())
        })?;
        let counted = self.known_variants.into_iter().map(|(value, (_, count))| (value, count));
        self.found.variant_values = counted.collect();
        self.found.batch = Batch::group(&self.packed, self.layout.width());
        Ok(self.found)
    }

    fn keep(&mut self, row: &Row) -> Result<Kept<()>, LogError> {
        if let Some(fault) = row.fault {
            return Ok(Err(fault_reason(fault, self.hider.columns())));
        }
        let Some(variant) = self.variant(row) else {
            return Ok(Err((Reason::UnknownVariant, format!("{} is no variant", quoted(&self.value)))));
        };
        let Some(person) = self.person(row) else {
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
        self.push(row, person, variant, at, event);
        Ok(Ok(()))
    }

    fn variant(&mut self, row: &Row) -> Option<u16> {
        if self.reading.people {
            return Some(0);
        }
        join_cells(row, &self.columns.variant, &mut self.value);
        if let Some((known, count)) = self.known_variants.get_mut(self.value.as_str()) {
            *count += 1;
            return *known;
        }
        let found = self.reading.variants.iter().position(|variant| variant.is_meant_by(&self.value));
        let found = found.and_then(|place| u16::try_from(place).ok());
        // The memory of a log with a new value in every row stays bounded.
        if self.known_variants.len() < MOST_VALUES && self.value.len() < LONGEST_VALUE * 4 {
            self.known_variants.insert(self.value.clone(), (found, 1));
        }
        found
    }

    fn person(&self, row: &Row) -> Option<PersonKey> {
        let pseudonymiser = self.reading.pseudonymiser;
        let Some(column) = self.columns.person else {
            let (file, place) = self.origin;
            return Some(pseudonymiser.cell(&format!("{file} {place} {}", row.line)));
        };
        let identifier = row.cell(Some(column));
        (!identifier.is_empty()).then(|| pseudonymiser.person(identifier))
    }

    fn time(&mut self, row: &Row) -> Result<Kept<i64>, LogError> {
        let Some(column) = self.columns.shown_at else { return Ok(Ok(0)) };
        let name = self.reading.mapping.shown_at.as_deref().unwrap_or_default();
        time_cell(row.cell(Some(column)), name, &mut self.times)
    }

    fn event(&self, row: &Row) -> Kept<ResponseEvent> {
        let word = row.cell(self.columns.response);
        let known = self.answers.meaning(word);
        known.ok_or_else(|| (Reason::AnswerUnreadable, format!("{} is no known answer", quoted(word))))
    }

    fn push(&mut self, row: &Row, person: PersonKey, variant: u16, at: i64, event: ResponseEvent) {
        self.codes.clear();
        let segments = self.columns.segments.iter().zip(&mut self.dictionaries).zip(&mut self.found.dictionaries);
        for ((column, table), values) in segments {
            self.codes.push(code(table, values, row.cell(*column)));
        }
        if let Some(shown) = self.found.shown.get_mut(usize::from(variant)) {
            *shown = true;
        }
        let record = Record {
            person: person.to_number(),
            at,
            line: u32::try_from(row.line).unwrap_or(u32::MAX),
            variant,
            event: event_code(event),
        };
        self.layout.pack(&record, &self.codes, self.event_key(row), &mut self.packed);
    }

    /// A hash of the event's identifier; 0 where the row has none.
    fn event_key(&self, row: &Row) -> u64 {
        let identifier = row.cell(self.columns.event);
        if identifier.is_empty() {
            return 0;
        }
        let hash = self.reading.pseudonymiser.cell(identifier).to_number();
        // A 64-bit key is compared within one person only.
        u64::try_from(hash >> 64).unwrap_or_default().max(1)
    }
}

/// The code of a value; a new one if the value is new.
fn code(table: &mut Table<u16>, values: &mut Vec<String>, value: &str) -> u16 {
    if let Some(code) = table.get(value) {
        return *code;
    }
    let next = u16::try_from(values.len()).unwrap_or(u16::MAX);
    let full = values.len() >= MOST_VALUES;
    let short: String = if full { super::OTHER.to_owned() } else { value.chars().take(LONGEST_VALUE).collect() };
    *table.entry(short).or_insert_with_key(|short| {
        values.push(short.clone());
        next
    })
}

pub(super) fn join_cells(row: &Row, columns: &[Option<usize>], value: &mut String) {
    value.clear();
    for (index, column) in columns.iter().enumerate() {
        if index > 0 {
            value.push('+');
        }
        value.push_str(row.cell(*column));
    }
}

/// Reads a cell that must hold a time; a missing zone or order of dates stops the import.
pub(in crate::logs) fn time_cell(cell: &str, column: &str, times: &mut TimeReader) -> Result<Kept<i64>, LogError> {
    if cell.is_empty() {
        return Ok(Err((Reason::TimeMissing, "the cell for the time is empty".to_owned())));
    }
    match times.read(cell) {
        Ok(at) => Ok(Ok(at)),
        Err(fault) => time_refusal(fault, cell, column).map(Err),
    }
}

/// What a time at fault means for the row.
pub(in crate::logs) fn time_refusal(fault: TimeFault, cell: &str, column: &str) -> Result<(Reason, String), LogError> {
    let example = || cell.chars().take(60).collect();
    match fault {
        TimeFault::Unreadable => Ok((Reason::TimeUnreadable, format!("{} is no time", quoted(cell)))),
        TimeFault::OutOfRange => Ok((Reason::TimeOutOfRange, format!("{} is out of range", quoted(cell)))),
        TimeFault::ZoneMissing => Err(LogError::TimeZoneMissing { column: column.to_owned(), example: example() }),
        TimeFault::OrderMissing => Err(LogError::DateOrderMissing { column: column.to_owned(), example: example() }),
    }
}
