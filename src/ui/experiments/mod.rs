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

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    /// The experiment that is open.
    pub open: Option<i64>,
    /// Its tab: wording, responses, results.
    pub tab: usize,
    /// Which rate is shown beside the verdict's figures; 0 for everyone shown, 1 for everyone who chose.
    pub denominator: usize,
    draft: Option<Experiment>,
}

impl State {
    /// Starts a new experiment with a control and one variant.
    pub fn start_new(&mut self) {
        let mut experiment = Experiment::named("");
        experiment.variants = ["Plain request", "Variant B"].map(crate::domain::Variant::named).to_vec();
        (self.open, self.tab, self.draft) = (Some(0), 0, Some(experiment));
    }

    /// Opens an experiment at its results.
    pub fn go_to(&mut self, id: i64) {
        (self.open, self.tab, self.draft) = (Some(id), 2, None);
    }
}

/// Shows the list, or the experiment that is open.
pub fn show(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    match state.open {
        None => list(ui, model, state),
        Some(0) => {
            page_header(ui, "New experiment", |_| ());
            if let Some(draft) = &mut state.draft {
                if wording::show(ui, draft, requests) {
                    (state.open, state.draft) = (None, None);
                }
            } else {
                state.open = None;
            }
        }
        Some(id) => match model.experiment(id) {
            Some(experiment) => one(ui, experiment, state, requests),
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

fn one(ui: &mut Ui, model: &ExperimentModel, state: &mut State, requests: &mut Vec<Request>) {
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
            let draft = match &mut state.draft {
                Some(draft) if draft.id == model.experiment.id => draft,
                draft => draft.insert(model.experiment.clone()),
            };
            if wording::show(ui, draft, requests) {
                state.draft = None;
            }
        }
        1 => responses::show(ui, model, requests),
        _ => results::show(ui, model, &mut state.denominator, requests),
    }
}
