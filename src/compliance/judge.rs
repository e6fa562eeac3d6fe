//! Judging uses.
//!
//! A use is judged in this order; the first that matches is the verdict:
//!
//! 1. It was held back → `HeldBack`.
//! 2. It cannot be judged → a gap: `UnresolvedPerson`, `UnknownPurpose`, `UnknownCategory`, `OutsideAnyPolicy` (no version
//!    was in force on its day in the workspace's zone, or no applicable rule of that version is about its purpose and
//!    category). Otherwise it is judged by the first such rule.
//! 3. The recipient is named in the log but not in the rule's list → `UnlistedRecipient`. A rule without a list names nobody.
//! 4. The rule needs a permission. What counts is the latest change at or before the use whose purpose and category cover
//!    the use's; of changes at one instant, the less permissive one.
//!    - No such change: a valid permission for another purpose with the same data → `PurposeMismatch`; for the purpose but
//!      other data → `CategoryNotCovered`; for another purpose and other data → `PurposeMismatch`; else → `NoPermission`.
//!    - Withdrawn or revoked → `UseAfterWithdrawal`; expired → `UseAfterExpiry`; invalidated or unknown → `RecordMissing`;
//!      anything else that is not valid → `NoPermission`.
//!    - Valid, but given longer ago than the rule keeps → `RetentionOverrun`.
//!    - Valid, from a response with known terms, and these name neither the recipient, nor so long a time, nor so many
//!      contacts → `TermsBroken`.
//!    - Valid, but given under an earlier version without any rule about this use → `SecondaryUseWithoutReask`.
//! 5. More contacts in 30 days, this one included, than the rule allows → `OverContact`. Every use that was done and has a
//!    channel is a contact.
//! 6. The use is a request (its category is `user.privacy_preferences`) and a refusal of the person, for any purpose,
//!    stands that is younger than the rule's `ask_again_after_days` → `AskedAgainTooSoon`.
//! 7. Otherwise it was fine.
//!
//! Days are calendar days in the workspace's zone, so that neither a leap day nor a change of the clocks moves a limit.

use super::contacts::Contacts;
use super::history::{Histories, NearMiss};
use super::terms::broken_term;
use super::{Evidence, Judgement, Verdict};
use crate::domain::{
    CoverageGap, DataUse, DeviationKind, Outcome, PermissionChange, PermissionState, PersonKey, Rule, covers,
    is_known_category, is_known_purpose,
};

/// The data category that says a use is itself a request for permission.
pub(super) const REQUEST_CATEGORY: &str = "user.privacy_preferences";

/// Judges uses, in any order of time: one judgement for each, in the order of `uses`.
pub fn judge(evidence: &Evidence, uses: &[DataUse]) -> Vec<Judgement> {
    let histories = Histories::new(evidence.changes);
    let contacts = Contacts::new(uses);
    let bench = Bench { evidence, histories: &histories, contacts: &contacts, uses };
    (0..uses.len()).map(|index| bench.judge(index)).collect()
}

/// Everything prepared to judge one use after the other.
struct Bench<'a> {
    evidence: &'a Evidence<'a>,
    histories: &'a Histories<'a>,
    contacts: &'a Contacts,
    uses: &'a [DataUse],
}

/// One use that can be judged, with its person, day and rule.
struct Case<'a> {
    bench: &'a Bench<'a>,
    index: usize,
    data_use: &'a DataUse,
    person: PersonKey,
    version: usize,
    rule: &'a Rule,
}

/// A deviation and the change it rests on.
type Finding = (DeviationKind, Option<usize>);

impl Bench<'_> {
    fn judge(&self, index: usize) -> Judgement {
        let data_use = &self.uses[index];
        let mut judgement = Judgement { verdict: Verdict::HeldBack, policy_version: None, rule: None, change: None };
        if data_use.outcome == Outcome::HeldBack {
            return judgement;
        }
        let day = self.evidence.day(data_use.at);
        judgement.policy_version = self.evidence.policy.in_force(day);
        let (person, version, rule_index) = match self.subject(data_use, judgement.policy_version) {
            Ok(subject) => subject,
            Err(gap) => {
                judgement.verdict = Verdict::Gap(gap);
                return judgement;
            }
        };
        judgement.rule = Some(rule_index);
        let rule = &self.evidence.policy.versions()[version].rules[rule_index];
        let case = Case { bench: self, index, data_use, person, version, rule };
        let (kind, change) = case.decide();
        judgement.verdict = kind.map_or(Verdict::Fine, Verdict::Deviation);
        judgement.change = change;
        judgement
    }

    /// Whose data, under which version and rule; or why that cannot be said.
    fn subject(&self, data_use: &DataUse, version: Option<usize>) -> Result<(PersonKey, usize, usize), CoverageGap> {
        let person = data_use.person.ok_or(CoverageGap::UnresolvedPerson)?;
        if !is_known_purpose(&data_use.purpose) {
            return Err(CoverageGap::UnknownPurpose);
        }
        if !is_known_category(&data_use.category) {
            return Err(CoverageGap::UnknownCategory);
        }
        let version = version.ok_or(CoverageGap::OutsideAnyPolicy)?;
        let rule = self.evidence.rule_about(version, &data_use.purpose, &data_use.category);
        Ok((person, version, rule.ok_or(CoverageGap::OutsideAnyPolicy)?))
    }
}

impl Case<'_> {
    /// The deviation, if any, and the change that it or the permission rests on.
    fn decide(&self) -> (Option<DeviationKind>, Option<usize>) {
        if let Some((kind, change)) = self.unlisted_recipient() {
            return (Some(kind), change);
        }
        let permission = if self.rule.needs_permission { self.permission() } else { Ok(None) };
        let resting_on = match permission {
            Ok(change) => change,
            Err((kind, change)) => return (Some(kind), change),
        };
        match self.over_contact(resting_on).or_else(|| self.asked_too_soon()) {
            Some((kind, change)) => (Some(kind), change),
            None => (None, resting_on),
        }
    }

    fn unlisted_recipient(&self) -> Option<Finding> {
        let listed = self.rule.recipients.as_ref()?;
        let is_unlisted = !self.data_use.recipient.is_empty() && !listed.contains(&self.data_use.recipient);
        is_unlisted.then_some((DeviationKind::UnlistedRecipient, None))
    }

    /// The change that permits the use, or what is wrong with it.
    fn permission(&self) -> Result<Option<usize>, Finding> {
        let Some((index, change)) = self.bench.histories.latest_covering(self.person, self.data_use) else {
            return Err(self.nothing_covers());
        };
        let problem = lapse(change.state).or_else(|| self.overreach(change));
        problem.map_or(Ok(Some(index)), |kind| Err((kind, Some(index))))
    }

    fn nothing_covers(&self) -> Finding {
        match self.bench.histories.near_miss(self.person, self.data_use) {
            Some(NearMiss::OtherPurpose(index)) => (DeviationKind::PurposeMismatch, Some(index)),
            Some(NearMiss::OtherCategory(index)) => (DeviationKind::CategoryNotCovered, Some(index)),
            None => (DeviationKind::NoPermission, None),
        }
    }

    /// How the use goes beyond a valid permission.
    fn overreach(&self, change: &PermissionChange) -> Option<DeviationKind> {
        let evidence = self.bench.evidence;
        if self.rule.retention_days.is_some_and(|days| evidence.is_beyond(self.data_use.at, change.at, days)) {
            return Some(DeviationKind::RetentionOverrun);
        }
        if broken_term(evidence, self.data_use, change, || self.contacts()).is_some() {
            return Some(DeviationKind::TermsBroken);
        }
        self.is_new_use(change).then_some(DeviationKind::SecondaryUseWithoutReask)
    }

    /// Whether the version under which the permission was given knew no such use.
    fn is_new_use(&self, change: &PermissionChange) -> bool {
        let evidence = self.bench.evidence;
        if self.version == 0 {
            return false;
        }
        let given_under = evidence.policy.in_force(evidence.day(change.at));
        given_under.is_some_and(|version| {
            version < self.version
                && evidence.rule_about(version, &self.data_use.purpose, &self.data_use.category).is_none()
        })
    }

    /// Counted only where a limit asks for it, as most rules have none.
    fn contacts(&self) -> u64 {
        self.bench.contacts.in_thirty_days(self.bench.evidence, self.index)
    }

    fn over_contact(&self, resting_on: Option<usize>) -> Option<Finding> {
        let limit = self.rule.contacts_per_30_days?;
        (self.contacts() > u64::from(limit)).then_some((DeviationKind::OverContact, resting_on))
    }

    fn asked_too_soon(&self) -> Option<Finding> {
        let days = self.rule.ask_again_after_days?;
        if !covers(REQUEST_CATEGORY, &self.data_use.category) {
            return None;
        }
        let (index, refusal) = self.bench.histories.standing_refusal(self.person, self.data_use.at)?;
        // Asking is allowed again on the day itself, so that only the days before it are too soon.
        let is_too_soon = days > 0 && !self.bench.evidence.is_beyond(self.data_use.at, refusal.at, days - 1);
        is_too_soon.then_some((DeviationKind::AskedAgainTooSoon, Some(index)))
    }
}

/// What is wrong with using data in this state of the permission.
fn lapse(state: PermissionState) -> Option<DeviationKind> {
    match state {
        PermissionState::Given | PermissionState::RenewedGiven => None,
        PermissionState::Withdrawn | PermissionState::Revoked => Some(DeviationKind::UseAfterWithdrawal),
        PermissionState::Expired => Some(DeviationKind::UseAfterExpiry),
        PermissionState::Invalidated | PermissionState::Unknown => Some(DeviationKind::RecordMissing),
        PermissionState::Requested | PermissionState::RequestDeferred | PermissionState::Refused => {
            Some(DeviationKind::NoPermission)
        }
    }
}
