//! The words of one variant, in each of its languages, with what the checks point at underlined as one types.

use super::marked::{self, Mark, field, marks_of};
use super::{State, checks, terms};
use crate::domain::{DeclinePlace, Terms, Variant, Wording};
use crate::ui::experiments::approval;
use crate::ui::theme::{self, color, palette};
use crate::ui::widgets::{card, labelled_combo, labelled_text, menu_to_type_in, muted, primary_button};
use crate::wording::Part;
use crate::workbench::{Look, StarterLanguage, starter};
use eframe::egui::{self, Frame, RichText, Ui};
use jiff::civil::Date;

/// Edits a variant beside the terms of the control, unless it is the control; true if a new version of it is asked for.
pub fn show(
    ui: &mut Ui,
    variant: &mut Variant,
    control: Option<&Terms>,
    look: &Look,
    state: &mut State,
    today: Date,
) -> bool {
    let mut new_version = false;
    let title = format!("Wording of “{}”", variant.name);
    card(ui, &title, "", |ui| {
        labelled_text(ui, "Name of the variant", &mut variant.name);
        if !variant.frozen || !variant.translations.is_empty() {
            languages(ui, variant, state);
        }
        if variant.frozen {
            muted(ui, "People saw this, so words and terms stay as they are.");
            new_version = ui.button("Change in a new version").clicked();
            read_only(ui, variant, look, &state.locale);
        } else {
            draft_for_me(ui, variant, state);
            words(ui, variant, look, &state.locale);
        }
    });
    card(ui, "", "", |ui| {
        // The checks stand far above from here.
        checks::summary(ui, look);
        ui.add_space(6.0);
        if variant.frozen {
            ui.label(RichText::new("What a yes agrees to").font(theme::semibold(13.0)));
            terms::as_shown(ui, &variant.terms);
        } else {
            terms::edit(ui, &mut variant.terms, control);
        }
    });
    card(ui, "", "", |ui| {
        if look.serious() > 0 {
            labelled_text(ui, "Why it may win in spite of a serious finding", &mut variant.reason_to_win);
        }
        approval::show(ui, variant, today);
    });
    new_version
}

/// The wording of a variant in a language; the main one where there is no such language.
pub fn wording_in<'a>(variant: &'a Variant, locale: &str) -> &'a Wording {
    variant.translations.get(locale).unwrap_or(&variant.wording)
}

fn wording_to_edit<'a>(variant: &'a mut Variant, locale: &str) -> &'a mut Wording {
    match variant.translations.get_mut(locale) {
        Some(translation) => translation,
        None => &mut variant.wording,
    }
}

fn languages(ui: &mut Ui, variant: &mut Variant, state: &mut State) {
    if !variant.translations.contains_key(&state.locale) {
        state.locale.clear();
    }
    ui.horizontal_wrapped(|ui| {
        let main =
            if variant.wording.language.is_empty() { "Main text".into() } else { variant.wording.language.clone() };
        ui.selectable_value(&mut state.locale, String::new(), main);
        for tag in variant.translations.keys() {
            ui.selectable_value(&mut state.locale, tag.clone(), tag);
        }
        if variant.frozen {
            return;
        }
        menu_to_type_in(ui, "Languages…", |ui| {
            labelled_text(ui, "Add a language, such as de or fr-CH", &mut state.new_locale);
            let tag = state.new_locale.trim().to_owned();
            let free = !tag.is_empty() && !variant.translations.contains_key(&tag) && variant.wording.language != tag;
            if ui.add_enabled(free, egui::Button::new("Add")).clicked() {
                let translation = Wording { language: tag.clone(), ..blank_like(&variant.wording) };
                variant.translations.insert(tag.clone(), translation);
                (state.locale, state.new_locale) = (tag, String::new());
                ui.close();
            }
            if !state.locale.is_empty() && ui.button(format!("Remove {}", state.locale)).clicked() {
                variant.translations.remove(&state.locale);
                state.locale.clear();
                ui.close();
            }
        });
    });
    if !variant.translations.is_empty() {
        muted(ui, "All languages are one variant: their answers are counted together.");
    }
}

/// No words yet, but the same places and settings.
fn blank_like(wording: &Wording) -> Wording {
    Wording {
        decline_place: wording.decline_place,
        separate_choices: wording.separate_choices,
        ticked_beforehand: wording.ticked_beforehand,
        ..Wording::default()
    }
}

/// Offers a first draft while nothing is written, made from purposes and data.
fn draft_for_me(ui: &mut Ui, variant: &mut Variant, state: &mut State) {
    let wording = wording_in(variant, &state.locale);
    let is_empty = [&wording.headline, &wording.body].iter().all(|text| text.trim().is_empty());
    let place = (state.chosen, state.locale.clone());
    // While somebody types, nothing comes or goes above the words.
    if ui.memory(egui::Memory::focused).is_none() {
        state.draft_offered = is_empty.then(|| place.clone());
    }
    if state.draft_offered != Some(place) {
        return;
    }
    let ready = is_empty && !variant.terms.purposes.is_empty() && !variant.terms.categories.is_empty();
    let tag = wording.language.clone();
    let mut wanted = None;
    Frame::new().fill(color(palette(ui).subtle)).corner_radius(8).inner_margin(12).show(ui, |ui| {
        ui.set_width(ui.available_width());
        ui.label(RichText::new("Begin with a draft").font(theme::semibold(13.0)));
        muted(
            ui,
            "Say what the data are for and which they are; a fair first draft is written for you to make your own. It says that nobody else \
             gets the data unless you name who does, and where a yes is taken back: correct what is not so.",
        );
        terms::chosen_to_begin(ui, &mut variant.terms);
        ui.add_enabled_ui(ready, |ui| {
            ui.horizontal_wrapped(|ui| {
                if primary_button(ui, "Write a first draft").clicked() {
                    wanted = Some(language_of(&tag));
                }
                if tag.is_empty() && ui.button("Write it in German").clicked() {
                    wanted = Some(StarterLanguage::German);
                }
            });
        });
    });
    if let Some(language) = wanted {
        let mut draft = starter(&variant.terms, language);
        draft.language = if tag.is_empty() { draft.language } else { tag };
        *wording_to_edit(variant, &state.locale) = draft;
    }
}

fn language_of(tag: &str) -> StarterLanguage {
    if tag.starts_with("de") { StarterLanguage::German } else { StarterLanguage::English }
}

fn words(ui: &mut Ui, variant: &mut Variant, look: &Look, locale: &str) {
    let wording = wording_to_edit(variant, locale);
    let marks = |part| marks(look, part);
    field(ui, "Headline", &mut wording.headline, &marks(Part::Headline), 2);
    field(ui, "Text", &mut wording.body, &marks(Part::Body), 5);
    ui.columns(2, |columns| {
        field(&mut columns[0], "Accept button", &mut wording.accept_label, &marks(Part::Accept), 1);
        field(&mut columns[1], "Decline button", &mut wording.decline_label, &marks(Part::Decline), 1);
    });
    field(ui, "How to take a yes back later", &mut wording.way_out, &marks(Part::WayOut), 2);
    ui.columns(2, |columns| {
        let names = PLACES.map(|place| place.1.to_owned());
        let mut chosen = PLACES.iter().position(|place| place.0 == wording.decline_place).unwrap_or(0);
        if labelled_combo(&mut columns[0], "Where the no is", &mut chosen, &names) {
            wording.decline_place = PLACES[chosen].0;
        }
        let language = labelled_text(&mut columns[1], "Language, such as en (empty: found out)", &mut wording.language);
        language.on_hover_text("As a BCP 47 tag");
    });
    ui.checkbox(&mut wording.separate_choices, "Each purpose has a choice of its own");
    ui.checkbox(&mut wording.ticked_beforehand, "Something is ticked beforehand");
    if wording.ticked_beforehand {
        muted(ui, "Counted, but such a yes grants nothing (CJEU C-673/17).");
    }
}

const PLACES: [(DeclinePlace, &str); 4] = [
    (DeclinePlace::Equal, "Beside the yes, alike"),
    (DeclinePlace::Smaller, "Beside the yes, smaller"),
    (DeclinePlace::SecondLayer, "On another screen"),
    (DeclinePlace::Absent, "Nowhere"),
];

/// Where the findings point in one part.
fn marks(look: &Look, part: Part) -> Vec<Mark> {
    let spans = look.findings.iter().flat_map(|finding| finding.spans.iter().map(|span| (span, finding.severity())));
    marks_of(spans, part)
}

fn read_only(ui: &mut Ui, variant: &Variant, look: &Look, locale: &str) {
    let wording = wording_in(variant, locale);
    marked::text(ui, &wording.headline, &marks(look, Part::Headline), true);
    marked::text(ui, &wording.body, &marks(look, Part::Body), false);
    marked::text(ui, &wording.way_out, &marks(look, Part::WayOut), false);
    ui.horizontal_wrapped(|ui| {
        muted(ui, "Buttons");
        marked::text(ui, &wording.accept_label, &marks(look, Part::Accept), true);
        marked::text(ui, &wording.decline_label, &marks(look, Part::Decline), true);
    });
    let ticked = if wording.ticked_beforehand { "yes: counted, but such a yes grants nothing" } else { "no" };
    muted(ui, format!("Ticked beforehand: {ticked}"));
}
