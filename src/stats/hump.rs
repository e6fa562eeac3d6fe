//! The integral of one hump in logarithms, however narrow, wide or low it is.

use super::quadrature::integrate;

/// How far in ln height a hump is followed; e^−45 is below a double's rounding.
const FALL: f64 = 45.0;
/// First panel on each side: the hump may fall this much on it.
const FIRST_FALL: f64 = 3.0;
/// A panel is halved until its two halves agree with it to this share of the whole; they are then right to far more.
const AGREEMENT: f64 = 1e-11;
/// Halvings on one side, so that rounding noise ends too.
const MOST_HALVINGS: usize = 60;
/// Panels double outwards, so this many leave every double behind.
const MOST_PANELS: usize = 200;

/// ln ∫ exp(ln_f(v)) dv over [low, high] (either may be infinite) of a function that falls on both sides of `peak`, on panels that start no wider
/// than `scale` and double outwards. −∞ for nothing.
pub(super) fn ln_hump([low, high]: [f64; 2], peak: f64, scale: f64, ln_f: impl Fn(f64) -> f64) -> f64 {
    let top = ln_f(peak);
    if !top.is_finite() || high <= low {
        return f64::NEG_INFINITY;
    }
    let rise = |v: f64| ln_f(v) - top;
    let below = side(peak - low, scale, |distance| rise(peak - distance));
    let above = side(high - peak, scale, |distance| rise(peak + distance));
    top + (below + above).ln()
}

/// ∫ exp(rise) over distances from 0 to `length`.
fn side(length: f64, scale: f64, rise: impl Fn(f64) -> f64) -> f64 {
    if length <= 0.0 {
        return 0.0;
    }
    let mut width = scale.min(length);
    while width > f64::MIN_POSITIVE && rise(width) < -FIRST_FALL {
        width *= 0.25;
    }
    let (mut done, mut total, mut halvings) = (0.0, 0.0, 0);
    for _ in 0..MOST_PANELS {
        let end = if done + width < length { done + width } else { length };
        total += settled(done, end, total, &mut halvings, &|distance| rise(distance).exp());
        if end >= length || rise(end) < -FALL {
            break;
        }
        (done, width) = (end, 2.0 * width);
    }
    total
}

/// ∫ f over [left, right], halved until it settles compared with itself and `before`.
fn settled(left: f64, right: f64, before: f64, halvings: &mut usize, f: &impl Fn(f64) -> f64) -> f64 {
    let mut waiting = vec![(left, right, integrate(left, right, f))];
    let mut total = 0.0;
    while let Some((left, right, whole)) = waiting.pop() {
        let middle = 0.5 * (left + right);
        let (first, second) = (integrate(left, middle, f), integrate(middle, right, f));
        let halves = first + second;
        let agreed = (halves - whole).abs() <= AGREEMENT * (before + total + halves);
        if agreed || *halvings >= MOST_HALVINGS || !halves.is_finite() {
            total += halves;
        } else {
            *halvings += 1;
            waiting.push((middle, right, second));
            waiting.push((left, middle, first));
        }
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::stirling::{HALF_LN_TWO_PI, ln_gamma};

    #[test]
    fn gaussians_of_any_width() {
        for sd in [1e-9_f64, 1e-3, 1.0, 1e6] {
            let everywhere = [f64::NEG_INFINITY, f64::INFINITY];
            let got = ln_hump(everywhere, 0.25 * sd, 1.0, |v| -900.0 - 0.5 * (v / sd).powi(2));
            let truth = -900.0 + HALF_LN_TWO_PI + sd.ln();
            assert!((got - truth).abs() < 2e-12, "{sd}: {got} {truth}");
        }
    }

    #[test]
    fn the_gamma_function() {
        for shape in [0.001_f64, 0.3, 5.0, 1e6] {
            let got = ln_hump([f64::NEG_INFINITY, f64::INFINITY], shape.ln(), 1.0, |v| shape * v - v.exp());
            assert!((got - ln_gamma(shape)).abs() < 1e-13 * ln_gamma(shape).abs().max(10.0), "{shape}: {got}");
        }
    }

    #[test]
    fn a_cut_side_and_a_corner() {
        let got = ln_hump([0.0, 1.0], 0.0, 1.0, |v| -2.0 * v);
        assert!((got - ((1.0 - (-2.0_f64).exp()) / 2.0).ln()).abs() < 1e-14);
        // ∫₀¹ −ln v dv = 1.
        let got = ln_hump([0.0, 1.0], 1e-300, 1.0, |v| (-v.ln()).ln());
        assert!(got.abs() < 1e-9, "{got}");
    }
}
