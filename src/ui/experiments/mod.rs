//! Experiments: their wordings, their responses, and what these say.

mod responses;
mod results;
mod wording;

pub use wording::{limit, names};

use super::shell::Request;
use super::theme;
use super::widgets::{Tone, badge, card, empty_state, muted, page_header, tabs};
use crate::domain::Experiment;
use crate::picture::format;
use crate::workbench::{ExperimentModel, Model};
use eframe::egui::{RichText, Ui};
use std::collections::BTreeMap;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    /// The experiment that is open.
    pub open: Option<i64>,
    /// Its tab: wording, responses, results.
    pub tab: usize,
    /// Which rate is shown beside the verdict's figures; 0 for everyone shown, 1 for everyone who chose.
    pub denominator: usize,
    /// Edits not saved yet, by the experiment's key; 0 for a new one.
    drafts: BTreeMap<i64, Draft>,
}

/// An experiment as it is being edited.
struct Draft {
    /// As it was when the editing began.
    base: Experiment,
    /// As it is now.
    now: Experiment,
    /// The model's generation when it was handed in to be saved.
    handed_in: Option<u64>,
}

impl Draft {
    fn of(experiment: &Experiment) -> Self {
        Self { base: experiment.clone(), now: experiment.clone(), handed_in: None }
    }

    /// Whether nothing would be lost by beginning anew: nothing was typed, or it was saved meanwhile.
    fn is_settled(&self, model: &Model) -> bool {
        self.base == self.now || self.handed_in.is_some_and(|generation| model.generation > generation)
    }
}

impl State {
    /// Starts a new experiment with a control and one variant.
    pub fn start_new(&mut self) {
        let mut experiment = Experiment::named("");
        experiment.variants = ["Plain request", "Variant B"].map(crate::domain::Variant::named).to_vec();
        (self.open, self.tab) = (Some(0), 0);
        // What was typed into an earlier new experiment is still there.
        let fresh = || Draft { base: Experiment::default(), now: experiment, handed_in: None };
        self.drafts.entry(0).or_insert_with(fresh);
    }

    /// Opens an experiment at its results.
    pub fn go_to(&mut self, id: i64) {
        (self.open, self.tab) = (Some(id), 2);
    }
}

/// Shows the list, or the experiment that is open.
pub fn show(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    match state.open {
        None => list(ui, model, state),
        Some(0) => {
            page_header(ui, "New experiment", |_| ());
            if let Some(draft) = state.drafts.get_mut(&0).filter(|draft| !draft.is_settled(model)) {
                if wording::show(ui, &mut draft.now, model, requests) {
                    draft.handed_in = Some(model.generation);
                }
            } else {
                // Saved, or nothing there to edit.
                state.drafts.remove(&0);
                state.open = None;
            }
        }
        Some(id) => match model.experiment(id) {
            Some(experiment) => one(ui, model, experiment, state, requests),
            None => state.open = None,
        },
    }
}

fn list(ui: &mut Ui, model: &Model, state: &mut State) {
    page_header(ui, "Experiments", |ui| {
        if ui.button("New experiment").clicked() {
            state.start_new();
        }
    });
    let text = "Define two wordings of a permission request, show them to people, and import how they answered.";
    if model.experiments.is_empty() && empty_state(ui, "No experiment yet", text, "Write the first wordings") {
        state.start_new();
    }
    for experiment in &model.experiments {
        let people: u64 = experiment.counts.variants.iter().map(|count| count.shown).sum();
        card(ui, "", "", |ui| {
            if ui.link(RichText::new(&experiment.experiment.name).font(theme::semibold(13.0))).clicked() {
                state.go_to(experiment.experiment.id);
            }
            muted(ui, format!("{} wordings, {} people", experiment.experiment.variants.len(), format::count(people)));
            if let Some(verdict) = &experiment.verdict {
                ui.label(&verdict.sentence);
            }
        });
    }
}

fn one(ui: &mut Ui, workspace: &Model, model: &ExperimentModel, state: &mut State, requests: &mut Vec<Request>) {
    let people: u64 = model.counts.variants.iter().map(|count| count.shown).sum();
    page_header(ui, &model.experiment.name, |ui| {
        badge(ui, &format!("{} people", format::count(people)), Tone::Neutral);
        if !model.experiment.jurisdiction.is_empty() {
            badge(ui, &model.experiment.jurisdiction, Tone::Neutral);
        }
    });
    tabs(ui, &["Wording", "Responses", "Results"], &mut state.tab);
    match state.tab {
        0 => {
            let draft = state.drafts.entry(model.experiment.id).or_insert_with(|| Draft::of(&model.experiment));
            if draft.is_settled(workspace) {
                *draft = Draft::of(&model.experiment);
            }
            if wording::show(ui, &mut draft.now, workspace, requests) {
                draft.handed_in = Some(workspace.generation);
            }
        }
        1 => responses::show(ui, model, requests),
        _ => results::show(ui, model, &mut state.denominator, requests),
    }
}
