//! Makes the model: everything that screens read, computed from what the workspace holds now.

use super::desk::{Desk, unreadable, zone_of};
use super::model::{ComplianceModel, ExperimentModel, IncidentModel, Model, QuarterModel, WorkspaceModel};
use super::{ImportRecord, Problem};
use crate::compliance::{self, Evidence, QuarterCounts};
use crate::domain::{Experiment, ExperimentCounts, IncidentNote, Policy, Settings, Terms, VariantCount};
use crate::stats::{self, Arm, Beta, Comparison};
use jiff::tz::TimeZone;
use std::collections::BTreeMap;

/// How sure the limits of every interval on screen are.
const LEVEL: f64 = 0.95;

impl Desk {
    /// The workspace as it stands.
    pub(super) fn assemble(&mut self) -> Result<Model, Problem> {
        self.generation += 1;
        let settings = self.store.settings().map_err(unreadable)?;
        let zone = zone_of(&settings.time_zone)?;
        let definitions = self.store.experiments().map_err(unreadable)?;
        let imports = self.store.imports().map_err(unreadable)?;
        let policy = Policy::new(self.store.policy_versions().map_err(unreadable)?).map_err(|error| {
            Problem::new("The policy could not be read", error, "Open your latest backup of the workspace.")
        })?;
        let notes = self.store.incident_notes().map_err(unreadable)?;
        self.read_rows(&definitions)?;
        let (undo, redo) = self.store.undo_labels().map_err(unreadable)?;
        let experiments = definitions
            .iter()
            .map(|experiment| experiment_model(experiment, self.counts(experiment.id)?, &imports))
            .collect::<Result<_, Problem>>()?;
        let versions = policy.versions();
        Ok(Model {
            generation: self.generation,
            workspace: self.workspace_model(settings.clone()),
            experiments,
            policy_differences: versions.windows(2).map(|pair| compliance::differences(&pair[0], &pair[1])).collect(),
            permissions: compliance::permission_summary(&self.rows.changes, jiff::Timestamp::now(), &zone),
            compliance: self.compliance_model(&definitions, &policy, &notes, &settings, &zone),
            today: jiff::Timestamp::now().to_zoned(zone).date(),
            policy,
            imports,
            undo,
            redo,
        })
    }

    fn workspace_model(&self, settings: Settings) -> WorkspaceModel {
        let path = self.store.path().to_owned();
        WorkspaceModel {
            name: path.file_stem().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default(),
            path,
            read_only: self.store.read_only().map(ToOwned::to_owned),
            has_key: self.store.pseudonymiser().is_ok(),
            time_zone: settings.time_zone,
            fiscal_start_month: settings.fiscal_start_month,
            currency: settings.currency,
            jurisdiction: settings.jurisdiction,
            reduced: self.store.is_reduced().unwrap_or(false),
        }
    }

    fn compliance_model(
        &self,
        experiments: &[Experiment],
        policy: &Policy,
        notes: &[IncidentNote],
        settings: &Settings,
        zone: &TimeZone,
    ) -> ComplianceModel {
        let variants = experiments.iter().flat_map(|experiment| &experiment.variants);
        let terms: BTreeMap<i64, Terms> = variants.map(|variant| (variant.id, variant.terms.clone())).collect();
        let jurisdiction = &settings.jurisdiction;
        let evidence = Evidence { policy, zone, jurisdiction, changes: &self.rows.changes, terms: &terms };
        let uses = &self.rows.uses;
        let judgements = compliance::judge(&evidence, uses);
        let counted =
            compliance::quarters(uses, &judgements, notes, &self.rows.recorded, zone, settings.fiscal_start_month);
        let quarters = quarter_models(counted);
        let incidents = compliance::incidents(uses, &judgements, zone);
        let incidents = incidents.into_iter().rev().map(|incident| IncidentModel {
            note: notes.iter().find(|note| note.key == incident.key).cloned(),
            explanation: compliance::explain(&evidence, &uses[incident.first_use], &judgements[incident.first_use]),
            incident,
        });
        let mut gaps = BTreeMap::new();
        for (gap, count) in quarters.iter().flat_map(|quarter| &quarter.counts.gaps) {
            *gaps.entry(*gap).or_default() += count;
        }
        let (sentence, detail) = super::sentences::of_quarters(&quarters);
        ComplianceModel { incidents: incidents.collect(), quarters, gaps, sentence, detail }
    }
}

fn experiment_model(
    experiment: &Experiment,
    counts: ExperimentCounts,
    imports: &[ImportRecord],
) -> Result<ExperimentModel, Problem> {
    let comparison = compare(experiment, &counts.variants)?;
    let by_first_showing = if counts.crossovers > 0 { compare(experiment, &counts.by_first_showing)? } else { None };
    let shown: Vec<u64> =
        experiment.variants.iter().map(|variant| count_of(&counts.variants, variant.id).shown).collect();
    let planned: Vec<f64> = experiment.variants.iter().map(|variant| variant.planned_share).collect();
    Ok(ExperimentModel {
        verdict: comparison.as_ref().map(stats::verdict),
        comparison,
        by_first_showing,
        sample_ratio_p_value: stats::sample_ratio_p_value(&shown, &planned),
        imports: imports.iter().filter(|import| import.experiment == Some(experiment.id)).cloned().collect(),
        experiment: experiment.clone(),
        counts,
    })
}

fn count_of(counts: &[VariantCount], variant: i64) -> VariantCount {
    counts.iter().find(|count| count.variant == variant).cloned().unwrap_or_default()
}

/// The comparison of everyone shown; `None` with fewer than two variants.
fn compare(experiment: &Experiment, counts: &[VariantCount]) -> Result<Option<Comparison>, Problem> {
    if experiment.variants.len() < 2 {
        return Ok(None);
    }
    let [alpha, beta] = experiment.prior;
    let arms: Vec<Arm> = experiment
        .variants
        .iter()
        .map(|variant| {
            let count = count_of(counts, variant.id);
            Arm {
                name: variant.name.clone(),
                accepted: count.accepted,
                shown: count.shown,
                prior: Beta { alpha, beta },
            }
        })
        .collect();
    stats::compare(&arms, LEVEL).map(Some).map_err(|error| {
        let what = format!("“{}” could not be compared", experiment.name);
        Problem::new(what, error, "Correct the prior of the experiment.")
    })
}

fn quarter_models(counted: Vec<QuarterCounts>) -> Vec<QuarterModel> {
    let mut quarters: Vec<QuarterModel> = Vec::with_capacity(counted.len());
    for counts in counted {
        let rate = stats::overdispersed_rate(&counts.groups, LEVEL);
        let before = quarters.last().and_then(|quarter| quarter.rate.as_ref());
        let gaps: u64 = counts.gaps.values().sum();
        let all = counts.uses + gaps;
        quarters.push(QuarterModel {
            quarter: counts.quarter,
            probability_better: rate
                .as_ref()
                .zip(before)
                .map(|(now, before)| stats::probability_lower(&now.posterior, &before.posterior)),
            count_interval: (counts.uses == 0).then(|| stats::count_interval(counts.recorded, LEVEL)),
            rate_with_gaps: (all > 0).then(|| (counts.deviations + gaps) as f64 / all as f64),
            rate,
            counts,
        });
    }
    quarters
}
