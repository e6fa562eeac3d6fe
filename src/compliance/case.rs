//! One use, decided. The order stands at the top of `judge.rs`.

use super::calendar::DayNumber;
use super::compiled::{Compiled, Promise, Ruling, SubjectFacts};
use super::standing::{Answered, Known};
use crate::domain::{DeviationKind, PermissionState, WITHOUT_END};

/// What is wrong with a use.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Finding {
    /// The kind of deviation.
    pub kind: DeviationKind,
    /// The change that it rests on.
    pub change: Option<u32>,
    /// More exactly why.
    pub why: Why,
}

/// Why a use deviated, where the kind alone does not say it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Why {
    /// The kind and the change say it.
    Plain,
    /// By the recipient, of the terms or of the deal at the time.
    Recipient,
    /// By the time the data were kept, of the terms or of the deal at the time.
    Retention,
    /// By the number of contacts, of the terms or of the deal at the time.
    Contacts,
    /// The deal at the time knew no such use.
    NewUse,
    /// By the end that the permission itself names.
    OwnEnd,
    /// By the time that the accepted terms name.
    TermsEnd,
    /// By the time that the rule names.
    RuleEnd,
    /// No record proves the permission.
    NoProof,
    /// The wording of the request itself.
    RequestWording,
    /// The person permits other channels or topics only.
    OtherPreference,
    /// The person wants to be contacted less often.
    TooOften(u32),
}

/// What a use rests on: the change that permits it, if it needs one.
pub(super) type Decision = Result<Option<u32>, Finding>;

/// One use that can be judged, with its person as known at that moment, its day and its rule.
pub(super) struct Case<'a> {
    pub compiled: &'a Compiled<'a>,
    pub known: &'a Known,
    pub facts: &'a SubjectFacts,
    pub ruling: &'a Ruling<'a>,
    pub subject: u32,
    pub version: usize,
    pub at_us: i64,
    pub day: DayNumber,
}

impl<'a> Case<'a> {
    /// What is wrong with the use, or what it rests on.
    pub fn decide(&self) -> Decision {
        if self.ruling.is_unlisted {
            return Err(Finding { kind: DeviationKind::UnlistedRecipient, change: None, why: Why::Recipient });
        }
        let resting_on = if self.ruling.rule.needs_permission { Some(self.permission()?.entry.change) } else { None };
        self.preferences()?;
        if self.ruling.rule.contacts_per_30_days.is_some_and(|limit| self.is_over(limit)) {
            return Err(Finding { kind: DeviationKind::OverContact, change: resting_on, why: Why::Contacts });
        }
        self.request()?;
        Ok(resting_on)
    }

    /// The answer that permits the use.
    fn permission(&self) -> Result<&'a Answered, Finding> {
        let Some(latest) = self.latest_covering() else { return Err(self.nothing_covers()) };
        match lapse(latest.entry.state) {
            Some(kind) => Err(self.lapsed(latest, kind)),
            None => self.overreach(latest).map_or(Ok(latest), |(kind, why)| Err(finding(kind, latest, why))),
        }
    }

    /// The person's last answer that covers the use.
    fn latest_covering(&self) -> Option<&'a Answered> {
        let covers = |answered: &&Answered| {
            let scope = self.compiled.scope(answered);
            let words = self.facts.words;
            let is_meant = if answered.entry.state.is_valid() {
                self.compiled.reaches(scope, words)
            } else {
                self.compiled.hits(scope, words)
            };
            is_meant && self.compiled.covers_data(scope, words)
        };
        self.known.answered.iter().filter(covers).max_by_key(|answered| answered.place)
    }

    /// A no to a channel or topic leaves a permission for all of them standing, but is to be honoured.
    fn lapsed(&self, latest: &Answered, kind: DeviationKind) -> Finding {
        let is_general = |answered: &Answered| {
            let scope = self.compiled.scope(answered);
            !scope.is_preference()
                && answered.is_valid_at(self.at_us)
                && self.compiled.covers_data(scope, self.facts.words)
        };
        let is_objection = is_no(latest.entry.state) && self.compiled.scope(latest).is_preference();
        if is_objection && self.known.answered.iter().any(is_general) {
            return finding(DeviationKind::PreferenceIgnored, latest, Why::Plain);
        }
        finding(kind, latest, Why::Plain)
    }

    /// The valid permission nearest to a use that none covers: first for other channels or topics, then for the same data, then for the
    /// same purpose, then any.
    fn nothing_covers(&self) -> Finding {
        let words = self.facts.words;
        let ancestry = &self.compiled.evidence.ancestry;
        let nearness = |answered: &Answered| {
            let scope = self.compiled.scope(answered);
            let purpose = ancestry.covers(scope.purpose, words.purpose);
            let category = ancestry.covers(scope.category, words.category);
            match (purpose, category) {
                (true, true) => (3, DeviationKind::PreferenceIgnored, Why::OtherPreference),
                (false, true) => (2, DeviationKind::PurposeMismatch, Why::Plain),
                (true, false) => (1, DeviationKind::CategoryNotCovered, Why::Plain),
                (false, false) => (0, DeviationKind::PurposeMismatch, Why::Plain),
            }
        };
        let valid = self.known.answered.iter().filter(|answered| answered.is_valid_at(self.at_us));
        let nearest = valid.max_by_key(|answered| (nearness(answered).0, answered.place));
        match nearest.map(|answered| (answered, nearness(answered))) {
            Some((answered, (_, kind, why))) => finding(kind, answered, why),
            None => Finding { kind: DeviationKind::NoPermission, change: None, why: Why::Plain },
        }
    }

    /// How the use goes beyond a valid permission.
    fn overreach(&self, given: &Answered) -> Option<(DeviationKind, Why)> {
        let rule = self.ruling.rule;
        if rule.needs_record && !self.compiled.has_record.get(given.entry.detail as usize).copied().unwrap_or(false) {
            return Some((DeviationKind::RecordMissing, Why::NoProof));
        }
        let promise = self.compiled.promise(given.entry.detail);
        if let Some(why) = self.ended(given, promise) {
            return Some((DeviationKind::UseAfterExpiry, why));
        }
        if self.is_beyond(given, rule.retention_days) {
            return Some((DeviationKind::RetentionOverrun, Why::Retention));
        }
        if let Some(promise) = promise {
            if let Some(why) = self.broken_term(given, promise) {
                return Some((DeviationKind::TermsBroken, why));
            }
            if self.is_offer_due(given, promise) {
                return Some((DeviationKind::OfferNotDelivered, Why::Plain));
            }
        }
        if let Some(why) = self.widened(given) {
            return Some((DeviationKind::SecondaryUseWithoutReask, why));
        }
        let is_unapproved = |promise: &Promise| promise.approved_from.is_none_or(|from| given.entry.day < from);
        (rule.needs_approved_wording && promise.is_some_and(is_unapproved))
            .then_some((DeviationKind::UnapprovedWording, Why::Plain))
    }

    /// By what the permission had ended.
    fn ended(&self, given: &Answered, promise: Option<&Promise>) -> Option<Why> {
        if given.entry.until_us != WITHOUT_END && self.at_us >= given.entry.until_us {
            return Some(Why::OwnEnd);
        }
        if self.is_beyond(given, promise.and_then(|promise| promise.asked.terms.permission_lasts_days)) {
            return Some(Why::TermsEnd);
        }
        self.is_beyond(given, self.ruling.rule.permission_lasts_days).then_some(Why::RuleEnd)
    }

    /// The first of the accepted terms that the use broke.
    fn broken_term(&self, given: &Answered, promise: &Promise) -> Option<Why> {
        let terms = &promise.asked.terms;
        let recipient = self.facts.words.recipient;
        if recipient != 0 && !promise.recipients.contains(&recipient) {
            return Some(Why::Recipient);
        }
        if self.is_beyond(given, terms.retention_days) {
            return Some(Why::Retention);
        }
        terms.contacts_per_30_days.is_some_and(|limit| self.is_over(limit)).then_some(Why::Contacts)
    }

    /// Whether what was offered in return should have been delivered by now, and was not.
    fn is_offer_due(&self, given: &Answered, promise: &Promise) -> bool {
        let terms = &promise.asked.terms;
        if terms.offer.is_empty() || !self.is_beyond(given, terms.offer_within_days) {
            return false;
        }
        let is_it = |offer: u32, at_us: i64| Some(offer) == promise.offer && at_us >= given.entry.at_us;
        let is_this = self.facts.words.delivers != 0 && is_it(self.facts.words.delivers, self.at_us);
        !is_this && !self.known.deliveries.iter().any(|delivery| is_it(delivery.offer, delivery.at_us))
    }

    /// How the deal was widened since the person said yes, as far as this use needs it.
    fn widened(&self, given: &Answered) -> Option<Why> {
        let then = self.compiled.in_force(given.entry.day).filter(|&then| then < self.version)?;
        let Some(deal) = self.compiled.ruling(then, self.subject) else { return Some(Why::NewUse) };
        if deal.is_unlisted {
            return Some(Why::Recipient);
        }
        if self.is_beyond(given, deal.rule.retention_days) {
            return Some(Why::Retention);
        }
        deal.rule.contacts_per_30_days.is_some_and(|limit| self.is_over(limit)).then_some(Why::Contacts)
    }

    /// Whether a preference forbids the contact.
    fn preferences(&self) -> Result<(), Finding> {
        if self.facts.words.channel == 0 {
            return Ok(());
        }
        let objection = self.known.answered.iter().filter(|answered| self.forbids(answered));
        if let Some(objection) = objection.max_by_key(|answered| answered.place) {
            return Err(finding(DeviationKind::PreferenceIgnored, objection, Why::Plain));
        }
        let Some((limit, scope)) = self.wanted_limit() else { return Ok(()) };
        let is_counted = |subject: u32| {
            let subject = self.compiled.subjects.get(subject as usize);
            subject.is_some_and(|facts| {
                self.compiled.evidence.ancestry.covers(scope.purpose, facts.words.purpose)
                    && self.compiled.hits(scope, facts.words)
            })
        };
        if self.is_over_counting(limit.contacts, is_counted) {
            let (kind, why) = (DeviationKind::PreferenceIgnored, Why::TooOften(limit.contacts));
            return Err(Finding { kind, change: Some(limit.change), why });
        }
        Ok(())
    }

    /// Whether an answer is a no to this contact's channel or topic that no later yes to the same took back.
    fn forbids(&self, answered: &Answered) -> bool {
        let words = self.facts.words;
        let scope = self.compiled.scope(answered);
        if !is_no(answered.entry.state)
            || !scope.is_preference()
            || !self.compiled.hits(scope, words)
            || !self.compiled.covers_data(scope, words)
        {
            return false;
        }
        let takes_back = |later: &Answered| {
            let other = self.compiled.scope(later);
            later.place > answered.place
                && later.is_valid_at(self.at_us)
                && (scope.channel == 0 || other.channel == scope.channel)
                && (scope.topic == 0 || other.topic != 0)
                && self.compiled.hits(other, words)
                && self.compiled.covers_data(other, words)
        };
        !self.known.answered.iter().any(takes_back)
    }

    /// How often the person wants such contacts at most, by the last answer that says so.
    fn wanted_limit(&self) -> Option<(super::standing::Limit, crate::domain::Scope)> {
        let words = self.facts.words;
        let stated = self.known.answered.iter().filter_map(|answered| {
            let limit = answered.limit?;
            let scope = self.compiled.scope(answered);
            let is_meant = self.compiled.hits(scope, words) && self.compiled.covers_data(scope, words);
            is_meant.then_some((limit, scope))
        });
        stated.max_by_key(|(limit, _)| limit.place)
    }

    /// What is wrong with asking the person.
    fn request(&self) -> Result<(), Finding> {
        if !self.facts.is_request {
            return Ok(());
        }
        let is_unapproved = self.facts.wording_from.is_some_and(|from| self.day < from);
        if self.ruling.rule.needs_approved_wording && is_unapproved {
            let (kind, why) = (DeviationKind::UnapprovedWording, Why::RequestWording);
            return Err(Finding { kind, change: None, why });
        }
        let Some(days) = self.ruling.rule.ask_again_after_days.filter(|&days| days > 0) else { return Ok(()) };
        let is_refusal = |answered: &&Answered| answered.entry.state == PermissionState::Refused;
        let refusal = self.known.answered.iter().filter(is_refusal).max_by_key(|answered| answered.place);
        // Asking is allowed again on the day itself, so that only the days before it are too soon.
        let is_too_soon = |refusal: &&Answered| !self.is_beyond(refusal, Some(days - 1));
        refusal
            .filter(is_too_soon)
            .map_or(Ok(()), |refusal| Err(finding(DeviationKind::AskedAgainTooSoon, refusal, Why::Plain)))
    }

    /// Whether the use's day lies more than some days after an answer's; without a limit, never.
    fn is_beyond(&self, answered: &Answered, days: Option<u32>) -> bool {
        days.is_some_and(|days| i64::from(self.day) > i64::from(answered.entry.day) + i64::from(days))
    }

    /// Whether this contact is one more than a limit in the 30 calendar days that end with it.
    fn is_over(&self, limit: u32) -> bool {
        self.is_over_counting(limit, |_| true)
    }

    fn is_over_counting(&self, limit: u32, is_counted: impl Fn(u32) -> bool) -> bool {
        if self.facts.words.channel == 0 {
            return false;
        }
        let limit = limit as usize;
        let recent = self.known.contacts.iter().rev().take_while(|contact| contact.day > self.day - 30);
        recent.filter(|contact| is_counted(contact.subject)).take(limit).count() >= limit
    }
}

fn finding(kind: DeviationKind, answered: &Answered, why: Why) -> Finding {
    Finding { kind, change: Some(answered.entry.change), why }
}

/// Whether a state is somebody's no.
pub(super) fn is_no(state: PermissionState) -> bool {
    matches!(state, PermissionState::Refused | PermissionState::Withdrawn | PermissionState::Revoked)
}

/// What is wrong with using data in this state of the permission.
pub(super) fn lapse(state: PermissionState) -> Option<DeviationKind> {
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
