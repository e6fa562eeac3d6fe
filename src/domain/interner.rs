//! Codes for values that repeat, and a hash that is quick on small keys.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, Hash, Hasher};

/// A hash map for codes, packed figures and words: whoever chose words to collide would slow down reading their own log.
pub type QuickMap<K, V> = HashMap<K, V, BuildHasherDefault<QuickHasher>>;

/// Mixes whole words by multiplication (Knuth's multiplicative hashing, 1973); quick, and no defence against keys chosen to collide.
#[derive(Debug, Clone, Copy, Default)]
pub struct QuickHasher {
    state: u64,
}

impl QuickHasher {
    fn add(&mut self, word: u64) {
        self.state = (self.state.rotate_left(23) ^ word).wrapping_mul(0x9E37_79B9_7F4A_7C15);
    }
}

impl Hasher for QuickHasher {
    fn finish(&self) -> u64 {
        // The upper half is mixed best, and tables look at both ends.
        self.state ^ (self.state >> 32)
    }

    fn write(&mut self, bytes: &[u8]) {
        let (words, rest) = bytes.as_chunks::<8>();
        words.iter().for_each(|word| self.add(u64::from_le_bytes(*word)));
        if !rest.is_empty() {
            self.add(rest.iter().fold(rest.len() as u64, |word, &byte| (word << 8) | u64::from(byte)));
        }
    }

    fn write_u8(&mut self, value: u8) {
        self.add(u64::from(value));
    }

    fn write_u32(&mut self, value: u32) {
        self.add(u64::from(value));
    }

    fn write_u64(&mut self, value: u64) {
        self.add(value);
    }

    fn write_usize(&mut self, value: usize) {
        self.add(value as u64);
    }
}

/// Values with their codes: each different value stands once, its code is its place.
///
/// Holds at most 2³² values.
#[derive(Debug, Clone)]
pub struct Interner<T> {
    items: Vec<T>,
    codes: QuickMap<T, u32>,
}

impl<T> Default for Interner<T> {
    fn default() -> Self {
        Self { items: Vec::new(), codes: QuickMap::default() }
    }
}

impl<T: Copy + Eq + Hash> Interner<T> {
    /// The code of a value; a new one gets the next.
    pub fn code(&mut self, item: T) -> u32 {
        *self.codes.entry(item).or_insert_with(|| {
            self.items.push(item);
            code_of(self.items.len() - 1)
        })
    }

    /// Adds a value without looking whether it is there already, so that it is not found either.
    pub(super) fn push(&mut self, item: T) -> u32 {
        self.items.push(item);
        code_of(self.items.len() - 1)
    }

    /// Makes room for so many more values, so that the table need not grow step by step.
    pub fn reserve(&mut self, more: usize) {
        self.items.reserve(more);
        self.codes.reserve(more);
    }

    /// The code of a value that is known already.
    pub fn find(&self, item: T) -> Option<u32> {
        self.codes.get(&item).copied()
    }

    /// The values, in the order of their codes.
    pub fn items(&self) -> &[T] {
        &self.items
    }
}

/// A place as a code; places beyond 2³² share the last one, which no memory reaches.
pub(super) fn code_of(place: usize) -> u32 {
    u32::try_from(place).unwrap_or(u32::MAX)
}

/// Puts a column behind another; one that is empty takes over the memory of the other.
pub(super) fn join<T>(column: &mut Vec<T>, more: Vec<T>) {
    if column.is_empty() { *column = more } else { column.extend(more) }
}

/// The same for codes that are given anew.
pub(super) fn join_recoded(column: &mut Vec<u32>, mut more: Vec<u32>, recoded: impl Fn(u32) -> u32) {
    more.iter_mut().for_each(|code| *code = recoded(*code));
    join(column, more);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn equal_values_share_a_code() {
        let mut interner = Interner::default();
        let codes: Vec<u32> = [7, 9, 7, 8].into_iter().map(|value: u64| interner.code(value)).collect();
        assert_eq!(codes, [0, 1, 0, 2]);
        assert_eq!(interner.items(), [7, 9, 8]);
        assert_eq!((interner.find(8), interner.find(1)), (Some(2), None));
    }
}
