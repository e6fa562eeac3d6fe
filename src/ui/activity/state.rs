//! The state of the record: how far it reaches, and what a check found.

use crate::domain::{RecordLine, Verified};
use crate::picture::{format, record as words};
use crate::ui::dialogs::Purpose;
use crate::ui::shell::Request;
use crate::ui::widgets::{Tone, badge, card, muted, primary_button};
use crate::workbench::{Model, RecordCheck, Workbench};
use eframe::egui::{Label, RichText, Ui};

/// So many findings are listed; `handshake verify` lists all.
const LISTED: usize = 50;

/// Shows it, with what can be done about it.
pub fn show(
    ui: &mut Ui,
    model: &Model,
    workbench: &Workbench,
    latest: Option<&RecordLine>,
    requests: &mut Vec<Request>,
) {
    let zone = &model.workspace.time_zone;
    let reach = latest.map_or_else(String::new, |line| {
        let number = format::count(line.number.unsigned_abs());
        format!("{number} entries, chained by hash; the latest of {}", format::moment(line.at, zone))
    });
    card(ui, "The record of changes", &reach, |ui| {
        let check = workbench.record_check();
        match &check {
            RecordCheck::NotAsked => badge(ui, "Not checked since it was opened", Tone::Neutral),
            RecordCheck::Running => badge(ui, "Being checked …", Tone::Neutral),
            RecordCheck::Failed(problem) => {
                badge(ui, "Not checked", Tone::Warning);
                ui.add(Label::new(format!("{}: {}. {}", problem.what, problem.why, problem.advice)).wrap());
            }
            RecordCheck::Done(at, anchor, verified) => {
                let against = if anchor.is_some() { " against an anchor" } else { "" };
                found(ui, verified, &format!("Checked {}{against}", format::moment(*at, zone)));
            }
        }
        muted(ui, words::LIMITS);
        if let Some(anchor) = &model.workspace.anchor {
            ui.add(Label::new(RichText::new(anchor).monospace().small()).wrap());
        }
        ui.horizontal(|ui| {
            let is_running = matches!(check, RecordCheck::Running);
            let asked = ui.add_enabled_ui(!is_running, |ui| {
                let all = primary_button(ui, "Check the record").clicked();
                (all, ui.button("Check against an anchor…").clicked())
            });
            match asked.inner {
                (true, _) => workbench.check_record(None),
                (_, true) => requests.push(Request::Ask(Purpose::Anchor)),
                _ => {}
            }
            if model.workspace.anchor.is_some() && ui.button("Save the anchor…").clicked() {
                requests.push(Request::Ask(Purpose::AnchorOut));
            }
        });
    });
}

fn found(ui: &mut Ui, verified: &Verified, when: &str) {
    ui.horizontal_wrapped(|ui| {
        let (word, tone) = if verified.findings.is_empty() {
            ("Whole", Tone::Good)
        } else {
            ("Changed outside the program", Tone::Bad)
        };
        badge(ui, word, tone);
        ui.label(format!("{} {when}.", words::verdict(verified)));
    });
    for finding in verified.findings.iter().take(LISTED) {
        ui.add(Label::new(format!("•  {}", words::finding(finding))).wrap());
    }
    if verified.findings.len() > LISTED {
        let more = format::count((verified.findings.len() - LISTED) as u64);
        muted(ui, format!("and {more} more; `handshake verify` lists all"));
    }
}
