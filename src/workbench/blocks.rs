//! The days of an experiment as they were when they were first seen.

use super::analysis::{day_number, day_of_number};
use crate::domain::{Block, ExperimentCounts};
use crate::stats::Count;
use crate::stats::watching::{DayOfArms, join_late};
use std::collections::{BTreeMap, BTreeSet};

/// Carries the closed days of the counts `before` over to the counts `now`, and closes the new ones: whoever reads the results after an
/// import has seen them.
pub(super) fn close(before: &ExperimentCounts, now: &mut ExperimentCounts) {
    keep_open(before, now);
    let keys: BTreeSet<i64> = now
        .variants
        .iter()
        .map(|count| count.variant)
        .chain(before.blocks.iter().flat_map(|block| block.counts.iter().map(|count| count.0)))
        .collect();
    let keys: Vec<i64> = keys.into_iter().collect();
    let days = by_day(now, &keys);
    if days.is_empty() {
        // All imports were taken back; what was seen is kept, so that the next import is held against it.
        return;
    }
    let joined = join_late(&of_blocks(&before.blocks, &keys), &days);
    now.past_revised |= joined.is_err();
    // After a revision the days begin anew, as they are now.
    let blocks = joined.map(|joined| joined.blocks).unwrap_or(days);
    now.blocks = blocks.iter().filter_map(|block| to_block(block, &keys)).collect();
}

/// Carries what was seen over, and closes no day.
pub(super) fn keep_open(before: &ExperimentCounts, now: &mut ExperimentCounts) {
    now.blocks.clone_from(&before.blocks);
    now.past_revised = before.past_revised;
    now.people_ever = before.people_ever.max(now.variants.iter().map(|count| count.shown).sum());
}

/// The counts of each day, one per key.
pub(super) fn by_day(counts: &ExperimentCounts, keys: &[i64]) -> Vec<DayOfArms> {
    let mut days: BTreeMap<i64, Vec<Count>> = BTreeMap::new();
    for entry in counts.segments.iter().filter(|entry| entry.segment.is_empty()) {
        let place = keys.iter().position(|key| *key == entry.count.variant);
        let (Some(place), Ok(day)) = (place, entry.value.parse()) else { continue };
        days.entry(day_number(day)).or_insert_with(|| vec![Count::default(); keys.len()])[place] =
            Count { accepted: entry.count.accepted, shown: entry.count.shown };
    }
    days.into_iter().map(|(day, arms)| DayOfArms { day, arms }).collect()
}

/// Closed days, one count per key.
pub(super) fn of_blocks(blocks: &[Block], keys: &[i64]) -> Vec<DayOfArms> {
    let count = |block: &Block, key: &i64| {
        let found = block.counts.iter().find(|count| count.0 == *key);
        found.map_or_else(Count::default, |&(_, shown, accepted)| Count { accepted, shown })
    };
    let day = |block: &Block| DayOfArms {
        day: day_number(block.day),
        arms: keys.iter().map(|key| count(block, key)).collect(),
    };
    blocks.iter().map(day).collect()
}

fn to_block(day: &DayOfArms, keys: &[i64]) -> Option<Block> {
    let counts = keys.iter().zip(&day.arms).filter(|(_, count)| count.shown > 0);
    Some(Block {
        day: day_of_number(day.day)?,
        counts: counts.map(|(key, count)| (*key, count.shown, count.accepted)).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{SegmentCount, VariantCount};

    fn counts(days: &[(&str, u64, u64)]) -> ExperimentCounts {
        let count = |shown, accepted| VariantCount { variant: 1, shown, accepted, ..VariantCount::default() };
        let entry = |&(day, shown, accepted): &(&str, u64, u64)| SegmentCount {
            segment: String::new(),
            value: day.into(),
            count: count(shown, accepted),
        };
        ExperimentCounts {
            variants: vec![VariantCount { variant: 1, ..VariantCount::default() }],
            segments: days.iter().map(entry).collect(),
            ..ExperimentCounts::default()
        }
    }

    #[test]
    fn days_that_were_seen_stay_and_late_people_join_the_next() {
        let mut first = counts(&[("2026-01-01", 10, 4)]);
        close(&ExperimentCounts::default(), &mut first);
        let mut second = counts(&[("2026-01-01", 12, 5), ("2026-01-02", 10, 3)]);
        close(&first, &mut second);
        let people =
            |counts: &ExperimentCounts| counts.blocks.iter().map(|block| block.counts[0].1).collect::<Vec<_>>();
        assert_eq!((people(&second), second.past_revised), (vec![10, 12], false));
        let mut revised = counts(&[("2026-01-01", 9, 4), ("2026-01-02", 10, 3)]);
        close(&second, &mut revised);
        assert_eq!((people(&revised), revised.past_revised), (vec![9, 10], true));
        let mut taken_back = counts(&[]);
        close(&second, &mut taken_back);
        let (mut same, mut other) =
            (counts(&[("2026-01-01", 12, 5), ("2026-01-02", 10, 3)]), counts(&[("2026-01-01", 12, 4)]));
        close(&taken_back, &mut same);
        assert_eq!((people(&same), same.past_revised), (vec![10, 12], false), "the same log again changes nothing");
        close(&taken_back, &mut other);
        assert!(other.past_revised, "another log of days that were seen does");
        let mut open = counts(&[("2026-01-01", 12, 5), ("2026-01-02", 10, 3), ("2026-01-03", 7, 1)]);
        keep_open(&second, &mut open);
        assert_eq!(open.blocks, second.blocks);
    }
}
