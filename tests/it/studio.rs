//! The wording studio: what is said about a wording beside its words, and what follows from it.

use crate::support::Place;
use handshake::domain::{Approval, Experiment, Variant};
use handshake::workbench::{Command, Workbench};
use std::sync::Arc;

const POLICY: &str = "[[version]]\nholds_from = \"2025-01-01\"\n[[version.rules]]\nname = \"Asking\"\n\
    categories = [\"user.privacy_preferences\"]\nneeds_approved_wording = true\n";

const REQUESTS: &str = "occurred_at,person,purpose,category,wording\n\
    2026-01-02T08:00:00Z,p1,functional,user.privacy_preferences,plain\n\
    2026-02-02T08:00:00Z,p2,functional,user.privacy_preferences,plain\n";

fn open(place: &Place) -> Workbench {
    Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).unwrap()
}

fn with_experiment(place: &Place) {
    place.says(&["new", "w.handshake"]);
    let mut experiment = Experiment::named("Newsletter");
    experiment.variants = vec![Variant::named("plain"), Variant::named("benefit")];
    open(place).run(Command::SaveExperiment(Box::new(experiment))).unwrap();
}

fn first(workbench: &Workbench) -> Experiment {
    workbench.model().experiments[0].experiment.clone()
}

#[test]
fn an_approval_makes_asking_with_a_wording_fine_from_its_day_on() {
    let place = Place::new();
    with_experiment(&place);
    place.file("policy.toml", POLICY);
    place.file("uses.csv", REQUESTS);
    place.says(&["policy", "w.handshake", "--set", "policy.toml"]);
    place.says(&["import", "uses", "w.handshake", "uses.csv"]);
    let unapproved = || {
        let quarter = &place.json(&["track", "w.handshake", "--json"])["quarters"][0];
        quarter["by_kind"]["UnapprovedWording"].as_u64().unwrap_or(0)
    };
    assert_eq!(unapproved(), 2);
    let approve = |from: &str| {
        let named = ["experiment", "w.handshake", "--experiment", "Newsletter", "--approve", "plain", "--by", "Jo"];
        place.says(&[&named[..], &["--from", from]].concat())
    };
    assert!(approve("2026-02-01").contains("plain: approved by Jo from 1 Feb 2026"));
    assert_eq!(unapproved(), 1, "the first request came before the approval");
    approve("2026-01-01");
    assert_eq!(unapproved(), 0);
}

#[test]
fn an_approval_needs_a_name_and_ends_with_the_words_it_was_for() {
    let place = Place::new();
    with_experiment(&place);
    let workbench = open(&place);
    let approval = |by: &str| Some(Approval { on: "2026-01-01".parse().unwrap(), by: by.into() });
    let mut approved = first(&workbench);
    approved.variants[0].approved = approval(" ");
    assert!(workbench.run(Command::SaveExperiment(Box::new(approved.clone()))).is_err());
    approved.variants[0].approved = approval("Jo");
    workbench.run(Command::SaveExperiment(Box::new(approved.clone()))).unwrap();
    assert_eq!(first(&workbench).variants[0].approved, approval("Jo"));
    let mut reworded = first(&workbench);
    reworded.variants[0].wording.headline = "May we?".into();
    workbench.run(Command::SaveExperiment(Box::new(reworded))).unwrap();
    assert_eq!(first(&workbench).variants[0].approved, None);
    workbench.run(Command::Undo).unwrap();
    assert_eq!(first(&workbench).variants[0].approved, approval("Jo"));
}

#[test]
fn what_people_saw_can_be_approved_and_its_next_version_is_not() {
    let place = Place::new();
    with_experiment(&place);
    place.file("log.csv", "person,shown_at,variant,response\n1,2026-01-01T00:00:00Z,plain,yes\n");
    place.says(&["import", "responses", "w.handshake", "log.csv", "--experiment", "Newsletter"]);
    let workbench = open(&place);
    let mut approved = first(&workbench);
    assert!(approved.variants[0].frozen);
    approved.variants[0].approved = Some(Approval { on: "2026-01-01".parse().unwrap(), by: "Jo".into() });
    workbench.run(Command::SaveExperiment(Box::new(approved.clone()))).unwrap();
    assert_eq!(first(&workbench).variants.len(), 2, "an approval is no new version");
    approved.variants[0].wording.headline = "May we?".into();
    workbench.run(Command::SaveExperiment(Box::new(approved))).unwrap();
    let saved = first(&workbench);
    let approvals = [0, 2].map(|place: usize| saved.variants[place].approved.is_some());
    assert_eq!(approvals, [true, false]);
}

/// A log in which “benefit” wins clearly.
fn clear_win() -> String {
    let mut log = String::from("person,shown_at,variant,response\n");
    for person in 0..2_000 {
        let benefit = person % 2 == 1;
        let yes = if benefit { person % 5 < 3 } else { person % 5 == 0 };
        let (variant, answer) = (if benefit { "benefit" } else { "plain" }, if yes { "yes" } else { "no" });
        log += &format!("p{person},2026-01-{:02}T00:00:00Z,{variant},{answer}\n", 1 + person % 9);
    }
    log
}

#[test]
fn a_wording_with_a_serious_finding_is_tested_and_wins_only_with_a_reason() {
    let place = Place::new();
    with_experiment(&place);
    let workbench = open(&place);
    let mut unfair = first(&workbench);
    unfair.variants[1].wording.headline = "May we send you our newsletter by email?".into();
    unfair.variants[1].wording.accept_label = "Yes".into();
    workbench.run(Command::SaveExperiment(Box::new(unfair))).unwrap();
    drop(workbench);
    place.file("log.csv", clear_win());
    place.says(&["import", "responses", "w.handshake", "log.csv", "--experiment", "Newsletter"]);
    let figures = || place.json(&["compare", "w.handshake", "--experiment", "Newsletter", "--json"]);
    let withheld = figures();
    assert!(withheld["verdict"].as_str().unwrap().contains("cannot win"), "{}", withheld["verdict"]);
    assert_eq!(withheld["serious_findings"][0]["arm"], "benefit");
    assert!(withheld["serious_findings"][0]["what"].as_str().unwrap().contains("no way to refuse"));
    let said = place.says(&["compare", "w.handshake", "--experiment", "Newsletter"]);
    assert!(said.contains("“benefit” cannot win until a reason is recorded"), "{said}");
    let named = ["experiment", "w.handshake", "--experiment", "Newsletter"];
    place.says(&[&named[..], &["--reason-to-win", "benefit=A no stood on the screen before"]].concat());
    let allowed = figures();
    assert!(allowed["verdict"].as_str().unwrap().contains("“benefit” does best"), "{}", allowed["verdict"]);
    assert!(allowed["qualifications"].to_string().contains("A no stood on the screen before"));
}

#[test]
fn what_is_archived_stays_in_the_figures_if_people_saw_it() {
    let place = Place::new();
    with_experiment(&place);
    place.file("log.csv", clear_win());
    place.says(&["import", "responses", "w.handshake", "log.csv", "--experiment", "Newsletter"]);
    let workbench = open(&place);
    let mut archived = first(&workbench);
    archived.variants[1].archived = true;
    archived.variants.push(Variant { archived: true, ..Variant::named("never shown") });
    archived.legal_note = "Legitimate interest, weighed on 1 March".into();
    archived.archived = true;
    workbench.run(Command::SaveExperiment(Box::new(archived))).unwrap();
    let compared = workbench.model().experiments[0].comparison.clone().unwrap();
    let arms: Vec<&str> = compared.arms.iter().map(|arm| arm.name.as_str()).collect();
    assert_eq!(arms, ["plain", "benefit"], "shown to people: in the figures; only planned: not");
    let saved = first(&workbench);
    assert!(saved.archived && saved.variants[1].archived && saved.legal_note.contains("1 March"));
    let mut control = saved;
    control.variants[0].archived = true;
    assert!(workbench.run(Command::SaveExperiment(Box::new(control))).is_err());
    drop(workbench);
    let restored = place.says(&["experiment", "w.handshake", "--experiment", "Newsletter", "--restore"]);
    assert!(!restored.contains("Archived") && restored.contains("1 March"), "{restored}");
}

#[test]
fn a_translation_of_what_people_saw_is_a_new_version() {
    let place = Place::new();
    with_experiment(&place);
    place.file("log.csv", clear_win());
    place.says(&["import", "responses", "w.handshake", "log.csv", "--experiment", "Newsletter"]);
    let workbench = open(&place);
    let mut translated = first(&workbench);
    translated.variants[0].translations.insert("de".into(), handshake::domain::Wording::default());
    workbench.run(Command::SaveExperiment(Box::new(translated))).unwrap();
    let saved = first(&workbench);
    assert_eq!(saved.variants.len(), 3);
    assert!(saved.variants[0].translations.is_empty() && saved.variants[2].translations.contains_key("de"));
}

const SHIPPED: &str = r#"
[[wording]]
name = "Plain"
experiment = "Spring"
headline = "May we send you our newsletter by email?"
body = "We use your email address for this and nothing else."
accept_label = "Yes, please"
decline_label = "No, thank you"
way_out = "Every newsletter has a link to stop it."
[wording.terms]
purposes = ["marketing.communications.email"]
categories = ["user.contact.email"]
[wording.translations.de]
language = "de"
headline = "Dürfen wir Ihnen unseren Newsletter per E-Mail schicken?"
body = "Wir nutzen Ihre E-Mail-Adresse dafür und für nichts anderes."
accept_label = "Ja, gern"
decline_label = "Nein, danke"
way_out = "In jedem Newsletter steht ein Link zum Abbestellen."

[[wording]]
name = "Benefit"
experiment = "Spring"
headline = "Two emails a month: rides, repairs, offers"
accept_label = "Yes, please"
decline_label = "No, thank you"
"#;

#[test]
fn wordings_go_out_and_come_in_word_for_word_and_logs_name_them_by_identifier() {
    let place = Place::new();
    place.file("in.toml", SHIPPED);
    for name in ["one.handshake", "two.handshake"] {
        place.says(&["new", name]);
    }
    assert!(place.says(&["wording", "import", "one.handshake", "in.toml"]).contains("2 of 2"));
    for file in ["out.toml", "out.json"] {
        assert!(place.says(&["wording", "export", "one.handshake", "--out", file]).contains("2 wordings"));
    }
    assert!(place.says(&["wording", "import", "two.handshake", "out.json"]).contains("2 of 2"));
    assert!(place.says(&["wording", "import", "two.handshake", "out.toml"]).contains("0 of 2"), "all are there");
    let list = |workspace| place.json(&["wording", "list", workspace, "--json"]);
    let identifiers = |workspace| {
        let entries = list(workspace);
        let found = entries.as_array().unwrap().iter().map(|entry| entry["identifier"].as_str().unwrap().to_owned());
        found.collect::<std::collections::BTreeSet<_>>()
    };
    assert_eq!(identifiers("one.handshake"), identifiers("two.handshake"));
    let named = |name: &str| {
        let entries = list("two.handshake");
        let entry = entries.as_array().unwrap().iter().find(|entry| entry["name"] == name).unwrap().clone();
        entry["identifier"].as_str().unwrap().to_owned()
    };
    let (plain, benefit) = (named("Plain"), named("Benefit"));
    let mut log = String::from("person,shown_at,variant,response\n");
    for person in 0..40 {
        let (variant, answer) = if person % 2 == 0 { (&plain, "yes") } else { (&benefit, "no") };
        log += &format!("p{person},2026-01-01T00:00:00Z,{variant},{answer}\n");
    }
    place.file("log.csv", log);
    place.says(&["import", "responses", "two.handshake", "log.csv", "--experiment", "Spring"]);
    let entries = list("two.handshake");
    assert_eq!(entries.as_array().unwrap().len(), 2, "no third variant was made of an identifier");
    assert_eq!((&entries[0]["name"], &entries[0]["accepted"]), (&"Plain".into(), &20.into()));
    assert_eq!((&entries[1]["shown"], &entries[1]["outcome"]), (&20.into(), &"Did not win".into()));
    place.file("changed.toml", std::fs::read_to_string(place.path("out.toml")).unwrap().replace("please", "sure"));
    let said = place.says(&["wording", "import", "one.handshake", "changed.toml"]);
    assert!(said.contains("2 of 2") && said.contains("“Plain” is not word for word"), "{said}");
    place.refuses(&["wording", "export", "one.handshake", "--out", "out.pdf"]);
    place.refuses(&["wording", "export", "one.handshake", "--out", "out.toml", "--experiment", "None"]);
}

#[test]
fn an_identifier_goes_with_the_words_that_it_was_made_of() {
    let place = Place::new();
    place.file("in.toml", SHIPPED);
    place.says(&["new", "w.handshake"]);
    place.says(&["wording", "import", "w.handshake", "in.toml"]);
    let workbench = open(&place);
    let mut reworded = first(&workbench);
    assert_eq!(reworded.variants[0].recognised_as.len(), 2, "one for each language");
    reworded.variants[0].recognised_as.push("p".into());
    reworded.variants[0].wording.headline = "May we send you our news by email?".into();
    workbench.run(Command::SaveExperiment(Box::new(reworded))).unwrap();
    let kept = first(&workbench).variants[0].recognised_as.clone();
    assert_eq!(kept.len(), 2, "the translation's and what a person gave: {kept:?}");
}

#[test]
fn an_earlier_wording_is_used_again_as_a_new_variant() {
    let place = Place::new();
    place.file("in.toml", SHIPPED);
    place.says(&["new", "w.handshake"]);
    place.says(&["wording", "import", "w.handshake", "in.toml"]);
    let workbench = open(&place);
    let entries = handshake::workbench::library(&workbench.model());
    let plain = entries.iter().find(|entry| entry.variant.name == "Plain").unwrap();
    assert!(plain.is_about("nichts anderes") && plain.is_about("spring") && !plain.is_about("rides"));
    let mut experiment = first(&workbench);
    experiment.variants.push(plain.again(&experiment));
    workbench.run(Command::SaveExperiment(Box::new(experiment))).unwrap();
    let saved = first(&workbench);
    assert_eq!(saved.variants[2].name, "Plain 2");
    assert!(saved.variants[2].says_the_same_as(&saved.variants[0]) && saved.variants[2].recognised_as.is_empty());
}
