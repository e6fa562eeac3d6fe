//! Uses of data that were judged and counted where their rows are: month by month, nobody's row among them.

use super::{Circumstance, CoverageGap, DeviationKind, IncidentKey};
use jiff::civil::Date;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet};

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
    /// What makes the deviations up: those of one kind in one campaign on one day, ordered by their keys.
    pub deviating: Vec<CountedIncident>,
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

/// Deviating uses of one kind in one campaign on one day.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct CountedIncident {
    /// What makes them one incident; those of few people are one for each kind and month, called [`FEW_PEOPLE`] and standing at its first day.
    pub key: IncidentKey,
    /// How many people they touched.
    pub people: u64,
    /// What they were worth, in hundredths of the currency.
    pub value_cents: i64,
    /// Uses by the name of the circumstance; the empty word: the log names none.
    pub by_circumstance: BTreeMap<String, u64>,
    /// Who received the data, without the company itself.
    pub recipients: BTreeSet<String>,
    /// What the data were used for.
    pub purposes: BTreeSet<String>,
    /// Which teams used them, as far as the log names them.
    pub teams: BTreeSet<String>,
}

impl CountedIncident {
    /// An incident of which nothing is known yet.
    pub fn empty(key: IncidentKey) -> Self {
        Self {
            key,
            people: 0,
            value_cents: 0,
            by_circumstance: BTreeMap::new(),
            recipients: BTreeSet::new(),
            purposes: BTreeSet::new(),
            teams: BTreeSet::new(),
        }
    }

    /// How many uses.
    pub fn uses(&self) -> u64 {
        self.by_circumstance.values().sum()
    }

    /// Uses with the circumstance that the log names.
    pub fn circumstances(&self) -> impl Iterator<Item = (Option<Circumstance>, u64)> {
        self.by_circumstance.iter().map(|(name, uses)| (Circumstance::parse(name), *uses))
    }
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
