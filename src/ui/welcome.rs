//! What stands there before a workspace is open.

use super::dialogs::Purpose;
use super::theme;
use super::widgets::{card, muted, primary_button};
use eframe::egui::{RichText, Ui};

/// Shows the ways to begin; the one that was chosen. `making` says that the sample is being made just now.
pub fn show(ui: &mut Ui, problem: Option<&crate::workbench::Problem>, making: bool) -> Option<Purpose> {
    let mut chosen = None;
    ui.vertical_centered(|ui| {
        ui.set_max_width(560.0);
        ui.add_space(80.0);
        card(ui, "", "", |ui| {
            ui.label(RichText::new("Handshake").font(theme::semibold(20.0)));
            muted(ui, "Find out how to ask people for permission, and see whether the company keeps its word.");
            ui.add_space(12.0);
            if making {
                ui.label("Making the sample workspace…");
            } else if primary_button(ui, "Try the sample workspace").clicked() {
                chosen = Some(Purpose::Sample);
            }
            if ui.button("New workspace…").clicked() {
                chosen = Some(Purpose::New);
            }
            if ui.button("Open a workspace…").clicked() {
                chosen = Some(Purpose::Open);
            }
            ui.add_space(8.0);
            muted(ui, "A workspace is one file. Nothing in it ever leaves this computer unless you send it.");
        });
        if let Some(problem) = problem {
            card(ui, &problem.what, "", |ui| {
                ui.label(&problem.why);
                muted(ui, &problem.advice);
                if let Some(damaged) = &problem.damaged
                    && ui.button("Salvage into a new file…").clicked()
                {
                    chosen = Some(Purpose::Salvage(damaged.clone()));
                }
            });
        }
    });
    chosen
}
