//! How a log is written: what was found, and the means to correct it.

use crate::logs::{Encoding, Format, Shape};
use crate::ui::widgets::{card, labelled_combo, muted};
use crate::workbench::Inspection;
use eframe::egui::Ui;

const DELIMITERS: [(u8, &str); 4] = [(b',', "Commas"), (b';', "Semicolons"), (b'\t', "Tabs"), (b'|', "Bars")];
const ENCODINGS: [(Encoding, &str); 4] = [
    (Encoding::Utf8, "UTF-8"),
    (Encoding::Windows1252, "Windows-1252"),
    (Encoding::Utf16Le, "UTF-16, low byte first"),
    (Encoding::Utf16Be, "UTF-16, high byte first"),
];

/// Shows it; the format as it is to be, if something was corrected.
pub fn show(ui: &mut Ui, found: &Inspection) -> Option<Format> {
    let format = &found.preview.format;
    let title =
        if found.files > 1 { format!("How it is written: {} files", found.files) } else { "How it is written".into() };
    let mut changed = None;
    card(ui, &title, &format.to_string(), |ui| {
        if !found.recognised.is_empty() {
            ui.label(&found.recognised);
        }
        ui.horizontal(|ui| match &format.shape {
            Shape::Delimited { delimiter } => {
                changed = delimiter_combo(ui, format, *delimiter);
                ui.add_space(8.0);
                changed = changed.take().or_else(|| encoding_combo(ui, format));
            }
            Shape::JsonLines => changed = encoding_combo(ui, format),
            Shape::Sheet { name } => changed = sheet_combo(ui, format, name, &found.sheets),
            Shape::Parquet | Shape::ArrowIpc => {
                muted(ui, "Nothing to choose: such files say themselves how they are written.")
            }
        });
    });
    changed
}

fn delimiter_combo(ui: &mut Ui, format: &Format, delimiter: u8) -> Option<Format> {
    let mut names: Vec<String> = DELIMITERS.iter().map(|known| known.1.to_owned()).collect();
    let known = DELIMITERS.iter().position(|known| known.0 == delimiter);
    if known.is_none() {
        names.push(format!("“{}”", char::from(delimiter).escape_default()));
    }
    let mut chosen = known.unwrap_or(DELIMITERS.len());
    let changed = labelled_combo(ui, "Between cells stand", &mut chosen, &names);
    let delimiter = DELIMITERS.get(chosen).filter(|_| changed)?.0;
    Some(Format { shape: Shape::Delimited { delimiter }, ..format.clone() })
}

fn encoding_combo(ui: &mut Ui, format: &Format) -> Option<Format> {
    let names = ENCODINGS.map(|known| known.1.to_owned());
    let mut chosen = ENCODINGS.iter().position(|known| known.0 == format.encoding).unwrap_or(0);
    let changed = labelled_combo(ui, "Letters are written in", &mut chosen, &names);
    let encoding = ENCODINGS.get(chosen).filter(|_| changed)?.0;
    Some(Format { encoding, ..format.clone() })
}

fn sheet_combo(ui: &mut Ui, format: &Format, name: &str, sheets: &[String]) -> Option<Format> {
    let mut chosen = sheets.iter().position(|sheet| sheet == name).unwrap_or(0);
    let changed = labelled_combo(ui, "Sheet", &mut chosen, sheets);
    let name = sheets.get(chosen).filter(|_| changed)?.clone();
    Some(Format { shape: Shape::Sheet { name }, ..format.clone() })
}
