//! How the figures developed, and how long permission is kept.

use crate::picture::{analysis_figures, format};
use crate::stats::{Comparison, DecidedBy};
use crate::ui::charts;
use crate::ui::widgets::{card, muted};
use crate::workbench::{Analysis, day_of_number};
use eframe::egui::Ui;

/// Shows both, where the log has times and where withdrawals are known.
pub fn show(ui: &mut Ui, comparison: &Comparison, analysis: &Analysis) {
    let developed = analysis.days.len() > 1;
    let kept = analysis.kept.as_ref().filter(|(figures, _)| figures.arms.iter().any(|arm| !arm.curve.is_empty()));
    match (developed, kept) {
        (true, Some(kept)) => ui.columns(2, |columns| {
            development(&mut columns[0], comparison, analysis);
            charts::show(&mut columns[1], "kept", &analysis_figures::kept_curves(&kept.0), 230.0);
        }),
        (true, None) => development(ui, comparison, analysis),
        (false, Some(kept)) => charts::show(ui, "kept", &analysis_figures::kept_curves(&kept.0), 230.0),
        (false, None) => {}
    }
    // Said above already, or not to be said at all.
    let decided = matches!(analysis.verdict.decided_by, DecidedBy::KeptPermission | DecidedBy::Sample);
    if let Some((_, verdict)) = kept.filter(|_| !decided) {
        card(ui, "By the permission that people keep", "", |ui| {
            ui.label(&verdict.sentence);
            muted(ui, &verdict.detail);
        });
    }
}

fn development(ui: &mut Ui, comparison: &Comparison, analysis: &Analysis) {
    let arms: Vec<String> = comparison.arms.iter().map(|arm| arm.name.clone()).collect();
    let day = |number: i64| day_of_number(number).map(format::short_day).unwrap_or_default();
    let days: Vec<String> = analysis.days.iter().map(|standing| day(standing.day)).collect();
    charts::show(ui, "development", &analysis_figures::development(&arms, &analysis.days, &days), 230.0);
}
