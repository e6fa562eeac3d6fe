//! Lists of deviations that were recorded elsewhere, one a row or counted already.

use super::numbers::{read_count, read_money};
use super::pieces::for_each_row;
use super::responses::time_refusal;
use super::rows::Row;
use super::set_aside::{Hider, fault_reason, quoted};
use super::times::{TimeChoice, read_day};
use super::{DeviationMapping, LogError, Preview, Progress, Reason, SetAside};
use crate::domain::{Money, Quarter, RecordedDeviations};
use jiff::civil::Date;
use std::collections::BTreeMap;
use std::path::Path;

/// What a list of deviations held.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct DeviationLog {
    /// How many rows were read.
    pub rows_read: u64,
    /// The usable ones; those of the same day, kind and circumstance added up.
    pub rows: Vec<RecordedDeviations>,
    /// The others.
    pub set_aside: SetAside,
}

struct Columns<'a> {
    date: Option<usize>,
    quarter: Option<usize>,
    kind: Option<usize>,
    circumstance: Option<usize>,
    count: Option<usize>,
    people: Option<usize>,
    cost: Option<usize>,
    date_column: &'a str,
    fiscal_start_month: i8,
}

type Key = (Date, bool, String, String);
type Amounts = (u64, u64, Money);
type Refusal = (Reason, String);

/// Reads a list of deviations; quarters are told by labels such as `2026-Q4` or `FY2026-Q4`.
pub fn read_deviations(
    path: &Path,
    preview: &Preview,
    mapping: &DeviationMapping,
    fiscal_start_month: i8,
    times: &TimeChoice,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<DeviationLog, LogError> {
    mapping.check(&preview.columns)?;
    let find = |name: &Option<String>| name.as_deref().and_then(|name| preview.column(name));
    let columns = Columns {
        date: find(&mapping.date),
        quarter: find(&mapping.quarter),
        kind: find(&mapping.kind),
        circumstance: find(&mapping.circumstance),
        count: find(&mapping.count),
        people: find(&mapping.people),
        cost: find(&mapping.cost),
        date_column: mapping.date.as_deref().unwrap_or_default(),
        fiscal_start_month,
    };
    let mapped = mapping.columns().into_iter().map(|name| preview.column(name));
    let hider = Hider::new(None, None, mapped, preview.columns.len());
    let mut sums: BTreeMap<Key, Amounts> = BTreeMap::new();
    let mut set_aside = SetAside::default();
    let rows_read = for_each_row(path, preview, progress, &mut |row| {
        match read_row(row, &columns, &hider, times)? {
            Ok((key, amounts)) => add(sums.entry(key).or_default(), amounts),
            Err((reason, detail)) => set_aside.add(row, reason, detail, &hider),
        }
        Ok(())
    })?;
    Ok(DeviationLog { rows_read, rows: sums.into_iter().map(recorded).collect(), set_aside })
}

fn add(sum: &mut Amounts, amounts: Amounts) {
    *sum = (sum.0.saturating_add(amounts.0), sum.1.saturating_add(amounts.1), sum.2 + amounts.2);
}

fn recorded(((day, quarter_only, kind, circumstance), (count, people, cost)): (Key, Amounts)) -> RecordedDeviations {
    RecordedDeviations {
        day,
        quarter_only,
        kind,
        circumstance,
        count,
        people,
        cost,
        discovered_on: None,
        remedied_on: None,
    }
}

fn read_row(
    row: &Row,
    columns: &Columns,
    hider: &Hider,
    times: &TimeChoice,
) -> Result<Result<(Key, Amounts), Refusal>, LogError> {
    if let Some(fault) = row.fault {
        return Ok(Err(fault_reason(fault, hider.columns())));
    }
    let (day, quarter_only) = match read_when(row, columns, times)? {
        Ok(when) => when,
        Err(refusal) => return Ok(Err(refusal)),
    };
    let (kind, circumstance) = (row.cell(columns.kind).to_owned(), row.cell(columns.circumstance).to_owned());
    let key = (day, quarter_only, kind, circumstance);
    Ok(read_amounts(row, columns).map(|amounts| (key, amounts)))
}

/// The day, or the first day of the quarter where the row has no day.
fn read_when(row: &Row, columns: &Columns, times: &TimeChoice) -> Result<Result<(Date, bool), Refusal>, LogError> {
    let (date, quarter) = (row.cell(columns.date), row.cell(columns.quarter));
    if !date.is_empty() {
        return match read_day(date, times) {
            Ok(day) => Ok(Ok((day, false))),
            Err(fault) => time_refusal(fault, date, columns.date_column).map(Err),
        };
    }
    if quarter.is_empty() {
        return Ok(Err((Reason::TimeMissing, "neither day nor quarter is given".to_owned())));
    }
    let Some(quarter_read) = Quarter::parse(quarter, columns.fiscal_start_month) else {
        return Ok(Err((Reason::TimeUnreadable, format!("{} is no quarter", quoted(quarter)))));
    };
    let day = quarter_read.first_day();
    if !(1970..2200).contains(&day.year()) {
        return Ok(Err((Reason::TimeOutOfRange, format!("{} is out of range", quoted(quarter)))));
    }
    Ok(Ok((day, true)))
}

fn read_amounts(row: &Row, columns: &Columns) -> Result<Amounts, Refusal> {
    let count_cell = |column: Option<usize>, without: u64| match row.cell(column) {
        "" if column.is_none() || without == 0 => Ok(without),
        cell => read_count(cell).ok_or_else(|| (Reason::CountUnreadable, format!("{} is no count", quoted(cell)))),
    };
    let cost = match row.cell(columns.cost) {
        "" => Money::default(),
        cell => read_money(cell).ok_or_else(|| (Reason::ValueUnreadable, format!("{} is no amount", quoted(cell))))?,
    };
    Ok((count_cell(columns.count, 1)?, count_cell(columns.people, 0)?, cost))
}
