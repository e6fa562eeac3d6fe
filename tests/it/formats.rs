//! The same log in every format gives the same counts.

use crate::support::Place;
use crate::written::{self, Written};
use handshake::domain::Answer;
use serde_json::{Value, json};
use std::collections::{BTreeMap, HashMap, HashSet};

const ROWS: usize = 20_000;

/// Files with their names.
type Files = Vec<(String, Vec<u8>)>;

/// What importing these files comes to: the outcome, and the figures by variant, day and segment.
fn counted(files: &[(String, Vec<u8>)], told: &[&str]) -> (Value, Value) {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    for (name, bytes) in files {
        let path = place.path(name);
        std::fs::create_dir_all(path.parent().unwrap()).unwrap();
        std::fs::write(path, bytes).unwrap();
    }
    let from = if files.len() > 1 { "logs" } else { &files[0].0 };
    let import = ["import", "responses", "w.handshake", from, "--experiment", "E", "--json"];
    let outcome = place.json(&[import.as_slice(), told].concat());
    let asked = ["compare", "w.handshake", "--experiment", "E", "--segments", "--by", "day", "--json"];
    (outcome, place.json(&asked))
}

fn one(name: &str, bytes: Vec<u8>) -> Files {
    vec![(name.to_owned(), bytes)]
}

/// Many files in folders by day, some of them packed, and no two in the same format after each other.
fn folder(rows: &[Written]) -> Files {
    let comma = |rows: &[Written]| written::delimited(rows, b',', csv::Terminator::CRLF);
    let part = |(number, rows): (usize, &[Written])| {
        let (ending, bytes) = match number % 6 {
            0 => ("csv", comma(rows)),
            1 => ("csv.gz", written::gzip(&comma(rows))),
            2 => ("ndjson.zst", written::zstandard(&written::json_lines(rows))),
            3 => ("parquet", written::parquet(rows, true)),
            4 => ("arrow", written::arrow_file(rows)),
            _ => ("txt", written::delimited(rows, b'|', csv::Terminator::Any(b'\n'))),
        };
        (format!("logs/date=2026-01-{:02}/part-{number}.{ending}", 1 + number % 14), bytes)
    };
    rows.chunks(700).enumerate().map(part).collect()
}

#[test]
fn every_format_gives_the_same_counts() {
    let rows = written::rows(ROWS);
    let comma = written::delimited(&rows, b',', csv::Terminator::Any(b'\n'));
    let (outcome, figures) = counted(&one("log.csv", comma.clone()), &[]);
    same_as_by_hand(&rows, &outcome, &figures);
    let semicolon = written::delimited(&rows, b';', csv::Terminator::CRLF);
    let tab = written::delimited(&rows, b'\t', csv::Terminator::CRLF);
    let tilde = written::delimited(&rows, b'~', csv::Terminator::Any(b'\n'));
    let others: Vec<(&str, Files, &[&str])> = vec![
        ("tabs", one("log.tsv", tab.clone()), &[]),
        ("semicolons", one("log.csv", semicolon.clone()), &[]),
        ("a delimiter that was told", one("log.txt", tilde), &["--delimiter", "~"]),
        ("gzip", one("log.csv.gz", written::gzip(&comma)), &[]),
        ("zstd", one("log.bin", written::zstandard(&semicolon)), &[]),
        ("UTF-16, low byte first", one("log.csv", written::utf_16(&tab, u16::to_le_bytes)), &[]),
        ("UTF-16, high byte first", one("log.csv", written::utf_16(&semicolon, u16::to_be_bytes)), &[]),
        ("JSON lines", one("log.ndjson", written::json_lines(&rows)), &[]),
        ("Parquet with types", one("log.parquet", written::parquet(&rows, true)), &[]),
        ("Parquet of texts", one("log.parquet", written::parquet(&rows, false)), &[]),
        ("Arrow file", one("log.arrow", written::arrow_file(&rows)), &[]),
        ("Arrow stream", one("log.arrows", written::arrow_stream(&rows)), &[]),
        ("Excel", one("log.xlsx", written::workbook(&rows, &[])), &["--time-zone", "UTC"]),
        ("a folder", folder(&rows), &[]),
    ];
    for (name, files, told) in others {
        let (other_outcome, other_figures) = counted(&files, told);
        assert_eq!(other_outcome, outcome, "{name}");
        assert_eq!(other_figures, figures, "{name}");
    }
}

/// Counts people the plain way: each once, at the first showing, and nobody who saw two variants.
fn same_as_by_hand(rows: &[Written], outcome: &Value, figures: &Value) {
    let mut sorted: Vec<&Written> = rows.iter().collect();
    sorted.sort_by_key(|row| (row.person.as_str(), row.at));
    let mut unlike = HashSet::new();
    let alike = |row: &Written| (row.person.clone(), row.at, row.variant, row.word());
    sorted.retain(|row| unlike.insert(alike(row)));
    let twice = rows.len() - sorted.len();
    let mut people: HashMap<&str, Vec<&Written>> = HashMap::new();
    sorted.iter().for_each(|row| people.entry(&row.person).or_default().push(row));
    let two = |rows: &&Vec<&Written>| rows.iter().any(|row| row.variant != rows[0].variant);
    assert_eq!(outcome["set_aside"]["SawTwoVariants"], people.values().filter(two).count());
    assert_eq!((&outcome["set_aside"]["DuplicateRow"], &outcome["rows_read"]), (&json!(twice), &json!(rows.len())));
    let mut counts: BTreeMap<&str, [u64; 2]> = BTreeMap::new();
    let mut days: BTreeMap<i64, u64> = BTreeMap::new();
    for rows in people.values().filter(|rows| !two(rows)) {
        let count = counts.entry(rows[0].variant).or_default();
        // A showing half a minute before is the same request.
        let answer = rows[0].answer.or_else(|| rows.get(1).and_then(|next| next.answer));
        count[0] += u64::from(answer == Some(Answer::Accepted));
        count[1] += 1;
        *days.entry(rows[0].at.div_euclid(86_400)).or_default() += 1;
    }
    let found = figures["arms"].as_array().unwrap().iter();
    let found =
        found.map(|arm| (arm["name"].as_str().unwrap(), ["accepted", "shown"].map(|c| arm[c].as_u64().unwrap())));
    assert_eq!(found.collect::<BTreeMap<_, _>>(), counts);
    let so_far =
        |day: &Value| day["arms"].as_array().unwrap().iter().map(|arm| arm["so_far"]["shown"].as_u64().unwrap()).sum();
    let found: Vec<u64> = figures["days"].as_array().unwrap().iter().map(so_far).collect();
    let sums = days.values().scan(0, |sum, people| {
        *sum += people;
        Some(*sum)
    });
    assert_eq!(found, sums.collect::<Vec<u64>>());
}

#[test]
fn one_person_is_the_same_in_every_format() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let rows = written::rows(400);
    place.file("log.csv", written::delimited(&rows, b',', csv::Terminator::CRLF));
    place.file("log.parquet", written::parquet(&rows, true));
    place.file("log.ndjson", written::json_lines(&rows));
    place.file("log.arrow", written::arrow_stream(&rows));
    place.file("log.xlsx", written::workbook(&rows, &[]));
    let import = |file| {
        place.json(&["import", "responses", "w.handshake", file, "--experiment", "E", "--time-zone", "UTC", "--json"])
    };
    let first = import("log.csv");
    let people = |outcome: &Value| (outcome["people_counted"].clone(), outcome["set_aside"]["SawTwoVariants"].clone());
    for file in ["log.parquet", "log.ndjson", "log.arrow", "log.xlsx"] {
        assert_eq!(people(&import(file)), people(&first), "{file}");
    }
}

#[test]
fn numbers_that_name_people_are_the_same_in_every_format() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file("log.csv", "id,at,variant,answer\n1001,2026-01-01T00:00:00Z,A,yes\n1002,2026-01-01T00:00:00Z,B,no\n");
    place.file("log.ndjson", "{\"id\":1001,\"at\":1767312000,\"variant\":\"B\",\"answer\":\"yes\"}\n{\"id\":1003,\"at\":1767312000,\"variant\":\"B\",\"answer\":1}\n");
    let mut workbook = rust_xlsxwriter::Workbook::new();
    let sheet = workbook.add_worksheet();
    sheet.write_row(0, 0, ["id", "at", "variant", "answer"]).unwrap();
    for (line, person) in (1..).zip([1002.0, 1003.0, 1004.0]) {
        sheet.write(line, 0, person).unwrap();
        sheet.write(line, 1, "2026-01-03T00:00:00Z").unwrap();
        sheet.write(line, 2, "A").unwrap();
        sheet.write(line, 3, true).unwrap();
    }
    place.file("log.xlsx", workbook.save_to_buffer().unwrap());
    let import =
        ["import", "responses", "w.handshake", "log.csv", "log.ndjson", "log.xlsx", "--experiment", "E", "--json"];
    let outcome = place.json(&import);
    assert_eq!(outcome["set_aside"], json!({"SawTwoVariants": 3}));
    assert_eq!(outcome["people_counted"], 1);
}

#[test]
fn a_sheet_is_the_first_unless_told() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let rows = written::rows(100);
    place.file("log.xlsx", written::workbook(&rows, &["Cover"]));
    let import =
        ["import", "responses", "w.handshake", "log.xlsx", "--experiment", "E", "--time-zone", "UTC", "--json"];
    place.refuses(&import);
    let complaint = place.refuses(&[import.as_slice(), &["--sheet", "Nowhere"]].concat());
    assert!(complaint.contains("Cover") && complaint.contains("Responses"), "{complaint}");
    let told = place.json(&[import.as_slice(), &["--sheet", "Responses"]].concat());
    assert_eq!(told["rows_read"], rows.len());
}

#[test]
fn line_ends_of_old_macs_are_read() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file(
        "log.csv",
        "person,shown_at,variant,response\r1,2026-01-01T00:00:00Z,A,yes\r2,2026-01-01T00:00:00Z,B,no\r",
    );
    let outcome = place.json(&["import", "responses", "w.handshake", "log.csv", "--experiment", "E", "--json"]);
    assert_eq!((&outcome["rows_read"], &outcome["people_counted"]), (&2.into(), &2.into()));
}
