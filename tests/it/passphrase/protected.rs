//! What only a build with the feature can do.

use super::WORKSPACE;
use crate::support::Place;
use handshake::workbench::{Command, Passphrase, PassphraseChange, Workbench, is_locked, unlock};
use rand::{RngExt, SeedableRng};
use std::fmt::Write;
use std::path::Path;
use std::process::{Output, Stdio};
use std::sync::Arc;
use std::time::{Duration, Instant};

const FIRST: &str = "seven herons over the marsh";
const SECOND: &str = "a lamp, a ladder, a loaf";
const WRONG: &str = "seven herons over the march";
/// Words that stand in a workspace, and would be read in it by anybody.
const TELLING: [&str; 4] = ["Zitronenfalter", "benefit", "workspace_id", "CREATE TABLE"];

/// Kills of a change, more of them where thousands of crashes are asked for.
fn kills() -> u32 {
    if std::env::var_os("HANDSHAKE_CRASHES").is_some() { 120 } else { 16 }
}

fn log(people: std::ops::Range<u32>) -> String {
    let mut log = String::from("person,shown_at,variant,response\n");
    for person in people {
        let (variant, answer) = (["plain", "benefit"][person as usize % 2], ["yes", "no", "no"][person as usize % 3]);
        writeln!(log, "p{person},2026-01-{:02}T00:00:00Z,{variant},{answer}", 1 + person % 28).unwrap();
    }
    log
}

/// A folder with the workspace and one log in it, and no passphrase yet.
fn plain() -> Place {
    let place = Place::new();
    place.says(&["new", WORKSPACE]);
    place.file("log.csv", log(0..400));
    place.says(&["import", "responses", WORKSPACE, "log.csv", "--experiment", "Zitronenfalter"]);
    place
}

fn run(place: &Place, arguments: &[&str], present: &str, new: &str) -> Output {
    let mut program = place.program(arguments);
    for (variable, passphrase) in [("HANDSHAKE_PASSPHRASE", present), ("HANDSHAKE_NEW_PASSPHRASE", new)] {
        if !passphrase.is_empty() {
            program.env(variable, passphrase);
        }
    }
    program.stdin(Stdio::null()).output().unwrap()
}

fn says(place: &Place, arguments: &[&str], present: &str, new: &str) -> String {
    let output = run(place, arguments, present, new);
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.success(), "{arguments:?}: {complaint}");
    assert_eq!(complaint, "", "{arguments:?}");
    String::from_utf8(output.stdout).unwrap()
}

fn refuses(place: &Place, arguments: &[&str], present: &str, new: &str) -> String {
    let output = run(place, arguments, present, new);
    let complaint = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(!output.status.success() && !complaint.contains("panicked"), "{arguments:?}: {complaint}");
    for passphrase in [present, new].into_iter().filter(|passphrase| !passphrase.is_empty()) {
        assert!(!complaint.contains(passphrase), "{complaint}");
    }
    complaint
}

/// How many people the workspace says were shown a wording.
fn shown(place: &Place, workspace: &str, passphrase: &str) -> u64 {
    let said = says(place, &["compare", workspace, "--experiment", "Zitronenfalter", "--json"], passphrase, "");
    let figures: serde_json::Value = serde_json::from_str(&said).unwrap();
    figures["arms"].as_array().unwrap().iter().map(|arm| arm["shown"].as_u64().unwrap()).sum()
}

/// Which telling words anybody reads in the files of a folder and those below, but for logs and keys.
fn told(folder: &Path) -> Vec<String> {
    let mut told = Vec::new();
    for entry in std::fs::read_dir(folder).unwrap() {
        let path = entry.unwrap().path();
        if path.is_dir() {
            told.extend(self::told(&path));
        } else if path.is_file() && path.extension().is_none_or(|ending| ending != "csv") {
            let bytes = std::fs::read(&path).unwrap();
            let holds = |word: &&&str| bytes.windows(word.len()).any(|part| part == word.as_bytes());
            told.extend(TELLING.iter().filter(holds).map(|word| format!("{word} in {}", path.display())));
        }
    }
    told
}

fn passphrase(text: &str) -> Passphrase {
    Passphrase::new(text.to_owned().into())
}

#[test]
fn a_passphrase_is_set_changed_and_removed() {
    let place = plain();
    assert!(told(&place.path("")).len() >= TELLING.len(), "what is looked for is there before");
    let short = refuses(&place, &["passphrase", "set", WORKSPACE], "", "fourteen chars");
    assert!(short.contains("15 characters"), "{short}");
    says(&place, &["passphrase", "set", WORKSPACE], "", FIRST);
    assert_eq!(told(&place.path("")), Vec::<String>::new());
    let nobody = refuses(&place, &["verify", WORKSPACE], "", "");
    assert!(nobody.contains("HANDSHAKE_PASSPHRASE"), "{nobody}");
    let wrong = refuses(&place, &["verify", WORKSPACE], WRONG, "");
    assert!(
        wrong.contains("that passphrase does not open") && !wrong.contains("spring.handshake is damaged"),
        "{wrong}"
    );
    assert_eq!(shown(&place, WORKSPACE, FIRST), 400);
    assert!(refuses(&place, &["passphrase", "set", WORKSPACE], FIRST, SECOND).contains("has one already"));
    refuses(&place, &["passphrase", "change", WORKSPACE], WRONG, SECOND);
    says(&place, &["passphrase", "change", WORKSPACE], FIRST, SECOND);
    refuses(&place, &["verify", WORKSPACE], FIRST, "");
    assert_eq!((shown(&place, WORKSPACE, SECOND), told(&place.path(""))), (400, Vec::new()));
    refuses(&place, &["passphrase", "remove", WORKSPACE], FIRST, "");
    says(&place, &["passphrase", "remove", WORKSPACE], SECOND, "");
    assert_eq!(shown(&place, WORKSPACE, ""), 400);
    says(&place, &["verify", WORKSPACE], "", "");
    let left = std::fs::read_dir(place.path("")).unwrap().map(|entry| entry.unwrap().file_name());
    let mut left: Vec<_> = left.filter(|name| name != "keys").collect();
    left.sort();
    assert_eq!(left, ["log.csv", WORKSPACE]);
    let connection = rusqlite::Connection::open(place.path(WORKSPACE)).unwrap();
    let sql = "SELECT label FROM record_entry WHERE kind = 'passphrase' ORDER BY number";
    let mut entries = connection.prepare(sql).unwrap();
    let entries: Vec<String> = entries.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    assert_eq!(entries, ["Set a passphrase", "Change the passphrase", "Remove the passphrase"]);
}

#[test]
fn a_workspace_is_behind_its_passphrase_from_the_first_byte_on() {
    let place = Place::new();
    says(&place, &["new", WORKSPACE, "--passphrase"], "", FIRST);
    place.file("log.csv", log(0..400));
    let import = ["import", "responses", WORKSPACE, "log.csv", "--experiment", "Zitronenfalter"];
    refuses(&place, &import, WRONG, "");
    says(&place, &import, FIRST, "");
    assert_eq!((shown(&place, WORKSPACE, FIRST), told(&place.path(""))), (400, Vec::new()));
    // While it is open, what is written stands beside the file at first.
    let path = place.path(WORKSPACE);
    assert!(is_locked(&path));
    let problem = Workbench::open(&path, Arc::new(|| ())).err().unwrap();
    assert_eq!(problem.locked.as_deref(), Some(path.as_path()));
    assert!(unlock(&path, &passphrase(WRONG)).is_err() && is_locked(&path));
    let unlocked = unlock(&path, &passphrase(FIRST)).unwrap();
    let workbench = Workbench::open(&path, Arc::new(|| ())).unwrap();
    drop(unlocked);
    assert!(workbench.model().workspace.has_passphrase && !is_locked(&path));
    let mut settings = workbench.model().workspace.settings();
    settings.jurisdiction = "Zitronenfalter".into();
    workbench.run(Command::ChangeSettings(settings)).unwrap();
    assert!(place.path(&format!("{WORKSPACE}-wal")).exists());
    assert_eq!(told(&place.path("")), Vec::<String>::new());
    drop(workbench);
    assert!(is_locked(&path), "a closed workspace asks again");
}

#[test]
fn backups_snapshots_and_what_is_salvaged_open_with_the_same_passphrase() {
    let place = plain();
    says(&place, &["backup", WORKSPACE], "", "");
    says(&place, &["backup", WORKSPACE, "--to", "before.handshake"], "", "");
    says(&place, &["passphrase", "set", WORKSPACE], "", FIRST);
    assert_eq!(shown(&place, "before.handshake", ""), 400, "a copy made elsewhere stays as it was");
    let elsewhere = Place::new();
    let before = elsewhere.path("before.handshake");
    std::fs::rename(place.path("before.handshake"), &before).unwrap();
    assert_eq!(told(&place.path("")), Vec::<String>::new(), "backups come along");
    place.file("more.csv", log(400..600));
    let import = ["import", "responses", WORKSPACE, "more.csv", "--experiment", "Zitronenfalter"];
    says(&place, &import, FIRST, "");
    says(&place, &["backup", WORKSPACE, "--to", "copy.handshake"], FIRST, "");
    says(&place, &["snapshot", WORKSPACE, "--to", "snapshot.handshake"], FIRST, "");
    says(&place, &["salvage", WORKSPACE, "--to", "salvaged.handshake"], FIRST, "");
    refuses(&place, &["salvage", WORKSPACE, "--to", "other.handshake"], WRONG, "");
    for copy in ["copy.handshake", "snapshot.handshake", "salvaged.handshake"] {
        refuses(&place, &["verify", copy], SECOND, "");
        says(&place, &["verify", copy], FIRST, "");
        assert_eq!(shown(&place, copy, FIRST), 600, "{copy}");
    }
    let listed = says(&place, &["backup", WORKSPACE, "--list"], FIRST, "");
    let backup = listed.lines().last().unwrap().trim().to_owned();
    says(&place, &["restore", &backup, "--to", WORKSPACE], FIRST, "");
    assert_eq!(shown(&place, WORKSPACE, FIRST), 400);
    // A copy from before there was a passphrase is restored into the workspace that has one.
    says(&place, &import, FIRST, "");
    says(&place, &["restore", before.to_str().unwrap(), "--to", WORKSPACE], FIRST, "");
    assert_eq!((shown(&place, WORKSPACE, FIRST), told(&place.path(""))), (400, Vec::new()));
    says(&place, &["verify", WORKSPACE], FIRST, "");
    says(&place, &["passphrase", "change", WORKSPACE], FIRST, SECOND);
    refuses(&place, &["restore", &backup, "--to", "new.handshake"], FIRST, "");
    says(&place, &["restore", &backup, "--to", "new.handshake"], SECOND, "");
    assert_eq!(shown(&place, "new.handshake", SECOND), 400);
}

#[test]
fn nothing_is_changed_while_somebody_else_reads() {
    let place = plain();
    says(&place, &["backup", WORKSPACE], "", "");
    let path = place.path(WORKSPACE);
    let workbench = Workbench::open(&path, Arc::new(|| ())).unwrap();
    let reader = Workbench::look_at(&path, Arc::new(|| ())).unwrap();
    let set = || Command::ChangePassphrase(PassphraseChange { present: None, new: Some(passphrase(FIRST)) });
    let problem = workbench.run(set()).unwrap_err();
    assert!(problem.why.contains("somebody else reads"), "{problem}");
    assert!(!workbench.model().workspace.has_passphrase);
    drop(reader);
    let settings = workbench.model().workspace.settings();
    workbench.run(Command::ChangeSettings(settings)).unwrap();
    drop(workbench);
    assert_eq!(shown(&place, WORKSPACE, ""), 400);
    let plain =
        std::fs::read_dir(place.path("spring backups")).unwrap().all(|entry| !is_locked(&entry.unwrap().path()));
    assert!(plain, "backups are left alone too");
    let workbench = Workbench::open(&path, Arc::new(|| ())).unwrap();
    workbench.run(set()).unwrap();
    drop(workbench);
    assert_eq!((shown(&place, WORKSPACE, FIRST), told(&place.path(""))), (400, Vec::new()));
}

#[test]
fn a_damaged_page_is_found_and_what_is_left_is_salvaged() {
    let place = plain();
    says(&place, &["passphrase", "set", WORKSPACE], "", FIRST);
    let whole = std::fs::read(place.path(WORKSPACE)).unwrap();
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(7);
    let mut salvaged = 0;
    for _ in 0..12 {
        let mut bytes = whole.clone();
        let place_of_damage = random.random_range(16_384..bytes.len());
        bytes[place_of_damage] ^= 1 << random.random_range(0..8);
        std::fs::write(place.path(WORKSPACE), &bytes).unwrap();
        let verified = run(&place, &["verify", WORKSPACE], FIRST, "");
        assert!(!verified.status.success(), "byte {place_of_damage} is not missed");
        let _ = std::fs::remove_file(place.path("left.handshake"));
        if run(&place, &["salvage", WORKSPACE, "--to", "left.handshake"], FIRST, "").status.success() {
            salvaged += 1;
            assert!(is_locked(&place.path("left.handshake")));
            assert!(run(&place, &["settings", "left.handshake"], FIRST, "").status.success());
        }
    }
    assert!(salvaged > 6, "{salvaged} of 12 were salvaged");
}

#[test]
fn a_change_that_is_killed_leaves_the_old_or_the_new_passphrase() {
    let place = plain();
    says(&place, &["backup", WORKSPACE], "", "");
    says(&place, &["passphrase", "set", WORKSPACE], "", FIRST);
    let change = |killed_after: Option<Duration>| {
        let started = Instant::now();
        let mut program = place.program(&["passphrase", "change", WORKSPACE]);
        program.env("HANDSHAKE_PASSPHRASE", FIRST).env("HANDSHAKE_NEW_PASSPHRASE", SECOND);
        let mut child = program.stdin(Stdio::null()).stdout(Stdio::null()).stderr(Stdio::null()).spawn().unwrap();
        if let Some(moment) = killed_after {
            std::thread::sleep(moment);
            // It may be over by now.
            let _ = child.kill();
        }
        let status = child.wait().unwrap();
        assert!(killed_after.is_some() || status.success());
        started.elapsed()
    };
    let put_back = || says(&place, &["passphrase", "change", WORKSPACE], SECOND, FIRST);
    let all = change(None);
    put_back();
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(16);
    let (mut old, mut new) = (0, 0);
    for _ in 0..kills() {
        change(Some(all.mul_f64(random.random_range(0.2..1.05))));
        let is_new = run(&place, &["verify", WORKSPACE], SECOND, "").status.success();
        let passphrase = if is_new { SECOND } else { FIRST };
        says(&place, &["verify", WORKSPACE], passphrase, "");
        assert_eq!((shown(&place, WORKSPACE, passphrase), told(&place.path(""))), (400, Vec::new()));
        if is_new {
            new += 1;
            put_back();
        } else {
            old += 1;
            // What was cut short is done by doing it again, backups that were done before included.
            change(None);
            let listed = says(&place, &["backup", WORKSPACE, "--list"], SECOND, "");
            assert!(listed.contains("1 experiment, 1 import"), "{listed}");
            put_back();
        }
    }
    assert!(old > 0, "{old} kills came before the end, {new} after");
}
