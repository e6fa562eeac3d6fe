use super::*;

fn of(baseline: (f64, f64), arm: (f64, f64), margin: f64) -> Equivalence {
    let [baseline, arm] = [baseline, arm].map(|(alpha, beta)| Beta { alpha, beta });
    equivalence(&baseline, &arm, margin).unwrap()
}

fn close(got: f64, truth: f64, what: &str) {
    assert!((got - truth).abs() <= 1e-10 * truth, "{what}: {got} {truth} {:e}", got / truth - 1.0);
}

#[test]
fn two_uniform_rates_by_hand() {
    for r in [1e-12, 1e-6, 0.0001, 0.005, 0.1, 0.5, 0.9, 1.0] {
        let found = of((1.0, 1.0), (1.0, 1.0), r);
        close(found.better, 0.5 * (1.0 - r) * (1.0 - r), "better");
        close(found.worse, 0.5 * (1.0 - r) * (1.0 - r), "worse");
        close(found.equivalent, r * (2.0 - r), "equivalent");
    }
}

/// Baseline, arm, margin, [worse, equivalent, better].
type Case = ((f64, f64), (f64, f64), f64, [f64; 3]);

/// Whole shapes: finite sums of positive terms (the survivor as a binomial sum, each term a Beta function), in 260 digits with mpmath.
const EXACT: [Case; 9] = [
    ((3.0, 5.0), (4.0, 6.0), 0.01, [0.433_490_757_521_556_3, 0.035_233_793_263_388_206, 0.531_275_449_215_055_5]),
    ((3.0, 5.0), (4.0, 6.0), 0.0001, [0.450_872_733_152_335_3, 0.000_352_447_541_482_517_77, 0.548_774_819_306_182_2]),
    (
        (11.0, 91.0),
        (31.0, 71.0),
        0.05,
        [4.936_598_468_113_369e-06, 0.003_810_120_347_333_688_5, 0.996_184_943_054_198_2],
    ),
    ((5.0, 60.0), (60.0, 5.0), 0.01, [5.486_799_820_117_423_6e-27, 4.607_410_073_830_492e-26, 1.0]),
    ((5.0, 60.0), (60.0, 5.0), 0.5, [3.206_276_195_068_31e-61, 8.454_244_009_861_748e-08, 0.999_999_915_455_76]),
    ((2.0, 200.0), (200.0, 2.0), 0.001, [6.604_668_947_644_343e-116, 8.035_620_488_196_456e-116, 1.0]),
    ((1.0, 1.0), (30.0, 1.0), 1e-6, [0.032_257_064_531_128_886, 1.999_985_000_144_999e-06, 0.967_740_935_483_871]),
    ((1.0, 101.0), (1.0, 201.0), 0.005, [0.400_487_147_578_571_3, 0.477_810_561_723_077, 0.121_702_290_698_351_69]),
    (
        (40.0, 60.0),
        (41.0, 59.0),
        1e-8,
        [0.442_452_269_155_435_45, 1.139_443_942_672_882_7e-07, 0.557_547_616_900_170_3],
    ),
];

#[test]
fn whole_shapes_against_exact_sums() {
    for (baseline, arm, margin, [worse, equivalent, better]) in EXACT {
        let what = format!("{baseline:?} {arm:?} {margin}");
        let found = of(baseline, arm, margin);
        close(found.worse, worse, &format!("{what} worse"));
        close(found.equivalent, equivalent, &format!("{what} equivalent"));
        close(found.better, better, &format!("{what} better"));
        let swapped = of(arm, baseline, margin);
        close(swapped.better, worse, &format!("{what} swapped"));
        close(swapped.equivalent, equivalent, &format!("{what} swapped"));
    }
}

/// Lower, upper, margin, P(upper − lower ≥ margin): the survivor as a binomial sum under a trapezoid rule, in 40 digits with mpmath.
const AHEAD: [Case4; 6] = [
    ((2001.0, 8001.0), (1001.0, 9001.0), 0.02, 3.385_197_578_836_731e-126),
    ((400_001.0, 600_001.0), (400_501.0, 599_501.0), 0.001, 0.235_265_596_753_507_08),
    ((400_501.0, 599_501.0), (400_001.0, 600_001.0), 0.001, 0.015_199_978_889_674_942),
    ((3.0, 1e9), (11.0, 1e9), 1e-9, 0.977_436_136_654_347_1),
    ((11.0, 1e9), (3.0, 1e9), 1e-9, 0.005_388_859_072_533_017),
    ((40.0, 999_999_960.0), (90.0, 1e9), 2e-7, 9.353_486_406_169_339e-27),
];
type Case4 = ((f64, f64), (f64, f64), f64, f64);

#[test]
fn large_shapes_against_sums() {
    for (lower, upper, margin, truth) in AHEAD {
        let found = of(lower, upper, margin);
        close(found.better, truth, &format!("{lower:?} {upper:?} {margin}"));
    }
}

#[test]
fn a_billion_people_are_nearly_gaussian() {
    // D ~ N(0, 2·¼/1e9): P(|D| < 1.96 sd) = 0.95 up to terms of 1/n.
    let n = 5e8;
    let sd = (0.5_f64 / 1e9).sqrt();
    let found = of((n, n), (n, n), 1.959_963_984_540_054 * sd);
    assert!((found.equivalent - 0.95).abs() < 1e-8 && (found.better - 0.025).abs() < 1e-8, "{found:?}");
    let far = of((n, n), (n, n), 20.0 * sd);
    // 1 − Φ(20) = 2.753_624_118_606_233e-89.
    assert!((far.better / 2.753_624_118_606_233e-89 - 1.0).abs() < 1e-4, "{far:?}");
}

#[test]
fn odd_shapes_add_up_and_mirror() {
    let shapes = [(0.001, 0.001), (0.5, 0.5), (0.5, 1_000.5), (1e9, 1.0), (0.001, 1e9), (3.0, 0.2)];
    for baseline in shapes {
        for arm in shapes {
            for margin in [0.005, 0.3] {
                let found = of(baseline, arm, margin);
                let mirrored = of((baseline.1, baseline.0), (arm.1, arm.0), margin);
                let what = format!("{baseline:?} {arm:?} {margin} {found:?} {mirrored:?}");
                assert!((found.worse + found.equivalent + found.better - 1.0).abs() < 1e-10, "{what}");
                assert!((found.better - mirrored.worse).abs() <= 1e-10 * found.better + 1e-300, "{what}");
            }
        }
    }
}

#[test]
fn nonsense_is_an_error() {
    for margin in [0.0, -0.1, 1.1, f64::NAN] {
        assert!(matches!(equivalence(&Beta::UNIFORM, &Beta::UNIFORM, margin), Err(StatsError::BadMargin { .. })));
    }
    let broken = Beta { alpha: f64::NAN, beta: 1.0 };
    assert!(matches!(equivalence(&Beta::UNIFORM, &broken, 0.1), Err(StatsError::BadPrior { .. })));
}
