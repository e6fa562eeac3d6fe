//! What of a person's permissions stands at a moment, and what was done with their data before it.

use super::calendar::DayNumber;
use super::compiled::Compiled;
use super::history::Entry;
use crate::domain::{Scope, Subject, WITHOUT_END};

/// The last answer of a person for one scope.
#[derive(Debug, Clone, Copy)]
pub(super) struct Answered {
    /// The answer.
    pub entry: Entry,
    /// Its place among the person's entries: of two, the higher came later.
    pub place: usize,
    /// How often the person wants to be contacted, and the place and change that said so.
    pub limit: Option<Limit>,
}

/// How often a person wants to be contacted.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Limit {
    /// Contacts per 30 days.
    pub contacts: u32,
    /// The place among the person's entries of the one that said so.
    pub place: usize,
    /// Which change that is.
    pub change: u32,
}

/// One contact that took place.
#[derive(Debug, Clone, Copy)]
pub(super) struct Contact {
    /// The day.
    pub day: DayNumber,
    /// The code of the subject.
    pub subject: u32,
    /// Which use it was.
    pub index: u32,
}

/// One delivery of an offer.
#[derive(Debug, Clone, Copy)]
pub(super) struct Delivery {
    /// When, in microseconds since 1970.
    pub at_us: i64,
    /// The code of the offer's word.
    pub offer: u32,
}

/// One person as known up to a moment; its memory is used again for the next person.
#[derive(Debug, Default)]
pub(super) struct Known {
    seen: usize,
    /// The last answer of each scope.
    pub answered: Vec<Answered>,
    /// Contacts so far, earliest first.
    pub contacts: Vec<Contact>,
    /// Deliveries of offers so far, earliest first.
    pub deliveries: Vec<Delivery>,
}

impl Known {
    /// Begins with another person.
    pub fn clear(&mut self) {
        self.seen = 0;
        self.answered.clear();
        self.contacts.clear();
        self.deliveries.clear();
    }

    /// Takes in the changes up to a moment. Requests without an answer are passed over: being asked again, or putting the question off,
    /// takes back neither a permission nor a refusal.
    pub fn advance(&mut self, compiled: &Compiled, history: &[Entry], at_us: i64) {
        while let Some(entry) = history.get(self.seen).filter(|entry| entry.at_us <= at_us) {
            let place = self.seen;
            self.seen += 1;
            if !entry.state.is_unanswered() {
                self.take_in(compiled, *entry, place);
            }
        }
    }

    fn take_in(&mut self, compiled: &Compiled, entry: Entry, place: usize) {
        let said = compiled.limits.get(entry.detail as usize).copied().flatten();
        let limit = said.map(|contacts| Limit { contacts, place, change: entry.change });
        let known = self.answered.iter_mut().find(|known| known.entry.scope == entry.scope);
        // Saying yes again without a word about how often leaves standing what was said before.
        let limit = limit.or(known.as_ref().and_then(|known| known.limit)).filter(|_| entry.state.is_valid());
        let answered = Answered { entry, place, limit };
        if let Some(known) = known {
            *known = answered;
        } else {
            self.answered.push(answered);
        }
    }
}

impl Answered {
    /// Whether it permits by its own words at a moment.
    pub fn is_valid_at(&self, at_us: i64) -> bool {
        self.entry.state.is_valid() && (self.entry.until_us == WITHOUT_END || at_us < self.entry.until_us)
    }
}

impl Compiled<'_> {
    /// The scope of an answer.
    pub fn scope(&self, answered: &Answered) -> Scope {
        self.scopes.get(answered.entry.scope as usize).copied().unwrap_or_default()
    }

    /// Whether a scope's purpose and category cover those of a subject.
    pub fn covers_data(&self, scope: Scope, subject: Subject) -> bool {
        let ancestry = &self.evidence.ancestry;
        ancestry.covers(scope.purpose, subject.purpose) && ancestry.covers(scope.category, subject.category)
    }

    /// Whether a yes for a scope reaches a subject's channel and topic. Where nobody is contacted, or the log does not say about what, they
    /// make no difference.
    pub fn reaches(&self, scope: Scope, subject: Subject) -> bool {
        let channel = scope.channel == 0 || subject.channel == 0 || scope.channel == subject.channel;
        let topic =
            subject.channel == 0 || subject.topic == 0 || self.evidence.ancestry.covers(scope.topic, subject.topic);
        channel && topic
    }

    /// Whether a no to a scope hits a subject: one that names a channel or topic hits only contacts over that channel, on that topic.
    pub fn hits(&self, scope: Scope, subject: Subject) -> bool {
        let channel = scope.channel == 0 || scope.channel == subject.channel;
        let topic =
            scope.topic == 0 || (subject.channel != 0 && self.evidence.ancestry.covers(scope.topic, subject.topic));
        channel && topic
    }
}
