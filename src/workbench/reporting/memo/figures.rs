//! The figures of the memo about an experiment, from the model.

use super::super::asked_days;
use super::super::compliance::gathered::approval;
use super::super::methods;
use super::super::shared::{about, held_back, import};
use super::words;
use crate::domain::{Experiment, Variant, VariantCount};
use crate::report::{
    AgainstFigures, ChosenFigures, DecisionRecord, KeptAt, KeptSummary, KeptWording, MemoFigures, SegmentColumn,
    WordingFigures, WordingFinding,
};
use crate::stats::kept::{HorizonArm, KeptFigures, KeptHorizon, KeptVerdict, ShareFigures};
use crate::wording::{Prompt, Severity, check};
use crate::workbench::{Analysis, ExperimentModel, Model, wording_identifier};
use std::collections::BTreeSet;

/// All that the memo states.
pub(super) fn figures(model: &Model, experiment: &ExperimentModel) -> MemoFigures {
    let about = about(model);
    let smallest = about.smallest_group;
    let definition = &experiment.experiment;
    let analysis = experiment.analysis.as_deref();
    let days = asked_days(experiment);
    let taking_part: Vec<&Variant> =
        definition.variants.iter().filter(|variant| experiment.compared.contains(&variant.id)).collect();
    MemoFigures {
        experiment: definition.name.clone(),
        question: definition.hypothesis.clone(),
        asked_where: definition.asked_where.clone(),
        jurisdiction: definition.jurisdiction.clone(),
        legal_note: definition.legal_note.clone(),
        days: days.keys().next().copied().zip(days.keys().next_back().copied()),
        people: experiment.counts.variants.iter().map(|count| count.shown).sum(),
        crossovers: experiment.counts.crossovers,
        repeated: experiment.counts.repeated,
        forgotten: held_back(experiment.forgotten, smallest),
        wordings: wordings(experiment),
        sample: analysis.map(|analysis| analysis.sample.clone()),
        sample_reason: definition.sample_reason.clone(),
        verdict: experiment.verdict.clone(),
        comparison: experiment.comparison.clone(),
        by_first_showing: experiment.by_first_showing.clone(),
        of_those_who_chose: taking_part.iter().map(|variant| chosen(variant, &experiment.counts.variants)).collect(),
        against_control: analysis.map(|analysis| against(&taking_part, analysis)).unwrap_or_default(),
        robustness: analysis.map(|analysis| analysis.robustness.clone()),
        anytime_p: analysis
            .filter(|analysis| !analysis.past_revised)
            .and_then(|analysis| analysis.days.last())
            .map(|standing| standing.evidence.anytime_p),
        segments: analysis.map(segments).unwrap_or_default(),
        kept: analysis.and_then(|analysis| analysis.kept.as_ref()).map(|(figures, verdict)| kept(figures, verdict)),
        decision: decision(experiment, analysis),
        imports: experiment.imports.iter().map(import).collect(),
        definitions: methods::OF_MEMO.to_vec(),
        about,
    }
}

fn wordings(experiment: &ExperimentModel) -> Vec<WordingFigures> {
    let told = |(place, variant): (usize, &Variant)| WordingFigures {
        name: variant.name.clone(),
        version: variant.version,
        identifier: wording_identifier(&variant.wording, &variant.terms),
        control: place == 0,
        compared: experiment.compared.contains(&variant.id),
        wording: variant.wording.clone(),
        other_languages: variant.translations.keys().cloned().collect(),
        terms: variant.terms.clone(),
        findings: findings(variant),
        reason_to_win: variant.reason_to_win.clone(),
    };
    let variants = experiment.experiment.variants.iter().enumerate();
    let matters = |variant: &Variant| !variant.archived || experiment.compared.contains(&variant.id);
    variants.filter(|(_, variant)| matters(variant)).map(told).collect()
}

/// What is unfair or unclear about any text of a wording, serious findings first.
fn findings(variant: &Variant) -> Vec<WordingFinding> {
    let found = variant.wordings().flat_map(|(_, wording)| check(Prompt { wording, terms: &variant.terms }));
    let seen: BTreeSet<_> =
        found.map(|finding| finding.family).chain(crate::workbench::serious_families(variant)).collect();
    let told = |family: crate::wording::Family| WordingFinding {
        weakness: family.severity() != Severity::Serious,
        family: family.key(),
        name: family.name(),
        why: family.why(),
        source: family.source(),
    };
    seen.into_iter().map(told).collect()
}

fn chosen(variant: &Variant, counts: &[VariantCount]) -> ChosenFigures {
    let count = counts.iter().find(|count| count.variant == variant.id).cloned().unwrap_or_default();
    let chose = count.chose();
    ChosenFigures {
        wording: variant.name.clone(),
        chose,
        accepted: count.accepted,
        rate: (chose > 0).then(|| count.accepted as f64 / chose as f64),
        dismissed: count.dismissed,
        ignored: count.ignored,
    }
}

fn against(taking_part: &[&Variant], analysis: &Analysis) -> Vec<AgainstFigures> {
    let others = taking_part.iter().skip(1).zip(&analysis.pairs);
    let told = |(variant, pair): (&&Variant, &crate::workbench::PairAnalysis)| AgainstFigures {
        wording: variant.name.clone(),
        evidence: pair.evidence,
        models: pair.models,
        equivalence: pair.equivalence,
    };
    others.map(told).collect()
}

fn segments(analysis: &Analysis) -> Vec<SegmentColumn> {
    let column = |table: &crate::workbench::SegmentTable| {
        let name = table.name.clone();
        table.pairs.clone().into_iter().map(move |(wording, figures)| SegmentColumn {
            column: name.clone(),
            wording,
            figures,
        })
    };
    analysis.segments.iter().flat_map(column).collect()
}

fn kept(figures: &KeptFigures, verdict: &KeptVerdict) -> KeptSummary {
    let share = |share: Option<ShareFigures>| share.map(|share| (share.mean, share.equal_tailed));
    let wording = |(name, at): (String, &HorizonArm)| KeptWording {
        wording: name,
        holding: share(at.holding),
        kept: share(at.kept),
    };
    let names = || figures.arms.iter().map(|arm| arm.name.clone());
    let at = |horizon: &KeptHorizon| KeptAt {
        days: horizon.days,
        wordings: names().zip(&horizon.arms).map(wording).collect(),
        pairs: horizon.comparison.as_ref().map(|comparison| comparison.pairs.clone()).unwrap_or_default(),
    };
    KeptSummary {
        sentence: verdict.sentence.clone(),
        detail: verdict.detail.clone(),
        horizons: figures.horizons.iter().map(at).collect(),
    }
}

fn decision(model: &ExperimentModel, analysis: Option<&Analysis>) -> DecisionRecord {
    let experiment = &model.experiment;
    DecisionRecord {
        rule: experiment.rule,
        rule_in_words: words::rule(experiment.rule.as_ref()),
        rule_stated_after_people: experiment.rule_stated_after_people,
        rule_says: analysis.and_then(|analysis| analysis.decision.as_ref()).map(|decision| decision.sentence.clone()),
        decided_by: model.verdict.as_ref().map(|verdict| verdict.decided_by.label().to_owned()),
        choice: experiment.choice.clone(),
        approvals: experiment.variants.iter().filter_map(approval).collect(),
        reasons: reasons(experiment),
    }
}

/// Why figures or wordings may stand in spite of a finding.
fn reasons(experiment: &Experiment) -> Vec<(String, String)> {
    let of_sample = (words::THE_SAMPLE.to_owned(), experiment.sample_reason.clone());
    let of_wordings = experiment.variants.iter().map(|variant| (variant.name.clone(), variant.reason_to_win.clone()));
    std::iter::once(of_sample).chain(of_wordings).filter(|(_, reason)| !reason.trim().is_empty()).collect()
}
