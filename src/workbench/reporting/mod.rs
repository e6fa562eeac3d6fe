//! Makes reports of the model, as people read them and in figures, and writes them.

mod blocks;
mod compliance;
mod memo;
mod methods;
mod pictures;
mod shared;
mod writing;

pub use compliance::default_quarter;
pub(super) use pictures::write_picture;

use super::{ExperimentModel, Problem, QuarterModel};
use crate::domain::{Circumstance, DeviationKind};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

/// The circumstance of deviations of which nobody said why they happened.
const NOBODY_SAID: &str = "Nobody said yet";

/// On which days how many people were asked; empty for logs without times.
fn asked_days(model: &ExperimentModel) -> BTreeMap<Date, u64> {
    let mut days = BTreeMap::new();
    for entry in model.counts.segments.iter().filter(|entry| entry.segment.is_empty() && entry.count.shown > 0) {
        if let Ok(day) = entry.value.parse::<Date>() {
            *days.entry(day).or_default() += entry.count.shown;
        }
    }
    days
}

/// Writes a table to a CSV file, whole or not at all.
pub(super) fn write_table(rows: &[Vec<String>], path: &Path) -> Result<String, Problem> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let written = rows.iter().try_for_each(|row| writer.write_record(row));
    let bytes = written
        .map_err(std::io::Error::other)
        .and_then(|()| writer.into_inner().map_err(|error| std::io::Error::other(error.to_string())));
    let failed = |error| Problem::new("The table was not written", error, "Report this as a defect.");
    write_file(path, &bytes.map_err(failed)?)?;
    Ok(format!("The table is in {}.", path.display()))
}

/// Writes a file whole or not at all.
pub(super) fn write_file(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    let folder = path.parent().filter(|folder| !folder.as_os_str().is_empty()).unwrap_or(Path::new("."));
    let written = tempfile::NamedTempFile::new_in(folder).and_then(|mut file| {
        file.write_all(bytes)?;
        file.persist(path)?;
        Ok(())
    });
    written.map_err(|error| {
        let what = format!("{} was not written", path.display());
        Problem::new(what, error, "Choose a folder that exists and that you may write to.")
    })
}

/// Deviations by kind, judged and recorded ones together, by the names people read.
pub fn by_kind(quarter: &QuarterModel) -> BTreeMap<String, u64> {
    let mut kinds = BTreeMap::new();
    for (kind, count) in &quarter.counts.recorded_by_kind {
        let label = DeviationKind::parse(kind).map_or(kind.as_str(), |known| known.label());
        *kinds.entry(label.to_owned()).or_default() += count;
    }
    for (kind, count) in &quarter.counts.by_kind {
        *kinds.entry(kind.label().to_owned()).or_default() += count;
    }
    kinds
}

/// Deviations by circumstance, likewise.
pub fn by_circumstance(quarter: &QuarterModel) -> BTreeMap<String, u64> {
    let mut circumstances = BTreeMap::new();
    for (name, count) in &quarter.counts.recorded_by_circumstance {
        let label = Circumstance::parse(name).map_or(name.as_str(), |known| known.label());
        let label = if label.is_empty() { NOBODY_SAID } else { label };
        *circumstances.entry(label.to_owned()).or_default() += count;
    }
    for (circumstance, count) in &quarter.counts.by_circumstance {
        let label = circumstance.map_or(NOBODY_SAID, Circumstance::label);
        *circumstances.entry(label.to_owned()).or_default() += count;
    }
    circumstances
}
