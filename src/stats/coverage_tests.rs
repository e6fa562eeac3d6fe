//! Do the intervals hold what they say?
//!
//! `cargo test --release --lib stats::coverage -- --ignored --nocapture` prints the figures that the README quotes.

use super::{Arm, Beta, compare};
use rand::SeedableRng;
use rand_chacha::ChaCha8Rng;
use rand_distr::{Beta as BetaDraw, Binomial, Distribution};

/// Shares of experiments in which the truth lay inside.
#[derive(Debug, Default)]
struct Inside {
    rate: f64,
    rate_densest: f64,
    difference: f64,
    difference_densest: f64,
}

/// Simulates experiments of two arms, with rates given or drawn from the prior, and counts how often each 95% interval holds the truth.
fn inside(prior: Beta, rates: Option<[f64; 2]>, people: u64, runs: u32) -> Inside {
    let mut random = ChaCha8Rng::seed_from_u64(20_261_122);
    let draw = BetaDraw::new(prior.alpha, prior.beta).unwrap();
    let mut inside = Inside::default();
    let holds =
        |[low, high]: [f64; 2], truth: f64| f64::from(u8::from(low <= truth && truth <= high)) / f64::from(runs);
    for _ in 0..runs {
        let truth = rates.unwrap_or_else(|| [draw.sample(&mut random), draw.sample(&mut random)]);
        let arms = truth.map(|rate| Arm {
            name: String::new(),
            accepted: Binomial::new(people, rate).unwrap().sample(&mut random),
            shown: people,
            prior,
        });
        let figures = compare(&arms, 0.95).unwrap();
        let difference = figures.pairs[0].difference;
        inside.rate += holds(figures.arms[0].equal_tailed, truth[0]);
        inside.rate_densest += figures.arms[0].highest_density.map_or(0.0, |interval| holds(interval, truth[0]));
        inside.difference += holds(difference.equal_tailed, truth[1] - truth[0]);
        inside.difference_densest +=
            difference.highest_density.map_or(0.0, |interval| holds(interval, truth[1] - truth[0]));
    }
    inside
}

#[test]
fn intervals_hold_their_level_over_the_prior() {
    // Four standard errors of 1,500 runs at 95%.
    let seen = inside(Beta::UNIFORM, None, 60, 1_500);
    for share in [seen.rate, seen.rate_densest, seen.difference, seen.difference_densest] {
        assert!((share - 0.95).abs() < 0.0226, "{seen:?}");
    }
}

#[test]
#[ignore = "prints the figures of the documentation; half a minute in a release build"]
fn coverage_figures() {
    const RUNS: u32 = 20_000;
    let line = |what: &str, people: u64, seen: &Inside| {
        println!(
            "| {what} | {people} | {:.1}% | {:.1}% | {:.1}% | {:.1}% |",
            100.0 * seen.rate,
            100.0 * seen.rate_densest,
            100.0 * seen.difference,
            100.0 * seen.difference_densest
        );
    };
    for (name, prior) in
        [("drawn from Beta(1, 1)", Beta::UNIFORM), ("drawn from Beta(2, 18)", Beta { alpha: 2.0, beta: 18.0 })]
    {
        for people in [20, 200, 2_000] {
            let seen = inside(prior, None, people, RUNS);
            line(name, people, &seen);
            for share in [seen.rate, seen.rate_densest, seen.difference, seen.difference_densest] {
                assert!((share - 0.95).abs() < 0.0062, "{seen:?}");
            }
        }
    }
    for rate in [0.01, 0.05, 0.2, 0.5] {
        for people in [200, 2_000] {
            let name = format!("fixed at {}% and {}%", 100.0 * rate, 110.0 * rate);
            line(&name, people, &inside(Beta::UNIFORM, Some([rate, 1.1 * rate]), people, RUNS));
        }
    }
}
