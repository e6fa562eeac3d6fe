//! What the cells of judged uses add up to, quarter by quarter.

use super::calendar::date;
use super::quarters::{Forgone, HeldBack, QuarterCounts, Rated};
use super::{Cell, Evidence, Judgements, Occasion, Verdict};
use crate::domain::{DeviationKind, IncidentKey, IncidentNote, Money, Quarter, QuickMap};
use jiff::civil::Date;
use std::collections::{BTreeMap, BTreeSet};

/// Deviations and uses of each campaign on each day, ordered by day.
pub(super) type Groups<'a> = BTreeMap<(Date, &'a str), (u64, u64)>;

/// By what a quarter's uses are told apart, in codes.
type Split = QuickMap<(Quarter, u32), Rated>;

/// The quarters that are being counted.
pub(super) struct Counting {
    /// The month in which years start.
    pub fiscal_start_month: i8,
    /// The counts so far.
    pub counts: BTreeMap<Quarter, QuarterCounts>,
    /// The incidents whose notes are counted.
    pub noted: BTreeSet<IncidentKey>,
}

impl Counting {
    /// The counts of the quarter that holds a day; `None` outside the quarters being counted.
    pub fn at(&mut self, day: Date) -> Option<&mut QuarterCounts> {
        self.counts.get_mut(&Quarter::of(day, self.fiscal_start_month))
    }

    /// Counts judged uses, except by campaign-day: these are handed back.
    pub fn add_uses<'a>(
        &mut self,
        evidence: &'a Evidence,
        judgements: &Judgements,
        notes: &[IncidentNote],
    ) -> Groups<'a> {
        let words = &evidence.records().words;
        let notes: BTreeMap<&IncidentKey, &IncidentNote> = notes.iter().map(|note| (&note.key, note)).collect();
        let mut groups = Groups::new();
        let mut incidents = BTreeSet::new();
        for cell in judgements.cells() {
            let Some(occasion) = evidence.occasions().get(cell.occasion as usize) else { continue };
            let day = date(occasion.day);
            let campaign = words.word(occasion.campaign);
            match cell.verdict {
                Verdict::Fine => groups.entry((day, campaign)).or_default().1 += cell.uses,
                Verdict::Deviation(kind) => {
                    let counts = groups.entry((day, campaign)).or_default();
                    *counts = (counts.0 + cell.uses, counts.1 + cell.uses);
                    let key = IncidentKey { day, kind, campaign: campaign.to_owned() };
                    let noted = notes.get(&key).and_then(|note| note.circumstance);
                    if let Some(quarter) = self.at(day) {
                        *quarter.by_kind.entry(kind).or_default() += cell.uses;
                        *quarter.by_circumstance.entry(noted.or(occasion.circumstance)).or_default() += cell.uses;
                    }
                    incidents.insert(key);
                }
                Verdict::Gap(_) | Verdict::HeldBack(_) => self.add_others(day, cell),
            }
        }
        self.add_incidents(&incidents, &notes);
        self.noted = incidents;
        self.add_splits(evidence, judgements);
        self.add_forgone(evidence, judgements);
        groups
    }

    fn add_others(&mut self, day: Date, cell: &Cell) {
        let Some(quarter) = self.at(day) else { return };
        if let Verdict::Gap(gap) = cell.verdict {
            *quarter.gaps.entry(gap).or_default() += cell.uses;
        } else {
            quarter.held_back.add(cell);
        }
    }

    fn add_incidents(&mut self, incidents: &BTreeSet<IncidentKey>, notes: &BTreeMap<&IncidentKey, &IncidentNote>) {
        for key in incidents {
            let note = notes.get(key);
            let Some(quarter) = self.at(key.day) else { continue };
            quarter.incidents += 1;
            quarter.cost = quarter.cost + note.and_then(|note| note.cost).unwrap_or_default();
            let days_after = |day: Option<Date>| day.and_then(|day| u32::try_from((day - key.day).get_days()).ok());
            quarter.days_to_discovery.extend(note.and_then(|note| days_after(note.discovered_on)));
            quarter.days_to_remedy.extend(note.and_then(|note| days_after(note.remedied_on)));
        }
        for quarter in self.counts.values_mut() {
            quarter.days_to_discovery.sort_unstable();
            quarter.days_to_remedy.sort_unstable();
        }
    }

    /// Uses and deviations by purpose, recipient, team and campaign.
    fn add_splits(&mut self, evidence: &Evidence, judgements: &Judgements) {
        let subjects = evidence.records().uses.subjects();
        let of_subject = |occasion: &Occasion| subjects.get(occasion.subject as usize).copied().unwrap_or_default();
        self.split(evidence, judgements, |one| of_subject(one).purpose, |quarter| &mut quarter.by_purpose);
        self.split(evidence, judgements, |one| of_subject(one).recipient, |quarter| &mut quarter.by_recipient);
        self.split(evidence, judgements, |one| one.team, |quarter| &mut quarter.by_team);
        self.split(evidence, judgements, |one| one.campaign, |quarter| &mut quarter.by_campaign);
    }

    fn split(
        &mut self,
        evidence: &Evidence,
        judgements: &Judgements,
        word: impl Fn(&Occasion) -> u32,
        place: impl Fn(&mut QuarterCounts) -> &mut BTreeMap<String, Rated>,
    ) {
        let mut split = Split::default();
        for cell in judgements.cells() {
            let Some(occasion) = evidence.occasions().get(cell.occasion as usize) else { continue };
            let deviations = match cell.verdict {
                Verdict::Fine => 0,
                Verdict::Deviation(_) => cell.uses,
                Verdict::Gap(_) | Verdict::HeldBack(_) => continue,
            };
            let quarter = Quarter::of(date(occasion.day), self.fiscal_start_month);
            let rated = split.entry((quarter, word(occasion))).or_default();
            rated.uses += cell.uses;
            rated.deviations += deviations;
        }
        for ((quarter, code), rated) in split {
            if let Some(quarter) = self.counts.get_mut(&quarter) {
                place(quarter).insert(evidence.records().words.word(code).to_owned(), rated);
            }
        }
    }

    /// What was held back, by the rule that it kept, the deviation that it would have been, and the purpose.
    fn add_forgone(&mut self, evidence: &Evidence, judgements: &Judgements) {
        type Key = (Quarter, Option<(usize, usize)>, Option<DeviationKind>, String);
        let mut forgone: BTreeMap<Key, (HeldBack, u64)> = BTreeMap::new();
        for cell in judgements.cells() {
            let Verdict::HeldBack(would_have_been) = cell.verdict else { continue };
            let Some(occasion) = evidence.occasions().get(cell.occasion as usize) else { continue };
            let subject = evidence.records().uses.subjects().get(occasion.subject as usize).copied();
            let purpose = evidence.records().words.word(subject.unwrap_or_default().purpose).to_owned();
            let quarter = Quarter::of(date(occasion.day), self.fiscal_start_month);
            let (held_back, without_value) = forgone.entry((quarter, cell.rule, would_have_been, purpose)).or_default();
            held_back.add(cell);
            *without_value += cell.without_value;
        }
        for ((quarter, rule, would_have_been, purpose), (held_back, without_value)) in forgone {
            if let Some(quarter) = self.counts.get_mut(&quarter) {
                quarter.forgone.push(Forgone { rule, would_have_been, purpose, held_back, without_value });
            }
        }
    }
}

impl HeldBack {
    /// These and others.
    pub(super) fn with(self, others: Self) -> Self {
        Self { uses: self.uses + others.uses, value: self.value + others.value }
    }

    /// Adds the uses of a cell.
    pub(super) fn add(&mut self, cell: &Cell) {
        self.uses += cell.uses;
        self.value = self.value + Money { cents: cell.value_cents };
    }
}
