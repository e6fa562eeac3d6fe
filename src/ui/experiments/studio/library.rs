//! Earlier wordings with how they did, to use one again.

use super::checks;
use crate::domain::{Experiment, Variant};
use crate::picture::format;
use crate::ui::theme;
use crate::ui::widgets::{Tone, badge, card, labelled_text, muted};
use crate::workbench::{LibraryEntry, LibraryOutcome, Model, library};
use eframe::egui::{self, RichText, Ui};
use std::sync::Arc;

/// The most wordings that are listed at once; more are found by their words.
const LISTED: usize = 30;

/// What the library remembers.
#[derive(Default)]
pub struct State {
    /// Whether it is open.
    pub open: bool,
    sought: String,
    /// The entries, with the generation of the model that they are of.
    entries: Option<(u64, Arc<Vec<LibraryEntry>>)>,
}

/// Lists earlier wordings; the one that is to be used again, if any.
pub fn show(ui: &mut Ui, draft: &Experiment, model: &Model, state: &mut State) -> Option<Variant> {
    let entries = match &state.entries {
        Some((generation, entries)) if *generation == model.generation => entries.clone(),
        _ => Arc::new(library(model)),
    };
    state.entries = Some((model.generation, entries.clone()));
    let subtitle =
        "Rates of different experiments are of different people: they show what was tried, not which is better";
    let mut wanted = None;
    card(ui, "Earlier wordings", subtitle, |ui| {
        labelled_text(ui, "Words to look for", &mut state.sought);
        let sought = state.sought.trim().to_lowercase();
        let fits = |entry: &&LibraryEntry| entry.is_about(&sought);
        let found: Vec<&LibraryEntry> = entries.iter().filter(fits).collect();
        if found.is_empty() {
            muted(ui, "No wording has these words.");
        }
        egui::ScrollArea::vertical().max_height(420.0).auto_shrink([false, true]).show(ui, |ui| {
            for (place, entry) in found.iter().take(LISTED).enumerate() {
                ui.push_id(("entry", place), |ui| {
                    if shown(ui, entry) {
                        wanted = Some(entry.again(draft));
                    }
                });
            }
        });
        if found.len() > LISTED {
            muted(ui, format!("{} more: give words to look for.", found.len() - LISTED));
        }
    });
    wanted
}

/// Shows an entry; true if it is to be used.
fn shown(ui: &mut Ui, entry: &LibraryEntry) -> bool {
    ui.separator();
    let mut wanted = false;
    ui.horizontal_wrapped(|ui| {
        wanted = ui.button("Use as a new variant").clicked();
        ui.label(RichText::new(&entry.variant.wording.headline).font(theme::semibold(13.0)));
        badge(ui, entry.outcome.label(), tone_of(entry.outcome));
        let (word, tone) = checks::verdict(entry.look());
        badge(ui, &word, tone);
    });
    ui.add(egui::Label::new(&entry.variant.wording.body).wrap());
    let rate = entry.rate.map_or_else(
        || "nobody saw it".to_owned(),
        |(_, interval)| {
            let (accepted, shown) = (format::count(entry.accepted), format::count(entry.shown));
            format!("{accepted} of {shown} said yes ({})", format::interval_percent(interval))
        },
    );
    muted(ui, format!("{}, {}: {rate}", entry.experiment.1, entry.variant.name));
    wanted
}

fn tone_of(outcome: LibraryOutcome) -> Tone {
    match outcome {
        LibraryOutcome::Won => Tone::Good,
        LibraryOutcome::Withheld => Tone::Bad,
        LibraryOutcome::Lost
        | LibraryOutcome::NoDifference
        | LibraryOutcome::NotTested
        | LibraryOutcome::CannotTell => Tone::Neutral,
    }
}
