//! Charts of permissions: how they come and go, and how many are held.

use super::chart::{Axis, AxisFormat, Chart, Layer, TableTwin};
use super::format;
use crate::compliance::MonthlyFlow;

/// Permissions that came and went each month.
pub fn flow(months: &[MonthlyFlow]) -> Chart {
    let curve = |name: &str, series: usize, of: fn(&MonthlyFlow) -> u64| Layer::Curve {
        name: name.into(),
        series,
        points: points(months, of),
        filled: false,
    };
    let highest = months.iter().map(|month| month.gained.max(month.lost)).max().unwrap_or(0);
    chart(
        "Permissions that came and went",
        "In each month; a person counts once for each purpose, data, channel and topic",
        months,
        highest,
        vec![curve("Came", 2, |month| month.gained), curve("Went", 4, |month| month.lost)],
    )
}

/// Permissions held at the end of each month.
pub fn held(months: &[MonthlyFlow]) -> Chart {
    let dots = Layer::Dots { name: "Held".into(), series: 0, points: points(months, |month| month.held) };
    let highest = months.iter().map(|month| month.held).max().unwrap_or(0);
    chart("Permissions held", "At the end of each month, counted likewise", months, highest, vec![dots])
}

fn points(months: &[MonthlyFlow], of: fn(&MonthlyFlow) -> u64) -> Vec<[f64; 2]> {
    (0..).map(f64::from).zip(months).map(|(x, month)| [x, of(month) as f64]).collect()
}

fn chart(title: &str, subtitle: &str, months: &[MonthlyFlow], highest: u64, layers: Vec<Layer>) -> Chart {
    let name = |month: &MonthlyFlow| month.month.strftime("%b %y").to_string();
    // At least six, so that the marks of the axis are whole numbers.
    let highest = highest.max(6) as f64;
    let row = |month: &MonthlyFlow| {
        let count = format::count;
        vec![name(month), count(month.gained), count(month.lost), count(month.held)]
    };
    Chart {
        title: title.into(),
        subtitle: subtitle.into(),
        x: Axis {
            label: "Month".into(),
            format: AxisFormat::Names(months.iter().map(name).collect()),
            range: Some([-0.4, months.len().saturating_sub(1) as f64 + 0.4]),
        },
        y: Axis { label: "Permissions".into(), format: AxisFormat::Number(0), range: Some([0.0, highest * 1.15]) },
        layers,
        table: TableTwin {
            columns: ["Month", "Came", "Went", "Held at its end"].map(String::from).to_vec(),
            rows: months.iter().map(row).collect(),
        },
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_directions_are_drawn_and_told() {
        let month = MonthlyFlow { month: jiff::civil::date(2026, 3, 1), gained: 1200, lost: 30, held: 5000 };
        let chart = flow(std::slice::from_ref(&month));
        assert_eq!(chart.layers.len(), 2);
        assert_eq!(chart.table.rows, [["Mar 26", "1,200", "30", "5,000"]]);
        assert_eq!(chart.y.range.map(|range| range[1] > 1200.0), Some(true));
        assert_eq!(held(&[]).table.rows.len(), 0);
    }
}
