//! The workspace: commands, undo, one writer at a time, and being killed.

use crate::support::Place;
use handshake::domain::{Experiment, Variant};
use handshake::workbench::{Command, Workbench};
use std::sync::Arc;

/// In-process tests share one folder for keys, because the environment belongs to the whole process.
fn workbench(place: &Place) -> Workbench {
    place.says(&["new", "w.handshake"]);
    Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).expect("a workspace")
}

fn experiment() -> Experiment {
    let mut experiment = Experiment::named("Newsletter");
    experiment.variants = vec![Variant::named("plain"), Variant::named("benefit")];
    experiment
}

#[test]
fn edits_are_undone_and_done_again() {
    let place = Place::new();
    let workbench = workbench(&place);
    workbench.run(Command::SaveExperiment(Box::new(experiment()))).unwrap();
    assert_eq!(workbench.model().experiments.len(), 1);
    let mut renamed = workbench.model().experiments[0].experiment.clone();
    renamed.name = "Spring".into();
    workbench.run(Command::SaveExperiment(Box::new(renamed))).unwrap();
    workbench.run(Command::Undo).unwrap();
    assert_eq!(workbench.model().experiments[0].experiment.name, "Newsletter");
    workbench.run(Command::Undo).unwrap();
    assert!(workbench.model().experiments.is_empty());
    workbench.run(Command::Redo).unwrap();
    workbench.run(Command::Redo).unwrap();
    assert_eq!(workbench.model().experiments[0].experiment.name, "Spring");
    assert!(workbench.model().redo.is_none());
}

#[test]
fn words_that_people_saw_become_a_new_version() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file(
        "log.csv",
        "person,shown_at,variant,response\n1,2026-01-01T00:00:00Z,plain,yes\n2,2026-01-01T00:00:00Z,benefit,no\n",
    );
    place.says(&["import", "responses", "w.handshake", "log.csv", "--experiment", "Newsletter"]);
    let workbench = Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).unwrap();
    let mut changed = workbench.model().experiments[0].experiment.clone();
    assert!(changed.variants.iter().all(|variant| variant.frozen));
    changed.variants[1].wording.headline = "May we?".into();
    workbench.run(Command::SaveExperiment(Box::new(changed))).unwrap();
    let saved = workbench.model().experiments[0].experiment.clone();
    assert_eq!(saved.variants.len(), 3);
    assert_eq!(saved.variants[1].wording.headline, "", "what people saw stays as it was");
    assert_eq!(saved.variants[2].version, 2);
    let mut without = saved;
    without.variants.remove(0);
    assert!(workbench.run(Command::SaveExperiment(Box::new(without))).is_err());
}

#[test]
fn the_second_to_open_reads_only_and_is_told() {
    let place = Place::new();
    let first = workbench(&place);
    let second = Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).unwrap();
    assert!(second.model().workspace.read_only.is_some());
    let refused = second.run(Command::SaveExperiment(Box::new(experiment()))).unwrap_err();
    assert!(refused.why.contains("only be read"), "{refused}");
    first.run(Command::SaveExperiment(Box::new(experiment()))).unwrap();
    drop((first, second));
    let third = Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).unwrap();
    assert!(third.model().workspace.read_only.is_none());
    assert_eq!(third.model().experiments.len(), 1);
}

/// A log in which every second person was shown each variant, and every third said yes.
fn log(people: u32) -> String {
    let mut log = String::from("person,shown_at,variant,response\n");
    for index in 0..people {
        let variant = if index % 2 == 0 { "plain" } else { "benefit" };
        let response = if index % 3 == 0 { "yes" } else { "no" };
        log += &format!("p{index},2026-01-01T00:00:00Z,{variant},{response}\n");
    }
    log
}

fn people_shown(place: &Place, workspace: &str) -> u64 {
    let figures = place.json(&["compare", workspace, "--experiment", "E", "--json"]);
    figures["arms"].as_array().unwrap().iter().map(|arm| arm["shown"].as_u64().unwrap()).sum()
}

const IMPORT: [&str; 6] = ["import", "responses", "w.handshake", "second.csv", "--experiment", "E"];

#[test]
fn an_import_killed_at_any_moment_leaves_no_trace() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file("first.csv", log(2));
    place.says(&["import", "responses", "w.handshake", "first.csv", "--experiment", "E"]);
    place.file("second.csv", log(8_000));
    let whole = std::fs::read(place.path("w.handshake")).unwrap();
    let started = std::time::Instant::now();
    place.says(&IMPORT);
    let all = started.elapsed();
    let mut killed = 0;
    // Moments spread evenly, by the golden ratio, over the time that a whole import took.
    for step in 1..=16_u32 {
        for leftover in ["w.handshake-wal", "w.handshake-shm"] {
            let _ = std::fs::remove_file(place.path(leftover));
        }
        std::fs::write(place.path("w.handshake"), &whole).unwrap();
        let mut child = place.program(&IMPORT).stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(all.mul_f64((f64::from(step) * 0.618_034).fract()));
        let _ = child.kill();
        child.wait().unwrap();
        let shown = people_shown(&place, "w.handshake");
        assert!(shown == 2 || shown == 8_000, "half an import: {shown}");
        killed += u32::from(shown == 2);
    }
    assert!(killed > 0, "no import was killed");
}

#[test]
fn a_reduced_workspace_keeps_counts_and_permissions_and_no_response_rows() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file("second.csv", log(3000));
    place.says(&IMPORT);
    let workbench = Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).unwrap();
    let mut experiment = workbench.model().experiments[0].experiment.clone();
    // Nothing is permitted by terms that name no purpose; the new version states them for whoever is asked from now on.
    for variant in &mut experiment.variants {
        variant.terms.purposes = vec!["marketing.communications".into()];
        variant.terms.categories = vec!["user.contact.email".into()];
        variant.recognised_as = Vec::new();
    }
    workbench.run(Command::SaveExperiment(Box::new(experiment))).unwrap();
    drop(workbench);
    let later = log(3000).replace("2026-01-01", "2026-02-01").replace(",plain,", ",\"plain, version 2\",");
    place.file("second.csv", later.replace(",benefit,", ",\"benefit, version 2\",").replace("\np", "\nq"));
    place.says(&IMPORT);
    let before = place.json(&["compare", "w.handshake", "--experiment", "E", "--json"]);
    let permitted = |place: &Place| {
        let workbench = Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).unwrap();
        let purposes = &workbench.model().permissions.by_purpose;
        purposes.iter().map(|purpose| purpose.by_state.values().sum::<u64>()).sum::<u64>()
    };
    let permissions = permitted(&place);
    assert_eq!(permissions, 3000);
    place.refuses(&["reduce", "w.handshake"]);
    let full = std::fs::metadata(place.path("w.handshake")).unwrap().len();
    place.says(&["reduce", "w.handshake", "--yes"]);
    assert_eq!(place.json(&["compare", "w.handshake", "--experiment", "E", "--json"]), before);
    assert_eq!(permitted(&place), permissions);
    assert!(std::fs::metadata(place.path("w.handshake")).unwrap().len() < full);
    place.file("third.csv", log(10));
    place.refuses(&["import", "responses", "w.handshake", "third.csv", "--experiment", "E"]);
    place.refuses(&["reduce", "w.handshake", "--yes"]);
}

#[test]
fn a_wording_that_is_ticked_beforehand_wins_only_with_a_reason() {
    let place = Place::new();
    let workbench = workbench(&place);
    let mut ticked = experiment();
    ticked.name = "E".into();
    ticked.variants[1].wording.ticked_beforehand = true;
    workbench.run(Command::SaveExperiment(Box::new(ticked))).unwrap();
    drop(workbench);
    let mut log = String::from("person,shown_at,variant,response\n");
    for person in 0..2_000 {
        let benefit = person % 2 == 1;
        let yes = if benefit { person % 5 < 3 } else { person % 5 == 0 };
        let (variant, answer) = (if benefit { "benefit" } else { "plain" }, if yes { "yes" } else { "no" });
        log += &format!("p{person},2026-01-{:02}T00:00:00Z,{variant},{answer}\n", 1 + person % 9);
    }
    place.file("log.csv", log);
    place.says(&["import", "responses", "w.handshake", "log.csv", "--experiment", "E"]);
    let workbench = Workbench::open(&place.path("w.handshake"), Arc::new(|| ())).unwrap();
    let verdict = |workbench: &Workbench| workbench.model().experiments[0].verdict.clone().unwrap();
    assert!(verdict(&workbench).sentence.contains("cannot win"), "{}", verdict(&workbench).sentence);
    let mut explained = workbench.model().experiments[0].experiment.clone();
    assert_eq!(explained.variants.len(), 2, "the log named the variants by their names");
    explained.variants[1].reason_to_win = "Only the bar was ticked, and it is not part of the request".into();
    explained.rule = Some(handshake::domain::DecisionRule::default());
    workbench.run(Command::SaveExperiment(Box::new(explained))).unwrap();
    assert!(verdict(&workbench).sentence.starts_with("Stop and use “benefit”"), "{}", verdict(&workbench).sentence);
    let stated = |workbench: &Workbench| workbench.model().experiments[0].experiment.rule_stated_after_people;
    assert_eq!(stated(&workbench), 2_000);
    // Taking the log back does not make the rule one that was stated before the data.
    workbench.run(Command::UndoImport(workbench.model().imports[0].id)).unwrap();
    let mut again = workbench.model().experiments[0].experiment.clone();
    again.rule = Some(handshake::domain::DecisionRule { chance: 0.9, ..Default::default() });
    again.rule_stated_after_people = 0;
    workbench.run(Command::SaveExperiment(Box::new(again))).unwrap();
    assert_eq!(stated(&workbench), 2_000);
}

#[test]
fn settings_are_changed_and_nonsense_is_refused() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.says(&[
        "settings",
        "w.handshake",
        "--time-zone",
        "Europe/Berlin",
        "--currency",
        "CHF",
        "--jurisdiction",
        "EU",
    ]);
    let settings = place.json(&["settings", "w.handshake", "--fiscal-year-start", "4", "--json"]);
    let wanted = serde_json::json!({"time_zone": "Europe/Berlin", "fiscal_start_month": 4, "currency": "CHF", "jurisdiction": "EU", "smallest_segment": 10,
        "identifiers": {"any_case": false, "mail_addresses": true, "drop_mail_tags": false, "calling_code": null}});
    assert_eq!(settings, wanted);
    place.refuses(&["settings", "w.handshake", "--time-zone", "Mars/Base"]);
    place.refuses(&["settings", "w.handshake", "--fiscal-year-start", "13"]);
    place.refuses(&["settings", "w.handshake", "--currency", "euros"]);
    assert_eq!(place.json(&["settings", "w.handshake", "--json"]), wanted);
}

/// A full disk and a folder that cannot be written, where a test may mount a file system of its own.
#[cfg(target_os = "linux")]
mod storage {
    use super::log;
    use crate::support::Place;
    use std::process::Command;

    /// Runs a script that may mount file systems nobody else sees; what it printed, or `None`, said aloud, where that is not allowed.
    /// `$handshake` is the program, `w.handshake` a workspace of two people, `second.csv` a log of many.
    fn with_mounts(place: &Place, script: &str) -> Option<String> {
        place.says(&["new", "w.handshake"]);
        place.file("first.csv", log(2));
        place.says(&["import", "responses", "w.handshake", "first.csv", "--experiment", "E"]);
        place.file("second.csv", log(60_000));
        std::fs::create_dir(place.path("disk")).unwrap();
        let mut shell = Command::new("unshare");
        shell.args(["--map-root-user", "--mount", "sh", "-c", &format!("{script}\necho the end")]);
        shell.current_dir(place.path(".")).env("HANDSHAKE_KEYS", place.keys());
        shell.env("handshake", place.program(&[]).get_program());
        let output = shell.output().ok();
        let said =
            output.map(|output| [output.stdout, output.stderr].map(|text| String::from_utf8_lossy(&text).into_owned()));
        let said = said.map_or_else(String::new, |[out, complaints]| complaints + &out);
        if !said.contains("the end") {
            eprintln!("skipped: no file system can be mounted here: {said}");
            return None;
        }
        assert!(!said.contains("panicked"), "{said}");
        Some(said)
    }

    #[test]
    fn a_full_disk_is_said_and_leaves_the_workspace_as_it_was() {
        let place = Place::new();
        let said = with_mounts(
            &place,
            "mount -t tmpfs -o size=300k none disk && cp w.handshake disk/ || exit 77
            $handshake import responses disk/w.handshake second.csv --experiment E; echo ended with $?
            $handshake compare disk/w.handshake --experiment E",
        );
        let Some(said) = said else { return };
        assert!(said.contains("ended with 1") && said.contains("full"), "{said}");
        assert!(said.contains("1 of 1") && said.contains("0 of 1"), "{said}");
    }

    #[test]
    fn in_a_folder_that_cannot_be_written_a_workspace_is_read_and_nothing_is_changed() {
        let place = Place::new();
        let said = with_mounts(
            &place,
            "mount -t tmpfs none disk && cp w.handshake disk/ && mount -o remount,ro disk || exit 77
            $handshake compare disk/w.handshake --experiment E || echo not read
            $handshake import responses disk/w.handshake second.csv --experiment E && echo imported
            $handshake new disk/new.handshake && echo made
            $handshake report disk/w.handshake --out disk/report.html && echo reported",
        );
        let Some(said) = said else { return };
        for wrong in ["not read", "imported", "made", "reported"] {
            assert!(!said.lines().any(|line| line == wrong), "{wrong}: {said}");
        }
        assert!(said.contains("only be read") && said.contains("1 of 1") && said.contains("0 of 1"), "{said}");
    }
}
