//! How an experiment stood at the end of each day.

use super::days::{EValueAt, e_values_of_arms};
use crate::stats::Count;
use crate::stats::comparison::{Arm, compare};
use crate::stats::error::StatsError;
use crate::stats::posterior::Beta;
use serde::{Deserialize, Serialize};

/// Most days that are worked out; of more, so many are taken at even distances, the last one always.
const MOST_DAYS: usize = 400;

/// The people of one day.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct DayOfArms {
    /// The day in any ascending numbering, such as days since 1970.
    pub day: i64,
    /// One count per arm, the baseline first: of this day alone.
    pub arms: Vec<Count>,
}

/// All that was known at the end of one day.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Standing {
    /// The day.
    pub day: i64,
    /// One entry per arm, the baseline first.
    pub arms: Vec<ArmStanding>,
    /// One entry per arm after the baseline.
    pub pairs: Vec<PairStanding>,
    /// Evidence against “all arms accept alike”, safe however often one looks.
    pub evidence: EValueAt,
}

/// One arm at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct ArmStanding {
    /// Everybody so far.
    pub so_far: Count,
    /// Mean of the posterior of its rate.
    pub mean: f64,
    /// Interval of its rate with equal tails.
    pub interval: [f64; 2],
    /// Chance that it has the highest rate.
    pub probability_best: f64,
    /// Rate given up on average by choosing it.
    pub expected_loss: f64,
}

/// One arm against the baseline at the end of a day.
#[derive(Debug, Clone, Copy, PartialEq, Serialize)]
pub struct PairStanding {
    /// Mean of arm − baseline, as a share.
    pub difference: f64,
    /// Interval of it with equal tails.
    pub interval: [f64; 2],
    /// P(arm > baseline).
    pub probability_better: f64,
    /// Evidence against “both accept alike”, valid for this pair alone (see [`super::ArmsEValues::pairs`]).
    pub evidence: EValueAt,
}

/// The standing at the end of each of `days`, which come in ascending order, each with one count per arm. `level` in (0, 1) is the share that
/// the intervals hold. `blocks` are those of [`super::join_late`], by which the e-values go: a day has the evidence of the last block up
/// to it. Of more than 400 days, 400 are worked out.
///
/// # Errors
/// As [`compare`] and [`e_values_of_arms`]; no arms for days of one arm.
pub fn develop(days: &[DayOfArms], blocks: &[DayOfArms], prior: Beta, level: f64) -> Result<Vec<Standing>, StatsError> {
    let evidence = e_values_of_arms(&blocks.iter().map(|block| block.arms.clone()).collect::<Vec<_>>())?;
    let wanted = chosen(days.len());
    let mut so_far = vec![Count::default(); days.first().map_or(0, |day| day.arms.len())];
    if days.iter().chain(blocks).any(|day| day.arms.len() != so_far.len()) {
        return Err(StatsError::UnequalArms {
            expected: so_far.len(),
            found: blocks.first().map_or(0, |day| day.arms.len()),
        });
    }
    let mut standings = Vec::with_capacity(wanted.len());
    for (index, day) in days.iter().enumerate() {
        so_far.iter_mut().zip(&day.arms).for_each(|(sum, count)| *sum = sum.plus(*count));
        if wanted.binary_search(&index).is_ok() {
            let block = blocks.iter().rposition(|block| block.day <= day.day);
            let at = |list: &[EValueAt]| block.and_then(|block| list.get(block)).copied().unwrap_or_default();
            let none = so_far.len().saturating_sub(1);
            let mut pairs: Vec<EValueAt> = evidence.pairs.iter().map(|pair| at(pair)).collect();
            pairs.resize(none, EValueAt::new(0.0, 0.0));
            standings.push(standing(day.day, &so_far, (prior, level), &pairs, at(&evidence.all))?);
        }
    }
    Ok(standings)
}

/// Which of so many days are worked out, ascending.
fn chosen(days: usize) -> Vec<usize> {
    if days <= MOST_DAYS {
        return (0..days).collect();
    }
    (0..MOST_DAYS).map(|step| step * (days - 1) / (MOST_DAYS - 1)).collect()
}

fn standing(
    day: i64,
    so_far: &[Count],
    (prior, level): (Beta, f64),
    pairs: &[EValueAt],
    evidence: EValueAt,
) -> Result<Standing, StatsError> {
    let arm = |(index, count): (usize, &Count)| Arm {
        name: index.to_string(),
        accepted: count.accepted,
        shown: count.shown,
        prior,
    };
    let arms: Vec<Arm> = so_far.iter().enumerate().map(arm).collect();
    let comparison = compare(&arms, level)?;
    let arms = comparison.arms.iter().zip(so_far).map(|(figures, so_far)| ArmStanding {
        so_far: *so_far,
        mean: figures.posterior.mean,
        interval: figures.equal_tailed,
        probability_best: figures.probability_best,
        expected_loss: figures.expected_loss,
    });
    let pairs = comparison.pairs.iter().zip(pairs).map(|(figures, evidence)| PairStanding {
        difference: figures.difference.mean,
        interval: figures.difference.equal_tailed,
        probability_better: figures.probability_better,
        evidence: *evidence,
    });
    Ok(Standing { day, arms: arms.collect(), pairs: pairs.collect(), evidence })
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i64, counts: &[(u64, u64)]) -> DayOfArms {
        DayOfArms { day, arms: counts.iter().map(|&(accepted, shown)| Count { accepted, shown }).collect() }
    }

    #[test]
    fn counts_add_up_and_the_last_day_is_the_comparison() {
        let days = [day(1, &[(3, 10), (5, 10)]), day(2, &[(0, 0), (4, 9)]), day(5, &[(4, 10), (9, 12)])];
        let standings = develop(&days, &days, Beta::UNIFORM, 0.95).unwrap();
        assert_eq!(standings.iter().map(|standing| standing.day).collect::<Vec<_>>(), [1, 2, 5]);
        let last = &standings[2];
        assert_eq!(last.arms[1].so_far, Count { accepted: 18, shown: 31 });
        let arm = |accepted, shown| Arm { name: String::new(), accepted, shown, prior: Beta::UNIFORM };
        let whole = compare(&[arm(7, 20), arm(18, 31)], 0.95).unwrap();
        assert_eq!(last.arms[1].probability_best.to_bits(), whole.arms[1].probability_best.to_bits());
        assert_eq!(last.pairs[0].interval.map(f64::to_bits), whole.pairs[0].difference.equal_tailed.map(f64::to_bits));
        // Nobody was shown the baseline on day 2, so that its block stays open.
        assert_eq!(standings[0].evidence, standings[1].evidence);
        assert!(last.evidence.ln_e.abs() > 0.0);
    }

    #[test]
    fn late_people_count_at_once_but_weigh_in_a_later_block() {
        let days = [day(1, &[(3, 10), (9, 14)]), day(2, &[(3, 10), (5, 10)]), day(3, &[(3, 10), (5, 10)])];
        let blocks = [day(1, &[(3, 10), (5, 10)]), day(3, &[(6, 20), (14, 24)])];
        let standings = develop(&days, &blocks, Beta::UNIFORM, 0.95).unwrap();
        assert_eq!(standings[0].arms[1].so_far, Count { accepted: 9, shown: 14 });
        assert_eq!(standings[0].evidence, standings[1].evidence);
        assert!(standings[2].evidence.ln_e.abs() > 0.0);
    }

    #[test]
    fn long_experiments_are_thinned_and_keep_their_last_day() {
        assert_eq!(chosen(0), [0; 0]);
        assert_eq!(chosen(3), [0, 1, 2]);
        let some = chosen(1234);
        assert_eq!((some.len(), some[0], some[399]), (400, 0, 1233));
        assert!(some.windows(2).all(|pair| (3..=4).contains(&(pair[1] - pair[0]))));
    }

    #[test]
    fn nonsense_is_an_error_and_nothing_is_nothing() {
        assert_eq!(develop(&[], &[], Beta::UNIFORM, 0.95), Ok(Vec::new()));
        let days = [day(1, &[(1, 2)])];
        assert!(develop(&days, &days, Beta::UNIFORM, 0.95).is_err());
        let days = [day(1, &[(1, 2), (3, 2)])];
        assert!(develop(&days, &days, Beta::UNIFORM, 0.95).is_err());
        let days = [day(1, &[(1, 2), (1, 2)]), day(2, &[(1, 2)])];
        assert!(develop(&days, &days, Beta::UNIFORM, 0.95).is_err());
    }
}
