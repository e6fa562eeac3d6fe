//! What is ahead: permissions that end soon, people to ask again, people who were never asked.

use crate::compliance::Expiring;
use crate::picture::format;
use crate::picture::headings::reach;
use crate::ui::dialogs::Purpose;
use crate::ui::shell::Request;
use crate::ui::widgets::{Tone, badge, card, muted, table};
use crate::workbench::{Model, PermissionOutlook, Problem};
use eframe::egui::{self, Ui};
use std::sync::Arc;

/// Shows what is ahead, once it is known.
pub fn show(
    ui: &mut Ui,
    model: &Model,
    outlook: Option<&Result<Arc<PermissionOutlook>, Problem>>,
    requests: &mut Vec<Request>,
) {
    match outlook {
        None => card(ui, "What is ahead", "", |ui| muted(ui, "Looking at everybody's permissions …")),
        Some(Err(problem)) => card(ui, "What is ahead", "", |ui| {
            muted(ui, format!("{}: {}. {}", problem.what, problem.why, problem.advice));
        }),
        Some(Ok(outlook)) => {
            ask_again(ui, model, outlook, requests);
            ui.columns(2, |columns| {
                ending(&mut columns[0], outlook);
                not_asked(&mut columns[1], outlook);
            });
        }
    }
}

fn ask_again(ui: &mut Ui, model: &Model, outlook: &PermissionOutlook, requests: &mut Vec<Request>) {
    let Some(version) = model.policy.versions().last() else { return };
    let title = "Who must be asked again";
    let subtitle = format!(
        "People who said yes to a narrower deal than the policy from {}, “{}”",
        format::day(version.holds_from),
        version.title
    );
    card(ui, title, &subtitle, |ui| {
        if outlook.to_ask_again == 0 {
            ui.label("Nobody: every permission covers what the policy allows.");
            return;
        }
        ui.label(format!(
            "{} of {} people who hold a permission.",
            format::count(outlook.to_ask_again),
            format::count(outlook.people_permitting)
        ));
        for reason in &outlook.reasons {
            ui.horizontal_wrapped(|ui| {
                badge(ui, &format::people(reason.people), Tone::Warning);
                ui.label(&reason.sentence);
            });
        }
        if ui.button("Write the list…").clicked() {
            requests.push(Request::Ask(Purpose::AskAgain));
        }
        muted(ui, "The list holds pseudonyms; your systems match them by the workspace's key.");
    });
}

fn ending(ui: &mut Ui, outlook: &PermissionOutlook) {
    card(ui, "Permissions that end soon", "By themselves, unless they are renewed", |ui| {
        if outlook.ending.is_empty() {
            muted(ui, "None within 90 days.");
            return;
        }
        let headings = [("Purpose", false), ("First on", false), ("In 30 days", true), ("In 90 days", true)];
        table(ui, "ending", &headings, outlook.ending.len(), None, false, |row, column| {
            let line = &outlook.ending[row];
            match column {
                0 => format!("{}, {}", line.purpose, reach(&line.category, "", "")),
                1 => format::day(line.first_day),
                2 => format::count(line.within_30_days),
                _ => format::count(line.within_90_days),
            }
        });
        egui::CollapsingHeader::new("The first of them").show(ui, |ui| {
            let headings = [("Last day", false), ("Person", false), ("For what", false)];
            table(ui, "ending first", &headings, outlook.ending_first.len(), None, false, |row, column| {
                named(&outlook.ending_first[row], column)
            });
        });
    });
}

fn named(one: &Expiring, column: usize) -> String {
    match column {
        0 => format::day(one.last_day),
        1 => one.person.to_hex().chars().take(8).collect(),
        _ => format!("{}, {}", one.purpose, reach(&one.category, &one.channel, &one.topic)),
    }
}

fn not_asked(ui: &mut Ui, outlook: &PermissionOutlook) {
    let subtitle = "They hold some permission, but none for a purpose that the policy needs one for";
    card(ui, "People who could be asked", subtitle, |ui| {
        if outlook.not_asked.is_empty() {
            muted(ui, "Nobody.");
            return;
        }
        let headings = [("Purpose", false), ("People", true)];
        table(ui, "not asked", &headings, outlook.not_asked.len(), None, false, |row, column| {
            let (purpose, people) = &outlook.not_asked[row];
            if column == 0 { purpose.clone() } else { format::count(*people) }
        });
    });
}
