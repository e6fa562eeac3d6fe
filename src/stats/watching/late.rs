//! Blocks that are never revised: a day is closed once somebody looked at it, and who comes later joins the next open day.

use super::development::DayOfArms;
use crate::stats::Count;
use crate::stats::error::StatsError;
use serde::{Deserialize, Serialize};

/// All blocks of a log.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Joined {
    /// The closed blocks as they were, then one per new day in ascending order: to be kept as closed once they were looked at.
    pub blocks: Vec<DayOfArms>,
    /// Late people of closed days for whom there is no open day yet, per arm: they join the next one.
    pub waiting: Vec<Count>,
}

/// The blocks of the log as it stands now, one count per arm. `closed` are those kept from earlier looks, in ascending order; `now` counts
/// all of the log by the day on which people were asked, in any order. Late people of closed days join the first open day.
///
/// # Errors
/// [`StatsError::PastRevised`] if the closed days hold fewer people of one kind than were counted before, as after rows were deleted or
/// their answers changed: then the e-value has lost its guarantee. Changes that cancel out are not seen.
/// [`StatsError::AcceptedExceedsShown`]; [`StatsError::UnequalArms`] for days of unequal length.
pub fn join_late(closed: &[DayOfArms], now: &[DayOfArms]) -> Result<Joined, StatsError> {
    let arms = closed.iter().chain(now).map(|day| day.arms.len()).next().unwrap_or(0);
    for day in closed.iter().chain(now) {
        if day.arms.len() != arms {
            return Err(StatsError::UnequalArms { expected: arms, found: day.arms.len() });
        }
        day.arms.iter().enumerate().try_for_each(|(arm, count)| count.check(&arm.to_string()))?;
    }
    let last = closed.iter().map(|block| block.day).max();
    let is_closed = |day: &&DayOfArms| last.is_some_and(|last| day.day <= last);
    let sum = |days: &mut dyn Iterator<Item = &DayOfArms>| {
        days.fold(vec![Count::default(); arms], |sum, day| plus(&sum, &day.arms))
    };
    let before = sum(&mut closed.iter());
    let since = sum(&mut now.iter().filter(is_closed));
    let late: Option<Vec<Count>> = since.iter().zip(&before).map(|(since, before)| since.beyond(*before)).collect();
    let Some(mut waiting) = late else { return Err(StatsError::PastRevised { last_day: last.unwrap_or(0) }) };

    let mut open: Vec<DayOfArms> = Vec::new();
    let is_empty = |day: &DayOfArms| day.arms.iter().all(|count| count.shown == 0);
    let mut days: Vec<&DayOfArms> = now.iter().filter(|day| !is_closed(day) && !is_empty(day)).collect();
    days.sort_by_key(|day| day.day);
    for day in days {
        let counts = plus(&std::mem::replace(&mut waiting, vec![Count::default(); arms]), &day.arms);
        match open.last_mut().filter(|block| block.day == day.day) {
            Some(block) => block.arms = plus(&block.arms, &counts),
            None => open.push(DayOfArms { day: day.day, arms: counts }),
        }
    }
    Ok(Joined { blocks: closed.iter().cloned().chain(open).collect(), waiting })
}

fn plus(one: &[Count], other: &[Count]) -> Vec<Count> {
    one.iter().zip(other).map(|(one, other)| one.plus(*other)).collect()
}

#[cfg(test)]
mod tests {
    use super::super::days::e_values_of_arms;
    use super::*;

    fn day(day: i64, [a, n_a, b, n_b]: [u64; 4]) -> DayOfArms {
        let count = |accepted, shown| Count { accepted, shown };
        DayOfArms { day, arms: vec![count(a, n_a), count(b, n_b)] }
    }

    #[test]
    fn late_people_join_the_next_open_day() {
        let first = join_late(&[], &[day(2, [3, 9, 4, 8]), day(1, [1, 5, 2, 5])]).unwrap();
        assert_eq!(first.blocks, [day(1, [1, 5, 2, 5]), day(2, [3, 9, 4, 8])]);
        // One more person of day 1 who accepted, two of day 2 who did not, and nobody new yet.
        let late = [day(1, [2, 6, 2, 5]), day(2, [3, 9, 4, 10])];
        let second = join_late(&first.blocks, &late).unwrap();
        assert_eq!(second.blocks, first.blocks);
        assert_eq!(second.waiting, day(0, [1, 1, 0, 2]).arms);
        let third = join_late(&second.blocks, &[&late[..], &[day(3, [5, 10, 6, 10])]].concat()).unwrap();
        assert_eq!(third.blocks[2], day(3, [6, 11, 6, 12]));
        assert_eq!(third.waiting, [Count::default(); 2]);
        let again = join_late(&third.blocks, &[&late[..], &[day(3, [5, 10, 6, 10])]].concat()).unwrap();
        assert_eq!(again, third);
    }

    #[test]
    fn evidence_seen_stays_as_it_was() {
        let days = [day(1, [10, 50, 20, 50]), day(2, [10, 50, 20, 50])];
        let closed = join_late(&[], &days).unwrap().blocks;
        let later = [day(1, [40, 90, 20, 50]), day(2, [10, 50, 20, 50]), day(3, [10, 50, 20, 50])];
        let blocks = join_late(&closed, &later).unwrap().blocks;
        let of = |blocks: &[DayOfArms]| {
            e_values_of_arms(&blocks.iter().map(|block| block.arms.clone()).collect::<Vec<_>>()).unwrap().all
        };
        assert_eq!(of(&blocks)[..2], of(&closed)[..]);
    }

    #[test]
    fn a_revised_past_is_an_error() {
        let closed = [day(1, [1, 5, 2, 5])];
        for changed in [day(1, [1, 4, 2, 5]), day(1, [2, 5, 2, 5]), day(1, [1, 5, 1, 5])] {
            assert_eq!(join_late(&closed, &[changed]), Err(StatsError::PastRevised { last_day: 1 }));
        }
        assert!(join_late(&closed, &[day(1, [9, 5, 2, 5])]).is_err());
        let short = DayOfArms { day: 2, arms: vec![Count::default()] };
        assert_eq!(join_late(&closed, &[short]), Err(StatsError::UnequalArms { expected: 2, found: 1 }));
    }
}
