//! A positive function of one variable, known by its logarithm at even steps: tabulated, interpolated, integrated, smoothed.
//!
//! The trapezoid rule at even steps is exact to exp(−2π² sd²/step²) for a Gaussian of width sd (Trefethen & Weideman 2014).

/// Positive half of the 11-point Gauss–Hermite nodes for the weight exp(−z²/2)/√2π.
const HERMITE_NODES: [f64; 5] = [
    0.928_868_997_381_064,
    1.876_035_020_154_846,
    2.865_123_160_643_645_5,
    3.936_166_607_129_977,
    5.188_001_224_374_871,
];
/// The weights that belong to [`HERMITE_NODES`].
const HERMITE_WEIGHTS: [f64; 5] = [
    0.242_240_299_873_969_94,
    0.066_138_746_071_697_64,
    0.006_720_285_235_537_278,
    0.000_195_671_930_271_223_25,
    8.121_849_790_214_933e-7,
];
/// The weight of the node 0.
const HERMITE_MIDDLE: f64 = 0.369_408_369_408_369_4;

/// From this width in steps on a Gaussian is smooth enough for the trapezoid rule; below, it is narrow enough for Gauss–Hermite.
const NARROW: f64 = 1.2;
/// Bounds a walk along a function that never falls.
const MOST_STEPS: usize = 4000;
/// Fewest steps to each side, so that there is something to interpolate.
const FEWEST_STEPS: usize = 4;
/// Points of one interpolation.
const WINDOW: usize = 6;

/// ln of a positive function at `first`, `first + step`, … .
#[derive(Debug, Clone)]
pub(super) struct Curve {
    first: f64,
    step: f64,
    ln: Vec<f64>,
    /// The function itself, its largest value scaled to 1.
    scaled: Vec<f64>,
    top: f64,
}

impl Curve {
    /// From values of ln at even steps; at least one.
    pub fn new(first: f64, step: f64, ln: Vec<f64>) -> Self {
        let top = ln.iter().copied().fold(f64::NEG_INFINITY, f64::max);
        let scaled = ln.iter().map(|value| (value - top).exp()).collect();
        Self { first, step, ln, scaled, top }
    }

    /// Steps away from `start` to both sides until ln has fallen by `fall` below the highest value met. For a function that is
    /// unimodal between `start` and there.
    pub fn walk(start: f64, step: f64, fall: f64, mut ln_f: impl FnMut(f64) -> f64) -> Self {
        let middle = ln_f(start);
        let mut top = middle;
        let mut side = |direction: f64| {
            let mut values = Vec::new();
            for k in 1..=MOST_STEPS {
                let value = ln_f(start + direction * step * k as f64);
                if !value.is_finite() {
                    break;
                }
                values.push(value);
                top = top.max(value);
                if value < top - fall && k >= FEWEST_STEPS {
                    break;
                }
            }
            values
        };
        let right = side(1.0);
        let mut ln = side(-1.0);
        let first = start - step * ln.len() as f64;
        ln.reverse();
        ln.push(middle);
        ln.extend(right);
        Self::new(first, step, ln)
    }

    /// Places of the values, ascending.
    pub fn places(&self) -> impl Iterator<Item = f64> {
        (0..self.ln.len()).map(|k| self.place(k))
    }

    fn place(&self, k: usize) -> f64 {
        self.first + self.step * k as f64
    }

    /// How many values there are.
    pub fn len(&self) -> usize {
        self.ln.len()
    }

    /// Distance of two values.
    pub fn step(&self) -> f64 {
        self.step
    }

    /// The same places with another function added to ln.
    pub fn plus(&self, added: impl Fn(usize, f64) -> f64) -> Self {
        let ln = self.ln.iter().enumerate().map(|(k, ln)| ln + added(k, self.place(k))).collect();
        Self::new(self.first, self.step, ln)
    }

    /// Place of the largest value.
    pub fn top_place(&self) -> f64 {
        let best = self.ln.iter().enumerate().max_by(|a, b| a.1.total_cmp(b.1));
        self.place(best.map_or(0, |found| found.0))
    }

    /// ln ∫ over all x by the trapezoid rule.
    pub fn ln_integral(&self) -> f64 {
        self.top + (self.step * self.scaled.iter().sum::<f64>()).ln()
    }

    /// Places with their shares of the whole.
    pub fn weights(&self) -> impl Iterator<Item = (f64, f64)> {
        let total: f64 = self.scaled.iter().sum();
        self.places().zip(&self.scaled).map(move |(x, value)| (x, value / total))
    }

    /// Mean of g under the function scaled to a density.
    pub fn mean_of(&self, g: impl Fn(f64) -> f64) -> f64 {
        self.weights().map(|(x, weight)| weight * g(x)).sum()
    }

    /// ln at x: six-point Lagrange interpolation inside, a parabola beyond the ends.
    pub fn at(&self, x: f64) -> f64 {
        let count = self.ln.len();
        let t = (x - self.first) / self.step;
        let last = count as f64 - 1.0;
        if t.is_nan() || count < WINDOW {
            return self.ln.first().copied().unwrap_or(f64::NEG_INFINITY);
        }
        if t < 0.0 {
            return parabola(-t, self.ln[0], self.ln[1], self.ln[2]);
        }
        if t > last {
            return parabola(t - last, self.ln[count - 1], self.ln[count - 2], self.ln[count - 3]);
        }
        // t is inside [0, last], so that the conversion keeps its value.
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let from = (t as usize).saturating_sub(2).min(count - WINDOW);
        lagrange(t - from as f64, &self.ln[from..from + WINDOW])
    }

    /// ln ∫ f(x) N(x; centre, sd²) dx, sd ≥ 0: by whichever rule suits the wider of the two.
    pub fn ln_smoothed(&self, centre: f64, sd: f64) -> f64 {
        if sd <= 0.0 {
            self.at(centre)
        } else if sd < NARROW * self.step {
            self.ln_hermite(centre, sd)
        } else {
            self.ln_trapezoid(centre, sd)
        }
    }

    fn ln_hermite(&self, centre: f64, sd: f64) -> f64 {
        let middle = self.at(centre);
        let pairs = HERMITE_NODES.map(|node| [self.at(centre - node * sd), self.at(centre + node * sd)]);
        let top = pairs.iter().flatten().copied().fold(middle, f64::max);
        let sides = pairs.iter().zip(HERMITE_WEIGHTS);
        let sides: f64 = sides.map(|(pair, weight)| weight * ((pair[0] - top).exp() + (pair[1] - top).exp())).sum();
        top + (HERMITE_MIDDLE * (middle - top).exp() + sides).ln()
    }

    /// Sums outward from the value nearest to the centre; the Gaussian follows by its two-term recurrence.
    fn ln_trapezoid(&self, centre: f64, sd: f64) -> f64 {
        const NOTHING: f64 = 1e-40;
        let last = self.ln.len() - 1;
        let t = ((centre - self.first) / self.step).round().clamp(0.0, last as f64);
        #[allow(clippy::cast_possible_truncation, clippy::cast_sign_loss)]
        let start = t as usize;
        let offset = self.place(start) - centre;
        let ratio = self.step / sd;
        let curvature = (-ratio * ratio).exp();
        let mut total = self.scaled[start];
        let mut add = |slope: f64, values: &mut dyn Iterator<Item = &f64>| {
            let mut factor = 1.0;
            let mut next = (-ratio * (slope / sd + 0.5 * ratio)).exp();
            for value in values {
                factor *= next;
                next *= curvature;
                total += factor * value;
                if factor < NOTHING {
                    break;
                }
            }
        };
        add(offset, &mut self.scaled[start + 1..].iter());
        add(-offset, &mut self.scaled[..start].iter().rev());
        if total < f64::MIN_POSITIVE {
            return self.ln_far_trapezoid(centre, sd);
        }
        let z = offset / sd;
        self.top + (total * ratio / std::f64::consts::TAU.sqrt()).ln() - 0.5 * z * z
    }

    /// The same sum in logarithms, for a centre so far away that everything near it is nothing for a double.
    fn ln_far_trapezoid(&self, centre: f64, sd: f64) -> f64 {
        let product = self.plus(|_, x| -0.5 * ((x - centre) / sd).powi(2));
        product.ln_integral() - (sd * std::f64::consts::TAU.sqrt()).ln()
    }

    /// ∫ from a to b, relative to the largest value, where a and b lie within one step.
    pub fn piece(&self, a: f64, b: f64) -> f64 {
        self.piece_of(a, b, |_| 1.0)
    }

    /// As [`Self::piece`] of the function times g (four-point Gauss–Legendre).
    pub fn piece_of(&self, a: f64, b: f64, g: impl Fn(f64) -> f64) -> f64 {
        const NODES: [f64; 2] = [0.339_981_043_584_856_3, 0.861_136_311_594_052_6];
        const WEIGHTS: [f64; 2] = [0.652_145_154_862_546_1, 0.347_854_845_137_453_9];
        let (half, middle) = (0.5 * (b - a), 0.5 * (a + b));
        let f = |x: f64| g(x) * (self.at(x) - self.top).exp();
        let pairs = NODES.iter().zip(WEIGHTS);
        half * pairs.map(|(node, weight)| weight * (f(middle + half * node) + f(middle - half * node))).sum::<f64>()
    }

    /// [`Self::piece`] between all neighbouring places.
    pub fn pieces(&self) -> Vec<f64> {
        (1..self.ln.len()).map(|k| self.piece(self.place(k - 1), self.place(k))).collect()
    }
}

/// Quadratic continuation beyond the end value `a` by t steps, `b` and `c` next to it on the inside; never upward-bent.
fn parabola(t: f64, a: f64, b: f64, c: f64) -> f64 {
    let bend = (a - 2.0 * b + c).min(0.0);
    let slope = a - b + 0.5 * bend;
    a + t * slope + 0.5 * t * t * bend
}

/// The polynomial through `values` at 0, 1, …, 5, at t.
fn lagrange(t: f64, values: &[f64]) -> f64 {
    const WEIGHTS: [f64; WINDOW] = [-1.0 / 120.0, 1.0 / 24.0, -1.0 / 12.0, 1.0 / 12.0, -1.0 / 24.0, 1.0 / 120.0];
    let mut gaps = [0.0; WINDOW];
    let mut place = 0.0;
    for gap in &mut gaps {
        *gap = t - place;
        place += 1.0;
    }
    let mut before = [1.0; WINDOW];
    for k in 1..WINDOW {
        before[k] = before[k - 1] * gaps[k - 1];
    }
    let mut after = 1.0;
    let mut total = 0.0;
    for k in (0..WINDOW).rev() {
        total += WEIGHTS[k] * before[k] * after * values[k];
        after *= gaps[k];
    }
    total
}

#[cfg(test)]
mod tests {
    use super::*;

    fn gaussian(mean: f64, sd: f64) -> Curve {
        Curve::walk(mean, 0.6 * sd, 32.0, |x| -0.5 * ((x - mean) / sd).powi(2))
    }

    #[test]
    fn a_gaussian_is_known_exactly() {
        let curve = gaussian(3.0, 0.2);
        assert!((curve.ln_integral() - (0.2 * std::f64::consts::TAU.sqrt()).ln()).abs() < 1e-12);
        for x in [1.0, 2.93, 3.5, 9.0] {
            let truth = -0.5 * ((x - 3.0) / 0.2_f64).powi(2);
            assert!((curve.at(x) - truth).abs() < 1e-9 * truth.abs().max(1.0), "{x}");
        }
    }

    #[test]
    fn smoothing_a_gaussian_widens_it() {
        let curve = gaussian(0.0, 1.0);
        for sd in [1e-6, 0.1, 0.5, 0.71, 0.73, 2.0, 30.0] {
            for centre in [0.0, 0.37, -2.0, 5.0] {
                let wide = 1.0 + sd * sd;
                let truth = -0.5 * centre * centre / wide - 0.5 * f64::ln(wide);
                let got = curve.ln_smoothed(centre, sd);
                assert!((got - truth).abs() < 2e-5, "{sd} {centre}: {got} {truth}");
            }
        }
    }

    #[test]
    fn pieces_add_up_to_the_whole() {
        // ∫ exp(x − eˣ) dx = 1.
        let curve = Curve::walk(0.0, 0.4, 32.0, |x| x - x.exp());
        assert!((curve.ln_integral()).abs() < 1e-9);
        let total: f64 = curve.pieces().iter().sum();
        assert!((total - 1.0_f64.exp()).abs() < 1e-4, "{total}");
    }

    #[test]
    fn lagrange_is_exact_to_degree_five() {
        let cubic = |t: f64| 2.0 - t + 0.3 * t.powi(3) - 0.01 * t.powi(5);
        let values: Vec<f64> = (0..6).map(|k| cubic(f64::from(k))).collect();
        assert!((lagrange(2.3, &values) - cubic(2.3)).abs() < 1e-12);
    }
}
