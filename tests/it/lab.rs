//! The wording lab: on the sample, and on real tests of the past.

use crate::support::Place;

#[test]
fn the_sample_is_too_little_to_learn_from_and_says_so() {
    let place = Place::new();
    place.says(&["demo", "--out", "d"]);
    let lab = place.json(&["lab", "d/sample.handshake", "--json"]);
    assert_eq!((&lab["experiments"], &lab["past_tests"]), (&3.into(), &0.into()));
    let number = |class: &str| lab[class].as_array().unwrap().len();
    assert_eq!((number("soothes"), number("alarms")), (0, 0), "three experiments tell nothing of a trait");
    assert!(number("cannot_tell") > 15);
    let told = place.says(&["lab", "d/sample.handshake"]);
    assert!(told.contains("not enough") && told.contains("What to test next"), "{told}");
    let voucher = lab["cannot_tell"].as_array().unwrap().iter().find(|known| known["name"] == "reciprocity").unwrap();
    assert_eq!(voucher["experiments"], 1);
    assert!(voucher["later"]["course"].is_string(), "withdrawals of the sample are known: {voucher}");
    assert!(voucher["by_audience"]["country"].as_array().is_some_and(|effects| effects.len() > 2));
}

#[test]
fn an_empty_workspace_has_nothing_to_learn_from() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    assert!(place.says(&["lab", "w.handshake"]).contains("nothing to learn from"));
    assert_eq!(place.json(&["lab", "w.handshake", "--json"])["people"], 0);
}
