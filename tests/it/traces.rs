//! What can be found of a person in the files of a workspace, by whoever looks at their bytes.

use crate::support::Place;
use handshake::domain::{LogKind, PersonKey, Pseudonymiser};
use handshake::logs;
use rusqlite::types::ValueRef;
use std::collections::HashSet;

/// Everything that a workspace and the files beside it hold.
pub struct Traces {
    /// The bytes of the files, and of all cells of all tables, as a page of the file may end within a word.
    bytes: Vec<u8>,
    /// Pseudonyms in compressed rows.
    people: HashSet<PersonKey>,
    pseudonymiser: Pseudonymiser,
}

impl Traces {
    /// Of a workspace that nobody has open.
    pub fn of(place: &Place, workspace: &str) -> Self {
        let mut bytes = Vec::new();
        for entry in std::fs::read_dir(place.path("")).unwrap().map(Result::unwrap) {
            if entry.file_name().to_str().unwrap().starts_with(workspace) {
                bytes.extend(std::fs::read(entry.path()).unwrap());
            }
        }
        let flags = rusqlite::OpenFlags::SQLITE_OPEN_READ_ONLY;
        let connection = rusqlite::Connection::open_with_flags(place.path(workspace), flags).unwrap();
        for table in texts(&connection, "SELECT name FROM sqlite_schema WHERE type = 'table'") {
            cells(&connection, &format!("SELECT * FROM {table}"), &mut |cell| {
                bytes.extend_from_slice(cell);
                bytes.push(b'\n');
            });
        }
        let id = texts(&connection, "SELECT value FROM setting WHERE name = 'workspace_id'").remove(0);
        let key = std::fs::read_to_string(place.keys().join(format!("{id}.key"))).unwrap();
        let byte = |at: usize| u8::from_str_radix(&key.trim()[2 * at..2 * at + 2], 16).unwrap();
        let pseudonymiser = Pseudonymiser::new(std::array::from_fn(byte));
        bytes.make_ascii_lowercase();
        Self { bytes, people: people(&connection), pseudonymiser }
    }

    /// Whether a word stands anywhere, in capital letters or small ones.
    pub fn hold_word(&self, word: &str) -> bool {
        self.hold(word.to_ascii_lowercase().as_bytes())
    }

    /// Whether an identifier stands anywhere, as it is or hidden.
    pub fn hold_person(&self, identifier: &str) -> bool {
        let key = self.pseudonymiser.person(identifier);
        let number = key.to_number();
        let raw = [number.to_be_bytes(), number.to_le_bytes()].iter().any(|bytes| {
            let (high, low) = bytes.split_at(8);
            [high, low].iter().any(|half| self.hold(&half.to_ascii_lowercase()))
        });
        let hidden = self.hold_word(&self.pseudonymiser.hidden(key));
        self.people.contains(&key) || raw || hidden || self.hold_word(&key.to_hex()) || self.hold_word(identifier)
    }

    fn hold(&self, needle: &[u8]) -> bool {
        memchr::memmem::find(&self.bytes, needle).is_some()
    }
}

fn people(connection: &rusqlite::Connection) -> HashSet<PersonKey> {
    let mut found = HashSet::new();
    for kind in texts(connection, "SELECT DISTINCT kind FROM import") {
        let parsed: LogKind = serde_json::from_str(&kind).unwrap();
        let chunks = format!(
            "SELECT bytes FROM chunk JOIN import ON import.id = import WHERE kind = '{kind}' AND part = 'rows'"
        );
        cells(connection, &chunks, &mut |bytes| match parsed {
            LogKind::Responses | LogKind::People => found.extend(logs::decode_responses(bytes).unwrap().person),
            LogKind::Permissions | LogKind::Uses => {
                found.extend(logs::decode_records(bytes).unwrap().people.keys().iter().copied());
            }
            LogKind::Links => {
                found.extend(logs::decode_links(bytes).unwrap().into_iter().flat_map(|(one, other)| [one, other]));
            }
            LogKind::Deviations
            | LogKind::Counts
            | LogKind::Past
            | LogKind::CountedUses
            | LogKind::CountedPermissions => {}
        });
    }
    found
}

fn cells(connection: &rusqlite::Connection, query: &str, each: &mut dyn FnMut(&[u8])) {
    let mut statement = connection.prepare(query).unwrap();
    let columns = statement.column_count();
    let mut rows = statement.query([]).unwrap();
    while let Some(row) = rows.next().unwrap() {
        for column in 0..columns {
            if let ValueRef::Text(bytes) | ValueRef::Blob(bytes) = row.get_ref(column).unwrap() {
                each(bytes);
            }
        }
    }
}

fn texts(connection: &rusqlite::Connection, query: &str) -> Vec<String> {
    let mut all = Vec::new();
    cells(connection, query, &mut |cell| all.push(String::from_utf8(cell.to_vec()).unwrap()));
    all
}
