use super::*;

const SHAPES: [f64; 12] = [1e-3, 0.02, 0.5, 1.0, 2.5, 17.0, 149.0, 151.0, 4e3, 1e5, 3.3e7, 1e9];

fn close(got: f64, truth: f64, within: f64) {
    assert!((got - truth).abs() <= within * truth.abs().max(1e-300), "{got} is not {truth}");
}

#[test]
fn closed_forms() {
    for x in [1e-9, 0.1, 0.5, 0.9, 1.0 - 1e-9] {
        close(regularized(1.0, 1.0, x), x, 1e-14);
        for n in [0.5, 3.0, 1e4] {
            close(regularized(n, 1.0, x), x.powf(n), 1e-13 * (1.0 + n * x.ln().abs()));
            close(regularized(1.0, n, x), -(n * (-x).ln_1p()).exp_m1(), 1e-13 * (1.0 + n * x.ln().abs()));
        }
    }
    close(ln_beta(0.5, 0.5), std::f64::consts::PI.ln(), 1e-15);
    close(ln_beta(2.0, 3.0), -(12.0_f64.ln()), 1e-15);
    close(ln_beta(1.0, 1e9), -(1e9_f64.ln()), 1e-15);
}

#[test]
fn where_statrs_is_wrong() {
    for n in [1e4, 1e5, 1e6, 1e8, 1e9] {
        close(regularized(n, n, 0.5), 0.5, 1e-12);
    }
    for (a, b) in [(3.0, 1e6), (1e-3, 10.0), (0.02, 1e9)] {
        let x = quantile(a, b, 0.5);
        assert!(x > 0.0 || a < 0.01);
        if x > 1e-300 {
            close(regularized(a, b, x), 0.5, 1e-11);
        }
    }
}

#[test]
fn in_range_monotone_and_symmetric_over_many_shapes() {
    for a in SHAPES {
        for b in SHAPES {
            let (centre, sd) = ((a / b).ln(), (1.0 / a + 1.0 / b).sqrt());
            let mut before = 0.0;
            for k in -60..=60 {
                let (x, y) = logistic(centre + f64::from(k) * 0.2 * sd.min(3.0));
                let (ln_lower, ln_upper) = Kernel::new(a, b).ln_tails(x, y);
                let (lower, upper) = (ln_lower.exp(), ln_upper.exp());
                assert!((0.0..=1.0).contains(&lower) && (0.0..=1.0).contains(&upper), "{a} {b} {x}");
                assert!(lower >= before * (1.0 - 1e-11), "{a} {b} {x}: {lower} after {before}");
                assert!((lower + upper - 1.0).abs() < 1e-14, "{a} {b} {x}");
                let (mirrored_upper, mirrored_lower) = Kernel::new(b, a).ln_tails(y, x);
                close(mirrored_lower, ln_lower, 1e-10);
                close(mirrored_upper, ln_upper, 1e-10);
                before = lower;
            }
        }
    }
}

#[test]
fn quantiles_invert() {
    for a in SHAPES {
        for b in SHAPES {
            let kernel = Kernel::new(a, b);
            for p in [1e-200, 1e-12, 1e-3, 0.025, 0.5, 0.9, 0.999_999] {
                let u = logit_quantile(&kernel, p);
                let (x, y) = logistic(u);
                if x < 1e-300 || y < 1e-300 {
                    continue;
                }
                let (lower, upper) = kernel.ln_tails(x, y);
                // Log-odds near 0 or far out round to a part of the width: eps·|u|/sd, twice as much each for x and its map.
                let width = (1.0 / a + 1.0 / b).sqrt().min(1.0);
                let steepness = 1.0 + (-2.0 * p.min(1.0 - p).ln()).sqrt();
                let within = 2e-12 + 4e-16 * (u.abs() + 1.0) / width * steepness;
                let (got, truth) = if p <= 0.5 { (lower, p.ln()) } else { (upper, (1.0 - p).ln()) };
                assert!((got - truth).abs() < within, "{a} {b} {p}: {:e} {within:e}", got - truth);
            }
        }
    }
}

/// Values by mpmath in 40 digits.
#[test]
fn known_values() {
    for (a, b, x, truth) in KNOWN {
        close(regularized(a, b, x), truth, 1e-11);
    }
}

/// The two ways of working out a tail agree where both apply.
#[test]
fn quadrature_agrees_with_the_continued_fraction() {
    for a in [150.0, 700.0, 3e3, 2e4] {
        for b in [150.0, 1e3, 5e4] {
            let kernel = Kernel::new(a, b);
            for k in 0..80 {
                let (x, y) = logistic((a / b).ln() - f64::from(k) * 0.3 * (1.0 / a + 1.0 / b).sqrt());
                close(kernel.tail_by_quadrature(x, y), continued_fraction(a, b, x, y), 1e-12);
            }
        }
    }
}

/// (a, b, x, I).
#[allow(clippy::unreadable_literal, clippy::excessive_precision)]
const KNOWN: [(f64, f64, f64, f64); 11] = [
    (0.5, 1000.5, 0.0025, 0.97476245300472367),
    (3.5, 997.5, 0.00084, 0.024524849924633738),
    (2.5, 0.5, 0.99, 0.83108227897205643),
    (100000.0, 100000.0, 0.4985, 0.089856029826326205),
    (300000000.0, 700000000.0, 0.29998, 0.083771857322335743),
    (1000000000.0, 149.0, 0.99999985, 0.45658563878929518),
    (149.0, 1000000000.0, 1.6e-07, 0.81780652442556506),
    (20000.0, 3.0, 0.9995, 0.0027625917867842397),
    (151.0, 400.0, 0.1, 7.2193212355918231e-31),
    (0.02, 17.0, 1e-20, 0.42582229455111721),
    (5.0, 0.001, 0.9, 0.00059078068970573708),
];
