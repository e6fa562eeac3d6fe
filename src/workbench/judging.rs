//! Judges the records of the workspace, and keeps what came of it until something that it rests on changes.

use super::Problem;
use super::desk::{Desk, unreadable, zone_of};
use super::tracking::{CostInputs, CostModel, ProgrammeInputs, ProgrammeModel, SplitModel};
use crate::compliance::{
    self, AskedWith, Evidence, Explainer, Explanation, Incident, Judgements, KeptFor, PermissionSummary,
    PermissionWorth, Rulebook,
};
use crate::domain::{CountedUses, Experiment, Policy, Records, Settings};
use jiff::Timestamp;
use jiff::civil::Date;
use std::collections::{BTreeMap, HashMap};
use std::sync::Arc;

/// More threads than this would only wait for one another.
const MOST_THREADS: usize = 8;

/// What uses are judged by, with the words and terms that people were asked with.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Rules {
    pub(super) policy: Policy,
    jurisdiction: String,
    variants: BTreeMap<i64, AskedWith>,
}

/// All uses of the workspace, judged.
#[derive(Debug)]
pub(super) struct Judged {
    pub(super) evidence: Arc<Evidence>,
    pub(super) rules: Rules,
    pub(super) judgements: Judgements,
    /// Latest first.
    pub(super) incidents: Vec<(Incident, Explanation)>,
}

/// What was worked out of the records that are in force.
#[derive(Default)]
pub(super) struct Kept {
    /// With the name of the zone in which its days are counted.
    evidence: Option<(String, Arc<Evidence>)>,
    judged: Option<Arc<Judged>>,
    /// What a year with the permissions showed.
    worth: Option<PermissionWorth>,
    /// With the month in which years start.
    splits: Option<(i8, Arc<Vec<SplitModel>>)>,
    /// With what they were made from.
    pub(super) costs: Option<(CostInputs, Arc<CostModel>)>,
    /// With what it was made from.
    pub(super) programme: Option<(ProgrammeInputs, Arc<ProgrammeModel>)>,
    /// With the day on which they stood so.
    permissions: Option<(Date, PermissionSummary)>,
    /// By the keys of an experiment's variants.
    held_for: HashMap<Vec<i64>, Option<BTreeMap<i64, Vec<KeptFor>>>>,
}

impl Kept {
    /// Keeps evidence, of which the days are counted in the zone of this name.
    pub(super) fn know(&mut self, zone: String, evidence: Arc<Evidence>) {
        self.evidence = Some((zone, evidence));
    }
}

impl Rules {
    pub(super) fn of(policy: &Policy, settings: &Settings, experiments: &[Experiment]) -> Self {
        let variants = experiments.iter().flat_map(|experiment| &experiment.variants);
        Self {
            policy: policy.clone(),
            jurisdiction: settings.jurisdiction.clone(),
            variants: variants.map(|variant| (variant.id, AskedWith::of(variant))).collect(),
        }
    }

    /// Differs wherever judgements, the months that they fall in or the spelling of identifiers may: what was counted elsewhere under other
    /// rules is to be counted again.
    pub(super) fn fingerprint(&self, settings: &Settings) -> String {
        let words = format!("{self:?} {} {:?}", settings.time_zone, settings.identifiers);
        blake3::hash(words.as_bytes()).to_hex().to_string()
    }

    /// The rules as judging takes them.
    pub(super) fn rulebook(&self) -> Rulebook<'_> {
        self.rulebook_with(&self.policy)
    }

    /// The same with another policy.
    pub(super) fn rulebook_with<'a>(&'a self, policy: &'a Policy) -> Rulebook<'a> {
        Rulebook { policy, jurisdiction: &self.jurisdiction, variants: &self.variants }
    }
}

impl Judged {
    fn new(evidence: Arc<Evidence>, rules: Rules, counted: &[CountedUses]) -> Self {
        let rulebook = rules.rulebook();
        let judgements = compliance::judge(&evidence, &rulebook, threads());
        let explainer = Explainer::new(&evidence, &rulebook);
        let found = compliance::incidents(&evidence, &judgements, threads()).into_iter().rev();
        let explained = |incident: Incident| explainer.explain(incident.first_use).map(|why| (incident, why));
        let mut incidents: Vec<_> = found.filter_map(explained).collect();
        counted.iter().for_each(|counted| super::counted_incidents::add(&mut incidents, counted));
        Self { evidence, rules, judgements, incidents }
    }
}

impl Desk {
    /// The judgements of all uses; made again only if records, zone or rules are others than before.
    pub(super) fn judged(
        &mut self,
        policy: &Policy,
        settings: &Settings,
        experiments: &[Experiment],
    ) -> Result<Arc<Judged>, Problem> {
        let evidence = self.evidence(&settings.time_zone)?;
        let rules = Rules::of(policy, settings, experiments);
        if let Some(known) = &self.kept.judged
            && known.rules == rules
            && Arc::ptr_eq(&known.evidence, &evidence)
        {
            return Ok(known.clone());
        }
        // What stood before goes first, so that both need not find room.
        self.kept = Kept {
            evidence: self.kept.evidence.take(),
            held_for: std::mem::take(&mut self.kept.held_for),
            ..Kept::default()
        };
        let judged = Arc::new(Judged::new(evidence, rules, &self.rows.counted_uses));
        self.kept.judged = Some(judged.clone());
        Ok(judged)
    }

    fn evidence(&mut self, zone: &str) -> Result<Arc<Evidence>, Problem> {
        if let Some((known, evidence)) = &self.kept.evidence
            && known == zone
        {
            return Ok(evidence.clone());
        }
        self.kept.evidence = None;
        let evidence = Arc::new(Evidence::new(self.rows.records.clone(), &zone_of(zone)?, threads()));
        self.kept.evidence = Some((zone.to_owned(), evidence.clone()));
        Ok(evidence)
    }

    /// Who permits what on a day.
    pub(super) fn permissions(&mut self, judged: &Judged, today: Date) -> PermissionSummary {
        if let Some((day, known)) = &self.kept.permissions
            && *day == today
        {
            return known.clone();
        }
        let mut summary = compliance::permission_summary(&judged.evidence, &judged.rules.rulebook(), Timestamp::now());
        self.rows.counted_permissions.iter().for_each(|counted| summary.add_counted(counted));
        self.kept.permissions = Some((today, summary.clone()));
        summary
    }

    /// What a year with the permissions showed.
    pub(super) fn worth(&mut self, judged: &Judged) -> PermissionWorth {
        let made = || compliance::permission_worth(&judged.evidence, &judged.rules.rulebook(), &judged.judgements);
        *self.kept.worth.get_or_insert_with(made)
    }

    /// What the rules and what people did to the rate of deviations, as far as it was worked out already.
    pub(super) fn known_splits(&self, fiscal_start_month: i8) -> Option<Arc<Vec<SplitModel>>> {
        self.kept.splits.as_ref().filter(|(month, _)| *month == fiscal_start_month).map(|(_, splits)| splits.clone())
    }

    /// What the rules and what people did to the rate of deviations: every use is judged once more for every version of the policy, so that
    /// nobody waits for it who does not ask.
    pub(super) fn splits(&mut self) -> Result<Arc<Vec<SplitModel>>, Problem> {
        let month = self.store.settings().map_err(unreadable)?.fiscal_start_month;
        if let Some(known) = self.known_splits(month) {
            return Ok(known);
        }
        let judged = self.judged_now()?;
        let Judged { evidence, rules, judgements, .. } = &*judged;
        let rejudged = compliance::rejudged(evidence, &rules.rulebook(), judgements, month, threads());
        let splits = Arc::new(super::tracking::splits(&rejudged)?);
        self.kept.splits = Some((month, splits.clone()));
        Ok(splits)
    }

    /// How long permissions given in an experiment were kept.
    pub(super) fn kept_for(&mut self, experiment: &Experiment) -> Option<BTreeMap<i64, Vec<KeptFor>>> {
        let variants = experiment.variants.iter().map(|variant| variant.id).collect();
        let records: &Records = &self.rows.records;
        self.kept.held_for.entry(variants).or_insert_with(|| compliance::kept_times(records, experiment)).clone()
    }

    /// The rules and the evidence as they stand now, for a question between two models.
    pub(super) fn judged_now(&mut self) -> Result<Arc<Judged>, Problem> {
        let settings = self.store.settings().map_err(unreadable)?;
        let experiments = self.store.experiments().map_err(unreadable)?;
        let policy = self.policy()?;
        self.read_rows(&experiments)?;
        self.judged(&policy, &settings, &experiments)
    }
}

/// How many threads judge at once.
pub(super) fn threads() -> usize {
    std::thread::available_parallelism().map_or(1, usize::from).min(MOST_THREADS)
}
