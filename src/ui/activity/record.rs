//! The entries of the record, latest first.

use super::{entry, state};
use crate::domain::{EntryKind, RecordLine};
use crate::picture::format;
use crate::ui::shell::Request;
use crate::ui::widgets::{card, labelled_combo, labelled_text, muted, table};
use crate::workbench::{Model, Workbench, chosen_entries};
use eframe::egui::Ui;
use std::sync::Arc;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    /// Which tab is open: the record or the imports.
    pub tab: usize,
    /// The number of the entry that is open.
    open: Option<i64>,
    /// The generation of the model for which the record was asked for.
    asked_for: u64,
    /// The kind that is shown: its place among all kinds, counted from 1; 0 for every kind.
    kind: usize,
    text: String,
    shown: Shown,
}

/// The places of the entries that are shown, and what they were chosen from.
#[derive(Default)]
struct Shown {
    lines: Arc<Vec<RecordLine>>,
    kind: usize,
    text: String,
    places: Vec<usize>,
}

/// Words that stand for an entry whose words named somebody who was forgotten.
const FORGOTTEN: &str = "Words that named a person who was forgotten";

/// Shows the record.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    if state.asked_for != model.generation {
        state.asked_for = model.generation;
        workbench.read_record();
    }
    let lines = workbench.record_lines();
    state::show(ui, model, workbench, lines.last(), requests);
    card(ui, "What was done", "Latest first; choose an entry to see what it changed", |ui| {
        filters(ui, state);
        choose(&mut state.shown, &lines, state.kind, &state.text);
        entries(ui, model, workbench, state);
    });
    if let Some(line) = state.open.and_then(|number| lines.iter().find(|line| line.number == number)) {
        entry::show(ui, model, workbench, line);
    }
}

fn filters(ui: &mut Ui, state: &mut State) {
    ui.horizontal(|ui| {
        let names: Vec<String> = std::iter::once("Everything".to_owned())
            .chain(EntryKind::ALL.map(|kind| kind.label().to_owned()))
            .collect();
        labelled_combo(ui, "Kind", &mut state.kind, &names);
        ui.vertical(|ui| {
            ui.set_max_width(280.0);
            labelled_text(ui, "Words or name", &mut state.text);
        });
    });
}

/// Chooses anew if anything changed that it depends on.
fn choose(shown: &mut Shown, lines: &Arc<Vec<RecordLine>>, kind: usize, text: &str) {
    if Arc::ptr_eq(&shown.lines, lines) && shown.kind == kind && shown.text == text {
        return;
    }
    let wanted = kind.checked_sub(1).and_then(|place| EntryKind::ALL.get(place)).copied();
    let places = chosen_entries(lines, wanted, text);
    *shown = Shown { lines: lines.clone(), kind, text: text.to_owned(), places };
}

fn entries(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State) {
    let Shown { lines, places, .. } = &state.shown;
    if lines.is_empty() {
        return muted(ui, "The record begins when the workspace is opened where it can be written.");
    }
    if places.is_empty() {
        return muted(ui, "No entry is like that.");
    }
    let line = |row: usize| places.get(row).and_then(|place| lines.get(*place));
    let is_open = |place: &usize| lines.get(*place).map(|line| line.number) == state.open;
    let chosen = state.open.and_then(|_| places.iter().position(is_open));
    let zone = &model.workspace.time_zone;
    let headings = [("What", false), ("When", false), ("Who", false), ("Kind", false), ("Entry", true)];
    let clicked = table(ui, "record", &headings, places.len(), chosen, false, |row, column| {
        let Some(line) = line(row) else { return String::new() };
        match column {
            0 => line.label.clone().unwrap_or_else(|| FORGOTTEN.into()),
            1 => format::moment(line.at, zone),
            2 => line.who().to_owned(),
            3 => line.kind.label().into(),
            _ => format::count(line.number.unsigned_abs()),
        }
    });
    if let Some(line) = clicked.and_then(line) {
        // Clicked again, it closes.
        let open = Some(line.number).filter(|number| state.open != Some(*number));
        if let Some(number) = open {
            workbench.open_entry(number);
        }
        state.open = open;
    }
}
