//! The same uses under another policy, and who would have to be asked again.

use crate::support::Place;

const PERMISSIONS: &str = "at,person,purpose,category,state\n\
    2025-06-01T08:00:00Z,p1,marketing.communications.email,,given\n\
    2025-06-01T08:00:00Z,p2,marketing.communications.email,,given\n\
    2025-06-01T08:00:00Z,p3,marketing.communications.email,,refused\n";

const USES: &str = "occurred_at,person,purpose,category,recipient,channel,campaign,outcome,value,team\n\
    2026-01-02T08:00:00Z,p1,marketing.communications.email,user.contact.email,,email,A,done,5,CRM\n\
    2026-01-05T08:00:00Z,p1,marketing.communications.email,user.contact.email,,email,A,done,5,CRM\n\
    2026-01-02T08:00:00Z,p2,marketing.communications.email,user.contact.email,,email,A,done,5,CRM\n\
    2026-01-06T08:00:00Z,p2,marketing.communications.email,user.contact.email,,email,A,held back,10,CRM\n\
    2026-01-07T08:00:00Z,p3,marketing.communications.email,user.contact.email,,email,A,done,5,Shop\n\
    2026-01-08T08:00:00Z,,marketing.communications.email,user.contact.email,,email,A,done,5,Shop\n";

fn policy(contacts: u32, recipients: &str) -> String {
    format!(
        "[[version]]\ntitle = \"Mail\"\nholds_from = \"2025-01-01\"\n[[version.rules]]\nname = \"Mail\"\n\
         purposes = [\"marketing.communications.email\"]\nneeds_permission = true\n\
         contacts_per_30_days = {contacts}\nrecipients = [{recipients}]\n"
    )
}

fn judged() -> Place {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file("policy.toml", policy(1, ""));
    place.file("wider.toml", policy(2, "\"Agency\""));
    place.file("permissions.csv", PERMISSIONS);
    place.file("uses.csv", USES);
    place.says(&["policy", "w.handshake", "--set", "policy.toml"]);
    place.says(&["import", "permissions", "w.handshake", "permissions.csv"]);
    place.says(&["import", "uses", "w.handshake", "uses.csv"]);
    place
}

#[test]
fn tracking_tells_where_deviations_lie_and_what_was_forgone() {
    let quarter = &judged().json(&["track", "w.handshake", "--json"])["quarters"][0];
    assert_eq!((&quarter["uses"], &quarter["deviations"]), (&4.into(), &2.into()));
    assert_eq!(quarter["by_kind"]["OverContact"], 1);
    assert_eq!(quarter["by_kind"]["NoPermission"], 1);
    assert_eq!(quarter["by_purpose"]["marketing.communications.email"]["deviations"], 2);
    assert_eq!(quarter["by_recipient"][""]["uses"], 4);
    assert_eq!(quarter["by_team"]["Shop"]["uses"], 1);
    assert_eq!(quarter["by_team"]["CRM"]["deviations"], 1);
    assert_eq!(quarter["rate_with_gaps"], 600.0);
    let forgone = &quarter["forgone"][0];
    assert_eq!((&forgone["rule"], &forgone["would_have_been"]), (&"Mail".into(), &"OverContact".into()));
    assert_eq!(forgone["value"], 10.0);
}

#[test]
fn another_policy_is_held_against_the_same_uses() {
    let place = judged();
    let figures = place.json(&["what-if", "w.handshake", "--policy", "wider.toml", "--json"]);
    assert_eq!((&figures["deviations"]["before"], &figures["deviations"]["after"]), (&2.into(), &1.into()));
    assert_eq!(figures["by_kind"]["OverContact"]["after"], 0);
    assert_eq!(figures["became_fine"], 1);
    assert_eq!(figures["set_free"]["value"], 10.0);
    assert_eq!((&figures["ask_again"]["people"], &figures["ask_again"]["people_permitting"]), (&2.into(), &2.into()));
    let same = place.json(&["what-if", "w.handshake", "--policy", "policy.toml", "--json"]);
    assert_eq!((&same["became_fine"], &same["ask_again"]["people"]), (&0.into(), &0.into()));
    let said = place.says(&["what-if", "w.handshake", "--policy", "wider.toml"]);
    assert!(said.contains("1 of 4 uses would have been deviations instead of 2 of 4"), "{said}");
    place.file("none.toml", "version = []\n");
    assert!(place.refuses(&["what-if", "w.handshake", "--policy", "none.toml"]).contains("no policy"));
}

#[test]
fn the_people_to_ask_again_are_written_as_pseudonyms() {
    let place = judged();
    let written = |arguments: &[&str]| {
        let command = [&["ask-again", "w.handshake", "--out", "ask.csv"], arguments].concat();
        place.says(&command);
        std::fs::read_to_string(place.path("ask.csv")).unwrap()
    };
    assert_eq!(written(&[]), "person\n", "nobody is asked again for what they agreed to");
    let people = written(&["--policy", "wider.toml"]);
    let lines: Vec<&str> = people.lines().skip(1).collect();
    assert_eq!(lines.len(), 2);
    assert!(lines.iter().all(|line| line.len() == 32 && line.bytes().all(|byte| byte.is_ascii_hexdigit())), "{people}");
}
