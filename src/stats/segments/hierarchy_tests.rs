use super::super::effect::Effect;
use super::super::tests::segment;
use super::super::{Segment, Split};
use super::*;

/// ln N(b; 0, diag(v) + sd² 11ᵀ) by the rank-one formula.
fn ln_gaussian_evidence(effects: &[(f64, f64)], spread: f64, sd: f64) -> f64 {
    let (mut weights, mut first, mut second, mut ln_determinant) = (0.0, 0.0, 0.0, 0.0);
    for (effect, variance) in effects {
        let variance = variance + spread * spread;
        weights += 1.0 / variance;
        first += effect / variance;
        second += effect * effect / variance;
        ln_determinant += variance.ln();
    }
    let grown = 1.0 + sd * sd * weights;
    -0.5 * (second - first * first * sd * sd / grown + ln_determinant + grown.ln())
}

/// (ln Bayes factor, P(τ ≤ limit)) of the normal-normal model on 200,000 even steps of ln τ.
fn gaussian_truth(effects: &[(f64, f64)], prior: &SegmentPrior, limit: f64) -> (f64, f64) {
    let none = ln_gaussian_evidence(effects, 0.0, prior.overall_sd);
    let (low, high) = (-30.0_f64, 3.0_f64);
    let step = (high - low) / 200_000.0;
    let terms: Vec<(f64, f64)> = (0..=200_000)
        .map(|k| {
            let spread = (low + step * f64::from(k)).exp();
            let evidence = ln_gaussian_evidence(effects, spread, prior.overall_sd) - none;
            (spread, evidence + ln_half_normal(spread, prior.spread_scale) + spread.ln())
        })
        .collect();
    let top = terms.iter().map(|term| term.1).fold(f64::NEG_INFINITY, f64::max);
    let total: f64 = terms.iter().map(|(_, ln)| (ln - top).exp()).sum();
    let below: f64 = terms.iter().filter(|(spread, _)| *spread <= limit).map(|(_, ln)| (ln - top).exp()).sum();
    (top + (step * total).ln(), below / total)
}

/// Estimate and variance of the log-odds ratio of a large segment.
fn gaussian(segment: &Segment) -> (f64, f64) {
    let odds = |accepted: u64, shown: u64| (accepted as f64, (shown - accepted) as f64);
    let (a, b) = odds(segment.baseline.accepted, segment.baseline.shown);
    let (c, d) = odds(segment.arm.accepted, segment.arm.shown);
    ((c * b / (a * d)).ln(), 1.0 / a + 1.0 / b + 1.0 / c + 1.0 / d)
}

/// Sets of large segments: alike, unlike, two only (the spread is then open over four decades), and of very different sizes.
fn large_sets() -> Vec<Vec<Segment>> {
    let n = 100_000_000;
    let make =
        |arms: &[u64]| -> Vec<Segment> { arms.iter().map(|arm| segment("", (n / 5, n), (n / 5 + arm, n))).collect() };
    vec![
        make(&[500_000, 503_000, 497_000, 501_000, 505_000]),
        make(&[500_000, 900_000, 100_000, 0]),
        make(&[500_000, 501_000]),
        make(&[500_000, 540_000]),
        vec![
            segment("", (2_000_000, 10_000_000), (2_100_000, 10_000_000)),
            segment("", (20_000, 100_000), (21_300, 100_000)),
            segment("", (20_000_000, 100_000_000), (20_990_000, 100_000_000)),
        ],
    ]
}

#[test]
fn large_segments_agree_with_the_normal_normal_model() {
    let prior = SegmentPrior::default();
    for set in large_sets() {
        let hierarchy = Split::new(&set, &prior).hierarchy;
        let effects: Vec<(f64, f64)> = set.iter().map(gaussian).collect();
        for p in [0.025, 0.5, 0.975] {
            let quantile = hierarchy.spread_quantile(p);
            let (ln_bayes_factor, below) = gaussian_truth(&effects, &prior, quantile);
            let apart = (hierarchy.ln_bayes_factor - ln_bayes_factor).abs();
            assert!(apart < 0.002 * ln_bayes_factor.abs().max(1.0), "{} {ln_bayes_factor}", hierarchy.ln_bayes_factor);
            assert!((below - p).abs() < 1e-3, "{quantile}: {below} {p}");
        }
    }
}

#[test]
fn what_the_others_say_and_what_a_segment_says_make_one() {
    let mut sets = large_sets();
    sets.push(vec![segment("", (0, 5), (3, 9)), segment("", (4, 4), (0, 0)), segment("", (100, 300), (9000, 20_000))]);
    sets.push((0..30).map(|k| segment("", (k % 3, 4 + k), (k % 4, 5 + k))).collect());
    for set in sets {
        let split = Split::new(&set, &SegmentPrior::default());
        for place in 0..set.len() {
            let total = Effect::of_segment(&split.hierarchy, &split.curves[place], place).total;
            assert!((total - 1.0).abs() < 1e-5, "{place}: {total}");
        }
        let shares = split.hierarchy.mean_of(|_| 1.0);
        assert!((shares - 1.0).abs() < 1e-6, "{shares}");
        assert!((Effect::overall(&split.hierarchy).total - 1.0).abs() < 1e-5);
    }
}
