//! Which wordings cannot win as they are, and why one may all the same.

use crate::stats::SeriousFinding;
use crate::ui::shell::Request;
use crate::ui::widgets::{Tone, badge, card, labelled_text};
use crate::workbench::{Analysis, Command, ExperimentModel};
use eframe::egui::{self, Ui};
use std::collections::BTreeMap;

/// Reasons as they are being typed, by the key of the variant.
pub type Reasons = BTreeMap<i64, String>;

/// Shows each wording with a serious finding and takes the reason why it may win; nothing where there is none.
pub fn show(
    ui: &mut Ui,
    model: &ExperimentModel,
    analysis: &Analysis,
    reasons: &mut Reasons,
    requests: &mut Vec<Request>,
) {
    if analysis.findings.is_empty() {
        return;
    }
    let subtitle = "What they got may be no valid consent, so they do not win without a reason";
    card(ui, "Wordings with a serious finding", subtitle, |ui| {
        for finding in &analysis.findings {
            one(ui, model, finding, reasons, requests);
        }
    });
}

fn one(
    ui: &mut Ui,
    model: &ExperimentModel,
    finding: &SeriousFinding,
    reasons: &mut Reasons,
    requests: &mut Vec<Request>,
) {
    let Some(place) = model.experiment.variants.iter().position(|variant| variant.name == finding.arm) else { return };
    let variant = &model.experiment.variants[place];
    ui.horizontal_wrapped(|ui| {
        badge(ui, "Serious", Tone::Bad);
        ui.add(egui::Label::new(finding.sentence()).wrap());
    });
    let text = reasons.entry(variant.id).or_insert_with(|| variant.reason_to_win.clone());
    let label = format!("Why “{}” may win all the same (kept with the experiment)", variant.name);
    let response = labelled_text(ui, &label, text);
    if response.lost_focus() && text.trim() != variant.reason_to_win {
        let mut experiment = model.experiment.clone();
        text.trim().clone_into(&mut experiment.variants[place].reason_to_win);
        requests.push(Request::Run(Command::SaveExperiment(Box::new(experiment))));
    } else if !response.has_focus() && text.trim() == variant.reason_to_win {
        reasons.remove(&variant.id);
    }
}
