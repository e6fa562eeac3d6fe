//! What a person says of one incident, or of many at once.

use super::super::IncidentModel;
use crate::domain::{Circumstance, Discovery, Disposition, IncidentNote, Money};
use jiff::civil::Date;

/// A cost as it is given for several incidents.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum CostGiven {
    /// Each cost this; `None`: it is not known what they cost.
    Each(Option<Money>),
    /// All of them together cost this; each bears an even share, to the last hundredth.
    Together(Money),
}

/// What is to be said of incidents; `None` leaves what was said of each before.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct NoteChange {
    /// Why it happened; `Some(None)`: as the log says.
    pub circumstance: Option<Option<Circumstance>>,
    /// What was decided.
    pub disposition: Option<Disposition>,
    /// What it cost.
    pub cost: Option<CostGiven>,
    /// How it came to light; `Some(None)`: nobody said.
    pub discovery: Option<Option<Discovery>>,
    /// The day on which it came to light.
    pub discovered_on: Option<Option<Date>>,
    /// The day on which it was put right.
    pub remedied_on: Option<Option<Date>>,
    /// In words.
    pub note: Option<String>,
}

impl NoteChange {
    /// What all of these incidents have in common already; `None` where they differ.
    pub fn shared(incidents: &[&IncidentModel]) -> Self {
        let notes: Vec<IncidentNote> = incidents.iter().map(|model| before(model)).collect();
        Self {
            circumstance: same(&notes, |note| note.circumstance),
            disposition: same(&notes, |note| note.disposition),
            cost: same(&notes, |note| note.cost).map(CostGiven::Each),
            discovery: same(&notes, |note| note.discovery),
            discovered_on: same(&notes, |note| note.discovered_on),
            remedied_on: same(&notes, |note| note.remedied_on),
            note: same(&notes, |note| note.note.clone()),
        }
    }

    /// The notes of these incidents after the change; only those that it changes.
    pub fn apply(&self, incidents: &[&IncidentModel]) -> Vec<IncidentNote> {
        let number = incidents.len();
        let changed = |(place, model): (usize, &&IncidentModel)| {
            let before = before(model);
            let after = self.applied(before.clone(), place, number);
            (after != before).then_some(after)
        };
        incidents.iter().enumerate().filter_map(changed).collect()
    }

    fn applied(&self, note: IncidentNote, place: usize, number: usize) -> IncidentNote {
        IncidentNote {
            circumstance: self.circumstance.unwrap_or(note.circumstance),
            disposition: self.disposition.unwrap_or(note.disposition),
            cost: match self.cost {
                None => note.cost,
                Some(CostGiven::Each(cost)) => cost,
                Some(CostGiven::Together(all)) => Some(share(all, place, number)),
            },
            discovery: self.discovery.unwrap_or(note.discovery),
            discovered_on: self.discovered_on.unwrap_or(note.discovered_on),
            remedied_on: self.remedied_on.unwrap_or(note.remedied_on),
            note: self.note.clone().unwrap_or(note.note),
            ..note
        }
    }
}

/// What all of the notes have in common.
fn same<T: PartialEq>(notes: &[IncidentNote], of: impl Fn(&IncidentNote) -> T) -> Option<T> {
    let first = of(notes.first()?);
    notes.iter().all(|note| of(note) == first).then_some(first)
}

fn before(model: &IncidentModel) -> IncidentNote {
    model.note.clone().unwrap_or_else(|| IncidentNote::empty(model.incident.key.clone()))
}

/// One of `number` even shares; the first ones bear what cannot be divided, so that all of them add up to the whole.
fn share(all: Money, place: usize, number: usize) -> Money {
    let (Ok(place), Ok(number)) = (i64::try_from(place), i64::try_from(number.max(1))) else { return all };
    let (even, rest) = (all.cents.div_euclid(number), all.cents.rem_euclid(number));
    Money { cents: even + i64::from(place < rest) }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::compliance::{Explanation, Incident, RestsOn};
    use crate::domain::{DeviationKind, IncidentKey};
    use jiff::civil::date;

    fn incident(day: i8) -> IncidentModel {
        IncidentModel {
            incident: Incident {
                key: IncidentKey {
                    day: date(2026, 1, day),
                    kind: DeviationKind::NoPermission,
                    campaign: String::new(),
                },
                uses: 1,
                people: 1,
                value: Money::default(),
                circumstance_in_log: None,
                recipients: Vec::new(),
                purposes: Vec::new(),
                teams: Vec::new(),
                first_use: 0,
            },
            note: None,
            explanation: Explanation {
                what: String::new(),
                why: String::new(),
                would_have_been_fine: String::new(),
                rests_on: RestsOn::default(),
            },
        }
    }

    #[test]
    fn only_what_was_set_is_changed_and_only_where_it_changes_anything() {
        let mut all = [incident(1), incident(2), incident(3)];
        all[1].note = Some(IncidentNote {
            cost: Some(Money { cents: 5 }),
            disposition: Disposition::Stands,
            ..IncidentNote::empty(all[1].incident.key.clone())
        });
        let all: Vec<&IncidentModel> = all.iter().collect();
        let change = NoteChange { disposition: Some(Disposition::Stands), ..NoteChange::default() };
        let notes = change.apply(&all);
        assert_eq!(notes.iter().map(|note| note.key.day.day()).collect::<Vec<_>>(), [1, 3]);
        let change = NoteChange { discovery: Some(Some(Discovery::Audit)), ..NoteChange::default() };
        let notes = change.apply(&all);
        assert_eq!(notes[1].cost, Some(Money { cents: 5 }));
        assert!(notes.iter().all(|note| note.discovery == Some(Discovery::Audit)));
        assert!(NoteChange::shared(&all).apply(&all).is_empty());
    }

    #[test]
    fn what_differs_is_not_shared() {
        let mut all = [incident(1), incident(2)];
        all[0].note = Some(IncidentNote {
            cost: Some(Money { cents: 5 }),
            remedied_on: Some(date(2026, 2, 1)),
            ..IncidentNote::empty(all[0].incident.key.clone())
        });
        let shared = NoteChange::shared(&all.iter().collect::<Vec<_>>());
        assert_eq!((shared.cost, shared.remedied_on), (None, None));
        assert_eq!((shared.disposition, shared.note), (Some(Disposition::Open), Some(String::new())));
        assert_eq!(NoteChange::shared(&[]), NoteChange::default());
    }

    #[test]
    fn a_cost_is_split_to_the_last_hundredth() {
        let all = [incident(1), incident(2), incident(3)];
        let all: Vec<&IncidentModel> = all.iter().collect();
        for cents in [1000, 1, -7] {
            let cost = Some(CostGiven::Together(Money { cents }));
            let notes = NoteChange { cost, ..NoteChange::default() }.apply(&all);
            let costs: Vec<i64> = notes.iter().filter_map(|note| note.cost).map(|cost| cost.cents).collect();
            assert_eq!((costs.len(), costs.iter().sum()), (3, cents));
            assert!(costs[0] - costs[2] <= 1);
        }
    }
}
