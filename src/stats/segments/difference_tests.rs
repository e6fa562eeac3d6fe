use super::*;
use crate::stats::difference::difference_figures;

#[test]
fn raw_limits_are_those_of_the_comparison() {
    for (baseline, arm) in [
        ((1.0, 1.0), (1.0, 1.0)),
        ((1.0, 31.0), (8.0, 34.0)),
        ((2.0, 9.0), (400.0, 90_000.0)),
        ((51.0, 51.0), (61.0, 41.0)),
        ((2e7, 8e7), (2.1e7, 7.9e7)),
        ((1.0, 1e8), (1.0, 4.0)),
    ] {
        let baseline = Beta { alpha: baseline.0, beta: baseline.1 };
        let arm = Beta { alpha: arm.0, beta: arm.1 };
        let (got, truth) = (raw(&baseline, &arm, 0.95), difference_figures(&baseline, &arm, 0.95));
        let width = truth.equal_tailed[1] - truth.equal_tailed[0];
        for side in 0..2 {
            let error = (got.equal_tailed[side] - truth.equal_tailed[side]).abs() / width;
            assert!(error < 2e-3, "{baseline:?} {arm:?}: {got:?} {truth:?}");
        }
    }
}

#[test]
fn a_difference_from_intercept_and_effect() {
    for (alpha, beta) in [(0.0_f64, 1.0_f64), (-3.0, 0.2), (2.0, -4.0), (1.0, 0.0)] {
        let truth = logistic(alpha + 0.5 * beta).0 - logistic(alpha - 0.5 * beta).0;
        assert!((difference_at(alpha, beta) - truth).abs() < 1e-15, "{alpha} {beta}");
    }
    assert!((difference_at(0.0, 2000.0) - 1.0).abs() < 1e-15);
    assert!(difference_at(2000.0, 3.0).abs() < 1e-15);
}

#[test]
fn patches_give_the_quantiles_of_a_bent_surface() {
    // exp(a z + b y) is log-normal with ln-sd √(a² + b²), whichever of the two matters more.
    for (a, b) in [(0.5, 0.001), (0.001, 0.5), (0.4, 0.3), (0.0, 0.7)] {
        let scores = scores();
        let lattice: Vec<[f64; COUNT]> = scores.iter().map(|y| scores.map(|z| (a * z + b * y).exp() / 100.0)).collect();
        let found = limits(&lattice, 0.95);
        let sd = f64::hypot(a, b);
        let truth = [-1.0, 1.0].map(|side: f64| (side * 1.959_963_984_540_054 * sd).exp() / 100.0);
        let width = truth[1] - truth[0];
        for side in 0..2 {
            assert!((found.equal_tailed[side] - truth[side]).abs() < 5e-3 * width, "{a} {b}: {found:?} {truth:?}");
        }
        assert!((found.mean * 100.0 / (0.5 * sd * sd).exp() - 1.0).abs() < 1e-4);
    }
}
