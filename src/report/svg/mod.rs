//! A chart as SVG: the same description that the window draws, in the same colours, words and order.

mod bars;
mod frame;
mod layers;
mod request;
mod sketch;
mod words;

use super::letters::{FAMILY, Strength, wrapped};
use crate::picture::tokens::Palette;
use crate::picture::{AxisFormat, Chart};
use base64::Engine;
use base64::prelude::BASE64_STANDARD as BASE64;
use frame::{Frame, axes};
use sketch::{Anchor, Ink, escaped, text};
use words::{Legend, Marks};

pub use request::{RequestPicture, request};

/// The size of letters in charts.
const TEXT: f64 = 11.0;

/// The height of a row of words above a chart.
const ROW: f64 = 16.0;

const REGULAR: &[u8] = include_bytes!("../../../assets/fonts/Inter-Regular.woff2");
const SEMIBOLD: &[u8] = include_bytes!("../../../assets/fonts/Inter-SemiBold.woff2");

/// A chart as SVG of a width and about a height in pixels, with title and description for screen readers. The title is not drawn:
/// it stands beside the chart. Bars take as much height as they need.
pub fn svg(chart: &Chart, palette: &Palette, width: f64, height: f64) -> String {
    let (body, height) = drawing(chart, palette, [width, height]);
    element(&chart.title, &chart.subtitle, "", [width, height], &body)
}

/// A chart as a picture of its own, of a width and about a height in pixels: title and subtitle above it, fonts within it.
pub fn svg_picture(chart: &Chart, palette: &Palette, width: f64, height: f64) -> String {
    let margin = 16.0;
    let room = (width - 2.0 * margin).max(1.0);
    let mut y = margin;
    let mut head = String::new();
    for (words, size, strength, colour) in [
        (&chart.title, 15.0, Strength::Semibold, palette.text),
        (&chart.subtitle, 12.0, Strength::Regular, palette.muted),
    ] {
        let ink = Ink { colour, size, is_bold: strength == Strength::Semibold };
        for line in wrapped(words, size, strength, room) {
            y += size * 1.35;
            head += &text(margin, y - size * 0.3, Anchor::Start, ink, &line);
        }
    }
    y += 10.0;
    let (body, drawn) = drawing(chart, palette, [room, (height - y - margin).max(40.0)]);
    let height = y + drawn + margin;
    let ground = sketch::rectangle([0.0, 0.0], [width, height], 0.0, palette.surface, 1.0);
    let body = format!("{ground}{head}<g transform=\"translate({margin} {y:.2})\">{body}</g>");
    element(&chart.title, &chart.subtitle, &font_faces(), [width, height], &body)
}

/// The fonts as a style sheet that carries them.
pub(super) fn font_faces() -> String {
    [(400, REGULAR), (600, SEMIBOLD)].map(|(weight, font)| {
        format!(
            "@font-face{{font-family:{FAMILY};font-weight:{weight};src:url(data:font/woff2;base64,{}) format(\"woff2\")}}",
            BASE64.encode(font)
        )
    }).concat()
}

fn element(title: &str, description: &str, style: &str, [width, height]: [f64; 2], body: &str) -> String {
    let style = if style.is_empty() { String::new() } else { format!("<style>{style}</style>") };
    format!(
        "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {width:.0} {height:.0}\" width=\"{width:.0}\" \
         height=\"{height:.0}\" role=\"img\" font-family=\"{FAMILY}, sans-serif\"><title>{}</title><desc>{}</desc>{style}{body}</svg>",
        escaped(title),
        escaped(description)
    )
}

/// What a chart shows, and how high it came to be.
fn drawing(chart: &Chart, palette: &Palette, [width, height]: [f64; 2]) -> (String, f64) {
    if let Some((series, bars)) = bars::of(chart) {
        let height = height.max(bars::least_height(bars));
        return (bars::drawn(chart, series, bars, [width, height], palette), height);
    }
    let legend = Legend::of(chart);
    let marks = Marks::of(chart, &Frame::of(chart, [width, height], 0.0));
    let top = legend.height(width) + marks.height().max(8.0);
    let height = height.max(top + 60.0);
    let frame = Frame::of(chart, [width, height], top);
    let layers: String = chart.layers.iter().map(|layer| layers::drawn(layer, &frame, palette)).collect();
    let body = legend.drawn(width, palette)
        + &axes(chart, &frame, palette)
        + &within(&frame, width, &layers)
        + &baseline(chart, &frame, palette)
        + &marks.drawn(&frame, palette);
    (body, height)
}

/// What lies beyond the frame above or below is cut off; dots on its edge are not.
fn within(frame: &Frame, width: f64, layers: &str) -> String {
    let (top, height) = (frame.top - 6.0, frame.bottom - frame.top + 12.0);
    let left = frame.left - 6.0;
    let wide = width - left;
    format!(
        "<svg x=\"{left:.2}\" y=\"{top:.2}\" width=\"{wide:.2}\" height=\"{height:.2}\" \
         viewBox=\"{left:.2} {top:.2} {wide:.2} {height:.2}\">{layers}</svg>"
    )
}

fn baseline(chart: &Chart, frame: &Frame, palette: &Palette) -> String {
    if chart.x.format == AxisFormat::Hidden {
        return String::new();
    }
    sketch::line([frame.left, frame.bottom], [frame.right, frame.bottom], palette.muted, 1.0, "")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::figures;
    use crate::picture::tokens::LIGHT;
    use crate::picture::{AxisFormat, Layer, quarter_figures};

    #[test]
    fn words_from_data_cannot_break_out() {
        let chart = figures::ranked_bars("<b>", "&", vec![("<script>alert(1)</script>".into(), 3), ("b".into(), 0)]);
        for svg in [svg(&chart, &LIGHT, 400.0, 100.0), svg_picture(&chart, &LIGHT, 400.0, 100.0)] {
            assert!(!svg.contains("<script>") && !svg.contains("NaN") && !svg.contains("inf\""));
            assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
        }
    }

    #[test]
    fn a_single_quarter_is_drawn_within_the_picture() {
        let point = figures::QuarterPoint { label: "2026-Q1".into(), rate: Some((0.004, 0.002, 0.007)), count: 4 };
        let svg = svg(&figures::quarter_rates(&[point], &[(0.5, "Policy 2".into())]), &LIGHT, 600.0, 300.0);
        assert!(svg.contains("<circle") && svg.contains("Policy 2") && !svg.contains("NaN"));
    }

    #[test]
    fn a_pareto_chart_has_its_running_total_and_all_its_bars() {
        let counts: Vec<(String, u64)> = (1..=9).map(|count| (format!("Kind {count}"), count)).collect();
        let svg = svg(&quarter_figures::pareto("Kinds", "", counts), &LIGHT, 600.0, 10.0);
        assert_eq!(svg.matches("<circle").count(), 9);
        assert_eq!(svg.matches("<rect").count(), 9);
        assert!(svg.contains("100%"));
    }

    #[test]
    fn levels_bands_and_names_are_drawn() {
        let mut chart = quarter_figures::quarter_levels(&[], &[]);
        chart.x.format = AxisFormat::Number(0);
        chart.x.range = Some([0.0, 2.0]);
        chart.layers = vec![
            Layer::Band {
                name: "Band".into(),
                series: 0,
                xs: vec![0.0, 2.0],
                lower: vec![0.0; 2],
                upper: vec![0.001; 2],
            },
            Layer::Level { from: 0.0, to: 2.0, y: 0.0005, label: "Mean".into(), dashed: true },
            Layer::Points { name: "As observed".into(), series: 1, points: vec![[1.0, 0.0005], [1.0, 99.0]] },
        ];
        let svg = svg(&chart, &LIGHT, 600.0, 200.0);
        assert!(svg.contains(">Mean<") && svg.contains(">As observed<") && svg.contains("stroke-dasharray=\"5 4\""));
        // The legend's sample and the one dot within the frame.
        assert_eq!(svg.matches("fill=\"#E69F00\"").count(), 2);
    }
}
