//! The verdict in one sentence, then the figures behind it.

use crate::picture::{figures, format};
use crate::stats::Comparison;
use crate::ui::charts;
use crate::ui::dialogs::Purpose;
use crate::ui::shell::Request;
use crate::ui::theme;
use crate::ui::widgets::{card, empty_state, labelled_combo, muted, sentence, table};
use crate::workbench::ExperimentModel;
use eframe::egui::{self, RichText, Ui};

/// Below this, a split as uneven as the one seen is not put down to chance.
const UNEVEN: f64 = 0.001;

/// Shows the results of an experiment.
pub fn show(ui: &mut Ui, model: &ExperimentModel, denominator: &mut usize, requests: &mut Vec<Request>) {
    let people: u64 = model.counts.variants.iter().map(|count| count.shown).sum();
    let (Some(comparison), Some(verdict)) = (&model.comparison, &model.verdict) else {
        empty_state(ui, "Nothing to compare", "An experiment needs two wordings or more.", "");
        return;
    };
    if people == 0 {
        let text =
            "Once a response log is in, this page says which wording more people say yes to, and how sure that is.";
        if empty_state(ui, "No responses yet", text, "Import a response log…") {
            requests.push(Request::Ask(Purpose::Log));
        }
        return;
    }
    sentence(ui, &verdict.sentence, &verdict.detail);
    if model.sample_ratio_p_value.is_some_and(|p_value| p_value < UNEVEN) {
        card(ui, "The sample may not be sound", "", |ui| {
            ui.label("People were not split as planned: a split this uneven hardly ever happens by chance.");
            muted(ui, "Find out why before you act on the figures: did every variant log every showing?");
        });
    }
    ui.columns(2, |columns| {
        charts::show(&mut columns[0], "posterior", &figures::posterior_curves(comparison), 250.0);
        charts::show(&mut columns[1], "lift", &figures::lift_intervals(comparison), 250.0);
    });
    wordings(ui, comparison, model, denominator);
    if let Some(first) = &model.by_first_showing {
        by_first_showing(ui, first, model.counts.crossovers);
    }
    for_the_statistician(ui, comparison, model.sample_ratio_p_value);
}

fn wordings(ui: &mut Ui, comparison: &Comparison, model: &ExperimentModel, denominator: &mut usize) {
    card(ui, "", "", |ui| {
        let names = ["Rate of everyone shown".to_owned(), "Rate of everyone who chose".to_owned()];
        labelled_combo(ui, "Rate", denominator, &names);
        let of_chosen = *denominator == 1;
        let headings = [
            ("Wording", false),
            ("People", true),
            ("Said yes", true),
            ("Rate", true),
            ("95% interval", true),
            ("Chance of being best", true),
            ("Cost if wrong", true),
        ];
        table(ui, "wordings", &headings, comparison.arms.len(), None, true, |row, column| {
            let arm = &comparison.arms[row];
            let count = model.counts.variants.get(row);
            let chose = count.map_or(0, crate::domain::VariantCount::chose);
            match column {
                0 => arm.name.clone(),
                1 if of_chosen => format::count(chose),
                1 => format::count(arm.shown),
                2 => format::count(arm.accepted),
                3 if of_chosen && chose > 0 => format::percent(arm.accepted as f64 / chose as f64, 1),
                3 => arm.rate.map_or_else(|| "–".into(), |rate| format::percent_for_interval(rate, arm.equal_tailed)),
                4 if of_chosen => "–".into(),
                4 => format::interval_percent(arm.equal_tailed),
                5 => format::probability(arm.probability_best),
                _ => format::points(arm.expected_loss, 2).trim_start_matches('+').to_owned(),
            }
        });
        muted(
            ui,
            "Interval, chance and cost are of everyone shown. Cost if wrong: what you give up on average by choosing this \
            wording, should another be better.",
        );
    });
}

fn by_first_showing(ui: &mut Ui, comparison: &Comparison, crossovers: u64) {
    let subtitle = format!(
        "With the {} people who saw two wordings counted for the one they saw first. If this says something else than above, \
         leaving them out has selected people.",
        format::count(crossovers)
    );
    card(ui, "By first showing", &subtitle, |ui| {
        for arm in &comparison.arms {
            let rate = arm.rate.map_or_else(|| "–".into(), |rate| format::percent_for_interval(rate, arm.equal_tailed));
            let (people, best) = (format::count(arm.shown), format::probability(arm.probability_best));
            ui.label(format!("{}: {rate} of {people} people, chance of being best {best}", arm.name));
        }
    });
}

fn for_the_statistician(ui: &mut Ui, comparison: &Comparison, sample_ratio: Option<f64>) {
    egui::CollapsingHeader::new(RichText::new("For the statistician").font(theme::semibold(13.0))).show(ui, |ui| {
        card(ui, "", "", |ui| {
            for arm in &comparison.arms {
                let density = arm.highest_density.map_or_else(|| "none".into(), format::interval_percent);
                ui.label(format!(
                    "{}: prior Beta({}, {}), posterior Beta({}, {}), highest-density interval {density}",
                    arm.name, arm.prior.alpha, arm.prior.beta, arm.posterior.alpha, arm.posterior.beta
                ));
            }
            for pair in &comparison.pairs {
                let [low, high] = pair.relative_lift.equal_tailed;
                ui.label(format!(
                    "{} against {}: better with {}, relative lift {}% (95% {} to {}%), ln Bayes factor {:.2}",
                    pair.arm,
                    pair.baseline,
                    format::probability(pair.probability_better),
                    format::signed(pair.relative_lift.median * 100.0, 1),
                    format::signed(low * 100.0, 1),
                    format::signed(high * 100.0, 1),
                    pair.ln_bayes_factor
                ));
            }
            if let Some(p_value) = sample_ratio {
                ui.label(format!("Split against plan: χ² p = {p_value:.3}"));
            }
            muted(ui, "The chance of being better is not safe against looking again and again until it pleases.");
        });
    });
}
