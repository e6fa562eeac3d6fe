//! Gamma functions in pieces that do not cancel: Stirling's main term is taken out analytically and only the small
//! correction is computed (Loader 2000, "Fast and accurate computation of binomial probabilities"; DiDonato & Morris 1992).

/// ½·ln(2π).
pub(super) const HALF_LN_TWO_PI: f64 = 0.918_938_533_204_672_8;

/// Below this the correction is stepped up by its recurrence, above it the asymptotic series has full precision.
const SERIES_FROM: f64 = 16.0;

/// The Stirling correction δ(z) = lnΓ(z) − [(z − ½) ln z − z + ½ ln 2π], for z > 0.
pub(super) fn correction(z: f64) -> f64 {
    let mut total = 0.0;
    let mut shifted = z;
    while shifted < SERIES_FROM {
        total += step(shifted);
        shifted += 1.0;
    }
    total + series(shifted)
}

/// δ(z) − δ(z + 1) = (z + ½) ln(1 + 1/z) − 1.
fn step(z: f64) -> f64 {
    if z < 1.0 {
        return (z + 0.5) * ((1.0 + z).ln() - z.ln()) - 1.0;
    }
    // ln(1 + 1/z) = 2 atanh(r), r = 1/(2z + 1): the leading 1 cancels against the −1 term by term.
    let square = (2.0 * z + 1.0).powi(-2);
    let mut sum = 0.0;
    let mut power = square;
    let mut odd = 3.0;
    while power > 1e-19 {
        sum += power / odd;
        power *= square;
        odd += 2.0;
    }
    sum
}

/// The asymptotic series (coefficients B₂ₖ / (2k(2k − 1))), for z ≥ 16.
fn series(z: f64) -> f64 {
    const TERMS: [f64; 7] =
        [1.0 / 12.0, -1.0 / 360.0, 1.0 / 1260.0, -1.0 / 1680.0, 1.0 / 1188.0, -691.0 / 360_360.0, 1.0 / 156.0];
    let inverse_square = 1.0 / (z * z);
    TERMS.iter().rev().fold(0.0, |sum, term| sum * inverse_square + term) / z
}

/// lnΓ(z) for z > 0.
pub(super) fn ln_gamma(z: f64) -> f64 {
    (z - 0.5) * z.ln() - z + HALF_LN_TWO_PI + correction(z)
}

/// lnΓ(z + p) − lnΓ(z) for z, p > 0 without taking the difference of two large numbers.
pub(super) fn ln_rising(z: f64, p: f64) -> f64 {
    (z - 0.5) * (p / z).ln_1p() + p * (z + p).ln() - p + correction(z + p) - correction(z)
}

/// e − ln(1 + e) for e > −1, never negative and accurate near 0. `one_plus` is 1 + e, which the caller may know better
/// than the sum would give it.
pub(super) fn excess(e: f64, one_plus: f64) -> f64 {
    if !(-0.4..=0.7).contains(&e) {
        return e - one_plus.ln();
    }
    // With r = e/(2 + e): e − ln(1 + e) = r (e − 2 r² Σ r²ᵏ/(2k + 3)); fewer terms where r is small.
    let r = e / (2.0 + e);
    let square = r * r;
    let sum = if square < 4e-4 { odd_series::<5>(square) } else { odd_series::<15>(square) };
    r * (e - 2.0 * square * sum)
}

/// Σ squareᵏ/(2k + 3) over the first `TERMS` terms.
#[inline]
fn odd_series<const TERMS: usize>(square: f64) -> f64 {
    const INVERSE_ODD: [f64; 15] = [
        1.0 / 3.0,
        1.0 / 5.0,
        1.0 / 7.0,
        1.0 / 9.0,
        1.0 / 11.0,
        1.0 / 13.0,
        1.0 / 15.0,
        1.0 / 17.0,
        1.0 / 19.0,
        1.0 / 21.0,
        1.0 / 23.0,
        1.0 / 25.0,
        1.0 / 27.0,
        1.0 / 29.0,
        1.0 / 31.0,
    ];
    INVERSE_ODD.iter().take(TERMS).rev().fold(0.0, |sum, term| sum * square + term)
}

/// How far a pair of shapes lies from the point where `lambda` = a·y − b·x is zero:
/// −[a ln(x n / a) + b ln(y n / b)] ≥ 0 with n = a + b.
pub(super) fn deviance(a: f64, b: f64, lambda: f64, ratio_x: f64, ratio_y: f64) -> f64 {
    a * excess(-lambda / a, ratio_x) + b * excess(lambda / b, ratio_y)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn known_gammas() {
        for (z, truth) in [
            (1.0, 0.0),
            (0.5, 0.572_364_942_924_700_1),
            (1e-3, 6.907_178_885_383_853),
            (10.0, 12.801_827_480_081_469),
            (100.0, 359.134_205_369_575_4),
        ] {
            assert!((ln_gamma(z) - truth).abs() <= 3e-15 * truth.abs().max(1.0), "{z}: {} {truth}", ln_gamma(z));
        }
    }

    #[test]
    fn rising_matches_the_product() {
        let product = (1e9_f64 * (1e9 + 1.0) * (1e9 + 2.0)).ln();
        assert!((ln_rising(1e9, 3.0) - product).abs() < 1e-13 * product);
    }

    #[test]
    fn excess_is_smooth_across_its_branches() {
        for e in [-0.4_f64, 0.7] {
            let inside = excess(e * (1.0 - 1e-12), 1.0 + e * (1.0 - 1e-12));
            let outside = excess(e * (1.0 + 1e-12), 1.0 + e * (1.0 + 1e-12));
            assert!((inside / outside - 1.0).abs() < 1e-11);
        }
    }
}
