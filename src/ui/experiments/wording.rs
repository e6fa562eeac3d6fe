//! The variants side by side: words, terms, and how the request looks.

use super::approval;
use super::fields::{limit, names};
use crate::domain::{Experiment, Variant, Wording};
use crate::ui::theme::{self, color, palette};
use crate::ui::widgets::{Tone, badge, card, labelled_multiline, labelled_text, muted, swatch};
use crate::workbench::Model;
use eframe::egui::{self, CornerRadius, Frame, Margin, RichText, Stroke, Ui};

/// Shows the editor on a draft; what is typed is saved by whoever calls this, once a field is left.
pub fn show(ui: &mut Ui, draft: &mut Experiment, model: &Model) {
    card(ui, "", "", |ui| {
        ui.columns(2, |columns| {
            labelled_text(&mut columns[0], "Name", &mut draft.name);
            labelled_text(&mut columns[1], "Where and when people are asked", &mut draft.asked_where);
            labelled_text(&mut columns[0], "Hypothesis", &mut draft.hypothesis);
            labelled_text(&mut columns[1], "Jurisdiction, such as EU", &mut draft.jurisdiction);
        });
        if let Some(refused) = refusal(draft, model) {
            ui.label(RichText::new(format!("Not saved yet: {refused}.")).color(color(palette(ui).warning)));
        }
    });
    let mut asked = None;
    let per_row = if ui.available_width() > 900.0 { 3 } else { 2 };
    let count = draft.variants.len();
    for start in (0..count).step_by(per_row) {
        ui.columns(per_row, |columns| {
            for (column, index) in columns.iter_mut().zip(start..count.min(start + per_row)) {
                asked = variant(column, index, &mut draft.variants[index], model).map(|wish| (index, wish)).or(asked);
            }
        });
    }
    if ui.button("Add a variant").clicked() {
        asked = Some((count.saturating_sub(1), Wish::Duplicate));
    }
    match asked {
        Some((index, Wish::Remove)) => {
            draft.remove_variant(index);
        }
        Some((index, Wish::Duplicate)) => duplicate(draft, index, "Variant"),
        Some((index, Wish::NewVersion)) => {
            let name = draft.variants[index].name.clone();
            duplicate(draft, index, &format!("{name}, version"));
        }
        None => {}
    }
}

/// Why a draft cannot be saved as it is.
pub fn refusal(draft: &Experiment, model: &Model) -> Option<String> {
    let taken = |known: &crate::workbench::ExperimentModel| {
        known.experiment.id != draft.id && known.experiment.name.trim() == draft.name.trim()
    };
    if model.workspace.read_only.is_some() {
        return Some("the workspace can only be read".into());
    }
    if model.experiments.iter().any(taken) {
        return Some("another experiment has this name".into());
    }
    draft.check().err().map(|error| error.to_string())
}

/// What a person wants done with a variant.
#[derive(Clone, Copy)]
enum Wish {
    Remove,
    Duplicate,
    NewVersion,
}

/// Adds a copy of a variant under the first name of its kind that is free.
fn duplicate(draft: &mut Experiment, index: usize, stem: &str) {
    let original = draft.variants.get(index).cloned().unwrap_or_default();
    let is_free = |name: &String| !draft.variants.iter().any(|variant| variant.name.trim() == *name);
    // One more number than there are variants: one of them is free.
    let numbers = 2..=draft.variants.len() + 2;
    let name = numbers.map(|number| format!("{stem} {number}")).find(is_free).unwrap_or_default();
    let version = if stem.ends_with(", version") { original.version + 1 } else { 1 };
    draft.variants.push(Variant {
        id: 0,
        name,
        frozen: false,
        version,
        recognised_as: Vec::new(),
        approved: None,
        // What is added while people are being asked takes no part until a split is planned for it.
        planned_share: if original.frozen { 0.0 } else { original.planned_share },
        ..original
    });
}

fn variant(ui: &mut Ui, index: usize, variant: &mut Variant, model: &Model) -> Option<Wish> {
    let mut wish = None;
    ui.push_id(("variant", index), |ui| {
        card(ui, "", "", |ui| {
            ui.horizontal(|ui| {
                swatch(ui, index);
                ui.label(RichText::new(if index == 0 { "Control" } else { "Variant" }).font(theme::semibold(13.0)));
                if variant.frozen {
                    badge(ui, "Shown to people", Tone::Neutral);
                }
                ui.menu_button("…", |ui| {
                    for (label, what, offered) in [
                        ("Duplicate", Wish::Duplicate, true),
                        ("Change in a new version", Wish::NewVersion, variant.frozen),
                        ("Remove", Wish::Remove, !variant.frozen),
                    ] {
                        if offered && ui.button(label).clicked() {
                            wish = Some(what);
                            ui.close();
                        }
                    }
                })
                .response
                .on_hover_text("Duplicate, change or remove this variant");
            });
            preview(ui, &variant.wording);
            labelled_text(ui, "Name", &mut variant.name);
            if variant.wording.ticked_beforehand {
                labelled_text(ui, "Why it may win although it is ticked beforehand", &mut variant.reason_to_win);
            }
            if variant.frozen {
                muted(ui, "People saw this, so words and terms stay as they are.");
                as_shown(ui, variant);
                if ui.button("Change in a new version").clicked() {
                    wish = Some(Wish::NewVersion);
                }
            } else {
                words(ui, variant);
                terms(ui, variant);
            }
            approval::show(ui, variant, model.today);
        });
    });
    wish
}

/// The terms of a variant that can no longer change, line by line.
fn as_shown(ui: &mut Ui, variant: &Variant) {
    let terms = &variant.terms;
    let days = |limit: Option<u32>| limit.map_or_else(|| "no limit named".to_owned(), |days| format!("{days} days"));
    let contacts = |limit: Option<u32>| {
        limit.map_or_else(|| "no limit named".to_owned(), |contacts| format!("{contacts} in 30 days at most"))
    };
    let list = |names: &[String], none: &str| if names.is_empty() { none.to_owned() } else { names.join(", ") };
    let ticked = if variant.wording.ticked_beforehand { "yes: counted, but such a yes grants nothing" } else { "no" };
    let lines = [
        ("Ticked beforehand", ticked.to_owned()),
        ("Purposes", list(&variant.terms.purposes, "none named")),
        ("Data", list(&terms.categories, "none named")),
        ("Recipients", list(&terms.recipients, "nobody else")),
        ("Kept", days(terms.retention_days)),
        ("Contacts", contacts(terms.contacts_per_30_days)),
        ("Permission lasts", days(terms.permission_lasts_days)),
        ("Offer in return", if terms.offer.is_empty() { "none".into() } else { terms.offer.clone() }),
        ("Offer delivered within", days(terms.offer_within_days)),
    ];
    for (name, value) in lines {
        ui.label(RichText::new(name).small().color(color(palette(ui).muted)));
        ui.add(egui::Label::new(value).wrap());
    }
}

fn words(ui: &mut Ui, variant: &mut Variant) {
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
    limit(ui, "Offer delivered within days (empty: no time named)", &mut variant.terms.offer_within_days);
    limit(ui, "Permission lasts for days (empty: no limit named)", &mut variant.terms.permission_lasts_days);
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
