use super::*;
use serde_json::Value;
use std::path::PathBuf;

fn of(baseline: (u64, u64), arm: (u64, u64), prior: &LogitPrior) -> LogitEvidence {
    logit_evidence(baseline, arm, prior).unwrap_or_else(|error| panic!("{error}"))
}

fn number(value: &Value) -> f64 {
    value.as_str().and_then(|text| text.parse().ok()).unwrap_or(f64::NAN)
}

fn count(value: &Value) -> u64 {
    value.as_u64().unwrap_or(u64::MAX)
}

/// Relative, and absolute where the truth is below 1e-20 (the file's own rounding of no data).
fn close(got: f64, truth: f64, what: &str) {
    assert!((got - truth).abs() <= 1e-8 * truth.abs() + 1e-20, "{what}: {got} {truth}");
}

#[test]
fn every_case_of_the_reference() {
    let shared = std::env::var_os("HANDSHAKE_SHARED")
        .map_or_else(|| PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../shared"), PathBuf::from);
    let path = shared.join("data/bayes_factor_reference.json");
    let Ok(text) = std::fs::read_to_string(&path) else {
        eprintln!("skipped: {} is not there", path.display());
        return;
    };
    let reference: Value = serde_json::from_str(&text).unwrap();
    let cases = reference["cases"].as_array().unwrap();
    assert!(!cases.is_empty());
    for case in cases {
        let prior = LogitPrior {
            effect_mean: number(&case["mu_psi"]),
            effect_sd: number(&case["sigma_psi"]),
            intercept_mean: number(&case["mu_beta"]),
            intercept_sd: number(&case["sigma_beta"]),
        };
        let found = of((count(&case["y1"]), count(&case["n1"])), (count(&case["y2"]), count(&case["n2"])), &prior);
        let name = case["name"].as_str().unwrap_or("?");
        let see = |got: f64, key: &str| close(got, number(&case[key]), &format!("{name} {key}"));
        see(found.ln_none, "log_ml_H0");
        see(found.ln_different, "log_ml_H1");
        see(found.ln_better, "log_ml_Hplus");
        see(found.ln_worse, "log_ml_Hminus");
        see(found.ln_bayes_factor_different, "log_BF10");
        see(found.ln_bayes_factor_better, "log_BFplus0");
        see(found.ln_bayes_factor_worse, "log_BFminus0");
        if found.ln_bayes_factor_different < 700.0 {
            see(found.ln_bayes_factor_different.exp(), "BF10");
            see(found.ln_bayes_factor_better.exp(), "BFplus0");
        }
        see(found.ln_bayes_factor_worse.exp(), "BFminus0");
        see(found.probability_better, "p_psi_gt_0_under_H1");
        let after = model_probabilities(&found, ModelPrior::default()).unwrap();
        let truth = &case["post_prob_default_prior"];
        close(after.none, number(&truth["H0"]), "H0");
        close(after.better, number(&truth["H+"]), "H+");
        close(after.worse, number(&truth["H-"]), "H-");
    }
}

/// Baseline, arm, [effect mean, effect sd, intercept mean, intercept sd], [ln none, ln BF different, better, worse].
type Case = ((u64, u64), (u64, u64), [f64; 4], [f64; 4]);

/// The plain log-likelihood in 40 digits with mpmath: trapezoid sums over the intercept, 30-point Gauss–Legendre panels over the effect.
const EXTREME: [Case; 7] = [
    (
        (0, 1_000_000_000),
        (1_000_000_000, 1_000_000_000),
        [0.0, 1.0, 0.0, 1.0],
        [-1_386_294_371.134_95, 1_386_293_708.103_379, 1_386_293_708.796_526_2, -20.255_910_009_531_192],
    ),
    (
        (500_000_000, 1_000_000_000),
        (500_030_000, 1_000_000_000),
        [0.0, 1.0, 0.0, 1.0],
        [-1_386_294_370.234_949_8, -8.421_912_156_163_287, -7.822_917_698_425_074, -10.138_309_104_586_554],
    ),
    (
        (1_000_000, 1_000_000_000),
        (2_000_000, 1_000_000_000),
        [0.0, 1.0, 0.0, 1.0],
        [-22_504_647.973_211_538, 170_142.082_601_657_9, 170_142.775_748_838_44, -13.348_157_725_537_105],
    ),
    (
        (0, 5),
        (5, 5),
        [3.0, 10.0, -1.0, 10.0],
        [-9.674_429_236_461_85, 7.626_784_274_690_629, 8.108_187_622_261_976, -3.307_645_038_453_769_4],
    ),
    (
        (300_000_000, 1_000_000_000),
        (0, 0),
        [0.0, 1.0, 0.0, 1.0],
        [-610_864_311.995_159_4, -0.039_780_409_213_205_58, 0.218_927_213_331_894_13, -0.389_699_718_335_539_9],
    ),
    (
        (7, 50),
        (3, 60),
        [-5.0, 0.01, 2.0, 0.5],
        [-62.146_117_378_057_12, -28.926_029_320_486_855, -0.000_061_187_025_066_731_67, -28.926_029_320_486_855],
    ),
    (
        (0, 1),
        (0, 1_000_000_000),
        [0.5, 2.0, -3.0, 4.0],
        [-12.219_163_015_449_967, 0.305_807_227_488_536_95, -0.808_824_206_802_282_1, 1.000_218_676_583_235_3],
    ),
];

#[test]
fn extremes_against_forty_digits() {
    for (baseline, arm, [effect_mean, effect_sd, intercept_mean, intercept_sd], truth) in EXTREME {
        let prior = LogitPrior { effect_mean, effect_sd, intercept_mean, intercept_sd };
        let found = of(baseline, arm, &prior);
        let figures =
            [found.ln_none, found.ln_bayes_factor_different, found.ln_bayes_factor_better, found.ln_bayes_factor_worse];
        for (got, truth) in figures.into_iter().zip(truth) {
            let error = (got - truth).abs() / truth.abs().max(1.0);
            assert!(error <= 1e-11, "{baseline:?} {arm:?}: {got} {truth} {error:e}");
        }
    }
}

#[test]
fn swapping_the_arms_swaps_the_sides() {
    let counts = [(0, 0), (0, 3), (7, 7), (120, 400), (1, 1_000_000), (999_999_000, 1_000_000_000)];
    for baseline in counts {
        for arm in counts {
            let prior = LogitPrior { effect_mean: 0.4, effect_sd: 0.7, intercept_mean: -1.0, intercept_sd: 2.0 };
            let found = of(baseline, arm, &prior);
            let swapped = of(arm, baseline, &LogitPrior { effect_mean: -0.4, ..prior });
            let what = format!("{baseline:?} {arm:?}");
            let close = |a: f64, b: f64| assert!((a - b).abs() <= 1e-9 * a.abs().max(1.0), "{what}: {a} {b}");
            close(found.ln_none, swapped.ln_none);
            close(found.ln_bayes_factor_different, swapped.ln_bayes_factor_different);
            close(found.ln_bayes_factor_better, swapped.ln_bayes_factor_worse);
            close(found.ln_bayes_factor_worse, swapped.ln_bayes_factor_better);
            close(found.probability_better, 1.0 - swapped.probability_better);
            assert!(found.ln_none <= 0.0 && found.ln_different <= 0.0, "{what}");
        }
    }
}

#[test]
fn no_data_leave_every_hypothesis_alone() {
    let prior = LogitPrior { effect_mean: -10.0, effect_sd: 0.01, ..LogitPrior::default() };
    for prior in [LogitPrior::default(), prior] {
        let found = of((0, 0), (0, 0), &prior);
        let factors =
            [found.ln_bayes_factor_different, found.ln_bayes_factor_better, found.ln_bayes_factor_worse, found.ln_none];
        assert!(factors.iter().all(|ln| ln.abs() < 1e-12), "{found:?}");
        assert!((found.probability_better - if prior.effect_mean < 0.0 { 0.0 } else { 0.5 }).abs() < 1e-15);
    }
}

#[test]
fn every_corner_is_finite() {
    let counts =
        [(0, 0), (0, 1), (1, 1), (0, 1_000_000_000), (1_000_000_000, 1_000_000_000), (500_000_000, 1_000_000_000)];
    let means = [-10.0, 0.0, 10.0];
    let sds = [0.01, 1.0, 10.0];
    let mut corner = 0_usize;
    for baseline in counts {
        for arm in counts {
            // One prior per pair, going round all of them.
            corner += 7;
            let prior = LogitPrior {
                effect_mean: means[corner % 3],
                effect_sd: sds[corner / 3 % 3],
                intercept_mean: means[corner / 9 % 3],
                intercept_sd: sds[corner / 27 % 3],
            };
            let found = of(baseline, arm, &prior);
            let all = [found.ln_different, found.ln_better, found.ln_worse, found.ln_none, found.ln_bayes_factor_worse];
            assert!(all.iter().all(|ln| ln.is_finite()), "{baseline:?} {arm:?} {prior:?} {found:?}");
            assert!((0.0..=1.0).contains(&found.probability_better));
        }
    }
}

#[test]
fn model_weights() {
    let found = of((10, 28), (14, 26), &LogitPrior::default());
    let sure = model_probabilities(&found, ModelPrior { none: 0.0, better: 3.0, worse: 0.0 }).unwrap();
    assert_eq!(sure, ModelProbabilities { none: 0.0, better: 1.0, worse: 0.0 });
    for wrong in [-1.0, f64::NAN, f64::INFINITY] {
        let prior = ModelPrior { none: wrong, ..ModelPrior::default() };
        assert!(matches!(model_probabilities(&found, prior), Err(StatsError::BadModelPrior { .. })));
    }
    let nothing = ModelPrior { none: 0.0, better: 0.0, worse: 0.0 };
    assert!(model_probabilities(&found, nothing).is_err());
}

#[test]
fn nonsense_is_an_error() {
    let wide = LogitPrior { effect_sd: 11.0, ..LogitPrior::default() };
    assert_eq!(logit_evidence((1, 2), (1, 2), &wide), Err(StatsError::BadLogitPrior { mean: 0.0, sd: 11.0 }));
    assert!(matches!(
        logit_evidence((3, 2), (1, 2), &LogitPrior::default()),
        Err(StatsError::AcceptedExceedsShown { .. })
    ));
}
