//! Experiments: the wordings of a permission request, and the terms each of them offers.

use super::{Approval, Choice};
use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;

/// What an experiment varies.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub enum TestSubject {
    /// A way of asking.
    #[default]
    Asking,
    /// A way of describing the use.
    Describing,
    /// A way of using the data.
    Using,
}

/// Where a person finds the way towards no.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum DeclinePlace {
    /// Beside the yes, with the same size and colour.
    #[default]
    Equal,
    /// Beside the yes with less weight: a small link, grey text.
    Smaller,
    /// At least one more screen away.
    SecondLayer,
    /// Nowhere.
    Absent,
}

/// The words a person sees, and how they are set.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Wording {
    /// The language of the words as a BCP 47 tag such as `en` or `de`; empty if it is to be found from the words.
    pub language: String,
    /// The headline of the request.
    pub headline: String,
    /// The text of the request.
    pub body: String,
    /// What the button says that accepts.
    pub accept_label: String,
    /// What the button says that declines.
    pub decline_label: String,
    /// Where the way towards no is.
    pub decline_place: DeclinePlace,
    /// Whether each purpose has a choice of its own beside the others.
    pub separate_choices: bool,
    /// How to leave later, as the request says it.
    pub way_out: String,
    /// Whether anything was ticked beforehand: counted, but no consent (CJEU C-673/17).
    pub ticked_beforehand: bool,
}

/// What is agreed to: the other half of the handshake.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct Terms {
    /// What the data are used for (see [`super::PURPOSES`]).
    pub purposes: Vec<String>,
    /// Which data (see [`super::CATEGORIES`]).
    pub categories: Vec<String>,
    /// Who may receive them, beside the company.
    pub recipients: Vec<String>,
    /// How long they are kept, in days; `None` if the terms name no limit.
    pub retention_days: Option<u32>,
    /// How often a person is contacted, in contacts per 30 days; `None` if the terms name no limit.
    pub contacts_per_30_days: Option<u32>,
    /// What the person gets in return.
    pub offer: String,
    /// How soon the offer is delivered after the permission was given, in days; `None` if the terms name no time, so that nothing is
    /// judged by it.
    pub offer_within_days: Option<u32>,
    /// How long the permission lasts unless it is renewed, in days; `None` if the terms name no limit.
    pub permission_lasts_days: Option<u32>,
    /// Whether the thing that the person came for is withheld without a yes (GDPR 7(4)).
    pub service_depends_on_it: bool,
}

/// One wording with its terms.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Variant {
    /// The key of the variant in its workspace; 0 before it is stored.
    pub id: i64,
    /// Its name, unique in the experiment.
    pub name: String,
    /// Rises by one whenever wording or terms change after responses came in.
    pub version: u32,
    /// Its share of the planned split, relative to the other variants.
    pub planned_share: f64,
    /// The log's values that stand for this variant beside its name: `a`, or `a+b` where several columns tell it.
    pub recognised_as: Vec<String>,
    /// The words.
    pub wording: Wording,
    /// The same in other languages, by BCP 47 tag such as `de-AT`: tested as one, so that all of them are this variant.
    pub translations: BTreeMap<String, Wording>,
    /// The terms.
    pub terms: Terms,
    /// Whether responses were imported for it, so that wording and terms can no longer change.
    pub frozen: bool,
    /// Why it may win in spite of a serious finding; empty if nobody said so.
    pub reason_to_win: String,
    /// Who approved its wording and terms as they stand, and from which day; `None` if nobody did. May come after people saw them.
    pub approved: Option<Approval>,
    /// Whether it is out of the way: still in the figures if people saw it, no longer shown among the wordings.
    pub archived: bool,
    /// Traits of the wording that a person coded otherwise than the program does: their names with the values that hold instead.
    pub trait_corrections: BTreeMap<String, f64>,
}

impl Variant {
    /// A variant with a name and nothing else yet.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), version: 1, planned_share: 1.0, ..Self::default() }
    }

    fn check(&self) -> Result<(), DefinitionError> {
        if self.approved.as_ref().is_some_and(|approval| approval.by.trim().is_empty()) {
            return Err(DefinitionError::ApproverMissing(self.name.clone()));
        }
        if self.translations.keys().any(|tag| tag.trim().is_empty()) {
            return Err(DefinitionError::LanguageMissing(self.name.clone()));
        }
        Ok(())
    }

    /// Every text that people may see, each with the tag under which it stands; the main one has none.
    pub fn wordings(&self) -> impl Iterator<Item = (&str, &Wording)> {
        let others = self.translations.iter().map(|(tag, wording)| (tag.as_str(), wording));
        std::iter::once(("", &self.wording)).chain(others)
    }

    /// Whether people would see and agree to the same.
    pub fn says_the_same_as(&self, other: &Self) -> bool {
        self.wording == other.wording && self.translations == other.translations && self.terms == other.terms
    }

    /// Whether a value of the log stands for this variant.
    pub fn is_meant_by(&self, value: &str) -> bool {
        self.name.trim().eq_ignore_ascii_case(value.trim()) || self.recognised_as.iter().any(|known| known == value)
    }
}

/// A change of the planned split while an experiment runs.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct SplitChange {
    /// The first day on which it holds.
    pub from: jiff::civil::Date,
    /// The share of each variant from then on, in the order of the variants and relative to one another; a missing one is 0.
    pub shares: Vec<f64>,
}

/// When an experiment ends, stated before the data.
#[derive(Debug, Clone, Copy, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct DecisionRule {
    /// Chance of being best that a wording needs to be adopted, in (0, 1).
    pub chance: f64,
    /// The threshold of caring in percentage points: adopting a wording may give up less than this on average.
    pub caring_points: f64,
    /// Half the width of the region of practical equivalence in percentage points; `None` calls nothing equivalent.
    pub equivalence_points: Option<f64>,
    /// Nothing is decided before so many people.
    pub smallest_people: Option<u64>,
    /// The experiment ends undecided after so many people.
    pub largest_people: Option<u64>,
    /// The experiment ends undecided after this day.
    pub last_day: Option<jiff::civil::Date>,
}

impl Default for DecisionRule {
    /// 95% chance, a tenth of a percentage point, no region, no limits.
    fn default() -> Self {
        Self {
            chance: 0.95,
            caring_points: 0.1,
            equivalence_points: None,
            smallest_people: None,
            largest_people: None,
            last_day: None,
        }
    }
}

impl DecisionRule {
    /// Whether it can be applied.
    pub fn check(&self) -> Result<(), DefinitionError> {
        let points = |points: f64| points > 0.0 && points <= 100.0;
        if !(self.chance > 0.0 && self.chance < 1.0) {
            return Err(DefinitionError::RuleChance(self.chance));
        }
        let given = [Some(self.caring_points), self.equivalence_points];
        match given.into_iter().flatten().find(|given| !points(*given)) {
            Some(wrong) => Err(DefinitionError::RulePoints(wrong)),
            None => Ok(()),
        }
    }
}

/// A test of two to many variants on real people; the first variant is the control.
#[derive(Debug, Clone, Default, PartialEq, Serialize, Deserialize)]
#[serde(default)]
pub struct Experiment {
    /// The key of the experiment in its workspace; 0 before it is stored.
    pub id: i64,
    /// Its name, unique in the workspace.
    pub name: String,
    /// What is expected, and why.
    pub hypothesis: String,
    /// What it varies.
    pub tests: TestSubject,
    /// Where and when people are asked.
    pub asked_where: String,
    /// The law it is asked under, such as `EU` or `US-CA`; empty for all.
    pub jurisdiction: String,
    /// Both shapes of the beta prior of every variant's rate.
    pub prior: [f64; 2],
    /// Later changes of the planned split, in ascending order; until the first, each variant's own share holds.
    pub split_changes: Vec<SplitChange>,
    /// When it ends; `None` if nothing was stated.
    pub rule: Option<DecisionRule>,
    /// How many people had been asked when the rule was stated as it is now.
    pub rule_stated_after_people: u64,
    /// Why its figures may stand although the sample raised an alarm; empty if nobody said so.
    pub sample_reason: String,
    /// On what ground the test itself stands, such as the legal basis for testing on people; empty if nobody said so.
    pub legal_note: String,
    /// What people decided once they had seen the result; `None` while nobody did. Only a decision changes it.
    pub choice: Option<Choice>,
    /// Whether it is out of the way: nothing of it is lost, and it can be brought back.
    pub archived: bool,
    /// The variants, control first.
    pub variants: Vec<Variant>,
}

/// Why a definition cannot stand.
#[derive(Debug, Clone, PartialEq, thiserror::Error)]
pub enum DefinitionError {
    /// The experiment, or a variant, has no name.
    #[error("a name is missing")]
    NameMissing,
    /// Two variants bear the same name.
    #[error("two variants are called “{0}”")]
    NameTwice(String),
    /// A value of the log would stand for two variants.
    #[error("the value “{0}” would stand for two variants")]
    ValueTwice(String),
    /// A shape of the prior is not a positive number.
    #[error("a prior of {0} and {1} is not possible: both must be above zero")]
    Prior(f64, f64),
    /// A chance that a rule cannot ask for.
    #[error("a rule cannot ask for a chance of {0}: it must lie between 0 and 1")]
    RuleChance(f64),
    /// Points that a rule cannot ask for.
    #[error("a rule cannot ask for {0} percentage points: they must be above 0 and at most 100")]
    RulePoints(f64),
    /// A planned share is negative or not a number.
    #[error("the planned share {0} is not possible: it must be zero or more")]
    PlannedShare(f64),
    /// A wording was approved by nobody in particular.
    #[error("who approved “{0}” is missing")]
    ApproverMissing(String),
    /// The control is out of the way, so that nothing would be left to compare with.
    #[error("“{0}” is the control, which cannot be archived")]
    ControlArchived(String),
    /// A translation stands under no language.
    #[error("a translation of “{0}” names no language")]
    LanguageMissing(String),
}

impl Experiment {
    /// An experiment with a name, a uniform prior and no variants yet.
    pub fn named(name: impl Into<String>) -> Self {
        Self { name: name.into(), prior: [1.0, 1.0], ..Self::default() }
    }

    /// Whether the definition can stand.
    pub fn check(&self) -> Result<(), DefinitionError> {
        let [alpha, beta] = self.prior;
        if !(alpha > 0.0 && beta > 0.0 && alpha.is_finite() && beta.is_finite()) {
            return Err(DefinitionError::Prior(alpha, beta));
        }
        self.rule.as_ref().map_or(Ok(()), DecisionRule::check)?;
        if self.name.trim().is_empty() || self.variants.iter().any(|variant| variant.name.trim().is_empty()) {
            return Err(DefinitionError::NameMissing);
        }
        for (index, variant) in self.variants.iter().enumerate() {
            let later = self.split_changes.iter().filter_map(|change| change.shares.get(index)).copied();
            let wrong = |share: &f64| !(*share >= 0.0 && share.is_finite());
            if let Some(share) = later.chain([variant.planned_share]).find(wrong) {
                return Err(DefinitionError::PlannedShare(share));
            }
            let others = &self.variants[..index];
            if others.iter().any(|other| other.name.trim() == variant.name.trim()) {
                return Err(DefinitionError::NameTwice(variant.name.clone()));
            }
            variant.check()?;
            if index == 0 && variant.archived {
                return Err(DefinitionError::ControlArchived(variant.name.clone()));
            }
            let clash = variant.recognised_as.iter().find(|value| others.iter().any(|other| other.is_meant_by(value)));
            if let Some(value) = clash {
                return Err(DefinitionError::ValueTwice(value.clone()));
            }
        }
        Ok(())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn definitions_that_cannot_stand_are_refused() {
        let mut experiment = Experiment::named("Newsletter");
        experiment.variants = vec![Variant::named("A"), Variant::named("A")];
        assert_eq!(experiment.check(), Err(DefinitionError::NameTwice("A".into())));
        experiment.variants = vec![Variant::named("A"), Variant::named("B")];
        assert_eq!(experiment.check(), Ok(()));
        experiment.variants[1].recognised_as = vec!["a".into()];
        assert_eq!(experiment.check(), Err(DefinitionError::ValueTwice("a".into())));
        experiment.prior = [0.0, 1.0];
        assert_eq!(experiment.check(), Err(DefinitionError::Prior(0.0, 1.0)));
    }
}
