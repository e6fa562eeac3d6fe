//! Arrow IPC as tables of text: files (Feather version 2) and streams, one record batch at a time.

use super::arrow::{Batch, Leaf, check_types, leaves, wanted_roots};
use super::flatbuffer::Checked;
use super::table::{Desk, Opened};
use crate::logs::LogError;
use polars::error::PolarsResult;
use polars_arrow::array::Array;
use polars_arrow::datatypes::ArrowSchema;
use polars_arrow::io::ipc::read::{FileReader, StreamReader, StreamState, read_file_metadata, read_stream_metadata};
use polars_arrow::record_batch::RecordBatchT;
use std::fs::File;
use std::io::{BufReader, Seek};
use std::path::Path;

/// Rows as they come out of a file or a stream.
type RecordBatch = RecordBatchT<Box<dyn Array>>;

/// Reads an Arrow file or stream. A record batch is decoded whole, so that memory is what the largest one takes.
///
/// # Errors
/// The file cannot be read or is damaged, or has more than 10,000 columns.
pub(super) fn read(path: &Path, desk: &Desk) -> Result<(), LogError> {
    let mut file = File::open(path).map_err(LogError::io(path))?;
    let mut checked = Checked::new(&mut file)?;
    let is_file = checked.has_footer()?;
    let rows = if is_file { checked.file()? } else { checked.stream()? };
    file.rewind().map_err(LogError::io(path))?;
    if is_file { read_file(file, rows, desk) } else { read_stream(BufReader::new(file), rows, desk) }
}

fn damaged(error: impl std::fmt::Display) -> LogError {
    LogError::damaged("Arrow")(error)
}

fn read_file(mut file: File, rows: u64, desk: &Desk) -> Result<(), LogError> {
    let metadata = read_file_metadata(&mut file).map_err(damaged)?;
    let Some(columns) = Columns::announce(&metadata.schema, metadata.ipc_schema.fields.len(), rows, desk)? else {
        return Ok(());
    };
    give_all(FileReader::new(file, metadata, Some(columns.roots.clone()), None), &columns, desk)
}

fn read_stream(mut file: BufReader<File>, rows: u64, desk: &Desk) -> Result<(), LogError> {
    let metadata = read_stream_metadata(&mut file).map_err(damaged)?;
    let Some(columns) = Columns::announce(&metadata.schema, metadata.ipc_schema.fields.len(), rows, desk)? else {
        return Ok(());
    };
    // A stream that ends without saying so waits for more for ever.
    let batches = StreamReader::new(file, metadata, Some(columns.roots.clone())).map_while(|state| match state {
        Ok(StreamState::Some(batch)) => Some(Ok(batch)),
        Ok(StreamState::Waiting) => None,
        Err(error) => Some(Err(error)),
    });
    give_all(batches, &columns, desk)
}

struct Columns {
    leaves: Vec<Leaf>,
    wanted: Vec<bool>,
    roots: Vec<usize>,
}

impl Columns {
    /// Says what the columns are; `None` if nobody listens any more.
    fn announce(schema: &ArrowSchema, fields: usize, rows: u64, desk: &Desk) -> Result<Option<Self>, LogError> {
        if schema.len() != fields {
            return Err(damaged("two of its columns have the same name"));
        }
        check_types(schema.iter_values())?;
        let leaves = leaves(schema.iter_values());
        let columns = leaves.iter().map(|leaf| leaf.name.clone()).collect();
        let wanted = desk.announce(Opened { columns, rows_total: Some(rows) })?;
        let Some(wanted) = wanted else { return Ok(None) };
        let mut roots = wanted_roots(&leaves, &wanted);
        if roots.is_empty() {
            // Something must be read to learn how many rows there are.
            roots.push(0);
        }
        Ok(Some(Self { leaves, wanted, roots }))
    }
}

fn give_all(
    batches: impl Iterator<Item = PolarsResult<RecordBatch>>,
    columns: &Columns,
    desk: &Desk,
) -> Result<(), LogError> {
    let Columns { leaves, wanted, roots } = columns;
    for batch in batches {
        let batch = batch.map_err(damaged)?;
        if !(Batch { leaves, wanted, roots, arrays: batch.arrays(), rows: batch.len() }).give_to(desk)? {
            break;
        }
    }
    Ok(())
}
