//! Why a use deviated, and what would have made it fine.

use super::case::{Case, Finding, Why};
use super::phrases::{contacts, days, listed, long_day_of, quoted};
use crate::domain::{DeviationKind, PermissionChange, PermissionState, Rule, Terms, UseRow};

/// A deviating use.
pub(super) struct Deviating<'a> {
    /// The use with everything that it was decided by.
    pub case: &'a Case<'a>,
    /// What is wrong with it.
    pub finding: Finding,
    /// The use in words.
    pub row: &'a UseRow<'a>,
    /// The rule in words.
    pub rule: &'a str,
}

impl Deviating<'_> {
    /// Why it deviated.
    pub fn reason(&self) -> String {
        let (rule, limits, day) = (self.rule, self.limits(), self.change_day());
        match self.finding.kind {
            DeviationKind::UnlistedRecipient => {
                let names = limits.recipients.clone().unwrap_or_default();
                format!("{rule} lets {} receive these data, not {}.", listed(&names), quoted(self.row.recipient))
            }
            DeviationKind::RetentionOverrun => {
                let kept = limit(limits.retention_days, days);
                format!("The permission dates from {day}. {rule} lets data be used for {kept}.")
            }
            DeviationKind::OverContact => {
                let allowed = limit(limits.contacts_per_30_days, contacts);
                format!("{rule} allows {allowed} in 30 days; this one went beyond that.")
            }
            DeviationKind::AskedAgainTooSoon => {
                let waited = limit(limits.ask_again_after_days, days);
                format!("The person refused on {day}. {rule} lets people be asked again after {waited}.")
            }
            DeviationKind::TermsBroken => self.terms_reason(),
            DeviationKind::OfferNotDelivered => self.offer_reason(),
            DeviationKind::SecondaryUseWithoutReask => self.new_use_reason(),
            DeviationKind::UseAfterExpiry => self.expiry_reason(),
            DeviationKind::UnapprovedWording => self.wording_reason(),
            DeviationKind::PreferenceIgnored => self.preference_reason(),
            DeviationKind::RecordMissing if self.finding.why == Why::NoProof => {
                format!(
                    "{rule} needs a record that proves the permission. The log says that it was given on {day}, but names none."
                )
            }
            _ => self.permission_reason(),
        }
    }

    /// What would have made it fine.
    pub fn remedy(&self) -> String {
        let day = long_day_of(self.case.day);
        match self.finding.kind {
            DeviationKind::UnlistedRecipient => {
                format!("It would have been fine if the policy had named {} by then.", quoted(self.row.recipient))
            }
            DeviationKind::RetentionOverrun | DeviationKind::UseAfterExpiry => {
                format!("It would have been fine if the person had renewed the permission before {day}.")
            }
            DeviationKind::OverContact => "It would have been fine some days later, within the limit.".to_owned(),
            DeviationKind::AskedAgainTooSoon => "It would have been fine to wait until the time had passed.".to_owned(),
            DeviationKind::TermsBroken => {
                format!("It would have been fine if the person had accepted terms that allow it before {day}.")
            }
            DeviationKind::OfferNotDelivered => {
                format!("It would have been fine if the offer had been delivered before {day}.")
            }
            DeviationKind::SecondaryUseWithoutReask => {
                format!("It would have been fine if the person had been asked again and said yes before {day}.")
            }
            DeviationKind::UseAfterWithdrawal => {
                let ended = self.change_day();
                format!("It would have been fine before the permission ended on {ended}, or with a new one.")
            }
            DeviationKind::RecordMissing => {
                format!("It would have been fine with a record of a valid permission from before {day}.")
            }
            DeviationKind::UnapprovedWording => {
                "It would have been fine if the wording had been approved before people were asked with it.".to_owned()
            }
            DeviationKind::PreferenceIgnored => self.preference_remedy(),
            _ => format!(
                "It would have been fine with a permission for {} with {} given before {day}.",
                quoted(self.row.purpose),
                quoted(self.row.category)
            ),
        }
    }

    /// Why the permission did not carry the use.
    fn permission_reason(&self) -> String {
        let day = self.change_day();
        let Some(change) = self.change() else {
            return format!("{} needs a permission, and none of this person was on record by then.", self.rule);
        };
        match (self.finding.kind, change.state) {
            (DeviationKind::PurposeMismatch, _) => {
                format!("The person gave permission on {day}, but for another purpose: {}.", quoted(&change.purpose))
            }
            (DeviationKind::CategoryNotCovered, _) => {
                format!(
                    "The permission of {day} is for the purpose, but covers other data: {}.",
                    quoted(&change.category)
                )
            }
            (_, PermissionState::Withdrawn) => format!("The person took the permission back on {day}."),
            (_, PermissionState::Revoked) => format!("The company itself ended the permission on {day}."),
            (_, PermissionState::Expired) => format!("The permission ran out on {day}."),
            (_, PermissionState::Invalidated) => format!("On {day} the permission turned out not to be valid."),
            (_, PermissionState::Unknown) => format!("The record of {day} does not say whether permission was given."),
            (_, PermissionState::Refused) => format!("The person said no on {day}."),
            (_, _) => format!("The person was asked on {day} and had not said yes."),
        }
    }

    /// By what the permission had ended.
    fn expiry_reason(&self) -> String {
        let day = self.change_day();
        match self.finding.why {
            Why::OwnEnd => {
                let end = self.change().and_then(|change| change.until);
                let end = end.map(|end| long_day_of(self.case.compiled.evidence.calendar.day(end.as_microsecond())));
                format!("The permission of {day} held until {}.", end.unwrap_or_default())
            }
            Why::TermsEnd => {
                let lasts = limit(self.terms().and_then(|terms| terms.permission_lasts_days), days);
                format!("The terms accepted on {day} say that the permission lasts {lasts}.")
            }
            Why::RuleEnd => {
                let lasts = limit(self.limits().permission_lasts_days, days);
                format!("The permission dates from {day}. {} lets a permission last {lasts}.", self.rule)
            }
            _ => self.permission_reason(),
        }
    }

    /// Which promise to the person was broken.
    fn terms_reason(&self) -> String {
        let day = self.change_day();
        let Some(terms) = self.terms() else {
            return format!("The use broke the terms that the person accepted on {day}.");
        };
        match self.finding.why {
            Why::Recipient => format!(
                "The terms accepted on {day} let {} receive the data, not {}.",
                listed(&terms.recipients),
                quoted(self.row.recipient)
            ),
            Why::Retention => {
                format!(
                    "The terms accepted on {day} promise to use the data for {}.",
                    limit(terms.retention_days, days)
                )
            }
            _ => {
                let promised = limit(terms.contacts_per_30_days, contacts);
                format!("The terms accepted on {day} promise {promised} in 30 days; this one went beyond that.")
            }
        }
    }

    fn offer_reason(&self) -> String {
        let day = self.change_day();
        let (offer, within) =
            self.terms().map(|terms| (terms.offer.clone(), limit(terms.offer_within_days, days))).unwrap_or_default();
        format!(
            "In return for the permission of {day} the person was offered {} within {within}; no delivery is on record.",
            quoted(&offer)
        )
    }

    /// What was not part of the deal when the person said yes.
    fn new_use_reason(&self) -> String {
        let day = self.change_day();
        let then = match self.finding.why {
            Why::Recipient => format!("did not let {} receive the data", quoted(self.row.recipient)),
            Why::Retention => "let data be used for a shorter time".to_owned(),
            Why::Contacts => "allowed fewer contacts".to_owned(),
            _ => "did not provide for such a use".to_owned(),
        };
        format!("The permission dates from {day}, when the policy {then}; it was not asked for again.")
    }

    fn wording_reason(&self) -> String {
        if self.finding.why == Why::RequestWording {
            return format!(
                "The person was asked with the wording {}, which nobody had approved by then.",
                quoted(self.row.wording)
            );
        }
        format!(
            "The permission of {} was asked for with a wording that nobody had approved by then.",
            self.change_day()
        )
    }

    /// Which preference was ignored.
    fn preference_reason(&self) -> String {
        let day = self.change_day();
        let scope = self.change().map(|change| narrowed(&change)).unwrap_or_default();
        match self.finding.why {
            Why::TooOften(limit) => {
                format!(
                    "On {day} the person asked for at most {} in 30 days{scope}; this one went beyond that.",
                    contacts(limit)
                )
            }
            Why::OtherPreference => format!("The permission of {day} is for contacts{scope} only."),
            _ => format!("On {day} the person said no to contacts{scope}."),
        }
    }

    fn preference_remedy(&self) -> String {
        match self.finding.why {
            Why::TooOften(_) => "It would have been fine some days later, within what the person wants.".to_owned(),
            Why::OtherPreference => {
                "It would have been fine as a contact of the kind that the person permitted.".to_owned()
            }
            _ => "It would have been fine over a channel and on a topic to which the person did not say no.".to_owned(),
        }
    }

    fn change(&self) -> Option<PermissionChange> {
        self.case.compiled.evidence.records().change(self.finding.change? as usize)
    }

    fn change_day(&self) -> String {
        let calendar = &self.case.compiled.evidence.calendar;
        self.change().map(|change| long_day_of(calendar.day(change.at.as_microsecond()))).unwrap_or_default()
    }

    fn terms(&self) -> Option<&Terms> {
        let change = self.case.compiled.evidence.records().changes.get(self.finding.change? as usize)?;
        Some(&self.case.compiled.promise(change.detail)?.asked.terms)
    }

    fn limits(&self) -> &Rule {
        self.case.ruling.rule
    }
}

/// The channel and topic that a change names, as they stand behind “contacts”.
fn narrowed(change: &PermissionChange) -> String {
    let part =
        |words: &str, name: &str| if name.is_empty() { String::new() } else { format!(" {words} {}", quoted(name)) };
    part("over", &change.channel) + &part("about", &change.topic)
}

fn limit(limit: Option<u32>, words: fn(u32) -> String) -> String {
    limit.map(words).unwrap_or_default()
}
