//! Deliberately nasty response logs, each in a folder of `tests/nasty_logs` with what must come of it; and some too big to be kept.

use crate::support::Place;
use serde::Deserialize;
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::process::Output;

/// Accepted and shown.
type Counts = [u64; 2];

/// By variant and value of a segment, the baseline and the variant.
type ByVariant = BTreeMap<String, BTreeMap<String, [Counts; 2]>>;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Expected {
    /// What is nasty about it.
    about: String,
    runs: Vec<Run>,
}

/// Some imports into a new workspace, and what is in it then.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Run {
    #[serde(default)]
    settings: Vec<String>,
    steps: Vec<Step>,
    arms: Option<BTreeMap<String, Counts>>,
    /// By day, all people up to then in the order of the arms.
    days: Option<BTreeMap<String, Vec<Counts>>>,
    #[serde(default)]
    segments: BTreeMap<String, ByVariant>,
    /// Too few variants were shown to be compared.
    #[serde(default)]
    only_counts: bool,
    #[serde(default)]
    comment: String,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct Step {
    import: Vec<String>,
    /// Words of the refusal.
    refused: Option<Vec<String>>,
    #[serde(default)]
    rows_read: u64,
    #[serde(default)]
    people_counted: u64,
    #[serde(default)]
    set_aside: BTreeMap<String, u64>,
    /// The rows set aside as they are exported; pseudonyms are masked.
    rejects: Option<String>,
    /// What the exported rows must not hold.
    #[serde(default)]
    hides: Vec<String>,
}

macro_rules! nasty_logs {
    ($($name:ident)*) => {
        $(#[test] fn $name() { check(stringify!($name)) })*

        #[test]
        fn every_nasty_log_is_tried() {
            let mut folders: Vec<String> = std::fs::read_dir(home()).unwrap().map(|entry| entry.unwrap())
                .filter(|entry| entry.path().is_dir()).map(|entry| entry.file_name().into_string().unwrap()).collect();
            folders.sort();
            assert_eq!(folders, [$(stringify!($name)),*]);
        }
    };
}

nasty_logs! {
    clocks dates decimal_commas events formulas json_lines line_ends no_person people quotes spellings times utf_16 windows_1252
    zero_bytes
}

fn home() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("tests/nasty_logs")
}

fn check(name: &str) {
    let folder = home().join(name);
    let text = std::fs::read_to_string(folder.join("expected.json")).unwrap();
    let expected: Expected = serde_json::from_str(&text).unwrap();
    assert!(!expected.about.is_empty());
    for (number, run) in (1..).zip(&expected.runs) {
        let place = Place::new();
        for file in std::fs::read_dir(&folder).unwrap() {
            let path = file.unwrap().path();
            std::fs::copy(&path, place.path(&path.file_name().unwrap().to_string_lossy())).unwrap();
        }
        place.says(&["new", "w.handshake"]);
        let settings = run.settings.iter().map(String::as_str);
        let arguments: Vec<&str> =
            ["settings", "w.handshake", "--smallest-segment", "1"].into_iter().chain(settings).collect();
        place.says(&arguments);
        let about = format!("{name}, run {number} {}", run.comment);
        run.steps.iter().for_each(|step| take_step(&place, step, &about));
        compare(&place, run, &about);
    }
}

/// Runs the program; nothing that it says may hold a letter that steers a terminal.
fn run(place: &Place, arguments: &[&str]) -> Output {
    let output = place.run(arguments);
    for bytes in [&output.stdout, &output.stderr] {
        let text = String::from_utf8(bytes.clone()).expect("valid text on the terminal");
        assert!(!text.contains(|c: char| c.is_control() && c != '\n' && c != '\t'), "{arguments:?}: {text:?}");
        assert!(!text.contains("panicked"), "{arguments:?}: {text}");
    }
    output
}

fn take_step(place: &Place, step: &Step, about: &str) {
    let told: Vec<&str> = std::iter::once("import").chain(step.import.iter().map(String::as_str)).collect();
    let output = run(place, &[told.as_slice(), &["--json", "--rejects", "aside.csv"]].concat());
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    if let Some(words) = &step.refused {
        assert!(!output.status.success(), "{about}: {told:?} should be refused");
        let lower = complaint.to_lowercase();
        words
            .iter()
            .for_each(|word| assert!(lower.contains(word), "{about}: {told:?} says nothing of {word}: {lower}"));
        return;
    }
    assert!(output.status.success(), "{about}: {told:?}: {complaint}");
    let outcome: Value = serde_json::from_slice(&output.stdout).unwrap();
    let figures = (&outcome["rows_read"], &outcome["people_counted"], &outcome["set_aside"]);
    let wanted = (&json!(step.rows_read), &json!(step.people_counted), &json!(step.set_aside));
    assert_eq!(figures, wanted, "{about}: {told:?}");
    if let Some(golden) = &step.rejects {
        assert_eq!(masked(&place.path("aside.csv")), masked(&place.path(golden)), "{about}");
    }
    for word in &step.hides {
        let aside = std::fs::read_to_string(place.path("aside.csv")).unwrap();
        assert!(!aside.contains(word.as_str()), "{about}: {word} is among the rows set aside");
    }
    let again = run(place, &told);
    assert!(String::from_utf8_lossy(&again.stdout).contains("nothing changed"), "{about}: the same files again");
}

/// The cells of a CSV file; pseudonyms, which differ from workspace to workspace, are only told to be some.
fn masked(path: &Path) -> Vec<Vec<String>> {
    let mut reader = csv::ReaderBuilder::new().has_headers(false).flexible(true).from_path(path).unwrap();
    let mask = |cell: &str| match cell.len() {
        32 if cell.bytes().all(|byte| byte.is_ascii_hexdigit()) => "(person)".to_owned(),
        8 if cell.bytes().all(|byte| byte.is_ascii_hexdigit()) => "(hash)".to_owned(),
        _ => cell.to_owned(),
    };
    reader.records().map(|row| row.unwrap().iter().map(mask).collect()).collect()
}

fn compare(place: &Place, expected: &Run, about: &str) {
    let Some(arms) = &expected.arms else { return };
    let asked = ["compare", "w.handshake", "--experiment", "E", "--segments", "--by", "day", "--json"];
    let output = run(place, &asked);
    if expected.only_counts && !output.status.success() {
        return;
    }
    assert!(output.status.success(), "{about}: {}", String::from_utf8_lossy(&output.stderr));
    let figures: Value = serde_json::from_slice(&output.stdout).unwrap();
    let found = list(&figures["arms"]).iter().map(|arm| (name(&arm["name"]), counts(arm)));
    assert_eq!(&found.collect::<BTreeMap<_, _>>(), arms, "{about}: people by variant");
    if let Some(days) = &expected.days {
        let so_far = |day: &Value| list(&day["arms"]).iter().map(|arm| counts(&arm["so_far"])).collect();
        let found = list(&figures["days"]).iter().map(|day| (name(&day["date"]), so_far(day)));
        assert_eq!(&found.collect::<BTreeMap<_, Vec<Counts>>>(), days, "{about}: people by day");
    }
    for (segment, variants) in &expected.segments {
        for (variant, values) in variants {
            let figures = list(&figures["segments"][segment][variant]["segments"]);
            let pair = |value: &Value| [counts(&value["baseline"]), counts(&value["arm"])];
            let found = figures.iter().map(|value| (name(&value["name"]), pair(value)));
            assert_eq!(&found.collect::<BTreeMap<_, _>>(), values, "{about}: {segment} of {variant}");
        }
    }
}

fn list(value: &Value) -> &[Value] {
    value.as_array().map_or(&[], Vec::as_slice)
}

fn name(value: &Value) -> String {
    value.as_str().unwrap_or_default().to_owned()
}

fn counts(value: &Value) -> Counts {
    ["accepted", "shown"].map(|count| value[count].as_u64().unwrap_or(u64::MAX))
}

const HEADING: &str = "person,shown_at,variant,response";

fn import<'a>(file: &'a str, more: &[&'a str]) -> Vec<&'a str> {
    let told = ["import", "responses", "w.handshake", file, "--experiment", "E", "--time-zone", "UTC", "--json"];
    [told.as_slice(), more].concat()
}

fn outcome(place: &Place, arguments: &[&str]) -> Value {
    let output = run(place, arguments);
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

#[test]
fn a_row_of_ten_megabytes_is_one_row() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let long = "x".repeat(10_000_000);
    let lines = "line\n".repeat(2_000_000);
    let mut log = format!("{HEADING}\na,2026-01-01,A,yes\nb,2026-01-01,A,{long}\n{long},2026-01-01,A,no\n");
    log += &format!("c,2026-01-01,B,\"{lines}\"\nd,2026-01-01,{long},yes\ne,2026-01-01,B,no\n");
    place.file("log.csv", log);
    let named = ["--variant", "A=A", "--variant", "B=B", "--rejects", "aside.csv"];
    let found = outcome(&place, &import("log.csv", &named));
    assert_eq!((&found["rows_read"], &found["people_counted"]), (&json!(6), &json!(3)));
    assert_eq!(found["set_aside"], json!({"AnswerUnreadable": 2, "UnknownVariant": 1}));
    assert!(std::fs::metadata(place.path("aside.csv")).unwrap().len() < 10_000, "cells are cut");
}

#[test]
fn thousands_of_columns_are_read_and_more_are_refused() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let wide = |columns: usize| {
        let names: String = (4..columns).map(|column| format!(",c{column}")).collect();
        let cells = ",x".repeat(columns - 4);
        let row = |person: usize| format!("p{person},2026-01-01,{},yes{cells}\n", ["A", "B"][person % 2]);
        let rows: String = (0..40).map(row).collect();
        format!("{HEADING}{names}\n{rows}short,2026-01-01,A,yes\n")
    };
    place.file("wide.csv", wide(10_000));
    place.file("wider.csv", wide(10_001));
    let complaint = place.refuses(&import("wider.csv", &[]));
    assert!(complaint.contains("10001 columns"), "{complaint}");
    let found = outcome(&place, &import("wide.csv", &["--columns", "segment:last=c9999"]));
    assert_eq!((&found["people_counted"], &found["set_aside"]), (&json!(40), &json!({"RowMalformed": 1})));
}

#[test]
fn columns_whose_names_hold_commas_can_be_mapped() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let heading = "\"id, of the person\",\"a+b\",\"x=y\",when";
    place.file("log.csv", format!("{heading}\n1,A,yes,2026-01-01\n1,A,yes,2026-01-02\n2,B,no,2026-01-01\n"));
    let columns = "person=\"id, of the person\",variant=\"a+b\",response=x=y,shown_at=when";
    let found = outcome(&place, &import("log.csv", &["--columns", columns]));
    assert_eq!((&found["people_counted"], &found["set_aside"]), (&json!(2), &json!({"AskedAgain": 1})));
}

/// More than a first look at a log takes in, then one row.
fn long_log(last: &str) -> String {
    let row = |person: usize| {
        let day = ["25/12/2025", "03/04/2026"][person % 2];
        format!("p{person},{day} 10:00,{},yes\n", ["A", "B"][person % 2])
    };
    let rows: String = (0..45_000).map(row).collect();
    format!("{HEADING}\n{rows}{last}\n")
}

#[test]
fn dates_that_contradict_each_other_late_in_the_log_are_asked_about() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file("sound.csv", long_log("q,24/12/2025 10:00,A,yes"));
    assert_eq!(outcome(&place, &import("sound.csv", &[]))["people_counted"], 45_001);
    place.file("unsound.csv", long_log("q,12/24/2025 10:00,A,yes"));
    let complaint = place.refuses(&import("unsound.csv", &[]));
    assert!(complaint.contains("day"), "{complaint}");
    let told = outcome(&place, &import("unsound.csv", &["--dates", "day-first"]));
    assert_eq!(told["set_aside"]["TimeUnreadable"], 1);
}

#[test]
fn a_log_without_people_says_that_rows_were_counted() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file("log.csv", "variant,response\nA,yes\nA,yes\nB,no\n");
    let said = place.says(&["import", "responses", "w.handshake", "log.csv", "--experiment", "E"]);
    assert!(said.contains("rows counted"), "{said}");
    assert!(!said.contains("people counted"), "{said}");
}

#[test]
fn a_bad_file_of_a_folder_is_named_and_nothing_is_imported() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    std::fs::create_dir(place.path("logs")).unwrap();
    place.file("logs/one.csv", format!("{HEADING}\n1,2026-01-01,A,yes\n2,2026-01-01,B,yes\n"));
    place.file("logs/two.csv", "something,else\n1,2\n");
    let complaint = place.refuses(&import("logs", &[]));
    assert!(complaint.contains("two.csv"), "{complaint}");
    assert!(place.refuses(&["compare", "w.handshake", "--experiment", "E"]).contains("no experiment"));
}
