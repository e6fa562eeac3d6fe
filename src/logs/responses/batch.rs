//! Usable rows of one piece of a response log, packed and grouped by pseudonym.
//!
//! People are spread evenly over [`SHARDS`] by the first bits of their pseudonym, so that all rows of a person meet in one shard, and a
//! shard of any log is small enough to be sorted at once.

use crate::domain::PersonKey;

/// How many groups of people there are: one for each first byte of a pseudonym.
pub(super) const SHARDS: usize = 256;
/// Bytes of a packed row without segments and without the key of an event.
const FIXED: usize = 31;

/// A row that can be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Record {
    /// Who.
    pub person: u128,
    /// When, in microseconds since 1970; 0 in a log without times.
    pub at: i64,
    /// The number of the row within its piece, from 1.
    pub line: u32,
    /// The variant's place among those of the experiment.
    pub variant: u16,
    /// What, as [`super::event_code`] numbers it.
    pub event: u8,
}

/// How rows are packed: a record, a code for each segment, and the key of the event where the log has one.
#[derive(Debug, Clone, Copy)]
pub(super) struct Layout {
    pub segments: usize,
    pub events: bool,
}

impl Layout {
    pub fn width(self) -> usize {
        FIXED + self.segments * 2 + if self.events { 8 } else { 0 }
    }

    /// Packs a row.
    pub fn pack(self, record: &Record, codes: &[u16], event: u64, to: &mut Vec<u8>) {
        // The most telling bytes first, so that a row's shard is told by its first byte.
        to.extend_from_slice(&record.person.to_be_bytes());
        to.extend_from_slice(&record.at.to_le_bytes());
        to.extend_from_slice(&record.line.to_le_bytes());
        to.extend_from_slice(&record.variant.to_le_bytes());
        to.push(record.event);
        for code in codes {
            to.extend_from_slice(&code.to_le_bytes());
        }
        if self.events {
            to.extend_from_slice(&event.to_le_bytes());
        }
    }

    /// The record of a packed row; `None` for bytes that are none.
    pub fn record(packed: &[u8]) -> Option<Record> {
        let (person, rest) = packed.split_first_chunk()?;
        let (at, rest) = rest.split_first_chunk()?;
        let (line, rest) = rest.split_first_chunk()?;
        let (variant, rest) = rest.split_first_chunk()?;
        Some(Record {
            person: u128::from_be_bytes(*person),
            at: i64::from_le_bytes(*at),
            line: u32::from_le_bytes(*line),
            variant: u16::from_le_bytes(*variant),
            event: *rest.first()?,
        })
    }

    /// The codes of a packed row's segments.
    pub fn codes(self, packed: &[u8]) -> impl Iterator<Item = u16> + '_ {
        let codes = packed.get(FIXED..FIXED + self.segments * 2).unwrap_or_default();
        codes.as_chunks::<2>().0.iter().map(|code| u16::from_le_bytes(*code))
    }

    /// The key of a packed row's event.
    pub fn event(self, packed: &[u8]) -> Option<u64> {
        if !self.events {
            return None;
        }
        packed.last_chunk().map(|key| u64::from_le_bytes(*key))
    }
}

/// The packed rows of one piece, by shard.
#[derive(Debug, Default)]
pub(super) struct Batch {
    pub bytes: Vec<u8>,
    /// Where each shard begins in `bytes`, and where the last one ends.
    pub starts: Vec<usize>,
}

impl Batch {
    /// Groups rows that were packed one after the other.
    pub fn group(rows: &[u8], width: usize) -> Self {
        let mut lengths = [0; SHARDS];
        for row in rows.chunks_exact(width) {
            lengths[shard(row)] += width;
        }
        let mut starts = vec![0; SHARDS + 1];
        for index in 0..SHARDS {
            starts[index + 1] = starts[index] + lengths[index];
        }
        let (mut ends, mut bytes) = (starts.clone(), vec![0; rows.len()]);
        for row in rows.chunks_exact(width) {
            let end = &mut ends[shard(row)];
            bytes[*end..*end + width].copy_from_slice(row);
            *end += width;
        }
        Self { bytes, starts }
    }
}

fn shard(packed: &[u8]) -> usize {
    packed.first().map_or(0, |first| usize::from(*first))
}

/// The part of `parts` equal ranges of pseudonyms that a person falls into; both are powers of two, at most 256.
pub(in crate::logs) fn part_of(person: PersonKey, parts: usize) -> usize {
    usize::from(person.0[0]) * parts / 256
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_come_out_of_their_shard_as_they_went_in() {
        let layout = Layout { segments: 2, events: true };
        let record = |number: u32| Record {
            person: u128::from(number).wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835),
            at: i64::from(number) << 40,
            line: number,
            variant: 7,
            event: 3,
        };
        let mut rows = Vec::new();
        for number in 0..1_000_u16 {
            layout.pack(&record(number.into()), &[number, 5], u64::from(number) << 50, &mut rows);
        }
        let batch = Batch::group(&rows, layout.width());
        let mut seen = 0;
        for (index, range) in batch.starts.windows(2).enumerate() {
            let mut last = 0;
            for row in batch.bytes[range[0]..range[1]].chunks_exact(layout.width()) {
                let found = Layout::record(row).unwrap();
                assert_eq!(found, record(found.line));
                assert_eq!(layout.codes(row).collect::<Vec<_>>(), [u16::try_from(found.line).unwrap(), 5]);
                assert_eq!(layout.event(row), Some(u64::from(found.line) << 50));
                assert_eq!(part_of(PersonKey::from_number(found.person), SHARDS), index);
                assert!(found.line >= last, "the order of the log is kept within a shard");
                (last, seen) = (found.line, seen + 1);
            }
        }
        assert_eq!(seen, 1_000);
    }
}
