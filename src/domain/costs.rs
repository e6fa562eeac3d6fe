//! What deviating and adhering cost, as far as somebody said so.

use super::{DeviationKind, Estimate};
use serde::{Deserialize, Serialize};

/// How deviating costs money (after VERIS).
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Impact {
    /// Fines, settlements, lawyers.
    LegalAndRegulatory,
    /// Work that is done more slowly or twice.
    OperatingCosts,
    /// Finding out, telling people, putting it right.
    #[default]
    ResponseAndRecovery,
    /// People who leave or do not come.
    BrandDamage,
    /// Work that stands still.
    BusinessDisruption,
}

impl Impact {
    /// All, in the order in which they are offered.
    pub const ALL: &'static [Self] = &[
        Self::LegalAndRegulatory,
        Self::OperatingCosts,
        Self::ResponseAndRecovery,
        Self::BrandDamage,
        Self::BusinessDisruption,
    ];

    /// The name as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::LegalAndRegulatory => "Legal and regulatory",
            Self::OperatingCosts => "Operating costs",
            Self::ResponseAndRecovery => "Response and recovery",
            Self::BrandDamage => "Brand damage",
            Self::BusinessDisruption => "Business disruption",
        }
    }
}

/// What a cost of deviating is paid for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PerDeviation {
    /// Each incident.
    #[default]
    Incident,
    /// Each deviating use.
    Use,
    /// Each person whom an incident touched.
    Person,
}

impl PerDeviation {
    /// All, in the order in which they are offered.
    pub const ALL: &'static [Self] = &[Self::Incident, Self::Use, Self::Person];

    /// The name as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Incident => "incident",
            Self::Use => "deviating use",
            Self::Person => "person touched",
        }
    }
}

/// A cost of deviating. It holds for incidents whose cost nobody wrote down.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostOfDeviating {
    /// The kind of deviation; `None` for all kinds that no other entry of the same impact names.
    #[serde(default)]
    pub kind: Option<DeviationKind>,
    /// What sort of cost it is.
    #[serde(default)]
    pub impact: Impact,
    /// What it is paid for.
    #[serde(default)]
    pub per: PerDeviation,
    /// How much, in currency units; 0 or more.
    pub amount: Estimate,
}

/// What a cost of adhering is paid for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PerAdherence {
    /// Each quarter in which the policy, or the rule, is in force.
    #[default]
    Quarter,
    /// Each use that was held back, by the rule if one is named.
    HeldBack,
}

impl PerAdherence {
    /// All, in the order in which they are offered.
    pub const ALL: &'static [Self] = &[Self::Quarter, Self::HeldBack];

    /// The name as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Quarter => "quarter",
            Self::HeldBack => "use held back",
        }
    }
}

/// A cost of adhering: a tool, somebody's time, a slower service.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct CostOfAdhering {
    /// What is paid for, in words.
    pub what: String,
    /// The rule that it is paid for; empty for the policy as a whole.
    #[serde(default)]
    pub rule: String,
    /// What each amount is paid for.
    #[serde(default)]
    pub per: PerAdherence,
    /// How much, in currency units; 0 or more.
    pub amount: Estimate,
}

/// What a use is worth whose value the log does not give.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct ValueOfUse {
    /// The purpose, with all that is below it; empty for every purpose that no other entry covers.
    #[serde(default)]
    pub purpose: String,
    /// How much, in currency units.
    pub amount: Estimate,
}

/// Everything that is assumed of costs and values.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct CostAssumptions {
    /// What deviating costs.
    pub deviating: Vec<CostOfDeviating>,
    /// What adhering costs.
    pub adhering: Vec<CostOfAdhering>,
    /// What uses are worth.
    pub worth: Vec<ValueOfUse>,
}

impl CostAssumptions {
    /// The costs of deviating that hold for a kind: of each impact the entries for that kind, or else those for all kinds.
    pub fn of_kind(&self, kind: DeviationKind) -> impl Iterator<Item = (usize, &CostOfDeviating)> {
        let names = move |entry: &CostOfDeviating| entry.kind == Some(kind);
        let named = move |impact| self.deviating.iter().any(|entry| names(entry) && entry.impact == impact);
        let holds = move |entry: &CostOfDeviating| names(entry) || (entry.kind.is_none() && !named(entry.impact));
        self.deviating.iter().enumerate().filter(move |(_, entry)| holds(entry))
    }

    /// What a use for a purpose is worth: the entry for the nearest purpose above it.
    pub fn worth_of(&self, purpose: &str) -> Option<(usize, &ValueOfUse)> {
        let covers = |entry: &ValueOfUse| entry.purpose.is_empty() || super::covers(&entry.purpose, purpose);
        self.worth.iter().enumerate().filter(|(_, entry)| covers(entry)).max_by_key(|(_, entry)| entry.purpose.len())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn cost(kind: Option<DeviationKind>, impact: Impact) -> CostOfDeviating {
        CostOfDeviating { kind, impact, per: PerDeviation::Incident, amount: Estimate::exactly(1.0) }
    }

    #[test]
    fn what_is_said_of_a_kind_stands_instead_of_what_is_said_of_all() {
        let all = cost(None, Impact::ResponseAndRecovery);
        let assumptions = CostAssumptions {
            deviating: vec![
                all.clone(),
                cost(Some(DeviationKind::OverContact), Impact::ResponseAndRecovery),
                cost(Some(DeviationKind::OverContact), Impact::LegalAndRegulatory),
            ],
            ..CostAssumptions::default()
        };
        let places = |kind| assumptions.of_kind(kind).map(|(place, _)| place).collect::<Vec<_>>();
        assert_eq!(places(DeviationKind::OverContact), [1, 2]);
        assert_eq!(places(DeviationKind::NoPermission), [0]);
    }

    #[test]
    fn the_nearest_purpose_says_what_a_use_is_worth() {
        let worth = |purpose: &str| ValueOfUse { purpose: purpose.into(), amount: Estimate::exactly(1.0) };
        let purpose = super::super::PURPOSES.iter().find(|purpose| purpose.contains('.')).unwrap();
        let wider = purpose.split('.').next().unwrap();
        let assumptions = CostAssumptions { worth: vec![worth(""), worth(wider)], ..CostAssumptions::default() };
        assert_eq!(assumptions.worth_of(purpose).map(|found| found.0), Some(1));
        assert_eq!(assumptions.worth_of("nothing").map(|found| found.0), Some(0));
        assert_eq!(CostAssumptions::default().worth_of(purpose), None);
    }
}
