//! The steps of judging alone, on records that were made up in memory.

use crate::sides::{Watch, peak_mb};
use handshake::compliance::{
    AskedWith, Elsewhere, Evidence, Rulebook, ask_again, incidents, judge, permission_summary, quarters, what_if,
};
use handshake::domain::{
    CodedChange, CodedUse, Detail, NOBODY, Outcome, PermissionOrigin, PermissionState, PersonKey, Policy,
    PolicyVersion, Records, Rule, Scope, Subject, Terms, WITHOUT_END,
};
use jiff::tz::TimeZone;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use std::collections::BTreeMap;
use std::sync::Arc;

const DAY_US: i64 = 86_400_000_000;
const START_US: i64 = 1_704_067_200_000_000;

pub fn run(uses: usize) {
    let watch = Watch::now();
    let records = Arc::new(records(uses, uses / 10));
    watch.tell("made up");
    println!("columns: {} MB", (records.uses.bytes() + records.changes.bytes()) / 1_000_000);
    let zone = TimeZone::get("Europe/Berlin").unwrap_or(TimeZone::UTC);
    let variants = BTreeMap::from([(1, AskedWith { terms: terms(), ..AskedWith::default() })]);
    let watch = Watch::now();
    let evidence = Evidence::new(records.clone(), &zone, 2);
    watch.tell("sorted on 2 threads");
    for limit in [4, 5] {
        let policy = policy(limit);
        let rulebook = Rulebook { policy: &policy, jurisdiction: "EU", variants: &variants };
        for threads in [1, 2] {
            let watch = Watch::now();
            let judgements = judge(&evidence, &rulebook, threads);
            watch.tell(&format!("judged and counted on {threads} threads, limit {limit}"));
            println!("{} cells, {} occasions", judgements.cells().len(), evidence.occasions().len());
        }
    }
    the_rest(&evidence, &variants);
    println!("at most {} MB", peak_mb());
}

/// What else reports ask for.
fn the_rest(evidence: &Evidence, variants: &BTreeMap<i64, AskedWith>) {
    let (policy, other) = (policy(4), policy(5));
    let rulebook = Rulebook { policy: &policy, jurisdiction: "EU", variants };
    let now = "2026-01-01T00:00:00Z".parse().unwrap_or_default();
    let judgements = judge(evidence, &rulebook, 2);
    let others = judge(evidence, &Rulebook { policy: &other, ..rulebook }, 2);
    let watch = Watch::now();
    let counted = quarters(evidence, &judgements, &[], Elsewhere::default(), 4);
    watch.tell(&format!("{} quarters", counted.len()));
    let watch = Watch::now();
    let found = incidents(evidence, &judgements, 2);
    watch.tell(&format!("{} incidents", found.len()));
    let watch = Watch::now();
    let pairs = what_if(evidence, &judgements, &others);
    watch.tell(&format!("what if: {} to {} deviations", pairs.deviations.before, pairs.deviations.after));
    let watch = Watch::now();
    let summary = permission_summary(evidence, &rulebook, now);
    watch.tell(&format!("permissions of {} people", summary.people));
    let watch = Watch::now();
    let again =
        policy.versions().last().map(|version| ask_again(evidence, &rulebook, version, now)).unwrap_or_default();
    watch.tell(&format!("{} people to ask again", again.people.len()));
}

fn terms() -> Terms {
    Terms { recipients: vec!["Agency A".into()], contacts_per_30_days: Some(18), ..Terms::default() }
}

fn policy(contacts: u32) -> Policy {
    let rule = |name: &str, purpose: &str| Rule {
        name: name.into(),
        purposes: vec![purpose.into()],
        needs_permission: true,
        recipients: Some(vec!["Agency A".into(), "Agency B".into()]),
        retention_days: Some(730),
        contacts_per_30_days: Some(contacts * 3),
        ..Rule::default()
    };
    let version = |day: &str, rules| PolicyVersion {
        title: String::new(),
        holds_from: day.parse().unwrap_or_default(),
        reason: String::new(),
        rules,
    };
    let first = vec![rule("Mail", "marketing"), rule("Reports", "analytics")];
    let mut second = first.clone();
    second.push(rule("Service", "essential"));
    Policy::new(vec![version("2024-01-01", first), version("2025-01-01", second)]).unwrap_or_default()
}

fn records(uses: usize, people: usize) -> Records {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let mut records = Records::default();
    for _ in 0..people {
        records.people.code(PersonKey(random.random()));
    }
    let purposes =
        ["marketing.communications.email", "marketing.communications.sms", "analytics.reporting", "essential.service"];
    let categories = ["user.contact.email", "user.contact.phone_number", "user.behavior.purchase_history"];
    let mut scopes = Vec::new();
    for purpose in ["marketing", "", "analytics"] {
        for category in ["", "user.contact", ""] {
            let (purpose, category) = (records.words.code(purpose), records.words.code(category));
            scopes.push(records.changes.scope_code(Scope { purpose, category, channel: 0, topic: 0 }));
        }
    }
    let details: Vec<u32> = [PermissionOrigin::Log, PermissionOrigin::Response { variant: 1 }]
        .map(|origin| Detail { origin, contacts_per_30_days: None, has_record: true })
        .map(|detail| records.changes.detail_code(detail))
        .to_vec();
    let states: Vec<PermissionState> = [vec![PermissionState::Given; 11], vec![PermissionState::Withdrawn]].concat();
    records.changes.reserve(people * 2);
    for _ in 0..people * 2 {
        let change = CodedChange {
            at_us: START_US + random.random_range(0..120 * DAY_US),
            until_us: WITHOUT_END,
            person: random.random_range(0..u32::try_from(people).unwrap_or(1)),
            scope: scopes[random.random_range(0..scopes.len())],
            detail: details[random.random_range(0..2)],
            state: states[random.random_range(0..states.len())],
        };
        records.changes.push(change);
    }
    let mut subjects = Vec::new();
    for purpose in purposes {
        for category in categories {
            for recipient in ["", "", "", "Agency A", "Agency C"] {
                let subject = Subject {
                    purpose: records.words.code(purpose),
                    category: records.words.code(category),
                    recipient: records.words.code(recipient),
                    channel: if purpose.starts_with("marketing") { records.words.code("email") } else { 0 },
                    ..Subject::default()
                };
                subjects.push(records.uses.subject_code(subject));
            }
        }
    }
    let campaigns: Vec<u32> = (0..2000).map(|number| records.words.code(&format!("Campaign {number}"))).collect();
    let team = records.words.code("CRM");
    records.uses.reserve(uses);
    let step = 730 * DAY_US / i64::try_from(uses).unwrap_or(1);
    for index in 0..uses {
        let campaign = (index * 2000 / uses + random.random_range(0..5)).min(1999);
        let person = random.random_range(0..u32::try_from(people).unwrap_or(1));
        records.uses.push(CodedUse {
            at_us: START_US + i64::try_from(index).unwrap_or(0) * step,
            person: if random.random_range(0..1000) == 0 { NOBODY } else { person },
            subject: subjects[(campaign * 7 + random.random_range(0..3)) % subjects.len()],
            campaign: campaigns[campaign],
            team,
            outcome: if random.random_range(0..50) == 0 { Outcome::HeldBack } else { Outcome::Done },
            circumstance: None,
            value_cents: random.random_range(0..500),
        });
    }
    records
}
