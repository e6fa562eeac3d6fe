//! What people permit now, and what they prefer.

use crate::compliance::PurposeSummary;
use crate::picture::{format, headings};
use crate::ui::widgets::{card, table};
use crate::workbench::Model;
use eframe::egui::Ui;

/// Shows people by purpose, data and state; preferences apart.
pub fn show(ui: &mut Ui, model: &Model) {
    let is_preference = |line: &&PurposeSummary| !line.channel.is_empty() || !line.topic.is_empty();
    let all = &model.permissions.by_purpose;
    let permissions: Vec<&PurposeSummary> = all.iter().filter(|line| !is_preference(line)).collect();
    let preferences: Vec<&PurposeSummary> = all.iter().filter(is_preference).collect();
    if !permissions.is_empty() {
        lines(ui, "What people permit now", "People by purpose, data and state", &permissions);
    }
    if !preferences.is_empty() {
        let subtitle =
            "Over which channel and on which topic people may be contacted; contact against it is a deviation";
        lines(ui, "What people prefer", subtitle, &preferences);
    }
}

fn lines(ui: &mut Ui, title: &str, subtitle: &str, lines: &[&PurposeSummary]) {
    card(ui, title, subtitle, |ui| {
        table(ui, title, &headings::PERMISSIONS, lines.len(), None, false, |row, column| {
            let line = lines[row];
            match column {
                0 => line.purpose.clone(),
                1 => headings::reach(&line.category, &line.channel, &line.topic),
                place => format::count(line.people()[place - 2]),
            }
        });
    });
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::PermissionState;

    #[test]
    fn everybody_is_counted_in_one_column() {
        let states = [
            PermissionState::Given,
            PermissionState::RenewedGiven,
            PermissionState::Refused,
            PermissionState::Withdrawn,
            PermissionState::Expired,
            PermissionState::Requested,
            PermissionState::Revoked,
        ];
        let line = PurposeSummary {
            purpose: "sales".into(),
            category: String::new(),
            channel: String::new(),
            topic: String::new(),
            by_state: (1..).zip(states).map(|(people, state)| (state, people)).collect(),
        };
        assert_eq!(line.people(), [3, 3, 4, 5, 6, 7]);
    }
}
