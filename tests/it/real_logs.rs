//! Logs that nobody here wrote, from the command line.

use crate::support::{Place, shared};

#[test]
fn the_udacity_log_gives_the_published_figures() {
    let Some(log) = shared("udacity_ab_data/ab_data.csv") else { return };
    let place = Place::new();
    place.says(&["new", "u.handshake"]);
    let log = log.to_string_lossy().into_owned();
    let import = [
        "import",
        "responses",
        "u.handshake",
        &log,
        "--experiment",
        "Landing page",
        "--columns",
        "person=user_id,variant=group+landing_page,shown_at=timestamp,response=converted",
        "--time-zone",
        "UTC",
        "--json",
    ];
    let outcome = place.json(&import);
    assert_eq!(outcome["rows_read"], 294_478);
    assert_eq!(outcome["people_counted"], 290_584);
    assert_eq!(outcome["set_aside"]["UnknownVariant"], 3_893);
    assert_eq!(outcome["set_aside"]["AskedAgain"], 1);

    let figures = place.json(&["compare", "u.handshake", "--experiment", "Landing page", "--json"]);
    let arms = figures["arms"].as_array().expect("arms");
    let counts: Vec<_> = arms
        .iter()
        .map(|arm| (arm["name"].as_str().unwrap(), arm["accepted"].as_u64().unwrap(), arm["shown"].as_u64().unwrap()))
        .collect();
    assert_eq!(counts, [("control", 17_489, 145_274), ("treatment", 17_264, 145_310)]);
    let pair = &figures["pairs"][0];
    let near = |value: &serde_json::Value, wanted: f64| {
        assert!((value.as_f64().unwrap() - wanted).abs() < 1e-6, "{value} {wanted}")
    };
    near(&pair["probability_better"], 0.094_944);
    near(&pair["difference"]["equal_tailed"][0], -0.003_938);
    near(&pair["difference"]["equal_tailed"][1], 0.000_781);

    let again = place.json(&import);
    assert_eq!(again["people_counted"], 290_584, "the same file twice changes nothing");
}

#[test]
fn the_ico_incidents_give_their_quarterly_totals() {
    let Some(log) = shared("ico_incidents_long.csv") else { return };
    let place = Place::new();
    place.says(&["new", "i.handshake"]);
    let log = log.to_string_lossy().into_owned();
    let columns = "quarter=calendar_quarter,kind=group,circumstance=category,count=n";
    place.says(&["import", "deviations", "i.handshake", &log, "--columns", columns]);
    let tracked = place.json(&["track", "i.handshake", "--json"]);
    let quarters = tracked["quarters"].as_array().expect("quarters");
    let totals: Vec<u64> = quarters.iter().map(|quarter| quarter["deviations"].as_u64().unwrap()).collect();
    assert_eq!(totals, [3091, 2984, 2795, 2629, 2114, 2594, 2350, 2425, 2552, 2431, 2404]);
    assert_eq!(quarters[0]["quarter"], "2019-Q2");
    assert!(quarters[0]["rate_per_1000"].is_null(), "no uses are known, so there is no rate");
    let first = &quarters[7]["by_circumstance"];
    assert_eq!(first["Unauthorised access (cyber)"], 67);
}

#[test]
fn wording_tests_that_were_counted_already() {
    let Some(log) = shared("upworthy_wording_only_1671_tests.csv") else { return };
    let place = Place::new();
    let figures = place.json(&["compare", "--counted", log.to_str().unwrap(), "--json"]);
    let tests = figures["tests"].as_array().unwrap();
    assert_eq!(tests.len(), 1671);
    let one = tests.iter().find(|test| test["test"] == "53f608d73443621cb6000052").unwrap();
    let best = one["arms"][3]["probability_best"].as_f64().unwrap();
    assert!((best - 0.981_387).abs() < 1e-6, "{best}");
}
