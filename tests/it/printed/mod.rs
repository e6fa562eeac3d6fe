//! Reports as files: what is in them, and that screen readers, archives and spreadsheets can read them.

mod sample;
mod structure;

use handshake::report::{Block, Document, Format, Options, Paper, figures_in, write};
use sample::{FIGURES, NASTY, compliance_report, nasty, options};

/// Keeps a file for those who want to look at it, under the folder for tests.
fn keep(name: &str, bytes: &[u8]) {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("reports");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), bytes).unwrap();
}

fn printed(document: &Document, options: &Options, name: &str) -> Vec<u8> {
    let bytes = write(document, FIGURES, Format::Pdf, options).unwrap();
    keep(name, &bytes);
    bytes
}

/// Headings and pictures in the order in which the document has them.
fn in_order(document: &Document) -> Vec<(&'static str, String)> {
    let mut expected = Vec::new();
    for section in &document.sections {
        expected.push(("H1", section.heading.clone()));
        for block in &section.blocks {
            match block {
                Block::Heading(words) => expected.push(("H2", words.clone())),
                Block::Chart { chart, .. } => expected.push(("Figure", chart.title.clone())),
                Block::Request { surface, .. } => expected.push(("Figure", surface.name().to_owned())),
                _ => {}
            }
        }
    }
    expected
}

#[test]
fn a_printed_report_can_be_read_aloud_and_archived() {
    let document = compliance_report();
    for (paper, archival, name) in [(Paper::A4, false, "a4.pdf"), (Paper::Letter, true, "letter-archival.pdf")] {
        let bytes = printed(&document, &options(paper, archival), name);
        let structure = structure::checked(&bytes, &document.title, "en-GB", archival);
        let expected = in_order(&document);
        assert_eq!(structure.told.len(), expected.len(), "{:?}", structure.told);
        for ((role, said), (expected_role, words)) in structure.told.iter().zip(&expected) {
            assert!(role == expected_role && said.starts_with(words.as_str()), "{role} {said}: {words}");
        }
        // Two tables with rows, each with a caption and with headings of its columns and its rows.
        assert_eq!(structure.roles["Table"], 2);
        assert_eq!(structure.roles["TH"], 5 + 12 + 3 + 4);
        assert_eq!(structure.roles["TD"], 4 * 12 + 2 * 4);
        assert_eq!(structure.roles["LI"], 2);
    }
}

#[test]
fn nasty_texts_are_printed_as_they_are() {
    let document = nasty();
    for (archival, name) in [(false, "nasty.pdf"), (true, "nasty-archival.pdf")] {
        let bytes = printed(&document, &options(Paper::A4, archival), name);
        let structure = structure::checked(&bytes, NASTY[0], "de", archival);
        assert!(structure.told.iter().any(|(role, said)| role == "H2" && said == NASTY[0]), "{:?}", structure.told);
        assert!(structure.told.iter().any(|(role, said)| role == "Figure" && said.contains(NASTY[2])));
        assert!(structure.roles["TR"] > 300);
    }
}

#[test]
fn the_same_report_is_the_same_file() {
    for format in Format::ALL {
        let one = write(&compliance_report(), FIGURES, format, &options(Paper::A4, true)).unwrap();
        let other = write(&compliance_report(), FIGURES, format, &options(Paper::A4, true)).unwrap();
        assert!(one == other, "{format:?}");
        assert_eq!(
            Format::of(std::path::Path::new(&format!("Report.{}", format.ending().to_uppercase()))),
            Some(format)
        );
    }
}

#[test]
fn the_figures_can_be_read_back_from_page_and_paper() {
    for (format, archival) in [(Format::Html, false), (Format::Pdf, false), (Format::Pdf, true), (Format::Json, false)]
    {
        let bytes = write(&compliance_report(), FIGURES, format, &options(Paper::A4, archival)).unwrap();
        let read = figures_in(&bytes).unwrap();
        let (read, meant): (serde_json::Value, serde_json::Value) =
            (serde_json::from_str(&read).unwrap(), serde_json::from_str(FIGURES).unwrap());
        assert_eq!(read, meant, "{format:?}");
    }
    for other in [&b"%PDF-1.7 but nothing else"[..], b"<html></html>", b"", b"\xff\xfe"] {
        assert_eq!(figures_in(other), None);
    }
}

#[test]
fn a_web_page_loads_nothing_and_runs_nothing() {
    for (document, name) in [(compliance_report(), "report.html"), (nasty(), "nasty.html")] {
        let bytes = write(&document, FIGURES, Format::Html, &options(Paper::A4, false)).unwrap();
        keep(name, &bytes);
        let page = String::from_utf8(bytes).unwrap();
        assert_eq!(page.matches("<script").count(), 1, "only the figures");
        assert_eq!(page.matches("</script>").count(), 1);
        for loads in ["src=\"", "href=\"http", "@import", "url(http", "<link", "<iframe", "onload="] {
            assert!(!page.contains(loads), "{name} has {loads}");
        }
        let left_over = ["NaN", "{{", "{%"].iter().any(|left| page.contains(left));
        assert_eq!(left_over, name == "nasty.html", "only texts may look like a template");
    }
}

#[test]
fn the_workbook_and_the_tables_hold_every_table() {
    for (document, name, tables) in [(compliance_report(), "report", 3), (nasty(), "nasty", NASTY.len() + 2)] {
        let workbook = write(&document, FIGURES, Format::Xlsx, &options(Paper::A4, false)).unwrap();
        keep(&format!("{name}.xlsx"), &workbook);
        let archive = write(&document, FIGURES, Format::Csv, &options(Paper::A4, false)).unwrap();
        keep(&format!("{name}.zip"), &archive);
        let sheets = zip::ZipArchive::new(std::io::Cursor::new(workbook)).unwrap();
        let sheets = sheets
            .file_names()
            .filter(|file| file.as_ref().is_ok_and(|file| file.starts_with("xl/worksheets/sheet")))
            .count();
        assert_eq!(sheets, tables + 1, "one for the contents");
        let files = zip::ZipArchive::new(std::io::Cursor::new(archive)).unwrap();
        assert_eq!(files.len(), tables);
    }
}
