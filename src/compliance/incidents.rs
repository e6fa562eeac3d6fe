//! Deviating uses that belong together.

use super::evidence::day_in;
use super::{Judgement, Verdict};
use crate::domain::{Circumstance, DataUse, IncidentKey, Money, PersonKey};
use jiff::tz::TimeZone;
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
    /// The earliest of the uses, as an index.
    pub first_use: usize,
}

/// The incidents among judged uses, ordered by day, then kind, then campaign.
pub fn incidents(uses: &[DataUse], judgements: &[Judgement], zone: &TimeZone) -> Vec<Incident> {
    let mut members: BTreeMap<IncidentKey, Vec<usize>> = BTreeMap::new();
    for (index, (data_use, judgement)) in uses.iter().zip(judgements).enumerate() {
        if let Some(key) = key_of(data_use, judgement, zone) {
            members.entry(key).or_default().push(index);
        }
    }
    members.into_iter().map(|(key, members)| incident(key, &members, uses)).collect()
}

/// The incident that a use belongs to; `None` unless it deviated.
pub(super) fn key_of(data_use: &DataUse, judgement: &Judgement, zone: &TimeZone) -> Option<IncidentKey> {
    match judgement.verdict {
        Verdict::Deviation(kind) => {
            Some(IncidentKey { day: day_in(zone, data_use.at), kind, campaign: data_use.campaign.clone() })
        }
        Verdict::Fine | Verdict::Gap(_) | Verdict::HeldBack => None,
    }
}

fn incident(key: IncidentKey, members: &[usize], uses: &[DataUse]) -> Incident {
    let own = || members.iter().map(|&index| &uses[index]);
    let people: BTreeSet<PersonKey> = own().filter_map(|data_use| data_use.person).collect();
    Incident {
        key,
        uses: members.len() as u64,
        people: people.len() as u64,
        value: own().map(|data_use| data_use.value).sum(),
        circumstance_in_log: most_frequent(own().filter_map(|data_use| data_use.circumstance)),
        recipients: distinct(own().map(|data_use| data_use.recipient.as_str())),
        purposes: distinct(own().map(|data_use| data_use.purpose.as_str())),
        first_use: members.iter().copied().min_by_key(|&index| uses[index].at).unwrap_or_default(),
    }
}

/// The circumstance named most often; of several, the one that is offered first.
fn most_frequent(named: impl Iterator<Item = Circumstance>) -> Option<Circumstance> {
    let mut counts: BTreeMap<Circumstance, u64> = BTreeMap::new();
    for circumstance in named {
        *counts.entry(circumstance).or_default() += 1;
    }
    // The last of equal counts wins, hence the reverse order.
    counts.into_iter().rev().max_by_key(|&(_, count)| count).map(|(circumstance, _)| circumstance)
}

fn distinct<'a>(words: impl Iterator<Item = &'a str>) -> Vec<String> {
    let words: BTreeSet<&str> = words.filter(|word| !word.is_empty()).collect();
    words.into_iter().map(str::to_owned).collect()
}
