//! Changes of permission as columns: two million of them take about 60 MB.

use super::interner::{Interner, join, join_recoded};
use super::{PermissionOrigin, PermissionState};

/// Stands for a permission that names no end.
pub const WITHOUT_END: i64 = i64::MAX;

/// What a permission is about, in codes of the records' vocabulary; 0 stands for everything.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Scope {
    /// For what.
    pub purpose: u32,
    /// Which data.
    pub category: u32,
    /// Over which channel.
    pub channel: u32,
    /// On which topic.
    pub topic: u32,
}

impl Scope {
    /// Whether it names a channel or a topic: a preference.
    pub fn is_preference(self) -> bool {
        self.channel != 0 || self.topic != 0
    }
}

/// What else many changes have in common.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Detail {
    /// Where it was learnt from.
    pub origin: PermissionOrigin,
    /// How often the person wants to be contacted at most, in contacts per 30 days.
    pub contacts_per_30_days: Option<u32>,
    /// Whether there is a record that proves it.
    pub has_record: bool,
}

/// One change in codes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct CodedChange {
    /// When, in microseconds since 1970-01-01 00:00 UTC.
    pub at_us: i64,
    /// Until when, in the same unit; [`WITHOUT_END`] if it names no end.
    pub until_us: i64,
    /// The code of the person.
    pub person: u32,
    /// The code of the scope.
    pub scope: u32,
    /// The code of the details.
    pub detail: u32,
    /// The state from then on.
    pub state: PermissionState,
}

/// Changes as columns of equal length; at most 2³² − 2 of them.
#[derive(Debug, Clone, Default)]
pub struct ChangeColumns {
    at_us: Vec<i64>,
    until_us: Vec<i64>,
    person: Vec<u32>,
    scope: Vec<u32>,
    detail: Vec<u32>,
    state: Vec<PermissionState>,
    scopes: Interner<Scope>,
    details: Interner<Detail>,
}

impl ChangeColumns {
    /// How many changes.
    pub fn len(&self) -> usize {
        self.at_us.len()
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.at_us.is_empty()
    }

    /// When each took effect, in microseconds since 1970-01-01 00:00 UTC.
    pub fn at_us(&self) -> &[i64] {
        &self.at_us
    }

    /// The code of each person.
    pub fn person(&self) -> &[u32] {
        &self.person
    }

    /// The different scopes, in the order of their codes.
    pub fn scopes(&self) -> &[Scope] {
        self.scopes.items()
    }

    /// The different details, in the order of their codes.
    pub fn details(&self) -> &[Detail] {
        self.details.items()
    }

    /// The code of a scope.
    pub fn scope_code(&mut self, scope: Scope) -> u32 {
        self.scopes.code(scope)
    }

    /// The code of details.
    pub fn detail_code(&mut self, detail: Detail) -> u32 {
        self.details.code(detail)
    }

    /// One change; `None` beyond the last.
    pub fn get(&self, index: usize) -> Option<CodedChange> {
        Some(CodedChange {
            at_us: *self.at_us.get(index)?,
            until_us: *self.until_us.get(index)?,
            person: *self.person.get(index)?,
            scope: *self.scope.get(index)?,
            detail: *self.detail.get(index)?,
            state: *self.state.get(index)?,
        })
    }

    /// All changes, in order.
    pub fn iter(&self) -> impl Iterator<Item = CodedChange> + '_ {
        (0..self.len()).filter_map(|index| self.get(index))
    }

    /// Adds a change whose codes are those of the same records.
    pub fn push(&mut self, coded: CodedChange) {
        self.at_us.push(coded.at_us);
        self.until_us.push(coded.until_us);
        self.person.push(coded.person);
        self.scope.push(coded.scope);
        self.detail.push(coded.detail);
        self.state.push(coded.state);
    }

    /// Adds other changes after these, with new codes for their people, scopes and details.
    pub(super) fn append(
        &mut self,
        other: Self,
        person: impl Fn(u32) -> u32,
        scope: impl Fn(u32) -> u32,
        detail: impl Fn(u32) -> u32,
    ) {
        join(&mut self.at_us, other.at_us);
        join(&mut self.until_us, other.until_us);
        join_recoded(&mut self.person, other.person, person);
        join_recoded(&mut self.scope, other.scope, scope);
        join_recoded(&mut self.detail, other.detail, detail);
        join(&mut self.state, other.state);
    }

    /// Gives every row the new code of its person.
    pub(super) fn recode_people(&mut self, recoded: impl Fn(u32) -> u32) {
        self.person.iter_mut().for_each(|code| *code = recoded(*code));
    }

    /// Makes room for more changes, so that growing does not need twice the memory.
    pub fn reserve(&mut self, more: usize) {
        self.at_us.reserve(more);
        self.until_us.reserve(more);
        self.person.reserve(more);
        self.scope.reserve(more);
        self.detail.reserve(more);
        self.state.reserve(more);
    }

    /// The bytes that the columns take, without the tables of scopes and details.
    pub fn bytes(&self) -> usize {
        self.len() * (2 * size_of::<i64>() + 3 * size_of::<u32>() + size_of::<PermissionState>())
    }
}
