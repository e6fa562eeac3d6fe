//! Parquet as tables of text, some rows at a time.

use super::arrow::{Batch, Leaf, check_types, leaves, wanted_roots};
use super::table::{Desk, Opened};
use super::thrift;
use super::unpack::is_absurd;
use crate::logs::LogError;
use polars_arrow::array::Array;
use polars_arrow::compute::concatenate::concatenate;
use polars_arrow::datatypes::{ArrowDataType, ArrowSchema, Field};
use polars_buffer::Buffer;
use polars_parquet::parquet::compression::DecompressionContext;
use polars_parquet::parquet::page::CompressedPage;
use polars_parquet::read::schema::parquet_to_arrow_schema;
use polars_parquet::read::{
    BasicDecompressor, ColumnChunkMetadata, FileMetadata, Filter, Page, PageReader, RowGroupMetadata,
    column_iter_to_arrays, decompress, read_metadata,
};
use std::fs::File;
use std::io::{Cursor, Read, Seek, SeekFrom};
use std::ops::Range;
use std::path::Path;

const MAGIC: &[u8] = b"PAR1";
/// The magic number and the length of the footer.
const END: u64 = 8;
/// The footers of real files have some megabytes at most.
const LONGEST_FOOTER: u64 = 64 << 20;
/// Pages have a megabyte as a rule; some writers make one of a whole column.
const LONGEST_PAGE: usize = 1 << 30;
/// How many values are decoded at a time, over all columns.
const CELLS_AT_A_TIME: usize = 8 << 20;
const MOST_ROWS_AT_A_TIME: usize = 1 << 20;
/// The most values that the lists of one row group have together: they are decoded whole.
const MOST_VALUES_IN_LISTS: i64 = 50_000_000;
/// More bytes than any identifier of fixed length has.
const LONGEST_FIXED: usize = 1 << 10;
/// A file that claims more rows than this for each of its bytes is not believed.
const MOST_ROWS_PER_BYTE: u64 = 1_000;

/// Reads a Parquet file.
///
/// # Errors
/// The file cannot be read or is damaged, or has more than 10,000 columns.
pub(super) fn read(path: &Path, desk: &Desk) -> Result<(), LogError> {
    let mut file = File::open(path).map_err(LogError::io(path))?;
    let length = file.metadata().map_err(LogError::io(path))?.len();
    check_footer(&mut file, length)?;
    let metadata = read_metadata(&mut file).map_err(damaged)?;
    let schema = schema_of(&metadata)?;
    let leaves = leaves(schema.iter_values());
    let columns = leaves.iter().map(|leaf| leaf.name.clone()).collect();
    let Some(wanted) = desk.announce(Opened { columns, rows_total: rows_total(&metadata, length)? })? else {
        return Ok(());
    };
    let roots = wanted_roots(&leaves, &wanted);
    let mut reader = Reader { file, length, fields: &schema, leaves: &leaves, wanted: &wanted, roots: &roots };
    for group in &metadata.row_groups {
        if !reader.read_group(group, desk)? {
            break;
        }
    }
    Ok(())
}

fn damaged(error: impl std::fmt::Display) -> LogError {
    LogError::damaged("Parquet")(error)
}

/// Looks at the footer before anybody sets memory aside for it.
fn check_footer(file: &mut File, length: u64) -> Result<(), LogError> {
    let mut end = Vec::new();
    let from = length.checked_sub(END).filter(|from| *from >= MAGIC.len() as u64);
    let from = from.ok_or_else(|| damaged("it is too short"))?;
    file.seek(SeekFrom::Start(from)).and_then(|_| file.read_to_end(&mut end)).map_err(damaged)?;
    let (footer_length, magic) = end.split_first_chunk::<4>().ok_or_else(|| damaged("it is too short"))?;
    if magic != MAGIC {
        return Err(damaged("its end is missing"));
    }
    let footer_length = u64::from(u32::from_le_bytes(*footer_length));
    let start = from.checked_sub(footer_length).filter(|_| footer_length <= LONGEST_FOOTER);
    let start = start.ok_or_else(|| damaged("its footer is longer than the file, or than 64 MB"))?;
    let mut footer = Vec::new();
    file.seek(SeekFrom::Start(start)).map_err(damaged)?;
    file.take(footer_length).read_to_end(&mut footer).map_err(damaged)?;
    thrift::check(&footer)
}

/// The types as Parquet itself has them. What Arrow adds to them in the footer is not needed for text, and not trusted.
fn schema_of(metadata: &FileMetadata) -> Result<ArrowSchema, LogError> {
    let fields = metadata.schema().fields();
    let schema = parquet_to_arrow_schema(fields);
    if schema.len() != fields.len() {
        return Err(damaged("two of its columns have the same name"));
    }
    if let Some(field) = schema.iter_values().find(|field| has_long_fixed(field.dtype())) {
        return Err(damaged(format!("its column {} has values of absurd length", field.name)));
    }
    check_types(schema.iter_values())?;
    Ok(schema)
}

/// Memory for values of fixed length is set aside before the first is read.
fn has_long_fixed(dtype: &ArrowDataType) -> bool {
    use ArrowDataType as Type;
    match dtype.to_storage() {
        Type::FixedSizeBinary(length) => *length > LONGEST_FIXED,
        Type::List(field) | Type::LargeList(field) | Type::Map(field, _) => has_long_fixed(field.dtype()),
        Type::FixedSizeList(field, length) => *length > LONGEST_FIXED || has_long_fixed(field.dtype()),
        Type::Struct(fields) => fields.iter().any(|field| has_long_fixed(field.dtype())),
        _ => false,
    }
}

fn rows_total(metadata: &FileMetadata, length: u64) -> Result<Option<u64>, LogError> {
    let in_groups: u64 = metadata.row_groups.iter().map(|group| group.num_rows() as u64).fold(0, u64::saturating_add);
    if in_groups != metadata.num_rows as u64 {
        return Err(damaged(format!("it claims {} rows, but its parts claim {in_groups}", metadata.num_rows)));
    }
    Ok((in_groups <= length.saturating_mul(MOST_ROWS_PER_BYTE)).then_some(in_groups))
}

struct Reader<'a> {
    file: File,
    length: u64,
    fields: &'a ArrowSchema,
    leaves: &'a [Leaf],
    wanted: &'a [bool],
    roots: &'a [usize],
}

/// The packed bytes of a column in a row group.
struct Chunk<'a> {
    metadata: &'a ColumnChunkMetadata,
    bytes: Buffer<u8>,
}

impl<'a> Reader<'a> {
    fn field(&self, root: usize) -> Result<&'a Field, LogError> {
        self.fields.get_at_index(root).map(|(_, field)| field).ok_or_else(|| damaged("a column is missing"))
    }

    /// Hands over the rows of a group; false if nobody listens any more.
    fn read_group(&mut self, group: &RowGroupMetadata, desk: &Desk) -> Result<bool, LogError> {
        let rows = group.num_rows();
        for root in self.roots {
            let field = self.field(*root)?;
            for chunk in self.chunks(group, field)? {
                check_pages(&chunk, rows, field)?;
            }
        }
        let at_a_time = (CELLS_AT_A_TIME / self.leaves_wanted()).min(MOST_ROWS_AT_A_TIME);
        let mut from = 0;
        while from < rows {
            let to = rows.min(from + at_a_time);
            let mut arrays = Vec::with_capacity(self.roots.len());
            for root in self.roots {
                let field = self.field(*root)?;
                arrays.push(decode(&self.chunks(group, field)?, field, from..to)?);
            }
            let (leaves, wanted, roots) = (self.leaves, self.wanted, self.roots);
            if !(Batch { leaves, wanted, roots, arrays: &arrays, rows: to - from }).give_to(desk)? {
                return Ok(false);
            }
            from = to;
        }
        Ok(true)
    }

    fn leaves_wanted(&self) -> usize {
        self.wanted.iter().filter(|wanted| **wanted).count().max(1)
    }

    fn chunks<'g>(&mut self, group: &'g RowGroupMetadata, field: &Field) -> Result<Vec<Chunk<'g>>, LogError> {
        let missing = || damaged(format!("the column {} is missing in some rows", field.name));
        let columns = group.columns_under_root_iter(&field.name).ok_or_else(missing)?;
        columns.map(|metadata| self.chunk(metadata)).collect()
    }

    fn chunk<'g>(&mut self, metadata: &'g ColumnChunkMetadata) -> Result<Chunk<'g>, LogError> {
        let range = metadata.byte_range();
        if range.end > self.length {
            return Err(damaged("a column ends beyond the end of the file"));
        }
        let mut bytes = Vec::new();
        self.file.seek(SeekFrom::Start(range.start)).map_err(damaged)?;
        self.file.by_ref().take(range.end - range.start).read_to_end(&mut bytes).map_err(damaged)?;
        Ok(Chunk { metadata, bytes: Buffer::from_vec(bytes) })
    }
}

impl Chunk<'_> {
    fn pages(&self) -> PageReader {
        PageReader::new(Cursor::new(self.bytes.clone()), self.metadata, Vec::new(), LONGEST_PAGE)
    }
}

/// Looks at what the pages of a column say of themselves, without unpacking them.
fn check_pages(chunk: &Chunk, rows: usize, field: &Field) -> Result<(), LogError> {
    let mut pages = chunk.pages();
    let mut longest = 0;
    if let Some(dictionary) = pages.read_dict().map_err(damaged)? {
        longest = check_dictionary(CompressedPage::Dict(dictionary))?;
    }
    let mut values = 0_i64;
    for page in pages {
        let CompressedPage::Data(page) = page.map_err(damaged)? else {
            return Err(damaged("a dictionary stands among its rows"));
        };
        let in_page =
            i32::try_from(page.num_values()).map_err(|_| damaged("a page claims an absurd number of values"))?;
        values += i64::from(in_page);
        longest = longest.max(page.uncompressed_size());
    }
    if longest > LONGEST_PAGE || is_absurd(longest as u64, chunk.bytes.len() as u64) {
        return Err(LogError::Bomb {
            part: format!("the column {}", field.name),
            limit_mb: (LONGEST_PAGE >> 20) as u64,
        });
    }
    let is_as_claimed =
        if has_lists(field.dtype()) { values <= MOST_VALUES_IN_LISTS } else { usize::try_from(values) == Ok(rows) };
    let claims = || format!("the column {} holds {values} values for {rows} rows", field.name);
    (is_as_claimed && values == chunk.metadata.num_values()).then_some(()).ok_or_else(|| damaged(claims()))
}

/// How many bytes a dictionary unpacks to. Every entry takes one at least, and memory is set aside for as many as it claims.
fn check_dictionary(page: CompressedPage) -> Result<usize, LogError> {
    let page = decompress(page, &mut Vec::new(), &mut DecompressionContext::Unset).map_err(damaged)?;
    match page {
        Page::Dict(page) if page.num_values <= page.buffer.len() => Ok(page.buffer.len()),
        _ => Err(damaged("a dictionary claims more entries than it has bytes")),
    }
}

fn has_lists(dtype: &ArrowDataType) -> bool {
    use ArrowDataType as Type;
    match dtype.to_storage() {
        Type::List(_) | Type::LargeList(_) | Type::FixedSizeList(..) | Type::Map(..) => true,
        Type::Struct(fields) => fields.iter().any(|field| has_lists(field.dtype())),
        _ => false,
    }
}

/// Some rows of a column.
fn decode(chunks: &[Chunk], field: &Field, rows: Range<usize>) -> Result<Box<dyn Array>, LogError> {
    let types = chunks.iter().map(|chunk| &chunk.metadata.descriptor().descriptor.primitive_type).collect();
    let pages = chunks.iter().map(|chunk| BasicDecompressor::new(chunk.pages(), Vec::new())).collect();
    let height = rows.len();
    let (arrays, _) = column_iter_to_arrays(pages, types, field.clone(), Some(Filter::Range(rows))).map_err(damaged)?;
    let parts: Vec<&dyn Array> = arrays.iter().map(AsRef::as_ref).collect();
    let array = concatenate(&parts).map_err(damaged)?;
    if array.len() == height { Ok(array) } else { Err(damaged(format!("the column {} is too short", field.name))) }
}
