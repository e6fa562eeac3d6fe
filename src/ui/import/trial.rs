//! What would come in, before anything is written.

use crate::picture::format;
use crate::ui::widgets::{card, muted, table};
use crate::workbench::{Problem, Trial};
use eframe::egui::Ui;

/// Shows what a trial found.
pub fn show(ui: &mut Ui, trial: Option<&Result<Trial, Problem>>, trying: bool) {
    match trial {
        None if trying => muted(ui, "Reading the whole log…"),
        None => {}
        Some(Err(problem)) => {
            card(ui, &problem.what, "", |ui| {
                ui.label(&problem.why);
                muted(ui, &problem.advice);
            });
        }
        Some(Ok(trial)) => counted(ui, trial),
    }
}

fn counted(ui: &mut Ui, trial: &Trial) {
    let (read, kept) = (format::count(trial.record.rows_read), format::count(trial.record.rows_kept));
    let subtitle = format!("{kept} of {read} rows can be used. Nothing has been written yet.");
    card(ui, "What would count", &subtitle, |ui| {
        if !trial.variants.is_empty() {
            let headings = [("Wording", false), ("People", true), ("Said yes", true), ("Share", true)];
            table(ui, "trial", &headings, trial.variants.len(), None, true, |row, column| {
                let (name, count) = &trial.variants[row];
                match column {
                    0 => name.clone(),
                    1 => format::count(count.shown),
                    2 => format::count(count.accepted),
                    _ if count.shown == 0 => "–".into(),
                    _ => format::percent(count.accepted as f64 / count.shown as f64, 1),
                }
            });
            let (crossed, again) = (format::count(trial.crossovers), format::count(trial.repeated));
            muted(ui, format!("Saw two wordings: {crossed}. Asked more than once: {again}."));
        }
        for (reason, examples) in &trial.examples {
            let count = trial.record.set_aside.get(reason.name()).copied().unwrap_or_default();
            ui.label(format!("{}: {} rows set aside", reason.label(), format::count(count)));
            for (line, detail) in examples {
                muted(ui, format!("    row {}: {detail}", format::count(*line)));
            }
        }
    });
}
