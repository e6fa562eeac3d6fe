//! Writes a chart as a picture of its own.

use super::write_file;
use crate::picture::Chart;
use crate::picture::tokens::LIGHT;
use crate::report::{png, svg_picture};
use crate::workbench::Problem;
use std::path::Path;

/// Width and height at which a chart is laid out, in pixels: as wide as slides and pages take it.
const SIZE: [f64; 2] = [960.0, 480.0];

/// Writes a chart as SVG or PNG, as the ending of the name says; a PNG takes `scale` (1 to 8) pixels for each of the layout.
pub(in crate::workbench) fn write_picture(chart: &Chart, path: &Path, scale: u8) -> Result<String, Problem> {
    let failed =
        |why: String| Problem::new("The picture was not written", why, "Give a name that ends in .svg or .png.");
    let ending = path.extension().map(|ending| ending.to_string_lossy().to_lowercase()).unwrap_or_default();
    let [width, height] = SIZE;
    let bytes = match ending.as_str() {
        "svg" => svg_picture(chart, &LIGHT, width, height).into_bytes(),
        "png" => png(chart, &LIGHT, width, height, f32::from(scale.clamp(1, 8)))
            .map_err(|error| failed(error.to_string()))?,
        _ => return Err(failed(format!("“{}” does not say which kind of picture", path.display()))),
    };
    write_file(path, &bytes)?;
    Ok(format!("The picture is in {}.", path.display()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::picture::figures;

    #[test]
    fn a_chart_becomes_the_picture_that_its_name_says() {
        let folder = tempfile::tempdir().unwrap();
        let chart = figures::ranked_bars("Kinds", "All quarters", vec![("No permission".into(), 3)]);
        let written = |name: &str, scale: u8| {
            write_picture(&chart, &folder.path().join(name), scale).unwrap();
            std::fs::read(folder.path().join(name)).unwrap()
        };
        let svg = String::from_utf8(written("kinds.svg", 1)).unwrap();
        assert!(svg.starts_with("<svg") && svg.contains("No permission") && svg.contains("Kinds"));
        // Width and height stand in the first chunk of a PNG, after 16 bytes.
        let wide = |png: &[u8]| u32::from_be_bytes(png[16..20].try_into().unwrap());
        assert_eq!((wide(&written("once.png", 1)), wide(&written("print.PNG", 4))), (960, 3840));
        assert!(write_picture(&chart, &folder.path().join("kinds.gif"), 1).is_err());
    }
}
