//! What one quarter's uses and its neighbours say of its log-odds together.

/// Steps of the trapezoid rule, in standard deviations at the mode; it converges at once for such smooth densities.
const STEP: f64 = 0.4;
/// How far in ln the density is followed.
const FALL: f64 = 32.0;
const MOST_STEPS: u32 = 600;
const MOST_NEWTON_STEPS: u32 = 100;
/// Longest step towards the mode, in log-odds.
const LONGEST_STEP: f64 = 3.0;

/// A normal density by its precision and precision · mean, so that nothing known is precision 0.
#[derive(Debug, Clone, Copy, Default, PartialEq)]
pub(super) struct Message {
    pub precision: f64,
    pub weighted: f64,
}

impl Message {
    pub fn of(mean: f64, variance: f64) -> Self {
        Self { precision: 1.0 / variance, weighted: mean / variance }
    }

    pub fn mean(self) -> f64 {
        self.weighted / self.precision
    }

    pub fn variance(self) -> f64 {
        1.0 / self.precision
    }

    pub fn and(self, other: Self) -> Self {
        Self { precision: self.precision + other.precision, weighted: self.weighted + other.weighted }
    }

    pub fn without(self, other: Self) -> Self {
        Self { precision: self.precision - other.precision, weighted: self.weighted - other.weighted }
    }

    /// After a step with this variance.
    pub fn blurred(self, variance: f64) -> Self {
        let keep = 1.0 / (1.0 + self.precision * variance);
        Self { precision: self.precision * keep, weighted: self.weighted * keep }
    }
}

/// Deviating and conforming uses, counted as independent ones.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Uses {
    pub deviations: f64,
    pub conforming: f64,
}

impl Uses {
    /// ln likelihood of the log-odds.
    pub fn ln_likelihood(self, u: f64) -> f64 {
        // ln p = −ln(1 + e^−u), ln (1 − p) = −ln(1 + e^u).
        -(self.deviations * softplus(-u) + self.conforming * softplus(u))
    }
}

/// ln(1 + e^u).
fn softplus(u: f64) -> f64 {
    u.max(0.0) + (-u.abs()).exp().ln_1p()
}

/// Likelihood × message, as a density of the log-odds.
#[derive(Debug, Clone, Copy)]
pub(super) struct Tilted {
    pub uses: Uses,
    pub message: Message,
    mode: f64,
    /// ln of the integral.
    pub ln_mass: f64,
    pub mean: f64,
    pub variance: f64,
    /// Where the density has fallen to nothing.
    pub reach: [f64; 2],
}

impl Tilted {
    /// The message must have a precision above 0.
    pub fn new(uses: Uses, message: Message) -> Self {
        let mode = mode(uses, message);
        let blank =
            Self { uses, message, mode, ln_mass: 0.0, mean: mode, variance: message.variance(), reach: [mode; 2] };
        blank.integrated()
    }

    /// ln of the density at log-odds u.
    pub fn ln_density(&self, u: f64) -> f64 {
        self.ln_height(u) - self.ln_mass
    }

    fn ln_height(&self, u: f64) -> f64 {
        let distance = u - self.message.mean();
        let normal = 0.5 * (self.message.precision / std::f64::consts::TAU).ln();
        self.uses.ln_likelihood(u) + normal - 0.5 * self.message.precision * distance * distance
    }

    fn integrated(mut self) -> Self {
        let top = self.ln_height(self.mode);
        let step = STEP / curvature(self.uses, self.message, self.mode).sqrt();
        let (mut mass, mut first, mut second) = (1.0, 0.0, 0.0);
        for (side, direction) in [-1.0, 1.0].into_iter().enumerate() {
            for k in 1..=MOST_STEPS {
                let offset = direction * step * f64::from(k);
                let rise = self.ln_height(self.mode + offset) - top;
                let height = rise.exp();
                mass += height;
                first += height * offset;
                second += height * offset * offset;
                self.reach[side] = self.mode + offset;
                if rise < -FALL {
                    break;
                }
            }
        }
        let shift = first / mass;
        self.mean = self.mode + shift;
        self.variance = second / mass - shift * shift;
        self.ln_mass = top + (step * mass).ln();
        self
    }
}

/// Where a log-concave density is highest: Newton's method, no step longer than [`LONGEST_STEP`].
fn mode(uses: Uses, message: Message) -> f64 {
    let mut u = message.mean();
    for _ in 0..MOST_NEWTON_STEPS {
        let (share, rest) = shares(u);
        let slope = uses.deviations * rest - uses.conforming * share - message.precision * u + message.weighted;
        let step = (slope / curvature(uses, message, u)).clamp(-LONGEST_STEP, LONGEST_STEP);
        u += step;
        if step.abs() < 1e-10 * (1.0 + u.abs()) || !step.is_finite() {
            break;
        }
    }
    u
}

fn curvature(uses: Uses, message: Message, u: f64) -> f64 {
    let (share, rest) = shares(u);
    (uses.deviations + uses.conforming) * share * rest + message.precision
}

fn shares(u: f64) -> (f64, f64) {
    crate::stats::incomplete_beta::logistic(u)
}
