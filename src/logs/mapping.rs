//! Which columns of a log say what.

use super::guess::Guesser;
use super::numbers::{read_count, read_money};
use super::times::{is_time, is_written_time};
use super::{AnswerWords, LogError, Preview};
use crate::domain::{Circumstance, Outcome, PermissionState, PlainWord, Quarter};
use serde::{Deserialize, Serialize};

/// Where a response log says who saw which variant when, and what they answered.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(default)]
pub struct ResponseMapping {
    /// Who; without it every row is a person of its own.
    pub person: Option<String>,
    /// Which variant; the values of several columns are joined with `+`.
    pub variant: Vec<String>,
    /// When; without it the rows keep the order of the log.
    pub shown_at: Option<String>,
    /// What was answered; without it every row says only that the request was shown.
    pub response: Option<String>,
    /// What tells one event from another; rows of the same person, event and answer are one row that came twice.
    pub event: Option<String>,
    /// Segments: their names and columns.
    pub segments: Vec<(String, String)>,
    /// The words for the answers.
    pub answers: AnswerWords,
}

const RESPONSE_KEYS: &[&str] = &[
    "person",
    "variant",
    "shown_at",
    "response",
    "event",
    "segment:NAME",
    "accepted",
    "declined",
    "dismissed",
    "ignored",
    "shown",
    "withdrawn",
];
/// Whether many rows of a column share few values, none of which reads as an address.
fn tells_segments(preview: &Preview, column: &str) -> bool {
    let Some(index) = preview.column(column) else { return false };
    let values: Vec<&str> = preview.rows.iter().filter_map(|row| row.get(index)).map(String::as_str).collect();
    let distinct: std::collections::BTreeSet<&str> = values.iter().copied().collect();
    let shared = distinct.len() * 2 <= values.len() || distinct.len() <= 5;
    shared && !values.iter().any(|value| value.contains('@'))
}

/// Of a log with more columns, the first so many are proposed as segments.
const MOST_SEGMENTS: usize = 10;
const SEGMENTS: &[&str] = &[
    "country",
    "region",
    "market",
    "device",
    "devicetype",
    "platform",
    "language",
    "browser",
    "os",
    "channel",
    "jurisdiction",
    "usergeography",
];

impl ResponseMapping {
    /// A guess from the names of the columns, then from their values.
    pub fn guess(preview: &Preview) -> Self {
        let words = AnswerWords::default();
        let table = words.words();
        let is_answer = |cell: &str| table.meaning(cell.trim()).is_some();
        let mut guesser = Guesser::new(preview);
        let shown_at = guesser.by_name(TIMES, is_time).or_else(|| guesser.by_values(is_written_time));
        let response = guesser.by_name(RESPONSES, is_answer);
        let person = guesser.by_name(PEOPLE, |_| true);
        let mut variant: Vec<String> = guesser.by_name(VARIANTS, |_| true).into_iter().collect();
        // A group alone may not tell what was shown: assignment and showing can disagree.
        if variant.first().is_some_and(|column| column.to_lowercase().contains("group")) {
            variant.extend(guesser.by_name(&["landingpage", "page", "shownpage"], |_| true));
        }
        let response = response.or_else(|| guesser.by_values(is_answer));
        let mut segments = Vec::new();
        for name in SEGMENTS {
            segments.extend(guesser.exactly(name).map(|column| (column.clone(), column)));
        }
        let event = guesser.by_name(EVENTS, |_| true);
        Self { person, variant, shown_at, response, event, segments, answers: words }
    }

    /// Corrects the mapping: `person=user_id,variant=group+landing_page,segment:country=country`; words for answers
    /// are parted by bars (`accepted=ja|oui`), and nothing after the equals sign clears what was mapped.
    pub fn apply(&mut self, spec: &str) -> Result<(), LogError> {
        for (key, value) in corrections(spec)? {
            let column = (!value.is_empty()).then(|| unquoted(value).to_owned());
            let split = |by: char| {
                split_names(value, by).into_iter().map(unquoted).filter(|part| !part.is_empty()).map(str::to_owned)
            };
            match key {
                "person" => self.person = column,
                "variant" => self.variant = split('+').collect(),
                "shown_at" => self.shown_at = column,
                "response" => self.response = column,
                "event" => self.event = column,
                "accepted" => self.answers.accepted = split('|').collect(),
                "declined" => self.answers.declined = split('|').collect(),
                "dismissed" => self.answers.dismissed = split('|').collect(),
                "ignored" => self.answers.ignored = split('|').collect(),
                "shown" => self.answers.shown = split('|').collect(),
                "withdrawn" => self.answers.withdrawn = split('|').collect(),
                _ => self.apply_segment(key, column)?,
            }
        }
        Ok(())
    }

    /// The mapped columns.
    pub fn columns(&self) -> Vec<&String> {
        let single = [&self.person, &self.shown_at, &self.response, &self.event];
        let segments = self.segments.iter().map(|(_, column)| column);
        single.into_iter().flatten().chain(&self.variant).chain(segments).collect()
    }

    /// A guess for a log that says something about people: who, and as segments the columns of which many people share the few values, so
    /// that neither names nor addresses are proposed.
    pub fn guess_people(preview: &Preview) -> Self {
        let person = Guesser::new(preview).by_name(PEOPLE, |_| true).or_else(|| preview.columns.first().cloned());
        let others = preview.columns.iter().filter(|column| Some(*column) != person.as_ref());
        let telling = others.filter(|column| tells_segments(preview, column));
        let segments = telling.take(MOST_SEGMENTS).map(|column| (column.clone(), column.clone())).collect();
        Self { person, segments, ..Self::default() }
    }

    /// Whether the log has all mapped columns, and a person and at least one segment are mapped.
    pub fn check_people(&self, columns: &[String]) -> Result<(), LogError> {
        let mapped = self.person.iter().chain(self.segments.iter().map(|(_, column)| column));
        mapped.into_iter().try_for_each(|column| column_exists(column, columns))?;
        match (&self.person, self.segments.is_empty()) {
            (None, _) => Err(LogError::RoleMissing { role: "person" }),
            (_, true) => Err(LogError::RoleMissing { role: "segment:NAME" }),
            _ => Ok(()),
        }
    }

    fn apply_segment(&mut self, key: &str, column: Option<String>) -> Result<(), LogError> {
        let name = key.strip_prefix("segment:").map(str::trim).filter(|name| !name.is_empty());
        let name = name.ok_or_else(|| unknown(key, RESPONSE_KEYS))?;
        self.segments.retain(|(known, _)| known != name);
        self.segments.extend(column.map(|column| (name.to_owned(), column)));
        Ok(())
    }

    /// Whether the log has all mapped columns, and a variant is mapped.
    pub fn check(&self, columns: &[String]) -> Result<(), LogError> {
        self.columns().into_iter().try_for_each(|column| column_exists(column, columns))?;
        if self.variant.is_empty() { Err(LogError::RoleMissing { role: "variant" }) } else { Ok(()) }
    }
}

const PEOPLE: &[&str] = &[
    "person",
    "personid",
    "userid",
    "user",
    "visitorid",
    "visitor",
    "respondentid",
    "respondent",
    "customerid",
    "customer",
    "subscriberid",
    "subscriber",
    "memberid",
    "member",
    "controllerid",
    "userpseudoid",
    "fidesuserdeviceid",
    "idtagcommander",
    "anonymousid",
    "clientid",
    "subjectid",
    "accountid",
    "consentid",
    "deviceid",
    "email",
    "pseudonym",
    "uid",
    "sub",
    "id",
];
const TIMES: &[&str] = &[
    "shownat",
    "timestamp",
    "time",
    "at",
    "datetime",
    "occurredat",
    "createdat",
    "requesttimestamp",
    "eventtimestamp",
    "decisiontimestamp",
    "datehit",
    "eventtime",
    "date",
    "eventdate",
    "day",
];
const VARIANTS: &[&str] = &[
    "variant",
    "variantid",
    "variantname",
    "arm",
    "wording",
    "group",
    "experimentgroup",
    "testgroup",
    "bucket",
    "treatment",
    "experienceconfighistoryid",
    "landingpage",
    "version",
];
const RESPONSES: &[&str] = &[
    "response",
    "answer",
    "decision",
    "decisiontype",
    "preference",
    "converted",
    "consentgiven",
    "consentaction",
    "consent",
    "optin",
    "optedin",
    "accepted",
    "privacyaction",
    "choice",
    "outcome",
    "action",
    "event",
    "att",
    "status",
];
const EVENTS: &[&str] = &["eventid", "idhit", "messageid", "jti", "hitid", "insertid", "eventuuid"];
const PURPOSES: &[&str] = &["purpose", "purposes", "datause", "noticename", "processingpurpose"];
const CATEGORIES: &[&str] = &["category", "datacategory", "categories", "datacategories", "dataset", "data"];

fn anything(_: &str) -> bool {
    true
}

fn is_state(cell: &str) -> bool {
    PermissionState::parse(cell).is_some()
}

fn is_outcome(cell: &str) -> bool {
    parse_outcome(cell).is_some()
}

fn is_circumstance(cell: &str) -> bool {
    Circumstance::parse(cell).is_some()
}

fn is_money(cell: &str) -> bool {
    read_money(cell).is_some()
}

pub(super) fn is_count(cell: &str) -> bool {
    read_count(cell).is_some()
}

fn is_quarter(cell: &str) -> bool {
    Quarter::parse(cell, 1).is_some()
}

/// Whether a use was done or held back, from a log's word; an empty cell means done.
pub(super) fn parse_outcome(word: &str) -> Option<Outcome> {
    match PlainWord::of(word)?.as_str() {
        "" | "done" | "sent" | "executed" | "allowed" | "allow" | "delivered" | "completed" | "complete"
        | "success" | "used" | "yes" | "true" | "1" | "ok" | "performed" | "processed" => Some(Outcome::Done),
        "heldback" | "held" | "suppressed" | "skipped" | "blocked" | "denied" | "deny" | "prevented" | "withheld"
        | "no" | "false" | "0" | "notsent" | "cancelled" | "canceled" | "forgone" => Some(Outcome::HeldBack),
        _ => None,
    }
}

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
        shown: super::counted::SHOWN, is_count;
        /// How many accepted.
        accepted: super::counted::ACCEPTED, is_count;
        /// How many declined.
        declined: &["declined", "optout", "optouts", "rejected", "refused", "no"], is_count;
        /// How many dismissed it.
        dismissed: &["dismissed", "closed"], is_count;
        /// How many ignored it.
        ignored: &["ignored", "noresponse", "noreaction"], is_count;
        /// On which day.
        day: &["day", "date", "datafrom", "eventdate"], is_time;
        /// In which test; without it the file is one.
        test: super::counted::TESTS, anything;
        /// Which variant.
        variant: super::counted::VARIANTS, anything;
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
        self.columns().into_iter().try_for_each(|column| column_exists(column, columns))?;
        let needed = [(&self.variant, "variant"), (&self.accepted, "accepted")];
        match needed.into_iter().find(|(column, _)| column.is_none()) {
            Some((_, role)) => Err(LogError::RoleMissing { role }),
            // Without people shown, who accepted is only part of an answer.
            None if self.shown.is_none() && self.declined.is_none() => Err(LogError::RoleMissing { role: "shown" }),
            None => Ok(()),
        }
    }
}

impl PermissionMapping {
    /// Whether the log has all mapped columns, and time, person, purpose and state are mapped.
    pub fn check(&self, columns: &[String]) -> Result<(), LogError> {
        self.columns().into_iter().try_for_each(|column| column_exists(column, columns))?;
        let needed = [(&self.at, "at"), (&self.person, "person"), (&self.purpose, "purpose"), (&self.state, "state")];
        match needed.into_iter().find(|(column, _)| column.is_none()) {
            Some((_, role)) => Err(LogError::RoleMissing { role }),
            None => Ok(()),
        }
    }
}

impl UseMapping {
    /// Whether the log has all mapped columns, and a time is mapped.
    pub fn check(&self, columns: &[String]) -> Result<(), LogError> {
        self.columns().into_iter().try_for_each(|column| column_exists(column, columns))?;
        if self.occurred_at.is_none() { Err(LogError::RoleMissing { role: "occurred_at" }) } else { Ok(()) }
    }
}

impl DeviationMapping {
    /// Whether the log has all mapped columns, and a day or quarter is mapped.
    pub fn check(&self, columns: &[String]) -> Result<(), LogError> {
        self.columns().into_iter().try_for_each(|column| column_exists(column, columns))?;
        let dated = self.date.is_some() || self.quarter.is_some();
        if dated { Ok(()) } else { Err(LogError::RoleMissing { role: "date" }) }
    }
}

/// The parts of `key=column,key=column`. What stands between quotation marks is one name, whatever it holds.
pub(super) fn corrections(spec: &str) -> Result<Vec<(&str, &str)>, LogError> {
    let parts = split_names(spec, ',').into_iter().filter(|part| !part.is_empty());
    let pair = |part: &'_ str| LogError::Spec { part: part.chars().take(200).collect() };
    parts
        .map(|part| part.split_once('=').map(|(key, value)| (key.trim(), value.trim())).ok_or_else(|| pair(part)))
        .collect()
}

/// The trimmed parts between separators that stand outside quotation marks.
pub(super) fn split_names(text: &str, separator: char) -> Vec<&str> {
    let (mut parts, mut start, mut quoted) = (Vec::new(), 0, false);
    for (at, letter) in text.char_indices() {
        quoted ^= letter == '"';
        if letter == separator && !quoted {
            parts.push(text.get(start..at).unwrap_or_default().trim());
            start = at + separator.len_utf8();
        }
    }
    parts.push(text.get(start..).unwrap_or_default().trim());
    parts
}

/// A name without the quotation marks around it.
pub(super) fn unquoted(name: &str) -> &str {
    name.strip_prefix('"').and_then(|name| name.strip_suffix('"')).unwrap_or(name)
}

pub(super) fn unknown(key: &str, known: &[&str]) -> LogError {
    let known = known.iter().map(|&name| name.to_owned()).collect();
    LogError::UnknownKey { key: key.chars().take(200).collect(), known }
}

pub(super) fn column_exists(column: &str, columns: &[String]) -> Result<(), LogError> {
    if columns.iter().any(|known| known == column) {
        return Ok(());
    }
    Err(LogError::ColumnMissing { column: column.to_owned(), columns: columns.iter().take(100).cloned().collect() })
}
