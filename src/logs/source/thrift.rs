//! The footer of a Parquet file, checked before anybody sets memory aside for what it claims.
//!
//! Parquet writes its footer in the compact protocol of Apache Thrift ("Thrift Compact protocol encoding", Apache Thrift). A list
//! there begins with its length; every entry takes a byte at least, so a list longer than the bytes behind it is a lie. Whoever
//! reads the footer later goes by the numbers of its fields, whatever type stands there: so types must be as expected.

use super::{DEEPEST, MOST_COLUMNS};
use crate::logs::LogError;

/// Structures on the way down to the columns count as elements of the schema too.
const MOST_ELEMENTS: usize = MOST_COLUMNS * 4;

/// What a field must be.
#[derive(Clone, Copy)]
enum Expected {
    Truth,
    Byte,
    Number,
    Text,
    Struct(Fields),
    List(&'static Expected),
    /// One element of the schema.
    Element,
    /// How many elements of the schema stand below this one.
    Children,
}

use Expected::{Byte, Children, Element, List, Number, Struct, Text, Truth};

/// The fields of a structure by their numbers; others are passed over.
type Fields = &'static [(i16, Expected)];

// As in parquet.thrift of Apache Parquet, format version 2.11.
const FOOTER: Fields = &[
    (1, Number),
    (2, List(&Element)),
    (3, Number),
    (4, List(&Struct(ROW_GROUP))),
    (5, List(&Struct(KEY_VALUE))),
    (6, Text),
    (7, List(&Struct(COLUMN_ORDER))),
];
const SCHEMA_ELEMENT: Fields = &[
    (1, Number),
    (2, Number),
    (3, Number),
    (4, Text),
    (5, Children),
    (6, Number),
    (7, Number),
    (8, Number),
    (9, Number),
    (10, Struct(LOGICAL_TYPE)),
];
const LOGICAL_TYPE: Fields = &[
    (1, EMPTY),
    (2, EMPTY),
    (3, EMPTY),
    (4, EMPTY),
    (5, Struct(&[(1, Number), (2, Number)])),
    (6, EMPTY),
    (7, Struct(TIME)),
    (8, Struct(TIME)),
    (10, Struct(&[(1, Byte), (2, Truth)])),
    (11, EMPTY),
    (12, EMPTY),
    (13, EMPTY),
    (14, EMPTY),
    (15, EMPTY),
];
const EMPTY: Expected = Struct(&[]);
const TIME: Fields = &[(1, Truth), (2, Struct(&[(1, EMPTY), (2, EMPTY), (3, EMPTY)]))];
const ROW_GROUP: Fields = &[
    (1, List(&Struct(COLUMN_CHUNK))),
    (2, Number),
    (3, Number),
    (4, List(&Struct(&[(1, Number), (2, Truth), (3, Truth)]))),
    (5, Number),
    (6, Number),
    (7, Number),
];
const COLUMN_CHUNK: Fields =
    &[(1, Text), (2, Number), (3, Struct(COLUMN)), (4, Number), (5, Number), (6, Number), (7, Number)];
const COLUMN: Fields = &[
    (1, Number),
    (2, List(&Number)),
    (3, List(&Text)),
    (4, Number),
    (5, Number),
    (6, Number),
    (7, Number),
    (9, Number),
    (10, Number),
    (11, Number),
    (12, Struct(STATISTICS)),
    (14, Number),
    (15, Number),
];
const STATISTICS: Fields =
    &[(1, Text), (2, Text), (3, Number), (4, Number), (5, Text), (6, Text), (7, Truth), (8, Truth)];
const KEY_VALUE: Fields = &[(1, Text), (2, Text)];
const COLUMN_ORDER: Fields = &[(1, EMPTY), (2, EMPTY)];

/// Checks the footer of a Parquet file: types, lengths, nesting, and how many columns there are.
///
/// # Errors
/// It is damaged, or has more than 10,000 columns.
pub(super) fn check(footer: &[u8]) -> Result<(), LogError> {
    let mut reader = Reader { bytes: footer, schema: Schema::default(), children: 0 };
    let read = reader.fields(FOOTER, 0);
    let Schema { leaves, elements, is_too_deep, .. } = reader.schema;
    if leaves > MOST_COLUMNS || elements > MOST_ELEMENTS {
        return Err(LogError::TooManyColumns { found: leaves.max(elements) });
    }
    let detail = match read {
        Some(()) if !is_too_deep => return Ok(()),
        Some(()) => "too many structures are nested in each other",
        None => "its footer cannot be read",
    };
    Err(LogError::damaged("Parquet")(detail))
}

/// What the elements of a schema come to; they stand in the order in which a walk from the root meets them.
#[derive(Default)]
struct Schema {
    elements: usize,
    leaves: usize,
    /// How many children of each element on the way down are still to come.
    open: Vec<u64>,
    is_too_deep: bool,
}

impl Schema {
    fn add(&mut self, children: u64) {
        self.elements += 1;
        if let Some(missing) = self.open.last_mut() {
            *missing = missing.saturating_sub(1);
        }
        if children == 0 {
            self.leaves += 1;
        } else if self.open.len() <= DEEPEST {
            self.open.push(children);
        } else {
            self.is_too_deep = true;
        }
        while self.open.last() == Some(&0) {
            self.open.pop();
        }
    }
}

/// Reads what is expected, and gives `None` for anything that is not as it must be.
struct Reader<'a> {
    bytes: &'a [u8],
    schema: Schema,
    children: u64,
}

impl Reader<'_> {
    fn fields(&mut self, expected: Fields, depth: usize) -> Option<()> {
        let mut field = 0_i16;
        loop {
            let head = self.byte()?;
            let (step, kind) = (i16::from(head >> 4), head & 0x0F);
            if kind == 0 {
                return Some(());
            }
            field = if step == 0 { self.short()? } else { field.checked_add(step)? };
            match expected.iter().find(|(number, _)| *number == field) {
                Some((_, expected)) => self.field(*expected, kind, depth)?,
                None => self.skip(kind, depth)?,
            }
        }
    }

    fn field(&mut self, expected: Expected, kind: u8, depth: usize) -> Option<()> {
        match (expected, kind) {
            (Truth, 1 | 2) => Some(()),
            (Byte, 3) | (Number, 4..=6) | (Text, 8) => self.skip(kind, depth),
            (Children, 4..=6) => {
                let written = self.number()?;
                // Even numbers are positive ones, odd ones negative, so that small ones are short whatever their sign.
                self.children = written >> 1;
                (written & 1 == 0).then_some(())
            }
            (List(entry), 9) => {
                let (kind, length) = self.list()?;
                (0..length).try_for_each(|_| self.field(*entry, kind, depth + 1))
            }
            (Struct(fields), 12) => self.fields(fields, depth + 1),
            (Element, 12) => {
                self.children = 0;
                self.fields(SCHEMA_ELEMENT, depth + 1)?;
                self.schema.add(self.children);
                Some(())
            }
            _ => None,
        }
    }

    /// Passes over a value that nobody asks for. Parquet has no maps or sets, and no lists of truths in its footer.
    fn skip(&mut self, kind: u8, depth: usize) -> Option<()> {
        match kind {
            1 | 2 => Some(()),
            3 => self.advance(1),
            4..=6 => self.number().map(|_| ()),
            7 => self.advance(8),
            8 => {
                let length = self.length()?;
                self.advance(length)
            }
            9 if depth <= DEEPEST => {
                let (kind, length) = self.list()?;
                let has_truths = matches!(kind, 1 | 2) && length > 0;
                if has_truths { None } else { (0..length).try_for_each(|_| self.skip(kind, depth + 1)) }
            }
            12 if depth <= DEEPEST => self.fields(&[], depth + 1),
            _ => None,
        }
    }

    fn list(&mut self) -> Option<(u8, usize)> {
        let head = self.byte()?;
        let length = if head >> 4 == 15 { self.length()? } else { usize::from(head >> 4) };
        (length <= self.bytes.len()).then_some((head & 0x0F, length))
    }

    fn length(&mut self) -> Option<usize> {
        let length = usize::try_from(self.number()?).ok()?;
        (length <= self.bytes.len()).then_some(length)
    }

    fn short(&mut self) -> Option<i16> {
        let written = self.number()?;
        let half = i16::try_from(written >> 1).ok()?;
        Some(if written & 1 == 0 { half } else { -half - 1 })
    }

    /// A number in groups of seven bits, low ones first.
    fn number(&mut self) -> Option<u64> {
        let mut number = 0;
        for shift in (0..64).step_by(7) {
            let byte = self.byte()?;
            number |= u64::from(byte & 0x7F) << shift;
            if byte & 0x80 == 0 {
                return Some(number);
            }
        }
        None
    }

    fn byte(&mut self) -> Option<u8> {
        let (byte, rest) = self.bytes.split_first()?;
        self.bytes = rest;
        Some(*byte)
    }

    fn advance(&mut self, length: usize) -> Option<()> {
        self.bytes = self.bytes.get(length..)?;
        Some(())
    }
}
