//! A permission request as people met it, as SVG.

use super::element;
use super::sketch::{Anchor, Ink, rectangle, stroke, text};
use crate::domain::{Terms, Wording};
use crate::picture::prompt::{Cut, Element, Place, Preview, Surface, TextRole, Weight, preview};
use crate::picture::tokens::{Palette, Rgb};
use crate::report::in_words;
use crate::report::letters::Measure;

/// A request as a picture.
#[derive(Debug, Clone, PartialEq)]
pub struct RequestPicture {
    /// The picture, in points.
    pub svg: String,
    /// Its width in points.
    pub width: f64,
    /// All that the request says, for those who cannot see it.
    pub in_words: String,
    /// What cannot be read there, and what is to be known beside what is seen.
    pub remarks: Vec<String>,
}

/// A request as people meet it on a surface, in the size in which they meet it.
pub fn request(wording: &Wording, terms: &Terms, surface: Surface, palette: &Palette) -> RequestPicture {
    let seen = preview(wording, terms, surface, &Measure);
    let in_words = in_words::request(wording, terms, surface);
    let cut = seen.cut.iter().map(Cut::sentence);
    RequestPicture {
        svg: drawn(&seen, &in_words, palette),
        width: f64::from(seen.width),
        remarks: cut.chain(seen.notes.iter().map(ToString::to_string)).collect(),
        in_words,
    }
}

/// A preview as SVG.
fn drawn(seen: &Preview, description: &str, palette: &Palette) -> String {
    let size = [f64::from(seen.width), f64::from(seen.height)];
    let edge = outline([0.5, 0.5], [size[0] - 1.0, size[1] - 1.0], 12.0, palette.muted, 1.0);
    let ground = rectangle([0.5, 0.5], [size[0] - 1.0, size[1] - 1.0], 12.0, palette.surface, 1.0);
    let elements: String = seen.elements.iter().map(|element| one(element, palette)).collect();
    element("Permission request", description, "", size, &(ground + &edge + &elements))
}

fn one(element: &Element, palette: &Palette) -> String {
    match element {
        Element::Text { text, role, place, lines } => words(text, *role, place, *lines, palette),
        Element::Button { text, place, weight } => button(text, place, *weight, palette),
        Element::Tick { text, place, ticked } => tick(text, place, *ticked, palette),
        Element::Switch { place, on } => switch(place, *on, palette),
        Element::Sender { place } => sender(place, palette),
    }
}

/// Corner, middle and size of a place.
fn measured(place: &Place) -> ([f64; 2], [f64; 2], [f64; 2]) {
    let [x, y, width, height] = [place.x, place.y, place.width, place.height].map(f64::from);
    ([x, y], [x + width / 2.0, y + height / 2.0], [width, height])
}

fn ink(role: TextRole, colour: Rgb) -> Ink {
    let is_bold = matches!(role, TextRole::Title | TextRole::Label);
    Ink { colour, size: f64::from(role.size_points()), is_bold }
}

/// Where letters stand whose middle is at a height.
fn foot(middle: f64, role: TextRole) -> f64 {
    middle + f64::from(role.size_points()) * 0.36
}

fn words(all: &str, role: TextRole, place: &Place, shown: usize, palette: &Palette) -> String {
    let ([x, y], _, [width, _]) = measured(place);
    let colour = if role == TextRole::Small { palette.muted } else { palette.text };
    let lines = Measure::wrapped(all, role, width);
    let high = f64::from(role.line_points());
    let mut out = String::new();
    for (index, line) in lines.iter().take(shown).enumerate() {
        let is_cut = index + 1 == shown && lines.len() > shown;
        let line =
            if is_cut { Measure::truncated(&format!("{line} …"), role, width).into_owned() } else { line.clone() };
        out += &text(x, foot(y + high * (index as f64 + 0.5), role), Anchor::Start, ink(role, colour), &line);
    }
    out
}

fn button(label: &str, place: &Place, weight: Weight, palette: &Palette) -> String {
    let (corner, [x, y], size) = measured(place);
    let (role, ground, colour) = match weight {
        Weight::Full => (TextRole::Label, rectangle(corner, size, 8.0, palette.accent, 1.0), palette.on_accent),
        Weight::Link => (TextRole::Small, String::new(), palette.muted),
    };
    let shown = Measure::truncated(label, role, size[0] - 12.0);
    let ink = Ink { is_bold: weight == Weight::Full, ..ink(role, colour) };
    ground + &text(x, foot(y, role), Anchor::Middle, ink, &shown)
}

fn tick(label: &str, place: &Place, is_ticked: bool, palette: &Palette) -> String {
    let ([x, y], [_, middle], [width, _]) = measured(place);
    let colour = if is_ticked { palette.accent } else { palette.muted };
    let square = outline([x + 0.75, y + 2.75], [12.5, 12.5], 3.0, colour, 1.5);
    let mark = [[3.0, 9.0], [6.0, 12.5], [11.0, 6.0]].map(|[right, down]| [x + right, y + down]);
    let mark = if is_ticked { stroke(&mark, colour, 2.0, "") } else { String::new() };
    let label = Measure::truncated(label, TextRole::Text, width - 22.0);
    square
        + &mark
        + &text(x + 22.0, foot(middle, TextRole::Text), Anchor::Start, ink(TextRole::Text, palette.text), &label)
}

fn switch(place: &Place, is_on: bool, palette: &Palette) -> String {
    let (corner, [_, middle], [width, height]) = measured(place);
    let (track, knob) = if is_on { (palette.accent, palette.on_accent) } else { (palette.muted, palette.surface) };
    let radius = height / 2.0 - 3.0;
    let x = if is_on { corner[0] + width - 3.0 - radius } else { corner[0] + 3.0 + radius };
    rectangle(corner, [width, height], height / 2.0, track, 1.0) + &disc([x, middle], radius, knob)
}

fn sender(place: &Place, palette: &Palette) -> String {
    let (_, [x, y], [width, _]) = measured(place);
    let ink = ink(TextRole::Title, palette.muted);
    disc([x, y], width / 2.0, palette.subtle) + &text(x, foot(y, TextRole::Title), Anchor::Middle, ink, "C")
}

fn disc([x, y]: [f64; 2], radius: f64, fill: Rgb) -> String {
    format!("<circle cx=\"{x:.2}\" cy=\"{y:.2}\" r=\"{radius:.2}\" fill=\"{}\"/>", fill.to_hex())
}

fn outline([x, y]: [f64; 2], [width, height]: [f64; 2], corner: f64, colour: Rgb, thickness: f64) -> String {
    format!(
        "<rect x=\"{x:.2}\" y=\"{y:.2}\" width=\"{width:.2}\" height=\"{height:.2}\" rx=\"{corner}\" fill=\"none\" \
         stroke=\"{}\" stroke-width=\"{thickness}\"/>",
        colour.to_hex()
    )
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::tokens::LIGHT;

    #[test]
    fn a_request_shows_what_fits_and_tells_everything() {
        let wording = Wording {
            headline: "May we <write> to you?".into(),
            body: "word ".repeat(200),
            accept_label: "Yes".into(),
            decline_label: "No & never".into(),
            ticked_beforehand: true,
            ..Wording::default()
        };
        let terms = Terms { purposes: vec!["functional".into()], ..Terms::default() };
        for surface in Surface::ALL {
            let RequestPicture { svg, in_words, .. } = request(&wording, &terms, surface, &LIGHT);
            assert!(svg.contains("May we &lt;write&gt; to you?") && svg.contains("…<"), "{surface:?}");
            assert_eq!(svg.matches("<text").count(), svg.matches("</text>").count());
            assert!(in_words.contains("No & never") && in_words.ends_with("Ticked beforehand."));
        }
    }
}
