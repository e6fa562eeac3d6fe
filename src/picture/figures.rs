//! Charts described from figures.

use super::chart::{Axis, AxisFormat, Bar, Chart, Interval, Layer, TableTwin};
use super::format;
use crate::stats::{Beta, Comparison};

/// Points on each posterior curve: smooth at any size a window has.
const CURVE_POINTS: usize = 201;

/// Where each variant's true rate probably lies.
pub fn posterior_curves(comparison: &Comparison) -> Chart {
    let posteriors: Vec<Beta> =
        comparison.arms.iter().map(|arm| Beta { alpha: arm.posterior.alpha, beta: arm.posterior.beta }).collect();
    let reach = |sign: f64| {
        move |arm: &crate::stats::ArmFigures| (arm.posterior.mean + sign * 4.0 * arm.posterior.sd).clamp(0.0, 1.0)
    };
    let low = comparison.arms.iter().map(reach(-1.0)).fold(1.0, f64::min);
    let high = comparison.arms.iter().map(reach(1.0)).fold(0.0, f64::max);
    let at = |index: usize| low + (high - low) * index as f64 / (CURVE_POINTS - 1) as f64;
    // A density may be infinite at 0 or 1 for priors below one; a drawing cannot.
    let density = |posterior: &Beta, x: f64| posterior.pdf(x.clamp(1e-9, 1.0 - 1e-9)).min(1e12);
    let tallest = posteriors
        .iter()
        .flat_map(|posterior| (0..CURVE_POINTS).map(move |index| density(posterior, at(index))))
        .fold(f64::MIN_POSITIVE, f64::max);
    let curve = |(series, arm): (usize, &crate::stats::ArmFigures)| Layer::Curve {
        name: arm.name.clone(),
        series,
        points: (0..CURVE_POINTS).map(|index| [at(index), density(&posteriors[series], at(index)) / tallest]).collect(),
        filled: true,
    };
    Chart {
        title: "How many say yes".into(),
        subtitle: "Where each wording's true rate probably lies; rate of everyone shown".into(),
        x: Axis {
            label: "Rate".into(),
            format: AxisFormat::Percent(axis_decimals(high - low)),
            range: Some([low, high]),
        },
        y: Axis { label: "How plausible".into(), format: AxisFormat::Hidden, range: Some([0.0, 1.12]) },
        layers: comparison.arms.iter().enumerate().map(curve).collect(),
        table: rates_table(comparison),
    }
}

/// The prior, which all wordings share, beside what is known of each by now; each curve scaled to its own height.
pub fn prior_and_posteriors(comparison: &Comparison) -> Chart {
    let mut chart = posterior_curves(comparison);
    chart.title = "Before and after".into();
    chart.subtitle = "What was believed of every wording (“Before any data”), and what is known of each now; heights are not comparable".into();
    let Some(prior) = comparison.arms.first().map(|arm| arm.prior) else { return chart };
    let [low, high] = chart.x.range.unwrap_or([0.0, 1.0]);
    let at = |index: usize| low + (high - low) * (index as f64 + 0.5) / CURVE_POINTS as f64;
    let density = |index: usize| prior.pdf(at(index).clamp(1e-9, 1.0 - 1e-9)).min(1e12);
    let tallest = (0..CURVE_POINTS).map(density).fold(f64::MIN_POSITIVE, f64::max);
    let points: Vec<[f64; 2]> = (0..CURVE_POINTS).map(|index| [at(index), 0.5 * density(index) / tallest]).collect();
    chart
        .layers
        .insert(0, Layer::Curve { name: "Before any data".into(), series: PRIOR_SERIES, points, filled: false });
    chart
}

/// The last colour of the palette, so that it is that of no wording in most experiments.
const PRIOR_SERIES: usize = 5;

/// Decimals of a per cent axis that is so wide.
pub(super) fn axis_decimals(width: f64) -> usize {
    if width < 0.005 {
        2
    } else if width < 0.05 {
        1
    } else {
        0
    }
}

fn rates_table(comparison: &Comparison) -> TableTwin {
    let row = |arm: &crate::stats::ArmFigures| {
        vec![
            arm.name.clone(),
            format::count(arm.shown),
            format::count(arm.accepted),
            arm.rate.map_or_else(|| "–".into(), |rate| format::percent_for_interval(rate, arm.equal_tailed)),
            format::interval_percent(arm.equal_tailed),
        ]
    };
    TableTwin {
        columns: ["Wording", "People", "Said yes", "Rate", "95% interval"].map(String::from).to_vec(),
        rows: comparison.arms.iter().map(row).collect(),
    }
}

/// The axis of differences that are drawn as intervals, with room for names to the left of them and for figures to the right.
pub(super) fn difference_axis(intervals: &[Interval]) -> Axis {
    let low = intervals.iter().map(|interval| interval.outer[0]).fold(0.0, f64::min);
    let high = intervals.iter().map(|interval| interval.outer[1]).fold(0.0, f64::max);
    let width = (high - low).max(1e-4);
    Axis {
        label: "Difference".into(),
        format: AxisFormat::Points(axis_decimals(high - low)),
        range: Some([low - 0.5 * width, high + 0.75 * width]),
    }
}

/// How many points more or fewer than the control, each with its interval.
pub fn lift_intervals(comparison: &Comparison) -> Chart {
    let rows = comparison.pairs.len();
    let interval = |(index, pair): (usize, &crate::stats::PairFigures)| {
        let [low, high] = pair.difference.equal_tailed;
        let decimals = axis_decimals((high - low) / 10.0).max(1);
        Interval {
            row: (rows - index) as f64,
            outer: [low, high],
            inner: [low, high],
            middle: pair.difference.mean,
            name: pair.arm.clone(),
            remark: format!(
                "{} ({} to {})",
                format::points(pair.difference.mean, decimals),
                format::signed(low * 100.0, decimals),
                format::signed(high * 100.0, decimals)
            ),
            caption: format!("better: {}", format::probability(pair.probability_better)),
            series: index + 1,
        }
    };
    let intervals: Vec<Interval> = comparison.pairs.iter().enumerate().map(interval).collect();
    let table = TableTwin {
        columns: ["Wording", "Difference", "95% interval from", "to", "Chance of being better"]
            .map(String::from)
            .to_vec(),
        rows: comparison
            .pairs
            .iter()
            .map(|pair| {
                let [low, high] = pair.difference.equal_tailed;
                let better = format::probability(pair.probability_better);
                vec![
                    pair.arm.clone(),
                    format::points(pair.difference.mean, 2),
                    format::points(low, 2),
                    format::points(high, 2),
                    better,
                ]
            })
            .collect(),
    };
    let baseline = comparison.arms.first().map(|arm| arm.name.clone()).unwrap_or_default();
    Chart {
        title: format!("Compared with “{baseline}”"),
        subtitle: "Percentage points more or fewer; the line is the 95% interval".into(),
        x: difference_axis(&intervals),
        y: Axis { label: "Wording".into(), format: AxisFormat::Hidden, range: Some([0.4, rows as f64 + 0.75]) },
        layers: vec![Layer::Mark { x: 0.0, label: "no difference".into() }, Layer::Intervals(intervals)],
        table,
    }
}

/// One quarter, as charts need it.
#[derive(Debug, Clone, PartialEq)]
pub struct QuarterPoint {
    /// Such as `2026-Q4`.
    pub label: String,
    /// Deviations per use with their 95% limits: rate, lower, upper; `None` where no uses are known.
    pub rate: Option<(f64, f64, f64)>,
    /// Deviations counted, recorded ones included.
    pub count: u64,
}

/// Deviations per 1,000 uses, quarter by quarter; marks stand at fractional positions of the quarters.
pub fn quarter_rates(quarters: &[QuarterPoint], marks: &[(f64, String)]) -> Chart {
    let highest = quarters.iter().filter_map(|quarter| quarter.rate).map(|rate| rate.2 * 1000.0).fold(1e-3, f64::max);
    let mut layers: Vec<Layer> = marks.iter().map(|(x, label)| Layer::Mark { x: *x, label: label.clone() }).collect();
    let positioned: Vec<_> = (0..).map(f64::from).zip(quarters.iter().map(|quarter| quarter.rate)).collect();
    // A quarter without known uses breaks the line: nobody measured a rate there.
    for stretch in positioned.split(|point| point.1.is_none()).filter(|stretch| !stretch.is_empty()) {
        let known = || stretch.iter().filter_map(|(x, rate)| rate.map(|rate| (*x, rate)));
        layers.push(Layer::Band {
            name: "95% band".into(),
            series: 0,
            xs: known().map(|point| point.0).collect(),
            lower: known().map(|point| point.1.1 * 1000.0).collect(),
            upper: known().map(|point| point.1.2 * 1000.0).collect(),
        });
        let points = known().map(|(x, rate)| [x, rate.0 * 1000.0]).collect();
        layers.push(Layer::Dots { name: "Deviations per 1,000 uses".into(), series: 0, points });
    }
    let row = |quarter: &QuarterPoint| {
        let (rate, low, high) = quarter.rate.map_or(("–".into(), "–".into(), "–".into()), |(rate, low, high)| {
            (format::per_thousand(rate), format::per_thousand(low), format::per_thousand(high))
        });
        vec![quarter.label.clone(), rate, low, high, format::count(quarter.count)]
    };
    Chart {
        title: "Deviations per 1,000 uses".into(),
        subtitle: "Dots with 95% band; uses of one campaign and day count as going wrong together".into(),
        x: quarter_axis(quarters),
        y: Axis {
            label: "Per 1,000 uses".into(),
            format: AxisFormat::Number(decimals_up_to(highest)),
            range: Some([0.0, highest * 1.15]),
        },
        layers,
        table: TableTwin {
            columns: ["Quarter", "Per 1,000 uses", "95% from", "to", "Deviations"].map(String::from).to_vec(),
            rows: quarters.iter().map(row).collect(),
        },
    }
}

fn quarter_axis(quarters: &[QuarterPoint]) -> Axis {
    let names = quarters.iter().map(|quarter| quarter.label.clone()).collect();
    let last = quarters.len().saturating_sub(1) as f64;
    Axis { label: "Quarter".into(), format: AxisFormat::Names(names), range: Some([-0.4, last + 0.4]) }
}

/// Decimals that tell the marks of an axis from zero to a highest value apart.
pub(super) fn decimals_up_to(highest: f64) -> usize {
    match highest {
        high if high >= 6.0 => 0,
        high if high >= 0.6 => 1,
        high if high >= 0.06 => 2,
        _ => 3,
    }
}

/// Deviations counted, quarter by quarter, where no uses are known to hold them against.
pub fn quarter_counts(quarters: &[QuarterPoint]) -> Chart {
    let points: Vec<[f64; 2]> =
        (0..).map(f64::from).zip(quarters).map(|(x, quarter)| [x, quarter.count as f64]).collect();
    // At least six, so that the marks of the axis are whole numbers.
    let highest = points.iter().map(|point| point[1]).fold(6.0, f64::max);
    Chart {
        title: "Deviations recorded".into(),
        subtitle: "Counts; how many uses they were among is not known".into(),
        x: quarter_axis(quarters),
        y: Axis { label: "Deviations".into(), format: AxisFormat::Number(0), range: Some([0.0, highest * 1.15]) },
        layers: vec![Layer::Dots { name: "Deviations".into(), series: 0, points }],
        table: TableTwin {
            columns: ["Quarter", "Deviations"].map(String::from).to_vec(),
            rows: quarters.iter().map(|quarter| vec![quarter.label.clone(), format::count(quarter.count)]).collect(),
        },
    }
}

/// Counts by name, largest first, each with its share.
pub fn ranked_bars(title: &str, subtitle: &str, mut counts: Vec<(String, u64)>) -> Chart {
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let total: u64 = counts.iter().map(|count| count.1).sum();
    let share = |count: u64| format::percent(count as f64 / total.max(1) as f64, 0);
    let bar = |(name, count): &(String, u64)| Bar {
        name: name.clone(),
        value: *count as f64,
        caption: format!("{} · {}", share(*count), format::count(*count)),
    };
    let highest = counts.first().map_or(1.0, |count| count.1 as f64);
    Chart {
        title: title.into(),
        subtitle: subtitle.into(),
        x: Axis { label: "Count".into(), format: AxisFormat::Hidden, range: Some([0.0, highest * 1.35]) },
        y: Axis {
            label: "Name".into(),
            format: AxisFormat::Names(counts.iter().map(|count| count.0.clone()).collect()),
            range: None,
        },
        layers: vec![Layer::Bars { series: 0, bars: counts.iter().map(bar).collect() }],
        table: TableTwin {
            columns: ["Name", "Count", "Share"].map(String::from).to_vec(),
            rows: counts.iter().map(|(name, count)| vec![name.clone(), format::count(*count), share(*count)]).collect(),
        },
    }
}
