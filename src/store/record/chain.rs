//! The chain of entries, followed from the first.

use super::covered::{Table, named};
use super::digest::{Encoder, of_text, salted};
use super::entry::{Chained, first_previous};
use crate::domain::{Anchor, Finding};
use crate::store::StoreError;
use rusqlite::{Connection, OptionalExtension as _, Row, Rows};
use std::collections::{BTreeMap, HashMap, HashSet};

/// What was last said of a thing.
pub(super) struct Last {
    pub(super) entry: i64,
    /// `None` if it was said to be gone.
    pub(super) digest: Option<Vec<u8>>,
    pub(super) salt: Option<Vec<u8>>,
}

/// The chain as it stands.
pub(super) struct Chain {
    /// The last that was said of each thing, by what the record calls it.
    pub(super) last: HashMap<String, Last>,
    /// The hash of each entry, worked out anew, by its number.
    pub(super) hashes: BTreeMap<i64, Vec<u8>>,
    pub(super) findings: Vec<Finding>,
}

/// What is not there any more, and must have been taken out by a forgetting: by what the record calls it.
type Lacking = HashMap<String, Finding>;

struct Reader {
    chain: Chain,
    lacking: Lacking,
    taken_out: HashSet<String>,
}

/// What the record calls a state that an entry kept.
pub(super) fn content_object(entry: i64, position: i64) -> String {
    serde_json::json!(["record_content", entry, position]).to_string()
}

/// What the record calls the words of an entry.
pub(super) fn label_object(entry: i64) -> String {
    serde_json::json!(["record_label", entry]).to_string()
}

/// Follows the chain from the first entry to the last.
pub(super) fn read(connection: &Connection) -> Result<Chain, StoreError> {
    let chain = Chain { last: HashMap::new(), hashes: BTreeMap::new(), findings: Vec::new() };
    let mut reader = Reader { chain, lacking: Lacking::new(), taken_out: HashSet::new() };
    let mut entries = connection.prepare(
        "SELECT number, at, system_user, display_name, kind, label, label_salt, label_digest, previous, hash
         FROM record_entry ORDER BY number",
    )?;
    let mut effects = connection
        .prepare("SELECT entry, position, object, digest, salt, content FROM record_effect ORDER BY entry, position")?;
    let (mut entries, mut effects) = (entries.query([])?, effects.query([])?);
    let mut waiting = next_effect(&mut effects)?;
    let mut before: (i64, Vec<u8>) = (0, first_previous(connection)?);
    while let Some(row) = entries.next()? {
        let number: i64 = row.get(0)?;
        if number > before.0 + 1 {
            reader.chain.findings.push(Finding::EntriesMissing(before.0 + 1, number - 1));
        }
        reader.skip(&mut waiting, &mut effects, number)?;
        before = reader.entry(row, number, &before.1, &mut waiting, &mut effects)?;
    }
    reader.skip(&mut waiting, &mut effects, i64::MAX)?;
    reader.check_head(connection, &before)?;
    let Reader { mut chain, lacking, taken_out } = reader;
    let mut lacking: Vec<_> = lacking.into_iter().filter(|(object, _)| !taken_out.contains(object)).collect();
    lacking.sort_by(|one, other| one.0.cmp(&other.0));
    chain.findings.extend(lacking.into_iter().map(|(_, finding)| finding));
    Ok(chain)
}

impl Reader {
    /// Reads one entry with its effects; its number, and the hash that it gives itself.
    fn entry(
        &mut self,
        row: &Row<'_>,
        number: i64,
        before: &[u8],
        waiting: &mut Option<StoredEffect>,
        effects: &mut Rows<'_>,
    ) -> Result<(i64, Vec<u8>), StoreError> {
        let text = |place| row.get::<_, String>(place);
        let (label, label_salt): (Option<String>, Option<Vec<u8>>) = (row.get(5)?, row.get(6)?);
        let (label_digest, previous, hash): (Vec<u8>, Vec<u8>, Vec<u8>) = (row.get(7)?, row.get(8)?, row.get(9)?);
        let (at, system_user, display_name, kind) = (text(1)?, text(2)?, text(3)?, text(4)?);
        let chained = Chained {
            number,
            at: &at,
            system_user: &system_user,
            display_name: &display_name,
            kind: &kind,
            label_digest: &label_digest,
            previous: &previous,
        };
        let mut encoder = chained.hash();
        let (mut position, mut in_order) = (0, true);
        while let Some(effect) = waiting.take_if(|effect| effect.entry == number) {
            effect.chain(&mut encoder);
            // The hash does not know positions, but the names of what a forgetting takes out do.
            in_order &= effect.position == position;
            self.effect(effect);
            position += 1;
            *waiting = next_effect(effects)?;
        }
        let found = encoder.finish();
        let is_label = match (&label, &label_salt) {
            (Some(label), Some(salt)) => salted(salt, &of_text(label))[..] == label_digest[..],
            (None, None) => {
                let finding = Finding::HistoryMissing { object: None, entry: number };
                self.lacking.insert(label_object(number), finding);
                true
            }
            _ => false,
        };
        if previous != before {
            self.chain.findings.push(Finding::EntryOutOfPlace(number));
        }
        if found[..] != hash[..] || !is_label || !in_order {
            self.chain.findings.push(Finding::EntryAltered(number));
        }
        self.chain.hashes.insert(number, found.to_vec());
        Ok((number, hash))
    }

    fn effect(&mut self, effect: StoredEffect) {
        let StoredEffect { entry, position, object, digest, salt, content } = effect;
        let thing = named(&object);
        if digest.is_none() && matches!(thing.table.as_str(), "record_content" | "record_label") {
            self.taken_out.insert(object);
            return;
        }
        let table = Table::named(&thing.table);
        let keeps = table.is_some_and(|table| table.keeps(&object));
        let is_right = match (&content, &digest, &salt) {
            (Some(content), Some(digest), Some(salt)) if keeps => table
                .and_then(|table| table.digest_of_content(content))
                .is_some_and(|told| salted(salt, &told)[..] == digest[..]),
            (None, Some(_), None) if keeps => {
                let finding = Finding::HistoryMissing { object: Some(thing.clone()), entry };
                self.lacking.insert(content_object(entry, position), finding);
                true
            }
            (None, Some(_), _) => !keeps,
            (None, None, None) => true,
            _ => false,
        };
        if !is_right {
            self.chain.findings.push(Finding::HistoryAltered { object: thing.clone(), entry });
        }
        let before = self.chain.last.insert(object, Last { entry, digest, salt });
        // Where only digests are kept, the salt of an older one is taken away when the next is written.
        if let Some(before) = before.filter(|before| !keeps && before.salt.is_some()) {
            self.chain.findings.push(Finding::HistoryAltered { object: thing, entry: before.entry });
        }
    }

    /// Passes over effects of entries that are not there.
    fn skip(
        &mut self,
        waiting: &mut Option<StoredEffect>,
        effects: &mut Rows<'_>,
        until: i64,
    ) -> Result<(), StoreError> {
        let mut told = None;
        while let Some(effect) = waiting.take_if(|effect| effect.entry < until) {
            if told.replace(effect.entry) != Some(effect.entry) {
                self.chain.findings.push(Finding::EntriesMissing(effect.entry, effect.entry));
            }
            *waiting = next_effect(effects)?;
        }
        Ok(())
    }

    /// Whether the record reaches as far as it says.
    fn check_head(&mut self, connection: &Connection, last: &(i64, Vec<u8>)) -> Result<(), StoreError> {
        let head = "SELECT number, hash FROM record_head WHERE one = 1";
        let head: Option<(i64, Vec<u8>)> =
            connection.query_row(head, [], |row| Ok((row.get(0)?, row.get(1)?))).optional()?;
        let (reached, hash) = head.unwrap_or((0, Vec::new()));
        if reached > last.0 {
            self.chain.findings.push(Finding::Cut { last: last.0, reached });
        } else if reached < last.0 || hash != last.1 {
            self.chain.findings.push(Finding::HeadAltered { last: last.0, reached });
        }
        Ok(())
    }
}

/// What an anchor that was kept elsewhere says about the record.
pub(super) fn against_anchor(hashes: &BTreeMap<i64, Vec<u8>>, now: Option<&Anchor>, held: &Anchor) -> Option<Finding> {
    if now.is_some_and(|now| now.workspace != held.workspace) {
        return Some(Finding::AnchorOfAnother);
    }
    let hex = |hash: &Vec<u8>| hash.iter().map(|byte| format!("{byte:02x}")).collect::<String>();
    match hashes.get(&held.entry) {
        Some(hash) if hex(hash) == held.hash => None,
        Some(_) => Some(Finding::NotTheAnchored(held.entry)),
        None => {
            let last = hashes.keys().next_back().copied().unwrap_or(0);
            Some(Finding::BehindAnchor { last, anchored: held.entry })
        }
    }
}

struct StoredEffect {
    entry: i64,
    position: i64,
    object: String,
    digest: Option<Vec<u8>>,
    salt: Option<Vec<u8>>,
    content: Option<String>,
}

impl StoredEffect {
    fn chain(&self, encoder: &mut Encoder) {
        encoder.text(&self.object);
        encoder.bytes(b'd', self.digest.as_deref().unwrap_or_default());
    }
}

fn next_effect(rows: &mut Rows<'_>) -> Result<Option<StoredEffect>, StoreError> {
    let Some(row) = rows.next()? else { return Ok(None) };
    Ok(Some(StoredEffect {
        entry: row.get(0)?,
        position: row.get(1)?,
        object: row.get(2)?,
        digest: row.get(3)?,
        salt: row.get(4)?,
        content: row.get(5)?,
    }))
}
