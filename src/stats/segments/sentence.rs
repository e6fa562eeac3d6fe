//! One plain sentence about a split that never says more than the data do.

use super::{OverallFigures, SAME_CHANCE, SegmentFigure, TOO_SMALL};
use crate::stats::verdict::ENOUGH_CHANCE;
use crate::stats::words::{decimals_for, points, probability};

/// Whether the effect differs between segments, and where it is best and worst if it does.
pub(super) fn sentence(segments: &[SegmentFigure], overall: &OverallFigures) -> String {
    if segments.len() < 2 {
        return "There is only one segment to show: nothing to compare it with.".to_owned();
    }
    let chance = probability(overall.probability_differs);
    if overall.probability_differs <= SAME_CHANCE {
        return format!("The effect looks the same in every segment (chance that it differs: {chance}).");
    }
    if overall.probability_differs < ENOUGH_CHANCE {
        return format!(
            "Cannot tell yet whether the effect differs between segments (chance that it differs: {chance})."
        );
    }
    let mut named: Vec<&SegmentFigure> = segments.iter().filter(|segment| segment.name != TOO_SMALL).collect();
    named.sort_by(|a, b| b.difference.mean.total_cmp(&a.difference.mean));
    match (named.first(), named.last()) {
        (Some(best), Some(worst)) if named.len() > 1 => {
            format!("It differs: best in {}, worst in {}.", with_points(best), with_points(worst))
        }
        _ => format!("The effect differs between segments (chance: {chance})."),
    }
}

/// DE (+4.1 pp).
fn with_points(segment: &SegmentFigure) -> String {
    let [low, high] = segment.difference.equal_tailed;
    format!("{} ({})", segment.name, points(segment.difference.mean, decimals_for(high - low)))
}
