//! The relative lift of one rate over another, p_arm / p_baseline − 1, through the density of v = ln(p_arm / p_baseline).

use super::comparison::LiftFigures;
use super::density::{Edge, PanelDensity};
use super::difference::{SMOOTH, Side, corner_stop, joint_reach, trapezoid};
use super::incomplete_beta::logistic;
use super::posterior::Beta;
use super::quadrature::{Corner, graded};

/// Figures of the relative lift; a limit too large for a double is the largest double, so that it can be written down.
pub(super) fn lift_figures(baseline: &Beta, arm: &Beta, level: f64) -> LiftFigures {
    let density = log_ratio_density(baseline, arm);
    let lift = |v: f64| v.exp_m1().min(f64::MAX);
    // Density of the lift = density of v · e^−v.
    let ([low, high], edge) = density.highest_density(level, |v| -v);
    let low = if edge == Edge::Low { -1.0 } else { lift(low) };
    LiftFigures {
        median: lift(density.quantile(0.5)),
        equal_tailed: density.equal_tailed(level).map(lift),
        highest_density: (edge != Edge::High).then_some([low, lift(high)]),
    }
}

/// Density of ln(p_arm / p_baseline) on panels.
fn log_ratio_density(baseline: &Beta, arm: &Beta) -> PanelDensity {
    let (base, other) = (Side::new(baseline), Side::new(arm));
    let (base_low, base_high) = (ln_rate(base.low), ln_rate(base.high));
    let (other_low, other_high) = (ln_rate(other.low), ln_rate(other.high));
    let (base_middle, other_middle) = (baseline.mean().ln(), arm.mean().ln());
    let centre = other_middle - base_middle;
    let reach = joint_reach(baseline, arm);
    let low = centre - reach(other_middle - other_low, base_high - base_middle);
    let high = centre + reach(other_high - other_middle, base_middle - base_low);
    let width = ln_sd(baseline).hypot(ln_sd(arm)).min(0.75);
    // At v = 0 the larger rate meets 1: a corner of this order.
    let order = baseline.beta + arm.beta;
    let corner = Corner { place: 0.0, stop: width * corner_stop(order) };
    let corners = if order < SMOOTH { vec![corner] } else { Vec::new() };
    // Long exponential tails need no fine panels; what is near does.
    let (near_low, near_high) = (low.max(centre - 20.0), high.min(centre + 20.0));
    let mut borders = graded(near_low, near_high, 2.0 * width, &corners);
    borders.extend(tail(near_low, low));
    borders.extend(tail(near_high, high));
    borders.sort_by(f64::total_cmp);
    borders.dedup();
    PanelDensity::new(borders, |v| {
        if v >= 0.0 { scaled_product(&base, &other, v) } else { scaled_product(&other, &base, -v) }
    })
}

/// Borders from `from` out to `to`, each panel wider than the last.
fn tail(from: f64, to: f64) -> Vec<f64> {
    let mut borders = Vec::new();
    let direction = (to - from).signum();
    let mut distance = 2.0;
    while distance < (to - from).abs() && borders.len() < 10_000 {
        borders.push(from + direction * distance);
        distance += 2.0 + 0.2 * distance;
    }
    borders.push(to);
    borders
}

/// Standard deviation of ln p, roughly.
fn ln_sd(rate: &Beta) -> f64 {
    (rate.beta / (rate.alpha * (rate.alpha + rate.beta))).sqrt()
}

/// ln p at log-odds u.
fn ln_rate(u: f64) -> f64 {
    if u < 0.0 { u - u.exp().ln_1p() } else { -(-u).exp().ln_1p() }
}

/// ∫ f_smaller(z e^−v) f_larger(z) z e^−v dz for v ≥ 0, with z = logistic(u).
fn scaled_product(smaller: &Side, larger: &Side, v: f64) -> f64 {
    let from_smaller = |logit: f64| {
        let ln_z = ln_rate(logit) + v;
        if ln_z >= 0.0 { f64::INFINITY } else { ln_z - (-ln_z.exp_m1()).ln() }
    };
    let start = larger.low.max(from_smaller(smaller.low));
    let end = larger.high.min(from_smaller(smaller.high));
    let (shrink, shortfall) = ((-v).exp(), -(-v).exp_m1());
    trapezoid(start, end, smaller.scale.min(larger.scale), |u| {
        let (z, z_rest) = logistic(u);
        let x_rest = z_rest + z * shortfall;
        let ln_larger = larger.kernel.ln_or_far(z, z_rest, || u);
        let ln_smaller =
            smaller.kernel.ln_or_far(z * shrink, x_rest, || if z < 0.5 || v > 600.0 { ln_rate(u) - v } else { u });
        (ln_larger + ln_smaller).exp() / x_rest.max(f64::MIN_POSITIVE)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_uniform_rates() {
        let figures = lift_figures(&Beta::UNIFORM, &Beta::UNIFORM, 0.95);
        assert!(figures.median.abs() < 1e-9, "{figures:?}");
        assert!(
            (figures.equal_tailed[0] + 0.95).abs() < 1e-8 && (figures.equal_tailed[1] - 19.0).abs() < 1e-7,
            "{figures:?}"
        );
        let highest = figures.highest_density.unwrap_or_default();
        assert!((highest[0] + 1.0).abs() < 1e-9 && (highest[1] - 9.0).abs() < 1e-7, "{figures:?}");
    }
}
