//! Backups: how often they are made, which there are, and restoring one.

use super::dialogs::Purpose;
use super::shell::Request;
use super::theme::{color, palette};
use super::widgets::{card, labelled_combo, muted};
use crate::picture::format;
use crate::workbench::{Backup, BackupPlan, BackupRhythm, Command, Model, Workbench};
use eframe::egui::{Grid, RichText, Ui};
use std::path::PathBuf;

/// What the card remembers.
#[derive(Default)]
pub struct State {
    /// Whether it was asked which backups there are.
    asked: bool,
    /// The backup that somebody is about to restore.
    restoring: Option<PathBuf>,
    /// Whether all are shown.
    all: bool,
}

/// Backups listed before somebody asks for all.
const FIRST: usize = 8;

/// Shows the card.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    let text = "Copies of this workspace, each a file that can be opened by itself. Whoever is forgotten here is forgotten in them too.";
    card(ui, "Backups", text, |ui| {
        plan(ui, model, requests);
        ui.add_space(6.0);
        if ui.button("Back up now").clicked() {
            requests.push(Request::Run(Command::BackUp(None)));
        }
        if !state.asked {
            workbench.look_for_backups();
            state.asked = true;
        }
        let Some(found) = workbench.backups() else { return muted(ui, "Looking for backups…") };
        if found.is_empty() {
            return muted(ui, "There are none yet.");
        }
        list(ui, model, &found, state, requests);
    });
}

fn plan(ui: &mut Ui, model: &Model, requests: &mut Vec<Request>) {
    let plan = &model.workspace.backup_plan;
    let change = |plan: BackupPlan| Request::Run(Command::ChangeBackupPlan(plan));
    let names: Vec<String> = BackupRhythm::ALL.iter().map(|rhythm| rhythm.label().to_owned()).collect();
    let mut chosen = BackupRhythm::ALL.iter().position(|rhythm| *rhythm == plan.every).unwrap_or(0);
    if labelled_combo(ui, "Made by themselves while the window is open", &mut chosen, &names) {
        let every = BackupRhythm::ALL.get(chosen).copied().unwrap_or_default();
        requests.push(change(BackupPlan { every, ..plan.clone() }));
    }
    muted(
        ui,
        "All of the last day are kept, one of each of the last 7 days and 4 weeks, those before updates and restoring, and all made by hand.",
    );
    ui.horizontal_wrapped(|ui| {
        match &plan.folder {
            Some(folder) => ui.label(format!("They go into {}", folder.display())),
            None => ui.label("They go into a folder beside the workspace"),
        };
        if ui.small_button("Choose a folder…").clicked() {
            requests.push(Request::Ask(Purpose::BackupFolder));
        }
        if plan.folder.is_some() && ui.small_button("Beside the workspace").clicked() {
            requests.push(change(BackupPlan { folder: None, ..plan.clone() }));
        }
    });
}

fn list(ui: &mut Ui, model: &Model, found: &[Backup], state: &mut State, requests: &mut Vec<Request>) {
    let shown = if state.all { found.len() } else { FIRST };
    let zone = &model.workspace.time_zone;
    Grid::new("backups").num_columns(5).spacing([16.0, 6.0]).show(ui, |ui| {
        for backup in found.iter().take(shown) {
            ui.label(format::moment(backup.file.made_at, zone)).on_hover_text(backup.file.path.display().to_string());
            muted(ui, backup.file.reason.label());
            muted(ui, format::bytes(backup.file.bytes));
            muted(ui, backup.content_in_words());
            let can_restore = model.workspace.read_only.is_none() && backup.content.is_some();
            ui.add_enabled_ui(can_restore, |ui| {
                if ui.small_button("Restore…").clicked() {
                    state.restoring = Some(backup.file.path.clone());
                }
            });
            ui.end_row();
        }
    });
    if found.len() > shown && ui.small_button(format!("Show all {}", found.len())).clicked() {
        state.all = true;
    }
    let asked = state.restoring.as_ref().and_then(|path| found.iter().find(|backup| backup.file.path == *path));
    let Some(backup) = asked else { return };
    let when = format::moment(backup.file.made_at, zone);
    ui.add_space(6.0);
    ui.label(format!(
        "Everything in this workspace is replaced by what it held on {when}. What it holds now is backed up first."
    ));
    ui.horizontal(|ui| {
        if ui.button(RichText::new("Restore this backup").color(color(palette(ui).bad))).clicked() {
            requests.push(Request::Run(Command::Restore(backup.file.path.clone())));
            state.restoring = None;
        }
        if ui.button("Keep what there is").clicked() {
            state.restoring = None;
        }
    });
}
