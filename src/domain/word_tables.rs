//! What words decide about uses of data, as tables: an engine that holds the rows needs only these to judge them.
//!
//! A subject is the words of a use that judging looks at (purpose, category, recipient, channel, topic, wording, offer), a scope those of
//! a permission (purpose, category, channel, topic). There are few of either, however many people and uses there are.

use super::{CoverageGap, DeviationKind};

/// What is known of a subject, whichever rules hold.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct SubjectRow {
    /// Why such uses cannot be judged.
    pub gap: Option<CoverageGap>,
    /// Whether somebody is contacted.
    pub is_contact: bool,
    /// Whether it is a request for permission.
    pub is_request: bool,
    /// For a request whose wording is named: the first day of its approval, in days since 1970; the greatest number if nobody approved it.
    pub wording_from_day: Option<i32>,
}

/// The rule of one version of the policy about one subject; where there is none, no rule is about it.
#[expect(clippy::struct_excessive_bools, reason = "a row of a table")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct RulingRow {
    /// The place of the version, earliest first.
    pub version: usize,
    /// The place of the subject.
    pub subject: usize,
    /// The place of the rule in its version.
    pub rule: usize,
    /// Whether the recipient is named but not listed by the rule.
    pub is_unlisted: bool,
    /// Whether such uses need a permission.
    pub needs_permission: bool,
    /// Whether the permission must be on record.
    pub needs_record: bool,
    /// Whether people may be asked with approved wordings only.
    pub needs_approved_wording: bool,
    /// How long data may be used after the permission was given, in days.
    pub retention_days: Option<u32>,
    /// How long a permission lasts, in days.
    pub permission_lasts_days: Option<u32>,
    /// How often a person may be contacted, in contacts per 30 days.
    pub contacts_per_30_days: Option<u32>,
    /// How soon someone who refused may be asked again, in days.
    pub ask_again_after_days: Option<u32>,
}

/// What a scope means for a subject; pairs that have neither purpose nor category in common are left out.
#[expect(clippy::struct_excessive_bools, reason = "a row of a table")]
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PairRow {
    /// The place of the subject.
    pub subject: usize,
    /// The place of the scope.
    pub scope: usize,
    /// Whether the scope's purpose covers the subject's.
    pub covers_purpose: bool,
    /// Whether the scope's category covers the subject's.
    pub covers_category: bool,
    /// Whether a yes for the scope reaches the subject's channel and topic.
    pub reaches: bool,
    /// Whether a no to the scope hits the subject's channel and topic.
    pub hits: bool,
}

/// What a state of permission means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct StateRow {
    /// Whether a use may rest on it.
    pub is_valid: bool,
    /// Whether it is a request without an answer, which changes nothing.
    pub is_unanswered: bool,
    /// Whether it is somebody's no.
    pub is_no: bool,
    /// Of two changes at the same instant the stricter one holds.
    pub strictness: u8,
    /// How a use in this state deviates; `None` if it does not.
    pub lapse: Option<DeviationKind>,
}

/// Everything that words decide.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WordTables {
    /// In the order of the subjects.
    pub subjects: Vec<SubjectRow>,
    /// In the order of [`super::PermissionState::ALL`].
    pub states: Vec<StateRow>,
    /// The first day of each version of the policy, in days since 1970, earliest first.
    pub versions_from_day: Vec<i32>,
    /// By scope: how long such a permission lasts by the rule of today, in days.
    pub lasts_days: Vec<Option<u32>>,
    /// By version and subject.
    pub rulings: Vec<RulingRow>,
    /// By subject and scope.
    pub pairs: Vec<PairRow>,
}
