//! What a yes agrees to, chosen in words rather than typed as names of the taxonomy.

use crate::domain::{CATEGORIES, PURPOSES, Terms};
use crate::picture::terms::{category, purpose};
use crate::ui::experiments::fields::{limit, names};
use crate::ui::theme::{self, color, palette};
use crate::ui::widgets::{labelled_text, menu_to_type_in, muted};
use eframe::egui::{self, RichText, Ui};
use lucide_icons::Icon;

/// Edits the terms of a variant, with those of the control at hand.
pub fn edit(ui: &mut Ui, terms: &mut Terms, control: Option<&Terms>) {
    ui.label(RichText::new("What a yes agrees to").font(theme::semibold(13.0)));
    if let Some(control) = control.filter(|control| *control != terms) {
        ui.horizontal_wrapped(|ui| {
            if ui.button("As with the control").clicked() {
                terms.clone_from(control);
            }
            muted(ui, "It differs from the control: then the test compares deals, not words alone.");
        });
    }
    chosen(ui, "Purposes", "Add a purpose", &mut terms.purposes, PURPOSES, purpose);
    chosen(ui, "Data", "Add data", &mut terms.categories, CATEGORIES, category);
    names(ui, "Who else receives them, separated by commas", &mut terms.recipients);
    ui.columns(2, |columns| {
        limit(&mut columns[0], "Kept for days (empty: no limit)", &mut terms.retention_days);
        limit(&mut columns[1], "Contacts in 30 days (empty: no limit)", &mut terms.contacts_per_30_days);
    });
    labelled_text(ui, "Offer in return", &mut terms.offer);
    ui.columns(2, |columns| {
        limit(&mut columns[0], "Offer delivered within days", &mut terms.offer_within_days);
        limit(&mut columns[1], "Permission lasts for days", &mut terms.permission_lasts_days);
    });
    ui.checkbox(&mut terms.service_depends_on_it, "What the person came for is withheld without a yes");
    if terms.service_depends_on_it {
        muted(ui, "Such a yes is rarely free (GDPR 7(4)).");
    }
}

/// Asks for purpose and data alone, before anything is written.
pub fn chosen_to_begin(ui: &mut Ui, terms: &mut Terms) {
    chosen(ui, "What the data are for", "Choose a purpose", &mut terms.purposes, PURPOSES, purpose);
    chosen(ui, "Which data", "Choose data", &mut terms.categories, CATEGORIES, category);
}

/// Chips of what is chosen, each with a way out, and a menu of what else there is.
fn chosen(ui: &mut Ui, label: &str, add: &str, list: &mut Vec<String>, all: &[&str], words: impl Fn(&str) -> String) {
    ui.label(RichText::new(label).small());
    let (mut gone, mut added) = (None, None);
    ui.horizontal_wrapped(|ui| {
        for (place, name) in list.iter().enumerate() {
            let text = format!("{}  {}", words(name), char::from(Icon::X));
            let chip = egui::Button::new(text).fill(color(palette(ui).subtle));
            if ui.add(chip).on_hover_text(format!("Remove {name}")).clicked() {
                gone = Some(place);
            }
        }
        menu_to_type_in(ui, add, |ui| {
            let wanted = wanted_words(ui, add);
            egui::ScrollArea::vertical().max_height(320.0).show(ui, |ui| {
                for name in all.iter().filter(|name| !list.iter().any(|chosen| chosen == *name)) {
                    let told = format!("{} {name}", words(name)).to_lowercase();
                    if !wanted.split_whitespace().all(|word| told.contains(word)) {
                        continue;
                    }
                    if ui.button(words(name)).on_hover_text(*name).clicked() {
                        added = Some((*name).to_owned());
                        ui.data_mut(|data| data.remove::<String>(search_id(add)));
                        ui.close();
                    }
                }
            });
        });
    });
    if let Some(place) = gone {
        list.remove(place);
    }
    list.extend(added);
}

/// What is typed to find a name in a long list, in small letters.
fn wanted_words(ui: &mut Ui, list: &str) -> String {
    let id = search_id(list);
    let mut words: String = ui.data(|data| data.get_temp(id)).unwrap_or_default();
    ui.add(egui::TextEdit::singleline(&mut words).id(id).hint_text("Search")).request_focus();
    ui.data_mut(|data| data.insert_temp(id, words.clone()));
    words.to_lowercase()
}

fn search_id(list: &str) -> egui::Id {
    egui::Id::unique(("search", list))
}

/// The terms of a variant that can no longer change, line by line.
pub fn as_shown(ui: &mut Ui, terms: &Terms) {
    let days = |limit: Option<u32>| limit.map_or_else(|| "no limit named".to_owned(), |days| format!("{days} days"));
    let contacts = |limit: Option<u32>| {
        limit.map_or_else(|| "no limit named".to_owned(), |contacts| format!("{contacts} in 30 days at most"))
    };
    let list = |names: Vec<String>, none: &str| if names.is_empty() { none.to_owned() } else { names.join(", ") };
    let told = |names: &[String], words: fn(&str) -> String| names.iter().map(|name| words(name)).collect();
    let lines = [
        ("Purposes", list(told(&terms.purposes, purpose), "none named")),
        ("Data", list(told(&terms.categories, category), "none named")),
        ("Recipients", list(terms.recipients.clone(), "nobody else")),
        ("Kept", days(terms.retention_days)),
        ("Contacts", contacts(terms.contacts_per_30_days)),
        ("Permission lasts", days(terms.permission_lasts_days)),
        ("Offer in return", if terms.offer.is_empty() { "none".into() } else { terms.offer.clone() }),
        ("Offer delivered within", days(terms.offer_within_days)),
    ];
    let muted = color(palette(ui).muted);
    egui::Grid::new("terms as shown").num_columns(2).spacing([16.0, 4.0]).show(ui, |ui| {
        for (name, value) in lines {
            ui.label(RichText::new(name).small().color(muted));
            ui.add(egui::Label::new(value).wrap());
            ui.end_row();
        }
    });
}
