//! The share of permissions still held: Kaplan & Meier's estimate and the exact posterior under a Dirichlet process.
//!
//! Prior: the distribution of lifetimes is a Dirichlet process (Ferguson 1973) of weight one person, about a curve that halves at
//! [`MEDIAN_DAYS`] and falls ever more slowly, S₀(t) = m / (m + t). Under right-censoring the posterior is neutral to the right (Ferguson &
//! Phadia 1979; Susarla & Van Ryzin 1976; the beta process of Hjort 1990 with c = S₀ is the same): shares kept over successive stretches of
//! time are independent. Cut at the days on which somebody leaves the count while holding, each is a Beta variable:
//!
//!   S(t)/S(s) ~ Beta(S₀(t) + still holding after t, S₀(s) − S₀(t) + withdrawn in (s, t]).
//!
//! Without anyone leaving before t this is one Beta of all who accepted. A band from the data alone (Lo 1993) is the limit of no prior
//! weight, but then “no withdrawal yet” would mean “never”, which nobody knows.

use super::super::posterior::Beta;
use super::chain::Chain;
use super::{CurvePoint, Held, ShareFigures};

/// Median lifetime of a permission as far as the prior knows; its weight is one person.
const MEDIAN_DAYS: f64 = 90.0;
/// A curve never has more points than this; further ones are joined.
const MOST_POINTS: usize = 400;

/// What happened on one day.
#[derive(Debug, Clone, Copy, PartialEq)]
struct Day {
    after: f64,
    withdrawn: u64,
    /// Left the count while holding.
    left: u64,
}

/// The people of one arm along the days since their permission.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Survival {
    days: Vec<Day>,
    people: u64,
}

/// The share still holding just after some day.
#[derive(Debug, Clone, Copy, PartialEq)]
pub(super) struct Standing {
    /// Stretches that ended with somebody leaving.
    closed: Chain,
    /// When the open stretch began.
    since: f64,
    /// Withdrawn in the open stretch.
    withdrawn: u64,
    /// Holding after the last day seen.
    holding: u64,
    /// Kaplan & Meier.
    surviving: f64,
}

impl Standing {
    /// The posterior of the share still holding at day `at`, not before the last day seen.
    fn chain(&self, at: f64) -> Chain {
        self.closed.times(prior(at) + self.holding as f64, prior_fall(self.since, at) + self.withdrawn as f64)
    }

    /// Withdrawals come before leaving on the same day (Kaplan & Meier 1958).
    fn pass(&mut self, day: &Day) {
        if day.withdrawn > 0 {
            self.surviving *= (self.holding - day.withdrawn) as f64 / self.holding as f64;
            self.holding -= day.withdrawn;
            self.withdrawn += day.withdrawn;
        }
        if day.left > 0 {
            self.closed = self.chain(day.after);
            self.since = day.after;
            self.withdrawn = 0;
            self.holding -= day.left;
        }
    }
}

/// S₀(t).
fn prior(day: f64) -> f64 {
    MEDIAN_DAYS / (MEDIAN_DAYS + day)
}

/// S₀(from) − S₀(to).
fn prior_fall(from: f64, to: f64) -> f64 {
    prior(from) * (to - from) / (MEDIAN_DAYS + to)
}

impl Survival {
    /// Times must be finite and at least 0, and all people together fit a u64.
    pub fn new(held: &[Held]) -> Self {
        let mut sorted: Vec<&Held> = held.iter().filter(|held| held.people > 0).collect();
        sorted.sort_by(|a, b| a.days.total_cmp(&b.days));
        let mut days: Vec<Day> = Vec::new();
        for held in sorted {
            // −0 and 0 are the same day.
            let place = held.days + 0.0;
            if days.last().is_none_or(|day| day.after < place) {
                days.push(Day { after: place, withdrawn: 0, left: 0 });
            }
            if let Some(day) = days.last_mut() {
                let count = if held.withdrawn { &mut day.withdrawn } else { &mut day.left };
                *count += held.people;
            }
        }
        let people = days.iter().map(|day| day.withdrawn + day.left).sum();
        Self { days, people }
    }

    fn start(&self) -> Standing {
        Standing { closed: Chain::ONE, since: 0.0, withdrawn: 0, holding: self.people, surviving: 1.0 }
    }

    pub fn followed_days(&self) -> Option<f64> {
        self.days.last().map(|day| day.after)
    }

    pub fn withdrawn(&self) -> u64 {
        self.days.iter().map(|day| day.withdrawn).sum()
    }

    /// People seen to hold until just before day `at`.
    pub fn at_risk(&self, at: f64) -> u64 {
        self.days.iter().filter(|day| day.after >= at).map(|day| day.withdrawn + day.left).sum()
    }

    /// The posterior of the share that still holds after day `at` > 0.
    pub fn holding_at(&self, at: f64) -> Chain {
        let mut standing = self.start();
        self.days.iter().filter(|day| day.after < at).for_each(|day| standing.pass(day));
        // On the day itself only withdrawals count: whoever leaves then has held until then.
        if let Some(day) = self.days.iter().find(|day| same(day.after, at)) {
            standing.pass(&Day { left: 0, ..*day });
        }
        standing.chain(at)
    }

    /// Day 0, the days with withdrawals and the last day followed, evenly thinned to [`MOST_POINTS`].
    pub fn curve(&self, level: f64) -> Vec<CurvePoint> {
        let last = self.days.len().saturating_sub(1);
        let wanted = |(index, day): &(usize, &Day)| day.withdrawn > 0 || *index == last;
        let stride = self.days.iter().enumerate().filter(wanted).count().div_ceil(MOST_POINTS).max(1);
        let mut points = Vec::new();
        let mut standing = self.start();
        let (mut seen, mut told) = (0, 0);
        if self.days.first().is_some_and(|day| day.after > 0.0 || (day.withdrawn == 0 && last > 0)) {
            points.push(CurvePoint {
                day: 0.0,
                at_risk: self.people,
                withdrawn: 0,
                surviving: 1.0,
                mean: 1.0,
                band: [1.0; 2],
            });
        }
        let mut withdrawn = 0;
        for (index, day) in self.days.iter().enumerate() {
            let at_risk = standing.holding;
            withdrawn += day.withdrawn;
            let mut after = standing;
            after.pass(&Day { left: 0, ..*day });
            if wanted(&(index, day)) {
                seen += 1;
                if seen % stride == 0 || index == last {
                    points.push(point(&after, day.after, at_risk, withdrawn - told, level));
                    told = withdrawn;
                }
            }
            standing.pass(day);
        }
        points
    }
}

fn point(standing: &Standing, day: f64, at_risk: u64, withdrawn: u64, level: f64) -> CurvePoint {
    let share = share_figures(&standing.chain(day), level);
    CurvePoint { day, at_risk, withdrawn, surviving: standing.surviving, mean: share.mean, band: share.equal_tailed }
}

fn same(a: f64, b: f64) -> bool {
    a.total_cmp(&b).is_eq()
}

/// Mean, interval and matched Beta of a share. A share known to be 1 is given the sharpest Beta there.
pub(super) fn share_figures(chain: &Chain, level: f64) -> ShareFigures {
    chain.matched().map_or(
        ShareFigures { mean: 1.0, equal_tailed: [1.0; 2], posterior: Beta { alpha: 1e9, beta: 1e-3 } },
        |posterior| ShareFigures { mean: chain.mean(), equal_tailed: posterior.equal_tailed(level), posterior },
    )
}

#[cfg(test)]
#[path = "survival_tests.rs"]
mod tests;
