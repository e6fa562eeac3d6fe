//! People who were forgotten: what is left of them, and why.

use super::person::HIDDEN_DIGITS;
use super::{PersonKey, Pseudonymiser, Records};
use jiff::Timestamp;
use jiff::civil::Date;
use jiff::tz::TimeZone;
use serde::{Deserialize, Serialize};
use std::collections::{BTreeMap, BTreeSet, HashSet};

/// What is kept of a person so that an old log does not bring them back: a keyed hash of the pseudonym.
///
/// It cannot be matched with the pseudonyms in a backup or an export without the workspace's secret key, which stays outside the
/// workspace; with the key and the person's own identifier it can be recognised, which is what it is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Tombstone(pub [u8; 16]);

/// The people who were forgotten, and what their rows had added to the figures.
///
/// Counts are kept for all of them together only: a count of one person's uses on some date would be about that person.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Forgotten {
    /// What recognises them.
    pub tombstones: BTreeSet<Tombstone>,
    /// What recognises their hidden cells in rows that are set aside.
    #[serde(default)]
    pub cells: BTreeSet<Tombstone>,
    /// How many people were forgotten; one person may have had several pseudonyms.
    pub people: u64,
    /// Changes of permission that were dropped.
    pub changes: u64,
    /// Uses of data that were dropped, by the first day of their month.
    pub uses_by_month: BTreeMap<Date, u64>,
    /// People who had answered in an experiment, by its key: so many fewer are counted in it since.
    #[serde(default)]
    pub people_by_experiment: BTreeMap<i64, u64>,
}

impl Forgotten {
    /// Whether a person was forgotten, so that rows about them are not to be taken in.
    pub fn holds(&self, person: PersonKey, pseudonymiser: &Pseudonymiser) -> bool {
        !self.tombstones.is_empty() && self.tombstones.contains(&pseudonymiser.tombstone(person))
    }

    /// Whether a cell of a row set aside is a hidden one that names a person who was forgotten.
    pub fn holds_hidden(&self, cell: &str, pseudonymiser: &Pseudonymiser) -> bool {
        cell.len() == HIDDEN_DIGITS && self.cells.contains(&pseudonymiser.tombstone_of_hidden(cell))
    }

    /// Remembers people, each given by all pseudonyms that are theirs, as forgotten: by tombstones and counts, the uses by month in the
    /// workspace's time zone. Cannot be undone; forgetting somebody again, or by one more pseudonym, counts nobody.
    pub fn add<'a>(
        &mut self,
        records: &Records,
        people: impl Iterator<Item = &'a [PersonKey]>,
        pseudonymiser: &Pseudonymiser,
        zone: &TimeZone,
    ) {
        let mut codes = HashSet::new();
        for person in people {
            let is_known = person.iter().any(|&key| self.holds(key, pseudonymiser));
            self.people += u64::from(!is_known);
            self.tombstones.extend(person.iter().map(|&key| pseudonymiser.tombstone(key)));
            let hidden = person.iter().map(|&key| pseudonymiser.hidden(key));
            self.cells.extend(hidden.map(|digits| pseudonymiser.tombstone_of_hidden(&digits)));
            codes.extend(person.iter().filter_map(|&key| records.people.find(key)));
        }
        let uses = records.uses.person().iter().zip(records.uses.at_us());
        for (_, &at_us) in uses.filter(|(code, _)| codes.contains(code)) {
            let day = zone.to_datetime(Timestamp::from_microsecond(at_us).unwrap_or_default()).date();
            *self.uses_by_month.entry(day.first_of_month()).or_default() += 1;
        }
        self.changes += records.changes.person().iter().filter(|code| codes.contains(code)).count() as u64;
    }

    /// Whoever was forgotten in one or the other of two states of the same workspace. Counts are those of the state that had more people forgotten,
    /// as the same people may be counted in both.
    #[must_use]
    pub fn with(&self, other: &Self) -> Self {
        let (mut all, fewer) = if self.people > other.people { (self.clone(), other) } else { (other.clone(), self) };
        all.tombstones.extend(&fewer.tombstones);
        all.cells.extend(&fewer.cells);
        all
    }

    /// Whether everybody who was forgotten in another state was forgotten here too.
    pub fn includes(&self, other: &Self) -> bool {
        other.tombstones.is_subset(&self.tombstones) && other.cells.is_subset(&self.cells)
    }

    /// Uses that were dropped, in all.
    pub fn uses(&self) -> u64 {
        self.uses_by_month.values().sum()
    }

    /// Uses that were dropped from the months from one day to before another.
    pub fn uses_between(&self, first: Date, end: Date) -> u64 {
        if first >= end {
            return 0;
        }
        self.uses_by_month.range(first..end).map(|(_, uses)| uses).sum()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{PermissionChange, PermissionOrigin, PermissionState};
    use jiff::civil::date;

    #[test]
    fn whoever_was_forgotten_does_not_come_back() {
        let hider = Pseudonymiser::new([3; 32]);
        let [ada, alias, ben] = ["ada", "countess", "ben"].map(|name| hider.person(name));
        let change = |person| PermissionChange {
            at: Timestamp::UNIX_EPOCH,
            person,
            purpose: "sales".into(),
            category: String::new(),
            channel: String::new(),
            topic: String::new(),
            state: PermissionState::Given,
            origin: PermissionOrigin::Log,
            contacts_per_30_days: None,
            until: None,
            has_record: false,
        };
        let one_use = crate::domain::DataUse {
            at: "2026-03-31T22:30:00Z".parse().unwrap(),
            person: Some(ada),
            purpose: "sales".into(),
            category: "user.device".into(),
            recipient: String::new(),
            channel: String::new(),
            topic: String::new(),
            wording: String::new(),
            delivers: String::new(),
            campaign: String::new(),
            team: String::new(),
            outcome: crate::domain::Outcome::Done,
            value: crate::domain::Money::default(),
            circumstance: None,
        };
        let records = Records::from_rows(&[change(ada), change(ben)], &[one_use]);
        let mut forgotten = Forgotten::default();
        let zone = TimeZone::get("Europe/Berlin").unwrap();
        let mut forget = |records: &Records, person: &[PersonKey]| {
            forgotten.add(records, [person].into_iter(), &hider, &zone);
            records.without(|key| person.contains(&key)).0
        };
        let kept = forget(&records, &[ada, alias]);
        assert_eq!((kept.changes.len(), kept.uses.len(), kept.people.find(ada)), (1, 0, None));
        let again = forget(&kept, &[alias, hider.person("one more")]);
        assert_eq!((again.changes.len(), forgotten.people, forgotten.changes), (1, 1, 1));
        assert!(forgotten.holds(ada, &hider) && forgotten.holds(alias, &hider) && !forgotten.holds(ben, &hider));
        assert!(!forgotten.holds(ada, &Pseudonymiser::new([4; 32])));
        assert!(
            forgotten.holds_hidden(&hider.hidden(alias), &hider) && !forgotten.holds_hidden(&hider.hidden(ben), &hider)
        );
        assert_eq!(forgotten.uses_between(date(2026, 4, 1), date(2026, 5, 1)), 1);
        assert_eq!(forgotten.uses_between(date(2026, 1, 1), date(2026, 4, 1)), 0);
        let text = serde_json::to_string(&forgotten).unwrap();
        assert!(!text.contains(&format!("{:?}", ada.0).replace(' ', "")));
    }
}
