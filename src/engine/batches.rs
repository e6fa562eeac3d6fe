//! Answers as they come: batches of Arrow columns.

use super::{ColumnKind, Columns, EngineError};
use crate::warehouse::Line;
use arrow_array::cast::AsArray;
use arrow_array::types::{Decimal128Type, Int32Type, Int64Type};
use arrow_array::{Array, RecordBatch};
use arrow_schema::{DataType, Schema};

/// More lines than this are no counts: a segment with a value for every person, say.
const MOST_LINES: usize = 2_000_000;

/// The texts and the whole numbers of one line.
pub type Cells = (Vec<String>, Vec<i64>);

/// What a query gave.
#[derive(Debug, Clone)]
pub struct Answer {
    /// The columns, with what their types say.
    pub columns: Columns,
    batches: Vec<RecordBatch>,
}

/// Batches as they come, as long as they may be counts.
#[derive(Default)]
pub(super) struct Batches {
    batches: Vec<RecordBatch>,
    rows: usize,
}

impl Batches {
    pub(super) fn add(&mut self, batch: RecordBatch) -> Result<(), EngineError> {
        self.rows = self.rows.saturating_add(batch.num_rows());
        if self.rows > MOST_LINES {
            return Err(EngineError::Answer(format!("more than {MOST_LINES} lines came")));
        }
        self.batches.push(batch);
        Ok(())
    }

    pub(super) fn answer(self, columns: Columns) -> Answer {
        Answer { columns, batches: self.batches }
    }
}

/// The columns of a schema, with what their types say.
pub(super) fn columns(schema: &Schema) -> Columns {
    schema.fields().iter().map(|field| (field.name().clone(), kind(field.data_type()))).collect()
}

impl Answer {
    /// The lines of a count.
    ///
    /// # Errors
    /// [`EngineError::Answer`] for other columns than nine, or of other types than texts and whole numbers.
    pub fn lines(&self) -> Result<Vec<Line>, EngineError> {
        let mut lines = Vec::new();
        for batch in &self.batches {
            for row in 0..batch.num_rows() {
                lines.push(Line {
                    section: text(batch, 0, row)?,
                    name: text(batch, 1, row)?,
                    value: text(batch, 2, row)?,
                    variant: number(batch, 3, row)?,
                    shown: number(batch, 4, row)?,
                    accepted: number(batch, 5, row)?,
                    declined: number(batch, 6, row)?,
                    dismissed: number(batch, 7, row)?,
                    ignored: number(batch, 8, row)?,
                });
            }
        }
        Ok(lines)
    }

    /// Lines of some texts, followed by some whole numbers.
    ///
    /// # Errors
    /// [`EngineError::Answer`] for fewer columns, or of other types.
    pub fn cells(&self, texts: usize, numbers: usize) -> Result<Vec<Cells>, EngineError> {
        let mut lines = Vec::new();
        for batch in &self.batches {
            for row in 0..batch.num_rows() {
                let told: Result<_, _> = (0..texts).map(|place| text(batch, place, row)).collect();
                let counted: Result<_, _> = (texts..texts + numbers).map(|place| number(batch, place, row)).collect();
                lines.push((told?, counted?));
            }
        }
        Ok(lines)
    }

    /// Values with their numbers, and how many different values there are; none where they are too many to be told.
    ///
    /// # Errors
    /// [`EngineError::Answer`] for other columns than a text and two whole numbers.
    pub fn values(&self) -> Result<(Vec<(String, u64)>, u64), EngineError> {
        let (mut values, mut all) = (Vec::new(), 0);
        for (texts, numbers) in self.cells(1, 2)? {
            let mut numbers = numbers.into_iter().map(|number| u64::try_from(number).unwrap_or(0));
            values.push((texts.into_iter().next().unwrap_or_default(), numbers.next().unwrap_or(0)));
            all = numbers.next().unwrap_or(0);
        }
        if all > values.len() as u64 {
            values.clear();
        }
        Ok((values, all))
    }
}

fn kind(of_type: &DataType) -> ColumnKind {
    match of_type {
        DataType::Timestamp(_, Some(_)) => ColumnKind::Exact,
        DataType::Timestamp(_, None) | DataType::Date32 | DataType::Date64 => ColumnKind::Local,
        whole if whole.is_integer() => ColumnKind::Whole,
        DataType::Decimal32(_, 0)
        | DataType::Decimal64(_, 0)
        | DataType::Decimal128(_, 0)
        | DataType::Decimal256(_, 0) => ColumnKind::Whole,
        number if number.is_numeric() => ColumnKind::Fraction,
        DataType::Binary | DataType::LargeBinary | DataType::BinaryView | DataType::FixedSizeBinary(_) => {
            ColumnKind::Bytes
        }
        _ => ColumnKind::Other,
    }
}

fn column(batch: &RecordBatch, place: usize, row: usize) -> Result<&dyn Array, EngineError> {
    let column = batch.columns().get(place).filter(|column| !column.is_null(row));
    column.map(AsRef::as_ref).ok_or_else(|| EngineError::Answer(format!("column {} holds nothing", place + 1)))
}

pub(super) fn text(batch: &RecordBatch, place: usize, row: usize) -> Result<String, EngineError> {
    let column = column(batch, place, row)?;
    Ok(match column.data_type() {
        DataType::Utf8 => column.as_string::<i32>().value(row).to_owned(),
        DataType::LargeUtf8 => column.as_string::<i64>().value(row).to_owned(),
        DataType::Utf8View => column.as_string_view().value(row).to_owned(),
        other => return Err(EngineError::Answer(format!("{other} where a text was asked for"))),
    })
}

fn number(batch: &RecordBatch, place: usize, row: usize) -> Result<i64, EngineError> {
    let column = column(batch, place, row)?;
    Ok(match column.data_type() {
        DataType::Int64 => column.as_primitive::<Int64Type>().value(row),
        DataType::Int32 => column.as_primitive::<Int32Type>().value(row).into(),
        DataType::Decimal128(_, 0) => {
            let wide = column.as_primitive::<Decimal128Type>().value(row);
            i64::try_from(wide).map_err(|_| EngineError::Answer(format!("the number {wide}")))?
        }
        other => return Err(EngineError::Answer(format!("{other} where a whole number was asked for"))),
    })
}
