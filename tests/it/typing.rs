//! Typing letter by letter into the studio, as people do, without drawing anything.

use crate::support::Place;
use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::Queryable;
use handshake::ui::{App, Screen};
use handshake::workbench::Workbench;
use std::sync::Arc;

fn typed(harness: &mut Harness<'_, App>, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.run_steps(2);
    for letter in text.chars() {
        harness.event(egui::Event::Text(letter.to_string()));
        harness.run_steps(2);
    }
}

fn value(harness: &Harness<'_, App>, label: &str) -> String {
    harness.get_by_label(label).value().unwrap_or_default()
}

/// The window where a new experiment was just begun.
fn new_experiment(place: &Place) -> Harness<'static, App> {
    place.says(&["new", "w.handshake"]);
    let workbench = Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).expect("it opens");
    let app = move |creation: &mut eframe::CreationContext<'_>| {
        let mut app = App::with_workbench(&creation.egui_ctx, workbench.clone());
        app.go(Screen::Experiments, None, 0);
        app
    };
    let mut harness = Harness::builder().with_size([1360.0, 2000.0]).build_eframe(app);
    harness.run_steps(4);
    harness.get_by_label("New experiment").click();
    harness.run_steps(6);
    harness
}

#[test]
fn the_first_letter_of_a_wording_does_not_take_the_keyboard_away() {
    let place = Place::new();
    let mut harness = new_experiment(&place);
    harness.get_by_label("Begin with a draft");
    for (label, text) in [("Headline", "Angebote"), ("Text", "Save 5 now")] {
        typed(&mut harness, label, text);
        assert_eq!(value(&harness, label), text);
    }
    // Emptying the only words and beginning anew loses nothing either.
    for _ in 0.."Save 5 now".len() {
        harness.key_press(egui::Key::Backspace);
        harness.run_steps(2);
    }
    assert_eq!(value(&harness, "Text"), "");
    typed(&mut harness, "Text", "May we?");
    assert_eq!(value(&harness, "Text"), "May we?");
}

#[test]
fn a_purpose_is_found_by_typing_and_clicking_in_its_list_keeps_it_open() {
    let place = Place::new();
    let mut harness = new_experiment(&place);
    harness.get_by_label("Choose a purpose").click();
    harness.run_steps(4);
    let offered = |harness: &Harness<'_, App>| harness.query_all_by_role(egui::accesskit::Role::Button).count();
    let all = offered(&harness);
    for letter in "email".chars() {
        harness.event(egui::Event::Text(letter.to_string()));
        harness.run_steps(2);
    }
    let found = offered(&harness);
    assert!(found < all, "{found} of {all}");
    harness.query_all_by_value("email").next().expect("the field").click();
    harness.run_steps(4);
    assert_eq!(offered(&harness), found, "a click into the field does not close the list");
    let chosen = handshake::picture::terms::purpose("marketing.communications.email");
    harness.get_by_label(&chosen).click();
    harness.run_steps(4);
    assert!(harness.query_all_by_label_contains(&chosen).next().is_some(), "the purpose is chosen");
    assert!(harness.query_all_by_value("email").next().is_none(), "what was chosen closes the list");
}
