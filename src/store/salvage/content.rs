//! What the tables of a workspace hold, and whether a row of one makes sense.

use super::super::StoreError;
use crate::domain::{
    Comment, CostAssumptions, Decision, DefinitionChange, Experiment, ExperimentCounts, Forgotten, ImportRecord,
    IncidentNote, PolicyVersion, ProgrammePlan, ReportedDeviation, Settings, SignOff, SnapshotMark,
};
use rusqlite::Connection;
use rusqlite::types::Value;
use serde::de::DeserializeOwned;
use std::collections::BTreeMap;

/// What people call what a table holds.
const LABELS: [(&str, &str); 15] = [
    ("setting", "Settings"),
    ("experiment", "Experiments"),
    ("import", "Imports"),
    ("import_file", "Fingerprints of imported files"),
    ("chunk", "Rows of logs"),
    ("experiment_counts", "Counts of experiments"),
    ("policy_version", "Versions of the policy"),
    ("incident_note", "Notes about incidents"),
    ("decision", "Decisions"),
    ("sign_off", "Signed quarters"),
    ("comment", "Comments"),
    ("reported_deviation", "Reported deviations"),
    ("record_entry", "Entries of the record of changes"),
    ("record_effect", "What entries of the record changed"),
    ("record_head", "How far the record of changes reached"),
];

/// A table that both the damaged file and the new one have.
pub(super) struct Table {
    pub(super) name: String,
    pub(super) label: String,
    pub(super) columns: Vec<String>,
}

impl Table {
    /// Reads rows between two numbers, in their order, each with its number first.
    pub(super) fn select(&self) -> String {
        let columns = self.quoted();
        format!(
            "SELECT rowid, {columns} FROM \"{}\" NOT INDEXED WHERE rowid BETWEEN ?1 AND ?2 ORDER BY rowid",
            self.name
        )
    }

    /// Writes a row, unless it contradicts one that is there.
    pub(super) fn insert(&self) -> String {
        let places = vec!["?"; self.columns.len()].join(", ");
        format!("INSERT OR IGNORE INTO \"{}\" ({}) VALUES ({places})", self.name, self.quoted())
    }

    fn quoted(&self) -> String {
        self.columns.iter().map(|column| format!("\"{column}\"")).collect::<Vec<_>>().join(", ")
    }

    /// The value of a column in a row.
    pub(super) fn value<'a>(&self, row: &'a [Value], column: &str) -> Option<&'a Value> {
        row.get(self.columns.iter().position(|known| known == column)?)
    }

    fn text<'a>(&self, row: &'a [Value], column: &str) -> Option<&'a str> {
        match self.value(row, column) {
            Some(Value::Text(text)) => Some(text),
            _ => None,
        }
    }

    /// What a row is about, in words.
    pub(super) fn name_of(&self, row: &[Value]) -> String {
        let names = ["name", "holds_from", "quarter", "day"];
        let named = names.iter().find_map(|column| self.text(row, column));
        let clean = |text: &str| text.chars().filter(|c| !c.is_control()).take(60).collect::<String>();
        named.map_or_else(|| "one of them".to_owned(), |name| format!("“{}”", clean(name)))
    }
}

/// The tables of a workspace but for those whose content goes with an opening.
pub(super) fn tables(connection: &Connection) -> Result<Vec<Table>, StoreError> {
    let sql = "SELECT name FROM sqlite_schema WHERE type = 'table' AND name NOT LIKE 'sqlite_%' AND name <> 'edit'";
    let mut statement = connection.prepare(sql)?;
    let names = statement.query_map([], |row| row.get::<_, String>(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
    names
        .into_iter()
        .map(|name| {
            let mut statement = connection.prepare("SELECT name FROM pragma_table_info(?1)")?;
            let columns = statement.query_map([&name], |row| row.get(0))?.collect::<rusqlite::Result<Vec<_>>>()?;
            let label = LABELS.iter().find(|known| known.0 == name);
            let label = label.map_or_else(|| name.replace('_', " "), |known| known.1.to_owned());
            Ok(Table { name, label, columns })
        })
        .collect()
}

/// Whether a row can be read back as what its table holds.
pub(super) fn is_sound(table: &Table, row: &[Value]) -> bool {
    let reads = match table.name.as_str() {
        "experiment" => is_json::<Experiment>(table.text(row, "definition")),
        "import" => is_json::<ImportRecord>(table.text(row, "record")),
        "experiment_counts" => is_json::<ExperimentCounts>(table.text(row, "counts")),
        "policy_version" => is_json::<PolicyVersion>(table.text(row, "definition")),
        "incident_note" => is_json::<IncidentNote>(table.text(row, "note")),
        "definition_change" => is_json::<DefinitionChange>(table.text(row, "change")),
        "decision" => is_json::<Decision>(table.text(row, "decision")),
        "reported_deviation" => is_json::<ReportedDeviation>(table.text(row, "report")),
        "comment" => is_json::<Comment>(table.text(row, "comment")),
        "sign_off" => is_json::<SignOff>(table.text(row, "sign_off")),
        "setting" => is_setting(table.text(row, "name").unwrap_or_default(), table.text(row, "value")),
        _ => true,
    };
    // A row of which a part was overwritten may hold text that is none.
    reads && !row.iter().any(|value| matches!(value, Value::Text(text) if text.contains('\0')))
}

/// Whether a setting can be read back as what it is.
fn is_setting(name: &str, value: Option<&str>) -> bool {
    match name {
        "settings" => is_json::<Settings>(value),
        "forgotten" => is_json::<Forgotten>(value),
        "assumptions" => is_json::<CostAssumptions>(value),
        "programme" => is_json::<ProgrammePlan>(value),
        "snapshot_of" => is_json::<SnapshotMark>(value),
        "restored" => is_json::<BTreeMap<String, String>>(value),
        _ => value.is_some_and(|value| !value.contains('\0')),
    }
}

fn is_json<T: DeserializeOwned>(text: Option<&str>) -> bool {
    text.is_some_and(|text| serde_json::from_str::<T>(text).is_ok())
}
