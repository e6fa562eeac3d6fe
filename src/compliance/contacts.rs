//! How often people were contacted.

use super::Evidence;
use crate::domain::{DataUse, Outcome, PersonKey};
use jiff::{Timestamp, ToSpan};

/// All contacts that took place, by person and time; of two at the same instant the one listed first came first.
pub(super) struct Contacts {
    sorted: Vec<(PersonKey, Timestamp, usize)>,
    /// Where each use stands in `sorted`; `None` if it is no contact.
    places: Vec<Option<usize>>,
}

impl Contacts {
    /// Sorts the contacts among the uses once.
    pub fn new(uses: &[DataUse]) -> Self {
        let mut sorted: Vec<_> = uses
            .iter()
            .enumerate()
            .filter(|(_, data_use)| data_use.outcome == Outcome::Done && !data_use.channel.is_empty())
            .filter_map(|(index, data_use)| Some((data_use.person?, data_use.at, index)))
            .collect();
        sorted.sort_unstable();
        let mut places = vec![None; uses.len()];
        for (place, &(.., index)) in sorted.iter().enumerate() {
            places[index] = Some(place);
        }
        Self { sorted, places }
    }

    /// Contacts to a use's person in the 30 calendar days that end with the use, itself included; 0 if it is no contact.
    pub fn in_thirty_days(&self, evidence: &Evidence, index: usize) -> u64 {
        let Some(place) = self.places.get(index).copied().flatten() else {
            return 0;
        };
        let (person, at, _) = self.sorted[place];
        let start = window_start(evidence, at);
        let is_before = |&(other, at, _): &(PersonKey, Timestamp, usize)| (other, at) < (person, start);
        // People have few contacts: going back in growing steps finds the first sooner than a search through all.
        let mut step = 1;
        while step <= place && !is_before(&self.sorted[place - step]) {
            step *= 2;
        }
        let nearby = &self.sorted[place.saturating_sub(step)..=place];
        (nearby.len() - nearby.partition_point(is_before)) as u64
    }
}

/// The first instant of the 30 calendar days that end with the day of `at`.
pub(super) fn window_start(evidence: &Evidence, at: Timestamp) -> Timestamp {
    let day = evidence.day(at);
    day.checked_sub(29.days())
        .and_then(|first| evidence.zone.to_timestamp(first.at(0, 0, 0, 0)))
        .unwrap_or(Timestamp::MIN)
}
