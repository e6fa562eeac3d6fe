//! A density known on panels: its distribution, quantiles and shortest interval.

use super::limits::{Edge, shortest};
use super::quadrature::{POINTS, point, points};

/// A density on an interval as one Legendre polynomial per panel, with its integral up to each border.
#[derive(Debug)]
pub(super) struct PanelDensity {
    borders: Vec<f64>,
    coefficients: Vec<[f64; POINTS]>,
    below: Vec<f64>,
}

impl PanelDensity {
    /// Samples `density` on the panels between `borders` (ascending, at least two) and scales it to hold 1 in all: what lies outside
    /// the borders is below rounding.
    pub fn new(mut borders: Vec<f64>, density: impl Fn(f64) -> f64) -> Self {
        if borders.len() < 2 {
            // A range that rounding has closed: the density is a point for a double.
            let place = borders.first().copied().unwrap_or(0.0);
            borders = vec![place, place.next_up()];
        }
        let sample = |(&left, &right): (&f64, &f64)| {
            let (half, middle) = (0.5 * (right - left), 0.5 * (right + left));
            std::array::from_fn(|k| density(middle + half * point(k).0))
        };
        let values = borders.iter().zip(borders.iter().skip(1)).map(sample).collect();
        Self::from_values(borders, values)
    }

    /// As [`Self::new`], from the values at the Gauss–Legendre nodes of every panel.
    pub fn from_values(borders: Vec<f64>, mut values: Vec<[f64; POINTS]>) -> Self {
        let mut below = vec![0.0];
        let mut total = 0.0;
        for (sampled, (left, right)) in values.iter().zip(borders.iter().zip(borders.iter().skip(1))) {
            total +=
                0.5 * (right - left) * points().zip(sampled).map(|((_, weight), value)| weight * value).sum::<f64>();
            below.push(total);
        }
        let scale = 1.0 / total;
        for mass in &mut below {
            *mass *= scale;
        }
        values.iter_mut().flatten().for_each(|value| *value *= scale);
        let coefficients = values.iter().map(legendre_coefficients).collect();
        Self { borders, coefficients, below }
    }

    /// The point below which the share `p` lies.
    pub fn quantile(&self, p: f64) -> f64 {
        let panels = self.coefficients.len();
        let panel = self.below.partition_point(|&mass| mass < p).saturating_sub(1).min(panels.saturating_sub(1));
        let (left, right) = (self.borders[panel], self.borders[panel + 1]);
        let half = 0.5 * (right - left);
        let wanted = (p - self.below[panel]) / half;
        0.5 * (left + right) + half * place_of(&self.coefficients[panel], wanted)
    }

    /// The density at `at`; 0 outside the borders.
    pub fn at(&self, at: f64) -> f64 {
        let panels = self.coefficients.len();
        if at < self.borders[0] || at > self.borders[panels] {
            return 0.0;
        }
        let panel = self.borders.partition_point(|&border| border <= at).saturating_sub(1).min(panels - 1);
        let (left, right) = (self.borders[panel], self.borders[panel + 1]);
        let t = (2.0 * at - left - right) / (right - left);
        let value = legendre(t).iter().zip(&self.coefficients[panel]).map(|(p, c)| p * c).sum::<f64>();
        value.max(0.0)
    }

    /// Limits that leave (1 − level)/2 on each side.
    pub fn equal_tailed(&self, level: f64) -> [f64; 2] {
        let tail = 0.5 * (1.0 - level);
        [self.quantile(tail), self.quantile(1.0 - tail)]
    }

    /// The interval of `level` whose ends are equally dense, after ln density has `ln_factor` added (the change to another
    /// scale). `Edge` says which end lies at the border of the support, where the density is highest.
    pub fn highest_density(&self, level: f64, ln_factor: impl Fn(f64) -> f64) -> ([f64; 2], Edge) {
        let outside = 1.0 - level;
        let ends = |share: f64| {
            let low = if share <= 0.0 { self.borders[0] } else { self.quantile(share * outside) };
            let high = if share >= 1.0 {
                self.borders[self.coefficients.len()]
            } else {
                self.quantile(1.0 - (1.0 - share) * outside)
            };
            [low, high]
        };
        shortest(ends, |place| self.at(place).max(f64::MIN_POSITIVE).ln() + ln_factor(place), 1e-9)
    }
}

/// P₀(t) … P₁₅(t).
const fn legendre(t: f64) -> [f64; POINTS] {
    let mut p = [1.0; POINTS];
    p[1] = t;
    let mut m = 2;
    while m < POINTS {
        let share = INVERSES[m];
        p[m] = (2.0 - share) * t * p[m - 1] - (1.0 - share) * p[m - 2];
        m += 1;
    }
    p
}

/// 1/m.
const INVERSES: [f64; POINTS + 1] = {
    let mut inverses = [1.0; POINTS + 1];
    let mut m = 2;
    while m <= POINTS {
        inverses[m] = 1.0 / m as f64;
        m += 1;
    }
    inverses
};

/// (m + ½) · weight · Pₘ for each node and m.
const PROJECTION: [[f64; POINTS]; POINTS] = {
    let mut table = [[0.0; POINTS]; POINTS];
    let mut k = 0;
    while k < POINTS {
        let (node, weight) = point(k);
        let p = legendre(node);
        let mut m = 0;
        while m < POINTS {
            table[k][m] = (m as f64 + 0.5) * weight * p[m];
            m += 1;
        }
        k += 1;
    }
    table
};

fn legendre_coefficients(values: &[f64; POINTS]) -> [f64; POINTS] {
    let mut coefficients = [0.0; POINTS];
    for (row, value) in PROJECTION.iter().zip(values) {
        for (c, p) in coefficients.iter_mut().zip(row) {
            *c += value * p;
        }
    }
    coefficients
}

/// The t in [−1, 1] up to which the polynomial holds `wanted`: Newton's method, kept between the limits found so far.
fn place_of(coefficients: &[f64; POINTS], wanted: f64) -> f64 {
    const MOST_STEPS: usize = 100;
    let (mut low, mut high) = (-1.0_f64, 1.0_f64);
    let mut t = (wanted / coefficients[0] - 1.0).clamp(-1.0, 1.0);
    for _ in 0..MOST_STEPS {
        let (mass, density) = antiderivative(coefficients, t);
        if mass < wanted {
            low = t;
        } else {
            high = t;
        }
        let newton = t + (wanted - mass) / density;
        let told = newton >= low && newton <= high;
        let next = if told { newton } else { 0.5 * (low + high) };
        let step = (next - t).abs();
        t = next;
        // What is left is about the square of the step.
        if told && step <= 1e-8 || high - low <= 1e-15 {
            break;
        }
    }
    t
}

/// ∫ from −1 to t of the polynomial with these coefficients, and its value at t.
fn antiderivative(coefficients: &[f64; POINTS], t: f64) -> (f64, f64) {
    let p = legendre(t);
    let mut mass = coefficients[0] * (t + 1.0);
    let mut value = coefficients[0];
    for m in 1..POINTS {
        // ∫ Pₘ = (Pₘ₊₁ − Pₘ₋₁)/(2m + 1), and by the recurrence that is (t Pₘ − Pₘ₋₁)/(m + 1).
        mass += coefficients[m] * (t * p[m] - p[m - 1]) * INVERSES[m + 1];
        value += coefficients[m] * p[m];
    }
    (mass, value)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_gaussian_comes_back() {
        let borders: Vec<f64> = (-10..=10).map(f64::from).collect();
        let density = PanelDensity::new(borders, |x| (-0.5 * x * x).exp());
        assert!((density.quantile(0.975) - 1.959_963_984_540_054).abs() < 1e-12);
        let (interval, edge) = density.highest_density(0.95, |_| 0.0);
        assert_eq!(edge, Edge::None);
        assert!((interval[0] + 1.959_963_984_540_054).abs() < 1e-6);
    }
}
