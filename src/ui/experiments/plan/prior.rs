//! What is believed before anybody is asked.

use crate::domain::Experiment;
use crate::picture::figures;
use crate::stats::{Beta, PriorChoice};
use crate::ui::charts;
use crate::ui::widgets::{card, labelled_combo, muted};
use crate::workbench::{ExperimentModel, Model};
use eframe::egui::{self, RichText, Ui};

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    kind: Option<usize>,
    rate_percent: f64,
    people: f64,
    /// Which of the other experiments, and how much of a person each of its people counts, in per cent.
    earlier: usize,
    discount_percent: f64,
}

const KINDS: [&str; 5] = [
    "Every rate is equally likely",
    "Jeffreys' prior",
    "About a rate that I expect",
    "From an earlier experiment",
    "Two shapes",
];

/// Edits the prior, and draws it beside what is known by now.
pub fn show(ui: &mut Ui, workspace: &Model, model: &ExperimentModel, draft: &mut Experiment, state: &mut State) {
    card(ui, "What you believe beforehand", "The same for every wording, so that it favours none", |ui| {
        let mut kind = state.kind.unwrap_or_else(|| kind_of(draft.prior, state));
        // Worked out anew only after a change: otherwise rounding alone would be saved as one.
        let mut changed = labelled_combo(ui, "Before any data", &mut kind, &KINDS.map(str::to_owned));
        state.kind = Some(kind);
        let choice = match kind {
            0 => PriorChoice::Uniform,
            1 => PriorChoice::Jeffreys,
            2 => {
                changed |= field(ui, "Rate that I expect, in %", &mut state.rate_percent, 0.01..=99.99);
                changed |= field(ui, "As sure as if I had seen so many people", &mut state.people, 1.0..=1e6);
                PriorChoice::Informed { rate: state.rate_percent / 100.0, people: state.people }
            }
            3 => {
                let Some((choice, touched)) = earlier(ui, workspace, model, state) else { return };
                changed |= touched;
                choice
            }
            _ => {
                let [mut alpha, mut beta] = draft.prior;
                changed |= field(ui, "First shape", &mut alpha, 0.001..=1e9);
                changed |= field(ui, "Second shape", &mut beta, 0.001..=1e9);
                PriorChoice::Shapes { alpha, beta }
            }
        };
        match (choice.beta(), choice.sentence()) {
            (Ok(Beta { alpha, beta }), Ok(sentence)) => {
                if changed {
                    draft.prior = [alpha, beta];
                }
                muted(ui, sentence);
            }
            (Err(error), _) | (_, Err(error)) => muted(ui, error.to_string()),
        }
        ui.label(RichText::new("The verdict is also read under other reasonable priors; see Results.").small());
    });
    if let Some(comparison) =
        model.comparison.as_ref().filter(|comparison| comparison.arms.iter().any(|arm| arm.shown > 0))
    {
        charts::show(ui, "prior", &figures::prior_and_posteriors(comparison), 180.0);
    }
}

/// The control of another experiment as the prior, at a discount; `None` where there is no other.
fn earlier(ui: &mut Ui, workspace: &Model, model: &ExperimentModel, state: &mut State) -> Option<(PriorChoice, bool)> {
    if state.discount_percent <= 0.0 {
        state.discount_percent = 20.0;
    }
    let is_other = |known: &&ExperimentModel| known.experiment.id != model.experiment.id;
    let controls: Vec<(String, u64, u64)> = workspace
        .experiments
        .iter()
        .filter(is_other)
        .filter_map(|known| {
            let control = known.comparison.as_ref()?.arms.first().filter(|arm| arm.shown > 0)?;
            Some((format!("{}: {}", known.experiment.name, control.name), control.accepted, control.shown))
        })
        .collect();
    if controls.is_empty() {
        muted(ui, "No other experiment has responses yet.");
        return None;
    }
    state.earlier = state.earlier.min(controls.len() - 1);
    let names: Vec<String> = controls.iter().map(|control| control.0.clone()).collect();
    let mut changed = labelled_combo(ui, "Its control", &mut state.earlier, &names);
    let label = "How much of a person today each of its people counts, in %";
    changed |= field(ui, label, &mut state.discount_percent, 0.1..=100.0);
    let (_, accepted, shown) = controls[state.earlier];
    Some((PriorChoice::Earlier { accepted, shown, discount: state.discount_percent / 100.0 }, changed))
}

fn kind_of([alpha, beta]: [f64; 2], state: &mut State) -> usize {
    (state.rate_percent, state.people) = (100.0 * alpha / (alpha + beta), alpha + beta);
    let is = |shape: f64| (alpha - shape).abs() < 1e-12 && (beta - shape).abs() < 1e-12;
    if is(1.0) {
        (state.rate_percent, state.people) = (20.0, 50.0);
        0
    } else if is(0.5) {
        1
    } else {
        4
    }
}

fn field(ui: &mut Ui, label: &str, value: &mut f64, range: std::ops::RangeInclusive<f64>) -> bool {
    let id = ui.label(RichText::new(label).small()).id;
    ui.add(egui::DragValue::new(value).range(range).speed(0.1).max_decimals(3).clamp_existing_to_range(false))
        .labelled_by(id)
        .changed()
}
