//! What words decide, taken apart from people and times.

use super::case::{is_no, lapse};
use super::compiled::{Compiled, Ruling};
use super::ends::lasts_by_rule;
use super::history::strictness;
use super::{Evidence, Rulebook};
use crate::domain::{
    Money, Outcome, PairRow, PermissionChange, PermissionOrigin, PermissionState, PersonKey, Records, RulingRow, Scope,
    StateRow, SubjectRow, UseRow, WordTables,
};
use jiff::Timestamp;
use jiff::tz::TimeZone;
use std::sync::Arc;

/// The tables for some subjects (purpose, category, recipient, channel, topic, wording, offer) and scopes (purpose, category, channel, topic),
/// each different from all others; by the same rules as every single use is judged. How long permissions last is told as of a moment, whose day is that
/// of the zone. Once there are more than `most_pairs` pairs of a subject and a scope, no more are added: that many cannot be asked about.
pub fn word_tables(
    subjects: &[[String; 7]],
    scopes: &[[String; 4]],
    rulebook: &Rulebook,
    at: Timestamp,
    zone: &TimeZone,
    most_pairs: usize,
) -> WordTables {
    let evidence = evidence_of(subjects, scopes, zone);
    let compiled = Compiled::new(&evidence, rulebook);
    let subject = |facts: &super::compiled::SubjectFacts| SubjectRow {
        gap: facts.gap,
        is_contact: facts.words.channel != 0,
        is_request: facts.is_request,
        wording_from_day: facts.wording_from,
    };
    WordTables {
        subjects: compiled.subjects.iter().map(subject).collect(),
        states: PermissionState::ALL.into_iter().map(state).collect(),
        versions_from_day: compiled.versions_from.clone(),
        lasts_days: compiled.scopes.iter().map(|scope| lasts_by_rule(&evidence, rulebook, at, *scope)).collect(),
        rulings: rulings(&compiled),
        pairs: pairs(&compiled, most_pairs),
    }
}

/// One use of each subject, and one permission of each scope.
fn evidence_of(subjects: &[[String; 7]], scopes: &[[String; 4]], zone: &TimeZone) -> Evidence {
    let mut records = Records::default();
    for [purpose, category, recipient, channel, topic, wording, delivers] in subjects {
        records.add_use(&UseRow {
            at: Timestamp::UNIX_EPOCH,
            person: None,
            purpose,
            category,
            recipient,
            channel,
            topic,
            wording,
            delivers,
            campaign: "",
            team: "",
            outcome: Outcome::Done,
            value: Money::default(),
            circumstance: None,
        });
    }
    for [purpose, category, channel, topic] in scopes.iter().cloned() {
        records.add_change(&PermissionChange {
            at: Timestamp::UNIX_EPOCH,
            person: PersonKey([0; 16]),
            purpose,
            category,
            channel,
            topic,
            state: PermissionState::Given,
            origin: PermissionOrigin::Log,
            contacts_per_30_days: None,
            until: None,
            has_record: false,
        });
    }
    Evidence::new(Arc::new(records), zone, 1)
}

fn state(state: PermissionState) -> StateRow {
    StateRow {
        is_valid: state.is_valid(),
        is_unanswered: state.is_unanswered(),
        is_no: is_no(state),
        strictness: strictness(state),
        lapse: lapse(state),
    }
}

fn rulings(compiled: &Compiled) -> Vec<RulingRow> {
    let row = |version: usize, subject: usize, ruling: &Ruling| RulingRow {
        version,
        subject,
        rule: ruling.place,
        is_unlisted: ruling.is_unlisted,
        needs_permission: ruling.rule.needs_permission,
        needs_record: ruling.rule.needs_record,
        needs_approved_wording: ruling.rule.needs_approved_wording,
        retention_days: ruling.rule.retention_days,
        permission_lasts_days: ruling.rule.permission_lasts_days,
        contacts_per_30_days: ruling.rule.contacts_per_30_days,
        ask_again_after_days: ruling.rule.ask_again_after_days,
    };
    let mut rows = Vec::new();
    for version in 0..compiled.versions_from.len() {
        for (subject, code) in (0..compiled.subjects.len()).zip(0_u32..) {
            rows.extend(compiled.ruling(version, code).map(|ruling| row(version, subject, ruling)));
        }
    }
    rows
}

fn pairs(compiled: &Compiled, most_pairs: usize) -> Vec<PairRow> {
    let ancestry = &compiled.evidence.ancestry;
    let mut rows = Vec::new();
    for (subject, facts) in compiled.subjects.iter().enumerate() {
        let pair = |(scope, words): (usize, &Scope)| PairRow {
            subject,
            scope,
            covers_purpose: ancestry.covers(words.purpose, facts.words.purpose),
            covers_category: ancestry.covers(words.category, facts.words.category),
            reaches: compiled.reaches(*words, facts.words),
            hits: compiled.hits(*words, facts.words),
        };
        let pairs = compiled.scopes.iter().enumerate().map(pair);
        rows.extend(pairs.filter(|pair| pair.covers_purpose || pair.covers_category));
        if rows.len() > most_pairs {
            return rows;
        }
    }
    rows
}
