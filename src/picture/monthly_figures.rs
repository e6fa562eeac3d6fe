//! The chart of months with their control limits.

use super::chart::{Axis, AxisFormat, Chart, Layer, TableTwin};
use super::figures::decimals_up_to;
use super::format;
use crate::stats::control::{ControlChart, ControlPoint};

/// Deviations per 1,000 uses, month by month, within their control limits; marks, given by their place among the months, say what changed.
pub fn monthly_limits(control: &ControlChart, marks: &[(f64, String)]) -> Chart {
    let placed: Vec<(f64, &ControlPoint)> = (0..).map(f64::from).zip(&control.points).collect();
    let mut layers: Vec<Layer> = marks.iter().map(|(x, label)| Layer::Mark { x: *x, label: label.clone() }).collect();
    for (number, segment) in control.segments.iter().enumerate() {
        layers.extend(band(&placed, number));
        let reach = [segment.first as f64 - 0.3, segment.last as f64 + 0.3];
        layers.extend(segment.centre.map(|centre| level(reach, centre)));
        let rates = placed.iter().filter(|(_, point)| point.segment == number);
        let points: Vec<[f64; 2]> = rates.filter_map(|(x, point)| Some([*x, point.rate? * 1000.0])).collect();
        if !points.is_empty() {
            layers.push(Layer::Dots { name: "Deviations per 1,000 uses".into(), series: 0, points });
        }
    }
    let highest = control.points.iter().flat_map(|point| [point.rate, point.limits.map(|limits| limits[1])]);
    let highest = highest.flatten().map(|rate| rate * 1000.0).fold(1e-3, f64::max);
    let trial = control.segments.last().is_some_and(|segment| segment.trial);
    let names = control.points.iter().map(|point| short(&point.label)).collect();
    let last = control.points.len().saturating_sub(1) as f64;
    Chart {
        title: "Month by month".into(),
        subtitle: if trial {
            "Deviations per 1,000 uses within trial limits: there are fewer than 12 months since the last change".into()
        } else {
            "Deviations per 1,000 uses; a month within the band varies as it usually does".into()
        },
        x: Axis { label: "Month".into(), format: AxisFormat::Names(names), range: Some([-0.4, last + 0.4]) },
        y: Axis {
            label: "Per 1,000 uses".into(),
            format: AxisFormat::Number(decimals_up_to(highest)),
            range: Some([0.0, highest * 1.15]),
        },
        layers,
        table: TableTwin {
            columns: ["Month", "Deviations", "Per 1,000 uses", "Limits from", "to"].map(String::from).to_vec(),
            rows: control.points.iter().map(row).collect(),
        },
    }
}

fn level([from, to]: [f64; 2], centre: f64) -> Layer {
    Layer::Level { from, to, y: centre * 1000.0, label: "Mean".into(), dashed: true }
}

fn band(placed: &[(f64, &ControlPoint)], segment: usize) -> Option<Layer> {
    let within = placed.iter().filter(|(_, point)| point.segment == segment);
    let limits: Vec<(f64, [f64; 2])> = within.filter_map(|(x, point)| Some((*x, point.limits?))).collect();
    (limits.len() > 1).then(|| Layer::Band {
        name: "Control limits".into(),
        series: 5,
        xs: limits.iter().map(|limit| limit.0).collect(),
        lower: limits.iter().map(|limit| limit.1[0] * 1000.0).collect(),
        upper: limits.iter().map(|limit| limit.1[1] * 1000.0).collect(),
    })
}

fn row(point: &ControlPoint) -> Vec<String> {
    let rate = |rate: Option<f64>| rate.map_or_else(|| "–".into(), format::per_thousand);
    let limit = |place: usize| rate(point.limits.map(|limits| limits[place]));
    vec![point.label.clone(), format::count(point.count), rate(point.rate), limit(0), limit(1)]
}

/// `March 2026` as `Mar 26`.
fn short(label: &str) -> String {
    match label.split_once(' ') {
        Some((month, year)) => {
            let month: String = month.chars().take(3).collect();
            format!("{month} {}", year.get(2..).unwrap_or(year))
        }
        None => label.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::Quarter;
    use crate::stats::control::{ChartKind, ChartPoint, control_chart};

    #[test]
    fn each_segment_has_its_band_and_its_mean() {
        let quarter = Quarter { year: 2026, number: 1, start_month: 1 };
        let point = |place: u64| ChartPoint {
            label: format!("March 20{:02}", 10 + place),
            quarter,
            count: 3 + place % 2,
            size: 1000.0,
            starts_segment: place == 6,
        };
        let control = control_chart(ChartKind::Proportion, &(0..12).map(point).collect::<Vec<_>>()).unwrap();
        let chart = monthly_limits(&control, &[(0.5, "Policy 2".into())]);
        let count = |is: fn(&Layer) -> bool| chart.layers.iter().filter(|layer| is(layer)).count();
        assert_eq!(count(|layer| matches!(layer, Layer::Band { .. })), 2);
        assert_eq!(count(|layer| matches!(layer, Layer::Level { .. })), 2);
        assert_eq!(count(|layer| matches!(layer, Layer::Mark { .. })), 1);
        assert_eq!(chart.table.rows[0][..3], ["March 2010", "3", "3.0"]);
        assert_eq!(short(&control.points[0].label), "Mar 10");
    }
}
