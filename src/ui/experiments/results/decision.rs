//! Which wording is used from now on, as a person decides it.

use crate::domain::Choice;
use crate::picture::format;
use crate::ui::shell::Request;
use crate::ui::widgets::{card, labelled_combo, labelled_text, muted};
use crate::workbench::{Command, ExperimentModel};
use eframe::egui::{self, Ui};

/// A decision as it is being written.
#[derive(Default)]
pub struct Draft {
    is_open: bool,
    /// The place of the wording among the variants; behind the last stands none of them.
    chosen: usize,
    reason: String,
    by: String,
}

/// Shows what was decided and takes a decision.
pub fn show(ui: &mut Ui, zone: &str, model: &ExperimentModel, draft: &mut Draft, requests: &mut Vec<Request>) {
    card(ui, "The decision", "", |ui| {
        match &model.experiment.choice {
            Some(choice) => written(ui, choice, zone),
            None => muted(ui, "Nobody has decided yet which wording is used from now on."),
        }
        if draft.is_open {
            form(ui, model, draft, requests);
        } else if ui.button("Decide…").clicked() {
            draft.is_open = true;
        }
    });
}

fn written(ui: &mut Ui, choice: &Choice, zone: &str) {
    let what = if choice.variant.is_some() {
        format!("“{}” is used from now on.", choice.wording)
    } else {
        "None of the wordings is used.".to_owned()
    };
    ui.add(egui::Label::new(what).wrap());
    let when = format::moment(choice.at, zone);
    muted(ui, format!("Decided by {}, written down {when}. Why: {}", choice.by, choice.reason));
    if !choice.verdict.is_empty() {
        muted(ui, format!("The verdict was: {}", choice.verdict));
    }
}

fn form(ui: &mut Ui, model: &ExperimentModel, draft: &mut Draft, requests: &mut Vec<Request>) {
    let variants = &model.experiment.variants;
    let mut names: Vec<String> = variants.iter().map(|variant| variant.name.clone()).collect();
    names.push("None of them".into());
    draft.chosen = draft.chosen.min(variants.len());
    labelled_combo(ui, "Used from now on", &mut draft.chosen, &names);
    labelled_text(ui, "Why", &mut draft.reason);
    labelled_text(ui, "Decided by (empty for you)", &mut draft.by);
    ui.horizontal(|ui| {
        let has_reason = !draft.reason.trim().is_empty();
        if ui.add_enabled(has_reason, egui::Button::new("Record the decision")).clicked() {
            let variant = variants.get(draft.chosen).map(|variant| variant.id);
            let choice = Box::new(model.choice(variant, &draft.reason, &draft.by));
            requests.push(Request::Run(Command::Choose { experiment: model.experiment.id, choice }));
            *draft = Draft::default();
        }
        if ui.button("Cancel").clicked() {
            *draft = Draft::default();
        }
    });
}
