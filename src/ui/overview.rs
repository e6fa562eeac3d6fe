//! What is running, what can be decided, what changed in compliance, what waits.

use super::shell::{Request, Screen};
use super::theme;
use super::widgets::{Tone, badge, card, empty_state, figure, muted, page_header};
use crate::domain::Disposition;
use crate::picture::format;
use crate::stats::VerdictKind;
use crate::workbench::{ExperimentModel, Model};
use eframe::egui::{self, RichText, Ui};

/// Shows the overview.
pub fn show(ui: &mut Ui, model: &Model, requests: &mut Vec<Request>) {
    page_header(ui, "Overview", |_| ());
    figures(ui, model);
    if model.experiments.is_empty() {
        if empty_state(
            ui,
            "No experiment yet",
            "An experiment tests wordings of a permission request.",
            "New experiment",
        ) {
            requests.push(Request::NewExperiment);
        }
    } else {
        card(ui, "Experiments", "What people were asked, and what can be said of it now", |ui| {
            for experiment in model.experiments.iter().filter(|known| !known.experiment.archived) {
                line(ui, experiment, requests);
            }
        });
    }
    card(ui, "Compliance", "", |ui| {
        ui.add(egui::Label::new(RichText::new(&model.compliance.sentence).font(theme::medium(17.0))).wrap());
        muted(ui, &model.compliance.detail);
        if ui.link("See the quarters").clicked() {
            requests.push(Request::Go(Screen::Compliance));
        }
    });
}

/// Experiments that are not archived.
pub fn experiments(model: &Model) -> usize {
    model.experiments.iter().filter(|known| !known.experiment.archived).count()
}

/// Incidents that nobody has decided about.
pub fn open_incidents(model: &Model) -> usize {
    model.compliance.incidents.iter().filter(|incident| incident.disposition() == Disposition::Open).count()
}

fn figures(ui: &mut Ui, model: &Model) {
    let decidable = model.experiments.iter().filter(|experiment| is_decidable(experiment)).count();
    card(ui, "", "", |ui| {
        ui.columns(4, |columns| {
            figure(&mut columns[0], "Experiments", &experiments(model).to_string(), "");
            figure(&mut columns[1], "Can be decided", &decidable.to_string(), "by the figures so far");
            figure(&mut columns[2], "People with a permission on record", &format::count(model.permissions.people), "");
            figure(&mut columns[3], "Incidents to review", &open_incidents(model).to_string(), "");
        });
    });
}

fn is_decidable(experiment: &ExperimentModel) -> bool {
    let kind = experiment.verdict.as_ref().map(|verdict| &verdict.kind);
    matches!(kind, Some(VerdictKind::Leader { .. } | VerdictKind::Equivalent))
}

fn line(ui: &mut Ui, model: &ExperimentModel, requests: &mut Vec<Request>) {
    let people: u64 = model.counts.variants.iter().map(|count| count.shown).sum();
    ui.horizontal(|ui| {
        if ui.link(RichText::new(&model.experiment.name).font(theme::semibold(13.0))).clicked() {
            requests.push(Request::OpenExperiment(model.experiment.id));
        }
        match model.verdict.as_ref().map(|verdict| &verdict.kind) {
            Some(VerdictKind::Leader { .. }) => badge(ui, "Can be decided", Tone::Good),
            Some(VerdictKind::Equivalent) => badge(ui, "No practical difference", Tone::Neutral),
            Some(VerdictKind::NoData) | None => badge(ui, "No responses yet", Tone::Neutral),
            Some(VerdictKind::Unsound) => badge(ui, "Sample not sound", Tone::Bad),
            Some(VerdictKind::Withheld { .. }) => badge(ui, "Win withheld", Tone::Bad),
            Some(VerdictKind::Futile) => badge(ui, "Ended without a decision", Tone::Neutral),
            Some(VerdictKind::TooEarly | VerdictKind::SingleArm) => badge(ui, "Cannot tell yet", Tone::Warning),
        }
        muted(ui, format::people(people));
    });
    if let Some(verdict) = &model.verdict {
        ui.add(egui::Label::new(&verdict.sentence).wrap());
    }
    ui.add_space(6.0);
}
