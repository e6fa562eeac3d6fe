//! Rows that come over: written to a file as they come, with pseudonyms in place of identifiers.

use super::{Engine, EngineError, batches};
use arrow_array::{ArrayRef, RecordBatch, StringArray};
use arrow_ipc::writer::StreamWriter;
use arrow_schema::{DataType, Field, Schema};
use std::fs::File;
use std::io::BufWriter;
use std::sync::Arc;

/// Makes what is written of the text in a cell.
type Hiding<'a> = &'a dyn Fn(&str) -> String;

/// A file that rows are written to, as an Arrow stream.
struct RowFile<'a> {
    file: Option<File>,
    writer: Option<StreamWriter<BufWriter<File>>>,
    hidden: Option<(&'a str, Hiding<'a>)>,
    rows: u64,
}

impl Engine {
    /// Runs a query and writes its rows to a file as an Arrow stream, without ever writing down what stands in the column of texts
    /// `hidden`: in its place stands what the function makes of it. Tells `go_on` how many rows came so far; answers how many came in all.
    ///
    /// # Errors
    /// As [`Engine::ask`]; [`EngineError::Kept`] if the file cannot be written.
    pub fn rows_into(
        &self,
        sql: &str,
        file: File,
        hidden: Option<(&str, Hiding<'_>)>,
        go_on: &mut dyn FnMut(u64) -> bool,
    ) -> Result<u64, EngineError> {
        let rows = std::cell::Cell::new(0);
        let mut written = RowFile { file: Some(file), writer: None, hidden, rows: 0 };
        self.stream(sql.into(), &mut || go_on(rows.get()), &mut |batch| {
            written.add(&batch)?;
            rows.set(written.rows);
            Ok(())
        })?;
        written.finish()
    }
}

impl RowFile<'_> {
    fn add(&mut self, batch: &RecordBatch) -> Result<(), EngineError> {
        let batch = self.without_identifiers(batch)?;
        let writer = match (&mut self.writer, self.file.take()) {
            (Some(writer), _) => writer,
            (empty, Some(file)) => {
                let begun = StreamWriter::try_new(BufWriter::new(file), &batch.schema());
                empty.insert(begun.map_err(|error| kept(&error))?)
            }
            (None, None) => return Err(EngineError::Kept("its file was closed".to_owned())),
        };
        self.rows += batch.num_rows() as u64;
        writer.write(&batch).map_err(|error| kept(&error))
    }

    fn finish(mut self) -> Result<u64, EngineError> {
        if let Some(writer) = &mut self.writer {
            writer.finish().and_then(|()| writer.flush()).map_err(|error| kept(&error))?;
        }
        Ok(self.rows)
    }

    fn without_identifiers(&self, batch: &RecordBatch) -> Result<RecordBatch, EngineError> {
        let Some((name, hide)) = self.hidden else { return Ok(batch.clone()) };
        let unlike = |detail: String| EngineError::Answer(detail);
        let place = batch.schema().index_of(name).map_err(|_| unlike(format!("without the column {name}")))?;
        let hidden: Result<Vec<String>, EngineError> =
            (0..batch.num_rows()).map(|row| batches::text(batch, place, row).map(|cell| hide(&cell))).collect();
        let mut columns: Vec<ArrayRef> = batch.columns().to_vec();
        let mut fields: Vec<Arc<Field>> = batch.schema().fields().iter().cloned().collect();
        if let (Some(column), Some(field)) = (columns.get_mut(place), fields.get_mut(place)) {
            *column = Arc::new(StringArray::from(hidden?));
            *field = Arc::new(Field::new(name, DataType::Utf8, false));
        }
        RecordBatch::try_new(Arc::new(Schema::new(fields)), columns).map_err(|error| unlike(error.to_string()))
    }
}

fn kept(error: &arrow_schema::ArrowError) -> EngineError {
    EngineError::Kept(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;
    use arrow_array::Int64Array;

    #[test]
    fn identifiers_are_never_written() {
        let file = tempfile::NamedTempFile::new().unwrap();
        let hide = |cell: &str| if cell.is_empty() { String::new() } else { "pseudonym".to_owned() };
        let mut written =
            RowFile { file: Some(file.reopen().unwrap()), writer: None, hidden: Some(("who", &hide)), rows: 0 };
        let batch = |people: &[&str]| {
            let people: ArrayRef = Arc::new(StringArray::from(people.to_vec()));
            let amounts: ArrayRef = Arc::new(Int64Array::from(vec![4_711; people.len()]));
            RecordBatch::try_from_iter([("who", people), ("amount", amounts)]).unwrap()
        };
        written.add(&batch(&["anna@example.org", ""])).unwrap();
        written.add(&batch(&["ben@example.org"])).unwrap();
        let other: ArrayRef = Arc::new(Int64Array::from(vec![1]));
        assert!(matches!(
            written.add(&RecordBatch::try_from_iter([("amount", other)]).unwrap()),
            Err(EngineError::Answer(_))
        ));
        assert_eq!(written.finish().unwrap(), 3);
        let bytes = std::fs::read(file.path()).unwrap();
        let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
        assert!(holds("pseudonym") && !holds("anna") && !holds("ben@"));
    }
}
