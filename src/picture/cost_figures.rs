//! Charts of amounts of money: what deviating and adhering cost, and what options of a programme bring.

use super::chart::{Axis, AxisFormat, Bar, Chart, Interval, Layer, TableTwin};
use super::figures::difference_axis;
use super::format;
use crate::stats::money::{Amount, Totals};

/// The costs of one quarter, as charts need them.
#[derive(Debug, Clone, PartialEq)]
pub struct CostPoint {
    /// Such as `2026-Q4`.
    pub label: String,
    /// What deviating cost.
    pub deviating: Amount,
    /// What adhering cost.
    pub adhering: Amount,
    /// What was forgone.
    pub forgone: Amount,
}

const NAMES: [&str; 3] = ["Deviating", "Adhering", "Forgone"];

/// What deviating and adhering cost and what was forgone, quarter by quarter, each with its 80% range.
pub fn costs_by_quarter(points: &[CostPoint], currency: &str) -> Chart {
    let amounts = |point: &CostPoint| [point.deviating, point.adhering, point.forgone];
    let xs: Vec<f64> = (0..).map(f64::from).take(points.len()).collect();
    let highest = points.iter().flat_map(amounts).map(|amount| amount.high).fold(1.0, f64::max);
    let lowest = points.iter().flat_map(amounts).map(|amount| amount.low).fold(0.0, f64::min);
    let mut layers = Vec::new();
    for (series, name) in NAMES.iter().enumerate() {
        let of =
            |what: fn(&Amount) -> f64| points.iter().map(|point| what(&amounts(point)[series])).collect::<Vec<_>>();
        let (lower, upper) = (of(|amount| amount.low), of(|amount| amount.high));
        if lower.iter().zip(&upper).any(|(low, high)| low < high) {
            layers.push(Layer::Band { name: format!("{name}, 80% range"), series, xs: xs.clone(), lower, upper });
        }
    }
    for (series, name) in NAMES.iter().enumerate() {
        let points = xs.iter().zip(points).map(|(x, point)| [*x, amounts(point)[series].median]).collect();
        layers.push(Layer::Curve { name: (*name).into(), series, points, filled: false });
    }
    let row = |point: &CostPoint| {
        let cells = amounts(point).map(|amount| format::amount(&amount, currency));
        std::iter::once(point.label.clone()).chain(cells).collect()
    };
    Chart {
        title: "What it costs".into(),
        subtitle: format!("In {currency}; lines at the middle, bands hold the 80% range"),
        x: Axis {
            label: "Quarter".into(),
            format: AxisFormat::Names(points.iter().map(|point| point.label.clone()).collect()),
            range: Some([-0.4, points.len().saturating_sub(1) as f64 + 0.4]),
        },
        y: Axis {
            label: currency.into(),
            format: AxisFormat::Number(0),
            range: Some([lowest * 1.15, highest.max(6.0) * 1.15]),
        },
        layers,
        table: TableTwin {
            columns: std::iter::once("Quarter").chain(NAMES).map(String::from).collect(),
            rows: points.iter().map(row).collect(),
        },
    }
}

/// The parts of a sum, largest first.
pub fn cost_parts(title: &str, subtitle: &str, totals: &Totals, currency: &str) -> Chart {
    let mut groups = totals.groups.clone();
    groups.sort_by(|one, other| other.amount.mean.total_cmp(&one.amount.mean));
    let told = |amount: &Amount| format::amount(amount, currency);
    let bar = |group: &crate::stats::money::GroupTotal| Bar {
        name: group.group.clone(),
        value: group.amount.mean.max(0.0),
        caption: told(&group.amount),
    };
    let highest = groups.first().map_or(1.0, |group| group.amount.mean).max(1.0);
    Chart {
        title: title.into(),
        subtitle: subtitle.into(),
        x: Axis { label: currency.into(), format: AxisFormat::Hidden, range: Some([0.0, highest * 1.35]) },
        y: Axis {
            label: "Name".into(),
            format: AxisFormat::Names(groups.iter().map(|group| group.group.clone()).collect()),
            range: None,
        },
        layers: vec![Layer::Bars { series: 0, bars: groups.iter().map(bar).collect() }],
        table: TableTwin {
            columns: ["Name", currency].map(String::from).to_vec(),
            rows: groups.iter().map(|group| vec![group.group.clone(), told(&group.amount)]).collect(),
        },
    }
}

/// What each option of a programme would bring in the end, with its 80% range, in thousands of the currency where amounts are large.
pub fn option_values(options: &[(String, Amount, f64)], currency: &str) -> Chart {
    let rows = options.len();
    let interval = |(index, (name, net, best)): (usize, &(String, Amount, f64))| Interval {
        row: (rows - index) as f64,
        outer: [net.low, net.high],
        inner: [net.low, net.high],
        middle: net.median,
        name: name.clone(),
        remark: format::amount(net, currency),
        caption: format!("chance of being best {}", format::probability(*best)),
        series: index,
    };
    let intervals: Vec<Interval> = options.iter().enumerate().map(interval).collect();
    let mut x = difference_axis(&intervals);
    x.format = AxisFormat::Number(0);
    currency.clone_into(&mut x.label);
    Chart {
        title: "What each option would bring in the end".into(),
        subtitle: format!("Worth of the kept permissions less all costs, in {currency}; the line is the 80% range"),
        x,
        y: Axis { label: "Option".into(), format: AxisFormat::Hidden, range: Some([0.4, rows as f64 + 0.75]) },
        layers: vec![Layer::Mark { x: 0.0, label: "pays back".into() }, Layer::Intervals(intervals)],
        table: TableTwin {
            columns: ["Option", "Net", "Chance of being best"].map(String::from).to_vec(),
            rows: options
                .iter()
                .map(|(name, net, best)| vec![name.clone(), format::amount(net, currency), format::probability(*best)])
                .collect(),
        },
    }
}
