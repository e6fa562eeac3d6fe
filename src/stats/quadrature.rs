//! Quadrature and root finding shared by this room.

/// Points per panel.
pub(super) const POINTS: usize = 16;

/// Positive half of the 16-point Gauss–Legendre nodes on [−1, 1].
const HALF_NODES: [f64; 8] = [
    0.095_012_509_837_637_44,
    0.281_603_550_779_258_9,
    0.458_016_777_657_227_4,
    0.617_876_244_402_643_7,
    0.755_404_408_355_003,
    0.865_631_202_387_831_7,
    0.944_575_023_073_232_6,
    0.989_400_934_991_649_9,
];
/// The weights that belong to [`HALF_NODES`].
const HALF_WEIGHTS: [f64; 8] = [
    0.189_450_610_455_068_5,
    0.182_603_415_044_923_58,
    0.169_156_519_395_002_54,
    0.149_595_988_816_576_73,
    0.124_628_971_255_533_88,
    0.095_158_511_682_492_78,
    0.062_253_523_938_647_894,
    0.027_152_459_411_754_095,
];

/// Node and weight number `index` (0..16, ascending) on [−1, 1].
pub(super) const fn point(index: usize) -> (f64, f64) {
    if index < 8 {
        (-HALF_NODES[7 - index], HALF_WEIGHTS[7 - index])
    } else {
        (HALF_NODES[index - 8], HALF_WEIGHTS[index - 8])
    }
}

/// All nodes (ascending) and weights on [−1, 1].
pub(super) fn points() -> impl Iterator<Item = (f64, f64)> {
    (0..POINTS).map(point)
}

/// ∫ f over [low, high] by one panel.
pub(super) fn integrate(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    let half = 0.5 * (high - low);
    let middle = 0.5 * (high + low);
    half * points().map(|(node, weight)| weight * f(middle + half * node)).sum::<f64>()
}

/// ∫ f over a piece [low, high] so short that six points are exact to rounding.
pub(super) fn integrate_shortly(low: f64, high: f64, f: impl Fn(f64) -> f64) -> f64 {
    const NODES: [f64; 3] = [0.238_619_186_083_196_9, 0.661_209_386_466_264_5, 0.932_469_514_203_152];
    const WEIGHTS: [f64; 3] = [0.467_913_934_572_691, 0.360_761_573_048_138_6, 0.171_324_492_379_170_4];
    let half = 0.5 * (high - low);
    let middle = 0.5 * (high + low);
    half * NODES
        .iter()
        .zip(WEIGHTS)
        .map(|(node, weight)| weight * (f(middle - half * node) + f(middle + half * node)))
        .sum::<f64>()
}

/// ∫ exp(g(t)) dt over t > 0, where g(0) = 0 and g falls with slope at least `slope` ≥ 0 and curvature about `curvature` > 0: the tail
/// of a nearly Gaussian density. Two panels, cut where g has fallen by 60.
pub(super) fn tail_integral(slope: f64, curvature: f64, g: impl Fn(f64) -> f64) -> f64 {
    const FALL: f64 = 60.0;
    let end = 2.0 * FALL / (slope + (slope * slope + 2.0 * FALL * curvature).sqrt());
    let break_at = 0.25 * end;
    let second = 0.55 * end;
    integrate(0.0, break_at, |t| g(t).exp())
        + integrate(break_at, second, |t| g(t).exp())
        + integrate(second, end, |t| g(t).exp())
}

/// The root of a continuous `f` between two places, as [`root_between`].
pub(super) fn root_within(low: f64, high: f64, within: f64, f: impl Fn(f64) -> f64) -> f64 {
    root_between((low, f(low)), (high, f(high)), within, f)
}

/// The root of a continuous `f` that changes sign between two places, given with the values there, to the absolute tolerance `within`
/// (Chandrupatla 1997: inverse quadratic steps where they help, bisection where not). Without a change of sign, the place where |f| is
/// smaller.
pub(super) fn root_between(low: (f64, f64), high: (f64, f64), within: f64, f: impl Fn(f64) -> f64) -> f64 {
    let ((mut a, mut fa), (mut b, mut fb)) = (high, low);
    if fa * fb > 0.0 || fa.is_nan() || fb.is_nan() {
        return if fa.abs() < fb.abs() { a } else { b };
    }
    let mut share = 0.5;
    for _ in 0..200 {
        let t = a + share * (b - a);
        let ft = f(t);
        let (c, fc);
        if (ft > 0.0) == (fa > 0.0) {
            (c, fc) = (a, fa);
        } else {
            (c, fc) = (b, fb);
            (b, fb) = (a, fa);
        }
        (a, fa) = (t, ft);
        let (best, best_value) = if fa.abs() < fb.abs() { (a, fa) } else { (b, fb) };
        let tolerance = 2.0 * f64::EPSILON * best.abs() + within;
        let limit = tolerance / (b - a).abs();
        if limit > 0.5 || best_value == 0.0 {
            return best;
        }
        share = next_share([a, b, c], [fa, fb, fc]).clamp(limit, 1.0 - limit);
    }
    0.5 * (a + b)
}

/// Where to try next, as a share of the way from a to b.
fn next_share([a, b, c]: [f64; 3], [fa, fb, fc]: [f64; 3]) -> f64 {
    let xi = (a - b) / (c - b);
    let phi = (fa - fb) / (fc - fb);
    if phi * phi < xi && (1.0 - phi) * (1.0 - phi) < 1.0 - xi {
        let share = fa / (fb - fa) * fc / (fb - fc) + (c - a) / (b - a) * fa / (fc - fa) * fb / (fc - fb);
        if share.is_finite() { share } else { 0.5 }
    } else {
        0.5
    }
}

/// Cuts [low, high] into panels: halves a piece for as long as `too_wide` says so of it. Returns the borders, ascending.
pub(super) fn panels(borders: &[f64], too_wide: impl Fn(f64, f64) -> bool) -> Vec<f64> {
    const MOST_PANELS: usize = 100_000;
    let mut done = Vec::new();
    let mut waiting: Vec<f64> = borders.iter().rev().copied().collect();
    let Some(mut left) = waiting.pop() else { return done };
    done.push(left);
    while let Some(&right) = waiting.last() {
        let middle = 0.5 * (left + right);
        if middle > left && middle < right && done.len() < MOST_PANELS && too_wide(left, right) {
            waiting.push(middle);
        } else {
            waiting.pop();
            done.push(right);
            left = right;
        }
    }
    done
}

/// Places from `low` to `high`, both among them, evenly spaced by at most `step`.
pub(super) fn evenly(low: f64, high: f64, step: f64) -> Vec<f64> {
    let count = ((high - low) / step).ceil().clamp(1.0, 1e5);
    let indices = std::iter::successors(Some(0.0), |index| Some(index + 1.0)).take_while(|index| *index <= count);
    indices.map(|index| low + (high - low) * (index / count)).collect()
}

/// A place where a function changes over a distance of about `scale`; it is smooth elsewhere.
#[derive(Debug, Clone, Copy)]
pub(super) struct Feature {
    pub place: f64,
    pub scale: f64,
}

/// Nodes and weights over [low, high]: panels as narrow as the features where they are, and growing with the distance from the nearest
/// one elsewhere, which keeps it outside the ellipse in which 16 points are exact to rounding. Nothing where the range is empty.
pub(super) fn around(low: f64, high: f64, features: &[Feature]) -> impl Iterator<Item = (f64, f64)> {
    let mut borders = Vec::new();
    if low < high {
        borders.extend(features.iter().map(|feature| feature.place.clamp(low, high)));
        borders.extend([low, high]);
        borders.sort_by(f64::total_cmp);
        borders.dedup();
    }
    nodes_on(panels(&borders, |left, right| {
        features.iter().any(|feature| {
            let distance = (left - feature.place).max(feature.place - right);
            right - left > (2.5 * feature.scale).max(1.5 * distance)
        })
    }))
}

/// Nodes (ascending) and weights on the panels between these borders.
pub(super) fn nodes_on(borders: Vec<f64>) -> impl Iterator<Item = (f64, f64)> {
    let lefts = borders.clone().into_iter();
    lefts.zip(borders.into_iter().skip(1)).flat_map(|(left, right)| {
        let (half, middle) = (0.5 * (right - left), 0.5 * (right + left));
        points().map(move |(node, weight)| (middle + half * node, half * weight))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sixteen_points_are_exact_to_degree_31() {
        for degree in 0..32 {
            let truth = if degree % 2 == 0 { 2.0 / f64::from(degree + 1) } else { 0.0 };
            let got = integrate(-1.0, 1.0, |t| t.powi(degree));
            assert!((got - truth).abs() < 2e-15, "{degree}: {got} {truth}");
        }
    }

    #[test]
    fn half_a_gaussian() {
        for slope in [0.0_f64, 1.0, 5.0, 30.0] {
            let got = tail_integral(slope, 1.0, |t| -slope * t - 0.5 * t * t);
            let truth = integrate_finely(slope);
            assert!((got / truth - 1.0).abs() < 1e-14, "{slope}: {got} {truth}");
        }
    }

    fn integrate_finely(slope: f64) -> f64 {
        (0..200)
            .map(|k| f64::from(k) * 0.06)
            .map(|low| integrate(low, low + 0.06, |t| (-slope * t - 0.5 * t * t).exp()))
            .sum()
    }

    #[test]
    fn roots() {
        let root = |low: f64, high: f64, f: fn(f64) -> f64| root_between((low, f(low)), (high, f(high)), 1e-13, f);
        assert!((root(0.0, 2.0, |x| x * x - 2.0) - 2.0_f64.sqrt()).abs() < 1e-12);
        assert!(root(-1.0, 40.0, |x| x.exp() - 1.0).abs() < 1e-12);
    }

    #[test]
    fn panels_cover_the_range() {
        let borders = panels(&[0.0, 1.0], |left, right| right - left > 0.3);
        assert_eq!(borders, [0.0, 0.25, 0.5, 0.75, 1.0]);
    }
}
