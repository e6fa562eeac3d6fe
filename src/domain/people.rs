//! The people of a workspace, by pseudonym.

use super::PersonKey;
use super::interner::{Interner, code_of};

/// The people that the records name, each with a code.
#[derive(Debug, Clone, Default)]
pub struct People {
    keys: Interner<PersonKey>,
}

impl People {
    /// The code of a person; a new one gets the next.
    pub fn code(&mut self, person: PersonKey) -> u32 {
        self.keys.code(person)
    }

    /// Makes room for so many more people.
    pub fn reserve(&mut self, more: usize) {
        self.keys.reserve(more);
    }

    /// The code of a person who is known already.
    pub fn find(&self, person: PersonKey) -> Option<u32> {
        self.keys.find(person)
    }

    /// The person of a code.
    pub fn key(&self, code: u32) -> Option<PersonKey> {
        self.keys.items().get(code as usize).copied()
    }

    /// The people, in the order of their codes.
    pub fn keys(&self) -> &[PersonKey] {
        self.keys.items()
    }

    /// How many people there are.
    pub fn len(&self) -> usize {
        self.keys().len()
    }

    /// Whether there is nobody.
    pub fn is_empty(&self) -> bool {
        self.keys().is_empty()
    }

    /// Takes in other people: for each of their codes, the code here.
    pub fn absorb(&mut self, other: Self) -> Vec<u32> {
        if self.is_empty() {
            *self = other;
            return (0..self.len()).map(code_of).collect();
        }
        other.keys().iter().map(|&key| self.code(key)).collect()
    }
}
