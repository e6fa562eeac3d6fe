use super::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

fn close(got: f64, truth: f64, within: f64) {
    assert!((got - truth).abs() <= within, "{got} is not {truth}");
}

#[test]
fn cook_identity_is_an_independent_check() {
    // P(B > A) by Cook's second route: E[(B − A)+] = m_B P(B⁺ > A) − m_A P(B > A⁺).
    let (a, b) = (Beta { alpha: 31.0, beta: 71.0 }, Beta { alpha: 38.0, beta: 66.0 });
    let better = |a: Beta, b: Beta| integrate(&[a, b]).pairs[1].better;
    let raised = |rate: Beta| Beta { alpha: rate.alpha + 1.0, beta: rate.beta };
    let gain = b.mean() * better(a, raised(b)) - a.mean() * better(raised(a), b);
    close(integrate(&[a, b]).pairs[1].gain, gain, 1e-15);
}

/// By mpmath in 30 digits. The wide posterior reaches far beyond the narrow one: a range of a few widths around each is not enough.
#[test]
fn a_wide_posterior_beyond_a_narrow_one() {
    let (narrow, wide) = (Beta { alpha: 23196.01, beta: 3659.01 }, Beta { alpha: 224.01, beta: 89.01 });
    let truth = 6.816_672_432_463_11e-12;
    close(probability_ordered(&narrow, &wide) / truth, 1.0, 1e-12);
}

/// The trapezoid rule and the panels share no node and no range.
#[test]
fn both_rules_agree_down_to_the_far_tails() {
    let mut random = ChaCha8Rng::seed_from_u64(3);
    let mut seen_small = 0;
    for case in 0..60 {
        let arms: Vec<Beta> = arms_near_each_other(&mut random, case);
        let zones: Vec<Zone> = arms.iter().map(Zone::new).collect();
        let (chosen, panels) = (integrate(&arms), integrate_on(&arms, on_panels(&zones)));
        let compared = chosen.best.iter().chain(&chosen.loss).zip(panels.best.iter().chain(&panels.loss));
        for (one, other) in compared.filter(|(one, _)| **one > 1e-290) {
            assert!((one / other - 1.0).abs() < 1e-10, "{arms:?}: {one} {other}");
            seen_small += u32::from(*one < 1e-50);
        }
    }
    assert!(seen_small > 10, "{seen_small}");
}

fn arms_near_each_other(random: &mut ChaCha8Rng, case: usize) -> Vec<Beta> {
    let size = 20.0 * 10.0_f64.powf(6.0 * random.random::<f64>());
    let rate = 0.5 / size + (1.0 - 1.0 / size) * random.random::<f64>().powi(4);
    let prior = [0.5, 1.0, 20.0, 0.1][case % 4];
    let mut arm = || {
        let shown = (size * 10.0_f64.powf(random.random::<f64>())).round();
        let deviations = 40.0 * (random.random::<f64>() - 0.5);
        let accepted = (shown * rate + deviations * (shown * rate * (1.0 - rate)).sqrt()).round().clamp(0.0, shown);
        Beta { alpha: prior + accepted, beta: prior + shown - accepted }
    };
    (0..[2, 3, 6, 2, 12][case % 5]).map(|_| arm()).collect()
}
