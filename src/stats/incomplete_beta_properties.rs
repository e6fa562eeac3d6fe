//! What must hold of an incomplete beta function at any shapes, at random places.

use super::*;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

/// Shapes log-uniform from 1e-3 to 1e9, and a place anywhere from far below the bulk to far above.
fn draw(random: &mut ChaCha8Rng) -> (f64, f64, f64) {
    let mut shape = || 10.0_f64.powf(12.0 * random.random::<f64>() - 3.0);
    let (a, b) = (shape(), shape());
    let deviations = 12.0 * (2.0 * random.random::<f64>() - 1.0);
    (a, b, (a / b).ln() + deviations * (1.0 / a + 1.0 / b).sqrt().min(3.0))
}

#[test]
fn in_range_monotone_and_symmetric() {
    let mut random = ChaCha8Rng::seed_from_u64(1);
    for _ in 0..COUNT {
        let (a, b, u) = draw(&mut random);
        let (x, y) = logistic(u);
        let (lower, upper) = (regularized(a, b, x), regularized_upper(a, b, x));
        assert!((0.0..=1.0).contains(&lower) && (0.0..=1.0).contains(&upper), "{a} {b} {x}");
        assert!((lower + upper - 1.0).abs() < 4e-16, "{a} {b} {x}");
        // Where 1 − x loses nothing, I_x(a, b) = 1 − I_{1−x}(b, a).
        if x > 0.5 {
            let mirrored = 1.0 - regularized(b, a, 1.0 - x);
            assert!((lower - mirrored).abs() < 1e-12, "{a} {b} {x}: {lower} {mirrored}");
        }
        // With 1 − x given apart the same holds for both tails however small they are.
        let (ln_lower, ln_upper) = Kernel::new(a, b).ln_tails(x, y);
        let (mirrored_upper, mirrored_lower) = Kernel::new(b, a).ln_tails(y, x);
        let close = |one: f64, other: f64| (one - other).abs() <= 1e-12 * one.abs().max(1.0);
        assert!(close(ln_lower, mirrored_lower) && close(ln_upper, mirrored_upper), "{a} {b} {x}");
        // A step that any double can tell from rounding goes up, or stays where it is already 0 or 1.
        let further = regularized(a, b, x + 0.01 * x * y);
        assert!(further >= lower * (1.0 - 1e-13), "{a} {b} {x}: {lower} then {further}");
    }
}

#[test]
fn quantiles_invert() {
    let mut random = ChaCha8Rng::seed_from_u64(2);
    for _ in 0..COUNT {
        let (a, b, _) = draw(&mut random);
        let p: f64 = random.random();
        if p <= 0.0 {
            continue;
        }
        let kernel = Kernel::new(a, b);
        let u = logit_quantile(&kernel, p);
        let (ln_lower, _) = kernel.ln_tails_at(u);
        // The log-odds round to a part of the width.
        let width = (1.0 / a + 1.0 / b).sqrt().min(1.0);
        let within = 1e-12 + 4e-16 * (u.abs() + 1.0) / width;
        assert!((ln_lower.exp() - p).abs() < within, "{a} {b} {p}: {}", ln_lower.exp());
        let x = quantile(a, b, p);
        assert!((0.0..=1.0).contains(&x), "{a} {b} {p}: {x}");
    }
}

const COUNT: usize = 100_000;
