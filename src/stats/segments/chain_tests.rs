//! The quadrature against an independent Markov chain over the same model, to Monte Carlo error.

use super::tests::segment;
use super::*;
use crate::stats::incomplete_beta::logistic;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rand_distr::{Distribution, StandardNormal};

/// Eight segments with zero counts, everybody accepting, one arm nearly empty, and one large.
fn segments() -> Vec<Segment> {
    vec![
        segment("none", (0, 14), (3, 17)),
        segment("no one at all", (0, 9), (0, 12)),
        segment("all", (6, 6), (8, 9)),
        segment("lopsided", (90, 400), (1, 2)),
        segment("middling", (31, 120), (47, 118)),
        segment("another", (12, 90), (31, 88)),
        segment("contrary", (55, 150), (38, 149)),
        segment("large", (2100, 9000), (2420, 9050)),
    ]
}

/// State of the chain: θ, ln τ, and (α, β) of each segment.
struct Chain<'a> {
    segments: &'a [Segment],
    prior: SegmentPrior,
    theta: f64,
    ln_spread: f64,
    alpha: Vec<f64>,
    beta: Vec<f64>,
    widths: Vec<f64>,
    random: ChaCha8Rng,
}

impl<'a> Chain<'a> {
    fn new(segments: &'a [Segment], prior: SegmentPrior, seed: u64) -> Self {
        let inverse = |count: Count| {
            1.0 / ((count.accepted as f64 + 0.7) * (1.0 - count.accepted as f64 / (count.shown as f64 + 0.7)))
        };
        let widths = segments.iter().map(|s| (inverse(s.baseline) + inverse(s.arm)).sqrt()).collect();
        let count = segments.len();
        let random = ChaCha8Rng::seed_from_u64(seed);
        Self {
            segments,
            prior,
            theta: 0.0,
            ln_spread: -1.0,
            alpha: vec![-1.0; count],
            beta: vec![0.0; count],
            widths,
            random,
        }
    }

    fn normal(&mut self) -> f64 {
        StandardNormal.sample(&mut self.random)
    }

    fn accepts(&mut self, ln_ratio: f64) -> bool {
        self.random.random::<f64>().ln() < ln_ratio
    }

    /// ln binomial likelihood of both arms and the intercept's prior.
    fn ln_own(&self, place: usize, alpha: f64, beta: f64) -> f64 {
        let ln = |count: Count, u: f64| {
            let (yes, no) = logistic(u);
            count.accepted as f64 * yes.ln() + (count.shown - count.accepted) as f64 * no.ln()
        };
        let segment = &self.segments[place];
        ln(segment.baseline, alpha - 0.5 * beta) + ln(segment.arm, alpha + 0.5 * beta)
            - 0.5 * (alpha / self.prior.intercept_sd).powi(2)
    }

    /// ln prior of the spread over its logarithm.
    fn ln_prior_spread(&self, ln_spread: f64) -> f64 {
        -0.5 * (ln_spread.exp() / self.prior.spread_scale).powi(2) + ln_spread
    }

    fn sweep(&mut self) {
        for place in 0..self.segments.len() {
            self.move_segment(place, 1.5, 0.7);
            self.move_segment(place, 0.3, 1.5);
        }
        self.draw_theta();
        self.move_spread_beside_effects();
        self.move_spread_with_effects();
        self.move_theta_with_effects();
    }

    /// Random walk of one segment's intercept and effect.
    fn move_segment(&mut self, place: usize, effect_share: f64, intercept_share: f64) {
        let spread = self.ln_spread.exp();
        let reach = effect_share * (self.widths[place].powi(-2) + spread.powi(-2)).powf(-0.5);
        let beta = self.beta[place] + reach * self.normal();
        let alpha = self.alpha[place] + intercept_share * self.widths[place] * self.normal();
        let ln = |chain: &Self, alpha: f64, beta: f64| {
            chain.ln_own(place, alpha, beta) - 0.5 * ((beta - chain.theta) / spread).powi(2)
        };
        let ratio = ln(self, alpha, beta) - ln(self, self.alpha[place], self.beta[place]);
        if self.accepts(ratio) {
            self.alpha[place] = alpha;
            self.beta[place] = beta;
        }
    }

    /// Gibbs step of θ given the effects.
    fn draw_theta(&mut self) {
        let weight = (-2.0 * self.ln_spread).exp();
        let precision = self.beta.len() as f64 * weight + self.prior.overall_sd.powi(-2);
        let mean = weight * self.beta.iter().sum::<f64>() / precision;
        self.theta = mean + self.normal() / precision.sqrt();
    }

    /// The spread with the effects held.
    fn move_spread_beside_effects(&mut self) {
        let square: f64 = self.beta.iter().map(|beta| (beta - self.theta).powi(2)).sum();
        let ln = |chain: &Self, ln_spread: f64| {
            -0.5 * square * (-2.0 * ln_spread).exp() - chain.beta.len() as f64 * ln_spread
                + chain.ln_prior_spread(ln_spread)
        };
        let proposed = self.ln_spread + 0.6 * self.normal();
        let ratio = ln(self, proposed) - ln(self, self.ln_spread);
        if self.accepts(ratio) {
            self.ln_spread = proposed;
        }
    }

    /// The spread with the standardised effects held (Yu & Meng 2011), so that small spreads are reached.
    fn move_spread_with_effects(&mut self) {
        let proposed = self.ln_spread + 1.2 * self.normal();
        let stretch = (proposed - self.ln_spread).exp();
        let beta: Vec<f64> = self.beta.iter().map(|beta| self.theta + stretch * (beta - self.theta)).collect();
        let ratio = self.ln_all(&beta) - self.ln_all(&self.beta) + self.ln_prior_spread(proposed)
            - self.ln_prior_spread(self.ln_spread);
        if self.accepts(ratio) {
            self.ln_spread = proposed;
            self.beta = beta;
        }
    }

    /// θ and all effects together.
    fn move_theta_with_effects(&mut self) {
        let shift = 0.12 * self.normal();
        let beta: Vec<f64> = self.beta.iter().map(|beta| beta + shift).collect();
        let ln_prior = |theta: f64| -0.5 * (theta / self.prior.overall_sd).powi(2);
        let ratio = self.ln_all(&beta) - self.ln_all(&self.beta) + ln_prior(self.theta + shift) - ln_prior(self.theta);
        if self.accepts(ratio) {
            self.theta += shift;
            self.beta = beta;
        }
    }

    fn ln_all(&self, beta: &[f64]) -> f64 {
        beta.iter().enumerate().map(|(place, beta)| self.ln_own(place, self.alpha[place], *beta)).sum()
    }
}

/// A figure by name: its truth by quadrature, and what the chain averages.
struct Check {
    name: String,
    quadrature: f64,
    of_chain: Box<dyn Fn(&Chain) -> f64>,
    batches: Vec<f64>,
}

fn check(name: &str, quadrature: f64, of_chain: impl Fn(&Chain) -> f64 + 'static) -> Check {
    Check { name: name.to_owned(), quadrature, of_chain: Box::new(of_chain), batches: Vec::new() }
}

/// Mean and both limits of an estimate; limits as the chance of lying below them.
fn checks_of(name: &str, estimate: Estimate, value: impl Fn(&Chain) -> f64 + Copy + 'static) -> Vec<Check> {
    let [low, high] = estimate.equal_tailed;
    let below = move |limit: f64| move |chain: &Chain| if value(chain) <= limit { 1.0 } else { 0.0 };
    vec![
        check(&format!("{name} mean"), estimate.mean, value),
        check(&format!("{name} low"), 0.025, below(low)),
        check(&format!("{name} high"), 0.975, below(high)),
    ]
}

fn all_checks(figures: &SegmentFigures) -> Vec<Check> {
    let overall = figures.overall;
    let mut checks = checks_of("theta", overall.effect, |chain| chain.theta);
    checks.extend(checks_of("tau", overall.spread, |chain| chain.ln_spread.exp()));
    checks.push(check("tau practical", overall.probability_practical_spread, |chain| {
        if chain.ln_spread.exp() > PRACTICAL_SPREAD { 1.0 } else { 0.0 }
    }));
    for (place, segment) in figures.segments.iter().enumerate() {
        let name = &segment.name;
        checks.extend(checks_of(&format!("{name}: beta"), segment.effect, move |chain| chain.beta[place]));
        checks.extend(checks_of(&format!("{name}: difference"), segment.difference, move |chain| {
            let (alpha, half) = (chain.alpha[place], 0.5 * chain.beta[place]);
            logistic(alpha + half).0 - logistic(alpha - half).0
        }));
        checks.push(check(&format!("{name}: better"), segment.probability_better, move |chain| {
            if chain.beta[place] > 0.0 { 1.0 } else { 0.0 }
        }));
    }
    checks
}

/// Runs the chain in batches and compares every figure within `errors` standard errors by batch means.
fn compare_with_chain(sweeps: usize, batches: usize, errors: f64) {
    let segments = segments();
    let prior = SegmentPrior::default();
    let figures = segment_effects(&segments, &prior, 0.95, 0).unwrap();
    let mut checks = all_checks(&figures);
    let mut chain = Chain::new(&segments, prior, 1995);
    (0..sweeps / 20).for_each(|_| chain.sweep());
    for _ in 0..batches {
        let mut sums = vec![0.0; checks.len()];
        for _ in 0..sweeps / batches {
            chain.sweep();
            sums.iter_mut().zip(&checks).for_each(|(sum, check)| *sum += (check.of_chain)(&chain));
        }
        let count = (sweeps / batches) as f64;
        checks.iter_mut().zip(sums).for_each(|(check, sum)| check.batches.push(sum / count));
    }
    let mut worst: f64 = 0.0;
    for check in &checks {
        let count = check.batches.len() as f64;
        let mean = check.batches.iter().sum::<f64>() / count;
        let variance = check.batches.iter().map(|batch| (batch - mean).powi(2)).sum::<f64>() / (count - 1.0);
        // Where the chain never moves its error is at most one visit.
        let error = (variance / count).sqrt().max(1.0 / sweeps as f64);
        let apart = (check.quadrature - mean).abs() / error;
        worst = worst.max(apart);
        eprintln!("{:28} {:10.6} chain {mean:10.6} ± {error:.6} ({apart:.1})", check.name, check.quadrature);
        assert!((check.quadrature - mean).abs() < errors * error, "{}: {mean} ± {error}", check.name);
    }
    eprintln!("worst of {}: {worst:.2} standard errors", checks.len());
}

#[test]
fn a_short_chain_agrees() {
    compare_with_chain(20_000, 20, 6.0);
}

#[test]
#[ignore = "a million sweeps take a minute in a dev build"]
fn a_long_chain_agrees() {
    compare_with_chain(1_000_000, 50, 4.0);
}
