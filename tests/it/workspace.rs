//! The workspace: commands, undo, one writer at a time, and being killed.

use crate::support::Place;
use handshake::domain::{Experiment, Variant};
use handshake::workbench::{Command, Workbench};
use std::sync::Arc;
use std::time::Duration;

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

#[test]
fn an_import_killed_at_any_moment_leaves_no_trace() {
    let place = Place::new();
    place.says(&["new", "w.handshake"]);
    place.file(
        "first.csv",
        "person,shown_at,variant,response\n1,2026-01-01T00:00:00Z,plain,yes\n2,2026-01-01T00:00:00Z,benefit,no\n",
    );
    place.says(&["import", "responses", "w.handshake", "first.csv", "--experiment", "E"]);
    let mut log = String::from("person,shown_at,variant,response\n");
    for index in 0..60_000 {
        log += &format!("p{index},2026-01-01T00:00:00Z,{},yes\n", if index % 2 == 0 { "plain" } else { "benefit" });
    }
    place.file("second.csv", log);
    let arguments = ["import", "responses", "w.handshake", "second.csv", "--experiment", "E"];
    let mut killed = 0;
    for step in 0..12_u64 {
        let mut child = place.program(&arguments).stdout(std::process::Stdio::null()).spawn().unwrap();
        std::thread::sleep(Duration::from_millis(step * 60));
        let _ = child.kill();
        child.wait().unwrap();
        let figures = place.json(&["compare", "w.handshake", "--experiment", "E", "--json"]);
        let shown: u64 = figures["arms"].as_array().unwrap().iter().map(|arm| arm["shown"].as_u64().unwrap()).sum();
        assert!(shown == 2 || shown == 60_002, "half an import: {shown}");
        killed += u32::from(shown == 2);
        if shown == 60_002 {
            break;
        }
    }
    assert!(killed > 0, "no import was killed");
}
