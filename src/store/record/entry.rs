//! Writing entries.

use super::covered::{self, IN_THE_HEAD, TABLES, Table, head_object, row_of};
use super::digest::{Digest, Encoder, Salt, fresh_salt, of_text, salted};
use super::touched;
use crate::domain::EntryKind;
use crate::store::keys::own_name;
use crate::store::{StoreError, lock};
use jiff::Timestamp;
use rusqlite::{Connection, OptionalExtension as _, params};
use std::collections::HashMap;

/// What a transaction says of itself, until it becomes an entry.
#[derive(Debug)]
pub(in crate::store) struct Draft {
    pub(in crate::store) kind: EntryKind,
    pub(in crate::store) label: String,
    /// Digests of rows that were large enough to be worth taking while they were written, by what the record calls them.
    pub(in crate::store) known: HashMap<String, [u8; 32]>,
    /// What was taken out of the record itself, because it named somebody who is forgotten.
    pub(in crate::store) taken_out: Vec<String>,
}

/// An entry as it is chained; its position among the effects is that in the list.
pub(super) struct Chained<'a> {
    pub(super) number: i64,
    pub(super) at: &'a str,
    pub(super) system_user: &'a str,
    pub(super) display_name: &'a str,
    pub(super) kind: &'a str,
    pub(super) label_digest: &'a [u8],
    pub(super) previous: &'a [u8],
}

impl Chained<'_> {
    /// Begins the hash of the entry; its effects follow.
    pub(super) fn hash(&self) -> Encoder {
        let mut encoder = Encoder::of_entry();
        encoder.number(self.number);
        [self.at, self.system_user, self.display_name, self.kind].iter().for_each(|text| encoder.text(text));
        encoder.bytes(b'b', self.label_digest);
        encoder.bytes(b'b', self.previous);
        encoder
    }
}

/// One thing that an entry left in some state.
pub(super) struct Effect {
    object: String,
    /// `None` if the thing is gone.
    digest: Option<Digest>,
    salt: Option<Salt>,
    content: Option<String>,
}

impl Effect {
    fn of(object: String, state: Option<(Digest, Option<String>)>) -> Result<Self, StoreError> {
        let Some((digest, content)) = state else {
            return Ok(Self { object, digest: None, salt: None, content: None });
        };
        let salt = fresh_salt()?;
        Ok(Self { object, digest: Some(salted(&salt, &digest)), salt: Some(salt), content })
    }

    /// How a thing is at this moment, by what the record calls it.
    pub(super) fn now(connection: &Connection, object: String) -> Result<Self, StoreError> {
        let state = row_of(connection, &object)?;
        Self::of(object, state)
    }

    fn chain(&self, encoder: &mut Encoder) {
        encoder.text(&self.object);
        encoder.digest(self.digest.as_ref());
    }
}

/// Makes what the running transaction touched into one entry; its number, or `None` if it touched nothing.
pub(in crate::store) fn seal(connection: &Connection, draft: &Draft) -> Result<Option<i64>, StoreError> {
    let objects = touched::take(connection)?;
    if objects.is_empty() && draft.taken_out.is_empty() {
        return Ok(None);
    }
    let state = |object: &String| match draft.known.get(object) {
        Some(digest) if covered_only_by_digest(object) => Ok(Some((*digest, None))),
        _ => row_of(connection, object),
    };
    let mut effects = Vec::with_capacity(objects.len());
    for object in objects {
        let state = state(&object)?;
        effects.push(Effect::of(object, state)?);
    }
    for object in &draft.taken_out {
        effects.push(Effect::of(object.clone(), None)?);
    }
    write(connection, draft.kind, &draft.label, &effects).map(Some)
}

/// Digest of a chunk of rows while it is at hand, and what the record calls it.
pub(in crate::store) fn chunk_digest(import: i64, part: &str, position: i64, bytes: &[u8]) -> (String, [u8; 32]) {
    let object = serde_json::json!(["chunk", import, part, position]).to_string();
    let mut encoder = Encoder::of_row("chunk");
    encoder.number(import);
    encoder.text(part);
    encoder.number(position);
    encoder.bytes(b'b', bytes);
    (object, encoder.finish())
}

fn covered_only_by_digest(object: &str) -> bool {
    Table::named(&covered::named(object).table).is_some_and(|table| !table.keeps_content)
}

/// Begins a record in the running transaction: the first entry tells the digest of everything that is there.
pub(in crate::store) fn begin(connection: &Connection, label: &str) -> Result<(), StoreError> {
    let mut effects = Vec::new();
    for pragma in IN_THE_HEAD {
        let object = head_object(pragma);
        let state = row_of(connection, &object)?;
        effects.push(Effect::of(object, state)?);
    }
    for table in TABLES {
        if !table.is_in(connection)? {
            continue;
        }
        let mut statement = connection.prepare(&table.all_rows())?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            let object: String = row.get(0)?;
            let content = table.keeps(&object).then(|| table.content(row, 1)).transpose()?;
            effects.push(Effect::of(object, Some((table.digest(row, 1)?, content)))?);
        }
    }
    write(connection, EntryKind::Beginning, label, &effects).map(|_| ())
}

/// Writes an entry with these effects; its number.
pub(super) fn write(
    connection: &Connection,
    kind: EntryKind,
    label: &str,
    effects: &[Effect],
) -> Result<i64, StoreError> {
    let last = "SELECT number, hash FROM record_entry ORDER BY number DESC LIMIT 1";
    let last: Option<(i64, Vec<u8>)> =
        connection.query_row(last, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
    let (number, previous) = match last {
        Some((number, hash)) => (number + 1, hash),
        None => (1, first_previous(connection)?),
    };
    let label_salt = fresh_salt()?;
    let label_digest = salted(&label_salt, &of_text(label));
    let (at, system_user, display_name) = (Timestamp::now().to_string(), lock::who(), own_name());
    let chained = Chained {
        number,
        at: &at,
        system_user: &system_user,
        display_name: &display_name,
        kind: kind.name(),
        label_digest: &label_digest,
        previous: &previous,
    };
    let mut encoder = chained.hash();
    effects.iter().for_each(|effect| effect.chain(&mut encoder));
    let hash = encoder.finish();
    connection.execute(
        "INSERT INTO record_entry
         (number, at, system_user, display_name, kind, label, label_salt, label_digest, previous, hash)
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)",
        params![number, at, system_user, display_name, kind.name(), label, label_salt, label_digest, previous, hash],
    )?;
    write_effects(connection, number, effects)?;
    connection
        .execute("INSERT OR REPLACE INTO record_head (one, number, hash) VALUES (1, ?1, ?2)", params![number, hash])?;
    Ok(number)
}

fn write_effects(connection: &Connection, entry: i64, effects: &[Effect]) -> Result<(), StoreError> {
    let mut insert = connection.prepare_cached(
        "INSERT INTO record_effect (entry, position, object, digest, salt, content) VALUES (?1, ?2, ?3, ?4, ?5, ?6)",
    )?;
    // Who has an old digest of few rows and its salt could try which rows they were.
    let mut forget_salt = connection.prepare_cached(
        "UPDATE record_effect SET salt = NULL WHERE object = ?1 AND content IS NULL AND salt IS NOT NULL",
    )?;
    for (position, effect) in (0_i64..).zip(effects) {
        if entry > 1 {
            forget_salt.execute([&effect.object])?;
        }
        insert.execute(params![entry, position, effect.object, effect.digest, effect.salt, effect.content])?;
    }
    Ok(())
}

/// What the first entry follows on: the workspace itself.
pub(super) fn first_previous(connection: &Connection) -> Result<Vec<u8>, StoreError> {
    let id: Option<String> = connection
        .query_row("SELECT value FROM setting WHERE name = 'workspace_id'", [], |row| row.get(0))
        .optional()?;
    Ok(of_text(&id.unwrap_or_default()).to_vec())
}
