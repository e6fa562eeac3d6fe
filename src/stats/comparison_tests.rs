use super::*;

fn arm(name: &str, accepted: u64, shown: u64, alpha: f64, beta: f64) -> Arm {
    Arm { name: name.to_owned(), accepted, shown, prior: Beta { alpha, beta } }
}

fn compared(arms: &[Arm]) -> Comparison {
    compare(arms, 0.95).unwrap_or_else(|error| panic!("{error}"))
}

fn close(got: f64, truth: f64, within: f64) {
    assert!((got - truth).abs() <= within, "{got} is not {truth}");
}

#[test]
fn three_arms_with_different_priors() {
    let figures = compared(&[arm("A", 3, 10, 0.5, 0.5), arm("B", 2, 10, 0.5, 0.5), arm("C", 2, 11, 1.0, 2.0)]);
    let truth = [0.571_121_400_275, 0.237_147_627_916, 0.191_730_971_809];
    for (arm, truth) in figures.arms.iter().zip(truth) {
        close(arm.probability_best, truth, 1e-12);
    }
}

#[test]
fn udacity_course() {
    let figures = compared(&[arm("control", 17_489, 145_274, 1.0, 1.0), arm("treatment", 17_264, 145_310, 1.0, 1.0)]);
    let pair = &figures.pairs[0];
    close(pair.probability_better, 0.094_944, 5e-7);
    close(pair.difference.equal_tailed[0], -0.003_938, 5e-7);
    close(pair.difference.equal_tailed[1], 0.000_781, 5e-7);
    close(pair.ln_bayes_factor.exp(), 0.007_126, 5e-7);
    close(figures.arms[1].expected_loss, 0.001_632, 5e-7);
    close(figures.arms[0].expected_loss, 0.000_053_6, 5e-8);
}

#[test]
fn nonsense_is_refused() {
    assert_eq!(compare(&[], 0.95), Err(StatsError::NoArms));
    assert!(compare(&[arm("A", 2, 1, 1.0, 1.0)], 0.95).is_err());
    for bad in [0.0, -1.0, f64::NAN, f64::INFINITY] {
        assert!(compare(&[arm("A", 1, 1, bad, 1.0)], 0.95).is_err());
        assert!(compare(&[arm("A", 1, 1, 1.0, bad)], 0.95).is_err());
    }
    for level in [0.0, 1.0, -0.5, f64::NAN] {
        assert!(compare(&[arm("A", 1, 1, 1.0, 1.0)], level).is_err());
    }
}

#[test]
fn one_arm_is_the_best_there_is() {
    let figures = compared(&[arm("A", 1, 3, 1.0, 1.0)]);
    assert_eq!((figures.arms[0].probability_best, figures.arms[0].expected_loss), (1.0, 0.0));
    assert!(figures.pairs.is_empty());
}

#[test]
fn identities_hold_from_nobody_to_a_billion() {
    let sizes = [(0, 0), (7, 7), (3, 1000), (250_000, 1_000_000), (300_000_000, 1_000_000_000)];
    for (accepted, shown) in sizes {
        for (other_accepted, other_shown) in sizes {
            for shape in [0.5, 20.0] {
                let arms = [
                    arm("A", accepted, shown, shape, shape),
                    arm("B", other_accepted, other_shown, shape, 1.0),
                    arm("C", 40, 100, 1.0, 1.0),
                ];
                let figures = compared(&arms);
                let total: f64 = figures.arms.iter().map(|arm| arm.probability_best).sum();
                close(total, 1.0, 1e-11);
                let pair = &figures.pairs[0];
                // E[gain] − E[loss] = E[difference].
                close(pair.expected_gain - pair.expected_loss, pair.difference.mean, 1e-12);
                let [low, high] = pair.difference.equal_tailed;
                assert!(-1.0 <= low && low < high && high <= 1.0, "{arms:?} {pair:?}");
                let [low, high] = pair.relative_lift.equal_tailed;
                assert!(-1.0 <= low && low < high && high.is_finite(), "{arms:?} {pair:?}");
                assert!(pair.ln_bayes_factor.is_finite());
            }
        }
    }
}

#[test]
fn bayes_factor_by_its_definition() {
    let ln_beta = super::super::incomplete_beta::ln_beta;
    for (s1, n1, s2, n2) in [(0_u64, 0_u64, 0_u64, 0_u64), (3, 10, 7, 12), (0, 50, 9, 50), (120, 200, 100, 200)] {
        let prior = Beta { alpha: 1.5, beta: 2.5 };
        let arm_prior = Beta { alpha: 0.5, beta: 3.0 };
        let (a, b, pooled) = (prior.after(s1, n1), arm_prior.after(s2, n2), prior.after(s1 + s2, n1 + n2));
        let truth = ln_beta(a.alpha, a.beta) + ln_beta(b.alpha, b.beta)
            - ln_beta(pooled.alpha, pooled.beta)
            - ln_beta(arm_prior.alpha, arm_prior.beta);
        close(ln_bayes_factor(&a, &b, &arm_prior), truth, 1e-12);
    }
}

#[test]
fn shapes_far_below_one() {
    let figures = compared(&[arm("A", 0, 10, 1e-3, 1e-3), arm("B", 0, 10, 1e-3, 1e-3), arm("C", 0, 10, 1e-3, 1e-3)]);
    for arm in &figures.arms {
        close(arm.probability_best, 1.0 / 3.0, 1e-11);
    }
}
