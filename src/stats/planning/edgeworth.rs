//! The difference of two Beta rates from its first four cumulants (Edgeworth's expansion to the second order; Cornish & Fisher 1938).

use super::super::posterior::Beta;
use statrs::function::erf::erfc;

/// Standardised cumulants of B − A.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Difference {
    pub mean: f64,
    pub sd: f64,
    skewness: f64,
    kurtosis: f64,
}

impl Difference {
    pub fn new(a: &Beta, b: &Beta) -> Self {
        let ([variance_a, third_a, fourth_a], [variance_b, third_b, fourth_b]) = (cumulants(a), cumulants(b));
        let sd = (variance_a + variance_b).sqrt();
        Self {
            mean: b.mean() - a.mean(),
            sd,
            skewness: (third_b - third_a) / sd.powi(3),
            kurtosis: (fourth_a + fourth_b) / sd.powi(4),
        }
    }

    /// P(B > A).
    pub fn better(&self) -> f64 {
        let z = -self.mean / self.sd;
        let [_, _, he2, he3, _, he5] = hermite(z);
        let bend = self.skewness / 6.0 * he2 + self.kurtosis / 24.0 * he3 + self.skewness.powi(2) / 72.0 * he5;
        (normal_above(z) + normal_density(z) * bend).clamp(0.0, 1.0)
    }

    /// (E[(A − B)⁺], E[(B − A)⁺]).
    pub fn losses(&self) -> (f64, f64) {
        let of_arm = self.sd * partial(-self.mean / self.sd, self.skewness, self.kurtosis);
        let of_baseline = self.sd * partial(self.mean / self.sd, -self.skewness, self.kurtosis);
        (of_arm.max(0.0), of_baseline.max(0.0))
    }

    /// Width of the interval with equal tails that reaches the normal quantile `z` on each side.
    pub fn width(&self, z: f64) -> f64 {
        let from_kurtosis = self.kurtosis / 24.0 * (z.powi(3) - 3.0 * z);
        let from_skewness = self.skewness.powi(2) / 36.0 * (2.0 * z.powi(3) - 5.0 * z);
        (2.0 * self.sd * (z + from_kurtosis - from_skewness)).clamp(0.0, 2.0)
    }
}

/// E[(z − Z)⁺] for a standardised Z with these cumulants.
fn partial(z: f64, skewness: f64, kurtosis: f64) -> f64 {
    let [_, he1, he2, _, he4, _] = hermite(z);
    let bend = skewness / 6.0 * he1 + kurtosis / 24.0 * he2 + skewness.powi(2) / 72.0 * he4;
    z * normal_above(-z) + normal_density(z) * (1.0 + bend)
}

/// Second to fourth cumulant of a Beta rate.
fn cumulants(rate: &Beta) -> [f64; 3] {
    let n = rate.alpha + rate.beta;
    let (x, y) = (rate.alpha / n, rate.beta / n);
    let variance = x * y / (n + 1.0);
    let third = 2.0 * variance * (y - x) / (n + 2.0);
    let fourth =
        6.0 * variance * ((x - y).powi(2) * (n + 1.0) - x * y * (n + 2.0)) / ((n + 1.0) * (n + 2.0) * (n + 3.0));
    [variance, third, fourth]
}

/// Hermite polynomials He₀ … He₅.
fn hermite(z: f64) -> [f64; 6] {
    let square = z * z;
    [1.0, z, square - 1.0, z * (square - 3.0), square * (square - 6.0) + 3.0, z * (square * (square - 10.0) + 15.0)]
}

fn normal_density(z: f64) -> f64 {
    (-0.5 * z * z - super::super::stirling::HALF_LN_TWO_PI).exp()
}

/// P(Z > z) for a standard normal Z.
fn normal_above(z: f64) -> f64 {
    0.5 * erfc(z * std::f64::consts::FRAC_1_SQRT_2)
}

#[cfg(test)]
mod tests {
    use super::super::super::comparison::{Arm, compare};
    use super::*;

    #[test]
    fn close_to_the_exact_comparison() {
        for (shapes_a, shapes_b, within) in [
            ([20.0, 60.0], [30.0, 55.0], 2e-4),
            ([300.0, 700.0], [340.0, 690.0], 3e-6),
            ([2000.0, 90_000.0], [2100.0, 91_000.0], 1e-6),
        ] {
            let arm = |[alpha, beta]: [f64; 2]| Arm {
                name: String::new(),
                accepted: 0,
                shown: 0,
                prior: Beta { alpha, beta },
            };
            let arms = [arm(shapes_a), arm(shapes_b)];
            let exact = compare(&arms, 0.95).unwrap_or_else(|error| panic!("{error}"));
            let pair = &exact.pairs[0];
            let found = Difference::new(&arms[0].prior, &arms[1].prior);
            let (of_arm, of_baseline) = found.losses();
            let [low, high] = pair.difference.equal_tailed;
            assert!((found.better() - pair.probability_better).abs() < within, "{} {pair:?}", found.better());
            assert!((of_arm - pair.expected_loss).abs() < within * found.sd, "{of_arm} {pair:?}");
            assert!((of_baseline - pair.expected_gain).abs() < within * found.sd, "{of_baseline} {pair:?}");
            let width = found.width(1.959_963_984_540_054);
            assert!((width / (high - low) - 1.0).abs() < 3.0 * within, "{width} {pair:?}");
        }
    }
}
