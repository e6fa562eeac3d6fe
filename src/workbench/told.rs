//! What an entry of the record changed, as people read it.

use crate::compliance;
use crate::domain::{Circumstance, DeviationKind, PolicyVersion, RecordedChange, RecordedState};
use crate::picture::{format, record as words};
use jiff::Timestamp;
use jiff::civil::Date;
use serde_json::{Map, Value};
use std::collections::BTreeMap;

/// Fields of one thing that are told; the rest is in the workspace.
const FIELDS: usize = 60;
/// Columns that say again what the name of the thing or another column says.
const KNOWN: &[&str] = &["id", "holds_from", "day", "kind", "campaign", "quarter", "experiment"];

/// One thing that an entry changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldChange {
    /// Which thing, and what became of it, such as “Decision 3 was added”.
    pub what: String,
    /// What changed of it, field by field.
    pub fields: Vec<ToldField>,
    /// Whole sentences where the program has them.
    pub sentences: Vec<String>,
}

/// One field.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ToldField {
    /// Its name.
    pub name: String,
    /// As it was; empty if it was not there.
    pub before: String,
    /// As it is from then on; empty if it is not there.
    pub after: String,
}

/// Tells what became of one thing, moments in a time zone.
pub(super) fn told(change: &RecordedChange, zone: &str) -> ToldChange {
    let thing = words::capitalised(&words::object(&change.object));
    let fields = || fields(&flat(&change.before, zone), &flat(&change.after, zone));
    let (what, fields) = match (&change.before, &change.after) {
        _ if change.object.table.starts_with("record_") => {
            (format!("{thing}: taken out, as it named a person who was forgotten"), Vec::new())
        }
        (_, RecordedState::Forgotten) | (RecordedState::Forgotten, _) => {
            (format!("{thing} was changed; what it said named a person who was forgotten"), Vec::new())
        }
        (RecordedState::Absent, RecordedState::Absent) => (format!("{thing} came and went"), Vec::new()),
        (RecordedState::Absent, RecordedState::DigestOnly) => (format!("{thing} came in"), Vec::new()),
        (RecordedState::Absent, _) => (format!("{thing} was added"), fields()),
        (_, RecordedState::Absent) => (format!("{thing} was removed"), Vec::new()),
        (_, RecordedState::DigestOnly) => (format!("{thing} changed"), Vec::new()),
        _ => (format!("{thing} was changed"), fields()),
    };
    let sentences = policy_sentences(change);
    let fields = if sentences.is_empty() { fields } else { Vec::new() };
    ToldChange { what, fields, sentences }
}

fn policy_sentences(change: &RecordedChange) -> Vec<String> {
    let version = |state: &RecordedState| match state {
        RecordedState::Was(row) => row
            .get("definition")
            .and_then(Value::as_str)
            .and_then(|text| serde_json::from_str::<PolicyVersion>(text).ok()),
        _ => None,
    };
    match (version(&change.before), version(&change.after)) {
        (Some(before), Some(after)) => {
            compliance::differences(&before, &after).into_iter().map(|difference| difference.sentence).collect()
        }
        _ => Vec::new(),
    }
}

fn fields(before: &BTreeMap<String, String>, after: &BTreeMap<String, String>) -> Vec<ToldField> {
    let mut names: Vec<&String> = before.keys().chain(after.keys()).collect();
    names.sort();
    names.dedup();
    let text = |state: &BTreeMap<String, String>, name: &String| state.get(name).cloned().unwrap_or_default();
    let all = names.into_iter().map(|name| ToldField {
        name: words::capitalised(name),
        before: text(before, name),
        after: text(after, name),
    });
    all.filter(|field| field.before != field.after).take(FIELDS).collect()
}

/// A state as fields with their values, what is empty left out.
fn flat(state: &RecordedState, zone: &str) -> BTreeMap<String, String> {
    let mut fields = BTreeMap::new();
    let RecordedState::Was(row) = state else { return fields };
    let holds_more = row.values().any(|value| as_object(value).is_some());
    for (column, value) in row.iter().filter(|(column, _)| !KNOWN.contains(&column.as_str())) {
        match as_object(value) {
            Some(inner) => inner.iter().filter(|(name, _)| *name != "id").for_each(|(name, value)| {
                add(&mut fields, plain(name), value, zone);
            }),
            None if holds_more && column == "name" => {}
            None => add(&mut fields, plain(column), value, zone),
        }
    }
    fields
}

/// What stands in a column as JSON.
fn as_object(value: &Value) -> Option<Map<String, Value>> {
    value.as_str().and_then(|text| serde_json::from_str(text).ok())
}

fn add(fields: &mut BTreeMap<String, String>, name: String, value: &Value, zone: &str) {
    match value {
        Value::Object(inner) => match inner.get("cents").and_then(Value::as_i64).filter(|_| inner.len() == 1) {
            Some(cents) => drop(fields.insert(name, format!("{:.2}", cents as f64 / 100.0))),
            None => {
                for (key, value) in inner {
                    add(fields, format!("{name}, {}", plain(key)), value, zone);
                }
            }
        },
        Value::Array(items) if items.iter().all(|item| !item.is_object() && !item.is_array()) => {
            let items: Vec<String> = items.iter().map(|item| value_in_words(item, zone)).collect();
            if !items.is_empty() {
                fields.insert(name, items.join(", "));
            }
        }
        Value::Array(items) => {
            for (number, item) in (1..).zip(items) {
                add(fields, format!("{name} {number}"), item, zone);
            }
        }
        value => {
            let text = value_in_words(value, zone);
            if !text.is_empty() {
                fields.insert(name, text);
            }
        }
    }
}

fn value_in_words(value: &Value, zone: &str) -> String {
    match value {
        Value::Null => String::new(),
        Value::Bool(yes) => if *yes { "yes" } else { "no" }.into(),
        Value::Number(number) => number.as_u64().map_or_else(|| number.to_string(), format::count),
        Value::String(text) => text_in_words(text, zone),
        other => other.to_string(),
    }
}

/// Days, moments and words of the trade as people read them; other texts as they stand.
fn text_in_words(text: &str, zone: &str) -> String {
    if let Some(day) = text.parse::<Date>().ok().filter(|day| day.to_string() == text) {
        return format::day(day);
    }
    if let Ok(at) = text.parse::<Timestamp>() {
        return format::moment(at, zone);
    }
    let kind = DeviationKind::parse(text).map(DeviationKind::label);
    kind.or_else(|| Circumstance::parse(text).map(Circumstance::label)).unwrap_or(text).to_owned()
}

fn plain(name: &str) -> String {
    name.replace('_', " ")
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::RecordObject;
    use serde_json::json;

    fn was(row: Value) -> RecordedState {
        RecordedState::Was(row.as_object().unwrap().clone())
    }

    fn change(table: &str, before: RecordedState, after: RecordedState) -> RecordedChange {
        RecordedChange { object: RecordObject { table: table.into(), keys: vec!["3".into()] }, before, after }
    }

    #[test]
    fn only_what_changed_is_told_and_by_its_place() {
        let row = |headline: &str| {
            let definition =
                json!({"id": 3, "name": "News", "variants": [{"wording": {"headline": headline}, "frozen": true}]});
            was(json!({"id": 3, "name": "News", "definition": definition.to_string(), "removed": 0}))
        };
        let told = told(&change("experiment", row("May we?"), row("News first")), "UTC");
        assert_eq!(told.what, "Experiment 3 was changed");
        let field = ToldField {
            name: "Variants 1, wording, headline".into(),
            before: "May we?".into(),
            after: "News first".into(),
        };
        assert_eq!(told.fields, [field]);
    }

    #[test]
    fn what_is_new_is_told_without_its_empty_fields() {
        let decision =
            json!({"id": 3, "what": "Ask first", "cost": {"cents": 1250}, "by": "", "seen": null, "why": "CampaignDeadline", "from": "2026-01-02", "at": "2026-01-02T08:30:00Z"}).to_string();
        let told = told(&change("decision", RecordedState::Absent, was(json!({"id": 3, "decision": decision}))), "UTC");
        let fields: Vec<_> = told.fields.iter().map(|field| (field.name.as_str(), field.after.as_str())).collect();
        assert_eq!(
            fields,
            [
                ("At", "2 Jan 2026, 08:30 UTC"),
                ("Cost", "12.50"),
                ("From", "2 Jan 2026"),
                ("What", "Ask first"),
                ("Why", Circumstance::CampaignDeadline.label())
            ]
        );
        assert_eq!(told.what, "Decision 3 was added");
    }
}
