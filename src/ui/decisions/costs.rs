//! Costs quarter by quarter, and what is assumed of them.

use super::estimates::estimate;
use crate::domain::{
    CostAssumptions, CostOfAdhering, CostOfDeviating, DeviationKind, Impact, PerAdherence, PerDeviation, ValueOfUse,
};
use crate::picture::cost_figures::{CostPoint, cost_parts, costs_by_quarter};
use crate::picture::format;
use crate::ui::charts;
use crate::ui::shell::Request;
use crate::ui::widgets::{card, empty_state, labelled_combo, labelled_text, muted, primary_button, sentence};
use crate::workbench::{Command, CostModel, Model, QuarterCosts};
use eframe::egui::Ui;

/// What the tab remembers.
#[derive(Default)]
pub(super) struct State {
    /// How many quarters back from the latest one is looked at.
    back: usize,
    draft: Option<CostAssumptions>,
}

/// Shows the costs.
pub(super) fn show(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    let costs: &CostModel = &model.costs;
    let currency = &model.workspace.currency;
    if costs.quarters.is_empty() {
        let text = "Costs are told quarter by quarter once a log of uses or of deviations is in.";
        empty_state(ui, "Nothing to add up yet", text, "");
    } else {
        let latest_first: Vec<String> = costs.quarters.iter().rev().map(|quarter| quarter.quarter.label()).collect();
        state.back = state.back.min(latest_first.len() - 1);
        if let Some(quarter) = costs.quarters.iter().rev().nth(state.back) {
            told(ui, quarter, currency);
        }
        let point = |quarter: &QuarterCosts| CostPoint {
            label: quarter.quarter.label(),
            deviating: quarter.deviating.all,
            adhering: quarter.adhering.all,
            forgone: quarter.forgone.all,
        };
        let points: Vec<CostPoint> = costs.quarters.iter().map(point).collect();
        charts::show(ui, "costs", &costs_by_quarter(&points, currency), 240.0);
        labelled_combo(ui, "Quarter", &mut state.back, &latest_first);
        ui.add_space(8.0);
        if let Some(quarter) = costs.quarters.iter().rev().nth(state.back) {
            parts(ui, quarter, currency);
        }
    }
    assumptions(ui, model, state, requests);
}

fn told(ui: &mut Ui, quarter: &QuarterCosts, currency: &str) {
    let amount = |amount| format::amount(amount, currency);
    let first = format!(
        "In {}, deviating cost {}, adhering cost {}, and {} was forgone.",
        quarter.quarter.label(),
        amount(&quarter.deviating.all),
        amount(&quarter.adhering.all),
        amount(&quarter.forgone.all)
    );
    let incidents = |number: u64, what: &str| format!("{} {what}", format::count(number));
    let known = [
        incidents(quarter.written, "incidents have a cost that somebody wrote down"),
        incidents(quarter.assumed, "are counted with what is assumed"),
        incidents(quarter.unknown, "have no known cost and count as 0"),
    ];
    sentence(ui, &first, &format!("{}. Ranges hold 80%.", known.join(", ")));
}

fn parts(ui: &mut Ui, quarter: &QuarterCosts, currency: &str) {
    let label = quarter.quarter.label();
    let lists = [
        ("Deviating, by kind", &quarter.deviating),
        ("Adhering, by what is paid for", &quarter.adhering),
        ("Forgone, by rule and purpose", &quarter.forgone),
    ];
    for (title, totals) in lists {
        if totals.groups.is_empty() {
            card(ui, title, &label, |ui| muted(ui, "Nothing."));
        } else {
            charts::show(ui, title, &cost_parts(title, &label, totals, currency), 0.0);
        }
    }
}

fn assumptions(ui: &mut Ui, model: &Model, state: &mut State, requests: &mut Vec<Request>) {
    let subtitle = "Costs that somebody writes down for an incident stand before these; amounts are ranges: one in ten lower, one in ten higher";
    card(ui, "What is assumed", subtitle, |ui| {
        let Some(draft) = &mut state.draft else {
            listed(ui, &model.costs.assumptions);
            if ui.button("Change what is assumed").clicked() {
                state.draft = Some(model.costs.assumptions.clone());
            }
            return;
        };
        deviating(ui, &mut draft.deviating);
        adhering(ui, &mut draft.adhering, model);
        worth(ui, &mut draft.worth);
        let mut done = false;
        ui.horizontal(|ui| {
            if ui.button("Add a cost of deviating").clicked() {
                draft.deviating.push(CostOfDeviating::default());
            }
            if ui.button("Add a cost of adhering").clicked() {
                draft.adhering.push(CostOfAdhering::default());
            }
            if ui.button("Add the worth of a use").clicked() {
                draft.worth.push(ValueOfUse::default());
            }
            if ui.button("Leave as it was").clicked() {
                done = true;
            }
            if primary_button(ui, "Use these").clicked() {
                requests.push(Request::Run(Command::ChangeAssumptions(Box::new(draft.clone()))));
                done = true;
            }
        });
        if done {
            state.draft = None;
        }
    });
}

fn listed(ui: &mut Ui, assumptions: &CostAssumptions) {
    let range = |estimate: &crate::domain::Estimate| {
        let number = |figure| format::number(figure, 2);
        if estimate.low >= estimate.high {
            number(estimate.likely)
        } else {
            format!("{} ({} to {})", number(estimate.likely), number(estimate.low), number(estimate.high))
        }
    };
    for cost in &assumptions.deviating {
        let kind = cost.kind.map_or("Any deviation", |kind| kind.label());
        ui.label(format!(
            "{kind}, {}: {} per {}",
            cost.impact.label().to_lowercase(),
            range(&cost.amount),
            cost.per.label()
        ));
    }
    for cost in &assumptions.adhering {
        let rule = if cost.rule.is_empty() { String::new() } else { format!(" for “{}”", cost.rule) };
        ui.label(format!("{}{rule}: {} per {}", cost.what, range(&cost.amount), cost.per.label()));
    }
    for value in &assumptions.worth {
        let purpose = if value.purpose.is_empty() { "any purpose" } else { &value.purpose };
        ui.label(format!("A use for {purpose} whose worth the log does not give: {}", range(&value.amount)));
    }
    if *assumptions == CostAssumptions::default() {
        muted(ui, "Nothing yet: incidents without a written cost count as 0.");
    }
}

/// Shows each entry with a way to remove it.
pub(super) fn entries<T>(ui: &mut Ui, id: &str, list: &mut Vec<T>, mut edit: impl FnMut(&mut Ui, &mut T)) {
    let mut gone = None;
    for (index, one) in list.iter_mut().enumerate() {
        ui.push_id((id, index), |ui| {
            edit(ui, one);
            if ui.small_button("Remove").clicked() {
                gone = Some(index);
            }
            ui.separator();
        });
    }
    if let Some(index) = gone {
        list.remove(index);
    }
}

/// One choice of a list of values.
pub(super) fn choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    label: &str,
    value: &mut T,
    all: &[T],
    name: fn(T) -> &'static str,
) {
    let mut at = all.iter().position(|known| known == value).unwrap_or(0);
    let names: Vec<String> = all.iter().map(|known| name(*known).to_owned()).collect();
    if labelled_combo(ui, label, &mut at, &names)
        && let Some(chosen) = all.get(at)
    {
        *value = *chosen;
    }
}

/// One choice of a list of values, or none of them.
pub(super) fn optional_choice<T: Copy + PartialEq>(
    ui: &mut Ui,
    label: &str,
    nothing: &str,
    value: &mut Option<T>,
    all: &[T],
    name: fn(T) -> &'static str,
) {
    let mut at = value.and_then(|value| all.iter().position(|known| *known == value)).map_or(0, |at| at + 1);
    let names: Vec<String> =
        std::iter::once(nothing.to_owned()).chain(all.iter().map(|known| name(*known).to_owned())).collect();
    if labelled_combo(ui, label, &mut at, &names) {
        *value = at.checked_sub(1).and_then(|at| all.get(at)).copied();
    }
}

fn deviating(ui: &mut Ui, list: &mut Vec<CostOfDeviating>) {
    entries(ui, "deviating", list, |ui, cost| {
        ui.horizontal_wrapped(|ui| {
            optional_choice(ui, "Deviation", "Any kind", &mut cost.kind, DeviationKind::ALL, DeviationKind::label);
            choice(ui, "Sort of cost", &mut cost.impact, Impact::ALL, Impact::label);
            choice(ui, "Paid for each", &mut cost.per, PerDeviation::ALL, PerDeviation::label);
        });
        estimate(ui, "Amount", &mut cost.amount);
    });
}

fn adhering(ui: &mut Ui, list: &mut Vec<CostOfAdhering>, model: &Model) {
    let mut rules: Vec<String> = vec!["The policy as a whole".into()];
    for rule in model.policy.versions().iter().flat_map(|version| &version.rules) {
        if !rules.contains(&rule.name) {
            rules.push(rule.name.clone());
        }
    }
    entries(ui, "adhering", list, |ui, cost| {
        labelled_text(ui, "What is paid for", &mut cost.what);
        ui.horizontal_wrapped(|ui| {
            let mut at = rules.iter().skip(1).position(|rule| *rule == cost.rule).map_or(0, |at| at + 1);
            if labelled_combo(ui, "For the rule", &mut at, &rules) {
                cost.rule = if at == 0 { String::new() } else { rules.get(at).cloned().unwrap_or_default() };
            }
            choice(ui, "Paid for each", &mut cost.per, PerAdherence::ALL, PerAdherence::label);
        });
        estimate(ui, "Amount", &mut cost.amount);
    });
}

fn worth(ui: &mut Ui, list: &mut Vec<ValueOfUse>) {
    entries(ui, "worth", list, |ui, value| {
        labelled_text(ui, "Purpose of uses whose worth the log does not give (empty: any)", &mut value.purpose);
        estimate(ui, "Worth of one use", &mut value.amount);
    });
}
