//! Who agreed to what, what is ahead, and one person's history.

mod ahead;
mod now;
mod person;

use super::charts;
use super::counted_there;
use super::dialogs::Purpose;
use super::shell::Request;
use super::widgets::{card, empty_state, figure, page_header};
use crate::domain::LogKind;
use crate::picture::{format, permission_figures};
use crate::workbench::{Model, PermissionOutlook, Workbench};
use eframe::egui::Ui;
use std::sync::Arc;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    person: person::State,
    /// The model of which it was asked what is ahead.
    asked_of: Option<u64>,
}

/// Shows the permissions.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    page_header(ui, "Permissions", |_| ());
    let summary = &model.permissions;
    if summary.people == 0 {
        let text = "Permissions come from the responses to your experiments, and from logs of permissions given and withdrawn.";
        if empty_state(ui, "No permission on record", text, "Import a permission log…") {
            requests.push(Request::Ask(Purpose::Log));
        }
        counted_there::offer(ui, LogKind::Permissions, requests);
        return;
    }
    if state.asked_of != Some(model.generation) {
        workbench.look_ahead();
        state.asked_of = Some(model.generation);
    }
    let outlook = workbench.outlook();
    let known = outlook.as_ref().and_then(|outlook| outlook.as_ref().ok());
    counted_there::lines(ui, model, LogKind::CountedPermissions, requests);
    figures(ui, model, known);
    now::show(ui, model);
    charts::show(ui, "flow", &permission_figures::flow(&summary.monthly_flow), 180.0);
    charts::show(ui, "held", &permission_figures::held(&summary.monthly_flow), 160.0);
    ahead::show(ui, model, outlook.as_ref(), requests);
    person::show(ui, model, workbench, &mut state.person, requests);
}

fn figures(ui: &mut Ui, model: &Model, outlook: Option<&Arc<PermissionOutlook>>) {
    let told = |of: fn(&PermissionOutlook) -> u64| outlook.map_or_else(|| "…".to_owned(), |one| format::count(of(one)));
    let ending = |outlook: &PermissionOutlook| outlook.ending.iter().map(|line| line.within_30_days).sum();
    card(ui, "", "", |ui| {
        ui.columns(4, |columns| {
            let people = format::count(model.permissions.people);
            figure(&mut columns[0], "People on record", &people, "each counted once");
            figure(
                &mut columns[1],
                "Of them with a permission now",
                &told(|one| one.people_permitting),
                "for anything",
            );
            figure(&mut columns[2], "Permissions that end soon", &told(ending), "within 30 days, unless renewed");
            figure(&mut columns[3], "People to ask again", &told(|one| one.to_ask_again), "because the deal changed");
        });
    });
}
