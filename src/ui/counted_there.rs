//! What of the figures was counted in a warehouse, and the way there.

use super::shell::Request;
use super::widgets::{Tone, badge, muted};
use crate::domain::LogKind;
use crate::workbench::Model;
use eframe::egui::Ui;

/// One line for every source that was counted in a warehouse, and a warning where the rules have changed since.
pub fn lines(ui: &mut Ui, model: &Model, kind: LogKind, requests: &mut Vec<Request>) {
    for source in model.counted.iter().filter(|source| source.kind == kind) {
        ui.horizontal_wrapped(|ui| {
            if let Some(warning) = source.warning() {
                badge(ui, warning, Tone::Warning);
                offer(ui, kind, requests);
            }
            muted(ui, source.sentence());
        });
    }
}

/// The way to count in a warehouse, where this program was built for that.
#[cfg(feature = "warehouse")]
pub fn offer(ui: &mut Ui, kind: LogKind, requests: &mut Vec<Request>) {
    if ui.button("From a warehouse…").clicked() {
        requests.push(Request::AskWarehouse(kind));
    }
}

/// The way to count in a warehouse, where this program was built for that.
#[cfg(not(feature = "warehouse"))]
pub fn offer(_: &mut Ui, _: LogKind, _: &mut Vec<Request>) {}
