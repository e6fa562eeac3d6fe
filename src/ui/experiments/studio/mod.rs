//! The studio: the variants side by side, one of them open with its words, its preview and what the checks say of it.

mod cards;
mod checks;
mod editor;
mod library;
mod marked;
mod preview;
mod terms;

use crate::domain::{Experiment, Terms, Variant, Wording};
use crate::picture::prompt::Surface;
use crate::ui::theme::{color, palette};
use crate::ui::widgets::{card, labelled_multiline, labelled_text};
use crate::wording::Prompt;
use crate::workbench::{ExperimentModel, Look, Model};
use cards::Wish;
use eframe::egui::{self, Align, Layout, RichText, Ui, vec2};
use std::collections::BTreeMap;
use std::sync::Arc;

/// What the screen remembers.
pub struct State {
    /// The place of the variant that is open.
    chosen: usize,
    /// The language that is shown; empty for the main one.
    locale: String,
    new_locale: String,
    surface: Surface,
    with_differences: bool,
    with_archived: bool,
    library: library::State,
    /// The place and language of the variant for which a draft is offered.
    draft_offered: Option<(usize, String)>,
    /// How tall the tallest card was.
    card_height: f32,
    /// What was said of wordings last, by place and language, so that it is worked out only when something was typed.
    looks: BTreeMap<(usize, String), (Wording, Terms, Arc<Look>)>,
}

impl Default for State {
    fn default() -> Self {
        Self {
            chosen: 0,
            locale: String::new(),
            new_locale: String::new(),
            surface: Surface::WebBanner,
            with_differences: true,
            with_archived: false,
            library: library::State::default(),
            draft_offered: None,
            card_height: 0.0,
            looks: BTreeMap::new(),
        }
    }
}

impl State {
    /// What is said of a variant in the language that is shown.
    fn look(&mut self, place: usize, variant: &Variant) -> Arc<Look> {
        let wording = editor::wording_in(variant, &self.locale);
        let key = (place, self.locale.clone());
        if let Some((known, terms, look)) = self.looks.get(&key)
            && known == wording
            && *terms == variant.terms
        {
            return look.clone();
        }
        let look = Arc::new(Look::at(wording, &variant.terms));
        self.looks.insert(key, (wording.clone(), variant.terms.clone(), look.clone()));
        look
    }
}

/// Shows the studio on a draft; what is typed is saved by whoever calls this, once a field is left.
pub fn show(ui: &mut Ui, draft: &mut Experiment, model: &Model, state: &mut State) {
    about(ui, draft, model);
    let known = model.experiment(draft.id);
    let archived = draft.variants.iter().filter(|variant| variant.archived).count();
    let mut wanted = None;
    ui.horizontal(|ui| {
        if ui.button("Add a variant").clicked() {
            wanted = Some((state.chosen, Wish::Duplicate));
        }
        if ui.button("Use an earlier wording…").clicked() {
            state.library.open = !state.library.open;
        }
        ui.checkbox(&mut state.with_differences, "Show what differs from the control");
        if archived > 0 {
            ui.checkbox(&mut state.with_archived, format!("Show archived ({archived})"));
        }
    });
    if state.library.open
        && let Some(variant) = library::show(ui, draft, model, &mut state.library)
    {
        draft.variants.push(variant);
        (state.chosen, state.library.open) = (draft.variants.len() - 1, false);
    }
    wanted = cards::show(ui, draft, known, state).or(wanted);
    state.chosen = state.chosen.min(draft.variants.len().saturating_sub(1));
    let control = draft.variants.first().filter(|_| state.chosen > 0).map(|control| control.terms.clone());
    if let Some(variant) = draft.variants.get_mut(state.chosen) {
        let (place, today) = (state.chosen, model.today);
        let look = state.look(place, variant);
        let width = ui.available_width() - ui.spacing().item_spacing.x;
        ui.horizontal_top(|ui| {
            column(ui, width * EDITOR_SHARE, |ui| {
                ui.push_id(("editor", place, variant.id), |ui| {
                    if editor::show(ui, variant, control.as_ref(), &look, state, today) {
                        wanted = Some((place, Wish::NewVersion));
                    }
                });
            });
            column(ui, width * (1.0 - EDITOR_SHARE), |ui| {
                // The words as they are after this frame's typing.
                let look = state.look(place, variant);
                let wording = editor::wording_in(variant, &state.locale);
                preview::show(ui, wording, &variant.terms, &mut state.surface);
                checks::show(ui, Prompt { wording, terms: &variant.terms }, &look);
            });
        });
    }
    if let Some((place, wish)) = wanted {
        carry_out(draft, place, wish, state);
    }
}

/// The editor's share of the width; two phones side by side need the rest.
const EDITOR_SHARE: f32 = 0.46;

fn column(ui: &mut Ui, width: f32, contents: impl FnOnce(&mut Ui)) {
    let top_down = Layout::top_down(Align::Min);
    ui.allocate_ui_with_layout(vec2(width, 0.0), top_down, |ui| {
        ui.set_width(width);
        contents(ui);
    });
}

fn about(ui: &mut Ui, draft: &mut Experiment, model: &Model) {
    card(ui, "", "", |ui| {
        ui.columns(2, |columns| {
            labelled_text(&mut columns[0], "Name", &mut draft.name);
            labelled_text(&mut columns[1], "Where and when people are asked", &mut draft.asked_where);
        });
        let more = egui::CollapsingHeader::new("More about the test: hypothesis, jurisdiction, ground");
        // Whoever begins has words to write first.
        more.id_salt(draft.id).default_open(draft.id != 0).show(ui, |ui| {
            ui.columns(2, |columns| {
                labelled_multiline(&mut columns[0], "Hypothesis", &mut draft.hypothesis);
                labelled_text(&mut columns[1], "Jurisdiction, such as EU", &mut draft.jurisdiction);
                let ground = "Ground of the test itself, such as its legal basis";
                labelled_text(&mut columns[1], ground, &mut draft.legal_note);
            });
        });
        if let Some(refused) = refusal(draft, model) {
            ui.label(RichText::new(format!("Not saved yet: {refused}.")).color(color(palette(ui).warning)));
        }
    });
}

/// Why a draft cannot be saved as it is.
pub fn refusal(draft: &Experiment, model: &Model) -> Option<String> {
    let taken =
        |known: &ExperimentModel| known.experiment.id != draft.id && known.experiment.name.trim() == draft.name.trim();
    if model.workspace.read_only.is_some() {
        return Some("the workspace can only be read".into());
    }
    if model.experiments.iter().any(taken) {
        return Some("another experiment has this name".into());
    }
    draft.check().err().map(|error| error.to_string())
}

fn carry_out(draft: &mut Experiment, place: usize, wish: Wish, state: &mut State) {
    match wish {
        Wish::Remove => draft.remove_variant(place),
        Wish::Archive(archived) => {
            if let Some(variant) = draft.variants.get_mut(place) {
                variant.archived = archived;
            }
        }
        Wish::Move(to) => {
            draft.move_variant(place, to);
            state.chosen = to;
        }
        Wish::Duplicate => {
            draft.duplicate_variant(place);
            state.chosen = draft.variants.len().saturating_sub(1);
        }
        Wish::NewVersion => {
            draft.add_version(place);
            state.chosen = draft.variants.len().saturating_sub(1);
        }
    }
}
