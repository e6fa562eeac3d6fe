//! Limits of a distribution: equal tails by root finding, and the shortest interval.

use super::quadrature::root_between;
use super::tails::Tails;
use std::cell::Cell;

/// A distribution on the whole line or a stretch of it that is known place by place.
pub(super) trait Law {
    /// Density, distribution and survivor at a place.
    fn at(&self, place: f64) -> Tails;
    /// The lowest and the highest place.
    fn ends(&self) -> [f64; 2];
}

/// Whether a shortest interval ends at the border of the support.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Edge {
    /// Both ends are inside.
    None,
    /// The density is highest at the lower border.
    Low,
    /// The density is highest at the upper border.
    High,
}

/// A tail that holds a share of the probability.
#[derive(Debug, Clone, Copy)]
pub(super) enum Tail {
    Below(f64),
    Above(f64),
}

/// The place where the tail ends; `start` is a guess.
pub(super) fn limit(law: &impl Law, tail: Tail, start: f64) -> f64 {
    let place = search(law, tail, start);
    if place.abs() <= TINY { 0.0 } else { place }
}

/// What is nearer to 0 than this is 0.
const TINY: f64 = 1e-300;

/// Newton's method on the logarithm of the tail, kept between the limits found so
/// far: first along a sinh scale, for a limit may lie as near to 0 as doubles go, and in the end along the line.
fn search(law: &impl Law, tail: Tail, start: f64) -> f64 {
    const MOST_STEPS: usize = 200;
    const CLOSE: f64 = 1e-3;
    let bend = |place: f64| (place / TINY).asinh();
    let ends = law.ends();
    let [mut low, mut high] = ends.map(bend);
    let mut at = bend(start).clamp(low, high);
    for _ in 0..MOST_STEPS {
        let place = (TINY * at.sinh()).clamp(ends[0], ends[1]);
        let (excess, width) = excess(law, tail, place);
        if excess < 0.0 {
            low = at;
        } else {
            high = at;
        }
        let step = -excess * width / place.hypot(TINY);
        if excess.abs() < CLOSE && step.abs() < CLOSE {
            return straight(law, tail, place - excess * width);
        }
        let newton = at + step;
        // Where the density may be infinite a step says nothing.
        let told = newton > low && newton < high && at.abs() > 1.0;
        at = if told { newton } else { 0.5 * (low + high) };
        if high - low <= 1e-12 {
            break;
        }
    }
    // A jump: at an end of the support, or nearer to 0 than doubles go.
    let near_end = |end: f64| (at - bend(end)).abs() <= 1e-11;
    if near_end(ends[0]) {
        ends[0]
    } else if near_end(ends[1]) {
        ends[1]
    } else {
        TINY * at.sinh()
    }
}

/// The last few steps of Newton's method, from a place that is close.
fn straight(law: &impl Law, tail: Tail, mut place: f64) -> f64 {
    const MOST_STEPS: usize = 4;
    let [low, high] = law.ends();
    for _ in 0..MOST_STEPS {
        place = place.clamp(low, high);
        let (excess, width) = excess(law, tail, place);
        if (excess * width).is_finite() {
            place -= excess * width;
        }
        // What is left is about the square of the step.
        if excess.abs() < 1e-7 {
            break;
        }
    }
    place.clamp(low, high)
}

/// ln of how much too large `place` is for the tail, and the tail divided by the density there.
fn excess(law: &impl Law, tail: Tail, place: f64) -> (f64, f64) {
    let found = law.at(place);
    match tail {
        Tail::Below(share) => ((found.below / share).ln(), found.below / found.density),
        Tail::Above(share) => ((share / found.above).ln(), found.above / found.density),
    }
}

/// The limits that leave (1 − level)/2 on each side, from a guess.
pub(super) fn equal_tailed(law: &impl Law, level: f64, guess: [f64; 2]) -> [f64; 2] {
    let tail = 0.5 * (1.0 - level);
    [limit(law, Tail::Below(tail), guess[0]), limit(law, Tail::Above(tail), guess[1])]
}

/// The interval of `level` whose ends are equally dense, after ln density has `ln_factor` added (the change to another scale), from a
/// guess.
pub(super) fn highest_density(
    law: &impl Law,
    level: f64,
    guess: [f64; 2],
    ln_factor: impl Fn(f64) -> f64,
) -> ([f64; 2], Edge) {
    let outside = 1.0 - level;
    let last = [Cell::new(guess[0]), Cell::new(guess[1])];
    let find = |tail: Tail, last: &Cell<f64>| {
        last.set(limit(law, tail, last.get()));
        last.get()
    };
    let ends = |share: f64| {
        [
            if share <= 0.0 { law.ends()[0] } else { find(Tail::Below(share * outside), &last[0]) },
            if share >= 1.0 { law.ends()[1] } else { find(Tail::Above((1.0 - share) * outside), &last[1]) },
        ]
    };
    shortest(ends, |place| law.at(place).density.max(f64::MIN_POSITIVE).ln() + ln_factor(place), 1e-9)
}

/// The interval whose ends are equally dense: `ends` gives the interval that leaves a share of what is outside below it. `Edge` says
/// which end lies at the border of the support, where the density is highest.
pub(super) fn shortest(
    ends: impl Fn(f64) -> [f64; 2],
    ln_density: impl Fn(f64) -> f64,
    within: f64,
) -> ([f64; 2], Edge) {
    let imbalance = |share: f64| {
        let [low, high] = ends(share);
        ln_density(low) - ln_density(high)
    };
    // Most densities lean little: the search widens from the middle.
    let middle = (0.5, imbalance(0.5));
    let leans_up = middle.1 < 0.0;
    let mut inner = middle;
    for distance in [0.05, 0.2, 0.4, 0.49, 0.4999, 0.5 - 1e-10] {
        let share = if leans_up { 0.5 + distance } else { 0.5 - distance };
        let outer = (share, imbalance(share));
        if (outer.1 < 0.0) != leans_up {
            return (ends(root_between(inner, outer, within, imbalance)), Edge::None);
        }
        inner = outer;
    }
    if leans_up { (ends(1.0), Edge::High) } else { (ends(0.0), Edge::Low) }
}
