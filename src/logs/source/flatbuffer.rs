//! What an Arrow file says of itself, checked before anybody sets memory aside for it.
//!
//! Arrow IPC describes its buffers in messages (flatbuffers) that stand before them; a file ends with a footer that says
//! where the messages are ("Arrow Columnar Format", section "Serialization and Interprocess Communication").

use super::unpack::is_absurd;
use super::{DEEPEST, MOST_COLUMNS};
use crate::logs::LogError;
use polars_arrow_format::ipc::planus::{ReadAsRoot, Vector};
use polars_arrow_format::ipc::{
    BlockRef, FieldRef, FooterRef, MessageHeaderRef, MessageRef, RecordBatchRef, SchemaRef,
};
use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

const MAGIC: &[u8] = b"ARROW1";
/// The length of the footer and the magic number.
const END: u64 = 10;
const CONTINUATION: [u8; 4] = [0xFF; 4];
/// What messages and footers have at most; real ones have some kilobytes.
const LONGEST_MESSAGE: u64 = 64 << 20;
/// Structures on the way down to the columns count as fields too.
const MOST_FIELDS: usize = MOST_COLUMNS * 4;
/// How many dictionaries may stand between two batches of rows; there is one for each column at most.
const MOST_MESSAGES: usize = 10_000;

/// An Arrow file, to be looked at.
pub(super) struct Checked<'a> {
    file: &'a mut File,
    length: u64,
}

fn damaged(error: impl std::fmt::Display) -> LogError {
    LogError::damaged("Arrow")(error)
}

impl<'a> Checked<'a> {
    pub(super) fn new(file: &'a mut File) -> Result<Self, LogError> {
        let length = file.metadata().map_err(damaged)?.len();
        Ok(Self { file, length })
    }

    /// Whether it is a file with a footer, and not a stream.
    pub(super) fn has_footer(&mut self) -> Result<bool, LogError> {
        let beginning = self.bytes(0, (MAGIC.len() as u64).min(self.length))?;
        Ok(beginning == MAGIC)
    }

    /// Checks a file by its footer; how many rows it has.
    ///
    /// # Errors
    /// It is damaged, would take absurd amounts of memory, or has more than 10,000 columns.
    pub(super) fn file(&mut self) -> Result<u64, LogError> {
        let from = self.length.checked_sub(END).ok_or_else(|| damaged("it is too short"))?;
        let end = self.bytes(from, END)?;
        let (footer_length, magic) = end.split_first_chunk::<4>().ok_or_else(|| damaged("it is too short"))?;
        if magic != MAGIC {
            return Err(damaged("its end is missing"));
        }
        let footer_length = u64::from(u32::from_le_bytes(*footer_length));
        let start = from.checked_sub(footer_length).ok_or_else(|| damaged("its footer is longer than the file"))?;
        let footer = self.bytes(start, footer_length)?;
        let footer = FooterRef::read_as_root(&footer).map_err(damaged)?;
        check_schema(footer.schema().map_err(damaged)?)?;
        self.blocks(footer.dictionaries().map_err(damaged)?)?;
        self.blocks(footer.record_batches().map_err(damaged)?)
    }

    /// Checks a stream message by message; how many rows it has.
    ///
    /// # Errors
    /// As for a file.
    pub(super) fn stream(&mut self) -> Result<u64, LogError> {
        let (mut position, mut rows, mut dictionaries_in_a_row) = (0, 0_u64, 0);
        while position < self.length {
            let Some(message) = self.message(position)? else { break };
            let parsed = MessageRef::read_as_root(&message.bytes).map_err(damaged)?;
            let body_length = u64::try_from(parsed.body_length().map_err(damaged)?).map_err(damaged)?;
            let in_message = self.contents(&parsed, message.end, body_length)?;
            rows = rows.saturating_add(in_message.unwrap_or(0));
            dictionaries_in_a_row = if in_message.is_some() { 0 } else { dictionaries_in_a_row + 1 };
            if dictionaries_in_a_row > MOST_MESSAGES {
                return Err(damaged("it has no rows between very many dictionaries"));
            }
            position = message.end + body_length;
        }
        Ok(rows)
    }

    fn blocks(&mut self, blocks: Option<Vector<BlockRef>>) -> Result<u64, LogError> {
        let mut rows = 0_u64;
        for block in blocks.into_iter().flatten() {
            let start = u64::try_from(block.offset()).map_err(damaged)?;
            let described = u64::try_from(block.meta_data_length()).map_err(damaged)?;
            let body_length = u64::try_from(block.body_length()).map_err(damaged)?;
            let message = self.message(start)?.ok_or_else(|| damaged("a message is missing"))?;
            let parsed = MessageRef::read_as_root(&message.bytes).map_err(damaged)?;
            let body = start.checked_add(described).ok_or_else(|| damaged("a message begins beyond its end"))?;
            rows = rows.saturating_add(self.contents(&parsed, body, body_length)?.unwrap_or(0));
        }
        Ok(rows)
    }

    /// Checks what a message describes; how many rows it has, if any.
    fn contents(&mut self, message: &MessageRef, body: u64, body_length: u64) -> Result<Option<u64>, LogError> {
        if body.checked_add(body_length).is_none_or(|end| end > self.length) {
            return Err(damaged("it ends before the rows that it announces"));
        }
        match message.header().map_err(damaged)? {
            Some(MessageHeaderRef::Schema(schema)) => check_schema(Some(schema)).map(|()| None),
            Some(MessageHeaderRef::RecordBatch(batch)) => self.batch(&batch, body, body_length).map(Some),
            Some(MessageHeaderRef::DictionaryBatch(dictionary)) => {
                let batch = dictionary.data().map_err(damaged)?.ok_or_else(|| damaged("a dictionary is empty"))?;
                self.batch(&batch, body, body_length).map(|_| None)
            }
            _ => Err(damaged("it holds something else than rows")),
        }
    }

    /// Checks that all buffers lie within the body, and that they do not unpack to absurd sizes.
    fn batch(&mut self, batch: &RecordBatchRef, body: u64, body_length: u64) -> Result<u64, LogError> {
        let is_packed = batch.compression().map_err(damaged)?.is_some();
        let mut unpacked = 0_u64;
        for buffer in batch.buffers().map_err(damaged)?.into_iter().flatten() {
            let offset = u64::try_from(buffer.offset()).map_err(damaged)?;
            let length = u64::try_from(buffer.length()).map_err(damaged)?;
            if offset.checked_add(length).is_none_or(|end| end > body_length) {
                return Err(damaged("a column ends beyond the rows that it belongs to"));
            }
            if is_packed && length >= 8 {
                unpacked = unpacked.saturating_add(self.unpacked_length(body + offset, length)?);
            }
        }
        if is_absurd(unpacked, body_length) {
            return Err(LogError::Bomb { part: "a part of the Arrow file".to_owned(), limit_mb: 1 << 10 });
        }
        for node in batch.nodes().map_err(damaged)?.into_iter().flatten() {
            if node.length() < 0 || node.null_count() < 0 {
                return Err(damaged("a column has a negative length"));
            }
        }
        u64::try_from(batch.length().map_err(damaged)?).map_err(damaged)
    }

    /// A packed buffer begins with its length unpacked; −1 says that it is not packed after all.
    fn unpacked_length(&mut self, start: u64, length: u64) -> Result<u64, LogError> {
        let claimed = self.bytes(start, 8)?;
        let claimed = claimed.first_chunk().map_or(-1, |bytes| i64::from_le_bytes(*bytes));
        if claimed == -1 { Ok(length) } else { u64::try_from(claimed).map_err(damaged) }
    }

    /// The message at a position; `None` where a stream ends.
    fn message(&mut self, position: u64) -> Result<Option<Message>, LogError> {
        let mut head = self.bytes(position, 4)?;
        let mut start = position + 4;
        if head == CONTINUATION {
            head = self.bytes(start, 4)?;
            start += 4;
        }
        let length = head.first_chunk().map_or(0, |bytes| u64::from(u32::from_le_bytes(*bytes)));
        if length == 0 {
            return Ok(None);
        }
        Ok(Some(Message { bytes: self.bytes(start, length)?, end: start + length }))
    }

    fn bytes(&mut self, start: u64, length: u64) -> Result<Vec<u8>, LogError> {
        if length > LONGEST_MESSAGE || start.checked_add(length).is_none_or(|end| end > self.length) {
            return Err(damaged("it ends in the middle"));
        }
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(start)).map_err(damaged)?;
        self.file.by_ref().take(length).read_to_end(&mut bytes).map_err(damaged)?;
        Ok(bytes)
    }
}

struct Message {
    bytes: Vec<u8>,
    /// Where in the file it ends.
    end: u64,
}

/// Fields of flatbuffers may share their children, so that few bytes describe endlessly many: they are counted as they
/// would be read.
fn check_schema(schema: Option<SchemaRef>) -> Result<(), LogError> {
    let schema = schema.ok_or_else(|| damaged("its columns are missing"))?;
    let mut found = 0;
    for field in schema.fields().map_err(damaged)?.into_iter().flatten() {
        check_field(&field.map_err(damaged)?, 1, &mut found)?;
    }
    Ok(())
}

fn check_field(field: &FieldRef, depth: usize, found: &mut usize) -> Result<(), LogError> {
    *found += 1;
    if *found > MOST_FIELDS {
        return Err(LogError::TooManyColumns { found: *found });
    }
    if depth > DEEPEST {
        return Err(damaged("too many structures are nested in each other"));
    }
    for child in field.children().map_err(damaged)?.into_iter().flatten() {
        check_field(&child.map_err(damaged)?, depth + 1, found)?;
    }
    Ok(())
}
