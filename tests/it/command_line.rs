//! The command line as a user types it.

use crate::support::Place;

const LOG: &str = "who,when,arm,answer,country\n\
    a,2026-01-01T10:00:00Z,plain,yes,DE\n\
    b,2026-01-01T10:01:00Z,plain,no,DE\n\
    c,2026-01-01T10:02:00Z,benefit,yes,FR\n\
    d,2026-01-01T10:03:00Z,benefit,yes,FR\n\
    d,2026-01-09T10:03:00Z,benefit,no,FR\n\
    e,2026-01-01T10:04:00Z,plain,yes,FR\n\
    e,2026-01-02T10:04:00Z,benefit,yes,FR\n\
    f,2026-01-01T10:05:00Z,mystery,yes,FR\n";
const COLUMNS: &str = "person=who,shown_at=when,variant=arm,response=answer,segment:country=country";
const VARIANTS: [&str; 4] = ["--variant", "plain=plain", "--variant", "benefit=benefit"];

fn import(place: &Place) -> serde_json::Value {
    place.says(&["new", "w.handshake"]);
    place.file("log.csv", LOG);
    let mut arguments =
        vec!["import", "responses", "w.handshake", "log.csv", "--experiment", "E", "--columns", COLUMNS];
    arguments.extend(VARIANTS);
    arguments.extend(["--json", "--rejects", "aside.csv"]);
    place.json(&arguments)
}

#[test]
fn responses_are_counted_in_the_fixed_order() {
    let place = Place::new();
    let outcome = import(&place);
    assert_eq!(outcome["rows_read"], 8);
    assert_eq!(outcome["people_counted"], 4, "a, b, c and d; e saw two variants");
    assert_eq!(outcome["set_aside"]["UnknownVariant"], 1);
    assert_eq!(outcome["set_aside"]["SawTwoVariants"], 1);
    let figures = place.json(&["compare", "w.handshake", "--experiment", "E", "--json"]);
    assert_eq!(figures["arms"][0]["accepted"], 1);
    assert_eq!(figures["arms"][0]["shown"], 2);
    assert_eq!(figures["arms"][1]["accepted"], 2, "d counts once, at the first showing");
    assert!(figures["verdict"].as_str().is_some_and(|verdict| verdict.len() > 10));
    let aside = std::fs::read_to_string(place.path("aside.csv")).unwrap();
    assert!(
        aside.contains("mystery") && !aside.lines().any(|line| line.ends_with(",f") || line.contains(",f,")),
        "{aside}"
    );
}

#[test]
fn no_identifier_is_in_the_workspace_file() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let log = LOG.replace("\na,", "\nanna.nass@example.org,").replace("\nf,", "\nfritz.secret@example.org,");
    place.file("log.csv", log);
    let mut arguments =
        vec!["import", "responses", "w.handshake", "log.csv", "--experiment", "E", "--columns", COLUMNS];
    arguments.extend(VARIANTS);
    place.says(&arguments);
    let bytes = std::fs::read(place.path("w.handshake")).unwrap();
    for word in [&b"anna.nass"[..], b"fritz.secret"] {
        assert!(!bytes.windows(word.len()).any(|window| window == word));
    }
    let files: Vec<_> = std::fs::read_dir(place.path("")).unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(
        !files.iter().any(|name| name.to_string_lossy().starts_with("w.handshake-")),
        "a closed workspace is one file: {files:?}"
    );
}

#[test]
fn counts_are_compared_without_a_workspace() {
    let place = Place::new();
    let figures = place.json(&[
        "compare",
        "--counts",
        "A=3/10",
        "--counts",
        "B=2/10",
        "--prior",
        "0.5,0.5",
        "--interval",
        "0.9",
        "--json",
    ]);
    assert_eq!(figures["interval"], 0.9);
    assert_eq!(figures["arms"][0]["prior"]["alpha"], 0.5);
    let sum: f64 =
        figures["arms"].as_array().unwrap().iter().map(|arm| arm["probability_best"].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-10);
    place.refuses(&["compare", "--counts", "A=11/10", "--counts", "B=1/10"]);
    place.refuses(&["compare", "--counts", "A=1/10", "--counts", "B=1/10", "--prior", "0,1"]);
    place.refuses(&["compare", "--counts", "nonsense"]);
}

#[test]
fn the_demo_does_the_whole_job_without_a_display() {
    let place = Place::new();
    let said = place.says(&["demo", "--out", "d"]);
    assert!(said.contains("no display"), "{said}");
    let tracked = place.json(&["track", "d/sample.handshake", "--json"]);
    let quarters = tracked["quarters"].as_array().unwrap();
    assert_eq!(quarters.len(), 8);
    assert!(
        quarters.iter().all(|quarter| quarter["uses"].as_u64().unwrap() > 0 && quarter["rate_interval"].is_array())
    );
    let report = std::fs::read_to_string(place.path("d/report.html")).unwrap();
    assert!(report.contains("Newsletter sign-up, spring") && report.contains("<svg"));
    assert!(!report.contains("http://") || !report.contains("src=\"http"), "the report stands alone");
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(place.path("d/report.json")).unwrap()).unwrap();
    assert_eq!(json["experiments"].as_array().unwrap().len(), 3);
    let fiscal = place.json(&["track", "d/sample.handshake", "--fiscal-year-start", "4", "--json"]);
    assert!(fiscal["quarters"][0]["quarter"].as_str().unwrap().starts_with("FY"));
}

#[test]
fn the_window_without_a_display_is_refused_in_words() {
    let place = Place::new();
    assert!(place.refuses(&[]).contains("no display"));
}

#[test]
fn the_key_is_handed_over_on_purpose() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file("log.csv", LOG);
    place.says(&["key", "w.handshake", "--export", "handed.key"]);
    let elsewhere = place.path("elsewhere");
    let mut arguments =
        vec!["import", "responses", "w.handshake", "log.csv", "--experiment", "E", "--columns", COLUMNS];
    arguments.extend(VARIANTS);
    let refused = place.program(&arguments).env("HANDSHAKE_KEYS", &elsewhere).output().unwrap();
    assert!(String::from_utf8_lossy(&refused.stderr).contains("key"), "reading needs no key, importing does");
    assert!(!refused.status.success());
    let taken =
        place.program(&["key", "w.handshake", "--import", "handed.key"]).env("HANDSHAKE_KEYS", &elsewhere).output();
    assert!(taken.unwrap().status.success());
    assert!(place.program(&arguments).env("HANDSHAKE_KEYS", &elsewhere).output().unwrap().status.success());
}

#[test]
fn a_policy_file_is_added_whole_or_not_at_all() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let version = |day: &str, purpose: &str| {
        format!("[[version]]\nholds_from = \"{day}\"\n[[version.rules]]\nname = \"Mail\"\npurposes = [\"{purpose}\"]\n")
    };
    let good = version("2026-01-01", "marketing.communications.email");
    place.file("half.toml", format!("{good}{}", version("2026-02-01", "no.such.purpose")));
    assert!(place.refuses(&["policy", "w.handshake", "--set", "half.toml"]).contains("no.such.purpose"));
    assert!(place.says(&["policy", "w.handshake"]).contains("no policy yet"));
    place.file("good.toml", good);
    assert!(place.says(&["policy", "w.handshake", "--set", "good.toml"]).contains("1 Jan 2026"));
    assert!(place.refuses(&["policy", "w.handshake", "--set", "good.toml"]).contains("already holds"));
    place.refuses(&["policy", "w.handshake", "--set", "missing.toml"]);
}
