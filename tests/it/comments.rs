//! Comments: said about a thing, taken over from a snapshot once, and gone for good when removed.

use crate::support::Place;
use crate::tracking::judged;

fn texts(place: &Place, workspace: &str) -> Vec<String> {
    let all = place.json(&["comments", "list", workspace, "--json"]);
    all.as_array().unwrap().iter().map(|one| one["text"].as_str().unwrap().to_owned()).collect()
}

fn add(place: &Place, workspace: &str, text: &str, about: &[&str]) {
    place.says(&[&["comments", "add", workspace, "--text", text], about].concat());
}

#[test]
fn what_somebody_says_in_a_snapshot_is_taken_over_once() {
    let place = judged();
    let ours = "w.handshake";
    add(&place, ours, "Is the new version approved?", &["--policy"]);
    place.says(&["settings", ours, "--own-name", "Ada"]);
    place.says(&["snapshot", ours, "--to", "mine.handshake"]);
    add(&place, "mine.handshake", "Why so many?", &["--incident", "2026-01-07", "NoPermission", "A"]);
    add(&place, "mine.handshake", "The rate fell.", &["--quarter", "2026-Q1"]);
    assert_eq!(texts(&place, ours).len(), 1, "what is said in a snapshot stays there at first");
    place.says(&["comments", "take-over", ours, "mine.handshake"]);
    assert_eq!(texts(&place, ours), ["Is the new version approved?", "Why so many?", "The rate fell."]);
    let said = place.says(&["comments", "list", ours]);
    assert!(said.contains("Ada") && said.contains("2026-Q1") && said.contains("the policy"), "{said}");
    let id = place.json(&["comments", "list", ours, "--json"])[1]["id"].as_str().unwrap().to_owned();
    place.says(&["comments", "remove", ours, &id]);
    assert!(place.says(&["comments", "take-over", ours, "mine.handshake"]).contains("no new comments"));
    assert_eq!(texts(&place, ours), ["Is the new version approved?", "The rate fell."]);
    assert!(place.refuses(&["comments", "remove", ours, &id]).contains("no such comment"));
    // What was removed there goes here too.
    let id = place.json(&["comments", "list", "mine.handshake", "--json"])[2]["id"].as_str().unwrap().to_owned();
    place.says(&["comments", "remove", "mine.handshake", &id]);
    place.says(&["comments", "take-over", ours, "mine.handshake"]);
    assert_eq!(texts(&place, ours), ["Is the new version approved?"]);
    assert!(place.says(&["verify", ours]).contains("whole"));
}

#[test]
fn comments_on_experiments_of_the_snapshot_alone_and_of_other_workspaces_stay_out() {
    let place = judged();
    place.file("log.csv", "person,variant,response\n1,a,yes\n2,b,no\n");
    place.says(&["snapshot", "w.handshake", "--to", "mine.handshake"]);
    place.says(&["import", "responses", "mine.handshake", "log.csv", "--experiment", "Tried here"]);
    place.says(&["import", "responses", "w.handshake", "log.csv", "--experiment", "Another"]);
    add(&place, "mine.handshake", "It wins.", &["--experiment", "Tried here"]);
    place.says(&["comments", "take-over", "w.handshake", "mine.handshake"]);
    assert_eq!(texts(&place, "w.handshake"), [""; 0]);
    place.says(&["new", "other.handshake"]);
    let refused = place.refuses(&["comments", "take-over", "w.handshake", "other.handshake"]);
    assert!(refused.contains("another workspace"), "{refused}");
    assert!(place.refuses(&["comments", "add", "w.handshake", "--text", "  ", "--policy"]).contains("says nothing"));
    let refused = place.refuses(&["comments", "add", "w.handshake", "--text", "x", "--experiment", "None"]);
    assert!(refused.contains("no experiment"), "{refused}");
    place.refuses(&["comments", "add", "w.handshake", "--text", "x"]);
}
