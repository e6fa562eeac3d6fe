//! Bytes on their way into a workspace: in memory while they are few, in an unnamed file beyond.

use super::LogError;
use std::fs::File;
use std::io::{Read, Seek, SeekFrom, Write};
use std::ops::Range;
use std::sync::{Mutex, PoisonError};

/// Parts of bytes in their order. The file has no name, so that nothing of it is left behind, whatever happens.
#[derive(Debug)]
pub struct Spool {
    most_in_memory: usize,
    in_memory: usize,
    parts: Vec<Part>,
    file: Mutex<Option<File>>,
    file_length: u64,
}

#[derive(Debug)]
enum Part {
    Memory(Vec<u8>),
    File { start: u64, length: usize },
}

impl Spool {
    /// An empty one that keeps so many bytes in memory.
    pub fn new(most_in_memory: usize) -> Self {
        Self { most_in_memory, in_memory: 0, parts: Vec::new(), file: Mutex::new(None), file_length: 0 }
    }

    /// How many parts there are.
    pub fn len(&self) -> usize {
        self.parts.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.parts.is_empty()
    }

    /// Adds a part.
    ///
    /// # Errors
    /// [`LogError::Spool`] if it does not fit on the disk.
    pub fn push(&mut self, bytes: Vec<u8>) -> Result<(), LogError> {
        if self.in_memory + bytes.len() <= self.most_in_memory {
            self.in_memory += bytes.len();
            self.parts.push(Part::Memory(bytes));
            return Ok(());
        }
        let mut slot = self.file.lock().unwrap_or_else(PoisonError::into_inner);
        let file = match slot.as_mut() {
            Some(file) => file,
            None => slot.insert(tempfile::tempfile().map_err(LogError::Spool)?),
        };
        file.seek(SeekFrom::Start(self.file_length)).and_then(|_| file.write_all(&bytes)).map_err(LogError::Spool)?;
        self.parts.push(Part::File { start: self.file_length, length: bytes.len() });
        self.file_length += bytes.len() as u64;
        Ok(())
    }

    /// Forgets all parts from this one on.
    pub fn truncate(&mut self, parts: usize) {
        for part in self.parts.drain(parts.min(self.parts.len())..) {
            if let Part::Memory(bytes) = part {
                self.in_memory -= bytes.len();
            }
        }
    }

    /// Some bytes of one part, handed to `read`; nothing if there is no such part.
    ///
    /// # Errors
    /// [`LogError::Spool`] if the file cannot be read.
    pub fn read<T>(&self, part: usize, range: Range<usize>, read: impl FnOnce(&[u8]) -> T) -> Result<T, LogError> {
        match self.parts.get(part) {
            None => Ok(read(&[])),
            Some(Part::Memory(bytes)) => {
                let range = range.start.min(bytes.len())..range.end.min(bytes.len());
                Ok(read(bytes.get(range).unwrap_or_default()))
            }
            Some(Part::File { start, length }) => {
                let range = range.start.min(*length)..range.end.min(*length);
                let mut bytes = vec![0; range.len()];
                let mut slot = self.file.lock().unwrap_or_else(PoisonError::into_inner);
                if let Some(file) = slot.as_mut() {
                    file.seek(SeekFrom::Start(start + range.start as u64))
                        .and_then(|_| file.read_exact(&mut bytes))
                        .map_err(LogError::Spool)?;
                }
                drop(slot);
                Ok(read(&bytes))
            }
        }
    }

    /// Takes one part out.
    ///
    /// # Errors
    /// [`LogError::Spool`] if the file cannot be read.
    pub fn take(&mut self, part: usize) -> Result<Vec<u8>, LogError> {
        match self.parts.get_mut(part) {
            Some(Part::Memory(bytes)) => {
                self.in_memory -= bytes.len();
                Ok(std::mem::take(bytes))
            }
            Some(Part::File { length, .. }) => {
                let all = 0..*length;
                self.read(part, all, <[u8]>::to_vec)
            }
            None => Ok(Vec::new()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn parts_come_back_wherever_they_lie() {
        let mut spool = Spool::new(5);
        for part in [b"abc", b"def", b"ghi"] {
            spool.push(part.to_vec()).unwrap();
        }
        let read = |spool: &Spool, part| spool.read(part, 1..9, <[u8]>::to_vec).unwrap();
        assert_eq!(
            (read(&spool, 0), read(&spool, 1), read(&spool, 2)),
            (b"bc".to_vec(), b"ef".to_vec(), b"hi".to_vec())
        );
        assert_eq!((spool.take(2).unwrap(), spool.take(0).unwrap()), (b"ghi".to_vec(), b"abc".to_vec()));
        spool.truncate(1);
        assert_eq!((spool.len(), read(&spool, 1)), (1, Vec::new()));
    }
}
