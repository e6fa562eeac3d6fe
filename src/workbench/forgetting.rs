//! Forgetting people: nothing about them stays, and no old log brings them back.

use super::desk::{Desk, unreadable};
use super::importing::Prepared;
use super::{Problem, desk};
use crate::domain::{Links, LogKind, PersonKey, Pseudonymiser};
use crate::logs::{self, Left, LogError};
use crate::picture::format;
use crate::store::{ChunkOf, Part, Rewritten, StoreError};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A pseudonym as text has so many digits.
const PSEUDONYM_DIGITS: usize = 32;
/// So much of a log is held in memory while it is gone through.
const IN_MEMORY_BYTES: usize = 128 << 20;
/// A hidden cell of a row set aside keeps so many.
const HIDDEN_DIGITS: usize = 8;

impl Desk {
    /// Forgets the people with these identifiers, under all pseudonyms that are linked to them.
    pub(super) fn forget(&mut self, identifiers: &[String]) -> Result<String, Problem> {
        let what = "Nobody was forgotten";
        let identifiers: Vec<&String> = identifiers.iter().filter(|one| !one.trim().is_empty()).collect();
        if identifiers.is_empty() {
            return Err(Problem::new(what, "no identifier was given", "Give it as the company's logs write it."));
        }
        let pseudonymiser = self.pseudonymiser(what)?;
        let experiments = self.store.experiments().map_err(unreadable)?;
        self.read_rows(&experiments)?;
        let people = People::of(&identifiers, &pseudonymiser, &self.rows.links);
        let (mut forgotten, zone) = (self.store.forgotten().map_err(unreadable)?, self.zone()?);
        let by_person = people.by_person();
        forgotten.add(&self.rows.records, by_person.values().map(Vec::as_slice), &pseudonymiser, &zone);
        // An identifier that was linked to them and to others is joined to nobody, and stays so.
        let shared = self.shared_with(&people)?;
        let answered: RefCell<BTreeMap<i64, BTreeSet<PersonKey>>> = RefCell::default();
        let mut rows = 0;
        let mut rewrite = |of: ChunkOf, bytes: &[u8]| {
            let is_forgotten = |key: PersonKey| {
                let Some(person) = people.keys.get(&key) else {
                    return of.kind == LogKind::Links && shared.contains(&key);
                };
                let counts = of.in_force && of.part == Part::Rows;
                if let (LogKind::Responses, Some(experiment), true) = (of.kind, of.experiment, counts) {
                    answered.borrow_mut().entry(experiment).or_default().insert(*person);
                }
                true
            };
            let names = |cell: &str| {
                people.hidden.contains(cell) || pseudonym(cell).is_some_and(|key| people.keys.contains_key(&key))
            };
            let left = match of.part {
                Part::Rows => logs::forget_in_rows(of.kind, bytes, &is_forgotten),
                Part::Permissions => logs::forget_records(bytes, &is_forgotten),
                Part::SetAside => logs::forget_in_set_aside(bytes, &names),
            };
            let left = left.map_err(|error| StoreError::Rows(std::io::Error::other(error)))?;
            rows += left.as_ref().map_or(0, |left| left.dropped);
            Ok(rewritten(left))
        };
        let kept = || {
            for (experiment, people) in answered.borrow().iter() {
                *forgotten.people_by_experiment.entry(*experiment).or_default() += people.len() as u64;
            }
            forgotten
        };
        let done = self.store.forget(&mut rewrite, kept);
        // Whatever came of it, what is in memory may hold them still.
        (self.rows, self.kept) = (desk::Rows::default(), super::judging::Kept::default());
        let wiped = done.map_err(|error| Problem::of_store(what, &error))?;
        self.recount()?;
        let mut said = match rows {
            0 => "Nothing was known of them; logs that name them will be taken in without them.".to_owned(),
            1 => "One row is gone for good.".into(),
            rows => format!("{} rows are gone for good.", format::count(rows)),
        };
        if self.store.is_reduced().map_err(unreadable)? {
            said += " Counts of responses cannot be made again without them, as the rows were thrown away before.";
        }
        if !wiped {
            said += " Somebody else reads this workspace: the old bytes leave the file once it is closed everywhere.";
        }
        Ok(said)
    }

    /// Identifiers that link files join to one of these people and to somebody else as well.
    fn shared_with(&self, people: &People) -> Result<HashSet<PersonKey>, Problem> {
        let pairs = self.link_pairs()?;
        let theirs = |key: &PersonKey| people.keys.contains_key(key);
        let linked: HashSet<PersonKey> = pairs.iter().filter(|(_, other)| theirs(other)).map(|(one, _)| *one).collect();
        let others = pairs.iter().filter(|(one, other)| linked.contains(one) && !theirs(other));
        Ok(others.map(|(one, _)| *one).filter(|one| !theirs(one)).collect())
    }

    /// Leaves people who were forgotten out of a log that was read.
    pub(super) fn without_forgotten(&self, prepared: Prepared) -> Result<Prepared, Problem> {
        let forgotten = self.store.forgotten().map_err(unreadable)?;
        if forgotten.tombstones.is_empty() || prepared.record.files.is_empty() {
            return Ok(prepared);
        }
        let pseudonymiser = self.pseudonymiser("Nothing was imported")?;
        let known: RefCell<HashMap<PersonKey, bool>> = RefCell::default();
        let is_forgotten =
            |key: PersonKey| *known.borrow_mut().entry(key).or_insert_with(|| forgotten.holds(key, &pseudonymiser));
        left_out(prepared, &is_forgotten).map_err(|error| Problem::of_log("Nothing was imported", &error))
    }
}

/// The people who are to be forgotten.
struct People {
    /// Every pseudonym of theirs, with the one that stands for the person.
    keys: HashMap<PersonKey, PersonKey>,
    /// What cells that name them look like in rows set aside.
    hidden: HashSet<String>,
}

impl People {
    fn of(identifiers: &[&String], pseudonymiser: &Pseudonymiser, links: &Links) -> Self {
        let named: HashSet<PersonKey> = identifiers.iter().map(|one| pseudonymiser.person(one)).collect();
        let people: HashSet<PersonKey> = named.iter().map(|&one| links.person(one)).collect();
        let mut keys: HashMap<PersonKey, PersonKey> = people.iter().map(|&person| (person, person)).collect();
        keys.extend(
            links.joined.iter().filter(|(_, person)| people.contains(person)).map(|(one, person)| (*one, *person)),
        );
        keys.extend(named.iter().map(|&one| (one, links.person(one))));
        let hidden = |one: &str| pseudonymiser.cell(one).to_hex().chars().take(HIDDEN_DIGITS).collect::<String>();
        let spellings =
            |one: &&String| [hidden(one.as_str()), hidden(one.trim()), hidden(&pseudonymiser.spelling(one))];
        Self { keys, hidden: identifiers.iter().flat_map(spellings).collect() }
    }

    fn by_person(&self) -> BTreeMap<PersonKey, Vec<PersonKey>> {
        let mut people: BTreeMap<PersonKey, Vec<PersonKey>> = BTreeMap::new();
        for (&key, &person) in &self.keys {
            people.entry(person).or_default().push(key);
        }
        people
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
