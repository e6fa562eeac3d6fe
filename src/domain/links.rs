//! Who is who: identifiers of different logs that name the same person.

use super::PersonKey;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeSet, HashMap};

/// Pseudonyms that stand for somebody who has another one.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Links {
    /// For each pseudonym that is joined, the one that stands for the person.
    pub joined: HashMap<PersonKey, PersonKey>,
    /// What came of the link files, in numbers.
    pub summary: LinkSummary,
}

/// What came of link files.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LinkSummary {
    /// Identifiers that are joined to another.
    pub joined: u64,
    /// People to whom they belong.
    pub people: u64,
    /// People with more than one identifier beside the one that stands for them.
    pub several: u64,
    /// The most identifiers of one person, beside the one that stands for them.
    pub most: u64,
    /// Identifiers that were linked to different people; they are joined to nobody.
    pub conflicts: u64,
}

impl Links {
    /// Joins identifiers by pairs (one, another that stands for the same person), in any order. Chains are followed to their end; a circle
    /// is one person.
    pub fn of(pairs: &[(PersonKey, PersonKey)]) -> Self {
        let mut targets: HashMap<PersonKey, BTreeSet<PersonKey>> = HashMap::new();
        for (one, other) in pairs.iter().filter(|(one, other)| one != other) {
            targets.entry(*one).or_default().insert(*other);
        }
        let conflicts = targets.values().filter(|targets| targets.len() > 1).count() as u64;
        let next: HashMap<PersonKey, PersonKey> = targets
            .into_iter()
            .filter_map(|(one, targets)| (targets.len() == 1).then_some((one, *targets.first()?)))
            .collect();
        let mut ends = HashMap::new();
        for one in next.keys() {
            follow(*one, &next, &mut ends);
        }
        let joined: HashMap<PersonKey, PersonKey> =
            ends.into_iter().filter(|(one, end)| one != end && next.contains_key(one)).collect();
        let mut sizes: HashMap<PersonKey, u64> = HashMap::new();
        joined.values().for_each(|person| *sizes.entry(*person).or_default() += 1);
        let summary = LinkSummary {
            joined: joined.len() as u64,
            people: sizes.len() as u64,
            several: sizes.values().filter(|size| **size > 1).count() as u64,
            most: sizes.values().copied().max().unwrap_or(0),
            conflicts,
        };
        Self { joined, summary }
    }

    /// The pseudonym that stands for a person.
    pub fn person(&self, person: PersonKey) -> PersonKey {
        self.joined.get(&person).copied().unwrap_or(person)
    }
}

/// Follows a chain to its end and notes it for all on the way, so that each is walked over once.
fn follow(one: PersonKey, next: &HashMap<PersonKey, PersonKey>, ends: &mut HashMap<PersonKey, PersonKey>) {
    let (mut at, mut way, mut places) = (one, Vec::new(), HashMap::new());
    let end = loop {
        if let Some(end) = ends.get(&at) {
            break *end;
        }
        if let Some(place) = places.insert(at, way.len()) {
            // A circle: whichever of its members is least stands for all of them.
            break way.iter().skip(place).min().copied().unwrap_or(at);
        }
        way.push(at);
        match next.get(&at) {
            Some(further) => at = *further,
            None => break at,
        }
    };
    ends.extend(way.into_iter().map(|member| (member, end)));
}

#[cfg(test)]
mod tests {
    use super::*;

    fn key(number: u128) -> PersonKey {
        PersonKey::from_number(number)
    }

    fn links(pairs: &[(u128, u128)]) -> Links {
        Links::of(&pairs.iter().map(|(one, other)| (key(*one), key(*other))).collect::<Vec<_>>())
    }

    #[test]
    fn chains_end_at_one_person_and_conflicts_at_nobody() {
        let links = links(&[(1, 2), (2, 3), (4, 3), (5, 6), (5, 7), (8, 8), (1, 2)]);
        assert_eq!([1, 2, 3, 4].map(|number| links.person(key(number))), [key(3); 4]);
        assert_eq!([5, 8].map(|number| links.person(key(number))), [key(5), key(8)]);
        let expected = LinkSummary { joined: 3, people: 1, several: 1, most: 3, conflicts: 1 };
        assert_eq!(links.summary, expected);
    }

    #[test]
    fn a_long_chain_is_followed_in_no_time() {
        let pairs: Vec<(u128, u128)> = (0..200_000).map(|number| (number, number + 1)).collect();
        let links = links(&pairs);
        assert_eq!((links.summary.joined, links.person(key(0))), (200_000, key(200_000)));
    }

    #[test]
    fn a_circle_is_one_person() {
        let links = links(&[(3, 1), (1, 2), (2, 3), (9, 1)]);
        assert_eq!([1, 2, 3, 9].map(|number| links.person(key(number))), [key(1); 4]);
        assert_eq!(links.summary.joined, 3);
    }
}
