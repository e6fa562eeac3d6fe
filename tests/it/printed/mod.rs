//! Reports as files: what is in them, and that screen readers, archives and spreadsheets can read them.

mod sample;

use handshake::report::{Format, Paper, write};
use sample::{FIGURES, compliance_report, nasty, options};

/// Keeps a file for those who want to look at it, under the folder for tests.
fn keep(name: &str, bytes: &[u8]) {
    let folder = std::path::Path::new(env!("CARGO_TARGET_TMPDIR")).join("reports");
    std::fs::create_dir_all(&folder).unwrap();
    std::fs::write(folder.join(name), bytes).unwrap();
}

#[test]
fn a_report_is_printed_on_both_papers() {
    for (paper, archival, name) in [(Paper::A4, false, "a4.pdf"), (Paper::Letter, true, "letter-archival.pdf")] {
        let started = std::time::Instant::now();
        let bytes = write(&compliance_report(), FIGURES, Format::Pdf, &options(paper, archival)).unwrap();
        println!("{name}: {:?}", started.elapsed());
        keep(name, &bytes);
        assert!(bytes.starts_with(b"%PDF-1.7"));
    }
}

#[test]
fn nasty_texts_are_printed_as_they_are() {
    for archival in [false, true] {
        let bytes = write(&nasty(), FIGURES, Format::Pdf, &options(Paper::A4, archival)).unwrap();
        keep(if archival { "nasty-archival.pdf" } else { "nasty.pdf" }, &bytes);
    }
}

#[test]
fn all_other_forms_are_written() {
    for (format, name) in [(Format::Html, "html"), (Format::Xlsx, "xlsx"), (Format::Csv, "zip")] {
        keep(
            &format!("report.{name}"),
            &write(&compliance_report(), FIGURES, format, &options(Paper::A4, false)).unwrap(),
        );
        keep(&format!("nasty.{name}"), &write(&nasty(), FIGURES, format, &options(Paper::A4, false)).unwrap());
    }
}
