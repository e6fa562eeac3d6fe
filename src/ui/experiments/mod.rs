//! Experiments: their wordings, their responses, and what these say.

mod approval;
mod fields;
mod plan;
mod responses;
mod results;
mod studio;

pub use fields::{limit, names};

use super::comments;
use super::dialogs::Purpose;
use super::shell::Request;
use super::theme;
use super::widgets::{Tone, badge, card, empty_state, muted, page_header, tabs};
use crate::domain::{CommentSubject, Experiment};
use crate::picture::format;
use crate::workbench::{Command, ExperimentModel, Model};
use eframe::egui::{self, RichText, Ui};
use std::collections::BTreeMap;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    /// The experiment that is open.
    pub open: Option<i64>,
    /// Its tab: wording, responses, results, plan.
    pub tab: usize,
    results: results::State,
    plan: plan::State,
    studio: studio::State,
    /// Whether the list shows what was archived.
    with_archived: bool,
    /// What is being said.
    comments: comments::State,
    /// Edits not saved yet, by the experiment's key; 0 for a new one.
    drafts: BTreeMap<i64, Draft>,
}

/// An experiment as it is being edited.
struct Draft {
    /// As it was when the editing began.
    base: Experiment,
    /// As it is now.
    now: Experiment,
    /// What was handed in to be saved last, and the model's generation at that time.
    handed_in: Option<(u64, Experiment)>,
}

impl Draft {
    fn of(experiment: &Experiment) -> Self {
        Self { base: experiment.clone(), now: experiment.clone(), handed_in: None }
    }

    /// Whether nothing would be lost by beginning anew: nothing was typed, or all of it was saved meanwhile.
    fn is_settled(&self, model: &Model) -> bool {
        let saved =
            |(generation, handed_in): &(u64, Experiment)| model.generation > *generation && *handed_in == self.now;
        self.base == self.now || self.handed_in.as_ref().is_some_and(saved)
    }

    /// Hands the draft in to be saved, once no field is being typed in and it can stand.
    fn save(&mut self, ui: &Ui, model: &Model, requests: &mut Vec<Request>) {
        let handed_in = self.handed_in.as_ref().is_some_and(|(_, handed_in)| *handed_in == self.now);
        // Neither while a field is typed in nor while a number is dragged.
        let busy = ui.text_edit_focused() || ui.input(|input| input.pointer.any_down());
        if self.base == self.now || handed_in || busy || studio::refusal(&self.now, model).is_some() {
            return;
        }
        requests.push(Request::Run(Command::SaveExperiment(Box::new(self.now.clone()))));
        self.handed_in = Some((model.generation, self.now.clone()));
    }
}

impl State {
    /// Starts a new experiment with a control and one variant.
    pub fn start_new(&mut self) {
        let mut experiment = Experiment::named("");
        experiment.variants = ["Plain request", "Variant B"].map(crate::domain::Variant::named).to_vec();
        (self.open, self.tab) = (Some(0), 0);
        self.studio = studio::State::default();
        // What was typed into an earlier new experiment is still there.
        let fresh = || Draft { base: experiment.clone(), now: experiment.clone(), handed_in: None };
        self.drafts.entry(0).or_insert_with(fresh);
    }

    /// Opens an experiment at its results.
    pub fn go_to(&mut self, id: i64) {
        (self.open, self.tab) = (Some(id), 2);
        (self.results, self.plan, self.studio) = Default::default();
    }
}

/// Shows the list, or the experiment that is open.
pub fn show(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    match state.open {
        None => list(ui, model, state, requests),
        Some(0) => {
            page_header(ui, "New experiment", |_| ());
            new(ui, model, state, requests);
        }
        Some(id) => match model.experiment(id) {
            Some(experiment) => one(ui, model, experiment, state, requests),
            None => state.open = None,
        },
    }
}

fn new(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    let Some(draft) = state.drafts.get_mut(&0) else {
        state.open = None;
        return;
    };
    let saved =
        draft.handed_in.as_ref().filter(|(generation, _)| model.generation > *generation).and_then(|(_, handed_in)| {
            let named = |known: &&ExperimentModel| known.experiment.name.trim() == handed_in.name.trim();
            model.experiments.iter().find(named).map(|known| known.experiment.clone())
        });
    if let Some(saved) = saved {
        // What was typed meanwhile goes on as a draft of the experiment that was saved.
        let mut now = draft.now.clone();
        now.id = saved.id;
        for (variant, saved) in now.variants.iter_mut().zip(&saved.variants) {
            variant.id = saved.id;
        }
        state.drafts.remove(&0);
        state.drafts.insert(saved.id, Draft { now, ..Draft::of(&saved) });
        (state.open, state.tab) = (Some(saved.id), 0);
        return;
    }
    muted(ui, "Give it a name and write the wordings. Everything is saved as soon as you leave a field.");
    studio::show(ui, &mut draft.now, model, &mut state.studio);
    draft.save(ui, model, requests);
}

fn list(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    page_header(ui, "Experiments", |ui| {
        if ui.button("New experiment").clicked() {
            state.start_new();
        }
        if ui.button("Add wordings from a file…").clicked() {
            requests.push(Request::Ask(Purpose::Wordings));
        }
        if !model.experiments.is_empty() && ui.button("Export wordings…").clicked() {
            requests.push(Request::Ask(Purpose::WordingsOut(String::new())));
        }
    });
    let text = "Define two wordings of a permission request, show them to people, and import how they answered.";
    if model.experiments.is_empty() && empty_state(ui, "No experiment yet", text, "Write the first wordings") {
        state.start_new();
    }
    let archived = model.experiments.iter().filter(|known| known.experiment.archived).count();
    if archived > 0 {
        ui.checkbox(&mut state.with_archived, format!("Show archived ({archived})"));
    }
    let with_archived = state.with_archived;
    for experiment in model.experiments.iter().filter(|known| with_archived || !known.experiment.archived) {
        let people: u64 = experiment.counts.variants.iter().map(|count| count.shown).sum();
        card(ui, "", "", |ui| {
            ui.horizontal(|ui| {
                if ui.link(RichText::new(&experiment.experiment.name).font(theme::semibold(13.0))).clicked() {
                    state.go_to(experiment.experiment.id);
                }
                if experiment.experiment.archived {
                    badge(ui, "Archived", Tone::Neutral);
                }
                archive(ui, &experiment.experiment, model, requests);
            });
            muted(ui, format!("{} wordings, {}", experiment.experiment.variants.len(), format::people(people)));
            if let Some(verdict) = &experiment.verdict {
                ui.label(&verdict.sentence);
            }
        });
    }
}

/// Puts an experiment out of the way, or brings it back.
fn archive(ui: &mut Ui, experiment: &Experiment, model: &Model, requests: &mut Vec<Request>) {
    let (word, hint) = if experiment.archived {
        ("Restore", "Bring it back into the lists")
    } else {
        ("Archive", "Put it out of the way; nothing of it is lost")
    };
    let possible = model.workspace.read_only.is_none();
    if ui.add_enabled(possible, egui::Button::new(word)).on_hover_text(hint).clicked() {
        let changed = Experiment { archived: !experiment.archived, ..experiment.clone() };
        requests.push(Request::Run(Command::SaveExperiment(Box::new(changed))));
    }
}

fn one(ui: &mut Ui, workspace: &Model, model: &ExperimentModel, state: &mut State, requests: &mut Vec<Request>) {
    let people: u64 = model.counts.variants.iter().map(|count| count.shown).sum();
    page_header(ui, &model.experiment.name, |ui| {
        badge(ui, &format::people(people), Tone::Neutral);
        if !model.experiment.jurisdiction.is_empty() {
            badge(ui, &model.experiment.jurisdiction, Tone::Neutral);
        }
        if state.tab == 0 && ui.button("Export wordings…").clicked() {
            requests.push(Request::Ask(Purpose::WordingsOut(model.experiment.name.clone())));
        }
    });
    tabs(ui, &["Wording", "Responses", "Results", "Plan"], &mut state.tab);
    match state.tab {
        0 | 3 => {
            let draft = state.drafts.entry(model.experiment.id).or_insert_with(|| Draft::of(&model.experiment));
            if draft.is_settled(workspace) {
                *draft = Draft::of(&model.experiment);
            }
            if state.tab == 0 {
                studio::show(ui, &mut draft.now, workspace, &mut state.studio);
            } else {
                plan::show(ui, workspace, model, &mut draft.now, &mut state.plan);
            }
            draft.save(ui, workspace, requests);
        }
        1 => responses::show(ui, model, requests),
        _ => results::show(ui, workspace, model, &mut state.results, requests),
    }
    let subject = CommentSubject::Experiment(model.experiment.id, model.experiment.name.clone());
    comments::show(ui, workspace, &subject, &mut state.comments, requests);
}
