//! Incidents among uses that were judged in a warehouse: they stand among the others, and single uses are to be looked up there.

use crate::compliance::{Explanation, Incident, RestsOn};
use crate::domain::{Circumstance, CountedIncident, CountedUses, IncidentKey, Money};
use crate::picture::format;
use std::cmp::Reverse;
use std::collections::{BTreeSet, HashMap};

/// Adds the incidents of a warehouse to others, which stand latest first; what has the same key is one.
pub(super) fn add(incidents: &mut Vec<(Incident, Explanation)>, counted: &CountedUses) {
    let places: HashMap<IncidentKey, usize> =
        incidents.iter().enumerate().map(|(place, one)| (one.0.key.clone(), place)).collect();
    for one in counted.months.iter().flat_map(|month| &month.deviating) {
        match places.get(&one.key).and_then(|place| incidents.get_mut(*place)) {
            Some((known, explanation)) => {
                known.uses += one.uses();
                known.people += one.people;
                known.value = known.value + Money { cents: one.value_cents };
                unite(&mut known.recipients, &one.recipients);
                unite(&mut known.purposes, &one.purposes);
                unite(&mut known.teams, &one.teams);
                explanation.what = format!("{} {}", explanation.what, what(one, counted));
            }
            None => incidents.push((incident(one), explanation(one, counted))),
        }
    }
    incidents.sort_by(|one, other| Reverse(&one.0.key).cmp(&Reverse(&other.0.key)));
}

fn unite(words: &mut Vec<String>, more: &BTreeSet<String>) {
    let all: BTreeSet<String> = words.drain(..).chain(more.iter().cloned()).collect();
    words.extend(all);
}

fn incident(one: &CountedIncident) -> Incident {
    // Of equally frequent circumstances, the one that is offered first.
    let uses = |wanted: Circumstance| -> u64 {
        one.circumstances().filter(|(named, _)| *named == Some(wanted)).map(|(_, uses)| uses).sum()
    };
    let named = Circumstance::ALL.iter().rev().copied().filter(|circumstance| uses(*circumstance) > 0);
    Incident {
        key: one.key.clone(),
        uses: one.uses(),
        people: one.people,
        value: Money { cents: one.value_cents },
        circumstance_in_log: named.max_by_key(|circumstance| uses(*circumstance)),
        recipients: one.recipients.iter().cloned().collect(),
        purposes: one.purposes.iter().cloned().collect(),
        teams: one.teams.iter().cloned().collect(),
        // No use of the workspace.
        first_use: usize::MAX,
    }
}

fn explanation(one: &CountedIncident, counted: &CountedUses) -> Explanation {
    Explanation {
        what: what(one, counted),
        why: format!(
            "The warehouse judged them by the policy and the permissions there: {}.",
            one.key.kind.label().to_lowercase()
        ),
        would_have_been_fine: "The single uses, and what each of them rested on, are to be looked up in the warehouse."
            .into(),
        rests_on: RestsOn::default(),
    }
}

fn what(one: &CountedIncident, counted: &CountedUses) -> String {
    let (uses, people) = (format::count(one.uses()), format::people(one.people));
    format!("{uses} uses of data of {people}, counted in {}.", counted.source)
}
