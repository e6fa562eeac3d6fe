//! A density known on panels: its distribution, quantiles and shortest interval.

use super::quadrature::{POINTS, point, points, root_between};

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
        let mut values = Vec::with_capacity(borders.len());
        let mut below = vec![0.0];
        let mut total = 0.0;
        for (&left, &right) in borders.iter().zip(borders.iter().skip(1)) {
            let (half, middle) = (0.5 * (right - left), 0.5 * (right + left));
            let sampled: [f64; POINTS] = std::array::from_fn(|k| density(middle + half * point(k).0));
            total += half * points().zip(sampled).map(|((_, weight), value)| weight * value).sum::<f64>();
            below.push(total);
            values.push(sampled);
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
        let place = root_between(-1.0, 1.0, 1e-14, |t| antiderivative(&self.coefficients[panel], t) - wanted);
        0.5 * (left + right) + half * place
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
        let ln_density = |v: f64| self.at(v).max(f64::MIN_POSITIVE).ln() + ln_factor(v);
        let ends = |share: f64| {
            let low = if share <= 0.0 { self.borders[0] } else { self.quantile(share * outside) };
            let high = if share >= 1.0 {
                self.borders[self.coefficients.len()]
            } else {
                self.quantile(1.0 - (1.0 - share) * outside)
            };
            [low, high]
        };
        let imbalance = |share: f64| {
            let [low, high] = ends(share);
            ln_density(low) - ln_density(high)
        };
        let margin = 1e-10;
        if imbalance(margin) >= 0.0 {
            return (ends(0.0), Edge::Low);
        }
        if imbalance(1.0 - margin) <= 0.0 {
            return (ends(1.0), Edge::High);
        }
        (ends(root_between(margin, 1.0 - margin, 1e-10, imbalance)), Edge::None)
    }
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

/// P₀(t) … P₁₅(t).
fn legendre(t: f64) -> [f64; POINTS] {
    let mut p = [1.0; POINTS];
    p[1] = t;
    let mut k = 1.0;
    for m in 2..POINTS {
        k += 1.0;
        p[m] = ((2.0 * k - 1.0) * t * p[m - 1] - (k - 1.0) * p[m - 2]) / k;
    }
    p
}

fn legendre_coefficients(values: &[f64; POINTS]) -> [f64; POINTS] {
    let mut coefficients = [0.0; POINTS];
    for ((node, weight), value) in points().zip(values) {
        for ((c, p), m) in coefficients.iter_mut().zip(legendre(node)).zip(0_u32..) {
            *c += (f64::from(m) + 0.5) * weight * value * p;
        }
    }
    coefficients
}

/// ∫ from −1 to t of the polynomial with these coefficients.
fn antiderivative(coefficients: &[f64; POINTS], t: f64) -> f64 {
    let p = legendre(t);
    let mut total = coefficients[0] * (t + 1.0);
    let mut k = 0.0;
    for m in 1..POINTS {
        k += 1.0;
        // ∫ Pₘ = (Pₘ₊₁ − Pₘ₋₁)/(2m + 1), and by the recurrence that is (t Pₘ − Pₘ₋₁)/(m + 1).
        total += coefficients[m] * (t * p[m] - p[m - 1]) / (k + 1.0);
    }
    total
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
