//! Mappings of logs in which each role is one column.

use super::suggested::{
    CATEGORIES, PEOPLE, PURPOSES, TIMES, anything, is_circumstance, is_count, is_money, is_outcome, is_quarter,
    is_state,
};
use super::typed::{check, corrections, unknown, unquoted};
use crate::logs::guess::Guesser;
use crate::logs::times::is_time;
use crate::logs::{LogError, Preview, counted};
use serde::{Deserialize, Serialize};

macro_rules! simple_mapping {
    ($(#[$meta:meta])* $type:ident, [$($order:ident),*] { $($(#[$field_meta:meta])* $field:ident: $names:expr, $fits:expr;)* }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
        #[serde(default)]
        pub struct $type { $($(#[$field_meta])* pub $field: Option<String>,)* }

        impl $type {
            /// A guess from the names of the columns, among which those are preferred whose values read as they should.
            pub fn guess(preview: &Preview) -> Self {
                let mut guesser = Guesser::new(preview);
                let mut mapping = Self::default();
                $(mapping.$field = guesser.by_name($names, $fits);)*
                mapping
            }

            /// Corrects the mapping: `key=column`, several parted by commas; nothing after the equals sign clears it.
            pub fn apply(&mut self, spec: &str) -> Result<(), LogError> {
                for (key, value) in corrections(spec)? {
                    let column = (!value.is_empty()).then(|| unquoted(value).to_owned());
                    match key {
                        $(stringify!($field) => self.$field = column,)*
                        _ => return Err(unknown(key, &[$(stringify!($order)),*])),
                    }
                }
                Ok(())
            }

            /// The mapped columns.
            pub fn columns(&self) -> Vec<&String> {
                [$(&self.$field),*].into_iter().flatten().collect()
            }
        }
    };
}

simple_mapping! {
    /// Where a permission log says whose permission became what, and when.
    PermissionMapping, [at, person, purpose, category, channel, topic, state, contacts, until, record] {
        /// When.
        at: TIMES, is_time;
        /// The new state.
        state: &["state", "status", "permission", "consent", "consentgiven", "consentaction", "preference", "decision", "action", "event"], is_state;
        /// Who.
        person: PEOPLE, anything;
        /// For what.
        purpose: PURPOSES, anything;
        /// Which data.
        category: CATEGORIES, anything;
        /// Over which channel.
        channel: &["channel", "medium", "via"], anything;
        /// On which topic.
        topic: &["topic", "topics", "interest"], anything;
        /// How often at most, in contacts per 30 days.
        contacts: &["contacts", "contactsper30days", "maxcontacts", "frequency"], is_count;
        /// Until when.
        until: &["until", "validuntil", "validto", "expiresat", "expires", "expiry", "expirydate"], is_time;
        /// What proves it.
        record: &["record", "recordid", "receipt", "receiptid", "consentid", "consentreceipt", "proof"], anything;
    }
}

simple_mapping! {
    /// Where a use log says whose data were used when and for what.
    UseMapping, [occurred_at, person, purpose, category, recipient, channel, topic, wording, delivers, campaign, team, outcome, value, circumstance] {
        /// When.
        occurred_at: &["occurredat", "usedat", "timestamp", "time", "at", "datetime", "sentat", "createdat", "eventtime", "date", "day"], is_time;
        /// Whose data.
        person: PEOPLE, anything;
        /// For what.
        purpose: PURPOSES, anything;
        /// Which data.
        category: CATEGORIES, anything;
        /// Who received them.
        recipient: &["recipient", "consumer", "vendor", "partner", "receiver", "processor"], anything;
        /// Over which channel.
        channel: &["channel", "medium", "via"], anything;
        /// Which campaign.
        campaign: &["campaign", "campaignid", "campaignname", "mailing", "job"], anything;
        /// Done or held back.
        outcome: &["outcome", "result", "status", "action", "state", "control"], is_outcome;
        /// What it was worth.
        value: &["value", "revenue", "amount", "worth", "price"], is_money;
        /// Why a deviation happened.
        circumstance: &["circumstance", "cause", "reason", "rootcause"], is_circumstance;
        /// On which topic.
        topic: &["topic", "topics", "interest"], anything;
        /// With which wording a request was made.
        wording: &["wording", "prompt", "variant"], anything;
        /// Which offer the person received.
        delivers: &["delivers", "offer", "reward"], anything;
        /// Which team did it.
        team: &["team", "department"], anything;
    }
}

simple_mapping! {
    /// Where a list of deviations says what happened when, and how often.
    DeviationMapping, [date, quarter, kind, circumstance, count, people, cost] {
        /// The quarter, where only that is known.
        quarter: &["quarter", "calendarquarter", "period"], is_quarter;
        /// The day.
        date: &["date", "day", "occurredat", "occurred", "timestamp", "time", "reportedat", "datetime"], is_time;
        /// What it was.
        kind: &["kind", "deviation", "deviationkind", "type", "incidenttype", "category", "incident"], anything;
        /// Why.
        circumstance: &["circumstance", "cause", "reason", "rootcause"], anything;
        /// How many.
        count: &["count", "n", "number", "incidents", "total", "events"], is_count;
        /// How many people it touched.
        people: &["people", "persons", "affected", "subjects", "datasubjects", "peopleaffected"], is_count;
        /// What it cost.
        cost: &["cost", "amount", "loss", "fine", "damage"], is_money;
    }
}

simple_mapping! {
    /// Where a log of counts says how many people answered how.
    CountMapping, [test, variant, day, shown, accepted, declined, dismissed, ignored] {
        /// How many were shown it; without it, the sum of all answers.
        shown: counted::SHOWN, is_count;
        /// How many accepted.
        accepted: counted::ACCEPTED, is_count;
        /// How many declined.
        declined: &["declined", "optout", "optouts", "rejected", "refused", "no"], is_count;
        /// How many dismissed it.
        dismissed: &["dismissed", "closed"], is_count;
        /// How many ignored it.
        ignored: &["ignored", "noresponse", "noreaction"], is_count;
        /// On which day.
        day: &["day", "date", "datafrom", "eventdate"], is_time;
        /// In which test; without it the file is one.
        test: counted::TESTS, anything;
        /// Which variant.
        variant: counted::VARIANTS, anything;
    }
}

/// Where a file of past tests says which wording of which test how many people were shown, and how many accepted.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct PastMapping {
    /// In which test; without it the file is one.
    pub test: Option<String>,
    /// The words that people were shown.
    pub wording: Option<String>,
    /// How many were shown them.
    pub shown: Option<String>,
    /// How many accepted.
    pub accepted: Option<String>,
}

impl PastMapping {
    /// Corrects the mapping: `key=column`, several parted by commas; nothing after the equals sign clears it.
    pub fn apply(&mut self, spec: &str) -> Result<(), LogError> {
        for (key, value) in corrections(spec)? {
            let column = (!value.is_empty()).then(|| unquoted(value).to_owned());
            match key {
                "test" => self.test = column,
                "wording" => self.wording = column,
                "shown" => self.shown = column,
                "accepted" => self.accepted = column,
                _ => return Err(unknown(key, &["test", "wording", "shown", "accepted"])),
            }
        }
        Ok(())
    }

    /// The mapped columns.
    pub fn columns(&self) -> Vec<&String> {
        [&self.test, &self.wording, &self.shown, &self.accepted].into_iter().flatten().collect()
    }
}

impl CountMapping {
    /// Whether the log has all mapped columns, and variant and accepted are mapped.
    pub fn check(&self, columns: &[String]) -> Result<(), LogError> {
        // Without people shown, who accepted is only part of an answer.
        let all = self.shown.is_some() || self.declined.is_some();
        let needed = [(self.variant.is_some(), "variant"), (self.accepted.is_some(), "accepted"), (all, "shown")];
        check(self.columns(), &needed, columns)
    }
}

impl PermissionMapping {
    /// Whether the log has all mapped columns, and time, person, purpose and state are mapped.
    pub fn check(&self, columns: &[String]) -> Result<(), LogError> {
        let needed = [(&self.at, "at"), (&self.person, "person"), (&self.purpose, "purpose"), (&self.state, "state")];
        check(self.columns(), &needed.map(|(column, role)| (column.is_some(), role)), columns)
    }
}

impl UseMapping {
    /// Whether the log has all mapped columns, and a time is mapped.
    pub fn check(&self, columns: &[String]) -> Result<(), LogError> {
        check(self.columns(), &[(self.occurred_at.is_some(), "occurred_at")], columns)
    }
}

impl DeviationMapping {
    /// Whether the log has all mapped columns, and a day or quarter is mapped.
    pub fn check(&self, columns: &[String]) -> Result<(), LogError> {
        check(self.columns(), &[(self.date.is_some() || self.quarter.is_some(), "date")], columns)
    }
}
