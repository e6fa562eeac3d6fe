//! Valid logs of every format, spoiled at random and read: never a panic, nothing that takes long or much memory, and no row lost.

#[path = "../../fuzz/src/lib.rs"]
#[allow(dead_code, reason = "the fuzz targets need more of it")]
mod readers;

use crate::written;
use handshake::logs::{self, ResponseColumns};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::time::{Duration, Instant};

/// Spoiled logs of each format.
const EACH: usize = 150;
const LONGEST: Duration = Duration::from_secs(5);
/// More memory than all of them together ever need.
const MOST_KB: u64 = 3_000_000;

/// Bytes that mean something to one reader or another.
const TOKENS: [&[u8]; 18] = [
    b"\"",
    b",",
    b";",
    b"\t",
    b"\n",
    b"\r\n",
    b"\0",
    b"\xEF\xBB\xBF",
    b"\xFF\xFE",
    b"\xFF\xFF\xFF\xFF",
    b"\x7F\xFF\xFF\xFF",
    b"\x00\x00\x00\x80",
    b"{",
    b"]",
    b"\\ud800",
    b"99999999999999999999",
    b"1e999",
    b"PAR1",
];

fn spoiled(bytes: &[u8], random: &mut ChaCha8Rng) -> Vec<u8> {
    let mut spoiled = bytes.to_vec();
    for _ in 0..random.random_range(1..5) {
        let place = random.random_range(0..=spoiled.len());
        let end = (place + random.random_range(0..64)).min(spoiled.len());
        match random.random_range(0..7) {
            0 => spoiled.iter_mut().skip(place).take(1).for_each(|byte| *byte ^= 1 << random.random_range(0..8)),
            1 => spoiled.iter_mut().skip(place).take(4).for_each(|byte| *byte = random.random()),
            2 => spoiled.truncate(place),
            3 => drop(spoiled.drain(place..end)),
            4 => {
                let again = spoiled[place..end].to_vec();
                spoiled.splice(place..place, again);
            }
            5 => {
                let token = TOKENS[random.random_range(0..TOKENS.len())];
                spoiled.splice(place..place, token.iter().copied());
            }
            _ => {
                let token = TOKENS[random.random_range(0..TOKENS.len())];
                let end = (place + token.len()).min(spoiled.len());
                spoiled.splice(place..end, token.iter().copied());
            }
        }
    }
    spoiled
}

/// Reads many spoiled copies; how many could be read all the same.
fn survive(name: &str, bytes: &[u8]) -> usize {
    assert!(readers::read_as_a_log(bytes, None), "{name} can be read while it is whole");
    let mut random = ChaCha8Rng::seed_from_u64(name.len() as u64);
    let mut read = 0;
    for number in 0..EACH {
        let spoiled = spoiled(bytes, &mut random);
        let started = Instant::now();
        read += usize::from(readers::read_as_a_log(&spoiled, None));
        assert!(started.elapsed() < LONGEST, "number {number} of {name} took {:?}", started.elapsed());
    }
    read
}

/// The most memory that this process ever had, where the system tells.
fn most_memory_kb() -> Option<u64> {
    let status = std::fs::read_to_string("/proc/self/status").ok()?;
    let line = status.lines().find(|line| line.starts_with("VmHWM:"))?;
    line.split_whitespace().nth(1)?.parse().ok()
}

#[test]
fn spoiled_logs_of_every_format_are_read_or_refused() {
    let rows = written::rows(60);
    let comma = written::delimited(&rows, b',', csv::Terminator::CRLF);
    let logs: [(&str, Vec<u8>); 9] = [
        ("UTF-16", written::utf_16(&comma, u16::to_le_bytes)),
        ("gzip", written::gzip(&comma)),
        ("zstd", written::zstandard(&comma)),
        ("JSON lines", written::json_lines(&rows)),
        ("Parquet, packed", written::parquet(&rows, true)),
        ("Parquet, unpacked", written::parquet(&rows, false)),
        ("Arrow file", written::arrow_file(&rows)),
        ("Arrow stream", written::arrow_stream(&rows)),
        ("delimited", comma),
    ];
    let read: usize = logs.iter().map(|(name, bytes)| survive(name, bytes)).sum();
    assert!((EACH..EACH * logs.len() - EACH).contains(&read), "{read} of {} were read", EACH * logs.len());
    assert!(most_memory_kb().is_none_or(|memory| memory < MOST_KB), "{:?} KB", most_memory_kb());
}

#[test]
fn spoiled_workbooks_are_read_or_refused() {
    // A log in which everything is text, as far as a workbook goes: its own times have no zone.
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    for (line, cells) in (0..).zip(
        [written::COLUMNS.map(str::to_owned)].into_iter().chain(written::rows(60).iter().map(written::Written::cells)),
    ) {
        sheet.write_row(line, 0, cells).unwrap();
    }
    survive("Excel", &workbook.save_to_buffer().unwrap());
}

#[test]
fn spoiled_parts_of_a_workspace_are_refused() {
    let rows = ResponseColumns::default();
    let parts = [logs::encode_responses(&rows).unwrap(), logs::encode_links(&[])];
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for part in &parts {
        for _ in 0..1_000 {
            let spoiled = spoiled(part, &mut random);
            readers::decode_as_every_part(&spoiled);
            assert!(logs::decode_responses(&spoiled).is_err() || spoiled == parts[0]);
            assert!(logs::decode_links(&spoiled).is_err() || spoiled == parts[1]);
        }
    }
}

#[test]
fn nonsense_for_times_and_mappings_is_refused_or_read() {
    let mut random = ChaCha8Rng::seed_from_u64(2);
    let seeds = [
        "2026-03-29T02:30:00.123456+01:00\n31/12/2026 11:59 PM\n1767265200000\n20260101\n1.2.2026\n2026-01-01 10:00 UTC",
        "person=\"a, b\",variant=x+y,segment:z=w,accepted=ja|oui,response=",
    ];
    for _ in 0..400 {
        for seed in seeds {
            let text = spoiled(seed.as_bytes(), &mut random);
            let text = String::from_utf8_lossy(&text);
            readers::apply_to_every_mapping(&text);
            let log = readers::log_of_times(&text);
            readers::read_as_a_log(&log, None);
        }
    }
}
