//! An Excel workbook (.xlsx) is a zip archive of XML: checked before anybody unpacks it into memory.

use super::unpack::is_absurd;
use crate::logs::LogError;
use quick_xml::Reader;
use quick_xml::events::Event;
use std::fs::File;
use std::io::{BufReader, Read};
use std::path::Path;
use zip::ZipArchive;

/// What sheets unpack to at most; they are read cell by cell.
const LONGEST_SHEET: u64 = 4 << 30;
/// What everything else unpacks to at most; it is kept in memory.
const LONGEST_PART: u64 = 512 << 20;
/// Deflate makes things at most so many times smaller (RFC 1951: 258 bytes out of two bits).
const MOST_SHRUNK: u64 = 1_032;
/// `<si/>`
const SHORTEST_SHARED_TEXT: u64 = 5;

/// Checks that a file is a workbook, and that what is unpacked of it stays within bounds, whatever the archive claims.
///
/// # Errors
/// It is something else or damaged, or a part of it unpacks to an absurd size.
pub(super) fn check(path: &Path) -> Result<(), LogError> {
    let file = File::open(path).map_err(LogError::io(path))?;
    let mut archive = ZipArchive::new(BufReader::new(file)).map_err(damaged)?;
    let names: Vec<String> = archive.file_names().map(|name| name.map_or_else(|_| String::new(), Into::into)).collect();
    check_kind(&names)?;
    for (index, name) in names.iter().enumerate() {
        let limit = if name.to_ascii_lowercase().contains("worksheets/") { LONGEST_SHEET } else { LONGEST_PART };
        let packed = archive.by_index_raw(index).map_err(damaged)?.compressed_size();
        let has_shared_texts = name.to_ascii_lowercase().ends_with("sharedstrings.xml");
        // What cannot become too large needs not be unpacked to know it.
        if has_shared_texts || packed.saturating_mul(MOST_SHRUNK) > LONGEST_PART {
            let unpacked = unpacked_length(archive.by_index(index).map_err(damaged)?, limit)?;
            if unpacked > limit || is_absurd(unpacked, packed) {
                return Err(LogError::Bomb { part: format!("the part {name} of the workbook"), limit_mb: limit >> 20 });
            }
            if has_shared_texts {
                check_shared_texts(archive.by_index(index).map_err(damaged)?, unpacked)?;
            }
        }
    }
    Ok(())
}

fn damaged(error: impl std::fmt::Display) -> LogError {
    LogError::damaged("Excel")(error)
}

fn check_kind(names: &[String]) -> Result<(), LogError> {
    let has = |end: &str| names.iter().any(|name| name.to_ascii_lowercase().ends_with(end));
    if has("workbook.xml") {
        return Ok(());
    }
    let (found, advice) = if has("workbook.bin") {
        ("a binary Excel workbook (.xlsb)", "Save it as .xlsx or CSV.")
    } else if has("content.xml") {
        ("an OpenDocument sheet (.ods)", "Save it as .xlsx or CSV.")
    } else {
        ("a zip archive", "Unpack it and choose the files in it.")
    };
    Err(LogError::WrongKind { found, advice })
}

fn unpacked_length(mut part: impl Read, limit: u64) -> Result<u64, LogError> {
    std::io::copy(&mut part.by_ref().take(limit + 1), &mut std::io::sink()).map_err(damaged)
}

/// The texts that cells share say how many they are, and memory is set aside for as many.
fn check_shared_texts(part: impl Read, unpacked: u64) -> Result<(), LogError> {
    let mut reader = Reader::from_reader(BufReader::new(part));
    let mut buffer = Vec::new();
    loop {
        let event = reader.read_event_into(&mut buffer).map_err(damaged)?;
        if let Event::Eof = event {
            return Ok(());
        }
        if let Event::Start(element) = event
            && element.local_name().as_ref() == "sst"
        {
            let mut attributes = element.attributes();
            let too_many = |count: u64| count > unpacked / SHORTEST_SHARED_TEXT;
            while let Some(attribute) = attributes.with_checks(false).next() {
                let attribute = attribute.map_err(damaged)?;
                if attribute.key.as_ref() == "uniqueCount" && attribute.value.parse().is_ok_and(too_many) {
                    return Err(damaged("it claims more texts than it has room for"));
                }
            }
            return Ok(());
        }
        buffer.clear();
    }
}
