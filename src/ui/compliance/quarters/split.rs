//! What new rules and what people did to the rate, where the rules changed.

use crate::picture::format;
use crate::stats::rates::ChangePart;
use crate::ui::widgets::{card, figure, muted};
use crate::workbench::{Model, QuarterModel, Workbench};
use eframe::egui::Ui;

/// Shows the split of a quarter's change; asks for it once for each state of the workspace, as it takes a while.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, quarter: &QuarterModel, asked_of: &mut Option<u64>) {
    if model.policy.versions().len() < 2 {
        return;
    }
    let Some(splits) = &model.splits else {
        if *asked_of != Some(model.generation) {
            workbench.work_out_splits();
            *asked_of = Some(model.generation);
        }
        return card(ui, "Rules and conduct", "", |ui| {
            muted(ui, "Earlier uses are being judged by the later rules …");
        });
    };
    let Some(split) = splits.iter().find(|split| split.quarter == quarter.quarter) else { return };
    let title = format!("Rules and conduct, {}", quarter.quarter.label());
    let subtitle = "Deviations per 1,000 uses against the quarter before, which is judged by the new rules as well";
    card(ui, &title, subtitle, |ui| {
        ui.label(&split.sentence);
        ui.columns(3, |columns| {
            let parts = [
                ("Change in all", &split.change.total),
                ("By the new rules", &split.change.rules),
                ("By what people did", &split.change.conduct),
            ];
            for (column, (name, part)) in columns.iter_mut().zip(parts) {
                figure(column, name, &format::signed(1000.0 * part.observed, 1), &detail(part));
            }
        });
    });
}

fn detail(part: &ChangePart) -> String {
    format!(
        "95% {} to {}; better with a chance of {}",
        format::signed(1000.0 * part.lower, 1),
        format::signed(1000.0 * part.upper, 1),
        format::probability(part.probability_better)
    )
}
