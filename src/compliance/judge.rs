//! Judging uses.
//!
//! A use is judged in this order; the first that matches is the verdict:
//!
//! 1. It cannot be judged → a gap: `UnresolvedPerson`, `UnknownPurpose`, `UnknownCategory`, `OutsideAnyPolicy` (no version
//!    was in force on its day in the workspace's zone, or no applicable rule of that version is about its purpose and
//!    category). Otherwise it is judged by the first such rule.
//! 2. The recipient is named in the log but not in the rule's list → `UnlistedRecipient`. A rule without a list names nobody.
//! 3. The rule needs a permission. What counts is the person's latest answer at or before the use that covers its purpose,
//!    category, channel and topic; of answers at one instant, the less permissive one. An answer that a later one for the
//!    same purpose, category, channel and topic replaced counts no more. A request without an answer changes nothing. An answer that names a channel or a topic is a preference: a yes reaches only these (and whatever contacts
//!    nobody, or is about no known topic), a no hits only contacts over the channel and on the topic.
//!    - No such answer: a valid permission for the purpose and data over other channels or on other topics →
//!      `PreferenceIgnored`; else a valid permission for another purpose with the same data → `PurposeMismatch`; for the
//!      purpose but other data → `CategoryNotCovered`; for another purpose and other data → `PurposeMismatch`; else →
//!      `NoPermission`.
//!    - A no to a channel or topic, while a permission for all channels and topics stands → `PreferenceIgnored`.
//!    - Withdrawn or revoked → `UseAfterWithdrawal`; expired → `UseAfterExpiry`; invalidated or unknown → `RecordMissing`;
//!      anything else that is not valid → `NoPermission`.
//!    - Valid, but the rule needs a record and there is none → `RecordMissing`. An answer in an experiment is a record.
//!    - Valid, but ended: by the end that it names itself, by the time of the accepted terms or of the rule → `UseAfterExpiry`.
//!    - Valid, but given longer ago than the rule keeps → `RetentionOverrun`.
//!    - Valid, from a response with known terms, and these name neither the recipient, nor so long a time, nor so many
//!      contacts → `TermsBroken`; and the offer made in return was due and is not known as delivered → `OfferNotDelivered`.
//!    - Valid, but given under an earlier version whose rule about this use was narrower than the use: no rule, the recipient
//!      not listed, a shorter time, fewer contacts → `SecondaryUseWithoutReask`.
//!    - Valid, but from a response to a wording that was not approved by that day, and the rule needs it → `UnapprovedWording`.
//! 4. The use is a contact, whether or not it needs a permission, and the person said no to its channel or topic and has not
//!    said yes to them since, or wants such contacts less often → `PreferenceIgnored`.
//! 5. More contacts in 30 days, this one included, than the rule allows → `OverContact`. Every use that was done and has a
//!    channel is a contact.
//! 6. The use is a request (its category is `user.privacy_preferences`): the log names a wording that was not approved by
//!    that day, and the rule needs it → `UnapprovedWording`; a refusal of the person, for any purpose, stands that is
//!    younger than the rule's `ask_again_after_days` → `AskedAgainTooSoon`.
//! 7. Otherwise it was fine.
//!
//! A use that was held back is judged in the same way, as if it had been done, and becomes `HeldBack` with the deviation that it
//! would have been: none if it would have been fine or cannot be judged.
//!
//! Days are calendar days in the workspace's zone, so that neither a leap day nor a change of the clocks moves a limit.

use super::case::{Case, Decision};
use super::compiled::Compiled;
use super::history::Entry;
use super::judgement::{Cell, Judgements, Packed};
use super::standing::{Contact, Delivery, Known};
use super::timeline::{Occasion, Visit};
use super::{Evidence, Rulebook, Verdict};
use crate::domain::{CoverageGap, Outcome, QuickMap};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU64, Ordering};

/// Uses and value by occasion, verdict and rule.
type Counts = QuickMap<u64, Counted>;

/// Uses that were judged alike on one occasion.
#[derive(Clone, Copy, Default)]
struct Counted {
    uses: u64,
    value_cents: i64,
    without_value: u64,
}

/// Judges all uses of the evidence and counts them, side by side on as many threads as asked for (at least one).
///
/// The result does not depend on the number of threads, nor on the order in which changes arrived.
pub fn judge(evidence: &Evidence, rulebook: &Rulebook, threads: usize) -> Judgements {
    let compiled = Compiled::new(evidence, rulebook);
    let verdicts: Vec<AtomicU64> = (0..evidence.records().uses.len()).map(|_| AtomicU64::new(0)).collect();
    let parts = evidence.timeline.parts(threads.max(1));
    std::thread::scope(|scope| {
        for people in parts {
            scope.spawn(|| judge_people(&compiled, people, &verdicts));
        }
    });
    let packed: Vec<Packed> = verdicts.into_iter().map(|verdict| Packed(verdict.into_inner())).collect();
    let cells = cells(&compiled, &packed, threads.max(1));
    Judgements { packed, cells, rules: compiled.rules, versions_from: compiled.versions_from }
}

fn judge_people(compiled: &Compiled, people: Range<usize>, verdicts: &[AtomicU64]) {
    let evidence = compiled.evidence;
    let mut known = Known::default();
    for person in people {
        let history = evidence.histories.of(person);
        let is_somebody = person < evidence.records().people.len();
        known.clear();
        for visit in evidence.timeline.of(person) {
            let packed = judge_visit(compiled, history, is_somebody, &mut known, visit);
            if let Some(verdict) = verdicts.get(visit.index as usize) {
                verdict.store(packed.0, Ordering::Relaxed);
            }
        }
    }
}

/// Judges the next use of a person, and remembers it for those that follow.
fn judge_visit(compiled: &Compiled, history: &[Entry], is_somebody: bool, known: &mut Known, visit: &Visit) -> Packed {
    let Some(occasion) = compiled.evidence.occasions().get(visit.occasion as usize) else {
        return Packed::new(Verdict::Fine, None, None);
    };
    known.advance(compiled, history, visit.at_us);
    let packed = match case(compiled, known, is_somebody, occasion, visit.at_us) {
        Ok(case) => packed(&case, case.decide(), occasion.outcome),
        Err(_) if occasion.outcome == Outcome::HeldBack => Packed::new(Verdict::HeldBack(None), None, None),
        Err(gap) => Packed::new(Verdict::Gap(gap), None, None),
    };
    remember(compiled, known, occasion, visit);
    packed
}

fn packed(case: &Case, decision: Decision, outcome: Outcome) -> Packed {
    let (kind, change) = match decision {
        Ok(change) => (None, change),
        Err(finding) => (Some(finding.kind), finding.change),
    };
    let verdict = match outcome {
        Outcome::HeldBack => Verdict::HeldBack(kind),
        Outcome::Done => kind.map_or(Verdict::Fine, Verdict::Deviation),
    };
    Packed::new(verdict, Some(case.ruling.code), change)
}

/// A use with whose data it used and the rule about it; or why it cannot be judged.
fn case<'a>(
    compiled: &'a Compiled<'a>,
    known: &'a Known,
    is_somebody: bool,
    occasion: &Occasion,
    at_us: i64,
) -> Result<Case<'a>, CoverageGap> {
    if !is_somebody {
        return Err(CoverageGap::UnresolvedPerson);
    }
    let facts = compiled.subjects.get(occasion.subject as usize).ok_or(CoverageGap::UnknownPurpose)?;
    if let Some(gap) = facts.gap {
        return Err(gap);
    }
    let version = compiled.in_force(occasion.day).ok_or(CoverageGap::OutsideAnyPolicy)?;
    let ruling = compiled.ruling(version, occasion.subject).ok_or(CoverageGap::OutsideAnyPolicy)?;
    Ok(Case { compiled, known, facts, ruling, subject: occasion.subject, version, at_us, day: occasion.day })
}

fn remember(compiled: &Compiled, known: &mut Known, occasion: &Occasion, visit: &Visit) {
    if occasion.outcome == Outcome::HeldBack {
        return;
    }
    let Some(facts) = compiled.subjects.get(occasion.subject as usize) else { return };
    if facts.words.channel != 0 {
        known.contacts.push(Contact { day: occasion.day, subject: occasion.subject, index: visit.index });
    }
    if facts.words.delivers != 0 {
        known.deliveries.push(Delivery { at_us: visit.at_us, offer: facts.words.delivers });
    }
}

/// Judges one use once more and shows its case; `None` if it cannot be judged or there is no such use.
pub(super) fn with_case<T>(compiled: &Compiled, index: usize, show: impl FnOnce(&Case, Decision) -> T) -> Option<T> {
    let evidence = compiled.evidence;
    let person = *evidence.records().uses.person().get(index)? as usize;
    let history = evidence.histories.of(person);
    let mut known = Known::default();
    for visit in evidence.timeline.of(person) {
        let occasion = evidence.occasions().get(visit.occasion as usize)?;
        if visit.index as usize == index {
            known.advance(compiled, history, visit.at_us);
            let case = case(compiled, &known, true, occasion, visit.at_us).ok()?;
            return Some(show(&case, case.decide()));
        }
        remember(compiled, &mut known, occasion, visit);
    }
    None
}

/// All uses counted by occasion, rule and verdict, in this order.
fn cells(compiled: &Compiled, packed: &[Packed], threads: usize) -> Vec<Cell> {
    let codes = compiled.evidence.timeline.codes();
    let values = compiled.evidence.records().uses.value_cents();
    let length = packed.len().div_ceil(threads).max(1);
    let parts = packed.chunks(length).zip(codes.chunks(length)).zip(values.chunks(length));
    let counted: Vec<Counts> = std::thread::scope(|scope| {
        let workers: Vec<_> =
            parts.map(|((packed, codes), values)| scope.spawn(move || count(packed, codes, values))).collect();
        workers
            .into_iter()
            .map(|worker| worker.join().unwrap_or_else(|cause| std::panic::resume_unwind(cause)))
            .collect()
    });
    let mut all: BTreeMap<u64, Counted> = BTreeMap::new();
    for (key, counted) in counted.into_iter().flatten() {
        let sum = all.entry(key).or_default();
        sum.uses += counted.uses;
        sum.value_cents = sum.value_cents.saturating_add(counted.value_cents);
        sum.without_value += counted.without_value;
    }
    all.into_iter().filter_map(|(key, counted)| cell(compiled, key, counted)).collect()
}

fn count(packed: &[Packed], codes: &[u32], values: &[i64]) -> Counts {
    let mut counts = Counts::default();
    for ((packed, &code), &value_cents) in packed.iter().zip(codes).zip(values) {
        let count = counts.entry(u64::from(code) << 32 | u64::from(packed.counted())).or_default();
        count.uses += 1;
        count.value_cents = count.value_cents.saturating_add(value_cents);
        count.without_value += u64::from(value_cents == 0);
    }
    counts
}

fn cell(compiled: &Compiled, key: u64, counted: Counted) -> Option<Cell> {
    let packed = Packed::from_counted(u32::try_from(key & u64::from(u32::MAX)).ok()?);
    let rule = packed.rule().and_then(|rule| compiled.rules.get(rule as usize)).copied();
    let Counted { uses, value_cents, without_value } = counted;
    let occasion = u32::try_from(key >> 32).ok()?;
    Some(Cell { occasion, verdict: packed.verdict(), rule, uses, value_cents, without_value })
}
