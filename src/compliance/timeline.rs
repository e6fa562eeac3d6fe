//! Uses by person and time, and what uses of one day have in common.

use super::by_person::ByPerson;
use super::calendar::Calendar;
use crate::domain::{Circumstance, Interner, Outcome, Records};
use std::ops::Range;

/// Everything that uses have in common that reports count alike: many uses share one.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Occasion {
    /// The day, in days since 1970-01-01 in the workspace's zone.
    pub day: i32,
    /// The code of the subject.
    pub subject: u32,
    /// The code of the campaign's word.
    pub campaign: u32,
    /// The code of the team's word.
    pub team: u32,
    /// The circumstance that the log names.
    pub circumstance: Option<Circumstance>,
    /// Done or held back.
    pub outcome: Outcome,
}

/// One use as it stands among those of its person.
#[derive(Debug, Clone, Copy)]
pub(super) struct Visit {
    /// When, in microseconds since 1970.
    pub at_us: i64,
    /// Which use it is.
    pub index: u32,
    /// The code of its occasion.
    pub occasion: u32,
}

/// All uses in the order of person and time; of two at the same instant the one listed first came first.
#[derive(Debug, Clone)]
pub(super) struct Timeline {
    visits: ByPerson<Visit>,
    codes: Vec<u32>,
    occasions: Interner<Occasion>,
}

impl Timeline {
    /// Sorts the uses once.
    pub fn new(records: &Records, calendar: &Calendar, threads: usize) -> Self {
        let (codes, occasions) = occasions(records, calendar, threads.max(1));
        let uses = &records.uses;
        let make = |index: u32| {
            let place = index as usize;
            let of = |column: &[u32]| column.get(place).copied().unwrap_or_default();
            Visit { at_us: uses.at_us().get(place).copied().unwrap_or_default(), index, occasion: of(&codes) }
        };
        let tidy = |own: &mut [Visit]| {
            // Logs are mostly in order of time already.
            if !own.is_sorted_by_key(|visit| visit.at_us) {
                own.sort_by_key(|visit| visit.at_us);
            }
        };
        let blank = Visit { at_us: 0, index: 0, occasion: 0 };
        let visits = ByPerson::new(records.people.len(), uses.person(), threads, blank, make, tidy);
        Self { visits, codes, occasions }
    }

    /// One person's uses, earliest first; those of nobody in particular stand behind the last person.
    pub fn of(&self, person: usize) -> &[Visit] {
        self.visits.of(person)
    }

    /// Where the uses of some people stand among all.
    pub fn span(&self, people: &Range<usize>) -> Range<usize> {
        self.visits.span(people)
    }

    /// Where a use stands among all, given the code of its person.
    pub fn place_of(&self, person: u32, index: usize) -> Option<usize> {
        let person = (person as usize).min(self.visits.people());
        let within = self.of(person).iter().position(|visit| visit.index as usize == index)?;
        Some(self.span(&(person..person + 1)).start + within)
    }

    /// The people in as many parts of about the same number of uses as asked for.
    pub fn parts(&self, count: usize) -> Vec<Range<usize>> {
        self.visits.parts(count)
    }

    /// The code of each use's occasion.
    pub fn codes(&self) -> &[u32] {
        &self.codes
    }

    /// The occasions, in the order of their codes.
    pub fn occasions(&self) -> &[Occasion] {
        self.occasions.items()
    }
}

/// The code of each use's occasion, and the occasions.
fn occasions(records: &Records, calendar: &Calendar, threads: usize) -> (Vec<u32>, Interner<Occasion>) {
    let mut codes = vec![0; records.uses.len()];
    let length = codes.len().div_ceil(threads).max(1);
    let mut all = Interner::default();
    std::thread::scope(|scope| {
        let parts = codes.chunks_mut(length).enumerate();
        let workers: Vec<_> =
            parts.map(|(part, own)| scope.spawn(move || occasions_of(records, calendar, part * length, own))).collect();
        for worker in workers {
            let (own, occasions) = worker.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause));
            let codes: Vec<u32> = occasions.items().iter().map(|&occasion| all.code(occasion)).collect();
            if codes.iter().zip(0..).any(|(&code, own)| code != own) {
                own.iter_mut().for_each(|code| *code = codes[*code as usize]);
            }
        }
    });
    (codes, all)
}

/// So many occasions are found again without a look into the table of all.
const LATELY: usize = 64;

/// Fills the codes of the uses from one on, which are those of occasions of their own.
fn occasions_of<'a>(
    records: &Records,
    calendar: &Calendar,
    first: usize,
    own: &'a mut [u32],
) -> (&'a mut [u32], Interner<Occasion>) {
    let mut occasions = Interner::default();
    let mut lately: [Option<(Occasion, u32)>; LATELY] = [None; LATELY];
    for (index, code) in (first..).zip(own.iter_mut()) {
        let Some(one) = records.uses.get(index) else { continue };
        let occasion = Occasion {
            day: calendar.day(one.at_us),
            subject: one.subject,
            campaign: one.campaign,
            team: one.team,
            circumstance: one.circumstance,
            outcome: one.outcome,
        };
        // Uses of one campaign mostly stand together in a log.
        let slot = &mut lately[(occasion.subject as usize ^ (occasion.campaign as usize) << 3) % LATELY];
        *code = match *slot {
            Some((known, code)) if known == occasion => code,
            _ => occasions.code(occasion),
        };
        *slot = Some((occasion, *code));
    }
    (own, occasions)
}
