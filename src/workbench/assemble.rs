//! Makes the model: everything that screens read, computed from what the workspace holds now.

use super::analysis::{self, Analysis, Inputs};
use super::desk::{Desk, unreadable, zone_of};
use super::judging::Judged;
use super::lab::LabInputs;
use super::model::{ComplianceModel, ExperimentModel, IncidentModel, Model, WorkspaceModel};
use super::quartering::quarter_models;
use super::{ImportRecord, Problem};
use crate::compliance;
use crate::domain::{
    CountedMonth, DefinitionChange, Experiment, ExperimentCounts, IncidentNote, ReportedDeviation, Settings,
    VariantCount,
};
use crate::stats::{self, Arm, Beta, Comparison};
use crate::store;
use std::collections::BTreeMap;
use std::sync::Arc;

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
        let policy = self.policy()?;
        let notes = self.store.incident_notes().map_err(unreadable)?;
        self.read_rows(&definitions)?;
        let (undo, redo) = self.store.undo_labels();
        let today = jiff::Timestamp::now().to_zoned(zone.clone()).date();
        let judged = self.judged(&policy, &settings, &definitions)?;
        let experiments = definitions
            .iter()
            .map(|experiment| self.experiment_model(experiment, &imports, settings.smallest_segment, today))
            .collect::<Result<Vec<_>, Problem>>()?;
        let lab = self.lab_inputs(&experiments, settings.smallest_segment);
        let definition_changes = self.store.definition_changes().map_err(unreadable)?;
        let compliance = self.compliance_model(&judged, &notes, &definition_changes, &settings)?;
        let costs = self.costs(&judged, &compliance, &notes)?;
        let programme = self.programme_model(&judged, &definitions)?;
        let forgotten = self.store.forgotten().map_err(unreadable)?;
        let (decisions, sign_offs) = self.written_models(&judged, &compliance, &notes, &settings, &forgotten)?;
        let versions = policy.versions();
        Ok(Model {
            generation: self.generation,
            workspace: self.workspace_model(settings.clone()),
            experiments,
            comments: self.standing_comments()?,
            lab,
            policy_differences: versions.windows(2).map(|pair| compliance::differences(&pair[0], &pair[1])).collect(),
            permissions: self.permissions(&judged, today),
            compliance,
            definition_changes,
            decisions,
            costs,
            programme,
            sign_offs,
            splits: self.known_splits(settings.fiscal_start_month),
            forgotten,
            today,
            remembered: self.store.remembered_mappings().map_err(unreadable)?,
            links: self.rows.links.summary,
            counted: super::counted_sources::counted_sources(
                &imports,
                &self.rows,
                &judged.rules.fingerprint(&settings),
                self.unknown_there()?.is_some(),
                &zone,
            ),
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
            backup_identity: self.store.backup_identity().ok(),
            backup_plan: store::backup_plan(),
            snapshot_of: self.store.snapshot_of().unwrap_or_default(),
            has_passphrase: self.store.has_passphrase(),
            has_key: self.store.pseudonymiser().is_ok(),
            time_zone: settings.time_zone,
            fiscal_start_month: settings.fiscal_start_month,
            currency: settings.currency,
            jurisdiction: settings.jurisdiction,
            smallest_segment: settings.smallest_segment,
            identifiers: settings.identifiers,
            own_name: store::own_name(),
            layout: store::layout(),
            anchor: self.store.anchor().ok().flatten().map(|anchor| anchor.to_string()),
            reduced: self.store.is_reduced().unwrap_or(false),
        }
    }

    /// The months that were counted elsewhere. Of those counted under other rules than the `rules` of today, the place of a rule says nothing
    /// any more.
    fn counted_months(&self, rules: &str) -> Vec<CountedMonth> {
        let mut months = Vec::new();
        for counted in &self.rows.counted_uses {
            let mut these = counted.months.clone();
            if counted.judged_by != rules {
                these.iter_mut().flat_map(|month| &mut month.forgone).for_each(|forgone| forgone.rule = None);
            }
            months.extend(these);
        }
        months
    }

    fn compliance_model(
        &self,
        judged: &Judged,
        notes: &[IncidentNote],
        marked: &[DefinitionChange],
        settings: &Settings,
    ) -> Result<ComplianceModel, Problem> {
        let Judged { evidence, rules, judgements, incidents } = judged;
        let month = settings.fiscal_start_month;
        let reported = self.store.reported_deviations().map_err(unreadable)?;
        let recorded: Vec<_> =
            self.rows.recorded.iter().cloned().chain(reported.iter().map(ReportedDeviation::as_recorded)).collect();
        let months = self.counted_months(&rules.fingerprint(settings));
        let elsewhere = compliance::Elsewhere { recorded: &recorded, counted: &months };
        let counted = compliance::quarters(evidence, judgements, notes, elsewhere, month);
        let (quarters, months) = quarter_models(counted, &compliance::breaks(&rules.policy, marked))?;
        let noted: BTreeMap<_, _> = notes.iter().map(|note| (&note.key, note)).collect();
        let incident = |(incident, explanation): &(compliance::Incident, compliance::Explanation)| IncidentModel {
            note: noted.get(&incident.key).copied().cloned(),
            explanation: explanation.clone(),
            incident: incident.clone(),
        };
        let mut gaps = BTreeMap::new();
        for (gap, count) in quarters.iter().flat_map(|quarter| &quarter.counts.gaps) {
            *gaps.entry(*gap).or_default() += count;
        }
        let (sentence, detail) = super::sentences::of_quarters(&quarters);
        let incidents = incidents.iter().map(incident).collect();
        Ok(ComplianceModel { quarters, months, incidents, reported, gaps, sentence, detail })
    }

    fn experiment_model(
        &mut self,
        experiment: &Experiment,
        imports: &[ImportRecord],
        smallest_segment: u64,
        today: jiff::civil::Date,
    ) -> Result<ExperimentModel, Problem> {
        let counts = self.counts(experiment.id)?;
        let compared = taking_part(experiment, &counts);
        let comparison = compare(&compared, &counts.variants)?;
        let by_first_showing = if counts.crossovers > 0 { compare(&compared, &counts.by_first_showing)? } else { None };
        let anybody = counts.variants.iter().any(|count| count.shown > 0);
        let kept_for = self.kept_for(&compared);
        let worked_out = match &comparison {
            Some(comparison) if anybody => Some(self.analysis(Inputs {
                kept_for,
                experiment: compared.clone(),
                counts: counts.clone(),
                comparison: comparison.clone(),
                smallest_segment,
                today,
            })?),
            _ => None,
        };
        let (inputs, analysis) = worked_out.unzip();
        let verdict = analysis.as_ref().map(|analysis| analysis.verdict.clone());
        let forgotten = self.store.forgotten().map_err(unreadable)?.people_by_experiment;
        Ok(ExperimentModel {
            forgotten: forgotten.get(&experiment.id).copied().unwrap_or(0),
            verdict: verdict.or_else(|| comparison.as_ref().map(stats::verdict)),
            analysis,
            inputs,
            compared: compared.variants.iter().map(|variant| variant.id).collect(),
            comparison,
            by_first_showing,
            imports: imports.iter().filter(|import| import.experiment == Some(experiment.id)).cloned().collect(),
            experiment: experiment.clone(),
            counts,
        })
    }

    /// What the lab learns from; the same as before if nothing of it has changed.
    fn lab_inputs(&mut self, experiments: &[ExperimentModel], smallest_segment: u64) -> Arc<LabInputs> {
        let inputs = LabInputs::of(experiments, self.rows.past.clone(), smallest_segment);
        if *self.lab != inputs {
            self.lab = Arc::new(inputs);
        }
        self.lab.clone()
    }

    /// The analysis of an experiment; worked out again only if anything that it is made from has changed.
    fn analysis(&mut self, inputs: Inputs) -> Result<(Arc<Inputs>, Arc<Analysis>), Problem> {
        let key = inputs.experiment.id;
        if let Some(known) = self.analyses.get(&key).filter(|(known, _)| **known == inputs) {
            return Ok(known.clone());
        }
        let analysis = Arc::new(analysis::analyse(&inputs)?);
        let made = (Arc::new(inputs), analysis);
        self.analyses.insert(key, made.clone());
        Ok(made)
    }
}

/// The experiment with the variants that are to be compared: those that were shown to anybody, or are planned to be and not out of the way.
fn taking_part(experiment: &Experiment, counts: &ExperimentCounts) -> Experiment {
    let shares = |place: usize| {
        let later = experiment.split_changes.iter().filter_map(move |change| change.shares.get(place));
        later.chain([&experiment.variants[place].planned_share])
    };
    let takes_part = |place: &usize| {
        let shown = count_of(&counts.variants, experiment.variants[*place].id).shown;
        shown > 0 || (!experiment.variants[*place].archived && shares(*place).any(|share| *share > 0.0))
    };
    let places: Vec<usize> = (0..experiment.variants.len()).filter(takes_part).collect();
    let mut part = experiment.clone();
    part.variants = places.iter().map(|&place| experiment.variants[place].clone()).collect();
    for change in &mut part.split_changes {
        change.shares = places.iter().map(|&place| change.shares.get(place).copied().unwrap_or(0.0)).collect();
    }
    part
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
