//! Arrow arrays as tables of text: structures become columns with dotted names.

use super::cells::{WriteCell, cast, writer};
use super::table::{Desk, MOST_ROWS, MOST_TEXT, TextTable};
use crate::logs::LogError;
use polars_arrow::array::{Array, StructArray};
use polars_arrow::bitmap::Bitmap;
use polars_arrow::datatypes::{ArrowDataType, Field};

/// The most digits that a number of 128 bits has.
const MOST_DIGITS: usize = 38;

/// A column as a person sees it: a field that is no structure, however deep in structures it stands.
pub(super) struct Leaf {
    pub(super) name: String,
    /// Which field of the log it stands in.
    pub(super) root: usize,
    /// Which member of each structure on the way down.
    path: Vec<usize>,
}

/// The columns of a log with these fields.
pub(super) fn leaves<'a>(fields: impl Iterator<Item = &'a Field>) -> Vec<Leaf> {
    let mut found = Vec::new();
    for (root, field) in fields.enumerate() {
        add_leaves(field, field.name.to_string(), root, &mut Vec::new(), &mut found);
    }
    found
}

fn add_leaves(field: &Field, name: String, root: usize, path: &mut Vec<usize>, found: &mut Vec<Leaf>) {
    match field.dtype().to_storage() {
        ArrowDataType::Struct(members) if !members.is_empty() => {
            for (index, member) in members.iter().enumerate() {
                path.push(index);
                add_leaves(member, format!("{name}.{}", member.name), root, path, found);
                path.pop();
            }
        }
        _ => found.push(Leaf { name, root, path: path.clone() }),
    }
}

/// Refuses types that cannot be decoded, before the first row is read.
///
/// # Errors
/// [`LogError::WrongKind`] for decimal numbers of more than 38 digits, and for unions.
pub(super) fn check_types<'a>(mut fields: impl Iterator<Item = &'a Field>) -> Result<(), LogError> {
    if fields.any(|field| is_undecodable(field.dtype())) {
        return Err(LogError::WrongKind {
            found: "a table with numbers of more than 38 digits or cells of mixed types",
            advice: "Export these columns as text, or leave them out.",
        });
    }
    Ok(())
}

fn is_undecodable(dtype: &ArrowDataType) -> bool {
    use ArrowDataType as Type;
    match dtype.to_storage() {
        Type::Decimal256(..) | Type::Union(_) => true,
        Type::Decimal(digits, _) => *digits > MOST_DIGITS,
        Type::List(field) | Type::LargeList(field) | Type::FixedSizeList(field, _) | Type::Map(field, _) => {
            is_undecodable(field.dtype())
        }
        Type::Struct(fields) => fields.iter().any(|field| is_undecodable(field.dtype())),
        _ => false,
    }
}

/// Which fields of the log are needed for the wanted columns, in ascending order.
pub(super) fn wanted_roots(leaves: &[Leaf], wanted: &[bool]) -> Vec<usize> {
    let mut roots: Vec<usize> =
        leaves.iter().zip(wanted).filter(|(_, wanted)| **wanted).map(|(leaf, _)| leaf.root).collect();
    roots.dedup();
    roots
}

/// The rows of some arrays, to be cut into tables.
pub(super) struct Batch<'a> {
    pub(super) leaves: &'a [Leaf],
    pub(super) wanted: &'a [bool],
    /// Which field of the log each array holds, in ascending order.
    pub(super) roots: &'a [usize],
    pub(super) arrays: &'a [Box<dyn Array>],
    pub(super) rows: usize,
}

impl Batch<'_> {
    /// Hands all rows over as tables; false if nobody listens any more.
    ///
    /// # Errors
    /// An array is not what it says, or one row has more than 64 MB.
    pub(super) fn give_to(&self, desk: &Desk) -> Result<bool, LogError> {
        let mut writers = self.writers()?;
        let (mut from, mut height) = (0, MOST_ROWS);
        while from < self.rows {
            height = height.min(self.rows - from);
            match filled(&mut writers, from, height) {
                Some(table) => {
                    if !desk.give(table) {
                        return Ok(false);
                    }
                    from += height;
                    height = (height * 2).min(MOST_ROWS);
                }
                None if height == 1 => {
                    let limit_mb = (MOST_TEXT >> 20) as u64;
                    return Err(LogError::Bomb { part: "one of its rows".to_owned(), limit_mb });
                }
                None => height /= 2,
            }
        }
        Ok(true)
    }

    fn writers(&self) -> Result<Vec<Option<WriteCell<'_>>>, LogError> {
        let mut writers = Vec::with_capacity(self.leaves.len());
        for (leaf, wanted) in self.leaves.iter().zip(self.wanted) {
            let place = if *wanted { self.roots.binary_search(&leaf.root).ok() } else { None };
            let array = place.and_then(|place| self.arrays.get(place));
            writers.push(array.map(|array| leaf_writer(array.as_ref(), &leaf.path)).transpose()?);
        }
        Ok(writers)
    }
}

/// A member of a structure that is missing as a whole is missing too.
fn leaf_writer<'a>(root: &'a dyn Array, path: &[usize]) -> Result<WriteCell<'a>, LogError> {
    let mut array = root;
    let mut structures: Vec<&Bitmap> = Vec::new();
    for member in path {
        let structure: &StructArray = cast(array)?;
        structures.extend(structure.validity());
        let missing = || LogError::Table("a structure has fewer members than it says".to_owned());
        array = structure.values().get(*member).ok_or_else(missing)?.as_ref();
    }
    let mut write = writer(array)?;
    if structures.is_empty() {
        return Ok(write);
    }
    Ok(Box::new(move |text, row| {
        if structures.iter().all(|validity| validity.get(row) == Some(true)) {
            write(text, row);
        }
    }))
}

/// A table of some rows, or `None` if they have too much text for one.
fn filled(writers: &mut [Option<WriteCell>], from: usize, height: usize) -> Option<TextTable> {
    let mut table = TextTable::new(writers.len());
    table.height = height;
    let mut left = MOST_TEXT;
    for (column, write) in table.columns.iter_mut().zip(writers) {
        let Some(write) = write else { continue };
        for row in from..from + height {
            write(&mut column.text, row);
            column.end_cell();
            if column.text.len() > left {
                return None;
            }
        }
        left -= column.text.len();
    }
    Some(table)
}
