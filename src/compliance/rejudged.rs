//! Earlier quarters judged by later rules, so that a change can be split into what the rules did and what people did.

use super::calendar::date;
use super::{Evidence, Judgements, Rulebook, Verdict, judge};
use crate::domain::{Policy, Quarter};
use std::collections::BTreeMap;

/// Two successive quarters between which the rules changed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rejudged {
    /// The later quarter.
    pub quarter: Quarter,
    /// The version of the policy in force at its end, as an index into its versions.
    pub version: usize,
    /// The campaign-days of the earlier quarter, judged as they were and as if that version had always been in force.
    pub before: Vec<RejudgedUses>,
    /// Deviations and uses of the campaign-days of the later quarter, as judged.
    pub now: Vec<(u64, u64)>,
}

/// The uses of one campaign-day, judged by two sets of rules.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct RejudgedUses {
    /// Uses that could be judged by both.
    pub uses: u64,
    /// Of these: deviations by both.
    pub both: u64,
    /// Of these: deviations by the old rules only.
    pub only_old: u64,
    /// Of these: deviations by the new rules only.
    pub only_new: u64,
}

/// The successive quarters with uses between which the rules changed, earliest first.
///
/// New rules are taken as if they had always held: nobody can then owe people a new question, so that an earlier use deviates by them only for
/// what was done.
pub fn rejudged(
    evidence: &Evidence,
    rulebook: &Rulebook,
    judgements: &Judgements,
    fiscal_start_month: i8,
    threads: usize,
) -> Vec<Rejudged> {
    let own = groups(evidence, judgements, fiscal_start_month);
    let mut by_version: BTreeMap<usize, BTreeMap<Quarter, Vec<RejudgedUses>>> = BTreeMap::new();
    let mut found = Vec::new();
    for (&quarter, now) in &own {
        let before = own.range(..quarter).next_back().map(|(&before, _)| before);
        let Some(before) = before.filter(|before| before.next() == quarter) else { continue };
        let Some(version) = changed_to(rulebook.policy, before, quarter) else { continue };
        let rejudged = by_version.entry(version).or_insert_with(|| {
            let policy = rulebook.policy.as_if_always(version).unwrap_or_default();
            let other = judge(evidence, &Rulebook { policy: &policy, ..*rulebook }, threads);
            paired(evidence, judgements, &other, fiscal_start_month)
        });
        let before = rejudged.get(&before).cloned().unwrap_or_default();
        found.push(Rejudged { quarter, version, before, now: now.clone() });
    }
    found
}

/// The version at the end of the later quarter, if it is another than at the beginning of the earlier one.
fn changed_to(policy: &Policy, before: Quarter, quarter: Quarter) -> Option<usize> {
    let last_day = quarter.next().first_day().yesterday().ok()?;
    let version = policy.in_force(last_day)?;
    (policy.in_force(before.first_day()) != Some(version)).then_some(version)
}

/// Deviations and uses of each campaign-day, by quarter.
fn groups(evidence: &Evidence, judgements: &Judgements, fiscal_start_month: i8) -> BTreeMap<Quarter, Vec<(u64, u64)>> {
    let mut days: BTreeMap<(i32, u32), (u64, u64)> = BTreeMap::new();
    for cell in judgements.cells() {
        let Some(deviates) = deviates(cell.verdict) else { continue };
        let Some(occasion) = evidence.occasions().get(cell.occasion as usize) else { continue };
        let group = days.entry((occasion.day, occasion.campaign)).or_default();
        *group = (group.0 + u64::from(deviates) * cell.uses, group.1 + cell.uses);
    }
    by_quarter(days, fiscal_start_month)
}

/// The uses that both can judge, by quarter and campaign-day.
fn paired(
    evidence: &Evidence,
    old: &Judgements,
    new: &Judgements,
    fiscal_start_month: i8,
) -> BTreeMap<Quarter, Vec<RejudgedUses>> {
    let mut by_occasion = vec![RejudgedUses::default(); evidence.occasions().len()];
    for ((old, new), &code) in old.verdicts.iter().zip(&new.verdicts).zip(evidence.timeline.codes()) {
        let (Some(old), Some(new)) = (deviates(old.verdict()), deviates(new.verdict())) else { continue };
        if let Some(group) = by_occasion.get_mut(code as usize) {
            group.uses += 1;
            group.both += u64::from(old && new);
            group.only_old += u64::from(old && !new);
            group.only_new += u64::from(new && !old);
        }
    }
    let mut days: BTreeMap<(i32, u32), RejudgedUses> = BTreeMap::new();
    for (occasion, own) in evidence.occasions().iter().zip(by_occasion) {
        if own.uses > 0 {
            let group = days.entry((occasion.day, occasion.campaign)).or_default();
            group.uses += own.uses;
            group.both += own.both;
            group.only_old += own.only_old;
            group.only_new += own.only_new;
        }
    }
    by_quarter(days, fiscal_start_month)
}

/// Whether a judged use deviates; `None` for what is not judged.
fn deviates(verdict: Verdict) -> Option<bool> {
    match verdict {
        Verdict::Fine => Some(false),
        Verdict::Deviation(_) => Some(true),
        Verdict::Gap(_) | Verdict::HeldBack(_) => None,
    }
}

fn by_quarter<T>(days: BTreeMap<(i32, u32), T>, fiscal_start_month: i8) -> BTreeMap<Quarter, Vec<T>> {
    let mut quarters: BTreeMap<Quarter, Vec<T>> = BTreeMap::new();
    for ((day, _), group) in days {
        quarters.entry(Quarter::of(date(day), fiscal_start_month)).or_default().push(group);
    }
    quarters
}
