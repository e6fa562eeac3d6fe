//! Exact sums over all counts, by walking from count to neighbouring count.
//!
//! Whether a rule holds depends on the two counts alone, and for each count of one arm it holds from some count of the other on. That boundary is
//! a staircase. Along it P(B > A) and the expected losses change by closed forms (Cook 2005; Miller 2014), so that a
//! step costs a dozen operations and the whole sum no special function at all.

use super::super::incomplete_beta::ln_beta;
use super::super::posterior::Beta;
use super::predictive::Counts;
use super::{Needs, Rule, Winner};

/// What both posteriors amount to at one pair of counts.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Pair {
    /// Shapes of the baseline A.
    a: [f64; 2],
    /// Shapes of the arm B.
    b: [f64; 2],
    /// P(B > A).
    better: f64,
    /// B(a₁ + b₁, a₂ + b₂) / (B(a₁, a₂) B(b₁, b₂)): how fast P(B > A) changes.
    rate: f64,
}

impl Pair {
    /// Both arms at the same count: by symmetry P(B > A) = ½.
    pub fn level(analysis: &Beta, count: u64, people: u64) -> Self {
        let Beta { alpha, beta } = analysis.after(count, people);
        let ln_rate = ln_beta(2.0 * alpha, 2.0 * beta) - 2.0 * ln_beta(alpha, beta);
        Self { a: [alpha, beta], b: [alpha, beta], better: 0.5, rate: ln_rate.exp() }
    }

    /// One more person accepts the arm.
    #[must_use]
    fn arm_up(self) -> Self {
        let ([a, a_rest], [b, b_rest]) = (self.a, self.b);
        let rate = self.rate * (a + b) / b * (b_rest - 1.0) / (a_rest + b_rest - 1.0);
        let better = self.better + self.rate / b + rate / (b_rest - 1.0);
        Self { b: [b + 1.0, b_rest - 1.0], better, rate, ..self }
    }

    /// A and B change places.
    fn swapped(self) -> Self {
        Self { a: self.b, b: self.a, better: 1.0 - self.better, rate: self.rate }
    }

    /// Acceptances become refusals and the other way round.
    fn mirrored(self) -> Self {
        let flip = |[x, y]: [f64; 2]| [y, x];
        Self { a: flip(self.a), b: flip(self.b), better: 1.0 - self.better, rate: self.rate }
    }

    #[must_use]
    fn arm_down(self) -> Self {
        self.mirrored().arm_up().mirrored()
    }

    #[must_use]
    fn baseline_up(self) -> Self {
        self.swapped().arm_up().swapped()
    }

    fn means(&self) -> (f64, f64) {
        (self.a[0] / (self.a[0] + self.a[1]), self.b[0] / (self.b[0] + self.b[1]))
    }

    /// (E[(A − B)⁺], E[(B − A)⁺]).
    fn losses(&self) -> (f64, f64) {
        let (mean_a, mean_b) = self.means();
        let spread = self.rate * (1.0 / (self.a[0] + self.a[1]) + 1.0 / (self.b[0] + self.b[1]));
        let of_arm = spread - (1.0 - self.better) * (mean_b - mean_a);
        let of_baseline = spread + self.better * (mean_b - mean_a);
        (of_arm.max(0.0), of_baseline.max(0.0))
    }

    fn arm_wins(&self, rule: &Rule) -> bool {
        holds(rule, self.better, self.losses().0, self.means().0)
    }

    fn baseline_wins(&self, rule: &Rule) -> bool {
        holds(rule, 1.0 - self.better, self.losses().1, self.means().0)
    }
}

fn holds(rule: &Rule, chance: f64, loss: f64, baseline_mean: f64) -> bool {
    let likely = rule.chance.is_none_or(|enough| chance >= enough);
    let cheap = rule.caring.is_none_or(|share| loss < share * baseline_mean);
    match (rule.needs, rule.chance, rule.caring) {
        (Needs::Either, Some(_), Some(_)) => likely || cheap,
        _ => likely && cheap,
    }
}

/// The chance that the rule will hold with `people` people in each arm, summed exactly.
pub(super) fn assurance(baseline: &Counts, arm: &Counts, analysis: &Beta, people: u64, rule: &Rule) -> f64 {
    let at_least = arm.at_least();
    let above = |count: u64| {
        let place = usize::try_from(count.saturating_sub(arm.first)).unwrap_or(usize::MAX);
        at_least.get(place).copied().unwrap_or(0.0)
    };
    let mut upper = Walker { pair: Pair::level(analysis, baseline.first, people), count: baseline.first };
    let mut lower = upper;
    let mut total = 0.0;
    for (place, chance) in baseline.chances.iter().enumerate() {
        if place > 0 {
            (upper.pair, lower.pair) = (upper.pair.baseline_up(), lower.pair.baseline_up());
        }
        let first_win = upper.first_win(arm, rule);
        let held = match rule.winner {
            Winner::Arm => above(first_win),
            Winner::Any => {
                let first_not = lower.first_not_lost(arm, rule);
                if first_not >= first_win { 1.0 } else { above(first_win) + (1.0 - above(first_not)) }
            }
        };
        total += chance * held;
    }
    total.min(1.0)
}

/// A place on the staircase: a pair of counts and the arm's count in it. It never walks out of the counts that matter.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Walker {
    pair: Pair,
    count: u64,
}

impl Walker {
    /// The smallest count with which the arm wins; one more than its last where there is none.
    fn first_win(&mut self, arm: &Counts, rule: &Rule) -> u64 {
        while !self.pair.arm_wins(rule) {
            if self.count >= arm.last() {
                return self.count + 1;
            }
            *self = self.up();
        }
        while self.count > arm.first {
            let below = self.down();
            if !below.pair.arm_wins(rule) {
                break;
            }
            *self = below;
        }
        self.count
    }

    /// The smallest count of the arm with which the baseline does not win.
    fn first_not_lost(&mut self, arm: &Counts, rule: &Rule) -> u64 {
        while !self.pair.baseline_wins(rule) {
            if self.count <= arm.first {
                return self.count;
            }
            *self = self.down();
        }
        while self.count < arm.last() {
            let above = self.up();
            if !above.pair.baseline_wins(rule) {
                break;
            }
            *self = above;
        }
        self.count + 1
    }

    #[must_use]
    fn up(self) -> Self {
        Self { pair: self.pair.arm_up(), count: self.count + 1 }
    }

    #[must_use]
    fn down(self) -> Self {
        Self { pair: self.pair.arm_down(), count: self.count - 1 }
    }
}

/// The average of the smaller expected loss over all pairs of counts, summed exactly: up and down the arm's counts like an ox that ploughs.
///
/// For at most a few hundred counts in each arm: the pairs between must not become less likely than the smallest double.
pub(super) fn expected_loss(baseline: &Counts, arm: &Counts, analysis: &Beta, people: u64) -> f64 {
    let mut walker = Walker { pair: Pair::level(analysis, baseline.first, people), count: baseline.first };
    while walker.count < arm.first {
        walker = walker.up();
    }
    while walker.count > arm.first {
        walker = walker.down();
    }
    let mut total = 0.0;
    for (place, chance) in baseline.chances.iter().enumerate() {
        if place > 0 {
            walker.pair = walker.pair.baseline_up();
        }
        total += chance * furrow(&mut walker, arm);
    }
    total
}

/// One pass over the arm's counts, from the end where the walker stands to the other.
fn furrow(walker: &mut Walker, arm: &Counts) -> f64 {
    let upwards = walker.count == arm.first;
    let end = if upwards { arm.last() } else { arm.first };
    let mut total = 0.0;
    loop {
        let place = usize::try_from(walker.count - arm.first).unwrap_or(usize::MAX);
        let (of_arm, of_baseline) = walker.pair.losses();
        total += arm.chances.get(place).copied().unwrap_or(0.0) * of_arm.min(of_baseline);
        if walker.count == end {
            return total;
        }
        *walker = if upwards { walker.up() } else { walker.down() };
    }
}

#[cfg(test)]
#[path = "staircase_tests.rs"]
mod tests;
