//! Forgetting people: nothing about them stays, and no old log brings them back.

use super::Problem;
use super::desk::{Desk, unreadable};
use crate::domain::{Links, LogKind, PersonKey, Pseudonymiser};
use crate::logs::{self, Left};
use crate::picture::format;
use crate::store::{ChunkOf, Part, Rewritten, StoreError};
use std::cell::RefCell;
use std::collections::{BTreeMap, BTreeSet, HashMap, HashSet};

/// A pseudonym as text has so many digits.
const PSEUDONYM_DIGITS: usize = 32;
/// Earlier programs kept so many digits of a hidden cell, of its very spelling.
const SPELT_DIGITS: usize = 8;
/// A shorter cell in a column of something else is rather an amount or an answer than somebody's identifier.
const SHORTEST_IDENTIFIER: usize = 5;

impl Desk {
    /// Forgets the people with these identifiers, under all pseudonyms that are linked to them.
    pub(super) fn forget(&mut self, identifiers: &[String]) -> Result<String, Problem> {
        let what = "Nobody was forgotten";
        let identifiers: Vec<&String> = identifiers.iter().filter(|one| !one.trim().is_empty()).collect();
        if identifiers.is_empty() {
            return Err(Problem::new(what, "no identifier was given", "Give it as the company's logs write it."));
        }
        let pseudonymiser = self.pseudonymiser(what)?;
        let named = identifiers.iter().map(|one| pseudonymiser.person(one)).collect();
        let mut people = People::of(&named, &self.link_pairs()?, &pseudonymiser);
        people.hidden.extend(identifiers.iter().flat_map(|one| spelt(one, &pseudonymiser)));
        let gone = self.forget_people(&people, &pseudonymiser, what)?;
        let mut said = match gone {
            0 => "Nothing was known of them; logs that name them will be taken in without them.".to_owned(),
            1 => "One row is gone for good.".into(),
            rows => format!("{} rows are gone for good.", format::count(rows)),
        };
        if self.store.is_reduced().map_err(unreadable)? {
            said += " Counts of responses cannot be made again without them, as the rows were thrown away before.";
        }
        let counted = self.counted_with_everybody()?;
        if !counted.is_empty() {
            let logs = counted.join(", ");
            said += &format!(
                " Counts made in a warehouse hold whoever was in its log, and nobody can be taken out of them: {logs}. Have the warehouse \
                 forget them too, then bring its rows over instead, with pseudonyms, or take the count back."
            );
        }
        Ok(said)
    }

    /// Takes everything about people out of the workspace, and counts again; how many rows are gone.
    pub(super) fn forget_people(
        &mut self,
        people: &People,
        pseudonymiser: &Pseudonymiser,
        what: &str,
    ) -> Result<u64, Problem> {
        let experiments = self.store.experiments().map_err(unreadable)?;
        self.read_rows(&experiments)?;
        let (mut forgotten, zone) = (self.store.forgotten().map_err(unreadable)?, self.zone()?);
        let by_person = people.by_person();
        forgotten.add(&self.rows.records, by_person.values().map(Vec::as_slice), pseudonymiser, &zone);
        let answered: RefCell<BTreeMap<i64, BTreeSet<PersonKey>>> = RefCell::default();
        let mut rows = 0;
        let mut rewrite = |of: ChunkOf, bytes: &[u8]| {
            let is_forgotten = |key: PersonKey| {
                let Some(person) = people.keys.get(&key) else {
                    return of.kind == LogKind::Links && people.shared.contains(&key);
                };
                let counts = of.in_force && of.part == Part::Rows;
                if let (LogKind::Responses, Some(experiment), true) = (of.kind, of.experiment, counts) {
                    answered.borrow_mut().entry(experiment).or_default().insert(*person);
                }
                true
            };
            let names = |cell: &str| {
                people.hidden.contains(cell) || names_one(cell, pseudonymiser, &|key| people.keys.contains_key(&key))
            };
            let (rewritten, dropped) = left_of(of, bytes, &is_forgotten, &names)?;
            rows += dropped;
            Ok(rewritten)
        };
        let kept = || {
            for (experiment, people) in answered.borrow().iter() {
                *forgotten.people_by_experiment.entry(*experiment).or_default() += people.len() as u64;
            }
            forgotten
        };
        let done = self.store.forget(&mut rewrite, kept);
        // Whatever came of it, what is in memory may hold them still.
        (self.rows, self.kept) = (super::rows::Rows::default(), super::judging::Kept::default());
        done.map_err(|error| Problem::of_store(what, &error))?;
        self.recount()?;
        Ok(rows)
    }
}

/// The people who are to be forgotten.
pub(super) struct People {
    /// Every pseudonym of theirs, with the one that stands for the person.
    pub(super) keys: HashMap<PersonKey, PersonKey>,
    /// Identifiers that links join to one of them and to somebody else as well: these are joined to nobody, and stay so.
    pub(super) shared: HashSet<PersonKey>,
    /// What hidden cells that name them look like in rows set aside.
    hidden: HashSet<String>,
}

impl People {
    /// Whoever has one of these pseudonyms, with all others that pairs join to it.
    pub(super) fn of(
        named: &HashSet<PersonKey>,
        pairs: &[(PersonKey, PersonKey)],
        pseudonymiser: &Pseudonymiser,
    ) -> Self {
        let links = Links::of(pairs);
        let people: HashSet<PersonKey> = named.iter().map(|&one| links.person(one)).collect();
        let joined = links.joined.into_iter().filter(|(_, person)| people.contains(person));
        let keys: HashMap<PersonKey, PersonKey> = people.iter().map(|&person| (person, person)).chain(joined).collect();
        let hidden = keys.keys().map(|&key| pseudonymiser.hidden(key)).collect();
        Self { shared: shared(pairs, &keys), keys, hidden }
    }

    fn by_person(&self) -> BTreeMap<PersonKey, Vec<PersonKey>> {
        let mut people: BTreeMap<PersonKey, Vec<PersonKey>> = BTreeMap::new();
        for (&key, &person) in &self.keys {
            people.entry(person).or_default().push(key);
        }
        people
    }
}

/// Identifiers that pairs join to one of these people and to somebody else as well.
fn shared(pairs: &[(PersonKey, PersonKey)], theirs: &HashMap<PersonKey, PersonKey>) -> HashSet<PersonKey> {
    let is_theirs = |key: &PersonKey| theirs.contains_key(key);
    let linked: HashSet<PersonKey> = pairs.iter().filter(|(_, other)| is_theirs(other)).map(|(one, _)| *one).collect();
    let others = pairs.iter().filter(|(one, other)| linked.contains(one) && !is_theirs(other));
    others.map(|(one, _)| *one).filter(|one| !is_theirs(one)).collect()
}

/// Whether a cell of a row set aside names one of these people by pseudonym, or by an identifier that stands in the column of something
/// else.
pub(super) fn names_one(cell: &str, pseudonymiser: &Pseudonymiser, is_one: &dyn Fn(PersonKey) -> bool) -> bool {
    pseudonym(cell).is_some_and(is_one) || (cell.len() >= SHORTEST_IDENTIFIER && is_one(pseudonymiser.person(cell)))
}

/// What earlier programs kept of a hidden cell with this identifier, in the spellings that can be known.
fn spelt(identifier: &str, pseudonymiser: &Pseudonymiser) -> [String; 3] {
    let usual = pseudonymiser.spelling(identifier);
    [identifier, identifier.trim(), &usual]
        .map(|one| pseudonymiser.cell(one).to_hex().chars().take(SPELT_DIGITS).collect())
}

/// What becomes of stored rows without these people, and how many of them are gone.
pub(super) fn left_of(
    of: ChunkOf,
    bytes: &[u8],
    is_forgotten: &dyn Fn(PersonKey) -> bool,
    names: &dyn Fn(&str) -> bool,
) -> Result<(Rewritten, u64), StoreError> {
    let left = match of.part {
        Part::Rows => logs::forget_in_rows(of.kind, bytes, is_forgotten),
        Part::Permissions => logs::forget_records(bytes, is_forgotten),
        Part::SetAside => logs::forget_in_set_aside(bytes, names),
    };
    let left = left.map_err(|error| StoreError::Rows(std::io::Error::other(error)))?;
    let dropped = left.as_ref().map_or(0, |left| left.dropped);
    Ok((rewritten(left), dropped))
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
