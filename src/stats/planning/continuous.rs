//! An experiment so large that observed rates are as good as continuous.
//!
//! Observed rates are Beta with the mean and variance of the beta-binomial rate, the figures of two posteriors come from four
//! cumulants ([`Difference`]), and one integral over the baseline's rate is left.
//!
//! Measured against the exact sums, over designs from flat to firm and rates down to 2%: an assurance is off by at most 2e-4 at 20,000 people and
//! 5e-5 at 100,000; a loss by 3e-3 of itself and a width by 5e-4 of itself at 250 people, less beyond.

use super::super::incomplete_beta::logistic;
use super::super::posterior::Beta;
use super::super::quadrature::{integrate, root_within};
use super::edgeworth::Difference;
use super::predictive::{Node, nodes, observed_rate, reach};
use super::{Needs, PlanQuestion, Rule, Winner};

#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Continuous {
    /// Observed rate of the baseline.
    pub baseline: Beta,
    /// Observed rate of the arm.
    pub arm: Beta,
    analysis: Beta,
    people: f64,
}

impl Continuous {
    pub fn new(question: &PlanQuestion, people: u64) -> Self {
        let n = people as f64;
        Self {
            baseline: observed_rate(&question.baseline, n),
            arm: observed_rate(&question.arm, n),
            analysis: question.analysis,
            people: n,
        }
    }

    fn posterior(&self, rate: f64) -> Beta {
        let Beta { alpha, beta } = self.analysis;
        Beta { alpha: alpha + self.people * rate, beta: beta + self.people * (1.0 - rate) }
    }

    /// What will be known of the difference at these observed rates.
    fn difference(&self, baseline: f64, arm: f64) -> Difference {
        Difference::new(&self.posterior(baseline), &self.posterior(arm))
    }

    /// The chance that the rule will hold.
    pub fn assurance(&self, rule: &Rule) -> f64 {
        let nodes = nodes(&self.baseline, &self.arm);
        nodes.iter().map(|node| node.weight * self.chance_at(rule, node.rate)).sum::<f64>().min(1.0)
    }

    /// The chance that the rule will hold once the baseline's observed rate is known.
    fn chance_at(&self, rule: &Rule, baseline: f64) -> f64 {
        let careful = rule.caring.map(|share| share * self.posterior(baseline).mean());
        let wins_from = [
            rule.chance.map(|enough| crossing(|arm| self.difference(baseline, arm).better() - enough)),
            careful.map(|caring| crossing(|arm| caring - self.difference(baseline, arm).losses().0)),
        ];
        let won = self.arm.sf(joined(wins_from, rule.needs, f64::max, f64::min));
        if rule.winner == Winner::Arm {
            return won;
        }
        let loses_to = [
            rule.chance.map(|enough| crossing(|arm| self.difference(baseline, arm).better() - (1.0 - enough))),
            careful.map(|caring| crossing(|arm| self.difference(baseline, arm).losses().1 - caring)),
        ];
        (won + self.arm.cdf(joined(loses_to, rule.needs, f64::min, f64::max))).min(1.0)
    }

    /// The average of the smaller expected loss. It is a ridge along equal rates, a few standard deviations wide.
    pub fn expected_loss(&self) -> f64 {
        let nodes = nodes(&self.baseline, &self.arm);
        nodes.iter().map(|node| node.weight * self.loss_at(node.rate)).sum()
    }

    fn loss_at(&self, baseline: f64) -> f64 {
        let kernel = self.arm.kernel();
        let sd = self.difference(baseline, baseline).sd;
        let [low, high] = reach(&self.arm);
        let integrand = |place: f64| {
            let (of_arm, of_baseline) = self.difference(baseline, logistic(place).0).losses();
            of_arm.min(of_baseline) * kernel.ln_at(place).exp()
        };
        let borders = [-9.0, -5.0, -2.0, 0.0, 2.0, 5.0, 9.0].map(|z| log_odds(baseline + z * sd).clamp(low, high));
        borders.windows(2).filter(|ends| ends[1] > ends[0]).map(|ends| integrate(ends[0], ends[1], integrand)).sum()
    }

    /// The average width of the difference's interval that reaches the normal quantile `z` on each side.
    pub fn width(&self, baselines: &[Node], arms: &[Node], z: f64) -> f64 {
        let row = |baseline: f64| -> f64 {
            arms.iter().map(|arm| arm.weight * self.difference(baseline, arm.rate).width(z)).sum()
        };
        baselines.iter().map(|baseline| baseline.weight * row(baseline.rate)).sum()
    }
}

/// Two conditions as one: with both asked for, `both` of where they begin to hold, else `either`.
fn joined(limits: [Option<f64>; 2], needs: Needs, both: fn(f64, f64) -> f64, either: fn(f64, f64) -> f64) -> f64 {
    match (limits, needs) {
        ([Some(a), Some(b)], Needs::Both) => both(a, b),
        ([Some(a), Some(b)], Needs::Either) => either(a, b),
        ([Some(only), None] | [None, Some(only)], _) => only,
        // A rule without conditions is refused beforehand.
        ([None, None], _) => 0.0,
    }
}

fn log_odds(rate: f64) -> f64 {
    let rate = rate.clamp(0.0, 1.0);
    (rate / (1.0 - rate)).ln()
}

/// Where a rising function of a rate becomes positive, in [0, 1].
fn crossing(rising: impl Fn(f64) -> f64) -> f64 {
    if rising(0.0) >= 0.0 {
        0.0
    } else if rising(1.0) <= 0.0 {
        1.0
    } else {
        root_within(0.0, 1.0, 1e-12, rising)
    }
}
