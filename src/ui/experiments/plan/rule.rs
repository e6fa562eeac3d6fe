//! The rule by which the experiment ends, and the planned split.

use crate::domain::{DecisionRule, Experiment, SplitChange};
use crate::picture::format;
use crate::ui::experiments::fields::{day, limit};
use crate::ui::theme::{color, palette};
use crate::ui::widgets::{card, muted};
use crate::workbench::ExperimentModel;
use eframe::egui::{self, RichText, Ui};

/// Edits the rule.
pub fn show(ui: &mut Ui, model: &ExperimentModel, draft: &mut Experiment) {
    let subtitle = "Stated before the data, it tells you when to stop without being fooled by a lucky day";
    card(ui, "When to stop", subtitle, |ui| {
        let mut stated = draft.rule.is_some();
        if ui.checkbox(&mut stated, "State a rule").changed() {
            draft.rule = stated.then(DecisionRule::default);
        }
        let Some(rule) = &mut draft.rule else {
            muted(
                ui,
                "Without one, a wording wins at a chance of 95% and a cost if wrong under 1% of the control's rate.",
            );
            return;
        };
        let mut percent = rule.chance * 100.0;
        if number(ui, "Chance of being best it needs, in %", &mut percent, 1.0..=99.999) {
            rule.chance = percent / 100.0;
        }
        number(
            ui,
            "Most that a wrong choice may cost on average, in percentage points",
            &mut rule.caring_points,
            0.001..=100.0,
        );
        let mut region = rule.equivalence_points.is_some();
        if ui.checkbox(&mut region, "Call a difference too small to matter").changed() {
            rule.equivalence_points = region.then_some(0.5);
        }
        if let Some(points) = &mut rule.equivalence_points {
            number(ui, "Too small either way, in percentage points", points, 0.001..=100.0);
        }
        people(ui, "Decide nothing before so many people (empty: no limit)", &mut rule.smallest_people);
        people(ui, "Stop undecided after so many people (empty: no limit)", &mut rule.largest_people);
        day(ui, "Stop undecided after this day, as 2026-01-31 (empty: no limit)", &mut rule.last_day);
        when_stated(ui, model);
        let analysis = model.analysis.as_ref().filter(|analysis| analysis.decision.is_some());
        if let Some(verdict) = analysis.map(|analysis| &analysis.verdict) {
            ui.label(&verdict.sentence);
            muted(ui, format!("{}.", verdict.decided_by.label()));
        }
    });
}

fn when_stated(ui: &mut Ui, model: &ExperimentModel) {
    if model.experiment.rule.is_none() {
        return;
    }
    match model.experiment.rule_stated_after_people {
        0 => muted(ui, "Stated before anybody was asked."),
        people => {
            let text = format!(
                "Stated after {} people had been asked, so the data may have shaped it.",
                format::count(people)
            );
            ui.label(RichText::new(text).color(color(palette(ui).warning)));
        }
    }
}

/// Edits the planned split and its later changes.
pub fn split(ui: &mut Ui, draft: &mut Experiment) {
    let subtitle = "How people are shared out, relative to one another; 0 for a wording that takes no part yet";
    card(ui, "Planned split", subtitle, |ui| {
        egui::Grid::new("split").spacing([12.0, 6.0]).show(ui, |ui| {
            ui.label("");
            ui.label("From the start");
            for (place, change) in draft.split_changes.iter().enumerate() {
                ui.label(format!("From {}", format::day(change.from))).on_hover_text(format!("Change {}", place + 1));
            }
            ui.end_row();
            for (place, variant) in draft.variants.iter_mut().enumerate() {
                ui.label(&variant.name);
                share(ui, &format!("Planned share of {}", variant.name), &mut variant.planned_share);
                for change in &mut draft.split_changes {
                    let name = format!("Planned share of {} from {}", variant.name, change.from);
                    let mut planned = change.shares.get(place).copied().unwrap_or(0.0);
                    if share(ui, &name, &mut planned) {
                        change.shares.resize(change.shares.len().max(place + 1), 0.0);
                        change.shares[place] = planned;
                    }
                }
                ui.end_row();
            }
        });
        let mut from = None;
        day(ui, "Another split from this day on, as 2026-01-31", &mut from);
        if let Some(from) = from.filter(|from| !draft.split_changes.iter().any(|change| change.from == *from)) {
            let shares = draft.variants.iter().map(|variant| variant.planned_share).collect();
            draft.split_changes.push(SplitChange { from, shares });
            draft.split_changes.sort_by_key(|change| change.from);
        }
        if !draft.split_changes.is_empty() && ui.button("Remove the last change").clicked() {
            draft.split_changes.pop();
        }
    });
}

fn share(ui: &mut Ui, name: &str, share: &mut f64) -> bool {
    let response = ui.add(egui::DragValue::new(share).range(0.0..=1e6).speed(0.1).clamp_existing_to_range(false));
    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::SpinButton, true, name));
    response.changed()
}

fn number(ui: &mut Ui, label: &str, value: &mut f64, range: std::ops::RangeInclusive<f64>) -> bool {
    let id = ui.label(RichText::new(label).small()).id;
    ui.add(egui::DragValue::new(value).range(range).speed(0.1).max_decimals(3).clamp_existing_to_range(false))
        .labelled_by(id)
        .changed()
}

fn people(ui: &mut Ui, label: &str, people: &mut Option<u64>) {
    let mut short = people.and_then(|people| u32::try_from(people).ok());
    limit(ui, label, &mut short);
    if short != people.and_then(|people| u32::try_from(people).ok()) {
        *people = short.map(u64::from);
    }
}
