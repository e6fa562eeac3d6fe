//! Signals of months, told by quarter.

use super::{ControlChart, Segment, Signal, SignalKind};
use crate::domain::Quarter;
use serde::Serialize;

/// What the months of a quarter say about it.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuarterSignals {
    /// The quarter.
    pub quarter: Quarter,
    /// Places in [`ControlChart::signals`] of what concerns it.
    pub signals: Vec<usize>,
    /// Whether its limits are trial limits.
    pub trial: bool,
    /// Whether policy or definition changed at one of its points, so that it does not compare with what came before.
    pub broken: bool,
    /// All of it in plain words.
    pub sentence: String,
}

/// What a chart says of each quarter that has points in it, in the order of time.
///
/// A point outside its limits belongs to its quarter. A run belongs to every quarter with a point from which on it was longer than
/// chance explains, and too few crossings to the quarter in which the segment ends.
pub fn quarter_signals(chart: &ControlChart) -> Vec<QuarterSignals> {
    let places: Vec<usize> = (0..chart.points.len()).collect();
    places
        .chunk_by(|&a, &b| chart.points[a].quarter == chart.points[b].quarter)
        .filter_map(|places| of_quarter(chart, *places.first()?, *places.last()?))
        .collect()
}

fn of_quarter(chart: &ControlChart, first: usize, last: usize) -> Option<QuarterSignals> {
    let quarter = chart.points.get(first)?.quarter;
    let concerns = |signal: &Signal| {
        let from = telling_from(chart, signal);
        from <= last && signal.last >= first
    };
    let signals: Vec<usize> =
        (0..chart.signals.len()).filter(|&place| chart.signals.get(place).is_some_and(concerns)).collect();
    let segments: Vec<&Segment> =
        chart.segments.iter().filter(|segment| segment.first <= last && segment.last >= first).collect();
    let trial = segments.iter().any(|segment| segment.trial);
    let broken = segments.iter().any(|segment| segment.first > 0 && segment.first >= first);
    let mut sentences: Vec<String> =
        signals.iter().filter_map(|&place| chart.signals.get(place)).map(|signal| signal.sentence.clone()).collect();
    if sentences.is_empty() {
        sentences.push(quiet(chart, first, last).to_owned());
    }
    if broken {
        sentences.push("Policy or definition changed here: it does not compare with what came before.".to_owned());
    }
    if let Some(fewest) = segments.iter().filter(|segment| segment.trial).map(|segment| segment.points).min() {
        let points = if fewest == 1 { "1 point".to_owned() } else { format!("{fewest} points") };
        sentences.push(format!("These are trial limits: they rest on {points}."));
    }
    Some(QuarterSignals { quarter, signals, trial, broken, sentence: sentences.join(" ") })
}

/// The point from which on a signal could be seen.
fn telling_from(chart: &ControlChart, signal: &Signal) -> usize {
    let segment = chart.segments.iter().find(|segment| segment.first <= signal.first && signal.last <= segment.last);
    match signal.kind {
        SignalKind::FewCrossings => signal.last,
        SignalKind::RunAbove | SignalKind::RunBelow => {
            let spare = segment.map_or(0, |segment| segment.runs.longest.saturating_sub(segment.runs.longest_expected));
            (signal.last + 1).saturating_sub(spare)
        }
        SignalKind::Above | SignalKind::Below => signal.first,
    }
}

fn quiet(chart: &ControlChart, first: usize, last: usize) -> &'static str {
    let points = || chart.points.iter().take(last + 1).skip(first);
    if points().all(|point| point.rate.is_none()) {
        "There is nothing to judge in this quarter."
    } else if points().all(|point| point.limits.is_none()) {
        "There are too few points for limits yet."
    } else {
        "Nothing out of the ordinary: it varies as it usually does."
    }
}
