//! Who agreed to what, and one person's history.

use super::charts;
use super::dialogs::Purpose;
use super::shell::Request;
use super::widgets::{card, empty_state, figure, labelled_text, muted, page_header, table};
use crate::domain::PermissionState;
use crate::picture::{figures, format};
use crate::workbench::{Model, Workbench};
use eframe::egui::Ui;

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    identifier: String,
    asked: bool,
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
        return;
    }
    card(ui, "", "", |ui| figure(ui, "People on record", &format::count(summary.people), "each counted once"));
    let by_purpose = &summary.by_purpose;
    card(ui, "What people permit now", "People by purpose, data and state", |ui| {
        let headings = [
            ("Purpose", false),
            ("Data", false),
            ("Permitted", true),
            ("Refused", true),
            ("Withdrawn", true),
            ("Other", true),
        ];
        table(ui, "purposes", &headings, by_purpose.len(), None, false, |row, column| {
            let line = &by_purpose[row];
            let of = |states: &[PermissionState]| -> u64 {
                states.iter().filter_map(|state| line.by_state.get(state)).sum()
            };
            let named = [PermissionState::Refused, PermissionState::Withdrawn];
            let valid = [PermissionState::Given, PermissionState::RenewedGiven];
            match column {
                0 => line.purpose.clone(),
                1 => reach(&line.category, &line.channel, &line.topic),
                2 => format::count(of(&valid)),
                3 => format::count(of(&named[..1])),
                4 => format::count(of(&named[1..])),
                _ => format::count(line.by_state.values().sum::<u64>() - of(&valid) - of(&named)),
            }
        });
    });
    let months: Vec<(String, u64)> =
        summary.monthly_flow.iter().map(|month| (month.month.strftime("%b %y").to_string(), month.held)).collect();
    charts::show(ui, "flow", &figures::permission_flow(&months), 220.0);
    one_person(ui, workbench, &model.workspace.time_zone, state);
}

/// Which data, and for a preference over which channel and on which topic.
fn reach(category: &str, channel: &str, topic: &str) -> String {
    let data = if category.is_empty() { "any data" } else { category };
    let limit = |words: &str, name: &str| if name.is_empty() { String::new() } else { format!(", {words} {name}") };
    format!("{data}{}{}", limit("over", channel), limit("about", topic))
}

fn one_person(ui: &mut Ui, workbench: &Workbench, zone: &str, state: &mut State) {
    let subtitle =
        "Type the identifier that your logs use. It is hashed here with the workspace's key and never stored.";
    card(ui, "One person's history", subtitle, |ui| {
        labelled_text(ui, "Identifier", &mut state.identifier);
        if ui.button("Look up").clicked() && !state.identifier.trim().is_empty() {
            workbench.look_up(state.identifier.clone());
            state.asked = true;
        }
        let Some(lines) = workbench.history().filter(|_| state.asked) else { return };
        if lines.is_empty() {
            muted(ui, "Nothing is on record about this person.");
        }
        for line in lines {
            let day = format::moment(line.at, zone);
            let data = reach(&line.category, &line.channel, &line.topic);
            let until = line.last_day.map(|day| format!(" Until {}.", format::day(day))).unwrap_or_default();
            let (state, purpose, origin) = (line.state.label(), line.purpose, line.origin);
            ui.label(format!("{day}: {state} — {purpose} with {data}.{until} {origin}"));
        }
    });
}
