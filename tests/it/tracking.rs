//! Costs, decisions, definitions, signatures and programmes as a user types them.

use crate::support::{Place, shared};

const PERMISSIONS: &str = "at,person,purpose,category,state\n\
    2024-06-01T08:00:00Z,p1,marketing.communications.email,,given\n\
    2024-06-01T08:00:00Z,p2,marketing.communications.email,,given\n\
    2025-03-01T08:00:00Z,p4,marketing.communications.email,,given\n\
    2025-08-01T08:00:00Z,p4,marketing.communications.email,,withdrawn\n\
    2024-06-01T08:00:00Z,p3,marketing.communications.email,,refused\n";

const USES: &str = "occurred_at,person,purpose,category,recipient,channel,campaign,outcome,value,team,circumstance\n\
    2026-01-02T08:00:00Z,p1,marketing.communications.email,user.contact.email,,email,A,done,5,CRM,\n\
    2026-01-05T08:00:00Z,p1,marketing.communications.email,user.contact.email,,email,A,done,5,CRM,CampaignDeadline\n\
    2026-01-02T08:00:00Z,p2,marketing.communications.email,user.contact.email,,email,A,done,5,CRM,\n\
    2026-01-06T08:00:00Z,p2,marketing.communications.email,user.contact.email,,email,A,held back,10,CRM,\n\
    2026-01-07T08:00:00Z,p3,marketing.communications.email,user.contact.email,,email,A,done,5,Shop,CampaignDeadline\n\
    2026-04-07T08:00:00Z,p1,marketing.communications.email,user.contact.email,,email,B,done,5,Shop,\n\
    2026-04-08T08:00:00Z,p2,marketing.communications.email,user.contact.email,,email,B,done,5,CRM,\n\
    2026-04-09T08:00:00Z,p2,marketing.communications.email,user.contact.email,,email,B,held back,0,CRM,\n";

const POLICY: &str = "[[version]]\ntitle = \"Mail\"\nholds_from = \"2024-01-01\"\n[[version.rules]]\nname = \"Mail\"\n\
    purposes = [\"marketing.communications.email\"]\nneeds_permission = true\ncontacts_per_30_days = 1\nrecipients = []\n";

const ASSUMPTIONS: &str = "[[deviating]]\nper = \"Incident\"\namount = { low = 100, likely = 200, high = 300, never_beyond = true }\n\
    [[deviating]]\nkind = \"NoPermission\"\nimpact = \"LegalAndRegulatory\"\nper = \"Person\"\namount = { low = 50, likely = 50, high = 50 }\n\
    [[adhering]]\nwhat = \"Preference centre\"\namount = { low = 1000, likely = 1000, high = 1000 }\n\
    [[worth]]\npurpose = \"marketing\"\namount = { low = 2, likely = 2, high = 2 }\n";

pub fn judged() -> Place {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file("policy.toml", POLICY);
    place.file("permissions.csv", PERMISSIONS);
    place.file("uses.csv", USES);
    place.says(&["policy", "w.handshake", "--set", "policy.toml"]);
    place.says(&["import", "permissions", "w.handshake", "permissions.csv"]);
    place.says(&["import", "uses", "w.handshake", "uses.csv"]);
    place
}

#[test]
fn costs_are_told_with_what_is_known_of_them() {
    let place = judged();
    let before = place.json(&["costs", "w.handshake", "--json"]);
    assert_eq!((&before[0]["incidents_unknown"], &before[0]["deviating"]["all"]["median"]), (&2.into(), &0.0.into()));
    assert_eq!(before[0]["forgone"]["groups"][0]["group"], "Mail: marketing.communications.email");
    assert_eq!(before[0]["forgone"]["all"]["mean"], 10.0);
    place.file("costs.toml", ASSUMPTIONS);
    let after = place.json(&["costs", "w.handshake", "--assume", "costs.toml", "--json"]);
    let first = &after[0];
    // Two incidents of 200 each on average, and one person without permission at 50.
    assert!((first["deviating"]["all"]["mean"].as_f64().unwrap() - 450.0).abs() < 1e-6, "{first}");
    assert!(first["deviating"]["all"]["low"].as_f64().unwrap() < 420.0);
    assert_eq!(first["adhering"]["all"]["median"], 1000.0);
    // The held-back use of April names no value; one for marketing is assumed to be worth 2.
    assert_eq!(after[1]["forgone"]["all"]["median"], 2.0);
    assert!(place.says(&["costs", "w.handshake"]).contains("Preference centre"));
    place.file("bad.toml", ASSUMPTIONS.replace("low = 100", "low = 400"));
    assert!(place.refuses(&["costs", "w.handshake", "--assume", "bad.toml"]).contains("lowest"));
}

#[test]
fn a_looser_limit_is_priced() {
    let place = judged();
    place.file("costs.toml", ASSUMPTIONS);
    place.says(&["costs", "w.handshake", "--assume", "costs.toml"]);
    place.file("looser.toml", POLICY.replace("contacts_per_30_days = 1", "contacts_per_30_days = 2"));
    let figures = place.json(&["what-if", "w.handshake", "--policy", "looser.toml", "--json"]);
    assert!((figures["costs"]["change"]["all"]["mean"].as_f64().unwrap() + 200.0).abs() < 1e-6, "{figures}");
    assert!(figures["costs"]["probability_lower"].as_f64().unwrap() > 0.999);
}

#[test]
fn a_decision_is_kept_with_its_reason_and_its_effect() {
    let place = judged();
    let decide = [
        "decide",
        "w.handshake",
        "--what",
        "Lists are checked before sending",
        "--because",
        "Mails to people who refused",
    ];
    let more = ["--by", "Ada", "--from", "2026-04-01", "--kind", "NoPermission", "--circumstance", "CampaignDeadline"];
    let told = place.says(&[&decide[..], &more[..]].concat());
    assert!(
        told.contains("Ada") && told.contains("0.00 per 1,000 uses in 2026-Q2 instead of 250.0 in 2026-Q1"),
        "{told}"
    );
    assert!(place.says(&["decide", "w.handshake"]).contains("Lists are checked"));
    place.refuses(&[
        "decide",
        "w.handshake",
        "--what",
        "Nothing",
        "--because",
        " ",
        "--by",
        "Ada",
        "--from",
        "2026-04-01",
    ]);
}

#[test]
fn a_signed_quarter_keeps_its_figures_and_later_findings_are_amendments() {
    let place = judged();
    let sign = |statement: &str| {
        let fixed = ["sign", "w.handshake", "--quarter", "2026-Q1", "--by", "Ada", "--statement"];
        [&fixed[..], &[statement]].concat().iter().map(ToString::to_string).collect::<Vec<_>>()
    };
    let run = |arguments: Vec<String>| place.run(&arguments.iter().map(String::as_str).collect::<Vec<_>>());
    assert!(run(sign("Looked at every incident.")).status.success());
    assert!(!run(sign("Once more.")).status.success(), "there is nothing to amend");
    let quarter = &place.json(&["track", "w.handshake", "--json"])["quarters"][0];
    assert_eq!((&quarter["signed_by"], quarter["changed_since_signed"].as_array().unwrap().len()), (&"Ada".into(), 0));
    place.file(
        "late.csv",
        USES.lines()
            .take(1)
            .chain(["2026-02-03T08:00:00Z,p3,marketing.communications.email,user.contact.email,,email,C,done,5,CRM,"])
            .collect::<Vec<_>>()
            .join("\n"),
    );
    place.says(&["import", "uses", "w.handshake", "late.csv"]);
    let changed = place.json(&["track", "w.handshake", "--json"])["quarters"][0]["changed_since_signed"].to_string();
    assert!(changed.contains("Deviations: 3 instead of 2"), "{changed}");
    assert!(!run(sign("")).status.success(), "an amendment says why");
    assert!(run(sign("A late log of campaign C.")).status.success());
    let told = place.says(&["sign", "w.handshake"]);
    assert!(told.contains("amended by Ada") && !told.contains("changed since"), "{told}");
    let still_running = place.refuses(&["sign", "w.handshake", "--quarter", "2199-Q1", "--by", "Ada"]);
    assert!(still_running.contains("runs until"), "{still_running}");
    place.refuses(&["sign", "w.handshake", "--quarter", "FY2026-Q1", "--by", "Ada"]);
}

#[test]
fn rules_and_conduct_are_told_apart() {
    let place = judged();
    let second =
        POLICY.replace("2024-01-01", "2026-04-01").replace("contacts_per_30_days = 1", "contacts_per_30_days = 2");
    place.file("second.toml", second);
    place.says(&["policy", "w.handshake", "--set", "second.toml"]);
    let split = &place.json(&["track", "w.handshake", "--json"])["rules_and_conduct"][0];
    assert_eq!((&split["quarter"], &split["policy_from"]), (&"2026-Q2".into(), &"2026-04-01".into()));
    let observed = |part: &str| split["change"][part]["observed"].as_f64().unwrap();
    assert!((observed("total") + 0.5).abs() < 1e-12);
    assert!((observed("rules") + 0.25).abs() < 1e-12 && (observed("conduct") + 0.25).abs() < 1e-12);
}

#[test]
fn a_marked_definition_breaks_the_series_of_the_ico() {
    let Some(log) = shared("ico_incidents_long.csv") else { return };
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    let log = log.to_string_lossy().into_owned();
    place.says(&["import", "deviations", "w.handshake", &log]);
    let quarters =
        |place: &Place| place.json(&["track", "w.handshake", "--json"])["quarters"].as_array().unwrap().clone();
    let starts = |place: &Place| {
        let starting = quarters(place).into_iter().filter(|quarter| quarter["starts_segment"] == true);
        starting.map(|quarter| quarter["quarter"].as_str().unwrap().to_owned()).collect::<Vec<_>>()
    };
    assert!(starts(&place).is_empty());
    let what = "Non-cyber incidents are reported otherwise";
    place.says(&["definition", "w.handshake", "--from", "2021-01-01", "--what", what]);
    assert_eq!(starts(&place), ["2021-Q1"]);
    assert!(place.json(&["track", "w.handshake", "--json"])["definition_changes"].to_string().contains(what));
    place.says(&["definition", "w.handshake", "--remove", "2021-01-01"]);
    assert!(starts(&place).is_empty());
}

#[test]
fn options_are_laid_side_by_side() {
    let place = judged();
    let log = "who,when,arm,answer\n".to_owned()
        + &(0..200)
            .map(|i| {
                format!(
                    "r{i},2026-01-01T10:00:00Z,{},{}\n",
                    if i % 2 == 0 { "plain" } else { "clear" },
                    if i % 5 == 0 || i % 4 == 1 { "yes" } else { "no" }
                )
            })
            .collect::<String>();
    place.file("log.csv", log);
    let columns = "person=who,shown_at=when,variant=arm,response=answer";
    place.says(&["import", "responses", "w.handshake", "log.csv", "--experiment", "E", "--columns", columns]);
    let option = |name: &str, wording: &str| {
        format!(
            "[[option]]\nname = \"{name}\"\ntool = \"Form\"\nexperiment = \"E\"\nwording = \"{wording}\"\npeople = {{ low = 1000, likely = 1000, high = 1000 }}\n\
             kept = {{ low = 0.5, likely = 0.6, high = 0.7 }}\nworth = {{ low = 3, likely = 5, high = 8 }}\n\
             [[option.costs]]\nwhat = \"Form\"\namount = {{ low = 100, likely = 100, high = 100 }}\n"
        )
    };
    place.file(
        "options.toml",
        format!("budget = 500.0\n{}{}{}", option("Plain", "plain"), option("Clear", "clear"), option("Gone", "gone")),
    );
    let options = place.json(&["programme", "w.handshake", "--options", "options.toml", "--json"]);
    assert!(
        options[1]["figures"]["probability_best"].as_f64().unwrap()
            > options[0]["figures"]["probability_best"].as_f64().unwrap()
    );
    assert_eq!(options[0]["figures"]["probability_within_budget"], 1.0);
    assert!(options[2]["problem"].as_str().unwrap().contains("gone"));
    assert!(place.says(&["programme", "w.handshake"]).contains("people in the experiment"));
}

#[test]
fn signatures_outlast_another_beginning_of_the_year() {
    let place = judged();
    place.says(&["sign", "w.handshake", "--quarter", "2026-Q1", "--by", "Ada"]);
    place.says(&["settings", "w.handshake", "--fiscal-year-start", "4"]);
    let same_days = place.says(&["sign", "w.handshake"]);
    assert!(same_days.contains("2026-Q1: signed by Ada") && !same_days.contains("changed since"), "{same_days}");
    place.says(&["settings", "w.handshake", "--fiscal-year-start", "2"]);
    let other_days = place.says(&["sign", "w.handshake", "--quarter", "FY2027-Q1", "--by", "Ben"]);
    assert!(other_days.contains("signed by Ada") && other_days.contains("signed by Ben"), "{other_days}");
    assert!(!other_days.contains("changed since"), "{other_days}");
}
