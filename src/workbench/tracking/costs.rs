//! What deviating and adhering cost, and what was forgone, quarter by quarter.

use super::estimates::{check_cost, range};
use crate::compliance::{Forgone, Incident, QuarterCounts};
use crate::domain::{CostAssumptions, IncidentKey, IncidentNote, PerAdherence, PerDeviation, Policy, Quarter};
use crate::stats::StatsError;
use crate::stats::money::{Entry, Quantity, Range, Totals, totals};
use crate::workbench::Problem;
use std::collections::BTreeMap;
use std::sync::Arc;

/// The costs of every quarter.
#[derive(Debug, Clone, Default, PartialEq)]
pub struct CostModel {
    /// What is assumed.
    pub assumptions: CostAssumptions,
    /// One entry per quarter, earliest first.
    pub quarters: Vec<QuarterCosts>,
}

/// The costs of one quarter. A sum whose parts are all known is exact; else it is told with its uncertainty.
#[derive(Debug, Clone, PartialEq)]
pub struct QuarterCosts {
    /// Which.
    pub quarter: Quarter,
    /// What deviating cost, by kind of deviation.
    pub deviating: Totals,
    /// What adhering cost, by what was paid for.
    pub adhering: Totals,
    /// What was forgone by adhering, by rule and purpose.
    pub forgone: Totals,
    /// Incidents whose cost somebody wrote down.
    pub written: u64,
    /// Incidents whose cost is assumed.
    pub assumed: u64,
    /// Incidents of whose cost nothing is known; they count as 0.
    pub unknown: u64,
}

/// What costs are made from; the same inputs give the same costs.
#[derive(Debug, Clone, PartialEq)]
pub(in crate::workbench) struct CostInputs {
    assumptions: CostAssumptions,
    quantities: Vec<Quantity>,
    quarters: Vec<QuarterInputs>,
}

#[derive(Debug, Clone, PartialEq)]
struct QuarterInputs {
    quarter: Quarter,
    deviating: Vec<Entry>,
    adhering: Vec<Entry>,
    forgone: Vec<Entry>,
    known: [u64; 3],
}

/// The quantity in which amounts are entered that somebody wrote down.
const WRITTEN: usize = 0;

/// All quantities of the assumptions, behind the one for known amounts.
fn quantities(assumptions: &CostAssumptions) -> Vec<Quantity> {
    let known = Quantity::range("known amounts", Range::exactly(1.0));
    let deviating = assumptions.deviating.iter().enumerate().map(|(place, entry)| {
        let kind = entry.kind.map_or("any kind", |kind| kind.label());
        let name = format!("{}, {kind}, per {} ({})", entry.impact.label(), entry.per.label(), place + 1);
        Quantity::range(name, range(&entry.amount))
    });
    let adhering = assumptions.adhering.iter().enumerate().map(|(place, entry)| {
        Quantity::range(format!("{}, per {} ({})", entry.what, entry.per.label(), place + 1), range(&entry.amount))
    });
    let worth = assumptions.worth.iter().enumerate().map(|(place, entry)| {
        Quantity::range(format!("value of a use for {} ({})", entry.purpose, place + 1), range(&entry.amount))
    });
    std::iter::once(known).chain(deviating).chain(adhering).chain(worth).collect()
}

/// Which costs an incident is entered with; how it is known: 0 written down, 1 assumed, 2 not at all.
fn entries_of(incident: &Incident, note: Option<&IncidentNote>, assumptions: &CostAssumptions) -> (Vec<Entry>, usize) {
    let group = incident.key.kind.label().to_owned();
    if let Some(cost) = note.and_then(|note| note.cost) {
        return (vec![Entry { group, quantity: WRITTEN, times: cost.units() }], 0);
    }
    let assumed: Vec<Entry> = assumptions
        .of_kind(incident.key.kind)
        .map(|(place, entry)| {
            let times = match entry.per {
                PerDeviation::Incident => 1.0,
                PerDeviation::Use => incident.uses as f64,
                PerDeviation::Person => incident.people as f64,
            };
            Entry { group: group.clone(), quantity: WRITTEN + 1 + place, times }
        })
        .collect();
    let known = if assumed.is_empty() { 2 } else { 1 };
    (assumed, known)
}

/// What some incidents cost, by kind, with the quantities that the entries speak of.
pub(in crate::workbench) fn incident_entries<'a>(
    incidents: impl IntoIterator<Item = &'a Incident>,
    notes: &BTreeMap<&IncidentKey, &IncidentNote>,
    assumptions: &CostAssumptions,
) -> (Vec<Quantity>, Vec<Entry>) {
    let of = |incident: &Incident| entries_of(incident, notes.get(&incident.key).copied(), assumptions).0;
    (quantities(assumptions), incidents.into_iter().flat_map(of).collect())
}

impl CostInputs {
    /// From what was counted, judged and written.
    pub fn of<'a>(
        counted: impl Iterator<Item = &'a QuarterCounts>,
        incidents: impl Iterator<Item = &'a Incident>,
        notes: &BTreeMap<&IncidentKey, &IncidentNote>,
        assumptions: &CostAssumptions,
        policy: &Policy,
    ) -> Self {
        let mut quarters: BTreeMap<Quarter, QuarterInputs> =
            counted.map(|counts| (counts.quarter, without_incidents(counts, assumptions, policy))).collect();
        let start = quarters.keys().next().map_or(1, |quarter| quarter.start_month);
        for incident in incidents {
            let Some(quarter) = quarters.get_mut(&Quarter::of(incident.key.day, start)) else { continue };
            let (entries, known) = entries_of(incident, notes.get(&incident.key).copied(), assumptions);
            quarter.deviating.extend(entries);
            quarter.known[known] += 1;
        }
        let quantities = quantities(assumptions);
        Self { assumptions: assumptions.clone(), quantities, quarters: quarters.into_values().collect() }
    }

    /// The costs.
    ///
    /// # Errors
    /// A range that is none: it was written by somebody else than this program.
    pub fn worked_out(&self) -> Result<CostModel, Problem> {
        let quarter = |inputs: &QuarterInputs| -> Result<QuarterCosts, StatsError> {
            let sums = |entries: &[Entry]| totals(&self.quantities, entries);
            let [written, assumed, unknown] = inputs.known;
            Ok(QuarterCosts {
                quarter: inputs.quarter,
                deviating: sums(&inputs.deviating)?,
                adhering: sums(&inputs.adhering)?,
                forgone: sums(&inputs.forgone)?,
                written,
                assumed,
                unknown,
            })
        };
        let quarters = self.quarters.iter().map(quarter).collect::<Result<_, _>>();
        let quarters = quarters.map_err(|error| {
            Problem::new("Costs were not worked out", error, "Correct the assumptions about costs.")
        })?;
        Ok(CostModel { assumptions: self.assumptions.clone(), quarters })
    }
}

fn without_incidents(counts: &QuarterCounts, assumptions: &CostAssumptions, policy: &Policy) -> QuarterInputs {
    let recorded = counts.recorded_cost.units();
    let elsewhere = Entry { group: "Recorded elsewhere".into(), quantity: WRITTEN, times: recorded };
    QuarterInputs {
        quarter: counts.quarter,
        deviating: if counts.recorded > 0 { vec![elsewhere] } else { Vec::new() },
        adhering: adhering(counts, assumptions, policy),
        forgone: counts.forgone.iter().flat_map(|forgone| forgone_entries(forgone, assumptions, policy)).collect(),
        known: [0; 3],
    }
}

fn rule_name<'a>(forgone: &Forgone, policy: &'a Policy) -> Option<&'a str> {
    let (version, rule) = forgone.rule?;
    Some(&policy.versions().get(version)?.rules.get(rule)?.name)
}

/// Each cost for a quarter as a whole is paid where the policy, or the rule that it names, was in force on some day of it.
fn adhering(counts: &QuarterCounts, assumptions: &CostAssumptions, policy: &Policy) -> Vec<Entry> {
    let (first, end) = (counts.quarter.first_day(), counts.quarter.next().first_day());
    let at_first = policy.in_force(first);
    let in_force = policy.versions().iter().enumerate().filter(|(index, version)| {
        Some(*index) == at_first || (version.holds_from > first && version.holds_from < end)
    });
    let names: Vec<&str> =
        in_force.clone().flat_map(|(_, version)| version.rules.iter().map(|rule| rule.name.as_str())).collect();
    let any = in_force.count() > 0;
    let before = WRITTEN + 1 + assumptions.deviating.len();
    let entry = |(place, cost): (usize, &crate::domain::CostOfAdhering)| {
        let applies = |name: Option<&str>| cost.rule.is_empty() || name == Some(cost.rule.as_str());
        let times = match cost.per {
            PerAdherence::Quarter if cost.rule.is_empty() => f64::from(u8::from(any)),
            PerAdherence::Quarter => f64::from(u8::from(names.contains(&cost.rule.as_str()))),
            PerAdherence::HeldBack => {
                let held = counts.forgone.iter().filter(|forgone| applies(rule_name(forgone, policy)));
                held.map(|forgone| forgone.held_back.uses as f64).sum()
            }
        };
        (times > 0.0).then(|| Entry { group: cost.what.clone(), quantity: before + place, times })
    };
    assumptions.adhering.iter().enumerate().filter_map(entry).collect()
}

/// Uses that a rule forbade, by that rule; what would have been fine was given up for nothing.
fn forgone_entries(forgone: &Forgone, assumptions: &CostAssumptions, policy: &Policy) -> Vec<Entry> {
    let rule = match (forgone.would_have_been, rule_name(forgone, policy)) {
        (Some(_), Some(rule)) => rule,
        (Some(_), None) => "No rule",
        (None, _) => "Would have been fine",
    };
    let purpose = if forgone.purpose.is_empty() { "no purpose named" } else { &forgone.purpose };
    let group = format!("{rule}: {purpose}");
    let before = WRITTEN + 1 + assumptions.deviating.len() + assumptions.adhering.len();
    let known = Entry { group: group.clone(), quantity: WRITTEN, times: forgone.held_back.value.units() };
    let assumed = assumptions
        .worth_of(&forgone.purpose)
        .filter(|_| forgone.without_value > 0)
        .map(|(place, _)| Entry { group, quantity: before + place, times: forgone.without_value as f64 });
    std::iter::once(known).chain(assumed).collect()
}

/// Whether assumptions can stand.
pub(super) fn check(assumptions: &CostAssumptions) -> Result<(), String> {
    for entry in &assumptions.deviating {
        check_cost(entry.impact.label(), &entry.amount)?;
    }
    for entry in &assumptions.adhering {
        if entry.what.trim().is_empty() {
            return Err("a cost of adhering does not say what is paid for".into());
        }
        check_cost(&entry.what, &entry.amount)?;
    }
    for entry in &assumptions.worth {
        range(&entry.amount).check(&format!("the value of a use for {}", entry.purpose)).map_err(|e| e.to_string())?;
    }
    Ok(())
}

/// The costs of these inputs: those known, if they were made from the same.
pub(in crate::workbench) fn kept_or_made(
    known: &mut Option<(CostInputs, Arc<CostModel>)>,
    inputs: CostInputs,
) -> Result<Arc<CostModel>, Problem> {
    if let Some((_, model)) = known.as_ref().filter(|(before, _)| *before == inputs) {
        return Ok(model.clone());
    }
    let model = Arc::new(inputs.worked_out()?);
    *known = Some((inputs, model.clone()));
    Ok(model)
}
