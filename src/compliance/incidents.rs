//! Deviating uses that belong together.

use super::calendar::{date, number};
use super::timeline::Visit;
use super::{Cell, Evidence, Judgements, Verdict};
use crate::domain::{Circumstance, DeviationKind, IncidentKey, Money, QuickMap};
use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

/// Comes after every use.
const NO_USE: (i64, u32) = (i64::MAX, u32::MAX);

/// Deviating uses of one kind in one campaign on one day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Incident {
    /// What makes them one incident.
    pub key: IncidentKey,
    /// How many uses.
    pub uses: u64,
    /// How many people they touched.
    pub people: u64,
    /// What they were worth.
    pub value: Money,
    /// The circumstance that the log names most often; `None` if it names none.
    pub circumstance_in_log: Option<Circumstance>,
    /// Who received the data, without the company itself.
    pub recipients: Vec<String>,
    /// What the data were used for.
    pub purposes: Vec<String>,
    /// Which teams used them, as far as the log names them.
    pub teams: Vec<String>,
    /// The earliest of the uses, as an index.
    pub first_use: usize,
}

/// The incidents among judged uses, ordered by day, then kind, then campaign.
///
/// Works on as many threads as asked for, at least one; the result does not depend on their number.
pub fn incidents(evidence: &Evidence, judgements: &Judgements, threads: usize) -> Vec<Incident> {
    let mut drafts = Drafts::default();
    for cell in judgements.cells() {
        drafts.add(evidence, cell);
    }
    drafts.add_people(evidence, judgements, threads);
    let mut found: Vec<Incident> = drafts.all.into_iter().map(|draft| draft.finished(evidence)).collect();
    found.sort_by(|one, other| one.key.cmp(&other.key));
    found
}

/// Incidents as they are put together.
#[derive(Default)]
struct Drafts {
    all: Vec<Draft>,
    /// The place of each by day, kind and campaign.
    by_key: QuickMap<(i32, DeviationKind, u32), usize>,
    /// The place of each by occasion and kind.
    by_occasion: QuickMap<(u32, DeviationKind), usize>,
}

struct Draft {
    key: (i32, DeviationKind, u32),
    uses: u64,
    value: Money,
    circumstances: BTreeMap<Circumstance, u64>,
    subjects: BTreeSet<u32>,
    teams: BTreeSet<u32>,
    people: u64,
    first_use: (i64, u32),
}

impl Drafts {
    /// Adds the deviating uses of a cell, except what only the single uses tell.
    fn add(&mut self, evidence: &Evidence, cell: &Cell) {
        let Verdict::Deviation(kind) = cell.verdict else { return };
        let Some(occasion) = evidence.occasions().get(cell.occasion as usize) else { return };
        let key = (occasion.day, kind, occasion.campaign);
        let place = *self.by_key.entry(key).or_insert(self.all.len());
        if place == self.all.len() {
            self.all.push(Draft::empty(key));
        }
        self.by_occasion.insert((cell.occasion, kind), place);
        let Some(draft) = self.all.get_mut(place) else { return };
        draft.uses += cell.uses;
        draft.value = draft.value + Money { cents: cell.value_cents };
        draft.subjects.insert(occasion.subject);
        draft.teams.insert(occasion.team);
        if let Some(circumstance) = occasion.circumstance {
            *draft.circumstances.entry(circumstance).or_default() += cell.uses;
        }
    }

    /// Adds whose data the uses touched, and which of them was first.
    fn add_people(&mut self, evidence: &Evidence, judgements: &Judgements, threads: usize) {
        let parts = evidence.timeline.parts(threads.max(1));
        let touched: Vec<Vec<Touched>> = std::thread::scope(|scope| {
            let drafts = &*self;
            let workers: Vec<_> =
                parts.into_iter().map(|people| scope.spawn(|| drafts.touched(evidence, judgements, people))).collect();
            workers
                .into_iter()
                .map(|worker| worker.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause)))
                .collect()
        });
        for part in touched {
            for (draft, touched) in self.all.iter_mut().zip(part) {
                draft.people += touched.people;
                draft.first_use = draft.first_use.min(touched.first_use);
            }
        }
    }

    /// What some people's uses add to each incident. Going from person to person, whoever was seen last in an incident need not be counted again.
    fn touched(&self, evidence: &Evidence, judgements: &Judgements, people: Range<usize>) -> Vec<Touched> {
        let mut all = vec![Touched::default(); self.all.len()];
        for person in people {
            for (visit, verdict) in judgements.of(evidence, person) {
                let Verdict::Deviation(kind) = verdict else { continue };
                let Some(&place) = self.by_occasion.get(&(visit.occasion, kind)) else { continue };
                let Some(touched) = all.get_mut(place) else { continue };
                touched.first_use = touched.first_use.min((visit.at_us, visit.index));
                if touched.last_person.replace(person) != Some(person) {
                    touched.people += 1;
                }
            }
        }
        all
    }
}

/// What only the single uses tell of an incident.
#[derive(Clone)]
struct Touched {
    people: u64,
    last_person: Option<usize>,
    /// When the earliest of the uses was, and which one it is.
    first_use: (i64, u32),
}

impl Default for Touched {
    fn default() -> Self {
        Self { people: 0, last_person: None, first_use: NO_USE }
    }
}

impl Draft {
    fn empty(key: (i32, DeviationKind, u32)) -> Self {
        Self {
            key,
            uses: 0,
            value: Money::default(),
            circumstances: BTreeMap::new(),
            subjects: BTreeSet::new(),
            teams: BTreeSet::new(),
            people: 0,
            first_use: NO_USE,
        }
    }

    fn finished(self, evidence: &Evidence) -> Incident {
        let (day, kind, campaign) = self.key;
        let words = &evidence.records().words;
        let subjects =
            || self.subjects.iter().filter_map(|&code| evidence.records().uses.subjects().get(code as usize));
        Incident {
            key: IncidentKey { day: date(day), kind, campaign: words.word(campaign).to_owned() },
            uses: self.uses,
            people: self.people,
            value: self.value,
            recipients: distinct(subjects().map(|subject| words.word(subject.recipient))),
            purposes: distinct(subjects().map(|subject| words.word(subject.purpose))),
            teams: distinct(self.teams.iter().map(|&team| words.word(team))),
            circumstance_in_log: most_frequent(&self.circumstances),
            first_use: self.first_use.1 as usize,
        }
    }
}

/// The uses of one incident, as indices, earliest first.
pub fn incident_uses(evidence: &Evidence, judgements: &Judgements, key: &IncidentKey) -> Vec<usize> {
    let Some(campaign) = evidence.records().words.find(&key.campaign) else { return Vec::new() };
    let day = number(key.day);
    let is_it = |(visit, verdict): &(&Visit, Verdict)| {
        *verdict == Verdict::Deviation(key.kind)
            && evidence
                .occasions()
                .get(visit.occasion as usize)
                .is_some_and(|occasion| (occasion.day, occasion.campaign) == (day, campaign))
    };
    let all = (0..evidence.records().people.len()).flat_map(|person| judgements.of(evidence, person));
    let mut found: Vec<(i64, u32)> = all.filter(is_it).map(|(visit, _)| (visit.at_us, visit.index)).collect();
    found.sort_unstable();
    found.into_iter().map(|(_, index)| index as usize).collect()
}

/// The circumstance named most often; of several, the one that is offered first.
fn most_frequent(counts: &BTreeMap<Circumstance, u64>) -> Option<Circumstance> {
    // The last of equal counts wins, hence the reverse order.
    counts.iter().rev().max_by_key(|&(_, count)| count).map(|(&circumstance, _)| circumstance)
}

fn distinct<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let words: BTreeSet<&str> = words.filter(|word| !word.is_empty()).collect();
    words.into_iter().map(str::to_owned).collect()
}
