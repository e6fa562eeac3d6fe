//! Whether the sample is what it should be, and why the figures may stand if it is not.

use crate::stats::soundness::{Finding, Severity};
use crate::ui::shell::Request;
use crate::ui::widgets::{Tone, badge, card, labelled_text, muted};
use crate::workbench::{Analysis, Command, ExperimentModel};
use eframe::egui::{self, Ui};

/// Shows what stands in the way of a verdict or has to be known with it; nothing where there is no such thing.
pub fn warn(
    ui: &mut Ui,
    model: &ExperimentModel,
    analysis: &Analysis,
    reason: &mut Option<String>,
    requests: &mut Vec<Request>,
) {
    let graver = || analysis.sample.findings.iter().filter(|finding| finding.severity != Severity::Note);
    if graver().next().is_none() {
        return;
    }
    let sound = analysis.sample.is_sound();
    let (title, subtitle) = if sound {
        ("About the sample", "Nothing that stands in the way of a verdict, but to be known with it")
    } else {
        ("The sample is not what it should be", "Find out why before you act on any figure below")
    };
    card(ui, title, subtitle, |ui| {
        graver().for_each(|finding| shown(ui, finding));
        if !sound {
            why_it_may_stand(ui, model, reason, requests);
        }
    });
}

/// Shows what was merely counted.
pub fn note(ui: &mut Ui, analysis: &Analysis) {
    let notes = || analysis.sample.findings.iter().filter(|finding| finding.severity == Severity::Note);
    if notes().next().is_some() {
        card(ui, "About the sample", "Nothing that stands in the way of a verdict", |ui| {
            notes().for_each(|finding| shown(ui, finding));
        });
    }
}

fn shown(ui: &mut Ui, finding: &Finding) {
    let (word, tone) = match finding.severity {
        Severity::Alarm => ("Alarm", Tone::Bad),
        Severity::Caution => ("Caution", Tone::Warning),
        Severity::Note => ("Note", Tone::Neutral),
    };
    ui.horizontal_wrapped(|ui| {
        badge(ui, word, tone);
        ui.add(egui::Label::new(&finding.sentence).wrap());
    });
}

fn why_it_may_stand(ui: &mut Ui, model: &ExperimentModel, reason: &mut Option<String>, requests: &mut Vec<Request>) {
    let recorded = &model.experiment.sample_reason;
    let text = reason.get_or_insert_with(|| recorded.clone());
    let response = labelled_text(ui, "Why the figures may stand all the same (kept with the experiment)", text);
    if response.lost_focus() && text != recorded {
        let mut experiment = model.experiment.clone();
        text.trim().clone_into(&mut experiment.sample_reason);
        requests.push(Request::Run(Command::SaveExperiment(Box::new(experiment))));
    } else if !response.has_focus() && text.trim() == recorded {
        *reason = None;
    }
    if recorded.is_empty() {
        muted(ui, "Until then there is no verdict.");
    }
}
