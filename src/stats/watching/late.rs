//! Blocks that are never revised: a day is closed once somebody looked at it, and who comes later joins the next open day.

use super::blocks::BlockCounts;
use crate::stats::error::StatsError;
use serde::{Deserialize, Serialize};

/// The people of one day, or of one block closed on it.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayBlock {
    /// The day in any ascending numbering, such as days since 1970.
    pub day: i64,
    /// Its people.
    pub counts: BlockCounts,
}

/// All blocks of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The closed blocks as they were, then one per new day in ascending order: to be kept as closed once they were looked at.
    pub blocks: Vec<DayBlock>,
    /// Late people of closed days for whom there is no open day yet: they join the next one.
    pub waiting: BlockCounts,
}

/// The blocks of the log as it stands now. `closed` are those kept from earlier looks, in ascending order; `now` counts all of the log by
/// the day on which people were asked, in any order. Late people of closed days join the first open day.
///
/// # Errors
/// [`StatsError::PastRevised`] if the closed days hold fewer people of one kind than were counted before, as after rows were deleted or
/// their answers changed: then the e-value has lost its guarantee. Changes that cancel out are not seen. [`StatsError::AcceptedExceedsShown`].
pub fn join_late(closed: &[DayBlock], now: &[DayBlock]) -> Result<Joined, StatsError> {
    for day in closed.iter().chain(now) {
        day.counts.check()?;
    }
    let last = closed.iter().map(|block| block.day).max();
    let is_closed = |day: &DayBlock| last.is_some_and(|last| day.day <= last);
    let sum =
        |days: &mut dyn Iterator<Item = &DayBlock>| days.fold(BlockCounts::default(), |sum, day| sum.plus(day.counts));
    let before = sum(&mut closed.iter());
    let since = sum(&mut now.iter().filter(|day| is_closed(day)));
    let late = since.baseline.beyond(before.baseline).zip(since.arm.beyond(before.arm));
    let Some((baseline, arm)) = late else { return Err(StatsError::PastRevised { last_day: last.unwrap_or(0) }) };
    let mut waiting = BlockCounts { baseline, arm };

    let mut open: Vec<DayBlock> = Vec::new();
    let mut days: Vec<DayBlock> = now.iter().filter(|day| !is_closed(day) && !day.counts.is_empty()).copied().collect();
    days.sort_by_key(|day| day.day);
    for day in days {
        let counts = std::mem::take(&mut waiting).plus(day.counts);
        match open.last_mut().filter(|block| block.day == day.day) {
            Some(block) => block.counts = block.counts.plus(counts),
            None => open.push(DayBlock { day: day.day, counts }),
        }
    }
    Ok(Joined { blocks: closed.iter().copied().chain(open).collect(), waiting })
}

#[cfg(test)]
mod tests {
    use super::super::days::e_values;
    use super::*;
    use crate::stats::Count;

    fn day(day: i64, [a, n_a, b, n_b]: [u64; 4]) -> DayBlock {
        let count = |accepted, shown| Count { accepted, shown };
        DayBlock { day, counts: BlockCounts { baseline: count(a, n_a), arm: count(b, n_b) } }
    }

    #[test]
    fn late_people_join_the_next_open_day() {
        let first = join_late(&[], &[day(2, [3, 9, 4, 8]), day(1, [1, 5, 2, 5])]).unwrap();
        assert_eq!(first.blocks, [day(1, [1, 5, 2, 5]), day(2, [3, 9, 4, 8])]);
        // One more person of day 1 who accepted, two of day 2 who did not, and nobody new yet.
        let late = [day(1, [2, 6, 2, 5]), day(2, [3, 9, 4, 10])];
        let second = join_late(&first.blocks, &late).unwrap();
        assert_eq!(second.blocks, first.blocks);
        assert_eq!(second.waiting, day(0, [1, 1, 0, 2]).counts);
        let third = join_late(&second.blocks, &[&late[..], &[day(3, [5, 10, 6, 10])]].concat()).unwrap();
        assert_eq!(third.blocks[2], day(3, [6, 11, 6, 12]));
        assert!(third.waiting.is_empty());
        let again = join_late(&third.blocks, &[&late[..], &[day(3, [5, 10, 6, 10])]].concat()).unwrap();
        assert_eq!(again, third);
    }

    #[test]
    fn evidence_seen_stays_as_it_was() {
        let days = [day(1, [10, 50, 20, 50]), day(2, [10, 50, 20, 50])];
        let closed = join_late(&[], &days).unwrap().blocks;
        let later = [day(1, [40, 90, 20, 50]), day(2, [10, 50, 20, 50]), day(3, [10, 50, 20, 50])];
        let blocks = join_late(&closed, &later).unwrap().blocks;
        let of = |blocks: &[DayBlock]| e_values(&blocks.iter().map(|block| block.counts).collect::<Vec<_>>()).unwrap();
        assert_eq!(of(&blocks)[..2], of(&closed)[..]);
    }

    #[test]
    fn a_revised_past_is_an_error() {
        let closed = [day(1, [1, 5, 2, 5])];
        for changed in [day(1, [1, 4, 2, 5]), day(1, [2, 5, 2, 5]), day(1, [1, 5, 1, 5])] {
            assert_eq!(join_late(&closed, &[changed]), Err(StatsError::PastRevised { last_day: 1 }));
        }
        assert!(join_late(&closed, &[day(1, [9, 5, 2, 5])]).is_err());
    }
}
