//! A log before it is imported: what each column was taken for, what its values mean, and what would come in.

pub(super) mod columns;
mod trial;
pub(super) mod values;
mod written;

use super::counted_there;
use super::shell::Request;
use super::widgets::{card, labelled_combo, labelled_text, muted, page_header, primary_button};
use crate::logs::{DateOrder, Format};
pub use crate::workbench::reason_label;
use crate::workbench::{
    Command, ImportRequest, Inspection, LogKind, LogQuestion, Mapping, Model, Problem, Trial, Workbench,
};
use eframe::egui::{self, Ui};
use std::path::PathBuf;
use values::VariantLine;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    paths: Vec<PathBuf>,
    /// How the log is written, where somebody corrected that.
    format: Option<Format>,
    /// The order of its dates: told by the log, day first, month first.
    date_order: usize,
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
    pub fn start(&mut self, paths: Vec<PathBuf>, kind: LogKind, experiment: Option<String>, workbench: &Workbench) {
        let kind_index = LogKind::ALL.iter().position(|known| *known == kind).unwrap_or(0);
        let stem = paths.first().and_then(|path| path.file_stem());
        let name = stem.map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        workbench.inspect(LogQuestion::about(paths.clone(), kind));
        workbench.forget_trial();
        *self =
            Self { paths, kind: kind_index, experiment: experiment.unwrap_or(name), waiting: true, ..Self::default() };
    }

    /// Whether a log is being looked at.
    pub fn is_open(&self) -> bool {
        !self.paths.is_empty()
    }

    fn kind(&self) -> LogKind {
        LogKind::ALL.get(self.kind).copied().unwrap_or(LogKind::Responses)
    }

    /// Reads the log again under a mapping; `None` guesses one.
    fn look_again(&mut self, workbench: &Workbench, mapping: Option<Mapping>) {
        if let (Some(Ok(found)), Some(mapping)) = (&mut self.found, &mapping) {
            found.mapping = mapping.clone();
        } else {
            self.found = None;
        }
        self.waiting = true;
        self.forget_trial(workbench);
        let (paths, format, kind) = (self.paths.clone(), self.format.clone(), self.kind());
        workbench.inspect(LogQuestion { paths, format, mapping, kind });
    }

    /// What was tried does not hold any more.
    fn forget_trial(&mut self, workbench: &Workbench) {
        workbench.forget_trial();
        (self.trial, self.trying) = (None, false);
    }

    /// Takes over what is remembered of the times in such logs.
    fn remember(&mut self, model: &Model, found: &Inspection) {
        match found.time_zone.as_deref() {
            Some("UTC") => self.zone = 1,
            Some(zone) if zone == model.workspace.time_zone => self.zone = 2,
            _ => {}
        }
        match found.date_order {
            Some(DateOrder::DayFirst) => self.date_order = 1,
            Some(DateOrder::MonthFirst) => self.date_order = 2,
            None => {}
        }
    }

    fn receive(&mut self, model: &Model, workbench: &Workbench) {
        if let Some(found) = workbench.inspection() {
            if let Ok(found) = &found {
                self.variants = values::lines(found, &self.variants);
                values::recognise(model, &self.experiment, &mut self.variants);
                self.remember(model, found);
            }
            (self.found, self.waiting) = (Some(found), false);
        }
        if let Some(trial) = workbench.trial() {
            (self.trial, self.trying) = (Some(trial), false);
        }
    }
}

/// Shows the log that is being looked at.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    let Some(first) = state.paths.first() else { return };
    let name = first.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    let more = if state.paths.len() > 1 { format!(" and {} more", state.paths.len() - 1) } else { String::new() };
    state.receive(model, workbench);
    page_header(ui, &format!("Import {name}{more}"), |_| ());
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
        if let Some(format) = written::show(ui, found) {
            state.format = Some(format);
            state.look_again(workbench, None);
        }
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
                (state.zone, state.date_order) = (0, 0);
                state.look_again(workbench, None);
            }
            ui.add_space(8.0);
            if labelled_combo(ui, "Times without a zone are in", &mut state.zone, &zones) {
                state.forget_trial(workbench);
            }
            ui.add_space(8.0);
            let orders =
                ["As the log shows", "Day first: 3/4 is 3 April", "Month first: 3/4 is 4 March"].map(str::to_owned);
            if labelled_combo(ui, "Order in dates", &mut state.date_order, &orders) {
                state.forget_trial(workbench);
            }
        });
        muted(ui, what_it_does(state.kind()));
        if !state.kind().is_of_experiment() {
            return;
        }
        if state.kind() == LogKind::Counts {
            let before = state.test.clone();
            labelled_text(ui, "Test, where the file holds several", &mut state.test);
            if state.test != before {
                state.forget_trial(workbench);
            }
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

/// What comes of a kind of log, in a sentence.
fn what_it_does(kind: LogKind) -> &'static str {
    match kind {
        LogKind::Responses => {
            "Who saw which wording when, and what they answered. Each person counts once, at the first showing."
        }
        LogKind::Permissions | LogKind::CountedPermissions => {
            "Changes of permission, also later withdrawals; applied by their time, in whatever order they come."
        }
        LogKind::Uses | LogKind::CountedUses => {
            "What was done with people's data, to be judged by what they permitted and by the policy."
        }
        LogKind::Deviations => "Deviations that were found elsewhere, one a row or counted.",
        LogKind::Counts => {
            "How many people each wording was shown to, and how many accepted, where only that is known."
        }
        LogKind::People => {
            "What is known of people, such as their country: each column becomes a segment in all experiments."
        }
        LogKind::Past => {
            "How many people each wording of many earlier tests was shown to, and how many accepted: the wording lab learns from them, and they \
                become no experiments."
        }
        LogKind::Links => {
            "Two identifiers of one person a row, such as a cookie and a customer number: from then on they are one person everywhere."
        }
    }
}

fn meanings(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, found: &Inspection) {
    let mapping = match &found.mapping {
        Mapping::Responses(mapping) => Some(mapping),
        Mapping::Counts(_) => None,
        _ => return,
    };
    let (mut changed, mut touched) = (None, false);
    let known = model.experiments.iter().find(|known| known.experiment.name == state.experiment.trim());
    ui.columns(2, |columns| {
        touched = values::variants(&mut columns[0], known, &mut state.variants);
        let Some(mut answers) = mapping.map(|mapping| mapping.answers.clone()) else { return };
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
    counted_there::offer(ui, state.kind(), requests);
}

/// What would be imported; `None` while something that is needed is not there.
fn request(model: &Model, state: &State, found: &Inspection) -> Option<ImportRequest> {
    found.mapping.check(&found.preview.columns).ok()?;
    let responses = state.kind().is_of_experiment();
    let known = model.experiments.iter().find(|known| known.experiment.name == state.experiment.trim());
    let variants = if responses { values::named(&state.variants, known) } else { Vec::new() };
    if responses && (state.experiment.trim().is_empty() || (variants.is_empty() && known.is_none())) {
        return None;
    }
    Some(ImportRequest {
        paths: found.paths.clone(),
        format: state.format.clone(),
        date_order: match state.date_order {
            1 => Some(DateOrder::DayFirst),
            2 => Some(DateOrder::MonthFirst),
            _ => None,
        },
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
