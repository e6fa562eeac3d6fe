//! The officer's part of the model, made from what is judged and what is written.

use super::{
    CostInputs, CostModel, DecisionModel, ProgrammeInputs, ProgrammeModel, SignOffModel, decision_models,
    kept_or_made_costs, kept_or_made_options, sign_off_models,
};
use crate::domain::{Experiment, Forgotten, IncidentNote, Settings};
use crate::stats::Beta;
use crate::workbench::desk::{Desk, unreadable};
use crate::workbench::judging::Judged;
use crate::workbench::{ComplianceModel, Problem};
use std::collections::BTreeMap;
use std::sync::Arc;

impl Desk {
    /// What deviating and adhering cost.
    pub(in crate::workbench) fn costs(
        &mut self,
        judged: &Judged,
        compliance: &ComplianceModel,
        notes: &[IncidentNote],
    ) -> Result<Arc<CostModel>, Problem> {
        let assumptions = self.store.assumptions().map_err(unreadable)?;
        let noted: BTreeMap<_, _> = notes.iter().map(|note| (&note.key, note)).collect();
        let counted = compliance.quarters.iter().map(|quarter| &quarter.counts);
        let incidents = compliance.incidents.iter().map(|model| &model.incident);
        let inputs = CostInputs::of(counted, incidents, &noted, &assumptions, &judged.rules.policy);
        kept_or_made_costs(&mut self.kept.costs, inputs)
    }

    /// The options of the permission programme.
    pub(in crate::workbench) fn programme_model(
        &mut self,
        judged: &Judged,
        experiments: &[Experiment],
    ) -> Result<Arc<ProgrammeModel>, Problem> {
        let plan = self.store.programme().map_err(unreadable)?;
        if plan.options.is_empty() {
            return Ok(Arc::new(ProgrammeModel { plan, ..ProgrammeModel::default() }));
        }
        let mut arms = BTreeMap::new();
        for experiment in experiments {
            let counts = self.counts(experiment.id)?;
            let [alpha, beta] = experiment.prior;
            for variant in &experiment.variants {
                let count = counts.variants.iter().find(|count| count.variant == variant.id);
                if let Some(count) = count.filter(|count| count.shown > 0) {
                    let key = (experiment.name.clone(), variant.name.clone());
                    arms.insert(key, (Beta { alpha, beta }, count.accepted, count.shown));
                }
            }
        }
        let inputs = ProgrammeInputs { plan, arms, worth: self.worth(judged) };
        Ok(kept_or_made_options(&mut self.kept.programme, inputs))
    }

    /// Decisions with their effect, and signed quarters with what changed since.
    pub(in crate::workbench) fn written_models(
        &self,
        judged: &Judged,
        compliance: &ComplianceModel,
        notes: &[IncidentNote],
        settings: &Settings,
        forgotten: &Forgotten,
    ) -> Result<(Vec<DecisionModel>, Vec<SignOffModel>), Problem> {
        let decisions = self.store.decisions().map_err(unreadable)?;
        let month = settings.fiscal_start_month;
        let decisions = decision_models(decisions, &judged.evidence, &judged.judgements, notes, month);
        let signed = self.store.sign_offs().map_err(unreadable)?;
        let (quarters, incidents) = (&compliance.quarters, &compliance.incidents);
        Ok((decisions, sign_off_models(signed, quarters, incidents, &judged.rules.policy, forgotten)))
    }
}
