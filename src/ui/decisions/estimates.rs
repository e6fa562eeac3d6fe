//! Fields for amounts that are known as a range.

use crate::domain::Estimate;
use crate::ui::widgets::muted;
use eframe::egui::{DragValue, RichText, Ui};

/// Edits an estimate: three figures and how the outer ones are meant.
pub(super) fn estimate(ui: &mut Ui, label: &str, estimate: &mut Estimate) {
    ui.push_id(("estimate", label), |ui| {
        ui.label(RichText::new(label).small());
        ui.horizontal_wrapped(|ui| {
            for (name, figure) in
                [("low", &mut estimate.low), ("likely", &mut estimate.likely), ("high", &mut estimate.high)]
            {
                let id = ui.label(name).id;
                ui.add(DragValue::new(figure).speed(1.0).max_decimals(4)).labelled_by(id);
            }
            ui.checkbox(&mut estimate.never_beyond, "never beyond low and high");
        });
        if !(estimate.low <= estimate.likely && estimate.likely <= estimate.high) {
            muted(ui, "The low figure must be lowest and the high one highest.");
        } else if !estimate.never_beyond && estimate.low <= 0.0 && estimate.low < estimate.high {
            muted(ui, "A range that begins at 0 needs “never beyond low and high”.");
        }
    });
}

/// Edits an estimate that may be left to what the workspace shows.
pub(super) fn optional(ui: &mut Ui, label: &str, otherwise: &str, value: &mut Option<Estimate>, first: Estimate) {
    let mut given = value.is_some();
    if ui.checkbox(&mut given, format!("{label}: estimate it instead of {otherwise}")).changed() {
        *value = given.then_some(first);
    }
    if let Some(value) = value {
        estimate(ui, label, value);
    }
}
