//! A log before it is imported: what each column was taken for, what its values mean, and what would come in.

mod columns;
mod trial;
mod values;

use super::shell::Request;
use super::widgets::{card, labelled_combo, labelled_text, muted, page_header, primary_button};
use crate::workbench::{
    Command, ImportRequest, Inspection, LogKind, LogQuestion, Mapping, Model, Problem, Trial, Workbench,
};
use eframe::egui::{self, Ui};
use std::path::PathBuf;
use values::VariantLine;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    path: Option<PathBuf>,
    kind: usize,
    found: Option<Result<Inspection, Problem>>,
    /// The log is being read again, so that what is shown of its values may be out of date.
    waiting: bool,
    experiment: String,
    /// Of counts of several tests, the one that is wanted.
    test: String,
    variants: Vec<VariantLine>,
    zone: usize,
    trial: Option<Result<Trial, Problem>>,
    trying: bool,
}

impl State {
    /// Looks into a log.
    pub fn start(&mut self, path: PathBuf, kind: LogKind, experiment: Option<String>, workbench: &Workbench) {
        let kind_index = LogKind::ALL.iter().position(|known| *known == kind).unwrap_or(0);
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        workbench.inspect(LogQuestion::about(path.clone(), kind));
        workbench.forget_trial();
        *self = Self {
            path: Some(path),
            kind: kind_index,
            experiment: experiment.unwrap_or(name),
            waiting: true,
            ..Self::default()
        };
    }

    /// Whether a log is being looked at.
    pub fn is_open(&self) -> bool {
        self.path.is_some()
    }

    fn kind(&self) -> LogKind {
        LogKind::ALL.get(self.kind).copied().unwrap_or(LogKind::Responses)
    }

    /// Reads the log again under a mapping; `None` guesses one.
    fn look_again(&mut self, workbench: &Workbench, mapping: Option<Mapping>) {
        let Some(path) = self.path.clone() else { return };
        if let (Some(Ok(found)), Some(mapping)) = (&mut self.found, &mapping) {
            found.mapping = mapping.clone();
        } else {
            self.found = None;
        }
        self.waiting = true;
        self.forget_trial(workbench);
        workbench.inspect(LogQuestion { mapping, ..LogQuestion::about(path, self.kind()) });
    }

    /// What was tried does not hold any more.
    fn forget_trial(&mut self, workbench: &Workbench) {
        workbench.forget_trial();
        (self.trial, self.trying) = (None, false);
    }

    fn receive(&mut self, model: &Model, workbench: &Workbench) {
        if let Some(found) = workbench.inspection() {
            if let Ok(found) = &found {
                self.variants = values::lines(found, &self.variants);
                values::recognise(model, &self.experiment, &mut self.variants);
            }
            (self.found, self.waiting) = (Some(found), false);
        }
        if let Some(trial) = workbench.trial() {
            (self.trial, self.trying) = (Some(trial), false);
        }
    }
}

/// The reason for setting rows aside as people read it.
pub fn reason_label(name: &str) -> String {
    crate::logs::Reason::ALL
        .iter()
        .find(|reason| reason.name() == name)
        .map_or_else(|| name.to_owned(), |reason| reason.label().to_owned())
}

/// Shows the log that is being looked at.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    let Some(path) = state.path.clone() else { return };
    state.receive(model, workbench);
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    page_header(ui, &format!("Import {name}"), |_| ());
    what_is_in_it(ui, model, workbench, state);
    let found = match &state.found {
        None => {
            muted(ui, "Reading the first rows…");
            None
        }
        Some(Err(problem)) => {
            card(ui, &problem.what, "", |ui| {
                ui.label(&problem.why);
                muted(ui, &problem.advice);
            });
            None
        }
        Some(Ok(found)) => Some(found.clone()),
    };
    if let Some(found) = &found {
        if let Some(mapping) = columns::show(ui, found) {
            state.look_again(workbench, Some(mapping));
        }
        meanings(ui, model, workbench, state, found);
        trial::show(ui, state.trial.as_ref(), state.trying);
    }
    let ready = found.as_ref().and_then(|found| request(model, state, found)).filter(|_| !state.waiting);
    ui.horizontal(|ui| buttons(ui, workbench, state, ready, requests));
}

fn what_is_in_it(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State) {
    let kinds: Vec<String> = LogKind::ALL.iter().map(|kind| kind.label().to_owned()).collect();
    let zones = [
        "Every time names its zone".to_owned(),
        "UTC".to_owned(),
        format!("{} (the workspace's)", model.workspace.time_zone),
    ];
    card(ui, "What is in it", "", |ui| {
        ui.horizontal(|ui| {
            if labelled_combo(ui, "Kind of log", &mut state.kind, &kinds) {
                state.look_again(workbench, None);
            }
            ui.add_space(8.0);
            if labelled_combo(ui, "Times without a zone are in", &mut state.zone, &zones) {
                state.forget_trial(workbench);
            }
        });
        if state.kind() != LogKind::Responses {
            return;
        }
        let before = state.experiment.clone();
        labelled_text(ui, "Experiment (made if there is none of that name)", &mut state.experiment);
        ui.horizontal_wrapped(|ui| {
            for known in &model.experiments {
                let name = &known.experiment.name;
                if ui.selectable_label(state.experiment.trim() == name, name).clicked() {
                    state.experiment.clone_from(name);
                }
            }
        });
        if state.experiment != before {
            state.forget_trial(workbench);
            values::recognise(model, &state.experiment, &mut state.variants);
        }
    });
}

fn meanings(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, found: &Inspection) {
    let Mapping::Responses(mapping) = &found.mapping else { return };
    let (mut changed, mut touched) = (None, false);
    let known = model.experiments.iter().find(|known| known.experiment.name == state.experiment.trim());
    ui.columns(2, |columns| {
        touched = values::variants(&mut columns[0], known, &mut state.variants);
        let mut answers = mapping.answers.clone();
        if values::answers(&mut columns[1], &mut answers, &found.response_values) {
            changed = Some(answers);
        }
    });
    // What a word means changes no other count, so the log need not be read again.
    if let (Some(answers), Some(Ok(found))) = (changed, &mut state.found) {
        if let Mapping::Responses(mapping) = &mut found.mapping {
            mapping.answers = answers;
        }
        touched = true;
    }
    if touched {
        state.forget_trial(workbench);
    }
}

fn buttons(
    ui: &mut Ui,
    workbench: &Workbench,
    state: &mut State,
    ready: Option<ImportRequest>,
    requests: &mut Vec<Request>,
) {
    let enabled = ready.is_some();
    let go = ui.add_enabled_ui(enabled, |ui| primary_button(ui, "Import").clicked()).inner;
    let check = ui.add_enabled(enabled && !state.trying, egui::Button::new("See what would count")).clicked();
    if let Some(request) = ready {
        if go {
            requests.push(Request::Run(Command::Import(Box::new(request))));
            *state = State::default();
            return;
        }
        if check {
            state.trying = true;
            workbench.try_import(request);
        }
    }
    if ui.button("Cancel").clicked() {
        *state = State::default();
    }
}

/// What would be imported; `None` while something that is needed is not there.
fn request(model: &Model, state: &State, found: &Inspection) -> Option<ImportRequest> {
    found.mapping.check(&found.preview.columns).ok()?;
    let responses = state.kind() == LogKind::Responses;
    let known = model.experiments.iter().find(|known| known.experiment.name == state.experiment.trim());
    let variants = if responses { values::named(&state.variants, known) } else { Vec::new() };
    if responses && (state.experiment.trim().is_empty() || (variants.is_empty() && known.is_none())) {
        return None;
    }
    Some(ImportRequest {
        paths: vec![found.path.clone()],
        format: None,
        date_order: None,
        test: state.test.trim().to_owned(),
        mapping: found.mapping.clone(),
        experiment: state.experiment.trim().to_owned(),
        variants,
        time_zone: match state.zone {
            1 => Some("UTC".into()),
            2 => Some(model.workspace.time_zone.clone()),
            _ => None,
        },
    })
}
