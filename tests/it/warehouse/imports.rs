//! The command line imports from a real `PostgreSQL`, through its ADBC driver.

use super::Log;
use super::cluster::Cluster;
use crate::record::checked;
use crate::support::Place;
use handshake::domain::IdentifierRules;
use handshake::warehouse::Dialect;
use std::path::{Path, PathBuf};
use std::process::Command;

pub const PASSWORD: &str = "s3cret-Passw0rd";
pub const COLUMNS: &str = "person=person,variant=variant,shown_at=at,response=answer,segment:country=country";

/// A cluster, the driver's library, and a folder; `None`, said aloud, where something is missing.
pub fn ground() -> Option<(Cluster, String, Place)> {
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

/// The address of the warehouse whose socket is in a folder.
pub fn uri(socket: &Path, user: &str) -> String {
    format!("postgresql://{user}:${{WAREHOUSE_PASSWORD}}@/postgres?host={}", socket.display())
}

/// The program with what imports from a warehouse.
pub fn importing(place: &Place, workspace: &str, driver: &str, uri: &str, more: &[&str]) -> Command {
    let mut arguments = vec!["import", "responses", workspace, "--warehouse", driver, "--uri", uri];
    arguments.extend(["--experiment", "Spring", "--columns", COLUMNS, "--smallest-group", "0"]);
    arguments.extend(more);
    let mut program = place.program(&arguments);
    program.env("WAREHOUSE_PASSWORD", PASSWORD);
    program
}

/// Imports from the warehouse; whether it went well, and what was said.
pub fn import(place: &Place, workspace: &str, driver: &str, uri: &str, more: &[&str]) -> (bool, String) {
    let output = importing(place, workspace, driver, uri, more).output().unwrap();
    let said = [output.stdout, output.stderr].concat();
    (output.status.success(), String::from_utf8(said).unwrap())
}

/// A table `log` of four hundred rows, and the same as a file.
pub fn log(cluster: &Cluster) -> Vec<u8> {
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
    let path = place.path("warehouse.handshake");
    let before = checked(&path, None);
    let there = uri(cluster.socket(), "postgres");
    let (fine, said) = import(&place, "warehouse.handshake", &driver, &there, &["--table", "public.log"]);
    assert!(fine, "{said}");
    assert!(said.contains("400 rows read") && !said.contains(PASSWORD), "{said}");
    let figures = |workspace| place.says(&["compare", workspace, "--experiment", "Spring", "--json"]);
    assert_eq!(figures("file.handshake"), figures("warehouse.handshake"));

    let (fine, said) = import(&place, "warehouse.handshake", &driver, &there, &["--table", "public.log"]);
    assert!(fine && said.contains("nothing changed"), "{said}");
    let after = checked(&path, None);
    assert_eq!((after.findings, after.entries), (Vec::new(), before.entries + 1));
    let bytes = std::fs::read(path).unwrap();
    let holds = |text: &str| bytes.windows(text.len()).any(|window| window == text.as_bytes());
    assert!(!holds(PASSWORD) && !holds("WAREHOUSE_PASSWORD") && holds("public.log in postgresql://"));
    assert!(holds("counted by PostgreSQL with query "));
}
