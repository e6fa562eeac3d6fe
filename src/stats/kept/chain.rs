//! Products of independent Beta variables.

use super::super::comparison::PRIOR_SHAPES;
use super::super::posterior::Beta;

/// A product of independent Beta variables, kept as its first two moments.
///
/// Moments of a product are products of moments (Springer & Thompson 1970), and both are kept in logarithms of what they differ by, so that
/// neither a million factors nor a million people cost digits.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Chain {
    /// ln of the mean.
    ln_mean: f64,
    /// ln(1 + variance / mean²).
    ln_spread: f64,
}

impl Chain {
    /// The empty product, 1.
    pub const ONE: Self = Self { ln_mean: 0.0, ln_spread: 0.0 };

    /// Times a Beta(a, b) variable, a > 0 and b ≥ 0; with b = 0 it is 1.
    #[must_use]
    pub fn times(self, a: f64, b: f64) -> Self {
        let n = a + b;
        Self { ln_mean: self.ln_mean + (-b / n).ln_1p(), ln_spread: self.ln_spread + (b / (a * (n + 1.0))).ln_1p() }
    }

    pub fn mean(&self) -> f64 {
        self.ln_mean.exp()
    }

    /// The Beta distribution with the same mean and variance (Fan 1991), the product itself where it is a Beta. Shapes stay inside
    /// those that the quadratures are proved for.
    ///
    /// `None` for the empty product, which is no distribution.
    pub fn matched(&self) -> Option<Beta> {
        let (mean, rest) = (self.mean(), -self.ln_mean.exp_m1());
        let spread = self.ln_spread.exp_m1();
        if rest <= 0.0 || spread <= 0.0 {
            return None;
        }
        // Variance = mean · rest / (n + 1).
        let n = (rest / (mean * spread) - 1.0).max(0.0);
        let shape = |share: f64| (share * n).clamp(*PRIOR_SHAPES.start(), *PRIOR_SHAPES.end());
        Some(Beta { alpha: shape(mean), beta: shape(rest) })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn close(got: Beta, alpha: f64, beta: f64) {
        assert!((got.alpha / alpha - 1.0).abs() < 1e-9 && (got.beta / beta - 1.0).abs() < 1e-9, "{got:?}");
    }

    #[test]
    fn a_product_that_is_a_beta_comes_back() {
        // Beta(a + b, c) · Beta(a, b) = Beta(a, b + c).
        for (a, b, c) in [(0.5, 0.5, 1.0), (3.0, 0.01, 7.5), (4e6, 5e5, 6e6), (1e3, 2.0, 3.0)] {
            let product = Chain::ONE.times(a + b, c).times(a, b).matched();
            close(product.unwrap_or(Beta::UNIFORM), a, b + c);
        }
    }

    #[test]
    fn two_uniforms_by_hand() {
        // E = 1/4, E of the square = 1/9: n + 1 = (1/4 · 3/4) / (1/9 − 1/16) = 27/7.
        let product = Chain::ONE.times(1.0, 1.0).times(1.0, 1.0);
        close(product.matched().unwrap_or(Beta::UNIFORM), 5.0 / 7.0, 15.0 / 7.0);
        assert_eq!(Chain::ONE.times(3.0, 0.0).matched(), None);
    }
}
