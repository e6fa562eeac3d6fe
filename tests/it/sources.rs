//! What well-known tools export, with the columns that their vendors document; and what a workspace learns besides responses.

use crate::support::Place;
use crate::written;
use serde_json::{Value, json};

fn place() -> Place {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.says(&["settings", "w.handshake", "--smallest-segment", "1"]);
    place
}

fn import(place: &Place, kind: &str, file: &str, told: &[&str]) -> Value {
    place.json(&[&["import", kind, "w.handshake", file, "--json"], told].concat())
}

fn responses(place: &Place, file: &str, told: &[&str]) -> Value {
    import(place, "responses", file, &[&["--experiment", "E"], told].concat())
}

fn compared(place: &Place) -> Value {
    place.json(&["compare", "w.handshake", "--experiment", "E", "--segments", "--by", "day", "--json"])
}

/// Every variant that was compared, with how many accepted and were shown it.
fn arms(place: &Place) -> Vec<(String, u64, u64)> {
    let figures = compared(place);
    let number = |arm: &Value, name: &str| arm[name].as_u64().unwrap();
    let arms = figures["arms"].as_array().unwrap().iter();
    arms.map(|arm| (arm["name"].as_str().unwrap().to_owned(), number(arm, "accepted"), number(arm, "shown"))).collect()
}

/// Imports one file of a vendor and holds the outcome against what it should be.
#[track_caller]
fn check(log: &str, told: &[&str], set_aside: Value, expected: &[(&str, u64, u64)]) {
    let place = place();
    place.file("log", log);
    let outcome = responses(&place, "log", told);
    assert_eq!(outcome["set_aside"], set_aside, "{outcome}");
    let expected: Vec<_> = expected.iter().map(|arm| (arm.0.to_owned(), arm.1, arm.2)).collect();
    assert_eq!(arms(&place), expected);
}

#[test]
fn usercentrics_consent_history() {
    let mut log = "Controller ID,Timestamp,CMP Configuration ID,CMP Configuration Version,Consent Action,\
        Data Processing Service ID,Data Processing Service Version,Consent Given,Consent String\n"
        .to_owned();
    let decisions = [
        ("c1", "1.0", "onAcceptAllServices"),
        ("c2", "1.0", "onDenyAllServices"),
        ("c3", "2.0", "onAcceptAllServices"),
        ("c4", "2.0", "onUpdateServices"),
        ("c5", "2.0", "onInitialPageLoad"),
    ];
    for (person, version, action) in decisions {
        for service in ["HkocEodjb7", "BJz7qNsdj-7", "r1rX9AEtW"] {
            let given = action == "onAcceptAllServices";
            log +=
                &format!("{person},2026-01-02T10:00:00.000Z,EyM2Zk4,{version},{action},{service},10.2,{given},CPx\n");
        }
    }
    check(&log, &[], json!({"DuplicateRow": 10}), &[("EyM2Zk4+1.0", 1, 2), ("EyM2Zk4+2.0", 1, 3)]);
}

#[test]
fn usercentrics_opt_in_report() {
    let place = place();
    place.file(
        "log",
        "settingsId,TemplateId,processorName,dataFrom,dataTo,action,actionType,OptIn,OptOut\n\
        s1,t1,Shop,2026-01-01,2026-01-01,acceptAll,explicit,30,70\ns1,t1,Shop,2026-01-02,2026-01-02,acceptAll,explicit,10,10\n\
        s2,t1,Shop,2026-01-01,2026-01-01,acceptAll,explicit,\"1,050\",950\ns2,t1,Shop,2026-01-02,2026-01-02,acceptAll,explicit,x,1\n",
    );
    let outcome = import(&place, "counts", "log", &["--experiment", "E"]);
    assert_eq!(outcome["set_aside"], json!({"CountUnreadable": 1}));
    assert_eq!(arms(&place), [("s1".to_owned(), 40, 120), ("s2".to_owned(), 1_050, 2_000)]);
    assert_eq!(compared(&place)["days"][1]["arms"][0]["so_far"], json!({"accepted": 40, "shown": 120}));
}

#[test]
fn commanders_act_raw_hits() {
    let log = "id_hit;id_tagcommander;id_privacy;version;cookie;tcpid;date_hit;privacy_action;type_action;device\n\
        h1;u1;7;1;1;a;2026-01-01 10:00:00;V;view;mobile\nh2;u1;7;1;1;a;2026-01-01 10:00:09;1;click;mobile\n\
        h3;u2;7;1;1;b;2026-01-01 10:00:00;V;view;mobile\nh4;u2;7;1;1;b;2026-01-01 10:00:09;0;click;mobile\n\
        h5;u3;7;2;1;c;2026-01-01 10:00:00;V;view;desktop\nh6;u3;7;2;1;c;2026-01-01 10:00:09;-1;click;desktop\n\
        h8;u4;7;2;1;d;2026-01-01 10:00:09;1;click;desktop\nh7;u4;7;2;1;d;2026-01-01 10:00:00;V;view;desktop\n\
        h8;u4;7;2;1;d;2026-01-01 10:00:09;1;click;desktop\nh9;u5;7;2;1;d;2026-01-01 10:00:00;V;view;desktop\n";
    check(log, &["--time-zone", "Europe/Paris"], json!({"DuplicateRow": 1}), &[("7+1", 1, 2), ("7+2", 1, 3)]);
}

#[test]
fn didomi_batch_export_in_folders_by_day() {
    let place = place();
    let event = |id: u32, person: &str, day: u32, variant: &str, enabled: bool| {
        let purposes = json!([{"id": "cookies", "enabled": true}, {"id": "analytics", "enabled": enabled}]);
        let event = json!({"id": format!("e{id}"), "created_at": format!("2026-01-0{day}T10:00:00.000Z"),
            "user": {"id": person, "metadata": {"wording": variant}}, "consents": {"purposes": purposes}});
        format!("{event}\n")
    };
    let first = [event(1, "u1", 1, "A", true), event(2, "u2", 1, "A", false), event(3, "u3", 1, "B", true)].concat();
    // The next day brings one event again.
    let second = [event(3, "u3", 1, "B", true), event(4, "u4", 2, "B", true), event(5, "u1", 2, "A", false)].concat();
    for (day, lines) in [("2026-01-01", first), ("2026-01-02", second)] {
        std::fs::create_dir_all(place.path(&format!("export/date={day}"))).unwrap();
        place.file(&format!("export/date={day}/part-0.json.gz"), written::gzip(lines.as_bytes()));
        place.file(&format!("export/date={day}/_SUCCESS"), "");
    }
    let columns = "variant=user.metadata.wording,response=consents.purposes.analytics";
    let outcome = responses(&place, "export", &["--columns", columns]);
    assert_eq!(outcome["set_aside"], json!({"DuplicateRow": 1, "AskedAgain": 1}));
    assert_eq!(arms(&place), [("A".to_owned(), 1, 2), ("B".to_owned(), 2, 2)]);
}

#[test]
fn fides_privacy_preference_history() {
    let log = "fides_user_device_id,user_geography,preference,notice_name,method,request_origin,request_timestamp,\
        served_notice_history_id,experience_config_history_id\n\
        d1,us_ca,opt_in,Marketing,button,banner_and_modal,2026-01-01T10:00:00.123456Z,s1,x1\n\
        d2,us_ca,opt_out,Marketing,button,banner_and_modal,2026-01-01T10:00:01.123456Z,s2,x1\n\
        d3,de,acknowledge,Marketing,acknowledge,overlay,2026-01-01T10:00:02.123456Z,s3,x2\n\
        d4,de,tcf,Marketing,button,tcf_overlay,2026-01-01T10:00:03.123456Z,s4,x2\n\
        d5,de,opt_out,Marketing,button,tcf_overlay,2026-01-01T10:00:03.123456Z,s5,x2\n";
    check(log, &[], json!({"AnswerUnreadable": 1}), &[("x1", 1, 2), ("x2", 1, 2)]);
}

#[test]
fn events_of_google_analytics_in_bigquery() {
    let event = |person: Option<&str>, second: u64, wording: &str, storage: &str| {
        let event = json!({"event_date": "20260101", "event_timestamp": (1_767_265_200 + second) * 1_000_000,
            "event_name": "consent_choice", "user_pseudo_id": person, "wording": wording,
            "privacy_info": {"analytics_storage": storage, "ads_storage": storage}});
        format!("{event}\n")
    };
    let log = [
        event(Some("1.1"), 0, "A", "Yes"),
        event(Some("1.2"), 1, "A", "Unset"),
        event(None, 2, "A", "No"),
        event(Some("1.3"), 3, "B", "Yes"),
        event(Some("1.4"), 4, "B", "No"),
        event(None, 5, "B", "No"),
    ];
    let aside = json!({"PersonMissing": 2});
    check(&log.concat(), &["--columns", "variant=wording"], aside, &[("A", 1, 2), ("B", 1, 2)]);
    let rows = ["--columns", "variant=wording,person="];
    check(&log.concat(), &rows, json!({}), &[("A", 1, 3), ("B", 1, 3)]);
}

#[test]
fn segment_consent_in_context() {
    let event = |id: u32, wording: &str, preferences: Value| {
        let event = json!({"anonymousId": format!("a{id}"), "messageId": format!("m{id}"), "type": "track",
            "timestamp": "2026-01-01T10:00:00.000Z", "properties": {"wording": wording},
            "context": {"consent": {"categoryPreferences": preferences}}});
        format!("{event}\n")
    };
    let log = [
        event(1, "A", json!({"Advertising": true, "Analytics": false})),
        event(2, "A", json!({"Analytics": true})),
        event(3, "B", json!({"Advertising": false})),
        event(4, "B", json!({"Advertising": true})),
        event(4, "B", json!({"Advertising": true})),
    ];
    let columns = "variant=properties.wording,response=context.consent.categoryPreferences.Advertising";
    check(&log.concat(), &["--columns", columns], json!({"DuplicateRow": 1}), &[("A", 1, 2), ("B", 1, 2)]);
}

#[test]
fn a_category_that_is_missing_in_a_whole_file_is_no_refusal() {
    let place = place();
    std::fs::create_dir(place.path("logs")).unwrap();
    let line = |person: u32, variant: &str, more: &str| {
        format!("{{\"person\":\"{person}\",\"shown_at\":1767265200,\"variant\":\"{variant}\"{more}}}\n")
    };
    let answered = ",\"response\":true,\"country\":\"DE\"";
    place.file("logs/1.ndjson", [line(1, "A", answered), line(2, "B", answered)].concat());
    place.file("logs/2.ndjson", [line(3, "A", ""), line(4, "B", "")].concat());
    responses(&place, "logs", &[]);
    assert_eq!(arms(&place), [("A".to_owned(), 1, 2), ("B".to_owned(), 1, 2)]);
}

#[test]
fn appsflyer_tracking_transparency() {
    let log = "appsflyer_id,event_time,att,media_source,prompt\n\
        1-a,2026-01-01 10:00:00,authorized,organic,plain\n1-b,2026-01-01 10:00:00,af_denied,organic,plain\n\
        1-c,2026-01-01 10:00:00,restricted,organic,plain\n1-d,2026-01-01 10:00:00,af_authorized,organic,warm\n\
        1-e,2026-01-01 10:00:00,not_determined,organic,warm\n1-f,2026-01-01 10:00:00,af_unavailable,organic,warm\n";
    let told = ["--time-zone", "America/New_York", "--columns", "variant=prompt"];
    check(log, &told, json!({"AnswerUnreadable": 1}), &[("plain", 1, 3), ("warm", 1, 2)]);
}

#[test]
fn cookie_compliance_receipts() {
    let log = "moc,jurisdiction,sub,consent,jti,lat,exp,purpose\n\
        web form,GB,s1,true,j1,1767265200,1798801200,newsletter\nweb form,GB,s2,false,j2,1767265201000,1798801200000,newsletter\n\
        banner,DE,s3,true,j3,1767265202,1798801200,newsletter\nbanner,DE,s3,true,j3,1767265202,1798801200,newsletter\n\
        banner,DE,s4,false,j4,1767265203000,1798801200000,newsletter\n";
    check(log, &[], json!({"DuplicateRow": 1}), &[("banner", 1, 2), ("web form", 1, 2)]);
}

#[test]
fn decisions_of_tealium_or_cookieconsent() {
    let log = "consent_id,decision_type,accepted_purposes,rejected_purposes,consent_model,url,decision_timestamp,expiration_time,revision\n\
        c1,accept_all,\"[\"\"analytics\"\",\"\"ads\"\"]\",[],opt-in,https://x.org/?a=1,2026-01-01T10:00:00Z,2026-07-01T10:00:00Z,1\n\
        c2,reject_all,[],\"[\"\"analytics\"\",\"\"ads\"\"]\",opt-in,https://x.org/,2026-01-01T10:00:00Z,2026-07-01T10:00:00Z,1\n\
        c3,custom,\"[\"\"analytics\"\"]\",\"[\"\"ads\"\"]\",opt-in,https://x.org/,2026-01-01T10:00:00Z,2026-07-01T10:00:00Z,2\n\
        c4,all,\"[\"\"analytics\"\"]\",[],opt-in,https://x.org/,2026-01-01T10:00:00Z,2026-07-01T10:00:00Z,2\n\
        c5,necessary,[],\"[\"\"ads\"\"]\",opt-in,https://x.org/,2026-01-01T10:00:00Z,2026-07-01T10:00:00Z,2\n";
    check(log, &[], json!({}), &[("1", 1, 2), ("2", 1, 3)]);
}

#[test]
fn fides_use_log() {
    let place = place();
    place.file(
        "uses.csv",
        "id,timestamp,consumer,policy,control,dataset,data_use,sql_statement\n\
        1,2026-01-01T10:00:00Z,crm,p,ALLOW,customers,marketing.advertising,\"SELECT *\nFROM customers\"\n\
        2,2026-01-01T10:00:01Z,crm,p,DENY,customers,analytics,SELECT 1\n\
        3,2026-01-01T10:00:02Z,crm,p,MAYBE,customers,analytics,SELECT 1\n",
    );
    let outcome = import(&place, "uses", "uses.csv", &[]);
    assert_eq!((&outcome["people_counted"], &outcome["set_aside"]), (&json!(2), &json!({"OutcomeUnreadable": 1})));
    let tracked = place.json(&["track", "w.handshake", "--json"]);
    assert_eq!(tracked["quarters"][0]["held_back"]["uses"], 1);
}

#[test]
fn counts_by_test_and_day_join_the_rows_of_the_same_experiment() {
    let place = place();
    place.file(
        "rows.csv",
        "person,shown_at,variant,response\n1,2026-01-01T00:00:00Z,A,yes\n2,2026-01-02T00:00:00Z,B,no\n",
    );
    responses(&place, "rows.csv", &[]);
    place.file(
        "counts.csv",
        "test;variant;day;shown;accepted\nx;A;01.01.2026;10;3\nx;B;02.01.2026;20;4\nx;B;02.01.2026;5;6\ny;A;01.01.2026;7;1\nx;C;01.01.2026;7;1\n",
    );
    let asked = ["import", "counts", "w.handshake", "counts.csv", "--experiment", "E", "--json"];
    assert!(place.refuses(&asked).contains("tests"));
    let outcome = import(&place, "counts", "counts.csv", &["--experiment", "E", "--test", "x"]);
    assert_eq!(outcome["set_aside"], json!({"CountContradiction": 1, "UnknownVariant": 1}));
    assert_eq!(arms(&place), [("A".to_owned(), 4, 11), ("B".to_owned(), 4, 21)]);
    let again = import(&place, "counts", "counts.csv", &["--experiment", "E", "--test", "x"]);
    assert_eq!((&again["rows_read"], &again["people_counted"]), (&json!(0), &json!(32)));
}

#[test]
fn what_is_known_of_people_tells_segments() {
    let place = place();
    place.file("rows.csv", "person,shown_at,variant,response\na@X.org,2026-01-01T00:00:00Z,A,yes\nb,2026-01-01T00:00:00Z,A,no\nc,2026-01-02T00:00:00Z,B,no\nd,2026-01-02T00:00:00Z,B,yes\n");
    place.file("people.csv", "person,country\nA@x.org,DE\nb,FR\nc,FR\nc,FR\nd,FR\nd,DE\n,DE\ne,DE\n");
    let outcome = import(&place, "people", "people.csv", &[]);
    let aside = json!({"DuplicateRow": 1, "PersonContradiction": 1, "PersonMissing": 1});
    assert_eq!((&outcome["people_counted"], &outcome["set_aside"]), (&json!(5), &aside));
    responses(&place, "rows.csv", &[]);
    let figures = compared(&place);
    let found = figures["segments"]["country"]["B"]["segments"].as_array().unwrap().iter();
    let shown =
        |value: &Value| (value["name"].clone(), value["baseline"]["shown"].clone(), value["arm"]["shown"].clone());
    let mut found: Vec<_> = found.map(shown).collect();
    found.sort_by_key(|segment| segment.0.to_string());
    assert_eq!(found, [(json!("DE"), json!(1), json!(0)), (json!("FR"), json!(1), json!(2))]);
}

#[test]
fn links_join_identifiers_and_conflicts_join_nobody() {
    let place = place();
    place.file("cookies.csv", "cookie,shown_at,variant,response\nc1,2026-01-01T00:00:00Z,A,yes\nc2,2026-01-02T00:00:00Z,A,no\nc3,2026-01-01T00:00:00Z,B,yes\nc4,2026-01-05T00:00:00Z,B,no\n");
    place.file("customers.csv", "cookie,shown_at,variant,response\nk1,2026-01-03T00:00:00Z,A,no\nk2,2026-01-03T00:00:00Z,B,no\nK9@x.org,2026-01-01T00:00:00Z,A,yes\n");
    place.file("links.csv", "cookie,customer\nc1,k1\nc2, k1 \nc3,k2\nc3,k3\nc4,k9@X.org\n,k4\n");
    responses(&place, "cookies.csv", &["--columns", "person=cookie"]);
    let both = responses(&place, "customers.csv", &[]);
    assert_eq!((&both["people_counted"], &both["set_aside"]), (&json!(7), &json!({})), "the mapping is remembered");
    let linked = import(&place, "links", "links.csv", &[]);
    assert_eq!((&linked["people_counted"], &linked["set_aside"]), (&json!(5), &json!({"PersonMissing": 1})));
    // k1 is c1 and c2; c3 belongs to two people and stays alone; k9 saw A first and B as c4, and counts for neither.
    assert_eq!(arms(&place), [("A".to_owned(), 1, 1), ("B".to_owned(), 1, 2)]);
    let said = place.says(&["import", "links", "w.handshake", "links.csv"]);
    assert!(said.contains("nothing changed"), "{said}");
    place.file("more.csv", "cookie,customer\nc7,k7\nc8,k7\nc9,k7\nc9,k8\n");
    let said = place.says(&["import", "links", "w.handshake", "more.csv"]);
    assert!(said.contains("2 identifiers were linked to different people"), "conflicts are shown: {said}");
}

#[test]
fn how_a_log_was_read_is_remembered_for_its_columns() {
    let place = place();
    let heading = "wer;wann;was;wie;wo";
    place.file("first.csv", format!("{heading}\n1;03/04/2026 10:00;A;jawohl;DE\n2;04/04/2026 10:00;B;ach nein;DE\n"));
    place.file(
        "second.csv",
        format!(
            "{heading}\n3;05/04/2026 10:00;A;jawohl;FR\n4;05/04/2026 10:00;B;ach nein;FR\n5;05/04/2026 10:00;B;yes;FR\n"
        ),
    );
    let columns = "person=wer,shown_at=wann,variant=was,response=wie,segment:land=wo";
    let words = ["--accepted", "jawohl", "--declined", "ach nein"];
    let zone = ["--time-zone", "Europe/Berlin", "--dates", "day-first", "--columns", columns];
    responses(&place, "first.csv", &[words.as_slice(), &zone].concat());
    let outcome = responses(&place, "second.csv", &[]);
    assert_eq!(
        outcome,
        json!({"rows_read": 3, "people_counted": 4, "names_people": true, "set_aside": {"AnswerUnreadable": 1}})
    );
    let figures = compared(&place);
    let days: Vec<_> = figures["days"].as_array().unwrap().iter().map(|day| day["date"].as_str().unwrap()).collect();
    assert_eq!(days, ["2026-04-03", "2026-04-04", "2026-04-05"]);
    assert_eq!(figures["segments"]["land"]["B"]["segments"].as_array().map(Vec::len), Some(2));
}
