//! Logs that come in without the people who were forgotten.

use super::Problem;
use super::desk::{Desk, unreadable};
use super::forgetting::{People, names_one};
use super::importing::Prepared;
use crate::domain::{Forgotten, LogKind, PersonKey, Pseudonymiser};
use crate::logs::{self, Left, LogError};
use std::cell::RefCell;
use std::collections::{HashMap, HashSet};

/// So much of a log is held in memory while it is gone through.
const IN_MEMORY_BYTES: usize = 128 << 20;
const WHAT: &str = "Nothing was imported";

impl Desk {
    /// Leaves people who were forgotten out of a log that was read. Where a link file joins further identifiers to one of them, these are
    /// forgotten as well: how many rows of the workspace are gone with them.
    pub(super) fn without_forgotten(&mut self, prepared: Prepared) -> Result<(Prepared, u64), Problem> {
        let forgotten = self.store.forgotten().map_err(unreadable)?;
        if forgotten.tombstones.is_empty() || prepared.record.files.is_empty() {
            return Ok((prepared, 0));
        }
        let pseudonymiser = self.pseudonymiser(WHAT)?;
        let damaged = |error: LogError| Problem::of_log(WHAT, &error);
        let (shared, rows) = match prepared.record.kind {
            LogKind::Links => {
                let pairs = pairs_of(&prepared).map_err(damaged)?;
                self.forget_joined(pairs, &forgotten, &pseudonymiser)?
            }
            _ => (HashSet::new(), 0),
        };
        let forgotten = self.store.forgotten().map_err(unreadable)?;
        let known: RefCell<HashMap<PersonKey, bool>> = RefCell::default();
        let is_forgotten =
            |key: PersonKey| *known.borrow_mut().entry(key).or_insert_with(|| forgotten.holds(key, &pseudonymiser));
        let names =
            |cell: &str| forgotten.holds_hidden(cell, &pseudonymiser) || names_one(cell, &pseudonymiser, &is_forgotten);
        let left = left_out(prepared, &|key| shared.contains(&key) || is_forgotten(key), &names).map_err(damaged)?;
        Ok((left, rows))
    }

    /// Forgets whomever pairs, together with those known already, join to somebody who was forgotten. Identifiers that they join to others as
    /// well, and how many rows are gone.
    fn forget_joined(
        &mut self,
        mut pairs: Vec<(PersonKey, PersonKey)>,
        forgotten: &Forgotten,
        pseudonymiser: &Pseudonymiser,
    ) -> Result<(HashSet<PersonKey>, u64), Problem> {
        let known = self.link_pairs()?;
        let named = known.iter().flat_map(|(one, other)| [*one, *other]).collect::<HashSet<PersonKey>>();
        pairs.extend(known);
        let is_forgotten = |key: &PersonKey| forgotten.holds(*key, pseudonymiser);
        let before = pairs.iter().flat_map(|(one, other)| [*one, *other]).filter(is_forgotten).collect();
        let people = People::of(&before, &pairs, pseudonymiser);
        // Else there is nothing in the workspace that would have to go.
        let anything = !people.keys.keys().all(is_forgotten) || people.shared.iter().any(|one| named.contains(one));
        let rows = if anything { self.forget_people(&people, pseudonymiser, WHAT)? } else { 0 };
        Ok((people.shared, rows))
    }
}

fn pairs_of(prepared: &Prepared) -> Result<Vec<(PersonKey, PersonKey)>, LogError> {
    let mut pairs = Vec::new();
    for part in 0..prepared.rows.len() {
        pairs.extend(prepared.rows.read(part, 0..usize::MAX, logs::decode_links)??);
    }
    Ok(pairs)
}

/// What is left of a log that was read.
fn left_out(
    mut prepared: Prepared,
    is_forgotten: &dyn Fn(PersonKey) -> bool,
    names: &dyn Fn(&str) -> bool,
) -> Result<Prepared, LogError> {
    let mut rows = logs::Spool::new(IN_MEMORY_BYTES);
    let mut dropped = 0;
    for part in 0..prepared.rows.len() {
        let bytes = prepared.rows.take(part)?;
        match logs::forget_in_rows(prepared.record.kind, &bytes, is_forgotten)? {
            None => rows.push(bytes)?,
            Some(left) => {
                dropped += left.dropped;
                left.bytes.map_or(Ok(()), |bytes| rows.push(bytes))?;
            }
        }
    }
    for bytes in &mut prepared.set_aside {
        if let Some(Left { bytes: Some(left), .. }) = logs::forget_in_set_aside(bytes, names)? {
            *bytes = left;
        }
    }
    if dropped > 0 {
        prepared.record.rows_kept = prepared.record.rows_kept.saturating_sub(dropped);
        prepared.record.set_aside.insert("Forgotten".into(), dropped);
        (prepared.counts, prepared.records) = (None, None);
    }
    Ok(Prepared { rows, ..prepared })
}
