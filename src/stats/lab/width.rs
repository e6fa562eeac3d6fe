//! The posterior of one width, read off the lattice.

/// ln density at the middles of cells side by side from 0 on; an even function of the width, as its prior is.
#[derive(Debug, Clone)]
pub(super) struct WidthCurve {
    step: f64,
    ln_values: Vec<f64>,
}

/// Between two points of the lattice the density is looked at so many times.
const BETWEEN: u32 = 24;
/// ln density where the lattice has no point: below all that was followed.
const NOTHING: f64 = -12.0;

impl WidthCurve {
    /// From points of the lattice, each with its part of the posterior. Without a step, the width is 0.
    pub fn new(step: f64, points: impl Iterator<Item = (u32, f64)>) -> Self {
        let mut shares: Vec<f64> = Vec::new();
        for (point, share) in points {
            let place = point as usize;
            if shares.len() <= place {
                shares.resize(place + 1, 0.0);
            }
            shares[place] += share;
        }
        let top = shares.iter().copied().fold(f64::MIN_POSITIVE, f64::max);
        Self { step, ln_values: shares.iter().map(|share| (share / top).ln().max(NOTHING)).collect() }
    }

    /// Places of equal distance and their shares, which add up to 1; ascending.
    pub fn places(&self) -> Vec<(f64, f64)> {
        if self.step <= 0.0 || self.ln_values.is_empty() {
            return vec![(0.0, 1.0)];
        }
        let mut found: Vec<(f64, f64)> = Vec::new();
        for point in -1..=i64::try_from(self.ln_values.len()).unwrap_or(0) {
            let around = [-1, 0, 1, 2].map(|k| self.at(point + k));
            for k in 0..BETWEEN {
                let part = (f64::from(k) + 0.5) / f64::from(BETWEEN);
                let place = self.step * (point as f64 + 0.5 + part);
                if place > 0.0 {
                    found.push((place, cubic(around, part).exp()));
                }
            }
        }
        let total: f64 = found.iter().map(|pair| pair.1).sum();
        found.iter_mut().for_each(|pair| pair.1 /= total);
        found
    }

    fn at(&self, point: i64) -> f64 {
        // Cell −1 is the mirror image of cell 0.
        let place = usize::try_from(if point < 0 { -1 - point } else { point }).unwrap_or(usize::MAX);
        self.ln_values.get(place).copied().unwrap_or(NOTHING)
    }
}

/// The cubic through values at −1, 0, 1 and 2, at `part` between 0 and 1.
pub(super) fn cubic([before, left, right, after]: [f64; 4], part: f64) -> f64 {
    let (p, q) = (part, 1.0 - part);
    -p * q * ((1.0 + q) * before + (1.0 + p) * after) / 6.0 + (1.0 + p) * (1.0 + q) * (q * left + p * right) / 2.0
}

/// Mean of places with their shares.
pub(super) fn mean(places: &[(f64, f64)]) -> f64 {
    places.iter().map(|(place, share)| place * share).sum()
}

/// The place that leaves a share p below; places are ascending, and the chance of lying below one includes half of its own share.
pub(super) fn quantile(places: &[(f64, f64)], p: f64) -> f64 {
    let (mut below, mut last) = (0.0, (0.0, 0.0));
    for &(place, share) in places {
        let here = (place, below + 0.5 * share);
        if here.1 >= p {
            let part = (p - last.1) / (here.1 - last.1).max(f64::MIN_POSITIVE);
            return last.0 + part.clamp(0.0, 1.0) * (place - last.0);
        }
        below += share;
        last = here;
    }
    last.0
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cubic_is_met_exactly() {
        let value = |x: f64| 2.0 + x - 3.0 * x * x + 0.5 * x * x * x;
        let found = cubic([-1.0, 0.0, 1.0, 2.0].map(value), 0.3);
        assert!((found - value(0.3)).abs() < 1e-14);
    }

    #[test]
    fn half_a_gaussian_from_six_points() {
        let weight = |k: u32| (-0.5 * (1.3 * (f64::from(k) + 0.5)).powi(2)).exp();
        let places = WidthCurve::new(1.3, (0..4).map(|k| (k, weight(k)))).places();
        assert!((mean(&places) - (2.0 / std::f64::consts::PI).sqrt()).abs() < 0.005, "{}", mean(&places));
        // Φ(1.96) − Φ(−1.96) = 0.95, and half of the probability lies below 0.6745.
        assert!((quantile(&places, 0.95) - 1.959_964).abs() < 0.02);
        assert!((quantile(&places, 0.5) - 0.674_49).abs() < 0.005);
    }
}
