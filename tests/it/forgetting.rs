//! Forgetting a person: nothing of them stays in the file, and old logs do not bring them back.

use crate::support::Place;
use crate::traces::Traces;
use crate::tracking::judged;
use std::io::Write;
use std::process::Stdio;

fn history_lines(place: &Place) -> (u64, u64) {
    let quarters = place.json(&["track", "w.handshake", "--json"]);
    let sum = |what: &str| quarters["quarters"].as_array().unwrap().iter().map(|one| one[what].as_u64().unwrap()).sum();
    (sum("uses"), sum("deviations"))
}

pub fn forget(place: &Place, identifiers: &str) -> String {
    let mut command = place.program(&["forget", "w.handshake", "--for-good"]);
    let mut child = command.stdin(Stdio::piped()).stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap();
    child.stdin.take().unwrap().write_all(identifiers.as_bytes()).unwrap();
    let output = child.wait_with_output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    String::from_utf8(output.stdout).unwrap()
}

/// The pseudonym under which a person is in a workspace, as an export of people to ask again shows it.
fn pseudonyms(place: &Place) -> Vec<String> {
    let wider = "[[version]]\ntitle = \"Wider\"\nholds_from = \"2030-01-01\"\n[[version.rules]]\nname = \"Mail\"\n\
        purposes = [\"marketing.communications.email\"]\nneeds_permission = true\nrecipients = [\"Agency\"]\n";
    place.file("wider.toml", wider);
    place.says(&["ask-again", "w.handshake", "--policy", "wider.toml", "--out", "people.csv"]);
    let people = std::fs::read_to_string(place.path("people.csv")).unwrap();
    people.lines().skip(1).map(str::to_owned).collect()
}

fn holds(bytes: &[u8], pseudonym: &str) -> bool {
    let raw: Vec<u8> =
        (0..pseudonym.len()).step_by(2).map(|at| u8::from_str_radix(&pseudonym[at..at + 2], 16).unwrap()).collect();
    let within = |needle: &[u8]| bytes.windows(needle.len()).any(|window| window == needle);
    let (high, low) = raw.split_at(8);
    let reversed = |half: &[u8]| half.iter().rev().copied().collect::<Vec<u8>>();
    within(&raw) || within(pseudonym.as_bytes()) || within(&reversed(high)) || within(&reversed(low))
}

#[test]
fn whoever_is_forgotten_is_gone_and_stays_gone() {
    let place = judged();
    assert_eq!(history_lines(&place), (6, 2));
    let before = pseudonyms(&place);
    place.says(&["sign", "w.handshake", "--quarter", "2026-Q1", "--by", "Ada"]);
    assert!(forget(&place, "p1\n").contains("1 person was forgotten"));
    assert_eq!(history_lines(&place), (3, 1));
    let after = pseudonyms(&place);
    let gone: Vec<&String> = before.iter().filter(|one| !after.contains(one)).collect();
    assert_eq!((before.len(), after.len(), gone.len()), (2, 1, 1));
    let bytes = std::fs::read(place.path("w.handshake")).unwrap();
    assert!(!holds(&bytes, gone[0]), "a pseudonym of the forgotten stays in the file");
    assert!(!place.path("w.handshake-wal").exists());
    let signed = place.says(&["sign", "w.handshake"]);
    assert!(signed.contains("2 uses were of people who were forgotten"), "{signed}");
    // The same log in another file brings nobody back.
    let log = std::fs::read_to_string(place.path("uses.csv")).unwrap();
    let again: Vec<&str> =
        log.lines().take(1).chain(log.lines().skip(1).filter(|line| line.contains(",p1,"))).collect();
    place.file("again.csv", again.join("\n"));
    let outcome = place.json(&["import", "uses", "w.handshake", "again.csv", "--json"]);
    assert_eq!(outcome["set_aside"]["Forgotten"], 3);
    assert_eq!(history_lines(&place), (3, 1));
    assert!(forget(&place, "p1\n").contains("0 people were forgotten"));
}

#[test]
fn responses_links_and_rows_set_aside_of_the_person_go_as_well() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file(
        "log.csv",
        "who,when,arm,answer\ncookie1,2026-01-01T10:00:00Z,plain,yes\nb,2026-01-01T10:00:00Z,plain,no\n\
         c,2026-01-01T10:00:00Z,clear,yes\ncookie1,2026-01-03T10:00:00Z,plain,perhaps maybe\nd,2026-01-01T10:00:00Z,clear,no\n",
    );
    place.file("links.csv", "cookie,customer\ncookie1,anna\ncookie2,ben\n");
    let columns = "person=who,shown_at=when,variant=arm,response=answer";
    place.says(&["import", "links", "w.handshake", "links.csv"]);
    place.says(&["import", "responses", "w.handshake", "log.csv", "--experiment", "E", "--columns", columns]);
    let shown = |place: &Place| {
        let figures = place.json(&["compare", "w.handshake", "--experiment", "E", "--json"]);
        [0, 1].map(|arm| figures["arms"][arm]["shown"].as_u64().unwrap())
    };
    let before = shown(&place);
    assert_eq!(before.iter().sum::<u64>(), 4);
    // The person is known by the customer number; the cookie goes with it.
    forget(&place, "anna\n");
    assert_eq!(shown(&place).iter().sum::<u64>(), 3);
    let figures = place.json(&["compare", "w.handshake", "--experiment", "E", "--json"]);
    assert_eq!(figures["forgotten"], 1);
    let complaint = place.refuses(&["forget", "w.handshake", "--person", "b"]);
    assert!(complaint.contains("--for-good"), "{complaint}");
}

#[test]
fn an_identifier_that_others_share_is_not_given_to_them() {
    let place = judged();
    place.file("links.csv", "cookie,customer\np1,anna\np1,p2\n");
    place.says(&["import", "links", "w.handshake", "links.csv"]);
    assert_eq!(pseudonyms(&place).len(), 2, "an identifier of two people is joined to neither");
    forget(&place, "\u{feff}anna\n");
    assert_eq!(pseudonyms(&place).len(), 2);
    assert_eq!(history_lines(&place), (6, 2));
}

#[test]
fn a_word_that_only_the_forgotten_used_is_in_no_chunk_and_no_count() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    // So many rows are stored in several chunks, which all came of one reading.
    let mut log = "who,arm,answer,town\n".to_owned();
    for row in 0..400_000 {
        let town = if row == 7 { "Unterhaching" } else { "Ulm" };
        log += &format!("visitor-{row:06},{},{},{town}\n", ["plain", "clear"][row % 2], ["yes", "no"][row / 2 % 2]);
    }
    place.file("log.csv", log);
    let columns = "person=who,variant=arm,response=answer,segment:town=town";
    place.says(&["import", "responses", "w.handshake", "log.csv", "--experiment", "E", "--columns", columns]);
    let before = Traces::of(&place, "w.handshake");
    assert!(before.hold_word("Unterhaching") && before.hold_person("visitor-000007"));
    forget(&place, "visitor-000007\n");
    let after = Traces::of(&place, "w.handshake");
    assert!(!after.hold_word("Unterhaching") && !after.hold_person("visitor-000007"));
    assert!(after.hold_word("Ulm") && after.hold_person("visitor-000008"));
}

const LATE_USES: &str = "occurred_at,person,purpose,category,campaign,outcome\n\
    2026-01-02T08:00:00Z,visitor-one,marketing.communications.email,user.contact.email,Birthday of one,done\n\
    2026-01-03T08:00:00Z,visitor-two,marketing.communications.email,user.contact.email,Spring,done\n\
    2026-01-04T08:00:00Z,visitor-six,marketing.communications.email,user.contact.email,Spring,done\n";

fn with_late_uses() -> Place {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file("uses.csv", LATE_USES);
    place.says(&["import", "uses", "w.handshake", "uses.csv"]);
    place
}

#[test]
fn a_link_file_that_comes_later_extends_the_forgetting() {
    let place = with_late_uses();
    assert!(forget(&place, "customer-one\n").starts_with("1 person was forgotten: 0 uses"));
    assert!(Traces::of(&place, "w.handshake").hold_person("visitor-one"));
    place.says(&["sign", "w.handshake", "--quarter", "2026-Q1", "--by", "Ada"]);
    // The chain of two pairs ends at the forgotten customer, whose own pseudonym is nowhere any more.
    place.file(
        "links.csv",
        "cookie,customer\nvisitor-one,device-one\ndevice-one,customer-one\nvisitor-two,customer-two\n",
    );
    let said = place.says(&["import", "links", "w.handshake", "links.csv"]);
    assert!(said.contains("One row of people who were forgotten") && said.contains("Forgotten: 2"), "{said}");
    let after = Traces::of(&place, "w.handshake");
    for identifier in ["visitor-one", "device-one", "customer-one"] {
        assert!(!after.hold_person(identifier), "{identifier} stays");
    }
    assert!(!after.hold_word("Birthday of one") && after.hold_person("visitor-two"));
    // One person is forgotten, whichever name they are called by, and the use that is gone is accounted for.
    assert!(forget(&place, "visitor-one\n").starts_with("0 people were forgotten"));
    let signed = place.says(&["sign", "w.handshake"]);
    assert!(signed.contains("1 use was of people who were forgotten"), "{signed}");
    place.file("again.csv", LATE_USES.replace("Spring", "Autumn"));
    let again = place.json(&["import", "uses", "w.handshake", "again.csv", "--json"]);
    assert_eq!((&again["set_aside"]["Forgotten"], &again["people_counted"]), (&1.into(), &2.into()));
    assert!(!Traces::of(&place, "w.handshake").hold_person("visitor-one"));
}

#[test]
fn a_late_link_that_others_share_forgets_nobody_else() {
    let place = with_late_uses();
    forget(&place, "customer-one\n");
    place.file("links.csv", "cookie,customer\nvisitor-two,customer-two\n");
    place.says(&["import", "links", "w.handshake", "links.csv"]);
    // A device of two people is joined to neither, and not to the one who is left either.
    place.file("more.csv", "cookie,customer\nvisitor-two,customer-one\nvisitor-six,customer-six\n");
    let outcome = place.json(&["import", "links", "w.handshake", "more.csv", "--json"]);
    assert_eq!((&outcome["links"]["joined"], &outcome["links"]["conflicts"]), (&1.into(), &0.into()));
    let after = Traces::of(&place, "w.handshake");
    assert!(after.hold_person("visitor-two") && !after.hold_person("customer-one"));
}

#[test]
fn rows_set_aside_are_recognised_in_any_spelling_and_do_not_come_back() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    // The address stands in a column that nobody mapped, in a damaged row, and in a column of something else.
    let log = "who,arm,answer,address\n\
        v-000001,plain,yes,ben@example.org\n\
        v-000002,plain,only she says so, Anna@Example.org\n\
        v-000003,clear,yes,ANNA@example.org,one cell too many\n\
        v-000004,clear,anna@example.org,shifted here\n\
        v-000005,clear,no,carl@example.org\n";
    place.file("log.csv", log);
    let columns = "person=who,variant=arm,response=answer";
    let import = |file: &str| {
        place.json(&["import", "responses", "w.handshake", file, "--experiment", "E", "--columns", columns, "--json"])
    };
    let first = import("log.csv");
    assert_eq!((&first["set_aside"]["AnswerUnreadable"], &first["set_aside"]["RowMalformed"]), (&2.into(), &1.into()));
    let before = Traces::of(&place, "w.handshake");
    assert!(before.hold_word("only she says so") && before.hold_person("anna@example.org"));
    let gone = |traces: &Traces| {
        let words = ["only she says so", "shifted here"].iter().all(|word| !traces.hold_word(word));
        words && !traces.hold_person("anna@example.org")
    };
    forget(&place, "anna@example.org\n");
    assert!(gone(&Traces::of(&place, "w.handshake")));
    place.file("again.csv", log.replace("v-00000", "v-10000"));
    let again = import("again.csv");
    assert_eq!(again["set_aside"]["AnswerUnreadable"], 2, "that there were such rows is still told");
    let after = Traces::of(&place, "w.handshake");
    assert!(gone(&after) && after.hold_person("v-100005"));
}
