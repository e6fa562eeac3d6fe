//! The record of changes in the words that people read.

use super::format;
use crate::domain::{DeviationKind, Finding, RecordObject, Verified};

/// What the record calls a thing, in words.
pub fn object(object: &RecordObject) -> String {
    let key = |place: usize| object.keys.get(place).map_or("", String::as_str);
    match object.table.as_str() {
        "setting" => setting(key(0)),
        "experiment" => format!("experiment {}", key(0)),
        "experiment_counts" => format!("the counts of experiment {}", key(0)),
        "import" => format!("import {}", key(0)),
        "import_file" => format!("a file of import {} (BLAKE3 {})", key(0), key(1)),
        "chunk" => format!("rows of import {} (“{}”, part {})", key(0), key(1), key(2)),
        "policy_version" => format!("the policy version of {}", key(0)),
        "incident_note" if key(2).is_empty() => format!("the note on “{}” of {}", kind(key(1)), key(0)),
        "incident_note" => format!("the note on “{}” of {}, campaign “{}”", kind(key(1)), key(0), key(2)),
        "reported_deviation" => format!("report {}", key(0)),
        "definition_change" => format!("the change of definition of {}", key(0)),
        "decision" => format!("decision {}", key(0)),
        "comment" => "a comment".into(),
        "sign_off" => format!("the signature of {}", key(0)),
        "remembered_mapping" => "how a log was read before".into(),
        "sqlite_sequence" => format!("the key that the next {} gets", key(0)),
        "sqlite_schema" => format!("the {} “{}” of the file", key(0), key(1)),
        "file" => format!("the mark “{}” in the head of the file", key(0)),
        "record_content" => format!("what entry {} kept of one thing", key(0)),
        "record_label" => format!("the words of entry {}", key(0)),
        other => format!("“{other}” {}", object.keys.join(" ")),
    }
}

fn kind(name: &str) -> &str {
    DeviationKind::parse(name).map_or(name, |kind| kind.label())
}

fn setting(name: &str) -> String {
    match name {
        "settings" => "the settings".into(),
        "workspace_id" => "the identity of the workspace".into(),
        "key_fingerprint" => "the fingerprint of the key".into(),
        "assumptions" => "what costs are assumed".into(),
        "programme" => "the options of the programme".into(),
        "forgotten" => "who was forgotten".into(),
        "restored" => "which backup was restored".into(),
        "passphrase" => "whether a passphrase is needed".into(),
        "snapshot_of" => "what the workspace is a snapshot of".into(),
        "reduced" => "whether the rows of responses were thrown away".into(),
        other => format!("the setting “{other}”"),
    }
}

/// What was found, as a sentence.
pub fn finding(finding: &Finding) -> String {
    let of = |thing: &RecordObject| capitalised(&object(thing));
    match finding {
        Finding::Altered { object, entry } => {
            format!("{} was altered: it is not as entry {entry} left it.", of(object))
        }
        Finding::Added(object) => format!("{} was added: no entry tells of it.", of(object)),
        Finding::Missing { object, entry } => format!("{} was deleted: entry {entry} left it there.", of(object)),
        Finding::EntryAltered(entry) => format!("Entry {entry} was altered."),
        Finding::EntriesMissing(first, last) if first == last => format!("Entry {first} was removed."),
        Finding::EntriesMissing(first, last) => format!("Entries {first} to {last} were removed."),
        Finding::EntryOutOfPlace(entry) => {
            format!(
                "Entry {entry} does not follow on the one before it: one of the two was moved, altered or rewritten."
            )
        }
        Finding::HistoryAltered { object, entry } => {
            format!("{}: what entry {entry} keeps of it was altered.", of(object))
        }
        Finding::HistoryMissing { object: Some(object), entry } => {
            format!("{}: what entry {entry} kept of it was removed, and no forgetting took it.", of(object))
        }
        Finding::HistoryMissing { object: None, entry } => {
            format!("The words of entry {entry} were removed, and no forgetting took them.")
        }
        Finding::Cut { last, reached } => {
            format!("The end of the record was cut: it reached entry {reached} and ends with entry {last}.")
        }
        Finding::HeadAltered { last, reached } => format!(
            "The record ends with entry {last}, and the file says of entry {reached} that it is the last, or says its hash wrongly."
        ),
        Finding::Damaged(detail) => format!("The file is damaged: {detail}."),
        Finding::AnchorOfAnother => "The anchor belongs to another workspace.".into(),
        Finding::BehindAnchor { last, anchored } => format!(
            "The record ends with entry {last}, but the anchor was made at entry {anchored}: it was cut, or this is an older copy."
        ),
        Finding::NotTheAnchored(entry) => {
            format!(
                "Entry {entry} is not the one that the anchor was made at: the record was rewritten there or before."
            )
        }
    }
}

/// The outcome of a check in one sentence.
pub fn verdict(verified: &Verified) -> String {
    let (entries, things) = (format::count(verified.entries.unsigned_abs()), format::count(verified.things));
    match verified.findings.len() {
        0 => format!("The record is whole: its {entries} entries bear out all {things} things in the workspace."),
        1 => "The record does not bear out one thing.".into(),
        number => format!("The record does not bear out {} things.", format::count(number as u64)),
    }
}

/// What such a check cannot tell, and what to do about it.
pub const LIMITS: &str = "A record shows changes made outside the program. Who rewrites record and content together from some entry on, cuts \
    both, or puts an older copy in place, is found only with an anchor that was kept outside the file.";

/// A text with its first letter as a capital.
pub fn capitalised(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| first.to_uppercase().chain(letters).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn findings_name_what_they_are_about() {
        let note = RecordObject {
            table: "incident_note".into(),
            keys: vec!["2026-01-02".into(), "NoPermission".into(), "Spring".into()],
        };
        let said = finding(&Finding::Altered { object: note, entry: 7 });
        assert_eq!(
            said,
            "The note on “No permission” of 2026-01-02, campaign “Spring” was altered: it is not as entry 7 left it."
        );
        assert_eq!(finding(&Finding::EntriesMissing(3, 3)), "Entry 3 was removed.");
    }
}
