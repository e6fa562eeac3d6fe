//! The incomplete gamma function for shapes up to 1e9 and beyond; statrs 0.19 loses its inverse for small shapes.

use super::incomplete_beta::ln_complement;
use super::quadrature::tail_integral;
use super::stirling::{HALF_LN_TWO_PI, correction, excess, ln_gamma};

/// Shapes at least this large: the tail is nearly Gaussian and is integrated directly.
const LARGE: f64 = 150.0;
/// Below this x is hardly a double any more.
const SMALLEST_LN: f64 = -690.0;
const MOST_ROUNDS: u32 = 100_000;

/// (ln P, ln Q): the chance that a Gamma(shape, 1) lies below and above `x`; shape > 0, x ≥ 0.
pub(super) fn ln_tails(shape: f64, x: f64) -> (f64, f64) {
    if x <= 0.0 {
        return (f64::NEG_INFINITY, 0.0);
    }
    if x.is_infinite() {
        return (0.0, f64::NEG_INFINITY);
    }
    if x < shape + if shape < LARGE { 1.0 } else { 0.0 } {
        let inner = if shape < LARGE { series(shape, x) } else { quadrature(shape, x, -1.0) };
        let lower = (ln_kernel(shape, x) + inner.ln()).min(0.0);
        (lower, ln_complement(lower))
    } else {
        let inner = if shape < LARGE { fraction(shape, x) } else { quadrature(shape, x, 1.0) };
        let upper = (ln_kernel(shape, x) + inner.ln()).min(0.0);
        (ln_complement(upper), upper)
    }
}

/// ln of x^shape e^−x / Γ(shape), the density of ln X.
fn ln_kernel(shape: f64, x: f64) -> f64 {
    0.5 * shape.ln() - HALF_LN_TWO_PI - correction(shape) - shape * excess((x - shape) / shape, x / shape)
}

/// ∫ of the kernel relative to x over the side `direction` of ln x.
fn quadrature(shape: f64, x: f64, direction: f64) -> f64 {
    let at = |x: f64, offset: f64| shape * excess(offset / shape, x / shape);
    let here = at(x, x - shape);
    tail_integral((x - shape).abs(), x, |t| {
        let growth = (direction * t).exp_m1();
        here - at(x * (1.0 + growth), (x - shape) + x * growth)
    })
}

/// P / kernel by its power series (Press et al. 2007, §6.2).
fn series(shape: f64, x: f64) -> f64 {
    let mut term = 1.0 / shape;
    let mut sum = term;
    let mut next = shape;
    for _ in 0..MOST_ROUNDS {
        next += 1.0;
        term *= x / next;
        sum += term;
        if term < 1e-17 * sum {
            break;
        }
    }
    sum
}

/// Q / kernel by its continued fraction (Lentz's method).
fn fraction(shape: f64, x: f64) -> f64 {
    let mut b = x + 1.0 - shape;
    let mut c = 1e300;
    let mut d = 1.0 / b;
    let mut value = d;
    for round in 1..MOST_ROUNDS {
        let m = f64::from(round);
        let step = -m * (m - shape);
        b += 2.0;
        d = 1.0 / (step * d + b);
        c = b + step / c;
        let change = d * c;
        value *= change;
        if (change - 1.0).abs() < 2e-16 {
            break;
        }
    }
    value
}

/// The x with P(Gamma(shape, 1) ≤ x) = p for p in (0, 1): Newton's method on ln X, whose distribution and survivor are log-concave.
pub(super) fn quantile(shape: f64, p: f64) -> f64 {
    let lower_side = p <= 0.5;
    let target = if lower_side { p.ln() } else { (-p).ln_1p() };
    // Where x is all but 0 only the leading power is left: x^shape / Γ(shape + 1).
    let leading = (p.ln() + ln_gamma(shape) + shape.ln()) / shape;
    if leading < SMALLEST_LN {
        return leading.exp();
    }
    let mut v = shape.ln();
    for _ in 0..200 {
        v = v.max(SMALLEST_LN);
        let x = v.exp();
        let (lower, upper) = ln_tails(shape, x);
        let value = if lower_side { lower } else { upper };
        let slope = (ln_kernel(shape, x) - value).exp() * if lower_side { 1.0 } else { -1.0 };
        let step = ((target - value) / slope).clamp(-1e4, 5.0);
        v += step;
        if step.abs() <= 4e-16 * v.abs().max(1.0) || !v.is_finite() {
            break;
        }
    }
    v.exp()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn closed_forms() {
        for x in [1e-9_f64, 0.3, 1.0, 5.0, 100.0] {
            assert!((ln_tails(1.0, x).1 + x).abs() < 1e-14 * x.max(1.0));
            let two = (-x).exp() * (1.0 + x);
            assert!((ln_tails(2.0, x).1 - two.ln()).abs() < 1e-13 * x.max(1.0));
        }
    }

    #[test]
    fn quantiles_invert_for_small_and_huge_shapes() {
        for shape in [0.01, 0.5, 1.5, 30.5, 149.0, 151.0, 1e4, 1e6 + 0.5, 1e9 + 0.5] {
            for p in [1e-9, 0.025, 0.5, 0.975, 0.999] {
                let x = quantile(shape, p);
                if x < 1e-300 {
                    continue;
                }
                let (lower, upper) = ln_tails(shape, x);
                assert!((lower.exp() - p).abs() < 1e-10 * p.max(1e-2), "{shape} {p}: {}", lower.exp());
                assert!((upper.exp() - (1.0 - p)).abs() < 1e-10, "{shape} {p}");
            }
        }
    }

    #[test]
    fn both_routes_agree() {
        for k in -30..30 {
            let x = 160.0 + f64::from(k) * 3.0;
            let (lower, upper) = ln_tails(160.0, x);
            let kernel = ln_kernel(160.0, x);
            assert!((lower - (kernel + series(160.0, x).ln())).abs() < 1e-12);
            if x > 165.0 {
                assert!((upper - (kernel + fraction(160.0, x).ln())).abs() < 1e-12);
            }
        }
    }
}
