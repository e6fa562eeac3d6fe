//! Counts the stored rows of several imports together, range by range of pseudonyms, so that only a part of them is in memory at once.

use super::parallel::{in_order, workers};
use super::responses::part_of;
use super::{LogError, ResponseColumns, SegmentColumn, count, decode_responses};
use crate::domain::{ExperimentCounts, Links, PersonKey};
use jiff::tz::TimeZone;
use std::collections::HashMap;

/// The stored rows of one import.
pub struct StoredImport<'a> {
    /// How many chunks there are: a power of two, each with an equal range of pseudonyms.
    pub chunks: usize,
    /// The bytes of a chunk.
    pub chunk: Box<dyn FnMut(usize) -> Result<Vec<u8>, LogError> + 'a>,
}

/// Counts all imports of one experiment, earliest first; the last `people` of the imports tell segments of people instead of responses; `variants` are the keys of its variants in their order, and `links` says whose
/// pseudonyms are those of somebody else. Rows of linked people are counted together, whatever their pseudonyms were.
///
/// # Errors
/// What fetching a chunk raises, or [`LogError::Stored`] for one that is damaged.
pub fn count_stored(
    imports: &mut [StoredImport],
    people: usize,
    variants: &[i64],
    zone: &TimeZone,
    links: &Links,
) -> Result<ExperimentCounts, LogError> {
    let responses = imports.len().saturating_sub(people);
    let ranges = imports.iter().map(|import| import.chunks).max().unwrap_or(0);
    let linked = Linked::new(&links.joined);
    let mut whole = count(&[], &[], variants, zone);
    let mut joined: Vec<ResponseColumns> = imports.iter().map(|_| ResponseColumns::default()).collect();
    let mut at_hand: Vec<Option<ResponseColumns>> = imports.iter().map(|_| None).collect();
    for block in (0..ranges).collect::<Vec<_>>().chunks(workers() * 2) {
        let mut bytes = Vec::new();
        for range in block {
            bytes.push(fetch(imports, ranges, *range, &mut at_hand)?);
        }
        let part = |index: usize| {
            let fetched = bytes.get(index).map(Vec::as_slice).unwrap_or_default();
            let columns = columns_of(fetched)?;
            let (columns, aside): (Vec<_>, Vec<_>) = columns.into_iter().map(|columns| linked.split(columns)).unzip();
            let (columns, people) = columns.split_at(responses.min(columns.len()));
            Ok((count(columns, people, variants, zone), aside))
        };
        in_order(block.len(), &part, &mut |(counts, aside)| {
            whole.add(&counts);
            joined.iter_mut().zip(aside).for_each(|(all, more)| all.append(more));
            Ok(())
        })?;
    }
    let (joined, people) = joined.split_at_mut(responses);
    if joined.iter().any(|columns| !columns.is_empty()) {
        // Several pseudonyms became one: the rows of people have to be found by it.
        people.iter_mut().for_each(ResponseColumns::sort_by_person);
        whole.add(&count(joined, people, variants, zone));
    }
    Ok(whole)
}

/// The rows of one range of one import.
enum Fetched {
    /// A chunk that is just this range, still to be decoded.
    Bytes(Vec<u8>),
    /// The range's rows of a chunk that spans several.
    Columns(ResponseColumns),
}

/// The rows of one range; of an import with fewer chunks, the chunk at hand is decoded once and kept.
fn fetch(
    imports: &mut [StoredImport],
    ranges: usize,
    range: usize,
    at_hand: &mut [Option<ResponseColumns>],
) -> Result<Vec<Fetched>, LogError> {
    let mut fetched = Vec::new();
    for (import, kept) in imports.iter_mut().zip(at_hand) {
        if import.chunks == ranges {
            fetched.push(Fetched::Bytes((import.chunk)(range)?));
            continue;
        }
        let spans = ranges / import.chunks.max(1);
        if import.chunks > 0 && (kept.is_none() || range.is_multiple_of(spans)) {
            *kept = Some(decode_responses(&(import.chunk)(range / spans)?)?);
        }
        fetched.push(Fetched::Columns(kept.as_ref().map(|kept| kept.range(range, ranges)).unwrap_or_default()));
    }
    Ok(fetched)
}

fn columns_of(fetched: &[Fetched]) -> Result<Vec<ResponseColumns>, LogError> {
    let columns = fetched.iter().map(|fetched| match fetched {
        Fetched::Bytes(bytes) => decode_responses(bytes),
        Fetched::Columns(columns) => Ok(columns.clone()),
    });
    columns.collect()
}

impl ResponseColumns {
    /// The rows of one of several equal ranges of pseudonyms.
    fn range(&self, range: usize, ranges: usize) -> Self {
        let before = |range: usize| self.person.partition_point(|person| part_of(*person, ranges) < range);
        self.select(before(range)..before(range + 1))
    }

    /// Some rows, in the order given.
    fn select(&self, rows: impl Iterator<Item = usize> + Clone) -> Self {
        let codes = |codes: &Vec<u32>| rows.clone().filter_map(|row| codes.get(row).copied()).collect();
        let segment =
            |column: &SegmentColumn| SegmentColumn { values: column.values.clone(), codes: codes(&column.codes) };
        Self {
            segment_names: self.segment_names.clone(),
            person: rows.clone().filter_map(|row| self.person.get(row).copied()).collect(),
            variant: rows.clone().filter_map(|row| self.variant.get(row).copied()).collect(),
            at: rows.clone().filter_map(|row| self.at.get(row).copied()).collect(),
            event: rows.clone().filter_map(|row| self.event.get(row).copied()).collect(),
            segments: self.segments.iter().map(segment).collect(),
        }
    }

    fn sort_by_person(&mut self) {
        let mut order: Vec<usize> = (0..self.len()).collect();
        order.sort_by_key(|row| self.person.get(*row).copied());
        *self = self.select(order.into_iter());
    }

    /// Adds the rows of another range of the same import.
    pub(super) fn append(&mut self, mut other: Self) {
        if self.is_empty() {
            *self = other;
            return;
        }
        self.person.append(&mut other.person);
        self.variant.append(&mut other.variant);
        self.at.append(&mut other.at);
        self.event.append(&mut other.event);
        for (all, more) in self.segments.iter_mut().zip(other.segments) {
            all.append(more);
        }
    }
}

impl SegmentColumn {
    /// Adds the values of other rows; each chunk has values of its own.
    fn append(&mut self, other: Self) {
        if self.values == other.values {
            self.codes.extend(other.codes);
            return;
        }
        let mut known: HashMap<String, u32> = self.values.iter().cloned().zip(0..).collect();
        let code = |value: String| {
            let next = u32::try_from(self.values.len()).unwrap_or(u32::MAX);
            *known.entry(value).or_insert_with_key(|value| {
                self.values.push(value.clone());
                next
            })
        };
        let codes: Vec<u32> = other.values.into_iter().map(code).collect();
        self.codes.extend(other.codes.iter().filter_map(|old| codes.get(*old as usize)));
    }
}

/// People whose rows may stand under several pseudonyms.
struct Linked<'a> {
    links: &'a HashMap<PersonKey, PersonKey>,
    targets: std::collections::HashSet<PersonKey>,
}

impl<'a> Linked<'a> {
    fn new(links: &'a HashMap<PersonKey, PersonKey>) -> Self {
        Self { links, targets: links.values().copied().collect() }
    }

    /// The rows of everybody else, and those of linked people under the pseudonym they share.
    fn split(&self, columns: ResponseColumns) -> (ResponseColumns, ResponseColumns) {
        let is_linked = |person: &PersonKey| self.links.contains_key(person) || self.targets.contains(person);
        if self.links.is_empty() || !columns.person.iter().any(is_linked) {
            return (columns, ResponseColumns::default());
        }
        let (linked, others): (Vec<usize>, Vec<usize>) =
            (0..columns.len()).partition(|row| columns.person.get(*row).is_some_and(is_linked));
        let mut joined = columns.select(linked.into_iter());
        for person in &mut joined.person {
            *person = self.links.get(person).copied().unwrap_or(*person);
        }
        (columns.select(others.into_iter()), joined)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Answer, ResponseEvent};
    use crate::logs::encode_responses;

    fn people(numbers: impl Iterator<Item = u128>) -> ResponseColumns {
        let spread =
            |number: u128| PersonKey::from_number(number.wrapping_mul(0x9E37_79B9_7F4A_7C15_F39C_C060_5CED_C835));
        let mut person: Vec<PersonKey> = numbers.map(spread).collect();
        person.sort_unstable();
        let rows = person.len();
        ResponseColumns {
            person,
            variant: vec![1; rows],
            at: vec![1_767_225_600_000_000; rows],
            event: vec![ResponseEvent::Answered(Answer::Accepted); rows],
            ..ResponseColumns::default()
        }
    }

    fn stored(all: &ResponseColumns, chunks: usize) -> StoredImport<'_> {
        let chunk = move |position| encode_responses(&all.range(position, chunks));
        StoredImport { chunks, chunk: Box::new(chunk) }
    }

    #[test]
    fn imports_of_any_number_of_chunks_are_counted_together() {
        // Nobody may get lost where a chunk of one import spans many of another.
        let all = [people(0..4_000), people(3_000..5_000), people(4_900..5_100)];
        for chunks in [[1, 1, 1], [64, 4, 1], [8, 4, 2], [2, 64, 16], [16, 1, 64]] {
            let mut imports: Vec<StoredImport> =
                all.iter().zip(chunks).map(|(all, chunks)| stored(all, chunks)).collect();
            let counts = count_stored(&mut imports, 0, &[1], &TimeZone::UTC, &Links::default()).unwrap();
            assert_eq!((counts.variants[0].shown, counts.rows, counts.repeated), (5_100, 6_200, 0), "{chunks:?}");
        }
    }

    #[test]
    fn linked_people_are_counted_once_wherever_their_rows_lie() {
        let all = people(0..1_000);
        let pairs: Vec<(PersonKey, PersonKey)> = all.person.chunks_exact(2).map(|pair| (pair[0], pair[1])).collect();
        let mut imports = [stored(&all, 8), stored(&all, 2)];
        let counts = count_stored(&mut imports, 0, &[1], &TimeZone::UTC, &Links::of(&pairs)).unwrap();
        assert_eq!(counts.variants[0].shown, 500);
    }

    #[test]
    fn linked_people_keep_their_segments_where_each_chunk_has_values_of_its_own() {
        let mut all = people(0..4);
        let towns: Vec<String> = ["Ulm", "Bonn", "Kiel", "Hof"].map(str::to_owned).to_vec();
        all.segment_names = vec!["town".into()];
        all.segments = vec![SegmentColumn { values: towns.clone(), codes: vec![0, 1, 2, 3] }];
        let stranger = |person: PersonKey| PersonKey::from_number(person.to_number() ^ 1);
        let pairs: Vec<(PersonKey, PersonKey)> = all.person.iter().map(|&one| (one, stranger(one))).collect();
        let counts = count_stored(&mut [stored(&all, 4)], 0, &[1], &TimeZone::UTC, &Links::of(&pairs)).unwrap();
        let by_town: HashMap<&str, u64> = counts
            .segments
            .iter()
            .filter(|entry| entry.segment == "town")
            .map(|entry| (entry.value.as_str(), entry.count.shown))
            .collect();
        assert_eq!(by_town, towns.iter().map(|town| (town.as_str(), 1)).collect());
    }
}
