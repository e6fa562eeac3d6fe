//! Reads the figures back out of a report, so that they can be compared with what a workspace says.

use super::paper::FIGURES;
use hayro_syntax::Pdf;
use hayro_syntax::object::{Dict, Object, Stream, String as PdfString};

/// What the figures stand behind in a web page.
const BEGIN: &str = "<script type=\"application/json\" id=\"figures\">";

/// The figures that a report carries, as its JSON; `None` if it is no report of this program, or its figures cannot be read.
///
/// Understands PDF, web page and JSON, whatever the file is called.
pub fn figures_in(report: &[u8]) -> Option<String> {
    if report.starts_with(b"%PDF") {
        return attached(report);
    }
    let text = std::str::from_utf8(report).ok()?;
    if text.trim_start().starts_with('{') {
        return Some(text.to_owned());
    }
    let begins = text.rfind(BEGIN)? + BEGIN.len();
    let rest = text.get(begins..)?;
    Some(rest.get(..rest.find("</script>")?)?.to_owned())
}

fn attached(report: &[u8]) -> Option<String> {
    let pdf = Pdf::new(report.to_vec()).ok()?;
    let file = pdf.objects().into_iter().find_map(|object| match object {
        Object::Dict(dict) => figures_file(&dict),
        _ => None,
    })?;
    String::from_utf8(file.decoded().ok()?.into_owned()).ok()
}

/// The file that a file specification is about, if it is the one with the figures.
fn figures_file<'a>(specification: &Dict<'a>) -> Option<Stream<'a>> {
    let name: PdfString<'_> = specification.get("F")?;
    if name.as_bytes() != FIGURES.as_bytes() {
        return None;
    }
    specification.get::<Dict<'_>>("EF")?.get("F")
}
