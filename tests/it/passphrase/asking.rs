//! The window asks for passphrases, and sets, changes and removes them.

use super::WORKSPACE;
use crate::support::Place;
use eframe::egui;
use egui_kittest::Harness;
use egui_kittest::kittest::{NodeT as _, Queryable};
use handshake::ui::{App, Screen};
use handshake::workbench::{Workbench, is_locked};
use std::sync::Arc;
use std::time::Duration;

const PASSPHRASE: &str = "seven herons over the marsh";

fn protected() -> Place {
    let place = Place::new();
    let mut program = place.program(&["new", WORKSPACE, "--passphrase"]);
    assert!(program.env("HANDSHAKE_NEW_PASSPHRASE", PASSPHRASE).output().unwrap().status.success());
    place
}

fn steps_until(harness: &mut Harness<'_, App>, label: &str) {
    for _ in 0..600 {
        harness.run_steps(1);
        if harness.query_all_by_label_contains(label).next().is_some() {
            return;
        }
        std::thread::sleep(Duration::from_millis(20));
    }
    panic!("“{label}” never appeared");
}

fn types(harness: &mut Harness<'_, App>, label: &str, text: &str) {
    harness.get_by_label(label).focus();
    harness.run_steps(2);
    let before = harness.get_by_label(label).value().unwrap_or_default().chars().count();
    harness.event(egui::Event::Text(text.to_owned()));
    harness.run_steps(2);
    let shown = harness.get_by_label(label).value().unwrap_or_default();
    assert!(!shown.contains(text), "what is typed is not shown: {shown}");
    assert_eq!(shown.chars().count(), before + text.chars().count());
}

/// Keeps a picture to be looked at, where pictures are drawn.
fn keep(harness: &mut Harness<'_, App>, name: &str) {
    #[cfg(feature = "pictures")]
    for theme in [egui::Theme::Light, egui::Theme::Dark] {
        harness.ctx.set_theme(theme);
        harness.run_steps(4);
        let word = if theme == egui::Theme::Light { "light" } else { "dark" };
        let picture = harness.render().expect("a picture");
        picture.save(crate::pictures::folder().join(format!("{name}-{word}.png"))).expect("the picture is kept");
    }
    #[cfg(not(feature = "pictures"))]
    let _ = (harness, name);
}

fn window(app: impl FnOnce(&egui::Context) -> App) -> Harness<'static, App> {
    let harness = Harness::builder().with_size([1360.0, 1500.0]);
    #[cfg(feature = "pictures")]
    let harness = harness.wgpu();
    harness.build_eframe(|creation| app(&creation.egui_ctx))
}

#[test]
fn the_window_asks_until_the_passphrase_opens_the_workspace() {
    let place = protected();
    let path = place.path(WORKSPACE);
    let mut harness = window(|context| App::new(context, Some(path.clone())));
    steps_until(&mut harness, "“spring” is behind a passphrase");
    keep(&mut harness, "passphrase-asked");
    types(&mut harness, "Passphrase", "seven herons over the march");
    harness.key_press(egui::Key::Enter);
    steps_until(&mut harness, "That passphrase does not open this workspace.");
    keep(&mut harness, "passphrase-wrong");
    assert!(is_locked(&path));
    types(&mut harness, "Passphrase", PASSPHRASE);
    harness.get_by_label("Open").click();
    steps_until(&mut harness, "Costs and decisions");
    assert!(!is_locked(&path) && harness.query_by_label("Passphrase").is_none());
    drop(harness);
    assert!(is_locked(&path));
}

#[test]
fn whoever_does_not_answer_is_back_where_they_were() {
    let place = protected();
    let mut harness = window(|context| App::new(context, Some(place.path(WORKSPACE))));
    steps_until(&mut harness, "is behind a passphrase");
    harness.get_by_label("Cancel").click();
    harness.run_steps(4);
    assert!(harness.query_by_label("Passphrase").is_none());
    harness.get_by_label("Open a workspace…");
    assert!(is_locked(&place.path(WORKSPACE)));
}

#[test]
fn the_settings_set_change_and_remove_it() {
    let place = Place::new();
    place.says(&["new", WORKSPACE]);
    let path = place.path(WORKSPACE);
    let workbench = Workbench::open(&path, Arc::new(|| ())).unwrap();
    let mut harness = window(|context| {
        let mut app = App::with_workbench(context, workbench.clone());
        app.go(Screen::Settings, None, 0);
        app
    });
    let has_one = || workbench.model().workspace.has_passphrase;
    steps_until(&mut harness, "This workspace is not encrypted.");
    types(&mut harness, "New passphrase, several words", "too short");
    steps_until(&mut harness, "It needs at least 15 characters");
    types(&mut harness, "New passphrase, several words", " to be any good");
    keep(&mut harness, "passphrase-settings");
    assert!(harness.get_by_label("Set a passphrase").accesskit_node().is_disabled());
    types(&mut harness, "The same once more", "too short to be any good");
    harness.run_steps(2);
    harness.get_by_label("Set a passphrase").click();
    steps_until(&mut harness, "This workspace is encrypted.");
    assert!(has_one());
    types(&mut harness, "Present passphrase", "too short to be any wood");
    harness.get_by_label("Remove the passphrase").click();
    steps_until(&mut harness, "the present passphrase is another");
    assert!(has_one());
    types(&mut harness, "Present passphrase", "too short to be any good");
    keep(&mut harness, "passphrase-remove");
    harness.get_by_label("Remove the passphrase").click();
    steps_until(&mut harness, "This workspace is not encrypted.");
    assert!(!has_one());
}
