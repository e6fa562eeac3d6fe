//! What a statistician asks for: shapes, highest-density intervals, Bayes factors, e-values, other priors.

use crate::picture::format;
use crate::stats::{Claim, Comparison, bayes_factor_words};
use crate::ui::theme::{self, color, palette};
use crate::ui::widgets::{card, muted, table};
use crate::workbench::{Analysis, PairAnalysis};
use eframe::egui::{self, RichText, Ui};

/// Shows the figures behind a fold.
pub fn show(ui: &mut Ui, comparison: &Comparison, analysis: &Analysis) {
    let title = RichText::new("For the statistician").font(theme::semibold(13.0));
    egui::CollapsingHeader::new(title).id_salt("statistician").show(ui, |ui| {
        card(ui, "Posteriors", "Beta priors and posteriors of each wording's rate", |ui| posteriors(ui, comparison));
        card(ui, "Against the control", "", |ui| {
            for (pair, analysis) in comparison.pairs.iter().zip(&analysis.pairs) {
                against(ui, pair, analysis);
            }
        });
        card(ui, "Safe against peeking", "", |ui| evidence(ui, analysis));
        card(ui, "Other priors", &analysis.robustness.sentence, |ui| other_priors(ui, comparison, analysis));
        card(ui, "The split between the wordings", "", |ui| {
            let ratio = &analysis.sample.ratio;
            ui.label(format!("Valid at every look: p = {:.4} (1 / largest e-value)", ratio.anytime_p));
            for (index, phase) in ratio.phases.iter().enumerate() {
                let fixed = phase.fixed_p.map_or_else(|| "–".into(), |p| format!("{p:.4}"));
                muted(ui, format!("Phase {}: chi-square p = {fixed}, for a single look at its end", index + 1));
            }
        });
    });
}

fn posteriors(ui: &mut Ui, comparison: &Comparison) {
    let headings = [
        ("Wording", false),
        ("Prior", true),
        ("Posterior", true),
        ("Mean", true),
        ("Standard deviation", true),
        ("Highest density 95%", true),
    ];
    table(ui, "posteriors", &headings, comparison.arms.len(), None, true, |row, column| {
        let arm = &comparison.arms[row];
        match column {
            0 => arm.name.clone(),
            1 => format!("Beta({}, {})", arm.prior.alpha, arm.prior.beta),
            2 => format!("Beta({}, {})", arm.posterior.alpha, arm.posterior.beta),
            3 => format::percent(arm.posterior.mean, 3),
            4 => format!("{} pp", format::number(100.0 * arm.posterior.sd, 3)),
            _ => arm.highest_density.map_or_else(|| "none".into(), format::interval_percent),
        }
    });
}

fn against(ui: &mut Ui, pair: &crate::stats::PairFigures, analysis: &PairAnalysis) {
    let [low, high] = pair.relative_lift.equal_tailed;
    let lift = |lift: f64| format::signed(lift * 100.0, 1);
    ui.label(RichText::new(&pair.arm).font(theme::medium(13.0)));
    ui.label(format!(
        "Better with {}; relative lift {}% (95% {} to {}%); expected gain {}, expected loss {}",
        format::probability(pair.probability_better),
        lift(pair.relative_lift.median),
        lift(low),
        lift(high),
        format::points(pair.expected_gain, 3),
        format::points(-pair.expected_loss, 3)
    ));
    let evidence = &analysis.evidence;
    ui.label(bayes_factor_words(evidence.ln_bayes_factor_different, Claim::Different));
    muted(
        ui,
        format!(
            "Logit model (Gronau, Raj & Wagenmakers 2021): ln BF10 {}, ln BF+0 {}, ln BF−0 {}; independent rates (Gunel & \
             Dickey 1974): ln BF10 {}",
            format::number(evidence.ln_bayes_factor_different, 3),
            format::number(evidence.ln_bayes_factor_better, 3),
            format::number(evidence.ln_bayes_factor_worse, 3),
            format::number(pair.ln_bayes_factor, 3)
        ),
    );
    let models = &analysis.models;
    ui.label(format!(
        "No difference {} (before: 50%), better {} (25%), worse {} (25%)",
        format::probability(models.none),
        format::probability(models.better),
        format::probability(models.worse)
    ));
    if let Some(equivalence) = &analysis.equivalence {
        ui.label(format!(
            "Within ± {}: {}; better by more {}; worse by more {}",
            format::points(equivalence.margin, 2).trim_start_matches('+'),
            format::probability(equivalence.equivalent),
            format::probability(equivalence.better),
            format::probability(equivalence.worse)
        ));
    }
}

fn evidence(ui: &mut Ui, analysis: &Analysis) {
    let Some(last) = analysis.days.last() else {
        muted(ui, "The log has no times, so that nobody knows what an earlier look would have shown.");
        return;
    };
    ui.label(format!(
        "E-value of “all wordings accept alike”: {} now, {} at its largest; p valid at every look {:.4}",
        format::number(last.evidence.ln_e.exp().min(1e12), 2),
        format::number(last.evidence.ln_e_max.exp().min(1e12), 2),
        last.evidence.anytime_p
    ));
    muted(
        ui,
        "Each day is one block (Turner, Ly & Grünwald 2024). However often one looks, the chance that it ever reaches 20 while the \
         wordings are alike is at most 5%; a chance of being best above 95% is reached at some look in more than half of such \
         experiments. A day counts as it was when it was first seen here; who comes later joins the next new day.",
    );
    if analysis.past_revised {
        let text = "Answers that were seen before have changed since (an import was taken back, or people turned out to have seen two \
            wordings), so that this guarantee is gone.";
        ui.label(RichText::new(text).color(color(palette(ui).warning)));
    }
}

fn other_priors(ui: &mut Ui, comparison: &Comparison, analysis: &Analysis) {
    let names: Vec<String> = comparison.arms.iter().map(|arm| format!("Best: {}", arm.name)).collect();
    let mut headings: Vec<(&str, bool)> = vec![("Prior", false)];
    headings.extend(names.iter().map(|name| (name.as_str(), true)));
    let readings = &analysis.robustness.readings;
    table(ui, "priors", &headings, readings.len(), None, false, |row, column| match column {
        0 => readings[row].name.clone(),
        arm => {
            readings[row].probability_best.get(arm - 1).map(|chance| format::probability(*chance)).unwrap_or_default()
        }
    });
}
