//! Backups: whole copies of a workspace in use, that can be restored and hold nobody who was forgotten.

use crate::support::Place;
use handshake::workbench::{Command, Workbench};
use rusqlite::{Connection, OpenFlags};
use std::fmt::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

const WORKSPACE: &str = "spring.handshake";

fn log(people: std::ops::Range<u32>) -> String {
    let mut log = String::from("person,shown_at,variant,response\n");
    for person in people {
        let (variant, answer) = (["plain", "benefit"][person as usize % 2], ["yes", "no", "no"][person as usize % 3]);
        writeln!(log, "p{person},2026-01-{:02}T00:00:00Z,{variant},{answer}", 1 + person % 28).unwrap();
    }
    log
}

fn import(place: &Place, name: &str, people: std::ops::Range<u32>) {
    place.file(name, log(people));
    place.says(&["import", "responses", WORKSPACE, name, "--experiment", "E"]);
}

fn with_first_log() -> Place {
    let place = Place::new();
    place.says(&["new", WORKSPACE]);
    import(&place, "first.csv", 0..400);
    place
}

fn shown(place: &Place, workspace: &str) -> u64 {
    let figures = place.json(&["compare", workspace, "--experiment", "E", "--json"]);
    figures["arms"].as_array().unwrap().iter().map(|arm| arm["shown"].as_u64().unwrap()).sum()
}

fn files(place: &Place) -> Vec<PathBuf> {
    let folder = std::fs::read_dir(place.path("spring backups"));
    let mut files: Vec<PathBuf> = folder.into_iter().flatten().map(|entry| entry.unwrap().path()).collect();
    files.sort();
    files
}

/// How many people a file says were forgotten, and whether it is whole.
fn forgotten(file: &Path) -> u64 {
    let connection = Connection::open_with_flags(file, OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let verdict: String = connection.pragma_query_value(None, "integrity_check", |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
    let text = connection.query_row("SELECT value FROM setting WHERE name = 'forgotten'", [], |row| row.get(0));
    text.map_or(0, |text: String| serde_json::from_str::<serde_json::Value>(&text).unwrap()["people"].as_u64().unwrap())
}

#[test]
fn a_backup_holds_what_the_workspace_held_and_opens_by_itself() {
    let place = with_first_log();
    place.says(&["backup", WORKSPACE, "--to", "kept.handshake"]);
    import(&place, "second.csv", 400..1000);
    assert_eq!((shown(&place, WORKSPACE), shown(&place, "kept.handshake")), (1000, 400));
    assert!(place.refuses(&["backup", WORKSPACE, "--to", "kept.handshake"]).contains("exists"));
    place.says(&["restore", "kept.handshake", "--to", "again.handshake"]);
    assert_eq!(shown(&place, "again.handshake"), 400);
    place.file("broken.handshake", "SQLite format 3\0 and then nothing");
    place.refuses(&["restore", "broken.handshake", "--to", "never.handshake"]);
    place.says(&["new", "other.handshake"]);
    assert!(place.refuses(&["restore", "other.handshake", "--to", WORKSPACE]).contains("another workspace"));
    assert_eq!(shown(&place, WORKSPACE), 1000);
}

#[test]
fn restoring_backs_up_what_there_was() {
    let place = with_first_log();
    assert!(place.says(&["backup", WORKSPACE]).contains("1 experiment, 1 import, 0 policy versions"));
    let [first] = &files(&place)[..] else { panic!("one backup") };
    import(&place, "second.csv", 400..1000);
    place.says(&["restore", first.to_str().unwrap(), "--to", WORKSPACE]);
    assert_eq!(shown(&place, WORKSPACE), 400);
    let listed = place.says(&["backup", WORKSPACE, "--list"]);
    assert!(listed.contains("before restoring") && listed.contains("2 imports"), "{listed}");
    let before = files(&place).into_iter().find(|file| file.to_str().unwrap().contains("before restoring")).unwrap();
    place.says(&["restore", before.to_str().unwrap(), "--to", WORKSPACE]);
    assert_eq!(shown(&place, WORKSPACE), 1000);
    // Whatever comes after a restoring stands on it.
    import(&place, "third.csv", 1000..1100);
    assert_eq!(shown(&place, WORKSPACE), 1100);
}

#[test]
fn whoever_is_forgotten_is_forgotten_in_backups_and_stays_so_when_one_is_restored() {
    let place = with_first_log();
    place.says(&["backup", WORKSPACE]);
    place.says(&["backup", WORKSPACE, "--to", "elsewhere.handshake"]);
    std::fs::write(place.path("spring backups/.handshake-copy-left.handshake"), "half of a copy").unwrap();
    let said = place.says(&["forget", WORKSPACE, "--person", "p7", "--for-good"]);
    assert!(said.contains("1 person was forgotten"), "{said}");
    let left = files(&place);
    assert_eq!(left.iter().map(|file| forgotten(file)).collect::<Vec<_>>(), [1]);
    place.says(&["restore", left[0].to_str().unwrap(), "--to", "from the folder.handshake"]);
    assert_eq!(shown(&place, "from the folder.handshake"), 399);
    // A copy that the program does not know of is yours to delete; restored over the workspace, it brings nobody back.
    assert_eq!(shown(&place, "elsewhere.handshake"), 400);
    place.says(&["restore", "elsewhere.handshake", "--to", WORKSPACE]);
    assert_eq!((shown(&place, WORKSPACE), forgotten(&place.path(WORKSPACE))), (399, 1));
    import(&place, "again.csv", 0..400);
    assert_eq!(shown(&place, WORKSPACE), 399);
}

#[test]
fn a_backup_that_cannot_be_rewritten_goes_when_somebody_is_forgotten() {
    let place = with_first_log();
    place.says(&["backup", WORKSPACE]);
    let [backup] = &files(&place)[..] else { panic!("one backup") };
    let connection = Connection::open(backup).unwrap();
    connection.execute("UPDATE chunk SET bytes = x'00'", []).unwrap();
    drop(connection);
    place.says(&["forget", WORKSPACE, "--person", "p7", "--for-good"]);
    assert!(files(&place).is_empty());
}

#[test]
fn backups_are_made_while_others_work_and_each_holds_one_moment() {
    let place = with_first_log();
    let workbench = Workbench::open(&place.path(WORKSPACE), Arc::new(|| ())).unwrap();
    let writing = workbench.clone();
    let writer = std::thread::spawn(move || {
        for month in 1..=12 {
            let settings =
                handshake::workbench::Settings { fiscal_start_month: month, ..writing.model().workspace.settings() };
            writing.run(Command::ChangeSettings(settings)).unwrap();
        }
    });
    let copies: Vec<PathBuf> = (0..8).map(|copy| place.path(&format!("copy {copy}.handshake"))).collect();
    for copy in &copies {
        workbench.run(Command::BackUp(Some(copy.clone()))).unwrap();
        assert_eq!(forgotten(copy), 0);
    }
    writer.join().unwrap();
    drop(workbench);
    let months: Vec<i8> = copies
        .iter()
        .map(|copy| Workbench::open(copy, Arc::new(|| ())).unwrap().model().workspace.fiscal_start_month)
        .collect();
    assert!(months.is_sorted(), "{months:?}");
}

#[test]
fn a_snapshot_is_taken_while_another_works_and_says_what_it_is() {
    let place = with_first_log();
    let workbench = Workbench::open(&place.path(WORKSPACE), Arc::new(|| ())).unwrap();
    assert!(workbench.model().workspace.snapshot_of.is_none());
    // Somebody else has it open: whoever comes second reads, and takes a snapshot.
    let second = Workbench::open(&place.path(WORKSPACE), Arc::new(|| ())).unwrap();
    assert!(second.model().workspace.read_only.as_ref().unwrap().contains("has it open"));
    second.run(Command::TakeSnapshot(place.path("mine.handshake"))).unwrap();
    place.says(&["snapshot", WORKSPACE, "--to", "theirs.handshake"]);
    assert!(place.refuses(&["snapshot", WORKSPACE, "--to", "theirs.handshake"]).contains("exists"));
    let mine = Workbench::open(&place.path("mine.handshake"), Arc::new(|| ())).unwrap();
    assert_eq!(mine.model().workspace.snapshot_of.as_ref().unwrap().of, "spring");
    assert_eq!(mine.model().workspace.read_only, None);
    drop((mine, second, workbench));
    import(&place, "second.csv", 400..500);
    assert_eq!((shown(&place, WORKSPACE), shown(&place, "theirs.handshake")), (500, 400));
}

/// Kills the program after a while, if it is not over by then; whether it was over.
fn killed(place: &Place, arguments: &[&str], after: std::time::Duration) -> bool {
    let mut child = place.program(arguments).stdout(std::process::Stdio::null()).spawn().unwrap();
    std::thread::sleep(after);
    let _ = child.kill();
    child.wait().unwrap().success()
}

#[test]
fn a_killed_backup_or_restoring_leaves_all_of_one_state() {
    let place = with_first_log();
    place.says(&["backup", WORKSPACE, "--to", "old.handshake"]);
    import(&place, "second.csv", 400..2000);
    let new = std::fs::read(place.path(WORKSPACE)).unwrap();
    place.says(&["restore", "old.handshake", "--to", WORKSPACE]);
    std::fs::write(place.path(WORKSPACE), &new).unwrap();
    let started = std::time::Instant::now();
    place.says(&["restore", "old.handshake", "--to", WORKSPACE]);
    let span = started.elapsed();
    std::fs::write(place.path(WORKSPACE), &new).unwrap();
    let kills = if std::env::var_os("HANDSHAKE_CRASHES").is_some() { 200 } else { 12 };
    let (mut before, mut after) = (0, 0);
    for kill in 0..kills {
        let moment = span.mul_f64(1.2 * f64::from(kill) / f64::from(kills));
        killed(&place, &["backup", WORKSPACE], moment);
        let over = killed(&place, &["restore", "old.handshake", "--to", WORKSPACE], moment);
        let people = shown(&place, WORKSPACE);
        assert!(people == 400 || (people == 2000 && !over), "killed after {moment:?}: {people}");
        for file in files(&place).iter().filter(|file| !file.to_str().unwrap().contains(".handshake-copy-")) {
            forgotten(file);
        }
        if people == 2000 {
            before += 1;
        } else {
            after += 1;
            for ending in ["-wal", "-shm", "-lock"] {
                let _ = std::fs::remove_file(place.path(&format!("{WORKSPACE}{ending}")));
            }
            std::fs::write(place.path(WORKSPACE), &new).unwrap();
        }
    }
    println!("{kills} kills: {before} before, {after} after restoring");
    assert!(before > 0);
}

/// Whether the bytes of a file hold a text.
fn holds(file: &Path, text: &str) -> bool {
    std::fs::read(file).unwrap().windows(text.len()).any(|window| window == text.as_bytes())
}

fn say_and_take_back(place: &Place, text: &str) {
    place.says(&["comments", "add", WORKSPACE, "--policy", "--text", text]);
    let all = place.json(&["comments", "list", WORKSPACE, "--json"]);
    place.says(&["comments", "remove", WORKSPACE, all[0]["id"].as_str().unwrap()]);
}

#[test]
fn words_about_somebody_go_from_backups_wherever_they_stand() {
    let place = with_first_log();
    say_and_take_back(&place, "Please call back:\ncust-4711 tomorrow");
    for folder in ["one", "two"] {
        place.says(&["backup", WORKSPACE, "--every", "daily", "--folder", folder]);
        place.says(&["backup", WORKSPACE]);
    }
    place.says(&["backup", WORKSPACE, "--every", "off"]);
    place.says(&["backup", WORKSPACE]);
    place.says(&["backup", WORKSPACE, "--to", "elsewhere.handshake"]);
    let all = || {
        let folders = ["one/spring backups", "two/spring backups", "spring backups"];
        let files = folders.iter().flat_map(|folder| std::fs::read_dir(place.path(folder)).unwrap());
        files.map(|file| file.unwrap().path()).collect::<Vec<_>>()
    };
    assert_eq!(all().iter().filter(|file| holds(file, "cust-4711")).count(), 3);
    let said = place.says(&["forget", WORKSPACE, "--person", "cust-4711", "--for-good"]);
    assert!(said.contains("3 backups hold nothing of them"), "{said}");
    assert_eq!(all().iter().filter(|file| holds(file, "cust-4711")).count(), 0);
    // A copy that the program does not know of brings no words back either.
    assert!(holds(&place.path("elsewhere.handshake"), "cust-4711"));
    place.says(&["restore", "elsewhere.handshake", "--to", WORKSPACE]);
    assert!(!holds(&place.path(WORKSPACE), "cust-4711"));
    assert!(place.says(&["verify", WORKSPACE]).contains("whole"));
}

#[test]
fn whatever_was_left_to_forget_in_backups_is_done_at_the_next_opening() {
    let place = with_first_log();
    say_and_take_back(&place, "cust-4711 phoned");
    place.says(&["backup", WORKSPACE]);
    let backup = files(&place).remove(0);
    let whole = std::fs::read(&backup).unwrap();
    place.says(&["forget", WORKSPACE, "--person", "cust-4711", "--for-good"]);
    // As if the program had been stopped before it came to the backup.
    std::fs::write(&backup, whole).unwrap();
    assert_eq!((forgotten(&backup), holds(&backup, "cust-4711")), (0, true));
    place.says(&["track", WORKSPACE]);
    assert_eq!((forgotten(&backup), holds(&backup, "cust-4711")), (1, false));
}

#[test]
fn damaged_backups_go_and_one_that_cannot_does_not_keep_others() {
    let place = with_first_log();
    for _ in 0..3 {
        place.says(&["backup", WORKSPACE]);
    }
    let all = files(&place);
    let mut bytes = std::fs::read(&all[0]).unwrap();
    bytes[100..16_384].fill(0);
    std::fs::write(&all[0], bytes).unwrap();
    // Somebody has one of them open.
    let open = Workbench::open(&all[1], Arc::new(|| ())).unwrap();
    let refused = place.refuses(&["forget", WORKSPACE, "--person", "p7", "--for-good"]);
    assert!(refused.contains("forgotten in the workspace") && refused.contains("has it open"), "{refused}");
    drop(open);
    assert!(!all[0].exists());
    assert_eq!((forgotten(&all[1]), forgotten(&all[2]), forgotten(&place.path(WORKSPACE))), (0, 1, 1));
    place.says(&["track", WORKSPACE]);
    assert_eq!(forgotten(&all[1]), 1);
}

#[test]
fn a_snapshot_has_backups_of_its_own_and_is_never_put_in_place_of_its_original() {
    let place = with_first_log();
    place.says(&["backup", WORKSPACE]);
    std::fs::create_dir(place.path("mine")).unwrap();
    place.says(&["snapshot", WORKSPACE, "--to", "mine/spring.handshake"]);
    std::fs::rename(place.path("spring backups"), place.path("mine/spring backups")).unwrap();
    let listed = place.says(&["backup", "mine/spring.handshake", "--list"]);
    assert!(!listed.contains("experiment"), "{listed}");
    let refused = place.refuses(&["restore", "mine/spring.handshake", "--to", WORKSPACE]);
    assert!(refused.contains("snapshot"), "{refused}");
    assert!(files(&place).is_empty(), "what is refused leaves no backup behind");
    place.says(&["new", "other.handshake"]);
    place.refuses(&["restore", "other.handshake", "--to", WORKSPACE]);
    assert!(files(&place).is_empty());
}
