//! By which columns are suggested: their usual names, and how their values read.

use crate::domain::{Circumstance, Outcome, PermissionState, PlainWord, Quarter};
use crate::logs::Preview;
use crate::logs::numbers::{read_count, read_money};

pub(super) const PEOPLE: &[&str] = &[
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
pub(super) const TIMES: &[&str] = &[
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
pub(super) const VARIANTS: &[&str] = &[
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
pub(super) const RESPONSES: &[&str] = &[
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
pub(super) const EVENTS: &[&str] = &["eventid", "idhit", "messageid", "jti", "hitid", "insertid", "eventuuid"];
pub(super) const PURPOSES: &[&str] = &["purpose", "purposes", "datause", "noticename", "processingpurpose"];
pub(super) const CATEGORIES: &[&str] = &["category", "datacategory", "categories", "datacategories", "dataset", "data"];

pub(super) const SEGMENTS: &[&str] = &[
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

/// Whether many rows of a column share few values, none of which reads as an address.
pub(super) fn tells_segments(preview: &Preview, column: &str) -> bool {
    let Some(index) = preview.column(column) else { return false };
    let values: Vec<&str> = preview.rows.iter().filter_map(|row| row.get(index)).map(String::as_str).collect();
    let distinct: std::collections::BTreeSet<&str> = values.iter().copied().collect();
    let shared = distinct.len() * 2 <= values.len() || distinct.len() <= 5;
    shared && !values.iter().any(|value| value.contains('@'))
}

pub(super) fn anything(_: &str) -> bool {
    true
}

pub(super) fn is_state(cell: &str) -> bool {
    PermissionState::parse(cell).is_some()
}

pub(super) fn is_outcome(cell: &str) -> bool {
    parse_outcome(cell).is_some()
}

pub(super) fn is_circumstance(cell: &str) -> bool {
    Circumstance::parse(cell).is_some()
}

pub(super) fn is_money(cell: &str) -> bool {
    read_money(cell).is_some()
}

pub(in crate::logs) fn is_count(cell: &str) -> bool {
    read_count(cell).is_some()
}

pub(super) fn is_quarter(cell: &str) -> bool {
    Quarter::parse(cell, 1).is_some()
}

/// Whether a use was done or held back, from a log's word; an empty cell means done.
pub(in crate::logs) fn parse_outcome(word: &str) -> Option<Outcome> {
    match PlainWord::of(word)?.as_str() {
        "" | "done" | "sent" | "executed" | "allowed" | "allow" | "delivered" | "completed" | "complete"
        | "success" | "used" | "yes" | "true" | "1" | "ok" | "performed" | "processed" => Some(Outcome::Done),
        "heldback" | "held" | "suppressed" | "skipped" | "blocked" | "denied" | "deny" | "prevented" | "withheld"
        | "no" | "false" | "0" | "notsent" | "cancelled" | "canceled" | "forgone" => Some(Outcome::HeldBack),
        _ => None,
    }
}
