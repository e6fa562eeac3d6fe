//! The wording lab: which words and traits make more or fewer people say yes, how sure that is, and on what it rests.

mod detail;
mod groups;

use super::dialogs::Purpose;
use super::shell::Request;
use super::theme::{self, color, palette};
use super::widgets::{Tone, badge, card, empty_state, labelled_combo, muted, page_header, sentence};
use crate::stats::lab::TraitClass;
use crate::workbench::lab::{FactorKind, LabModel, LearntTrait};
use crate::workbench::{Model, Workbench};
use eframe::egui::{self, RichText, Ui};

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    /// Only traits with these words in their names are shown.
    filter: String,
    /// Which kinds of traits are shown; see [`KINDS`].
    kind: usize,
    /// The name of the trait that is looked at closely.
    open: Option<String>,
    /// The way of telling people apart that is looked at.
    audience: usize,
    /// Whether all traits are shown of which nothing can be told.
    all_unknown: bool,
}

const KINDS: [&str; 4] = ["All traits", "Traits of the text", "Offers", "Phrases"];

/// Shows the screen.
pub fn show(ui: &mut Ui, model: &Model, workbench: &Workbench, state: &mut State, requests: &mut Vec<Request>) {
    let view = workbench.lab();
    page_header(ui, "Wording lab", |ui| {
        if !view.is_current {
            badge(ui, "Learning…", Tone::Neutral);
        }
    });
    if let Some(problem) = &view.problem {
        card(ui, &problem.what, &problem.why, |ui| muted(ui, &problem.advice));
    }
    let Some(lab) = view.model else {
        if view.problem.is_none() {
            muted(ui, "Learning from all experiments…");
        }
        return;
    };
    if lab.traits.is_empty() {
        nothing_yet(ui, &lab, requests);
        return;
    }
    sentence(ui, &lab.sentence, &lab.detail);
    left_out(ui, &lab);
    next_test(ui, &lab);
    filters(ui, state);
    let shown: Vec<&LearntTrait> = lab.traits.iter().filter(|known| is_wanted(known, state)).collect();
    let reach = crate::picture::lab_figures::reach(lab.traits.iter().map(|known| &known.figures));
    let page = groups::Page { model, lab: &lab, reach };
    for class in [TraitClass::Soothes, TraitClass::Alarms, TraitClass::CannotTell] {
        let of_class: Vec<&LearntTrait> = shown.iter().filter(|known| known.figures.class == class).copied().collect();
        groups::show(ui, &page, class, &of_class, state, requests);
    }
    if shown.is_empty() {
        muted(ui, "No trait is called so.");
    }
    never_apart(ui, &lab);
}

fn nothing_yet(ui: &mut Ui, lab: &LabModel, requests: &mut Vec<Request>) {
    let text = "Across all experiments the lab learns which words make more people say yes. It needs experiments with two wordings \
        and their responses, or a file of past tests: test, wording, people shown, accepted.";
    if empty_state(ui, "Nothing to learn from yet", text, "Import past tests…") {
        requests.push(Request::Ask(Purpose::Log));
    }
    left_out(ui, lab);
}

fn left_out(ui: &mut Ui, lab: &LabModel) {
    for sentence in &lab.left_out {
        ui.horizontal_wrapped(|ui| {
            badge(ui, "Left out", Tone::Warning);
            ui.label(sentence);
        });
    }
}

fn next_test(ui: &mut Ui, lab: &LabModel) {
    let Some((first, others)) = lab.next.split_first() else { return };
    card(ui, "What to test next", "The trait whose effect is least known and could matter most", |ui| {
        ui.label(RichText::new(&first.name).font(theme::medium(17.0)));
        ui.add(egui::Label::new(&first.sentence).wrap());
        muted(ui, "Write two wordings that differ in nothing else, and show each to half of the people.");
        if !others.is_empty() {
            let names: Vec<&str> = others.iter().map(|test| test.name.as_str()).collect();
            muted(ui, format!("Then: {}.", names.join(", ")));
        }
        if !lab.never_tried.is_empty() {
            let ink = color(palette(ui).muted);
            let title = RichText::new(format!("{} traits were never tried", lab.never_tried.len())).small().color(ink);
            egui::CollapsingHeader::new(title).id_salt("never tried").show(ui, |ui| {
                muted(ui, format!("{}.", lab.never_tried.join(", ")));
            });
        }
    });
}

fn filters(ui: &mut Ui, state: &mut State) {
    card(ui, "", "", |ui| {
        ui.horizontal(|ui| {
            labelled_combo(ui, "Show", &mut state.kind, &KINDS.map(str::to_owned));
            ui.add_space(8.0);
            ui.vertical(|ui| {
                super::widgets::labelled_text(ui, "Only what is called", &mut state.filter);
            });
        });
    });
}

fn is_wanted(known: &LearntTrait, state: &State) -> bool {
    let kind = match state.kind {
        1 => known.factor.can_be_corrected(),
        2 => known.factor.kind == FactorKind::Offer || known.factor.key == "offer",
        3 => known.factor.kind == FactorKind::Phrase,
        _ => true,
    };
    kind && known.factor.label.to_lowercase().contains(&state.filter.trim().to_lowercase())
}

fn never_apart(ui: &mut Ui, lab: &LabModel) {
    if lab.confounded.is_empty() {
        return;
    }
    card(
        ui,
        "Never, or hardly ever, seen apart",
        "However many people are asked, only wordings that part them can tell",
        |ui| {
            for sentence in &lab.confounded {
                ui.add(egui::Label::new(sentence).wrap());
            }
        },
    );
}
