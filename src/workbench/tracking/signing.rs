//! Quarters that somebody signed, held against what is found now.

use crate::domain::{ChangedFigure, Disposition, Forgotten, Policy, SignOff, SignedFigures};
use crate::workbench::{IncidentModel, QuarterModel};

/// A signed quarter with what changed since.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SignOffModel {
    /// What was signed.
    pub sign_off: SignOff,
    /// The figures that are others now than last signed: to be amended.
    pub changed: Vec<ChangedFigure>,
    /// Uses, judged or not, of people who were forgotten since it was last signed: they explain figures that went down.
    pub forgotten_uses: u64,
}

/// The figures of a quarter as they would be signed now.
pub fn figures_of(quarter: &QuarterModel, incidents: &[IncidentModel], policy: &Policy) -> SignedFigures {
    let (first, end) = (quarter.quarter.first_day(), quarter.quarter.next().first_day());
    let counts = &quarter.counts;
    let within = incidents.iter().filter(|model| (first..end).contains(&model.incident.key.day));
    let is_open = |model: &&IncidentModel| model.note.as_ref().is_none_or(|note| note.disposition == Disposition::Open);
    let at_first = policy.in_force(first);
    let judged_by = policy.versions().iter().enumerate().filter(|(index, version)| {
        Some(*index) == at_first || (first < version.holds_from && version.holds_from < end)
    });
    SignedFigures {
        uses: counts.uses,
        deviations: counts.deviations,
        recorded: counts.recorded,
        incidents: counts.incidents,
        open_incidents: within.filter(is_open).count() as u64,
        by_kind: counts.by_kind.clone(),
        gaps: counts.gaps.clone(),
        held_back_uses: counts.held_back.uses,
        held_back_value: counts.held_back.value,
        cost: counts.cost + counts.recorded_cost,
        policy_versions: judged_by.map(|(_, version)| version.holds_from).collect(),
    }
}

/// Signed quarters with what changed since they were last signed.
pub(in crate::workbench) fn sign_off_models(
    sign_offs: Vec<SignOff>,
    quarters: &[QuarterModel],
    incidents: &[IncidentModel],
    policy: &Policy,
    forgotten: &Forgotten,
) -> Vec<SignOffModel> {
    let model = |sign_off: SignOff| {
        let (first, end) = (sign_off.quarter.first_day(), sign_off.quarter.next().first_day());
        // Years may start in another month since; quarters of the same days are the same all the same.
        let is_it =
            |quarter: &&QuarterModel| quarter.quarter.first_day() == first && quarter.quarter.next().first_day() == end;
        let alike = |quarter: &QuarterModel| (quarter.quarter.start_month - sign_off.quarter.start_month) % 3 == 0;
        let changed = match quarters.iter().find(is_it) {
            Some(quarter) => sign_off.latest().figures.changed(&figures_of(quarter, incidents, policy)),
            None if quarters.first().is_none_or(alike) => sign_off.latest().figures.changed(&SignedFigures::default()),
            None => Vec::new(),
        };
        let forgotten_uses = forgotten.uses_between(first, end).saturating_sub(sign_off.latest().forgotten_uses);
        SignOffModel { sign_off, changed, forgotten_uses }
    };
    sign_offs.into_iter().map(model).collect()
}
