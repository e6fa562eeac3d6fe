//! What stands behind one trait: a sentence, what becomes of it later, audiences, and the wordings it was seen in.

use super::State;
use super::groups::Page;
use crate::picture::format;
use crate::ui::shell::Request;
use crate::ui::theme::{self, color, palette};
use crate::ui::widgets::{Tone, badge, labelled_combo, muted, table};
use crate::workbench::Command;
use crate::workbench::lab::{FactorKind, LabTest, LabWording, LearntTrait, coded_value};
use eframe::egui::{self, RichText, Ui};

/// So many tests are listed.
const MOST_TESTS: usize = 20;

/// Shows everything about one trait.
pub fn show(ui: &mut Ui, page: &Page<'_>, known: &LearntTrait, state: &mut State, requests: &mut Vec<Request>) {
    egui::Frame::new().inner_margin(egui::Margin { left: 16, right: 16, top: 8, bottom: 16 }).show(ui, |ui| {
        ui.add(egui::Label::new(RichText::new(&known.figures.sentence).font(theme::medium(13.0))).wrap());
        muted(ui, next_time(known));
        if !known.duty.is_empty() {
            warning(ui, "The law", known.duty);
        }
        if !known.later_sentence.is_empty() {
            ui.add(egui::Label::new(&known.later_sentence).wrap());
        }
        for sentence in &known.confounded {
            warning(ui, "Not alone", sentence);
        }
        audiences(ui, page, known, state);
        seen(ui, page, known, requests);
    });
}

fn warning(ui: &mut Ui, word: &str, sentence: &str) {
    ui.horizontal_wrapped(|ui| {
        badge(ui, word, Tone::Warning);
        ui.add(egui::Label::new(sentence).wrap());
    });
}

fn next_time(known: &LearntTrait) -> String {
    format!(
        "Experiments differ: in the next one it helps with a chance of {}.",
        format::probability(known.figures.probability_helps_next)
    )
}

fn audiences(ui: &mut Ui, page: &Page<'_>, known: &LearntTrait, state: &mut State) {
    let names: Vec<String> = page.lab.audiences.clone();
    if known.by_audience.iter().all(Vec::is_empty) {
        return;
    }
    ui.add_space(4.0);
    state.audience = state.audience.min(names.len().saturating_sub(1));
    labelled_combo(ui, "By audience", &mut state.audience, &names);
    let Some(effects) = known.by_audience.get(state.audience).filter(|effects| !effects.is_empty()) else {
        return muted(ui, "It did not vary where that is known of people.");
    };
    let headings =
        [("Audience", false), ("Difference", true), ("90% interval", true), ("Helps", true), ("Tests", true)];
    table(ui, "audiences", &headings, effects.len(), None, false, |row, column| {
        let effect = &effects[row];
        let [low, high] = effect.points.equal_tailed;
        let decimals = format::points_decimals([low, high]);
        match column {
            0 => effect.audience.clone(),
            1 => format::points(effect.points.mean, decimals),
            2 => format!("{} to {}", format::signed(100.0 * low, decimals), format::signed(100.0 * high, decimals)),
            3 => format::probability(effect.probability_helps),
            _ => format::count(effect.experiments as u64),
        }
    });
}

fn seen(ui: &mut Ui, page: &Page<'_>, known: &LearntTrait, requests: &mut Vec<Request>) {
    let tests = page.lab.seen(known.place);
    ui.add_space(4.0);
    ui.label(RichText::new("Where it was seen").font(theme::semibold(13.0)));
    let width = ui.available_width();
    egui::Grid::new(("seen", &known.factor.key)).num_columns(4).spacing([16.0, 4.0]).show(ui, |ui| {
        for heading in ["Wording", "Trait", "People", "Said yes"] {
            ui.label(RichText::new(heading).small().color(color(palette(ui).muted)));
        }
        ui.end_row();
        for test in tests.iter().take(MOST_TESTS) {
            title(ui, test, requests);
            for wording in &test.wordings {
                line(ui, page, known, wording, width, requests);
            }
        }
    });
    if tests.len() > MOST_TESTS {
        muted(ui, format!("and {} tests more", format::count((tests.len() - MOST_TESTS) as u64)));
    }
}

fn title(ui: &mut Ui, test: &LabTest, requests: &mut Vec<Request>) {
    let name =
        RichText::new(if test.name.is_empty() { "Test of the past" } else { &test.name }).font(theme::semibold(13.0));
    match test.experiment {
        Some(id) => {
            if ui.link(name).clicked() {
                requests.push(Request::OpenExperiment(id));
            }
        }
        None => {
            ui.label(name);
        }
    }
    ui.end_row();
}

fn line(
    ui: &mut Ui,
    page: &Page<'_>,
    known: &LearntTrait,
    wording: &LabWording,
    width: f32,
    requests: &mut Vec<Request>,
) {
    ui.scope(|ui| {
        ui.set_max_width(0.55 * width);
        ui.add(egui::Label::new(&wording.name).truncate());
    });
    let value = wording.values.get(known.place).copied().unwrap_or(0.0);
    ui.horizontal(|ui| trait_of(ui, page, known, wording, value, requests));
    ui.label(format::count(wording.count.shown));
    let rate = wording.count.accepted as f64 / wording.count.shown.max(1) as f64;
    ui.label(format::percent(rate, if rate < 0.1 { 2 } else { 1 }));
    ui.end_row();
}

/// The value of the trait; of a wording of the workspace a person can say otherwise.
fn trait_of(
    ui: &mut Ui,
    page: &Page<'_>,
    known: &LearntTrait,
    wording: &LabWording,
    value: f64,
    requests: &mut Vec<Request>,
) {
    let all = page.model.experiments.iter().flat_map(|model| &model.experiment.variants);
    let variant = all.into_iter().find(|variant| Some(variant.id) == wording.variant);
    let written = match known.factor.kind {
        FactorKind::Amount => format::number(value, if value.abs() < 10.0 { 1 } else { 0 }),
        _ if value > 0.5 => "has it".into(),
        _ => "has it not".into(),
    };
    let Some(variant) = variant.filter(|_| known.factor.can_be_corrected()) else {
        ui.label(written);
        return;
    };
    let correct = |value| {
        let name = known.factor.key.clone();
        Request::Run(Command::CorrectTrait { variant: variant.id, name, value })
    };
    if known.factor.kind == FactorKind::Present {
        let mut holds = value > 0.5;
        let label = RichText::new(written);
        if ui.checkbox(&mut holds, label).on_hover_text("Say otherwise where the program is mistaken").changed() {
            requests.push(correct(Some(if holds { 1.0 } else { 0.0 })));
        }
    } else {
        let mut amount = value;
        let drag = egui::DragValue::new(&mut amount).speed(0.0).max_decimals(2);
        let response = ui.add(drag).on_hover_text("Say otherwise where the program is mistaken");
        if (amount - value).abs() > 1e-9 && !response.has_focus() {
            requests.push(correct(Some(amount)));
        }
    }
    if variant.trait_corrections.contains_key(&known.factor.key) {
        let coded = coded_value(variant, &known.factor).unwrap_or(0.0);
        let hint = format!("The program codes {}", format::number(coded, 1));
        if ui.small_button("By hand; undo").on_hover_text(hint).clicked() {
            requests.push(correct(None));
        }
    }
}
