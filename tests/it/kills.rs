//! A hundred imports killed at random moments: the workspace always opens, whole, with all of the imports before and nothing of half an
//! import.

use crate::support::Place;
use rand::{RngExt, SeedableRng};
use rusqlite::{Connection, OpenFlags};
use serde_json::Value;
use std::fmt::Write;
use std::process::Stdio;
use std::time::{Duration, Instant};

const KILLS: u32 = 100;
const WORKSPACE: &str = "w.handshake";
const KILLED: [&str; 6] = ["import", "responses", WORKSPACE, "third.csv", "--experiment", "E"];

/// People from one number to another, every second of whom was shown each wording.
fn log(people: std::ops::Range<u32>) -> String {
    let mut log = String::from("person,shown_at,variant,response,country\n");
    for person in people {
        let (variant, answer) = (["plain", "benefit"][person as usize % 2], ["yes", "no", "no"][person as usize % 3]);
        let day = 1 + person % 28;
        writeln!(log, "p{person},2026-01-{day:02}T00:00:00Z,{variant},{answer},DE").unwrap();
    }
    log
}

/// What a workspace holds: the files that came in, and everybody who was counted.
#[derive(Debug, PartialEq, Eq, Clone)]
struct Held {
    files: Vec<String>,
    people: Vec<(u64, u64)>,
}

/// Looks whether the record bears the file out as it lies there, then by the command line, which mends what a killed program left behind,
/// and then into the file itself.
fn held(place: &Place) -> Held {
    place.says(&["verify", WORKSPACE]);
    let figures = place.json(&["compare", WORKSPACE, "--experiment", "E", "--json"]);
    let number = |arm: &Value, name: &str| arm[name].as_u64().unwrap();
    let arms = figures["arms"].as_array().unwrap().iter();
    let people = arms.map(|arm| (number(arm, "accepted"), number(arm, "shown"))).collect();
    let connection = Connection::open_with_flags(place.path(WORKSPACE), OpenFlags::SQLITE_OPEN_READ_ONLY).unwrap();
    let verdict: String = connection.pragma_query_value(None, "integrity_check", |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
    let orphans: i64 =
        connection.query_row("SELECT COUNT(*) FROM pragma_foreign_key_check", [], |row| row.get(0)).unwrap();
    assert_eq!(orphans, 0);
    let mut records = connection.prepare("SELECT record FROM import WHERE in_force = 1 ORDER BY id").unwrap();
    let records = records.query_map([], |row| row.get::<_, String>(0)).unwrap().map(Result::unwrap);
    let name =
        |record: String| serde_json::from_str::<Value>(&record).unwrap()["file_name"].as_str().unwrap().to_owned();
    Held { files: records.map(name).collect(), people }
}

/// Nothing may lie about once the workspace is closed.
fn assert_tidy(place: &Place) {
    let names =
        std::fs::read_dir(place.path("")).unwrap().map(|entry| entry.unwrap().file_name().into_string().unwrap());
    let mut left: Vec<String> = names.collect();
    left.sort();
    assert_eq!(left, ["first.csv", "keys", "second.csv", "temporary", "third.csv", WORKSPACE]);
    assert_eq!(std::fs::read_dir(place.path("temporary")).unwrap().count(), 0);
}

fn put_back(place: &Place, whole: &[u8]) {
    for ending in ["-wal", "-shm", "-lock", "-journal"] {
        let _ = std::fs::remove_file(place.path(&format!("{WORKSPACE}{ending}")));
    }
    std::fs::write(place.path(WORKSPACE), whole).unwrap();
}

/// Imports the third log; kills it after a while if it is not over by then.
fn import(place: &Place, killed_after: Option<Duration>) -> Duration {
    let started = Instant::now();
    let mut program = place.program(&KILLED);
    program.env("TMPDIR", place.path("temporary")).stdout(Stdio::null()).stderr(Stdio::null());
    let mut child = program.spawn().unwrap();
    if let Some(moment) = killed_after {
        std::thread::sleep(moment);
        // It may be over by now.
        let _ = child.kill();
    }
    let status = child.wait().unwrap();
    assert!(killed_after.is_some() || status.success());
    started.elapsed()
}

#[test]
fn a_hundred_killed_imports_leave_the_workspace_as_it_was() {
    let place = Place::new();
    std::fs::create_dir(place.path("temporary")).unwrap();
    std::fs::create_dir_all(place.keys()).unwrap();
    std::fs::create_dir_all(place.path("keys")).unwrap();
    place.says(&["new", WORKSPACE]);
    for (name, people) in [("first.csv", 0..300), ("second.csv", 200..900), ("third.csv", 600..12_000)] {
        place.file(name, log(people));
    }
    for name in ["first.csv", "second.csv"] {
        place.says(&["import", "responses", WORKSPACE, name, "--experiment", "E"]);
    }
    let (before, whole) = (held(&place), std::fs::read(place.path(WORKSPACE)).unwrap());
    assert_eq!(before.files, ["first.csv", "second.csv"]);
    import(&place, None);
    let all = import_again(&place, &whole);
    let after = held(&place);
    assert_eq!(after.people.iter().map(|count| count.1).sum::<u64>(), 12_000);
    put_back(&place, &whole);
    let mut random = rand_chacha::ChaCha8Rng::seed_from_u64(100);
    let (mut without, mut with) = (0, 0);
    for kill in 0..KILLS {
        let moment = all.mul_f64(f64::from(kill % 50) / 50.0 + random.random_range(0.0..0.02));
        import(&place, Some(moment));
        let found = held(&place);
        assert_tidy(&place);
        if found == before {
            without += 1;
        } else {
            assert_eq!(found, after, "killed after {moment:?} of {all:?}");
            with += 1;
            put_back(&place, &whole);
        }
    }
    println!("{without} imports were killed in time, {with} were over by then; each takes {all:?}");
    assert!(without >= KILLS / 4, "too few were killed in time: {without}");
    import(&place, None);
    assert_eq!(held(&place), after);
}

/// How long the import takes once the files of the program are in memory.
fn import_again(place: &Place, whole: &[u8]) -> Duration {
    put_back(place, whole);
    import(place, None)
}
