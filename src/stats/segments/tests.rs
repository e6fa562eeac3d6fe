//! Properties and limits of the whole.

use super::*;

pub(super) fn segment(name: &str, baseline: (u64, u64), arm: (u64, u64)) -> Segment {
    Segment {
        name: name.to_owned(),
        baseline: Count { accepted: baseline.0, shown: baseline.1 },
        arm: Count { accepted: arm.0, shown: arm.1 },
    }
}

fn figures(segments: &[Segment]) -> SegmentFigures {
    segment_effects(segments, &SegmentPrior::default(), 0.95, 0).unwrap()
}

/// Figures under a prior that differs in the scale of the spread.
fn with_scale(segments: &[Segment], spread_scale: f64) -> SegmentFigures {
    segment_effects(segments, &SegmentPrior { spread_scale, ..SegmentPrior::default() }, 0.95, 0).unwrap()
}

fn mixed() -> Vec<Segment> {
    vec![
        segment("DE", (210, 1000), (290, 1010)),
        segment("FR", (33, 150), (31, 160)),
        segment("NL", (0, 11), (2, 12)),
        segment("SE", (2000, 9100), (2300, 9000)),
    ]
}

#[test]
fn without_spread_there_is_one_common_effect() {
    let found = with_scale(&mixed(), 1e-6);
    for segment in &found.segments {
        assert!((segment.effect.mean - found.overall.effect.mean).abs() < 1e-4, "{segment:?}");
        assert!((segment.effect.equal_tailed[0] - found.overall.effect.equal_tailed[0]).abs() < 1e-4);
        assert!(segment.borrowed > 0.999_99);
    }
    assert!(found.overall.ln_bayes_factor.abs() < 1e-3);
}

#[test]
fn a_common_effect_is_that_of_stratified_logistic_regression() {
    // One effect, three large segments: the inverse-variance mean of their log-odds ratios, by hand.
    let counts =
        [((2000_u64, 10_000_u64), (2200_u64, 10_000_u64)), ((500, 9000), (610, 9100)), ((4000, 8000), (4100, 8050))];
    let segments: Vec<Segment> = counts.iter().map(|(base, arm)| segment("", *base, *arm)).collect();
    let (mut precision, mut sum) = (1.0, 0.0);
    for ((a, n), (b, m)) in counts.map(|(base, arm)| ((base.0 as f64, base.1 as f64), (arm.0 as f64, arm.1 as f64))) {
        let weight = 1.0 / (1.0 / a + 1.0 / (n - a) + 1.0 / b + 1.0 / (m - b));
        precision += weight;
        sum += weight * (b * (n - a) / (a * (m - b))).ln();
    }
    let found = with_scale(&segments, 1e-6).overall.effect;
    assert!((found.mean - sum / precision).abs() < 0.02 / precision.sqrt(), "{found:?}");
    let width = found.equal_tailed[1] - found.equal_tailed[0];
    assert!((width / (2.0 * 1.959_964 / precision.sqrt()) - 1.0).abs() < 0.01);
}

#[test]
fn with_a_vague_spread_each_segment_stands_alone() {
    let found = with_scale(&mixed(), 100.0);
    let large = &found.segments[3];
    assert!((large.effect.mean - (2300.0 * 7100.0 / (2000.0 * 6700.0_f64)).ln()).abs() < 0.005, "{large:?}");
}

#[test]
fn one_big_segment_is_hardly_borrowed_and_a_small_one_almost_wholly() {
    let mut segments = mixed();
    segments.push(segment("world", (20_000_000, 100_000_000), (21_000_000, 100_000_000)));
    let found = figures(&segments);
    let [small, big] = [&found.segments[2], &found.segments[4]];
    assert!(big.borrowed < 1e-3, "{}", big.borrowed);
    assert!((big.difference.mean - 0.01).abs() < 1e-6 && (big.raw.mean - 0.01).abs() < 1e-9);
    for side in 0..2 {
        assert!((big.difference.equal_tailed[side] - big.raw.equal_tailed[side]).abs() < 1e-6);
    }
    assert!(small.borrowed > 0.9);
    let width = |estimate: Estimate| estimate.equal_tailed[1] - estimate.equal_tailed[0];
    assert!(width(small.difference) < 0.5 * width(small.raw));
}

#[test]
fn an_empty_segment_says_what_the_others_say() {
    let mut segments = mixed();
    segments.push(segment("empty", (0, 0), (0, 0)));
    let found = figures(&segments);
    let empty = &found.segments[4];
    assert!((empty.borrowed - 1.0).abs() < 1e-9);
    assert!((empty.effect.mean - found.overall.effect.mean).abs() < 1e-4);
    let without = figures(&mixed());
    assert!((without.overall.effect.mean - found.overall.effect.mean).abs() < 1e-6);
    assert!((without.overall.spread.mean - found.overall.spread.mean).abs() < 1e-4);
    assert!((without.overall.ln_bayes_factor - found.overall.ln_bayes_factor).abs() < 1e-5);
}

#[test]
fn without_any_data_the_prior_comes_back() {
    let found = figures(&[segment("a", (0, 0), (0, 0)), segment("b", (0, 0), (0, 0))]);
    let overall = found.overall;
    assert!(overall.effect.mean.abs() < 1e-6 && (overall.effect.equal_tailed[1] - 1.959_964).abs() < 1e-4);
    // HalfNormal(0.5): mean 0.5 √(2/π), and 0.975 lies below 0.5 · 2.241403.
    assert!((overall.spread.mean - 0.398_942_28).abs() < 1e-5, "{overall:?}");
    assert!((overall.spread.equal_tailed[1] - 1.120_701_4).abs() < 1e-4);
    // P(τ > 0.1) = 2 (1 − Φ(0.2)).
    assert!((overall.probability_practical_spread - 0.841_480_6).abs() < 1e-5);
    assert!((overall.probability_differs - 0.5).abs() < 1e-6);
    assert!((found.segments[0].probability_better - 0.5).abs() < 1e-6);
    assert_eq!(found.simpson, None);
}

#[test]
fn arms_swapped_turn_every_sign() {
    let swapped: Vec<Segment> =
        mixed().into_iter().map(|s| Segment { name: s.name, baseline: s.arm, arm: s.baseline }).collect();
    let (one, other) = (figures(&mixed()), figures(&swapped));
    for (a, b) in one.segments.iter().zip(&other.segments) {
        assert!((a.effect.mean + b.effect.mean).abs() < 1e-6);
        assert!((a.difference.equal_tailed[0] + b.difference.equal_tailed[1]).abs() < 1e-5);
        assert!((a.probability_better + b.probability_better - 1.0).abs() < 1e-6);
    }
    assert!((one.overall.ln_bayes_factor - other.overall.ln_bayes_factor).abs() < 1e-6);
}

#[test]
fn the_order_of_segments_does_not_matter() {
    let mut reversed = mixed();
    reversed.reverse();
    let (one, other) = (figures(&mixed()), figures(&reversed));
    assert!((one.overall.effect.mean - other.overall.effect.mean).abs() < 1e-9);
    assert!((one.segments[0].difference.mean - other.segments[3].difference.mean).abs() < 1e-9);
}

#[test]
fn kidney_stones_are_right_in_every_segment_and_warned_of() {
    let found = figures(&[segment("small", (81, 87), (234, 270)), segment("large", (192, 263), (55, 80))]);
    let simpson = found.simpson.unwrap();
    assert!(simpson.together > 0.0 && simpson.weighed < 0.0 && simpson.warning.is_some());
    assert!(found.segments.iter().all(|segment| segment.effect.mean < 0.0 && segment.difference.mean < 0.0));
}

#[test]
fn sentences() {
    let same: Vec<Segment> = (0..8_u64).map(|k| segment(&format!("s{k}"), (200, 1000), (240 + k % 2, 1000))).collect();
    assert!(
        figures(&same).sentence.starts_with("The effect looks the same in every segment (chance that it differs: ")
    );
    let differs = [segment("DE", (2000, 10_000), (2410, 10_000)), segment("FR", (2000, 10_000), (1970, 10_000))];
    assert_eq!(figures(&differs).sentence, "It differs: best in DE (+4.0 pp), worst in FR (−0.2 pp).");
    let little = [segment("a", (2, 10), (3, 10)), segment("b", (1, 10), (3, 10))];
    assert!(figures(&little).sentence.starts_with("Cannot tell yet"));
    assert!(figures(&little[..1]).sentence.starts_with("There is only one segment"));
}

#[test]
fn small_segments_are_folded_into_one() {
    let mut segments = mixed();
    segments.push(segment("tiny", (1, 4), (2, 5)));
    let found = segment_effects(&segments, &SegmentPrior::default(), 0.95, FEWEST_PEOPLE).unwrap();
    assert_eq!(found.hidden, 2);
    let last = found.segments.last().unwrap();
    assert_eq!(
        (last.name.as_str(), last.baseline, last.arm),
        (TOO_SMALL, Count { accepted: 1, shown: 15 }, Count { accepted: 4, shown: 17 })
    );
    assert!(found.segments.iter().all(|segment| segment.name != "tiny" && segment.name != "NL"));
}

#[test]
fn extreme_counts_give_figures() {
    let most = 1_000_000_000;
    let cases = [
        vec![segment("a", (0, most), (most, most)), segment("b", (0, most), (0, most))],
        vec![segment("a", (0, most), (1, 1)), segment("b", (most, most), (most, most))],
        vec![
            segment("a", (most / 2, most), (most / 2 + 40_000, most)),
            segment("b", (most / 3, most), (most / 3 - 40_000, most)),
        ],
        vec![segment("a", (1, 1), (0, 0)), segment("b", (0, 0), (0, 1))],
        vec![segment("a", (0, u64::MAX), (u64::MAX, u64::MAX)), segment("b", (7, u64::MAX), (7, 9))],
    ];
    for case in cases {
        for scale in [1e-6, 0.5, 100.0] {
            let found = with_scale(&case, scale);
            for segment in &found.segments {
                for estimate in [segment.raw, segment.effect, segment.difference] {
                    let [low, high] = estimate.equal_tailed;
                    assert!(estimate.mean.is_finite() && low <= high, "{scale} {segment:?}");
                }
                assert!((0.0..=1.0).contains(&segment.probability_better) && (0.0..=1.0).contains(&segment.borrowed));
            }
            assert!((0.0..=1.0).contains(&found.overall.probability_differs), "{found:?}");
            assert!(found.overall.effect.mean.is_finite() && found.overall.spread.mean.is_finite());
        }
    }
}

#[test]
fn nonsense_is_an_error() {
    let prior = SegmentPrior::default();
    assert_eq!(segment_effects(&[], &prior, 0.95, 10), Err(StatsError::NoSegments));
    let wrong = [segment("DE", (3, 2), (0, 0))];
    assert!(matches!(
        segment_effects(&wrong, &prior, 0.95, 10),
        Err(StatsError::SegmentAcceptedExceedsShown { arm: "baseline", accepted: 3, shown: 2, .. })
    ));
    let right = [segment("DE", (1, 2), (0, 0))];
    assert!(matches!(segment_effects(&right, &prior, 1.0, 10), Err(StatsError::BadLevel { .. })));
    for bad in [
        SegmentPrior { overall_sd: f64::NAN, ..prior },
        SegmentPrior { spread_scale: 0.0, ..prior },
        SegmentPrior { intercept_sd: 1e9, ..prior },
    ] {
        assert!(matches!(segment_effects(&right, &bad, 0.95, 10), Err(StatsError::BadSegmentPrior { .. })));
    }
    let bad = SegmentPrior { rate: Beta { alpha: 0.0, beta: 1.0 }, ..prior };
    assert!(matches!(segment_effects(&right, &bad, 0.95, 10), Err(StatsError::BadPrior { .. })));
}
