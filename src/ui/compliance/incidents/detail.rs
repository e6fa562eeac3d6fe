//! What is known of the incidents that are chosen, down to the rows that one rests on.

use crate::domain::IncidentKey;
use crate::picture::format;
use crate::ui::theme;
use crate::ui::widgets::{card, muted};
use crate::workbench::{ExplainedUse, IncidentModel, Model, Workbench};
use eframe::egui::{self, RichText, Ui};
use std::collections::BTreeMap;

/// Shows one incident closely, or what several have in common.
pub fn show(
    ui: &mut Ui,
    model: &Model,
    workbench: &Workbench,
    chosen: &[&IncidentModel],
    rows_of: &mut Option<IncidentKey>,
) {
    match chosen {
        [one] => closely(ui, model, workbench, one, rows_of),
        several => together(ui, model, several),
    }
}

fn together(ui: &mut Ui, model: &Model, chosen: &[&IncidentModel]) {
    card(ui, &format!("{} incidents chosen", format::count(chosen.len() as u64)), "", |ui| {
        let mut kinds: BTreeMap<&str, usize> = BTreeMap::new();
        for incident in chosen {
            *kinds.entry(incident.incident.key.kind.label()).or_default() += 1;
        }
        for (kind, number) in kinds {
            ui.label(format!("{kind}: {}", format::count(number as u64)));
        }
        let uses = chosen.iter().map(|incident| incident.incident.uses).sum();
        let cost = chosen.iter().filter_map(|incident| incident.cost()).sum();
        let currency = &model.workspace.currency;
        muted(ui, format!("{} uses of data, cost so far {}", format::count(uses), format::money(cost, currency)));
        let days = || chosen.iter().map(|incident| incident.incident.key.day);
        if let (Some(first), Some(last)) = (days().min(), days().max()) {
            muted(ui, format!("From {} to {}", format::day(first), format::day(last)));
        }
    });
}

fn closely(
    ui: &mut Ui,
    model: &Model,
    workbench: &Workbench,
    chosen: &IncidentModel,
    rows_of: &mut Option<IncidentKey>,
) {
    let (key, explanation) = (&chosen.incident.key, &chosen.explanation);
    let day = format::day(key.day);
    let subtitle = if key.campaign.is_empty() { day } else { format!("{}, {day}", key.campaign) };
    card(ui, key.kind.label(), &subtitle, |ui| {
        part(ui, "What happened", &explanation.what);
        part(ui, "Why it is a deviation", &explanation.why);
        part(ui, "What would have made it fine", &explanation.would_have_been_fine);
        let uses = chosen.incident.uses;
        if uses > 1 {
            muted(ui, format!("This is the first of {} uses.", format::count(uses)));
        }
        if let Some(note) = &chosen.note
            && let Some(at) = note.at
        {
            let by = if note.by.is_empty() { "Somebody who gave no name" } else { &note.by };
            muted(ui, format!("Last written: {by}, {}", format::moment(at, &model.workspace.time_zone)));
        }
        if rows_of.as_ref() == Some(key) {
            rows(ui, workbench, &model.workspace.time_zone, key);
        } else if ui.link("Show each use and the rows it rests on").clicked() {
            workbench.open_incident(key.clone());
            *rows_of = Some(key.clone());
        }
    });
}

fn part(ui: &mut Ui, title: &str, text: &str) {
    ui.label(RichText::new(title).small().font(theme::semibold(11.0)));
    ui.add(egui::Label::new(text).wrap());
}

fn rows(ui: &mut Ui, workbench: &Workbench, zone: &str, key: &IncidentKey) {
    let found = match workbench.incident_rows() {
        None => return muted(ui, "Reading the rows …"),
        Some(Err(problem)) => return muted(ui, format!("{}: {}. {}", problem.what, problem.why, problem.advice)),
        Some(Ok(found)) if found.key != *key => return muted(ui, "Reading the rows …"),
        Some(Ok(found)) => found,
    };
    egui::ScrollArea::vertical().id_salt("rows").max_height(280.0).show(ui, |ui| {
        for (number, one) in (1..).zip(&found.told) {
            told(ui, number, one, zone);
        }
    });
    if found.uses > found.told.len() {
        let (told, all) = (format::count(found.told.len() as u64), format::count(found.uses as u64));
        muted(ui, format!("The first {told} of {all} uses."));
    }
}

fn told(ui: &mut Ui, number: usize, one: &ExplainedUse, zone: &str) {
    let title = format!("Use {number}, {}", format::moment(one.at, zone));
    part(ui, &title, &one.explanation.why);
    for row in &one.rests_on {
        muted(ui, row);
    }
}
