use super::{RejudgedGroup, split_change};

fn group(uses: u64, both: u64, only_old: u64, only_new: u64) -> RejudgedGroup {
    RejudgedGroup { uses, both, only_old, only_new }
}

#[test]
fn parts_add_up_to_the_total() {
    let before = [group(100, 2, 1, 4), group(200, 6, 0, 9), group(50, 0, 2, 1), group(150, 5, 0, 6)];
    let now = [(9, 100), (4, 120), (12, 180)];
    let found = split_change(&before, &now, 0.9).unwrap().unwrap();
    // 16 of 500 under the old rules, 33 under the new ones, 25 of 400 now.
    assert!((found.rules.observed - (33.0 - 16.0) / 500.0).abs() < 1e-12);
    assert!((found.conduct.observed - (25.0 / 400.0 - 33.0 / 500.0)).abs() < 1e-12);
    assert!((found.total.observed - found.rules.observed - found.conduct.observed).abs() < 1e-12);
    for part in [found.total, found.rules, found.conduct] {
        assert!(part.lower < part.observed && part.observed < part.upper, "{part:?}");
    }
}

/// Stricter rules and better conduct that cancel are still told apart.
#[test]
fn rules_and_conduct_that_cancel_are_told_apart() {
    let before = [group(1_000, 20, 0, 30); 30];
    let found = split_change(&before, &[(20, 1_000); 30], 0.95).unwrap().unwrap();
    assert!(found.total.observed.abs() < 1e-12 && (found.total.probability_better - 0.5).abs() < 1e-9);
    assert!(found.rules.lower > 0.025 && found.rules.probability_better < 0.001, "{found:?}");
    assert!(found.conduct.upper < -0.02 && found.conduct.probability_better > 0.999, "{found:?}");
}

/// The same uses judged twice: what does not change does not blur the rules' effect.
#[test]
fn the_effect_of_the_rules_is_paired() {
    let wild: Vec<RejudgedGroup> = (0..40).map(|k| group(200, if k % 4 == 0 { 150 } else { 0 }, 0, 2)).collect();
    let now: Vec<(u64, u64)> = wild.iter().map(|group| (group.both + group.only_new, group.uses)).collect();
    let found = split_change(&wild, &now, 0.95).unwrap().unwrap();
    assert!(found.rules.upper - found.rules.lower < 0.1 * (found.conduct.upper - found.conduct.lower), "{found:?}");
    assert!(found.rules.lower > 0.0);
}

/// With every use judged otherwise, half of them each way, the effect is 2 d − 1 with d the Beta of the direction.
#[test]
fn the_direction_alone() {
    let found = split_change(&[group(1, 0, 1, 0), group(1, 0, 0, 1)].repeat(500), &[(1, 2)], 0.95).unwrap().unwrap();
    let [low, high] = crate::stats::Beta { alpha: 500.5, beta: 500.5 }.equal_tailed(0.95).map(|d| 2.0 * d - 1.0);
    assert!((found.rules.lower / low - 1.0).abs() < 0.02 && (found.rules.upper / high - 1.0).abs() < 0.02, "{found:?}");
    assert!((found.rules.probability_better - 0.5).abs() < 1e-9);
}

#[test]
fn rules_that_change_nothing() {
    let found = split_change(&[group(100, 3, 0, 0); 50], &[(3, 100); 50], 0.95).unwrap().unwrap();
    assert!(found.rules.observed.abs() < 1e-12 && (found.rules.probability_better - 0.5).abs() < 1e-9);
    assert!((found.rules.lower + found.rules.upper).abs() < 1e-6);
}

#[test]
fn extremes() {
    assert_eq!(split_change(&[], &[(1, 2)], 0.95).unwrap(), None);
    assert_eq!(split_change(&[group(1, 0, 0, 0)], &[(0, 0)], 0.95).unwrap(), None);
    assert!(split_change(&[], &[], 0.0).is_err());
    for before in [group(1, 1, 0, 0), group(1_000_000_000, 0, 1_000_000_000, 0), group(1_000_000_000, 0, 0, 0)] {
        let found = split_change(&[before], &[(0, 1_000_000_000)], 0.95).unwrap().unwrap();
        for part in [found.total, found.rules, found.conduct] {
            let sound = -1.0 <= part.lower && part.lower <= part.upper && part.upper <= 1.0;
            assert!(sound && (0.0..=1.0).contains(&part.probability_better), "{before:?} {part:?}");
        }
    }
}
