//! Uses of data: what was done, or held back.

use super::{Circumstance, Money, PersonKey};
use jiff::Timestamp;
use serde::{Deserialize, Serialize};

/// Whether a use took place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Outcome {
    /// It was done.
    Done,
    /// It was held back to keep a promise: forgone, not a deviation.
    HeldBack,
}

/// One use of one person's data.
#[derive(Debug, Clone, PartialEq, Serialize, Deserialize)]
pub struct DataUse {
    /// When.
    pub at: Timestamp,
    /// Whose data; `None` where the log does not say.
    pub person: Option<PersonKey>,
    /// For what.
    pub purpose: String,
    /// Which data.
    pub category: String,
    /// Who received them; empty for the company itself.
    pub recipient: String,
    /// Over which channel, such as `email`; empty if nobody was contacted.
    pub channel: String,
    /// What a contact was about, such as `cycling.tours`; a dotted name covers what is below it; empty if the log does not say.
    #[serde(default)]
    pub topic: String,
    /// For a request for permission: with which wording, by a name of its variant; empty if the log does not say.
    #[serde(default)]
    pub wording: String,
    /// Which offer the person received with it, in the words of the accepted terms; empty for none.
    #[serde(default)]
    pub delivers: String,
    /// Which campaign it belongs to.
    pub campaign: String,
    /// Which team did it; empty if the log does not say.
    #[serde(default)]
    pub team: String,
    /// Done or held back.
    pub outcome: Outcome,
    /// What it was worth, or would have been.
    pub value: Money,
    /// Why a deviation happened, where the log says so.
    pub circumstance: Option<Circumstance>,
}

impl DataUse {
    /// The use with its words borrowed.
    pub fn as_row(&self) -> UseRow<'_> {
        UseRow {
            at: self.at,
            person: self.person,
            purpose: &self.purpose,
            category: &self.category,
            recipient: &self.recipient,
            channel: &self.channel,
            topic: &self.topic,
            wording: &self.wording,
            delivers: &self.delivers,
            campaign: &self.campaign,
            team: &self.team,
            outcome: self.outcome,
            value: self.value,
            circumstance: self.circumstance,
        }
    }
}

/// One use with borrowed words, as a log's row holds it; the fields are those of [`DataUse`].
#[derive(Debug, Clone, Copy, PartialEq)]
#[expect(missing_docs, reason = "the fields are those of `DataUse`")]
pub struct UseRow<'a> {
    pub at: Timestamp,
    pub person: Option<PersonKey>,
    pub purpose: &'a str,
    pub category: &'a str,
    pub recipient: &'a str,
    pub channel: &'a str,
    pub topic: &'a str,
    pub wording: &'a str,
    pub delivers: &'a str,
    pub campaign: &'a str,
    pub team: &'a str,
    pub outcome: Outcome,
    pub value: Money,
    pub circumstance: Option<Circumstance>,
}

impl UseRow<'_> {
    /// The use with words of its own.
    pub fn to_use(self) -> DataUse {
        DataUse {
            at: self.at,
            person: self.person,
            purpose: self.purpose.to_owned(),
            category: self.category.to_owned(),
            recipient: self.recipient.to_owned(),
            channel: self.channel.to_owned(),
            topic: self.topic.to_owned(),
            wording: self.wording.to_owned(),
            delivers: self.delivers.to_owned(),
            campaign: self.campaign.to_owned(),
            team: self.team.to_owned(),
            outcome: self.outcome,
            value: self.value,
            circumstance: self.circumstance,
        }
    }
}
