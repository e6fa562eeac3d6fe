//! Uses and permissions of the sample, judged in a real `PostgreSQL` through its ADBC driver and as files.

use super::cluster::Cluster;
use super::imports::{PASSWORD, ground, uri};
use crate::support::Place;
use handshake::warehouse::Dialect;
use serde_json::Value;
use std::path::{Path, PathBuf};

pub const USE_COLUMNS: &str = "occurred_at=occurred_at,person=person,purpose=purpose,category=category,recipient=recipient,\
    channel=channel,campaign=campaign,outcome=outcome,value=value,circumstance=circumstance";
pub const PERMISSION_COLUMNS: &str = "at=at,person=person,purpose=purpose,category=category,state=state";

pub fn sample(name: &str) -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("sample_data").join(name)
}

/// A table with the rows of a log of the sample, times as times and amounts as amounts.
pub fn table(cluster: &Cluster, name: &str, file: &str) {
    let mut reader = csv::Reader::from_path(sample(file)).unwrap();
    let columns: Vec<String> = reader.headers().unwrap().iter().map(str::to_owned).collect();
    let types = columns.iter().map(|column| match column.as_str() {
        "at" | "occurred_at" => format!("{column} timestamptz"),
        "value" => "value numeric(12, 2)".to_owned(),
        _ => format!("{column} text"),
    });
    let text = |cell: &str| if cell.is_empty() { "NULL".to_owned() } else { Dialect::PostgreSql.text(cell).unwrap() };
    let rows = reader.records().enumerate().map(|(line, record)| {
        let cells: Vec<String> = record.unwrap().iter().map(text).collect();
        format!("({}, {line})", cells.join(", "))
    });
    let rows: Vec<String> = rows.collect();
    cluster.runs(&format!(
        "CREATE TABLE {name} ({}, line int);\nINSERT INTO {name} VALUES {};\n",
        types.collect::<Vec<_>>().join(", "),
        rows.join(",\n")
    ));
}

pub fn workspace(place: &Place, name: &str) {
    place.says(&["new", name]);
    place.says(&["policy", name, "--set", sample("policy.toml").to_str().unwrap()]);
}

/// Types an import from the warehouse; whether it went well, and what was said.
pub fn typed(place: &Place, there: (&str, &str), arguments: &[&str]) -> (bool, String) {
    let mut all = vec!["import"];
    all.extend(arguments);
    all.extend(["--warehouse", there.0, "--uri", there.1]);
    let output = place.program(&all).env("WAREHOUSE_PASSWORD", PASSWORD).output().unwrap();
    (output.status.success(), String::from_utf8([output.stdout, output.stderr].concat()).unwrap())
}

/// Figures that were added up in another order differ in their last digits.
fn alike(one: &Value, other: &Value, place: &str) {
    match (one, other) {
        (Value::Number(one), Value::Number(other)) => {
            let (one, other) = (one.as_f64().unwrap(), other.as_f64().unwrap());
            assert!((one - other).abs() <= 1e-9 * one.abs().max(1.0), "{place}: {one} {other}");
        }
        (Value::Array(one), Value::Array(other)) if one.len() == other.len() => {
            one.iter()
                .zip(other)
                .enumerate()
                .for_each(|(index, (one, other))| alike(one, other, &format!("{place}[{index}]")));
        }
        (Value::Object(one), Value::Object(other)) if one.keys().eq(other.keys()) => {
            one.iter().for_each(|(key, value)| alike(value, &other[key], &format!("{place}.{key}")));
        }
        _ => assert_eq!(one, other, "{place}"),
    }
}

#[test]
fn quarters_of_a_warehouse_are_those_of_the_files() {
    let Some((cluster, driver, place)) = ground() else { return };
    table(&cluster, "uses", "uses.csv");
    table(&cluster, "permissions", "permissions.csv");
    let uri = uri(cluster.socket(), "postgres");
    let there = (driver.as_str(), uri.as_str());
    for name in ["file.handshake", "warehouse.handshake"] {
        workspace(&place, name);
    }
    for kind in ["permissions", "uses"] {
        place.says(&["import", kind, "file.handshake", sample(&format!("{kind}.csv")).to_str().unwrap()]);
    }
    let beside = ["--permissions-table", "permissions", "--permissions-columns", PERMISSION_COLUMNS];
    let uses = ["uses", "warehouse.handshake", "--table", "uses", "--order", "line", "--columns", USE_COLUMNS];
    let uses = [&uses[..], &beside[..], &["--smallest-group", "0"][..]].concat();
    let (fine, said) = typed(&place, there, &uses);
    assert!(fine && said.contains("21,316 rows read, 21,316 kept"), "{said}");

    let quarters = |workspace: &str| -> Value {
        let told: Value = serde_json::from_str(&place.says(&["track", workspace, "--json"])).expect("quarters as JSON");
        told["quarters"].clone()
    };
    alike(&quarters("warehouse.handshake"), &quarters("file.handshake"), "quarters");

    let incidents = |workspace: &str| -> Value {
        let mut told: Value =
            serde_json::from_str(&place.says(&["incidents", "list", workspace, "--json"])).expect("incidents");
        for incident in told.as_array_mut().expect("a list") {
            // The single uses stay there, and with them what is said of the first.
            let incident = incident.as_object_mut().expect("an incident");
            for name in ["why", "would_have_been_fine"] {
                incident.remove(name);
            }
        }
        told
    };
    let told = incidents("warehouse.handshake");
    assert!(told.as_array().is_some_and(|all| all.len() > 20));
    assert_eq!(told, incidents("file.handshake"));
    let costs = |workspace: &str| {
        place.says(&["costs", workspace, "--assume", sample("costs.toml").to_str().unwrap(), "--json"])
    };
    alike(
        &serde_json::from_str(&costs("warehouse.handshake")).unwrap(),
        &serde_json::from_str(&costs("file.handshake")).unwrap(),
        "costs",
    );

    // The same once more changes nothing; a log that has changed stands in for what was counted before.
    let (fine, said) = typed(&place, there, &uses);
    assert!(fine && said.contains("nothing changed"), "{said}");
    cluster.runs("DELETE FROM uses WHERE line < 1000");
    let (fine, said) = typed(&place, there, &uses);
    assert!(fine && said.contains("20,316 rows read"), "{said}");
    let total = |workspace: &str| -> u64 {
        quarters(workspace).as_array().unwrap().iter().map(|quarter| quarter["uses"].as_u64().unwrap()).sum()
    };
    assert!(total("warehouse.handshake") + 900 < total("file.handshake"));

    let permissions = ["permissions", "warehouse.handshake", "--table", "permissions", "--columns", PERMISSION_COLUMNS];
    let (fine, said) = typed(&place, there, &permissions);
    assert!(fine && said.contains("6,459 rows read, 6,459 kept"), "{said}");
    place.says(&["verify", "warehouse.handshake"]);
}
