//! The bytes of a file, counted and hashed, and what unpacks from them.

use super::Compression;
use crate::logs::LogError;
use flate2::bufread::MultiGzDecoder;
use std::fs::File;
use std::io::{BufReader, ErrorKind, Read};
use std::path::Path;

const BUFFER: usize = 256 << 10;
/// A file may unpack to this much however small it is.
const ALWAYS_UNPACKED: u64 = 1 << 30;
/// Beyond that, by this factor at most: logs shrink to a tenth, or a hundredth if they repeat themselves.
const MOST_GROWTH: u64 = 1_000;

/// The bytes of a file as they are, counted and hashed while they are read.
pub(super) struct Raw {
    file: File,
    hasher: blake3::Hasher,
    bytes: u64,
    total: u64,
}

impl Raw {
    fn open(path: &Path) -> Result<Self, LogError> {
        let file = File::open(path).map_err(LogError::io(path))?;
        let total = file.metadata().map_err(LogError::io(path))?.len();
        Ok(Self { file, hasher: blake3::Hasher::new(), bytes: 0, total })
    }

    pub(super) fn bytes(&self) -> u64 {
        self.bytes
    }

    pub(super) fn total(&self) -> u64 {
        self.total
    }

    /// Reads what is left; the number of bytes and their BLAKE3 as hexadecimal digits.
    pub(super) fn finish(mut self) -> std::io::Result<(u64, String)> {
        std::io::copy(&mut BufReader::with_capacity(BUFFER, &mut self), &mut std::io::sink())?;
        Ok((self.bytes, self.hasher.finalize().to_hex().to_string()))
    }
}

impl Read for Raw {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.file.read(buffer)?;
        self.hasher.update(buffer.get(..read).unwrap_or_default());
        self.bytes += read as u64;
        Ok(read)
    }
}

/// What unpacks from a file, as long as that stays within reason.
pub(super) struct Unpacked {
    packing: Packing,
    bytes: u64,
}

enum Packing {
    None(Box<BufReader<Raw>>),
    Gzip(Box<MultiGzDecoder<BufReader<Raw>>>),
    Zstd(Box<zstd::stream::read::Decoder<'static, BufReader<Raw>>>),
}

impl Unpacked {
    pub(super) fn open(path: &Path, compression: Compression) -> Result<Self, LogError> {
        let raw = BufReader::with_capacity(BUFFER, Raw::open(path)?);
        let packing = match compression {
            Compression::None => Packing::None(Box::new(raw)),
            Compression::Gzip => Packing::Gzip(Box::new(MultiGzDecoder::new(raw))),
            Compression::Zstd => {
                Packing::Zstd(Box::new(zstd::stream::read::Decoder::with_buffer(raw).map_err(LogError::io(path))?))
            }
        };
        Ok(Self { packing, bytes: 0 })
    }

    pub(super) fn raw(&self) -> &Raw {
        match &self.packing {
            Packing::None(raw) => raw.get_ref(),
            Packing::Gzip(decoder) => decoder.get_ref().get_ref(),
            Packing::Zstd(decoder) => decoder.get_ref().get_ref(),
        }
    }

    pub(super) fn into_raw(self) -> Raw {
        match self.packing {
            Packing::None(raw) => raw.into_inner(),
            Packing::Gzip(decoder) => decoder.into_inner().into_inner(),
            Packing::Zstd(decoder) => decoder.finish().into_inner(),
        }
    }

    fn read_packing(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let (kind, result) = match &mut self.packing {
            Packing::None(raw) => return raw.read(buffer),
            Packing::Gzip(decoder) => ("gzip", decoder.read(buffer)),
            Packing::Zstd(decoder) => ("zstd", decoder.read(buffer)),
        };
        result.map_err(|error| match error.kind() {
            ErrorKind::Interrupted => error,
            _ => std::io::Error::other(LogError::damaged(kind)(error)),
        })
    }
}

impl Read for Unpacked {
    fn read(&mut self, buffer: &mut [u8]) -> std::io::Result<usize> {
        let read = self.read_packing(buffer)?;
        self.bytes += read as u64;
        if is_absurd(self.bytes, self.raw().bytes()) {
            let bomb = LogError::Bomb { part: "the packed file".to_owned(), limit_mb: ALWAYS_UNPACKED >> 20 };
            return Err(std::io::Error::other(bomb));
        }
        Ok(read)
    }
}

/// Whether so many bytes out of so few are no log any more.
pub(super) fn is_absurd(unpacked: u64, packed: u64) -> bool {
    unpacked > ALWAYS_UNPACKED && unpacked / MOST_GROWTH > packed
}
