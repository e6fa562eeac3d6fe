//! Options for a permission programme: what to collect, where and how to ask, with which tool, at what cost.

use super::Estimate;
use serde::{Deserialize, Serialize};

/// What a cost of a programme is paid for.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PaidPer {
    /// Once, such as a tool.
    #[default]
    Programme,
    /// Every person asked, such as a letter.
    PersonAsked,
    /// Every permission given, kept or not, such as the offer in return.
    Permission,
}

impl PaidPer {
    /// All, in the order in which they are offered.
    pub const ALL: &'static [Self] = &[Self::Programme, Self::PersonAsked, Self::Permission];

    /// The name as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Programme => "programme",
            Self::PersonAsked => "person asked",
            Self::Permission => "permission",
        }
    }
}

/// One cost of an option.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct OptionCost {
    /// What is paid for; the same words in two options mean the same amount.
    pub what: String,
    /// What each amount is paid for.
    #[serde(default)]
    pub per: PaidPer,
    /// How much, in currency units; 0 or more.
    pub amount: Estimate,
}

/// One way to ask for permission.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct PlannedOption {
    /// What people call it.
    pub name: String,
    /// Which data are to be collected, for what, in words.
    pub collects: String,
    /// Where and how people are asked, in words.
    pub asked_where: String,
    /// The tool, in words.
    pub tool: String,
    /// How many people would be asked.
    pub people: Estimate,
    /// The experiment whose figures say how many accept; empty if it is estimated.
    pub experiment: String,
    /// The wording of that experiment.
    pub wording: String,
    /// The share that accepts (0 to 1), where no experiment says so.
    pub acceptance: Option<Estimate>,
    /// The share of permissions that is kept (0 to 1); `None` for what the workspace's own permissions show over a year.
    pub kept: Option<Estimate>,
    /// What a kept permission is worth a year, in currency units; `None` for what the uses of the last year show.
    pub worth: Option<Estimate>,
    /// What it costs.
    pub costs: Vec<OptionCost>,
}

/// Options side by side.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct ProgrammePlan {
    /// What there is to spend, in currency units; `None` for no limit.
    pub budget: Option<f64>,
    /// The options.
    #[serde(rename = "option")]
    pub options: Vec<PlannedOption>,
}
