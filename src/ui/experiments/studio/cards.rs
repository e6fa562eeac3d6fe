//! The variants side by side: what each says, how it differs from the control, how it did.

use super::marked::difference;
use super::{State, checks, editor};
use crate::domain::{Experiment, Variant};
use crate::picture::format;
use crate::ui::theme::{self, PADDING, color, palette};
use crate::ui::widgets::{Tone, badge, muted, swatch};
use crate::wording::{self, Piece};
use crate::workbench::ExperimentModel;
use eframe::egui::{self, CornerRadius, Frame, Margin, RichText, Stroke, Ui, UiBuilder};

/// What a person wants done with a variant.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Wish {
    /// A copy beside it.
    Duplicate,
    /// A copy in which words that people saw can change.
    NewVersion,
    /// Gone for good; undo brings it back.
    Remove,
    /// Out of the way, or back again.
    Archive(bool),
    /// To this place.
    Move(usize),
}

/// Shows the cards; what is wanted of a variant, if anything.
pub fn show(
    ui: &mut Ui,
    draft: &Experiment,
    known: Option<&ExperimentModel>,
    state: &mut State,
) -> Option<(usize, Wish)> {
    let mut wanted = None;
    let with_archived = state.with_archived;
    let places: Vec<usize> =
        (0..draft.variants.len()).filter(|place| with_archived || !draft.variants[*place].archived).collect();
    // Cards end alike: each is as tall as the tallest was a moment ago.
    let (least, mut tallest) = (state.card_height, 0.0_f32);
    let per_row = if ui.available_width() > 900.0 { 3 } else { 2 };
    for row in places.chunks(per_row) {
        ui.columns(per_row, |columns| {
            for (ui, place) in columns.iter_mut().zip(row) {
                ui.push_id(("card", *place), |ui| {
                    let (wish, height) = one(ui, draft, *place, known, state, least);
                    wanted = wish.map(|wish| (*place, wish)).or(wanted);
                    tallest = tallest.max(height);
                });
            }
        });
    }
    if (tallest - least).abs() > 0.5 {
        state.card_height = tallest;
        ui.ctx().request_repaint();
    }
    wanted
}

/// What is wanted of the variant, and how tall its card's contents are.
fn one(
    ui: &mut Ui,
    draft: &Experiment,
    place: usize,
    known: Option<&ExperimentModel>,
    state: &mut State,
    least: f32,
) -> (Option<Wish>, f32) {
    let Some(variant) = draft.variants.get(place) else { return (None, 0.0) };
    let tokens = palette(ui);
    let chosen = state.chosen == place;
    let line = if chosen { Stroke::new(2.0, color(tokens.accent)) } else { Stroke::new(1.0, color(tokens.hairline)) };
    let (mut wish, mut height) = (None, 0.0);
    let frame = Frame::new()
        .fill(color(tokens.surface))
        .stroke(line)
        .corner_radius(CornerRadius::same(8))
        .inner_margin(Margin::same(PADDING));
    let shown = ui.scope_builder(UiBuilder::new().sense(egui::Sense::click()), |ui| {
        frame.show(ui, |ui| {
            ui.set_width(ui.available_width());
            ui.with_layout(egui::Layout::top_down(egui::Align::Min), |ui| {
                wish = head(ui, draft, place, state);
                said(ui, draft.variants.first().filter(|_| place > 0), variant, state);
                let (word, tone) = checks::verdict(&state.look(place, variant));
                ui.horizontal_wrapped(|ui| {
                    badge(ui, &word, tone);
                    if variant.approved.is_some() {
                        badge(ui, "Approved", Tone::Good);
                    }
                    if variant.frozen {
                        badge(ui, "Shown to people", Tone::Neutral);
                    }
                    if variant.archived {
                        badge(ui, "Archived", Tone::Neutral);
                    }
                });
                if let Some(line) = known.and_then(|known| how_it_did(known, variant.id)) {
                    muted(ui, line);
                }
                height = ui.min_rect().height();
                ui.add_space((least - height).max(0.0));
            });
        });
    });
    ui.add_space(8.0);
    if shown.response.clicked() {
        state.chosen = place;
    }
    (wish, height)
}

fn head(ui: &mut Ui, draft: &Experiment, place: usize, state: &mut State) -> Option<Wish> {
    let variant = draft.variants.get(place)?;
    let mut wish = None;
    ui.horizontal(|ui| {
        swatch(ui, place);
        let name = RichText::new(&variant.name).font(theme::semibold(13.0));
        if ui.add(egui::Button::new(name).frame(false).truncate()).on_hover_text("Edit this wording").clicked() {
            state.chosen = place;
        }
        if place == 0 {
            badge(ui, "Control", Tone::Neutral);
        }
        ui.menu_button("…", |ui| {
            for (label, what, offered) in choices(draft, place) {
                if offered && ui.button(label).clicked() {
                    wish = Some(what);
                    ui.close();
                }
            }
        })
        .response
        .on_hover_text("Duplicate, move, archive or remove this variant");
    });
    wish
}

fn choices(draft: &Experiment, place: usize) -> Vec<(&'static str, Wish, bool)> {
    let Some(variant) = draft.variants.get(place) else { return Vec::new() };
    let count = draft.variants.len();
    vec![
        ("Duplicate", Wish::Duplicate, true),
        ("Change in a new version", Wish::NewVersion, variant.frozen),
        ("Make it the control", Wish::Move(0), place > 0 && !variant.archived),
        // Only the menu's own line makes another control.
        ("Move to the left", Wish::Move(place.saturating_sub(1)), place > 1),
        ("Move to the right", Wish::Move(place + 1), place > 0 && place + 1 < count),
        ("Archive", Wish::Archive(true), place > 0 && !variant.archived),
        ("Restore", Wish::Archive(false), variant.archived),
        ("Remove", Wish::Remove, !variant.frozen && count > 1),
    ]
}

fn said(ui: &mut Ui, control: Option<&Variant>, variant: &Variant, state: &State) {
    let wording = editor::wording_in(variant, &state.locale);
    let against = control.filter(|_| state.with_differences).map(|control| editor::wording_in(control, &state.locale));
    let pieces = |own: &str, other: Option<&str>| match other {
        Some(other) => wording::difference(other, own),
        None => vec![Piece::Same(own.to_owned())],
    };
    if wording.headline.is_empty() && wording.body.is_empty() {
        muted(ui, "Nothing is written yet.");
        return;
    }
    difference(ui, &pieces(&wording.headline, against.map(|other| other.headline.as_str())), true);
    difference(ui, &pieces(&wording.body, against.map(|other| other.body.as_str())), false);
    let buttons = |wording: &wording::Prompt<'_>| {
        let labels = [wording::Part::Accept, wording::Part::Decline].map(|part| wording.text(part));
        labels.into_iter().filter(|label| !label.is_empty()).collect::<Vec<_>>().join("  |  ")
    };
    let prompt = |wording| wording::Prompt { wording, terms: &variant.terms };
    let own = buttons(&prompt(wording));
    let other = against.map(|other| buttons(&prompt(other)));
    difference(ui, &pieces(&own, other.as_deref()), false);
}

/// How many said yes, with the interval, in a line.
fn how_it_did(known: &ExperimentModel, variant: i64) -> Option<String> {
    let place = known.compared.iter().position(|compared| *compared == variant)?;
    let arm = known.comparison.as_ref()?.arms.get(place).filter(|arm| arm.shown > 0)?;
    Some(format!(
        "{} of {} said yes ({})",
        format::count(arm.accepted),
        format::count(arm.shown),
        format::interval_percent(arm.equal_tailed)
    ))
}
