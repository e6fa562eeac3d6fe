//! A Beta's density, distribution and survivor at many places at once.

use super::incomplete_beta::{Kernel, logistic};
use super::quadrature::integrate_shortly;

/// Density (of the log-odds), distribution and survivor at one place.
#[derive(Debug, Clone, Copy, Default)]
pub(super) struct Tails {
    pub density: f64,
    pub below: f64,
    pub above: f64,
}

/// A place: its log-odds u, its rate x, and 1 − x.
#[derive(Debug, Clone, Copy)]
pub(super) struct Place {
    pub u: f64,
    pub x: f64,
    pub y: f64,
}

impl Place {
    pub fn new(u: f64) -> Self {
        let (x, y) = logistic(u);
        Self { u, x, y }
    }
}

/// The tails at `places` (ascending, in the bulk at most half a width apart). In the bulk of large shapes, where a single tail is
/// dear, they are summed up from place to place, from both sides towards the mode.
pub(super) fn tabulate(kernel: &Kernel, places: &[Place]) -> Vec<Tails> {
    let (start, mode, end) = bulk(kernel, places);
    let mut table = Vec::with_capacity(places.len());
    for (index, place) in places.iter().enumerate() {
        let summed = (start..end).contains(&index);
        table.push(if summed {
            Tails { density: density(kernel, place), ..Tails::default() }
        } else {
            at(kernel, place)
        });
    }
    let between = |index: usize| integrate_shortly(places[index].u, places[index + 1].u, |u| kernel.ln_at(u).exp());
    for index in start..mode {
        let below = table[index - 1].below + between(index - 1);
        table[index] = Tails { below, above: 1.0 - below, ..table[index] };
    }
    for index in (mode..end).rev() {
        let above = table[index + 1].above + between(index);
        table[index] = Tails { below: 1.0 - above, above, ..table[index] };
    }
    table
}

/// The first place of the bulk, the first above the mode, and the first after the bulk; nothing but the mode where there is no place
/// left on either side to start from.
fn bulk(kernel: &Kernel, places: &[Place]) -> (usize, usize, usize) {
    let first = |least: f64| places.partition_point(|place| kernel.deviations(place.x, place.y) < least);
    let (start, mode, end) = (first(-BULK), first(0.0), first(BULK));
    if kernel.a.min(kernel.b) < DEAR || start == 0 || end == places.len() {
        (mode, mode, mode)
    } else {
        (start, mode, end)
    }
}

/// Up to how many standard deviations from the mode tails are summed up: further out the continued fraction is quick.
const BULK: f64 = 2.5;
/// Both shapes at least this large: a single tail in the bulk costs more than a piece of the integral.
const DEAR: f64 = 1e3;

/// The tails at a single place.
pub(super) fn at(kernel: &Kernel, place: &Place) -> Tails {
    let density = density(kernel, place);
    let &Place { u, x, y } = place;
    if density <= 0.0 && x > SMALLEST && y > SMALLEST {
        let above = if kernel.deviations(x, y) < 0.0 { 1.0 } else { 0.0 };
        return Tails { density, below: 1.0 - above, above };
    }
    if x < SMALLEST || y < SMALLEST {
        let (below, above) = kernel.ln_tails_at(u);
        return Tails { density, below: below.exp(), above: above.exp() };
    }
    let (lower_side, ratio) = kernel.near_tail(x, y);
    let near = (density * ratio).min(1.0);
    if lower_side {
        Tails { density, below: near, above: 1.0 - near }
    } else {
        Tails { density, below: 1.0 - near, above: near }
    }
}

fn density(kernel: &Kernel, place: &Place) -> f64 {
    kernel.ln_or_far(place.x, place.y, || place.u).exp()
}

/// Rates nearer to 0 or 1 than this are known by their log-odds only.
const SMALLEST: f64 = 1e-299;
