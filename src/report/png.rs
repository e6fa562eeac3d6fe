//! Charts as PNG pictures.

use super::ReportError;
use super::fallback::Letters;
use super::letters::{FAMILY, fonts};
use super::svg::svg_picture;
use crate::picture::Chart;
use crate::picture::tokens::Palette;
use resvg::tiny_skia::{Pixmap, Transform};
use resvg::usvg::{Options, Tree, fontdb};
use std::sync::{Arc, LazyLock};

/// The most pixels along one side.
const MOST_PIXELS: f32 = 20_000.0;

static DATABASE: LazyLock<Arc<fontdb::Database>> = LazyLock::new(|| {
    let mut database = fontdb::Database::new();
    fonts().iter().for_each(|font| database.load_font_data(font.data().as_slice().to_vec()));
    database.set_sans_serif_family(FAMILY);
    Arc::new(database)
});

/// The own fonts, and those that a text needs beside them.
fn database(letters: &Letters) -> Arc<fontdb::Database> {
    if letters.fonts.is_empty() {
        return DATABASE.clone();
    }
    let mut database = fontdb::Database::clone(&DATABASE);
    letters.fonts.iter().for_each(|font| database.load_font_data(font.data().as_slice().to_vec()));
    Arc::new(database)
}

/// A chart as a PNG picture with its title, laid out at a width and about a height, each of these pixels drawn as `scale` pixels
/// (2 for sharp screens, 4 for print). A picture larger than 20,000 pixels along a side is refused.
pub fn png(chart: &Chart, palette: &Palette, width: f64, height: f64, scale: f32) -> Result<Vec<u8>, ReportError> {
    let failed = |error: &dyn std::fmt::Display| ReportError::Picture(error.to_string());
    let drawn = svg_picture(chart, palette, width, height);
    let letters = Letters::of(&drawn);
    let options = Options { fontdb: database(&letters), font_family: FAMILY.into(), ..Options::default() };
    let tree = Tree::from_str(&letters.with_squares(drawn), &options).map_err(|error| failed(&error))?;
    let size = [tree.size().width() * scale, tree.size().height() * scale];
    if size.iter().any(|side| !(1.0..=MOST_PIXELS).contains(side)) {
        return Err(failed(&"its sides must be between 1 and 20,000 pixels long"));
    }
    #[expect(clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "between 1 and 20,000")]
    let [across, down] = size.map(|side| side.ceil() as u32);
    let mut pixels = Pixmap::new(across, down).ok_or_else(|| failed(&"there is not enough memory for it"))?;
    resvg::render(&tree, Transform::from_scale(scale, scale), &mut pixels.as_mut());
    pixels.encode_png().map_err(|error| failed(&error))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::figures;
    use crate::picture::tokens::LIGHT;

    #[test]
    fn a_picture_has_the_size_asked_for_and_letters() {
        let chart = figures::ranked_bars("Kinds", "All quarters", vec![("No permission".into(), 3)]);
        let bytes = png(&chart, &LIGHT, 400.0, 200.0, 2.0).unwrap();
        let pixels = Pixmap::decode_png(&bytes).unwrap();
        assert_eq!((pixels.width(), pixels.height()), (800, 400));
        // The title stands at the upper left: letters are there, not the ground alone.
        let is_ink = |x: u32, y: u32| pixels.pixel(x, y).is_some_and(|pixel| pixel.red() < 100);
        let ink = (32..140).flat_map(|x| (32..76).map(move |y| (x, y))).filter(|(x, y)| is_ink(*x, *y)).count();
        assert!(ink > 200, "{ink}");
        assert!(png(&chart, &LIGHT, 400.0, 200.0, 100.0).is_err());
    }
}
