//! The variants side by side: words, terms, and how the request looks.

use crate::domain::{Experiment, Variant, Wording};
use crate::ui::shell::Request;
use crate::ui::theme::{self, color, palette};
use crate::ui::widgets::{Tone, badge, card, labelled_multiline, labelled_text, muted, primary_button, swatch};
use crate::workbench::{Command, Model};
use eframe::egui::{self, CornerRadius, Frame, Margin, RichText, Stroke, Ui};

/// Shows the editor on a draft; true once it was handed in to be saved.
pub fn show(ui: &mut Ui, draft: &mut Experiment, model: &Model, requests: &mut Vec<Request>) -> bool {
    card(ui, "", "", |ui| {
        ui.columns(2, |columns| {
            labelled_text(&mut columns[0], "Name", &mut draft.name);
            labelled_text(&mut columns[1], "Where and when people are asked", &mut draft.asked_where);
            labelled_text(&mut columns[0], "Hypothesis", &mut draft.hypothesis);
            labelled_text(&mut columns[1], "Jurisdiction, such as EU", &mut draft.jurisdiction);
        });
    });
    let mut gone = None;
    let per_row = if ui.available_width() > 900.0 { 3 } else { 2 };
    let count = draft.variants.len();
    for start in (0..count).step_by(per_row) {
        ui.columns(per_row, |columns| {
            for (column, index) in columns.iter_mut().zip(start..count.min(start + per_row)) {
                if variant(column, index, &mut draft.variants[index]) {
                    gone = Some(index);
                }
            }
        });
    }
    if let Some(index) = gone {
        draft.variants.remove(index);
    }
    let mut saved = false;
    ui.horizontal(|ui| {
        let name_taken = model
            .experiments
            .iter()
            .any(|known| known.experiment.id != draft.id && known.experiment.name.trim() == draft.name.trim());
        // Checked before it is handed in, so that nothing typed is lost to a refusal.
        if let Err(refused) = draft.check() {
            muted(ui, format!("Cannot be saved yet: {refused}."));
        } else if name_taken {
            muted(ui, "Cannot be saved yet: another experiment has this name.");
        } else if model.workspace.read_only.is_some() {
            muted(ui, "The workspace can only be read.");
        } else if primary_button(ui, "Save the experiment").clicked() {
            requests.push(Request::Run(Command::SaveExperiment(Box::new(draft.clone()))));
            saved = true;
        }
        if ui.button("Add a variant").clicked() {
            let last = draft.variants.last().cloned().unwrap_or_default();
            let name = format!("Variant {}", draft.variants.len() + 1);
            draft.variants.push(Variant { id: 0, name, frozen: false, version: 1, recognised_as: Vec::new(), ..last });
        }
    });
    saved
}

fn variant(ui: &mut Ui, index: usize, variant: &mut Variant) -> bool {
    let mut gone = false;
    ui.push_id(("variant", index), |ui| {
        card(ui, "", "", |ui| {
            ui.horizontal(|ui| {
                swatch(ui, index);
                ui.label(RichText::new(if index == 0 { "Control" } else { "Variant" }).font(theme::semibold(13.0)));
                if variant.frozen {
                    badge(ui, "Shown to people", Tone::Neutral);
                } else if ui.small_button("Remove").clicked() {
                    gone = true;
                }
            });
            if variant.frozen {
                muted(ui, "People saw this. If you change words or terms, a new version is added beside it.");
            }
            preview(ui, &variant.wording);
            words(ui, variant);
            terms(ui, variant);
        });
    });
    gone
}

fn words(ui: &mut Ui, variant: &mut Variant) {
    labelled_text(ui, "Name", &mut variant.name);
    labelled_text(ui, "Headline", &mut variant.wording.headline);
    labelled_multiline(ui, "Text", &mut variant.wording.body);
    labelled_text(ui, "Accept button", &mut variant.wording.accept_label);
    labelled_text(ui, "Decline button", &mut variant.wording.decline_label);
    labelled_text(ui, "Way out it names", &mut variant.wording.way_out);
    ui.checkbox(&mut variant.wording.ticked_beforehand, "Ticked beforehand");
    if variant.wording.ticked_beforehand {
        muted(ui, "Counted, but such a yes grants nothing (CJEU C-673/17).");
    }
}

fn terms(ui: &mut Ui, variant: &mut Variant) {
    ui.label(RichText::new("Terms").font(theme::semibold(13.0)));
    names(ui, "Purposes, separated by commas", &mut variant.terms.purposes);
    names(ui, "Data categories, separated by commas", &mut variant.terms.categories);
    names(ui, "Recipients, separated by commas", &mut variant.terms.recipients);
    limit(ui, "Kept for days (empty: no limit named)", &mut variant.terms.retention_days);
    limit(ui, "Contacts in 30 days (empty: no limit named)", &mut variant.terms.contacts_per_30_days);
    labelled_text(ui, "Offer in return", &mut variant.terms.offer);
}

/// Edits a list as one line; what stands between commas is kept as it is typed until the field is left.
pub fn names(ui: &mut Ui, label: &str, list: &mut Vec<String>) {
    let key = ui.scope_id().with(("list", label));
    let mut text = ui.data(|data| data.get_temp::<String>(key)).unwrap_or_else(|| list.join(", "));
    let response = labelled_text(ui, label, &mut text);
    if response.changed() {
        *list = text.split(',').map(str::trim).filter(|part| !part.is_empty()).map(ToOwned::to_owned).collect();
    }
    // Asked beforehand: egui's state must not be asked again while its data are held.
    let focused = response.has_focus();
    ui.data_mut(|data| {
        if focused {
            data.insert_temp(key, text);
        } else {
            data.remove::<String>(key);
        }
    });
}

/// Edits a number that may be missing.
pub fn limit(ui: &mut Ui, label: &str, limit: &mut Option<u32>) {
    let mut text = limit.map(|limit| limit.to_string()).unwrap_or_default();
    if labelled_text(ui, label, &mut text).changed() {
        let digits: String = text.chars().filter(char::is_ascii_digit).take(9).collect();
        *limit = digits.parse().ok();
    }
}

fn preview(ui: &mut Ui, wording: &Wording) {
    let tokens = palette(ui);
    let frame = Frame::new()
        .fill(color(tokens.background))
        .stroke(Stroke::new(1.0, color(tokens.hairline)))
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::same(12));
    frame.show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.add(egui::Label::new(RichText::new(&wording.headline).font(theme::semibold(13.0))).wrap());
        ui.add(egui::Label::new(&wording.body).wrap());
        ui.horizontal_wrapped(|ui| {
            for (label, strong) in [(&wording.accept_label, true), (&wording.decline_label, false)] {
                let (fill, ink) = if strong { (tokens.accent, tokens.on_accent) } else { (tokens.subtle, tokens.text) };
                Frame::new()
                    .fill(color(fill))
                    .corner_radius(CornerRadius::same(6))
                    .inner_margin(Margin::symmetric(10, 4))
                    .show(ui, |ui| ui.add(egui::Label::new(RichText::new(label).color(color(ink))).extend()));
            }
        });
        if !wording.way_out.is_empty() {
            ui.label(RichText::new(&wording.way_out).small().color(color(tokens.muted)));
        }
    });
}
