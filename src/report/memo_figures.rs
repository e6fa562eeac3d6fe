//! The figures of the memo about an experiment.

use super::{About, ApprovalFigures, Definition, ImportFigures};
use crate::domain::{Choice, DecisionRule, Terms, Wording};
use crate::stats::kept::KeptPair;
use crate::stats::segments::SegmentFigures;
use crate::stats::soundness::SampleCheck;
use crate::stats::{Comparison, DecidedBy, Equivalence, LogitEvidence, ModelProbabilities, Robustness, Verdict};
use jiff::civil::Date;
use serde::Serialize;

/// All that the memo about an experiment states.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct MemoFigures {
    /// What it rests on.
    pub about: About,
    /// The experiment's name.
    pub experiment: String,
    /// What was expected, and why.
    pub question: String,
    /// Where and when people were asked.
    pub asked_where: String,
    /// The law under which they were asked.
    pub jurisdiction: String,
    /// On what ground the test itself stands.
    pub legal_note: String,
    /// The first and the last day on which anybody was asked; `None` for logs without times.
    pub days: Option<(Date, Date)>,
    /// People counted.
    pub people: u64,
    /// People who saw two wordings and were set aside.
    pub crossovers: u64,
    /// People asked more than once; each counts once.
    pub repeated: u64,
    /// People who answered and were forgotten since.
    pub forgotten: Option<u64>,
    /// The wordings, control first.
    pub wordings: Vec<WordingFigures>,
    /// Whether the sample is what it should be; `None` before anybody was asked.
    pub sample: Option<SampleCheck>,
    /// Why an unsound sample may stand; empty if nobody said so.
    pub sample_reason: String,
    /// The verdict; `None` with fewer than two wordings.
    pub verdict: Option<Verdict>,
    /// All figures of everyone shown.
    pub comparison: Option<Comparison>,
    /// The same with crossovers counted at the first showing; `None` where there are none.
    pub by_first_showing: Option<Comparison>,
    /// People who said yes or no, and their share who said yes, by wording.
    pub of_those_who_chose: Vec<ChosenFigures>,
    /// Each wording against the control: evidence and practical equivalence.
    pub against_control: Vec<AgainstFigures>,
    /// The verdict under other priors.
    pub robustness: Option<Robustness>,
    /// p that is valid however often one looked, of “all wordings are accepted alike”; `None` without times or where the past was revised.
    pub anytime_p: Option<f64>,
    /// The effect by segment.
    pub segments: Vec<SegmentColumn>,
    /// Permission kept; `None` where no withdrawals are known.
    pub kept: Option<KeptSummary>,
    /// Decision and rule.
    pub decision: DecisionRecord,
    /// Every import of the experiment in force.
    pub imports: Vec<ImportFigures>,
    /// What the figures mean.
    pub definitions: Vec<Definition>,
}

impl MemoFigures {
    /// Whether the verdict goes by the permission that people keep.
    pub fn by_kept(&self) -> bool {
        self.verdict.as_ref().is_some_and(|verdict| verdict.decided_by == DecidedBy::KeptPermission)
    }
}

/// One wording.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct WordingFigures {
    /// Its name.
    pub name: String,
    /// Its version.
    pub version: u32,
    /// What it is called everywhere: the hash of its words and terms.
    pub identifier: String,
    /// Whether the others are held against it.
    pub control: bool,
    /// Whether it takes part in the comparison.
    pub compared: bool,
    /// The words.
    pub wording: Wording,
    /// The languages in which it was shown besides.
    pub other_languages: Vec<String>,
    /// What is agreed to.
    pub terms: Terms,
    /// What is unfair or unclear about it, serious findings first.
    pub findings: Vec<WordingFinding>,
    /// Why it may win in spite of a serious finding; empty if nobody said so.
    pub reason_to_win: String,
}

/// Something unfair or unclear about a wording.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct WordingFinding {
    /// A weakness, rather than serious.
    pub weakness: bool,
    /// A stable name, such as `pre_ticked`.
    pub family: &'static str,
    /// What it is.
    pub name: &'static str,
    /// Why it matters.
    pub why: &'static str,
    /// Where that is written.
    pub source: &'static str,
}

/// The answers of those who chose.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct ChosenFigures {
    /// The wording.
    pub wording: String,
    /// People who said yes or no.
    pub chose: u64,
    /// Of these: yes.
    pub accepted: u64,
    /// Their share; `None` where nobody chose.
    pub rate: Option<f64>,
    /// People who closed the request.
    pub dismissed: u64,
    /// People who did not answer.
    pub ignored: u64,
}

/// One wording against the control.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct AgainstFigures {
    /// The wording.
    pub wording: String,
    /// Evidence for a difference.
    pub evidence: LogitEvidence,
    /// The chances of no difference, better and worse.
    pub models: ModelProbabilities,
    /// Whether the difference is too small to matter; `None` without a region.
    pub equivalence: Option<Equivalence>,
}

/// The effects in the segments of one column.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct SegmentColumn {
    /// The column, such as `country`.
    pub column: String,
    /// The wording that is held against the control.
    pub wording: String,
    /// The effects; small segments stand together.
    pub figures: SegmentFigures,
}

/// Permission kept.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptSummary {
    /// The verdict by it.
    pub sentence: String,
    /// The figures behind it, in words.
    pub detail: String,
    /// By days since the permission.
    pub horizons: Vec<KeptAt>,
}

/// Permission kept after some days.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptAt {
    /// Days since the permission.
    pub days: f64,
    /// One entry per wording.
    pub wordings: Vec<KeptWording>,
    /// Each wording against the control; empty until all were followed so long.
    pub pairs: Vec<KeptPair>,
}

/// Permission kept with one wording.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct KeptWording {
    /// The wording.
    pub wording: String,
    /// Of those who said yes, who still permits: mean and 95% interval.
    pub holding: Option<(f64, [f64; 2])>,
    /// Of everyone shown, who still permits.
    pub kept: Option<(f64, [f64; 2])>,
}

/// What was decided, by which rule and whom.
#[derive(Debug, Clone, PartialEq, Serialize)]
pub struct DecisionRecord {
    /// The rule that was stated.
    pub rule: Option<DecisionRule>,
    /// The same in words.
    pub rule_in_words: String,
    /// How many people had been asked when it was stated.
    pub rule_stated_after_people: u64,
    /// What it says of the figures.
    pub rule_says: Option<String>,
    /// Which row of the decision table gave the verdict.
    pub decided_by: Option<String>,
    /// What people decided; `None` while nobody did.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub choice: Option<Choice>,
    /// Wordings that somebody approved.
    pub approvals: Vec<ApprovalFigures>,
    /// Reasons on record why figures or wordings may stand in spite of a finding: about what, and why.
    pub reasons: Vec<(String, String)>,
}
