//! How a log is written, as far as its first bytes tell.

use super::magic::{Kind, kind_of};
use super::unpack::Unpacked;
use crate::logs::LogError;
use serde::{Deserialize, Serialize};
use std::fs::File;
use std::io::Read;
use std::path::Path;

/// How much is looked at to tell how a file is written.
const LOOKED_AT: usize = 64 << 10;

/// How a log is written: found by looking at it, and changeable by the person.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Format {
    /// What it is packed in.
    pub compression: Compression,
    /// How its letters are written; only of meaning for text.
    pub encoding: Encoding,
    /// How its rows and cells are written.
    pub shape: Shape,
}

/// What a text log is packed in.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Compression {
    /// Nothing.
    None,
    /// gzip (RFC 1952), of any number of members.
    Gzip,
    /// Zstandard (RFC 8878), of any number of frames.
    Zstd,
}

/// How the letters of a text log are written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
pub enum Encoding {
    /// UTF-8, with or without byte order mark.
    Utf8,
    /// UTF-16, low byte first.
    Utf16Le,
    /// UTF-16, high byte first.
    Utf16Be,
    /// Windows-1252, western European; only on request, because any file could be it.
    Windows1252,
}

/// How the rows and cells of a log are written.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub enum Shape {
    /// Text with one row per line and something between the cells.
    Delimited {
        /// What stands between cells.
        delimiter: u8,
    },
    /// Text with one JSON object per line.
    JsonLines,
    /// Apache Parquet.
    Parquet,
    /// Apache Arrow, as a file (Feather version 2) or a stream.
    ArrowIpc,
    /// A sheet of an Excel workbook (.xlsx).
    Sheet {
        /// The name of the sheet.
        name: String,
    },
}

impl Format {
    /// Whether the log is text to be read through a stream, or else tables.
    pub fn is_text(&self) -> bool {
        matches!(self.shape, Shape::Delimited { .. } | Shape::JsonLines)
    }

    fn text(compression: Compression, encoding: Encoding, shape: Shape) -> Self {
        Self { compression, encoding, shape }
    }

    fn table(shape: Shape) -> Self {
        Self { compression: Compression::None, encoding: Encoding::Utf8, shape }
    }
}

/// Looks at the beginning of a log to tell how it is written. A delimiter is always given as a comma: which one it is shows in
/// the decoded text. Of a workbook the first visible sheet is taken. Text that is not valid UTF-8 still counts as UTF-8.
///
/// # Errors
/// The file cannot be read, is empty, is damaged, or is of a kind that is not read.
pub fn detect(path: &Path) -> Result<Format, LogError> {
    let mut file = File::open(path).map_err(LogError::io(path))?;
    let beginning = beginning_of(&mut file).map_err(LogError::io(path))?;
    if beginning.is_empty() {
        return Err(LogError::Empty);
    }
    match kind_of(&beginning) {
        Kind::Parquet => Ok(Format::table(Shape::Parquet)),
        Kind::Arrow => Ok(Format::table(Shape::ArrowIpc)),
        Kind::Zip => Ok(Format::table(Shape::Sheet { name: super::excel::first_sheet(path)? })),
        Kind::Gzip => packed(path, Compression::Gzip),
        Kind::Zstd => packed(path, Compression::Zstd),
        Kind::Unread { found, advice } => Err(LogError::WrongKind { found, advice }),
        Kind::Text => text(&beginning, Compression::None),
    }
}

fn packed(path: &Path, compression: Compression) -> Result<Format, LogError> {
    let beginning = beginning_of(&mut Unpacked::open(path, compression)?).map_err(LogError::io(path))?;
    match kind_of(&beginning) {
        _ if beginning.is_empty() => Err(LogError::Empty),
        Kind::Text => text(&beginning, compression),
        _ => Err(LogError::WrongKind {
            found: "a packed file with no text inside",
            advice: "Unpack it and choose what was in it.",
        }),
    }
}

fn beginning_of(reader: &mut impl Read) -> std::io::Result<Vec<u8>> {
    let mut beginning = Vec::new();
    reader.take(LOOKED_AT as u64).read_to_end(&mut beginning)?;
    Ok(beginning)
}

fn text(beginning: &[u8], compression: Compression) -> Result<Format, LogError> {
    let encoding = encoding_of(beginning)?;
    let decoded = match encoding {
        Encoding::Utf16Le => encoding_rs::UTF_16LE.decode(beginning).0,
        Encoding::Utf16Be => encoding_rs::UTF_16BE.decode(beginning).0,
        Encoding::Utf8 | Encoding::Windows1252 => String::from_utf8_lossy(beginning),
    };
    let shape = shape_of(decoded.trim_start_matches('\u{FEFF}').trim_start())?;
    Ok(Format::text(compression, encoding, shape))
}

/// Text is told from anything else by its zero bytes: UTF-8 has none, UTF-16 has them on one side of its pairs only.
fn encoding_of(beginning: &[u8]) -> Result<Encoding, LogError> {
    if beginning.starts_with(b"\xFF\xFE") {
        return Ok(Encoding::Utf16Le);
    }
    if beginning.starts_with(b"\xFE\xFF") {
        return Ok(Encoding::Utf16Be);
    }
    let Some(position) = memchr::memchr(0, beginning) else {
        return Ok(Encoding::Utf8);
    };
    let zeros = memchr::memchr_iter(0, beginning).count();
    // A few stray zeros in what is text otherwise spoil their own rows only.
    if zeros * 1_000 <= beginning.len() && is_text_otherwise(beginning) {
        return Ok(Encoding::Utf8);
    }
    let pairs = beginning.len() / 2;
    let zeros_first = memchr::memchr_iter(0, beginning).filter(|position| position % 2 == 0).count();
    let zeros_second = memchr::memchr_iter(0, beginning).count() - zeros_first;
    let (encoding, zeros, broken) = if zeros_first == 0 {
        (Encoding::Utf16Le, zeros_second, encoding_rs::UTF_16LE.decode_without_bom_handling(whole_pairs(beginning)).1)
    } else {
        (Encoding::Utf16Be, zeros_first, encoding_rs::UTF_16BE.decode_without_bom_handling(whole_pairs(beginning)).1)
    };
    // Even a text in Chinese has a comma or a line break among fifty letters; a stray zero in UTF-8 does not come to that.
    // Where nearly every letter is plain, nearly every pair has its zero.
    let plain = beginning.is_ascii() && zeros * 5 < beginning.len() * 2;
    let is_utf16 = !plain && (zeros_first == 0 || zeros_second == 0) && zeros * 50 >= pairs && !broken;
    if is_utf16 { Ok(encoding) } else { Err(LogError::NotText { position }) }
}

/// Whether the bytes are UTF-8, but for a letter that is cut off at the end.
fn is_text_otherwise(bytes: &[u8]) -> bool {
    std::str::from_utf8(bytes).map_or_else(|error| error.error_len().is_none(), |_| true)
}

/// Without the last pair, which may be half a letter.
fn whole_pairs(bytes: &[u8]) -> &[u8] {
    let whole = if bytes.len() < LOOKED_AT { bytes.len() & !1 } else { (bytes.len() & !1) - 2 };
    bytes.get(..whole).unwrap_or_default()
}

fn shape_of(text: &str) -> Result<Shape, LogError> {
    let mut letters = text.chars().filter(|letter| !letter.is_whitespace());
    match (letters.next(), letters.next()) {
        (Some('{'), None | Some('"' | '}')) => json_lines(text),
        (Some('['), Some('{')) => Err(LogError::WrongKind {
            found: "one JSON list",
            advice: "Export it as JSON lines: one object per line, and no brackets around them.",
        }),
        _ => Ok(Shape::Delimited { delimiter: b',' }),
    }
}

/// Objects that are spread over lines are seen by their first line being none.
fn json_lines(text: &str) -> Result<Shape, LogError> {
    let first = text.lines().next().unwrap_or_default();
    let is_cut_off = first.len() == text.len();
    if is_cut_off || serde_json::from_str::<serde::de::IgnoredAny>(first).is_ok() {
        return Ok(Shape::JsonLines);
    }
    // A bad first line among good ones is a bad row, no more.
    let good = |line: &str| serde_json::from_str::<serde_json::Map<String, serde_json::Value>>(line).is_ok();
    if text.lines().skip(1).take(20).any(good) {
        return Ok(Shape::JsonLines);
    }
    Err(LogError::WrongKind {
        found: "JSON that is spread over several lines",
        advice: "Export it as JSON lines: one object per line.",
    })
}
