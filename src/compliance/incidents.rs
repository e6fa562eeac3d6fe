//! Deviating uses that belong together.

use super::calendar::{date, number};
use super::timeline::Visit;
use super::{Cell, Evidence, Judgements, Verdict};
use crate::domain::{Circumstance, DeviationKind, IncidentKey, Money, QuickMap, code_of};
use std::collections::{BTreeMap, BTreeSet};

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
pub fn incidents(evidence: &Evidence, judgements: &Judgements) -> Vec<Incident> {
    let mut drafts = Drafts::default();
    for cell in judgements.cells() {
        drafts.add(evidence, cell);
    }
    drafts.add_people(evidence, judgements);
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
    first_use: Option<(i64, u32)>,
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

    /// Adds whose data the uses touched, and which of them was first. The uses are looked through as they stand, because going from person to
    /// person would jump about in all judgements; pairs that come twice fall together once they are sorted.
    fn add_people(&mut self, evidence: &Evidence, judgements: &Judgements) {
        let uses = &evidence.records().uses;
        let occasions = evidence.timeline.codes().iter().zip(uses.at_us()).zip(uses.person());
        let mut touched: Vec<(u32, u32)> = Vec::new();
        for (index, ((&occasion, &at_us), &person)) in (0_u32..).zip(occasions) {
            let Some(Verdict::Deviation(kind)) = judgements.verdict(index as usize) else { continue };
            let Some(&place) = self.by_occasion.get(&(occasion, kind)) else { continue };
            let Some(draft) = self.all.get_mut(place) else { continue };
            let this = (at_us, index);
            draft.first_use = Some(draft.first_use.map_or(this, |first| first.min(this)));
            touched.push((code_of(place), person));
        }
        touched.sort_unstable();
        touched.dedup();
        for (place, _) in touched {
            if let Some(draft) = self.all.get_mut(place as usize) {
                draft.people += 1;
            }
        }
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
            first_use: None,
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
            first_use: self.first_use.map_or(0, |(_, index)| index as usize),
        }
    }
}

/// The uses of one incident, as indices, earliest first.
pub fn incident_uses(evidence: &Evidence, judgements: &Judgements, key: &IncidentKey) -> Vec<usize> {
    let Some(campaign) = evidence.records().words.find(&key.campaign) else { return Vec::new() };
    let day = number(key.day);
    let is_it = |visit: &&Visit| {
        judgements.verdict(visit.index as usize) == Some(Verdict::Deviation(key.kind))
            && evidence
                .occasions()
                .get(visit.occasion as usize)
                .is_some_and(|occasion| (occasion.day, occasion.campaign) == (day, campaign))
    };
    let all = (0..evidence.records().people.len()).flat_map(|person| evidence.timeline.of(person));
    let mut found: Vec<(i64, u32)> = all.filter(is_it).map(|visit| (visit.at_us, visit.index)).collect();
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
