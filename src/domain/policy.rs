//! Privacy policies: what the company set itself to keep, and from when.

use jiff::civil::Date;
use serde::{Deserialize, Serialize};

/// One rule, for one jurisdiction or for all. Empty lists cover everything.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct Rule {
    /// What the rule is called.
    pub name: String,
    /// The law it answers to, such as `EU`; empty for all.
    pub jurisdiction: String,
    /// The purposes it is about; each covers what is below it.
    pub purposes: Vec<String>,
    /// The data categories it is about; each covers what is below it.
    pub categories: Vec<String>,
    /// Whether such a use needs the person's permission.
    pub needs_permission: bool,
    /// Who may receive the data; `None` if the rule names nobody, an empty list if nobody may.
    pub recipients: Option<Vec<String>>,
    /// How long data may be used after the permission was given, in days.
    pub retention_days: Option<u32>,
    /// How long a permission lasts unless it is renewed, in days.
    pub permission_lasts_days: Option<u32>,
    /// How often a person may be contacted, in contacts per 30 days.
    pub contacts_per_30_days: Option<u32>,
    /// How soon someone who refused may be asked again, in days.
    pub ask_again_after_days: Option<u32>,
    /// Whether permission must be provable by a record of it (GDPR 7(1)).
    pub needs_record: bool,
    /// Whether people may be asked with approved wordings only.
    pub needs_approved_wording: bool,
}

impl Rule {
    /// Whether the rule applies in a jurisdiction; in none, all rules do.
    pub fn applies_in(&self, jurisdiction: &str) -> bool {
        jurisdiction.is_empty() || self.jurisdiction.is_empty() || self.jurisdiction == jurisdiction
    }

    /// Whether the rule is about a use for this purpose and category.
    pub fn is_about(&self, purpose: &str, category: &str) -> bool {
        let listed =
            |list: &[String], name: &str| list.is_empty() || list.iter().any(|wider| super::covers(wider, name));
        listed(&self.purposes, purpose) && listed(&self.categories, category)
    }
}

/// A version of the policy, in force from a day on until the next one's.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct PolicyVersion {
    /// A short title, such as “Contact limit, agency named”.
    #[serde(default)]
    pub title: String,
    /// The first day on which it holds, in the workspace's time zone.
    pub holds_from: Date,
    /// Why it was made.
    #[serde(default)]
    pub reason: String,
    /// Its rules; a use is judged by the first rule that is about it.
    #[serde(default)]
    pub rules: Vec<Rule>,
}

/// Why a policy version cannot stand.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum PolicyError {
    /// It has no rules.
    #[error("the policy has no rules")]
    NoRules,
    /// A rule names a purpose that the taxonomy does not have.
    #[error("rule “{rule}” names the unknown purpose “{purpose}”")]
    UnknownPurpose {
        /// The rule's name.
        rule: String,
        /// The purpose.
        purpose: String,
    },
    /// A rule names a category that the taxonomy does not have.
    #[error("rule “{rule}” names the unknown data category “{category}”")]
    UnknownCategory {
        /// The rule's name.
        rule: String,
        /// The category.
        category: String,
    },
    /// Another version holds from the same day.
    #[error("another version already holds from {0}")]
    SameDay(Date),
}

impl PolicyVersion {
    /// Whether the version can stand by itself.
    pub fn check(&self) -> Result<(), PolicyError> {
        if self.rules.is_empty() {
            return Err(PolicyError::NoRules);
        }
        for rule in &self.rules {
            if let Some(purpose) = rule.purposes.iter().find(|purpose| !super::is_known_purpose(purpose)) {
                return Err(PolicyError::UnknownPurpose { rule: rule.name.clone(), purpose: purpose.clone() });
            }
            if let Some(category) = rule.categories.iter().find(|category| !super::is_known_category(category)) {
                return Err(PolicyError::UnknownCategory { rule: rule.name.clone(), category: category.clone() });
            }
        }
        Ok(())
    }
}

/// All versions of the policy, by the day from which each holds.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Policy {
    versions: Vec<PolicyVersion>,
}

impl Policy {
    /// A policy of these versions, in any order.
    pub fn new(mut versions: Vec<PolicyVersion>) -> Result<Self, PolicyError> {
        versions.sort_by_key(|version| version.holds_from);
        if let Some(pair) = versions.windows(2).find(|pair| pair[0].holds_from == pair[1].holds_from) {
            return Err(PolicyError::SameDay(pair[0].holds_from));
        }
        Ok(Self { versions })
    }

    /// The versions, earliest first.
    pub fn versions(&self) -> &[PolicyVersion] {
        &self.versions
    }

    /// The policy as if one of its versions had been in force at all times; `None` if there is no such version.
    pub fn as_if_always(&self, version: usize) -> Option<Self> {
        let version = PolicyVersion { holds_from: Date::MIN, ..self.versions.get(version)?.clone() };
        Some(Self { versions: vec![version] })
    }

    /// The policy with one version changed; it still holds from the same day. `None` if there is no such version.
    pub fn with_rules(&self, version: usize, rules: Vec<Rule>) -> Option<Self> {
        let mut changed = self.clone();
        changed.versions.get_mut(version)?.rules = rules;
        Some(changed)
    }

    /// The index of the version in force on a day; `None` before the first.
    pub fn in_force(&self, day: Date) -> Option<usize> {
        self.versions.partition_point(|version| version.holds_from <= day).checked_sub(1)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn the_version_in_force_changes_on_its_day() {
        let version = |day| PolicyVersion {
            title: String::new(),
            holds_from: day,
            reason: String::new(),
            rules: vec![Rule::default()],
        };
        let policy = Policy::new(vec![version(date(2026, 4, 1)), version(date(2025, 1, 1))]).unwrap();
        assert_eq!(policy.in_force(date(2024, 12, 31)), None);
        assert_eq!(policy.in_force(date(2026, 3, 31)), Some(0));
        assert_eq!(policy.in_force(date(2026, 4, 1)), Some(1));
        assert!(Policy::new(vec![version(date(2026, 4, 1)), version(date(2026, 4, 1))]).is_err());
    }
}
