//! Who approved a wording, and since when.

use super::fields::day;
use crate::domain::{Approval, Variant};
use crate::picture::format;
use crate::ui::theme;
use crate::ui::widgets::{labelled_text, muted};
use eframe::egui::{RichText, Ui};
use jiff::civil::Date;

/// Shows and changes the approval of a variant, also of one that people saw already.
pub fn show(ui: &mut Ui, variant: &mut Variant, today: Date) {
    ui.label(RichText::new("Approval").font(theme::semibold(13.0)));
    match &mut variant.approved {
        None => {
            muted(ui, "Nobody has approved this wording yet.");
            if ui.button("Approve from today").clicked() {
                variant.approved = Some(Approval { on: today, by: String::new() });
            }
        }
        Some(approval) => {
            labelled_text(ui, "Approved by", &mut approval.by);
            let mut on = Some(approval.on);
            day(ui, "Approved from, as 2026-01-31", &mut on);
            approval.on = on.unwrap_or(approval.on);
            muted(ui, format!("May be shown from {}. Changing words or terms ends it.", format::day(approval.on)));
            if ui.button("Take the approval back").clicked() {
                variant.approved = None;
            }
        }
    }
}
