//! The command line imports from a real `PostgreSQL`, through its ADBC driver.

use super::Log;
use super::cluster::Cluster;
use crate::support::Place;
use handshake::domain::IdentifierRules;
use handshake::warehouse::Dialect;
use std::path::PathBuf;
use std::process::Command;
use std::time::Duration;

const PASSWORD: &str = "s3cret-Passw0rd";
const COLUMNS: &str = "person=person,variant=variant,shown_at=at,response=answer,segment:country=country";

/// A cluster, the driver's library, and a folder; `None`, said aloud, where something is missing.
fn ground() -> Option<(Cluster, String, Place)> {
    let cluster = Cluster::start()?;
    let Some(driver) = driver() else {
        assert!(std::env::var_os("HANDSHAKE_NEEDS_POSTGRESQL").is_none(), "the ADBC driver is not installed");
        eprintln!("skipped: the ADBC driver is not installed (pip install adbc-driver-postgresql)");
        return None;
    };
    Some((cluster, driver, Place::new()))
}

/// The library that `HANDSHAKE_POSTGRESQL_DRIVER` names, or the one that pip installed.
fn driver() -> Option<String> {
    let named = std::env::var("HANDSHAKE_POSTGRESQL_DRIVER").ok();
    named.or_else(|| {
        let code = "import adbc_driver_postgresql as a, os; print(os.path.dirname(a.__file__))";
        let output =
            Command::new("python3").args(["-c", code]).output().ok().filter(|output| output.status.success())?;
        let folder = PathBuf::from(String::from_utf8_lossy(&output.stdout).trim());
        Some(folder.join("libadbc_driver_postgresql.so").display().to_string())
    })
}

fn uri(cluster: &Cluster, user: &str) -> String {
    format!("postgresql://{user}:${{WAREHOUSE_PASSWORD}}@/postgres?host={}", cluster.socket().display())
}

/// Imports from the warehouse; whether it went well, and what was said.
fn import(place: &Place, workspace: &str, driver: &str, uri: &str, more: &[&str]) -> (bool, String) {
    let mut arguments = vec!["import", "responses", workspace, "--warehouse", driver, "--uri", uri];
    arguments.extend(["--experiment", "Spring", "--columns", COLUMNS, "--smallest-group", "0"]);
    arguments.extend(more);
    let output = place.program(&arguments).env("WAREHOUSE_PASSWORD", PASSWORD).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

/// A table `log` of four hundred rows, and the same as a file.
fn log(cluster: &Cluster) -> Vec<u8> {
    let mut writer = csv::Writer::from_writer(Vec::new());
    let names = ["person", "variant", "at", "answer", "country"];
    writer.write_record(names).unwrap();
    let mut values = Vec::new();
    let base = Log::random(1);
    for (number, row) in (0..400_u32).zip(base.rows.iter().cycle()) {
        let person = format!("{}-{}", row[0].trim(), number / 3);
        let at = format!("2026-11-{:02}T{:02}:00:00Z", 1 + number % 20, number % 24);
        let variant = if number % 2 == 0 { "plain" } else { "warm" };
        let answer = ["accepted", "declined", "shown", "perhaps"][(number % 7 % 4) as usize];
        let cells = [person.as_str(), variant, &at, answer, row[6].trim()];
        writer.write_record(cells).unwrap();
        let quoted = cells.map(|cell| Dialect::PostgreSql.text(cell).unwrap());
        values.push(format!("({})", quoted.join(", ")));
    }
    cluster.runs(&format!(
        "CREATE TABLE log (person text, variant text, at timestamptz, answer text, country text);\n\
         INSERT INTO log VALUES {};",
        values.join(",\n")
    ));
    writer.into_inner().unwrap()
}

#[test]
fn figures_from_a_warehouse_are_those_of_the_file_and_no_secret_is_kept() {
    let Some((cluster, driver, place)) = ground() else { return };
    let file = place.file("log.csv", log(&cluster)).display().to_string();
    assert!(IdentifierRules::default().mail_addresses);
    for workspace in ["file.handshake", "warehouse.handshake"] {
        place.says(&["new", workspace]);
    }
    place.says(&["import", "responses", "file.handshake", &file, "--experiment", "Spring", "--columns", COLUMNS]);
    let (fine, said) =
        import(&place, "warehouse.handshake", &driver, &uri(&cluster, "postgres"), &["--table", "public.log"]);
    assert!(fine, "{said}");
    assert!(said.contains("400 rows read") && !said.contains(PASSWORD), "{said}");
    let figures = |workspace| place.says(&["compare", workspace, "--experiment", "Spring", "--json"]);
    assert_eq!(figures("file.handshake"), figures("warehouse.handshake"));

    let (fine, said) =
        import(&place, "warehouse.handshake", &driver, &uri(&cluster, "postgres"), &["--table", "public.log"]);
    assert!(!fine && said.contains("counted there before"), "{said}");
    let folder = place.path("warehouse.handshake");
    let bytes = std::fs::read(folder).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!holds(PASSWORD) && !holds("WAREHOUSE_PASSWORD") && holds("public.log in postgresql://"));
}

#[test]
fn a_warehouse_that_refuses_or_dies_leaves_the_workspace_as_it_was() {
    let Some((cluster, driver, place)) = ground() else { return };
    log(&cluster);
    place.says(&["new", "w.handshake"]);
    let before = std::fs::read(place.path("w.handshake")).unwrap();
    let (good, bad) = (uri(&cluster, "postgres"), uri(&cluster, "nobody"));
    let gone = "postgresql://a:${WAREHOUSE_PASSWORD}@127.0.0.1:1/x";
    for (driver, uri, table, expected) in [
        (driver.as_str(), good.as_str(), "nothing", "does not exist"),
        (&driver, &bad, "log", "could not be opened"),
        (&driver, gone, "log", "could not be opened"),
        ("/nowhere/libadbc_driver_postgresql.so", &good, "log", "cannot be loaded"),
        ("/nowhere/libadbc_driver_else.so", &good, "log", "nothing is known of the SQL"),
        (&driver, "${NOWHERE}", "log", "NOWHERE is not set"),
    ] {
        let (fine, said) = import(&place, "w.handshake", driver, uri, &["--table", table]);
        assert!(!fine && said.contains(expected) && !said.contains(PASSWORD), "{expected}: {said}");
    }
    let slow = place.file("slow.sql", "SELECT log.* FROM log, pg_sleep(20)").display().to_string();
    let said = std::thread::scope(|scope| {
        let started = scope.spawn(|| import(&place, "w.handshake", &driver, &good, &["--query", &slow]));
        while cluster
            .runs("SELECT count(*) FROM pg_stat_activity WHERE query LIKE '%pg_sleep%' AND pid <> pg_backend_pid()")
            .contains(" 0\n")
        {
            std::thread::sleep(Duration::from_millis(50));
        }
        cluster.stop();
        started.join().unwrap()
    });
    assert!(!said.0 && said.1.contains("the warehouse"), "{}", said.1);
    assert!(std::fs::read(place.path("w.handshake")).unwrap() == before, "the workspace was changed");
}
