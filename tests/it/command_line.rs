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
fn every_variant_may_have_a_prior_of_its_own() {
    let place = Place::new();
    // The test case of the package bayesian-testing (Baweja 2021).
    let counts = ["A=3/10@0.5,0.5", "B=2/10@jeffreys", "C=2/11@1,2"];
    let mut arguments = vec!["compare", "--json", "--rope", "1"];
    counts.iter().for_each(|count| arguments.extend(["--counts", count]));
    let figures = place.json(&arguments);
    let truth = [0.571_121_400_275, 0.237_147_627_916, 0.191_730_971_809];
    for (arm, truth) in figures["arms"].as_array().unwrap().iter().zip(truth) {
        let best = arm["probability_best"].as_f64().unwrap();
        assert!((best - truth).abs() < 1e-11, "{best} {truth}");
    }
    let shares = &figures["pairs"][0]["equivalence"];
    let sum: f64 = ["worse", "equivalent", "better"].iter().map(|name| shares[name].as_f64().unwrap()).sum();
    assert!((sum - 1.0).abs() < 1e-9, "{shares}");
    place.refuses(&["compare", "--counts", "A=1/10@-1,1", "--counts", "B=1/10"]);
    place.refuses(&["compare", "--counts", "A=1/10", "--counts", "B=1/10", "--rope", "0"]);
    assert!(
        place.says(&["compare", "--counts", "A=30/100", "--counts", "B=60/100", "--prior", "0.4@10"]).contains("best")
    );
}

#[test]
fn counted_tests_are_compared_in_one_go_and_bad_counts_refuse_the_file() {
    let place = Place::new();
    place.file("tests.csv", "test,variant,shown,accepted\nx,a,100,10\nx,b,100,30\ny,a,50,5\ny,b,50,6\nx,b,100,31\n");
    let figures = place.json(&["compare", "--counted", "tests.csv", "--json"]);
    assert_eq!(figures["tests"].as_array().unwrap().len(), 2);
    assert_eq!(figures["tests"][0]["arms"][1]["accepted"], 61, "rows of one variant are added up");
    assert!(place.says(&["compare", "--counted", "tests.csv"]).contains("x: 2 wordings, 300 people. “b” does best"));
    place.file("wrong.csv", "test,variant,shown,accepted\nx,a,100,10\nx,b,100,130\n");
    assert!(place.refuses(&["compare", "--counted", "wrong.csv"]).contains("row 2"));
    place.file("none.csv", "test,variant,accepted\nx,a,10\n");
    place.refuses(&["compare", "--counted", "none.csv"]);
}

#[test]
fn a_plan_says_how_many_people_and_days() {
    let place = Place::new();
    let plan = ["plan", "--baseline", "0.16@2000", "--arm", "0.18@500", "--per-day", "700"];
    assert!(place.says(&plan).contains("people per wording, "));
    let mut as_json = plan.to_vec();
    as_json.extend(["--width", "3", "--json"]);
    let answer = place.json(&as_json);
    let (people, days) = (answer["people"].as_f64().unwrap(), answer["days"].as_f64().unwrap());
    assert!((days - (2.0 * people / 700.0).ceil()).abs() < 0.5);
    // A rate of 17% either way: 2 · 1.96 · √(2 · 0.17 · 0.83 / n) = 0.03 gives about 4,800 people.
    assert!((4_300.0..5_300.0).contains(&people), "{people}");
    place.refuses(&["plan", "--baseline", "2@10", "--arm", "0.2@10"]);
    place.refuses(&["plan", "--arm", "0.2@10"]);
}

fn settle<'a>(arguments: &[&'a str]) -> Vec<&'a str> {
    [&["experiment", "w.handshake", "--experiment", "E"], arguments].concat()
}

#[test]
fn an_unsound_sample_has_no_verdict() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let mut log = String::from("person,shown_at,variant,response,country\n");
    for person in 0..1_200 {
        let variant = if person % 3 == 0 { "a" } else { "b" };
        let (day, country) = (1 + person % 20, ["DE", "FR", "AT"][person / 5 % 3]);
        let answer = if person % 7 < 2 { "yes" } else { "no" };
        log += &format!("p{person},2026-03-{day:02}T08:00:00Z,{variant},{answer},{country}\n");
    }
    place.file("log.csv", log);
    place.says(&["import", "responses", "w.handshake", "log.csv", "--experiment", "E"]);
    let figures = place.json(&["compare", "w.handshake", "--experiment", "E", "--json", "--segments", "--by", "day"]);
    assert!(figures["verdict"].as_str().unwrap().starts_with("No verdict"), "{}", figures["verdict"]);
    let narrower =
        ["compare", "w.handshake", "--experiment", "E", "--interval", "0.8", "--prior", "jeffreys", "--json"];
    let narrower = place.json(&narrower);
    assert!(narrower["verdict"].as_str().unwrap().starts_with("No verdict"), "another prior makes no sample sound");
    assert_eq!((&narrower["interval"], &narrower["arms"][0]["prior"]["alpha"]), (&0.8.into(), &0.5.into()));
    let said = place.says(&settle(&["--sample-reason", "The first week was asked by hand"]));
    assert!(!said.contains("No verdict"), "{said}");
    let ruled = place.says(&settle(&["--rule", "chance=0.999,caring=0.001,largest=1000", "--prior", "0.3@50"]));
    assert!(ruled.contains("stated after 1,200 people") && ruled.contains("Stop without a decision"), "{ruled}");
    place.refuses(&settle(&["--rule", "chance=2"]));
    place.refuses(&settle(&["--rule", "luck=1"]));
    assert_eq!(figures["days"].as_array().unwrap().len(), 20);
    assert_eq!(figures["days"][0]["date"], "2026-03-01");
    let segments = figures["segments"]["country"]["b"]["segments"].as_array().unwrap();
    assert_eq!(segments.len(), 3);
    let people: u64 = segments.iter().map(|s| s["arm"]["shown"].as_u64().unwrap()).sum();
    assert_eq!(people, 800);
}

#[test]
fn the_demo_does_the_whole_job_without_a_display() {
    let place = Place::new();
    let said = place.says(&["demo", "--out", "d"]);
    assert!(said.contains("no display"), "{said}");
    assert!(said.contains("“Voucher now” wins the click but loses the person"), "{said}");
    let tracked = place.json(&["track", "d/sample.handshake", "--json"]);
    let quarters = tracked["quarters"].as_array().unwrap();
    assert_eq!(quarters.len(), 8);
    assert!(
        quarters.iter().all(|quarter| quarter["uses"].as_u64().unwrap() > 0 && quarter["rate_interval"].is_array())
    );
    let report = std::fs::read_to_string(place.path("d/report.html")).unwrap();
    assert!(report.contains("Permissions and compliance, 2026-Q3") && report.contains("<svg"));
    assert!(!report.contains("http://") || !report.contains("src=\"http"), "the report stands alone");
    let json: serde_json::Value =
        serde_json::from_str(&std::fs::read_to_string(place.path("d/report.json")).unwrap()).unwrap();
    assert_eq!((&json["kind"], json["quarters"].as_array().unwrap().len()), (&"compliance_report".into(), 8));
    assert_eq!(quarters[1]["signed_by"], "Mara Lindt");
    let of_wording = ["--experiment", "Personal offers", "--wording", "Show what is used", "--out", "again.csv"];
    let asked = place.says(&[&["ask-again", "d/sample.handshake"][..], &of_wording].concat());
    assert!(asked.contains("before: “10 € off the order at hand”"), "{asked}");
    assert!(std::fs::read_to_string(place.path("again.csv")).unwrap().lines().count() > 10);
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

#[test]
fn wordings_are_checked_and_the_exit_status_tells() {
    let place = Place::new();
    let fair = "[[wording]]\nname = \"Mountain bikes\"\nheadline = \"May we use which mountain bikes you look at to pick the offers we show you?\"\n\
        body = \"Only we use it, for a year at most. You can take it back with one click under Privacy.\"\naccept_label = \"Yes, use it\"\n\
        decline_label = \"No, do not use it\"\n[wording.terms]\npurposes = [\"personalize.content\"]\n\
        categories = [\"user.behavior.browsing_history\"]\n";
    place.file("fair.toml", fair);
    let checked = place.json(&["check", "fair.toml", "--json"]);
    assert_eq!((&checked[0]["serious"], &checked[0]["name"]), (&false.into(), &"Mountain bikes".into()));
    place.file("ticked.toml", fair.replace("accept_label", "ticked_beforehand = true\naccept_label"));
    let complaint = place.refuses(&["check", "ticked.toml"]);
    assert!(complaint.contains("1 of 1 wordings have a serious finding"), "{complaint}");
    place.refuses(&["check", "nowhere.toml"]);
    place.file("french.toml", fair.replace("name =", "language = \"fr\"\nname ="));
    assert!(
        place.json(&["check", "french.toml", "--json"])[0]["fair"].is_null(),
        "what is not read is not called fair"
    );
    assert!(place.says(&["check", "french.toml"]).contains("only English and German are read"));
    let (alone, _) = fair.split_once("[wording.terms]").unwrap();
    place.file("alone.toml", alone);
    let said = place.says(&["check", "alone.toml"]);
    assert!(said.contains("1 of 1 wordings have no purposes in their terms"), "{said}");
    place.file(
        "bundled.toml",
        alone.replace("Only we use it", "We use it for statistics, too, and pass it to partners"),
    );
    place.refuses(&["check", "bundled.toml"]);
}
