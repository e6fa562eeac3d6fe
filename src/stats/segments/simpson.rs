//! Simpson's paradox (Simpson 1951): all people thrown together say one thing, the segments another, because the arms met different people.

use super::small::sum;
use super::{Count, Segment};
use crate::stats::words::points;
use serde::Serialize;

/// The difference with and without regard to segments, as shares in [−1, 1].
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SimpsonFigures {
    /// Arm − baseline with all people thrown together.
    pub together: f64,
    /// Σ w (arm − baseline) over the segments with people in both arms, w their share of the people in those.
    pub weighed: f64,
    /// What to say where the two disagree in sign; `None` where they do not.
    pub warning: Option<String>,
}

/// Both differences; `None` where no segment has people in both arms.
pub fn simpson(segments: &[Segment]) -> Option<SimpsonFigures> {
    let compared = || segments.iter().filter(|segment| segment.baseline.shown > 0 && segment.arm.shown > 0);
    let people: f64 = compared().map(|segment| segment.people() as f64).sum();
    if people <= 0.0 {
        return None;
    }
    let weighed = compared()
        .map(|segment| segment.people() as f64 / people * (rate(segment.arm) - rate(segment.baseline)))
        .sum::<f64>();
    let baseline = sum(segments.iter().map(|segment| segment.baseline));
    let arm = sum(segments.iter().map(|segment| segment.arm));
    let together = rate(arm) - rate(baseline);
    let warning = (together * weighed < 0.0).then(|| warning(together, weighed));
    Some(SimpsonFigures { together, weighed, warning })
}

fn rate(count: Count) -> f64 {
    count.accepted as f64 / count.shown as f64
}

fn warning(together: f64, weighed: f64) -> String {
    let smaller = together.abs().min(weighed.abs());
    // Enough decimals that neither reads as nothing.
    let decimals = [(0.001, 1), (0.000_1, 2), (0.000_01, 3)];
    let decimals = decimals.into_iter().find(|&(from, _)| smaller >= from).map_or(4, |found| found.1);
    format!(
        "The arms met different people: thrown together the arm differs by {}, but segment by segment by {} on average \
         (Simpson’s paradox). Trust the segments.",
        points(together, decimals),
        points(weighed, decimals)
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Kidney stones (Charig et al. 1986): open surgery as baseline, percutaneous as arm; people cured of people treated.
    fn kidney_stones() -> [Segment; 2] {
        let segment = |name: &str, baseline: (u64, u64), arm: (u64, u64)| Segment {
            name: name.to_owned(),
            baseline: Count { accepted: baseline.0, shown: baseline.1 },
            arm: Count { accepted: arm.0, shown: arm.1 },
        };
        [segment("small", (81, 87), (234, 270)), segment("large", (192, 263), (55, 80))]
    }

    #[test]
    fn kidney_stones_by_hand() {
        let found = simpson(&kidney_stones()).unwrap();
        assert!((found.together - (289.0 / 350.0 - 273.0 / 350.0)).abs() < 1e-15);
        let by_hand = 357.0 / 700.0 * (234.0 / 270.0 - 81.0 / 87.0) + 343.0 / 700.0 * (55.0 / 80.0 - 192.0 / 263.0);
        assert!((found.weighed - by_hand).abs() < 1e-15);
        let warning = found.warning.unwrap();
        assert!(warning.contains("+4.6 pp") && warning.contains("−5.4 pp"), "{warning}");
    }

    #[test]
    fn no_warning_where_both_agree() {
        let [small, _] = kidney_stones();
        let found = simpson(&[small]).unwrap();
        assert!(found.warning.is_none() && (found.together - found.weighed).abs() < 1e-15);
        assert_eq!(simpson(&[]), None);
    }
}
