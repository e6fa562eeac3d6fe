//! Everything that is on record of people: what they permitted, and what was done with their data.

use super::change_columns::{ChangeColumns, CodedChange, Detail, Scope, WITHOUT_END};
use super::use_columns::{CodedUse, NOBODY, Subject, UseColumns};
use super::{DataUse, Money, People, PermissionChange, PersonKey, UseRow, Vocabulary};
use jiff::Timestamp;

/// Changes of permission and uses of data, with the words and people that they name.
#[derive(Debug, Clone, Default)]
pub struct Records {
    /// The words.
    pub words: Vocabulary,
    /// The people.
    pub people: People,
    /// The uses, in order of arrival.
    pub uses: UseColumns,
    /// The changes, in order of arrival.
    pub changes: ChangeColumns,
    last_use: Option<LastUse>,
    last_scope: Scope,
}

/// The codes of the use that was added last.
#[derive(Debug, Clone, Copy, Default)]
struct LastUse {
    subject: Subject,
    code: u32,
    campaign: u32,
    team: u32,
}

/// How many rows of a person were dropped.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Dropped {
    /// Changes of permission.
    pub changes: u64,
    /// Uses of data.
    pub uses: u64,
}

impl Records {
    /// Records of these changes and uses, in this order.
    pub fn from_rows(changes: &[PermissionChange], uses: &[DataUse]) -> Self {
        let mut records = Self::default();
        records.changes.reserve(changes.len());
        records.uses.reserve(uses.len());
        changes.iter().for_each(|change| records.add_change(change));
        uses.iter().for_each(|one| records.add_use(&one.as_row()));
        records
    }

    /// Empty ones for a part of a log, to be appended to others: they take its people as they come (see [`People::not_told_apart`]).
    pub fn of_part() -> Self {
        Self { people: People::not_told_apart(), ..Self::default() }
    }

    /// Adds a use.
    pub fn add_use(&mut self, row: &UseRow) {
        let last = self.last_use.unwrap_or_default();
        let words = &mut self.words;
        let subject = Subject {
            purpose: words.code_like(row.purpose, last.subject.purpose),
            category: words.code_like(row.category, last.subject.category),
            recipient: words.code_like(row.recipient, last.subject.recipient),
            channel: words.code_like(row.channel, last.subject.channel),
            topic: words.code_like(row.topic, last.subject.topic),
            wording: words.code_like(row.wording, last.subject.wording),
            delivers: words.code_like(row.delivers, last.subject.delivers),
        };
        let (campaign, team) = (words.code_like(row.campaign, last.campaign), words.code_like(row.team, last.team));
        let code = match self.last_use {
            Some(last) if last.subject == subject => last.code,
            _ => self.uses.subject_code(subject),
        };
        self.last_use = Some(LastUse { subject, code, campaign, team });
        let coded = CodedUse {
            at_us: row.at.as_microsecond(),
            person: row.person.map_or(NOBODY, |person| self.people.code(person)),
            subject: code,
            campaign,
            team,
            outcome: row.outcome,
            circumstance: row.circumstance,
            value_cents: row.value.cents,
        };
        self.uses.push(coded);
    }

    /// Adds a change.
    pub fn add_change(&mut self, change: &PermissionChange) {
        let (words, last) = (&mut self.words, self.last_scope);
        let scope = Scope {
            purpose: words.code_like(&change.purpose, last.purpose),
            category: words.code_like(&change.category, last.category),
            channel: words.code_like(&change.channel, last.channel),
            topic: words.code_like(&change.topic, last.topic),
        };
        self.last_scope = scope;
        let detail = Detail {
            origin: change.origin,
            contacts_per_30_days: change.contacts_per_30_days,
            has_record: change.has_record,
        };
        let coded = CodedChange {
            at_us: change.at.as_microsecond(),
            until_us: change.until.map_or(WITHOUT_END, Timestamp::as_microsecond),
            person: self.people.code(change.person),
            scope: self.changes.scope_code(scope),
            detail: self.changes.detail_code(detail),
            state: change.state,
        };
        self.changes.push(coded);
    }

    /// A use with its words borrowed; `None` beyond the last.
    pub fn use_row(&self, index: usize) -> Option<UseRow<'_>> {
        let coded = self.uses.get(index)?;
        let subject = self.uses.subjects().get(coded.subject as usize).copied().unwrap_or_default();
        Some(UseRow {
            at: instant(coded.at_us),
            person: self.people.key(coded.person),
            purpose: self.words.word(subject.purpose),
            category: self.words.word(subject.category),
            recipient: self.words.word(subject.recipient),
            channel: self.words.word(subject.channel),
            topic: self.words.word(subject.topic),
            wording: self.words.word(subject.wording),
            delivers: self.words.word(subject.delivers),
            campaign: self.words.word(coded.campaign),
            team: self.words.word(coded.team),
            outcome: coded.outcome,
            value: Money { cents: coded.value_cents },
            circumstance: coded.circumstance,
        })
    }

    /// A change in words; `None` beyond the last.
    pub fn change(&self, index: usize) -> Option<PermissionChange> {
        let coded = self.changes.get(index)?;
        let scope = self.changes.scopes().get(coded.scope as usize)?;
        let detail = self.changes.details().get(coded.detail as usize)?;
        Some(PermissionChange {
            at: instant(coded.at_us),
            person: self.people.key(coded.person)?,
            purpose: self.words.word(scope.purpose).to_owned(),
            category: self.words.word(scope.category).to_owned(),
            channel: self.words.word(scope.channel).to_owned(),
            topic: self.words.word(scope.topic).to_owned(),
            state: coded.state,
            origin: detail.origin,
            contacts_per_30_days: detail.contacts_per_30_days,
            until: (coded.until_us != WITHOUT_END).then(|| instant(coded.until_us)),
            has_record: detail.has_record,
        })
    }

    /// Adds other records after these, so that the parts of a large log can be read side by side.
    pub fn append(&mut self, other: Self) {
        let words = self.words.absorb(&other.words);
        let people = self.people.absorb(other.people);
        let word = |code: u32| place(&words, code);
        let person = |code: u32| people.get(code as usize).copied().unwrap_or(NOBODY);
        let recoded = |one: &Subject| Subject {
            purpose: word(one.purpose),
            category: word(one.category),
            recipient: word(one.recipient),
            channel: word(one.channel),
            topic: word(one.topic),
            wording: word(one.wording),
            delivers: word(one.delivers),
        };
        let subjects: Vec<u32> = other.uses.subjects().iter().map(|one| self.uses.subject_code(recoded(one))).collect();
        let rescoped = |one: &Scope| Scope {
            purpose: word(one.purpose),
            category: word(one.category),
            channel: word(one.channel),
            topic: word(one.topic),
        };
        let scopes: Vec<u32> =
            other.changes.scopes().iter().map(|one| self.changes.scope_code(rescoped(one))).collect();
        let details: Vec<u32> = other.changes.details().iter().map(|one| self.changes.detail_code(*one)).collect();
        self.uses.append(other.uses, person, |code| place(&subjects, code), word);
        self.changes.append(other.changes, person, |code| place(&scopes, code), |code| place(&details, code));
    }

    /// Gives people other pseudonyms, so that identifiers that turned out to be one person's come together.
    pub fn rename_people(&mut self, renamed: impl Fn(PersonKey) -> PersonKey) {
        let mut people = People::default();
        let codes: Vec<u32> = self.people.keys().iter().map(|&key| people.code(renamed(key))).collect();
        self.people = people;
        let recoded = |code: u32| codes.get(code as usize).copied().unwrap_or(NOBODY);
        self.uses.recode_people(recoded);
        self.changes.recode_people(recoded);
    }

    /// The records without the people for whom `is_dropped` says yes, and how many rows of theirs there were.
    ///
    /// Nothing of them stays, neither their rows nor their pseudonyms; words that only their rows used go as well.
    pub fn without(&self, is_dropped: impl Fn(PersonKey) -> bool) -> (Self, Dropped) {
        let mut kept = Self::default();
        let mut dropped = Dropped::default();
        for index in 0..self.changes.len() {
            match self.change(index) {
                Some(change) if !is_dropped(change.person) => kept.add_change(&change),
                _ => dropped.changes += 1,
            }
        }
        for index in 0..self.uses.len() {
            match self.use_row(index) {
                Some(row) if !row.person.is_some_and(&is_dropped) => kept.add_use(&row),
                _ => dropped.uses += 1,
            }
        }
        (kept, dropped)
    }
}

/// The code that stands at the place of another.
fn place(codes: &[u32], code: u32) -> u32 {
    codes.get(code as usize).copied().unwrap_or(0)
}

/// An instant from microseconds since 1970; what lies beyond the calendar becomes its end.
fn instant(at_us: i64) -> Timestamp {
    Timestamp::from_microsecond(at_us).unwrap_or(if at_us < 0 { Timestamp::MIN } else { Timestamp::MAX })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::domain::{Outcome, PermissionOrigin, PermissionState};

    fn one_use(person: Option<u8>, campaign: &str) -> DataUse {
        DataUse {
            at: "2026-03-01T10:00:00.000001Z".parse().unwrap(),
            person: person.map(|byte| PersonKey([byte; 16])),
            purpose: "sales".into(),
            category: "user.device".into(),
            recipient: "Agency A".into(),
            channel: "email".into(),
            topic: "bikes".into(),
            wording: "B".into(),
            delivers: "Map".into(),
            campaign: campaign.into(),
            team: "CRM".into(),
            outcome: Outcome::HeldBack,
            value: Money { cents: -5 },
            circumstance: Some(crate::domain::Circumstance::Convenience),
        }
    }

    fn one_change(person: u8) -> PermissionChange {
        PermissionChange {
            at: "2026-01-01T00:00:00Z".parse().unwrap(),
            person: PersonKey([person; 16]),
            purpose: "sales".into(),
            category: String::new(),
            channel: "sms".into(),
            topic: "bikes".into(),
            state: PermissionState::RenewedGiven,
            origin: PermissionOrigin::Response { variant: 3 },
            contacts_per_30_days: Some(2),
            until: Some("2027-01-01T00:00:00Z".parse().unwrap()),
            has_record: false,
        }
    }

    #[test]
    fn what_was_put_in_comes_out_also_after_appending() {
        let (uses, changes) = ([one_use(Some(1), "A"), one_use(None, "B")], [one_change(2), one_change(1)]);
        let mut records = Records::from_rows(&changes[..1], &uses[..1]);
        records.append(Records::from_rows(&changes[1..], &uses[1..]));
        let read: Vec<DataUse> = (0..3).filter_map(|index| records.use_row(index)).map(UseRow::to_use).collect();
        assert_eq!(read, uses);
        assert_eq!((0..3).filter_map(|index| records.change(index)).collect::<Vec<_>>(), changes);
        assert_eq!(records.people.len(), 2);
    }

    #[test]
    fn pseudonyms_of_one_person_come_together() {
        let mut records =
            Records::from_rows(&[one_change(1), one_change(2)], &[one_use(Some(2), "A"), one_use(None, "B")]);
        records.rename_people(|_| PersonKey([7; 16]));
        assert_eq!(records.people.keys(), [PersonKey([7; 16])]);
        let people: Vec<_> = (0..2).map(|index| records.use_row(index).unwrap().person).collect();
        assert_eq!(people, [Some(PersonKey([7; 16])), None]);
        assert_eq!(records.change(1).unwrap().person, PersonKey([7; 16]));
    }

    #[test]
    fn whoever_is_dropped_leaves_nothing_behind() {
        let records =
            Records::from_rows(&[one_change(1), one_change(2)], &[one_use(Some(1), "Only hers"), one_use(None, "B")]);
        let (kept, dropped) = records.without(|person| person == PersonKey([1; 16]));
        assert_eq!(dropped, Dropped { changes: 1, uses: 1 });
        assert_eq!((kept.changes.len(), kept.uses.len()), (1, 1));
        assert_eq!(kept.people.find(PersonKey([1; 16])), None);
        assert_eq!(kept.words.find("Only hers"), None);
    }
}
