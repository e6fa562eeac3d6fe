//! Simulated workspaces with known effects.

use super::super::{LabExperiment, LabPrior, LabTrait, LabVariant};
use crate::stats::Count;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Binomial, Distribution, StandardNormal};

/// How a workspace comes about.
#[derive(Debug, Clone, Copy)]
pub struct World {
    pub experiments: usize,
    pub variants: usize,
    pub traits: usize,
    pub audiences: usize,
    /// Median number of people per variant.
    pub people: f64,
    pub rate: f64,
    /// Standard deviation between experiments of the log-odds of the rate; the model takes it as endless.
    pub rate_sd: f64,
    /// How often a variant has a trait; every third trait as often as `rare`.
    pub common: f64,
    pub rare: f64,
    /// Chance that every second trait copies the one before it.
    pub copied: f64,
    /// ω, τ, κ and σ.
    pub widths: [f64; 4],
    /// Standard deviation of ln w of the traits' own spreads.
    pub uneven: f64,
}

impl World {
    pub const USUAL: Self = Self {
        experiments: 20,
        variants: 3,
        traits: 6,
        audiences: 1,
        people: 1000.0,
        rate: 0.4,
        rate_sd: 0.5,
        common: 0.4,
        rare: 0.4,
        copied: 0.0,
        widths: [0.1, 0.1, 0.0, 0.2],
        uneven: 0.0,
    };
}

/// A workspace with what is true of it.
pub struct Truth {
    pub effects: Vec<f64>,
    /// By audience and trait.
    pub in_audiences: Vec<Vec<f64>>,
    pub widths: [f64; 4],
    pub traits: Vec<LabTrait>,
    pub experiments: Vec<LabExperiment>,
}

/// Chance with a seed.
pub struct Chance(ChaCha8Rng);

impl Chance {
    pub fn new(seed: u64) -> Self {
        Self(ChaCha8Rng::seed_from_u64(seed))
    }

    pub fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.0)
    }

    /// Any of 0 to `count` − 1.
    pub fn below(&mut self, count: u32) -> usize {
        self.0.random_range(0..count as usize)
    }

    fn happens(&mut self, probability: f64) -> bool {
        self.0.random::<f64>() < probability
    }
}

/// With the widths drawn from their prior.
pub fn simulate_prior(world: World, prior: &LabPrior, chance: &mut Chance) -> Truth {
    let scales = [prior.residual_scale, prior.spread_scale, prior.audience_scale, prior.effect_scale];
    let widths = scales.map(|scale| scale * chance.normal().abs());
    simulate(World { widths, ..world }, chance)
}

pub fn simulate(world: World, chance: &mut Chance) -> Truth {
    let [residual, spread, audience, size] = world.widths;
    let effects: Vec<f64> = (0..world.traits).map(|_| size * chance.normal()).collect();
    let spreads: Vec<f64> = (0..world.traits).map(|_| spread * (0.5 * world.uneven * chance.normal()).exp()).collect();
    let apart = if world.audiences > 1 { audience } else { 0.0 };
    let in_audiences: Vec<Vec<f64>> =
        (0..world.audiences).map(|_| effects.iter().map(|effect| effect + apart * chance.normal()).collect()).collect();
    let experiments = (0..world.experiments)
        .map(|number| {
            let audience = number % world.audiences;
            let effects: Vec<f64> = in_audiences[audience]
                .iter()
                .zip(&spreads)
                .map(|(effect, spread)| effect + spread * chance.normal())
                .collect();
            let intercept = (world.rate / (1.0 - world.rate)).ln() + world.rate_sd * chance.normal();
            let people = world.people * (0.7 * chance.normal()).exp();
            LabExperiment {
                name: format!("experiment {number}"),
                audience: (world.audiences > 1).then(|| format!("audience {audience}")),
                variants: (0..world.variants)
                    .map(|_| variant(world, &effects, intercept + residual * chance.normal(), people, chance))
                    .collect(),
            }
        })
        .collect();
    let traits = (0..world.traits).map(|place| named(&format!("trait {place}"))).collect();
    Truth { effects, in_audiences, widths: world.widths, traits, experiments }
}

fn variant(world: World, effects: &[f64], log_odds: f64, people: f64, chance: &mut Chance) -> LabVariant {
    let mut traits: Vec<f64> = Vec::new();
    for place in 0..effects.len() {
        let often = if place % 3 == 0 { world.rare } else { world.common };
        let copied = place % 2 == 1 && chance.happens(world.copied);
        let own = f64::from(u8::from(chance.happens(often)));
        traits.push(if copied { traits[place - 1] } else { own });
    }
    let log_odds = log_odds + traits.iter().zip(effects).map(|(value, effect)| value * effect).sum::<f64>();
    #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
    let shown = people.max(5.0) as u64;
    let accepted = Binomial::new(shown, 1.0 / (1.0 + (-log_odds).exp())).unwrap().sample(&mut chance.0);
    LabVariant { count: Count { accepted, shown }, traits }
}

pub fn named(name: &str) -> LabTrait {
    LabTrait { name: name.to_owned(), step: None }
}

/// An experiment from rows of accepted, shown and values of traits.
pub fn experiment(rows: &[(u64, u64, &[f64])]) -> LabExperiment {
    let variant = |row: &(u64, u64, &[f64])| LabVariant {
        count: Count { accepted: row.0, shown: row.1 },
        traits: row.2.to_vec(),
    };
    LabExperiment { name: "test".to_owned(), audience: None, variants: rows.iter().map(variant).collect() }
}
