//! What screens, reports and the terminal read: everything about a workspace at one moment, already computed.

use super::analysis::{Analysis, Inputs};
use super::lab::LabInputs;
use super::tracking::{CostModel, DecisionModel, ProgrammeModel, SignOffModel, SplitModel};
use super::{CountedSource, Remembered};
use crate::compliance::{Incident, PermissionSummary, PolicyDifference, QuarterCounts};
use crate::domain::{
    BackupPlan, Circumstance, Comment, CoverageGap, DefinitionChange, Disposition, Experiment, ExperimentCounts,
    Forgotten, IdentifierRules, ImportRecord, IncidentNote, Layout, LinkSummary, Money, Policy, PolicyVersion, Quarter,
    ReportedDeviation, Settings, SnapshotMark,
};
use crate::stats::control::{ControlChart, QuarterSignals};
use crate::stats::rates::Level;
use crate::stats::{Comparison, RateInterval, Verdict};
use crate::store::BackupIdentity;
use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::Arc;

/// A workspace as it stands.
#[derive(Debug, Clone)]
pub struct Model {
    /// Rises with every change, so that a screen knows when to look again.
    pub generation: u64,
    /// The file and its settings.
    pub workspace: WorkspaceModel,
    /// The experiments, in the order in which they were made.
    pub experiments: Vec<ExperimentModel>,
    /// What people said to each other about things in the workspace, earliest first.
    pub comments: Vec<Comment>,
    /// The day on which the model was made, in the workspace's time zone.
    pub today: jiff::civil::Date,
    /// All versions of the policy.
    pub policy: Policy,
    /// For each version after the first: how it differs from the one before.
    pub policy_differences: Vec<Vec<PolicyDifference>>,
    /// Who permits what, now.
    pub permissions: PermissionSummary,
    /// What was done with the data, and how it was judged.
    pub compliance: ComplianceModel,
    /// Marked changes of what counts as a deviation, earliest first.
    pub definition_changes: Vec<DefinitionChange>,
    /// Decisions with their effect, in the order in which they were written down.
    pub decisions: Vec<DecisionModel>,
    /// What deviating and adhering cost.
    pub costs: Arc<CostModel>,
    /// The options of the permission programme.
    pub programme: Arc<ProgrammeModel>,
    /// Signed quarters, earliest first.
    pub sign_offs: Vec<SignOffModel>,
    /// Where the rules changed: what they did and what people did; `None` until it is worked out.
    pub splits: Option<Arc<Vec<SplitModel>>>,
    /// Who was forgotten, in numbers.
    pub forgotten: Forgotten,
    /// How logs were read before, so that the next ones can be read alike.
    pub remembered: Vec<Remembered>,
    /// Who is who, in numbers.
    pub links: LinkSummary,
    /// Every import that is in force, latest first.
    pub imports: Vec<ImportRecord>,
    /// Uses and permissions that were counted in a warehouse, latest first.
    pub counted: Vec<CountedSource>,
    /// What the wording lab learns from; see [`super::Workbench::lab`].
    pub lab: Arc<LabInputs>,
    /// What would be undone next, in words.
    pub undo: Option<String>,
    /// What would be done again next, in words.
    pub redo: Option<String>,
}

/// The file and its settings.
#[derive(Debug, Clone)]
pub struct WorkspaceModel {
    /// Where the file is.
    pub path: PathBuf,
    /// The file's name without its ending.
    pub name: String,
    /// Why nothing can be changed, if so: opened elsewhere, read-only folder, or made by a newer program.
    pub read_only: Option<String>,
    /// What its backups are known by; `None` where that cannot be read.
    pub backup_identity: Option<BackupIdentity>,
    /// How workspaces are backed up on this computer.
    pub backup_plan: BackupPlan,
    /// What it is a snapshot of; `None` if it is none.
    pub snapshot_of: Option<SnapshotMark>,
    /// Whether it takes a passphrase to open it.
    pub has_passphrase: bool,
    /// Whether the key for pseudonyms is at hand; without it nothing can be imported.
    pub has_key: bool,
    /// IANA name of the time zone in which days and quarters are counted.
    pub time_zone: String,
    /// The month in which the fiscal year starts, 1 for calendar years.
    pub fiscal_start_month: i8,
    /// The currency of all amounts, such as `EUR`.
    pub currency: String,
    /// The law under which uses are judged, such as `EU`; empty for all rules.
    pub jurisdiction: String,
    /// Fewest people of a segment that is shown.
    pub smallest_segment: u64,
    /// How identifiers are brought into one spelling.
    pub identifiers: IdentifierRules,
    /// The name that the person at this computer signs with; empty if they gave none.
    pub own_name: String,
    /// For whose work the window is laid out on this computer.
    pub layout: Layout,
    /// The record's anchor as it stands: one line that, kept outside the file, tells this record from any other; `None` where there is none.
    pub anchor: Option<String>,
    /// Whether the rows of all responses were thrown away and only their counts are left.
    pub reduced: bool,
}

impl WorkspaceModel {
    /// Its settings alone.
    pub fn settings(&self) -> Settings {
        Settings {
            time_zone: self.time_zone.clone(),
            fiscal_start_month: self.fiscal_start_month,
            currency: self.currency.clone(),
            jurisdiction: self.jurisdiction.clone(),
            smallest_segment: self.smallest_segment,
            identifiers: self.identifiers.clone(),
        }
    }
}

/// One experiment with its counts and what they say.
#[derive(Debug, Clone)]
pub struct ExperimentModel {
    /// The definition.
    pub experiment: Experiment,
    /// The counts over all imports.
    pub counts: ExperimentCounts,
    /// The comparison of everyone shown; `None` with fewer than two variants.
    pub comparison: Option<Comparison>,
    /// The keys of the variants that it compares, in the order of its arms: those that were shown to anybody, or are planned to be and not archived.
    pub compared: Vec<i64>,
    /// The verdict on it.
    pub verdict: Option<Verdict>,
    /// What else is worked out about it; `None` while nobody was shown anything.
    pub analysis: Option<Arc<Analysis>>,
    /// What that was made from.
    pub inputs: Option<Arc<Inputs>>,
    /// The same comparison with crossovers counted at the first showing; `None` where there are none.
    pub by_first_showing: Option<Comparison>,
    /// Its imports, latest first.
    pub imports: Vec<ImportRecord>,
    /// People who answered in it and were forgotten since: figures told before counted them.
    pub forgotten: u64,
}

/// Uses, judged and added up.
#[derive(Debug, Clone)]
pub struct ComplianceModel {
    /// Quarter by quarter, earliest first.
    pub quarters: Vec<QuarterModel>,
    /// Month by month, with control limits and what is out of the ordinary.
    pub months: ControlChart,
    /// All incidents with what people wrote, latest first.
    pub incidents: Vec<IncidentModel>,
    /// What people reported by hand, latest day first.
    pub reported: Vec<ReportedDeviation>,
    /// What could not be judged, over all quarters.
    pub gaps: BTreeMap<CoverageGap, u64>,
    /// The latest quarter in one sentence.
    pub sentence: String,
    /// A second sentence with the counts behind it.
    pub detail: String,
}

/// One quarter.
#[derive(Debug, Clone)]
pub struct QuarterModel {
    /// Which.
    pub quarter: Quarter,
    /// What was counted.
    pub counts: QuarterCounts,
    /// Deviations per use (0 to 1) with a 95% credible interval; `None` where no uses are known.
    pub rate: Option<RateInterval>,
    /// Where no uses are known: the 95% interval of the expected count of recorded deviations.
    pub count_interval: Option<[f64; 2]>,
    /// The rate if everything that could not be judged were a deviation.
    pub rate_with_gaps: Option<f64>,
    /// The level as its neighbours in the same segment help to tell it, with the chance that it is lower than in the quarter before.
    pub level: Option<Level>,
    /// Whether the policy or a definition changed before it, so that it does not compare with the quarter before.
    pub starts_segment: bool,
    /// What its months say about it; `None` where no uses are known at all.
    pub signals: Option<QuarterSignals>,
}

/// One incident.
#[derive(Debug, Clone)]
pub struct IncidentModel {
    /// What happened.
    pub incident: Incident,
    /// What people wrote.
    pub note: Option<IncidentNote>,
    /// Why it is a deviation and what would have made it fine, for its first use.
    pub explanation: crate::compliance::Explanation,
}

impl IncidentModel {
    /// Why it happened: as a person says, or else the log.
    pub fn circumstance(&self) -> Option<Circumstance> {
        self.note.as_ref().and_then(|note| note.circumstance).or(self.incident.circumstance_in_log)
    }

    /// What was decided about it.
    pub fn disposition(&self) -> Disposition {
        self.note.as_ref().map_or(Disposition::Open, |note| note.disposition)
    }

    /// What it cost; `None` where nobody said.
    pub fn cost(&self) -> Option<Money> {
        self.note.as_ref().and_then(|note| note.cost)
    }
}

impl ExperimentModel {
    /// People shown a prompt per day, over the days on which anybody was; `None` for logs without times.
    pub fn daily_people(&self) -> Option<f64> {
        let days = || self.counts.segments.iter().filter(|entry| entry.segment.is_empty());
        let people: u64 = days().map(|entry| entry.count.shown).sum();
        let number = days().map(|entry| &entry.value).collect::<std::collections::BTreeSet<_>>().len();
        (number > 0).then(|| people as f64 / number as f64)
    }
}

impl Model {
    /// The experiment with a key.
    pub fn experiment(&self, id: i64) -> Option<&ExperimentModel> {
        self.experiments.iter().find(|model| model.experiment.id == id)
    }

    /// The policy version now in force on a day.
    pub fn policy_on(&self, day: jiff::civil::Date) -> Option<&PolicyVersion> {
        self.policy.in_force(day).and_then(|index| self.policy.versions().get(index))
    }
}
