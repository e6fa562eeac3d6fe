//! The people of a workspace, by pseudonym.

use super::PersonKey;
use super::interner::{Interner, code_of};

/// The people that the records name, each with a code.
#[derive(Debug, Clone, Default)]
pub struct People {
    keys: Interner<PersonKey>,
    each_anew: bool,
}

impl People {
    /// Everybody gets a new code whenever they are named, and nobody is found: for the parts of a log, whose people are told apart once and
    /// for all when others take them in.
    pub fn not_told_apart() -> Self {
        Self { each_anew: true, ..Self::default() }
    }

    /// The code of a person; a new one gets the next.
    pub fn code(&mut self, person: PersonKey) -> u32 {
        if self.each_anew { self.keys.push(person) } else { self.keys.code(person) }
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
        if self.is_empty() && self.each_anew == other.each_anew {
            *self = other;
            return (0..self.len()).map(code_of).collect();
        }
        // Nothing but looking first: the processor then fetches what it needs for several people at a time.
        let known: Vec<Option<u32>> = other.keys().iter().map(|&key| self.find(key)).collect();
        known.into_iter().zip(other.keys()).map(|(known, &key)| known.unwrap_or_else(|| self.code(key))).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_of_the_parts_of_a_log_are_told_apart_when_they_are_taken_in() {
        let key = |byte: u8| PersonKey([byte; 16]);
        let (mut all, mut part) = (People::default(), People::not_told_apart());
        assert_eq!([7, 8, 7, 9].map(|byte| part.code(key(byte))), [0, 1, 2, 3]);
        assert_eq!(all.absorb(part.clone()), [0, 1, 0, 2]);
        assert_eq!((all.keys(), all.find(key(9))), (&[key(7), key(8), key(9)][..], Some(2)));
        assert_eq!((all.absorb(part), all.len()), (vec![0, 1, 0, 2], 3));
    }
}
