//! Charts of one experiment over time, over segments, of kept permission and of plans.

use super::figures::{axis_decimals, difference_axis};
use super::{Axis, AxisFormat, Chart, Interval, Layer, TableTwin, format};
use crate::stats::kept::KeptFigures;
use crate::stats::planning::{Goal, Plan};
use crate::stats::segments::SegmentFigures;
use crate::stats::watching::Standing;

/// How the accept rates developed: the posterior mean of each wording's rate by the end of each day, with its interval. `days` names the days of `standings`.
pub fn development(arms: &[String], standings: &[Standing], days: &[String]) -> Chart {
    let of_arm =
        |arm: usize| (0..).map(f64::from).zip(standings).filter_map(move |(x, at)| Some((x, at.arms.get(arm)?)));
    let limits = || standings.iter().flat_map(|at| at.arms.iter().flat_map(|arm| [arm.interval[0], arm.interval[1]]));
    // The first days say little; what matters is where the figures settle.
    let settled = standings.len() / 5;
    let late =
        || standings[settled.min(standings.len())..].iter().flat_map(|at| at.arms.iter().flat_map(|arm| arm.interval));
    let (low, high) = (late().fold(1.0, f64::min), late().fold(0.0, f64::max));
    let margin = (high - low).max(1e-4) * 0.15;
    let range = [f64::max(low - margin, limits().fold(1.0, f64::min).min(low)).max(0.0), (high + margin).min(1.0)];
    let mut layers = Vec::new();
    for (series, name) in arms.iter().enumerate() {
        let clamp = |value: f64| value.clamp(range[0], range[1]);
        layers.push(Layer::Band {
            name: format!("{name}, 95%"),
            series,
            xs: of_arm(series).map(|point| point.0).collect(),
            lower: of_arm(series).map(|point| clamp(point.1.interval[0])).collect(),
            upper: of_arm(series).map(|point| clamp(point.1.interval[1])).collect(),
        });
    }
    for (series, name) in arms.iter().enumerate() {
        let points = of_arm(series).map(|(x, at)| [x, clamp_to(at.mean, range)]).collect();
        layers.push(Layer::Curve { name: name.clone(), series, points, filled: false });
    }
    let row = |(at, day): (&Standing, &String)| {
        let mut row = vec![day.clone()];
        for arm in &at.arms {
            row.push(format!("{} ({})", format::percent(arm.mean, 2), format::interval_percent(arm.interval)));
            row.push(format::count(arm.so_far.shown));
            row.push(format::probability(arm.probability_best));
        }
        row.push(format::number(at.evidence.ln_e_max.exp().min(1e12), 1));
        row
    };
    let mut columns = vec!["Up to".to_owned()];
    for name in arms {
        columns.extend([name.clone(), format!("{name}, people"), format!("{name}, chance of being best")]);
    }
    columns.push("Largest e-value".into());
    let last = days.len().saturating_sub(1) as f64;
    Chart {
        title: "How it developed".into(),
        subtitle: "Where each rate probably lay by what was known up to each day, with its 95% interval".into(),
        x: Axis { label: "Day".into(), format: AxisFormat::Names(days.to_vec()), range: Some([-0.2, last + 0.2]) },
        y: Axis {
            label: "Rate".into(),
            format: AxisFormat::Percent(axis_decimals(range[1] - range[0])),
            range: Some(range),
        },
        layers,
        table: TableTwin { columns, rows: standings.iter().zip(days).map(row).collect() },
    }
}

fn clamp_to(value: f64, range: [f64; 2]) -> f64 {
    value.clamp(range[0], range[1])
}

/// The difference to the control in every segment of one column, with what the other segments say.
pub fn segment_intervals(column: &str, arm: &str, series: usize, figures: &SegmentFigures) -> Chart {
    let rows = figures.segments.len();
    let interval = |(index, segment): (usize, &crate::stats::segments::SegmentFigure)| {
        let [low, high] = segment.difference.equal_tailed;
        let decimals = axis_decimals((high - low) / 10.0).max(1);
        let people = segment.baseline.shown + segment.arm.shown;
        Interval {
            row: (rows - index) as f64,
            outer: [low, high],
            inner: [low, high],
            middle: segment.difference.mean,
            name: segment.name.clone(),
            remark: format!(
                "{} ({} to {})",
                format::points(segment.difference.mean, decimals),
                format::signed(low * 100.0, decimals),
                format::signed(high * 100.0, decimals)
            ),
            caption: format!("{} people, {} borrowed", format::count(people), format::percent(segment.borrowed, 0)),
            series,
        }
    };
    let intervals: Vec<Interval> = figures.segments.iter().enumerate().map(interval).collect();
    let row = |segment: &crate::stats::segments::SegmentFigure| {
        let estimate = |estimate: crate::stats::segments::Estimate| {
            let [low, high] = estimate.equal_tailed;
            [format::points(estimate.mean, 2), format::points(low, 2), format::points(high, 2)]
        };
        let counts = [segment.baseline, segment.arm].map(|count| format!("{}/{}", count.accepted, count.shown));
        let mut row = vec![segment.name.clone()];
        row.extend(counts);
        row.extend(estimate(segment.raw));
        row.extend(estimate(segment.difference));
        row.extend([format::probability(segment.probability_better), format::percent(segment.borrowed, 0)]);
        row
    };
    Chart {
        title: format!("{column}: “{arm}” against the control"),
        subtitle:
            "Difference in each segment, drawn together as far as its numbers are small; the line is the 95% interval"
                .into(),
        x: difference_axis(&intervals),
        y: Axis { label: column.into(), format: AxisFormat::Hidden, range: Some([0.4, rows as f64 + 0.75]) },
        layers: vec![Layer::Mark { x: 0.0, label: "no difference".into() }, Layer::Intervals(intervals)],
        table: TableTwin {
            columns: [
                column,
                "Control",
                "Wording",
                "By itself",
                "from",
                "to",
                "Drawn together",
                "from",
                "to",
                "Chance of being better",
                "Borrowed",
            ]
            .map(String::from)
            .to_vec(),
            rows: figures.segments.iter().map(row).collect(),
        },
    }
}

/// The share of those who said yes that still permits, over the days since.
pub fn kept_curves(figures: &KeptFigures) -> Chart {
    let followed = figures.arms.iter().filter_map(|arm| arm.followed_days).fold(1.0, f64::max);
    let lowest = figures.arms.iter().flat_map(|arm| arm.curve.iter().map(|point| point.band[0])).fold(1.0, f64::min);
    let mut layers = Vec::new();
    for (series, arm) in figures.arms.iter().enumerate() {
        layers.push(Layer::Band {
            name: format!("{}, 95%", arm.name),
            series,
            xs: arm.curve.iter().map(|point| point.day).collect(),
            lower: arm.curve.iter().map(|point| point.band[0]).collect(),
            upper: arm.curve.iter().map(|point| point.band[1]).collect(),
        });
    }
    for (series, arm) in figures.arms.iter().enumerate() {
        let points = arm.curve.iter().map(|point| [point.day, point.mean]).collect();
        layers.push(Layer::Curve { name: arm.name.clone(), series, points, filled: false });
    }
    let mut rows = Vec::new();
    for (place, arm) in figures.arms.iter().enumerate() {
        for horizon in &figures.horizons {
            let Some(at) = horizon.arms.get(place) else { continue };
            let share = |share: Option<crate::stats::kept::ShareFigures>| {
                share.map_or_else(
                    || "not followed so long".to_owned(),
                    |share| {
                        let mean = format::percent_for_interval(share.mean, share.equal_tailed);
                        format!("{mean} ({})", format::interval_percent(share.equal_tailed))
                    },
                )
            };
            rows.push(vec![
                arm.name.clone(),
                format::number(horizon.days, 0),
                format::count(at.at_risk),
                share(at.holding),
                share(at.kept),
            ]);
        }
    }
    Chart {
        title: "How long permission is kept".into(),
        subtitle: "Of those who said yes: the share that still permits, by days since, with its 95% band".into(),
        x: Axis { label: "Days since".into(), format: AxisFormat::Number(0), range: Some([0.0, followed * 1.02]) },
        y: Axis {
            label: "Still permits".into(),
            format: AxisFormat::Percent(0),
            range: Some([(lowest - 0.05).max(0.0), 1.01]),
        },
        layers,
        table: TableTwin {
            columns: ["Wording", "Days", "People followed", "Still permit", "Of everyone shown, still permit"]
                .map(String::from)
                .to_vec(),
            rows,
        },
    }
}

/// What a number of people per wording gives.
pub fn plan_curve(plan: &Plan, goal: &Goal) -> Chart {
    let (label, title, is_share) = match goal {
        Goal::Assurance { .. } => ("Chance", "Chance of finding out", true),
        Goal::Width { .. } => ("Width", "Width of the interval", false),
        Goal::ExpectedLoss { .. } => ("Loss", "What a choice gives up on average", false),
    };
    // Twice the people needed show where more would bring little.
    let most = plan.people.map_or(f64::INFINITY, |people| 2.5 * people as f64);
    let points: Vec<[f64; 2]> = plan
        .curve
        .iter()
        .filter(|point| point.people as f64 <= most)
        .map(|point| [point.people as f64, point.value])
        .collect();
    let highest = points.iter().map(|point| point[1]).fold(0.0, f64::max);
    let top = if is_share { 1.0 } else { highest * 1.1 };
    let last = points.last().map_or(1.0, |point| point[0]);
    let write = |value: f64| if is_share { format::percent(value, 1) } else { format::points(value, 2) };
    let mut layers = vec![Layer::Curve { name: title.into(), series: 0, points, filled: false }];
    if let Some(people) = plan.people {
        layers.push(Layer::Mark { x: people as f64, label: format!("{} people", format::count(people)) });
    }
    Chart {
        title: title.into(),
        subtitle: "By people per wording".into(),
        x: Axis { label: "People per wording".into(), format: AxisFormat::Number(0), range: Some([0.0, last]) },
        y: Axis {
            label: label.into(),
            format: if is_share { AxisFormat::Percent(0) } else { AxisFormat::Points(axis_decimals(top)) },
            range: Some([0.0, top]),
        },
        layers,
        table: TableTwin {
            columns: ["People per wording", label, "Days"].map(String::from).to_vec(),
            rows: plan
                .curve
                .iter()
                .map(|point| {
                    let days = point.days.map_or_else(|| "–".into(), format::count);
                    vec![format::count(point.people), write(point.value), days]
                })
                .collect(),
        },
    }
}
