//! Which rows the record covers: all but its own.

use super::digest::{Digest, Encoder};
use crate::domain::RecordObject;
use crate::store::StoreError;
use rusqlite::types::{Value, ValueRef};
use rusqlite::{Connection, OptionalExtension as _, Row, params_from_iter};

/// A table whose rows the record covers.
pub(super) struct Table {
    pub(super) name: &'static str,
    /// What tells its rows apart.
    pub(super) keys: &'static [&'static str],
    pub(super) columns: &'static [&'static str],
    /// Whether entries keep what its rows said, so that people can read what was before and after.
    pub(super) keeps_content: bool,
    /// Whether triggers can tell that a row was touched.
    pub(super) is_watched: bool,
}

const fn table(name: &'static str, keys: &'static [&'static str], columns: &'static [&'static str]) -> Table {
    Table { name, keys, columns, keeps_content: true, is_watched: true }
}

const fn bulk(table: Table) -> Table {
    Table { keeps_content: false, ..table }
}

const fn inner(table: Table) -> Table {
    Table { is_watched: false, keeps_content: false, ..table }
}

/// All tables but those of the record itself.
pub(super) const TABLES: &[Table] = &[
    table("setting", &["name"], &["name", "value"]),
    table("experiment", &["id"], &["id", "name", "definition", "removed"]),
    table("import", &["id"], &["id", "kind", "experiment", "record", "in_force"]),
    table("policy_version", &["holds_from"], &["holds_from", "definition"]),
    table("incident_note", &["day", "kind", "campaign"], &["day", "kind", "campaign", "note"]),
    table("reported_deviation", &["id"], &["id", "report"]),
    table("definition_change", &["holds_from"], &["holds_from", "change"]),
    table("decision", &["id"], &["id", "decision"]),
    table("sign_off", &["quarter"], &["quarter", "sign_off"]),
    table("comment", &["id"], &["id", "comment"]),
    bulk(table("import_file", &["import", "hash"], &["import", "hash"])),
    bulk(table("chunk", &["import", "part", "position"], &["import", "part", "position", "bytes"])),
    bulk(table("experiment_counts", &["experiment"], &["experiment", "counts", "made_from"])),
    bulk(table("remembered_mapping", &["kind", "columns"], &["kind", "columns", "mapping"])),
    inner(table("sqlite_sequence", &["name"], &["name", "seq"])),
    inner(table("sqlite_schema", &["type", "name"], &["type", "name", "tbl_name", "sql"])),
];

/// Values that stand in the head of the file, and say how the rest is to be read.
pub(super) const IN_THE_HEAD: &[&str] = &["application_id", "user_version"];
/// What the record calls the head of the file.
pub(super) const HEAD: &str = "file";
/// Whoever was forgotten: long, and nothing that people would want to read.
const NOT_KEPT: &[&str] = &["[\"setting\",\"forgotten\"]"];

impl Table {
    /// The table with a name.
    pub(super) fn named(name: &str) -> Option<&'static Self> {
        TABLES.iter().find(|table| table.name == name)
    }

    /// Whether entries keep what one of its rows said.
    pub(super) fn keeps(&self, object: &str) -> bool {
        self.keeps_content && !NOT_KEPT.contains(&object)
    }

    /// Whether the file has it: one of an older format may not.
    pub(super) fn is_in(&self, connection: &Connection) -> Result<bool, StoreError> {
        let named = "SELECT COUNT(*) FROM pragma_table_info(?1)";
        Ok(connection.query_row(named, [self.name], |row| row.get::<_, i64>(0))? > 0)
    }

    /// SQL for what the record calls a row, its columns told by `prefix`.
    pub(super) fn object(&self, prefix: &str) -> String {
        let keys: String = self.keys.iter().map(|key| format!(", {prefix}{key}")).collect();
        format!("json_array('{}'{keys})", self.name)
    }

    /// SQL for all rows, each with what the record calls it first.
    pub(super) fn all_rows(&self) -> String {
        let (object, columns, keys) = (self.object(""), self.columns.join(", "), self.keys.join(", "));
        format!("SELECT {object}, {columns} FROM {} ORDER BY {keys}", self.name)
    }

    fn one_row(&self) -> String {
        let wanted: Vec<String> = (1..).zip(self.keys).map(|(place, key)| format!("{key} IS ?{place}")).collect();
        format!("SELECT {} FROM {} WHERE {}", self.columns.join(", "), self.name, wanted.join(" AND "))
    }

    /// The digest of a row whose columns begin at a place.
    pub(super) fn digest(&self, row: &Row<'_>, first: usize) -> rusqlite::Result<Digest> {
        let mut encoder = Encoder::of_row(self.name);
        for place in first..first + self.columns.len() {
            encoder.value(row.get_ref(place)?);
        }
        Ok(encoder.finish())
    }

    /// A row as the record keeps it: its values in the order of the columns.
    pub(super) fn content(&self, row: &Row<'_>, first: usize) -> rusqlite::Result<String> {
        let places = first..first + self.columns.len();
        let values = places.map(|place| Ok(as_json(row.get_ref(place)?))).collect::<rusqlite::Result<Vec<_>>>()?;
        Ok(serde_json::Value::Array(values).to_string())
    }

    /// The digest of the row that kept content tells of; `None` if that is no such content.
    pub(super) fn digest_of_content(&self, content: &str) -> Option<Digest> {
        let values: Vec<serde_json::Value> = serde_json::from_str(content).ok()?;
        let mut encoder = Encoder::of_row(self.name);
        for value in &values {
            match value {
                serde_json::Value::Null => encoder.value(ValueRef::Null),
                serde_json::Value::Number(number) => encoder.number(number.as_i64()?),
                serde_json::Value::String(text) => encoder.text(text),
                _ => return None,
            }
        }
        (values.len() == self.columns.len()).then(|| encoder.finish())
    }
}

/// Digest and, where it is kept, content of the row that the record calls so; `None` if there is no such row.
pub(super) fn row_of(connection: &Connection, object: &str) -> Result<Option<(Digest, Option<String>)>, StoreError> {
    let (name, keys) = parts(object).ok_or_else(|| StoreError::NotFound(object.to_owned()))?;
    if name == HEAD {
        let pragma =
            keys.first().and_then(|key| IN_THE_HEAD.iter().find(|known| *key == Value::Text((**known).into())));
        let pragma = pragma.ok_or_else(|| StoreError::NotFound(object.to_owned()))?;
        let value = connection.pragma_query_value(None, pragma, |row| row.get(0))?;
        return Ok(Some((of_head(pragma, value), None)));
    }
    let table = Table::named(&name).ok_or_else(|| StoreError::NotFound(object.to_owned()))?;
    let mut statement = connection.prepare_cached(&table.one_row())?;
    let keeps = table.keeps(object);
    let found = statement.query_row(params_from_iter(keys), |row| {
        Ok((table.digest(row, 0)?, keeps.then(|| table.content(row, 0)).transpose()?))
    });
    Ok(found.optional()?)
}

/// The digest of a value in the head of the file.
pub(super) fn of_head(pragma: &str, value: i64) -> Digest {
    let mut encoder = Encoder::of_row(HEAD);
    encoder.text(pragma);
    encoder.number(value);
    encoder.finish()
}

/// What the record calls a value in the head of the file.
pub(super) fn head_object(pragma: &str) -> String {
    serde_json::json!([HEAD, pragma]).to_string()
}

fn parts(object: &str) -> Option<(String, Vec<Value>)> {
    let values: Vec<serde_json::Value> = serde_json::from_str(object).ok()?;
    let (table, keys) = values.split_first()?;
    let key = |value: &serde_json::Value| match value {
        serde_json::Value::Number(number) => number.as_i64().map(Value::Integer),
        serde_json::Value::String(text) => Some(Value::Text(text.clone())),
        _ => None,
    };
    Some((table.as_str()?.to_owned(), keys.iter().map(key).collect::<Option<_>>()?))
}

/// A thing by what the record calls it; what cannot be taken apart is named as it stands.
pub(super) fn named(object: &str) -> RecordObject {
    let values: Vec<serde_json::Value> = serde_json::from_str(object).unwrap_or_default();
    let word = |value: &serde_json::Value| value.as_str().map_or_else(|| value.to_string(), ToOwned::to_owned);
    let mut words = values.iter().map(word);
    match words.next() {
        Some(table) => RecordObject { table, keys: words.collect() },
        None => RecordObject { table: object.to_owned(), keys: Vec::new() },
    }
}

fn as_json(value: ValueRef<'_>) -> serde_json::Value {
    match value {
        ValueRef::Null => serde_json::Value::Null,
        ValueRef::Integer(number) => number.into(),
        ValueRef::Text(text) => String::from_utf8_lossy(text).into(),
        // Tables whose rows are kept hold neither.
        ValueRef::Real(number) => number.into(),
        ValueRef::Blob(bytes) => format!("{} bytes", bytes.len()).into(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::store::schema;

    #[test]
    fn every_table_and_column_is_covered_or_belongs_to_the_record() {
        let connection = Connection::open_in_memory().unwrap();
        schema::run_scripts(&connection, 0).unwrap();
        let mut statement = connection.prepare("SELECT name FROM sqlite_schema WHERE type = 'table'").unwrap();
        let names: Vec<String> = statement.query_map([], |row| row.get(0)).unwrap().map(Result::unwrap).collect();
        for name in names.iter().filter(|name| !name.starts_with("record_")) {
            let table = Table::named(name).unwrap_or_else(|| panic!("{name} is not covered"));
            let found = connection.prepare(&format!("SELECT * FROM {name}")).unwrap();
            assert!(found.column_names().eq(table.columns.iter().copied()), "{name}");
        }
        assert!(names.len() > 10);
    }

    #[test]
    fn content_gives_the_digest_of_its_row() {
        let connection = Connection::open_in_memory().unwrap();
        schema::run_scripts(&connection, 0).unwrap();
        connection
            .execute("INSERT INTO experiment (id, name, definition) VALUES (3, 'A \"b\"', '{\"x\": 0.1}')", [])
            .unwrap();
        let (digest, content) = row_of(&connection, "[\"experiment\",3]").unwrap().unwrap();
        let table = Table::named("experiment").unwrap();
        assert_eq!(table.digest_of_content(&content.unwrap()), Some(digest));
        assert_eq!(table.digest_of_content("[3,\"A\"]"), None);
        assert!(row_of(&connection, "[\"experiment\",4]").unwrap().is_none());
    }
}
