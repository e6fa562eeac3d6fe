//! A warehouse that refuses, dies, breaks off, says nothing or is too slow: the workspace stays as it was, and the person is told.

use super::imports::{PASSWORD, ground, import, importing, log, uri};
use super::wire::Wire;
use crate::support::Place;
use std::os::unix::net::UnixListener;
use std::process::{Child, Command, Stdio};

const SQLITE_HEADER_BYTES: usize = 100;
const SLOW: &str = "SELECT log.* FROM log, pg_sleep(60)";

/// Whatever an attempt does: it fails, says this, tells no password, and changes nothing.
pub fn changes_nothing(place: &Place, expected: &[&str], attempt: impl FnOnce() -> (bool, String)) {
    // SQLite notes in the file's first bytes that it was opened.
    let file = || std::fs::read(place.path("w.handshake")).unwrap().split_off(SQLITE_HEADER_BYTES);
    let before = file();
    let (fine, said) = attempt();
    assert!(!fine && expected.iter().all(|words| said.contains(words)), "{expected:?}: {said}");
    assert!(!said.contains(PASSWORD) && !said.contains("panicked"), "{said}");
    assert!(file() == before, "the workspace was changed: {said}");
    let left: Vec<_> = place.path("").read_dir().unwrap().map(|entry| entry.unwrap().file_name()).collect();
    assert!(left.iter().all(|name| !name.to_string_lossy().contains("-wal")), "{left:?}");
}

#[test]
fn a_warehouse_that_refuses_is_told_in_words() {
    let Some((cluster, driver, place)) = ground() else { return };
    log(&cluster);
    cluster.runs("CREATE ROLE locked LOGIN PASSWORD 'another'");
    place.says(&["new", "w.handshake"]);
    let (driver, good) = (driver.as_str(), uri(cluster.socket(), "postgres"));
    let (stranger, locked) = (uri(cluster.socket(), "nobody"), uri(cluster.socket(), "locked"));
    for (driver, uri, table, expected) in [
        (driver, good.as_str(), "nothing", ["refused the query", "does not exist"]),
        (driver, &stranger, "log", ["could not be opened", "does not exist"]),
        (driver, &locked, "log", ["could not be opened", "password authentication failed"]),
        (driver, "postgresql://a:${WAREHOUSE_PASSWORD}@127.0.0.1:1/x", "log", ["could not be opened", "refused"]),
        ("/nowhere/libadbc_driver_postgresql.so", &good, "log", ["cannot be loaded", "Install the driver"]),
        ("/nowhere/libadbc_driver_else.so", &good, "log", ["nothing is known of the SQL", "Name a driver"]),
        (driver, "${NOWHERE}", "log", ["NOWHERE is not set", "--uri"]),
    ] {
        changes_nothing(&place, &expected, || import(&place, "w.handshake", driver, uri, &["--table", table]));
    }
}

#[test]
fn a_warehouse_that_breaks_off_or_is_killed_changes_nothing() {
    let Some((cluster, driver, place)) = ground() else { return };
    log(&cluster);
    place.says(&["new", "w.handshake"]);
    place.says(&["new", "whole.handshake"]);
    let through = |workspace, wire: &Wire| {
        import(&place, workspace, &driver, &uri(wire.folder(), "postgres"), &["--table", "log"])
    };
    let whole = Wire::new(cluster.socket(), u64::MAX);
    let (fine, said) = through("whole.handshake", &whole);
    assert!(fine, "{said}");
    for missing in [1_000, 500, 200, 100] {
        let wire = Wire::new(cluster.socket(), whole.crossed() - missing);
        changes_nothing(&place, &["broke off", "as it was"], || through("w.handshake", &wire));
    }
    let slow = place.file("slow.sql", SLOW).display().to_string();
    let there = uri(cluster.socket(), "postgres");
    std::thread::scope(|scope| {
        scope.spawn(|| {
            cluster.waits_for_sleepers(1);
            cluster.stop();
        });
        changes_nothing(&place, &["broke off", "as it was"], || {
            import(&place, "w.handshake", &driver, &there, &["--query", &slow])
        });
    });
}

fn interrupt(child: Child) -> (bool, String) {
    let sent = Command::new("kill").args(["-INT", &child.id().to_string()]).status().unwrap();
    assert!(sent.success());
    let output = child.wait_with_output().unwrap();
    (output.status.success(), String::from_utf8(output.stderr).unwrap())
}

#[test]
fn a_slow_or_silent_warehouse_can_be_left() {
    let Some((cluster, driver, place)) = ground() else { return };
    log(&cluster);
    place.says(&["new", "w.handshake"]);
    let start = |uri: &str, more: &[&str]| {
        let mut program = importing(&place, "w.handshake", &driver, uri, more);
        program.stdout(Stdio::piped()).stderr(Stdio::piped()).spawn().unwrap()
    };
    let slow = place.file("slow.sql", SLOW).display().to_string();
    changes_nothing(&place, &["cancelled", "Nothing was changed"], || {
        let child = start(&uri(cluster.socket(), "postgres"), &["--query", &slow]);
        cluster.waits_for_sleepers(1);
        interrupt(child)
    });
    // The query ends in the warehouse as well.
    cluster.waits_for_sleepers(0);

    let folder = tempfile::tempdir().unwrap();
    let silent = UnixListener::bind(folder.path().join(".s.PGSQL.5432")).unwrap();
    changes_nothing(&place, &["cancelled", "Nothing was changed"], || {
        let child = start(&uri(folder.path(), "postgres"), &["--table", "log"]);
        let _asked = silent.accept().unwrap();
        interrupt(child)
    });
}
