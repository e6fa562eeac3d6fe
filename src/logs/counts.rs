//! Responses that were counted already: variant, perhaps the day, and how many people were shown it and answered how.

use super::numbers::read_count;
use super::pieces::for_each_row;
use super::responses::time_refusal;
use super::rows::Row;
use super::set_aside::{Hider, Kept, fault_reason, quoted, read_each};
use super::times::{TimeChoice, read_day};
use super::{CountMapping, LogError, Preview, Progress, Reason, SetAside};
use crate::domain::{ExperimentCounts, SegmentCount, Variant, VariantCount};
use jiff::civil::Date;
use std::collections::BTreeSet;
use std::path::Path;

/// The most tests and variants that are told apart.
const MOST_TESTS: usize = 1_000;

/// What a log of counts held.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct CountLog {
    /// How many rows were read.
    pub rows_read: u64,
    /// How many of them were usable.
    pub rows_kept: u64,
    /// The counts by variant and by day.
    pub counts: ExperimentCounts,
    /// The rows that cannot be used.
    pub set_aside: SetAside,
    /// The names of the tests in it; of very many, a thousand.
    pub tests: BTreeSet<String>,
    /// Whether the wanted test is among them.
    pub holds_test: bool,
}

struct Columns {
    test: Option<usize>,
    variant: Option<usize>,
    day: Option<usize>,
    shown: Option<usize>,
    /// Accepted, declined, dismissed, ignored.
    answers: [Option<usize>; 4],
}

impl Columns {
    fn new(mapping: &CountMapping, preview: &Preview) -> Self {
        let find = |name: &Option<String>| name.as_deref().and_then(|name| preview.column(name));
        Self {
            test: find(&mapping.test),
            variant: find(&mapping.variant),
            day: find(&mapping.day),
            shown: find(&mapping.shown),
            answers: [&mapping.accepted, &mapping.declined, &mapping.dismissed, &mapping.ignored].map(find),
        }
    }
}

/// Reads a log of counts; of a file with several tests only the rows of `test`. Whoever was shown the request and is in no column of
/// answers ignored it; without a column for people shown, they are the sum of all answers.
///
/// # Errors
/// What reading a log may raise.
pub fn read_counts(
    path: &Path,
    preview: &Preview,
    mapping: &CountMapping,
    test: &str,
    variants: &[Variant],
    times: &TimeChoice,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<CountLog, LogError> {
    mapping.check(&preview.columns)?;
    let columns = Columns::new(mapping, preview);
    let mapped = mapping.columns().into_iter().map(|name| preview.column(name));
    let hider = Hider::new(None, None, mapped, preview.columns.len());
    let (mut tests, mut holds_test) = (BTreeSet::new(), false);
    let (rows_read, rows, set_aside) = read_each(path, preview, &hider, progress, &mut |row| {
        if let Some(fault) = row.fault {
            return Ok(Err(fault_reason(fault, hider.columns())));
        }
        let name = row.cell(columns.test);
        if columns.test.is_some() && tests.len() < MOST_TESTS {
            tests.insert(name.to_owned());
        }
        holds_test |= columns.test.is_some() && name == test;
        if columns.test.is_some() && !test.is_empty() && name != test {
            return Ok(Ok(None));
        }
        Ok(read_row(row, &columns, mapping, variants, times)?.map(Some))
    })?;
    let rows: Vec<Counted> = rows.into_iter().flatten().collect();
    let (rows_kept, counts) = (rows.len() as u64, add_up(&rows, variants));
    Ok(CountLog { rows_read, rows_kept, counts, set_aside, tests, holds_test })
}

/// The values of the variant column in the rows of a test, in the order in which they come; at most a thousand.
///
/// # Errors
/// What reading a log may raise.
pub fn variants_of_test(
    path: &Path,
    preview: &Preview,
    mapping: &CountMapping,
    test: &str,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Vec<String>, LogError> {
    let columns = Columns::new(mapping, preview);
    let mut values: Vec<String> = Vec::new();
    for_each_row(path, preview, progress, &mut |row| {
        let wanted = columns.test.is_none() || test.is_empty() || row.cell(columns.test) == test;
        let value = row.cell(columns.variant);
        if row.fault.is_none() && wanted && values.len() < MOST_TESTS && !values.iter().any(|known| known == value) {
            values.push(value.to_owned());
        }
        Ok(())
    })?;
    Ok(values)
}

type Counted = (VariantCount, Option<Date>);

fn read_row(
    row: &Row,
    columns: &Columns,
    mapping: &CountMapping,
    variants: &[Variant],
    times: &TimeChoice,
) -> Result<Kept<Counted>, LogError> {
    let value = row.cell(columns.variant);
    let Some(variant) = variants.iter().find(|variant| variant.is_meant_by(value)) else {
        return Ok(Err((Reason::UnknownVariant, format!("{} is no variant", quoted(value)))));
    };
    let day = match row.cell(columns.day) {
        "" => None,
        cell => match read_day(cell, times) {
            Ok(day) => Some(day),
            Err(fault) => {
                return time_refusal(fault, cell, mapping.day.as_deref().unwrap_or_default()).map(Err);
            }
        },
    };
    Ok(amounts(row, columns).map(|count| (VariantCount { variant: variant.id, ..count }, day)))
}

fn amounts(row: &Row, columns: &Columns) -> Kept<VariantCount> {
    let count = |column: Option<usize>| match row.cell(column) {
        "" => Ok(0),
        cell => read_count(cell).ok_or_else(|| (Reason::CountUnreadable, format!("{} is no count", quoted(cell)))),
    };
    let [accepted, declined, dismissed, ignored] = columns.answers.map(count);
    let (accepted, declined, dismissed, ignored) = (accepted?, declined?, dismissed?, ignored?);
    let answered = [declined, dismissed, ignored].iter().fold(accepted, |sum, count| sum.saturating_add(*count));
    let shown = if columns.shown.is_some() { count(columns.shown)? } else { answered };
    if answered > shown {
        let detail = format!("{answered} answers, but only {shown} people were shown it");
        return Err((Reason::CountContradiction, detail));
    }
    Ok(VariantCount { variant: 0, shown, accepted, declined, dismissed, ignored: ignored + (shown - answered) })
}

fn add_up(rows: &[Counted], variants: &[Variant]) -> ExperimentCounts {
    let empty = |variant: &Variant| VariantCount { variant: variant.id, ..VariantCount::default() };
    let mut all = ExperimentCounts { variants: variants.iter().map(empty).collect(), ..ExperimentCounts::default() };
    for (count, day) in rows {
        let by_day =
            day.map(|day| SegmentCount { segment: String::new(), value: day.to_string(), count: count.clone() });
        all.add(&ExperimentCounts {
            variants: vec![count.clone()],
            by_first_showing: vec![count.clone()],
            segments: by_day.into_iter().collect(),
            ..ExperimentCounts::default()
        });
    }
    all
}
