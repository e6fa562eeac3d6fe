//! Permissions and uses as bytes to keep in a workspace: a heading in JSON (each word once, and what rows have in common; nothing that no
//! row of the chunk names, so that what only a forgotten person's rows named is nowhere), the pseudonyms (16 bytes each, each once), a Parquet table of numbers, and a BLAKE3 checksum (32 bytes) over all of it.
//!
//! Earlier programs kept the halves of each row's pseudonym in the table instead; such chunks are still read.

use super::LogError;
use super::parallel::in_order;
use super::stored::{column, gap, headed, heading_and_rest, i64s, read_table, sealed, u32s, u64s, whole, write_table};
use super::used::Used;
use crate::domain::{
    Circumstance, CodedChange, CodedUse, Detail, NOBODY, Outcome, PermissionOrigin, PermissionState, PersonKey,
    Records, Scope, Subject, WITHOUT_END,
};
use jiff::Timestamp;
use polars::prelude::DataFrame;
use serde::{Deserialize, Serialize};
use std::ops::Range;

const WHAT: &str = "permissions and uses";
/// The most rows of one chunk. The more there are, the fewer pseudonyms are kept twice.
const CHUNK: usize = 2_000_000;
/// The bytes of a pseudonym.
const KEY: usize = 16;

#[derive(Default, Serialize, Deserialize)]
struct Heading {
    uses: bool,
    words: Vec<String>,
    /// Purpose, category, recipient, channel, topic, wording and offer of each subject.
    subjects: Vec<[u32; 7]>,
    /// Purpose, category, channel and topic of each scope.
    scopes: Vec<[u32; 4]>,
    /// Variant, contacts in 30 days, and whether there is a record.
    details: Vec<(Option<i64>, Option<u32>, bool)>,
    /// How many pseudonyms stand behind the heading; `None` where the table holds their halves.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    people: Option<usize>,
}

/// Records as bytes, two million rows a chunk.
///
/// # Errors
/// [`LogError::Table`] if they cannot be written as a table.
pub fn encode_records(records: &Records) -> Result<Vec<Vec<u8>>, LogError> {
    let changes = parts(records.changes.len()).map(|rows| (false, rows));
    let parts: Vec<(bool, Range<usize>)> = changes.chain(parts(records.uses.len()).map(|rows| (true, rows))).collect();
    let encode = |part: usize| match parts.get(part).cloned() {
        Some((false, rows)) => encode_changes(records, rows),
        Some((true, rows)) => encode_uses(records, rows),
        None => Ok(Vec::new()),
    };
    let mut chunks = Vec::with_capacity(parts.len());
    in_order(parts.len(), &encode, &mut |chunk| {
        chunks.push(chunk);
        Ok(())
    })?;
    Ok(chunks)
}

/// Adds the records of several chunks, which are decoded by all cores, to others.
///
/// # Errors
/// [`LogError::Stored`] for bytes that are none, or are damaged.
pub fn decode_into(records: &mut Records, chunks: &[Vec<u8>]) -> Result<(), LogError> {
    let decode = |chunk: usize| chunks.get(chunk).map_or_else(|| Ok(Records::default()), |bytes| decode_records(bytes));
    in_order(chunks.len(), &decode, &mut |decoded| {
        records.append(decoded);
        Ok(())
    })
}

/// Records from one chunk.
///
/// # Errors
/// [`LogError::Stored`] for bytes that are none, or are damaged.
pub fn decode_records(bytes: &[u8]) -> Result<Records, LogError> {
    let (heading, table): (Heading, _) = heading_and_rest(bytes, WHAT)?;
    let length = heading.people.unwrap_or(0).checked_mul(KEY).ok_or_else(|| gap(WHAT))?;
    let (keys, table) = table.split_at_checked(length).ok_or_else(|| gap(WHAT))?;
    let table = read_table(table, WHAT)?;
    let mut records = Records::default();
    let people = match heading.people {
        Some(_) => places_of_people(&mut records, keys, &table)?,
        None => coded_people(&mut records, &table)?,
    };
    let words = heading.words.iter().map(|word| records.words.code(word)).collect();
    let (words, uses) = (Codes(words), heading.uses);
    if uses {
        add_uses(&mut records, &words, &heading, &table, people)?;
    } else {
        add_changes(&mut records, &words, &heading, &table, people)?;
    }
    Ok(records)
}

/// Codes as they were stored, with those that they have now.
struct Codes(Vec<u32>);

impl Codes {
    fn now(&self, stored: u32) -> Result<u32, LogError> {
        self.0.get(stored as usize).copied().ok_or_else(|| gap(WHAT))
    }

    fn all<const N: usize>(&self, stored: [u32; N]) -> Result<[u32; N], LogError> {
        let mut now = [0; N];
        for (now, stored) in now.iter_mut().zip(stored) {
            *now = self.now(stored)?;
        }
        Ok(now)
    }
}

fn parts(rows: usize) -> impl Iterator<Item = Range<usize>> {
    (0..rows).step_by(CHUNK).map(move |from| from..rows.min(from + CHUNK))
}

fn encode_uses(records: &Records, rows: Range<usize>) -> Result<Vec<u8>, LogError> {
    let uses = &records.uses;
    let Named { people, words, subjects, .. } = Named::by_uses(records, &rows);
    let heading = Heading {
        uses: true,
        words: words.of_all(records.words.words()).cloned().collect(),
        subjects: subjects.of_all(uses.subjects()).map(|one| words_of(one).map(|word| words.place(word))).collect(),
        people: Some(people.codes().len()),
        ..Heading::default()
    };
    let held_back = |outcome: &Outcome| u32::from(*outcome == Outcome::HeldBack);
    let cause = |cause: &Option<Circumstance>| cause.map_or(0, |known| place_of(Circumstance::ALL, known) + 1);
    let columns = vec![
        column("at", within(uses.at_us(), &rows)),
        column("person", people.places(within(uses.person(), &rows))),
        column("subject", subjects.places(within(uses.subject(), &rows))),
        column("campaign", words.places(within(uses.campaign(), &rows))),
        column("team", words.places(within(uses.team(), &rows))),
        column("held_back", within(uses.outcome(), &rows).iter().map(held_back).collect::<Vec<u32>>()),
        column("circumstance", within(uses.circumstance(), &rows).iter().map(cause).collect::<Vec<u32>>()),
        column("value", within(uses.value_cents(), &rows)),
    ];
    sealed_with(&heading, people.of_all(records.people.keys()), columns)
}

fn add_uses(
    records: &mut Records,
    words: &Codes,
    heading: &Heading,
    table: &DataFrame,
    people: Vec<u32>,
) -> Result<(), LogError> {
    let mut subjects = Vec::with_capacity(heading.subjects.len());
    for stored in &heading.subjects {
        let [purpose, category, recipient, channel, topic, wording, delivers] = words.all(*stored)?;
        let subject = Subject { purpose, category, recipient, channel, topic, wording, delivers };
        subjects.push(records.uses.subject_code(subject));
    }
    let subjects = Codes(subjects);
    let (at, value) = (whole(i64s(table, "at")?, WHAT)?, whole(i64s(table, "value")?, WHAT)?);
    let numbers = |name: &str| whole(u32s(table, name)?, WHAT);
    let (subject, held_back) = (numbers("subject")?, numbers("held_back")?);
    let (campaign, team, circumstance) = (numbers("campaign")?, numbers("team")?, numbers("circumstance")?);
    records.uses.reserve(at.len());
    let whens = at.into_iter().zip(value).zip(people);
    let whats = subject.into_iter().zip(campaign).zip(team.into_iter().zip(held_back.into_iter().zip(circumstance)));
    for (((at_us, value_cents), person), ((subject, campaign), (team, (held_back, circumstance)))) in whens.zip(whats) {
        let circumstance = match circumstance.checked_sub(1) {
            Some(place) => Some(*Circumstance::ALL.get(place as usize).ok_or_else(|| gap(WHAT))?),
            None => None,
        };
        records.uses.push(CodedUse {
            at_us: in_calendar(at_us)?,
            person,
            subject: subjects.now(subject)?,
            campaign: words.now(campaign)?,
            team: words.now(team)?,
            outcome: if held_back == 0 { Outcome::Done } else { Outcome::HeldBack },
            circumstance,
            value_cents,
        });
    }
    Ok(())
}

fn encode_changes(records: &Records, rows: Range<usize>) -> Result<Vec<u8>, LogError> {
    let changes: Vec<CodedChange> = rows.clone().filter_map(|row| records.changes.get(row)).collect();
    let detail = |one: &Detail| {
        let variant = match one.origin {
            PermissionOrigin::Response { variant } => Some(variant),
            PermissionOrigin::Log => None,
        };
        (variant, one.contacts_per_30_days, one.has_record)
    };
    let Named { people, words, scopes, details, .. } = Named::by_changes(records, &rows);
    let heading = Heading {
        words: words.of_all(records.words.words()).cloned().collect(),
        scopes: scopes
            .of_all(records.changes.scopes())
            .map(|one| scope_words(one).map(|word| words.place(word)))
            .collect(),
        details: details.of_all(records.changes.details()).map(detail).collect(),
        people: Some(people.codes().len()),
        ..Heading::default()
    };
    let columns = vec![
        column("at", changes.iter().map(|one| one.at_us).collect::<Vec<i64>>()),
        column("until", changes.iter().map(|one| one.until_us).collect::<Vec<i64>>()),
        column("person", changes.iter().map(|one| people.place(one.person)).collect::<Vec<u32>>()),
        column("scope", changes.iter().map(|one| scopes.place(one.scope)).collect::<Vec<u32>>()),
        column("detail", changes.iter().map(|one| details.place(one.detail)).collect::<Vec<u32>>()),
        column("state", changes.iter().map(|one| place_of(&PermissionState::ALL, one.state)).collect::<Vec<u32>>()),
    ];
    sealed_with(&heading, people.of_all(records.people.keys()), columns)
}

fn add_changes(
    records: &mut Records,
    words: &Codes,
    heading: &Heading,
    table: &DataFrame,
    people: Vec<u32>,
) -> Result<(), LogError> {
    let mut scopes = Vec::with_capacity(heading.scopes.len());
    for stored in &heading.scopes {
        let [purpose, category, channel, topic] = words.all(*stored)?;
        scopes.push(records.changes.scope_code(Scope { purpose, category, channel, topic }));
    }
    let detail = |&(variant, contacts_per_30_days, has_record): &(Option<i64>, Option<u32>, bool)| {
        let origin = variant.map_or(PermissionOrigin::Log, |variant| PermissionOrigin::Response { variant });
        records.changes.detail_code(Detail { origin, contacts_per_30_days, has_record })
    };
    let details = Codes(heading.details.iter().map(detail).collect());
    let scopes = Codes(scopes);
    let (at, until) = (whole(i64s(table, "at")?, WHAT)?, whole(i64s(table, "until")?, WHAT)?);
    let numbers = |name: &str| whole(u32s(table, name)?, WHAT);
    let (scope, detail, state) = (numbers("scope")?, numbers("detail")?, numbers("state")?);
    records.changes.reserve(at.len());
    let whens = at.into_iter().zip(until).zip(people);
    for (((at_us, until_us), person), (scope, (detail, state))) in
        whens.zip(scope.into_iter().zip(detail.into_iter().zip(state)))
    {
        if person == NOBODY {
            return Err(gap(WHAT));
        }
        records.changes.push(CodedChange {
            at_us: in_calendar(at_us)?,
            until_us: if until_us == WITHOUT_END { until_us } else { in_calendar(until_us)? },
            person,
            scope: scopes.now(scope)?,
            detail: details.now(detail)?,
            state: *PermissionState::ALL.get(state as usize).ok_or_else(|| gap(WHAT))?,
        });
    }
    Ok(())
}

fn sealed_with<'a>(
    heading: &Heading,
    keys: impl Iterator<Item = &'a PersonKey>,
    columns: Vec<polars::prelude::Column>,
) -> Result<Vec<u8>, LogError> {
    let mut bytes = headed(heading)?;
    keys.for_each(|key| bytes.extend_from_slice(&key.0));
    write_table(columns, &mut bytes)?;
    Ok(sealed(bytes))
}

/// A time that the calendar holds.
fn in_calendar(at_us: i64) -> Result<i64, LogError> {
    Timestamp::from_microsecond(at_us).map(|_| at_us).map_err(|_| gap(WHAT))
}

fn place_of<T: PartialEq>(all: &[T], one: T) -> u32 {
    all.iter().position(|known| *known == one).and_then(|place| u32::try_from(place).ok()).unwrap_or(u32::MAX - 1)
}

/// Some rows of a column.
fn within<'a, T>(column: &'a [T], rows: &Range<usize>) -> &'a [T] {
    column.get(rows.clone()).unwrap_or_default()
}

/// What some rows name.
struct Named {
    people: Used,
    words: Used,
    subjects: Used,
    scopes: Used,
    details: Used,
}

impl Named {
    fn by_uses(records: &Records, rows: &Range<usize>) -> Self {
        let uses = &records.uses;
        let subjects = Used::of(uses.subjects().len(), within(uses.subject(), rows).iter().copied());
        let labels = within(uses.campaign(), rows).iter().chain(within(uses.team(), rows)).copied();
        let words = subjects.of_all(uses.subjects()).flat_map(words_of).chain(labels);
        Self {
            people: Used::of(records.people.len(), within(uses.person(), rows).iter().copied()),
            words: Used::of(records.words.words().len(), words),
            subjects,
            scopes: Used::of(0, []),
            details: Used::of(0, []),
        }
    }

    fn by_changes(records: &Records, rows: &Range<usize>) -> Self {
        let changes = &records.changes;
        let within = || rows.clone().filter_map(|row| changes.get(row));
        let scopes = Used::of(changes.scopes().len(), within().map(|change| change.scope));
        Self {
            people: Used::of(records.people.len(), within().map(|change| change.person)),
            words: Used::of(records.words.words().len(), scopes.of_all(changes.scopes()).flat_map(scope_words)),
            details: Used::of(changes.details().len(), within().map(|change| change.detail)),
            scopes,
            subjects: Used::of(0, []),
        }
    }
}

/// Whether a chunk's records hold a word that no row of them names, as chunks of earlier programs do.
pub(super) fn names_more_than_its_rows(records: &Records) -> bool {
    let uses = Named::by_uses(records, &(0..records.uses.len()));
    let changes = Named::by_changes(records, &(0..records.changes.len()));
    let named = uses.words.codes().iter().chain(changes.words.codes()).copied();
    // The empty word is always there.
    !Used::of(records.words.words().len(), named.chain([0])).are_all()
}

fn words_of(one: &Subject) -> [u32; 7] {
    [one.purpose, one.category, one.recipient, one.channel, one.topic, one.wording, one.delivers]
}

fn scope_words(one: &Scope) -> [u32; 4] {
    [one.purpose, one.category, one.channel, one.topic]
}

/// The code of each row's person, by the pseudonyms that stand behind the heading.
fn places_of_people(records: &mut Records, keys: &[u8], table: &DataFrame) -> Result<Vec<u32>, LogError> {
    let keys = keys.as_chunks::<KEY>().0;
    records.people.reserve(keys.len());
    let codes = Codes(keys.iter().map(|key| records.people.code(PersonKey(*key))).collect());
    let mut people = whole(u32s(table, "person")?, WHAT)?;
    for person in people.iter_mut().filter(|person| **person != NOBODY) {
        *person = codes.now(*person)?;
    }
    Ok(people)
}

/// The same by the halves of the pseudonyms, as earlier programs kept them in the table.
fn coded_people(records: &mut Records, table: &DataFrame) -> Result<Vec<u32>, LogError> {
    let (high, low) = (u64s(table, "person_high")?, u64s(table, "person_low")?);
    let key = |(high, low): (u64, u64)| PersonKey::from_number((u128::from(high) << 64) | u128::from(low));
    let people = high.into_iter().zip(low).map(|(high, low)| high.zip(low).map(key));
    Ok(people.map(|person| person.map_or(NOBODY, |key| records.people.code(key))).collect())
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{DataUse, Money};

    #[test]
    fn rows_that_an_earlier_program_stored_are_still_read() {
        let heading = Heading { uses: true, words: vec![String::new()], subjects: vec![[0; 7]], ..Heading::default() };
        let zeros = || vec![0_u32; 3];
        let columns = vec![
            column("at", vec![1_i64, 2, 3]),
            column("person_high", vec![Some(1_u64), None, Some(1)]),
            column("person_low", vec![Some(2_u64), None, Some(2)]),
            column("subject", zeros()),
            column("campaign", zeros()),
            column("team", zeros()),
            column("held_back", zeros()),
            column("circumstance", zeros()),
            column("value", vec![5_i64, 6, 7]),
        ];
        let stored = sealed_with(&heading, [].iter(), columns).unwrap();
        let records = decode_records(&stored).unwrap();
        assert_eq!(records.people.keys(), [PersonKey::from_number((1 << 64) | 2)]);
        assert_eq!(records.uses.person(), [0, NOBODY, 0]);
        let again = decode_records(&encode_records(&records).unwrap()[0]).unwrap();
        assert_eq!((again.people.keys(), again.uses.person()), (records.people.keys(), records.uses.person()));
        assert_eq!((again.uses.at_us(), again.uses.value_cents()), (&[1, 2, 3][..], &[5, 6, 7][..]));
    }

    fn one_use(person: u8, campaign: &str) -> DataUse {
        DataUse {
            at: Timestamp::UNIX_EPOCH,
            person: Some(PersonKey([person; 16])),
            purpose: "sales".into(),
            category: String::new(),
            recipient: format!("to {campaign}"),
            channel: String::new(),
            topic: String::new(),
            wording: String::new(),
            delivers: String::new(),
            campaign: campaign.into(),
            team: String::new(),
            outcome: Outcome::Done,
            value: Money::default(),
            circumstance: None,
        }
    }

    #[test]
    fn a_chunk_holds_only_the_words_of_its_rows() {
        let records = Records::from_rows(&[], &[one_use(1, "May"), one_use(2, "June"), one_use(3, "July")]);
        let chunk = encode_uses(&records, 1..2).unwrap();
        let holds = |word: &str| chunk.windows(word.len()).any(|window| window == word.as_bytes());
        assert_eq!(["May", "June", "July"].map(holds), [false, true, false]);
        let read = decode_records(&chunk).unwrap();
        assert_eq!(read.use_row(0).unwrap().to_use(), one_use(2, "June"));
        assert!(!names_more_than_its_rows(&read) && read.uses.len() == 1);
    }

    #[test]
    fn a_word_of_no_row_is_noticed_in_what_an_earlier_program_stored() {
        let words = ["", "sales", "only hers"].map(str::to_owned).to_vec();
        let heading =
            Heading { words, scopes: vec![[1, 0, 0, 0]], details: vec![(None, None, true)], ..Heading::default() };
        let columns = vec![
            column("at", vec![1_i64]),
            column("until", vec![WITHOUT_END]),
            column("person", vec![0_u32]),
            column("scope", vec![0_u32]),
            column("detail", vec![0_u32]),
            column("state", vec![0_u32]),
        ];
        let heading = Heading { people: Some(1), ..heading };
        let stored = sealed_with(&heading, [PersonKey([7; 16])].iter(), columns).unwrap();
        let left = crate::logs::forget_records(&stored, &|_| false).unwrap().unwrap();
        assert_eq!(left.dropped, 0);
        let bytes = left.bytes.unwrap();
        assert!(!String::from_utf8_lossy(&bytes).contains("only hers"));
        assert_eq!(decode_records(&bytes).unwrap().change(0), decode_records(&stored).unwrap().change(0));
        assert_eq!(crate::logs::forget_records(&bytes, &|_| false).unwrap(), None);
    }

    #[test]
    fn pseudonyms_that_are_missing_or_beyond_the_last_are_damage() {
        let heading = |people| Heading { uses: true, people: Some(people), ..Heading::default() };
        let person = |place: u32| vec![column("person", vec![place])];
        for (people, place) in [(1, 1), (2, 0), (usize::MAX, 0)] {
            let stored = sealed_with(&heading(people), [PersonKey([7; 16])].iter(), person(place)).unwrap();
            assert!(decode_records(&stored).is_err(), "{people} people, row of {place}");
        }
    }
}
