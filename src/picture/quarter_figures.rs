//! Charts of quarters: the level of deviations, and why they happened.

use super::chart::{Axis, AxisFormat, Bar, Chart, Layer, TableTwin};
use super::figures::decimals_up_to;
use super::format;
use crate::stats::rates::Level;

/// The most bars of a Pareto chart; the rest is put together.
const MOST_BARS: usize = 10;

/// One quarter, as the chart of levels needs it.
#[derive(Debug, Clone, PartialEq)]
pub struct LevelPoint {
    /// Such as `2026-Q4`.
    pub label: String,
    /// Deviations per use as observed, 0 to 1; `None` where no uses are known.
    pub rate: Option<f64>,
    /// The level as its neighbours help to tell it.
    pub level: Option<Level>,
    /// Deviations counted, recorded ones included.
    pub count: u64,
}

/// The level of deviations per 1,000 uses with its 95% band, and what was observed; marks stand at fractional positions of the quarters.
pub fn quarter_levels(quarters: &[LevelPoint], marks: &[(f64, String)]) -> Chart {
    let placed: Vec<(f64, &LevelPoint)> = (0..).map(f64::from).zip(quarters).collect();
    let mut layers: Vec<Layer> = marks.iter().map(|(x, label)| Layer::Mark { x: *x, label: label.clone() }).collect();
    let segment = |point: &(f64, &LevelPoint)| point.1.level.map(|level| level.segment);
    for stretch in placed.chunk_by(|one, other| segment(one) == segment(other)) {
        let known: Vec<(f64, Level)> = stretch.iter().filter_map(|(x, point)| Some((*x, point.level?))).collect();
        layers.extend(level_layers(&known));
    }
    let observed: Vec<[f64; 2]> = placed.iter().filter_map(|(x, point)| Some([*x, point.rate? * 1000.0])).collect();
    layers.push(Layer::Points { name: "As observed".into(), series: 1, points: observed });
    let tops = quarters.iter().flat_map(|point| [point.rate, point.level.map(|level| level.upper)]);
    let highest = tops.flatten().map(|rate| rate * 1000.0).fold(1e-3, f64::max);
    let names = quarters.iter().map(|point| point.label.clone()).collect();
    let last = quarters.len().saturating_sub(1) as f64;
    Chart {
        title: "Deviations per 1,000 uses".into(),
        subtitle:
            "Line: the level, told with the help of the neighbouring quarters, and its 95% band; dots: as observed"
                .into(),
        x: Axis { label: "Quarter".into(), format: AxisFormat::Names(names), range: Some([-0.4, last + 0.4]) },
        y: Axis {
            label: "Per 1,000 uses".into(),
            format: AxisFormat::Number(decimals_up_to(highest)),
            range: Some([0.0, highest * 1.2]),
        },
        layers,
        table: TableTwin {
            columns: ["Quarter", "As observed", "Level", "95% from", "to", "Chance of being better", "Deviations"]
                .map(String::from)
                .to_vec(),
            rows: quarters.iter().map(row).collect(),
        },
    }
}

/// Band and line of the levels of one segment; a single quarter gets some width, so that it can be seen.
fn level_layers(known: &[(f64, Level)]) -> Vec<Layer> {
    let wide = |x: f64| if known.len() == 1 { vec![x - 0.15, x + 0.15] } else { vec![x] };
    let spread: Vec<(f64, Level)> =
        known.iter().flat_map(|(x, level)| wide(*x).into_iter().map(move |x| (x, *level))).collect();
    if spread.is_empty() {
        return Vec::new();
    }
    vec![
        Layer::Band {
            name: "95% band".into(),
            series: 0,
            xs: spread.iter().map(|point| point.0).collect(),
            lower: spread.iter().map(|point| point.1.lower * 1000.0).collect(),
            upper: spread.iter().map(|point| point.1.upper * 1000.0).collect(),
        },
        Layer::Stroke {
            name: "Level".into(),
            series: 0,
            points: spread.iter().map(|point| [point.0, point.1.rate * 1000.0]).collect(),
        },
    ]
}

fn row(point: &LevelPoint) -> Vec<String> {
    let rate = |rate: Option<f64>| rate.map_or_else(|| "–".into(), format::per_thousand);
    let better = point.level.and_then(|level| level.probability_better);
    vec![
        point.label.clone(),
        rate(point.rate),
        rate(point.level.map(|level| level.rate)),
        rate(point.level.map(|level| level.lower)),
        rate(point.level.map(|level| level.upper)),
        better.map_or_else(|| "–".into(), format::probability),
        format::count(point.count),
    ]
}

/// Counts by name, largest first, with the running total: which few account for most.
pub fn pareto(title: &str, subtitle: &str, mut counts: Vec<(String, u64)>) -> Chart {
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    if counts.len() > MOST_BARS {
        let others = counts.split_off(MOST_BARS - 1);
        counts.push((format!("{} others", others.len()), others.iter().map(|count| count.1).sum()));
    }
    let total: u64 = counts.iter().map(|count| count.1).sum();
    let share = |count: u64| format::percent(count as f64 / total.max(1) as f64, 0);
    let running: Vec<u64> = counts
        .iter()
        .scan(0, |sum, count| {
            *sum += count.1;
            Some(*sum)
        })
        .collect();
    let bar = |((name, count), sum): (&(String, u64), &u64)| Bar {
        name: name.clone(),
        value: *count as f64,
        caption: format!("{} · {} · {} so far", format::count(*count), share(*count), share(*sum)),
    };
    let line = (0..).map(f64::from).zip(&running).map(|(row, sum)| [*sum as f64, row]).collect();
    Chart {
        title: title.into(),
        subtitle: subtitle.into(),
        x: Axis { label: "Deviations".into(), format: AxisFormat::Hidden, range: Some([0.0, total as f64]) },
        y: Axis {
            label: "Name".into(),
            format: AxisFormat::Names(counts.iter().map(|count| count.0.clone()).collect()),
            range: None,
        },
        layers: vec![
            Layer::Bars { series: 0, bars: counts.iter().zip(&running).map(bar).collect() },
            Layer::Stroke { name: "Running total".into(), series: 1, points: line },
        ],
        table: TableTwin {
            columns: ["Name", "Count", "Share", "Running share"].map(String::from).to_vec(),
            rows: counts
                .iter()
                .zip(&running)
                .map(|((name, count), sum)| vec![name.clone(), format::count(*count), share(*count), share(*sum)])
                .collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn point(rate: f64, segment: usize) -> LevelPoint {
        let level = Level { rate, lower: rate / 2.0, upper: 2.0 * rate, probability_better: None, segment };
        LevelPoint { label: "2026-Q1".into(), rate: Some(rate), level: Some(level), count: 4 }
    }

    #[test]
    fn each_segment_has_a_band_of_its_own_and_a_single_quarter_can_be_seen() {
        let quarters = [point(0.004, 0), point(0.005, 0), point(0.002, 1)];
        let chart = quarter_levels(&quarters, &[(1.5, "Policy 2".into())]);
        let bands: Vec<&Vec<f64>> = chart
            .layers
            .iter()
            .filter_map(|layer| if let Layer::Band { xs, .. } = layer { Some(xs) } else { None })
            .collect();
        assert_eq!(bands, [&vec![0.0, 1.0], &vec![1.85, 2.15]]);
        assert_eq!(chart.table.rows[1][..3], ["2026-Q1", "5.0", "5.0"]);
        let nothing = LevelPoint { label: "2026-Q2".into(), rate: None, level: None, count: 1 };
        assert_eq!(quarter_levels(&[nothing], &[]).table.rows[0][1], "–");
    }

    #[test]
    fn the_running_total_ends_at_everything() {
        let counts = (1..=14).map(|number| (format!("Cause {number:02}"), number)).collect();
        let chart = pareto("Why", "", counts);
        assert_eq!(chart.table.rows.len(), MOST_BARS);
        assert_eq!(chart.table.rows[0], ["Cause 14", "14", "13%", "13%"]);
        assert_eq!(chart.table.rows[9], ["5 others", "15", "14%", "100%"]);
        let Layer::Stroke { points, .. } = &chart.layers[1] else { panic!("no running total") };
        assert_eq!(points.last(), Some(&[105.0, 9.0]));
        assert!(pareto("Why", "", Vec::new()).table.rows.is_empty());
    }
}
