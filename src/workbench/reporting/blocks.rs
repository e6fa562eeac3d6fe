//! Tables and cells of a document.

use crate::domain::Money;
use crate::picture::format;
use crate::report::{Block, Cell, Column, Table};
use crate::stats::money::Amount;

/// What stands in a cell of which nothing is known.
const UNKNOWN: &str = "–";

/// A column: its heading, and whether numbers stand in it.
pub(super) type Heading<'a> = (&'a str, bool);

/// A table of a short name for files.
pub(super) fn table(name: &str, caption: impl Into<String>, headings: &[Heading<'_>], rows: Vec<Vec<Cell>>) -> Block {
    let column =
        |(heading, numbers): &Heading<'_>| if *numbers { Column::numbers(*heading) } else { Column::words(*heading) };
    Block::Table(Table {
        name: name.to_owned(),
        caption: caption.into(),
        columns: headings.iter().map(column).collect(),
        rows,
    })
}

/// A table, or a sentence where it would be empty.
pub(super) fn table_or(
    empty: &str,
    name: &str,
    caption: impl Into<String>,
    headings: &[Heading<'_>],
    rows: Vec<Vec<Cell>>,
) -> Block {
    if rows.is_empty() { Block::Paragraph(empty.to_owned()) } else { table(name, caption, headings, rows) }
}

/// A number of whole things.
pub(super) fn count(number: u64) -> Cell {
    Cell::number(format::count(number), number as f64)
}

/// A number of people; one that is missing is smaller than the smallest group.
pub(super) fn group(people: Option<u64>, smallest: u64) -> Cell {
    people.map_or_else(|| Cell::words(group_in_words(None, smallest)), count)
}

/// A number of people in words, such as `1,204` or `fewer than 10`.
pub(super) fn group_in_words(people: Option<u64>, smallest: u64) -> String {
    people.map_or_else(|| format!("fewer than {}", format::count(smallest)), format::count)
}

/// A rate of 0 to 1, told per thousand.
pub(super) fn per_thousand(rate: Option<f64>) -> Cell {
    rate.map_or_else(unknown, |rate| Cell::number(format::per_thousand(rate), rate * 1000.0))
}

/// An interval of such rates.
pub(super) fn per_thousand_interval(interval: Option<[f64; 2]>) -> Cell {
    interval.map_or_else(unknown, |[low, high]| {
        Cell::words(format!("{} – {}", format::per_thousand(low), format::per_thousand(high)))
    })
}

/// A share of 0 to 1 as per cent.
pub(super) fn percent(share: Option<f64>, decimals: usize) -> Cell {
    share.map_or_else(unknown, |share| Cell::number(format::percent(share, decimals), share))
}

/// A probability.
pub(super) fn probability(probability: Option<f64>) -> Cell {
    probability.map_or_else(unknown, |chance| Cell::number(format::probability(chance), chance))
}

/// An amount in currency units.
pub(super) fn money(units: f64, currency: &str) -> Cell {
    Cell::number(format::money(Money::from_units(units).unwrap_or_default(), currency), units)
}

/// An uncertain amount; a spreadsheet gets its median.
pub(super) fn amount(amount: &Amount, currency: &str) -> Cell {
    Cell::number(format::amount(amount, currency), amount.median)
}

/// Words.
pub(super) fn words(text: impl Into<String>) -> Cell {
    Cell::words(text)
}

/// Nothing known.
pub(super) fn unknown() -> Cell {
    Cell::words(UNKNOWN)
}

/// A paragraph.
pub(super) fn paragraph(text: impl Into<String>) -> Block {
    Block::Paragraph(text.into())
}

/// Text that stands back.
pub(super) fn remark(text: impl Into<String>) -> Block {
    Block::Remark(text.into())
}
