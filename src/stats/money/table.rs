//! Draws by inversion: a distribution as a table of its quantiles, finer towards both ends.
//!
//! One draw takes one random number whatever comes out, so that the same numbers meet two scenarios draw by draw, and no rounding of
//! a machine can shift what follows (as it can where a draw is accepted or rejected).

use super::tails::Tails;

/// Each side of the median is cut into octaves of the tail, ½ to ¼ to ⅛ and so on; beyond the last the table ends.
const OCTAVES: u64 = 24;
/// Each octave is cut into four cells.
const CELL_BITS: u64 = 2;
const SIDE: usize = 24 << CELL_BITS;
const MANTISSA_BITS: u64 = 52;
const BELOW_CELL_BITS: u64 = MANTISSA_BITS - CELL_BITS;
/// Exponent and leading bits of the mantissa of the smallest tail in the table, 2^−25.
const FIRST: u64 = (1023 - 1 - OCTAVES) << CELL_BITS;
const ONE: u64 = 1023 << MANTISSA_BITS;

/// A cubic in the place within a cell, lowest power first.
type Cubic = [f64; 4];

/// Quantiles to 10⁻⁴ standard deviations of the normal deviate behind them; 100,000 draws tell them to 3 · 10⁻³.
#[derive(Debug)]
pub(super) struct Table {
    /// The cells of the lower side from the far end on, then those of the upper side.
    cells: Vec<Cubic>,
}

impl Table {
    /// Hermite's cubics through the quantiles and their slopes, which Fritsch & Carlson (1980) keep from overshooting.
    pub fn new(tails: &Tails) -> Self {
        let mut cells = side(|tail| tails.lower(tail));
        cells.extend(side(|tail| tails.upper(tail)));
        Self { cells }
    }

    /// The quantile at the place that 64 random bits mean.
    pub fn draw(&self, bits: u64) -> f64 {
        let first = if bits & 1 == 0 { 0 } else { SIDE };
        // The odd numerator keeps clear of 0; 51 bits and one more make a tail below ½ without rounding.
        let tail = ((bits >> 13) as f64 + 0.5) * 2_f64.powi(-52);
        let (cell, place) = cell_of(tail);
        self.cells.get(first + cell).map_or(f64::NAN, |[a, b, c, d]| a + place * (b + place * (c + place * d)))
    }
}

/// Which cell a tail in (0, ½) lies in, and where in it, in [0, 1).
#[expect(clippy::cast_possible_truncation, reason = "a cell's number is below 96")]
fn cell_of(tail: f64) -> (usize, f64) {
    let bits = tail.to_bits();
    let number = bits >> BELOW_CELL_BITS;
    if number < FIRST {
        return (0, 0.0);
    }
    let rest = (bits << CELL_BITS) & ((1 << MANTISSA_BITS) - 1);
    (((number - FIRST) as usize).min(SIDE - 1), f64::from_bits(rest | ONE) - 1.0)
}

/// The smallest tail of a cell.
fn start_of(cell: u64) -> f64 {
    f64::from_bits((FIRST + cell) << BELOW_CELL_BITS)
}

fn side(quantile: impl Fn(f64) -> (f64, f64)) -> Vec<Cubic> {
    let mut cells = Vec::with_capacity(SIDE);
    let mut left = (start_of(0), quantile(start_of(0)));
    for cell in 1..=OCTAVES << CELL_BITS {
        let right = (start_of(cell), quantile(start_of(cell)));
        cells.push(cubic(left, right));
        left = right;
    }
    cells
}

fn cubic((start, (from, slope_from)): (f64, (f64, f64)), (end, (to, slope_to)): (f64, (f64, f64))) -> Cubic {
    let rise = to - from;
    let steepest = 3.0 * rise;
    let within = |slope: f64| {
        let slope = slope * (end - start);
        if slope.is_finite() { slope.clamp(steepest.min(0.0), steepest.max(0.0)) } else { steepest }
    };
    let (first, last) = (within(slope_from), within(slope_to));
    [from, first, 3.0 * rise - 2.0 * first - last, first + last - 2.0 * rise]
}

#[cfg(test)]
#[path = "table_tests.rs"]
mod tests;
