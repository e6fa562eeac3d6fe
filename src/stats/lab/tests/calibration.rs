//! Do the intervals hold what they say?
//!
//! `cargo test --release --lib lab::tests::calibration -- --include-ignored --nocapture` prints the figures of the documentation.

use super::super::{Lab, LabPrior};
use super::world::{Chance, Truth, World, simulate, simulate_prior};

/// Shares of 90% intervals that held the truth, with how many there were.
#[derive(Debug, Default)]
struct Held {
    effects: [u32; 2],
    in_audiences: [u32; 2],
    widths: [[u32; 2]; 4],
}

impl Held {
    fn count(&mut self, truth: &Truth) {
        let lab = Lab::learn(&truth.traits, &truth.experiments, &LabPrior::default()).unwrap();
        let figures = lab.figures(0.9).unwrap();
        for (effect, one) in truth.effects.iter().zip(&figures.traits) {
            tally(&mut self.effects, one.effect.equal_tailed, *effect);
        }
        for (place, audiences) in lab.by_audience(0.9).unwrap().iter().enumerate() {
            for (one, effects) in audiences.iter().zip(&truth.in_audiences) {
                tally(&mut self.in_audiences, one.effect.equal_tailed, effects[place]);
            }
        }
        let widths = [figures.residual, figures.spread, figures.audience_spread, figures.effect_size];
        for ((held, figure), truth) in self.widths.iter_mut().zip(widths).zip(truth.widths) {
            tally(held, figure.equal_tailed, truth);
        }
    }
}

fn tally(held: &mut [u32; 2], [low, high]: [f64; 2], truth: f64) {
    held[0] += u32::from(low <= truth && truth <= high);
    held[1] += 1;
}

fn share([held, all]: [u32; 2]) -> f64 {
    f64::from(held) / f64::from(all)
}

fn held(runs: u64, mut world: impl FnMut(&mut Chance) -> Truth) -> Held {
    let mut held = Held::default();
    for seed in 0..runs {
        held.count(&world(&mut Chance::new(20_261_122 + seed)));
    }
    held
}

#[test]
fn known_effects_are_recovered() {
    let world = World { experiments: 12, traits: 5, ..World::USUAL };
    let seen = held(60, |chance| simulate(world, chance));
    // Three standard errors of 300 intervals at 90%.
    assert!((share(seen.effects) - 0.9).abs() < 0.052, "{seen:?}");
}

#[test]
fn intervals_hold_their_level_over_the_prior() {
    let world = World { experiments: 8, traits: 3, people: 60.0, rate: 0.1, uneven: 1.0, ..World::USUAL };
    let seen = held(120, |chance| simulate_prior(world, &LabPrior::default(), chance));
    assert!((share(seen.effects) - 0.9).abs() < 0.048, "{seen:?}");
}

/// Worlds with fixed widths, each with a name and a number of runs.
fn worlds() -> Vec<(&'static str, World, u64)> {
    let usual = World::USUAL;
    let large = World { experiments: 200, variants: 5, traits: 30, people: 2000.0, ..usual };
    vec![
        ("200 experiments, 5 variants, 30 traits", large, 40),
        ("the same at a rate of 1%", World { rate: 0.01, widths: [0.2, 0.1, 0.0, 0.2], ..large }, 40),
        ("the same with uneven spreads", World { uneven: 1.0, ..large }, 40),
        ("20 experiments", usual, 400),
        ("5 experiments", World { experiments: 5, traits: 5, ..usual }, 500),
        ("10 experiments of 3 × 60 people", World { experiments: 10, people: 60.0, ..usual }, 400),
        ("10 experiments of 3 × a million people", World { experiments: 10, people: 1e6, ..usual }, 400),
        ("100 experiments of 3 × 60 people at 3%", World { experiments: 100, people: 60.0, rate: 0.03, ..usual }, 200),
        ("rare traits", World { experiments: 60, traits: 12, rare: 0.02, ..usual }, 150),
        ("traits that mostly come together", World { experiments: 60, traits: 12, copied: 0.9, ..usual }, 150),
        ("very uneven spreads", World { experiments: 40, uneven: 2.0, widths: [0.05, 0.2, 0.0, 0.2], ..usual }, 200),
        ("5 audiences", World { experiments: 60, audiences: 5, widths: [0.1, 0.1, 0.1, 0.2], ..usual }, 200),
    ]
}

#[test]
#[ignore = "prints the figures of the documentation; a minute in a release build"]
fn coverage_of_many_worlds() {
    for (name, world, runs) in worlds() {
        let seen = held(runs, |chance| simulate(world, chance));
        let [effects, audiences] = [seen.effects, seen.in_audiences].map(share);
        println!("{name}: {:.1}% of {}, in audiences {audiences:.3}", 100.0 * effects, seen.effects[1]);
        assert!((0.87..0.93).contains(&effects), "{name}: {seen:?}");
    }
}

/// Where nothing but the traits makes variants differ, intervals must stay a little wide: the data cannot rule out all other reasons.
#[test]
fn without_noise_intervals_are_wide_rather_than_narrow() {
    let world = World { experiments: 15, widths: [0.0, 0.0, 0.0, 0.2], ..World::USUAL };
    let seen = held(50, |chance| simulate(world, chance));
    assert!((0.88..=0.99).contains(&share(seen.effects)), "{seen:?}");
}

#[test]
#[ignore = "prints the figures of the documentation; a minute in a release build"]
fn everything_is_calibrated_over_the_prior() {
    let world = World { experiments: 24, traits: 4, audiences: 4, people: 200.0, uneven: 1.0, ..World::USUAL };
    let seen = held(1500, |chance| simulate_prior(world, &LabPrior::default(), chance));
    println!(
        "effects {:.3}, in audiences {:.3}, widths {:.3?}",
        share(seen.effects),
        share(seen.in_audiences),
        seen.widths.map(share)
    );
    // Four standard errors of 1,500 independent intervals at 90%, and half a point for what is not exact.
    for held in [seen.effects, seen.in_audiences].into_iter().chain(seen.widths) {
        assert!((share(held) - 0.9).abs() < 0.036, "{seen:?}");
    }
}

/// √N times the largest distance of ranks from uniform (Kolmogorov–Smirnov): above 1.63 in 1% of cases.
fn kolmogorov(mut ranks: Vec<f64>) -> f64 {
    ranks.sort_by(f64::total_cmp);
    let count = ranks.len() as f64;
    let far = ranks.iter().enumerate().map(|(place, rank)| {
        let place = place as f64;
        (rank - place / count).abs().max((place + 1.0) / count - rank)
    });
    count.sqrt() * far.fold(0.0, f64::max)
}

/// Simulation-based calibration (Talts et al. 2018): the posterior chance of lying below the truth is uniform over the prior.
fn ranks_are_uniform(runs: u64) {
    let world =
        World { experiments: 9, traits: 2, people: 400.0, rate: 0.3, rate_sd: 1.5, uneven: 1.0, ..World::USUAL };
    let mut ranks = [Vec::new(), Vec::new()];
    for seed in 0..runs {
        let truth = simulate_prior(world, &LabPrior::default(), &mut Chance::new(seed));
        let lab = Lab::learn(&truth.traits, &truth.experiments, &LabPrior::default()).unwrap();
        for (place, ranks) in ranks.iter_mut().enumerate() {
            ranks.push(lab.overall(place).below(truth.effects[place]));
        }
    }
    let far = ranks.map(kolmogorov);
    println!("distances from uniform: {far:.2?}");
    assert!(far.iter().all(|distance| *distance < 1.95), "{far:?}");
}

#[test]
fn ranks_are_uniform_roughly() {
    ranks_are_uniform(100);
}

#[test]
#[ignore = "2,000 data sets take a while in a dev build"]
fn ranks_are_uniform_finely() {
    ranks_are_uniform(2000);
}
