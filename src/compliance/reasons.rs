//! Why a use was judged as it was, and what would have made it fine.

use super::Evidence;
use super::Judgement;
use super::explain::{Deviating, contacts, days, listed, long_day, long_day_of, quoted};
use super::terms::{BrokenTerm, accepted_terms, broken_term};
use crate::domain::{CoverageGap, DataUse, DeviationKind, PermissionChange, PermissionState, PolicyVersion, Rule};

/// Why a use was fine.
pub(super) fn fine_reason(evidence: &Evidence, judgement: &Judgement) -> String {
    let rule = rule_name(evidence, judgement);
    match judgement.change.and_then(|index| evidence.changes.get(index)) {
        Some(change) => format!(
            "{rule} allows it with permission, and the permission of {} covers it.",
            long_day_of(evidence, change.at)
        ),
        None => format!("{rule} allows it without asking the person."),
    }
}

/// Why a use could not be judged.
pub(super) fn gap_reason(evidence: &Evidence, data_use: &DataUse, judgement: &Judgement, gap: CoverageGap) -> String {
    match gap {
        CoverageGap::UnresolvedPerson => "The log does not say whose data were used.".to_owned(),
        CoverageGap::UnknownPurpose => {
            format!("The purpose {} is not in the taxonomy.", quoted(&data_use.purpose))
        }
        CoverageGap::UnknownCategory => {
            format!("The data category {} is not in the taxonomy.", quoted(&data_use.category))
        }
        CoverageGap::OutsideAnyPolicy => match version(evidence, judgement) {
            Some(version) => format!(
                "The policy in force from {} has no rule about this purpose and these data.",
                long_day(version.holds_from)
            ),
            None => {
                format!("No policy was in force yet on {}.", long_day_of(evidence, data_use.at))
            }
        },
    }
}

/// What would close a gap.
pub(super) fn gap_remedy(gap: CoverageGap) -> String {
    match gap {
        CoverageGap::UnresolvedPerson => "It can be judged once the log names the person.",
        CoverageGap::UnknownPurpose => "It can be judged once the log names a purpose of the taxonomy.",
        CoverageGap::UnknownCategory => "It can be judged once the log names a data category of the taxonomy.",
        CoverageGap::OutsideAnyPolicy => {
            "It can be judged once a version of the policy has a rule about it on that day."
        }
    }
    .to_owned()
}

/// Why a use deviated.
pub(super) fn deviation_reason(case: &Deviating) -> String {
    let rule = rule_name(case.evidence, case.judgement);
    let limits = case.evidence.rule_of(case.judgement);
    match case.kind {
        DeviationKind::UnlistedRecipient => {
            let names = limits.and_then(|rule| rule.recipients.clone()).unwrap_or_default();
            format!("{rule} lets {} receive these data, not {}.", listed(&names), quoted(&case.data_use.recipient))
        }
        DeviationKind::RetentionOverrun => format!(
            "The permission dates from {}. {rule} lets data be used for {}.",
            change_day(case),
            limit(limits, |rule| rule.retention_days, days)
        ),
        DeviationKind::OverContact => format!(
            "{rule} allows {} in 30 days; this one went beyond that.",
            limit(limits, |rule| rule.contacts_per_30_days, contacts)
        ),
        DeviationKind::AskedAgainTooSoon => format!(
            "The person refused on {}. {rule} lets people be asked again after {}.",
            change_day(case),
            limit(limits, |rule| rule.ask_again_after_days, days)
        ),
        DeviationKind::TermsBroken => terms_reason(case),
        _ => permission_reason(case, &rule),
    }
}

/// Why the permission did not carry the use.
fn permission_reason(case: &Deviating, rule: &str) -> String {
    let day = change_day(case);
    let Some(change) = change(case) else {
        return format!("{rule} needs a permission, and none of this person was on record by then.");
    };
    match (case.kind, change.state) {
        (DeviationKind::PurposeMismatch, _) => {
            format!("The person gave permission on {day}, but for another purpose: {}.", quoted(&change.purpose))
        }
        (DeviationKind::CategoryNotCovered, _) => {
            format!("The permission of {day} is for the purpose, but covers other data: {}.", quoted(&change.category))
        }
        (DeviationKind::SecondaryUseWithoutReask, _) => format!(
            "The permission dates from {day}, when the policy did not provide for such a use; it was not asked for again."
        ),
        (_, PermissionState::Withdrawn) => format!("The person took the permission back on {day}."),
        (_, PermissionState::Revoked) => format!("The company itself ended the permission on {day}."),
        (_, PermissionState::Expired) => format!("The permission ran out on {day}."),
        (_, PermissionState::Invalidated) => format!("On {day} the permission turned out not to be valid."),
        (_, PermissionState::Unknown) => format!("The record of {day} does not say whether permission was given."),
        (_, PermissionState::Refused) => format!("The person said no on {day}."),
        (_, _) => format!("The person was asked on {day} and had not said yes."),
    }
}

/// Which promise to the person was broken.
fn terms_reason(case: &Deviating) -> String {
    let day = change_day(case);
    let terms = change(case).and_then(|change| accepted_terms(case.evidence, change));
    let Some((terms, broken)) = terms.zip(broken(case)) else {
        return format!("The use broke the terms that the person accepted on {day}.");
    };
    let promise = |limit: Option<u32>, words: fn(u32) -> String| limit.map(words).unwrap_or_default();
    match broken {
        BrokenTerm::Recipient => format!(
            "The terms accepted on {day} let {} receive the data, not {}.",
            listed(&terms.recipients),
            quoted(&case.data_use.recipient)
        ),
        BrokenTerm::Retention => {
            format!("The terms accepted on {day} promise to use the data for {}.", promise(terms.retention_days, days))
        }
        BrokenTerm::Contacts => format!(
            "The terms accepted on {day} promise {} in 30 days; this one went beyond that.",
            promise(terms.contacts_per_30_days, contacts)
        ),
    }
}

/// What would have made a deviating use fine.
pub(super) fn deviation_remedy(case: &Deviating) -> String {
    let day = long_day_of(case.evidence, case.data_use.at);
    match case.kind {
        DeviationKind::UnlistedRecipient => {
            format!("It would have been fine if the policy had named {} by then.", quoted(&case.data_use.recipient))
        }
        DeviationKind::RetentionOverrun | DeviationKind::UseAfterExpiry => {
            format!("It would have been fine if the person had renewed the permission before {day}.")
        }
        DeviationKind::OverContact => "It would have been fine some days later, within the limit.".to_owned(),
        DeviationKind::AskedAgainTooSoon => "It would have been fine to wait until the time had passed.".to_owned(),
        DeviationKind::TermsBroken => {
            format!("It would have been fine if the person had accepted terms that allow it before {day}.")
        }
        DeviationKind::UseAfterWithdrawal => {
            format!("It would have been fine before the permission ended on {}, or with a new one.", change_day(case))
        }
        DeviationKind::RecordMissing => {
            format!("It would have been fine with a record of a valid permission from before {day}.")
        }
        _ => format!(
            "It would have been fine with a permission for {} with {} given before {day}.",
            quoted(&case.data_use.purpose),
            quoted(&case.data_use.category)
        ),
    }
}

/// The broken term; contacts are the last to be looked at, so that nothing else can have been broken then.
fn broken(case: &Deviating) -> Option<BrokenTerm> {
    broken_term(case.evidence, case.data_use, change(case)?, || u64::MAX)
}

fn change<'a>(case: &Deviating<'a>) -> Option<&'a PermissionChange> {
    case.evidence.changes.get(case.judgement.change?)
}

fn change_day(case: &Deviating) -> String {
    change(case).map(|change| long_day_of(case.evidence, change.at)).unwrap_or_default()
}

fn limit(rule: Option<&Rule>, limit: fn(&Rule) -> Option<u32>, words: fn(u32) -> String) -> String {
    rule.and_then(limit).map(words).unwrap_or_default()
}

fn version<'a>(evidence: &Evidence<'a>, judgement: &Judgement) -> Option<&'a PolicyVersion> {
    evidence.policy.versions().get(judgement.policy_version?)
}

fn rule_name(evidence: &Evidence, judgement: &Judgement) -> String {
    match (evidence.rule_of(judgement), version(evidence, judgement)) {
        (Some(rule), Some(version)) => {
            format!("The rule {} of the policy from {}", quoted(&rule.name), long_day(version.holds_from))
        }
        _ => "The policy".to_owned(),
    }
}
