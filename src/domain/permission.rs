//! Permissions: who agreed to what, and what became of it.

use super::{PersonKey, PlainWord};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// The state of a permission (W3C DPV 2, consent status).
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PermissionState {
    /// Given by the person.
    Given,
    /// Given again after it ran out or was withdrawn.
    RenewedGiven,
    /// Asked for, not answered yet.
    Requested,
    /// The request was put off or dismissed.
    RequestDeferred,
    /// The person said no.
    Refused,
    /// The person took it back.
    Withdrawn,
    /// The company ended it.
    Revoked,
    /// It ran out.
    Expired,
    /// It turned out not to be valid.
    Invalidated,
    /// Nothing is known of it.
    Unknown,
}

impl PermissionState {
    /// All states, in the order in which they are shown.
    pub const ALL: [Self; 10] = [
        Self::Given,
        Self::RenewedGiven,
        Self::Requested,
        Self::RequestDeferred,
        Self::Refused,
        Self::Withdrawn,
        Self::Revoked,
        Self::Expired,
        Self::Invalidated,
        Self::Unknown,
    ];

    /// Whether a use may rest on it.
    pub fn is_valid(self) -> bool {
        matches!(self, Self::Given | Self::RenewedGiven)
    }

    /// Whether it is only a request that the person has not answered: it takes nothing back that was said before.
    pub fn is_unanswered(self) -> bool {
        matches!(self, Self::Requested | Self::RequestDeferred)
    }

    /// The state as people read it.
    pub fn label(self) -> &'static str {
        match self {
            Self::Given => "Given",
            Self::RenewedGiven => "Renewed",
            Self::Requested => "Requested",
            Self::RequestDeferred => "Put off",
            Self::Refused => "Refused",
            Self::Withdrawn => "Withdrawn",
            Self::Revoked => "Revoked by us",
            Self::Expired => "Expired",
            Self::Invalidated => "Not valid",
            Self::Unknown => "Unknown",
        }
    }

    /// The state from a log's word: the DPV name in any case, or a usual synonym.
    pub fn parse(word: &str) -> Option<Self> {
        Some(match PlainWord::of(word)?.as_str() {
            "given" | "consentgiven" | "granted" | "accepted" | "accept" | "optin" | "yes" | "true" | "1" => {
                Self::Given
            }
            "renewedgiven" | "renewed" | "consentrenewed" => Self::RenewedGiven,
            "requested" | "pending" => Self::Requested,
            "requestdeferred" | "deferred" | "dismissed" | "dismiss" => Self::RequestDeferred,
            "refused" | "declined" | "rejected" | "reject" | "denied" | "no" | "false" | "0" => Self::Refused,
            "withdrawn" | "consentwithdrawn" | "optout" | "unsubscribed" => Self::Withdrawn,
            "revoked" => Self::Revoked,
            "expired" => Self::Expired,
            "invalidated" | "invalid" => Self::Invalidated,
            "unknown" | "unset" => Self::Unknown,
            _ => return None,
        })
    }
}

/// Where a change of permission was learnt from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum PermissionOrigin {
    /// A response in an experiment, to the variant with this key.
    Response {
        /// The key of the variant.
        variant: i64,
    },
    /// An imported permission log.
    Log,
}

/// One change of one person's permission for one purpose and category.
///
/// A change that names a channel or a topic is about these only: a preference. A valid one permits contacts over the channel and on the
/// topic; one that is not valid forbids them, whatever else is permitted.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct PermissionChange {
    /// When it took effect.
    pub at: Timestamp,
    /// Who.
    pub person: PersonKey,
    /// For what; a purpose covers what is below it.
    pub purpose: String,
    /// Which data; empty for all categories.
    pub category: String,
    /// Over which channel, such as `sms`; empty for all channels.
    #[serde(default)]
    pub channel: String,
    /// On which topic, such as `cycling`; a dotted name covers what is below it; empty for all topics.
    #[serde(default)]
    pub topic: String,
    /// The state from then on.
    pub state: PermissionState,
    /// Where it was learnt from.
    pub origin: PermissionOrigin,
    /// How often the person wants to be contacted at most, in contacts per 30 days; `None` if they did not say.
    #[serde(default)]
    pub contacts_per_30_days: Option<u32>,
    /// When it ends by itself; `None` if it names no end.
    #[serde(default)]
    pub until: Option<Timestamp>,
    /// Whether something proves it: an answer in an experiment does, and a log's row with the number of a record.
    #[serde(default)]
    pub has_record: bool,
}
