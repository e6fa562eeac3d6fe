//! The power goes at every point of a series of changes: what the disk holds then opens to exactly what was there before the change under way or
//! after it, and never to less than was shown as done.
//!
//! What a disk may hold is worked out from the files after each change: a change is first written to the write-ahead log, of which any part may
//! have arrived when the power goes, in any order of its blocks; what was shown as done is in the log and synced. Folding the log into the file
//! overwrites pages, of which any may have arrived, while the log still holds all of them.

use crate::support::Place;
use handshake::domain::{DeviationKind, ReportedDeviation};
use handshake::workbench::{Command, Settings, Workbench};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use rusqlite::{Connection, OpenFlags};
use std::hash::{DefaultHasher, Hash, Hasher};
use std::path::Path;
use std::sync::Arc;

const WORKSPACE: &str = "w.handshake";
const PAGE: usize = 16_384;
const LOG_HEAD: usize = 32;
const FRAME: usize = PAGE + 24;
/// What is derived or a convenience, and mended or made again on opening.
const DERIVED: [&str; 3] = ["experiment_counts", "remembered_mapping", "sqlite_sequence"];

/// The file and its write-ahead log, as a disk holds them.
#[derive(Clone, Default)]
struct Disk {
    file: Vec<u8>,
    log: Vec<u8>,
}

fn beside(path: &Path, ending: &str) -> std::path::PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(ending);
    name.into()
}

impl Disk {
    fn read(path: &Path) -> Self {
        Self { file: std::fs::read(path).unwrap(), log: std::fs::read(beside(path, "-wal")).unwrap_or_default() }
    }

    fn write(&self, path: &Path) {
        for ending in ["-shm", "-lock", "-journal"] {
            let _ = std::fs::remove_file(beside(path, ending));
        }
        std::fs::write(path, &self.file).unwrap();
        std::fs::write(beside(path, "-wal"), &self.log).unwrap();
    }
}

/// What the workspace holds, but for what is derived; everything must be whole.
fn state(path: &Path) -> u64 {
    let connection = Connection::open_with_flags(path, OpenFlags::SQLITE_OPEN_READ_WRITE).unwrap();
    // Only what is read matters here.
    connection.pragma_update(None, "synchronous", "OFF").unwrap();
    let verdict: String = connection.pragma_query_value(None, "integrity_check", |row| row.get(0)).unwrap();
    assert_eq!(verdict, "ok");
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' ORDER BY name";
    let mut statement = connection.prepare(sql).unwrap();
    let tables: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
    let mut hasher = DefaultHasher::new();
    for table in tables.iter().filter(|table| !DERIVED.contains(&table.as_str())) {
        let mut statement = connection.prepare(&format!("SELECT * FROM {table} ORDER BY 1, 2")).unwrap();
        let columns = statement.column_count();
        let mut rows = statement.query([]).unwrap();
        while let Some(row) = rows.next().unwrap() {
            (0..columns).for_each(|at| format!("{:?}", row.get_ref(at).unwrap()).hash(&mut hasher));
        }
        table.hash(&mut hasher);
    }
    hasher.finish()
}

fn settings(workbench: &Workbench, month: i8) -> Command {
    Command::ChangeSettings(Settings { fiscal_start_month: month, ..workbench.model().workspace.settings() })
}

/// One change after the other; what the disk holds after each, and what that means.
fn series(place: &Place) -> Vec<(Disk, u64)> {
    let (path, copy) = (place.path(WORKSPACE), place.path("copy.handshake"));
    let workbench = Workbench::open(&path, Arc::new(|| ())).unwrap();
    let mut seen = Vec::new();
    let look = |workbench: &Workbench| {
        // Whatever the thread that writes still folds is folded when it answers.
        workbench.splits().unwrap();
        let disk = Disk::read(&path);
        disk.write(&copy);
        (disk, state(&copy))
    };
    seen.push(look(&workbench));
    for step in 0..36_i8 {
        let report = |what: String| ReportedDeviation {
            what,
            note: "word ".repeat(4000),
            ..ReportedDeviation::of(jiff::civil::date(2026, 1, 2), DeviationKind::NoPermission)
        };
        let command = match step % 9 {
            0 => settings(&workbench, 1 + step % 12),
            1 | 4 => Command::ReportDeviation(Box::new(report(format!("A list {step}")))),
            2 => Command::UndoImport(workbench.model().imports[0].id),
            3 | 5 => Command::Undo,
            6 => Command::Redo,
            7 => Command::ReportDeviation(Box::new(report(format!("A letter {step}")))),
            _ => settings(&workbench, 12 - step % 12),
        };
        workbench.run(command).unwrap();
        seen.push(look(&workbench));
    }
    seen
}

/// What a file may be while it turns from one content into another: so much of its beginning is written.
fn cut(before: &[u8], after: &[u8], written: usize) -> Vec<u8> {
    let rest = before.get(written..).unwrap_or_default();
    [&after[..written], rest].concat()
}

/// The same, where blocks arrive in any order.
fn torn(before: &[u8], after: &[u8], block: usize, arrived: &[bool]) -> Vec<u8> {
    let mut torn = before.to_vec();
    for (number, new) in after.chunks(block).enumerate().filter(|(number, _)| arrived[*number]) {
        let (first, end) = (number * block, number * block + new.len());
        torn.resize(torn.len().max(end), 0);
        torn[first..end].copy_from_slice(new);
    }
    torn
}

struct Tries<'a> {
    path: &'a Path,
    points: usize,
    undone: usize,
}

impl Tries<'_> {
    /// The disk, put together anew, holds one of these.
    fn check(&mut self, disk: &Disk, allowed: &[u64], point: &str) {
        disk.write(self.path);
        let found = state(self.path);
        assert!(allowed.contains(&found), "{point}: neither before nor after");
        self.points += 1;
        self.undone += usize::from(allowed.len() > 1 && found == allowed[0]);
    }
}

#[test]
fn the_power_goes_at_any_point_of_a_series_of_changes() {
    let place = Place::new();
    place.says(&["new", WORKSPACE]);
    for number in 1..=8 {
        let log: String =
            (0..300).map(|person| format!("{number}-{person},{}\n", ["a,yes", "b,no"][person % 2])).collect();
        place.file("log.csv", format!("person,variant,response\n{log}"));
        place.says(&["import", "responses", WORKSPACE, "log.csv", "--experiment", "E"]);
    }
    let seen = series(&place);
    let copy = place.path("copy.handshake");
    let mut tries = Tries { path: &copy, points: 0, undone: 0 };
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let many = if std::env::var_os("HANDSHAKE_CRASHES").is_some() { 60 } else { 4 };
    for (step, pair) in seen.windows(2).enumerate() {
        let [(before, old), (after, new)] = pair else { unreachable!() };
        let whole = after.log.len();
        let written = Disk { file: before.file.clone(), log: after.log.clone() };
        // Shown as done: all of the log is synced, whatever of the file has arrived.
        tries.check(&written, &[*new], &format!("step {step}, log written"));
        let frames = (0..=whole.saturating_sub(LOG_HEAD) / FRAME).map(|frame| LOG_HEAD + frame * FRAME);
        let cuts = frames.flat_map(|edge| [edge, edge + 24, edge + 24 + 512]).chain([0, 16]);
        let inside = (0..many).map(|_| random.random_range(0..=whole)).collect::<Vec<_>>();
        for written in cuts.chain(inside).filter(|&written| written <= whole) {
            let log = cut(&before.log, &after.log, written);
            tries.check(&Disk { log, ..before.clone() }, &[*old, *new], &format!("step {step}, log cut at {written}"));
        }
        for point in 0..many {
            let blocks: Vec<bool> = (0..=whole / 512).map(|_| random.random_bool(0.7)).collect();
            let log = torn(&before.log, &after.log, 512, &blocks);
            tries.check(&Disk { log, ..before.clone() }, &[*old, *new], &format!("step {step}, blocks {point}"));
            let mut log = after.log.clone();
            let flipped = random.random_range(0..whole);
            log[flipped] ^= 1 << random.random_range(0..8);
            tries.check(&Disk { log, ..before.clone() }, &[*old, *new], &format!("step {step}, bit of {flipped}"));
            let pages: Vec<bool> = (0..=after.file.len() / PAGE).map(|_| random.random()).collect();
            let file = torn(&before.file, &after.file, PAGE, &pages);
            tries.check(&Disk { file, ..written.clone() }, &[*new], &format!("step {step}, folding {point}"));
        }
    }
    println!("{} points, {} of which end before the change under way", tries.points, tries.undone);
    assert!(tries.points > 1000 && tries.undone > 200 && tries.undone < tries.points);
    // And the program itself opens such a disk.
    let (disk, _) = &seen[seen.len() / 2];
    for cut in [disk.log.len() / 3, disk.log.len() / 2] {
        Disk { log: disk.log[..cut].to_vec(), ..disk.clone() }.write(&copy);
        Workbench::open(&copy, Arc::new(|| ())).unwrap();
    }
}
