//! Whether a use kept the terms that its person accepted.

use super::Evidence;
use crate::domain::{DataUse, PermissionChange, PermissionOrigin, Terms};

/// Which of the accepted terms a use broke.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum BrokenTerm {
    /// The recipient is not named in the terms.
    Recipient,
    /// The data were used longer than the terms say.
    Retention,
    /// The person was contacted more often than the terms say.
    Contacts,
}

/// The terms that a change of permission rests on, where it came from a response and its variant is known.
pub(super) fn accepted_terms<'a>(evidence: &Evidence<'a>, change: &PermissionChange) -> Option<&'a Terms> {
    match change.origin {
        PermissionOrigin::Response { variant } => evidence.terms.get(&variant),
        PermissionOrigin::Log => None,
    }
}

/// The first of the accepted terms that a use broke; `contacts` counts those of the 30 days that end with it.
pub(super) fn broken_term(
    evidence: &Evidence,
    data_use: &DataUse,
    change: &PermissionChange,
    contacts: impl FnOnce() -> u64,
) -> Option<BrokenTerm> {
    let terms = accepted_terms(evidence, change)?;
    if !data_use.recipient.is_empty() && !terms.recipients.contains(&data_use.recipient) {
        return Some(BrokenTerm::Recipient);
    }
    if terms.retention_days.is_some_and(|days| evidence.is_beyond(data_use.at, change.at, days)) {
        return Some(BrokenTerm::Retention);
    }
    let is_over = terms.contacts_per_30_days.is_some_and(|limit| contacts() > u64::from(limit));
    is_over.then_some(BrokenTerm::Contacts)
}
