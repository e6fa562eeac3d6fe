//! Segments too small to show: folded together so that none can be worked out by subtraction.

use super::{Count, Segment};

/// Name of the segment into which small ones are folded.
pub const TOO_SMALL: &str = "other, too small to show";
/// The usual fewest people of a segment that is shown.
pub const FEWEST_PEOPLE: u64 = 10;

/// Which segments to hide, given their people: those with fewer than `smallest`, and further ones from the smallest up until at least two are
/// hidden and they have `smallest` people together, since the total is known and a single one would be what is missing from it.
///
/// For several arms decide once, with the fewest people that the segment has in any pair of arms that is shown: a segment hidden in one
/// table and shown in another is not hidden.
pub fn hidden_segments(people: &[u64], smallest: u64) -> Vec<bool> {
    let mut order: Vec<usize> = (0..people.len()).collect();
    order.sort_by_key(|&place| (people[place], place));
    let mut hidden = vec![false; people.len()];
    let (mut count, mut together) = (0_usize, 0_u64);
    for place in order {
        let too_small = people[place] < smallest;
        let gives_away = count > 0 && (count < 2 || together < smallest);
        if !too_small && !gives_away {
            break;
        }
        hidden[place] = true;
        count += 1;
        together = together.saturating_add(people[place]);
    }
    hidden
}

/// The segments to show in their order, with the hidden ones as one at the end named [`TOO_SMALL`], and how many were hidden.
pub fn fold_small(segments: &[Segment], smallest: u64) -> (Vec<Segment>, usize) {
    let people: Vec<u64> = segments.iter().map(Segment::people).collect();
    let hidden = hidden_segments(&people, smallest);
    let pick = |wanted: bool| segments.iter().zip(&hidden).filter(move |pair| *pair.1 == wanted).map(|pair| pair.0);
    let mut shown: Vec<Segment> = pick(false).cloned().collect();
    let count = pick(true).count();
    if count > 0 {
        shown.push(Segment {
            name: TOO_SMALL.to_owned(),
            baseline: sum(pick(true).map(|segment| segment.baseline)),
            arm: sum(pick(true).map(|segment| segment.arm)),
        });
    }
    (shown, count)
}

/// Counts added up.
pub(super) fn sum(counts: impl Iterator<Item = Count>) -> Count {
    counts.fold(Count::default(), |total, count| Count {
        accepted: total.accepted.saturating_add(count.accepted),
        shown: total.shown.saturating_add(count.shown),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn one_hidden_segment_takes_the_next_with_it() {
        assert_eq!(hidden_segments(&[500, 9, 40, 30], 10), [false, true, false, true]);
        assert_eq!(hidden_segments(&[500, 40, 30], 10), [false; 3]);
        assert_eq!(hidden_segments(&[9], 10), [true]);
        assert_eq!(hidden_segments(&[9, 0], 0), [false; 2]);
    }

    #[test]
    fn the_hidden_ones_together_are_large_enough() {
        assert_eq!(hidden_segments(&[3, 4, 700, 50], 10), [true, true, false, true]);
        assert_eq!(hidden_segments(&[3, 4, 5, 700, 50], 10), [true, true, true, false, false]);
    }

    #[test]
    fn nobody_is_lost() {
        let segment = |name: &str, shown: u64| Segment {
            name: name.to_owned(),
            baseline: Count { accepted: shown / 2, shown },
            arm: Count { accepted: shown / 3, shown },
        };
        let (shown, hidden) = fold_small(&[segment("a", 2), segment("b", 300), segment("c", 4)], 10);
        assert_eq!(hidden, 2);
        assert_eq!(shown.iter().map(|segment| segment.name.as_str()).collect::<Vec<_>>(), ["b", TOO_SMALL]);
        assert_eq!(shown[1].baseline, Count { accepted: 3, shown: 6 });
        assert_eq!(shown[1].arm, Count { accepted: 1, shown: 6 });
    }
}
