//! Deviations from permission, terms and policy, and what people say of them.

use super::{Circumstance, Money};
use jiff::{Timestamp, civil::Date};
use serde::{Deserialize, Serialize};

macro_rules! named {
    ($(#[$meta:meta])* $type:ident { $($name:ident, $label:literal, $doc:literal;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
        pub enum $type { $(#[doc = $doc] $name,)* }

        impl $type {
            /// All values, in the order in which they are shown.
            pub const ALL: &'static [Self] = &[$(Self::$name,)*];

            /// The name as logs and exports write it.
            pub fn name(self) -> &'static str {
                match self { $(Self::$name => stringify!($name),)* }
            }

            /// The name as people read it.
            pub fn label(self) -> &'static str {
                match self { $(Self::$name => $label,)* }
            }

            /// The value from a word: its name or label, in any case and spacing.
            pub fn parse(word: &str) -> Option<Self> {
                let plain = |text: &str| text.chars().filter(char::is_ascii_alphanumeric).collect::<String>().to_ascii_lowercase();
                let word = plain(word);
                Self::ALL.iter().copied().find(|known| plain(known.name()) == word || plain(known.label()) == word)
            }
        }
    };
}

named! {
    /// How a use deviated.
    DeviationKind {
        NoPermission, "No permission", "The person was never asked, or did not say yes.";
        UseAfterWithdrawal, "Use after withdrawal", "The person had taken the permission back.";
        UseAfterExpiry, "Use after expiry", "The permission had run out.";
        PurposeMismatch, "Other purpose than permitted", "The person permitted another purpose.";
        CategoryNotCovered, "Data not covered", "The person permitted the purpose, but not with these data.";
        SecondaryUseWithoutReask, "New use without asking again", "A new use for which people should have been asked again.";
        RetentionOverrun, "Kept too long", "The data were used longer than the policy allows.";
        UnlistedRecipient, "Unlisted recipient", "Data went to somebody the policy does not list.";
        TermsBroken, "Promise to the person broken", "The use broke the terms that this person accepted.";
        OfferNotDelivered, "Offer not delivered", "What was offered in return was not delivered.";
        OverContact, "Over contact limit", "The person was contacted more often than allowed.";
        PreferenceIgnored, "Preference ignored", "A preference of the person was ignored.";
        AskedAgainTooSoon, "Asked again too soon", "Somebody who had refused was asked again too soon.";
        UnapprovedWording, "Unapproved wording", "People were asked with a wording that nobody approved.";
        RecordMissing, "No record of the permission", "The permission cannot be proved (GDPR 7(1)).";
    }
}

named! {
    /// Why a use could not be judged; not a deviation, but shown beside the rate.
    CoverageGap {
        UnresolvedPerson, "Person not identified", "The log does not say whose data were used.";
        UnknownPurpose, "Unknown purpose", "The purpose is empty or not in the taxonomy.";
        UnknownCategory, "Unknown data category", "The category is empty or not in the taxonomy.";
        OutsideAnyPolicy, "Outside any policy", "No policy version, or no rule of it, is about this use.";
    }
}

named! {
    /// What was decided about an incident.
    Disposition {
        Open, "Open", "Nobody has decided yet.";
        Stands, "Stands", "It is a deviation.";
        Explained, "Explained", "It is a deviation with an explanation.";
        Accepted, "Accepted", "The risk was accepted.";
        Remediated, "Remediated", "It was put right.";
        HeldBack, "Held back", "It was stopped before it took effect.";
    }
}

named! {
    /// How an incident came to light (VERIS).
    Discovery {
        LogReview, "Review of logs", "Somebody looked through logs.";
        ReportedByEmployee, "Reported by an employee", "An employee reported it.";
        ReportedByCustomer, "Reported by a customer", "A customer reported it.";
        Audit, "Audit", "An audit found it.";
        Monitoring, "Monitoring", "Monitoring found it.";
    }
}

/// What makes deviating uses one incident: their kind, campaign and day.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct IncidentKey {
    /// The day, in the workspace's time zone.
    pub day: Date,
    /// The kind.
    pub kind: DeviationKind,
    /// The campaign.
    pub campaign: String,
}

/// What a person wrote about an incident; survives judging again.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentNote {
    /// Which incident.
    pub key: IncidentKey,
    /// Why it happened, where a person says otherwise than the log.
    pub circumstance: Option<Circumstance>,
    /// What it cost.
    pub cost: Option<Money>,
    /// What was decided.
    pub disposition: Disposition,
    /// In words.
    pub note: String,
    /// How it came to light.
    #[serde(default)]
    pub discovery: Option<Discovery>,
    /// The day on which it came to light.
    #[serde(default)]
    pub discovered_on: Option<Date>,
    /// The day on which it was put right.
    #[serde(default)]
    pub remedied_on: Option<Date>,
    /// Who wrote it, by the name that they gave on their own computer; empty if they gave none.
    #[serde(default)]
    pub by: String,
    /// When it was written; `None` for notes of before this was kept.
    #[serde(default)]
    pub at: Option<Timestamp>,
}

impl IncidentNote {
    /// A note that says nothing yet.
    pub fn empty(key: IncidentKey) -> Self {
        Self {
            key,
            circumstance: None,
            cost: None,
            disposition: Disposition::Open,
            note: String::new(),
            discovery: None,
            discovered_on: None,
            remedied_on: None,
            by: String::new(),
            at: None,
        }
    }
}

/// A change of what counts as a deviation, marked by a person: figures before and after are not compared as one series.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct DefinitionChange {
    /// The first day of the new definition.
    pub holds_from: Date,
    /// What changed, in words.
    pub what: String,
}

/// Deviations recorded elsewhere: one event, or several already counted.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecordedDeviations {
    /// The day, or the first day of the quarter.
    pub day: Date,
    /// Whether only the calendar quarter is known, not the day.
    pub quarter_only: bool,
    /// The kind as the source calls it.
    pub kind: String,
    /// The circumstance as the source calls it.
    pub circumstance: String,
    /// How many.
    pub count: u64,
    /// How many people it touched.
    pub people: u64,
    /// What it cost.
    pub cost: Money,
    /// The day on which it came to light, where it is told.
    #[serde(default)]
    pub discovered_on: Option<Date>,
    /// The day on which it was put right, likewise.
    #[serde(default)]
    pub remedied_on: Option<Date>,
}
