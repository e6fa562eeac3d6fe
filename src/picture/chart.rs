//! The description of a chart.

/// How the values of an axis are written.
#[derive(Debug, Clone, PartialEq)]
pub enum AxisFormat {
    /// Shares of 0 to 1 as per cent, with so many decimals.
    Percent(usize),
    /// Differences of shares as signed percentage points, with so many decimals.
    Points(usize),
    /// Plain numbers with so many decimals, thousands separated.
    Number(usize),
    /// Whole positions 0, 1, 2 … that stand for these names.
    Names(Vec<String>),
    /// Not written at all.
    Hidden,
}

/// One axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Axis {
    /// What it measures, for readers of the table twin and of the screen reader.
    pub label: String,
    /// How values are written.
    pub format: AxisFormat,
    /// The range shown; `None` to fit the data.
    pub range: Option<[f64; 2]>,
}

/// An interval with its middle, drawn along the x axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Interval {
    /// The position on the y axis.
    pub row: f64,
    /// Outer limits, drawn thin.
    pub outer: [f64; 2],
    /// Inner limits, drawn thick.
    pub inner: [f64; 2],
    /// The middle, drawn as a dot.
    pub middle: f64,
    /// Words to the left of it, such as the variant's name.
    pub name: String,
    /// Words to the right of it.
    pub remark: String,
    /// Words below these.
    pub caption: String,
    /// Which series colour (see [`super::tokens::Palette::series`]).
    pub series: usize,
}

impl Interval {
    /// Whether there are inner limits apart from the outer ones.
    pub fn has_inner(&self) -> bool {
        self.inner[0] > self.outer[0] || self.inner[1] < self.outer[1]
    }
}

/// One bar, lying along the x axis.
#[derive(Debug, Clone, PartialEq)]
pub struct Bar {
    /// What it stands for.
    pub name: String,
    /// Its length.
    pub value: f64,
    /// The value as it is read.
    pub caption: String,
}

/// One thing drawn; later layers lie over earlier ones.
#[derive(Debug, Clone, PartialEq)]
#[expect(missing_docs, reason = "each variant says what its fields are")]
pub enum Layer {
    /// A curve through points, filled down to zero if so wished.
    Curve { name: String, series: usize, points: Vec<[f64; 2]>, filled: bool },
    /// A band between two lines over the same x values.
    Band { name: String, series: usize, xs: Vec<f64>, lower: Vec<f64>, upper: Vec<f64> },
    /// Dots joined by a thin line.
    Dots { name: String, series: usize, points: Vec<[f64; 2]> },
    /// Dots by themselves.
    Points { name: String, series: usize, points: Vec<[f64; 2]> },
    /// A line through points.
    Stroke { name: String, series: usize, points: Vec<[f64; 2]> },
    /// Intervals, one a row.
    Intervals(Vec<Interval>),
    /// Lying bars, first on top.
    Bars { series: usize, bars: Vec<Bar> },
    /// A stretch of the x axis that means something, such as “no practical difference”.
    Region { from: f64, to: f64, label: String },
    /// A moment on the x axis, such as a new policy version.
    Mark { x: f64, label: String },
    /// A level on the y axis over a stretch of the x axis, such as a control limit.
    Level { from: f64, to: f64, y: f64, label: String, dashed: bool },
}

/// The figures of a chart as a table, for copying and for screen readers.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct TableTwin {
    /// Column names.
    pub columns: Vec<String>,
    /// Cells, row by row.
    pub rows: Vec<Vec<String>>,
}

/// A chart.
#[derive(Debug, Clone, PartialEq)]
pub struct Chart {
    /// What it shows.
    pub title: String,
    /// How to read it, and which denominator it has.
    pub subtitle: String,
    /// The horizontal axis.
    pub x: Axis,
    /// The vertical axis.
    pub y: Axis,
    /// What is drawn.
    pub layers: Vec<Layer>,
    /// The same as a table.
    pub table: TableTwin,
}

impl Chart {
    /// The marks of the horizontal axis. Where intervals are drawn, words stand beside them, so marks keep to the intervals' stretch.
    pub fn x_ticks(&self, shown: [f64; 2]) -> Vec<f64> {
        let intervals = self.layers.iter().find_map(|layer| match layer {
            Layer::Intervals(intervals) => Some(intervals),
            _ => None,
        });
        intervals.map_or_else(
            || ticks(shown),
            |intervals| {
                let ends = || intervals.iter().flat_map(|interval| interval.outer);
                let (low, high) = (ends().fold(0.0, f64::min), ends().fold(0.0, f64::max));
                let few = ticks([low, high]);
                // Words beside the intervals leave half the width: of many marks every other one, zero among them.
                let Some(step) = few.get(1).map(|second| second - few[0]).filter(|_| few.len() > 5) else { return few };
                let is_even = |value: &f64| ((value / step / 2.0).round() * 2.0 - value / step).abs() < 0.5;
                few.into_iter().filter(is_even).collect()
            },
        )
    }
}

/// Every how manyth of the names on an axis is written, so that they do not run into one another.
pub fn name_step(names: &[String]) -> usize {
    let longest = names.iter().map(|name| name.chars().count()).max().unwrap_or(0);
    let fit = if longest <= 7 { 12 } else { 7 };
    names.len().div_ceil(fit).max(1)
}

/// About six round values in a range, for the marks of an axis; none if the range is empty or not finite.
pub fn ticks([low, high]: [f64; 2]) -> Vec<f64> {
    if !(low.is_finite() && high.is_finite() && low < high) {
        return Vec::new();
    }
    let rough = (high - low) / 6.0;
    let power = 10_f64.powf(rough.log10().floor());
    let step =
        [1.0, 2.0, 5.0, 10.0].into_iter().map(|factor| factor * power).find(|step| *step >= rough).unwrap_or(rough);
    let mut value = (low / step).ceil() * step;
    let mut values = Vec::new();
    while value <= high + step * 1e-9 && values.len() < 20 {
        values.push(value);
        value += step;
    }
    values
}
