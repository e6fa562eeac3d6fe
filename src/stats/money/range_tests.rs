use super::super::super::posterior::Beta;
use super::super::draws::{DRAWS, Quantity};
use super::super::tails::Tails;
use super::*;

fn moments(draws: &[f64]) -> (f64, f64) {
    let mean = draws.iter().sum::<f64>() / draws.len() as f64;
    (mean, (draws.iter().map(|draw| (draw - mean).powi(2)).sum::<f64>() / draws.len() as f64).sqrt())
}

fn share_below(draws: &[f64], limit: f64) -> f64 {
    draws.iter().filter(|&&draw| draw < limit).count() as f64 / draws.len() as f64
}

const RANGES: [(f64, f64, f64); 7] = [
    (1.0, 2.0, 4.0),
    (10.0, 10.5, 900.0),
    (3.0, 3.0, 8.0),
    (3.0, 8.0, 8.0),
    (0.000_1, 1.0, 90.0),
    (1e9, 2e9, 2.1e9),
    (5.0, 7.0, 9.0),
];

/// Malcolm, Roseboom, Clark & Fazar (1959): mean (a + 4 m + b) / 6; its Beta then has the variance (mean − a)(b − mean) / 7 (Vose 2008).
#[test]
fn bounds_have_the_moments_of_pert() {
    for (low, likely, high) in RANGES {
        let range = Range::bounds(low, likely, high);
        let (mean, sd) = moments(&Quantity::range("an amount", range).draws());
        let truth = (low + 4.0 * likely + high) / 6.0;
        let true_sd = ((truth - low) * (high - truth) / 7.0).sqrt();
        assert!((range.mean() - truth).abs() < 1e-12 * truth.abs());
        // Four standard errors.
        assert!((mean - truth).abs() < 4.0 * true_sd / (DRAWS as f64).sqrt(), "{range:?}: {mean} {truth}");
        assert!((sd / true_sd - 1.0).abs() < 0.015, "{range:?}: {sd} {true_sd}");
    }
}

#[test]
fn bounds_are_never_crossed() {
    for (low, likely, high) in RANGES {
        let draws = Quantity::range("an amount", Range::bounds(low, likely, high)).draws();
        assert!(draws.iter().all(|draw| (low..=high).contains(draw)));
    }
}

#[test]
fn tenths_pass_through_their_three_figures() {
    for (low, likely, high) in RANGES {
        let range = Range::tenths(low, likely, high);
        let draws = Quantity::range("an amount", range).draws();
        let one_sided = low >= likely || likely >= high;
        let shares = if low >= likely {
            [0.0, 0.0, 0.9]
        } else if likely >= high {
            [0.1, 1.0, 1.0]
        } else {
            [0.1, 0.5, 0.9]
        };
        for (limit, truth) in [low, likely, high].into_iter().zip(shares) {
            assert!((share_below(&draws, limit) - truth).abs() < 0.006, "{range:?} below {limit}");
            if !one_sided {
                assert!((range.quantile(truth) / limit - 1.0).abs() < 1e-9, "{range:?} at {truth}");
            }
        }
        let (mean, sd) = moments(&draws);
        let error = 5.0 * sd / (DRAWS as f64).sqrt();
        assert!((mean - range.mean()).abs() < error, "{range:?}: {mean} {}", range.mean());
    }
}

/// A log-normal whose median is the middle of its tenths in logarithms has the mean median · exp(σ² / 2).
#[test]
fn even_tenths_are_a_log_normal() {
    let range = Range::tenths(2.0, 6.0, 18.0);
    let sigma = 3.0_f64.ln() / 1.281_551_565_544_600_4;
    assert!((range.mean() / (6.0 * (0.5 * sigma * sigma).exp()) - 1.0).abs() < 1e-12);
    let two_sd = 6.0 * (2.0 * sigma).exp();
    assert!((range.quantile(0.977_249_868_051_820_8) / two_sd - 1.0).abs() < 1e-9);
}

#[test]
fn three_equal_figures_are_one_known_amount() {
    for range in [Range::exactly(0.0), Range::bounds(-3.0, -3.0, -3.0), Range::tenths(7.0, 7.0, 7.0)] {
        assert_eq!(range.check("an amount"), Ok(()));
        assert_eq!(range.known(), Some(range.likely));
        for figure in [range.mean(), range.quantile(0.01), range.quantile(0.99)] {
            assert!((figure - range.likely).abs() < 1e-12);
        }
    }
}

#[test]
fn nonsense_is_told() {
    for range in [
        Range::bounds(2.0, 1.0, 3.0),
        Range::bounds(1.0, 4.0, 3.0),
        Range::bounds(f64::NAN, 1.0, 2.0),
        Range::bounds(0.0, 1.0, f64::INFINITY),
        Range::bounds(0.0, 1.0, 1e14),
        Range::tenths(0.0, 1.0, 2.0),
        Range::tenths(-1.0, 1.0, 2.0),
        Range::tenths(0.01, 1.0, 1e5),
    ] {
        assert!(matches!(range.check("an amount"), Err(StatsError::BadRange { .. })), "{range:?}");
    }
    assert_eq!(Range::bounds(-5.0, 0.0, 5.0).check("an amount"), Ok(()));
}

#[test]
fn a_share_is_drawn_from_its_posterior() {
    for (alpha, beta) in [(0.5, 0.5), (0.5, 1_000.5), (300.5, 700.5), (1e6, 3e6), (0.01, 3.0), (5e8, 5e8)] {
        let posterior = Beta { alpha, beta };
        let draws = Quantity::share("a share", posterior).draws();
        assert!(draws.iter().all(|draw| (0.0..=1.0).contains(draw)));
        for p in [0.001, 0.1, 0.5, 0.9, 0.999] {
            let limit = posterior.quantile(p);
            if limit > 1e-9 {
                let error = 4.0 * (p * (1.0 - p) / DRAWS as f64).sqrt();
                assert!((share_below(&draws, limit) - p).abs() < error, "{posterior:?} at {p}");
            }
        }
    }
}

/// Both tails meet at the median, and grow as they say they do.
#[test]
fn tails_meet_and_know_their_slopes() {
    let ranges = RANGES.iter().flat_map(|&(low, likely, high)| {
        [Tails::of_range(&Range::bounds(low, likely, high)), Tails::of_range(&Range::tenths(low, likely, high))]
    });
    for tails in ranges {
        let middle = tails.lower(0.5).0;
        assert!((tails.upper(0.5).0 / middle - 1.0).abs() < 1e-9, "{tails:?}");
        for tail in [1e-6, 0.01, 0.2, 0.49] {
            for side in [Tails::lower, Tails::upper] {
                let step = 1e-4 * tail;
                let slope = (side(&tails, tail + step).0 - side(&tails, tail - step).0) / (2.0 * step);
                let told = side(&tails, tail).1;
                assert!(
                    (told - slope).abs() < 1e-4 * slope.abs() + 1e-7 * middle.abs(),
                    "{tails:?} {tail}: {told} {slope}"
                );
            }
        }
    }
}
