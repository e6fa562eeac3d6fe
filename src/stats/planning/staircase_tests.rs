use super::super::super::comparison::{Arm, compare};
use super::*;

/// The figures of one pair of counts by quadrature.
fn compared(analysis: Beta, baseline: u64, arm: u64, people: u64) -> (f64, f64, f64) {
    let of = |accepted| Arm { name: String::new(), accepted, shown: people, prior: analysis };
    let found = compare(&[of(baseline), of(arm)], 0.95).unwrap_or_else(|error| panic!("{error}"));
    let pair = &found.pairs[0];
    (pair.probability_better, pair.expected_loss, pair.expected_gain)
}

fn check(pair: &Pair, truth: (f64, f64, f64), within: f64) {
    let (of_arm, of_baseline) = pair.losses();
    let far = [(pair.better, truth.0), (of_arm, truth.1), (of_baseline, truth.2)];
    assert!(far.iter().all(|(got, truth)| (got - truth).abs() < within), "{pair:?} {far:?}");
}

#[test]
fn a_walk_ends_where_the_quadrature_is() {
    for analysis in [Beta::UNIFORM, Beta::JEFFREYS, Beta { alpha: 30.0, beta: 70.0 }] {
        let people = 400;
        let mut pair = Pair::level(&analysis, 100, people);
        (0..40).for_each(|_| pair = pair.arm_up());
        check(&pair, compared(analysis, 100, 140, people), 1e-12);
        (0..60).for_each(|_| pair = pair.baseline_up());
        check(&pair, compared(analysis, 160, 140, people), 1e-12);
        (0..140).for_each(|_| pair = pair.arm_down());
        check(&pair, compared(analysis, 160, 0, people), 1e-12);
        (0..400).for_each(|_| pair = pair.arm_up());
        check(&pair, compared(analysis, 160, 400, people), 1e-12);
    }
}

#[test]
fn a_hundred_thousand_steps_along_the_boundary_keep_ten_digits() {
    let (analysis, people) = (Beta::JEFFREYS, 100_000);
    let rule = Rule { caring: None, ..Rule::default() };
    let arm = Counts { first: 0, chances: vec![0.0; 100_001] };
    let mut walker = Walker { pair: Pair::level(&analysis, 0, people), count: 0 };
    for _ in 0..50_000 {
        walker.first_win(&arm, &rule);
        walker.pair = walker.pair.baseline_up();
    }
    walker.first_win(&arm, &rule);
    assert!(walker.pair.better >= 0.95 && walker.down().pair.better < 0.95);
    check(&walker.pair, compared(analysis, 50_000, walker.count, people), 1e-10);
}
