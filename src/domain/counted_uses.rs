//! Uses of data that were judged and counted where their rows are: month by month, nobody's row among them.

use super::{Circumstance, CoverageGap, DeviationKind};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// Stands for the names of groups that had too few people to be told apart.
pub const FEW_PEOPLE: &str = "(groups of few people)";

/// Uses that were judged and counted elsewhere.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedUses {
    /// Where, in words that open nothing.
    pub source: String,
    /// What they were judged by: a hash of the policy and of everything else that decides.
    pub judged_by: String,
    /// The months, earliest first.
    pub months: Vec<CountedMonth>,
}

/// What the uses of one month add up to.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedMonth {
    /// The first day of the month; days are those of the workspace's zone.
    pub month_first_day: Date,
    /// Uses judged fine or deviating.
    pub uses: u64,
    /// Of these: deviations.
    pub deviations: u64,
    /// Incidents: deviations of one kind in one campaign on one day.
    pub incidents: u64,
    /// Deviations by kind.
    pub by_kind: BTreeMap<DeviationKind, u64>,
    /// Deviations by circumstance; `None`: the log names none.
    pub by_circumstance: Vec<(Option<Circumstance>, u64)>,
    /// By purpose: uses and deviations. Small groups are one, called [`FEW_PEOPLE`], here and below.
    pub by_purpose: BTreeMap<String, [u64; 2]>,
    /// By recipient; the empty word stands for the company itself.
    pub by_recipient: BTreeMap<String, [u64; 2]>,
    /// By team; the empty word stands for uses whose team is not named.
    pub by_team: BTreeMap<String, [u64; 2]>,
    /// By campaign.
    pub by_campaign: BTreeMap<String, [u64; 2]>,
    /// Uses that could not be judged, by reason.
    pub gaps: BTreeMap<CoverageGap, u64>,
    /// Uses that were held back.
    pub forgone: Vec<CountedForgone>,
    /// Campaigns on single days: deviations, uses, and how many of them had just so many.
    pub groups: Vec<[u64; 3]>,
}

/// Uses that were held back, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct CountedForgone {
    /// The version of the policy and the rule about them; `None` if they cannot be judged.
    pub rule: Option<(usize, usize)>,
    /// The deviation that they would have been.
    pub would_have_been: Option<DeviationKind>,
    /// For what.
    pub purpose: String,
    /// How many.
    pub uses: u64,
    /// What they would have been worth, in hundredths of the currency.
    pub value_cents: i64,
    /// Of these: nothing says what they would have been worth.
    pub without_value: u64,
}
