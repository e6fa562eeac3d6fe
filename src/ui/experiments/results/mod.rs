//! The verdict in one sentence, then the figures behind it.

mod decision;
mod fairness;
mod over_time;
mod segments;
mod soundness;
mod statistician;

use crate::picture::headings::DECISION_TABLE;
use crate::picture::{figures, format};
use crate::stats::{Comparison, DecidedBy, Verdict};
use crate::ui::charts;
use crate::ui::dialogs::Purpose;
use crate::ui::shell::Request;
use crate::ui::theme::{self, color, palette};
use crate::ui::widgets::{card, empty_state, labelled_combo, muted, table};
use crate::workbench::{ExperimentModel, Model, ReportOn};
use eframe::egui::{self, RichText, Ui};

/// What the screen remembers.
#[derive(Default)]
pub struct State {
    /// Which rate is shown beside the verdict's figures; 0 for everyone shown, 1 for everyone who chose.
    denominator: usize,
    /// The segment column and the wording whose segments are shown.
    segment: usize,
    arm: usize,
    /// Why an unsound sample may stand, as it is being typed.
    reason: Option<String>,
    /// Why wordings with serious findings may win, likewise.
    reasons_to_win: fairness::Reasons,
    /// A decision as it is being written.
    decision: decision::Draft,
}

/// Shows the results of an experiment.
pub fn show(ui: &mut Ui, workspace: &Model, model: &ExperimentModel, state: &mut State, requests: &mut Vec<Request>) {
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
        crate::ui::counted_there::offer(ui, crate::domain::LogKind::Responses, requests);
        return;
    }
    said(ui, verdict);
    if ui.button("Write the memo…").clicked() {
        let name = model.experiment.name.clone();
        requests.push(Request::Ask(Purpose::Report(ReportOn::Experiment(name))));
    }
    let analysis = model.analysis.as_deref();
    if let Some(analysis) = analysis {
        soundness::warn(ui, model, analysis, &mut state.reason, requests);
        fairness::show(ui, model, analysis, &mut state.reasons_to_win, requests);
    }
    decision::show(ui, &workspace.workspace.time_zone, model, &mut state.decision, requests);
    ui.columns(2, |columns| {
        charts::show(&mut columns[0], "posterior", &figures::posterior_curves(comparison), 250.0);
        charts::show(&mut columns[1], "lift", &figures::lift_intervals(comparison), 250.0);
    });
    wordings(ui, comparison, model, &mut state.denominator);
    if let Some(first) = &model.by_first_showing {
        by_first_showing(ui, first, model.counts.crossovers);
    }
    if let Some(analysis) = analysis {
        over_time::show(ui, comparison, analysis);
        segments::show(ui, analysis, state);
        soundness::note(ui, analysis);
        statistician::show(ui, comparison, analysis);
    }
}

fn said(ui: &mut Ui, verdict: &Verdict) {
    card(ui, "", "", |ui| {
        ui.add(egui::Label::new(RichText::new(&verdict.sentence).font(theme::medium(17.0))).wrap());
        muted(ui, &verdict.detail);
        for sentence in &verdict.qualifications {
            muted(ui, format!("• {sentence}"));
        }
        let ink = color(palette(ui).muted);
        egui::CollapsingHeader::new(RichText::new(verdict.decided_by.label()).small().color(ink))
            .id_salt("decision table")
            .show(ui, |ui| muted(ui, DECISION_TABLE));
    });
}

/// What each wording keeps after the days that the verdict by kept permission is about.
fn kept_after(model: &ExperimentModel) -> Option<(f64, Vec<String>)> {
    let (figures, verdict) = model.analysis.as_ref()?.kept.as_ref()?;
    let days = verdict.horizon_days?;
    let horizon = figures.horizons.iter().find(|horizon| (horizon.days - days).abs() < 0.5)?;
    let share = |arm: &crate::stats::kept::HorizonArm| {
        arm.kept.map_or_else(|| "–".into(), |kept| format::percent_for_interval(kept.mean, kept.equal_tailed))
    };
    Some((days, horizon.arms.iter().map(share).collect()))
}

fn wordings(ui: &mut Ui, comparison: &Comparison, model: &ExperimentModel, denominator: &mut usize) {
    let kept = kept_after(model);
    let by_kept = model.verdict.as_ref().is_some_and(|verdict| verdict.decided_by == DecidedBy::KeptPermission);
    // Where kept permission decides, acceptance alone may point elsewhere; the table says which is which.
    let (title, best) = if by_kept {
        ("How many say yes, and how many keep to it", "Chance of most yes")
    } else {
        ("How many say yes", "Chance of being best")
    };
    let kept_title = kept.as_ref().map(|(days, _)| format!("Kept after {days} days")).unwrap_or_default();
    card(ui, title, "", |ui| {
        let names = ["Rate of everyone shown".to_owned(), "Rate of everyone who chose".to_owned()];
        labelled_combo(ui, "Rate", denominator, &names);
        let of_chosen = *denominator == 1;
        let mut headings = vec![
            ("Wording", false),
            ("People", true),
            ("Said yes", true),
            ("Rate", true),
            ("95% interval", true),
            (best, true),
            ("Cost if wrong", true),
        ];
        if kept.is_some() {
            headings.push((&kept_title, true));
        }
        table(ui, "wordings", &headings, comparison.arms.len(), None, true, |row, column| {
            let arm = &comparison.arms[row];
            let key = model.compared.get(row);
            let count = model.counts.variants.iter().find(|count| Some(&count.variant) == key);
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
                6 => format::points(arm.expected_loss, 2).trim_start_matches('+').to_owned(),
                _ => kept.as_ref().and_then(|(_, shares)| shares.get(row).cloned()).unwrap_or_default(),
            }
        });
        let about_kept = if kept.is_some() { " Kept: of everyone shown, who still permits." } else { "" };
        muted(
            ui,
            format!(
                "Interval, chance and cost are of everyone shown and of saying yes. Cost if wrong: what you give up on average by \
                 choosing this wording, should another be better.{about_kept}"
            ),
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
