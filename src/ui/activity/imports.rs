//! Every import that the figures rest on.

use crate::domain::{ImportRecord, LinkSummary, LogKind};
use crate::picture::format;
use crate::ui::counted_there;
use crate::ui::dialogs::Purpose;
use crate::ui::import::reason_label;
use crate::ui::shell::Request;
use crate::ui::widgets::{card, empty_state, muted};
use crate::workbench::{Command, Model};
use eframe::egui::Ui;

/// Shows the imports.
pub fn show(ui: &mut Ui, model: &Model, requests: &mut Vec<Request>) {
    let text = "Every log that came in stands here, with the fingerprint of its file and what was set aside of it.";
    if model.imports.is_empty() && empty_state(ui, "Nothing was imported yet", text, "Import a log…") {
        requests.push(Request::Ask(Purpose::Log));
    }
    if model.imports.is_empty() {
        counted_there::offer(ui, LogKind::Responses, requests);
    }
    for import in &model.imports {
        let when = format::moment(import.imported_at, &model.workspace.time_zone);
        card(ui, &import.file_name, &format!("{}, imported {when}", import.kind.label()), |ui| {
            let (read, kept) = (format::count(import.rows_read), format::count(import.rows_kept));
            ui.label(format!("{read} rows read, {kept} usable"));
            for (reason, count) in &import.set_aside {
                muted(ui, format!("{}: {}", reason_label(reason), format::count(*count)));
            }
            let counted = matches!(
                import.kind,
                LogKind::Counts
                    | LogKind::Deviations
                    | LogKind::Past
                    | LogKind::CountedUses
                    | LogKind::CountedPermissions
            );
            if !import.names_people && !counted {
                muted(ui, "The log names nobody: each row is counted as a person of its own.");
            }
            if import.kind == LogKind::Links {
                links(ui, &model.links);
            }
            files(ui, import);
            ui.horizontal(|ui| {
                if ui.small_button("Undo this import").clicked() {
                    requests.push(Request::Run(Command::UndoImport(import.id)));
                }
                if !import.set_aside.is_empty() && ui.small_button("Export rows set aside…").clicked() {
                    requests.push(Request::Ask(Purpose::SetAside(import.id)));
                }
            });
        });
    }
}

fn links(ui: &mut Ui, links: &LinkSummary) {
    let [joined, people, several, most] = [links.joined, links.people, links.several, links.most].map(format::count);
    muted(
        ui,
        format!(
            "By all link files: {joined} identifiers belong to {people} people; {several} have several, at most {most}."
        ),
    );
    if links.conflicts > 0 {
        let conflicts = format::count(links.conflicts);
        muted(
            ui,
            format!(
                "{conflicts} identifiers were linked to different people, as shared devices are, and are joined to nobody."
            ),
        );
    }
}

/// Files listed of an import with very many.
const FILES: usize = 20;

fn files(ui: &mut Ui, import: &ImportRecord) {
    for file in import.files.iter().take(FILES) {
        let name = if import.files.len() > 1 { format!("{}, ", file.name) } else { String::new() };
        muted(ui, format!("{name}{}, BLAKE3 {}", file.written, file.hash));
    }
    if import.files.len() > FILES {
        muted(ui, format!("and {} more files", import.files.len() - FILES));
    }
}
