//! Uses of data as columns: ten million of them take about 340 MB.

use super::interner::{Interner, join, join_recoded};
use super::{Circumstance, Outcome};

/// Stands for a use whose person the log does not name.
pub const NOBODY: u32 = u32::MAX;

/// What judging looks at in a use beside its person and time, in codes of the records' vocabulary.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Subject {
    /// For what.
    pub purpose: u32,
    /// Which data.
    pub category: u32,
    /// Who received them; 0 for the company itself.
    pub recipient: u32,
    /// Over which channel; 0 if nobody was contacted.
    pub channel: u32,
    /// What a contact was about.
    pub topic: u32,
    /// With which wording a request was made.
    pub wording: u32,
    /// Which offer the person received.
    pub delivers: u32,
}

/// One use in codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodedUse {
    /// When, in microseconds since 1970-01-01 00:00 UTC.
    pub at_us: i64,
    /// The code of the person, or [`NOBODY`].
    pub person: u32,
    /// The code of the subject.
    pub subject: u32,
    /// The code of the campaign's word.
    pub campaign: u32,
    /// The code of the team's word.
    pub team: u32,
    /// Done or held back.
    pub outcome: Outcome,
    /// Why a deviation happened, where the log says so.
    pub circumstance: Option<Circumstance>,
    /// What it was worth, in hundredths of the currency.
    pub value_cents: i64,
}

/// Uses as columns of equal length; at most 2³² − 2 of them.
#[derive(Debug, Clone, Default)]
pub struct UseColumns {
    at_us: Vec<i64>,
    person: Vec<u32>,
    subject: Vec<u32>,
    campaign: Vec<u32>,
    team: Vec<u32>,
    outcome: Vec<Outcome>,
    circumstance: Vec<Option<Circumstance>>,
    value_cents: Vec<i64>,
    subjects: Interner<Subject>,
}

impl UseColumns {
    /// How many uses.
    pub fn len(&self) -> usize {
        self.at_us.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.at_us.is_empty()
    }

    /// When each took place, in microseconds since 1970-01-01 00:00 UTC.
    pub fn at_us(&self) -> &[i64] {
        &self.at_us
    }

    /// The code of each person, or [`NOBODY`].
    pub fn person(&self) -> &[u32] {
        &self.person
    }

    /// The code of each subject.
    pub fn subject(&self) -> &[u32] {
        &self.subject
    }

    /// The code of each campaign's word.
    pub fn campaign(&self) -> &[u32] {
        &self.campaign
    }

    /// The code of each team's word.
    pub fn team(&self) -> &[u32] {
        &self.team
    }

    /// Whether each was done or held back.
    pub fn outcome(&self) -> &[Outcome] {
        &self.outcome
    }

    /// The circumstance of each, where the log says so.
    pub fn circumstance(&self) -> &[Option<Circumstance>] {
        &self.circumstance
    }

    /// What each was worth, in hundredths of the currency.
    pub fn value_cents(&self) -> &[i64] {
        &self.value_cents
    }

    /// The different subjects, in the order of their codes.
    pub fn subjects(&self) -> &[Subject] {
        self.subjects.items()
    }

    /// The code of a subject.
    pub fn subject_code(&mut self, subject: Subject) -> u32 {
        self.subjects.code(subject)
    }

    /// One use; `None` beyond the last.
    pub fn get(&self, index: usize) -> Option<CodedUse> {
        Some(CodedUse {
            at_us: *self.at_us.get(index)?,
            person: *self.person.get(index)?,
            subject: *self.subject.get(index)?,
            campaign: *self.campaign.get(index)?,
            team: *self.team.get(index)?,
            outcome: *self.outcome.get(index)?,
            circumstance: *self.circumstance.get(index)?,
            value_cents: *self.value_cents.get(index)?,
        })
    }

    /// All uses, in order.
    pub fn iter(&self) -> impl Iterator<Item = CodedUse> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Adds a use whose codes are those of the same records.
    pub fn push(&mut self, coded: CodedUse) {
        self.at_us.push(coded.at_us);
        self.person.push(coded.person);
        self.subject.push(coded.subject);
        self.campaign.push(coded.campaign);
        self.team.push(coded.team);
        self.outcome.push(coded.outcome);
        self.circumstance.push(coded.circumstance);
        self.value_cents.push(coded.value_cents);
    }

    /// Adds other uses after these, with new codes for their people, subjects and words.
    pub(super) fn append(
        &mut self,
        other: Self,
        person: impl Fn(u32) -> u32,
        subject: impl Fn(u32) -> u32,
        word: impl Fn(u32) -> u32,
    ) {
        join(&mut self.at_us, other.at_us);
        join_recoded(&mut self.person, other.person, person);
        join_recoded(&mut self.subject, other.subject, subject);
        join_recoded(&mut self.campaign, other.campaign, &word);
        join_recoded(&mut self.team, other.team, word);
        join(&mut self.outcome, other.outcome);
        join(&mut self.circumstance, other.circumstance);
        join(&mut self.value_cents, other.value_cents);
    }

    /// Gives every row the new code of its person.
    pub(super) fn recode_people(&mut self, recoded: impl Fn(u32) -> u32) {
        self.person.iter_mut().for_each(|code| *code = recoded(*code));
    }

    /// Makes room for more uses, so that growing does not need twice the memory.
    pub fn reserve(&mut self, more: usize) {
        self.at_us.reserve(more);
        self.person.reserve(more);
        self.subject.reserve(more);
        self.campaign.reserve(more);
        self.team.reserve(more);
        self.outcome.reserve(more);
        self.circumstance.reserve(more);
        self.value_cents.reserve(more);
    }

    /// The bytes that the columns take, without the table of subjects.
    pub fn bytes(&self) -> usize {
        self.len()
            * (2 * size_of::<i64>() + 4 * size_of::<u32>() + size_of::<Outcome>() + size_of::<Option<Circumstance>>())
    }
}
