//! Whether the day or the month stands first in the dates of a log, as far as all of its rows show.

use super::pieces::map_pieces;
use super::rows::each_row;
use super::times::{DateOrder, order_shown};
use super::{LogError, Preview, Progress};
use std::collections::BTreeSet;
use std::path::Path;

/// The orders that dates of a column show beyond doubt, over the whole log: none, one, or both where the log contradicts itself.
///
/// # Errors
/// What reading a log may raise; [`LogError::Cancelled`] once `progress` says no.
pub fn orders_shown(
    path: &Path,
    preview: &Preview,
    column: &str,
    progress: &mut dyn FnMut(Progress) -> bool,
) -> Result<Vec<DateOrder>, LogError> {
    let column = preview.column(column);
    let mut orders = BTreeSet::new();
    let mut rows = 0;
    let look = |_, piece| {
        let mut orders = BTreeSet::new();
        let rows = each_row(&piece, preview, &mut |row| {
            orders.extend(order_shown(row.cell(column)).filter(|_| row.fault.is_none()));
            Ok(())
        })?;
        Ok((rows, orders))
    };
    map_pieces(path, preview, progress, &look, &mut |(more, found)| {
        rows += more;
        orders.extend(found);
        Ok(rows)
    })?;
    Ok(orders.into_iter().collect())
}
