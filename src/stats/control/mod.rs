//! Is this month out of the ordinary? Control limits and run rules on months, told by quarter.
//!
//! Four points a year cannot show that a level has shifted, so limits and run rules are computed on months and handed on to the quarter.
//! A process that only varies as it always does stays within its limits all but always, and crosses its middle often.
//!
//! **Limits.** The centre c is the mean over the segment, all counts ÷ all sizes. A point of size n has the standard deviation s = √(c (1 − c) /
//! n) where single uses deviate or do not (p chart), or s = √(c / n) where events are counted (u chart; Montgomery 2019). Uses of one
//! campaign go wrong together, so that months vary more than that. Laney (2002) lets the months say how much more: with z the distances from the
//! centre in s, σz is the mean of |z − z before| ÷ 1.128, and the limits lie at c ± 3 s σz, cut at what a rate can be. Here σz widens limits, and
//! never narrows them below those of single uses: a few months that happen to agree are no proof of order.
//!
//! **Runs** (Anhøj & Olesen 2014). Of n points that do not lie on the median, a run on one side of it longer than round(log₂ n) + 3 signals a
//! shift, and so do fewer crossings of it than the 5% point of a binomial of n − 1 even chances. The median, because one bad month pulls the mean
//! so far up that all others lie below it, which would look like a shift.
//!
//! **Breaks.** A change of policy or definition starts a new segment with limits of its own. Limits of fewer than [`TRIAL_BELOW`] points are
//! trial limits and called so.
//!
//! How often a steady process is called odd: of 600 charts of 24 months of 20,000 uses whose monthly rates vary by a fifth of their mean, 9% had a month
//! outside these limits, 0.7% too long a run and 3% too few crossings; with limits of single uses all of them had a month outside.
//!
//! Where fewer than one deviation is expected in a month, a single one may lie above the upper limit; the sentence then counts it.

mod limits;
mod quarters;
mod runs;
mod signals;

use super::error::StatsError;
use crate::domain::Quarter;
use serde::Serialize;

pub use quarters::{QuarterSignals, quarter_signals};
pub use runs::{Runs, runs};

/// Limits of fewer points than this are trial limits.
pub const TRIAL_BELOW: usize = 12;

/// What is counted.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum ChartKind {
    /// Uses that deviate, of all uses: p chart. A count is at most its size.
    Proportion,
    /// Events per size, where one use may bring several or nobody knows how many uses there were (size 1): u chart.
    Rate,
}

/// One month, or another stretch of time.
#[derive(Debug, Clone, PartialEq)]
pub struct ChartPoint {
    /// What people call it, such as “March 2026”.
    pub label: String,
    /// The quarter that it lies in.
    pub quarter: Quarter,
    /// How many deviations or events.
    pub count: u64,
    /// Out of how many uses, or over how much of anything; finite, at least 0. A point of size 0 says nothing.
    pub size: f64,
    /// Whether policy or definition changed before it.
    pub starts_segment: bool,
}

/// Points with their limits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ControlChart {
    /// What is counted.
    pub kind: ChartKind,
    /// The points, in the order given.
    pub points: Vec<ControlPoint>,
    /// The stretches between breaks.
    pub segments: Vec<Segment>,
    /// What is out of the ordinary, by segment; points first, then runs.
    pub signals: Vec<Signal>,
}

/// One point with its limits.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ControlPoint {
    /// What people call it.
    pub label: String,
    /// The quarter that it lies in.
    pub quarter: Quarter,
    /// How many deviations or events.
    pub count: u64,
    /// Count ÷ size; `None` for size 0.
    pub rate: Option<f64>,
    /// Lower and upper limit of the rate; `None` for size 0 and in a segment with fewer than two points.
    pub limits: Option<[f64; 2]>,
    /// Which segment it belongs to.
    pub segment: usize,
}

/// A stretch without a break.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Segment {
    /// Place of its first point.
    pub first: usize,
    /// Place of its last point.
    pub last: usize,
    /// How many of its points have a rate.
    pub points: usize,
    /// The mean rate; `None` where no point has one.
    pub centre: Option<f64>,
    /// The median rate, about which runs are counted; `None` where no point has a rate.
    pub middle: Option<f64>,
    /// Laney's σz, at least 1: how much more than single uses its points vary.
    pub sigma_z: f64,
    /// Whether its limits rest on fewer than [`TRIAL_BELOW`] points.
    pub trial: bool,
    /// Its runs about the median.
    pub runs: Runs,
}

/// What is out of the ordinary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
pub enum SignalKind {
    /// A point above its upper limit.
    Above,
    /// A point below its lower limit.
    Below,
    /// Too many points in a row above the median.
    RunAbove,
    /// Too many points in a row below the median.
    RunBelow,
    /// Too few crossings of the median.
    FewCrossings,
}

/// One thing out of the ordinary.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct Signal {
    /// What it is.
    pub kind: SignalKind,
    /// Place of its first point.
    pub first: usize,
    /// Place of its last point.
    pub last: usize,
    /// What was seen and what it may mean.
    pub sentence: String,
}

/// Control limits and signals of points in the order of time.
///
/// # Errors
/// [`StatsError::BadPoint`] for a size that is negative or not finite, events over a size of 0, or more deviations than uses in a
/// proportion.
pub fn control_chart(kind: ChartKind, points: &[ChartPoint]) -> Result<ControlChart, StatsError> {
    points.iter().try_for_each(|point| check(kind, point))?;
    let segments = limits::segments(kind, points);
    let points: Vec<ControlPoint> = limits::control_points(kind, points, &segments);
    let signals = segments.iter().flat_map(|segment| signals::of_segment(kind, &points, segment)).collect();
    Ok(ControlChart { kind, points, segments, signals })
}

fn check(kind: ChartKind, point: &ChartPoint) -> Result<(), StatsError> {
    let count = point.count as f64;
    let sound = point.size >= 0.0
        && point.size.is_finite()
        && (point.size > 0.0 || point.count == 0)
        && (kind == ChartKind::Rate || count <= point.size);
    let bad = || StatsError::BadPoint { label: point.label.clone(), count: point.count, size: point.size };
    if sound { Ok(()) } else { Err(bad()) }
}

#[cfg(test)]
mod tests;
