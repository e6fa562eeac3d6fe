//! The figures of the report about a quarter.

use super::{About, Definition, ImportFigures};
use crate::domain::Choice;
use crate::stats::control::ControlChart;
use crate::stats::money::Totals;
use crate::stats::rates::{ChangeSplit, Level};
use jiff::Timestamp;
use jiff::civil::Date;
use serde::Serialize;

/// All that the report about a quarter states.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ComplianceFigures {
    /// What it rests on.
    pub about: About,
    /// The quarter; `None` where no quarter is known at all.
    pub quarter: Option<QuarterSpan>,
    /// The quarter in a sentence.
    pub verdict: String,
    /// The counts behind it, in words.
    pub verdict_detail: String,
    /// What somebody has to decide, the most pressing first.
    pub decisions_needed: Vec<DecisionNeeded>,
    /// The policy in the quarter.
    pub policy: PolicyFigures,
    /// Every quarter, earliest first.
    pub quarters: Vec<QuarterFigures>,
    /// Every month with its control limits.
    pub months: ControlChart,
    /// What is out of the ordinary in the quarter, one sentence each.
    pub signals: Vec<String>,
    /// What new rules and what people did to the rate; `None` where the rules did not change.
    pub rules_and_conduct: Option<ChangeFigures>,
    /// Deviations of the quarter by kind, most first.
    pub kinds: Vec<NamedCount>,
    /// Deviations of the quarter by circumstance, most first.
    pub circumstances: Vec<NamedCount>,
    /// Uses of the quarter by purpose, recipient, team and campaign.
    pub parts: Vec<PartFigures>,
    /// What was forgone in the quarter by rule and purpose, most value first.
    pub forgone: Vec<ForgoneFigures>,
    /// Costs of the quarter; `None` where no quarter is known.
    pub costs: Option<CostFigures>,
    /// Permissions.
    pub permissions: PermissionFigures,
    /// Experiments that asked people in the quarter, or whose wordings were approved in it.
    pub experiments: Vec<ExperimentFigures>,
    /// Experiments whose logs have no times, so that they belong to no quarter.
    pub experiments_without_days: u64,
    /// Who must be asked again, as of the day of the report; `None` where there is no policy.
    pub ask_again: Option<AskAgainFigures>,
    /// Uses of the quarter that could not be judged, by reason.
    pub gaps: Vec<NamedCount>,
    /// Uses of the quarter whose people were forgotten since.
    pub forgotten_uses: u64,
    /// Identifiers that were linked to different people.
    pub link_conflicts: u64,
    /// Incidents of the quarter by what was decided about them.
    pub dispositions: Vec<NamedCount>,
    /// Incidents of the quarter that nobody has decided about.
    pub open_incidents: u64,
    /// The largest of these, by people.
    pub largest_open: Vec<IncidentFigures>,
    /// Incidents of earlier quarters that nobody has decided about, by quarter.
    pub open_before: Vec<NamedCount>,
    /// Decisions that hold at the end of the quarter.
    pub decisions: Vec<DecisionFigures>,
    /// Who signed the quarter; `None` if nobody did.
    pub sign_off: Option<SignOffFigures>,
    /// Every import in force.
    pub imports: Vec<ImportFigures>,
    /// What the figures mean.
    pub definitions: Vec<Definition>,
}

/// Which quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct QuarterSpan {
    /// Such as `2026-Q4`.
    pub label: String,
    /// Its first day.
    pub first_day: Date,
    /// Its last day.
    pub last_day: Date,
    /// Whether it has not ended yet.
    pub running: bool,
}

/// Something that somebody has to decide.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct DecisionNeeded {
    /// A stable name, such as `open_incidents`.
    pub about: &'static str,
    /// How many; `None` where fewer people than the smallest group.
    pub number: Option<u64>,
    /// In words.
    pub sentence: String,
}

/// The policy in a quarter.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PolicyFigures {
    /// The version in force at the end of the quarter.
    pub in_force: Option<VersionFigures>,
    /// Versions that came into force within the quarter.
    pub changes: Vec<VersionFigures>,
    /// Changes of what counts as a deviation within the quarter: from which day, and what.
    pub definition_changes: Vec<(Date, String)>,
}

/// One version of the policy.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct VersionFigures {
    /// Its number, from 1.
    pub number: u64,
    /// Its title.
    pub title: String,
    /// From when it holds.
    pub holds_from: Date,
    /// Why it was made.
    pub reason: String,
    /// Its rules as sentences.
    pub rules: Vec<String>,
    /// What it allows that the version before did not; empty for the first.
    pub allows_more: Vec<String>,
    /// What it no longer allows.
    pub allows_less: Vec<String>,
}

/// One quarter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct QuarterFigures {
    /// Such as `2026-Q4`.
    pub quarter: String,
    /// Uses that were judged fine or deviating.
    pub uses: u64,
    /// Of these: deviations.
    pub deviations: u64,
    /// Deviations recorded elsewhere or by hand.
    pub recorded: u64,
    /// Incidents.
    pub incidents: u64,
    /// Deviations per use as observed; `None` where no uses are known.
    pub rate: Option<f64>,
    /// Its 95% interval.
    pub rate_interval: Option<[f64; 2]>,
    /// The level, told with the help of the neighbouring quarters.
    pub level: Option<Level>,
    /// Where no uses are known: the 95% interval of the expected count.
    pub count_interval: Option<[f64; 2]>,
    /// The rate if everything that could not be judged were a deviation.
    pub rate_with_gaps: Option<f64>,
    /// Uses that could not be judged.
    pub not_judged: u64,
    /// Uses held back.
    pub held_back_uses: u64,
    /// What these would have been worth.
    pub held_back_value: f64,
    /// Whether policy or definition changed before it.
    pub starts_segment: bool,
}

/// What new rules and what people did to the rate of deviations.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChangeFigures {
    /// In words.
    pub sentence: String,
    /// In figures.
    pub change: ChangeSplit,
}

/// How many of something.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct NamedCount {
    /// Of what.
    pub name: String,
    /// How many.
    pub count: u64,
    /// Their share of all that stand beside it.
    pub share: f64,
}

/// The uses of a quarter told apart in one way.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartFigures {
    /// By what, such as `Purpose`.
    pub part: String,
    /// Most deviations first.
    pub rows: Vec<PartRow>,
}

/// The uses of one purpose, recipient, team or campaign.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct PartRow {
    /// Which.
    pub name: String,
    /// Uses judged.
    pub uses: u64,
    /// Of these: deviations.
    pub deviations: u64,
    /// Deviations per use.
    pub rate: f64,
    /// Its 95% interval.
    pub interval: [f64; 2],
}

/// What was forgone by keeping one rule for one purpose.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ForgoneFigures {
    /// The rule.
    pub rule: String,
    /// What the data were to be used for.
    pub purpose: String,
    /// What it would have been.
    pub would_have_been: String,
    /// Uses held back.
    pub uses: u64,
    /// What they would have been worth.
    pub value: f64,
}

/// What a quarter cost, with 80% ranges.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct CostFigures {
    /// What deviating cost, by kind.
    pub deviating: Totals,
    /// What adhering cost, by what was paid for.
    pub adhering: Totals,
    /// What was forgone, by rule and purpose.
    pub forgone: Totals,
    /// Incidents whose cost somebody wrote down.
    pub written: u64,
    /// Incidents whose cost is assumed.
    pub assumed: u64,
    /// Incidents of whose cost nothing is known; they count as 0.
    pub unknown: u64,
}

/// Permissions, in numbers of people; missing ones are smaller than the smallest group.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize)]
pub struct PermissionFigures {
    /// How they came and went in the quarter; `None` where no change of permission is known up to its end.
    pub flow: Option<FlowFigures>,
    /// As they stand on the day of the report, by purpose, data, channel and topic.
    pub by_purpose: Vec<PurposeFigures>,
}

/// Permissions that came and went in a quarter; a person counts once for each purpose, data, channel and topic.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct FlowFigures {
    /// Held before its first day.
    pub held_at_start: Option<u64>,
    /// Gained in it.
    pub gained: Option<u64>,
    /// Lost in it.
    pub lost: Option<u64>,
    /// Held at its end, or on the day of the report if it still runs.
    pub held_at_end: Option<u64>,
}

/// People by what they said about one purpose.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PurposeFigures {
    /// The purpose.
    pub purpose: String,
    /// The data; empty for all.
    pub category: String,
    /// The channel; empty for all.
    pub channel: String,
    /// The topic; empty for all.
    pub topic: String,
    /// Permitted, refused, withdrawn, ended, not answered, other.
    pub people: [Option<u64>; 6],
}

/// One experiment in a quarter.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ExperimentFigures {
    /// Its name.
    pub name: String,
    /// People asked in the quarter.
    pub people_in_quarter: u64,
    /// People asked in all.
    pub people: u64,
    /// The first and the last day on which anybody was asked.
    pub days: Option<(Date, Date)>,
    /// Whether its verdict is a decision.
    pub decided: bool,
    /// The verdict.
    pub verdict: String,
    /// Which row of the decision table gave it.
    pub decided_by: String,
    /// What people decided; `None` while nobody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
    /// Wordings approved in the quarter: which, by whom, from which day.
    pub approvals: Vec<ApprovalFigures>,
}

/// A wording that somebody approved.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct ApprovalFigures {
    /// The wording.
    pub wording: String,
    /// Who.
    pub by: String,
    /// From which day.
    pub on: Date,
}

/// Who must be asked again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct AskAgainFigures {
    /// People who hold any permission.
    pub people_permitting: Option<u64>,
    /// People whose permission does not cover what the latest version of the policy allows.
    pub to_ask_again: Option<u64>,
    /// What they did not agree to, with how many people.
    pub reasons: Vec<(String, Option<u64>)>,
    /// Purposes with people who could be asked for them.
    pub not_asked: Vec<(String, Option<u64>)>,
    /// Permissions that end by themselves within 90 days: purpose, data, first day, how many.
    pub ending: Vec<EndingFigures>,
}

/// Permissions that end soon.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct EndingFigures {
    /// The purpose.
    pub purpose: String,
    /// The data; empty for all.
    pub category: String,
    /// The last day of the first of them.
    pub first_day: Date,
    /// How many within 30 days.
    pub within_30_days: Option<u64>,
    /// How many within 90 days.
    pub within_90_days: Option<u64>,
}

/// One incident.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct IncidentFigures {
    /// The day.
    pub day: Date,
    /// How it deviated.
    pub kind: String,
    /// In which campaign.
    pub campaign: String,
    /// People touched.
    pub people: Option<u64>,
    /// Deviating uses.
    pub uses: u64,
    /// Why it happened.
    pub circumstance: String,
}

/// One decision.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecisionFigures {
    /// What was decided.
    pub what: String,
    /// Why.
    pub reason: String,
    /// Who decided.
    pub by: String,
    /// From when it holds.
    pub holds_from: Date,
    /// Whether it came into force within the quarter.
    pub in_quarter: bool,
    /// What it is about.
    pub pattern: String,
    /// What came of it.
    pub effect: String,
}

/// Who signed a quarter.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignOffFigures {
    /// The signature and its amendments, earliest first.
    pub signatures: Vec<SignatureFigures>,
    /// Figures that are others now than last signed, in words.
    pub changed: Vec<String>,
}

/// One signature.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct SignatureFigures {
    /// Who.
    pub by: String,
    /// When.
    pub at: Timestamp,
    /// What the person added.
    pub statement: String,
    /// Uses, deviations, incidents and open incidents as signed.
    pub uses: u64,
    /// Deviations, recorded ones included.
    pub deviations: u64,
    /// Incidents.
    pub incidents: u64,
    /// Of these: nobody had decided about them.
    pub open_incidents: u64,
}
