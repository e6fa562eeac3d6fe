//! The grammar of a delimited text: where a record ends, and what its cells are.
//!
//! A quotation mark opens a quoted cell only at the very beginning of the cell, so that an inch mark in
//! a text does not swallow the rest of the file. Lines end with LF or CRLF.

use memchr::{memchr, memchr2, memchr3};
use std::borrow::Cow;

/// How a record came to its end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Ending {
    /// With a line break.
    LineBreak,
    /// With the end of the bytes.
    BytesOver,
    /// With the end of the bytes, inside quotation marks.
    QuoteOpen,
}

/// What a look at one record found.
#[derive(Debug, Clone, Copy)]
pub(super) struct Extent {
    /// Where the next record begins.
    pub end: usize,
    /// How many cells there are.
    pub cells: usize,
    /// How it ended.
    pub ending: Ending,
    /// Whether a quotation mark stands where readers disagree about it: inside a cell, or with text after it.
    pub odd: bool,
}

/// Finds the end of the record that begins at `from`.
pub(super) fn next_record(bytes: &[u8], from: usize, delimiter: u8) -> Extent {
    let mut position = from;
    let mut extent = Extent { end: bytes.len(), cells: 1, ending: Ending::BytesOver, odd: false };
    loop {
        if bytes.get(position) == Some(&b'"') {
            let Some(after) = closing_quote(bytes, position + 1) else {
                return Extent { ending: Ending::QuoteOpen, ..extent };
            };
            position = after;
        }
        let rest = bytes.get(position..).unwrap_or_default();
        let first = memchr3(delimiter, b'\n', b'"', rest);
        let offset = match first {
            Some(at) if rest.get(at) == Some(&b'"') => {
                extent.odd = true;
                memchr2(delimiter, b'\n', rest)
            }
            first => first,
        };
        let Some(offset) = offset else {
            extent.odd |= is_odd(bytes, position, bytes.len());
            return extent;
        };
        extent.odd |= is_odd(bytes, position, position + offset);
        position += offset + 1;
        if rest.get(offset) == Some(&b'\n') {
            return Extent { end: position, ending: Ending::LineBreak, ..extent };
        }
        extent.cells += 1;
    }
}

/// Whether text stands between a closing quotation mark and the end of the cell.
fn is_odd(bytes: &[u8], from: usize, to: usize) -> bool {
    let closed = from.checked_sub(1).and_then(|before| bytes.get(before)) == Some(&b'"');
    closed && to > from && bytes.get(from..=to) != Some(b"\r\n")
}

/// The position after the quotation mark that closes a cell whose text begins at `from`.
fn closing_quote(bytes: &[u8], mut from: usize) -> Option<usize> {
    loop {
        from += memchr(b'"', bytes.get(from..)?)? + 1;
        if bytes.get(from) != Some(&b'"') {
            return Some(from);
        }
        from += 1;
    }
}

/// Whether a record is nothing but a line break.
pub(super) fn is_blank(record: &[u8]) -> bool {
    matches!(record, b"" | b"\n" | b"\r\n" | b"\r")
}

/// Whether a record is none of the log's own but tells a spreadsheet the delimiter, as in `sep=;`.
pub(super) fn is_preamble(record: &[u8]) -> bool {
    let record = record.trim_ascii_end();
    record.len() <= 5 && record.get(..4).is_some_and(|start| start.eq_ignore_ascii_case(b"sep="))
}

/// The first `most` cells of one record.
pub(super) fn split_record(record: &[u8], delimiter: u8, most: usize) -> Vec<Cow<'_, [u8]>> {
    let record = record.strip_suffix(b"\n").unwrap_or(record);
    let record = record.strip_suffix(b"\r").unwrap_or(record);
    let mut cells = Vec::new();
    let mut position = 0;
    while cells.len() < most {
        let start = position;
        let quoted = record.get(start) == Some(&b'"');
        let text_from = if quoted { closing_quote(record, start + 1).unwrap_or(record.len()) } else { start };
        let rest = record.get(text_from..).unwrap_or_default();
        let length = memchr(delimiter, rest);
        let tail = rest.get(..length.unwrap_or(rest.len())).unwrap_or_default();
        cells.push(if quoted {
            unquoted(record.get(start + 1..text_from).unwrap_or_default(), tail)
        } else {
            tail.into()
        });
        match length {
            Some(length) => position = text_from + length + 1,
            None => break,
        }
    }
    cells
}

/// The text of a quoted cell, given from after the opening quotation mark on, and what follows the closing one.
fn unquoted<'a>(quoted: &'a [u8], tail: &[u8]) -> Cow<'a, [u8]> {
    let text = quoted.strip_suffix(b"\"").unwrap_or(quoted);
    if tail.is_empty() && memchr(b'"', text).is_none() {
        return text.into();
    }
    let mut plain = Vec::with_capacity(text.len() + tail.len());
    let mut bytes = text.iter().copied().peekable();
    while let Some(byte) = bytes.next() {
        plain.push(byte);
        if byte == b'"' {
            bytes.next_if_eq(&b'"');
        }
    }
    plain.extend_from_slice(tail);
    plain.into()
}
