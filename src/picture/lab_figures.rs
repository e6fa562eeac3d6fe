//! Charts of the wording lab: what each trait does to people, as dots with intervals.

use super::chart::{Axis, AxisFormat, Chart, Interval, Layer, TableTwin};
use super::format;
use crate::stats::lab::TraitFigures;

/// The stretch of differences that all charts of a lab share, so that they can be held against one another; 0 lies in it.
pub fn reach<'a>(traits: impl IntoIterator<Item = &'a TraitFigures>) -> [f64; 2] {
    let ends = traits.into_iter().flat_map(|figures| figures.points.equal_tailed);
    let [low, high] = ends.fold([0.0_f64, 0.0_f64], |[low, high], end| [low.min(end), high.max(end)]);
    let margin = 0.04 * (high - low).max(1e-4);
    [low - margin, high + margin]
}

/// What traits do, one a row in the order given.
pub fn effects(title: &str, subtitle: &str, traits: &[&TraitFigures], series: usize, reach: [f64; 2]) -> Chart {
    let rows = traits.len();
    let interval = |(index, figures): (usize, &&TraitFigures)| {
        let [low, high] = figures.points.equal_tailed;
        Interval {
            row: (rows - index) as f64,
            outer: [low, high],
            inner: [low, high],
            middle: figures.points.mean,
            name: name(figures),
            remark: remark(figures),
            caption: format!("helps: {}; {}", format::probability(figures.probability_helps), evidence(figures)),
            series,
        }
    };
    let intervals = traits.iter().enumerate().map(interval).collect();
    Chart {
        title: title.into(),
        subtitle: subtitle.into(),
        x: Axis {
            label: "Difference".into(),
            format: AxisFormat::Points(super::figures::axis_decimals(reach[1] - reach[0])),
            range: Some(reach),
        },
        y: Axis { label: "Trait".into(), format: AxisFormat::Hidden, range: Some([0.4, rows as f64 + 0.6]) },
        layers: vec![Layer::Mark { x: 0.0, label: "no difference".into() }, Layer::Intervals(intervals)],
        table: table(traits),
    }
}

/// The trait, and how much more of it where it is a quantity.
pub fn name(figures: &TraitFigures) -> String {
    if (figures.step - 1.0).abs() < 1e-9 {
        return figures.name.clone();
    }
    let decimals = if figures.step >= 10.0 {
        0
    } else if figures.step >= 0.1 {
        1
    } else {
        3
    };
    format!("{}, {:.decimals$} more", figures.name, figures.step)
}

fn remark(figures: &TraitFigures) -> String {
    let [low, high] = figures.points.equal_tailed;
    let decimals = format::points_decimals([low, high]);
    format!(
        "{} ({} to {})",
        format::points(figures.points.mean, decimals),
        format::signed(100.0 * low, decimals),
        format::signed(100.0 * high, decimals)
    )
}

/// How many tests and people stand behind a trait.
pub fn evidence(figures: &TraitFigures) -> String {
    let tests = if figures.experiments == 1 { "test" } else { "tests" };
    format!("{} {tests}, {} people", format::count(figures.experiments as u64), format::count(figures.people))
}

fn table(traits: &[&TraitFigures]) -> TableTwin {
    let row = |figures: &&TraitFigures| {
        let [low, high] = figures.points.equal_tailed;
        let written = |share: f64| format::points(share, format::points_decimals([low, high]));
        vec![
            name(figures),
            written(figures.points.mean),
            written(low),
            written(high),
            format::probability(figures.probability_helps),
            format::probability(figures.probability_helps_next),
            format::count(figures.experiments as u64),
            format::count(figures.people),
        ]
    };
    let columns =
        ["Trait", "Difference", "90% interval from", "to", "Helps", "Helps in the next test", "Tests", "People"];
    TableTwin { columns: columns.map(String::from).to_vec(), rows: traits.iter().map(row).collect() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::stats::lab::TraitClass;
    use crate::stats::segments::Estimate;

    fn figures(name: &str, step: f64, low: f64, high: f64) -> TraitFigures {
        let points = Estimate { mean: 0.5 * (low + high), equal_tailed: [low, high] };
        TraitFigures {
            name: name.into(),
            step,
            effect: points,
            points,
            probability_helps: 0.9,
            probability_helps_next: 0.8,
            class: TraitClass::CannotTell,
            spread: points,
            experiments: 1,
            people: 2_500,
            sentence: String::new(),
        }
    }

    #[test]
    fn all_charts_of_a_lab_share_one_stretch() {
        let (one, other) = (figures("Asks", 1.0, -0.02, 0.01), figures("Length in words", 5.14, 0.01, 0.03));
        let both = reach([&one, &other]);
        assert!(both[0] < -0.02 && both[1] > 0.03);
        let only = reach([&other]);
        assert!(only[0] < 0.0, "zero is in sight");
        let chart = effects("Cannot tell", "", &[&one, &other], 5, both);
        assert_eq!(chart.x.range, Some(both));
        assert_eq!(chart.table.rows[1][..2], ["Length in words, 5.1 more", "+2.0 pp"]);
        let Some(Layer::Intervals(intervals)) = chart.layers.last() else { panic!("no intervals") };
        assert_eq!(intervals[0].caption, "helps: 90.0%; 1 test, 2,500 people");
    }
}
