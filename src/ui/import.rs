//! A log before it is imported: its first rows, what each column was taken for, and how to correct that.

use super::shell::Request;
use super::widgets::{card, labelled_combo, labelled_text, muted, page_header, primary_button, table};
use crate::picture::format;
use crate::workbench::{Command, ImportRequest, Inspection, LogKind, Mapping, Model, Problem, Workbench};
use eframe::egui::{self, Ui};
use std::path::PathBuf;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    path: Option<PathBuf>,
    kind: usize,
    found: Option<Result<Inspection, Problem>>,
    experiment: String,
    variants: Vec<(String, String, u64, bool)>,
    zone: usize,
    corrections: String,
    correction_refused: Option<String>,
}

impl State {
    /// Looks into a log.
    pub fn start(&mut self, path: PathBuf, kind: LogKind, experiment: Option<String>, workbench: &Workbench) {
        let kind_index = LogKind::ALL.iter().position(|known| *known == kind).unwrap_or(0);
        let name = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        workbench.inspect(path.clone(), None, kind);
        *self = Self { path: Some(path), kind: kind_index, experiment: experiment.unwrap_or(name), ..Self::default() };
    }

    /// Whether a log is being looked at.
    pub fn is_open(&self) -> bool {
        self.path.is_some()
    }

    fn kind(&self) -> LogKind {
        LogKind::ALL.get(self.kind).copied().unwrap_or(LogKind::Responses)
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
    if let Some(found) = workbench.inspection() {
        state.variants = found.as_ref().map(named_variants).unwrap_or_default();
        state.found = Some(found);
    }
    let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
    page_header(ui, &format!("Import {name}"), |_| ());
    let kinds: Vec<String> = LogKind::ALL.iter().map(|kind| kind.label().to_owned()).collect();
    card(ui, "What is in it", "", |ui| {
        if labelled_combo(ui, "Kind of log", &mut state.kind, &kinds) {
            state.found = None;
            workbench.inspect(path.clone(), None, state.kind());
        }
        if state.kind() == LogKind::Responses {
            labelled_text(ui, "Experiment (made if there is none of that name)", &mut state.experiment);
            let known: Vec<_> = model.experiments.iter().map(|known| known.experiment.name.clone()).collect();
            ui.horizontal_wrapped(|ui| {
                for name in known {
                    if ui.small_button(&name).clicked() {
                        state.experiment = name;
                    }
                }
            });
        }
    });
    let mut go = false;
    match &state.found {
        None => muted(ui, "Reading the first rows…"),
        Some(Err(problem)) => {
            card(ui, &problem.what, "", |ui| {
                ui.label(&problem.why);
                muted(ui, &problem.advice);
            });
        }
        Some(Ok(found)) => {
            let found = found.clone();
            first_rows(ui, &found);
            mapping(ui, workbench, state, &found);
            variants(ui, state);
            go = state.variants.is_empty() || state.variants.iter().any(|line| line.3);
        }
    }
    ui.horizontal(|ui| {
        let asked = go && primary_button(ui, "Import").clicked();
        if let Some(request) = asked.then(|| request(model, state)).flatten() {
            requests.push(Request::Run(Command::Import(Box::new(request))));
            *state = State::default();
        }
        if ui.button("Cancel").clicked() {
            *state = State::default();
        }
    });
}

fn named_variants(found: &Inspection) -> Vec<(String, String, u64, bool)> {
    let most = found.variant_values.first().map_or(0, |value| value.1);
    let line =
        |(value, rows): &(String, u64)| (value.clone(), value.clone(), *rows, rows * 10 >= most && !value.is_empty());
    found.variant_values.iter().take(20).map(line).collect()
}

fn first_rows(ui: &mut Ui, found: &Inspection) {
    let preview = &found.preview;
    let delimiter = match preview.delimiter {
        b'\t' => "tab".to_owned(),
        other => format!("“{}”", char::from(other)),
    };
    let taken = roles(&found.mapping);
    let subtitle = format!("{} columns, separated by {delimiter}", preview.columns.len());
    card(ui, "First rows", &subtitle, |ui| {
        let columns: Vec<usize> = (0..preview.columns.len().min(10)).collect();
        let role = |name: &str| {
            let role = taken.iter().find(|(_, column)| column == name);
            role.map_or_else(|| name.to_owned(), |(role, _)| format!("{name} → {role}"))
        };
        let titles: Vec<String> = columns.iter().map(|column| role(&preview.columns[*column])).collect();
        let headings: Vec<(&str, bool)> = titles.iter().map(|title| (title.as_str(), false)).collect();
        table(ui, "first rows", &headings, preview.rows.len().min(8), None, false, |row, column| {
            preview.rows[row].get(column).cloned().unwrap_or_default()
        });
    });
}

/// What each column is taken for, as pairs of role and column.
fn roles(mapping: &Mapping) -> Vec<(&'static str, String)> {
    let mut roles = Vec::new();
    let mut add = |role, column: &Option<String>| roles.extend(column.clone().map(|column| (role, column)));
    match mapping {
        Mapping::Responses(mapping) => {
            add("person", &mapping.person);
            add("time shown", &mapping.shown_at);
            add("response", &mapping.response);
            for column in &mapping.variant {
                add("variant", &Some(column.clone()));
            }
            for (_, column) in &mapping.segments {
                add("segment", &Some(column.clone()));
            }
        }
        Mapping::Permissions(mapping) => {
            add("time", &mapping.at);
            add("person", &mapping.person);
            add("purpose", &mapping.purpose);
            add("data", &mapping.category);
            add("state", &mapping.state);
        }
        Mapping::Uses(mapping) => {
            add("time", &mapping.occurred_at);
            add("person", &mapping.person);
            add("purpose", &mapping.purpose);
            add("data", &mapping.category);
            add("recipient", &mapping.recipient);
            add("channel", &mapping.channel);
            add("campaign", &mapping.campaign);
            add("done or held back", &mapping.outcome);
            add("value", &mapping.value);
            add("circumstance", &mapping.circumstance);
        }
        Mapping::Deviations(mapping) => {
            add("date", &mapping.date);
            add("quarter", &mapping.quarter);
            add("kind", &mapping.kind);
            add("circumstance", &mapping.circumstance);
            add("count", &mapping.count);
            add("people", &mapping.people);
            add("cost", &mapping.cost);
        }
    }
    roles
}

fn hint(kind: LogKind) -> &'static str {
    match kind {
        LogKind::Responses => "person=user_id,variant=group+page,shown_at=time,response=answer,segment:country=country",
        LogKind::Permissions => "at=time,person=user_id,purpose=purpose,category=category,state=state",
        LogKind::Uses => "occurred_at=time,person=user_id,purpose=purpose,category=category,campaign=campaign",
        LogKind::Deviations => "quarter=quarter,kind=kind,circumstance=reason,count=n",
    }
}

fn mapping(ui: &mut Ui, workbench: &Workbench, state: &mut State, found: &Inspection) {
    card(ui, "Corrections", "If a column was taken for the wrong thing, say which one it is", |ui| {
        let label = format!("Such as {}", hint(state.kind()));
        labelled_text(ui, &label, &mut state.corrections);
        if ui.button("Apply").clicked() {
            let mut mapping = found.mapping.clone();
            let applied = mapping.apply(&state.corrections).and_then(|()| mapping.check(&found.preview.columns));
            match applied {
                Ok(()) => {
                    state.correction_refused = None;
                    // Nothing can be imported by the old mapping meanwhile.
                    state.found = None;
                    workbench.inspect(found.path.clone(), Some(mapping), state.kind());
                }
                Err(error) => state.correction_refused = Some(error.to_string()),
            }
        }
        if let Some(refused) = &state.correction_refused {
            muted(ui, refused);
        }
        let zones = ["Times name their zone".to_owned(), "UTC".to_owned(), "The workspace's time zone".to_owned()];
        labelled_combo(ui, "Times without a zone", &mut state.zone, &zones);
    });
}

fn variants(ui: &mut Ui, state: &mut State) {
    if state.variants.is_empty() {
        return;
    }
    let subtitle = "The values in the log that tell the variant; rows with any other value are set aside";
    card(ui, "Variants of a new experiment", subtitle, |ui| {
        egui::Grid::new("variants").num_columns(3).show(ui, |ui| {
            for (value, name, rows, wanted) in &mut state.variants {
                ui.checkbox(wanted, value.as_str());
                let label = ui.label(format!("{} rows, called", format::count(*rows)));
                ui.add(egui::TextEdit::singleline(name).desired_width(220.0)).labelled_by(label.id);
                ui.end_row();
            }
        });
    });
}

fn request(model: &Model, state: &State) -> Option<ImportRequest> {
    let Some(Ok(found)) = &state.found else { return None };
    let known = model.experiments.iter().any(|known| known.experiment.name == state.experiment.trim());
    let mut variants: Vec<(String, Vec<String>)> = Vec::new();
    for (value, name, _, _) in state.variants.iter().filter(|line| line.3 && !known) {
        match variants.iter_mut().find(|variant| variant.0 == *name) {
            Some(variant) => variant.1.push(value.clone()),
            None => variants.push((name.clone(), vec![value.clone()])),
        }
    }
    // The control comes first; values are listed by how many rows they have.
    variants.sort_by_key(|variant| !variant.0.to_lowercase().starts_with("control"));
    Some(ImportRequest {
        path: found.path.clone(),
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
