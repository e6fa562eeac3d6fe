//! The rows of logs in memory: read once, and added to by each import.

use super::Problem;
use super::desk::{Desk, damaged, unreadable};
use super::judging::Kept;
use crate::domain::{
    CountedPermissions, CountedUses, Experiment, Links, LogKind, PastTest, RecordedDeviations, Records,
};
use crate::logs;
use crate::store::Part;
use std::sync::Arc;

/// So many chunks of a million rows are in memory at once while they are decoded.
const CHUNKS_AT_ONCE: usize = 4;

/// Rows of all imports in force, with the keys of the imports they came from.
#[derive(Default)]
pub(super) struct Rows {
    pub(super) imports: Vec<i64>,
    pub(super) records: Arc<Records>,
    pub(super) recorded: Vec<RecordedDeviations>,
    pub(super) links: Links,
    pub(super) past: Arc<Vec<PastTest>>,
    /// Uses judged and counted in warehouses.
    pub(super) counted_uses: Vec<CountedUses>,
    /// Permissions counted there.
    pub(super) counted_permissions: Vec<CountedPermissions>,
}

impl Desk {
    /// Reads the rows of permissions, uses and recorded deviations, if other imports are in force than when last read.
    pub(super) fn read_rows(&mut self, experiments: &[Experiment]) -> Result<(), Problem> {
        let records = self.store.imports().map_err(unreadable)?;
        let imports: Vec<i64> = records.iter().map(|record| record.id).collect();
        if imports == self.rows.imports {
            return Ok(());
        }
        // What stood before goes first, so that both need not find room.
        self.kept = Kept::default();
        self.rows = Rows::default();
        let (mut rows, mut read) = (Rows { imports, ..Rows::default() }, Records::default());
        for record in records.iter().rev() {
            match record.kind {
                LogKind::Responses => {
                    self.add_changes_of_import(record.id, record.experiment, experiments, &mut read)?
                }
                LogKind::Permissions | LogKind::Uses => self.read_records(record.id, &mut read)?,
                LogKind::Deviations => {
                    for chunk in self.store.chunks(record.id, Part::Rows).map_err(unreadable)? {
                        rows.recorded.extend(deviations_in(&chunk).map_err(|error| damaged(&error))?);
                    }
                }
                LogKind::Past => {
                    for chunk in self.store.chunks(record.id, Part::Rows).map_err(unreadable)? {
                        let tests = logs::decode_past(&chunk).map_err(|error| damaged(&error))?;
                        Arc::make_mut(&mut rows.past).extend(tests);
                    }
                }
                LogKind::CountedUses => {
                    rows.counted_uses.extend(self.counted_in(record.id)?);
                }
                LogKind::CountedPermissions => {
                    rows.counted_permissions.extend(self.counted_in(record.id)?);
                }
                LogKind::Counts | LogKind::People | LogKind::Links => {}
            }
        }
        let links = self.links()?;
        if !links.joined.is_empty() {
            read.rename_people(|person| links.person(person));
        }
        rows.records = Arc::new(read);
        rows.links = links;
        self.rows = rows;
        Ok(())
    }

    /// What an import of counts holds.
    fn counted_in<T: serde::de::DeserializeOwned>(&self, import: i64) -> Result<Vec<T>, Problem> {
        let chunks = self.store.chunks(import, Part::Rows).map_err(unreadable)?;
        let read = |chunk: &Vec<u8>| {
            serde_json::from_slice(chunk)
                .map_err(|error| logs::LogError::Stored { what: "counts", detail: error.to_string() })
        };
        chunks.iter().map(read).collect::<Result<_, _>>().map_err(|error| damaged(&error))
    }

    /// Adds the records of an import, a few chunks at a time.
    fn read_records(&self, import: i64, records: &mut Records) -> Result<(), Problem> {
        let chunks = self.store.chunk_count(import, Part::Rows).map_err(unreadable)?;
        for first in (0..chunks).step_by(CHUNKS_AT_ONCE) {
            let positions = first..chunks.min(first + CHUNKS_AT_ONCE);
            let bytes: Result<Vec<_>, _> = positions.map(|at| self.store.chunk(import, Part::Rows, at)).collect();
            logs::decode_into(records, &bytes.map_err(unreadable)?).map_err(|error| damaged(&error))?;
        }
        Ok(())
    }
}

impl Rows {
    /// Adds the records of one more import.
    pub(super) fn add(&mut self, mut fresh: Records) {
        if !self.links.joined.is_empty() {
            fresh.rename_people(|person| self.links.person(person));
        }
        let known = std::mem::take(&mut self.records);
        let mut all = Arc::try_unwrap(known).unwrap_or_else(|shared| (*shared).clone());
        all.append(fresh);
        self.records = Arc::new(all);
    }
}

fn deviations_in(chunk: &[u8]) -> Result<Vec<RecordedDeviations>, logs::LogError> {
    serde_json::from_slice(chunk)
        .map_err(|error| logs::LogError::Stored { what: "deviations", detail: error.to_string() })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DataUse, LinkSummary, Money, Outcome, PersonKey};
    use std::collections::HashMap;

    fn one_use(person: u8) -> DataUse {
        DataUse {
            at: jiff::Timestamp::UNIX_EPOCH,
            person: Some(PersonKey([person; 16])),
            purpose: "sales".into(),
            category: String::new(),
            recipient: String::new(),
            channel: String::new(),
            topic: String::new(),
            wording: String::new(),
            delivers: String::new(),
            campaign: String::new(),
            team: String::new(),
            outcome: Outcome::Done,
            value: Money::default(),
            circumstance: None,
        }
    }

    #[test]
    fn what_was_just_read_is_added_under_the_pseudonyms_that_links_give() {
        let joined = HashMap::from([(PersonKey([2; 16]), PersonKey([1; 16]))]);
        let links = Links { joined, summary: LinkSummary::default() };
        let records = Arc::new(Records::from_rows(&[], &[one_use(1)]));
        let (seen_elsewhere, mut rows) = (records.clone(), Rows { records, links, ..Rows::default() });
        rows.add(Records::from_rows(&[], &[one_use(2), one_use(3)]));
        let people = |rows: &Rows| rows.records.uses.iter().map(|one| one.person).collect::<Vec<_>>();
        assert_eq!((people(&rows), rows.records.people.len(), seen_elsewhere.uses.len()), (vec![0, 0, 1], 2, 1));
        rows.add(Records::from_rows(&[], &[one_use(3)]));
        assert_eq!(people(&rows), [0, 0, 1, 1]);
    }
}
