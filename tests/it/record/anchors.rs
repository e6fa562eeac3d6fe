//! What only an anchor outside the file can tell: a record that was rewritten or cut consistently, and an older copy.

use super::{assert_whole, checked, opened};
use crate::tracking::judged;
use handshake::domain::{DefinitionChange, Finding};
use handshake::workbench::{Command, read_anchor};
use jiff::civil::{Date, date};
use rusqlite::Connection;
use std::path::Path;

fn mark(path: &Path, day: Date, what: &str) {
    let change = DefinitionChange { holds_from: day, what: what.into() };
    opened(path).run(Command::MarkDefinitionChange(Box::new(change))).unwrap();
}

#[test]
fn an_anchor_tells_a_rewritten_record_a_cut_one_and_an_older_copy() {
    let place = judged();
    let (path, copy) = (place.path("w.handshake"), place.path("copy.handshake"));
    std::fs::copy(&path, &copy).unwrap();
    mark(&path, date(2026, 1, 1), "As it was");
    opened(&path).run(Command::WriteAnchor(place.path("anchor.txt"))).unwrap();
    let anchor = read_anchor(&place.path("anchor.txt").to_string_lossy()).unwrap();
    mark(&path, date(2026, 2, 1), "Later");
    assert_eq!(checked(&path, Some(&anchor)).findings, [], "the record went on from the anchor");

    // An older copy is whole in itself.
    let older = assert_whole(&copy).entries;
    let behind = Finding::BehindAnchor { last: older, anchored: anchor.entry };
    assert_eq!(checked(&copy, Some(&anchor)).findings, [behind]);

    // Going on from it by the program's own hand is a rewrite that is consistent throughout.
    mark(&copy, date(2026, 1, 1), "As somebody would have liked it");
    assert_whole(&copy);
    assert_eq!(checked(&copy, Some(&anchor)).findings, [Finding::NotTheAnchored(anchor.entry)]);
    mark(&copy, date(2026, 2, 1), "Later");
    assert_eq!(checked(&copy, Some(&anchor)).findings, [Finding::NotTheAnchored(anchor.entry)]);

    // A cut with everything that came of the entries is consistent too.
    let connection = Connection::open(&path).unwrap();
    let last = anchor.entry - 1;
    connection
        .execute_batch(&format!(
            "DELETE FROM definition_change;
             DELETE FROM record_effect WHERE entry > {last};
             DELETE FROM record_entry WHERE number > {last};
             UPDATE record_head SET number = {last}, hash = (SELECT hash FROM record_entry WHERE number = {last})"
        ))
        .unwrap();
    drop(connection);
    assert_whole(&path);
    assert_eq!(checked(&path, Some(&anchor)).findings, [Finding::BehindAnchor { last, anchored: anchor.entry }]);
}

#[test]
fn an_anchor_of_another_workspace_is_told() {
    let (one, other) = (judged(), judged());
    let anchor = assert_whole(&one.path("w.handshake")).anchor.unwrap();
    let found = checked(&other.path("w.handshake"), Some(&anchor));
    assert_eq!(found.findings, [Finding::AnchorOfAnother]);
}

#[test]
fn the_command_line_checks_anchors_and_ends_with_one_on_findings() {
    let place = judged();
    let said = place.says(&["sign", "w.handshake", "--quarter", "2026-Q1", "--by", "Ada", "--anchor", "anchor.txt"]);
    assert!(said.contains("anchor.txt"), "{said}");
    let whole = place.json(&["verify", "w.handshake", "--anchor", "anchor.txt", "--json"]);
    assert_eq!(whole["is_whole"], true);
    let line = std::fs::read_to_string(place.path("anchor.txt")).unwrap();
    assert_eq!(whole["anchor"].as_str().unwrap(), line.trim());
    place.says(&["verify", "w.handshake", "--anchor", line.trim()]);
    assert!(place.refuses(&["verify", "w.handshake", "--anchor", "uses.csv"]).contains("no anchor"));
    let connection = Connection::open(place.path("w.handshake")).unwrap();
    connection.execute("UPDATE sign_off SET sign_off = replace(sign_off, 'Ada', 'Eve')", []).unwrap();
    drop(connection);
    let output = place.run(&["verify", "w.handshake", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let found: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!(found["findings"][0]["thing"]["table"], "sign_off");
    let said = String::from_utf8(place.run(&["verify", "w.handshake"]).stdout).unwrap();
    assert!(said.contains("The signature of 2026-Q1") && said.contains("was altered"), "{said}");
}

#[test]
fn a_report_is_held_against_the_workspace() {
    let place = judged();
    place.says(&["report", "w.handshake", "--out", "report.json"]);
    let before = std::fs::read(place.path("w.handshake")).unwrap();
    let same = place.json(&["verify", "w.handshake", "--report", "report.json", "--json"]);
    assert_eq!((&same["report"]["is_the_same"], &same["report"]["entries_since"]), (&true.into(), &0.into()));
    assert_eq!(std::fs::read(place.path("w.handshake")).unwrap(), before, "the file is only read");
    let fewer = std::fs::read_to_string(place.path("uses.csv")).unwrap();
    let more: String = fewer.lines().map(|line| line.replace("2026-04-", "2026-05-") + "\n").collect();
    place.file("more.csv", more);
    place.says(&["import", "uses", "w.handshake", "more.csv"]);
    let output = place.run(&["verify", "w.handshake", "--report", "report.json", "--json"]);
    assert_eq!(output.status.code(), Some(1));
    let other: serde_json::Value = serde_json::from_slice(&output.stdout).unwrap();
    assert_eq!((&other["is_whole"], &other["report"]["entries_since"]), (&true.into(), &1.into()));
    let paths = other["report"]["differences"].as_array().unwrap().iter().map(|one| one["path"].as_str().unwrap());
    assert!(paths.clone().any(|path| path.starts_with("quarters.") && path.contains(".uses")), "{other}");
    assert!(!paths.clone().any(|path| path.contains("made_at")), "{other}");
    assert!(place.refuses(&["verify", "w.handshake", "--report", "uses.csv"]).contains("no figures"));
}
