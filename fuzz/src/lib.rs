//! What the fuzz targets and the test of mutations share: reading any bytes in every way in which a log is read.

use handshake::domain::{Pseudonymiser, Variant};
use handshake::logs::{
    self, Compression, CountMapping, DeviationMapping, Encoding, Format, LinkMapping, LogError, PermissionMapping,
    Preview, ResponseMapping, ResponseReading, Shape, TimeChoice, UseMapping,
};
use jiff::tz::TimeZone;
use std::io::Write;
use std::path::Path;

/// How text that is not packed is written.
pub fn text(encoding: Encoding, shape: Shape) -> Format {
    Format { compression: Compression::None, encoding, shape }
}

/// Reads bytes as a response log and as one of another kind; `format` says how they are written, or else that is found out. Whether they were read as responses.
///
/// # Panics
/// A row was lost, or what was encoded cannot be decoded.
pub fn read_as_a_log(bytes: &[u8], format: Option<&Format>) -> bool {
    let Ok(mut file) = tempfile::NamedTempFile::new() else { return false };
    if file.write_all(bytes).is_err() {
        return false;
    }
    let path = file.path();
    let Ok(preview) = logs::preview(path, format).map_err(|error| assert_says_why(&error)) else { return false };
    let times = TimeChoice { zone: TimeZone::get("Europe/Berlin").ok(), order: None };
    read_as_another_kind(path, &preview, &times);
    let mut mapping = ResponseMapping::guess(&preview);
    if mapping.variant.is_empty() {
        mapping.variant = preview.columns.iter().take(1).cloned().collect();
    }
    read_responses(path, preview, &mapping, &times).map_err(|error| assert_says_why(&error)).is_ok()
}

fn assert_says_why(error: &LogError) {
    assert!(!error.to_string().is_empty(), "an error says why");
}

fn read_responses(
    path: &Path,
    preview: Preview,
    mapping: &ResponseMapping,
    times: &TimeChoice,
) -> Result<(), LogError> {
    let named = |(id, name): (i64, &str)| Variant { id, ..Variant::named(name) };
    let variants: Vec<Variant> = (1..).zip(["A", "B", "1"]).map(named).collect();
    let (pseudonymiser, days) = (Pseudonymiser::new([7; 32]), TimeZone::UTC);
    let reading = ResponseReading {
        mapping,
        variants: &variants,
        pseudonymiser: &pseudonymiser,
        times,
        days: &days,
        people: false,
    };
    let columns = preview.columns.clone();
    let sources = [(path.to_owned(), preview)];
    let mut log = logs::read_responses(&sources, &reading, &|_| false, &mut |_| true)?;
    assert_eq!(log.rows_read, log.rows_kept + log.set_aside.total(), "every row is kept or set aside");
    let mut decoded = 0;
    for part in 0..log.chunks.len() {
        let rows = logs::decode_responses(&log.chunks.take(part)?).expect("what was encoded can be decoded");
        decoded += rows.len() as u64;
    }
    assert_eq!(decoded, log.rows_kept);
    for chunk in logs::encode_set_aside(&log.set_aside)? {
        logs::decode_set_aside(&chunk).expect("what was encoded can be decoded");
    }
    logs::write_set_aside(&mut std::io::sink(), &["log".to_owned()], &columns, &log.set_aside.rows)
}

/// What comes of it is of no interest, as long as it comes. One kind for each log, for the sake of speed.
fn read_as_another_kind(path: &Path, preview: &Preview, times: &TimeChoice) {
    let (pseudonymiser, go_on) = (Pseudonymiser::new([7; 32]), &mut |_| true);
    let variants = [Variant::named("A")];
    let rows_read = match preview.columns.len() % 5 {
        0 => logs::read_uses(path, preview, &UseMapping::guess(preview), &pseudonymiser, times, go_on)
            .map(|log| log.rows_read),
        1 => logs::read_permissions(path, preview, &PermissionMapping::guess(preview), &pseudonymiser, times, go_on)
            .map(|log| log.rows_read),
        2 => logs::read_deviations(path, preview, &DeviationMapping::guess(preview), 4, times, go_on)
            .map(|log| log.rows_read),
        3 => logs::read_links(path, preview, &LinkMapping::guess(preview), &pseudonymiser, go_on)
            .map(|log| log.rows_read),
        _ => logs::read_counts(path, preview, &CountMapping::guess(preview), "", &variants, times, go_on)
            .map(|log| log.rows_read),
    };
    if let Err(error) = rows_read {
        assert_says_why(&error);
    }
}

/// Applies a correction to the mappings of all kinds of logs.
pub fn apply_to_every_mapping(spec: &str) {
    let said = [
        ResponseMapping::default().apply(spec),
        UseMapping::default().apply(spec),
        PermissionMapping::default().apply(spec),
        DeviationMapping::default().apply(spec),
        CountMapping::default().apply(spec),
        LinkMapping::default().apply(spec),
    ];
    said.iter().filter_map(|said| said.as_ref().err()).for_each(assert_says_why);
}

/// Reads bytes as every kind of part that a workspace keeps.
pub fn decode_as_every_part(bytes: &[u8]) {
    let _ = logs::decode_responses(bytes);
    let _ = logs::decode_records(bytes);
    let _ = logs::decode_links(bytes);
    let _ = logs::decode_set_aside(bytes);
}

/// A log with one time in each of its rows.
pub fn log_of_times(cells: &str) -> Vec<u8> {
    let mut log = String::from("person,variant,shown_at,response\n");
    for (person, cell) in cells.lines().enumerate() {
        let cell = cell.replace('"', "\"\"");
        log += &format!("{person},A,\"{cell}\",yes\n");
    }
    log.into_bytes()
}
