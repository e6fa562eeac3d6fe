//! One pass over judged uses: campaign-days, kinds, circumstances, gaps and what was held back.

use super::evidence::day_in;
use super::incidents::key_of;
use super::quarters::QuarterCounts;
use super::{Judgement, Verdict};
use crate::domain::{DataUse, IncidentKey, IncidentNote, Quarter};
use jiff::{civil::Date, tz::TimeZone};
use std::collections::{BTreeMap, BTreeSet};

/// Deviations and uses of each campaign on each day, ordered by day.
pub(super) type Groups<'a> = BTreeMap<(Date, &'a str), (u64, u64)>;

/// The quarters that are being counted.
pub(super) struct Counting {
    /// The month in which years start.
    pub fiscal_start_month: i8,
    /// The counts so far.
    pub counts: BTreeMap<Quarter, QuarterCounts>,
}

impl Counting {
    /// The counts of the quarter that holds a day; `None` outside the quarters being counted.
    pub fn at(&mut self, day: Date) -> Option<&mut QuarterCounts> {
        self.counts.get_mut(&Quarter::of(day, self.fiscal_start_month))
    }

    /// Counts judged uses, except by campaign-day: these are handed back.
    pub fn add_uses<'a>(
        &mut self,
        uses: &'a [DataUse],
        judgements: &[Judgement],
        notes: &[IncidentNote],
        zone: &TimeZone,
    ) -> Groups<'a> {
        let notes: BTreeMap<&IncidentKey, &IncidentNote> = notes.iter().map(|note| (&note.key, note)).collect();
        let mut groups = Groups::new();
        let mut incidents = BTreeSet::new();
        for (data_use, judgement) in uses.iter().zip(judgements) {
            let day = day_in(zone, data_use.at);
            let group = (day, data_use.campaign.as_str());
            match judgement.verdict {
                Verdict::Fine => groups.entry(group).or_default().1 += 1,
                Verdict::Deviation(kind) => {
                    let counts = groups.entry(group).or_default();
                    *counts = (counts.0 + 1, counts.1 + 1);
                    let key = key_of(data_use, judgement, zone);
                    let note = key.as_ref().and_then(|key| notes.get(key));
                    let circumstance = note.and_then(|note| note.circumstance).or(data_use.circumstance);
                    if let Some(quarter) = self.at(day) {
                        *quarter.by_kind.entry(kind).or_default() += 1;
                        *quarter.by_circumstance.entry(circumstance).or_default() += 1;
                    }
                    incidents.extend(key);
                }
                Verdict::Gap(_) | Verdict::HeldBack => self.add_unjudged(day, data_use, judgement.verdict),
            }
        }
        self.add_incidents(&incidents, &notes);
        groups
    }

    fn add_unjudged(&mut self, day: Date, data_use: &DataUse, verdict: Verdict) {
        let Some(quarter) = self.at(day) else { return };
        if let Verdict::Gap(gap) = verdict {
            *quarter.gaps.entry(gap).or_default() += 1;
        } else {
            quarter.held_back.uses += 1;
            quarter.held_back.value = quarter.held_back.value + data_use.value;
        }
    }

    fn add_incidents(&mut self, incidents: &BTreeSet<IncidentKey>, notes: &BTreeMap<&IncidentKey, &IncidentNote>) {
        for key in incidents {
            let cost = notes.get(key).and_then(|note| note.cost).unwrap_or_default();
            if let Some(quarter) = self.at(key.day) {
                quarter.incidents += 1;
                quarter.cost = quarter.cost + cost;
            }
        }
    }
}
