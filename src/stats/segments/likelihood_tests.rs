use super::*;

fn segment(baseline: (u64, u64), arm: (u64, u64)) -> Segment {
    Segment {
        name: String::new(),
        baseline: Count { accepted: baseline.0, shown: baseline.1 },
        arm: Count { accepted: arm.0, shown: arm.1 },
    }
}

/// ln L by brute force: 40,000 even steps of the intercept.
fn by_brute_force(likelihood: &Likelihood, effect: f64, low: f64, high: f64) -> f64 {
    let step = (high - low) / 40_000.0;
    let ln: Vec<f64> = (0..=40_000).map(|k| likelihood.ln(low + step * f64::from(k), effect)).collect();
    let top = ln.iter().copied().fold(f64::NEG_INFINITY, f64::max);
    top + (step * ln.iter().map(|value| (value - top).exp()).sum::<f64>()).ln()
}

#[test]
fn the_intercept_is_integrated_out() {
    for (baseline, arm, effect) in [
        ((3, 10), (5, 12), 0.3),
        ((0, 10), (0, 12), -1.0),
        ((0, 0), (0, 0), 5.0),
        ((10, 10), (0, 9), -9.0),
        ((0, 100_000_000), (0, 100_000_000), 0.0),
        ((0, 100_000_000), (3, 7), 2.0),
        ((100, 100_000_000), (100_000_000, 100_000_000), 20.0),
    ] {
        let likelihood = Likelihood::new(&segment(baseline, arm), 2.5);
        let got = likelihood.intercept_curve(effect, &mut likelihood.rough_intercept()).ln_integral();
        let truth = by_brute_force(&likelihood, effect, -40.0, 40.0);
        assert!((got - truth).abs() < 1e-6, "{baseline:?} {arm:?}: {got} {truth}");
    }
}

#[test]
fn a_large_segment_is_gaussian_with_the_textbook_width() {
    let likelihood = Likelihood::new(&segment((20_000_000, 100_000_000), (20_100_000, 100_000_000)), 2.5);
    let curve = likelihood.effect_curve(2.0);
    let sd = (1.0 / 20e6 + 1.0 / 80e6 + 1.0 / 20.1e6 + 1.0 / 79.9e6_f64).sqrt();
    let truth = (0.201_f64 / 0.799).ln() - (0.2_f64 / 0.8).ln();
    assert!((curve.mean_of(|effect| effect) - truth).abs() < 1e-4 * sd);
    assert!((curve.mean_of(|effect| (effect - truth).powi(2)).sqrt() / sd - 1.0).abs() < 1e-3);
    assert!((curve.at(truth) - curve.at(truth + sd) - 0.5).abs() < 1e-3);
}

#[test]
fn the_table_meets_the_function_between_its_places() {
    for (baseline, arm) in [((1, 4), (2, 5)), ((0, 30), (7, 40)), ((0, 0), (3, 3)), ((0, 1_000_000), (0, 20))] {
        let likelihood = Likelihood::new(&segment(baseline, arm), 2.5);
        let curve = likelihood.effect_curve(2.2);
        let places: Vec<f64> = curve.places().collect();
        for pair in places.windows(2) {
            let middle = 0.5 * (pair[0] + pair[1]);
            let truth = likelihood.intercept_curve(middle, &mut likelihood.rough_intercept()).ln_integral();
            let deep = curve.at(curve.top_place()) - truth;
            assert!(
                (curve.at(middle) - truth).abs() < 1e-5 * deep.abs().max(1.0),
                "{middle}: {} {truth} {deep}",
                curve.at(middle) - truth
            );
        }
    }
}

#[test]
fn information_is_the_bend_of_the_likelihood() {
    let likelihood = Likelihood::new(&segment((2, 9), (14, 300)), 2.5);
    let ln = |effect: f64| likelihood.intercept_curve(effect, &mut likelihood.rough_intercept()).ln_integral();
    let effect = -0.7;
    let bend = (2.0 * ln(effect) - ln(effect + 0.01) - ln(effect - 0.01)) / 1e-4;
    let intercepts = likelihood.intercept_curve(effect, &mut likelihood.rough_intercept());
    let found = likelihood.information(effect, &intercepts);
    assert!((found / bend - 1.0).abs() < 1e-3, "{found} {bend}");
}
