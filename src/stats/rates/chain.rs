//! The log-odds of deviating wander from quarter to quarter: one segment, at a known size of the steps.

use super::tilted::{Message, Tilted, Uses};
use crate::stats::normal;

/// Standard deviation of what is known beforehand of the first quarter's log-odds, besides Jeffreys' prior: next to nothing.
const VAGUE_SD: f64 = 30.0;
/// Rounds of messages; they settle in a handful.
const MOST_ROUNDS: u32 = 30;
const SETTLED: f64 = 1e-9;
/// A quarter tells at least this precision, so that it has a mean.
const LEAST_PRECISION: f64 = 1e-12;

/// A local-level model (Harvey 1989) of binomial uses: log-odds xₜ = xₜ₋₁ + N(0, step²), each quarter's uses known as (deviations, conforming), or none.
///
/// Expectation propagation (Minka 2001): each quarter's likelihood is replaced by the normal density that gives the exact mean and variance
/// of xₜ against what the other quarters say; for such log-concave likelihoods in a chain that is nearly exact.
#[derive(Debug, Clone)]
pub(super) struct Chain {
    step_variance: f64,
    /// From the quarters before, without this one.
    before: Vec<Message>,
    /// This quarter's uses as a normal density.
    sites: Vec<Message>,
    /// From the quarters after, without this one.
    after: Vec<Message>,
    /// This quarter's uses against all others.
    pub tilted: Vec<Tilted>,
    /// ln of the evidence for this size of steps.
    pub ln_evidence: f64,
}

impl Chain {
    pub fn new(quarters: &[Option<Uses>], step_sd: f64) -> Self {
        let nothing = vec![Message::default(); quarters.len()];
        let mut chain = Self {
            step_variance: step_sd * step_sd,
            before: nothing.clone(),
            sites: quarters.iter().map(|uses| uses.map_or_else(Message::default, rough)).collect(),
            after: nothing,
            tilted: Vec::new(),
            ln_evidence: 0.0,
        };
        for _ in 0..MOST_ROUNDS {
            let old = chain.sites.clone();
            chain.round(quarters);
            let moved = chain.sites.iter().zip(&old).map(|(new, old)| moved(*new, *old)).fold(0.0, f64::max);
            if moved < SETTLED {
                break;
            }
        }
        chain.finish(quarters);
        chain
    }

    /// Messages once forward and once back, with every quarter's site brought up to date on both ways.
    fn round(&mut self, quarters: &[Option<Uses>]) {
        let mut message = Message::of(0.0, VAGUE_SD * VAGUE_SD);
        for (place, uses) in quarters.iter().enumerate() {
            self.before[place] = message;
            self.update(place, *uses);
            message = message.and(self.sites[place]).blurred(self.step_variance);
        }
        message = Message::default();
        for (place, uses) in quarters.iter().enumerate().rev() {
            self.after[place] = message;
            self.update(place, *uses);
            message = message.and(self.sites[place]).blurred(self.step_variance);
        }
    }

    fn others(&self, place: usize) -> Message {
        self.before[place].and(self.after[place])
    }

    fn update(&mut self, place: usize, uses: Option<Uses>) {
        let Some(uses) = uses else { return };
        let others = self.others(place);
        let tilted = Tilted::new(uses, others);
        let site = Message::of(tilted.mean, tilted.variance).without(others);
        if site.precision.is_finite() && site.weighted.is_finite() {
            self.sites[place] = Message { precision: site.precision.max(LEAST_PRECISION), ..site };
        }
    }

    fn finish(&mut self, quarters: &[Option<Uses>]) {
        let nothing = Uses { deviations: 0.0, conforming: 0.0 };
        // One last way forward, so that the messages fit the sites.
        let mut message = Message::of(0.0, VAGUE_SD * VAGUE_SD);
        for place in 0..quarters.len() {
            self.before[place] = message;
            message = message.and(self.sites[place]).blurred(self.step_variance);
        }
        self.tilted =
            quarters.iter().enumerate().map(|(k, uses)| Tilted::new(uses.unwrap_or(nothing), self.others(k))).collect();
        let told = quarters.iter().enumerate().filter(|(_, uses)| uses.is_some());
        self.ln_evidence = told
            .map(|(place, _)| {
                let site = self.sites[place];
                let scale = self.tilted[place].ln_mass - ln_overlap(site, self.others(place));
                scale + ln_overlap(site, self.before[place])
            })
            .sum();
    }

    /// Chance that the log-odds of a quarter are lower than those of the quarter before.
    pub fn probability_lower(&self, place: usize) -> f64 {
        let Some(last) = place.checked_sub(1) else { return f64::NAN };
        let past = self.before[last].and(self.sites[last]);
        let future = self.sites[place].and(self.after[place]);
        let unsure = past.variance() + future.variance();
        let share = self.step_variance / (self.step_variance + unsure);
        let mean = share * (future.mean() - past.mean());
        normal::cdf(-mean / (share * unsure).sqrt())
    }
}

/// The site to begin with: Stirling's approximation of the log-odds' mean and variance.
fn rough(uses: Uses) -> Message {
    let (deviations, conforming) = (uses.deviations + 0.5, uses.conforming + 0.5);
    Message::of((deviations / conforming).ln(), 1.0 / deviations + 1.0 / conforming)
}

/// ln density of the site's mean, observed with the site's variance, under a message.
fn ln_overlap(site: Message, message: Message) -> f64 {
    let variance = site.variance() + message.variance();
    let distance = site.mean() - message.mean();
    -0.5 * (distance * distance / variance + (std::f64::consts::TAU * variance).ln())
}

fn moved(new: Message, old: Message) -> f64 {
    (new.precision - old.precision).abs() / old.precision.max(LEAST_PRECISION)
        + (new.weighted - old.weighted).abs() / (old.weighted.abs() + old.precision.sqrt().max(LEAST_PRECISION))
}
