//! Options of the permission programme side by side.

use super::costs::{choice, entries};
use super::estimates::{estimate, optional};
use crate::domain::{Estimate, OptionCost, PaidPer, PlannedOption, ProgrammePlan};
use crate::picture::cost_figures::option_values;
use crate::picture::format;
use crate::stats::money::{Amount, ProgrammeFigures};
use crate::ui::charts;
use crate::ui::shell::Request;
use crate::ui::widgets::{card, empty_state, labelled_combo, labelled_text, muted, primary_button, sentence, table};
use crate::workbench::{Command, Model, OptionModel, Source};
use eframe::egui::{DragValue, Ui};

/// What the tab remembers.
#[derive(Default)]
pub(super) struct State {
    draft: Option<ProgrammePlan>,
}

/// Shows the options.
pub(super) fn show(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    if let Some(draft) = &mut state.draft {
        if edit(ui, model, draft, requests) {
            state.draft = None;
        }
        return;
    }
    let options = &model.programme.options;
    if options.is_empty() {
        let text = "Lay ways to ask side by side: what to collect, where and how to ask, with which tool, at what cost. What \
            they would bring comes from the experiments, what that is worth from the uses.";
        if empty_state(ui, "No options yet", text, "Write the first option") {
            state.draft = Some(ProgrammePlan { budget: None, options: vec![new_option(model)] });
        }
        return;
    }
    shown(ui, model);
    if ui.button("Change the options").clicked() {
        state.draft = Some(model.programme.plan.clone());
    }
}

fn new_option(model: &Model) -> PlannedOption {
    let experiment = model.experiments.first();
    let wording = experiment.and_then(|one| one.experiment.variants.first()).map(|variant| variant.name.clone());
    PlannedOption {
        people: Estimate::exactly(10_000.0),
        experiment: experiment.map(|one| one.experiment.name.clone()).unwrap_or_default(),
        wording: wording.unwrap_or_default(),
        ..PlannedOption::default()
    }
}

fn shown(ui: &mut Ui, model: &Model) {
    let currency = &model.workspace.currency;
    let known: Vec<(&OptionModel, &ProgrammeFigures)> =
        model.programme.options.iter().filter_map(|one| Some((one, one.figures.as_ref().ok()?))).collect();
    let best = known.iter().max_by(|one, other| one.1.probability_best.total_cmp(&other.1.probability_best));
    if let Some((option, figures)) = best {
        let first = format!(
            "“{}” is the best option with a chance of {}; choosing it gives up {} on average.",
            option.name,
            format::probability(figures.probability_best),
            format::amount(&Amount::exactly(figures.expected_loss), currency)
        );
        let pays = format!("It pays back with a chance of {}.", format::probability(figures.probability_pays_back));
        sentence(ui, &first, &pays);
        let values: Vec<_> =
            known.iter().map(|(one, figures)| (one.name.clone(), figures.net, figures.probability_best)).collect();
        charts::show(ui, "options", &option_values(&values, currency), 60.0 + 48.0 * values.len() as f32);
    }
    card(ui, "The options", "The middle of each; its 80% range stands below", |ui| {
        let headings = [
            ("Option", false),
            ("Kept permissions", true),
            ("Worth", true),
            ("Cost", true),
            ("Pays back", true),
            ("Within budget", true),
        ];
        table(ui, "options", &headings, known.len(), None, true, |row, column| {
            let (option, figures) = known[row];
            match column {
                0 => option.name.clone(),
                1 => format::number(figures.permissions.median, 0),
                2 => format::amount(&Amount::exactly(figures.value.median), currency),
                3 => format::amount(&Amount::exactly(figures.cost.median), currency),
                4 => format::probability(figures.probability_pays_back),
                _ => figures.probability_within_budget.map_or_else(|| "–".into(), format::probability),
            }
        });
    });
    card(ui, "What is known of them, and where it is from", "Ranges hold 80%", |ui| {
        for option in &model.programme.options {
            match &option.figures {
                Ok(figures) => ui.label(format!(
                    "{}: {} kept permissions, worth {}, cost {}",
                    option.name,
                    format::amount_of(&figures.permissions),
                    format::amount(&figures.value, currency),
                    format::amount(&figures.cost, currency)
                )),
                Err(problem) => ui.label(format!("{} cannot be worked out: {problem}.", option.name)),
            };
            let from = [&option.acceptance, &option.kept, &option.worth].map(Source::label);
            muted(ui, format!("Accepting: {}. Kept: {}. Worth: {}.", from[0], from[1], from[2]));
        }
    });
}

/// Edits the plan; true once it is done with.
fn edit(ui: &mut Ui, model: &Model, draft: &mut ProgrammePlan, requests: &mut Vec<Request>) -> bool {
    let mut done = false;
    card(ui, "Options of the programme", "", |ui| {
        ui.horizontal(|ui| {
            let mut limited = draft.budget.is_some();
            if ui.checkbox(&mut limited, format!("There is a budget, in {}", model.workspace.currency)).changed() {
                draft.budget = limited.then_some(0.0);
            }
            if let Some(budget) = &mut draft.budget {
                ui.add(DragValue::new(budget).range(0.0..=1e12));
            }
        });
        ui.separator();
        entries(ui, "option", &mut draft.options, |ui, option| one(ui, model, option));
        ui.horizontal(|ui| {
            if ui.button("Add an option").clicked() {
                draft.options.push(new_option(model));
            }
            if ui.button("Leave as it was").clicked() {
                done = true;
            }
            if primary_button(ui, "Work them out").clicked() {
                requests.push(Request::Run(Command::ChangeProgramme(Box::new(draft.clone()))));
                done = true;
            }
        });
    });
    done
}

fn one(ui: &mut Ui, model: &Model, option: &mut PlannedOption) {
    labelled_text(ui, "Name", &mut option.name);
    labelled_text(ui, "What is collected, and for what", &mut option.collects);
    labelled_text(ui, "Where and how people are asked", &mut option.asked_where);
    labelled_text(ui, "With which tool", &mut option.tool);
    estimate(ui, "People asked", &mut option.people);
    let experiments: Vec<String> = model.experiments.iter().map(|one| one.experiment.name.clone()).collect();
    ui.horizontal_wrapped(|ui| {
        let mut at = experiments.iter().position(|name| *name == option.experiment).unwrap_or(0);
        if labelled_combo(ui, "As in the experiment", &mut at, &experiments) {
            option.experiment = experiments.get(at).cloned().unwrap_or_default();
            option.wording = String::new();
        }
        let experiment = model.experiments.iter().find(|one| one.experiment.name == option.experiment);
        let wordings: Vec<String> = experiment
            .map(|one| one.experiment.variants.iter().map(|variant| variant.name.clone()).collect())
            .unwrap_or_default();
        let known = wordings.iter().position(|name| *name == option.wording);
        let mut at = known.unwrap_or(0);
        if labelled_combo(ui, "With the wording", &mut at, &wordings) || known.is_none() {
            option.wording = wordings.get(at).cloned().unwrap_or_default();
        }
    });
    let share = |low, likely, high| Estimate { low, likely, high, never_beyond: true };
    optional(ui, "Share that accepts", "the experiment", &mut option.acceptance, share(0.1, 0.2, 0.3));
    optional(ui, "Share kept", "the permissions of this workspace", &mut option.kept, share(0.5, 0.7, 0.9));
    optional(
        ui,
        "Worth of a kept permission a year",
        "the uses of the last year",
        &mut option.worth,
        share(1.0, 3.0, 8.0),
    );
    entries(ui, "cost", &mut option.costs, |ui, cost| {
        labelled_text(ui, "What is paid for", &mut cost.what);
        choice(ui, "Paid for each", &mut cost.per, PaidPer::ALL, PaidPer::label);
        estimate(ui, "Amount", &mut cost.amount);
    });
    if ui.small_button("Add a cost").clicked() {
        option.costs.push(OptionCost::default());
    }
}
