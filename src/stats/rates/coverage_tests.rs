//! Do the limits hold what they say?
//!
//! `cargo test --release --lib stats::rates::coverage -- --ignored --nocapture` prints the figures.

use super::{QuarterRate, RejudgedGroup, levels, overdispersed_rate, split_change};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Beta as BetaDraw, Binomial, Distribution, Normal};

/// Campaign-days whose uses deviate together.
fn campaign_days(random: &mut ChaCha8Rng, rate: f64, correlation: f64, sizes: &[u64]) -> Vec<(u64, u64)> {
    let concentration = (1.0 - correlation) / correlation;
    let (alpha, beta) = ((rate * concentration).max(1e-9), ((1.0 - rate) * concentration).max(1e-9));
    let draw = BetaDraw::new(alpha, beta).unwrap();
    sizes
        .iter()
        .map(|&uses| (Binomial::new(uses, draw.sample(random).clamp(0.0, 1.0)).unwrap().sample(random), uses))
        .collect()
}

fn holds(lower: f64, truth: f64, upper: f64) -> u32 {
    u32::from(lower <= truth && truth <= upper)
}

/// Share of 95% intervals that hold the rate, which is drawn from 0.2% to 20% evenly in logarithms.
fn rate_coverage(random: &mut ChaCha8Rng, groups: usize, correlation: f64, runs: u32) -> f64 {
    let mut inside = 0;
    for _ in 0..runs {
        let sizes: Vec<u64> = (0..groups).map(|_| random.random_range(20..400)).collect();
        let rate = 0.002 * 100_f64.powf(random.random_range(0.0..1.0));
        let found = overdispersed_rate(&campaign_days(random, rate, correlation, &sizes), 0.95).unwrap();
        inside += holds(found.lower, rate, found.upper);
    }
    f64::from(inside) / f64::from(runs)
}

#[test]
fn a_rate_holds_its_level() {
    let mut random = ChaCha8Rng::seed_from_u64(20_261_122);
    for correlation in [0.01, 0.1] {
        let share = rate_coverage(&mut random, 60, correlation, 400);
        assert!((0.92..=1.0).contains(&share), "{correlation}: {share}");
    }
}

#[test]
#[ignore = "prints the figures of the documentation; half a minute in a release build"]
fn rate_coverage_figures() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for groups in [1, 3, 10, 60, 300] {
        for correlation in [0.001, 0.01, 0.1, 0.4] {
            let share = rate_coverage(&mut random, groups, correlation, 2_000);
            println!("| {groups} | {correlation} | {:.1}% |", 100.0 * share);
            assert!(share > 0.90, "{groups} {correlation}: {share}");
        }
    }
}

/// What the model of levels says happens: steps drawn from the half-Cauchy prior, rates from Jeffreys' prior within reason.
fn level_coverage(random: &mut ChaCha8Rng, groups: usize, correlation: f64, runs: u32) -> [f64; 2] {
    let (mut inside, mut counted, mut expected, mut seen) = (0, 0, 0.0, 0.0);
    for _ in 0..runs {
        let step = 0.3 * (std::f64::consts::FRAC_PI_2 * random.random_range(0.0..0.95_f64)).tan();
        let mut log_odds = random.random_range(-5.0..-2.0);
        let mut truths = Vec::new();
        let mut quarters = Vec::new();
        for _ in 0..6 {
            let rate = 1.0 / (1.0 + f64::exp(-log_odds));
            let found = campaign_days(random, rate, correlation, &vec![150; groups]);
            truths.push(rate);
            quarters.push(QuarterRate { rate: overdispersed_rate(&found, 0.95), starts_segment: false });
            log_odds += Normal::new(0.0, step).unwrap().sample(random);
        }
        for (place, level) in levels(&quarters, 0.95).unwrap().into_iter().enumerate() {
            let level = level.unwrap();
            inside += holds(level.lower, truths[place], level.upper);
            counted += 1;
            if let Some(chance) = level.probability_better {
                expected += chance.max(1.0 - chance);
                seen += f64::from(u8::from((truths[place] < truths[place - 1]) == (chance > 0.5)));
            }
        }
    }
    [f64::from(inside) / f64::from(counted), seen / expected]
}

#[test]
fn a_level_holds_its_level() {
    let mut random = ChaCha8Rng::seed_from_u64(20_261_122);
    let [share, calibration] = level_coverage(&mut random, 40, 0.03, 60);
    assert!((0.91..=1.0).contains(&share), "{share}");
    assert!((0.9..1.2).contains(&calibration), "{calibration}");
}

#[test]
#[ignore = "prints the figures of the documentation; a minute in a release build"]
fn level_coverage_figures() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for groups in [5, 40, 300] {
        for correlation in [0.001, 0.03, 0.2] {
            let [share, calibration] = level_coverage(&mut random, groups, correlation, 250);
            println!("| {groups} | {correlation} | {:.1}% | {calibration:.3} |", 100.0 * share);
            assert!(share > 0.91 && (0.94..1.15).contains(&calibration), "{groups} {correlation}");
        }
    }
}

/// Shares of 95% intervals of (total, rules, conduct) that hold the truth.
fn split_coverage(random: &mut ChaCha8Rng, groups: usize, correlation: f64, runs: u32) -> [f64; 3] {
    let mut inside = [0; 3];
    for _ in 0..runs {
        let rates = [0.03, 0.01, 0.04].map(|most| most * random.random_range(0.1..1.0));
        let [both, only_old, only_new] = rates;
        let now_rate = (both + only_new) * random.random_range(0.4..1.5);
        let sizes = vec![300; groups];
        let columns = rates.map(|rate| campaign_days(random, rate, correlation, &sizes));
        let before: Vec<RejudgedGroup> = (0..groups)
            .map(|k| {
                let both = columns[0][k].0;
                let only_old = columns[1][k].0.min(300 - both);
                let only_new = columns[2][k].0.min(300 - both - only_old);
                RejudgedGroup { uses: 300, both, only_old, only_new }
            })
            .collect();
        let now = campaign_days(random, now_rate, correlation, &sizes);
        let found = split_change(&before, &now, 0.95).unwrap().unwrap();
        let truths = [now_rate - both - only_old, only_new - only_old, now_rate - both - only_new];
        for (count, (part, truth)) in
            inside.iter_mut().zip([found.total, found.rules, found.conduct].into_iter().zip(truths))
        {
            *count += holds(part.lower, truth, part.upper);
        }
    }
    inside.map(|count| f64::from(count) / f64::from(runs))
}

#[test]
fn a_split_holds_its_level() {
    let mut random = ChaCha8Rng::seed_from_u64(20_261_122);
    let shares = split_coverage(&mut random, 60, 0.03, 150);
    assert!(shares.iter().all(|share| (0.9..=1.0).contains(share)), "{shares:?}");
}

#[test]
#[ignore = "prints the figures of the documentation; a minute in a release build"]
fn split_coverage_figures() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for groups in [10, 60, 300] {
        for correlation in [0.003, 0.03] {
            let shares = split_coverage(&mut random, groups, correlation, 600);
            println!("| {groups} | {correlation} | {shares:.3?} |");
            assert!(shares.iter().all(|share| *share > 0.91), "{groups} {correlation}: {shares:?}");
        }
    }
}
