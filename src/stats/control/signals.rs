//! What is out of the ordinary in a segment, in words.

use super::runs::off;
use super::{ChartKind, ControlPoint, Segment, Signal, SignalKind};
use crate::stats::words::count;

/// The signals of a segment: points outside their limits in the order of time, then its longest run, then its crossings.
pub(super) fn of_segment(kind: ChartKind, points: &[ControlPoint], segment: &Segment) -> Vec<Signal> {
    let Some(middle) = segment.middle else { return Vec::new() };
    let places = segment.first..=segment.last;
    let mut signals: Vec<Signal> =
        places.filter_map(|place| points.get(place).and_then(|point| outside(kind, place, point))).collect();
    if segment.runs.too_long() {
        signals.extend(longest_run(points, segment, middle));
    }
    if segment.runs.too_few_crossings() {
        signals.push(few_crossings(points, segment));
    }
    signals
}

fn outside(kind: ChartKind, place: usize, point: &ControlPoint) -> Option<Signal> {
    let (rate, [lower, upper]) = (point.rate?, point.limits?);
    if !off(rate, upper) || !off(rate, lower) {
        return None;
    }
    let (name, seen) = (&point.label, rate_words(kind, rate));
    let (kind, sentence) = if rate > upper {
        let limit = rate_words(kind, upper);
        let meaning = if point.count == 1 {
            "but it is a single deviation: look at it, and do not call it a change yet"
        } else {
            "something out of the ordinary made it worse"
        };
        (SignalKind::Above, format!("{name} lies above its upper limit ({seen}, limit {limit}): {meaning}."))
    } else if rate < lower {
        let limit = rate_words(kind, lower);
        let meaning = "something made it better, or not everything was recorded";
        (SignalKind::Below, format!("{name} lies below its lower limit ({seen}, limit {limit}): {meaning}."))
    } else {
        return None;
    };
    Some(Signal { kind, first: place, last: place, sentence })
}

/// The longest run.
fn longest_run(points: &[ControlPoint], segment: &Segment, middle: f64) -> Option<Signal> {
    let sides: Vec<(usize, bool)> = points
        .iter()
        .enumerate()
        .take(segment.last + 1)
        .skip(segment.first)
        .filter_map(|(place, point)| point.rate.filter(|&rate| off(rate, middle)).map(|rate| (place, rate > middle)))
        .collect();
    // The last of several that are longest.
    let run = sides.chunk_by(|a, b| a.1 == b.1).max_by_key(|run| run.len())?;
    let (&(first, above), &(last, _)) = (run.first()?, run.last()?);
    let (from, to) = (&points.get(first)?.label, &points.get(last)?.label);
    let (kind, side, meaning) = if above {
        (SignalKind::RunAbove, "above", "the level has risen for longer than chance explains")
    } else {
        (SignalKind::RunBelow, "below", "the level has fallen for longer than chance explains")
    };
    let length = run.len();
    let most = segment.runs.longest_expected;
    let sentence = format!(
        "{length} points in a row from {from} to {to} lie {side} the middle (by chance hardly more than {most}): {meaning}."
    );
    Some(Signal { kind, first, last, sentence })
}

fn few_crossings(points: &[ControlPoint], segment: &Segment) -> Signal {
    let label = |place: usize| points.get(place).map_or("", |point| point.label.as_str());
    let times = match segment.runs.crossings {
        0 => "never".to_owned(),
        1 => "once".to_owned(),
        crossings => format!("{crossings} times"),
    };
    let sentence = format!(
        "From {} to {} the line crosses its middle {times} (by chance at least {}): the level drifted or shifted in that time.",
        label(segment.first),
        label(segment.last),
        segment.runs.fewest_expected,
    );
    Signal { kind: SignalKind::FewCrossings, first: segment.first, last: segment.last, sentence }
}

/// “14.2 per 1,000 uses”, or “152” where events are counted.
pub(super) fn rate_words(kind: ChartKind, rate: f64) -> String {
    match kind {
        ChartKind::Proportion => format!("{} per 1,000 uses", figure(1_000.0 * rate)),
        ChartKind::Rate => figure(rate),
    }
}

/// Three digits, more where the whole part has more.
#[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "a rounded figure from 100 to 2⁶⁴")]
fn figure(value: f64) -> String {
    if value >= 100.0 {
        return count(value.round() as u64);
    }
    let decimals =
        [(10.0, 1), (1.0, 2), (0.1, 3)].into_iter().find(|&(from, _)| value >= from).map_or(4, |found| found.1);
    if value <= 0.0 { "0".to_owned() } else { format!("{value:.decimals$}") }
}
