//! Reads a log piece by piece, so that a file of any size needs little memory.
//!
//! One thread reads and cuts at the ends of rows, as many as there are cores work on the pieces, and the caller takes what came of them
//! in the order of the log: the outcome does not depend on which thread was faster.

use super::parallel::workers;
use super::preview::{LONGEST_RECORD, returns_to_breaks};
use super::records::{Ending, is_blank, is_preamble, next_record};
use super::rows::{Row, each_row};
use super::source::{Shape, TableSource, TextSource, TextTable};
use super::{LogError, LogFile, Preview};
use std::collections::BTreeMap;
use std::io::Read;
use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::mpsc::{Receiver, SyncSender, sync_channel};
use std::sync::{Mutex, PoisonError};

/// About how many bytes one piece has.
const PIECE: usize = 4 << 20;

/// What an import is at.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub enum Stage {
    /// Reading the file.
    #[default]
    Reading,
    /// Sorting and counting what was read.
    Counting,
}

/// About how many bytes of a packed sheet one row takes.
const BYTES_OF_SHEET_ROW: u64 = 30;

/// How far an import has come.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Progress {
    /// What it is at.
    pub stage: Stage,
    /// Bytes read and worked on.
    pub bytes_done: u64,
    /// Bytes in all.
    pub bytes_total: u64,
    /// Rows worked on.
    pub rows: u64,
}

/// Some whole rows of a log.
pub(super) enum Piece {
    /// Text, from the first row after the heading on.
    Text(Vec<u8>),
    /// Rows that were stored as columns.
    Table(TextTable),
}

/// A piece with its place in the log, and how far the file was read by then.
struct Placed<T> {
    place: usize,
    bytes_done: u64,
    bytes_total: u64,
    what: T,
}

/// Works on all pieces of a log: `work` on several threads at once, `take` on the caller's in the order of the log. `take` says how many
/// rows there were so far.
///
/// # Errors
/// What reading, `work` or `take` raise first, or [`LogError::Cancelled`] once `progress` says no.
pub(super) fn map_pieces<T: Send>(
    path: &Path,
    preview: &Preview,
    progress: &mut dyn FnMut(Progress) -> bool,
    work: &(dyn Fn(usize, Piece) -> Result<T, LogError> + Sync),
    take: &mut dyn FnMut(T) -> Result<u64, LogError>,
) -> Result<LogFile, LogError> {
    let stop = AtomicBool::new(false);
    std::thread::scope(|scope| {
        let (sender, receiver) = sync_channel(1);
        let reader = scope.spawn(|| read(path, preview, &stop, sender));
        let (done_sender, done) = sync_channel(1);
        let receiver = std::sync::Arc::new(Mutex::new(receiver));
        for _ in 0..workers() {
            let (receiver, done) = (receiver.clone(), done_sender.clone());
            scope.spawn(move || work_off(&receiver, &done, work));
        }
        drop((receiver, done_sender));
        let taken = take_in_order(done, progress, take);
        stop.store(taken.is_err(), Ordering::Relaxed);
        let file = reader.join().unwrap_or_else(|_| Err(LogError::Table("the reader of the file stopped".into())));
        // Whoever stopped first knows why; the others only saw that somebody left.
        taken.and(file)
    })
}

fn work_off<T>(
    pieces: &Mutex<Receiver<Placed<Piece>>>,
    done: &SyncSender<Placed<Result<T, LogError>>>,
    work: &(dyn Fn(usize, Piece) -> Result<T, LogError> + Sync),
) {
    loop {
        let next = pieces.lock().unwrap_or_else(PoisonError::into_inner).recv();
        let Ok(Placed { place, bytes_done, bytes_total, what }) = next else { return };
        if done.send(Placed { place, bytes_done, bytes_total, what: work(place, what) }).is_err() {
            return;
        }
    }
}

fn take_in_order<T>(
    done: Receiver<Placed<Result<T, LogError>>>,
    progress: &mut dyn FnMut(Progress) -> bool,
    take: &mut dyn FnMut(T) -> Result<u64, LogError>,
) -> Result<(), LogError> {
    let mut early = BTreeMap::new();
    let (mut next, mut rows) = (0, 0);
    if !progress(Progress::default()) {
        return Err(LogError::Cancelled);
    }
    for placed in done {
        early.insert(placed.place, placed);
        while let Some(placed) = early.remove(&next) {
            rows = take(placed.what?)?.max(rows);
            next += 1;
            if !progress(Progress {
                stage: Stage::Reading,
                bytes_done: placed.bytes_done,
                bytes_total: placed.bytes_total,
                rows,
            }) {
                return Err(LogError::Cancelled);
            }
        }
    }
    Ok(())
}

/// Hands every row of a log to `each` in its order, and returns how many there are.
pub(super) fn for_each_row(
    path: &Path,
    preview: &Preview,
    progress: &mut dyn FnMut(Progress) -> bool,
    each: &mut dyn FnMut(&Row) -> Result<(), LogError>,
) -> Result<u64, LogError> {
    let mut rows = 0;
    map_pieces(path, preview, progress, &|_, piece| Ok(piece), &mut |piece| {
        let before = rows;
        rows += each_row(&piece, preview, &mut |row| {
            each(&Row { line: before + row.line, cells: row.cells, fault: row.fault })
        })?;
        Ok(rows)
    })?;
    Ok(rows)
}

/// Reads and sends all pieces. When nobody listens any more, the rest of the file is left unread.
fn read(
    path: &Path,
    preview: &Preview,
    stop: &AtomicBool,
    sender: SyncSender<Placed<Piece>>,
) -> Result<LogFile, LogError> {
    match preview.format.shape {
        Shape::Delimited { .. } | Shape::JsonLines => {
            let mut cutter = Cutter::new(path, TextSource::open(path, &preview.format)?, preview);
            let mut place = 0;
            while let Some(text) = cutter.next()? {
                let (bytes_done, bytes_total) = (cutter.source.raw_bytes_done(), cutter.source.raw_bytes_total());
                if sender.send(Placed { place, bytes_done, bytes_total, what: Piece::Text(text) }).is_err() {
                    return Err(LogError::Cancelled);
                }
                place += 1;
            }
            drop(sender);
            if stop.load(Ordering::Relaxed) { Err(LogError::Cancelled) } else { cutter.source.finish() }
        }
        Shape::Parquet | Shape::ArrowIpc | Shape::Sheet { .. } => read_tables(path, preview, sender),
    }
}

fn read_tables(path: &Path, preview: &Preview, sender: SyncSender<Placed<Piece>>) -> Result<LogFile, LogError> {
    let file = super::identify(path)?;
    let mut source = TableSource::open(path, &preview.format)?;
    if !preview.wanted.is_empty() {
        source.only(&preview.wanted);
    }
    let mut rows = 0;
    for place in 0.. {
        let Some(table) = source.next()? else { break };
        rows += table.height() as u64;
        // Rows are told as the share of the file that they are; a sheet does not say how many it has.
        let bytes_done = match source.rows_total() {
            Some(total) if total > 0 => u64::try_from(u128::from(file.bytes) * u128::from(rows) / u128::from(total)),
            _ => Ok(rows * BYTES_OF_SHEET_ROW),
        };
        let (bytes_done, bytes_total) = (bytes_done.unwrap_or(file.bytes).min(file.bytes), file.bytes);
        if sender.send(Placed { place, bytes_done, bytes_total, what: Piece::Table(table) }).is_err() {
            return Err(LogError::Cancelled);
        }
    }
    Ok(file)
}

/// Cuts a text into pieces that end with a row.
struct Cutter<'a> {
    path: &'a Path,
    source: TextSource,
    preview: &'a Preview,
    buffer: Vec<u8>,
    /// Whether the heading was left behind.
    begun: bool,
    over: bool,
    wanted: usize,
    /// Bytes of the pieces so far.
    sent: u64,
}

impl<'a> Cutter<'a> {
    fn new(path: &'a Path, source: TextSource, preview: &'a Preview) -> Self {
        let begun = preview.format.shape == Shape::JsonLines;
        Self { path, source, preview, buffer: Vec::new(), begun, over: false, wanted: PIECE, sent: 0 }
    }

    fn next(&mut self) -> Result<Option<Vec<u8>>, LogError> {
        while !self.over {
            let before = self.buffer.len();
            let missing = self.wanted.saturating_sub(before);
            self.buffer.reserve(missing + 1);
            let read = self.source.by_ref().take(missing as u64).read_to_end(&mut self.buffer);
            self.over = read.map_err(LogError::io(self.path))? < missing;
            if self.preview.carriage_returns {
                returns_to_breaks(self.buffer.get_mut(before..).unwrap_or_default());
            }
            if !self.begun && !self.skip_heading() {
                self.grow()?;
                continue;
            }
            let end = if self.over { self.buffer.len() } else { self.last_end() };
            if end == 0 {
                self.grow()?;
                continue;
            }
            let rest = self.buffer.get(end..).unwrap_or_default().to_vec();
            let mut text = std::mem::replace(&mut self.buffer, rest);
            text.truncate(end);
            self.sent += end as u64;
            self.wanted = PIECE.max(self.buffer.len() + PIECE / 2);
            return Ok(Some(text));
        }
        Ok(None)
    }

    /// A row is longer than what was read so far.
    fn grow(&mut self) -> Result<(), LogError> {
        if self.buffer.len() > LONGEST_RECORD {
            return Err(LogError::RecordTooLong { begins_at: self.sent });
        }
        self.wanted = (self.buffer.len() * 2).clamp(PIECE, LONGEST_RECORD + 1);
        Ok(())
    }

    /// Drops the heading from the buffer; false while it is not whole.
    fn skip_heading(&mut self) -> bool {
        let mut position = 0;
        while position < self.buffer.len() {
            let extent = next_record(&self.buffer, position, self.preview.delimiter());
            if extent.ending != Ending::LineBreak && !self.over {
                return false;
            }
            let record = self.buffer.get(position..extent.end).unwrap_or_default();
            let heading = !is_blank(record) && !is_preamble(record);
            position = extent.end;
            if heading {
                self.buffer.drain(..position);
                self.begun = true;
                return true;
            }
        }
        false
    }

    /// Where the last whole row in the buffer ends.
    fn last_end(&self) -> usize {
        let delimited = matches!(self.preview.format.shape, Shape::Delimited { .. });
        if !delimited || memchr::memchr(b'"', &self.buffer).is_none() {
            return memchr::memrchr(b'\n', &self.buffer).map_or(0, |at| at + 1);
        }
        let mut end = 0;
        while end < self.buffer.len() {
            let extent = next_record(&self.buffer, end, self.preview.delimiter());
            if extent.ending != Ending::LineBreak {
                break;
            }
            end = extent.end;
        }
        end
    }
}
