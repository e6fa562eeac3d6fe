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
use super::judgement::{Cell, Coded, Judgements, NO_CHANGE};
use super::standing::{Contact, Delivery, Known};
use super::timeline::{Occasion, Visit};
use super::{Evidence, Rulebook, Verdict};
use crate::domain::{CoverageGap, Outcome, QuickMap};
use std::collections::BTreeMap;
use std::ops::Range;
use std::sync::atomic::{AtomicU8, Ordering};
use std::sync::{Mutex, PoisonError};

/// The people are judged in so many parts for each thread, so that none is left with much to do when the others are done.
const PARTS: usize = 8;

/// Uses and value by occasion and verdict.
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
    let (compiled, threads) = (Compiled::new(evidence, rulebook), threads.max(1));
    let uses = evidence.records().uses.len();
    let verdicts: Vec<AtomicU8> = (0..uses).map(|_| AtomicU8::new(0)).collect();
    let (mut by_person, mut changes) = (vec![Coded(0); uses], vec![NO_CHANGE; uses]);
    let mut rest = (by_person.as_mut_slice(), changes.as_mut_slice());
    let parts = evidence.timeline.parts(threads * PARTS).into_iter().map(|people| {
        let length = evidence.timeline.span(&people).len();
        let (verdicts, changes) = std::mem::take(&mut rest);
        let (verdicts, changes) = (verdicts.split_at_mut(length), changes.split_at_mut(length));
        rest = (verdicts.1, changes.1);
        (people, verdicts.0.iter_mut().zip(changes.0))
    });
    let parts = Mutex::new(parts);
    let next = || parts.lock().unwrap_or_else(PoisonError::into_inner).next();
    std::thread::scope(|scope| {
        for _ in 0..threads {
            scope.spawn(|| {
                while let Some((people, own)) = next() {
                    judge_people(&compiled, people, own, &verdicts);
                }
            });
        }
    });
    let verdicts: Vec<Coded> = verdicts.into_iter().map(|verdict| Coded(verdict.into_inner())).collect();
    let cells = cells(&compiled, &verdicts, threads);
    let rules = compiled.places();
    Judgements { verdicts, by_person, changes, cells, rules, versions_from: compiled.versions_from }
}

/// Judges the uses of some people; `own` takes their verdicts and the changes that they rest on, in the order of the timeline.
fn judge_people<'a>(
    compiled: &Compiled,
    people: Range<usize>,
    mut own: impl Iterator<Item = (&'a mut Coded, &'a mut u32)>,
    verdicts: &[AtomicU8],
) {
    let evidence = compiled.evidence;
    let mut known = Known::default();
    for person in people {
        let history = evidence.histories.of(person);
        let is_somebody = person < evidence.records().people.len();
        known.clear();
        for (visit, (verdict, change)) in evidence.timeline.of(person).iter().zip(&mut own) {
            let (coded, resting_on) = judge_visit(compiled, history, is_somebody, &mut known, visit);
            (*verdict, *change) = (coded, resting_on.unwrap_or(NO_CHANGE));
            if let Some(verdict) = verdicts.get(visit.index as usize) {
                verdict.store(coded.0, Ordering::Relaxed);
            }
        }
    }
}

/// Judges the next use of a person, and remembers it for those that follow: the verdict, and the change that it rests on.
fn judge_visit(
    compiled: &Compiled,
    history: &[Entry],
    is_somebody: bool,
    known: &mut Known,
    visit: &Visit,
) -> (Coded, Option<u32>) {
    let Some(occasion) = compiled.evidence.occasions().get(visit.occasion as usize) else {
        return (Coded::of(Verdict::Fine), None);
    };
    known.advance(compiled, history, visit.at_us);
    let judged = match case(compiled, known, is_somebody, occasion, visit.at_us) {
        Ok(case) => coded(case.decide(), occasion.outcome),
        Err(_) if occasion.outcome == Outcome::HeldBack => (Coded::HELD_BACK_UNJUDGED, None),
        Err(gap) => (Coded::of(Verdict::Gap(gap)), None),
    };
    remember(compiled, known, occasion, visit);
    judged
}

fn coded(decision: Decision, outcome: Outcome) -> (Coded, Option<u32>) {
    let (kind, change) = match decision {
        Ok(change) => (None, change),
        Err(finding) => (Some(finding.kind), finding.change),
    };
    let verdict = match outcome {
        Outcome::HeldBack => Verdict::HeldBack(kind),
        Outcome::Done => kind.map_or(Verdict::Fine, Verdict::Deviation),
    };
    (Coded::of(verdict), change)
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

/// All uses counted by occasion and verdict, in this order; an occasion has one rule at most.
fn cells(compiled: &Compiled, verdicts: &[Coded], threads: usize) -> Vec<Cell> {
    let codes = compiled.evidence.timeline.codes();
    let values = compiled.evidence.records().uses.value_cents();
    let length = verdicts.len().div_ceil(threads).max(1);
    let parts = verdicts.chunks(length).zip(codes.chunks(length)).zip(values.chunks(length));
    let counted: Vec<Counts> = std::thread::scope(|scope| {
        let workers: Vec<_> =
            parts.map(|((verdicts, codes), values)| scope.spawn(move || count(verdicts, codes, values))).collect();
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

fn count(verdicts: &[Coded], codes: &[u32], values: &[i64]) -> Counts {
    let mut counts = Counts::default();
    for ((coded, &code), &value_cents) in verdicts.iter().zip(codes).zip(values) {
        let count = counts.entry(u64::from(code) << 8 | u64::from(coded.0)).or_default();
        count.uses += 1;
        count.value_cents = count.value_cents.saturating_add(value_cents);
        count.without_value += u64::from(value_cents == 0);
    }
    counts
}

fn cell(compiled: &Compiled, key: u64, counted: Counted) -> Option<Cell> {
    let [code, ..] = key.to_le_bytes();
    let (coded, occasion) = (Coded(code), u32::try_from(key >> 8).ok()?);
    let rule = compiled.rule_about(compiled.evidence.occasions().get(occasion as usize)?);
    let Counted { uses, value_cents, without_value } = counted;
    let rule = rule.filter(|_| coded.is_by_rule());
    Some(Cell { occasion, verdict: coded.verdict(), rule, uses, value_cents, without_value })
}
