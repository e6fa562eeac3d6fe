//! Forgetting a person: nothing about them stays, and no old log brings them back.

use super::desk::{Desk, unreadable};
use super::importing::Prepared;
use super::{Problem, desk};
use crate::domain::PersonKey;
use crate::logs::{self, Left, LogError};
use crate::store::{ChunkOf, Part, Rewritten, StoreError};
use std::collections::BTreeSet;

/// A pseudonym as text has so many digits.
const PSEUDONYM_DIGITS: usize = 32;
/// So much of a log is held in memory while it is gone through.
const IN_MEMORY_BYTES: usize = 128 << 20;
/// A hidden cell of a row set aside keeps so many.
const HIDDEN_DIGITS: usize = 8;

impl Desk {
    /// Forgets the person with an identifier, under all pseudonyms that are linked to it.
    pub(super) fn forget(&mut self, identifier: &str) -> Result<String, Problem> {
        let what = "Nobody was forgotten";
        if identifier.trim().is_empty() {
            return Err(Problem::new(what, "no identifier was given", "Give it as the company's logs write it."));
        }
        let pseudonymiser = self.pseudonymiser(what)?;
        let experiments = self.store.experiments().map_err(unreadable)?;
        self.read_rows(&experiments)?;
        let person = self.pseudonyms_of(pseudonymiser.person(identifier));
        let hidden: String = pseudonymiser.cell(identifier).to_hex().chars().take(HIDDEN_DIGITS).collect();
        let (mut forgotten, zone) = (self.store.forgotten().map_err(unreadable)?, self.zone()?);
        forgotten.add(&self.rows.records, &person.iter().copied().collect::<Vec<_>>(), &pseudonymiser, &zone);
        let is_forgotten = |key: PersonKey| person.contains(&key);
        let names = |cell: &str| cell == hidden || pseudonym(cell).is_some_and(is_forgotten);
        let mut rows = 0;
        let mut rewrite = |of: ChunkOf, bytes: &[u8]| {
            let left = match of.part {
                Part::Rows => logs::forget_in_rows(of.kind, bytes, &is_forgotten),
                Part::Permissions => logs::forget_records(bytes, &is_forgotten),
                Part::SetAside => logs::forget_in_set_aside(bytes, &names),
            };
            let left = left.map_err(|error| StoreError::Rows(std::io::Error::other(error)))?;
            rows += left.as_ref().map_or(0, |left| left.dropped);
            Ok(rewritten(left))
        };
        let kept = |touched: &BTreeSet<i64>| {
            for experiment in touched {
                *forgotten.people_by_experiment.entry(*experiment).or_default() += 1;
            }
            forgotten
        };
        self.store.forget(&mut rewrite, kept).map_err(|error| Problem::of_store(what, &error))?;
        (self.rows, self.kept) = (desk::Rows::default(), super::judging::Kept::default());
        self.recount()?;
        Ok(match rows {
            0 => "Nothing was known of this person; logs that name them will be taken in without them.".into(),
            1 => "One row about this person is gone for good.".into(),
            rows => format!("{rows} rows about this person are gone for good."),
        })
    }

    /// All pseudonyms that stand for the same person as one of them.
    fn pseudonyms_of(&self, one: PersonKey) -> BTreeSet<PersonKey> {
        let links = &self.rows.links;
        let person = links.person(one);
        let others = links.joined.iter().filter(|(_, end)| **end == person).map(|(other, _)| *other);
        others.chain([one, person]).collect()
    }

    /// Leaves people who were forgotten out of a log that was read.
    pub(super) fn without_forgotten(&self, prepared: Prepared) -> Result<Prepared, Problem> {
        let forgotten = self.store.forgotten().map_err(unreadable)?;
        if forgotten.tombstones.is_empty() || prepared.record.files.is_empty() {
            return Ok(prepared);
        }
        let pseudonymiser = self.pseudonymiser("Nothing was imported")?;
        let is_forgotten = |key: PersonKey| forgotten.holds(key, &pseudonymiser);
        left_out(prepared, &is_forgotten).map_err(|error| Problem::of_log("Nothing was imported", &error))
    }
}

/// What is left of a log that was read.
fn left_out(mut prepared: Prepared, is_forgotten: &dyn Fn(PersonKey) -> bool) -> Result<Prepared, LogError> {
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
    let names = |cell: &str| pseudonym(cell).is_some_and(is_forgotten);
    for bytes in &mut prepared.set_aside {
        if let Some(Left { bytes: Some(left), .. }) = logs::forget_in_set_aside(bytes, &names)? {
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

fn rewritten(left: Option<Left>) -> Rewritten {
    match left {
        None => Rewritten::Same,
        Some(Left { bytes: Some(bytes), .. }) => Rewritten::Now(bytes),
        Some(Left { bytes: None, .. }) => Rewritten::Gone,
    }
}

/// The pseudonym that a cell of a row set aside holds.
fn pseudonym(cell: &str) -> Option<PersonKey> {
    let number = u128::from_str_radix(cell, 16).ok().filter(|_| cell.len() == PSEUDONYM_DIGITS)?;
    Some(PersonKey::from_number(number))
}
