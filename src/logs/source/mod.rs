//! The formats that a log may come in: what a file is written in, and its text or its cells out of it.
//!
//! Everything here gives text. Delimited and JSON-lines logs come out as one stream of UTF-8 ([`TextSource`]), whatever they are
//! packed or encoded in; Parquet, Arrow and Excel come out as tables of text ([`TableSource`]). So that whoever reads rows
//! needs to know neither files nor types. A file may be made to do harm: every length that it claims is checked before
//! memory is set aside for it, and a reader that gives up takes nothing else with it.

mod arrow;
mod as_json;
mod cells;
mod excel;
mod flatbuffer;
mod format;
mod ipc;
mod json;
mod magic;
mod parquet;
mod quiet;
mod table;
mod temporal;
mod text;
mod thrift;
mod transcode;
mod unpack;
mod words;
mod workbook;

#[cfg(test)]
mod tests;

pub use excel::sheets;
pub use format::{Compression, Encoding, Format, Shape, detect};
pub(super) use json::JsonColumns;
pub(super) use table::{TableSource, TextTable};
pub(super) use text::TextSource;

/// The most columns that are read.
const MOST_COLUMNS: usize = 10_000;
/// How deeply values may be nested in each other.
const DEEPEST: usize = 64;
