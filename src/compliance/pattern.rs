//! Deviations that a decision is about, quarter by quarter.

use super::calendar::date;
use super::{Evidence, Judgements, Verdict};
use crate::domain::{IncidentKey, IncidentNote, Pattern, Quarter, covers};
use std::collections::BTreeMap;

/// Deviations of a pattern and uses, of each campaign-day of each quarter with uses.
///
/// Uses are those of the pattern's purpose and team; deviations those of its kind and circumstance among them, the circumstance as the incident's
/// note says or else the log.
pub fn pattern_groups(
    evidence: &Evidence,
    judgements: &Judgements,
    notes: &[IncidentNote],
    pattern: &Pattern,
    fiscal_start_month: i8,
) -> BTreeMap<Quarter, Vec<(u64, u64)>> {
    let words = &evidence.records().words;
    let subjects = evidence.records().uses.subjects();
    let noted: BTreeMap<&IncidentKey, _> = notes.iter().map(|note| (&note.key, note.circumstance)).collect();
    let mut days: BTreeMap<(i32, u32), (u64, u64)> = BTreeMap::new();
    for cell in judgements.cells() {
        let kind = match cell.verdict {
            Verdict::Fine => None,
            Verdict::Deviation(kind) => Some(kind),
            Verdict::Gap(_) | Verdict::HeldBack(_) => continue,
        };
        let Some(occasion) = evidence.occasions().get(cell.occasion as usize) else { continue };
        let purpose = subjects.get(occasion.subject as usize).map_or("", |subject| words.word(subject.purpose));
        let for_purpose = pattern.purpose.is_empty() || covers(&pattern.purpose, purpose);
        let by_team = pattern.team.is_empty() || pattern.team == words.word(occasion.team);
        if !(for_purpose && by_team) {
            continue;
        }
        let because = |kind| {
            let key = IncidentKey { day: date(occasion.day), kind, campaign: words.word(occasion.campaign).to_owned() };
            noted.get(&key).copied().flatten().or(occasion.circumstance)
        };
        let is_it = kind.is_some_and(|kind| {
            pattern.kind.is_none_or(|wanted| wanted == kind)
                && pattern.circumstance.is_none_or(|wanted| because(kind) == Some(wanted))
        });
        let group = days.entry((occasion.day, occasion.campaign)).or_default();
        *group = (group.0 + u64::from(is_it) * cell.uses, group.1 + cell.uses);
    }
    let mut quarters: BTreeMap<Quarter, Vec<(u64, u64)>> = BTreeMap::new();
    for ((day, _), group) in days {
        quarters.entry(Quarter::of(date(day), fiscal_start_month)).or_default().push(group);
    }
    quarters
}
