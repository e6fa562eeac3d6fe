//! Which places of a list are chosen, as clicks and keys choose them.

use std::collections::BTreeSet;

/// What is held down while choosing.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Held {
    /// Nothing: one alone.
    Nothing,
    /// Shift: all from the last one to this one.
    Shift,
    /// Ctrl, or Cmd: this one as well, or no longer.
    Command,
}

/// The chosen places of a list.
#[derive(Debug, Clone, Default)]
pub struct Selection {
    places: BTreeSet<usize>,
    /// Where a stretch begins, and where it ends for now.
    anchor: Option<usize>,
    cursor: Option<usize>,
    version: u64,
}

impl Selection {
    /// The chosen places, from top to bottom.
    pub fn places(&self) -> impl Iterator<Item = usize> + '_ {
        self.places.iter().copied()
    }

    /// Whether a place is chosen.
    pub fn holds(&self, place: usize) -> bool {
        self.places.contains(&place)
    }

    /// Rises whenever something else is chosen by a person.
    pub fn version(&self) -> u64 {
        self.version
    }

    /// The place that was chosen last.
    pub fn cursor(&self) -> Option<usize> {
        self.cursor
    }

    /// A click on a place.
    pub fn click(&mut self, place: usize, held: Held) {
        self.version += 1;
        match (held, self.anchor) {
            (Held::Command, _) => {
                if !self.places.remove(&place) {
                    self.places.insert(place);
                }
                self.anchor = Some(place);
            }
            (Held::Shift, Some(anchor)) => self.places = (anchor.min(place)..=anchor.max(place)).collect(),
            (Held::Shift | Held::Nothing, _) => {
                self.places = BTreeSet::from([place]);
                self.anchor = Some(place);
            }
        }
        self.cursor = Some(place);
    }

    /// Chooses all of some places, and no others.
    pub fn choose(&mut self, places: std::ops::Range<usize>) {
        self.version += 1;
        self.anchor = Some(places.start);
        self.cursor = None;
        self.places = places.collect();
    }

    /// Chooses nothing.
    pub fn clear(&mut self) {
        *self = Self { version: self.version + 1, ..Self::default() };
    }

    /// Keeps what was chosen when the list is laid out anew: `kept` are things that were chosen, `order` all things now in their order.
    pub fn move_to(&mut self, kept: &[usize], order: &[usize]) {
        let kept: BTreeSet<usize> = kept.iter().copied().collect();
        let places = order.iter().enumerate().filter(|(_, thing)| kept.contains(thing)).map(|(place, _)| place);
        let places: BTreeSet<usize> = places.collect();
        if places.len() != self.places.len() {
            self.version += 1;
        }
        *self = Self { anchor: places.first().copied(), cursor: None, places, version: self.version };
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn chosen(selection: &Selection) -> Vec<usize> {
        selection.places().collect()
    }

    #[test]
    fn shift_chooses_a_stretch_and_command_one_more_or_less() {
        let mut selection = Selection::default();
        selection.click(3, Held::Nothing);
        selection.click(6, Held::Shift);
        assert_eq!(chosen(&selection), [3, 4, 5, 6]);
        selection.click(1, Held::Shift);
        assert_eq!(chosen(&selection), [1, 2, 3], "a stretch turns round where it began");
        selection.click(2, Held::Command);
        selection.click(9, Held::Command);
        assert_eq!(chosen(&selection), [1, 3, 9]);
        selection.click(4, Held::Nothing);
        assert_eq!((chosen(&selection), selection.cursor()), (vec![4], Some(4)));
    }

    #[test]
    fn what_was_chosen_stays_chosen_in_another_order() {
        let mut selection = Selection::default();
        selection.choose(0..2);
        let version = selection.version();
        selection.move_to(&[7, 8], &[9, 8, 7]);
        assert_eq!(chosen(&selection), [1, 2]);
        assert_eq!(selection.version(), version);
        selection.move_to(&[7, 8], &[9, 8]);
        assert_eq!(chosen(&selection), [1]);
        assert!(selection.version() > version, "fewer are chosen than before");
    }
}
