use super::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn in_widths(got: [f64; 2], truth: [f64; 2]) -> f64 {
    (got[0] - truth[0]).abs().max((got[1] - truth[1]).abs()) / (truth[1] - truth[0])
}

#[test]
fn two_uniform_rates() {
    let figures = lift_figures(&Beta::UNIFORM, &Beta::UNIFORM, 0.95);
    assert!(figures.median.abs() < 1e-12, "{figures:?}");
    assert!(in_widths(figures.equal_tailed, [-0.95, 19.0]) < 1e-12, "{figures:?}");
    assert!(in_widths(figures.highest_density.unwrap_or_default(), [-1.0, 9.0]) < 1e-10, "{figures:?}");
}

/// −ln of a Beta(p, 1) is exponential with rate p, so that the log ratio of two is Laplace: P(V > v) = e^−pv / 2.
#[test]
fn a_laplace_distribution() {
    for p in [0.01, 0.3, 1.0, 7.0] {
        let rate = Beta { alpha: p, beta: 1.0 };
        let [low, high] = lift_figures(&rate, &rate, 0.95).equal_tailed.map(f64::ln_1p);
        let truth = -0.05_f64.ln() / p;
        assert!((high / truth - 1.0).abs() < 1e-11, "{p}: {high} {truth}");
        assert!(p < 0.1 || (low / truth + 1.0).abs() < 1e-10, "{p}: {low} {truth}");
    }
}

/// Roots of ∫ f_A(x) F_B((1 + l) x) dx = 0.025 and 0.975 by mpmath in 25 digits.
#[test]
fn known_limits() {
    for ([a, b, c, d], truth) in KNOWN {
        let found = lift_figures(&Beta { alpha: a, beta: b }, &Beta { alpha: c, beta: d }, 0.95);
        assert!(in_widths(found.equal_tailed, truth) < 1e-10, "{found:?} {truth:?}");
    }
}

#[allow(clippy::unreadable_literal, clippy::excessive_precision)]
const KNOWN: [([f64; 4], [f64; 2]); 4] = [
    ([21.0, 980.0, 35.0, 966.0], [-0.010130472854415261, 1.91567484421200693]),
    ([25.0, 30.0, 900.0, 300.0], [0.276831310374271793, 1.30218851203685072]),
    ([20.0, 20.0, 20.5, 21.0], [-0.36805608679088859, 0.547306036561052951]),
    ([960.0, 41.0, 940.0, 61.0], [-0.0407860845325809381, -0.000898856789083206809]),
];

/// The density on a grid and the distribution place by place share no formula but the kernel. The first shapes may be small.
#[test]
fn both_ways_agree_on_smooth_rates() {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut smooth = 0;
    for _ in 0..40 {
        let mut shape = |least: f64| least * 10.0_f64.powf(5.0 * random.random::<f64>().powi(2));
        let rate = |alpha: f64, beta: f64| Beta { alpha, beta };
        let (baseline, arm) = (rate(shape(0.5), shape(SMOOTH)), rate(shape(1.5), shape(SMOOTH)));
        let Some(density) = smooth_density(&baseline, &arm) else { continue };
        smooth += 1;
        let law = LogRatioLaw { base: Side::new(&baseline), arm: Side::new(&arm) };
        let lift = |limits: [f64; 2]| limits.map(f64::exp_m1);
        let limits = limits::equal_tailed(&law, 0.95, [-0.5, 0.5]);
        assert!(in_widths(lift(density.equal_tailed(0.95)), lift(limits)) < 1e-9, "{baseline:?} {arm:?}");
        let highest = limits::highest_density(&law, 0.95, limits, |v| -v).0;
        let on_grid = density.highest_density(0.95, |v| -v).0;
        assert!(in_widths(lift(on_grid), lift(highest)) < 1e-8, "{baseline:?} {arm:?}");
    }
    assert!(smooth > 20, "{smooth}");
}
