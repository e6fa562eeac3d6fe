//! Which values a log's columns hold, before anything is decided about them.

use super::reader::join_cells;
use crate::logs::pieces::map_pieces;
use crate::logs::rows::each_row;
use crate::logs::{LogError, Preview, Progress};
use std::collections::HashMap;
use std::path::Path;

/// The most values that are proposed, and that are told apart while counting.
const MOST_PROPOSED: usize = 1_000;
const MOST_COUNTED: usize = 100_000;
const LONGEST_VALUE: usize = 200;

/// The values that some columns of a log hold, most frequent first, at most 1000, with the number of their rows; several columns are
/// read as one, joined by `+`. One entry for each of `groups`; an empty group has no values. Of a longer file, about `most_bytes` are looked at.
///
/// # Errors
/// What reading a log may raise; [`LogError::Cancelled`] once `progress` says no.
pub fn count_values(
    path: &Path,
    preview: &Preview,
    groups: &[&[String]],
    most_bytes: u64,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Vec<Vec<(String, u64)>>, LogError> {
    let columns: Vec<Vec<Option<usize>>> =
        groups.iter().map(|group| group.iter().map(|name| preview.column(name)).collect()).collect();
    let mut counts: Vec<HashMap<String, u64>> = vec![HashMap::new(); groups.len()];
    let mut rows = 0;
    let count_piece = |_, piece| {
        let mut counts: Vec<HashMap<String, u64>> = vec![HashMap::new(); columns.len()];
        let mut value = String::new();
        let rows = each_row(&piece, preview, &mut |row| {
            let mapped = columns.iter().zip(&mut counts).filter(|(columns, _)| !columns.is_empty());
            for (columns, counts) in mapped.filter(|_| row.fault.is_none()) {
                join_cells(row, columns, &mut value);
                add(counts, &value, 1);
            }
            Ok(())
        })?;
        Ok((rows, counts))
    };
    let mut enough = false;
    let mut watched = |done: Progress| {
        enough = done.bytes_done >= most_bytes;
        progress(done) && !enough
    };
    let outcome = map_pieces(path, preview, &mut watched, &count_piece, &mut |(more, found)| {
        rows += more;
        for (all, found) in counts.iter_mut().zip(found) {
            found.into_iter().for_each(|(value, count)| add(all, &value, count));
        }
        Ok(rows)
    });
    match outcome {
        Err(LogError::Cancelled) if enough => {}
        other => drop(other?),
    }
    Ok(counts.into_iter().map(most_frequent).collect())
}

pub(super) fn add(counts: &mut HashMap<String, u64>, value: &str, count: u64) {
    if let Some(known) = counts.get_mut(value) {
        *known += count;
    } else if counts.len() < MOST_COUNTED {
        *counts.entry(value.chars().take(LONGEST_VALUE).collect()).or_default() += count;
    }
}

pub(super) fn most_frequent(counts: HashMap<String, u64>) -> Vec<(String, u64)> {
    let mut counts: Vec<(String, u64)> = counts.into_iter().collect();
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    counts.truncate(MOST_PROPOSED);
    counts
}
