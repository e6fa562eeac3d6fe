//! The text of a log, whatever it is packed and encoded in, together with what identifies the file.

use super::transcode::Transcoder;
use super::unpack::Unpacked;
use super::{Encoding, Format};
use crate::logs::{LogError, LogFile};
use std::io::{Cursor, Read};
use std::path::{Path, PathBuf};

const BYTE_ORDER_MARK: &[u8] = b"\xEF\xBB\xBF";

/// Decoded text of a delimited or JSON-lines log: unpacked, as UTF-8, without byte order mark. While it is read the
/// bytes of the file itself are counted and hashed, so that the file is read once.
///
/// A [`LogError`] on the way travels inside the error of [`Read`]; [`LogError::io`] takes it out again.
pub(in crate::logs) struct TextSource {
    path: PathBuf,
    unpacked: Unpacked,
    /// What was read to look for a byte order mark, and is text.
    start: Cursor<Vec<u8>>,
    transcoder: Option<Transcoder>,
}

impl TextSource {
    /// Opens a log.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn open(path: &Path, format: &Format) -> Result<Self, LogError> {
        let mut unpacked = Unpacked::open(path, format.compression)?;
        let mut start = Vec::new();
        if format.encoding == Encoding::Utf8 {
            let most = BYTE_ORDER_MARK.len() as u64;
            unpacked.by_ref().take(most).read_to_end(&mut start).map_err(LogError::io(path))?;
            if start == BYTE_ORDER_MARK {
                start.clear();
            }
        }
        let transcoder = Transcoder::new(format.encoding);
        Ok(Self { path: path.to_owned(), unpacked, start: Cursor::new(start), transcoder })
    }

    /// How many bytes of the file have been read.
    pub fn raw_bytes_done(&self) -> u64 {
        self.unpacked.raw().bytes()
    }

    /// How many bytes the file had when it was opened.
    pub fn raw_bytes_total(&self) -> u64 {
        self.unpacked.raw().total()
    }

    /// What identifies the file: its length and the BLAKE3 of all its bytes; reads whatever is left of it.
    ///
    /// # Errors
    /// The file cannot be read.
    pub fn finish(self) -> Result<LogFile, LogError> {
        let (bytes, hash) = self.unpacked.into_raw().finish().map_err(LogError::io(&self.path))?;
        Ok(LogFile { path: self.path, hash, bytes })
    }
}

impl Read for TextSource {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        match &mut self.transcoder {
            Some(transcoder) => transcoder.read(&mut self.unpacked, buffer),
            None => match self.start.read(buffer)? {
                0 => self.unpacked.read(buffer),
                read => Ok(read),
            },
        }
    }
}
