//! Decisions with what came of them, and marked changes of definition.

use super::costs::optional_choice;
use crate::domain::{Circumstance, Decision, DefinitionChange, DeviationKind, Pattern};
use crate::picture::figures::{QuarterPoint, quarter_rates};
use crate::picture::format;
use crate::ui::charts;
use crate::ui::shell::Request;
use crate::ui::widgets::{card, labelled_text, muted, primary_button};
use crate::workbench::{Command, DecisionModel, Model};
use eframe::egui::Ui;
use jiff::Timestamp;
use jiff::civil::Date;

/// What the tab remembers.
#[derive(Default)]
pub(super) struct State {
    draft: Option<Draft>,
    changed_from: String,
    changed: String,
}

#[derive(Default)]
struct Draft {
    what: String,
    reason: String,
    by: String,
    from: String,
    pattern: Pattern,
}

/// Shows them.
pub(super) fn show(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    for decision in model.decisions.iter().rev() {
        decided(ui, decision, requests);
    }
    card(ui, "Decisions", "What was decided, why, and what came of it", |ui| {
        if model.decisions.is_empty() {
            muted(
                ui,
                "None is written down yet. A decision names the pattern of deviations that led to it; the quarters after it show its effect.",
            );
        }
        match &mut state.draft {
            None => {
                if ui.button("Write a decision down").clicked() {
                    state.draft = Some(Draft::default());
                }
            }
            Some(draft) => {
                if edit(ui, draft, requests) {
                    state.draft = None;
                }
            }
        }
    });
    definitions(ui, model, state, requests);
}

fn decided(ui: &mut Ui, model: &DecisionModel, requests: &mut Vec<Request>) {
    let decision = &model.decision;
    let subtitle = format!("From {}, decided by {}", format::day(decision.holds_from), decision.by);
    card(ui, &decision.what, &subtitle, |ui| {
        ui.label(format!("Why: {}", decision.reason));
        if let Some(day) = decision.policy_version {
            muted(ui, format!("It made the policy version of {}.", format::day(day)));
        }
        ui.label(format!("{}: {}", model.pattern, model.sentence));
        if model.effects.len() > 1 {
            let point = |effect: &crate::workbench::Effect| QuarterPoint {
                label: effect.quarter.label(),
                rate: Some((effect.rate.rate, effect.rate.lower, effect.rate.upper)),
                count: effect.deviations,
            };
            let points: Vec<QuarterPoint> = model.effects.iter().map(point).collect();
            let mut chart = quarter_rates(&points, &[]);
            chart.title.clone_from(&model.pattern);
            charts::show(ui, &format!("effect {}", decision.id), &chart, 160.0);
        }
        if ui.small_button("Take this decision out").clicked() {
            requests.push(Request::Run(Command::RemoveDecision(decision.id)));
        }
    });
}

/// Edits a decision; true once it is done with.
fn edit(ui: &mut Ui, draft: &mut Draft, requests: &mut Vec<Request>) -> bool {
    labelled_text(ui, "What was decided", &mut draft.what);
    labelled_text(ui, "Why", &mut draft.reason);
    labelled_text(ui, "Who decided", &mut draft.by);
    labelled_text(ui, "Holds from, as 2026-01-31", &mut draft.from);
    let pattern = &mut draft.pattern;
    ui.horizontal_wrapped(|ui| {
        optional_choice(
            ui,
            "About deviations",
            "Of any kind",
            &mut pattern.kind,
            DeviationKind::ALL,
            DeviationKind::label,
        );
        let why = &mut pattern.circumstance;
        optional_choice(ui, "Because of", "Anything", why, Circumstance::ALL, Circumstance::label);
    });
    labelled_text(ui, "For the purpose (empty: any)", &mut pattern.purpose);
    labelled_text(ui, "By the team (empty: any)", &mut pattern.team);
    let day: Option<Date> = draft.from.trim().parse().ok();
    let complete = ![&draft.what, &draft.reason, &draft.by].iter().any(|text| text.trim().is_empty());
    let mut done = false;
    ui.horizontal(|ui| {
        if ui.button("Drop the draft").clicked() {
            done = true;
        }
        let Some(day) = day.filter(|_| complete) else {
            return muted(ui, "Say what was decided, why, by whom and from which day.");
        };
        if primary_button(ui, "Write it down").clicked() {
            requests.push(Request::Run(Command::SaveDecision(Box::new(Decision {
                id: 0,
                holds_from: day,
                what: draft.what.trim().to_owned(),
                reason: draft.reason.trim().to_owned(),
                pattern: Pattern {
                    purpose: draft.pattern.purpose.trim().to_owned(),
                    team: draft.pattern.team.trim().to_owned(),
                    ..draft.pattern
                },
                policy_version: None,
                by: draft.by.trim().to_owned(),
                at: Timestamp::UNIX_EPOCH,
            }))));
            done = true;
        }
    });
    done
}

fn definitions(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    let subtitle = "Where something else counts as a deviation from a day on, figures before and after do not compare";
    card(ui, "Changes of definition", subtitle, |ui| {
        for change in &model.definition_changes {
            ui.horizontal_wrapped(|ui| {
                ui.label(format!("From {}: {}", format::day(change.holds_from), change.what));
                if ui.small_button("Unmark").clicked() {
                    requests.push(Request::Run(Command::UnmarkDefinitionChange(change.holds_from)));
                }
            });
        }
        labelled_text(ui, "From, as 2026-01-31", &mut state.changed_from);
        labelled_text(ui, "What counts otherwise since then", &mut state.changed);
        let day: Option<Date> = state.changed_from.trim().parse().ok();
        let Some(day) = day.filter(|_| !state.changed.trim().is_empty()) else {
            return muted(ui, "Give the day and what changed.");
        };
        if primary_button(ui, "Mark it").clicked() {
            let change = DefinitionChange { holds_from: day, what: state.changed.trim().to_owned() };
            requests.push(Request::Run(Command::MarkDefinitionChange(Box::new(change))));
            (state.changed_from, state.changed) = (String::new(), String::new());
        }
    });
}
