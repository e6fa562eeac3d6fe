//! What the report about a quarter gathers from policy, permissions and experiments.

use super::super::asked_days;
use super::super::shared::held_back;
use crate::compliance::{MonthlyFlow, PolicyDifference, PurposeSummary};
use crate::domain::{PolicyVersion, Variant};
use crate::picture::format;
use crate::report::{
    ApprovalFigures, AskAgainFigures, EndingFigures, ExperimentFigures, FlowFigures, PermissionFigures, PolicyFigures,
    PurposeFigures, QuarterSpan, VersionFigures,
};
use crate::stats::VerdictKind;
use crate::workbench::{ExperimentModel, Model, PermissionOutlook};
use jiff::civil::Date;
use jiff::tz::TimeZone;

/// The policy at the end of the quarter, or now, and what changed within it.
pub(super) fn policy(model: &Model, span: Option<&QuarterSpan>) -> PolicyFigures {
    let versions = model.policy.versions();
    let at_end = model.policy.in_force(span.map_or(model.today, |span| span.last_day.min(model.today)));
    let within = |day: Date| span.is_some_and(|span| (span.first_day..=span.last_day).contains(&day));
    let changed = (0..versions.len()).filter(|place| versions.get(*place).is_some_and(|one| within(one.holds_from)));
    PolicyFigures {
        in_force: at_end.and_then(|place| version(model, place)),
        changes: changed.filter_map(|place| version(model, place)).collect(),
        definition_changes: model
            .definition_changes
            .iter()
            .filter(|change| within(change.holds_from))
            .map(|change| (change.holds_from, change.what.clone()))
            .collect(),
    }
}

fn version(model: &Model, place: usize) -> Option<VersionFigures> {
    let version: &PolicyVersion = model.policy.versions().get(place)?;
    let differences = place.checked_sub(1).and_then(|before| model.policy_differences.get(before));
    let told = |widens: bool| {
        let differences = differences.into_iter().flatten();
        let wanted = differences.filter(move |difference: &&PolicyDifference| difference.widens == widens);
        wanted.map(|difference| difference.sentence.clone()).collect()
    };
    Some(VersionFigures {
        number: place as u64 + 1,
        title: version.title.clone(),
        holds_from: version.holds_from,
        reason: version.reason.clone(),
        rules: version.rules.iter().map(format::rule).collect(),
        allows_more: told(true),
        allows_less: told(false),
    })
}

/// How permissions came and went in the quarter, and how they stand.
pub(super) fn permissions(model: &Model, span: Option<&QuarterSpan>, smallest: u64) -> PermissionFigures {
    let line = |summary: &PurposeSummary| PurposeFigures {
        purpose: summary.purpose.clone(),
        category: summary.category.clone(),
        channel: summary.channel.clone(),
        topic: summary.topic.clone(),
        people: summary.people().map(|people| held_back(people, smallest)),
    };
    PermissionFigures {
        flow: span.and_then(|span| flow(&model.permissions.monthly_flow, span, smallest)),
        by_purpose: model.permissions.by_purpose.iter().map(line).collect(),
    }
}

fn flow(months: &[MonthlyFlow], span: &QuarterSpan, smallest: u64) -> Option<FlowFigures> {
    let so_far = || months.iter().filter(|month| month.month <= span.last_day);
    let within = || so_far().filter(|month| month.month >= span.first_day);
    let held_at_end = so_far().next_back()?.held;
    let held_at_start = so_far().rfind(|month| month.month < span.first_day).map_or(0, |month| month.held);
    let gained = held_back(within().map(|month| month.gained).sum(), smallest);
    let lost = held_back(within().map(|month| month.lost).sum(), smallest);
    // Of four numbers that add up, a single one that is missing could be worked out.
    let gives_away = gained.is_some() != lost.is_some();
    Some(FlowFigures {
        held_at_start: held_back(held_at_start, smallest).filter(|_| !gives_away),
        gained,
        lost,
        held_at_end: held_back(held_at_end, smallest),
    })
}

/// Experiments that asked people in the quarter, were decided in it, or whose wordings were approved in it.
pub(super) fn experiments(model: &Model, span: Option<&QuarterSpan>) -> Vec<ExperimentFigures> {
    let Some(span) = span else { return Vec::new() };
    let zone = TimeZone::get(&model.workspace.time_zone).unwrap_or(TimeZone::UTC);
    let decided_within = |one: &ExperimentFigures| {
        let day = one.choice.as_ref().map(|choice| choice.at.to_zoned(zone.clone()).date());
        day.is_some_and(|day| (span.first_day..=span.last_day).contains(&day))
    };
    let told = model.experiments.iter().map(|model| experiment(model, span));
    told.filter(|one| one.people_in_quarter > 0 || !one.approvals.is_empty() || decided_within(one)).collect()
}

fn experiment(model: &ExperimentModel, span: &QuarterSpan) -> ExperimentFigures {
    let days = asked_days(model);
    let within = |day: &Date| (span.first_day..=span.last_day).contains(day);
    let verdict = model.verdict.as_ref();
    let is_decision =
        |kind: &VerdictKind| matches!(kind, VerdictKind::Leader { .. } | VerdictKind::Equivalent | VerdictKind::Futile);
    ExperimentFigures {
        name: model.experiment.name.clone(),
        people_in_quarter: days.iter().filter(|(day, _)| within(day)).map(|(_, people)| people).sum(),
        people: model.counts.variants.iter().map(|count| count.shown).sum(),
        days: days.keys().next().copied().zip(days.keys().next_back().copied()),
        decided: verdict.is_some_and(|verdict| is_decision(&verdict.kind)),
        verdict: verdict.map(|verdict| verdict.sentence.clone()).unwrap_or_default(),
        decided_by: verdict.map(|verdict| verdict.decided_by.label().to_owned()).unwrap_or_default(),
        choice: model.experiment.choice.clone(),
        approvals: model.experiment.variants.iter().filter_map(approval).filter(|one| within(&one.on)).collect(),
    }
}

/// Who approved a wording.
pub(in crate::workbench::reporting) fn approval(variant: &Variant) -> Option<ApprovalFigures> {
    let approved = variant.approved.as_ref()?;
    Some(ApprovalFigures { wording: variant.name.clone(), by: approved.by.clone(), on: approved.on })
}

/// Experiments that asked people on days that nobody knows.
pub(super) fn without_days(model: &Model) -> u64 {
    let asked = |model: &&ExperimentModel| model.counts.variants.iter().any(|count| count.shown > 0);
    model.experiments.iter().filter(asked).filter(|model| asked_days(model).is_empty()).count() as u64
}

/// What is ahead for permissions.
pub(super) fn ask_again(ahead: &PermissionOutlook, smallest: u64) -> AskAgainFigures {
    let told = |people: u64| held_back(people, smallest);
    AskAgainFigures {
        people_permitting: told(ahead.people_permitting),
        to_ask_again: told(ahead.to_ask_again),
        reasons: ahead.reasons.iter().map(|reason| (reason.sentence.clone(), told(reason.people))).collect(),
        not_asked: ahead.not_asked.iter().map(|(purpose, people)| (purpose.clone(), told(*people))).collect(),
        ending: ahead
            .ending
            .iter()
            .map(|line| EndingFigures {
                purpose: line.purpose.clone(),
                category: line.category.clone(),
                first_day: line.first_day,
                within_30_days: told(line.within_30_days),
                within_90_days: told(line.within_90_days),
            })
            .collect(),
    }
}
