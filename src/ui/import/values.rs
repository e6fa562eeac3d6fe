//! Which values of the log stand for which wording and for which answer.

use crate::domain::{Answer, ResponseEvent};
use crate::logs::AnswerWords;
use crate::picture::format;
use crate::ui::widgets::{card, muted};
use crate::workbench::{ExperimentModel, Inspection, Model};
use eframe::egui::{self, Ui};

/// Values offered; of a column with more, the others are set aside or recognised by what is known.
const MOST: usize = 100;

/// A value that may stand for a variant.
#[derive(Debug, Clone)]
pub struct VariantLine {
    value: String,
    rows: u64,
    /// The variant's name, where the value stands for one.
    name: String,
    wanted: bool,
    /// Whether a person said so.
    by_hand: bool,
    /// Whether it looks like a variant.
    is_likely: bool,
}

/// One line for each value; what a person said about a value before stays.
pub fn lines(found: &Inspection, before: &[VariantLine]) -> Vec<VariantLine> {
    let most = found.variant_values.first().map_or(0, |value| value.1);
    let line = |(value, rows): &(String, u64)| {
        let is_likely = rows * 10 >= most && !value.is_empty();
        let known = before.iter().find(|line| line.value == *value);
        known.map_or_else(
            || VariantLine {
                value: value.clone(),
                rows: *rows,
                name: value.clone(),
                wanted: is_likely,
                by_hand: false,
                is_likely,
            },
            |line| VariantLine { rows: *rows, is_likely, ..line.clone() },
        )
    };
    found.variant_values.iter().take(MOST).map(line).collect()
}

/// Gives the values that an experiment knows the names of its variants, and proposes all likely ones for an experiment that is not there
/// yet. What a person said about a value stays.
pub fn recognise(model: &Model, experiment: &str, lines: &mut [VariantLine]) {
    let known = model.experiments.iter().find(|known| known.experiment.name == experiment.trim());
    for line in lines.iter_mut().filter(|line| !line.by_hand) {
        let variants = known.map(|known| &known.experiment.variants);
        let variant = variants.and_then(|variants| variants.iter().find(|variant| variant.is_meant_by(&line.value)));
        line.wanted = if known.is_some() { variant.is_some() } else { line.is_likely };
        line.name = variant.map_or_else(|| line.value.clone(), |variant| variant.name.clone());
    }
}

/// Names of variants with the values that stand for them.
pub type Named = Vec<(String, Vec<String>)>;

/// The variants with their values, as an import takes them; those that an experiment recognises by itself are left out.
pub fn named(lines: &[VariantLine], known: Option<&ExperimentModel>) -> Named {
    let mut variants: Vec<(String, Vec<String>)> = Vec::new();
    let recognised = |line: &VariantLine| {
        known.is_some_and(|known| {
            known
                .experiment
                .variants
                .iter()
                .any(|variant| variant.name == line.name && variant.is_meant_by(&line.value))
        })
    };
    for line in lines.iter().filter(|line| line.wanted && !line.name.trim().is_empty() && !recognised(line)) {
        match variants.iter_mut().find(|variant| variant.0 == line.name) {
            Some(variant) => variant.1.push(line.value.clone()),
            None => variants.push((line.name.clone(), vec![line.value.clone()])),
        }
    }
    // The control comes first; values are listed by how many rows they have.
    variants.sort_by_key(|variant| !variant.0.to_lowercase().starts_with("control"));
    variants
}

/// Shows which value stands for which wording; true if that was changed.
pub fn variants(ui: &mut Ui, known: Option<&ExperimentModel>, lines: &mut [VariantLine]) -> bool {
    card(ui, "Wordings", "Rows with a value that stands for no wording are set aside", |ui| {
        if lines.is_empty() {
            muted(ui, "Say which column holds the variant.");
        }
        let mut changed = false;
        egui::Grid::new("variants").num_columns(3).spacing([12.0, 6.0]).show(ui, |ui| {
            for (index, line) in lines.iter_mut().enumerate() {
                let shown = if line.value.is_empty() { "(empty)" } else { line.value.as_str() };
                if let Some(known) = known {
                    ui.label(shown);
                    changed |= variant_combo(ui, known, index, line);
                } else {
                    let before = (line.wanted, line.name.clone());
                    ui.checkbox(&mut line.wanted, shown);
                    let field = egui::TextEdit::singleline(&mut line.name).min_size(egui::vec2(180.0, 0.0));
                    let response = ui.add_enabled(line.wanted, field);
                    let name = format!("Name of the wording for {}", line.value);
                    response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::TextInput, true, &name));
                    let touched = (line.wanted, &line.name) != (before.0, &before.1);
                    line.by_hand |= touched;
                    changed |= touched;
                }
                muted(ui, format!("{} rows", format::count(line.rows)));
                ui.end_row();
            }
        });
        changed
    })
}

fn variant_combo(ui: &mut Ui, known: &ExperimentModel, index: usize, line: &mut VariantLine) -> bool {
    let before = line.wanted.then(|| line.name.clone());
    let mut chosen = before.clone();
    let shown = chosen.clone().unwrap_or_else(|| "no wording".into());
    let combo = egui::ComboBox::from_id_salt(("wording", index)).selected_text(shown).width(180.0).show_ui(ui, |ui| {
        ui.selectable_value(&mut chosen, None, "no wording");
        for variant in &known.experiment.variants {
            ui.selectable_value(&mut chosen, Some(variant.name.clone()), &variant.name);
        }
    });
    let name = format!("Wording for {}", line.value);
    combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
    if chosen == before {
        return false;
    }
    line.by_hand = true;
    line.wanted = chosen.is_some();
    line.name = chosen.unwrap_or_default();
    true
}

const MEANINGS: [(Option<ResponseEvent>, &str); 6] = [
    (Some(ResponseEvent::Answered(Answer::Accepted)), "said yes"),
    (Some(ResponseEvent::Answered(Answer::Declined)), "said no"),
    (Some(ResponseEvent::Answered(Answer::Dismissed)), "dismissed"),
    (Some(ResponseEvent::Answered(Answer::Ignored)), "did not react"),
    (Some(ResponseEvent::Shown), "was shown"),
    (None, "not known: set aside"),
];

/// Shows what each value of the response column means; true if that was changed.
pub fn answers(ui: &mut Ui, words: &mut AnswerWords, values: &[(String, u64)]) -> bool {
    card(ui, "Answers", "A dismissal or silence is never turned into a refusal", |ui| {
        if values.is_empty() {
            muted(ui, "No column holds the response: every row says only that somebody was shown a wording.");
        }
        let mut changed = false;
        egui::Grid::new("answers").num_columns(3).spacing([12.0, 6.0]).show(ui, |ui| {
            for (index, (value, rows)) in values.iter().take(MOST).enumerate() {
                ui.label(if value.is_empty() { "(empty)" } else { value.as_str() });
                let before = words.meaning(value);
                let mut chosen = before;
                let label = |meaning| MEANINGS.iter().find(|known| known.0 == meaning).map_or("", |known| known.1);
                let combo = egui::ComboBox::from_id_salt(("answer", index)).selected_text(label(chosen)).width(150.0);
                let combo = combo.show_ui(ui, |ui| {
                    for (meaning, label) in MEANINGS {
                        ui.selectable_value(&mut chosen, meaning, label);
                    }
                });
                let name = format!("What {value} means");
                combo.response.widget_info(|| egui::WidgetInfo::labeled(egui::Role::ComboBox, true, &name));
                muted(ui, format!("{} rows", format::count(*rows)));
                ui.end_row();
                if chosen != before {
                    words.set_meaning(value, chosen);
                    changed = true;
                }
            }
        });
        changed
    })
}
