//! The report as one page for the browser.

use super::blocks::{self, Medium};
use super::svg::font_faces;
use super::{Document, ReportError};
use minijinja::{Environment, Value, context};

const TEMPLATE: &str = include_str!("../../assets/page.html");

const MEDIUM: Medium =
    Medium { chart_width: 720.0, pixels_per_point: 1.4, table_width: 55.0, words: |text| serde_json::json!(text) };

/// Cells of tables with a longer word, such as a hash, may break it.
const LONGEST_WORD: usize = 24;

/// The document as an HTML page with its charts, fonts and figures; it loads nothing and runs nothing.
pub(super) fn page(document: &Document, figures_json: &str) -> Result<String, ReportError> {
    let mut environment = Environment::new();
    // The ending of the name has every text escaped.
    environment.add_template("page.html", TEMPLATE)?;
    environment.add_test("long", |text: &str| text.split_whitespace().any(|word| word.chars().count() > LONGEST_WORD));
    let described = serde_json::from_value::<Value>(blocks::described(document, &MEDIUM))?;
    // Within a script nothing is escaped; as JSON a “<” may be written otherwise, so that no text can end the script.
    let figures = figures_json.replace('<', "\\u003c");
    let template = environment.get_template("page.html")?;
    Ok(template.render(context! { report => described, fonts => font_faces(), figures })?)
}
