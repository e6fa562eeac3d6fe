//! The figures of the report about a quarter, from the model.

use super::super::methods;
use super::super::shared::{about, held_back, import};
use super::super::{NOBODY_SAID, by_circumstance};
use super::{gathered, words};
use crate::domain::{Circumstance, Disposition, Money, Quarter};
use crate::picture::format;
use crate::report::{
    ChangeFigures, ComplianceFigures, CostFigures, DecisionFigures, DecisionNeeded, ForgoneFigures, IncidentFigures,
    NamedCount, PartFigures, PartRow, QuarterFigures, QuarterSpan, SignOffFigures, SignatureFigures,
};
use crate::workbench::{
    IncidentModel, Model, PartRate, PermissionOutlook, QuarterDetails, QuarterModel, QuarterPart, SignOffModel,
};

use jiff::civil::Date;
use std::collections::BTreeMap;

/// The most open incidents that a report lists; the rest is in the workspace.
const LISTED_INCIDENTS: usize = 20;

/// The quarter that a report is about if nobody says which: the latest that has ended and has uses, else the latest that has any, else the latest.
pub fn default_quarter(model: &Model) -> Option<Quarter> {
    let latest = |wanted: &dyn Fn(&QuarterModel) -> bool| {
        model.compliance.quarters.iter().rev().find(|quarter| wanted(quarter)).map(|quarter| quarter.quarter)
    };
    let has_uses = |quarter: &QuarterModel| quarter.counts.uses > 0;
    let has_ended = |quarter: &QuarterModel| quarter.quarter.next().first_day() <= model.today;
    latest(&|quarter| has_uses(quarter) && has_ended(quarter))
        .or_else(|| latest(&has_uses))
        .or_else(|| latest(&|_| true))
}

/// All that the report states. `ahead` is what is ahead for permissions, where it is known.
pub(super) fn figures(
    model: &Model,
    quarter: Option<&QuarterModel>,
    ahead: Option<&PermissionOutlook>,
) -> ComplianceFigures {
    let about = about(model);
    let smallest = about.smallest_group;
    let details = quarter.map(|quarter| QuarterDetails::of(model, quarter));
    let span = quarter.map(|quarter| span(model, quarter.quarter));
    let counts = quarter.map(|quarter| &quarter.counts);
    let label = span.as_ref().map(|span| span.label.clone());
    let costs = model.costs.quarters.iter().find(|costs| Some(costs.quarter.label()) == label);
    let split = model.splits.iter().flat_map(|splits| splits.iter()).find(|split| Some(split.quarter.label()) == label);
    let forgotten = span.as_ref().map_or(0, |span| {
        model.forgotten.uses_between(span.first_day, span.last_day.tomorrow().unwrap_or(span.last_day))
    });
    let mut figures = ComplianceFigures {
        verdict: details.as_ref().map_or_else(|| words::NOTHING_JUDGED.into(), |details| details.sentence.clone()),
        verdict_detail: details
            .as_ref()
            .map_or_else(|| words::NOTHING_JUDGED_WHY.into(), |details| details.detail.clone()),
        decisions_needed: Vec::new(),
        policy: gathered::policy(model, span.as_ref()),
        quarters: model.compliance.quarters.iter().map(of_quarter).collect(),
        months: model.compliance.months.clone(),
        signals: signals(model, quarter),
        rules_and_conduct: split.map(|split| ChangeFigures { sentence: split.sentence.clone(), change: split.change }),
        kinds: counted(details.as_ref().map(|details| details.kinds.clone()).unwrap_or_default()),
        circumstances: counted(details.as_ref().map(|details| details.circumstances.clone()).unwrap_or_default()),
        parts: details.as_ref().map(parts).unwrap_or_default(),
        forgone: details.iter().flat_map(|details| details.forgone.iter().map(forgone)).collect(),
        costs: costs.map(|costs| CostFigures {
            deviating: costs.deviating.clone(),
            adhering: costs.adhering.clone(),
            forgone: costs.forgone.clone(),
            written: costs.written,
            assumed: costs.assumed,
            unknown: costs.unknown,
        }),
        permissions: gathered::permissions(model, span.as_ref(), smallest),
        experiments: gathered::experiments(model, span.as_ref()),
        experiments_without_days: gathered::without_days(model),
        ask_again: ahead
            .filter(|_| !model.policy.versions().is_empty())
            .map(|ahead| gathered::ask_again(ahead, smallest)),
        gaps: counted(
            counts.iter().flat_map(|counts| &counts.gaps).map(|(gap, uses)| (gap.label().into(), *uses)).collect(),
        ),
        forgotten_uses: forgotten,
        link_conflicts: model.links.conflicts,
        dispositions: dispositions(model, span.as_ref()),
        open_incidents: open_within(model, span.as_ref()).count() as u64,
        open_before: open_before(model, span.as_ref()),
        largest_open: largest_open(model, span.as_ref(), smallest),
        decisions: decisions(model, span.as_ref()),
        sign_off: quarter.and_then(|quarter| signed(model, quarter)).map(|signed| sign_off(model, signed)),
        imports: model.imports.iter().map(import).collect(),
        definitions: methods::OF_COMPLIANCE.to_vec(),
        quarter: span,
        about,
    };
    figures.decisions_needed = needed(quarter, &figures);
    figures
}

fn span(model: &Model, quarter: Quarter) -> QuarterSpan {
    let last_day = quarter.next().first_day().yesterday().unwrap_or(quarter.first_day());
    QuarterSpan { label: quarter.label(), first_day: quarter.first_day(), last_day, running: last_day >= model.today }
}

fn of_quarter(model: &QuarterModel) -> QuarterFigures {
    let counts = &model.counts;
    QuarterFigures {
        quarter: model.quarter.label(),
        uses: counts.uses,
        deviations: counts.deviations,
        recorded: counts.recorded,
        incidents: counts.incidents,
        rate: model.rate.as_ref().map(|rate| rate.rate),
        rate_interval: model.rate.as_ref().map(|rate| [rate.lower, rate.upper]),
        level: model.level,
        count_interval: model.count_interval,
        rate_with_gaps: model.rate_with_gaps,
        not_judged: counts.gaps.values().sum(),
        held_back_uses: counts.held_back.uses,
        held_back_value: counts.held_back.value.units(),
        starts_segment: model.starts_segment,
    }
}

fn signals(model: &Model, quarter: Option<&QuarterModel>) -> Vec<String> {
    let places = quarter.and_then(|quarter| quarter.signals.as_ref()).map(|signals| signals.signals.as_slice());
    let all = &model.compliance.months.signals;
    places.unwrap_or_default().iter().filter_map(|place| Some(all.get(*place)?.sentence.clone())).collect()
}

/// Counts with their shares, most first.
fn counted(mut counts: Vec<(String, u64)>) -> Vec<NamedCount> {
    counts.retain(|count| count.1 > 0);
    counts.sort_by(|one, other| other.1.cmp(&one.1).then_with(|| one.0.cmp(&other.0)));
    let total: u64 = counts.iter().map(|count| count.1).sum();
    let share = |count: u64| count as f64 / total.max(1) as f64;
    counts.into_iter().map(|(name, count)| NamedCount { share: share(count), name, count }).collect()
}

fn parts(details: &QuarterDetails) -> Vec<PartFigures> {
    let row = |rate: &PartRate| PartRow {
        name: rate.name.clone(),
        uses: rate.uses,
        deviations: rate.deviations,
        rate: rate.rate,
        interval: rate.interval,
    };
    let part = |part: QuarterPart| PartFigures {
        part: part.label().into(),
        rows: details.part(part).iter().map(row).collect(),
    };
    QuarterPart::ALL.into_iter().map(part).collect()
}

fn forgone(line: &crate::workbench::ForgoneLine) -> ForgoneFigures {
    ForgoneFigures {
        rule: line.rule.clone(),
        purpose: line.purpose.clone(),
        would_have_been: line.would_have_been.into(),
        uses: line.uses,
        value: line.value.units(),
    }
}

fn dispositions(model: &Model, span: Option<&QuarterSpan>) -> Vec<NamedCount> {
    let within = |incident: &&IncidentModel| {
        span.is_some_and(|span| (span.first_day..=span.last_day).contains(&incident.incident.key.day))
    };
    let of = |disposition: Disposition| {
        let incidents = model.compliance.incidents.iter().filter(within);
        let number = incidents.filter(|incident| incident.disposition() == disposition).count();
        (disposition.label().to_owned(), number as u64)
    };
    counted(Disposition::ALL.iter().copied().map(of).collect())
}

fn open_incidents(model: &Model) -> impl Iterator<Item = &IncidentModel> {
    model.compliance.incidents.iter().filter(|incident| incident.disposition() == Disposition::Open)
}

fn open_within<'a>(model: &'a Model, span: Option<&'a QuarterSpan>) -> impl Iterator<Item = &'a IncidentModel> {
    let within = move |day: &Date| span.is_some_and(|span| (span.first_day..=span.last_day).contains(day));
    open_incidents(model).filter(move |incident| within(&incident.incident.key.day))
}

/// Open incidents of earlier quarters, most first.
fn open_before(model: &Model, span: Option<&QuarterSpan>) -> Vec<NamedCount> {
    let before = |day: Date| span.is_some_and(|span| day < span.first_day);
    let mut quarters: BTreeMap<Quarter, u64> = BTreeMap::new();
    for incident in open_incidents(model).filter(|incident| before(incident.incident.key.day)) {
        *quarters.entry(Quarter::of(incident.incident.key.day, model.workspace.fiscal_start_month)).or_default() += 1;
    }
    counted(quarters.into_iter().map(|(quarter, incidents)| (quarter.label(), incidents)).collect())
}

fn largest_open(model: &Model, span: Option<&QuarterSpan>, smallest: u64) -> Vec<IncidentFigures> {
    let mut open: Vec<&IncidentModel> = open_within(model, span).collect();
    open.sort_by_key(|model| (std::cmp::Reverse((model.incident.people, model.incident.uses)), &model.incident.key));
    let line = |model: &&IncidentModel| IncidentFigures {
        day: model.incident.key.day,
        kind: model.incident.key.kind.label().into(),
        campaign: model.incident.key.campaign.clone(),
        people: held_back(model.incident.people, smallest),
        uses: model.incident.uses,
        circumstance: model.circumstance().map_or(NOBODY_SAID, Circumstance::label).into(),
    };
    open.iter().take(LISTED_INCIDENTS).map(line).collect()
}

fn decisions(model: &Model, span: Option<&QuarterSpan>) -> Vec<DecisionFigures> {
    let holds = |decision: &&crate::workbench::DecisionModel| {
        span.is_none_or(|span| decision.decision.holds_from <= span.last_day)
    };
    let line = |model: &crate::workbench::DecisionModel| DecisionFigures {
        what: model.decision.what.clone(),
        reason: model.decision.reason.clone(),
        by: model.decision.by.clone(),
        holds_from: model.decision.holds_from,
        in_quarter: span.is_some_and(|span| (span.first_day..=span.last_day).contains(&model.decision.holds_from)),
        pattern: model.pattern.clone(),
        effect: model.sentence.clone(),
    };
    model.decisions.iter().filter(holds).map(line).collect()
}

fn signed<'a>(model: &'a Model, quarter: &QuarterModel) -> Option<&'a SignOffModel> {
    model.sign_offs.iter().find(|known| known.sign_off.quarter == quarter.quarter)
}

fn sign_off(model: &Model, signed: &SignOffModel) -> SignOffFigures {
    let signature = |signature: &crate::domain::Signature| SignatureFigures {
        by: signature.by.clone(),
        at: signature.at,
        statement: signature.statement.clone(),
        uses: signature.figures.uses,
        deviations: signature.figures.deviations + signature.figures.recorded,
        incidents: signature.figures.incidents,
        open_incidents: signature.figures.open_incidents,
    };
    let all = std::iter::once(&signed.sign_off.signed).chain(&signed.sign_off.amendments);
    let told = |changed| format::changed_figure(changed, &model.workspace.currency);
    SignOffFigures { signatures: all.map(signature).collect(), changed: signed.changed.iter().map(told).collect() }
}

/// What somebody has to decide, the most pressing first.
fn needed(quarter: Option<&QuarterModel>, figures: &ComplianceFigures) -> Vec<DecisionNeeded> {
    let Some((quarter, span)) = quarter.zip(figures.quarter.as_ref()) else { return Vec::new() };
    let older: u64 = figures.open_before.iter().map(|count| count.count).sum();
    let unexplained = by_circumstance(quarter).get(NOBODY_SAID).copied().unwrap_or(0);
    let signals = figures.signals.len() as u64;
    let without_cost = figures.costs.as_ref().map_or(0, |costs| costs.unknown);
    let not_judged = quarter.counts.gaps.values().sum();
    let to_ask = figures.ask_again.as_ref().map_or(Some(0), |ask| ask.to_ask_again);
    let changed = figures.sign_off.as_ref().map_or(0, |signed| signed.changed.len() as u64);
    let unsigned = u64::from(figures.sign_off.is_none() && !span.running);
    let all = [
        ("signals", Some(signals), words::needed_signals(signals)),
        ("open_incidents", Some(figures.open_incidents), words::needed_open(figures.open_incidents)),
        ("older_open_incidents", Some(older), words::needed_older(older)),
        ("circumstances", Some(unexplained), words::needed_circumstances(unexplained)),
        ("not_judged", Some(not_judged), words::needed_gaps(not_judged)),
        ("ask_again", to_ask, words::needed_asking(to_ask, figures.about.smallest_group)),
        ("costs", Some(without_cost), words::needed_costs(without_cost)),
        ("amendment", Some(changed), words::needed_amendment(changed)),
        ("signature", Some(unsigned), words::NEEDED_SIGNATURE.to_owned()),
    ];
    let line = |(about, number, sentence)| DecisionNeeded { about, number, sentence };
    all.into_iter().filter(|(_, number, _)| *number != Some(0)).map(line).collect()
}

/// An amount as the report tells it.
pub(super) fn money(units: f64, currency: &str) -> String {
    format::money(Money::from_units(units).unwrap_or_default(), currency)
}
