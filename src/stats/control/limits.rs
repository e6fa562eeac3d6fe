//! Segments, their centres, and the limits of their points.

use super::runs::runs;
use super::{ChartKind, ChartPoint, ControlPoint, Segment, TRIAL_BELOW};

/// The mean distance of two independent normal deviates, in standard deviations: 2/√π (Montgomery 2019 calls it d₂).
const MEAN_DISTANCE: f64 = 1.128;
/// Limits lie this many standard deviations from the centre (Shewhart 1931).
const LIMIT_SDS: f64 = 3.0;

/// The stretches between breaks.
pub(super) fn segments(kind: ChartKind, points: &[ChartPoint]) -> Vec<Segment> {
    let mut segments = Vec::new();
    let mut first = 0;
    for stretch in points.chunk_by(|_, next| !next.starts_segment) {
        segments.push(segment(kind, stretch, first));
        first += stretch.len();
    }
    segments
}

fn segment(kind: ChartKind, points: &[ChartPoint], first: usize) -> Segment {
    let telling: Vec<&ChartPoint> = points.iter().filter(|point| point.size > 0.0).collect();
    let size: f64 = telling.iter().map(|point| point.size).sum();
    let count: f64 = telling.iter().map(|point| point.count as f64).sum();
    let centre = (size > 0.0).then(|| count / size);
    let rates: Vec<f64> = telling.iter().map(|point| rate(point)).collect();
    let distances: Vec<f64> = centre.map_or_else(Vec::new, |centre| {
        telling.iter().map(|point| (rate(point) - centre) / sd(kind, centre, point.size)).collect()
    });
    let middle = median(&rates);
    Segment {
        first,
        last: first + points.len().saturating_sub(1),
        points: telling.len(),
        centre,
        middle,
        sigma_z: sigma_z(&distances).max(1.0),
        trial: telling.len() < TRIAL_BELOW,
        runs: runs(&rates, middle.unwrap_or_default()),
    }
}

fn median(rates: &[f64]) -> Option<f64> {
    let mut sorted = rates.to_vec();
    sorted.sort_by(f64::total_cmp);
    let half = sorted.len() / 2;
    let (upper, lower) = (sorted.get(half)?, sorted.get(sorted.len().saturating_sub(1) / 2)?);
    Some(0.5 * (lower + upper))
}

/// Laney's σz; 1 where it cannot be told.
fn sigma_z(distances: &[f64]) -> f64 {
    let steps: Vec<f64> = distances.iter().zip(distances.iter().skip(1)).map(|(a, b)| (b - a).abs()).collect();
    let sigma_z = steps.iter().sum::<f64>() / steps.len() as f64 / MEAN_DISTANCE;
    if sigma_z.is_finite() { sigma_z } else { 1.0 }
}

fn rate(point: &ChartPoint) -> f64 {
    point.count as f64 / point.size
}

/// Standard deviation of a rate if single uses were independent.
fn sd(kind: ChartKind, centre: f64, size: f64) -> f64 {
    let unit = match kind {
        ChartKind::Proportion => centre * (1.0 - centre),
        ChartKind::Rate => centre,
    };
    (unit / size).sqrt()
}

/// The points with the limits of their segments.
pub(super) fn control_points(kind: ChartKind, points: &[ChartPoint], segments: &[Segment]) -> Vec<ControlPoint> {
    let of_segment = |(number, segment): (usize, &Segment)| {
        let (centre, widening, enough) = (segment.centre, segment.sigma_z, segment.points >= 2);
        let points = points.iter().skip(segment.first).take(segment.last + 1 - segment.first);
        let with_limits = points.map(move |point| ControlPoint {
            label: point.label.clone(),
            quarter: point.quarter,
            count: point.count,
            rate: (point.size > 0.0).then(|| rate(point)),
            limits: centre
                .filter(|_| enough && point.size > 0.0)
                .map(|centre| limits(kind, centre, widening * sd(kind, centre, point.size))),
            segment: number,
        });
        with_limits.collect::<Vec<_>>()
    };
    segments.iter().enumerate().flat_map(of_segment).collect()
}

fn limits(kind: ChartKind, centre: f64, sd: f64) -> [f64; 2] {
    let highest = if kind == ChartKind::Proportion { 1.0 } else { f64::INFINITY };
    [(centre - LIMIT_SDS * sd).max(0.0), (centre + LIMIT_SDS * sd).min(highest)]
}
