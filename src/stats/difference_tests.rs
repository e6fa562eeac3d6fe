use super::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn in_widths(got: [f64; 2], truth: [f64; 2]) -> f64 {
    (got[0] - truth[0]).abs().max((got[1] - truth[1]).abs()) / (truth[1] - truth[0])
}

#[test]
fn two_uniform_rates_make_a_triangle() {
    let figures = difference_figures(&Beta::UNIFORM, &Beta::UNIFORM, 0.95);
    let truth = 1.0 - 0.05_f64.sqrt();
    for interval in [figures.equal_tailed, figures.highest_density.unwrap_or_default()] {
        assert!((interval[0] + truth).abs() < 1e-9 && (interval[1] - truth).abs() < 1e-9, "{interval:?}");
    }
}

/// Roots of ∫ f_A(x) F_B(x + d) dx = 0.025 and 0.975 by mpmath in 25 digits.
#[test]
fn known_limits() {
    for ([a, b, c, d], truth) in KNOWN {
        let found = difference_figures(&Beta { alpha: a, beta: b }, &Beta { alpha: c, beta: d }, 0.95);
        assert!(in_widths(found.equal_tailed, truth) < 1e-11, "{found:?} {truth:?}");
    }
}

#[allow(clippy::unreadable_literal, clippy::excessive_precision)]
const KNOWN: [([f64; 4], [f64; 2]); 4] = [
    ([21.0, 980.0, 35.0, 966.0], [-0.000280184153278857619, 0.0286613447286478274]),
    ([25.0, 30.0, 900.0, 300.0], [0.161735720064255369, 0.426122082175891743]),
    ([20.0, 20.0, 20.5, 21.0], [-0.219861414662072881, 0.208076580945378003]),
    ([960.0, 41.0, 940.0, 61.0], [-0.0393853361580597948, -0.00085391990837345378]),
];

/// The density on a grid and the distribution place by place share no formula but the kernel.
#[test]
fn both_ways_agree_on_smooth_rates() {
    let mut random = ChaCha8Rng::seed_from_u64(4);
    let mut smooth = 0;
    for _ in 0..40 {
        let mut shape = || SMOOTH * 10.0_f64.powf(5.0 * random.random::<f64>().powi(2));
        let (baseline, arm) = (Beta { alpha: shape(), beta: shape() }, Beta { alpha: shape(), beta: shape() });
        let Some(density) = smooth_density(&baseline, &arm) else { continue };
        smooth += 1;
        let law = DifferenceLaw { base: Side::new(&baseline), arm: Side::new(&arm) };
        let limits = limits::equal_tailed(&law, 0.95, [-0.5, 0.5]);
        assert!(in_widths(density.equal_tailed(0.95), limits) < 1e-10, "{baseline:?} {arm:?}");
        let highest = limits::highest_density(&law, 0.95, limits, |_| 0.0).0;
        assert!(in_widths(density.highest_density(0.95, |_| 0.0).0, highest) < 1e-8, "{baseline:?} {arm:?}");
    }
    assert!(smooth > 20, "{smooth}");
}

/// A and B are each 0 or 1 but for about 1%: D is −1, 0 or 1 to the last digit.
#[test]
fn tiny_shapes_pile_up_at_three_places() {
    let tiny = Beta { alpha: 1e-3, beta: 1e-3 };
    assert!(in_widths(difference_figures(&tiny, &tiny, 0.95).equal_tailed, [-1.0, 1.0]) < 1e-15);
    let [low, high] = difference_figures(&tiny, &Beta { alpha: 1e-3, beta: 1e9 }, 0.95).equal_tailed;
    assert!(low <= -1.0 && (0.0..1e-9).contains(&high), "{low} {high}");
}

/// A rate of all but 1 and one of all but 0: 1 − D is the sum of two nearly exponential variables of mean 1e-8.
#[test]
fn limits_next_to_one() {
    let (baseline, arm) = (Beta { alpha: 1.0, beta: 1e8 }, Beta { alpha: 1e8, beta: 1.0 });
    let [low, high] = difference_figures(&baseline, &arm, 0.95).equal_tailed;
    // (1 + t) e^−t = 0.025 and 0.975.
    let sums = [5.571_643_390_938_899, 0.242_209_278_543_964_7];
    for (limit, sum) in [(low, sums[0]), (high, sums[1])] {
        assert!(((1.0 - limit) / (sum * 1e-8) - 1.0).abs() < 1e-7, "{limit} {sum}");
    }
}
