//! Codes of which only some are named, given anew without gaps, so that nothing is stored that no row names.

use crate::domain::NOBODY;

/// The codes that some rows name, in their order, each with its new place.
pub(super) struct Used {
    codes: Vec<u32>,
    /// For each code its place, or [`NOBODY`] if no row names it.
    places: Vec<u32>,
}

impl Used {
    /// Of so many codes, those that are named.
    pub fn of(known: usize, named: impl IntoIterator<Item = u32>) -> Self {
        let (mut codes, mut places) = (Vec::new(), vec![NOBODY; known]);
        for code in named {
            if let Some(place) = places.get_mut(code as usize) {
                *place = 0;
            }
        }
        for (code, place) in (0..).zip(&mut places).filter(|(_, place)| **place != NOBODY) {
            *place = u32::try_from(codes.len()).unwrap_or(NOBODY);
            codes.push(code);
        }
        Self { codes, places }
    }

    /// Whether no code is left unnamed.
    pub fn are_all(&self) -> bool {
        self.codes.len() == self.places.len()
    }

    /// The codes that are named, in their order.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The new place of a code; [`NOBODY`] for one that is not named.
    pub fn place(&self, code: u32) -> u32 {
        self.places.get(code as usize).copied().unwrap_or(NOBODY)
    }

    /// The new places of some codes.
    pub fn places(&self, codes: &[u32]) -> Vec<u32> {
        codes.iter().map(|code| self.place(*code)).collect()
    }

    /// What stands at the codes that are named.
    pub fn of_all<'a, T>(&'a self, all: &'a [T]) -> impl Iterator<Item = &'a T> {
        self.codes.iter().filter_map(|code| all.get(*code as usize))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_not_named_leaves_no_gap() {
        let used = Used::of(5, [3, 1, 3, NOBODY]);
        assert_eq!((used.codes(), used.places(&[3, 1, NOBODY, 0])), (&[1, 3][..], vec![1, 0, NOBODY, NOBODY]));
        assert_eq!(used.of_all(&['a', 'b', 'c', 'd', 'e']).collect::<String>(), "bd");
        assert!(!used.are_all() && Used::of(2, [1, 0]).are_all());
    }
}
