//! The standard normal distribution.

use statrs::function::erf::{erfc, erfc_inv};

/// P(Z ≤ z), accurate in the lower tail.
pub(super) fn cdf(z: f64) -> f64 {
    0.5 * erfc(-z * std::f64::consts::FRAC_1_SQRT_2)
}

/// The z with P(Z ≤ z) = p for p in (0, 1).
pub(super) fn quantile(p: f64) -> f64 {
    -std::f64::consts::SQRT_2 * erfc_inv(2.0 * p)
}

/// The density at z.
pub(super) fn density(z: f64) -> f64 {
    (-0.5 * z * z).exp() / std::f64::consts::TAU.sqrt()
}
